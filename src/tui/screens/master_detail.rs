//! Lays out a list with a detail: beside the list on a wide screen, over it on a narrow one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::action::Action;
use crate::tui::theme::Theme;

/// The minimum width, in columns, at which the detail is beside the list.
pub const WIDE: u16 = 100;

/// The areas of a list and its detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// The title.
    pub title: Rect,
    /// The rows; of height 0 if the detail covers them.
    pub list: Rect,
    /// The detail; `None` if it is hidden.
    pub detail: Option<Rect>,
    /// `true` if the detail is beside the list.
    pub wide: bool,
}

/// Computes the areas; `open` makes the detail cover the list on a narrow screen.
pub fn layout(area: Rect, open: bool) -> Split {
    let title =
        Rect { height: 1.min(area.height), x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let body = Rect { y: area.y + title.height, height: area.height - title.height, ..area };
    let wide = area.width >= WIDE;
    if wide {
        let left = body.width * 11 / 20;
        let list = Rect { width: left, ..body };
        let right = Rect { x: body.x + left + 2, width: body.width - left - 3, ..body };
        return Split { title, list, detail: Some(right), wide };
    }
    if open {
        let over = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        return Split { title, list: Rect { height: 0, ..body }, detail: Some(over), wide };
    }
    Split { title, list: body, detail: None, wide }
}

impl Split {
    /// Draws the line between list and detail, in the accent colour if keys go to the detail (`right`).
    pub fn rule(&self, buffer: &mut Buffer, right: bool, theme: &Theme) {
        if self.wide {
            for y in self.list.y..self.list.bottom() {
                buffer.set_string(self.list.right(), y, "│", if right { theme.accent } else { theme.rule });
            }
        }
    }
}

/// Returns the index that `action` moves a selection to, at most `last`.
pub fn moved(selected: usize, action: Action, page: usize, last: usize) -> usize {
    match action {
        Action::Down => selected.saturating_add(1).min(last),
        Action::Up => selected.saturating_sub(1),
        Action::PageDown => selected.saturating_add(page).min(last),
        Action::PageUp => selected.saturating_sub(page),
        Action::First => 0,
        Action::Last => last,
        _ => selected,
    }
}

/// Returns the scroll position that `action` scrolls to, at most `max_scroll`.
pub fn scrolled(scroll: usize, action: Action, page: usize, max_scroll: usize) -> usize {
    moved(scroll.min(max_scroll), action, page, max_scroll)
}

/// Scrolls the detail, or closes it on `Action::Back`; returns `false` if it is not open.
pub fn read(open: &mut bool, scroll: &mut usize, action: Action, page: usize, max_scroll: usize) -> bool {
    match (*open, action) {
        (false, _) => return false,
        (true, Action::Back) => *open = false,
        (true, _) => *scroll = scrolled(*scroll, action, page, max_scroll),
    }
    true
}

/// Returns the indices of the rows on the screen; `top` is moved only if `selected` would be hidden.
pub fn window(top: usize, selected: usize, count: usize, height: usize) -> std::ops::Range<usize> {
    let height = height.max(1);
    let top = top.min(selected).max((selected + 1).saturating_sub(height));
    // No empty rows at the end while earlier rows are hidden.
    let top = top.min(count.saturating_sub(height));
    top..(top + height).min(count)
}
