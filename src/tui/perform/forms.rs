//! Forms: saved, gone on with in the person's editor, and opened again.

use uuid::Uuid;

use super::fields::{Fields, Refused, in_field, text_of};
use super::goals;
use crate::domain::phrase::{Look, parse_day, parse_when};
use crate::domain::{
    FollowUp, FollowUpId, GoalId, GoalView, Kind, Metric, MetricValue, MetricView, Project, ProjectId,
    ProjectView, Reading, ReadingId, RecordId, Stored, When, Win, WinId, WinView,
};
use crate::editor::EditorFile;
use crate::error::{Error, ErrorKind, Result};
use crate::journal::{Asked, Edited, FollowUpAnswer, Journal, Page, Towards, WinFilter};
use crate::report::wording;
use crate::tui::answer::Answer;
use crate::tui::dialogs::answering::Answering;
use crate::tui::dialogs::ask::Purpose;
use crate::tui::dialogs::checking::Checking;
use crate::tui::dialogs::record_form::Subject;
use crate::tui::unsaved::UnsavedForm;

/// Edits in the person's editor; the terminal has been given back before. `fields` are what a form
/// says already.
pub fn edit_in_editor(journal: &mut Journal, subject: &Subject, fields: &Fields) -> Answer {
    let run = |journal: &mut Journal| match subject {
        Subject::Win(win) => win_in_editor(journal, win.as_deref(), fields),
        Subject::Project(project) => project_in_editor(journal, project.as_deref(), fields),
        Subject::Goal(goal) => goal_in_editor(journal, goal.as_deref(), fields),
        Subject::Reading(reading) => reading_in_editor(journal, reading.as_deref(), fields),
        _ => Ok(Answer::Nothing("this is written here")),
    };
    run(journal).unwrap_or_else(Answer::Failed)
}

fn win_in_editor(journal: &mut Journal, win: Option<&WinView>, fields: &Fields) -> Result<Answer> {
    let mut draft = win.map(WinView::draft).unwrap_or_default();
    if !fields.is_empty() {
        draft = match goals::record_of(journal, win.map(|win| &win.body), fields) {
            Ok(draft) => draft,
            Err((field, why)) => return Ok(Answer::FormRefused { field, why }),
        };
    }
    let Some((draft, file)) = journal.draft_in_editor(&draft)? else {
        return Ok(Answer::Nothing("nothing changed"));
    };
    let saved = save_win(journal, win, &draft);
    let lost = matches!(&saved, Ok(Answer::Edited(Edited::ChangedUnderneath(_) | Edited::Deleted)));
    kept_or_done(file, saved, lost, "win")
}

/// What an editor left was saved, or stays in its file.
fn kept_or_done(file: EditorFile, saved: Result<Answer>, lost: bool, what: &str) -> Result<Answer> {
    match saved {
        Ok(_) if lost => Err(file
            .kept(&format!("another program changed this {what} while you edited it; nothing was written"))),
        Ok(answer) => {
            file.done();
            Ok(answer)
        }
        Err(why) => Err(file.kept(why.message())),
    }
}

fn goal_in_editor(journal: &mut Journal, goal: Option<&GoalView>, fields: &Fields) -> Result<Answer> {
    let mut draft = goal.map(GoalView::draft).unwrap_or_default();
    if !fields.is_empty() {
        draft = match goals::record_of(journal, goal.map(|goal| &goal.body), fields) {
            Ok(draft) => draft,
            Err((field, why)) => return Ok(Answer::FormRefused { field, why }),
        };
    }
    let Some((draft, file)) = journal.goal_in_editor(&draft)? else {
        return Ok(Answer::Nothing("nothing changed"));
    };
    let saved = goals::save_goal(journal, goal, &draft);
    let lost = matches!(&saved, Ok(Answer::GoalSaved(Edited::ChangedUnderneath(_) | Edited::Deleted)));
    kept_or_done(file, saved, lost, "goal")
}

