//! The footer: the message, the progress of requests, or the key hints.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Model;
use super::requests::{Pending, Progress};
use crate::text::{grouped, inert, width};
use crate::tui::action::{ACTIONS, Action, Context, Info};
use crate::tui::message::Tone;
use crate::tui::widgets::paint;

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

/// Draws the message, the progress, or the key hints that fit completely, and the position in the list.
pub(super) fn view(model: &Model, buffer: &mut Buffer, area: Rect) {
    let theme = &model.cx.theme;
    let inner = inner(area);
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
    let position = position(model);
    let taken = paint::text_right(buffer, inner, 0, &position, theme.muted);
    if let Some(filter) = model.filter.as_ref().filter(|_| model.dialogs.is_empty()) {
        buffer.set_string(inner.x, inner.y, "/", theme.key);
        let rest = Rect { x: inner.x + 1, width: inner.width.saturating_sub(taken + 3), ..inner };
        model.cx.cursor.set(filter.field.clone().draw(buffer, rest, theme, filter.is_typing));
        return;
    }
    let end = inner.right().saturating_sub(if taken > 0 { taken + 2 } else { 0 });
    for (x, key, hint, _) in placed(model, inner, end) {
        buffer.set_string(x, inner.y, &key, theme.key);
        buffer.set_string(x + paint::columns(width(&key)) + 1, inner.y, &hint, theme.muted);
    }
}

/// Returns the position in the list or in the open text; empty below a dialog.
fn position(model: &Model) -> String {
    if !model.dialogs.is_empty() {
        return String::new();
    }
    let position = model.screen().position().unwrap_or_default();
    match model.cx.read.get().filter(|_| model.screen().is_open()) {
        Some(100) => format!("{position}  end").trim_start().to_owned(),
        Some(percent) => format!("{position}  ↓ {percent} %").trim_start().to_owned(),
        None => position,
    }
}

/// Returns the area of the text, which begins with the content of the tabs on a screen that is not narrow.
fn inner(area: Rect) -> Rect {
    let margin = if area.width >= 60 { 2 } else { 1 };
    Rect { x: area.x + margin, width: area.width.saturating_sub(2 * margin), ..area }
}

/// Returns the hints that fit completely before the column `end`, each with its first column.
fn placed(model: &Model, inner: Rect, end: u16) -> Vec<(u16, String, String, Action)> {
    let mut out = Vec::new();
    let mut x = inner.x;
    let all = hints(model);
    // The last two lead to everything else, and must not be dropped before the others; on a narrow screen only the
    // last one. Those of a dialog are in the order of their use.
    let is_form = !model.dialogs.is_empty();
    let kept = if is_form {
        0
    } else if inner.width >= NARROW {
        2
    } else {
        1
    };
    let last: u16 = all.iter().rev().take(kept).map(|(key, hint, _)| wide(key, hint) + 3).sum();
    let count = all.len();
    for (at, (key, hint, action)) in all.into_iter().enumerate() {
        let is_last = at + kept >= count;
        let wide = wide(&key, &hint);
        if x + wide + if is_last { 0 } else { last } > end {
            continue;
        }
        out.push((x, key, hint, action));
        x += wide + 3;
    }
    out
}

/// The width of the footer, in columns, below which it is narrow.
const NARROW: u16 = 56;

fn wide(key: &str, hint: &str) -> u16 {
    paint::columns(width(key) + 1 + width(hint))
}

/// Returns the action of the hint at a position of the screen.
pub fn hint_at(model: &Model, column: u16, row: u16) -> Option<Action> {
    let area = model.cx.layout().footer;
    if row != area.y || model.message.is_some() {
        return None;
    }
    let inner = inner(area);
    let position = position(model);
    let taken = paint::columns(width(&position));
    let end = inner.right().saturating_sub(if taken > 0 { taken + 2 } else { 0 });
    let hit =
        |(x, key, hint, _): &&(u16, String, String, Action)| (*x..*x + wide(key, hint)).contains(&column);
    placed(model, inner, end).iter().find(hit).map(|(.., action)| *action)
}

