//! The inbox: the list of what programs reported, with the notes of the selected item beside it or below.

use std::collections::HashSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::master_detail::{self, Divider};
use super::record_blocks;
use crate::domain::{InboxItem, InboxItemId, Stored};
use crate::report::{inbox as wording, wording as dates};
use crate::text::{counted, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::marks::Marks;
use crate::tui::widgets::paint;

/// The state of the inbox.
#[derive(Debug, Default)]
pub struct Inbox {
    /// The open items, the latest first; `None` until they are loaded.
    pub items: Option<Vec<Stored<InboxItem>>>,
    /// The index of the selected item.
    pub selected: usize,
    /// The marked items.
    pub marks: Marks<InboxItemId>,
    /// The index of the first drawn item.
    top: usize,
    /// The number of lines by which the selected item is scrolled.
    scroll: usize,
}

impl Inbox {
    /// Returns the loaded items.
    pub fn items(&self) -> &[Stored<InboxItem>] {
        self.items.as_deref().unwrap_or_default()
    }

    /// Returns the selected item.
    pub fn item(&self) -> Option<&Stored<InboxItem>> {
        self.items().get(self.selected)
    }

    /// Returns the marked items, or the selected one if none is marked.
    pub fn chosen(&self) -> Vec<InboxItemId> {
        let marked: Vec<InboxItemId> =
            self.items().iter().map(|item| item.id).filter(|id| self.marks.contains(*id)).collect();
        if marked.is_empty() { self.item().map(|item| item.id).into_iter().collect() } else { marked }
    }

    /// Returns the number of marked items.
    pub fn marked(&self) -> usize {
        self.items().iter().filter(|item| self.marks.contains(item.id)).count()
    }

    /// Stores the loaded items. The selection stays at its place, so that the next item follows a decision.
    pub fn receive(&mut self, items: Vec<Stored<InboxItem>>) {
        let there: HashSet<InboxItemId> = items.iter().map(|item| item.id).collect();
        self.marks.retain(|id| there.contains(&id));
        let before = self.item().map(|item| item.id);
        self.selected = self.selected.min(items.len().saturating_sub(1));
        self.items = Some(items);
        if self.item().map(|item| item.id) != before {
            self.scroll = 0;
        }
    }

    /// Moves the selection or marks items, and scrolls the list of `height` rows to the selection.
    pub fn step(&mut self, action: Action, page: usize, height: u16) {
        self.scroll = 0;
        if let Action::Mark | Action::MarkRange | Action::MarkAll = action {
            let ids: Vec<InboxItemId> = self.items().iter().map(|item| item.id).collect();
            self.marks.mark(action, &ids, self.selected);
            if action != Action::Mark {
                return;
            }
        }
        let action = if action == Action::Mark { Action::Down } else { action };
        let last = self.items().len().saturating_sub(1);
        self.selected = master_detail::moved(self.selected, action, page, last);
        self.top = self.window(height).start;
    }

    /// Selects an item.
    pub fn select(&mut self, at: usize) {
        (self.selected, self.scroll) = (at, 0);
    }

    /// Returns the indices of the drawn items.
    fn window(&self, height: u16) -> std::ops::Range<usize> {
        master_detail::window(self.top, self.selected, self.items().len(), usize::from(height))
    }
}

/// The areas of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The title.
    pub title: Rect,
    /// The list.
    pub list: Rect,
    /// The selected item in full; `None` if the terminal is too small for it.
    pub detail: Option<Rect>,
}

/// The minimum height, in rows, at which the detail is below the list.
const TALL: u16 = 14;

/// Returns the areas: the detail is beside the list on a wide screen, and below it on a narrow one.
pub fn layout(area: Rect) -> Layout {
    let split = master_detail::layout(area, false, Divider::default());
    if split.wide {
        return Layout { title: split.title, list: split.list, detail: split.detail };
    }
    if area.height < TALL {
        return Layout { title: split.title, list: split.list, detail: None };
    }
    let rows = split.list.height / 2;
    let below = Rect {
        x: area.x + 1,
        y: split.list.y + rows + 1,
        width: area.width.saturating_sub(2),
        height: split.list.height - rows - 1,
    };
    Layout { title: split.title, list: Rect { height: rows, ..split.list }, detail: Some(below) }
}

