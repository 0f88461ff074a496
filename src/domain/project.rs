//! What wins belong to.

use chrono::{DateTime, FixedOffset};

use super::date::PartialDate;
use super::id::ProjectId;
use super::win::{Visibility, words};

words! {
    /// Where a project stands.
    ProjectStatus {
        /// Being worked on: the default.
        Active = "active",
        /// Out.
        Shipped = "shipped",
        /// Resting.
        Paused = "paused",
        /// Given up.
        Dropped = "dropped",
    }
}

/// A project as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Its identity.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// What it is, in one line.
    pub summary: String,
    /// Where it stands.
    pub status: ProjectStatus,
    /// When it began.
    pub start: Option<PartialDate>,
    /// When it ended.
    pub end: Option<PartialDate>,
    /// Who may see it.
    pub visibility: Visibility,
    /// When it was written down.
    pub logged_at: DateTime<FixedOffset>,
    /// When it was last changed.
    pub updated_at: DateTime<FixedOffset>,
}
