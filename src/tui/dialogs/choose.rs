//! One of a few: the category of a win.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{centred, frame};
use crate::domain::WinId;
use crate::tui::cx::ViewCx;
use crate::tui::effect::Effect;
use crate::tui::screens::split::window;
use crate::tui::widgets::paint;

/// What is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choosing {
    /// The category of a win.
    Category(WinId),
}

/// The state of the dialog.
#[derive(Debug)]
pub struct Choose {
    /// What is chosen.
    pub choosing: Choosing,
    /// The title of the record, shown above.
    about: String,
    /// The words that may be chosen: how they are stored, how they are called.
    options: Vec<(String, String)>,
    /// Which one is selected.
    selected: usize,
}

impl Choose {
    /// A dialog on which one is selected: the one that it is now.
    #[must_use]
    pub fn new(choosing: Choosing, about: String, options: Vec<(String, String)>, now: &str) -> Self {
        let selected = options.iter().position(|(word, _)| word == now).unwrap_or(0);
        Self { choosing, about, options, selected }
    }

    /// Moves the selection.
    pub fn step(&mut self, down: bool) {
        let last = self.options.len().saturating_sub(1);
        self.selected = if down { (self.selected + 1).min(last) } else { self.selected.saturating_sub(1) };
    }

    /// A digit selects the one of that number; whether there is one.
    pub fn key(&mut self, event: KeyEvent) -> bool {
        let KeyCode::Char(c) = event.code else { return false };
        let at = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
        let at = at.filter(|at| *at < self.options.len());
        self.selected = at.unwrap_or(self.selected);
        at.is_some()
    }

    /// Has what is selected kept.
    #[must_use]
    pub fn accept(&self) -> Vec<Effect> {
        let Some((word, _)) = self.options.get(self.selected) else { return Vec::new() };
        match self.choosing {
            Choosing::Category(win) => vec![Effect::SetCategory(win, word.clone())],
        }
    }

    fn title(&self) -> &'static str {
        match self.choosing {
            Choosing::Category(_) => "Which category?",
        }
    }
}

/// Draws it.
pub fn view(choose: &Choose, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let height = paint::columns(choose.options.len() + 4).min(area.height);
    let outer = centred(area, area.width.saturating_sub(2).min(64), height);
    let inner = frame(buffer, outer, choose.title(), theme);
    // What it is about gives way to what there is to choose.
    let gap = paint::columns(usize::from(inner.height).saturating_sub(choose.options.len()).min(2));
    if gap > 0 {
        paint::text(buffer, inner, 0, &choose.about, theme.muted);
    }
    let body = Rect { y: inner.y + gap, height: inner.height - gap, ..inner };
    for (line, at) in window(0, choose.selected, choose.options.len(), usize::from(body.height)).enumerate() {
        let line = paint::columns(line);
        let number = if at < 9 { (at + 1).to_string() } else { String::new() };
        paint::text(buffer, body, line, &number, theme.accent);
        let label = Rect { x: body.x + 2, width: body.width.saturating_sub(2), ..body };
        paint::text(buffer, label, line, &choose.options[at].1, theme.text);
        if at == choose.selected {
            paint::highlight(buffer, body, line, theme.selected);
        }
    }
}
