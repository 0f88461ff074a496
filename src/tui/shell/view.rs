//! Draws the screen: the tab bar, the tab itself, and the footer with key hints or a message.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Model;
use super::requests::{Pending, Progress};
use crate::text::{grouped, inert, width};
use crate::tui::action::{ACTIONS, Action, Context, Info};
use crate::tui::message::Tone;
use crate::tui::widgets::paint;

/// The minimum usable size of the terminal, in columns and rows.
const SMALLEST: (u16, u16) = (24, 6);

/// Returns `true` if the terminal is too small for the app.
pub(super) fn is_too_small(model: &Model) -> bool {
    model.cx.size.0 < SMALLEST.0 || model.cx.size.1 < SMALLEST.1
}

/// Draws the model.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let buffer = frame.buffer_mut();
    let (columns, rows) = model.cx.size;
    // Between a resize and its message the buffer may be smaller than the model's size.
    if columns > buffer.area.width || rows > buffer.area.height {
        return;
    }
    if is_too_small(model) {
        let area = Rect::new(0, 0, columns, rows);
        paint::lines(
            buffer,
            area,
            &paint::wrapped("brag needs a larger terminal", usize::from(columns), model.cx.theme.text),
            0,
        );
        return;
    }
    let layout = model.cx.layout();
    tabs(model, buffer, layout.tabs);
    model.cx.cursor.set(None);
    model.screen().view(&model.cx, buffer, layout.body);
    let area = Rect::new(0, 0, columns, rows - 1);
    if !model.dialogs.is_empty() {
        model.cx.cursor.set(None);
    }
    for open in &model.dialogs {
        open.dialog.view(&model.cx, buffer, area);
    }
    footer(model, buffer, layout.footer);
    paint::neutralise(buffer);
    if let Some(cursor) = model.cx.cursor.get() {
        frame.set_cursor_position(cursor);
    }
}

/// Returns the index, the column and the label of each tab: its name if there is room, otherwise its number.
fn tab_labels(model: &Model) -> Vec<(usize, u16, String)> {
    let names: usize = model.screens().map(|screen| screen.name().len() + 3).sum();
    let roomy = usize::from(model.cx.size.0) > names;
    let mut x = 1;
    model
        .screens()
        .enumerate()
        .map(|(tab, screen)| {
            let label =
                if roomy || tab == model.tab { screen.name().to_owned() } else { (tab + 1).to_string() };
            let at = x;
            x += paint::columns(label.len()) + if roomy { 3 } else { 2 };
            (tab, at, label)
        })
        .collect()
}

/// Returns the index of the tab at a position of the screen.
pub fn tab_at(model: &Model, column: u16, row: u16) -> Option<usize> {
    if row != 0 {
        return None;
    }
    let hit =
        |(_, x, label): &&(usize, u16, String)| (*x..*x + paint::columns(label.len()) + 1).contains(&column);
    tab_labels(model).iter().find(hit).map(|(tab, ..)| *tab)
}

fn tabs(model: &Model, buffer: &mut Buffer, area: Rect) {
    let theme = &model.cx.theme;
    for (tab, x, label) in tab_labels(model) {
        let style = if tab == model.tab {
            theme.accent.patch(theme.strong).add_modifier(ratatui::style::Modifier::UNDERLINED)
        } else {
            theme.muted
        };
        buffer.set_stringn(x, area.y, &label, usize::from(area.right().saturating_sub(x)), style);
    }
}

/// Returns the progress text of an announced request.
fn status(pending: &Pending) -> String {
    let doing = pending.doing;
    match pending.progress {
        Progress::Soon => String::new(),
        Progress::Running(steps) if steps.of > 0 => {
            format!("{doing}: {} %", steps.done.min(steps.of) * 100 / steps.of)
        }
        Progress::Running(_) => format!("{doing} …"),
        Progress::Locked => format!("{doing}: waiting for another program that is writing"),
        Progress::Stopping => format!("stopping: {doing} …"),
    }
}

/// Returns the progress text of all announced requests.
fn statuses(model: &Model) -> Option<String> {
    let first = model.requests.announced().next()?;
    let count = model.requests.announced().count();
    let key = model.cx.key(Action::Back, Context::List);
    let stop = match first.progress {
        Progress::Stopping if count == 1 => String::new(),
        _ if count > 1 => format!(" ({} more after it); {key} stops the last one", count - 1),
        _ => format!("; {key} stops it"),
    };
    Some(format!("{}{stop}", status(first)))
}

