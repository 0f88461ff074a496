//! Lays out a list with a detail: beside the list on a wide screen, over it on a narrow one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::action::Action;
use crate::tui::cx::ViewCx;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint::{self, columns};

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
    /// The first lines of the detail below the list; `None` without room for them.
    pub peek: Option<Rect>,
    /// `true` if the detail is beside the list.
    pub wide: bool,
}

/// The minimum height, in rows, for a blank line below the title.
const ROOMY: u16 = 14;
/// The minimum height of an area, in rows, with a peek at the detail below the list.
const TALL: u16 = 20;
/// The minimum width of an area, in columns, with a peek at the detail below the list.
const PEEK: u16 = 72;
/// The number of lines of the detail below the list.
const PEEK_LINES: u16 = 7;

/// The place of the line between two panes, which the mouse moves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Divider {
    /// The share of the left pane in thousandths of the width; `None` until the line was moved.
    moved: Option<u32>,
}

impl Divider {
    /// Returns the columns of the left pane; `usual` is its share in thousandths until the line is moved.
    pub fn left(self, width: u16, usual: u32) -> u16 {
        let left = u32::from(width) * self.moved.unwrap_or(usual) / 1000;
        u16::try_from(left).unwrap_or(width)
    }

    /// Gives the left pane so many of `width` columns, as far as both panes stay readable.
    pub fn move_to(&mut self, left: u16, width: u16) {
        let share = (u32::from(left) * 1000).div_ceil(u32::from(width.max(1)));
        self.moved = Some(share.clamp(250, 750));
    }
}

/// Computes the areas; `open` makes the detail cover the list on a narrow screen.
pub fn layout(area: Rect, open: bool, divider: Divider) -> Split {
    let title =
        Rect { height: 1.min(area.height), x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let gap = title.height + u16::from(area.height >= ROOMY);
    let body = Rect { y: area.y + gap, height: area.height.saturating_sub(gap), ..area };
    let wide = area.width >= WIDE;
    let peek = None;
    if wide {
        let left = divider.left(body.width, 600);
        let list = Rect { width: left, ..body };
        let right = Rect { x: body.x + left + 3, width: body.width - left - 5, ..body };
        return Split { title, list, detail: Some(right), peek, wide };
    }
    if open {
        let over = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
        return Split { title, list: Rect { height: 0, ..body }, detail: Some(over), peek, wide };
    }
    Split { title, list: body, detail: None, peek, wide }
}

/// A list and its detail, for the mouse: the wheel scrolls the pane under the pointer, and the line is dragged.
#[derive(Debug)]
pub struct Panes<'a> {
    /// The area of the detail that the wheel scrolls.
    pub detail: Option<Rect>,
    /// The column of the line between them; `None` if they are not beside each other.
    pub line: Option<u16>,
    /// `true` if keys go to the detail.
    pub is_open: &'a mut bool,
    /// The place of the line.
    pub divider: &'a mut Divider,
}

impl Split {
    /// Returns the panes of a tab that is laid out so.
    pub fn panes<'a>(&self, is_open: &'a mut bool, divider: &'a mut Divider) -> Panes<'a> {
        Panes { detail: self.detail, line: self.line(), is_open, divider }
    }

    /// Returns the column of the line between list and detail; `None` if they are not beside each other.
    fn line(&self) -> Option<u16> {
        self.wide.then(|| self.list.right() + 1)
    }

    /// Gives the whole area to the detail while it is open, on a wide screen too.
    #[must_use]
    pub fn with_page(self, area: Rect, open: bool) -> Self {
        if !open || !self.wide {
            return self;
        }
        let page = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
        let none = Rect { height: 0, ..self.list };
        Self { list: none, title: none, detail: Some(page), wide: false, ..self }
    }

    /// Adds the first lines of the detail below the list, if there is room for them.
    #[must_use]
    pub fn with_peek(self, has_detail: bool) -> Self {
        let is_room = self.list.height >= TALL - 2 && self.list.width >= PEEK;
        if self.detail.is_some() || !has_detail || !is_room {
            return self;
        }
        let list = Rect { height: self.list.height - PEEK_LINES - 1, ..self.list };
        let peek = Rect {
            x: list.x + 2,
            y: list.bottom() + 1,
            width: list.width.saturating_sub(4),
            height: PEEK_LINES,
        };
        Self { list, peek: Some(peek), ..self }
    }

    /// Draws the position in the detail on the line between list and detail.
    pub fn scrollbar(&self, buffer: &mut Buffer, scroll: usize, lines: usize, theme: &Theme) {
        let height = usize::from(self.list.height);
        if !self.wide || lines <= height {
            return;
        }
        let thumb = (height * height / lines).max(1);
        let top = scroll * (height - thumb) / (lines - height).max(1);
        for y in top..(top + thumb).min(height) {
            let at = (self.list.right() + 1, self.list.y + columns(y));
            buffer[at].set_symbol("┃").set_style(theme.muted);
        }
    }

    /// Draws the line between list and detail, in the accent colour if keys go to the detail (`right`).
    pub fn rule(&self, buffer: &mut Buffer, right: bool, theme: &Theme) {
        if self.wide {
            for y in self.list.y..self.list.bottom() {
                let style = if right { theme.accent } else { theme.rule };
                buffer.set_string(self.list.right() + 1, y, "│", style);
            }
        }
    }
}

/// Draws the text of an open record from the index `scroll` on, and remembers for the footer how much of it is read.
pub fn text(cx: &ViewCx, buffer: &mut Buffer, area: Rect, lines: &[Line<'_>], scroll: usize) {
    paint::scrolled(buffer, area, lines, scroll);
    let end = scroll + usize::from(area.height);
    cx.read.set((lines.len() > usize::from(area.height)).then(|| (end * 100 / lines.len()).min(100)));
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

/// Returns the rows on the screen without headings and gaps at the lower edge: a heading stands above a row.
pub fn headed(shown: std::ops::Range<usize>, is_heading: impl Fn(usize) -> bool) -> std::ops::Range<usize> {
    let last = shown.clone().rev().find(|at| !is_heading(*at));
    shown.start..last.map_or(shown.start, |last| last + 1)
}

/// Returns the indices of the rows on the screen; `top` is moved only if `selected` would be hidden.
pub fn window(top: usize, selected: usize, count: usize, height: usize) -> std::ops::Range<usize> {
    let height = height.max(1);
    let top = top.min(selected).max((selected + 1).saturating_sub(height));
    // No empty rows at the end while earlier rows are hidden.
    let top = top.min(count.saturating_sub(height));
    top..(top + height).min(count)
}
