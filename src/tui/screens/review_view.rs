//! Draws the review tab: the document, the triage, the year, or the names.

use chrono::Datelike as _;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::review::{self, Review};
use super::wins_view::short_change;
use super::{answers_view, names, review_triage_view, year};
use crate::domain::{Period, Totals};
use crate::journal::DocumentDraft;
use crate::report::document::Document;
use crate::report::overrides::{Item, ItemKind};
use crate::report::wording;
use crate::text::spark::sparkline;
use crate::text::width;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::paint;

/// Draws the tab.
pub fn view(review: &Review, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    if let Some(names) = &review.names {
        names::view(names, cx, buffer, area);
        return;
    }
    if let Some(answers) = &review.answers {
        answers_view::view(answers, cx, buffer, area);
    } else if let Some(year) = &review.year {
        year::view(year, cx, buffer, area);
    } else if review.walk.is_some() && review.draft.is_some() {
        review_triage_view::view(review, cx, buffer, area);
    } else {
        document(review, cx, buffer, area);
    }
}

/// Draws the document beside its outline.
fn document(review: &Review, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let split = review::layout(review, area);
    let Some(draft) = &review.draft else { return };
    if split.list.height > 0 {
        title(review, cx, draft, buffer, split.title);
        list(review, cx, buffer, split.list);
    }
    split.rule(buffer, review.open, &cx.theme);
    if let Some(area) = split.detail {
        // The page has a margin, which the lines do not reach.
        let page =
            Rect { x: area.x.saturating_sub(2), width: (area.width + 4).min(cx.size.0 - area.x + 2), ..area };
        for y in page.y..page.bottom() {
            paint::highlight(buffer, Rect { y, height: 1, ..page }, 0, cx.theme.surface);
        }
        review.document(cx, buffer, area);
    }
}

/// The minimum width, in columns, at which the title shows the wins by month.
const ROOMY: u16 = 76;