fn reading_in_editor(
    journal: &mut Journal,
    reading: Option<&Stored<Reading>>,
    fields: &Fields,
) -> Result<Answer> {
    let before = reading.map(|reading| &reading.body);
    let mut draft = before.cloned().unwrap_or_default();
    if !fields.is_empty() {
        draft = match goals::record_of(journal, before, fields) {
            Ok(draft) => draft,
            Err((field, why)) => return Ok(Answer::FormRefused { field, why }),
        };
    }
    let Some((draft, file)) = journal.reading_in_editor(&draft)? else {
        return Ok(Answer::Nothing("nothing changed"));
    };
    let saved = goals::save_reading(journal, reading, &draft);
    let lost = matches!(&saved, Ok(Answer::ReadingSaved(Edited::ChangedUnderneath(_) | Edited::Deleted)));
    kept_or_done(file, saved, lost, "note")
}

fn project_in_editor(
    journal: &mut Journal,
    project: Option<&ProjectView>,
    fields: &Fields,
) -> Result<Answer> {
    let before = project.map(|project| &project.body);
    let mut draft = before.cloned().unwrap_or_default();
    if !fields.is_empty() {
        draft = match goals::record_of(journal, before, fields) {
            Ok(draft) => draft,
            Err((field, why)) => return Ok(Answer::FormRefused { field, why }),
        };
    }
    let Some((draft, file)) = journal.project_in_editor(&draft)? else {
        return Ok(Answer::Nothing("nothing changed"));
    };
    let saved = save_project(journal, project, &draft);
    let lost = matches!(&saved, Ok(Answer::ProjectSaved(Edited::ChangedUnderneath(_) | Edited::Deleted)));
    kept_or_done(file, saved, lost, "project")
}

/// Saves what a form says.
pub(super) fn save(journal: &mut Journal, subject: &Subject, fields: &Fields) -> Result<Answer> {
    let saved = match subject {
        Subject::Win(win) => goals::record_of(journal, win.as_ref().map(|win| &win.body), fields)
            .and_then(|draft| in_field("title", save_win(journal, win.as_deref(), &draft))),
        Subject::Project(project) => {
            goals::record_of(journal, project.as_ref().map(|project| &project.body), fields)
                .and_then(|draft| in_field("name", save_project(journal, project.as_deref(), &draft)))
        }
        Subject::Answer(answering) => {
            let only = if let [metric] = &answering.metrics[..] { Some(metric.name.as_str()) } else { None };
            outcome(journal, fields, only).map(|outcome| save_answer(journal, answering, &outcome))
        }
        Subject::Goal(goal) => goals::record_of(journal, goal.as_ref().map(|goal| &goal.body), fields)
            .and_then(|draft| in_field("title", goals::save_goal(journal, goal.as_deref(), &draft))),
        Subject::Check(checking) => goals::save_check(journal, checking, fields),
        Subject::Reading(reading) => {
            goals::record_of(journal, reading.as_ref().map(|reading| &reading.body), fields)
                .and_then(|draft| in_field("title", goals::save_reading(journal, reading.as_deref(), &draft)))
        }
        Subject::Finish(reading) => goals::save_finish(journal, reading, fields),
        Subject::Metric(metric) => goals::record_of(journal, Some(&metric.body), fields)
            .and_then(|now| in_field("name", save_metric(journal, metric, &now))),
        Subject::Value(_, value) => goals::record_of(journal, Some(&value.body), fields)
            .and_then(|now| in_field("value", save_value(journal, value, &now))),
        Subject::FollowUp(asked) => goals::record_of(journal, Some(&asked.follow_up.body), fields)
            .and_then(|now| in_field("question", save_follow_up(journal, asked, &now))),
    };
    match saved {
        Ok(answer) => answer,
        Err((field, why)) => Ok(Answer::FormRefused { field, why }),
    }
}

fn save_win(journal: &mut Journal, win: Option<&WinView>, draft: &Win) -> Result<Answer> {
    match win {
        Some(win) => journal.edit(win.id, draft, win.meta.revision).map(Answer::Edited),
        None => journal.add(draft, Vec::new()).map(|added| Answer::Added(Box::new(added))),
    }
}

