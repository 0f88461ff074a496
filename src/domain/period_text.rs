//! Parses periods as the user types them.

use chrono::NaiveDate;

use super::date::{PartialDate, add_days, add_months, civil, month_name};
use super::date_phrase::{Bias, count, parse_when};
use super::period::{Period, PeriodError, coded, relative};

impl Period {
    /// Parses a period: `2026`, `2026-H1`, `Q1`, `2026-03`, `2026-W10`, `this year`, `last quarter`, `last 30 days`,
    /// `since 2025`, `2026-01-15..2026-06-30`, `all`, or any date. `brag help dates` lists the forms.
    pub fn parse(text: &str, today: NaiveDate, fiscal_start: u32) -> Result<Self, PeriodError> {
        let text = text.trim();
        let unread = || PeriodError(text.to_owned());
        if let Some((from, to)) = text.split_once("..")
            && let Some(period) = range(from.trim(), to.trim(), today, fiscal_start)
        {
            return Ok(period);
        }
        if let Some(found) = coded(text, today, Bias::Past, fiscal_start) {
            return found;
        }
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let words = match &words[..] {
            ["in" | "the", rest @ ..] if !rest.is_empty() => rest,
            words => words,
        };
        if let [which @ ("this" | "last" | "next"), unit] = words
            && let Some(period) = relative(which, unit, today, fiscal_start)
        {
            return Ok(period);
        }
        if let Some(period) = to_date(words, today, fiscal_start).or_else(|| rolling(words, today)) {
            return Ok(period);
        }
        if let Some(period) = one_sided(words, today, fiscal_start) {
            return Ok(period);
        }
        if let Some(period) = two_sided(&lower, today, fiscal_start) {
            return Ok(period);
        }
        let when = parse_when(text, today, Bias::Past).map_err(|_| unread())?;
        let label = match (when.start, when.end) {
            (PartialDate::Month(year, month), None) => format!("{} {year}", month_name(month)),
            _ => when.to_string(),
        };
        Ok(Self { first: when.first_day(), last: when.last_day(), label })
    }
}

/// Parses the current year or quarter until today (`ytd`), and the period of everything (`all`).
fn to_date(words: &[&str], today: NaiveDate, fiscal_start: u32) -> Option<Period> {
    let unit = match words {
        ["all" | "ever" | "everything" | "always"] | ["all", "time"] => return Some(Period::ever()),
        ["ytd"] => "year",
        ["qtd"] => "quarter",
        ["mtd"] => "month",
        ["wtd"] => "week",
        [unit, "to", "date"] | ["so", "far", "this", unit] => unit,
        _ => return None,
    };
    let whole = relative("this", unit, today, fiscal_start)?;
    Some(Period { last: today, label: format!("{} to date", whole.label), ..whole })
}

/// Parses the days until today: `last 30 days`, `past week`, `two months`, `2w`.
fn rolling(words: &[&str], today: NaiveDate) -> Option<Period> {
    let (number, unit) = match words {
        ["last" | "past", unit] => (1, *unit),
        ["last" | "past", number, unit] | [number, unit] => (count(number)?, *unit),
        [both] => {
            let digits = both.bytes().take_while(u8::is_ascii_digit).count();
            (both[..digits].parse().ok()?, &both[digits..])
        }
        _ => return None,
    };
    if number == 0 {
        return None;
    }
    let back = |months: i32| add_months(today, -months * i32::from(number)).and_then(|day| add_days(day, 1));
    let days = |each: i64| add_days(today, 1 - each * i64::from(number));
    let first = match unit {
        "d" | "day" | "days" => days(1),
        "w" | "wk" | "week" | "weeks" => days(7),
        "fortnight" | "fortnights" => days(14),
        "mo" | "month" | "months" => back(1),
        "q" | "quarter" | "quarters" => back(3),
        "y" | "yr" | "year" | "years" => back(12),
        _ => None,
    }?;
    Some(Period { first, last: today, label: words.join(" ") })
}

/// Parses a period with one end: `since march` and `after 2024` end today; `until 2024` and `before 2024` begin with
/// the first year.
fn one_sided(words: &[&str], today: NaiveDate, fiscal_start: u32) -> Option<Period> {
    let [mark, rest @ ..] = words else { return None };
    let given = || Period::parse(&rest.join(" "), today, fiscal_start).ok().filter(|_| !rest.is_empty());
    let ever = Period::ever();
    let (first, last) = match *mark {
        "since" => (given()?.first, today),
        "from" if !rest.contains(&"to") => (given()?.first, today),
        "after" => (add_days(given()?.last, 1)?, today),
        "until" | "till" | "through" => (ever.first, given()?.last),
        "before" => (ever.first, add_days(given()?.first, -1)?),
        _ => return None,
    };
    (first <= last).then(|| Period { first, last, label: words.join(" ") })
}

