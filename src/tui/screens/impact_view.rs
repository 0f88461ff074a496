//! Lays out and draws the impact tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::impact::{FollowUpLine, Impact, Side};
use super::master_detail::{WIDE, window};
use super::series::{self, age, spark};
use crate::domain::{FollowUpStatus, FollowUpWithSubject, MetricView};
use crate::report::wording;
use crate::text::{counted, inert, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::paint;

/// The areas of the tab; a part without an area is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The follow-ups, with their title.
    pub follow_ups: Option<Rect>,
    /// The metrics, with their title.
    pub metrics: Option<Rect>,
    /// The open metric.
    pub detail: Option<Rect>,
}

/// Computes the layout, which drawing, actions and the mouse all use.
pub fn layout(impact: &Impact, area: Rect) -> Layout {
    let inner = |area: Rect| Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if area.width >= WIDE {
        let left = Rect { width: area.width * 11 / 20, ..area };
        let right = Rect { x: left.right() + 1, width: area.width - left.width - 1, ..area };
        if impact.open {
            return Layout { follow_ups: Some(inner(left)), metrics: None, detail: Some(inner(right)) };
        }
        return Layout { follow_ups: Some(inner(left)), metrics: Some(inner(right)), detail: None };
    }
    match (impact.open, impact.side) {
        (true, _) => Layout { follow_ups: None, metrics: None, detail: Some(inner(area)) },
        (_, Side::FollowUps) => Layout { follow_ups: Some(inner(area)), metrics: None, detail: None },
        (_, Side::Metrics) => Layout { follow_ups: None, metrics: Some(inner(area)), detail: None },
    }
}

/// Draws the tab.
pub fn view(impact: &Impact, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    if impact.overview.is_none() {
        return;
    }
    let layout = layout(impact, area);
    if let Some(area) = layout.follow_ups {
        follow_ups(impact, cx, buffer, area);
    }
    if let (Some(left), Some(right)) = (layout.follow_ups, layout.metrics.or(layout.detail)) {
        let style = if impact.side == Side::Metrics { cx.theme.accent } else { cx.theme.rule };
        for y in right.y..right.bottom() {
            buffer.set_string(left.right() + 1, y, "│", style);
        }
    }
    if let Some(area) = layout.metrics {
        metrics(impact, cx, buffer, area);
    }
    if let (Some(area), Some(metric)) = (layout.detail, impact.selected_metric()) {
        let lines = detail(metric, impact, cx, usize::from(area.width));
        // The selected value stays on the screen.
        let from_end = metric.values.len().saturating_sub(impact.value + 1);
        let place = lines.len().saturating_sub(from_end);
        let scroll = place.saturating_sub(usize::from(area.height));
        paint::lines(buffer, area, &lines, if impact.value == 0 { 0 } else { scroll });
    }
}

fn head(buffer: &mut Buffer, area: Rect, title: &str, right: &str, here: bool, cx: &ViewCx) {
    let theme = &cx.theme;
    paint::text_right(buffer, area, 0, right, theme.muted);
    let left = Rect { width: area.width.saturating_sub(paint::columns(width(right)) + 2), ..area };
    paint::text(buffer, left, 0, title, if here { theme.accent.patch(theme.strong) } else { theme.strong });
}

/// Returns the lines of the follow-ups that are on the screen.
pub fn visible_follow_ups(impact: &Impact, height: u16, today: chrono::NaiveDate) -> Vec<FollowUpLine> {
    let lines = impact.follow_ups(today);
    let selected = lines.iter().position(|line| *line == FollowUpLine::FollowUp(impact.asked)).unwrap_or(0);
    // The heading of the first group is shown with the first follow-up.
    let selected = if impact.asked == 0 { 0 } else { selected };
    let shown = window(impact.asked_top, selected, lines.len(), usize::from(height));
    lines[shown].to_vec()
}