/// Draws the message, the progress, or the key hints that fit completely.
fn footer(model: &Model, buffer: &mut Buffer, area: Rect) {
    let theme = &model.cx.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if let Some(message) = &model.message {
        let (mark, style) = match message.tone {
            Tone::Good => ("✓ ", theme.good),
            Tone::Plain => ("", theme.text),
            Tone::Attention => ("! ", theme.attention),
        };
        // A long message extends over the rows above: its end is often the hint.
        let text = format!("{mark}{}", inert(&message.text));
        let lines = paint::wrapped(&text, usize::from(inner.width), style);
        let rows = paint::columns(lines.len()).clamp(1, 4).min(model.cx.size.1);
        let over = Rect { y: area.bottom() - rows, height: rows, ..area };
        if rows > 1 {
            paint::clear(buffer, over);
        }
        paint::lines(buffer, Rect { x: inner.x, width: inner.width, ..over }, &lines, 0);
        return;
    }
    if let Some(text) = statuses(model).filter(|_| model.dialogs.is_empty()) {
        paint::text(buffer, inner, 0, &text, theme.accent);
        return;
    }
    let mut x = inner.x;
    for (key, hint) in hints(model) {
        let wide = paint::columns(width(&key) + 1 + width(&hint));
        if x + wide > inner.right() {
            break;
        }
        buffer.set_string(x, inner.y, &key, theme.accent);
        buffer.set_string(x + paint::columns(width(&key)) + 1, inner.y, &hint, theme.muted);
        x += wide + 3;
    }
}

/// Returns the keys and labels of the footer, the most important first.
pub fn hints(model: &Model) -> Vec<(String, String)> {
    let contexts = model.contexts();
    let mut out = Vec::new();
    let over = model.dialogs.is_empty() && model.screen().is_open();
    let marked = if model.dialogs.is_empty() && !over { model.screen().marked() } else { 0 };
    let back = match model.back_to().filter(|_| model.dialogs.is_empty()) {
        Some(tab) => model.screens().nth(tab).map(|screen| format!("back to {}", screen.name())),
        None => over.then(|| "back".to_owned()),
    };
    let back = if marked > 0 { Some(format!("unmark {}", grouped(marked))) } else { back };
    let key = model.cx.keymap.keys(Action::Back, Context::List).next();
    out.extend(key.map(|key| key.to_string()).zip(back));
    let follows = over && !model.screen().links().is_empty();
    let own = |action| match (model.dialogs.last(), action) {
        (Some(open), action) => open.dialog.hint(action),
        (None, Action::Open) if follows => Some("go to"),
        (None, action) => model.screen().hint(action),
    };
    let hint = |info: &Info| own(info.action).unwrap_or(info.hint);
    let is_open = |action| over && action == Action::Open && own(action).is_none();
    let fits = |action| match model.dialogs.last() {
        Some(open) => open.dialog.accepts(action),
        None => model.screen().accepts(&model.cx, action).is_ok(),
    };
    let hinted =
        ACTIONS.iter().filter(|info| !hint(info).is_empty() && !is_open(info.action) && fits(info.action));
    let mut found: Vec<(usize, String, &str)> = hinted
        .filter_map(|info| {
            let at = contexts
                .iter()
                .position(|context| model.cx.keymap.keys(info.action, *context).next().is_some())?;
            let key = model.cx.keymap.keys(info.action, contexts[at]).next()?;
            // Help comes first, then the actions of the context, then the actions of lists and of all tabs.
            let rank = match (info.action, contexts[at]) {
                (Action::Help, _) => 0,
                (action, _) if own(action).is_some() => 1,
                (_, Context::List) => 4,
                (Action::Capture, _) => 3,
                (_, Context::Global) => 5,
                _ => 2,
            };
            Some((rank, key.to_string(), hint(info)))
        })
        .collect();
    found.sort_by_key(|(rank, ..)| *rank);
    out.extend(found.into_iter().map(|(_, key, hint)| (key, hint.to_owned())));
    out
}
