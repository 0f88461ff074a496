//! A metric's chart as a drawing in a page.

use super::html::escaped;
use super::wording;
use crate::domain::Metric;
use crate::domain::amount::with_unit;
use crate::domain::date::day_number;

const WIDTH: f64 = 520.0;
const HEIGHT: f64 = 130.0;
const LEFT: f64 = 64.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 24.0;

/// The chart of a metric, with what it shows in words; empty where there is nothing to draw.
#[must_use]
pub fn chart(metric: &Metric) -> String {
    let points = metric.points();
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    if points.len() < 2 {
        return String::new();
    }
    let numbers = points.iter().map(|(_, number)| *number);
    let low = numbers.clone().fold(f64::INFINITY, f64::min);
    let high = numbers.fold(f64::NEG_INFINITY, f64::max);
    let one_day = first.0 == last.0;
    let span = f64::from(i32::try_from(day_number(last.0) - day_number(first.0)).unwrap_or(1)).max(1.0);
    let right = WIDTH - 12.0;
    let place = |at: usize, day: chrono::NaiveDate, number: f64| {
        let share = if one_day {
            ratio(at, points.len() - 1)
        } else {
            f64::from(i32::try_from(day_number(day) - day_number(first.0)).unwrap_or(0)) / span
        };
        let level = if high > low { (number - low) / (high - low) } else { 0.5 };
        (LEFT + share * (right - LEFT), TOP + (1.0 - level) * (HEIGHT - TOP - BOTTOM))
    };
    let mut path: Vec<(f64, f64)> =
        points.iter().enumerate().map(|(at, (day, number))| place(at, *day, *number)).collect();
    let before = path.first().copied().filter(|_| metric.baseline().is_some());
    if points[0].0 == points[1].0 && !one_day && before.is_some() {
        // What was before on the same day is the dashed line.
        path.remove(0);
    }
    let line: Vec<String> = path.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let unit = if metric.is_relative() { "%" } else { metric.unit.as_str() };
    let label = |number: f64| {
        let text = format!("{number:.2}");
        escaped(&with_unit(text.trim_end_matches('0').trim_end_matches('.'), unit))
    };
    let floor = HEIGHT - BOTTOM;
    let mut out = String::from("<figure>\n");
    out.push_str(&format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\n",
        escaped(&format!("{}: {}", metric.name, wording::series(metric)))
    ));
    out.push_str(&format!(
        "<line class=\"axis\" x1=\"{LEFT}\" y1=\"{floor}\" x2=\"{right}\" y2=\"{floor}\"/>\n"
    ));
    if let Some((_, y)) = before {
        out.push_str(&format!(
            "<line class=\"before\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\"/>\n"
        ));
    }
    out.push_str(&format!("<polyline class=\"line\" points=\"{}\"/>\n", line.join(" ")));
    if let Some((x, y)) = path.last() {
        out.push_str(&format!("<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>\n"));
    }
    let side = LEFT - 8.0;
    let (_, top) = place(0, first.0, high);
    let (_, bottom) = place(0, first.0, low);
    out.push_str(&format!(
        "<text x=\"{side}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
        top + 4.0,
        label(high)
    ));
    if high > low {
        out.push_str(&format!(
            "<text x=\"{side}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
            bottom + 4.0,
            label(low)
        ));
    }
    let under = HEIGHT - 8.0;
    out.push_str(&format!("<text x=\"{LEFT}\" y=\"{under}\">{}</text>\n", wording::near_date(first.0)));
    if !one_day {
        let last = wording::near_date(last.0);
        out.push_str(&format!("<text x=\"{right}\" y=\"{under}\" text-anchor=\"end\">{last}</text>\n"));
    }
    out.push_str("</svg>\n</figure>\n");
    out
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole.max(1))
}
