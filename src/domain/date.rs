//! Dates and spans of dates, with the precision of a day, a month or a year.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

/// A date with the precision of a day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// A day.
    Day(NaiveDate),
    /// A year and a month, 1 to 12.
    Month(i32, u32),
    /// A year.
    Year(i32),
}

impl Default for PartialDate {
    fn default() -> Self {
        Self::Day(NaiveDate::default())
    }
}

impl PartialDate {
    /// Returns the first day that the date includes.
    pub fn first_day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => civil(year, month, 1),
            Self::Year(year) => civil(year, 1, 1),
        }
    }

    /// Returns the day to which the date of a past event is reduced: today if the date includes today, else
    /// its last day.
    pub fn day_said(self, today: NaiveDate) -> NaiveDate {
        if self.first_day() <= today && today <= self.last_day() { today } else { self.last_day() }
    }

    /// Returns the last day that the date includes.
    pub fn last_day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => month_end(civil(year, month, 1)),
            Self::Year(year) => civil(year, 12, 31),
        }
    }

    /// Parses `2026`, `2026-03` or `2026-03-04`, the form in which dates are stored and printed.
    pub fn from_iso(text: &str) -> Option<Self> {
        let numbers: Vec<&str> = text.split('-').collect();
        let fits =
            |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
        let year = numbers.first().filter(|part| fits(part, 4))?.parse().ok()?;
        if !YEARS.contains(&year) {
            return None;
        }
        match numbers[1..] {
            [] => Some(Self::Year(year)),
            [month] if fits(month, 2) => {
                let month = month.parse().ok()?;
                (1..=12).contains(&month).then_some(Self::Month(year, month))
            }
            [month, day] if fits(month, 2) && fits(day, 2) => {
                NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?).map(Self::Day)
            }
            _ => None,
        }
    }

    /// Returns the rank of the precision in a sort key, in ascending order: day, month, year.
    fn coarseness(self) -> i64 {
        match self {
            Self::Day(_) => 0,
            Self::Month(..) => 2,
            Self::Year(_) => 3,
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

/// The years that a date may have, all of at most four digits.
pub const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// A date, or a span between two dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The date, or the start of the span.
    pub start: PartialDate,
    /// The end of the span; `None` for a single date.
    pub end: Option<PartialDate>,
}

impl DateRange {
    /// Creates a date of one day.
    pub fn day(day: NaiveDate) -> Self {
        Self { start: PartialDate::Day(day), end: None }
    }

    /// Creates a date with the precision of a year.
    pub fn year(year: i32) -> Self {
        Self { start: PartialDate::Year(year), end: None }
    }

    /// Creates a span; `None` if it would end before it begins.
    pub fn span(start: PartialDate, end: PartialDate) -> Option<Self> {
        (end.last_day() >= start.first_day()).then_some(Self { start, end: Some(end) })
    }

    /// Parses the stored and printed form: `2026-03-04`, `2026-03`, `2026`, `2013..2017`.
    pub fn from_iso(text: &str) -> Option<Self> {
        match text.split_once("..") {
            None => Some(Self { start: PartialDate::from_iso(text)?, end: None }),
            Some((start, end)) => Self::span(PartialDate::from_iso(start)?, PartialDate::from_iso(end)?),
        }
    }

    /// Returns the end of a span, or the single date.
    pub fn last(self) -> PartialDate {
        self.end.unwrap_or(self.start)
    }

    /// Returns the first day that the date includes.
    pub fn first_day(self) -> NaiveDate {
        self.start.first_day()
    }

    /// Returns the last day that the date includes, under which a timeline lists the record.
    pub fn last_day(self) -> NaiveDate {
        self.last().last_day()
    }

    /// Returns the day of a date with the precision of a day; `None` for other dates, which heatmaps ignore.
    pub fn exact_day(self) -> Option<NaiveDate> {
        match (self.start, self.end) {
            (PartialDate::Day(day), None) => Some(day),
            _ => None,
        }
    }

    /// Returns the year and the month, 1 to 12, of a date that is one day or one month; `None` for any other date.
    pub fn exact_month(self) -> Option<(i32, u32)> {
        match (self.start, self.end) {
            (PartialDate::Day(day), None) => Some((day.year(), day.month())),
            (PartialDate::Month(year, month), None) => Some((year, month)),
            _ => None,
        }
    }

    /// Returns the sort key in a timeline; a later date has a greater key. A month comes after its days, and
    /// a year after its months: a list with the newest first begins with the less precise dates.
    pub fn sort_key(self) -> i64 {
        let end = self.last();
        day_number(end.last_day()) * 4 + end.coarseness()
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.start.fmt(f)?;
        match self.end {
            Some(end) => write!(f, "..{end}"),
            None => Ok(()),
        }
    }
}

/// Returns the number of a day, counted from 1 for the first day of year 1.
pub fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce())
}

