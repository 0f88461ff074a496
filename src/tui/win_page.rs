//! A page of the list of wins.

use super::effect::Load;
use crate::domain::WinRow;

/// A page of the list of wins.
#[derive(Debug, Clone, PartialEq)]
pub struct WinPage {
    /// The number of wins that match the search but not the year or the filter; at most
    /// [`crate::tui::effect::COUNTED`].
    pub elsewhere: usize,
    /// The part that was requested.
    pub load: Load,
    /// The rows, newest first.
    pub rows: Vec<WinRow>,
    /// `true` if no newer win follows.
    pub at_newest: bool,
    /// `true` if no older win follows.
    pub at_oldest: bool,
    /// The number of wins that match; `None` if they were not counted for this page.
    pub total: Option<usize>,
    /// `true` if the rows are ranked by the search, best first; `false` if they are sorted by date.
    pub ranked: bool,
}
