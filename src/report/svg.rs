//! Renders the chart of a metric as SVG.

use super::escape::escaped;
use super::plot::plot;
use crate::domain::MetricView;

const WIDTH: f64 = 520.0;
const HEIGHT: f64 = 130.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = WIDTH - 12.0;
const TOP: f64 = 12.0;
const FLOOR: f64 = HEIGHT - 24.0;

/// Renders the chart of a metric with its caption, which may be empty, and a text alternative; empty if there are fewer
/// than two points.
pub fn chart(metric: &MetricView, caption: &str) -> String {
    let Some(plot) = plot(metric) else { return String::new() };
    let across = |share: f64| LEFT + share * (RIGHT - LEFT);
    let down = |level: f64| FLOOR - level * (FLOOR - TOP);
    let mut out = String::from("<figure>\n");
    if !caption.is_empty() {
        out.push_str(&format!("<figcaption>{}</figcaption>\n", escaped(caption)));
    }
    let description = escaped(&plot.description);
    out.push_str(&format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{description}\">\n"
    ));
    let mut line = |class: &str, y: f64| {
        out.push_str(&format!(
            "<line class=\"{class}\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{RIGHT}\" y2=\"{y:.1}\"/>\n"
        ));
    };
    line("axis", FLOOR);
    if let Some(level) = plot.before {
        line("before", down(level));
    }
    let points: Vec<String> =
        plot.points.iter().map(|(x, y)| format!("{:.1},{:.1}", across(*x), down(*y))).collect();
    out.push_str(&format!("<polyline class=\"line\" points=\"{}\"/>\n", points.join(" ")));
    if let Some((x, y)) = plot.points.last() {
        out.push_str(&format!(
            "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\"/>\n",
            across(*x),
            down(*y)
        ));
    }
    let mut text = |x: f64, y: f64, end: bool, text: &str| {
        let anchor = if end { " text-anchor=\"end\"" } else { "" };
        out.push_str(&format!("<text x=\"{x}\" y=\"{y}\"{anchor}>{}</text>\n", escaped(text)));
    };
    let level = if plot.labels.1.is_some() { TOP } else { f64::midpoint(TOP, FLOOR) };
    text(LEFT - 8.0, level + 4.0, true, &plot.labels.0);
    if let Some(low) = &plot.labels.1 {
        text(LEFT - 8.0, FLOOR + 4.0, true, low);
    }
    text(LEFT, HEIGHT - 8.0, false, &plot.days.0);
    if let Some(last) = &plot.days.1 {
        text(RIGHT, HEIGHT - 8.0, true, last);
    }
    out.push_str("</svg>\n</figure>\n");
    out
}

/// Renders levels in 0..=1 as a small line for a cell of a table.
pub fn line(levels: &[f64]) -> String {
    let count = |at: usize| f64::from(u32::try_from(at).unwrap_or(u32::MAX));
    let step = 68.0 / count(levels.len().saturating_sub(1).max(1));
    let place = |(at, level): (usize, &f64)| (2.0 + step * count(at), 14.0 - 12.0 * level);
    let places: Vec<(f64, f64)> = levels.iter().enumerate().map(place).collect();
    let points: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let (x, y) = places.last().copied().unwrap_or_default();
    format!(
        "<svg class=\"small\" viewBox=\"0 0 73 16\" role=\"img\" aria-label=\"the values as a line\">\
         <polyline class=\"line\" points=\"{}\"/><circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.2\"/></svg>",
        points.join(" ")
    )
}
