//! Periods: years, halves, quarters, months, weeks and ranges, calendar or fiscal.

use chrono::{Datelike, IsoWeek, NaiveDate, Weekday};

use super::date::{PartialDate, When, add_days, add_months, civil, month_end, month_name, week_start};
use super::phrase::{Look, parse_when};

/// A span of days, both ends included, with the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// How it is called: `2026`, `2026-Q1`, `March 2026`.
    pub label: String,
}

/// A period that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a period: {0}")]
pub struct PeriodError(pub String);

impl Period {
    /// A year: the calendar's, or the fiscal one that ends in it.
    ///
    /// `fiscal_start` is the month in which a fiscal year begins; 1 is the calendar year.
    #[must_use]
    pub fn year(year: i32, fiscal_start: u32) -> Self {
        let label = if fiscal_start == 1 { format!("{year:04}") } else { format!("FY{year:04}") };
        Self::months(year, fiscal_start, 0, 12, label)
    }

    /// The year, calendar or fiscal, in which a day falls.
    #[must_use]
    pub fn year_of(day: NaiveDate, fiscal_start: u32) -> Self {
        Self::year(year_number(day, fiscal_start), fiscal_start)
    }

    /// The ISO week in which a day falls, Monday to Sunday.
    #[must_use]
    pub fn week_of(day: NaiveDate) -> Self {
        let first = week_start(day);
        let week: IsoWeek = first.iso_week();
        Self {
            first,
            last: add_days(first, 6).unwrap_or(first),
            label: format!("{:04}-W{:02}", week.year(), week.week()),
        }
    }

    /// Whether a record of that date belongs to this period: the day, the whole month or the whole
    /// year lies in it; a span belongs to the period in which its end lies.
    #[must_use]
    pub fn contains(&self, when: When) -> bool {
        let end = when.end.unwrap_or(when.start);
        end.first_day() >= self.first && end.last_day() <= self.last
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    /// Some months of a year, counted from that year's first.
    fn months(year: i32, fiscal_start: u32, from: u32, count: u32, label: String) -> Self {
        let begins = if fiscal_start == 1 { year } else { year - 1 };
        let first = civil(begins.max(0), fiscal_start, 1);
        let step = |months: u32| add_months(first, i32::try_from(months).unwrap_or(0)).unwrap_or(first);
        let first_of_last = step(from + count - 1);
        Self { first: step(from), last: month_end(first_of_last), label }
    }

    /// Reads a period as it is written: `2026`, `2026-H1`, `2026-Q1`, `2026-03`, `2026-W10`,
    /// `this year`, `last quarter`, `2026-01-15..2026-06-30`, or any date.
    ///
    /// # Errors
    /// [`PeriodError`], which quotes the text.
    pub fn parse(text: &str, today: NaiveDate, fiscal_start: u32) -> Result<Self, PeriodError> {
        let text = text.trim();
        let unread = || PeriodError(text.to_owned());
        if let Some((from, to)) = text.split_once("..") {
            return range(from.trim(), to.trim(), today, fiscal_start).ok_or_else(unread);
        }
        if let Some(found) = coded(text, fiscal_start) {
            return found;
        }
        let lower = text.to_lowercase();
        if let [which @ ("this" | "last" | "next"), unit] = lower.split_whitespace().collect::<Vec<_>>()[..]
            && let Some(period) = relative(which, unit, today, fiscal_start)
        {
            return Ok(period);
        }
        let when = parse_when(text, today, Look::Back).map_err(|_| unread())?;
        let label = match when.start {
            PartialDate::Month(year, month) => format!("{} {year}", month_name(month)),
            other => other.to_string(),
        };
        Ok(Self { first: when.first_day(), last: when.last_day(), label })
    }

    /// All the time that a journal can tell of.
    #[must_use]
    pub fn ever() -> Self {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Self { first: day(1, 1, 1), last: day(9999, 12, 31), label: "ever".into() }
    }
}

/// The number of the year, calendar or fiscal, in which a day falls.
#[must_use]
pub fn year_number(day: NaiveDate, fiscal_start: u32) -> i32 {
    day.year() + i32::from(fiscal_start != 1 && day.month() >= fiscal_start)
}

/// `2026`, `FY2026`, `2026-H1`, `2026-Q3`, `2026-W10`. `None`: not of that shape; an error: of that
/// shape, and there is no such period.
fn coded(text: &str, fiscal_start: u32) -> Option<Result<Period, PeriodError>> {
    let upper = text.to_ascii_uppercase();
    let code = upper.strip_prefix("FY").unwrap_or(&upper);
    let year: i32 = code.get(..4)?.parse().ok()?;
    let label = || format!("{}{code}", if fiscal_start == 1 { "" } else { "FY" });
    let rest = &code[4..];
    let none = || PeriodError(text.to_owned());
    if rest.is_empty() {
        return Some(if year > 0 { Ok(Period::year(year, fiscal_start)) } else { Err(none()) });
    }
    let number = |prefix: &str| rest.strip_prefix(prefix)?.parse::<u32>().ok();
    let part = |index: u32, most: u32, months: u32| {
        if (1..=most).contains(&index) && year > 0 {
            Ok(Period::months(year, fiscal_start, (index - 1) * months, months, label()))
        } else {
            Err(none())
        }
    };
    if let Some(half) = number("-H") {
        return Some(part(half, 2, 6));
    }
    if let Some(quarter) = number("-Q") {
        return Some(part(quarter, 4, 3));
    }
    if let Some(week) = number("-W") {
        let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon);
        return Some(monday.map(Period::week_of).ok_or_else(none));
    }
    None
}

