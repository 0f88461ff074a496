//! Changes that were written to the journal, as the worker reports them to the app.

use super::message::Message;
use crate::domain::{GoalId, Kind, ProjectId, QuestionnaireId, ReadingId, RecordId, WinId};

/// A written change.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The message about the change; `None` if the screen shows it.
    pub message: Option<Message>,
    /// The change that was written.
    pub change: Change,
}

/// The kind of a change, by which tabs select the record after they are reloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A win was added or edited.
    Win(WinId),
    /// A project was added or edited.
    Project(ProjectId),
    /// A goal of a year was added or edited.
    Goal(GoalId, i32),
    /// A goal was ended or reopened. A goal that was carried over is now a new goal of another year.
    GoalEnded(GoalId),
    /// A check-in was added to a goal, or skipped during `:check-all`.
    Checked(GoalId),
    /// A reading note was added or edited.
    Reading(ReadingId),
    /// A position, a story or praise was added or edited.
    Career(Kind, RecordId),
    /// A questionnaire was added.
    Questionnaire(QuestionnaireId),
    /// Follow-ups were answered, put off, closed or corrected.
    FollowUps,
    /// A record was linked to another, or its link was removed.
    Link(RecordId),
    /// Things were put into the inbox.
    Inbox,
    /// Many records were changed at once.
    Many,
    /// Records were deleted.
    Deleted,
    /// A document was written to the file with this path.
    File(String),
    /// Anything else.
    Other,
}
