//! Follow-ups with the records and numbers that help to answer them.

use crate::domain::{DateRange, FollowUpId, Kind, ProjectId, RecordId, WinId};
use crate::error::{Error, Result};
use crate::journal::{Direction, FollowUpFilter, FollowUpWithSubject, Journal, Page, WinFilter};
use crate::report::wording;
use crate::tui::dialogs::answering::Answering;

/// The number of later wins that are shown beside an answer.
const SINCE: usize = 6;

/// Returns the follow-up that is due first, with what helps to answer it; `None` where none is due.
pub(super) fn due(journal: &Journal) -> Result<Option<Answering>> {
    let due = journal.asked(FollowUpFilter::Until(journal.today()), 1)?;
    due.first().map(|asked| to_answer(journal, &[asked.follow_up.id])).transpose()
}

/// Returns follow-ups with what helps to answer them.
pub(super) fn to_answer(journal: &Journal, ids: &[FollowUpId]) -> Result<Answering> {
    let asked = ids.iter().map(|id| journal.follow_up(*id)).collect::<Result<Vec<FollowUpWithSubject>>>()?;
    let first = asked.first().ok_or_else(|| Error::failed("there is nothing to answer"))?;
    let about = (first.about_kind, first.follow_up.about);
    let mut answering = context(journal, about, Some(first))?;
    answering.asked = asked;
    Ok(answering)
}

/// Returns the open follow-up of a win or a project, or where it has none the record itself, with what helps to answer.
pub(super) fn about(journal: &Journal, kind: Kind, id: RecordId) -> Result<Answering> {
    let all = journal.follow_ups_about((kind, id))?;
    if let Some(open) = all.iter().find(|each| each.is_open()) {
        return to_answer(journal, &[open.id]);
    }
    let mut answering = context(journal, (kind, id), None)?;
    answering.unasked = Some((kind, id, journal.title(id).unwrap_or_default()));
    Ok(answering)
}

fn context(
    journal: &Journal,
    about: (Kind, RecordId),
    asked: Option<&FollowUpWithSubject>,
) -> Result<Answering> {
    let before: Vec<String> = journal
        .follow_ups_about(about)?
        .iter()
        .filter(|each| !each.is_open())
        .map(|each| {
            let day = each.recorded_on.map(wording::near_date).unwrap_or_default();
            format!("{day}: {}", wording::outcome(each))
        })
        .collect();
    let (project, after, own) = if about.0 == Kind::Win {
        let win = journal.win(WinId(about.1.0))?;
        (
            win.project.as_ref().map(|named| named.id),
            win.when.map_or(win.meta.logged_at.date_naive(), DateRange::last_day),
            Some(win.id),
        )
    } else {
        let project = journal.project(ProjectId(about.1.0))?;
        let end = project.end.or(project.start).map(crate::domain::PartialDate::last_day);
        (Some(project.id), end.unwrap_or(project.meta.logged_at.date_naive()), None)
    };
    let mut since = Vec::new();
    if let Some(project) = project {
        let filter = WinFilter { project: Some(project.into()), ..WinFilter::default() };
        since = journal.wins(&filter, &Page { after: None, towards: Direction::Older, limit: SINCE })?;
        since.retain(|row| row.when.is_none_or(|when| when.last_day() >= after) && Some(row.id) != own);
    }
    let claim = match asked {
        Some(asked) => journal.claim_of(asked)?,
        None => String::new(),
    };
    Ok(Answering {
        asked: Vec::new(),
        unasked: None,
        claim,
        metrics: journal.metrics_of(about.1, 4)?,
        before,
        since,
    })
}