/// `this year`, `last quarter`, `next week`; `None` for other words.
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
            coded(&code, fiscal_start)?.ok()
        }
        "year" => Some(Period::year(year_number(today, fiscal_start) + step, fiscal_start)),
        _ => None,
    }
}

/// `A..B`, `A..` and `..B`.
fn range(from: &str, to: &str, today: NaiveDate, fiscal_start: u32) -> Option<Period> {
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let read = |text: &str| Period::parse(text, today, fiscal_start).ok();
    let first = if from.is_empty() { civil(1, 1, 1) } else { read(from)?.first };
    let last = if to.is_empty() { today.max(first) } else { read(to)?.last };
    (first <= last).then(|| Period { first, last, label: format!("{from}..{to}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026", 1, "2026-01-01", "2026-12-31", "2026")]
    #[case("2026", 4, "2025-04-01", "2026-03-31", "FY2026")]
    #[case("2026-H1", 1, "2026-01-01", "2026-06-30", "2026-H1")]
    #[case("2026-h2", 4, "2025-10-01", "2026-03-31", "FY2026-H2")]
    #[case("2026-Q1", 1, "2026-01-01", "2026-03-31", "2026-Q1")]
    #[case("2026-Q4", 10, "2026-07-01", "2026-09-30", "FY2026-Q4")]
    #[case("2026-03", 1, "2026-03-01", "2026-03-31", "March 2026")]
    #[case("2026-W10", 1, "2026-03-02", "2026-03-08", "2026-W10")]
    #[case("2026-W53", 1, "2026-12-28", "2027-01-03", "2026-W53")]
    #[case("this year", 1, "2026-01-01", "2026-12-31", "2026")]
    #[case("this year", 4, "2025-04-01", "2026-03-31", "FY2026")]
    #[case("last year", 1, "2025-01-01", "2025-12-31", "2025")]
    #[case("last quarter", 1, "2025-10-01", "2025-12-31", "2025-Q4")]
    #[case("this quarter", 4, "2026-01-01", "2026-03-31", "FY2026-Q4")]
    #[case("last half", 1, "2025-07-01", "2025-12-31", "2025-H2")]
    #[case("this week", 1, "2026-03-02", "2026-03-08", "2026-W10")]
    #[case("last month", 1, "2026-02-01", "2026-02-28", "February 2026")]
    #[case("2026-01-15..2026-06-30", 1, "2026-01-15", "2026-06-30", "2026-01-15..2026-06-30")]
    #[case("2024..2025-Q1", 1, "2024-01-01", "2025-03-31", "2024..2025-Q1")]
    #[case("2026-02..", 1, "2026-02-01", "2026-03-06", "2026-02..")]
    #[case("yesterday", 1, "2026-03-05", "2026-03-05", "2026-03-05")]
    fn periods_as_people_write_them(
        #[case] text: &str,
        #[case] fiscal: u32,
        #[case] first: &str,
        #[case] last: &str,
        #[case] label: &str,
    ) {
        let today = "2026-03-06".parse().unwrap();
        let period = Period::parse(text, today, fiscal).unwrap();
        assert_eq!((period.first.to_string().as_str(), period.last.to_string().as_str()), (first, last));
        assert_eq!(period.label, label);
    }

    #[test]
    fn what_is_no_period_is_refused() {
        let today = "2026-03-06".parse().unwrap();
        for text in ["", "2026-Q5", "2026-H3", "2025-W53", "2026-13", "..", "2026..2025", "soon"] {
            assert!(Period::parse(text, today, 1).is_err(), "{text}");
        }
    }

    #[test]
    fn a_record_belongs_where_its_whole_date_lies_and_a_span_where_it_ends() {
        let today = "2026-03-06".parse().unwrap();
        let belongs = |period: &str, when: &str| {
            Period::parse(period, today, 1).unwrap().contains(When::from_iso(when).unwrap())
        };
        assert!(belongs("2023", "2023"));
        assert!(!belongs("2023-Q4", "2023"));
        assert!(belongs("2023-Q4", "2023-12"));
        assert!(belongs("2017", "2013..2017"));
        assert!(!belongs("2015", "2013..2017"));
    }
}
