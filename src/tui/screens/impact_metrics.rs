//! Draws the rows of the metrics.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::impact::Impact;
use super::series::{self, age, spark};
use crate::domain::{Change, MetricView};
use crate::text::counted;
use crate::tui::cx::ViewCx;
use crate::tui::widgets::paint;

/// Returns the number of metrics, and of those that became better or worse: `12 · 9 better · 1 worse`.
pub(super) fn summary(impact: &Impact) -> String {
    let Some(overview) = &impact.overview else { return String::new() };
    let count = overview.metric_count;
    let mut parts = vec![counted(count, "metric", "metrics")];
    // A part of the metrics would give wrong numbers.
    if overview.metrics.len() == count {
        let (better, worse) = impact.judged;
        parts.push(format!("{better} better"));
        if worse > 0 {
            parts.push(format!("{worse} worse"));
        }
    }
    parts.join(" · ")
}

/// The widths of the columns of the metrics; 0 for a column that is not shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    project: u16,
    spark: u16,
    value: u16,
    change: u16,
    age: u16,
}

impl Columns {
    pub fn of(width: u16) -> Self {
        let age = 5;
        match width {
            100.. => Self { project: 18, spark: 16, value: 14, change: 18, age },
            68.. => Self { project: 12, spark: 12, value: 11, change: 16, age },
            56.. => Self { project: 0, spark: 8, value: 9, change: 16, age },
            46.. => Self { project: 0, spark: 6, value: 9, change: 13, age: 4 },
            36.. => Self { project: 0, spark: 6, value: 9, change: 0, age },
            _ => Self { project: 0, spark: 0, value: 9, change: 0, age },
        }
    }

    /// Draws the names of the columns.
    pub fn names(self, buffer: &mut Buffer, area: Rect, cx: &ViewCx) {
        let mut right = area.right();
        for (name, columns) in [("age", self.age), ("change", self.change), ("now", self.value)] {
            if columns > 0 {
                let cell = Rect { x: right.saturating_sub(columns), width: columns, ..area };
                paint::text_right(buffer, cell, 0, name, cx.theme.muted);
                right = right.saturating_sub(columns + 1);
            }
        }
    }
}

/// Draws a metric in one row: name, project, sparkline, latest value, change and age.
pub(super) fn metric_row(
    cx: &ViewCx,
    buffer: &mut Buffer,
    area: Rect,
    line: u16,
    (metric, is_ambiguous): (&MetricView, bool),
    columns: Columns,
) {
    let theme = &cx.theme;
    let latest = metric.latest();
    let mut right = area.right();
    let mut cell = |columns: u16| {
        let cell =
            Rect { x: right.saturating_sub(columns).max(area.x), width: columns.min(area.width), ..area };
        right = right.saturating_sub(columns + u16::from(columns > 0)).max(area.x);
        cell
    };
    let old = latest.map(|value| age(value.date.first_day().min(cx.today), cx.today)).unwrap_or_default();
    paint::text_right(buffer, cell(columns.age), line, &old, theme.muted);
    if columns.change > 0 {
        let change = metric.change();
        let better = change.as_ref().and_then(|change| change.is_better(metric.direction()));
        let style = match better {
            Some(true) => theme.good,
            _ => theme.text,
        };
        let text =
            change.map(|change| judged(&change, better, usize::from(columns.change))).unwrap_or_default();
        paint::text_right(buffer, cell(columns.change), line, &text, style);
    }
    let value = latest
        .map(|value| series::short_value(metric, value, usize::from(columns.value)))
        .unwrap_or_default();
    paint::text_right(buffer, cell(columns.value), line, &value, theme.strong);
    if columns.spark > 0 {
        let place = cell(columns.spark);
        paint::text_right(buffer, place, line, &spark(metric, usize::from(columns.spark)), theme.accent);
    }
    if columns.project > 0 {
        let name = metric.owner().map(|owner| owner.name.clone()).unwrap_or_default();
        paint::text(buffer, cell(columns.project), line, &name, theme.muted);
    }
    let name = Rect { width: right.saturating_sub(area.x), ..area };
    // Of two metrics with one name, only the owner tells them apart.
    let is_described = columns.project == 0 && (name.width >= 24 || is_ambiguous);
    let shown = if is_described { metric.described() } else { metric.name.clone() };
    paint::text(buffer, name, line, &shown, theme.text);
}

/// Returns the change with its worth, if there is room for it: `−50 % ▼ better`.
fn judged(change: &Change, better: Option<bool>, columns: usize) -> String {
    let worth = match better {
        Some(true) => " better",
        Some(false) => " worse",
        None => "",
    };
    // Where the word has room, but not the arrow, the word says more.
    let arrow = if columns < 16 && !worth.is_empty() { 2 } else { 0 };
    let text = change.within((columns + arrow).saturating_sub(worth.len()));
    let has_room = text.chars().count() > 2 && columns >= 13;
    match (has_room, columns) {
        (true, ..16) if !worth.is_empty() => format!("{}{worth}", text.trim_end_matches([' ', '▲', '▼'])),
        (true, _) => format!("{text}{worth}"),
        (false, _) => change.within(columns),
    }
}
