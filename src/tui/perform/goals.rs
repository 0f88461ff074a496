//! Goals and reading notes: loaded, saved, checked, linked.

use super::fields::{Fields, Refused, in_field, text_of};
use super::saved;
use crate::domain::reading::rating;
use crate::domain::{
    DateRange, GoalId, GoalView, Kind, MilestoneId, PartialDate, Reading, ReadingId, RecordId, Stored, WinId,
};
use crate::error::Result;
use crate::journal::{CheckRequest, Ending, Finish, Journal, LinkTarget};
use crate::report::goal as words;
use crate::tui::answer::Answer;
use crate::tui::dialogs::checking::{Checking, THEN};
use crate::tui::dialogs::pick::OFFERED;
use crate::tui::effect::Picking;
use crate::tui::loaded::{Findings, Loaded};
use crate::tui::saved::{Change, Saved};
use crate::tui::screens::goals;
use crate::tui::subject::Subject;

/// The goals of a year.
pub(super) fn load_goals(journal: &Journal, year: Option<i32>) -> Result<Answer> {
    let year = year.unwrap_or_else(|| journal.present_year());
    let goals = journal.goals_of(year)?;
    Ok(Answer::Loaded(Loaded::Goals(goals::Loaded { year, goals })))
}

/// The first of several goals that are checked; those that another program ended meanwhile are left out.
pub(super) fn load_check(journal: &Journal, goals: &[GoalId], of: usize) -> Result<Answer> {
    for (at, id) in goals.iter().enumerate() {
        let goal = journal.goal(*id)?;
        if goal.is_open() && !journal.found((*id).into())?.deleted {
            let rest = goals[at + 1..].to_vec();
            let checking = Checking { goal, rest, of };
            return Ok(Answer::Form(Box::new(Subject::Check(Box::new(checking))), None));
        }
    }
    Ok(Answer::Nothing(if of > 1 { "every open goal was looked at" } else { "it is not open any more" }))
}

/// Saves a check-in, and ends the goal where the form says so. In a run nothing said is nothing done.
pub(super) fn save_check(
    journal: &mut Journal,
    checking: &Checking,
    fields: &Fields,
) -> std::result::Result<Result<Answer>, Refused> {
    let date = date_of_fields(journal, fields)?.map(|on| on.day_said(journal.today()));
    let value = Some(text_of(fields, "value")).filter(|text| !text.is_empty()).map(str::to_owned);
    let note = text_of(fields, "note").to_owned();
    let id = checking.goal.id;
    let then = THEN.iter().position(|word| *word == text_of(fields, "then")).unwrap_or(0);
    let (request, ending, verb) = match then {
        0 => (CheckRequest { value, note, date }, None, "checked"),
        1 => {
            let on = date.map(crate::domain::PartialDate::Day);
            let ending = Ending::Done { on, proof: note };
            (CheckRequest { value, note: String::new(), date }, Some(ending), "done:")
        }
        2 => (CheckRequest { value, note, date }, Some(Ending::Carried(None)), "carried over:"),
        _ => (CheckRequest { value, note: String::new(), date }, Some(Ending::Dropped(note)), "dropped"),
    };
    let nothing = request.note.is_empty() && request.value.is_none();
    let checked = match ending {
        None if nothing && checking.of > 1 => {
            return Ok(Ok(saved::checked(journal, "left as it is:", &checking.goal, true)));
        }
        None => journal.check_in(id, &request),
        Some(ending) => journal.check_and_end(id, &request, &ending),
    };
    let otherwise = if request.value.is_some() { "value" } else { "note" };
    let is_run = checking.of > 1;
    in_field(otherwise, checked.map(|goal| saved::checked(journal, verb, &goal, is_run)))
}

/// The date that a form says, which lies behind; of a span its end.
fn date_of_fields(journal: &Journal, fields: &Fields) -> std::result::Result<Option<PartialDate>, Refused> {
    crate::capture::values::date(text_of(fields, "date"), journal.today(), DateRange::last)
        .map_err(|err| ("date", err))
}

/// Finishes a reading note.
pub(super) fn save_finish(
    journal: &mut Journal,
    reading: &Stored<Reading>,
    fields: &Fields,
) -> std::result::Result<Result<Answer>, Refused> {
    let on = date_of_fields(journal, fields)?;
    let rating = rating(text_of(fields, "rating")).map_err(|err| ("rating", err))?;
    let takeaway = text_of(fields, "takeaway").to_owned();
    let finish = Finish { on, rating, takeaway };
    let finished = journal.finish_reading(reading.id, &finish);
    Ok(finished.map(|reading| saved::reading(journal, "finished", &reading)))
}

/// The records that may be linked.
pub(super) fn link_targets(journal: &Journal, picking: Picking, words: &str) -> Result<Answer> {
    let found = match picking {
        Picking::Evidence(id) => journal.evidence_targets(&journal.goal(id)?, words, OFFERED)?,
        Picking::Uses(id) => journal.use_targets(&journal.reading(id)?, words, OFFERED)?,
        Picking::Milestones(id) => {
            let goal = journal.goal(id)?;
            let one = |step: Stored<crate::domain::Milestone>| LinkTarget {
                id: step.id.into(),
                kind: Kind::Milestone,
                title: step.title.clone(),
                date: step.done_on.map(|on| on.to_string()).unwrap_or_default(),
                linked: step.done_on.is_some(),
            };
            goal.milestones.into_iter().map(one).collect()
        }
    };
    Ok(Answer::Findings(Findings::Targets(found)))
}

/// Links a record, or takes the link away; says what that came to.
pub(super) fn toggle(journal: &mut Journal, picking: Picking, record: RecordId, on: bool) -> Result<Answer> {
    let said = |goal: &GoalView| {
        let reached = if goal.is_open() && goal.is_reached() { ": reached" } else { "" };
        format!("“{}”: {}{reached}", goal.title, words::standing(goal))
    };
    let text = match picking {
        Picking::Evidence(id) => {
            let linked = if on {
                journal.link_evidence(id, &[record])?
            } else {
                journal.unlink_evidence(id, &[record])?
            };
            said(&linked.goal)
        }
        Picking::Milestones(id) => {
            said(&journal.set_milestone(id, MilestoneId(record.0), on.then_some(None))?)
        }
        Picking::Uses(id) => {
            let saved = journal.use_reading(id, WinId(record.0), on)?;
            let count = crate::text::counted(saved.reading.used_in.len(), "win", "wins");
            format!("“{}”: used in {count}", saved.reading.title)
        }
    };
    Ok(saved::done(text, Change::Link(record)))
}

/// Begins to read, also once more.
pub(super) fn start(journal: &mut Journal, id: ReadingId) -> Result<Answer> {
    let started = journal.start_reading(id, None, true)?;
    Ok(saved::reading(journal, "started", &started))
}

/// Puts what is to be read at a place.
pub(super) fn place(journal: &mut Journal, id: ReadingId, place: usize) -> Result<Answer> {
    let placed = journal.place_reading(id, place)?;
    Ok(Answer::Saved(Saved { message: None, change: Change::Reading(placed.reading.id) }))
}
