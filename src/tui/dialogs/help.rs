//! The help and the palette: the searchable table of actions with their keys.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{PAGE, centred, frame, list_height};
use crate::domain::fold;
use crate::text::ellipsis;
use crate::text::fuzzy::Fuzzy;
use crate::tui::action::{ACTIONS, Action, Context, Info};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::keymap::Keymap;
use crate::tui::message::Tone;
use crate::tui::screens::master_detail;
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// A command of the list.
#[derive(Debug)]
struct Command {
    info: &'static Info,
    /// The context whose keys are shown.
    context: Context,
    /// The reason why the command does not apply to the selection; `None` if it applies.
    refusal: Option<String>,
    /// The tabs that have the command, if the shown tab does not; else empty.
    tabs: String,
}

/// The two dialogs that list actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Every action with its keys, those of the tab first.
    Keys,
    /// The commands that apply now.
    Commands,
}

/// The state of the help or the palette.
#[derive(Debug)]
pub struct Help {
    purpose: Purpose,
    /// The commands, those of the tab first.
    commands: Vec<Command>,
    field: Field,
    /// The index of the selected command among those that are found.
    selected: usize,
}

/// A line of the list: a heading, or a command by its index among those that are found.
enum Row {
    Heading(&'static str),
    Gap,
    Command(usize),
}

impl Help {
    /// Creates the list of all actions with their keys, those of `contexts` first. `accepts` decides if an action
    /// applies.
    pub fn keys(contexts: &[Context], accepts: impl Fn(Action) -> Result<(), String>) -> Self {
        // While a dialog covers the screen, the keys of the tabs do nothing.
        let is_covered = contexts.iter().all(|context| !context.is_of_tabs());
        let others = Context::ALL.into_iter().filter(|context| !is_covered && !contexts.contains(context));
        let mut commands = Vec::new();
        for context in contexts.iter().copied().chain(others) {
            let of_context = ACTIONS.iter().filter(|info| info.contexts.contains(&context));
            commands.extend(of_context.map(|info| {
                // An action of another tab is performed there.
                let refusal = if contexts.contains(&context) { accepts(info.action).err() } else { None };
                let refusal = if context.is_of_tabs() { refusal } else { Some(String::new()) };
                Command { info, context, refusal, tabs: String::new() }
            }));
        }
        Self::of(Purpose::Keys, commands)
    }

    /// Creates the palette for these contexts, the commands of the tab first. `accepts` decides if a command
    /// applies; one that is refused for a reason is found by its words, and shows the reason.
    pub fn palette(contexts: &'static [Context], accepts: impl Fn(Action) -> Result<(), String>) -> Self {
        let own_context = |info: &&Info| {
            let of_tab = |each: &&Context| match each {
                Context::Global => false,
                // The other keys of all lists move and mark.
                Context::List => info.action == Action::Copy,
                _ => true,
            };
            info.contexts.iter().filter(of_tab).find(|each| contexts.contains(each)).copied()
        };
        let is_global =
            |info: &&Info| info.contexts.contains(&Context::Global) && info.action != Action::Palette;
        let command = |info: &'static Info, context: Context| match accepts(info.action) {
            Ok(()) => Some(Command { info, context, refusal: None, tabs: String::new() }),
            Err(err) => (!err.is_empty()).then_some(Command {
                info,
                context,
                refusal: Some(err),
                tabs: String::new(),
            }),
        };
        let own = ACTIONS.iter().filter_map(|info| command(info, own_context(&info)?));
        let global = ACTIONS.iter().filter(is_global).filter_map(|info| command(info, Context::Global));
        // The search also finds commands of other tabs, which are performed there.
        let is_elsewhere = |info: &&Info| own_context(info).is_none() && !is_global(info);
        let elsewhere = ACTIONS.iter().filter(is_elsewhere).filter_map(|info| {
            let of_tabs = info.contexts.iter().filter(|each| each.is_of_one_tab());
            let tabs: Vec<&str> = of_tabs.clone().map(|each| each.title()).collect();
            let tabs = match tabs[..] {
                [first, second, _, ..] => format!("in {first}, {second}, …"),
                _ => format!("in {}", tabs.join(", ")),
            };
            Some(Command { info, context: *of_tabs.clone().next()?, refusal: None, tabs })
        });
        Self::of(Purpose::Commands, own.chain(global).chain(elsewhere).collect())
    }

