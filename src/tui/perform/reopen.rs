//! Forms that an earlier run left.

use uuid::Uuid;

use super::follow_ups::{about, to_answer};
use crate::domain::{FollowUpId, GoalId, Kind, ProjectId, ReadingId, RecordId, WinId};
use crate::error::Result;
use crate::journal::Journal;
use crate::tui::answer::Answer;
use crate::tui::dialogs::checking::Checking;
use crate::tui::subject::Subject;
use crate::tui::unsaved::UnsavedForm;

/// A form that an earlier run left; where what it was about cannot be read any more, a new win with
/// the words that were written.
pub(super) fn reopen(journal: &Journal, unsaved: &UnsavedForm) -> Answer {
    reopened(journal, unsaved).unwrap_or_else(|_| {
        let words: Vec<&str> =
            unsaved.fields.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty()).collect();
        let fields = vec![("notes".to_owned(), words.join("\n"))];
        let form = UnsavedForm { fields, opened: Vec::new(), ..unsaved.clone() };
        Answer::Form(Box::new(Subject::Win(None)), Some(form))
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
    Ok(Answer::Form(Box::new(subject), Some(unsaved.clone())))
}
