//! Forms: saved, gone on with in the person's editor, and opened again.

use uuid::Uuid;

use crate::capture::{document, project as project_document};
use crate::domain::phrase::{Look, parse_day, parse_when};
use crate::domain::{FollowUpId, Kind, Project, ProjectDraft, ProjectId, RecordId, Win, WinDraft, WinId};
use crate::error::{Error, Result};
use crate::journal::{Answer as Outcome, Asked, Edited, Journal, Page, Towards, WinFilter};
use crate::report::wording;
use crate::tui::dialogs::answering::Answering;
use crate::tui::dialogs::ask::Purpose;
use crate::tui::dialogs::form::Subject;
use crate::tui::model::{Answer, UnsavedForm};

/// The fields of a form with their text.
type Fields = [(&'static str, String)];

/// A field that cannot be read, and why.
type Refused = (&'static str, String);

/// Edits in the person's editor; the terminal has been given back before. `fields` are what a form
/// says already.
pub fn edit_in_editor(journal: &mut Journal, subject: &Subject, fields: &Fields) -> Answer {
    let run = |journal: &mut Journal| match subject {
        Subject::Win(win) => win_in_editor(journal, win.as_deref(), fields),
        Subject::Project(project) => project_in_editor(journal, project.as_deref(), fields),
        Subject::Answer(_) => Ok(Answer::Nothing("an answer is written here")),
    };
    run(journal).unwrap_or_else(Answer::Failed)
}

fn win_in_editor(journal: &mut Journal, win: Option<&Win>, fields: &Fields) -> Result<Answer> {
    let mut draft = win.map(Win::draft).unwrap_or_default();
    if !fields.is_empty() {
        draft = match win_draft(journal, fields) {
            Ok(draft) => draft,
            Err((field, why)) => return Ok(Answer::FormRefused { field, why }),
        };
    }
    let Some((draft, file)) = journal.draft_in_editor(&draft)? else {
        return Ok(Answer::Nothing("nothing changed"));
    };
    match save_win(journal, win, &draft) {
        Ok(Answer::Edited(Edited::ChangedUnderneath(_) | Edited::Deleted)) => {
            Err(file.kept("another program changed this win while you edited it; nothing was written"))
        }
        Ok(answer) => {
            file.done();
            Ok(answer)
        }
        Err(why) => Err(file.kept(why.message())),
    }
}

fn project_in_editor(journal: &mut Journal, project: Option<&Project>, fields: &Fields) -> Result<Answer> {
    let mut draft = project.map(Project::draft).unwrap_or_default();
    if !fields.is_empty() {
        draft = match project_draft(journal, fields) {
            Ok(draft) => draft,
            Err((field, why)) => return Ok(Answer::FormRefused { field, why }),
        };
    }
    let Some((draft, file)) = journal.project_in_editor(&draft)? else {
        return Ok(Answer::Nothing("nothing changed"));
    };
    match save_project(journal, project, &draft) {
        Ok(Answer::ProjectSaved(Edited::ChangedUnderneath(_) | Edited::Deleted)) => {
            Err(file.kept("another program changed this project while you edited it; nothing was written"))
        }
        Ok(answer) => {
            file.done();
            Ok(answer)
        }
        Err(why) => Err(file.kept(why.message())),
    }
}

/// Saves what a form says.
pub(super) fn save(journal: &mut Journal, subject: &Subject, fields: &Fields) -> Result<Answer> {
    let saved = match subject {
        Subject::Win(win) => {
            win_draft(journal, fields).map(|draft| save_win(journal, win.as_deref(), &draft))
        }
        Subject::Project(project) => {
            project_draft(journal, fields).map(|draft| save_project(journal, project.as_deref(), &draft))
        }
        Subject::Answer(answering) => {
            outcome(journal, fields).map(|outcome| save_answer(journal, answering, &outcome))
        }
    };
    match saved {
        Ok(answer) => answer,
        Err((field, why)) => Ok(Answer::FormRefused { field, why }),
    }
}

fn save_win(journal: &mut Journal, win: Option<&Win>, draft: &WinDraft) -> Result<Answer> {
    match win {
        Some(win) => journal.edit(win.id, draft, win.revision).map(Answer::Edited),
        None => journal.add(draft, Vec::new()).map(|added| Answer::Added(Box::new(added))),
    }
}

fn save_project(journal: &mut Journal, project: Option<&Project>, draft: &ProjectDraft) -> Result<Answer> {
    let saved = match project {
        Some(project) => journal.edit_project(project.id, draft, project.revision)?,
        None => Edited::Saved(Box::new(journal.add_project(draft)?)),
    };
    Ok(Answer::ProjectSaved(saved))
}

fn save_answer(journal: &mut Journal, answering: &Answering, outcome: &Outcome) -> Result<Answer> {
    let ids: Vec<FollowUpId> = answering.asked.iter().map(|asked| asked.follow_up.id).collect();
    let asked = match &answering.unasked {
        Some((kind, id, _)) => vec![journal.record_unasked((*kind, *id), outcome)?],
        None => journal.record_outcome(&ids, outcome)?,
    };
    Ok(Answer::Followed("answered", asked))
}

/// The draft that a win's fields say, or the field that cannot be read.
fn win_draft(journal: &Journal, fields: &Fields) -> std::result::Result<WinDraft, Refused> {
    let mut draft = WinDraft::default();
    let names = journal.names();
    for (name, text) in fields {
        match *name {
            "impact" => text.trim_end_matches('\n').clone_into(&mut draft.impact),
            "notes" => text.trim_end_matches('\n').clone_into(&mut draft.notes),
            name => {
                document::set(&mut draft, name, text, journal.today(), &names).map_err(|why| (name, why))?;
            }
        }
    }
    if draft.title.trim().is_empty() {
        return Err(("title", "a win needs a title".to_owned()));
    }
    for goal in &mut draft.goals {
        // A goal is written by any start of its title.
        match crate::capture::Vocabulary::goal(&names, goal) {
            crate::capture::Lookup::Known(title) => *goal = title,
            _ => return Err(("goals", format!("there is no goal {goal}"))),
        }
    }
    Ok(draft)
}

/// The draft that a project's fields say, or the field that cannot be read.
fn project_draft(journal: &Journal, fields: &Fields) -> std::result::Result<ProjectDraft, Refused> {
    let mut draft = ProjectDraft::default();
    for (name, text) in fields {
        project_document::set(&mut draft, name, text, journal.today()).map_err(|why| (*name, why))?;
    }
    if draft.name.trim().is_empty() {
        return Err(("name", "a project needs a name".to_owned()));
    }
    let known = |name: &String| journal.resolve_project(name).map_err(|why| why.message().to_owned());
    if let Some(parent) = &draft.parent {
        known(parent).map_err(|why| ("parent", why))?;
    }
    for related in &draft.related {
        known(related).map_err(|why| ("related", why))?;
    }
    Ok(draft)
}

/// The outcome that an answer's fields say, or the field that cannot be read.
fn outcome(journal: &Journal, fields: &Fields) -> std::result::Result<Outcome, Refused> {
    let text = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, text)| text.trim().to_owned()).unwrap_or_default()
    };
    let outcome = text("outcome");
    if outcome.is_empty() {
        return Err(("outcome", "say what happened, or press esc".to_owned()));
    }
    let date = text("date");
    let date = if date.is_empty() {
        None
    } else {
        Some(parse_day(&date, journal.today(), Look::Back).map_err(|why| ("date", why.to_string()))?)
    };
    let value = text("value");
    let value = if value.is_empty() {
        None
    } else {
        let parts = value.split_once([':', '=']).or_else(|| value.split_once(' '));
        let (name, number) = parts.ok_or_else(|| ("value", "write it as latency:370ms".to_owned()))?;
        Some((name.trim().to_owned(), number.trim().to_owned()))
    };
    Ok(Outcome { text: outcome, date, value, evidence: text("evidence") })
}