/// Draws the screen.
pub fn view(inbox: &Inbox, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let layout = layout(area);
    paint::text(buffer, layout.title, 0, "Inbox", theme.strong);
    let Some(items) = &inbox.items else { return };
    let count = counted(items.len(), "thing", "things");
    paint::text_right(buffer, layout.title, 0, &count, theme.muted);
    if items.is_empty() {
        let inner =
            Rect { x: layout.list.x + 1, width: layout.list.width.saturating_sub(2).min(80), ..layout.list };
        let text = format!(
            "Nothing waits here. {} and the directory of a git repository put your commits here. What you keep becomes a \
             win; what you drop is not offered again.",
            cx.key(Action::Import, Context::Global)
        );
        paint::lines(buffer, inner, &paint::wrapped(&text, usize::from(inner.width), theme.muted), 0);
        return;
    }
    let inner = Rect { x: layout.list.x + 1, width: layout.list.width.saturating_sub(2), ..layout.list };
    for (row, at) in inbox.window(inner.height).enumerate() {
        let row = paint::columns(row);
        item_row(inbox, cx, buffer, inner, row, &items[at]);
        if at == inbox.selected {
            paint::select_row(buffer, inner, row, theme);
            cx.select(inner, row);
        }
    }
    if let (Some(detail), Some(item)) = (layout.detail, inbox.item()) {
        rule(buffer, layout, detail, cx);
        paint::lines(buffer, detail, &detail_lines(item, cx, detail), inbox.scroll);
    }
}

fn detail_lines(item: &InboxItem, cx: &ViewCx, detail: Rect) -> Vec<Line<'static>> {
    record_blocks::lines(wording::blocks(item), cx, usize::from(detail.width.min(80)))
}

/// Scrolls the selected item by a page; returns `false` if all of it is on the screen.
pub fn scroll(inbox: &mut Inbox, cx: &ViewCx, action: Action) -> bool {
    let (Some(detail), Some(item)) = (layout(cx.body()).detail, inbox.item()) else { return false };
    let hidden = detail_lines(item, cx, detail).len().saturating_sub(usize::from(detail.height));
    let page = usize::from(detail.height.saturating_sub(1)).max(1);
    inbox.scroll = master_detail::scrolled(inbox.scroll, action, page, hidden);
    hidden > 0
}

/// Draws the line between the list and the detail.
fn rule(buffer: &mut Buffer, layout: Layout, detail: Rect, cx: &ViewCx) {
    if detail.x > layout.list.right() {
        for y in layout.list.y..layout.list.bottom() {
            buffer.set_string(layout.list.right(), y, "│", cx.theme.rule);
        }
    } else {
        paint::rule(buffer, Rect { y: detail.y - 1, height: 1, ..detail }, 0, &cx.theme);
    }
}

/// Returns the project, the number of commits and the source of an item, without what all items have in common.
fn about(items: &[Stored<InboxItem>], item: &InboxItem) -> String {
    let differs = |of: fn(&InboxItem) -> &str| items.iter().any(|other| of(other) != of(item));
    let mut shown = item.clone();
    if !differs(|item| &item.project) {
        shown.project.clear();
    }
    if !differs(|item| &item.source) {
        shown.source.clear();
    }
    wording::about(&shown)
}

/// The minimum width, in columns, at which a row shows where its item comes from.
const ROOMY: u16 = 60;

fn item_row(inbox: &Inbox, cx: &ViewCx, buffer: &mut Buffer, area: Rect, row: u16, item: &Stored<InboxItem>) {
    let theme = &cx.theme;
    let mark = if inbox.marks.contains(item.id) { "✓" } else { "·" };
    let style = if mark == "✓" { theme.accent } else { theme.muted };
    paint::text(buffer, Rect { width: 1, ..area }, row, mark, style);
    let date = item.date.map_or(String::new(), |date| dates::near_partial(date, cx.today));
    let about = if area.width >= ROOMY { about(inbox.items(), item) } else { String::new() };
    let right = [about, date].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
    paint::text_right(buffer, area, row, &right, theme.muted);
    let taken = paint::columns(width(&right) + 4).min(area.width);
    let title = Rect { x: area.x + 2, width: area.width - taken, ..area };
    paint::text(buffer, title, row, &item.title, theme.text);
}

/// Returns the index of the item at a row of the screen.
pub fn item_at(inbox: &Inbox, area: Rect, column: u16, row: u16) -> Option<usize> {
    let list = layout(area).list;
    let is_inside = list.contains(ratatui::layout::Position { x: column, y: row });
    let at = inbox.window(list.height).start + usize::from(row.checked_sub(list.y)?);
    (is_inside && at < inbox.items().len()).then_some(at)
}
