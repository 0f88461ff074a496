//! The span of time that the axis of the career tab shows.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::Quarter;
use crate::domain::date::{add_days, add_months};

/// The span that the time axis shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zoom {
    /// The whole career, at least three years.
    #[default]
    Career,
    /// One calendar year.
    Year,
    /// One calendar quarter.
    Quarter,
}

impl Zoom {
    /// Returns what the axis shows, for the heading: `all years`, `2026` or `2026-Q1`.
    pub fn heading(self, focus: NaiveDate) -> String {
        match self {
            Self::Career => "all years".to_owned(),
            Self::Year => focus.year().to_string(),
            Self::Quarter => Quarter::of(focus).to_string(),
        }
    }

    /// Returns the next zoom, in a cycle.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Career => Self::Year,
            Self::Year => Self::Quarter,
            Self::Quarter => Self::Career,
        }
    }

    /// Returns the number of months by which the axis is shifted; 0 for the whole career.
    pub fn months(self) -> i32 {
        match self {
            Self::Career => 0,
            Self::Year => 12,
            Self::Quarter => 3,
        }
    }

    /// Returns the first and the last day of the axis. `focus` is a day in the year or the quarter, `earliest` the
    /// first day of the career.
    pub fn span(
        self,
        focus: NaiveDate,
        earliest: Option<NaiveDate>,
        today: NaiveDate,
    ) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Career => {
                let year = earliest.map_or(today.year(), |first| first.year()).min(today.year() - 2);
                (civil(year, 1), end_of_year(today.year()))
            }
            Self::Year => (civil(focus.year(), 1), end_of_year(focus.year())),
            Self::Quarter => {
                let quarter = Quarter::of(focus);
                let first = civil(quarter.year, quarter.number * 3 - 2);
                (first, add_months(first, 3).and_then(|next| add_days(next, -1)).unwrap_or(first))
            }
        }
    }
}

fn civil(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN)
}

fn end_of_year(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_career_begins_in_its_first_year_and_has_at_least_three() {
        let today = civil(2026, 3);
        let span = |first| Zoom::Career.span(today, first, today);
        assert_eq!(span(Some(civil(2019, 5))), (civil(2019, 1), end_of_year(2026)));
        assert_eq!(span(Some(civil(2026, 1))), (civil(2024, 1), end_of_year(2026)));
        assert_eq!(span(None), (civil(2024, 1), end_of_year(2026)));
    }
}
