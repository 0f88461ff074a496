//! Lays out and draws the impact tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::impact::{FollowUpLine, Impact, Side};
use super::impact_metrics::{Columns, metric_row, summary};
use super::master_detail::{WIDE, headed, text, window};
use super::series;
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
    /// The question of the selected follow-up.
    pub question: Option<Rect>,
    /// The metrics, with their title.
    pub metrics: Option<Rect>,
    /// The chart of the selected metric.
    pub chart: Option<Rect>,
    /// The open metric.
    pub detail: Option<Rect>,
}

impl Layout {
    /// Returns the column of the line between the two sides; `None` if they are not beside each other.
    pub fn line(&self) -> Option<u16> {
        self.follow_ups.filter(|_| self.metrics.or(self.detail).is_some()).map(|left| left.right() + 1)
    }
}

/// The minimum height of the tab, in rows, with the question below the follow-ups.
const QUESTION: u16 = 15;
/// The minimum height of the tab, in rows, with a whole group for the question, and the chart of a metric.
const TALL: u16 = 30;
/// The number of rows of the group of the question, and of the chart of a metric.
const GROUP_ROWS: u16 = 7;
const CHART_ROWS: u16 = 15;

/// The margin of a side, in columns.
const MARGIN: u16 = 2;

/// Computes the layout, which drawing, actions and the mouse all use.
pub fn layout(impact: &Impact, area: Rect) -> Layout {
    let inner =
        |area: Rect| Rect { x: area.x + MARGIN, width: area.width.saturating_sub(2 * MARGIN), ..area };
    let none = Layout { follow_ups: None, question: None, metrics: None, chart: None, detail: None };
    let rows = match area.height {
        TALL.. => GROUP_ROWS,
        QUESTION.. => 2,
        _ => 0,
    };
    let follow_ups = |area: Rect| {
        let rows = if impact.selected_asked().is_some() { rows } else { 0 };
        let list = Rect { height: area.height - rows, ..area };
        let below = Rect { y: list.bottom(), height: rows, ..area };
        (Some(list), (rows > 0).then_some(below))
    };
    let metrics = |area: Rect| {
        let count = impact.overview.as_ref().map_or(0, |overview| overview.metrics.len());
        let rows = if area.height >= TALL && count > 0 { CHART_ROWS } else { 0 };
        // The chart follows a short list directly.
        let height = (area.height - rows).min(paint::columns(count) + HEAD);
        let list = Rect { height: if rows > 0 { height } else { area.height }, ..area };
        let below = Rect { y: list.bottom() + 1, height: rows.saturating_sub(1), ..area };
        (Some(list), (rows > 0).then_some(below))
    };
    if area.width >= WIDE {
        let left = Rect { width: impact.divider.left(area.width, 464) + MARGIN, ..area };
        let right = Rect { x: left.right(), width: area.width - left.width, ..area };
        let (list, question) = follow_ups(inner(left));
        if impact.open {
            return Layout { follow_ups: list, question, detail: Some(inner(right)), ..none };
        }
        let (series, chart) = metrics(inner(right));
        return Layout { follow_ups: list, question, metrics: series, chart, ..none };
    }
    match (impact.open, impact.side) {
        (true, _) => Layout { detail: Some(inner(area)), ..none },
        (_, Side::FollowUps) => {
            let (list, question) = follow_ups(inner(area));
            Layout { follow_ups: list, question, ..none }
        }
        (_, Side::Metrics) => {
            let (series, chart) = metrics(inner(area));
            Layout { metrics: series, chart, ..none }
        }
    }
}

/// Draws the tab.
pub fn view(impact: &Impact, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    if impact.overview.is_none() {
        return;
    }
    let layout = layout(impact, area);
    if let Some(area) = layout.follow_ups {
        follow_ups(impact, cx, buffer, area, layout.line().is_some());
    }
    if let Some(x) = layout.line() {
        for y in area.y..area.bottom() {
            buffer.set_string(x, y, "│", cx.theme.rule);
        }
    }
    if let Some(area) = layout.question {
        question(impact, cx, buffer, area);
    }
    if let Some(area) = layout.metrics {
        metrics(impact, cx, buffer, area);
    }
    if let (Some(area), Some(metric)) = (layout.chart, impact.selected_metric()) {
        let width = usize::from(area.width);
        let lines = series::lines_within(metric, &cx.theme, width, usize::from(area.height));
        paint::lines(buffer, area, &lines, 0);
    }
    if let (Some(area), Some(metric)) = (layout.detail, impact.selected_metric()) {
        let lines = detail(metric, impact, cx, usize::from(area.width));
        // The selected value stays on the screen.
        let from_end = metric.values.len().saturating_sub(impact.value + 1);
        let place = lines.len().saturating_sub(from_end);
        let scroll = place.saturating_sub(usize::from(area.height));
        text(cx, buffer, area, &lines, if impact.value == 0 { 0 } else { scroll });
    }
}

