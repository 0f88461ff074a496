//! The list of aliases, and of the names without an alias in the public document.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::master_detail;
use crate::domain::{Alias, Stored, fold};
use crate::report::name_detection::UnaliasedName;
use crate::text::{counted, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::paint;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A name with an alias.
    Aliased(Stored<Alias>),
    /// A name without an alias, which occurs in the document.
    Unaliased(UnaliasedName),
}

impl Row {
    /// Returns the name.
    pub fn name(&self) -> &str {
        match self {
            Self::Aliased(alias) => &alias.name,
            Self::Unaliased(each) => &each.name,
        }
    }

    /// Returns the alias; empty if the name has no alias.
    pub fn alias(&self) -> &str {
        match self {
            Self::Aliased(alias) => &alias.alias,
            Self::Unaliased(_) => "",
        }
    }
}

/// The state of the list of names: the aliases, and the names in a public document that have none.
#[derive(Debug, Default)]
pub struct Names {
    /// The rows, those without an alias first.
    pub rows: Vec<Row>,
    /// The index of the selected row.
    pub selected: usize,
    /// The index of the first drawn row.
    top: usize,
}

impl Names {
    /// Returns the selected row.
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.selected)
    }

    /// Stores the loaded rows; the selected name stays selected if it is still listed.
    pub fn receive(&mut self, rows: Vec<Row>) {
        let name = self.row().map(|row| fold(row.name()));
        let place = name.and_then(|name| rows.iter().position(|row| fold(row.name()) == name));
        self.selected = place.unwrap_or(self.selected).min(rows.len().saturating_sub(1));
        self.rows = rows;
    }

    /// Moves the selection, and scrolls the list of `height` rows to it.
    pub fn step(&mut self, action: Action, page: usize, height: u16) {
        self.selected = master_detail::moved(self.selected, action, page, self.rows.len().saturating_sub(1));
        self.top = master_detail::window(self.top, self.selected, self.rows.len(), usize::from(height)).start;
    }

    /// Returns `true` if `action` applies to the selected row.
    pub fn accepts_action(&self, action: Action) -> bool {
        match action {
            Action::Record => false,
            Action::Edit => self.row().is_some(),
            Action::Delete => matches!(self.row(), Some(Row::Aliased(_))),
            _ => true,
        }
    }
}

/// Returns the areas of the title and the list.
pub fn layout(area: Rect) -> (Rect, Rect) {
    let title =
        Rect { x: area.x + 2, width: area.width.saturating_sub(4), height: 1.min(area.height), ..area };
    let gap = if area.height >= 14 { 2 } else { 1 }.min(area.height);
    (title, Rect { y: area.y + gap, height: area.height - gap, ..area })
}

/// Draws the screen.
pub fn view(names: &Names, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let (title, list) = layout(area);
    paint::text(buffer, title, 0, "Names in documents for the public", theme.strong);
    let inner = Rect { x: list.x + 2, width: list.width.saturating_sub(3).min(WIDEST), ..list };
    if names.rows.is_empty() {
        let text = format!(
            "No name has an alias yet, and none was found in the public document of this period. `{}` gives one to \
             a name: Acme Corp is then “a large bank” wherever anybody may read it.",
            cx.key(Action::New, Context::Names)
        );
        paint::lines(buffer, inner, &paint::with_keys(&text, usize::from(inner.width), theme), 0);
        return;
    }
    let shown = master_detail::window(names.top, names.selected, names.rows.len(), usize::from(list.height));
    for (line, at) in shown.enumerate() {
        let line = paint::columns(line);
        let row = &names.rows[at];
        let (right, style) = match row {
            Row::Aliased(alias) => (alias.alias.clone(), theme.text),
            Row::Unaliased(each) => (
                format!("no alias, {}", counted(each.count, "time", "times")),
                if cx.attend() { theme.attention } else { theme.text },
            ),
        };
        let half = inner.width / 2;
        let beside = Rect { x: inner.x + inner.width - half, width: half, ..inner };
        let taken = if width(&right) > usize::from(half) {
            paint::text(buffer, beside, line, &right, style);
            half
        } else {
            paint::text_right(buffer, inner, line, &right, style)
        };
        let room = Rect { width: inner.width.saturating_sub(taken + 2), ..inner };
        paint::text(buffer, room, line, row.name(), theme.text);
        if at == names.selected {
            paint::select_row(buffer, inner, line, theme);
            cx.select(inner, line);
        }
    }
}

/// The maximum width of the list, in columns, so that an alias stays close to its name.
const WIDEST: u16 = 90;
