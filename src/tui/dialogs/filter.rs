//! The choice of a filter for the wins: a project, a tag, a person, a category, a year and more.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{PAGE, centred, frame};
use crate::domain::fold;
use crate::text::fuzzy::Fuzzy;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::line::ScreenLine;
use crate::tui::loaded::{Findings, Offered};
use crate::tui::screens::master_detail::{self, window};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The maximum number of rows of the list.
const ROWS: u16 = 20;

/// The state of the dialog.
#[derive(Debug)]
pub struct FilterDialog {
    field: Field,
    fuzzy: Fuzzy,
    all: Vec<Offered>,
    found: Vec<usize>,
    selected: usize,
}

impl Default for FilterDialog {
    /// Creates a dialog without filters, which are loaded by [`Effect::LoadFilters`].
    fn default() -> Self {
        Self {
            field: Field::words(""),
            fuzzy: Fuzzy::default(),
            all: Vec::new(),
            found: Vec::new(),
            selected: 0,
        }
    }
}

impl FilterDialog {
    fn find(&mut self) {
        self.selected = 0;
        let typed = self.field.text();
        if typed.trim().is_empty() {
            self.found = (0..self.all.len()).collect();
            return;
        }
        let texts: Vec<String> =
            self.all.iter().map(|each| format!("{} {}", each.filter, each.about)).collect();
        let mut found = self.fuzzy.matches(&typed, (0..).zip(texts.iter().map(String::as_str)));
        // A name that contains what is typed comes before one that only has its letters.
        let word = fold(&typed);
        let has_word = |at: u32| fold(&texts[at as usize]).contains(word.trim());
        found.sort_by_key(|(score, at)| (!has_word(*at), std::cmp::Reverse(*score), *at));
        self.found = found.into_iter().map(|(_, at)| at as usize).collect();
    }

    fn accept(&self, cx: &mut Cx<'_>) {
        cx.close();
        if let Some(at) = self.found.get(self.selected) {
            cx.tell(ScreenLine::AddFilter, self.all[*at].filter.clone());
        }
    }
}

impl Dialog for FilterDialog {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Help]
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        (action == Action::Accept).then_some("add the filter")
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Cancel => cx.close(),
            Action::Accept => self.accept(cx),
            other => {
                let last = self.found.len().saturating_sub(1);
                self.selected = master_detail::moved(self.selected, other, PAGE, last);
            }
        }
        Vec::new()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        if self.field.key(key) {
            self.find();
        }
        Vec::new()
    }

    fn on_findings(&mut self, found: Findings) {
        if let Findings::Filters(all) = found {
            self.all = all;
            self.find();
        }
    }

    fn on_refused(&mut self, _: &'static str, _: &str) {}

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        let theme = &cx.theme;
        let height = (paint::columns(self.all.len()).min(ROWS) + 4).min(area.height);
        let outer = centred(area, area.width.saturating_sub(2).min(64), height);
        let inner = frame(buffer, outer, "Filter the wins", theme);
        buffer.set_stringn(inner.x, inner.y, "›", 1, theme.key);
        let line = Rect {
            x: inner.x + 2,
            width: inner.width.saturating_sub(2),
            height: 1.min(inner.height),
            ..inner
        };
        cx.cursor.set(self.field.clone().draw(buffer, line, theme, true));
        let list = Rect { y: inner.y + 2.min(inner.height), height: inner.height.saturating_sub(2), ..inner };
        if self.found.is_empty() && !self.all.is_empty() {
            paint::text(buffer, list, 0, "No filter has these letters.", theme.muted);
        }
        for (row, at) in window(0, self.selected, self.found.len(), usize::from(list.height)).enumerate() {
            let row = paint::columns(row);
            let each = &self.all[self.found[at]];
            let taken = paint::text_right(buffer, list, row, &each.about, theme.muted);
            let left = Rect { width: list.width.saturating_sub(taken + 2), ..list };
            paint::text(buffer, left, row, &each.filter, theme.text);
            if at == self.selected {
                paint::select_row(buffer, list, row, theme);
            }
        }
    }
}
