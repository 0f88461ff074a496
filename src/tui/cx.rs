//! The state that screens and dialogs need for drawing.

use std::cell::Cell;

use chrono::NaiveDate;
use ratatui::layout::{Position, Rect};

use super::action::{Action, Context};
use super::keymap::Keymap;
use super::theme::{Surroundings, Theme};
use crate::config::{Rgb, ThemeSetting, Themes};
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
    /// The setting from which `theme` follows.
    pub theme_setting: ThemeSetting,
    /// All themes.
    pub themes: Themes,
    /// `true` if lines and blocks are left out.
    pub is_plain: bool,
    /// The background and the colours of the terminal.
    pub terminal: Surroundings,
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
    /// The number of marks of attention in this frame.
    pub attended: Cell<u8>,
    /// The part of the open record's text that is above the lower edge of the screen in this frame, in percent; `None` if
    /// all of it is shown.
    pub read: Cell<Option<usize>>,
}

/// The maximum number of marks of attention on a screen: more would not be looked at.
const MOST_ATTENDED: u8 = 3;
/// The maximum width of the content, in columns; on a wider terminal it is centred.
const WIDEST: u16 = 160;

impl ViewCx {
    /// Applies a theme.
    pub fn set_theme(&mut self, setting: ThemeSetting) {
        self.theme = Theme::new(&self.themes, &setting, self.terminal);
        self.theme_setting = setting;
    }

    /// Places the colours on the background that the terminal reports.
    pub fn set_background(&mut self, background: Rgb) {
        self.terminal.background = Some(background);
        self.set_theme(self.theme_setting.clone());
    }

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

    /// Counts a mark of attention; returns `false` if the screen has enough of them, and it must be drawn
    /// without the style.
    pub fn attend(&self) -> bool {
        let is_free = self.attended.get() < MOST_ATTENDED;
        self.attended.set(self.attended.get() + u8::from(is_free));
        is_free
    }

    /// Returns the number of rows of a pane that a chart and its captions may take.
    pub fn pane_rows(&self) -> usize {
        usize::from(self.size.1.saturating_sub(4))
    }

    /// Returns the areas of the screen, for drawing, actions and the mouse.
    pub fn layout(&self) -> Layout {
        let (columns, rows) = self.size;
        // A margin that is narrower than a few columns would look like a mistake.
        let width = if columns > WIDEST + 8 { WIDEST } else { columns };
        let area = Rect::new((columns - width) / 2, 0, width, rows);
        let tabs = Rect { height: 1.min(rows), ..area };
        let gap = u16::from(rows >= 16);
        let below = u16::from(rows >= 24);
        let footer = Rect { y: rows.saturating_sub(1), height: 1.min(rows), ..area };
        let body = Rect { y: 1 + gap, height: rows.saturating_sub(2 + gap + below), ..area };
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
