//! The review tab: the document, its wins one after another, the year in one screen, or the names in it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::review::{self, Review};
use super::{names, walk_view, year};
use crate::tui::cx::ViewCx;

/// Draws the tab.
pub fn view(review: &Review, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    if let Some(names) = &review.names {
        names::view(names, cx, buffer, area);
    } else if let Some(year) = &review.year {
        year::view(year, cx, buffer, area);
    } else if review.walk.is_some() && review.draft.is_some() {
        walk_view::view(review, cx, buffer, area);
    } else {
        review::view(review, cx, buffer, area);
    }
}
