//! A chart of a series over time: labelled axes, the baseline and the target as lines, no frame.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::Marker;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Axis, Chart, Dataset, GraphType, Widget as _};

use crate::tui::theme::Theme;

/// The data of a chart.
#[derive(Debug, Clone)]
pub struct Series {
    /// The points as position and value, from left to right.
    pub points: Vec<(f64, f64)>,
    /// The labels under the left and the right end.
    pub ends: [String; 2],
    /// The value with which the other values are compared.
    pub baseline: Option<f64>,
    /// The value to reach.
    pub target: Option<f64>,
    /// The function that formats a number with the unit for the axis.
    pub label: fn(f64, &str) -> String,
    /// The unit of the numbers.
    pub unit: String,
}

/// The minimum width of a chart, in columns.
pub const NARROWEST: u16 = 24;

/// Renders the chart as lines; empty if there is no room or there are fewer than 2 points.
pub fn lines(series: &Series, width: u16, height: u16, theme: &Theme) -> Vec<Line<'static>> {
    if width < NARROWEST || height < 4 || series.points.len() < 2 {
        return Vec::new();
    }
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    draw(series, area, &mut buffer, theme);
    let row = |y: u16| {
        let mut spans: Vec<Span<'static>> = Vec::new();
        for x in 0..width {
            let cell = &buffer[(x, y)];
            let style = cell.style();
            match spans.last_mut() {
                Some(span) if span.style == style => span.content.to_mut().push_str(cell.symbol()),
                _ => spans.push(Span::styled(cell.symbol().to_owned(), style)),
            }
        }
        Line::from(spans)
    };
    (0..height).map(row).collect()
}

fn draw(series: &Series, area: Rect, buffer: &mut Buffer, theme: &Theme) {
    let (left, right) = match (series.points.first(), series.points.last()) {
        (Some(first), Some(last)) => (first.0, last.0),
        _ => return,
    };
    let (low, high, step) = bounds(series);
    let across = |level: Option<f64>| level.map(|level| [(left, level), (right, level)]);
    let (baseline, target) = (across(series.baseline), across(series.target));
    let mut sets = Vec::new();
    if let Some(points) = &baseline {
        sets.push(set(points, Marker::Custom('┄'), GraphType::Line, theme.muted));
    }
    if let Some(points) = &target {
        sets.push(set(points, Marker::Custom('═'), GraphType::Line, theme.good));
    }
    sets.push(set(&series.points, Marker::Braille, GraphType::Line, theme.accent));
    // Labels are equidistant: the middle one is shown only if it is a round number.
    let middle = low + (high - low) / 2.0;
    let round = ((middle - low) / step).fract().abs() < 1e-9 && area.height >= 6;
    let labels = if round { vec![low, middle, high] } else { vec![low, high] };
    let labels: Vec<Span<'static>> = labels
        .into_iter()
        .map(|level| Span::styled((series.label)(level, &series.unit), theme.muted))
        .collect();
    let ends = series.ends.clone().map(|end| Span::styled(end, theme.muted));
    Chart::new(sets)
        .legend_position(None)
        .x_axis(Axis::default().bounds([left, right]).labels(ends).style(theme.rule))
        .y_axis(Axis::default().bounds([low, high]).labels(labels).style(theme.rule))
        .render(area, buffer);
}

fn set(points: &[(f64, f64)], marker: Marker, kind: GraphType, style: Style) -> Dataset<'_> {
    Dataset::default().data(points).marker(marker).graph_type(kind).style(style)
}

/// Returns the bounds of the axis and the step between its round numbers: the candidate with the smallest
/// range. An axis with a bound near zero includes zero.
fn bounds(series: &Series) -> (f64, f64, f64) {
    let all = || series.points.iter().map(|point| point.1).chain(series.baseline).chain(series.target);
    let mut low = all().fold(f64::INFINITY, f64::min);
    let mut high = all().fold(f64::NEG_INFINITY, f64::max);
    if low >= 0.0 && low < 0.6 * high {
        low = 0.0;
    }
    if high <= 0.0 && high > 0.6 * low {
        high = 0.0;
    }
    if (high - low).abs() < f64::EPSILON {
        let around = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
        (low, high) = (low - around, high + around);
    }
    let around = |intervals: f64| {
        let step = round_step((high - low) / intervals);
        ((low / step).floor() * step, (high / step).ceil() * step, step)
    };
    let candidates = [2.0, 3.0, 4.0].map(around);
    candidates.into_iter().min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0))).unwrap_or((
        low,
        high,
        high - low,
    ))
}

/// Returns a step of about `least` or more: 1, 2, 2.5, 4, 5 or 10 times a power of ten.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 2.5, 4.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= least * 0.999)
        .unwrap_or(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(points: &[(f64, f64)]) -> Series {
        Series {
            points: points.to_vec(),
            ends: [String::new(), String::new()],
            baseline: None,
            target: None,
            label: |number, _| number.to_string(),
            unit: String::new(),
        }
    }

    #[test]
    fn axes_have_round_bounds_and_include_zero_if_it_is_near() {
        assert_eq!(bounds(&series(&[(0.0, 800.0), (1.0, 380.0)])), (0.0, 800.0, 400.0));
        assert_eq!(bounds(&series(&[(0.0, 1200.0), (1.0, 2100.0)])), (0.0, 3000.0, 1000.0));
        assert_eq!(bounds(&series(&[(0.0, 99.0), (1.0, 99.9)])), (99.0, 100.0, 0.5));
        assert_eq!(bounds(&series(&[(0.0, -90.0), (1.0, -40.0)])), (-100.0, 0.0, 50.0));
        let level = bounds(&series(&[(0.0, 5.0), (1.0, 5.0)]));
        assert!(level.0 < 5.0 && level.1 > 5.0);
    }
}
