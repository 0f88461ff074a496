//! The values that a brag document is made of.

use super::document::Reader;
use crate::domain::{
    Categories, FollowUpView, GoalView, MetricView, Period, ProjectView, Reading, Stored, When, WinView,
};

/// The values that a document is made of.
#[derive(Debug, Clone, Copy)]
pub struct Review<'a> {
    /// For whom.
    pub reader: Reader,
    /// The period.
    pub period: &'a Period,
    /// Its goals.
    pub goals: &'a [GoalView],
    /// The goals of the year after.
    pub next: &'a [GoalView],
    /// What that year is called.
    pub next_label: &'a str,
    /// The projects that wins belong to.
    pub projects: &'a [ProjectView],
    /// The wins, in the order in which they happened.
    pub wins: &'a [WinView],
    /// The metrics of the projects, and of wins without a project.
    pub metrics: &'a [MetricView],
    /// Outcomes of work that was done before the period.
    pub earlier: &'a [Earlier<'a>],
    /// What was finished in the period, in its order.
    pub readings: &'a [Stored<Reading>],
    /// The sections.
    pub categories: &'a Categories,
}

/// What came of work that was done before the period.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// What was done.
    pub title: &'a str,
    /// When.
    pub when: Option<When>,
    /// The project of the win.
    pub project: Option<&'a str>,
    /// The claim as it was written; may be empty.
    pub claim: &'a str,
    /// What came of it.
    pub follow_up: &'a FollowUpView,
}
