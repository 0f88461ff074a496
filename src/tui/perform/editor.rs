//! Edits records in `$EDITOR`.

use super::fields::{Fields, record_of};
use super::{career, save};
use crate::domain::{GoalView, Record, WinView};
use crate::editor::EditorFile;
use crate::error::{ErrorKind, Result};
use crate::journal::{Journal, goals, positions, praise, profile, projects, readings, stories, wins};
use crate::tui::answer::Answer;
use crate::tui::subject::Subject;

/// Edits a record in `$EDITOR` and saves it. The terminal is released before; `closed` is called once the
/// editor has ended. `fields` is the current text of a form.
pub(super) fn edit(journal: &mut Journal, subject: &Subject, fields: &Fields, closed: &dyn Fn()) -> Answer {
    let edited = match subject {
        Subject::Win(win) => {
            let win = win.as_deref();
            let draft = win.map(WinView::draft).unwrap_or_default();
            let before = win.map(|win| &win.body);
            edit_record(journal, (draft, before), fields, closed, wins::edit_document, |journal, draft| {
                save::win(journal, win, draft)
            })
        }
        Subject::Project(project) => {
            let before = project.as_ref().map(|project| &project.body);
            let draft = before.cloned().unwrap_or_default();
            edit_record(
                journal,
                (draft, before),
                fields,
                closed,
                projects::edit_document,
                |journal, draft| save::project(journal, project.as_deref(), draft),
            )
        }
        Subject::Goal(goal) => {
            let goal = goal.as_deref();
            let draft = goal.map(GoalView::draft).unwrap_or_default();
            let before = goal.map(|goal| &goal.body);
            edit_record(journal, (draft, before), fields, closed, goals::edit_document, |journal, draft| {
                save::goal(journal, goal, draft)
            })
        }
        Subject::Reading(reading) => {
            let before = reading.as_ref().map(|reading| &reading.body);
            let draft = before.cloned().unwrap_or_default();
            edit_record(
                journal,
                (draft, before),
                fields,
                closed,
                readings::edit_document,
                |journal, draft| save::reading(journal, reading.as_deref(), draft),
            )
        }
        _ => edit_career(journal, subject, fields, closed),
    };
    edited.unwrap_or_else(Answer::Failed)
}

/// Edits a record of the career in `$EDITOR`, like [`edit`].
fn edit_career(
    journal: &mut Journal,
    subject: &Subject,
    fields: &Fields,
    closed: &dyn Fn(),
) -> Result<Answer> {
    match subject {
        Subject::Position(_) | Subject::Interview(_) => {
            let before = match subject {
                Subject::Interview(position) | Subject::Position(Some(position)) => Some(&**position),
                _ => None,
            };
            let (draft, body) =
                (before.map(|it| it.body.clone()).unwrap_or_default(), before.map(|it| &it.body));
            edit_record(journal, (draft, body), fields, closed, positions::edit_document, |journal, draft| {
                career::position(journal, before, draft, |now| Subject::Position(Some(now)))
            })
        }
        Subject::Story(draft) => {
            let start = (draft.body.clone(), Some(&draft.body));
            edit_record(journal, start, fields, closed, stories::edit_document, |journal, story| {
                career::story(journal, draft, story)
            })
        }
        Subject::Praise(draft) => {
            let start = (draft.body.clone(), Some(&draft.body));
            edit_record(journal, start, fields, closed, praise::edit_document, |journal, praise| {
                career::praise_of(journal, draft, praise)
            })
        }
        Subject::Profile(profile) => {
            let before = profile.as_ref().map(|profile| &profile.body);
            let start = (before.cloned().unwrap_or_default(), before);
            edit_record(journal, start, fields, closed, profile::edit_document, |journal, now| {
                career::profile_of(journal, profile.as_deref(), now)
            })
        }
        _ => Ok(Answer::Nothing("this cannot be edited in $EDITOR")),
    }
}

/// Edits `draft`, or the record that `fields` describes, and saves it.
fn edit_record<T: Record>(
    journal: &mut Journal,
    (mut draft, before): (T, Option<&T>),
    fields: &Fields,
    closed: &dyn Fn(),
    edit: impl FnOnce(&Journal, &T) -> Result<Option<(T, EditorFile)>>,
    save: impl Fn(&mut Journal, &T) -> Result<Answer>,
) -> Result<Answer> {
    if !fields.is_empty() {
        draft = match record_of(journal.today(), before, fields) {
            Ok(draft) => draft,
            Err((field, why)) => return Ok(Answer::Refused { field, why }),
        };
    }
    let edited = edit(journal, &draft);
    closed();
    let Some((draft, file)) = edited? else { return Ok(Answer::Nothing("nothing changed")) };
    let saved = loop {
        // Saving is retried while another program holds the lock, until the request is stopped.
        match save(journal, &draft) {
            Err(err) if err.kind() == ErrorKind::Busy && journal.refuse_if_stopped().is_ok() => {}
            saved => break saved,
        }
    };
    match saved {
        Ok(Answer::Conflict(_) | Answer::DeletedUnderneath(_)) => Err(file.kept(&format!(
            "another program changed this {} while you edited it; nothing was written",
            T::KIND
        ))),
        Ok(answer) => {
            file.done();
            Ok(answer)
        }
        Err(err) => Err(file.kept(err.message())),
    }
}
