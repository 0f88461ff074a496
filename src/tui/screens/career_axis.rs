//! Draws spans of time as bars on an axis.

use chrono::{Datelike as _, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::career_zoom::Zoom;
use crate::domain::date::{add_days, add_months, month_name};
use crate::domain::{PartialDate, Position, Quarter};
use crate::journal::SkillUse;
use crate::text::{ellipsis, inert, width};
use crate::tui::theme::Theme;
use crate::tui::widgets::{heatmap, paint};

/// A time axis in a range of columns.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// The first column.
    pub x: u16,
    /// The number of columns.
    pub width: u16,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// Today, up to which bars without an end are drawn.
    pub today: NaiveDate,
}

impl Axis {
    /// Returns the column of a day, which may lie outside the axis.
    fn column(&self, day: NaiveDate) -> i64 {
        let days = (self.last - self.first).num_days().max(1) + 1;
        let at = (day - self.first).num_days() * i64::from(self.width) / days;
        i64::from(self.x) + at
    }

    /// Returns the columns of a span within the axis; `None` if it lies outside.
    fn columns(&self, first: NaiveDate, last: NaiveDate) -> Option<(u16, u16)> {
        if last < self.first || first > self.last {
            return None;
        }
        let edge = |day: NaiveDate| self.column(day.clamp(self.first, self.last));
        let (from, to) = (edge(first), edge(last));
        Some((u16::try_from(from).ok()?, u16::try_from(to).ok()?))
    }

    /// Returns the first and the last day of a span; an open span ends today, or where the axis ends before that.
    fn span(&self, start: Option<PartialDate>, end: Option<PartialDate>) -> Option<(NaiveDate, NaiveDate)> {
        if start.is_none() && end.is_none() {
            return None;
        }
        let first = start.map_or(self.first, PartialDate::first_day);
        let last = end.map_or(self.today, PartialDate::last_day);
        Some((first, last.max(first)))
    }

    /// Draws the labels of the axis over a rule of two rows, or one row if `height` is 1.
    pub fn labels(&self, zoom: Zoom, buffer: &mut Buffer, row: u16, theme: &Theme) {
        let mut free = self.x;
        for (day, label) in self.ticks(zoom) {
            let Ok(x) = u16::try_from(self.column(day)) else { continue };
            let needed = paint::columns(width(&label));
            if x >= free && x + needed <= self.x + self.width {
                buffer.set_string(x, row, &label, theme.muted);
                free = x + needed + 1;
            }
        }
    }

    /// Returns the days that are labelled, with their labels.
    fn ticks(&self, zoom: Zoom) -> Vec<(NaiveDate, String)> {
        match zoom {
            Zoom::Career => {
                // The years that fit, so that every label is drawn at an even distance.
                let years = self.last.year() - self.first.year() + 1;
                let fits = i32::from((self.width / 6).max(1));
                let step = (years + fits - 1) / fits;
                let years =
                    (self.first.year()..=self.last.year()).step_by(usize::try_from(step.max(1)).unwrap_or(1));
                let day = |year| NaiveDate::from_ymd_opt(year, 1, 1);
                years.filter_map(|year| Some((day(year)?, year.to_string()))).collect()
            }
            Zoom::Year => (0..12)
                .step_by(self.step(12, "Jan 2026"))
                .filter_map(|month| {
                    let day = add_months(self.first, month)?;
                    let name = &month_name(day.month())[..3];
                    Some((day, if month == 0 { format!("{name} {}", day.year()) } else { name.to_owned() }))
                })
                .collect(),
            Zoom::Quarter => (0..14)
                .step_by(self.step(13, "29 Jan 2026"))
                .filter_map(|week| {
                    let day = add_days(self.first, week * 7).filter(|day| *day <= self.last)?;
                    let name = &month_name(day.month())[..3];
                    let year = if week == 0 { format!(" {}", day.year()) } else { String::new() };
                    Some((day, format!("{} {name}{year}", day.day())))
                })
                .collect(),
        }
    }

    /// Returns the number of parts of the axis from one label to the next, so that all are at an even distance.
    fn step(&self, parts: usize, longest: &str) -> usize {
        ((width(longest) + 1) * parts).div_ceil(usize::from(self.width.max(1))).max(1)
    }