/// The number of hints of a tab, besides those of the palette and the help.
const MOST: usize = 4;

/// Returns the keys and labels of the footer with their actions, the most used first.
pub fn hints(model: &Model) -> Vec<(String, String, Action)> {
    if model.dialogs.is_empty() && !model.screen().is_typing() { of_tab(model) } else { of_dialog(model) }
}

/// Returns the label of an action on the tab; empty if it has none.
fn label(model: &Model, action: Action) -> &'static str {
    let screen = model.screen();
    let is_open = screen.is_open();
    match screen.hint(action) {
        Some(label) => label,
        None if is_open && action == Action::Open => {
            if screen.links().is_empty() {
                ""
            } else {
                "go to"
            }
        }
        None => action.info().hint,
    }
}

fn of_tab(model: &Model) -> Vec<(String, String, Action)> {
    let screen = model.screen();
    let contexts = model.contexts();
    let key = |action: Action| {
        let keys = |context| model.cx.keymap.keys(action, context).next();
        contexts.iter().find_map(|context| keys(*context)).map(|key| key.to_string())
    };
    let mut out = Vec::new();
    let over = screen.is_open();
    let marked = if over { 0 } else { screen.marked() };
    let back = match model.back_to() {
        _ if marked > 0 => Some(format!("unmark {}", grouped(marked))),
        Some(tab) => model.screens().nth(tab).map(|screen| format!("back to {}", screen.name())),
        None if over => Some("back".to_owned()),
        None => screen.shows_again().map(str::to_owned),
    };
    out.extend(key(Action::Back).zip(back).map(|(key, back)| (key, back, Action::Back)));
    // Marks are for an action on several; in an open record, what is about it comes first.
    let of_marks = [Action::Star, Action::Delete];
    let preferred = if marked > 0 { &of_marks[..] } else { screen.hints() };
    let others = [Action::Open, Action::Edit, Action::Capture, Action::New, Action::Search, Action::Record];
    let is_elsewhere = |action: &Action| {
        over && matches!(action, Action::New | Action::Capture | Action::Search)
            && screen.hint(*action).is_none()
    };
    let mut seen: Vec<Action> = Vec::new();
    for action in preferred.iter().copied().chain(others).filter(|action| !is_elsewhere(action)) {
        if out.len() >= MOST || seen.contains(&action) {
            continue;
        }
        seen.push(action);
        let label = label(model, action);
        // A tab without records has nothing to search.
        let is_idle = action == Action::Search && model.is_bare(screen);
        if label.is_empty() || is_idle || screen.accepts(&model.cx, action).is_err() {
            continue;
        }
        out.extend(key(action).map(|key| (key, label.to_owned(), action)));
    }
    for (action, label) in [(Action::Palette, "commands"), (Action::Help, "keys")] {
        out.extend(key(action).map(|key| (key, label.to_owned(), action)));
    }
    out
}

fn of_dialog(model: &Model) -> Vec<(String, String, Action)> {
    let contexts = model.contexts();
    let own = |action| match model.dialogs.last() {
        Some(open) => open.dialog.hint(action),
        None => model.screen().hint(action),
    };
    let hint = |info: &Info| own(info.action).unwrap_or(info.hint);
    let fits = |action| match model.dialogs.last() {
        Some(open) => open.dialog.accepts(action),
        None => model.screen().accepts(&model.cx, action).is_ok(),
    };
    let hinted = ACTIONS.iter().filter(|info| !hint(info).is_empty() && fits(info.action));
    let mut found: Vec<(usize, String, String, Action)> = hinted
        .filter_map(|info| {
            let keys = |context| model.cx.keymap.keys(info.action, context).next();
            let key = contexts.iter().find_map(|context| keys(*context))?;
            let rank = usize::from(own(info.action).is_none());
            Some((rank, key.to_string(), hint(info).to_owned(), info.action))
        })
        .collect();
    found.sort_by_key(|(rank, ..)| *rank);
    found.into_iter().map(|(_, key, hint, action)| (key, hint, action)).collect()
}
