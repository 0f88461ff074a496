//! Lays out and draws the triage.

use std::collections::HashSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::detail::{self, WinContext};
use super::master_detail;
use super::review::{self, Review};
use super::review_triage::Walk;
use crate::domain::WinView;
use crate::lint::Finding;
use crate::report::overrides::ItemKind;
use crate::text::{counted, inert};
use crate::tui::action::Action;
use crate::tui::cx::ViewCx;
use crate::tui::widgets::paint;

/// Creates a triage of all wins of the outline, which begins at the first win at or after the selected item.
/// With `weak`, wins without a finding and omitted wins are skipped. Returns `None` if no win remains.
pub fn begin(review: &Review, weak: bool) -> Option<Walk> {
    let draft = review.draft.as_ref()?;
    let wanted = |key: &str| !weak || draft.weak.contains(key);
    let mut keys = Vec::new();
    let mut known = HashSet::new();
    let mut at = None;
    for (place, item) in draft.outline.iter().enumerate() {
        let out = weak && review.is_left_out(&item.key);
        if item.kind != ItemKind::Win || !wanted(&item.key) || out || !known.insert(&item.key) {
            continue;
        }
        if at.is_none() && place >= review.selected {
            at = Some(keys.len());
        }
        keys.push(item.key.clone());
    }
    Walk::new(keys, at.unwrap_or(0), weak)
}

/// Returns the current win; `None` until it is loaded.
pub fn win(review: &Review) -> Option<&WinView> {
    let key = review.walk.as_ref()?.key();
    review.walk_win.as_deref().filter(|win| win.id.to_string() == key)
}

/// Returns the area of the win and, on a wide screen, the area of the document beside it.
fn room(review: &Review, area: Rect) -> (Rect, Option<Rect>) {
    let parts = review::layout(review, area);
    let master_detail::Split { list, detail, wide, .. } = parts;
    if wide {
        let left = Rect { x: area.x + 2, width: list.width.saturating_sub(3), ..area };
        return (left, detail.map(|part| Rect { y: area.y, height: area.height, ..part }));
    }
    (Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area }, None)
}

/// Returns the number of lines above the win.
fn head(area: Rect) -> u16 {
    if area.height >= 14 { 3 } else { 2.min(area.height) }
}

/// Returns the largest scroll position of the win, in lines.
pub fn max_scroll(review: &Review, cx: &ViewCx, body: Rect) -> usize {
    let (area, _) = room(review, body);
    let rows = usize::from(area.height - head(area));
    lines(review, cx, usize::from(area.width)).len().saturating_sub(rows)
}

/// Returns the number of rows that a page key scrolls by, at least 1.
pub fn page(review: &Review, body: Rect) -> usize {
    let (area, _) = room(review, body);
    usize::from(area.height - head(area)).saturating_sub(1).max(1)
}

fn lines(review: &Review, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let (Some(walk), Some(win)) = (&review.walk, win(review)) else { return Vec::new() };
    let findings = &review.walk_findings[..];
    let mut out = Vec::new();
    if walk.weak {
        out.extend(advice(findings, true, columns, cx));
        if findings.is_empty() {
            out.push(Line::from(Span::styled("✓ nothing more to make stronger", cx.theme.good)));
        }
        out.push(Line::default());
    }
    out.extend(detail::lines(win, &WinContext::default(), cx, columns));
    if !walk.weak && !findings.is_empty() {
        out.push(Line::default());
        out.extend(advice(findings, false, columns, cx));
    }
    out
}

/// Lays out the findings for a win; with `whole`, adds the reason for each rule and an example.
fn advice(findings: &[Finding], whole: bool, columns: usize, cx: &ViewCx) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let mut out = Vec::new();
    for finding in findings {
        let style = if cx.attend() { theme.attention } else { theme.text };
        out.extend(paint::wrapped(&format!("! {}", inert(&finding.advice)), columns, style));
        if whole {
            let (before, after) = finding.rule.example();
            out.extend(paint::wrapped(finding.rule.reason(), columns, theme.text));
            out.extend(paint::wrapped(&format!("“{before}” → “{after}”"), columns, theme.muted));
        }
    }
    out
}

/// Scrolls the win.
pub fn scroll(review: &mut Review, cx: &ViewCx, action: Action, body: Rect) {
    let (max_scroll, page) = (max_scroll(review, cx, body), page(review, body));
    if let Some(walk) = &mut review.walk {
        walk.scroll = master_detail::scrolled(walk.scroll, action, page, max_scroll);
    }
}

/// Draws the triage.
pub fn view(review: &Review, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let Some(walk) = &review.walk else { return };
    let (left, right) = room(review, area);
    let label = review.period.as_ref().map_or("", |period| period.label.as_str());
    let (all, out) = walk.counts(|key| review.is_left_out(key));
    let taken = paint::text_right(buffer, left, 0, &format!("{} of {all}", walk.index() + 1), theme.muted);
    let what = if walk.weak { "to strengthen" } else { review::for_whom(review.reader) };
    let title = Rect { width: left.width.saturating_sub(taken + 2), ..left };
    paint::text(buffer, title, 0, &format!("{label}, {what}"), theme.strong);
    place(review, cx, buffer, left, out);
    let above = head(left);
    let below = Rect { y: left.y + above, height: left.height - above, ..left };
    let lines = lines(review, cx, usize::from(left.width));
    let max_scroll = lines.len().saturating_sub(usize::from(below.height));
    master_detail::text(cx, buffer, below, &lines, walk.scroll.min(max_scroll));
    if let Some(right) = right {
        let x = right.x.saturating_sub(2);
        for y in area.y..area.bottom() {
            buffer.set_string(x, y, "│", theme.rule);
        }
        paint::lines(buffer, right, &review.lines, review.scroll.min(review.max_scroll(right.height)));
    }
}

/// Draws the line with the section of the win, or with a note that the win is omitted.
fn place(review: &Review, cx: &ViewCx, buffer: &mut Buffer, area: Rect, out: usize) {
    let theme = &cx.theme;
    let Some(item) = review.item() else { return };
    let mut parts = Vec::new();
    let mut parent = item.parent.as_str();
    while let Some(above) = review.outline().iter().find(|each| !parent.is_empty() && each.key == parent) {
        parts.insert(0, above.title.as_str());
        parent = &above.parent;
    }
    let path = parts.join(" › ");
    let (text, style) = if review.is_left_out(&item.key) {
        let itself = review.choice(&item.key).is_some_and(|choice| choice.left_out);
        (if itself { "– left out".to_owned() } else { format!("– left out with {path}") }, theme.muted)
    } else {
        (format!("✓ {path}"), theme.good)
    };
    let count = if out > 0 { counted(out, "left out", "left out") } else { String::new() };
    let taken = paint::text_right(buffer, area, 1, &count, theme.muted);
    let line = Rect { width: area.width.saturating_sub(taken + 2), ..area };
    paint::text(buffer, line, 1, &text, style);
}