/// Parses two periods joined by `to` or a dash: `Q1 to Q3`, `2024 – 2025-Q1`.
fn two_sided(text: &str, today: NaiveDate, fiscal_start: u32) -> Option<Period> {
    let text = text.strip_prefix("from ").unwrap_or(text);
    let years = text.split_once('-').filter(|(from, to)| from.len() == 4 && to.len() == 4);
    let joined =
        [" to ", " until ", " – ", " - ", "–"].iter().filter_map(|mark| text.split_once(mark)).chain(years);
    joined.filter(|(from, to)| !from.trim().is_empty() && !to.trim().is_empty()).find_map(|(from, to)| {
        let (from, to) = (from.trim(), to.trim());
        // `Q1 to Q3 2025`: the year of the end is also that of the start.
        let year = to.rsplit(' ').next().filter(|year| year.len() == 4 && year.parse::<u16>().is_ok());
        let with_year = year.and_then(|year| range(&format!("{from} {year}"), to, today, fiscal_start));
        with_year.or_else(|| range(from, to, today, fiscal_start))
    })
}

/// Parses `A..B`, `A..` (until today) or `..B` (from year 1).
fn range(from: &str, to: &str, today: NaiveDate, fiscal_start: u32) -> Option<Period> {
    if from.is_empty() && to.is_empty() || from.contains("..") || to.contains("..") {
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

    #[rstest]
    #[case("2026Q1", "2026-01-01", "2026-03-31")]
    #[case("Q1 2026", "2026-01-01", "2026-03-31")]
    #[case("q1", "2026-01-01", "2026-03-31")]
    #[case("Q4", "2025-10-01", "2025-12-31")]
    #[case("H1", "2026-01-01", "2026-06-30")]
    #[case("H2", "2025-07-01", "2025-12-31")]
    #[case("W10", "2026-03-02", "2026-03-08")]
    #[case("week 9", "2026-02-23", "2026-03-01")]
    #[case("FY26", "2026-01-01", "2026-12-31")]
    #[case("last 30 days", "2026-02-03", "2026-03-04")]
    #[case("past week", "2026-02-26", "2026-03-04")]
    #[case("last 3 months", "2025-12-05", "2026-03-04")]
    #[case("past two years", "2024-03-05", "2026-03-04")]
    #[case("2w", "2026-02-19", "2026-03-04")]
    #[case("3 days", "2026-03-02", "2026-03-04")]
    #[case("3 days ago", "2026-03-01", "2026-03-01")]
    #[case("since 2025", "2025-01-01", "2026-03-04")]
    #[case("since last friday", "2026-02-27", "2026-03-04")]
    #[case("2025..", "2025-01-01", "2026-03-04")]
    #[case("..2024", "0001-01-01", "2024-12-31")]
    #[case("until march 2025", "0001-01-01", "2025-03-31")]
    #[case("before 2025", "0001-01-01", "2024-12-31")]
    #[case("after Q4", "2026-01-01", "2026-03-04")]
    #[case("ytd", "2026-01-01", "2026-03-04")]
    #[case("year to date", "2026-01-01", "2026-03-04")]
    #[case("quarter to date", "2026-01-01", "2026-03-04")]
    #[case("all", "0001-01-01", "9999-12-31")]
    #[case("march", "2026-03-01", "2026-03-31")]
    #[case("monday", "2026-03-02", "2026-03-02")]
    #[case("Q1 to Q3 2025", "2025-01-01", "2025-09-30")]
    #[case("2024 - 2025", "2024-01-01", "2025-12-31")]
    #[case("2024-2025", "2024-01-01", "2025-12-31")]
    #[case("5–9 Jan 2026", "2026-01-05", "2026-01-09")]
    #[case("2026-01-05..09", "2026-01-05", "2026-01-09")]
    #[case("in march", "2026-03-01", "2026-03-31")]
    fn periods_that_people_type_parse_to_their_days(
        #[case] text: &str,
        #[case] first: &str,
        #[case] last: &str,
    ) {
        let today = "2026-03-04".parse().unwrap();
        let period = Period::parse(text, today, 1).unwrap();
        assert_eq!((period.first.to_string().as_str(), period.last.to_string().as_str()), (first, last));
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