/// Returns the wins by month as a sparkline; `None` for fewer than 3 or more than 24 months, or without wins.
fn by_month(totals: &Totals, period: Option<&Period>) -> Option<String> {
    let mut month = period?.first.with_day(1)?;
    let mut counts = Vec::new();
    while month <= period?.last {
        let key = month.format("%Y-%m").to_string();
        let count = totals.months.iter().find(|(name, _)| *name == key).map_or(0, |(_, count)| *count);
        counts.push(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
        if counts.len() > 24 {
            return None;
        }
        month = month.checked_add_months(chrono::Months::new(1))?;
    }
    let any = counts.iter().any(|count| *count > 0.0);
    (counts.len() > 2 && any).then(|| sparkline(&counts, counts.len()))
}

/// The minimum width, in columns, for bars of the completeness.
const WITH_BARS: u16 = 76;
/// The minimum width, in columns, of a part with its number.
const WITH_NUMBER: u16 = 15;

fn title(review: &Review, cx: &ViewCx, draft: &DocumentDraft, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let label = review.period.as_ref().map_or("", |period| period.label.as_str());
    let totals = &draft.totals;
    let mut right = crate::text::counted(totals.wins, "win", "wins");
    if area.width >= ROOMY
        && let Some(months) = by_month(totals, review.period.as_ref())
    {
        right = format!("by month {months}   {right}");
    }
    let taken = paint::text_right(buffer, area, 0, &right, theme.muted);
    let left = Rect { width: area.width.saturating_sub(taken + 2), ..area };
    let used =
        paint::text(buffer, left, 0, &format!("{label} {}", review::for_whom(review.reader)), theme.strong);
    let beside = Rect { x: left.x + used + 2, width: left.width.saturating_sub(used + 2), ..left };
    // A remark that does not fit is left out: cut, it says nothing.
    let mut remarks = remarks(review, cx, draft);
    while remarks.len() > 1 && width(&remarks.join(" · ")) > usize::from(beside.width) {
        remarks.pop();
    }
    paint::text(buffer, beside, 0, &remarks.join(" · "), theme.muted);
    let under = Rect { y: area.y + 1, ..area };
    completeness(totals, cx, buffer, under);
}

/// Returns what is still to be done: names without an alias, wins to strengthen, sections without a win.
fn remarks(review: &Review, cx: &ViewCx, draft: &DocumentDraft) -> Vec<String> {
    let mut parts = Vec::new();
    if !draft.names.unaliased.is_empty() {
        let names = crate::text::counted(draft.names.unaliased.len(), "name", "names");
        parts.push(format!("{names} without an alias ({})", cx.key(Action::Names, Context::Review)));
    }
    let is_weak = |item: &&Item| draft.weak.contains(&item.key) && !review.is_left_out(&item.key);
    let weak = draft.outline.iter().filter(is_weak).count();
    if weak > 0 {
        parts.push(format!("{weak} to strengthen"));
    }
    if !draft.empty.is_empty() && draft.totals.wins > 0 {
        parts.push(format!("nothing in {}", draft.empty.join(", ")));
    }
    parts
}

/// Draws how many of the wins have a number, an outcome and evidence.
fn completeness(totals: &Totals, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    if totals.wins == 0 {
        return;
    }
    let parts = [
        (totals.with_number, "number"),
        (totals.with_outcome, "outcome"),
        (totals.with_evidence, "evidence"),
        (totals.starred, "starred"),
    ];
    // A narrow screen shows as many parts as fit with their numbers.
    let count = usize::from(area.width / WITH_NUMBER).clamp(1, parts.len());
    let cell = area.width / paint::columns(count);
    for (at, (count, what)) in parts.into_iter().take(count).enumerate() {
        let percent = (count * 100 + totals.wins / 2) / totals.wins;
        let percent = if percent == 0 && count > 0 { "<1 %".to_owned() } else { format!("{percent} %") };
        let place = Rect { x: area.x + cell * paint::columns(at), width: cell.saturating_sub(2), ..area };
        let used = paint::text(buffer, place, 0, what, theme.muted) + 1;
        if area.width < WITH_BARS {
            let rest = Rect { x: place.x + used, width: place.width.saturating_sub(used), ..place };
            paint::text(buffer, rest, 0, &percent, theme.text);
            continue;
        }
        let taken =
            paint::text_right(buffer, Rect { width: place.width.min(28), ..place }, 0, &percent, theme.text);
        let columns = place.width.min(28).saturating_sub(used + taken + 1);
        let share = wording::share(count, totals.wins);
        buffer.set_line(
            place.x + used,
            place.y,
            &paint::bar(share, None, usize::from(columns), theme),
            columns,
        );
    }
}

fn list(review: &Review, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
    if review.outline().is_empty() {
        let text = format!(
            "Nothing was logged in this period that is for this reader. `{}` logs a win, `{}` is the year before, `{}` \
             another reader.",
            cx.key(Action::Capture, Context::Global),
            cx.key(Action::PreviousPeriod, Context::Review),
            cx.key(Action::Reader, Context::Review),
        );
        paint::lines(buffer, inner, &paint::with_keys(&text, usize::from(inner.width), theme), 0);
        return;
    }
    for (line, at) in review::visible(review, area.height).enumerate() {
        let line = paint::columns(line);
        item(review, cx, buffer, inner, line, at);
        if at == review.selected {
            buffer.set_string(inner.x - 1, area.y + line, "▌", theme.accent);
            paint::highlight(buffer, inner, line, theme.selected);
            cx.select(inner, line);
        }
    }
}

/// The width of an item, in columns, from which on it has its change.
const WITH_CHANGE: u16 = 36;

/// Draws an item of the outline; a part has a rule and the number of its items.
fn item(review: &Review, cx: &ViewCx, buffer: &mut Buffer, inner: Rect, line: u16, at: usize) {
    let theme = &cx.theme;
    let item = &review.outline()[at];
    let out = review.is_left_out(&item.key);
    let chosen = review.choice(&item.key).map(|choice| choice.title.as_str()).filter(|it| !it.is_empty());
    // The override of a written part is its text, not its title.
    let written = Document::is_written(&item.key);
    let renamed = chosen.filter(|_| !written);
    let title = renamed.unwrap_or(&item.title);
    let note = match (out, renamed.is_some()) {
        (true, _) => "left out",
        (false, true) => "retitled",
        (false, false) if written && chosen.is_none() => "to be written",
        (false, false) => "",
    };
    if item.depth == 0 && !out {
        let part = review.outline()[at + 1..].iter().take_while(|next| next.depth > 0);
        let count = part.filter(|next| next.depth == 1).count();
        let right = if note.is_empty() && count > 0 { count.to_string() } else { note.to_owned() };
        paint::group(buffer, inner, line, title, &right, theme);
        return;
    }
    let indent = paint::columns(item.depth * 2).min(inner.width / 3);
    let cell = Rect { x: inner.x + indent, width: inner.width - indent, ..inner };
    let (mark, mark_style) = match (out, item.kind) {
        (true, _) => ("– ", theme.muted),
        (false, _) if item.starred => ("★ ", theme.star),
        (false, ItemKind::Part) => ("", theme.text),
        (false, _) => ("✓ ", theme.muted),
    };
    let figure = review.draft.as_ref().and_then(|draft| draft.figures.get(&item.key));
    let (right, style) = match figure.filter(|_| note.is_empty() && cell.width >= WITH_CHANGE) {
        Some(figure) => short_change(figure, theme),
        None => (note.to_owned(), theme.muted),
    };
    let taken = paint::text_right(buffer, cell, line, &right, style);
    let gap = if taken > 0 { taken + 2 } else { 0 };
    let room = Rect { width: cell.width.saturating_sub(gap), ..cell };
    let used = paint::text(buffer, room, line, mark, mark_style);
    let rest = Rect { x: room.x + used, width: room.width.saturating_sub(used), ..room };
    paint::text(buffer, rest, line, title, if out { theme.muted } else { theme.text });
}
