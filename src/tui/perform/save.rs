//! Saves the records of forms.

use chrono::NaiveDate;

use super::fields::{Fields, Refused, in_field, record_of, text_of};
use super::{career, goals, saved};
use crate::domain::date_phrase::{Bias, parse_day};
use crate::domain::{
    FollowUp, FollowUpId, FollowUpWithSubject, Goal, GoalView, Metric, MetricValue, MetricView, Project,
    ProjectView, Reading, Stored, Win, WinView,
};
use crate::error::Result;
use crate::journal::{
    self, EditOutcome, FollowUpAnswer, Journal, followups, metrics, projects, readings, wins,
};
use crate::tui::answer::Answer;
use crate::tui::dialogs::answering::Answering;
use crate::tui::subject::Subject;

/// Saves the record of a form.
pub(super) fn form(journal: &mut Journal, subject: &Subject, fields: &Fields) -> Result<Answer> {
    let saved = match subject {
        Subject::Win(win) => record_of(journal.today(), win.as_ref().map(|win| &win.body), fields)
            .and_then(|draft| in_field("title", self::win(journal, win.as_deref(), &draft))),
        Subject::Project(project) => {
            record_of(journal.today(), project.as_ref().map(|project| &project.body), fields)
                .and_then(|draft| in_field("name", self::project(journal, project.as_deref(), &draft)))
        }
        Subject::Answer(answering) => {
            let only = if let [metric] = &answering.metrics[..] { Some(metric.name.as_str()) } else { None };
            outcome(journal.today(), fields, only).map(|outcome| save_answer(journal, answering, &outcome))
        }
        Subject::Goal(goal) => record_of(journal.today(), goal.as_ref().map(|goal| &goal.body), fields)
            .and_then(|draft| in_field("title", self::goal(journal, goal.as_deref(), &draft))),
        Subject::Check(checking) => goals::save_check(journal, checking, fields),
        Subject::Reading(reading) => {
            record_of(journal.today(), reading.as_ref().map(|reading| &reading.body), fields)
                .and_then(|draft| in_field("title", self::reading(journal, reading.as_deref(), &draft)))
        }
        Subject::Finish(reading) => goals::save_finish(journal, reading, fields),
        Subject::Position(position) => {
            career::position_form(journal, position.as_deref(), fields, |now| Subject::Position(Some(now)))
        }
        Subject::Interview(position) => {
            career::position_form(journal, Some(position), fields, Subject::Interview)
        }
        Subject::Story(draft) => record_of(journal.today(), Some(&draft.body), fields)
            .and_then(|story| in_field("title", career::story(journal, draft, &story))),
        Subject::Praise(draft) => record_of(journal.today(), Some(&draft.body), fields)
            .and_then(|praise| in_field("quote", career::praise_of(journal, draft, &praise))),
        Subject::Profile(profile) => {
            record_of(journal.today(), profile.as_ref().map(|profile| &profile.body), fields)
                .and_then(|now| in_field("education", career::profile_of(journal, profile.as_deref(), &now)))
        }
        Subject::Metric(metric) => record_of(journal.today(), Some(&metric.body), fields)
            .and_then(|now| in_field("name", save_metric(journal, metric, &now))),
        Subject::Value(_, value) => record_of(journal.today(), Some(&value.body), fields)
            .and_then(|now| in_field("value", save_value(journal, value, &now))),
        Subject::FollowUp(asked) => record_of(journal.today(), Some(&asked.follow_up.body), fields)
            .and_then(|now| in_field("question", save_follow_up(journal, asked, &now))),
    };
    match saved {
        Ok(answer) => answer,
        Err((field, why)) => Ok(Answer::Refused { field, why }),
    }
}

/// Saves a win; the answer is a conflict if another program changed it since it was loaded.
pub(super) fn win(journal: &mut Journal, win: Option<&WinView>, draft: &Win) -> Result<Answer> {
    if let Some(win) = win {
        return Ok(saved::win(win.id, journal.write(|tx| wins::edit(tx, win.id, draft, win.meta.revision))?));
    }
    let added = journal.write(|tx| wins::add(tx, draft, Vec::new()))?;
    Ok(saved::added(journal.context(), &added))
}

