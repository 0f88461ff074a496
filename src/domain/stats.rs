//! Counts of wins over a period.

use chrono::NaiveDate;

/// The number of wins on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// The day on which the wins happened.
    pub day: NaiveDate,
    /// The number of wins whose date is exactly this day.
    pub count: usize,
}

/// The numbers of wins in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// The number of all wins.
    pub wins: usize,
    /// The number of wins with a figure.
    pub with_number: usize,
    /// The number of wins with an outcome.
    pub with_outcome: usize,
    /// The number of wins with a link, which counts as evidence.
    pub with_evidence: usize,
    /// The number of starred wins.
    pub starred: usize,
    /// The number of wins by category key, the largest first.
    pub categories: Vec<(String, usize)>,
    /// The number of wins by month (`2026-03`), in order; less precise dates do not count.
    pub months: Vec<(String, usize)>,
}
