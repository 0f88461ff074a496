//! A chart of a series over time: a line with its area, the latest value at its end, the target below it, and
//! marks on the line. It has no frame.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::symbols::Marker;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Axis, Chart, Dataset, GraphType, Widget as _};

use super::paint;
use crate::text::width;
use crate::tui::theme::Theme;

/// The data of a chart.
#[derive(Debug, Clone)]
pub struct Series {
    /// The points as position and value, from left to right.
    pub points: Vec<(f64, f64)>,
    /// The labels under the left and the right end.
    pub ends: [String; 2],
    /// The latest value as it is shown at the end of the line.
    pub latest: String,
    /// The value to reach, and its label.
    pub target: Option<(f64, String)>,
    /// The indices of the points that are marked with 1, 2, 3 and so on; at most 9.
    pub marks: Vec<usize>,
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
    Plot::new(series, area).draw(&mut buffer, theme);
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

/// A chart with its place on the screen.
struct Plot<'a> {
    series: &'a Series,
    area: Rect,
    /// The area of the line.
    graph: Rect,
    low: f64,
    high: f64,
    /// The positions of the first and the last point.
    ends: (f64, f64),
}

impl<'a> Plot<'a> {
    fn new(series: &'a Series, area: Rect) -> Self {
        let (low, high) = bounds(series);
        let label = |level| width(&(series.label)(level, &series.unit));
        let target = series.target.iter().map(|(_, label)| width(label)).max().unwrap_or(0);
        let left = paint::columns(label(low).max(label(high)) + 1).min(area.width / 3);
        let right = paint::columns(width(&series.latest).max(target) + 2).min(area.width / 3);
        let graph = Rect {
            x: area.x + left,
            width: area.width.saturating_sub(left + right),
            height: area.height - 1,
            ..area
        };
        let ends = match (series.points.first(), series.points.last()) {
            (Some(first), Some(last)) => (first.0, last.0),
            _ => (0.0, 1.0),
        };
        Self { series, area, graph, low, high, ends }
    }

    fn draw(&self, buffer: &mut Buffer, theme: &Theme) {
        let data = Dataset::default()
            .data(&self.series.points)
            .marker(Marker::Braille)
            .graph_type(GraphType::Line)
            .style(theme.accent);
        Chart::new(vec![data])
            .legend_position(None)
            .x_axis(Axis::default().bounds([self.ends.0, self.ends.1]))
            .y_axis(Axis::default().bounds([self.low, self.high]))
            .render(self.graph, buffer);
        if theme.fills {
            self.fill(buffer, theme.fill);
        }
        self.labels(buffer, theme);
        let latest = self.latest(buffer, theme);
        self.target(buffer, theme, latest);
        self.marks(buffer, theme);
    }