fn follow_ups(impact: &Impact, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let Some(overview) = &impact.overview else { return };
    let here = impact.side == Side::FollowUps;
    let right = counted(overview.open, "open", "open");
    head(buffer, area, "Follow-ups", &right, here, cx);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if overview.asked.is_empty() {
        let text = "Nothing to ask yet. A win that is starred or has a number is asked about after some months, \
                    and so is a project that ships.";
        paint::lines(buffer, body, &paint::wrapped(text, usize::from(body.width), theme.muted), 0);
        return;
    }
    let mut y = 0;
    if overview.open == 0
        || !overview.asked.iter().any(|asked| asked.follow_up.ask_on <= cx.today && asked.follow_up.is_open())
    {
        paint::text(buffer, body, y, "Done for now.", theme.good);
        y += 2;
    }
    let rest = Rect { y: body.y + y.min(body.height), height: body.height.saturating_sub(y), ..body };
    for (line, what) in visible_follow_ups(impact, rest.height, cx.today).into_iter().enumerate() {
        let line = paint::columns(line);
        match what {
            FollowUpLine::Group(name) => {
                let style = if name == "Overdue" { theme.attention } else { theme.muted };
                paint::text(buffer, rest, line, &name, style);
            }
            FollowUpLine::Project(name) => {
                let indented = Rect { x: rest.x + 2, width: rest.width.saturating_sub(2), ..rest };
                paint::text(buffer, indented, line, &name, theme.muted);
            }
            FollowUpLine::FollowUp(at) => {
                let asked = &overview.asked[at];
                asked_row(cx, buffer, rest, line, asked);
                let is_selected = at == impact.asked && here;
                let is_marked = asked.follow_up.is_open() && impact.marks.contains(asked.follow_up.id);
                let beside = Rect { x: rest.x - 1, ..rest };
                paint::gutter(buffer, beside, line, paint::sign(is_selected, is_marked), theme);
                if is_selected {
                    paint::highlight(buffer, rest, line, theme.selected);
                    cx.select(rest, line);
                }
            }
        }
    }
}

fn asked_row(cx: &ViewCx, buffer: &mut Buffer, area: Rect, line: u16, asked: &FollowUpWithSubject) {
    let theme = &cx.theme;
    let follow_up = &asked.follow_up;
    let (mark, style) = match follow_up.status(cx.today) {
        FollowUpStatus::Overdue => ("!", theme.attention),
        FollowUpStatus::Due => ("·", theme.attention),
        FollowUpStatus::Waiting => ("·", theme.muted),
        FollowUpStatus::Answered => ("✓", theme.good),
        FollowUpStatus::Nothing => ("–", theme.muted),
    };
    let cell = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    paint::text(buffer, Rect { width: 1.min(cell.width), ..cell }, line, mark, style);
    let day = if follow_up.is_open() { Some(follow_up.ask_on) } else { follow_up.recorded_on };
    let mut when = day.map(|day| wording::near(day, cx.today)).unwrap_or_default();
    if follow_up.snoozed > 0 && follow_up.is_open() && area.width >= 44 {
        when = format!("{}, {when}", wording::put_off(follow_up.snoozed));
    }
    let taken = paint::text_right(buffer, cell, line, &when, theme.muted);
    let title = Rect { x: cell.x + 2, width: cell.width.saturating_sub(taken + 4), ..cell };
    paint::text(buffer, title, line, &asked.about_title, theme.text);
}

/// Returns the indices of the metrics on the screen.
pub fn visible_metrics(impact: &Impact, height: u16) -> std::ops::Range<usize> {
    let count = impact.overview.as_ref().map_or(0, |overview| overview.metrics.len());
    window(impact.metric_top, impact.metric, count, usize::from(height))
}

fn metrics(impact: &Impact, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let Some(overview) = &impact.overview else { return };
    let here = impact.side == Side::Metrics;
    head(buffer, area, "Metrics", &counted(overview.metric_count, "metric", "metrics"), here, cx);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if overview.metrics.is_empty() {
        let text = format!(
            "Numbers belong here. {} logs a value; latency:800ms..400ms in a win begins a series.",
            cx.key(Action::LogValue, Context::Global)
        );
        paint::lines(buffer, body, &paint::wrapped(&text, usize::from(body.width), theme.muted), 0);
        return;
    }
    for (line, at) in visible_metrics(impact, body.height).enumerate() {
        let line = paint::columns(line);
        metric_row(cx, buffer, body, line, &overview.metrics[at]);
        if at == impact.metric && here {
            buffer.set_string(body.x - 1, body.y + line, "▌", theme.accent);
            paint::highlight(buffer, body, line, theme.selected);
            cx.select(body, line);
        }
    }
}