/// Returns the day of a [`day_number`].
pub fn day_of_number(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}

/// Returns a day that is known to exist; [`NaiveDate::MIN`] if it does not.
pub(super) fn civil(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}

/// Returns the last day of a day's month.
pub fn month_end(day: NaiveDate) -> NaiveDate {
    let first = civil(day.year(), day.month(), 1);
    first
        .checked_add_months(Months::new(1))
        .and_then(|next| next.checked_sub_days(Days::new(1)))
        .unwrap_or(first)
}

/// Returns a day some months later or earlier, clamped to the end of the month: 31 January plus one month is
/// 28 February. `None` if the year is not in [`YEARS`].
pub fn add_months(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    let step = Months::new(months.unsigned_abs());
    let moved = if months < 0 { day.checked_sub_months(step) } else { day.checked_add_months(step) };
    moved.filter(|day| YEARS.contains(&day.year()))
}

/// Returns a day some days later or earlier; `None` if its year is not in [`YEARS`].
pub fn add_days(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let step = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(step) } else { day.checked_add_days(step) };
    moved.filter(|day| YEARS.contains(&day.year()))
}

/// Returns the Monday of a day's ISO week.
pub fn week_start(day: NaiveDate) -> NaiveDate {
    add_days(day, -i64::from(day.weekday().num_days_from_monday())).unwrap_or(day)
}

/// Returns the English name of a month, 1 to 12; empty above 12.
pub fn month_name(month: u32) -> &'static str {
    MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or("")
}

/// The English names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn dates_round_trip_through_iso_with_their_precision() {
        for text in ["2026-03-04", "2026-03", "2026", "2013..2017", "2013-02..2017-01-31"] {
            assert_eq!(DateRange::from_iso(text).map(|when| when.to_string()), Some(text.into()));
        }
        for text in ["2026-02-30", "2026-13", "26", "2017..2013", "2026-3-4", "0000", ""] {
            assert_eq!(DateRange::from_iso(text), None, "{text}");
        }
    }

    #[test]
    fn newest_first_shows_a_year_above_its_months_and_a_month_above_its_days() {
        let order = ["2024-01-01", "2023", "2023-12", "2023-12-31", "2013..2023-11", "2023-11-30"];
        let keys: Vec<i64> = order.iter().map(|text| DateRange::from_iso(text).unwrap().sort_key()).collect();
        assert!(keys.windows(2).all(|pair| pair[0] > pair[1]), "{keys:?}");
    }

    #[test]
    fn add_months_clamps_to_the_end_of_the_month() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(add_months(day("2026-01-31"), 1), Some(day("2026-02-28")));
        assert_eq!(add_months(day("2024-02-29"), 12), Some(day("2025-02-28")));
        assert_eq!(add_months(day("2026-03-31"), -1), Some(day("2026-02-28")));
        assert_eq!(add_months(day("9999-12-31"), 1), None);
    }

    #[rstest]
    #[case("2026-03-04", Some((2026, 3)))]
    #[case("2026-03", Some((2026, 3)))]
    #[case("2026", None)]
    #[case("2026-03-04..2026-03-05", None)]
    fn only_a_day_and_a_month_have_an_exact_month(#[case] text: &str, #[case] month: Option<(i32, u32)>) {
        assert_eq!(DateRange::from_iso(text).unwrap().exact_month(), month);
    }
}
