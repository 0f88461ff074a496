//! A part of the list of wins, as the journal answers it.

use super::effect::Load;
use crate::journal::WinRow;

/// A part of the list of wins.
#[derive(Debug, Clone, PartialEq)]
pub struct WinPage {
    /// The number of wins that match the search but not the year or the filter; at most
    /// [`crate::tui::effect::COUNTED`].
    pub elsewhere: usize,
    /// What was asked for.
    pub load: Load,
    /// The rows, newest first.
    pub rows: Vec<WinRow>,
    /// Whether nothing newer is there.
    pub at_newest: bool,
    /// Whether nothing older is there.
    pub at_oldest: bool,
    /// How many wins there are in all; `None` where it was not counted again.
    pub total: Option<usize>,
    /// Whether the rows are ranked, best first.
    pub ranked: bool,
}
