//! Lays out metrics as charts, sparklines and lines.

use chrono::{Datelike, NaiveDate};
use ratatui::text::{Line, Span};

use crate::domain::amount::with_unit;
use crate::domain::date::{day_number, month_name};
use crate::domain::{MetricValue, MetricView, Stored};
use crate::report::wording;
use crate::text::inert;
use crate::tui::theme::Theme;
use crate::tui::widgets::chart::{self, Series};
use crate::tui::widgets::paint::{columns, wrapped};
use crate::tui::widgets::spark::sparkline;

/// The largest height of a chart in a detail pane, in rows.
const HEIGHT: u16 = 10;
/// The minimum height at which a chart is drawn, in rows.
const LOWEST: u16 = 5;

/// Lays out a metric for `rows` rows: name, change, chart and legend; a chart that does not fit is omitted.
pub fn lines_within(metric: &MetricView, theme: &Theme, width: usize, rows: usize) -> Vec<Line<'static>> {
    let change = metric.change();
    let better = change.as_ref().and_then(|change| change.is_better(metric.direction()));
    let style = match better {
        Some(true) => theme.good,
        Some(false) => theme.attention,
        None => theme.text,
    };
    let name = inert(&metric.name).into_owned();
    let text = inert(&wording::series(metric)).into_owned();
    let mut out = if crate::text::width(&name) + crate::text::width(&text) + 2 <= width {
        let name = if name.is_empty() { name } else { format!("{name}  ") };
        vec![Line::from(vec![Span::styled(name, theme.strong), Span::styled(text, style)])]
    } else {
        let mut out = wrapped(&name, width, theme.strong);
        out.extend(wrapped(&text, width, style));
        out
    };
    let Some(series) = series(metric) else { return out };
    let height = columns(rows.saturating_sub(out.len() + 1)).min(HEIGHT);
    let drawn = chart::lines(&series, columns(width.min(72)), height, theme);
    if drawn.is_empty() || height < LOWEST {
        return out;
    }
    out.extend(drawn);
    let mut marks = Vec::new();
    if let Some(baseline) = metric.baseline().filter(|_| series.baseline.is_some()) {
        marks.push(format!("┄ before {}", baseline.amount.shown()));
    }
    if let Some(target) = metric.target.as_ref().filter(|_| series.target.is_some()) {
        marks.push(format!("═ target {}", target.shown()));
    }
    if series.unit == "%" && metric.is_relative() {
        marks.push("as changes".to_owned());
    }
    if !marks.is_empty() {
        out.extend(wrapped(&inert(&marks.join("   ")), width, theme.muted));
    }
    out
}

/// Returns the chart of a metric; `None` if it has no points.
fn series(metric: &MetricView) -> Option<Series> {
    let points = metric.points();
    let (first, last) = (points.first()?.0, points.last()?.0);
    let relative = metric.is_relative();
    let place = |at: usize, day: NaiveDate| {
        if first == last {
            number(at)
        } else {
            number(usize::try_from(day_number(day) - day_number(first)).unwrap_or(0))
        }
    };
    let baseline = metric.baseline().filter(|_| !relative).and_then(|value| metric.number_of(value));
    Some(Series {
        // Points of a single day are spaced by their order.
        ends: [short(first, last), if first == last { String::new() } else { short(last, first) }],
        points: points.iter().enumerate().map(|(at, (day, number))| (place(at, *day), *number)).collect(),
        baseline,
        target: metric.target.as_ref().filter(|_| !relative).and_then(|target| target.in_unit(&metric.unit)),
        label,
        unit: if relative { "%".to_owned() } else { metric.unit.clone() },
    })
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Formats a day at the end of an axis, such as `5 Mar`, or `Mar 2026` if the other end is in another year.
fn short(day: NaiveDate, other: NaiveDate) -> String {
    let month = &month_name(day.month())[..3];
    if day.year() == other.year() {
        format!("{} {month}", day.day())
    } else {
        format!("{month} {}", day.year())
    }
}

/// Formats a number for an axis, such as `400ms`, `12k`, `-50%` or `4e-9s`.
fn label(number: f64, unit: &str) -> String {
    let size = number.abs();
    let (scaled, suffix) = match size {
        _ if size >= 1e15 || size > 0.0 && size < 1e-2 => {
            return with_unit(&format!("{number:.0e}"), unit);
        }
        _ if size >= 1e12 => (number / 1e12, "T"),
        _ if size >= 1e9 => (number / 1e9, "G"),
        _ if size >= 1e6 => (number / 1e6, "M"),
        _ if size >= 1e4 => (number / 1e3, "k"),
        _ => (number, ""),
    };
    let text = format!("{scaled:.2}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let unit = if unit.chars().count() > 4 { "" } else { unit };
    with_unit(&format!("{text}{suffix}"), unit)
}

/// Formats a value for `columns` columns: as written, or in a shorter notation; a number is never cut.
pub fn short_value(metric: &MetricView, value: &Stored<MetricValue>, columns: usize) -> String {
    let shown = value.amount.shown();
    if crate::text::width(&shown) <= columns {
        return shown;
    }
    let unit = if value.amount.relative { &value.amount.unit } else { &metric.unit };
    let number = metric.number_of(value).filter(|_| !value.amount.relative).unwrap_or(value.amount.number);
    let short = label(number, unit);
    if crate::text::width(&short) <= columns { short } else { label(number, "") }
}

/// Returns a metric as a sparkline of `width` columns; empty for fewer than two points.
pub fn spark(metric: &MetricView, width: usize) -> String {
    let numbers: Vec<f64> = metric.points().into_iter().map(|(_, number)| number).collect();
    if numbers.len() < 2 { String::new() } else { sparkline(&numbers, width) }
}

/// Formats the age of a value, such as `today`, `5d`, `3w`, `4mo` or `2y`; `to come` for a later day.
pub fn age(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        days if days < 0 => "to come".into(),
        0 => "today".into(),
        days @ 1..=13 => format!("{days}d"),
        days @ 14..=59 => format!("{}w", days / 7),
        days @ 60..=729 => format!("{}mo", days / 30),
        days => format!("{}y", days / 365),
    }
}