/// Saves a project, like [`win`].
pub(super) fn project(
    journal: &mut Journal,
    project: Option<&ProjectView>,
    draft: &Project,
) -> Result<Answer> {
    let edited = match project {
        Some(project) => journal.write(|tx| projects::edit(tx, project.id, draft, project.meta.revision))?,
        None => EditOutcome::Saved(Box::new(journal.write(|tx| projects::add(tx, draft))?)),
    };
    let subject = |now| Subject::Project(Some(now));
    let snapshot = journal.snapshot()?;
    Ok(saved::edited(edited, "project", subject, |project| saved::project(snapshot.context(), project)))
}

/// Saves a goal, like [`win`].
pub(super) fn goal(journal: &mut Journal, goal: Option<&GoalView>, draft: &Goal) -> Result<Answer> {
    let edited = match goal {
        Some(goal) => {
            journal.write(|tx| journal::goals::edit(tx, goal.id, draft, goal.meta.revision, None))?
        }
        None => EditOutcome::Saved(Box::new(journal.write(|tx| journal::goals::add(tx, draft, None))?)),
    };
    let subject = |now| Subject::Goal(Some(now));
    let snapshot = journal.snapshot()?;
    Ok(saved::edited(edited, "goal", subject, |goal| saved::goal(snapshot.context(), goal)))
}

/// Saves a reading note, like [`win`].
pub(super) fn reading(
    journal: &mut Journal,
    reading: Option<&Stored<Reading>>,
    draft: &Reading,
) -> Result<Answer> {
    let edited = match reading {
        Some(reading) => journal.write(|tx| readings::edit(tx, reading.id, draft, reading.meta.revision))?,
        None => EditOutcome::Saved(Box::new(journal.write(|tx| readings::add(tx, draft))?)),
    };
    let subject = |now| Subject::Reading(Some(now));
    let snapshot = journal.snapshot()?;
    Ok(saved::edited(edited, "note", subject, |reading| saved::reading(snapshot.context(), "saved", reading)))
}

fn save_answer(journal: &mut Journal, answering: &Answering, outcome: &FollowUpAnswer) -> Result<Answer> {
    let ids: Vec<FollowUpId> = answering.asked.iter().map(|asked| asked.follow_up.id).collect();
    let asked = match &answering.unasked {
        Some((kind, id, _)) => {
            vec![journal.write(|tx| followups::record_unasked(tx, (*kind, *id), outcome))?]
        }
        None => journal.write(|tx| followups::record_outcome(tx, &ids, outcome))?,
    };
    Ok(saved::followed(journal.context(), "answered", &asked))
}

fn save_metric(journal: &mut Journal, before: &MetricView, now: &Metric) -> Result<Answer> {
    if before.body == *now {
        return Ok(Answer::Unchanged);
    }
    Ok(saved::metric(&journal.write(|tx| metrics::edit(tx, before, now))?))
}

fn save_value(journal: &mut Journal, before: &Stored<MetricValue>, now: &MetricValue) -> Result<Answer> {
    if before.body == *now {
        return Ok(Answer::Unchanged);
    }
    Ok(saved::metric(&journal.write(|tx| metrics::edit_value(tx, before, now))?))
}

fn save_follow_up(journal: &mut Journal, before: &FollowUpWithSubject, now: &FollowUp) -> Result<Answer> {
    if before.follow_up.body == *now {
        return Ok(Answer::Unchanged);
    }
    let asked = journal.write(|tx| followups::edit(tx, before, now))?;
    Ok(saved::followed(journal.context(), "changed", &[asked]))
}

/// Parses the fields of an answer. A value without a metric's name is logged in the metric `only`.
fn outcome(
    today: NaiveDate,
    fields: &Fields,
    only: Option<&str>,
) -> std::result::Result<FollowUpAnswer, Refused> {
    let text = |wanted: &str| text_of(fields, wanted).to_owned();
    let outcome = text("outcome");
    if outcome.is_empty() {
        return Err(("outcome", "say what happened".to_owned()));
    }
    let date = text("date");
    let date = if date.is_empty() {
        None
    } else {
        Some(parse_day(&date, today, Bias::Past).map_err(|err| ("date", err.to_string()))?)
    };
    let value = text("value");
    let named = value.starts_with(char::is_alphabetic);
    let parts = value.split_once([':', '=']).or_else(|| value.split_once(' ')).filter(|_| named);
    let value = match (parts, only) {
        _ if value.is_empty() => None,
        (Some((name, number)), _) => Some((name.trim().to_owned(), number.trim().to_owned())),
        (None, Some(name)) => Some((name.to_owned(), value)),
        (None, None) => return Err(("value", "write it as latency:370ms".to_owned())),
    };
    Ok(FollowUpAnswer { text: outcome, date, value, evidence: text("evidence") })
}