/// Draws the title of a side, in the accent colour if the side receives the keys.
fn head(buffer: &mut Buffer, area: Rect, title: &str, right: &str, here: bool, cx: &ViewCx) {
    paint::group(buffer, area, 0, title, right, &cx.theme);
    if here {
        paint::text(buffer, area, 0, title, cx.theme.key);
    }
}

/// Returns the lines of the follow-ups that are on the screen.
pub fn visible_follow_ups(impact: &Impact, height: u16, today: chrono::NaiveDate) -> Vec<FollowUpLine> {
    let lines = impact.follow_ups(today);
    let shown = shown_follow_ups(impact, height, today);
    let shown = headed(shown, |at| !matches!(lines[at], FollowUpLine::FollowUp(_)));
    lines[shown].to_vec()
}

/// Returns the indices of the lines of the follow-ups that are on the screen.
pub fn shown_follow_ups(impact: &Impact, height: u16, today: chrono::NaiveDate) -> std::ops::Range<usize> {
    let lines = impact.follow_ups(today);
    let selected = lines.iter().position(|line| *line == FollowUpLine::FollowUp(impact.asked)).unwrap_or(0);
    // The heading of the first group is shown with the first follow-up.
    let selected = if impact.asked == 0 { 0 } else { selected };
    window(impact.asked_top, selected, lines.len(), usize::from(height))
}

fn follow_ups(impact: &Impact, cx: &ViewCx, buffer: &mut Buffer, area: Rect, beside: bool) {
    let theme = &cx.theme;
    let Some(overview) = &impact.overview else { return };
    let here = impact.side == Side::FollowUps && !impact.open;
    let mut right = counted(overview.open, "open", "open");
    if !beside && overview.metric_count > 0 {
        // The other side is not on the screen.
        let metrics = counted(overview.metric_count, "metric", "metrics");
        let way = format!("{}: {metrics}", cx.key(Action::Right, Context::List));
        right = if area.width < WITH_PROJECT { way } else { format!("{right}   {way}") };
    }
    head(buffer, area, "What came of it?", &right, here, cx);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if overview.asked.is_empty() {
        let text = "Nothing to ask yet. A win that is starred or has a number is asked about after some months, \
                    and so is a project that ships.";
        paint::lines(buffer, body, &paint::wrapped(text, usize::from(body.width), theme.muted), 0);
        return;
    }
    for (line, what) in visible_follow_ups(impact, body.height, cx.today).into_iter().enumerate() {
        let line = paint::columns(line);
        match what {
            FollowUpLine::Gap => {}
            FollowUpLine::Group(name, count) => {
                let taken = paint::text(buffer, body, line, name, theme.strong);
                let rest =
                    Rect { x: body.x + taken + 1, width: body.width.saturating_sub(taken + 1), ..body };
                paint::text(buffer, rest, line, &count.to_string(), theme.muted);
            }
            FollowUpLine::FollowUp(at) => {
                let asked = &overview.asked[at];
                asked_row(cx, buffer, body, line, asked);
                let is_selected = at == impact.asked && here;
                let is_marked = asked.follow_up.is_open() && impact.marks.contains(asked.follow_up.id);
                let beside = Rect { x: body.x - 1, ..body };
                paint::gutter(buffer, beside, line, paint::sign(is_selected, is_marked), theme);
                if is_selected {
                    paint::highlight(buffer, body, line, theme.selected);
                    cx.select(body, line);
                }
            }
        }
    }
}

/// The minimum width of a row, in columns, with the project of a follow-up.
const WITH_PROJECT: u16 = 50;

fn asked_row(cx: &ViewCx, buffer: &mut Buffer, area: Rect, line: u16, asked: &FollowUpWithSubject) {
    let theme = &cx.theme;
    let follow_up = &asked.follow_up;
    let status = follow_up.status(cx.today);
    let attends = status == FollowUpStatus::Overdue && cx.attend();
    let (mark, style) = match status {
        FollowUpStatus::Overdue if attends => ("!", theme.attention),
        FollowUpStatus::Overdue => ("•", theme.muted),
        FollowUpStatus::Due => ("•", theme.accent),
        FollowUpStatus::Waiting => ("·", theme.muted),
        FollowUpStatus::Answered => ("✓", theme.good),
        FollowUpStatus::Nothing => ("–", theme.muted),
    };
    let cell = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    paint::text(buffer, Rect { width: 1.min(cell.width), ..cell }, line, mark, style);
    let when = match follow_up.recorded_on {
        _ if follow_up.is_open() => due_in(follow_up.ask_on, cx.today),
        Some(day) => wording::near(day, cx.today),
        None => String::new(),
    };
    let when_style = if attends { theme.attention } else { theme.muted };
    let mut taken = paint::text_right(buffer, cell, line, &when, when_style).max(7);
    if follow_up.snoozed > 0 && follow_up.is_open() && area.width >= WITH_PROJECT {
        let room = Rect { width: cell.width.saturating_sub(taken + 1), ..cell };
        taken += paint::text_right(buffer, room, line, &format!("↻{}", follow_up.snoozed), theme.muted) + 1;
    }
    if let Some((_, project)) = asked.project.as_ref().filter(|_| area.width >= WITH_PROJECT) {
        let columns = (area.width / 5).clamp(9, 16);
        // The longest date with the number of postponements: `↻1 19 Jan 2027`.
        let x = cell.right().saturating_sub(16 + columns);
        paint::text(buffer, Rect { x, width: columns, ..cell }, line, project, theme.muted);
        taken = taken.max(16 + columns);
    }
    let title = Rect { x: cell.x + 2, width: cell.width.saturating_sub(taken + 3), ..cell };
    paint::text(buffer, title, line, &asked.about_title, theme.text);
}

