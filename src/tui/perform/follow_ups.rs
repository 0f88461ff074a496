//! Loads follow-ups with the context for their answers.

use crate::domain::{
    DateRange, Direction, FollowUpFilter, FollowUpId, FollowUpWithSubject, Kind, Page, ProjectId, RecordId,
    WinFilter, WinId,
};
use crate::error::{Error, Result};
use crate::journal::{Snapshot, followups, lookup, metrics, projects, timeline, wins};
use crate::report::wording;
use crate::tui::dialogs::answering::Answering;

/// The maximum number of later wins that are shown beside an answer.
const SINCE: usize = 6;

/// Returns the follow-up that is due first, with its context; `None` if no follow-up is due.
pub(super) fn due(snapshot: &Snapshot<'_>) -> Result<Option<Answering>> {
    let due = followups::list(snapshot, FollowUpFilter::Until(snapshot.today()), 1)?;
    due.first().map(|asked| to_answer(snapshot, &[asked.follow_up.id])).transpose()
}

/// Returns follow-ups with the context of the first. Fails if `ids` is empty.
pub(super) fn to_answer(snapshot: &Snapshot<'_>, ids: &[FollowUpId]) -> Result<Answering> {
    let asked =
        ids.iter().map(|id| followups::find(snapshot, *id)).collect::<Result<Vec<FollowUpWithSubject>>>()?;
    let first = asked.first().ok_or_else(|| Error::failed("there is no open follow-up to answer"))?;
    let about = (first.about_kind, first.follow_up.about);
    let mut answering = context(snapshot, about, Some(first))?;
    answering.asked = asked;
    Ok(answering)
}

/// Returns the open follow-up of a win or a project, or else the record itself, with its context.
pub(super) fn about(snapshot: &Snapshot<'_>, kind: Kind, id: RecordId) -> Result<Answering> {
    let all = followups::list_about(snapshot, (kind, id))?;
    if let Some(open) = all.iter().find(|each| each.is_open()) {
        return to_answer(snapshot, &[open.id]);
    }
    let mut answering = context(snapshot, (kind, id), None)?;
    answering.unasked = Some((kind, id, lookup::title(snapshot, id).unwrap_or_default()));
    Ok(answering)
}

fn context(
    snapshot: &Snapshot<'_>,
    about: (Kind, RecordId),
    asked: Option<&FollowUpWithSubject>,
) -> Result<Answering> {
    let before: Vec<String> = followups::list_about(snapshot, about)?
        .iter()
        .filter(|each| !each.is_open())
        .map(|each| {
            let day = each.recorded_on.map(wording::near_date).unwrap_or_default();
            format!("{day}: {}", wording::outcome(each))
        })
        .collect();
    let (project, after, own) = if about.0 == Kind::Win {
        let win = wins::find(snapshot, WinId(about.1.0))?;
        (
            win.project.as_ref().map(|named| named.id),
            win.when.map_or(win.meta.logged_at.date_naive(), DateRange::last_day),
            Some(win.id),
        )
    } else {
        let project = projects::find(snapshot, ProjectId(about.1.0))?;
        let end = project.end.or(project.start).map(crate::domain::PartialDate::last_day);
        (Some(project.id), end.unwrap_or(project.meta.logged_at.date_naive()), None)
    };
    let mut since = Vec::new();
    if let Some(project) = project {
        let filter = WinFilter { project: Some(project.into()), ..WinFilter::default() };
        since = timeline::page(
            snapshot,
            &filter,
            &Page { after: None, towards: Direction::Older, limit: SINCE },
        )?;
        since.retain(|row| row.when.is_none_or(|when| when.last_day() >= after) && Some(row.id) != own);
    }
    let claim = match asked {
        Some(asked) => followups::claim(snapshot, asked)?,
        None => String::new(),
    };
    Ok(Answering {
        asked: Vec::new(),
        unasked: None,
        claim,
        metrics: metrics::list_of(snapshot, about.1, 4)?,
        before,
        since,
    })
}