/// A form that an earlier run left, on what it edits as that run had read it.
pub(super) fn reopen(journal: &Journal, unsaved: &UnsavedForm) -> Result<Answer> {
    let id = unsaved.record.as_deref().and_then(|id| Uuid::parse_str(id).ok());
    let subject = match (unsaved.kind.as_str(), id) {
        ("project", id) => {
            let project = id.and_then(|id| journal.project(ProjectId(id)).ok());
            Subject::Project(project.map(|project| Box::new(Project { revision: unsaved.seen, ..project })))
        }
        ("answer", Some(id)) => {
            let found = journal.found(RecordId(id))?;
            let answering = match found.kind {
                Kind::FollowUp => to_answer(journal, &[FollowUpId(id)])?,
                kind => about(journal, kind, found.id)?,
            };
            Subject::Answer(Box::new(answering))
        }
        (_, id) => {
            let win = id.and_then(|id| journal.win(WinId(id)).ok());
            Subject::Win(win.map(|win| Box::new(Win { revision: unsaved.seen, ..win })))
        }
    };
    Ok(Answer::Reopened(Box::new(subject), unsaved.fields.clone()))
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
        (win.project.map(|named| named.id), win.when.last_day(), Some(win.id))
    } else {
        let project = journal.project(ProjectId(about.1.0))?;
        let end = project.end.or(project.start).map(crate::domain::PartialDate::last_day);
        (Some(project.id), end.unwrap_or(project.logged_at.date_naive()), None)
    };
    let mut since = Vec::new();
    if let Some(project) = project {
        let filter = WinFilter { project: Some(project.into()), ..WinFilter::default() };
        since = journal.wins(&filter, &Page { after: None, towards: Towards::Older, limit: SINCE })?;
        since.retain(|row| row.when.last_day() >= after && Some(row.id) != own);
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
    let day = |look| parse_day(line, today, look).map_err(|why| Answer::AskRefused(why.to_string()));
    let done = match purpose {
        Purpose::Snooze(ids) => match day(Look::Forward) {
            Ok(until) => journal.snooze(ids, until).map(|asked| Answer::Followed("put off", asked)),
            Err(refused) => return Ok(refused),
        },
        Purpose::Nothing(ids) => {
            journal.nothing_to_report(ids, line).map(|asked| Answer::Followed("closed", asked))
        }
        Purpose::AskLater(kind, id) => match day(Look::Forward) {
            Ok(on) => journal
                .ask((*kind, *id), on, None)
                .map(|asked| Answer::Followed("will ask about", vec![asked])),
            Err(refused) => return Ok(refused),
        },
        Purpose::Ship(id) => match parse_when(line, today, Look::Back) {
            Ok(when) => journal
                .ship(*id, Some(when.end.unwrap_or(when.start)))
                .map(|saved| Answer::ProjectSaved(Edited::Saved(Box::new(saved)))),
            Err(why) => return Ok(Answer::AskRefused(why.to_string())),
        },
    };
    // What is wrong with the line is said beside it; everything else where messages stand.
    match done {
        Err(why) if why.kind() == crate::error::ErrorKind::Usage => {
            Ok(Answer::AskRefused(why.message().to_owned()))
        }
        other => other,
    }
}