    fn of(purpose: Purpose, commands: Vec<Command>) -> Self {
        Self { purpose, commands, field: Field::words(""), selected: 0 }
    }

    /// Handles a key in the search.
    pub fn key(&mut self, event: KeyEvent) {
        if self.field.key(event) {
            self.selected = 0;
        }
    }

    /// Returns the commands that the search finds: the exact name, then names that begin with the text, then those
    /// with its words, then those with its letters; an action of several contexts is listed once.
    fn found(&self) -> Vec<&Command> {
        let typed = fold(&self.field.text());
        // The list shows names with a colon.
        let typed = typed.trim().trim_start_matches(':').trim_start();
        if typed.is_empty() {
            let is_listed = |command: &&Command| match self.purpose {
                Purpose::Keys => true,
                Purpose::Commands => command.refusal.is_none() && command.tabs.is_empty(),
            };
            return self.commands.iter().filter(is_listed).collect();
        }
        let has_words = |command: &Command| {
            let Info { name, about, .. } = command.info;
            typed.split_whitespace().all(|word| has_word(&fold(about), word) || has_word(name, word))
        };
        let mut fuzzy = Fuzzy::default();
        let rank = |command: &Command| match command.info.name {
            name if name == typed => Some(0),
            _ if (command.refusal.is_some() || !command.tabs.is_empty()) && has_words(command) => Some(3),
            name if name.starts_with(typed) => Some(1),
            _ if has_words(command) => Some(2),
            _ => None,
        };
        let mut found: Vec<(u32, &Command)> =
            self.commands.iter().filter_map(|command| Some((rank(command)?, command))).collect();
        if found.is_empty() {
            let texts: Vec<String> =
                self.commands.iter().map(|each| format!("{} {}", each.info.name, each.info.about)).collect();
            let texts = || (0..).zip(texts.iter().map(String::as_str));
            let mut hits = fuzzy.matches(typed, texts());
            let corrections = if hits.is_empty() { Fuzzy::corrections(typed) } else { Vec::new() };
            for corrected in corrections {
                hits.extend(fuzzy.matches(&corrected, texts()));
            }
            found =
                hits.into_iter().map(|(score, at)| (u32::MAX - score, &self.commands[at as usize])).collect();
        }
        found.sort_by_key(|(rank, _)| *rank);
        let mut seen = Vec::new();
        found.retain(|(_, command)| {
            let is_new = !seen.contains(&command.info.action);
            seen.push(command.info.action);
            is_new
        });
        found.into_iter().map(|(_, command)| command).collect()
    }

    /// Returns the lines of the list: with headings while nothing is typed in the help.
    fn rows(&self, found: &[&Command]) -> Vec<Row> {
        let has_headings = self.purpose == Purpose::Keys && self.field.text().trim().is_empty();
        let mut out = Vec::new();
        let mut last = None;
        for (at, command) in found.iter().enumerate() {
            if has_headings && last != Some(command.context) {
                if last.is_some() {
                    out.push(Row::Gap);
                }
                out.push(Row::Heading(command.context.title()));
                last = Some(command.context);
            }
            out.push(Row::Command(at));
        }
        out
    }

