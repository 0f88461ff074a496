//! Follow-ups with the records that they are about.

use chrono::NaiveDate;

use super::{FollowUpView, Kind, ProjectId};

/// A follow-up with the win or the project that it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUpWithSubject {
    /// The follow-up.
    pub follow_up: FollowUpView,
    /// The kind of the subject: a win or a project.
    pub about_kind: Kind,
    /// The title of the win or the name of the project.
    pub about_title: String,
    /// The subject if it is a project, else the project of the win, if any.
    pub project: Option<(ProjectId, String)>,
}

/// A filter for follow-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUpFilter {
    /// Open follow-ups to be asked on this day or before, the oldest first.
    Until(NaiveDate),
    /// All open follow-ups, the oldest first.
    Open,
    /// Follow-ups that are answered or closed with nothing to report, the latest first.
    Answered,
}