    /// Draws a position as a double line with its titles, each from the day of its promotion.
    pub fn position(&self, position: &Position, buffer: &mut Buffer, row: u16, theme: &Theme) {
        let Some((first, last)) = self.span(position.start, position.end) else {
            let text = match position.last_title() {
                "" => "no dates".to_owned(),
                title => format!("{title}, no dates"),
            };
            let area = Rect { x: self.x, y: row, width: self.width, height: 1 };
            paint::text(buffer, area, 0, &text, theme.muted);
            return;
        };
        let Some((from, to)) = self.columns(first, last) else {
            return self.arrow(first, buffer, row, theme);
        };
        self.line(buffer, row, (from, to), "═", theme.accent);
        let edge = |buffer: &mut Buffer, x: u16, text: &str| {
            buffer.set_string(x, row, text, theme.accent);
        };
        edge(buffer, from, if position.start.is_none() { "┄" } else { "╞" });
        if position.end.is_none() && to > from {
            edge(buffer, to, "▷");
        }
        let mut titles: Vec<(u16, &str)> = Vec::new();
        for title in &position.titles {
            let begins = title.start.map_or(first, PartialDate::first_day);
            if begins > self.last || begins > last {
                continue;
            }
            let at = self.columns(begins.max(self.first), begins.max(self.first)).map_or(from, |(at, _)| at);
            // A title that ended before the axis begins is hidden by the next one.
            titles.retain(|(other, _)| *other != at.max(from));
            titles.push((at.max(from), &title.title));
        }
        for (index, (at, title)) in titles.iter().enumerate() {
            if *at > from {
                edge(buffer, *at, "╪");
            }
            let end = titles.get(index + 1).map_or(to, |(next, _)| *next);
            let room = usize::from(end.saturating_sub(at + 2));
            let (title, after) = (inert(title), usize::from((self.x + self.width).saturating_sub(to + 2)));
            if room < width(&title) + 2 && titles.len() == index + 1 && after > room {
                // A short bar has its title at its right.
                buffer.set_string(to + 2, row, ellipsis(&title, after), theme.strong);
            } else if room >= 5 {
                let text = format!(" {} ", ellipsis(&title, room - 2));
                buffer.set_string(at + 1, row, &text, theme.strong);
            }
        }
    }

    /// Draws a project as a line.
    pub fn project(
        &self,
        (start, end): (Option<PartialDate>, Option<PartialDate>),
        last_win: Option<NaiveDate>,
        buffer: &mut Buffer,
        row: u16,
        theme: &Theme,
    ) {
        // A project without dates is as long ago as its latest win.
        let span = self.span(start, end).or(last_win.map(|day| (day, day)));
        let Some((first, last)) = span else { return };
        match self.columns(first, last) {
            Some((from, to)) => {
                self.line(buffer, row, (from, to), "━", theme.accent);
                if end.is_none() && start.is_some() && to > from {
                    buffer.set_string(to, row, "▷", theme.accent);
                }
            }
            None => self.arrow(first, buffer, row, theme),
        }
    }

    fn line(&self, buffer: &mut Buffer, row: u16, (from, to): (u16, u16), symbol: &str, style: Style) {
        let to = to.min(self.x + self.width - 1);
        for x in from..=to {
            buffer.set_string(x, row, symbol, style);
        }
    }

    /// Draws the direction in which a span outside the axis lies.
    fn arrow(&self, first: NaiveDate, buffer: &mut Buffer, row: u16, theme: &Theme) {
        if first < self.first {
            buffer.set_string(self.x, row, "◂", theme.muted);
        } else {
            buffer.set_string(self.x + self.width - 1, row, "▸", theme.muted);
        }
    }

    /// Draws the wins of a skill by quarter, from its first use to its last: a cell in every second column, with the shade of
    /// the most wins of a quarter in these two columns.
    pub fn heat(&self, skill: &SkillUse, buffer: &mut Buffer, row: u16, theme: &Theme) {
        let (Some(first), Some(last)) = (skill.first.map(Quarter::of), skill.last.map(Quarter::of)) else {
            return;
        };
        let days = (self.last - self.first).num_days() + 1;
        let quarter_at = |column: u16| {
            let at = i64::from(column) * days / i64::from(self.width.max(1));
            add_days(self.first, at).map(Quarter::of)
        };
        for column in (0..self.width).step_by(2) {
            let both = [quarter_at(column), quarter_at(column + 1)];
            let covered = both.into_iter().flatten().filter(|quarter| (first..=last).contains(quarter));
            let wins = |quarter: Quarter| {
                skill.quarters.iter().find(|(each, _)| *each == quarter).map_or(0, |(_, wins)| *wins)
            };
            let Some(wins) = covered.map(wins).max() else { continue };
            let level = match wins {
                0 => 0,
                1 => 1,
                2 | 3 => 2,
                4..=6 => 3,
                _ => 4,
            };
            let symbol = if level == 0 { "·" } else { heatmap::sign(level, theme) };
            let style = if level == 0 { theme.muted } else { theme.heat[level] };
            buffer.set_string(self.x + column, row, symbol, style);
        }
    }
}
