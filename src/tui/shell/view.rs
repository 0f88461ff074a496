//! Draws the screen: the tab bar, the tab itself, and the footer.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Model, filter, footer, tabs};
use crate::tui::action::{Action, Context};
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
    model.cx.attended.set(0);
    model.cx.read.set(None);
    tabs::view(model, buffer, layout.tabs);
    model.cx.cursor.set(None);
    let unmatched = filter::words(model).filter(|_| model.screen().finds_nothing());
    match unmatched.filter(|words| !words.trim().is_empty()) {
        Some(words) => {
            let key = model.cx.key(Action::Back, Context::List);
            let text = format!("Nothing here has “{}”. {key} shows all again.", words.trim());
            let body =
                Rect { x: layout.body.x + 2, width: layout.body.width.saturating_sub(4), ..layout.body };
            let lines = paint::wrapped(&text, usize::from(body.width), model.cx.theme.muted);
            paint::lines(buffer, body, &lines, 0);
        }
        None => model.screen().view(&model.cx, buffer, layout.body),
    }
    let words = filter::words(model).map_or_else(|| model.screen().searched(), |words| vec![words]);
    let words: Vec<&str> = words.iter().flat_map(|words| words.split_whitespace()).collect();
    paint::mark_found(buffer, layout.body, &words, &model.cx.theme);
    let area = Rect::new(0, 0, columns, rows - 1);
    if !model.dialogs.is_empty() {
        model.cx.cursor.set(None);
        if model.dialogs.iter().any(|open| open.dialog.dims()) {
            paint::dim(buffer, layout.body, &model.cx.theme);
        }
    }
    for open in &model.dialogs {
        open.dialog.view(&model.cx, buffer, area);
    }
    footer::view(model, buffer, layout.footer);
    if model.cx.is_plain {
        paint::plain(buffer);
    }
    paint::neutralise(buffer);
    if let Some(cursor) = model.cx.cursor.get() {
        frame.set_cursor_position(cursor);
    }
}