fn save_project(journal: &mut Journal, project: Option<&ProjectView>, draft: &Project) -> Result<Answer> {
    let saved = match project {
        Some(project) => journal.edit_project(project.id, draft, project.meta.revision)?,
        None => Edited::Saved(Box::new(journal.add_project(draft)?)),
    };
    Ok(Answer::ProjectSaved(saved))
}

fn save_answer(journal: &mut Journal, answering: &Answering, outcome: &FollowUpAnswer) -> Result<Answer> {
    let ids: Vec<FollowUpId> = answering.asked.iter().map(|asked| asked.follow_up.id).collect();
    let asked = match &answering.unasked {
        Some((kind, id, _)) => vec![journal.record_unasked((*kind, *id), outcome)?],
        None => journal.record_outcome(&ids, outcome)?,
    };
    Ok(Answer::Followed("answered", asked))
}

fn save_metric(journal: &mut Journal, before: &MetricView, now: &Metric) -> Result<Answer> {
    if before.body == *now {
        return Ok(Answer::Unchanged);
    }
    journal.edit_metric(before, now).map(|metric| Answer::MetricSaved(Box::new(metric)))
}

fn save_value(journal: &mut Journal, before: &Stored<MetricValue>, now: &MetricValue) -> Result<Answer> {
    if before.body == *now {
        return Ok(Answer::Unchanged);
    }
    journal.edit_value(before, now).map(|metric| Answer::MetricSaved(Box::new(metric)))
}

fn save_follow_up(journal: &mut Journal, before: &Asked, now: &FollowUp) -> Result<Answer> {
    if before.follow_up.body == *now {
        return Ok(Answer::Unchanged);
    }
    journal.edit_follow_up(before, now).map(|asked| Answer::Followed("changed", vec![asked]))
}

/// The outcome that an answer's fields say, or the field that cannot be read; a bare value is of the
/// only metric that there is.
fn outcome(
    journal: &Journal,
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
        Some(parse_day(&date, journal.today(), Look::Back).map_err(|why| ("date", why.to_string()))?)
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

/// A form that an earlier run left; where what it was about cannot be read any more, a new win with
/// the words that were written.
pub(super) fn reopen(journal: &Journal, unsaved: &UnsavedForm) -> Answer {
    reopened(journal, unsaved).unwrap_or_else(|_| {
        let words: Vec<&str> =
            unsaved.fields.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty()).collect();
        let fields = vec![("notes".to_owned(), words.join("\n"))];
        Answer::Reopened(
            Box::new(Subject::Win(None)),
            UnsavedForm { fields, opened: Vec::new(), ..unsaved.clone() },
        )
    })
}

/// A form on what it edits as that run had read it.
fn reopened(journal: &Journal, unsaved: &UnsavedForm) -> Result<Answer> {
    let id = unsaved.record.as_deref().and_then(|id| Uuid::parse_str(id).ok());
    let subject = match (unsaved.kind.as_str(), id) {
        ("project", id) => {
            let project = id.and_then(|id| journal.project(ProjectId(id)).ok());
            Subject::Project(project.map(|mut project| {
                project.stored.meta.revision = unsaved.seen;
                Box::new(project)
            }))
        }
        ("answer", Some(id)) => {
            let found = journal.found(RecordId(id))?;
            let answering = match found.kind {
                Kind::FollowUp => to_answer(journal, &[FollowUpId(id)])?,
                kind => about(journal, kind, found.id)?,
            };
            Subject::Answer(Box::new(answering))
        }
        ("goal", id) => {
            let goal = id.and_then(|id| journal.goal(GoalId(id)).ok());
            Subject::Goal(goal.map(|mut goal| {
                goal.stored.meta.revision = unsaved.seen;
                Box::new(goal)
            }))
        }
        ("check", Some(id)) => {
            let goal = journal.goal(GoalId(id))?;
            Subject::Check(Box::new(Checking { goal, rest: Vec::new(), of: 1 }))
        }
        ("reading", id) => {
            let reading = id.and_then(|id| journal.reading(ReadingId(id)).ok());
            Subject::Reading(reading.map(|mut each| {
                each.meta.revision = unsaved.seen;
                Box::new(each)
            }))
        }
        ("finish", Some(id)) => Subject::Finish(Box::new(journal.reading(ReadingId(id))?)),
        (_, id) => {
            let win = id.and_then(|id| journal.win(WinId(id)).ok());
            Subject::Win(win.map(|mut win| {
                win.stored.meta.revision = unsaved.seen;
                Box::new(win)
            }))
        }
    };
    Ok(Answer::Reopened(Box::new(subject), unsaved.clone()))
}

