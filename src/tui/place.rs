//! A place in the app that another tab leads to.

use crate::domain::{GoalId, ReadingId};
use crate::journal::WinRow;

/// A place in the app that another tab leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// The search line of the wins.
    Search,
    /// A win, open in the timeline.
    Win(Box<WinRow>),
    /// The wins without a goal.
    WinsWithoutGoal,
    /// The wins without a date.
    WinsWithoutDate,
    /// The wins that a line finds.
    WinsFound(String),
    /// The goals of a year: with one of them selected, or with the open ones to be checked.
    Goals {
        /// The year.
        year: i32,
        /// The goal that is selected.
        goal: Option<GoalId>,
        /// True to check the open ones, one after another.
        check: bool,
    },
    /// A reading note.
    Reading(ReadingId),
}
