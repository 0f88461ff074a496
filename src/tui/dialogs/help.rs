//! The help and the palette: the table of actions with their keys, which finds and does.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{centred, frame};
use crate::domain::fold;
use crate::text::ellipsis;
use crate::tui::action::{ACTIONS, Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::keymap::Keymap;
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The state of the help.
#[derive(Debug)]
pub struct Help {
    /// Whether it finds commands to do, or shows keys.
    pub palette: bool,
    /// What is searched for.
    pub field: Field,
    /// Which action is selected, or how far the keys are scrolled.
    pub selected: usize,
    /// Where it was opened: what can be done there is found.
    contexts: &'static [Context],
}

impl Help {
    /// Every key, or the commands that can be given where it is opened.
    #[must_use]
    pub fn new(palette: bool, contexts: &'static [Context]) -> Self {
        Self { palette, field: Field::words(""), selected: 0, contexts }
    }

    /// Takes a key into the search.
    pub fn key(&mut self, event: KeyEvent) {
        if self.field.key(event) {
            self.selected = 0;
        }
    }

    /// Moves.
    pub fn step(&mut self, by: isize) {
        let last = if self.palette {
            self.found().len().saturating_sub(1)
        } else {
            ACTIONS.len() + 2 * Context::ALL.len()
        };
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// The actions that the palette finds: those that can be done on the tab that is shown.
    #[must_use]
    pub fn found(&self) -> Vec<Action> {
        let wanted = fold(&self.field.text());
        let here = |contexts: &[Context]| {
            contexts.iter().any(|context| *context != Context::List && self.contexts.contains(context))
        };
        ACTIONS
            .iter()
            .filter(|info| here(info.contexts) && info.action != Action::Palette)
            .filter(|info| {
                wanted
                    .split_whitespace()
                    .all(|word| fold(info.about).contains(word) || info.name.contains(word))
            })
            .map(|info| info.action)
            .collect()
    }

    /// The action that is selected in the palette.
    #[must_use]
    pub fn chosen(&self) -> Option<Action> {
        self.palette.then(|| self.found().get(self.selected).copied()).flatten()
    }
}

impl Dialog for Help {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Help]
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Cancel => cx.close(),
            Action::Accept => {
                cx.close();
                if let Some(action) = self.chosen() {
                    cx.act(action);
                }
            }
            Action::Down => self.step(1),
            Action::Up => self.step(-1),
            Action::PageDown => self.step(10),
            Action::PageUp => self.step(-10),
            _ => {}
        }
        Vec::new()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        self.key(key);
        Vec::new()
    }

    fn on_refused(&mut self, _: &'static str, _: &str) {}

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        view(self, &cx.keymap, &cx.theme, buffer, area);
    }
}

/// Draws it.
fn view(help: &Help, keymap: &Keymap, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    let outer = centred(area, area.width.saturating_sub(2).min(76), area.height.saturating_sub(2).min(44));
    let title = if help.palette { "Commands" } else { "Keys" };
    let inner = frame(buffer, outer, title, theme);
    buffer.set_stringn(inner.x, inner.y, if help.palette { ":" } else { "/" }, 1, theme.accent);
    let line =
        Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), height: 1.min(inner.height), ..inner };
    help.field.clone().draw(buffer, line, theme, true);
    let rest = Rect { y: inner.y + 2.min(inner.height), height: inner.height.saturating_sub(2), ..inner };
    if help.palette {
        palette(help, keymap, theme, buffer, rest);
        return;
    }
    let column = if rest.width < 60 { 9 } else { 16 };
    let lines = keys(keymap, &help.field.text(), theme, column, usize::from(rest.width));
    let most = lines.len().saturating_sub(usize::from(rest.height));
    paint::lines(buffer, rest, &lines, help.selected.min(most));
}

fn palette(help: &Help, keymap: &Keymap, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    if help.found().is_empty() {
        paint::text(buffer, area, 0, "No command here has these words.", theme.muted);
    }
    let skip = (help.selected + 1).saturating_sub(usize::from(area.height));
    for (at, action) in help.found().into_iter().enumerate().skip(skip).take(usize::from(area.height)) {
        let row = paint::columns(at - skip);
        let own = action.info().contexts;
        let context = own.iter().find(|context| help.contexts.contains(context)).unwrap_or(&own[0]);
        let keys = all_keys(keymap, action, *context);
        let room = area.width.saturating_sub(paint::columns(keys.len()) + 2);
        paint::text(buffer, Rect { width: room, ..area }, row, action.info().about, theme.text);
        paint::text_right(buffer, area, row, &keys, theme.muted);
        if at == help.selected {
            paint::highlight(buffer, area, row, theme.selected);
        }
    }
}

fn all_keys(keymap: &Keymap, action: Action, context: Context) -> String {
    keymap.keys(action, context).map(|key| key.to_string()).collect::<Vec<_>>().join(" ")
}

/// Every key by context, those whose words hold what is searched for.
fn keys(keymap: &Keymap, wanted: &str, theme: &Theme, column: usize, columns: usize) -> Vec<Line<'static>> {
    let wanted = fold(wanted);
    let mut out = Vec::new();
    for context in Context::ALL {
        let mut part = Vec::new();
        for info in ACTIONS.iter().filter(|info| info.contexts.contains(&context)) {
            let keys = all_keys(keymap, info.action, context);
            if fold(info.about).contains(&wanted) || keys.contains(&wanted) {
                part.push(Line::from(vec![
                    Span::styled(format!("  {keys:<column$} "), theme.accent),
                    Span::styled(
                        ellipsis(info.about, columns.saturating_sub(column + 3)).into_owned(),
                        theme.text,
                    ),
                ]));
            }
        }
        if !part.is_empty() {
            if !out.is_empty() {
                out.push(Line::default());
            }
            out.push(Line::from(Span::styled(context.title(), theme.strong)));
            out.extend(part);
        }
    }
    out
}
