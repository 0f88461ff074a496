//! Reopens the forms of a run of the app that ended without saving them.

use uuid::Uuid;

use super::follow_ups::{about, to_answer};
use crate::domain::{FollowUpId, GoalId, Kind, ProjectId, ReadingId, RecordId, WinId};
use crate::error::Result;
use crate::journal::{Snapshot, goals, lookup, projects, readings, wins};
use crate::tui::answer::Answer;
use crate::tui::dialogs::checking::Checking;
use crate::tui::subject::Subject;
use crate::tui::unsaved::UnsavedForm;

/// Reopens a form of an earlier run of the app that ended without saving it. If the record cannot be loaded,
/// the texts of the fields become the notes of a new win.
pub(super) fn reopen(snapshot: &Snapshot<'_>, unsaved: &UnsavedForm) -> Answer {
    reopened(snapshot, unsaved).unwrap_or_else(|_| {
        let words: Vec<&str> =
            unsaved.fields.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty()).collect();
        let fields = vec![("notes".to_owned(), words.join("\n"))];
        let form = UnsavedForm { fields, opened: Vec::new(), ..unsaved.clone() };
        Answer::Form(Box::new(Subject::Win(None)), Some(form))
    })
}

/// Returns the form with its record, which gets the revision that the earlier run had loaded.
fn reopened(snapshot: &Snapshot<'_>, unsaved: &UnsavedForm) -> Result<Answer> {
    let id = unsaved.record.as_deref().and_then(|id| Uuid::parse_str(id).ok());
    let subject = match (unsaved.kind.as_str(), id) {
        ("project", id) => {
            let project = id.and_then(|id| projects::find(snapshot, ProjectId(id)).ok());
            Subject::Project(project.map(|mut project| {
                project.stored.meta.revision = unsaved.seen;
                Box::new(project)
            }))
        }
        ("answer", Some(id)) => {
            let found = lookup::describe(snapshot, RecordId(id))?;
            let answering = match found.kind {
                Kind::FollowUp => to_answer(snapshot, &[FollowUpId(id)])?,
                kind => about(snapshot, kind, found.id)?,
            };
            Subject::Answer(Box::new(answering))
        }
        ("goal", id) => {
            let goal = id.and_then(|id| goals::find(snapshot, GoalId(id)).ok());
            Subject::Goal(goal.map(|mut goal| {
                goal.stored.meta.revision = unsaved.seen;
                Box::new(goal)
            }))
        }
        ("check", Some(id)) => {
            let goal = goals::find(snapshot, GoalId(id))?;
            Subject::Check(Box::new(Checking { goal, rest: Vec::new(), of: 1 }))
        }
        ("reading", id) => {
            let reading = id.and_then(|id| readings::find(snapshot, ReadingId(id)).ok());
            Subject::Reading(reading.map(|mut each| {
                each.meta.revision = unsaved.seen;
                Box::new(each)
            }))
        }
        ("finish", Some(id)) => Subject::Finish(Box::new(readings::find(snapshot, ReadingId(id))?)),
        (_, id) => {
            let win = id.and_then(|id| wins::find(snapshot, WinId(id)).ok());
            Subject::Win(win.map(|mut win| {
                win.stored.meta.revision = unsaved.seen;
                Box::new(win)
            }))
        }
    };
    Ok(Answer::Form(Box::new(subject), Some(unsaved.clone())))
}
