//! Parses periods as the user types them.

use chrono::NaiveDate;

use super::date::{PartialDate, civil, month_name};
use super::date_phrase::{Bias, parse_when};
use super::period::{Period, PeriodError, coded, relative};

impl Period {
    /// Parses a period: `2026`, `2026-H1`, `2026-Q1`, `2026-03`, `2026-W10`, `this year`, `last quarter`,
    /// `2026-01-15..2026-06-30`, or any date.
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
        let when = parse_when(text, today, Bias::Past).map_err(|_| unread())?;
        let label = match when.start {
            PartialDate::Month(year, month) => format!("{} {year}", month_name(month)),
            other => other.to_string(),
        };
        Ok(Self { first: when.first_day(), last: when.last_day(), label })
    }
}

/// Parses `A..B`, `A..` (until today) or `..B` (from year 1).
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
    use crate::domain::DateRange;
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
    fn periods_parse_to_their_days_and_label(
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
    fn texts_that_are_not_periods_do_not_parse() {
        let today = "2026-03-06".parse().unwrap();
        for text in ["", "2026-Q5", "2026-H3", "2025-W53", "2026-13", "..", "2026..2025", "soon"] {
            assert!(Period::parse(text, today, 1).is_err(), "{text}");
        }
    }

    #[test]
    fn a_period_contains_dates_within_it_and_spans_that_end_in_it() {
        let today = "2026-03-06".parse().unwrap();
        let belongs = |period: &str, when: &str| {
            Period::parse(period, today, 1).unwrap().contains(DateRange::from_iso(when).unwrap())
        };
        assert!(belongs("2023", "2023"));
        assert!(!belongs("2023-Q4", "2023"));
        assert!(belongs("2023-Q4", "2023-12"));
        assert!(belongs("2017", "2013..2017"));
        assert!(!belongs("2015", "2013..2017"));
    }
}
