//! Performs effects on goals and reading notes.

use chrono::NaiveDate;

use super::fields::{Fields, Refused, in_field, text_of};
use super::saved;
use crate::domain::reading::rating;
use crate::domain::{
    DateRange, GoalId, GoalView, Kind, MilestoneId, PartialDate, Reading, ReadingId, RecordId, Stored, WinId,
};
use crate::error::Result;
use crate::journal::{
    self, CheckRequest, Ending, Finish, Journal, LinkTarget, Snapshot, goal_progress, links, lookup, readings,
};
use crate::report::goal as words;
use crate::tui::answer::Answer;
use crate::tui::dialogs::checking::{Checking, THEN};
use crate::tui::dialogs::pick::OFFERED;
use crate::tui::effect::Picking;
use crate::tui::loaded::{Findings, Loaded};
use crate::tui::saved::{Change, Saved};
use crate::tui::screens::goals;
use crate::tui::subject::Subject;

pub(super) fn load_goals(snapshot: &Snapshot<'_>, year: Option<i32>) -> Result<Answer> {
    let year = year.unwrap_or_else(|| snapshot.context().present_year());
    let goals = journal::goals::list_of_year(snapshot, year)?;
    Ok(Answer::Loaded(Loaded::Goals(goals::Loaded { year, goals })))
}

/// Loads the first goal of `goals` that is still open, for a check-in. `of` is the number of goals that
/// `:check-all` began with, or 1 for a single check-in.
pub(super) fn load_check(snapshot: &Snapshot<'_>, goals: &[GoalId], of: usize) -> Result<Answer> {
    for (at, id) in goals.iter().enumerate() {
        let goal = journal::goals::find(snapshot, *id)?;
        if goal.is_open() && !lookup::describe(snapshot, (*id).into())?.deleted {
            let rest = goals[at + 1..].to_vec();
            let checking = Checking { goal, rest, of };
            return Ok(Answer::Form(Box::new(Subject::Check(Box::new(checking))), None));
        }
    }
    Ok(Answer::Nothing(if of > 1 { "every open goal was checked" } else { "the goal is not open any more" }))
}

/// Saves a check-in, and ends the goal if requested. During `:check-all`, an empty check-in is skipped.
pub(super) fn save_check(
    journal: &mut Journal,
    checking: &Checking,
    fields: &Fields,
) -> std::result::Result<Result<Answer>, Refused> {
    let date = date_of_fields(journal.today(), fields)?.map(|on| on.day_said(journal.today()));
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
            let snapshot = journal.snapshot();
            return Ok(snapshot
                .map(|snapshot| saved::checked(snapshot.context(), "left as it is:", &checking.goal, true)));
        }
        None => journal.write(|tx| goal_progress::check_in(tx, id, &request)),
        Some(ending) => journal.write(|tx| goal_progress::check_and_end(tx, id, &request, &ending)),
    };
    let otherwise = if request.value.is_some() { "value" } else { "note" };
    let is_run = checking.of > 1;
    let answer = checked.map(|goal| saved::checked(journal.context(), verb, &goal, is_run));
    in_field(otherwise, answer)
}

/// Parses the past date of a form; returns the end of a span.
fn date_of_fields(today: NaiveDate, fields: &Fields) -> std::result::Result<Option<PartialDate>, Refused> {
    crate::capture::values::date(text_of(fields, "date"), today, DateRange::last).map_err(|err| ("date", err))
}

/// Finishes a reading note.
pub(super) fn save_finish(
    journal: &mut Journal,
    reading: &Stored<Reading>,
    fields: &Fields,
) -> std::result::Result<Result<Answer>, Refused> {
    let on = date_of_fields(journal.today(), fields)?;
    let rating = rating(text_of(fields, "rating")).map_err(|err| ("rating", err))?;
    let takeaway = text_of(fields, "takeaway").to_owned();
    let finish = Finish { on, rating, takeaway };
    let finished = journal.write(|tx| readings::finish(tx, reading.id, &finish));
    Ok(finished.map(|reading| saved::reading(journal.context(), "finished", &reading)))
}

/// Finds the records that can be linked.
pub(super) fn link_targets(snapshot: &Snapshot<'_>, picking: Picking, words: &str) -> Result<Answer> {
    let found = match picking {
        Picking::Evidence(id) => {
            links::evidence_targets(snapshot, &journal::goals::find(snapshot, id)?, words, OFFERED)?
        }
        Picking::Uses(id) => links::use_targets(snapshot, &readings::find(snapshot, id)?, words, OFFERED)?,
        Picking::Merge(id) => {
            let item = journal::inbox::find(snapshot, id)?;
            journal::inbox::similar_wins(snapshot, &item, words, OFFERED)?
        }
        Picking::Milestones(id) => {
            let goal = journal::goals::find(snapshot, id)?;
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

/// Links a record if `on` is `true`, else removes the link; the message describes the goal or the note
/// afterwards.
pub(super) fn toggle(journal: &mut Journal, picking: Picking, record: RecordId, on: bool) -> Result<Answer> {
    let said = |goal: &GoalView| {
        let reached = if goal.is_open() && goal.is_reached() { ": reached" } else { "" };
        format!("“{}”: {}{reached}", goal.title, words::standing(goal))
    };
    let text =
        match picking {
            Picking::Evidence(id) => {
                let linked = if on {
                    journal.write(|tx| goal_progress::link_evidence(tx, id, &[record]))?
                } else {
                    journal.write(|tx| goal_progress::unlink_evidence(tx, id, &[record]))?
                };
                said(&linked.goal)
            }
            Picking::Milestones(id) => said(&journal.write(|tx| {
                goal_progress::set_milestone(tx, id, MilestoneId(record.0), on.then_some(None))
            })?),
            // Carried out as a merge.
            Picking::Merge(_) => String::new(),
            Picking::Uses(id) => {
                let saved = journal.write(|tx| readings::set_used(tx, id, WinId(record.0), on))?;
                let count = crate::text::counted(saved.reading.used_in.len(), "win", "wins");
                format!("“{}”: used in {count}", saved.reading.title)
            }
        };
    Ok(saved::done(text, Change::Link(record)))
}

/// Starts a reading note, also a finished one.
pub(super) fn start(journal: &mut Journal, id: ReadingId) -> Result<Answer> {
    let started = journal.write(|tx| readings::start(tx, id, None, true))?;
    Ok(saved::reading(journal.context(), "started", &started))
}

/// Moves a reading note to a position of the list.
pub(super) fn place(journal: &mut Journal, id: ReadingId, place: usize) -> Result<Answer> {
    let placed = journal.write(|tx| readings::reorder(tx, id, place))?;
    Ok(Answer::Saved(Saved { message: None, change: Change::Reading(placed.reading.id) }))
}
