//! The choice of a theme, which is shown while it is chosen.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame;
use crate::config::{NO_COLORS, TERMINAL_THEME, ThemeSetting};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::theme::Theme;
use crate::tui::widgets::{heatmap, paint};

/// The state of the dialog.
#[derive(Debug)]
pub struct Themes {
    names: Vec<String>,
    selected: usize,
    /// The setting before the dialog was opened.
    before: ThemeSetting,
}

impl Themes {
    /// Creates the dialog with the current theme selected.
    pub fn new(cx: &ViewCx) -> Self {
        let names: Vec<String> = cx.themes.names().into_iter().map(str::to_owned).collect();
        let selected = names.iter().position(|name| *name == cx.theme_setting.name).unwrap_or(0);
        Self { names, selected, before: cx.theme_setting.clone() }
    }

    fn chosen(&self) -> ThemeSetting {
        ThemeSetting { name: self.names[self.selected].clone(), ..self.before.clone() }
    }

    fn show(&mut self, cx: &mut Cx<'_>, at: usize) {
        self.selected = at.min(self.names.len() - 1);
        cx.show_theme(self.chosen());
    }
}

impl Dialog for Themes {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Choose]
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        (action == Action::Accept).then_some("keep")
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Down => self.show(cx, self.selected + 1),
            Action::Up => self.show(cx, self.selected.saturating_sub(1)),
            Action::Accept => {
                cx.close();
                return vec![Effect::SaveTheme(self.names[self.selected].clone())];
            }
            Action::Cancel => {
                cx.show_theme(self.before.clone());
                cx.close();
            }
            _ => {}
        }
        Vec::new()
    }

    fn on_key(&mut self, cx: &mut Cx<'_>, event: KeyEvent) -> Vec<Effect> {
        if let Some(letter) = event.code.as_char()
            && let Some(at) = self.names.iter().position(|name| name.starts_with(letter))
        {
            self.show(cx, at);
        }
        Vec::new()
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, _: u16, row: u16) -> Vec<Effect> {
        let area = area(self, cx.view);
        let at = usize::from(row.saturating_sub(area.y + 1));
        if row > area.y && at < self.names.len() {
            self.show(cx, at);
        }
        Vec::new()
    }

    fn on_refused(&mut self, _: &'static str, _: &str) {}

    /// The screen shows the theme.
    fn dims(&self) -> bool {
        false
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, _: Rect) {
        let theme = &cx.theme;
        let inner = frame(buffer, area(self, cx), "Theme", theme);
        for (row, name) in self.names.iter().enumerate() {
            let row = paint::columns(row);
            let about = match name.as_str() {
                TERMINAL_THEME => "the terminal's own 16 colours",
                NO_COLORS => "weight and signs only",
                _ => "",
            };
            let taken = paint::text(buffer, inner, row, name, theme.text);
            let right =
                Rect { x: inner.x + taken + 2, width: inner.width.saturating_sub(taken + 2), ..inner };
            if about.is_empty() {
                sample(cx, buffer, right, row, name);
            } else {
                paint::text_right(buffer, right, row, about, theme.muted);
            }
            if self.names[self.selected] == *name {
                paint::select_row(buffer, inner, row, theme);
            }
        }
    }
}

/// Draws the colours of a theme.
fn sample(cx: &ViewCx, buffer: &mut Buffer, area: Rect, row: u16, name: &str) {
    let setting = ThemeSetting { name: name.to_owned(), ..cx.theme_setting.clone() };
    let theme = Theme::new(&cx.themes, &setting, cx.terminal);
    if row >= area.height || area.width < 20 {
        return;
    }
    let mut x = area.right() - 18;
    for (level, style) in theme.heat.iter().enumerate() {
        buffer.set_string(x, area.y + row, heatmap::sign(level, &theme), *style);
        x += 2;
    }
    for (sign, style) in [("▲", theme.good), ("!", theme.attention), ("★", theme.star), ("a", theme.muted)]
    {
        buffer.set_string(x, area.y + row, sign, style);
        x += 2;
    }
}

/// The dialog stands at the right, so that the screen behind it shows the theme.
fn area(themes: &Themes, cx: &ViewCx) -> Rect {
    let (columns, rows) = cx.size;
    let width = 46.min(columns);
    let height = paint::columns(themes.names.len() + 2).min(rows.saturating_sub(1));
    Rect { x: columns - width, y: rows.saturating_sub(height + 2).min(3), width, height }
}
