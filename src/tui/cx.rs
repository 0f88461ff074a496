//! The state that screens and dialogs need for drawing.

use std::cell::Cell;

use chrono::NaiveDate;
use ratatui::layout::{Position, Rect};

use super::action::{Action, Context};
use super::keymap::Keymap;
use super::theme::Theme;
use crate::domain::Categories;

/// The areas of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The tab bar.
    pub tabs: Rect,
    /// The screen of the tab.
    pub body: Rect,
    /// The row of key hints, or the message.
    pub footer: Rect,
}

/// The state that all screens and dialogs share for drawing.
#[derive(Debug)]
pub struct ViewCx {
    /// The columns and rows of the terminal.
    pub size: (u16, u16),
    /// Today's civil date.
    pub today: NaiveDate,
    /// The key bindings in effect.
    pub keymap: Keymap,
    /// The theme of colours and styles.
    pub theme: Theme,
    /// The configured categories of wins.
    pub categories: Categories,
    /// The month in which a fiscal year begins, 1 to 12.
    pub fiscal_year_start: u32,
    /// `true` if the user has chosen a competency ladder; nothing of it is offered before that.
    pub has_ladder: Cell<bool>,
    /// The directory for typed file names without a directory; empty if unknown.
    pub directory: String,
    /// The position of the terminal's cursor in this frame, which screen readers and input methods follow.
    pub cursor: Cell<Option<Position>>,
}

impl ViewCx {
    /// Returns the first key of an action as it is shown, or its palette command if it has no key.
    pub fn key(&self, action: Action, context: Context) -> String {
        let key = |action, context| self.keymap.keys(action, context).next().map(|key| key.to_string());
        key(action, context).unwrap_or_else(|| {
            let palette = key(Action::Palette, Context::Global).unwrap_or_default();
            format!("{palette}{}", action.info().name)
        })
    }

    /// Places the terminal's cursor at the start of the selected row.
    pub fn select(&self, area: Rect, row: u16) {
        self.cursor.set((row < area.height).then_some(Position { x: area.x, y: area.y + row }));
    }

    /// Returns the number of rows of a pane that a chart and its captions may take.
    pub fn pane_rows(&self) -> usize {
        usize::from(self.size.1.saturating_sub(4))
    }

    /// Returns the areas of the screen, for drawing, actions and the mouse.
    pub fn layout(&self) -> Layout {
        let (columns, rows) = self.size;
        let area = Rect::new(0, 0, columns, rows);
        let tabs = Rect { height: 1.min(rows), ..area };
        let gap = u16::from(rows >= 16);
        let footer = Rect { y: rows.saturating_sub(1), height: 1.min(rows), ..area };
        let body = Rect { y: 1 + gap, height: rows.saturating_sub(2 + gap), ..area };
        Layout { tabs, body, footer }
    }

    /// Returns the area of the tab.
    pub fn body(&self) -> Rect {
        self.layout().body
    }

    /// Returns the number of rows that a page key moves by, at least 1.
    pub fn page(&self) -> usize {
        usize::from(self.body().height.saturating_sub(3)).max(1)
    }
}