/// How many wins since are shown to whoever answers.
const SINCE: usize = 6;

/// What helps to answer follow-ups.
pub(super) fn to_answer(journal: &Journal, ids: &[FollowUpId]) -> Result<Answering> {
    let asked = ids.iter().map(|id| journal.follow_up(*id)).collect::<Result<Vec<Asked>>>()?;
    let first = asked.first().ok_or_else(|| Error::failed("there is nothing to answer"))?;
    let about = (first.about_kind, first.follow_up.about);
    let mut answering = context(journal, about, Some(first))?;
    answering.asked = asked;
    Ok(answering)
}

/// What helps to say what came of a win or a project: its open follow-up, where it has one.
pub(super) fn about(journal: &Journal, kind: Kind, id: RecordId) -> Result<Answering> {
    let all = journal.follow_ups_about((kind, id))?;
    if let Some(open) = all.iter().find(|each| each.is_open()) {
        return to_answer(journal, &[open.id]);
    }
    let mut answering = context(journal, (kind, id), None)?;
    answering.unasked = Some((kind, id, journal.title(id).unwrap_or_default()));
    Ok(answering)
}

fn context(journal: &Journal, about: (Kind, RecordId), asked: Option<&Asked>) -> Result<Answering> {
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
            win.when.map_or(win.meta.logged_at.date_naive(), When::last_day),
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
        since = journal.wins(&filter, &Page { after: None, towards: Towards::Older, limit: SINCE })?;
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

/// Does what a line was asked for.
pub(super) fn ask_done(journal: &mut Journal, purpose: &Purpose, line: &str) -> Result<Answer> {
    let today = journal.today();
    let day = |look| parse_day(line, today, look).map_err(|why| why.to_string());
    let done = match purpose {
        Purpose::GoalDone(_)
        | Purpose::DropGoal(_)
        | Purpose::Carry(..)
        | Purpose::Progress(_)
        | Purpose::Note(_)
        | Purpose::Abandon(_)
        | Purpose::FindReading
        | Purpose::ReviewPeriod
        | Purpose::Export(_)
        | Purpose::NewAlias
        | Purpose::Needs(_)
        | Purpose::Retitle(..) => goals::ask_done(journal, purpose, line),
        Purpose::Alias(name, _) => journal.add_alias(name, line, None).map(Answer::Aliased),
        Purpose::Snooze(ids) => match day(Look::Forward) {
            Ok(until) => journal.snooze(ids, until).map(|asked| Answer::Followed("put off", asked)),
            Err(why) => return Ok(Answer::AskRefused(why)),
        },
        Purpose::Nothing(ids) => {
            journal.nothing_to_report(ids, line).map(|asked| Answer::Followed("closed", asked))
        }
        Purpose::AskLater(kind, id) => match day(Look::Forward) {
            Ok(on) => journal
                .ask((*kind, *id), on, None)
                .map(|asked| Answer::Followed("will ask about", vec![asked])),
            Err(why) => return Ok(Answer::AskRefused(why)),
        },
        Purpose::Ship(id) => match parse_when(line, today, Look::Back) {
            Ok(when) => journal
                .ship(*id, Some(when.last()))
                .map(|saved| Answer::ProjectSaved(Edited::Saved(Box::new(saved)))),
            Err(why) => return Ok(Answer::AskRefused(why.to_string())),
        },
    };
    // What is wrong with the line is said beside it; everything else where messages stand.
    match done {
        Err(why) if why.kind() == ErrorKind::Usage => Ok(Answer::AskRefused(why.message().to_owned())),
        other => other,
    }
}
