//! Draws a questionnaire: one question at a time, with its answer in the available space, and what is still
//! empty.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::RecordForm;
use super::title::title;
use super::view::status_line;
use crate::domain::position::INTERVIEW;
use crate::tui::cx::ViewCx;
use crate::tui::dialogs::frame;
use crate::tui::widgets::paint;

/// The minimum width, in columns, at which the list of questions is shown beside the answer.
const WIDE: u16 = 90;
/// The width of the list of questions, in columns.
const LIST: u16 = 20;

/// Draws the questionnaire over the whole area.
pub fn view(form: &RecordForm, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let inner = frame(buffer, area, &title(&form.subject), theme);
    if inner.height < 4 {
        return;
    }
    let is_wide = inner.width >= WIDE;
    let body = if is_wide {
        list(form, cx, buffer, Rect { width: LIST, ..inner });
        for y in inner.y..inner.bottom() {
            buffer.set_string(inner.x + LIST + 1, y, "│", theme.rule);
        }
        Rect { x: inner.x + LIST + 3, width: inner.width - LIST - 3, ..inner }
    } else {
        inner
    };
    paint::text(buffer, body, 0, &standing(form), theme.muted);
    let columns = usize::from(body.width.min(100));
    let question = question(form.entries[form.focus].name);
    let asked = paint::wrapped(question, columns, theme.strong);
    let below = status(form, cx, body);
    let rows = paint::columns(below.len()).min(body.height.saturating_sub(3));
    // A long question gives way to the answer on a small screen.
    let most = usize::from(body.height.saturating_sub(rows + 3)).max(1);
    let asked: Vec<Line<'_>> = asked.into_iter().take(most).collect();
    let top = 1 + paint::columns(asked.len());
    paint::lines(buffer, Rect { y: body.y + 1, height: top - 1, ..body }, &asked, 0);
    let gap = u16::from(body.height > top + rows + 4);
    let room = Rect {
        y: body.y + top + gap,
        height: body.height.saturating_sub(top + 2 * gap + rows).max(1),
        width: body.width.min(100),
        ..body
    };
    let mut field = form.entries[form.focus].field.clone();
    if let Some(cursor) = field.draw(buffer, room, theme, true) {
        cx.cursor.set(Some(cursor));
    }
    paint::lines(buffer, Rect { y: body.bottom() - rows, height: rows, ..body }, &below, 0);
}

/// Returns the question of a field in full.
fn question(label: &str) -> &'static str {
    INTERVIEW.iter().find(|(each, _)| *each == label).map_or("", |(_, question)| question)
}

/// Returns the place in the questionnaire, and how many answers are empty: `3 of 15 · 9 are empty`.
fn standing(form: &RecordForm) -> String {
    let empty = form.entries.iter().filter(|entry| entry.field.text().trim().is_empty()).count();
    let left = match empty {
        0 => "every question is answered".to_owned(),
        1 => "1 is empty".to_owned(),
        many => format!("{many} are empty"),
    };
    format!("{} of {} · {left}", form.focus + 1, form.entries.len())
}

/// Returns the problem of the answer, or the text of another program; empty otherwise.
fn status(form: &RecordForm, cx: &ViewCx, area: Rect) -> Vec<Line<'static>> {
    let name = form.entries[form.focus].name;
    if form.problem.is_none() && form.theirs_of(name).is_none() {
        return Vec::new();
    }
    status_line(form, cx, area)
}

/// Draws the questions by the names of their fields, each with a sign that it is answered.
fn list(form: &RecordForm, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    for (row, entry) in form.entries.iter().enumerate() {
        let line = paint::columns(row);
        if line >= area.height {
            break;
        }
        let is_empty = entry.field.text().trim().is_empty();
        let (mark, style) = if is_empty { ("·", theme.muted) } else { ("✓", theme.good) };
        let here = row == form.focus;
        paint::text(buffer, Rect { x: area.x + 1, ..area }, line, mark, style);
        let name = Rect { x: area.x + 3, width: area.width.saturating_sub(3), ..area };
        paint::text(buffer, name, line, entry.name, if here { theme.strong } else { theme.text });
        if here {
            paint::highlight(buffer, area, line, theme.selected);
            paint::gutter(buffer, area, line, "▌", theme);
        }
    }
}