/// Returns when a follow-up is asked, near days in few words: `in 6 days`, `12 days`, `4 months` ago.
fn due_in(day: chrono::NaiveDate, today: chrono::NaiveDate) -> String {
    match (today - day).num_days() {
        0 => "today".to_owned(),
        1 => "1 day".to_owned(),
        days @ 2..=59 => format!("{days} days"),
        days if days >= 60 => format!("{} months", days / 30),
        _ => wording::near(day, today),
    }
}

/// Draws the question of the selected follow-up: the claim, and what is asked about it.
fn question(impact: &Impact, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let Some(asked) = impact.selected_asked() else { return };
    let theme = &cx.theme;
    let width = usize::from(area.width);
    let text = if asked.follow_up.is_open() {
        asked.follow_up.question.clone()
    } else {
        wording::outcome(&asked.follow_up)
    };
    if area.height < GROUP_ROWS {
        let indented = Rect { x: area.x + 3, width: area.width.saturating_sub(3), ..area };
        paint::text(buffer, indented, 1, &text, theme.muted);
        return;
    }
    let title = if asked.follow_up.is_open() { "The question" } else { "The outcome" };
    let put_off =
        if asked.follow_up.is_open() { wording::put_off(asked.follow_up.snoozed) } else { String::new() };
    paint::group(buffer, area, 1, title, &put_off, theme);
    let mut lines: Vec<Line<'static>> = paint::wrapped(&inert(&asked.about_title), width, theme.strong);
    paint::shorten(&mut lines, 2, theme);
    let mut question = paint::wrapped(&inert(&text), width, theme.text);
    paint::shorten(&mut question, 3, theme);
    lines.extend(question);
    paint::lines(buffer, Rect { y: area.y + 2, height: area.height - 2, ..area }, &lines, 0);
}

/// The number of rows above the metrics: the title and the names of the columns.
const HEAD: u16 = 2;

/// Returns the number of rows for metrics in an area.
pub fn metric_rows(area: Rect) -> u16 {
    area.height.saturating_sub(HEAD)
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
    let rows = usize::from(metric_rows(area));
    let position = if here && overview.metrics.len() > rows {
        format!("{} of {}", impact.metric + 1, overview.metrics.len())
    } else {
        summary(impact)
    };
    head(buffer, area, "Metrics", &position, here, cx);
    let body = Rect { y: area.y + HEAD.min(area.height), height: metric_rows(area), ..area };
    if overview.metrics.is_empty() {
        let text = format!(
            "Numbers belong here. `{}` logs a value; latency:800ms..400ms in a win begins a series.",
            cx.key(Action::LogValue, Context::Global)
        );
        paint::lines(buffer, body, &paint::with_keys(&text, usize::from(body.width), theme), 0);
        return;
    }
    let columns = Columns::of(area.width);
    columns.names(buffer, Rect { y: area.y + 1, height: 1, ..area }, cx);
    let shown = visible_metrics(impact, body.height);
    if shown.end < overview.metrics.len() && !here && body.height > 1 {
        let more = overview.metrics.len() - shown.end + 1;
        paint::text(buffer, body, body.height - 1, &format!("{more} more"), theme.muted);
    }
    for (line, at) in shown.clone().enumerate() {
        let line = paint::columns(line);
        if shown.end < overview.metrics.len() && !here && line + 1 == body.height && line > 0 {
            break;
        }
        let metric = &overview.metrics[at];
        let same = overview.metrics.iter().filter(|each| each.name == metric.name).count();
        metric_row(cx, buffer, body, line, (metric, same > 1), columns);
        if at == impact.metric && here {
            buffer.set_string(body.x - 1, body.y + line, "▌", theme.accent);
            paint::highlight(buffer, body, line, theme.selected);
            cx.select(body, line);
        }
    }
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
