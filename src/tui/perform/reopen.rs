//! Reopens the forms of a run of the app that ended without saving them.

use uuid::Uuid;

use super::follow_ups::{about, to_answer};
use crate::domain::{
    FollowUpId, GoalId, Kind, PositionId, Praise, PraiseId, ProjectId, ReadingId, RecordId, Shape, Story,
    StoryId, WinId,
};
use crate::error::Result;
use crate::journal::{
    Snapshot, goals, lookup, positions, praise, profile, projects, readings, stories, wins,
};
use crate::tui::answer::Answer;
use crate::tui::dialogs::checking::Checking;
use crate::tui::subject::{Draft, Subject};
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
        (
            "position" | "interview" | "story-star" | "story-failure" | "story-question" | "praise"
            | "profile",
            id,
        ) => of_career(snapshot, unsaved, id)?,
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

/// Returns the subject of a form of a career record, which gets the revision that the earlier run had loaded.
fn of_career(snapshot: &Snapshot<'_>, unsaved: &UnsavedForm, id: Option<Uuid>) -> Result<Subject> {
    Ok(match (unsaved.kind.as_str(), id) {
        ("position", id) => {
            let position = id.and_then(|id| positions::find(snapshot, PositionId(id)).ok());
            Subject::Position(position.map(|mut each| {
                each.meta.revision = unsaved.seen;
                Box::new(each)
            }))
        }
        ("interview", Some(id)) => {
            let mut position = positions::find(snapshot, PositionId(id))?;
            position.meta.revision = unsaved.seen;
            Subject::Interview(Box::new(position))
        }
        ("story-star" | "story-failure" | "story-question", id) => {
            let shape = unsaved.kind.strip_prefix("story-").and_then(Shape::from_word);
            let story = id.and_then(|id| stories::find(snapshot, StoryId(id)).ok());
            let draft = match story {
                Some(mut story) => {
                    story.meta.revision = unsaved.seen;
                    Draft::of(story)
                }
                None => Draft::new(Story { shape: shape.unwrap_or(Shape::Star), ..Story::default() }),
            };
            Subject::Story(Box::new(draft))
        }
        ("praise", id) => {
            let praise = id.and_then(|id| praise::find(snapshot, PraiseId(id)).ok());
            let draft = praise.map_or_else(
                || Draft::new(Praise::default()),
                |mut praise| {
                    praise.meta.revision = unsaved.seen;
                    Draft::of(praise)
                },
            );
            Subject::Praise(Box::new(draft))
        }
        _ => Subject::Profile(profile::find(snapshot)?.map(|mut each| {
            each.meta.revision = unsaved.seen;
            Box::new(each)
        })),
    })
}
