//! The titles of forms.

use crate::domain::Shape;
use crate::tui::subject::Subject;

/// Returns the title of the form of a subject.
pub(super) fn title(subject: &Subject) -> String {
    match subject {
        Subject::Win(Some(_)) => "Edit the win".into(),
        Subject::Win(None) => "Log a win".into(),
        Subject::Project(Some(_)) => "Edit the project".into(),
        Subject::Project(None) => "Add a project".into(),
        Subject::Answer(answering) => answering.title(),
        Subject::Goal(Some(_)) => "Edit the goal".into(),
        Subject::Goal(None) => "Set a goal".into(),
        Subject::Check(checking) => checking.title(),
        Subject::Reading(Some(_)) => "Edit the note".into(),
        Subject::Reading(None) => "Add to what you read and learn".into(),
        Subject::Finish(_) => "Finished".into(),
        Subject::Metric(_) => "Edit the metric".into(),
        Subject::Value(name, _) => format!("Correct a value of {name}"),
        Subject::FollowUp(asked) if asked.follow_up.is_open() => "Edit the follow-up".into(),
        Subject::FollowUp(_) => "Outcome".into(),
        Subject::Position(Some(_)) => "Edit the position".into(),
        Subject::Position(None) => "Add a position".into(),
        Subject::Interview(position) => format!("Questions about {}", position.described()),
        Subject::Story(draft) => match (&draft.stored, draft.body.shape) {
            (Some(_), _) => "Edit the story".into(),
            (None, Shape::Star) => "Tell a story".into(),
            (None, Shape::Failure) => "Tell of a failure".into(),
            (None, Shape::Question) => "Answer a question".into(),
        },
        Subject::Praise(draft) if draft.stored.is_some() => "Edit the praise".into(),
        Subject::Praise(_) => "What did they say?".into(),
        Subject::Profile(_) => "Your profile".into(),
    }
}
