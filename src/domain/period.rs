//! Periods: years, halves, quarters, months, weeks and ranges, calendar or fiscal.

use chrono::{Datelike, IsoWeek, NaiveDate, Weekday};

use super::date::{
    DateRange, PartialDate, YEARS, add_days, add_months, civil, month_end, month_name, week_start,
};
use super::date_phrase::Bias;

/// A span of days, both ends included, with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// The label: `2026`, `2026-Q1`, `March 2026`.
    pub label: String,
}

/// The error for a text that is not a period, with the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a period")]
pub struct PeriodError(pub String);

impl Period {
    /// Returns a calendar year, or the fiscal year that ends in it.
    ///
    /// `fiscal_start` is the month in which a fiscal year begins; 1 for calendar years.
    pub fn year(year: i32, fiscal_start: u32) -> Self {
        let label = if fiscal_start == 1 { format!("{year:04}") } else { format!("FY{year:04}") };
        Self::months(year, fiscal_start, 0, 12, label)
    }

    /// Returns the year of a day: the calendar year if `fiscal_start`, the month in which a fiscal year begins, is 1;
    /// else the fiscal year.
    pub fn year_of(day: NaiveDate, fiscal_start: u32) -> Self {
        Self::year(year_number(day, fiscal_start), fiscal_start)
    }

    /// Returns the ISO week of a day, Monday to Sunday.
    pub fn week_of(day: NaiveDate) -> Self {
        let first = week_start(day);
        let week: IsoWeek = first.iso_week();
        Self {
            first,
            last: add_days(first, 6).unwrap_or(first),
            label: format!("{:04}-W{:02}", week.year(), week.week()),
        }
    }

    /// Returns the period as a span of dates: of months if it consists of whole months, else of days.
    pub fn span(&self) -> DateRange {
        let months = self.first.day() == 1 && self.last == month_end(self.last);
        let date = |day: NaiveDate| {
            if months { PartialDate::Month(day.year(), day.month()) } else { PartialDate::Day(day) }
        };
        DateRange { start: date(self.first), end: Some(date(self.last)) }
    }

    /// Returns `true` if a record with this date belongs to the period: all days of the date, or of the end
    /// of a span, are in the period.
    pub fn contains(&self, when: DateRange) -> bool {
        let end = when.end.unwrap_or(when.start);
        end.first_day() >= self.first && end.last_day() <= self.last
    }

