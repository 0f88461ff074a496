//! The line for the path of an import, with the files that complete it.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{centred, frame};
use crate::journal::Completion;
use crate::text::ellipsis_start;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::loaded::Findings;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The number of rows for completions.
const ROWS: u16 = 8;

/// The state of the dialog.
#[derive(Debug)]
pub struct ImportPath {
    field: Field,
    found: Vec<Completion>,
    /// The index of the selected completion.
    chosen: usize,
    /// `true` if a completion was selected with the arrows.
    is_chosen: bool,
    problem: Option<String>,
    /// `true` while the document is read.
    is_reading: bool,
}

impl Default for ImportPath {
    fn default() -> Self {
        Self {
            field: Field::line(""),
            found: Vec::new(),
            chosen: 0,
            is_chosen: false,
            problem: None,
            is_reading: false,
        }
    }
}

impl ImportPath {
    /// Returns the effect that finds the paths that complete the typed text.
    pub fn find(&self) -> Effect {
        Effect::CompletePath(self.field.text())
    }

    /// Takes over the selected completion.
    fn complete(&mut self) -> Vec<Effect> {
        let Some(completion) = self.found.get(self.chosen) else { return Vec::new() };
        self.field = Field::line(&completion.name);
        (self.chosen, self.is_chosen) = (0, false);
        vec![self.find()]
    }

    fn choose(&mut self, down: bool) {
        let count = self.found.len();
        if count > 0 {
            self.chosen = match (self.is_chosen, down) {
                (false, _) => 0,
                (true, true) => (self.chosen + 1) % count,
                (true, false) => (self.chosen + count - 1) % count,
            };
            self.is_chosen = true;
        }
    }
}

impl Dialog for ImportPath {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Value]
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        let save = if self.is_chosen { "complete" } else { "read it" };
        (action == Action::Save).then_some(save)
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            // Enter on a completion takes it over; a directory may be a repository, so a second enter reads it.
            Action::Save if self.is_chosen => return self.complete(),
            Action::Save if self.field.text().trim().is_empty() => {
                self.problem = Some("type the path of a document, or of a git repository".to_owned());
            }
            Action::Save if self.is_reading => {}
            Action::Save => {
                self.is_reading = true;
                return vec![Effect::PlanImport(self.field.text())];
            }
            Action::Complete => return self.complete(),
            Action::NextCompletion => self.choose(true),
            Action::PreviousCompletion => self.choose(false),
            Action::Cancel => cx.close(),
            _ => {}
        }
        Vec::new()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        if !self.field.key(key) {
            return Vec::new();
        }
        (self.problem, self.is_chosen) = (None, false);
        vec![self.find()]
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        self.field.paste(text.trim());
        (self.problem, self.is_chosen) = (None, false);
        vec![self.find()]
    }

    fn on_findings(&mut self, found: Findings) {
        if let Findings::Names(names) = found {
            (self.found, self.chosen, self.is_chosen) = (names, 0, false);
        }
    }

    fn on_refused(&mut self, _: &'static str, why: &str) {
        (self.problem, self.is_reading) = (Some(why.to_owned()), false);
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        let theme = &cx.theme;
        // The height is constant, so that the dialog does not jump while the user types.
        let outer = centred(area, area.width.saturating_sub(2).min(76), ROWS + 6);
        let inner = frame(buffer, outer, "Import", theme);
        if inner.height < 3 {
            return;
        }
        cx.cursor.set(self.field.clone().draw(buffer, Rect { height: 1, ..inner }, theme, true));
        if let Some(why) = &self.problem {
            let lines = paint::wrapped(&format!("! {why}"), usize::from(inner.width), theme.attention);
            let below = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
            paint::lines(buffer, below, &lines, 0);
            return;
        }
        let hint =
            if self.is_reading { "reading …" } else { "a document; or a directory: its git commits" };
        paint::text(buffer, inner, 1, hint, theme.muted);
        let rows = Rect { y: inner.y + 3.min(inner.height), height: inner.height.saturating_sub(3), ..inner };
        for (at, completion) in self.found.iter().enumerate().take(usize::from(rows.height)) {
            let row = paint::columns(at);
            let about = paint::text_right(buffer, rows, row, &completion.about, theme.muted);
            let room = usize::from(rows.width.saturating_sub(about + 1));
            let name = ellipsis_start(&completion.name, room).into_owned();
            paint::text(buffer, rows, row, &name, theme.text);
            if self.is_chosen && at == self.chosen {
                paint::select_row(buffer, rows, row, theme);
            }
        }
    }
}