    /// Returns the row of a value within the graph.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the rows")]
    fn row(&self, value: f64) -> u16 {
        let share = (self.high - value) / (self.high - self.low);
        // The rows of the dots of a braille cell.
        let dots = f64::from(self.graph.height * 4 - 1);
        ((share.clamp(0.0, 1.0) * dots).round() as u16 / 4).min(self.graph.height - 1)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the columns")]
    fn column(&self, position: f64) -> u16 {
        let span = (self.ends.1 - self.ends.0).max(f64::MIN_POSITIVE);
        let share = ((position - self.ends.0) / span).clamp(0.0, 1.0);
        self.graph.x + (share * f64::from(self.graph.width.saturating_sub(1))).round() as u16
    }

    /// Fills the cells below the line.
    fn fill(&self, buffer: &mut Buffer, style: Style) {
        for x in self.graph.left()..self.graph.right() {
            let line = (self.graph.top()..self.graph.bottom()).find(|y| buffer[(x, *y)].symbol() != " ");
            for y in line.unwrap_or(self.graph.bottom())..self.graph.bottom() {
                buffer[(x, y)].set_style(style);
            }
        }
    }

    fn labels(&self, buffer: &mut Buffer, theme: &Theme) {
        let left = Rect { width: self.graph.x.saturating_sub(self.area.x + 1), ..self.area };
        let label = |level| (self.series.label)(level, &self.series.unit);
        paint::text_right(buffer, left, 0, &label(self.high), theme.muted);
        paint::text_right(buffer, left, self.graph.height - 1, &label(self.low), theme.muted);
        let below = Rect { x: self.graph.x, width: self.graph.width, ..self.area };
        let row = self.graph.height;
        paint::text(buffer, below, row, &self.series.ends[0], theme.muted);
        paint::text_right(buffer, below, row, &self.series.ends[1], theme.muted);
    }

    /// Draws the latest value at the end of the line; returns its row.
    fn latest(&self, buffer: &mut Buffer, theme: &Theme) -> u16 {
        let Some((_, value)) = self.series.points.last() else { return 0 };
        let row = self.row(*value);
        let x = self.graph.right().saturating_sub(1);
        buffer[(x, self.graph.y + row)].set_symbol("●").set_style(theme.accent);
        let right = self.right();
        paint::text(buffer, right, row, &self.series.latest, theme.strong);
        row
    }

    fn right(&self) -> Rect {
        let x = self.graph.right() + 1;
        Rect { x, width: self.area.right().saturating_sub(x), height: self.graph.height, ..self.area }
    }

    /// Draws the target through the cells that the line leaves free; its label goes beside the latest value.
    fn target(&self, buffer: &mut Buffer, theme: &Theme, latest: u16) {
        let Some((value, label)) = &self.series.target else { return };
        let row = self.row(*value);
        for x in self.graph.left()..self.graph.right() {
            let cell = &mut buffer[(x, self.graph.y + row)];
            if cell.symbol() == " " {
                cell.set_symbol("┄").set_style(theme.good);
            }
        }
        let beside = match row {
            row if row != latest => row,
            row if row + 1 < self.graph.height => row + 1,
            row => row.saturating_sub(1),
        };
        paint::text(buffer, self.right(), beside, label, theme.good);
    }

    fn marks(&self, buffer: &mut Buffer, theme: &Theme) {
        let style = mark_style(theme);
        let mut placed: Vec<(u16, u16)> = Vec::new();
        for (number, at) in self.series.marks.iter().take(9).enumerate() {
            let Some((position, value)) = self.series.points.get(*at) else { continue };
            let (x, row) = (self.column(*position), self.row(*value));
            // Two marks beside each other would read as one number: the second one moves up or down.
            let is_free = |row: &u16| !placed.iter().any(|(of, at)| at == row && of.abs_diff(x) < 2);
            let rows = [Some(row), row.checked_sub(1), Some(row + 1), row.checked_sub(2), Some(row + 2)];
            let rows = rows.into_iter().flatten().filter(|row| *row < self.graph.height);
            let Some(row) = rows.into_iter().find(is_free) else { continue };
            placed.push((x, row));
            buffer[(x, self.graph.y + row)].set_symbol(&(number + 1).to_string()).set_style(style);
        }
    }
}

/// Returns the style of the number of a mark on a line, and beside the text of the mark.
pub fn mark_style(theme: &Theme) -> Style {
    theme.accent.add_modifier(Modifier::REVERSED | Modifier::BOLD)
}

/// Returns the bounds of the axis: round numbers with the smallest range. An axis with a bound near zero
/// includes zero.
fn bounds(series: &Series) -> (f64, f64) {
    let target = series.target.as_ref().map(|(value, _)| *value);
    let all = || series.points.iter().map(|point| point.1).chain(target);
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
        ((low / step).floor() * step, (high / step).ceil() * step)
    };
    let candidates = [2.0, 3.0, 4.0].map(around);
    candidates.into_iter().min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0))).unwrap_or((low, high))
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
            ends: ["May".into(), "Feb".into()],
            latest: "390 ms".into(),
            target: None,
            marks: Vec::new(),
            label: |number, _| number.to_string(),
            unit: String::new(),
        }
    }

    fn shown(series: &Series, width: u16, height: u16) -> Vec<String> {
        lines(series, width, height, &Theme::default()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn axes_have_round_bounds_and_include_zero_if_it_is_near() {
        assert_eq!(bounds(&series(&[(0.0, 800.0), (1.0, 380.0)])), (0.0, 800.0));
        assert_eq!(bounds(&series(&[(0.0, 1200.0), (1.0, 2100.0)])), (0.0, 3000.0));
        assert_eq!(bounds(&series(&[(0.0, 99.0), (1.0, 99.9)])), (99.0, 100.0));
        assert_eq!(bounds(&series(&[(0.0, -90.0), (1.0, -40.0)])), (-100.0, 0.0));
        let level = bounds(&series(&[(0.0, 5.0), (1.0, 5.0)]));
        assert!(level.0 < 5.0 && level.1 > 5.0);
    }

    #[test]
    fn the_target_is_drawn_over_the_whole_width_and_the_line_over_it() {
        let chart = Series {
            target: Some((300.0, "300 goal".into())),
            marks: vec![1],
            ..series(&[(0.0, 800.0), (5.0, 500.0), (10.0, 390.0)])
        };
        let lines = shown(&chart, 60, 8);
        let target = lines.iter().find(|line| line.contains("300 goal")).unwrap();
        assert!(target.matches('┄').count() > 30, "{lines:#?}");
        assert!(lines.iter().any(|line| line.contains("● 390 ms")), "{lines:#?}");
        assert!(lines.iter().any(|line| line.contains('1')), "{lines:#?}");
        assert!(lines[7].trim_start().starts_with("May") && lines[7].contains("Feb"), "{lines:#?}");
    }

    #[test]
    fn a_chart_is_drawn_whole_or_not_at_all() {
        let chart = series(&[(0.0, 1.0), (1.0, 2.0)]);
        for width in 0..90 {
            for height in 0..12 {
                let lines = shown(&chart, width, height);
                assert!(lines.is_empty() || lines.len() == usize::from(height));
                assert!(lines.iter().all(|line| crate::text::width(line) == usize::from(width)));
            }
        }
    }
}
