//! A list with a detail beside it where there is room, or over it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::action::Action;
use crate::tui::theme::Theme;

/// From this width on, the detail has room beside the list.
pub const WIDE: u16 = 100;

/// Where the parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// The title.
    pub title: Rect,
    /// The rows.
    pub list: Rect,
    /// The detail, where it is shown.
    pub detail: Option<Rect>,
    /// Whether the detail is beside the list.
    pub wide: bool,
}

/// Works the parts out; `open` is whether the detail lies over the list where it has no room.
#[must_use]
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
    /// The line between the list and the detail beside it; in the accent where keys go right.
    pub fn rule(&self, buffer: &mut Buffer, right: bool, theme: &Theme) {
        if self.wide {
            for y in self.list.y..self.list.bottom() {
                buffer.set_string(self.list.right(), y, "│", if right { theme.accent } else { theme.rule });
            }
        }
    }
}

/// Where a key moves a selection to.
#[must_use]
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

/// Where a key scrolls a text to.
#[must_use]
pub fn scrolled(scroll: usize, action: Action, page: usize, max_scroll: usize) -> usize {
    moved(scroll.min(max_scroll), action, page, max_scroll)
}

/// Does what a key asks where the detail lies open: it is scrolled, or closed. Whether it lay open.
pub fn read(open: &mut bool, scroll: &mut usize, action: Action, page: usize, max_scroll: usize) -> bool {
    match (*open, action) {
        (false, _) => return false,
        (true, Action::Back) => *open = false,
        (true, _) => *scroll = scrolled(*scroll, action, page, max_scroll),
    }
    true
}

/// The rows that are on the screen: the selected one among them, as little moved as can be.
#[must_use]
pub fn window(top: usize, selected: usize, count: usize, height: usize) -> std::ops::Range<usize> {
    let height = height.max(1);
    let top = top.min(selected).max((selected + 1).saturating_sub(height));
    // No empty rows at the end while there are some before.
    let top = top.min(count.saturating_sub(height));
    top..(top + height).min(count)
}
