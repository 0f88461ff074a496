//! A heatmap of days, with a column per week and Monday at the top.

use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::columns;
use crate::domain::date::{add_days, month_name, week_start};
use crate::tui::theme::Theme;

/// The sign of a day where the steps differ by their colour.
const DAY: &str = "■";
/// The signs of the steps where they do not.
const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// The rows of a heatmap: the months and seven days.
pub const HEIGHT: u16 = 8;
const LABELS: u16 = 4;

/// The days of a span, with a count for each.
#[derive(Debug, Clone, Copy)]
pub struct Heatmap<'a> {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// The days with their counts, in order.
    pub counts: &'a [(NaiveDate, usize)],
    /// Today; later days without a count are blank.
    pub today: NaiveDate,
}

/// Returns the step of a day: 4 for four wins or more, or for the most wins of a day if these are fewer.
fn level(count: usize, most: usize) -> usize {
    (count * 4).div_ceil(most.clamp(2, 4)).min(4)
}

/// Returns the sign of a step from 0 (no wins) to 4 (four or more).
pub fn sign(level: usize, theme: &Theme) -> &'static str {
    if theme.has_shades { DAY } else { SHADES[level.min(4)] }
}

/// Returns the number of columns that `weeks` weeks take, with a column between two of them if `roomy`.
pub fn wide(weeks: u16, roomy: bool) -> u16 {
    LABELS + if roomy { weeks * 2 - 1 } else { weeks }
}

impl Heatmap<'_> {
    /// Draws the heatmap; if not all weeks fit, draws the weeks up to today.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        if area.height < HEIGHT || area.width < LABELS + 8 {
            return;
        }
        let begin = week_start(self.first);
        let weeks = columns(usize::try_from((self.last - begin).num_days() / 7 + 1).unwrap_or(53));
        let room = area.width - LABELS;
        let cell = if weeks * 2 <= room { 2 } else { 1 };
        let fits = (room / cell).min(weeks);
        // If not all weeks fit, the current week is the last.
        let this_week = columns(
            usize::try_from((self.today.clamp(self.first, self.last) - begin).num_days() / 7).unwrap_or(0),
        );
        let skip = if fits == weeks { 0 } else { (this_week + 1).saturating_sub(fits) };
        for (day, label) in [(0, "Mon"), (2, "Wed"), (4, "Fri")] {
            buffer.set_string(area.x, area.y + 1 + day, label, theme.muted);
        }
        let most = self.counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let mut month_end = 0;
        for week in 0..fits {
            let x = area.x + LABELS + week * cell;
            let monday = add_days(begin, i64::from(skip + week) * 7).unwrap_or(begin);
            let sunday = add_days(monday, 6).unwrap_or(monday);
            if sunday.day() <= 7 && sunday <= self.last && x >= month_end && x + 3 <= area.right() {
                buffer.set_string(x, area.y, &month_name(sunday.month())[..3], theme.muted);
                month_end = x + 4;
            }
            for weekday in 0..7_u16 {
                let day = add_days(monday, i64::from(weekday)).unwrap_or(monday);
                if day < self.first || day > self.last {
                    continue;
                }
                let count =
                    self.counts.binary_search_by_key(&day, |(day, _)| *day).map_or(0, |at| self.counts[at].1);
                let level = level(count, most);
                let symbol = match level {
                    0 if day > self.today => " ",
                    0 if cell == 1 => SHADES[0],
                    level => sign(level, theme),
                };
                let style = if day == self.today && count == 0 { theme.accent } else { theme.heat[level] };
                buffer.set_string(x, area.y + 1 + weekday, symbol, style);
            }
        }
    }
}
