//! Lays out metrics as charts, sparklines and lines.

use chrono::{Datelike, NaiveDate};
use ratatui::text::{Line, Span};

use crate::domain::amount::with_unit;
use crate::domain::date::{day_number, month_name};
use crate::domain::{Amount, MetricValue, MetricView, Stored};
use crate::report::wording;
use crate::text::spark::sparkline;
use crate::text::{ellipsis, grouped, inert};
use crate::tui::theme::Theme;
use crate::tui::widgets::chart::{self, Series};
use crate::tui::widgets::paint::{columns, wrapped};

/// The largest height of a chart in a detail pane, in rows.
const HEIGHT: u16 = 10;
/// The largest width of a chart, in columns.
const WIDEST: usize = 72;
/// The minimum height at which a chart is drawn, in rows.
const LOWEST: u16 = 5;

/// Lays out a metric for `rows` rows: name, change, chart, and the wins that moved it; a chart that does not
/// fit is omitted.
pub fn lines_within(metric: &MetricView, theme: &Theme, width: usize, rows: usize) -> Vec<Line<'static>> {
    let mut out = head(metric, theme, width);
    let Some(series) = series(metric) else { return out };
    let movers = movers(metric);
    let notes = usize::from(metric.is_relative()) + movers.len();
    let height = columns(rows.saturating_sub(out.len() + notes)).min(HEIGHT);
    let drawn = chart::lines(&series, columns(width.min(WIDEST)), height, theme);
    if drawn.is_empty() || height < LOWEST {
        return out;
    }
    out.extend(drawn);
    if series.unit == "%" && metric.is_relative() {
        out.push(Line::from(Span::styled("as changes", theme.muted)));
    }
    for (number, (day, title)) in movers.into_iter().enumerate() {
        // The number is drawn as on the line.
        let number = Span::styled((number + 1).to_string(), chart::mark_style(theme));
        let day = format!("  {:<10}", month(day));
        let title = ellipsis(&inert(&title), width.saturating_sub(1 + day.len())).into_owned();
        out.push(Line::from(vec![number, Span::styled(day, theme.muted), Span::styled(title, theme.muted)]));
    }
    out
}

/// Lays out the name of a metric with its change: `latency  800 ms → 390 ms, −51 % ▼ better`.
fn head(metric: &MetricView, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let change = metric.change();
    let better = change.as_ref().and_then(|change| change.is_better(metric.direction()));
    let style = match better {
        Some(true) => theme.good,
        Some(false) | None => theme.text,
    };
    let name = inert(&metric.name).into_owned();
    let text = inert(&wording::series(metric)).into_owned();
    if crate::text::width(&name) + crate::text::width(&text) + 2 <= width {
        let name = if name.is_empty() { name } else { format!("{name}  ") };
        return vec![Line::from(vec![Span::styled(name, theme.strong), Span::styled(text, style)])];
    }
    let mut out = wrapped(&name, width, theme.strong);
    out.extend(wrapped(&text, width, style));
    out
}

/// The maximum number of wins that are marked on a line.
const MARKS: usize = 5;

/// Returns the wins that moved the metric, at most [`MARKS`], the earliest first: day and title.
fn movers(metric: &MetricView) -> Vec<(NaiveDate, String)> {
    let day = |win| {
        let values = metric.values.iter().filter(|value| value.brought_by == Some(win));
        values.map(|value| value.date.last_day()).max()
    };
    metric.moved_by.iter().filter_map(|(win, title)| Some((day(*win)?, title.clone()))).take(MARKS).collect()
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
    let latest = metric.values.last().map(|value| short_value(metric, value, 12)).unwrap_or_default();
    let target = metric.target.as_ref().filter(|_| !relative);
    let goal = |target: &Amount| {
        let number = target.in_unit(&metric.unit)?;
        Some((number, format!("{} goal", label(number, &metric.unit))))
    };
    let target = target.and_then(goal);
    Some(Series {
        // Points of a single day are spaced by their order.
        ends: [short(first, last), if first == last { String::new() } else { short(last, first) }],
        points: points.iter().enumerate().map(|(at, (day, number))| (place(at, *day), *number)).collect(),
        latest: inert(&latest).into_owned(),
        target,
        marks: movers(metric)
            .iter()
            .filter_map(|(day, _)| points.iter().rposition(|(point, _)| point == day))
            .collect(),
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

/// Formats the month of a day: `Mar 2026`.
fn month(day: NaiveDate) -> String {
    format!("{} {}", &month_name(day.month())[..3], day.year())
}

/// Formats a number for an axis, such as `400ms`, `1,480`, `12k`, `-50%` or `4e-9s`.
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
    // Below 10,000, only a number of four digits has a separator.
    let text = match text.parse::<usize>() {
        Ok(whole) if suffix.is_empty() => grouped(whole),
        _ => text.to_owned(),
    };
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
