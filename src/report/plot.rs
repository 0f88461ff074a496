//! Computes the plot of a metric as a line in a unit square, for all output formats.

use super::{document_wording, wording};
use crate::domain::amount::with_unit;
use crate::domain::date::day_number;
use crate::domain::{Amount, MetricView};

/// A line plot with coordinates in 0..=1, to the right and up.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// The points, in the order of the values.
    pub points: Vec<(f64, f64)>,
    /// The height of the baseline; `None` if there is no absolute baseline.
    pub before: Option<f64>,
    /// The label of the highest value, and that of the lowest value if the two differ.
    pub labels: (String, Option<String>),
    /// The first day, and the last day if the two differ.
    pub days: (String, Option<String>),
    /// The metric and its change, in words.
    pub description: String,
}

/// The maximum width of a label beside the axis, in columns.
const LABEL: usize = 12;

/// Reads a line of block characters, such as `▁▃▇`, as levels in 0..=1; `None` for other text.
pub fn levels(text: &str) -> Option<Vec<f64>> {
    let level = |c: char| {
        let steps = u32::from(c).checked_sub(u32::from('▁')).filter(|steps| *steps < 8)?;
        Some(f64::from(steps) / 7.0)
    };
    let levels: Vec<f64> = text.trim().chars().map(level).collect::<Option<_>>()?;
    (levels.len() > 1).then_some(levels)
}

/// Returns the plot of a metric; `None` for fewer than two points.
pub fn plot(metric: &MetricView) -> Option<Plot> {
    let points = metric.points();
    if points.len() < 2 {
        return None;
    }
    let (first, last) = (points[0].0, points[points.len() - 1].0);
    let numbers = points.iter().map(|(_, number)| *number);
    let low = numbers.clone().fold(f64::INFINITY, f64::min);
    let high = numbers.fold(f64::NEG_INFINITY, f64::max);
    let one_day = first == last;
    let days = |from, to| f64::from(i32::try_from(day_number(to) - day_number(from)).unwrap_or(1));
    let level = |number: f64| if high > low { (number - low) / (high - low) } else { 0.5 };
    let count = |at: usize| f64::from(u32::try_from(at).unwrap_or(u32::MAX));
    let place = |(at, (day, number)): (usize, &(chrono::NaiveDate, f64))| {
        let share =
            if one_day { count(at) / count(points.len() - 1) } else { days(first, *day) / days(first, last) };
        (share, level(*number))
    };
    let mut path: Vec<(f64, f64)> = points.iter().enumerate().map(place).collect();
    let before = metric.baseline().map(|_| level(points[0].1)).filter(|_| !metric.is_relative());
    if before.is_some() && !one_day && points[0].0 == points[1].0 {
        // A baseline of the same day is drawn as a height, not as a vertical line.
        path.remove(0);
    }
    let unit = if metric.is_relative() { "%" } else { metric.unit.as_str() };
    let label = |number: f64| {
        let text = format!("{number:.2}");
        let number = text.trim_end_matches('0').trim_end_matches('.');
        let label = with_unit(number, unit);
        let written = |text: &str| {
            Amount::parse(text).map_or_else(|| text.to_owned(), |it| document_wording::amount(&it))
        };
        let label = written(&label);
        // A label must fit in the margin; the caption of the chart names the unit.
        if crate::text::width(&label) > LABEL { written(number) } else { label }
    };
    Some(Plot {
        points: path,
        before,
        labels: (label(high), (high > low).then(|| label(low))),
        days: (wording::near_date(first), (!one_day).then(|| wording::near_date(last))),
        description: format!(
            "{}: {}",
            document_wording::metric_name(&metric.name),
            document_wording::series_of(metric)
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_characters_are_read_as_levels() {
        assert_eq!(levels("▁█"), Some(vec![0.0, 1.0]));
        assert_eq!(levels("a▁"), None);
        assert_eq!(levels("▁"), None);
    }
}
