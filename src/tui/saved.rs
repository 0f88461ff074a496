//! Changes that were written.

use super::message::Message;
use crate::domain::{GoalId, ProjectId, ReadingId, RecordId, WinId};

/// A change that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The message that says what was done; `None` where the screen shows it.
    pub message: Option<Message>,
    /// The change.
    pub change: Change,
}

/// A change by its kind: tabs select the record when they are loaded again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A win was added or edited.
    Win(WinId),
    /// A project was added or edited.
    Project(ProjectId),
    /// A goal of a year was added or edited.
    Goal(GoalId, i32),
    /// A goal ended or was opened again. A goal that was carried over is another one now, of another year.
    GoalEnded(GoalId),
    /// A goal was checked, or skipped in a run of checks.
    Checked(GoalId),
    /// A reading note was added or edited.
    Reading(ReadingId),
    /// Follow-ups were answered, put off, closed or corrected.
    FollowUps,
    /// A record was linked to another, or its link was removed.
    Link(RecordId),
    /// Many records were changed at once.
    Many,
    /// Records were deleted.
    Deleted,
    /// A document was written to the file at this path.
    File(String),
    /// Anything else.
    Other,
}
