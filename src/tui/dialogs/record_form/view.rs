//! Draws the form of a record.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::RecordForm;
use super::hints::hint;
use super::title::title;
use crate::text::{ellipsis, width};
use crate::tui::cx::ViewCx;
use crate::tui::dialogs::{centred, frame};
use crate::tui::screens::learning;
use crate::tui::subject::Subject;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

/// The minimum number of columns for the name of a field.
const LABEL: usize = 13;

/// Draws the form over the height of the area.
pub fn view(form: &RecordForm, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let outer = centred(area, 110, area.height);
    let mut inner = frame(buffer, outer, &title(&form.subject), theme);
    if inner.height < 2 {
        return;
    }
    let above = above(form, cx, inner);
    let height = paint::columns(above.len());
    paint::lines(buffer, Rect { height, ..inner }, &above, 0);
    inner = Rect { y: inner.y + height, height: inner.height - height, ..inner };
    let below = status_line(form, theme, inner);
    let rows = paint::columns(below.len()).clamp(1, 3).min(inner.height - 1);
    let body = Rect { height: inner.height - rows, ..inner };
    paint::lines(buffer, Rect { y: body.bottom(), height: rows, ..inner }, &below, 0);
    fields(form, cx, buffer, body);
}

/// Returns the lines above the fields that describe the record, cut to the available height.
fn above(form: &RecordForm, cx: &ViewCx, inner: Rect) -> Vec<Line<'static>> {
    let most = if inner.height >= 18 { 4 } else { 2 };
    let fields = form.entries.iter().map(|entry| if entry.several { most } else { 1 }).sum::<u16>() + 1;
    let room = usize::from(inner.height.saturating_sub(fields).max(inner.height / 2).min(inner.height - 2));
    let columns = usize::from(inner.width);
    let mut lines = match &form.subject {
        Subject::Answer(answering) => answering.lines(cx, columns, room.saturating_sub(1)),
        Subject::Check(checking) => checking.lines(cx, columns, room.saturating_sub(1)),
        Subject::Finish(reading) => learning::detail_lines(reading, cx, columns),
        _ => return Vec::new(),
    };
    let whole = lines.len();
    lines.truncate(room.saturating_sub(1));
    if let Some(last) = lines.last_mut().filter(|_| whole >= room) {
        last.push_span(Span::styled(" …", cx.theme.muted));
    }
    lines.push(Line::default());
    lines
}

/// Returns the text under the fields: the problem of a field, else the text that another program wrote into
/// the focused field, else the hint about that field. Only a problem is wrapped, because its end often states
/// the remedy.
pub(super) fn status_line(form: &RecordForm, theme: &Theme, area: Rect) -> Vec<Line<'static>> {
    let focused = form.entries[form.focus].name;
    let one =
        |text: &str, style| vec![Line::styled(ellipsis(text, usize::from(area.width)).into_owned(), style)];
    match (&form.problem, form.theirs_of(focused)) {
        (Some((name, why)), _) => {
            // A reason that begins with the name of the field is complete.
            let text = if why.starts_with(name) { format!("! {why}") } else { format!("! {name}: {why}") };
            paint::wrapped(&text, usize::from(area.width), theme.attention)
        }
        (None, Some(theirs)) => {
            let theirs = theirs.replace('\n', " / ");
            one(&format!("≠ the other program wrote: {theirs}"), theme.attention)
        }
        (None, None) => one(hint(&form.subject, focused), theme.muted),
    }
}

fn fields(form: &RecordForm, cx: &ViewCx, buffer: &mut Buffer, body: Rect) {
    let theme = &cx.theme;
    let short = paint::columns(form.entries.iter().filter(|entry| !entry.several).count());
    let long = paint::columns(form.entries.len()) - short;
    let long_height = (body.height.saturating_sub(short) / long.max(1)).clamp(3, 12);
    let height = |at: usize| if form.entries[at].several { long_height } else { 1 };
    // The fields scroll so that the focused one is completely visible.
    let mut first = 0;
    while first < form.focus && (first..=form.focus).map(height).sum::<u16>() > body.height {
        first += 1;
    }
    let longest = form.entries.iter().map(|entry| width(entry.name) + 3).max().unwrap_or(0);
    let label_width = paint::columns(longest.max(LABEL)).min(body.width);
    let mut y = 0;
    for (at, entry) in form.entries.iter().enumerate().skip(first) {
        if y >= body.height {
            break;
        }
        let here = at == form.focus;
        let style = if here { theme.accent } else { theme.muted };
        let label = Rect { width: label_width, ..body };
        let differs = form.theirs_of(entry.name).is_some();
        let mark = if differs {
            "≠"
        } else if here {
            "›"
        } else {
            " "
        };
        paint::text(buffer, label, y, &format!("{mark} {}", entry.name), style);
        let room = Rect {
            x: body.x + label_width,
            y: body.y + y,
            width: body.width - label_width,
            height: height(at).min(body.height - y),
        };
        if let Some(cursor) = entry.field.clone().draw(buffer, room, theme, here) {
            cx.cursor.set(Some(cursor));
        }
        y += height(at);
    }
}