/// Draws a metric in one row: name, sparkline, latest value, change and age; a narrow row omits some of them.
fn metric_row(cx: &ViewCx, buffer: &mut Buffer, area: Rect, line: u16, metric: &MetricView) {
    let theme = &cx.theme;
    let latest = metric.latest();
    let mut right = area.right();
    let mut cell = |columns: u16, text: &str, style| {
        let cell =
            Rect { x: right.saturating_sub(columns).max(area.x), width: columns.min(area.width), ..area };
        paint::text_right(buffer, cell, line, text, style);
        right = right.saturating_sub(columns + 1).max(area.x);
    };
    let old = latest.map(|value| age(value.date.first_day().min(cx.today), cx.today)).unwrap_or_default();
    cell(5, &old, theme.muted);
    if area.width >= 44 {
        let change = metric.change();
        let better = change.as_ref().and_then(|change| change.is_better(metric.direction()));
        let style = match better {
            Some(true) => theme.good,
            Some(false) => theme.attention,
            None => theme.text,
        };
        let columns = if area.width >= 60 { 16 } else { 11 };
        cell(columns, &change.map(|change| change.within(usize::from(columns))).unwrap_or_default(), style);
    }
    let columns = if area.width >= 60 { 12 } else { 8 };
    let value =
        latest.map(|value| series::short_value(metric, value, usize::from(columns))).unwrap_or_default();
    cell(columns, &value, theme.strong);
    if area.width >= 36 {
        cell(6, &spark(metric, 6), theme.accent);
    }
    let name = Rect { width: right.saturating_sub(area.x), ..area };
    let shown = if name.width >= 14 { metric.described() } else { metric.name.clone() };
    paint::text(buffer, name, line, &shown, theme.text);
}

/// Lays out a metric as lines: chart, fields, and values from the latest on.
pub fn detail(metric: &MetricView, impact: &Impact, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let mut out = series::lines_within(metric, theme, columns, cx.pane_rows());
    out.push(Line::default());
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            let mut parts =
                paint::wrapped(&inert(&value), columns.saturating_sub(11).max(10), theme.text).into_iter();
            let first = parts.next().unwrap_or_default();
            let mut spans = vec![Span::styled(format!("{name:<11}"), theme.muted)];
            spans.extend(first.spans);
            out.push(Line::from(spans));
            out.extend(parts.map(|part| {
                let mut spans = vec![Span::raw(" ".repeat(11))];
                spans.extend(part.spans);
                Line::from(spans)
            }));
        }
    };
    if let Some(owner) = metric.owner() {
        field(owner.kind.word(), owner.name.clone());
    }
    let question = if metric.better.is_none() { "?" } else { "" };
    field("better", metric.direction().map(|better| format!("{better}{question}")).unwrap_or_default());
    field("change", metric.change().map(|change| change.in_full(&metric.unit)).unwrap_or_default());
    field("target", metric.target.as_ref().map(crate::domain::Amount::shown).unwrap_or_default());
    field("dashboard", metric.url.clone());
    for (label, text) in wording::unread(metric) {
        field(label, text);
    }
    out.push(Line::default());
    for (at, value) in metric.values.iter().rev().enumerate() {
        let when = crate::domain::DateRange { start: value.date, end: None };
        let mut about = vec![wording::near_when(when, cx.today)];
        about.extend(value.baseline.then(|| "before".to_owned()));
        about.extend(value.confidence.map(|how| how.word().replace('-', " ")));
        about.extend([value.note.clone(), value.source.clone()].into_iter().filter(|text| !text.is_empty()));
        let shown = inert(&value.amount.shown()).into_owned();
        let pad = " ".repeat(10_usize.saturating_sub(width(&shown)));
        let rest = paint::wrapped(&inert(&about.join("  ")), columns.saturating_sub(14).max(10), theme.muted);
        let here = at == impact.value;
        for (row, part) in rest.into_iter().enumerate() {
            let mark = if here && row == 0 { "▌ " } else { "  " };
            let lead = if row == 0 { format!("{pad}{shown}  ") } else { " ".repeat(12) };
            let mut spans = vec![Span::styled(mark, theme.accent), Span::styled(lead, theme.text)];
            spans.extend(part.spans);
            let line = Line::from(spans);
            out.push(if here { line.style(theme.selected) } else { line });
        }
    }
    out
}