    /// Performs the selected command.
    fn accept(&self, cx: &mut Cx<'_>) {
        cx.close();
        match self.found().get(self.selected) {
            Some(Command { refusal: Some(why), info, context, .. }) => {
                let why = if why.is_empty() { format!("in {}", context.title()) } else { why.clone() };
                cx.say(Tone::Plain, format!("{}: {why}", info.about_in(*context)));
            }
            Some(command) => cx.act(command.info.action),
            None => {}
        }
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

    fn hint(&self, action: Action) -> Option<&'static str> {
        (action == Action::Accept).then_some("do it")
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Cancel => cx.close(),
            Action::Accept => self.accept(cx),
            other => {
                let last = self.found().len().saturating_sub(1);
                self.selected = master_detail::moved(self.selected, other, PAGE, last);
            }
        }
        Vec::new()
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        let list = areas(whole(cx.view)).1;
        let found = self.found();
        let rows = self.rows(&found);
        let clicked =
            list.contains((column, row).into()).then(|| self.top(&rows, list) + usize::from(row - list.y));
        if let Some(Row::Command(at)) = clicked.and_then(|at| rows.get(at)) {
            let is_again = *at == self.selected;
            self.selected = *at;
            if is_again {
                self.accept(cx);
            }
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

impl Help {
    /// Returns the index of the first line on the screen.
    fn top(&self, rows: &[Row], list: Rect) -> usize {
        let place =
            rows.iter().position(|row| matches!(row, Row::Command(at) if *at == self.selected)).unwrap_or(0);
        if self.selected == 0 { 0 } else { (place + 1).saturating_sub(usize::from(list.height)) }
    }
}

/// Returns the area that dialogs are drawn in.
fn whole(cx: &ViewCx) -> Rect {
    Rect::new(0, 0, cx.size.0, cx.size.1.saturating_sub(1))
}

/// Returns the frame and the list.
fn areas(area: Rect) -> (Rect, Rect) {
    let outer = centred(area, area.width.saturating_sub(2).min(90), list_height(area).min(44));
    let list = Rect {
        x: outer.x + 2,
        y: outer.y + 3.min(outer.height),
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(4),
    };
    (outer, list)
}

fn view(help: &Help, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let (outer, list) = areas(area);
    let (title, sign) = match help.purpose {
        Purpose::Commands => ("Commands", ":"),
        Purpose::Keys => ("Keys", "?"),
    };
    let inner = frame(buffer, outer, title, theme);
    buffer.set_stringn(inner.x, inner.y, sign, 1, theme.key);
    let line =
        Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), height: 1.min(inner.height), ..inner };
    cx.cursor.set(help.field.clone().draw(buffer, line, theme, true));
    let found = help.found();
    if found.is_empty() {
        let text = match help.purpose {
            Purpose::Commands => "No command has these words.",
            Purpose::Keys => "No key or action has these words.",
        };
        paint::text(buffer, list, 0, text, theme.muted);
    }
    let rows = help.rows(&found);
    for (line, row) in rows.iter().skip(help.top(&rows, list)).take(usize::from(list.height)).enumerate() {
        let line = paint::columns(line);
        match row {
            Row::Gap => {}
            Row::Heading(title) => paint::group(buffer, list, line, title, "", theme),
            Row::Command(at) => {
                command(found[*at], &cx.keymap, theme, buffer, list, line);
                if *at == help.selected {
                    paint::select_row(buffer, list, line, theme);
                }
            }
        }
    }
}

/// Draws a command: what it does, its name and its keys.
fn command(command: &Command, keymap: &Keymap, theme: &Theme, buffer: &mut Buffer, area: Rect, row: u16) {
    let info = command.info;
    let keys = all_keys(keymap, info.action, command.context);
    let is_key = !keys.is_empty() && command.tabs.is_empty();
    let keys_style = if is_key { theme.key } else { theme.muted };
    let right = match keys {
        _ if !command.tabs.is_empty() => command.tabs.clone(),
        keys if keys.is_empty() => format!(":{}", info.name),
        keys => keys,
    };
    let refusal = command.refusal.as_deref().filter(|why| !why.is_empty());
    let (style, keys_style) =
        if refusal.is_some() { (theme.muted, theme.muted) } else { (theme.text, keys_style) };
    let mut taken = paint::text_right(buffer, area, row, &right, keys_style);
    if let Some(why) = refusal {
        let half = usize::from(area.width / 2).saturating_sub(usize::from(taken) + 2);
        let before = Rect { width: area.width.saturating_sub(taken + 2), ..area };
        taken += paint::text_right(buffer, before, row, &ellipsis(why, half), theme.muted) + 2;
    }
    let room = area.width.saturating_sub(taken + 2);
    paint::text(buffer, Rect { width: room, ..area }, row, &info.about_in(command.context), style);
}

fn all_keys(keymap: &Keymap, action: Action, context: Context) -> String {
    keymap.keys(action, context).map(|key| key.to_string()).collect::<Vec<_>>().join(" ")
}
