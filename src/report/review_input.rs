//! The values that a brag document is made of.

use super::document::Reader;
use crate::domain::{
    Categories, DateRange, FollowUpView, GoalView, MetricView, Period, ProjectView, Reading, Stored, WinView,
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
    /// The label of that year.
    pub next_label: &'a str,
    /// The projects that wins belong to.
    pub projects: &'a [ProjectView],
    /// The wins, in the order in which they happened.
    pub wins: &'a [WinView],
    /// The metrics of the projects, and of wins without a project.
    pub metrics: &'a [MetricView],
    /// Outcomes of work that was done before the period.
    pub earlier: &'a [Earlier<'a>],
    /// The reading notes that were finished in the period, oldest first.
    pub readings: &'a [Stored<Reading>],
    /// The sections.
    pub categories: &'a Categories,
}

/// An outcome, recorded in the period, of work done before it.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// The title of the work.
    pub title: &'a str,
    /// The date of the work.
    pub when: Option<DateRange>,
    /// The project of the win.
    pub project: Option<&'a str>,
    /// The claim as it was written; may be empty.
    pub claim: &'a str,
    /// The outcome.
    pub follow_up: &'a FollowUpView,
}
