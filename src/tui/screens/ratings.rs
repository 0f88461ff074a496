//! The glyphs and styles of the ratings of evidence.

use ratatui::style::Style;

use crate::domain::MatrixCell;
use crate::tui::theme::Theme;

/// The glyphs of a rating from 0 to 4.
const RATINGS: [&str; 5] = ["·", "▂", "▄", "▆", "█"];

/// Returns the glyph and the style of a rating; no evidence is muted.
pub(super) fn rating(cell: MatrixCell, theme: &Theme) -> (&'static str, Style) {
    let rating = usize::from(cell.rating());
    (RATINGS[rating], if rating == 0 { theme.muted } else { theme.accent })
}
