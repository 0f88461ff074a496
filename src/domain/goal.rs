//! What is wanted of a year.

use super::id::GoalId;

/// A goal as far as a win needs it: its name, and whether it still takes evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Its identity.
    pub id: GoalId,
    /// What is wanted.
    pub title: String,
    /// Why.
    pub why: String,
    /// The year that it belongs to.
    pub year: i32,
    /// Whether it is still open.
    pub open: bool,
}
