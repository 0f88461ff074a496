//! Draws the form of a record.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::hints::hint;
use super::title::title;
use super::{RecordForm, Target, check};
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
    let mut outer = centred(area, 110, area.height);
    let needed = needed_height(form, cx, outer);
    outer = centred(area, 110, needed.min(area.height));
    let mut inner = frame(buffer, outer, &title(&form.subject), theme);
    if inner.height < 2 {
        return;
    }
    let above = above(form, cx, inner);
    let height = paint::columns(above.len());
    paint::lines(buffer, Rect { height, ..inner }, &above, 0);
    inner = Rect { y: inner.y + height, height: inner.height - height, ..inner };
    let below = status_line(form, cx, inner);
    let rows = paint::columns(below.len()).clamp(1, 3).min(inner.height - 1);
    let body = Rect { height: inner.height - rows, ..inner };
    paint::lines(buffer, Rect { y: body.bottom(), height: rows, ..inner }, &below, 0);
    fields(form, cx, buffer, body);
}

/// The height of a field for a long text on a screen that has room, in rows.
const LONG: u16 = 8;

/// Returns the height at which the form shows everything, in rows.
fn needed_height(form: &RecordForm, cx: &ViewCx, outer: Rect) -> u16 {
    let inner =
        Rect { width: outer.width.saturating_sub(4), height: outer.height.saturating_sub(2), ..outer };
    let visible = form.layout.visible(&form.entries);
    let long = visible.iter().filter(|at| form.entries[**at].several).count();
    let others = visible.len() - long + usize::from(!form.layout.hidden(&form.entries).is_empty());
    let rows = above(form, cx, inner).len() + others + usize::from(form.layout.is_expanded);
    // The frame, a blank row and up to three rows of status.
    paint::columns(rows + 6) + paint::columns(long) * LONG
}

/// Returns the lines above the fields that describe the record, cut to the available height.
fn above(form: &RecordForm, cx: &ViewCx, inner: Rect) -> Vec<Line<'static>> {
    let most = if inner.height >= 18 { 4 } else { 2 };
    let visible = form.layout.visible(&form.entries);
    let fields = visible.iter().map(|at| if form.entries[*at].several { most } else { 1 }).sum::<u16>() + 1;
    let room = usize::from(inner.height.saturating_sub(fields).max(inner.height / 2).min(inner.height - 2));
    let columns = usize::from(inner.width);
    let mut lines = match &form.subject {
        Subject::Answer(answering) => answering.lines(cx, columns, room.saturating_sub(1)),
        Subject::Check(checking) => checking.lines(cx, columns, room.saturating_sub(1)),
        Subject::Finish(reading) => learning::detail_lines(reading, cx, columns),
        _ => return Vec::new(),
    };
    paint::shorten(&mut lines, room.saturating_sub(1), &cx.theme);
    lines.push(Line::default());
    lines
}

/// Returns the text under the fields: the problem of a field, else the text that another program wrote into
/// the focused field, else the names that complete it, else how it is read, else the hint about it. Only a problem is
/// wrapped, because its end often states the remedy.
pub(super) fn status_line(form: &RecordForm, cx: &ViewCx, area: Rect) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let entry = &form.entries[form.focus];
    let focused = entry.name;
    let one =
        |text: &str, style| vec![Line::styled(ellipsis(text, usize::from(area.width)).into_owned(), style)];
    match (&form.problem, form.theirs_of(focused)) {
        (Some((name, why)), _) => {
            // A reason that begins with the name of the field is complete.
            let text = if why.starts_with(name) { format!("! {why}") } else { format!("! {name}: {why}") };
            return paint::wrapped(&text, usize::from(area.width), theme.attention);
        }
        (None, Some(theirs)) => {
            let theirs = theirs.replace('\n', " / ");
            return one(&format!("≠ the other program wrote: {theirs}"), theme.attention);
        }
        (None, None) => {}
    }
    if form.layout.is_on_more {
        return one("enter shows the other fields", theme.muted);
    }
    if !form.completing.names.is_empty() {
        return vec![completions(form, theme)];
    }
    if form.completing.new_project(&entry.field).is_some() {
        return one("= a new project", theme.accent);
    }
    let text = entry.field.text();
    match check::reading(&form.subject, focused, &text, cx.today) {
        Err(why) => one(&format!("· {why}"), theme.muted),
        Ok(read) if !read.is_empty() => one(&format!("= {read}"), theme.accent),
        // On a wide form, the hint is beside the field; an empty field for prose has it itself.
        Ok(_) if area.width >= BESIDE || (entry.several && text.is_empty()) => Vec::new(),
        Ok(_) => one(hint(&form.subject, focused), theme.muted),
    }
}

/// Lays out the names that complete the focused field, and the key that takes one of them.
fn completions(form: &RecordForm, theme: &Theme) -> Line<'static> {
    let new = form.completing.new_project(&form.entries[form.focus].field);
    let key = if form.completing.chosen.is_some() { "enter" } else { "right" };
    let about = if new.is_some() { format!("new; {key} takes ") } else { format!("{key} takes ") };
    let mut spans = vec![Span::styled(about, theme.muted)];
    for (at, each) in form.completing.names.iter().enumerate() {
        let is_chosen = at == form.completing.chosen.unwrap_or(0);
        let mark = if is_chosen { "› " } else { "  " };
        let style = if form.completing.chosen == Some(at) {
            theme.accent.patch(theme.selected)
        } else {
            theme.accent
        };
        spans.push(Span::styled(format!("{mark}{}", crate::text::inert(&each.name)), style));
        spans.push(Span::styled(format!(" {} ", each.about), theme.muted));
    }
    Line::from(spans)
}