    /// Returns the number of days.
    pub fn days(&self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    /// Returns `count` months of a year, beginning `from` months after its first.
    fn months(year: i32, fiscal_start: u32, from: u32, count: u32, label: String) -> Self {
        let begins = if fiscal_start == 1 { year } else { year - 1 };
        let first = civil(begins.max(0), fiscal_start, 1);
        let step = |months: u32| add_months(first, i32::try_from(months).unwrap_or(0)).unwrap_or(first);
        let first_of_last = step(from + count - 1);
        Self { first: step(from), last: month_end(first_of_last), label }
    }

    /// Returns the period of all dates that a record can have.
    pub fn ever() -> Self {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Self { first: day(1, 1, 1), last: day(9999, 12, 31), label: "ever".into() }
    }
}

/// Returns the number of the calendar or fiscal year of a day.
pub fn year_number(day: NaiveDate, fiscal_start: u32) -> i32 {
    day.year() + i32::from(fiscal_start != 1 && day.month() >= fiscal_start)
}

/// Parses `2026`, `FY26`, `2026-H1`, `2026Q3`, `Q3 2026`, `2026-W10`, or a part without a year, such as `Q3`: then it
/// is the nearest part in the direction of `look`, the current one included. `None` if the text has another form, an
/// error if the period does not exist.
pub(super) fn coded(
    text: &str,
    today: NaiveDate,
    look: Bias,
    fiscal_start: u32,
) -> Option<Result<Period, PeriodError>> {
    let (year, part) = year_and_part(text)?;
    let none = || PeriodError(text.to_owned());
    let Some((letter, number)) = part else {
        let year = year?;
        return Some(if YEARS.contains(&year) { Ok(Period::year(year, fiscal_start)) } else { Err(none()) });
    };
    let of_year = |year: i32| {
        if !YEARS.contains(&year) {
            return None;
        }
        let label = format!("{}{year:04}-{letter}{number}", if fiscal_start == 1 { "" } else { "FY" });
        match letter {
            'H' if (1..=2).contains(&number) => {
                Some(Period::months(year, fiscal_start, (number - 1) * 6, 6, label))
            }
            'Q' if (1..=4).contains(&number) => {
                Some(Period::months(year, fiscal_start, (number - 1) * 3, 3, label))
            }
            'W' => NaiveDate::from_isoywd_opt(year, number, Weekday::Mon).map(Period::week_of),
            _ => None,
        }
    };
    let nearest = || {
        let this = if letter == 'W' { today.iso_week().year() } else { year_number(today, fiscal_start) };
        let step = if look == Bias::Past { -1 } else { 1 };
        // Week 53 exists in every fifth or sixth year.
        (0..=7).filter_map(|years| of_year(this + step * years)).find(|period| match look {
            Bias::Past => period.first <= today,
            Bias::Future => period.last >= today,
        })
    };
    let found = year.map_or_else(nearest, of_year);
    Some(found.ok_or_else(none))
}

/// A part of a year: `H`, `Q` or `W` with its number.
type Part = (char, u32);

/// Splits a code of a period into its year and its part, such as `('Q', 3)`; `None` if the text is no code.
fn year_and_part(text: &str) -> Option<(Option<i32>, Option<Part>)> {
    let upper = text.to_ascii_uppercase();
    let words: Vec<&str> = upper.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let part = |word: &str| {
        let number = word.strip_prefix(['H', 'Q', 'W'])?;
        let digits = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        Some((word.chars().next()?, number.parse::<u32>().ok().filter(|_| digits)?))
    };
    let year = |word: &str| {
        let fiscal = word.strip_prefix("FY");
        let digits = fiscal.unwrap_or(word);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        match digits.len() {
            4 => digits.parse().ok(),
            2 if fiscal.is_some() => digits.parse::<i32>().ok().map(|short| 2000 + short),
            _ => None,
        }
    };
    match words[..] {
        [one] => match (year(one), part(one)) {
            (Some(year), _) => Some((Some(year), None)),
            (None, Some(part)) => Some((None, Some(part))),
            // `2026Q1`
            (None, None) => {
                let at = one.find(['H', 'Q', 'W'])?;
                Some((Some(year(&one[..at])?), Some(part(&one[at..])?)))
            }
        },
        ["FY", number] => Some((Some(year(&format!("FY{number}"))?), None)),
        ["WEEK", number] => Some((None, Some(part(&format!("W{number}"))?))),
        [a, b] => match (year(a), part(b), part(a), year(b)) {
            (Some(year), Some(part), ..) | (_, _, Some(part), Some(year)) => Some((Some(year), Some(part))),
            _ => None,
        },
        ["WEEK", number, of] => Some((Some(year(of)?), Some(part(&format!("W{number}"))?))),
        _ => None,
    }
}

/// Returns `this year`, `last quarter` or `next week` as a period; `None` for other units.
pub(super) fn relative(which: &str, unit: &str, today: NaiveDate, fiscal_start: u32) -> Option<Period> {
    let step = match which {
        "last" => -1,
        "next" => 1,
        _ => 0,
    };
    let moved = |months: i32| add_months(civil(today.year(), today.month(), 1), step * months);
    match unit {
        "week" => add_days(today, i64::from(step) * 7).map(Period::week_of),
        "month" => {
            let first = moved(1)?;
            let label = format!("{} {}", month_name(first.month()), first.year());
            Some(Period { first, last: month_end(first), label })
        }
        "quarter" | "half" => {
            let months: u32 = if unit == "half" { 6 } else { 3 };
            let day = moved(i32::try_from(months).ok()?)?;
            let within = (day.month() + 12 - fiscal_start) % 12 / months;
            let letter = if unit == "half" { 'H' } else { 'Q' };
            let code = format!("{:04}-{letter}{}", year_number(day, fiscal_start), within + 1);
            coded(&code, today, Bias::Past, fiscal_start)?.ok()
        }
        "year" => Some(Period::year(year_number(today, fiscal_start) + step, fiscal_start)),
        _ => None,
    }
}
