//! A part of the list of wins, as the journal answers it.

use super::effect::Load;
use crate::journal::WinRow;

/// A part of the list of wins.
#[derive(Debug, Clone, PartialEq)]
pub struct WinPage {
    /// The number of wins that match the search but not the year or the filter; at most
    /// [`crate::tui::effect::COUNTED`].
    pub elsewhere: usize,
    /// The part that was requested.
    pub load: Load,
    /// The rows, newest first.
    pub rows: Vec<WinRow>,
    /// True where no newer win follows.
    pub at_newest: bool,
    /// True where no older win follows.
    pub at_oldest: bool,
    /// The number of wins that match; `None` where they were not counted for this page.
    pub total: Option<usize>,
    /// True where the rows are ranked by the search, best first; false where they are sorted by date.
    pub ranked: bool,
}
