//! Figures of wins: writing them together with the values that they add to metrics.

use crate::domain::{DateRange, Figure, PartialDate, Stored, Win, WinId, WinView, fold};
use crate::error::Result;
use crate::store::Batch;

/// Adds a figure to a win, and the values of the figure to its metric. If the metric has a unit of another kind, only
/// the figure stores the values, and a hint says so.
pub(super) fn insert_figure(
    batch: &mut Batch<'_>,
    id: WinId,
    win: &Win,
    figure: &Figure,
    hints: &mut Vec<String>,
) -> Result<()> {
    let project = win.project.as_ref().map(|named| named.id);
    if !batch.insert_figure(id, project, figure, date_of(win))? {
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

/// Returns the date of the values that a win adds to metrics: the end of a span. `None` for a win without a
/// date, which adds no values.
fn date_of(win: &Win) -> Option<PartialDate> {
    win.when.map(DateRange::last)
}

/// Updates the stored figures to those of `win`. A figure whose name existed before is updated in place, and
/// its metric keeps the values that were logged since. If the project or the date of the win changed, the
/// values are moved or redated.
pub(super) fn update_figures(
    batch: &mut Batch<'_>,
    before: &WinView,
    win: &Win,
    hints: &mut Vec<String>,
) -> Result<()> {
    let (was, is) = (date_of(before), date_of(win));
    let (Some(was), Some(is)) = (was, is) else {
        return replace_figures(batch, before, win, hints);
    };
    let project = win.project.as_ref().map(|named| named.id);
    let mut wanted: Vec<Option<&Figure>> = win.figures.iter().map(Some).collect();
    let mut kept = Vec::new();
    // Identical figures are matched first, and only then figures of the same name.
    for exactly in [true, false] {
        for stored in &before.figures {
            let figure = &stored.body;
            let same = |other: &Figure| {
                fold(&other.name) == fold(&figure.name)
                    && (!exactly || other.value_text() == figure.value_text())
            };
            if kept.iter().any(|(each, _): &(&Stored<Figure>, &Figure)| each.id == stored.id) {
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
        let mut taken = batch.update_figure(before.id, stored, figure, is)?;
        if moved {
            taken &= batch.move_figure(before.id, stored, figure, project, is)?;
        }
        if !taken {
            hints.push(of_another_kind(figure));
        }
    }
    if before.when != win.when {
        batch.redate_figures(before.id, was, is)?;
    }
    for figure in wanted.into_iter().flatten() {
        insert_figure(batch, before.id, win, figure, hints)?;
    }
    Ok(())
}

/// Replaces all figures of a win if its figures or its date changed; for a win without a date before or after
/// the edit.
fn replace_figures(
    batch: &mut Batch<'_>,
    before: &WinView,
    win: &Win,
    hints: &mut Vec<String>,
) -> Result<()> {
    let same = before.draft().figures == win.figures;
    if same && before.when == win.when {
        return Ok(());
    }
    for stored in &before.figures {
        batch.delete_figure(before.id, stored)?;
    }
    for figure in &win.figures {
        insert_figure(batch, before.id, win, figure, hints)?;
    }
    Ok(())
}
