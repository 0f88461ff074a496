//! The help and the palette: the searchable table of actions with their keys.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{centred, frame};
use crate::domain::fold;
use crate::text::{ellipsis, width};
use crate::tui::action::{ACTIONS, Action, Context, Info};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::keymap::Keymap;
use crate::tui::message::Tone;
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// A command of the palette.
#[derive(Debug)]
struct Command {
    info: &'static Info,
    /// The reason why the command does not apply to the selection; `None` if it applies.
    refusal: Option<String>,
}

/// The state of the help or the palette.
#[derive(Debug)]
pub struct Help {
    /// The commands of the palette, those of the tab first; `None` for the list of all keys.
    commands: Option<Vec<Command>>,
    /// The contexts in which the keys of the commands are shown.
    contexts: &'static [Context],
    field: Field,
    /// The index of the selected command, or the number of lines by which the keys are scrolled.
    selected: usize,
}

impl Help {
    /// Creates the list of all keys.
    pub fn keys() -> Self {
        Self { commands: None, contexts: &[], field: Field::words(""), selected: 0 }
    }

    /// Creates the palette for these contexts, the commands of the tab first. `accepts` decides if a command
    /// applies; one that is refused for a reason is found by its words, and shows the reason.
    pub fn palette(contexts: &'static [Context], accepts: impl Fn(Action) -> Result<(), String>) -> Self {
        let is_of_tab = |info: &&Info| {
            info.contexts
                .iter()
                .any(|each| !matches!(each, Context::List | Context::Global) && contexts.contains(each))
        };
        let is_global =
            |info: &&Info| info.contexts.contains(&Context::Global) && info.action != Action::Palette;
        let own = ACTIONS.iter().filter(is_of_tab);
        let command = |info: &'static Info| match accepts(info.action) {
            Ok(()) => Some(Command { info, refusal: None }),
            Err(err) => (!err.is_empty()).then_some(Command { info, refusal: Some(err) }),
        };
        // The search also finds commands of other tabs, which show the tabs that have them.
        let is_elsewhere = |info: &&Info| {
            info.contexts.iter().any(|each| each.is_of_one_tab()) && !is_of_tab(info) && !is_global(info)
        };
        let elsewhere = ACTIONS.iter().filter(is_elsewhere).map(|info| {
            let tabs: Vec<&str> =
                info.contexts.iter().filter(|each| each.is_of_one_tab()).map(|each| each.title()).collect();
            Command { info, refusal: Some(format!("in {}", tabs.join(", "))) }
        });
        let all = own.chain(ACTIONS.iter().filter(is_global)).filter_map(command).chain(elsewhere);
        Self { commands: Some(all.collect()), contexts, field: Field::words(""), selected: 0 }
    }

    /// Handles a key in the search.
    pub fn key(&mut self, event: KeyEvent) {
        if self.field.key(event) {
            self.selected = 0;
        }
    }

    /// Moves the selection, or scrolls the keys.
    fn step(&mut self, by: isize) {
        let last = match &self.commands {
            Some(_) => self.found().len().saturating_sub(1),
            None => ACTIONS.len() + 2 * Context::ALL.len(),
        };
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// Returns the commands that the search finds: the exact name, then names that begin with the text, then
    /// others.
    fn found(&self) -> Vec<&Command> {
        let typed = fold(&self.field.text());
        let typed = typed.trim();
        let is_found = |command: &&Command| {
            let Info { name, about, .. } = command.info;
            (command.refusal.is_none() || !typed.is_empty())
                && typed.split_whitespace().all(|word| has_word(&fold(about), word) || has_word(name, word))
        };
        let mut found: Vec<&Command> = self.commands.iter().flatten().filter(is_found).collect();
        found.sort_by_key(|command| match command.info.name {
            _ if typed.is_empty() => 0,
            name if name == typed => 0,
            _ if command.refusal.is_some() => 3,
            name if name.starts_with(typed) => 1,
            _ => 2,
        });
        found
    }
}

/// Returns `true` if the text, such as `its-wins`, or one of its words begins with `beginning`.
fn has_word(text: &str, beginning: &str) -> bool {
    text.starts_with(beginning)
        || text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(beginning))
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
                match self.found().get(self.selected) {
                    Some(Command { refusal: Some(why), info }) => {
                        cx.say(Tone::Plain, format!("{}: {why}", info.about));
                    }
                    Some(command) => cx.act(command.info.action),
                    None => {}
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
        view(self, cx, buffer, area);
    }
}

fn view(help: &Help, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let (keymap, theme) = (&cx.keymap, &cx.theme);
    let outer = centred(area, area.width.saturating_sub(2).min(76), area.height.saturating_sub(2).min(44));
    let is_palette = help.commands.is_some();
    let title = if is_palette { "Commands" } else { "Keys" };
    let inner = frame(buffer, outer, title, theme);
    buffer.set_stringn(inner.x, inner.y, if is_palette { ":" } else { "/" }, 1, theme.accent);
    let line =
        Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), height: 1.min(inner.height), ..inner };
    cx.cursor.set(help.field.clone().draw(buffer, line, theme, true));
    let rest = Rect { y: inner.y + 2.min(inner.height), height: inner.height.saturating_sub(2), ..inner };
    if is_palette {
        palette(help, keymap, theme, buffer, rest);
        return;
    }
    let column = if rest.width < 60 { 9 } else { 16 };
    let lines = keys(keymap, &help.field.text(), theme, column, usize::from(rest.width));
    let most = lines.len().saturating_sub(usize::from(rest.height));
    paint::lines(buffer, rest, &lines, help.selected.min(most));
}

fn palette(help: &Help, keymap: &Keymap, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    let found = help.found();
    if found.is_empty() {
        paint::text(buffer, area, 0, "No command here has these words.", theme.muted);
    }
    let skip = (help.selected + 1).saturating_sub(usize::from(area.height));
    for (at, command) in found.iter().enumerate().skip(skip).take(usize::from(area.height)) {
        let row = paint::columns(at - skip);
        let info = command.info;
        let context = info.contexts.iter().find(|context| help.contexts.contains(context));
        let keys = all_keys(keymap, info.action, *context.unwrap_or(&info.contexts[0]));
        let name = if keys.is_empty() { info.name.to_owned() } else { format!("{}  {keys}", info.name) };
        let (right, style) = match &command.refusal {
            Some(why) => (ellipsis(why, usize::from(area.width / 2)).into_owned(), theme.muted),
            None => (name, theme.text),
        };
        let room = area.width.saturating_sub(paint::columns(width(&right)) + 2);
        paint::text(buffer, Rect { width: room, ..area }, row, info.about, style);
        paint::text_right(buffer, area, row, &right, theme.muted);
        if at == help.selected {
            paint::highlight(buffer, area, row, theme.selected);
        }
    }
}

fn all_keys(keymap: &Keymap, action: Action, context: Context) -> String {
    keymap.keys(action, context).map(|key| key.to_string()).collect::<Vec<_>>().join(" ")
}

/// Lays out the keys by context, limited to those that contain `wanted`.
fn keys(keymap: &Keymap, wanted: &str, theme: &Theme, column: usize, columns: usize) -> Vec<Line<'static>> {
    let wanted = fold(wanted);
    let mut out = Vec::new();
    for context in Context::ALL {
        let mut part = Vec::new();
        for info in ACTIONS.iter().filter(|info| info.contexts.contains(&context)) {
            // An action without a key is available in the palette only.
            let keys = all_keys(keymap, info.action, context);
            if keys.is_empty() {
                continue;
            }
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