/// The minimum width of the form, in columns, with the hint beside the focused field.
const BESIDE: u16 = 92;
/// The number of columns of that hint.
const HINT: u16 = 30;

fn fields(form: &RecordForm, cx: &ViewCx, buffer: &mut Buffer, body: Rect) {
    let theme = &cx.theme;
    let visible = form.layout.visible(&form.entries);
    let hidden = form.layout.hidden(&form.entries);
    let is_long = |at: &&usize| form.entries[**at].several;
    let long = paint::columns(visible.iter().filter(is_long).count());
    let others = paint::columns(visible.len() + 1) - long + 1;
    let long_height = (body.height.saturating_sub(others) / long.max(1)).clamp(3, LONG);
    let height = |at: usize| if form.entries[at].several { long_height } else { 1 };
    let place = visible.iter().position(|at| *at == form.focus).unwrap_or(0);
    let place = if form.layout.is_on_more { visible.len() } else { place };
    // The fields scroll so that the focused one is completely visible.
    let rows = |from: usize| {
        let shown = visible[from..visible.len().min(place + 1)].iter().map(|at| height(*at)).sum::<u16>();
        shown + u16::from(place == visible.len()) * 2 + u16::from(form.layout.is_expanded)
    };
    let mut first = 0;
    while first < place.min(visible.len() - 1) && rows(first) > body.height {
        first += 1;
    }
    let longest = form.entries.iter().map(|entry| width(entry.name) + 3).max().unwrap_or(0);
    let label_width = paint::columns(longest.max(LABEL)).min(body.width);
    let beside = if body.width >= BESIDE { HINT + 2 } else { 0 };
    let mut y = 0;
    form.places.borrow_mut().clear();
    let place = |area: Rect, target: Target| form.places.borrow_mut().push((area, target));
    for at in visible.iter().copied().skip(first) {
        if form.layout.begins_rest(&form.entries, at) && y < body.height {
            paint::group(buffer, Rect { width: body.width - beside, ..body }, y, "More", "", theme);
            y += 1;
        }
        if y >= body.height {
            break;
        }
        let room = Rect {
            x: body.x + label_width,
            y: body.y + y,
            width: body.width.saturating_sub(label_width + beside),
            height: height(at).min(body.height - y),
        };
        place(Rect { x: body.x, width: room.right() - body.x, ..room }, Target::Field(at));
        field(form, cx, buffer, Rect { width: label_width, ..body }, room, at);
        let is_here = at == form.focus && !form.layout.is_on_more;
        let right = Rect {
            x: body.right().saturating_sub(HINT),
            y: room.y,
            width: HINT,
            height: body.bottom() - room.y,
        };
        let beside = (is_here && beside > 0).then_some(right);
        ask(form, cx, buffer, (room, beside), at);
        y += height(at);
    }
    if !hidden.is_empty() && y < body.height {
        let style = if form.layout.is_on_more { theme.key } else { theme.muted };
        let mark = if form.layout.is_on_more { "›" } else { " " };
        let row = Rect { width: body.width - beside, ..body };
        paint::text(buffer, row, y, &format!("{mark} more"), style);
        let names = Rect { x: row.x + label_width, width: row.width.saturating_sub(label_width), ..row };
        paint::text(buffer, names, y, &hidden.join(", "), style);
        place(Rect { y: row.y + y, height: 1, ..row }, Target::More);
    }
}

/// Draws the hint about a field: beside the focused one if there is room, and in an empty field for prose.
fn ask(form: &RecordForm, cx: &ViewCx, buffer: &mut Buffer, (room, beside): (Rect, Option<Rect>), at: usize) {
    let entry = &form.entries[at];
    let is_empty = entry.several && entry.field.text().is_empty();
    let Some(place) = beside.or_else(|| is_empty.then_some(room)) else { return };
    let hints = paint::wrapped(hint(&form.subject, entry.name), usize::from(place.width), cx.theme.muted);
    paint::lines(buffer, place, &hints, 0);
}

/// Draws the label of a field and its editor, or its choices.
fn field(form: &RecordForm, cx: &ViewCx, buffer: &mut Buffer, labels: Rect, room: Rect, at: usize) {
    let theme = &cx.theme;
    let entry = &form.entries[at];
    let here = at == form.focus && !form.layout.is_on_more;
    let mark = match (form.theirs_of(entry.name).is_some(), here) {
        (true, _) => "≠",
        (false, true) => "›",
        (false, false) => " ",
    };
    let style = if here { theme.key } else { theme.muted };
    paint::text(buffer, labels, room.y - labels.y, &format!("{mark} {}", entry.name), style);
    let choices = form.choices(entry.name);
    let text = entry.field.text();
    let wide: usize = choices.iter().map(|choice| width(choice) + 4).sum();
    if !choices.is_empty() && wide <= usize::from(room.width) && choices.contains(&text) {
        let mut x = room.x;
        for choice in &choices {
            let is_set = *choice == text;
            let style = match (is_set, here) {
                (true, true) => theme.key,
                (true, false) => theme.text,
                (false, _) => theme.muted,
            };
            let sign = if is_set { "●" } else { "○" };
            let shown = Rect { x, width: room.right().saturating_sub(x), ..room };
            let taken = paint::text(buffer, shown, 0, &format!("{sign} {choice}"), style);
            let target = Target::Choice(at, choice.clone());
            form.places.borrow_mut().push((Rect { width: taken, height: 1, ..shown }, target));
            x += taken + 2;
        }
        return;
    }
    if !here && !entry.several {
        // A long text shows its beginning while it is not edited.
        paint::text(buffer, room, 0, &text, theme.text);
        return;
    }
    if let Some(cursor) = entry.field.clone().draw(buffer, room, theme, here) {
        cx.cursor.set(Some(cursor));
    }
}
