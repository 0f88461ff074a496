//! Draws the review tab: the document, the triage, the year, or the names.

use chrono::Datelike as _;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::review::{self, Review};
use super::{names, review_triage_view, year};
use crate::domain::{Period, Totals};
use crate::journal::DocumentDraft;
use crate::report::document::Document;
use crate::report::overrides::{Item, ItemKind};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::paint;
use crate::tui::widgets::spark::sparkline;

/// Draws the tab.
pub fn view(review: &Review, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    if let Some(names) = &review.names {
        names::view(names, cx, buffer, area);
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
        review.document(buffer, area);
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

fn title(review: &Review, cx: &ViewCx, draft: &DocumentDraft, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let label = review.period.as_ref().map_or("", |period| period.label.as_str());
    let totals = &draft.totals;
    let share = |count: usize, what: &str| {
        let share = (count * 100).checked_div(totals.wins)?;
        let share = if share == 0 && count > 0 { "<1".to_owned() } else { share.to_string() };
        Some(format!("{share} % {what}"))
    };
    let mut right = crate::text::counted(totals.wins, "win", "wins");
    if area.width >= ROOMY
        && let Some(months) = by_month(totals, review.period.as_ref())
    {
        right = format!("by month {months}   {right}");
    }
    let taken = paint::text_right(buffer, area, 0, &right, theme.muted);
    let left = Rect { width: area.width.saturating_sub(taken + 2), ..area };
    paint::text(buffer, left, 0, &format!("{label}, {}", review::for_whom(review.reader)), theme.strong);
    let mut parts: Vec<String> = [
        share(totals.with_number, "with a number"),
        share(totals.with_outcome, "with an outcome"),
        share(totals.with_evidence, "with evidence"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let is_weak = |item: &&Item| draft.weak.contains(&item.key) && !review.is_left_out(&item.key);
    let weak = draft.outline.iter().filter(is_weak).count();
    if weak > 0 {
        parts.push(format!("{weak} to strengthen"));
    }
    if !draft.unaliased.is_empty() {
        let names = crate::text::counted(draft.unaliased.len(), "name", "names");
        parts.insert(0, format!("{names} without an alias ({})", cx.key(Action::Names, Context::Review)));
    }
    if !draft.empty.is_empty() && totals.wins > 0 {
        parts.push(format!("nothing in {}", draft.empty.join(", ")));
    }
    let under = Rect { y: area.y + 1, ..area };
    paint::text(buffer, under, 0, &parts.join(" · "), theme.muted);
}

fn list(review: &Review, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if review.outline().is_empty() {
        let text = format!(
            "Nothing was logged in this period that is for this reader. {} logs a win, {} is the year before, {} \
             another reader.",
            cx.key(Action::Capture, Context::Global),
            cx.key(Action::PreviousPeriod, Context::Review),
            cx.key(Action::NextReader, Context::Review),
        );
        let below =
            Rect { y: inner.y + 1.min(inner.height), height: inner.height.saturating_sub(1), ..inner };
        paint::lines(buffer, below, &paint::wrapped(&text, usize::from(inner.width), theme.muted), 0);
        return;
    }
    for (line, at) in review::visible(review, area.height).enumerate() {
        let line = paint::columns(line);
        let item = &review.outline()[at];
        let out = review.is_left_out(&item.key);
        let indent = paint::columns(item.depth * 2).min(inner.width / 3);
        let cell = Rect { x: inner.x + indent, width: inner.width - indent, ..inner };
        let mark = match (out, item.kind) {
            (true, _) => "– ",
            (false, _) if item.starred => "★ ",
            (false, ItemKind::Part) => "",
            (false, _) => "✓ ",
        };
        let chosen = review.choice(&item.key).map(|choice| choice.title.as_str()).filter(|it| !it.is_empty());
        // The override of `needs` is the text of the part, not its title.
        let needs = item.key == Document::NEEDS;
        let renamed = chosen.filter(|_| !needs);
        let title = renamed.unwrap_or(&item.title);
        let style = match (out, item.depth) {
            (true, _) => theme.muted,
            (false, 0) => theme.strong,
            (false, _) => theme.text,
        };
        let note = match (out, renamed.is_some()) {
            (true, _) => "left out",
            (false, true) => "retitled",
            (false, false) if needs && chosen.is_none() => "to be written",
            (false, false) => "",
        };
        let taken = paint::text_right(buffer, cell, line, note, theme.muted);
        let gap = if taken > 0 { taken + 2 } else { 0 };
        let room = Rect { width: cell.width.saturating_sub(gap), ..cell };
        paint::text(buffer, room, line, &format!("{mark}{title}"), style);
        if at == review.selected {
            buffer.set_string(area.x, area.y + line, "▌", theme.accent);
            paint::highlight(buffer, inner, line, theme.selected);
            cx.select(inner, line);
        }
    }
}
