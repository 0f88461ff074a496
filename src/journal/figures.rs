//! The figures of a win, kept in step with the series that they stand in.

use crate::domain::{Figure, PartialDate, ProjectId, StoredFigure, When, Win, WinDraft, WinId, fold};
use crate::error::Result;
use crate::store::Batch;

/// Adds a figure; one of another kind than its series is kept with the win, and said.
pub(super) fn insert_figure(
    batch: &mut Batch<'_>,
    win: WinId,
    project: Option<ProjectId>,
    figure: &Figure,
    when: When,
    hints: &mut Vec<String>,
) -> Result<()> {
    if !batch.insert_figure(win, project, figure, date_of(when))? {
        hints.push(of_another_kind(figure));
    }
    Ok(())
}

fn of_another_kind(figure: &Figure) -> String {
    format!(
        "{} is of another kind than the values of {} so far: it is kept with the win only",
        figure.to.text, figure.name
    )
}

/// The date of a win's values: of a span its end.
fn date_of(when: When) -> PartialDate {
    when.last()
}

/// Makes the figures what the draft says. One of a name that was there is changed in its place,
/// so that its series keeps what was logged since; where the win's project or date is another,
/// its values go along.
pub(super) fn update_figures(
    batch: &mut Batch<'_>,
    before: &Win,
    draft: &WinDraft,
    project: Option<ProjectId>,
    when: When,
    hints: &mut Vec<String>,
) -> Result<()> {
    let mut wanted: Vec<Option<&Figure>> = draft.figures.iter().map(Some).collect();
    let mut kept = Vec::new();
    // What is the same stays itself before anything of the same name is taken for changed.
    for exactly in [true, false] {
        for stored in &before.figures {
            let figure = &stored.figure;
            let same = |other: &Figure| {
                fold(&other.name) == fold(&figure.name)
                    && (!exactly || other.value_text() == figure.value_text())
            };
            if kept.iter().any(|(each, _): &(&StoredFigure, &Figure)| each.id == stored.id) {
                continue;
            }
            if let Some(found) = wanted.iter_mut().find(|each| each.is_some_and(same)).and_then(Option::take)
            {
                kept.push((stored, found));
            }
        }
    }
    for stored in &before.figures {
        if !kept.iter().any(|(each, _)| each.id == stored.id) {
            batch.delete_figure(before.id, stored)?;
        }
    }
    let moved = before.project.as_ref().map(|named| named.id) != project;
    for (stored, figure) in &kept {
        let mut taken = batch.update_figure(before.id, stored, figure, date_of(when))?;
        if moved {
            taken &= batch.move_figure(before.id, stored, figure, project, date_of(when))?;
        }
        if !taken {
            hints.push(of_another_kind(figure));
        }
    }
    if before.when != when {
        batch.redate_figures(before.id, date_of(before.when), date_of(when))?;
    }
    for figure in wanted.into_iter().flatten() {
        insert_figure(batch, before.id, project, figure, when, hints)?;
    }
    Ok(())
}
