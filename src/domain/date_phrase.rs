//! Parses dates as the user types them.
//!
//! Phrases without a direction look back for the date of an event and forward for the day of a question,
//! today included; `last friday` is strictly before today; adding months clamps to the end of the month.

use chrono::{Datelike, NaiveDate, Weekday};

use super::date::{DateRange, MONTHS, PartialDate, YEARS, add_days, add_months, civil, month_end};
use super::period;

/// The direction from today of a phrase that does not name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bias {
    /// Back, for the date of an event.
    Past,
    /// Forward, for the day of a question.
    Future,
}

/// The reason why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text has the form of a date that the calendar does not have.
    #[error("the date “{0}” does not exist")]
    Impossible(String),
    /// The text has no accepted form.
    #[error("“{0}” is not a date")]
    Unreadable(String),
    /// The span ends before it begins.
    #[error("the span “{0}” ends before it begins")]
    Backwards(String),
}

/// Parses a date or a span, such as `2026-03`, `last friday`, `3 days ago` or `2013..2017`.
pub fn parse_when(text: &str, today: NaiveDate, look: Bias) -> Result<DateRange, DateError> {
    let text = text.trim();
    if let Some(span) = unit_span(text, today) {
        return Ok(span);
    }
    let spans = [text.split_once(".."), text.split_once(" – "), text.split_once('–')];
    if let Some((start, end)) = spans.into_iter().flatten().next() {
        let start = parse_one(start.trim(), today, look)?;
        let end = parse_one(end.trim(), today, look)?;
        return DateRange::span(start, end).ok_or_else(|| DateError::Backwards(text.to_owned()));
    }
    Ok(DateRange { start: parse_one(text, today, look)?, end: None })
}

/// Parses `last week` or `this quarter` as a span of days.
fn unit_span(text: &str, today: NaiveDate) -> Option<DateRange> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let [which @ ("last" | "this" | "next"), unit @ ("week" | "quarter" | "half")] = words[..] else {
        return None;
    };
    let span = period::relative(which, unit, today, 1)?;
    DateRange::span(PartialDate::Day(span.first), PartialDate::Day(span.last))
}

/// Parses a date that must be one day, such as the day of a question. A longer date becomes its first day, or
/// its last day if it began before today and is not over.
pub fn parse_day(text: &str, today: NaiveDate, look: Bias) -> Result<NaiveDate, DateError> {
    let when = parse_when(text, today, look)?;
    let (first, last) = (when.first_day(), when.last_day());
    Ok(if first < today && today <= last && first != last { last } else { first })
}

fn parse_one(text: &str, today: NaiveDate, look: Bias) -> Result<PartialDate, DateError> {
    if let Some(date) = PartialDate::from_iso(text) {
        return Ok(date);
    }
    let impossible = || DateError::Impossible(text.to_owned());
    let shaped = text.len() >= 6 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if shaped {
        return loose_iso(text).ok_or_else(impossible);
    }
    let lower = text.to_lowercase().replace(',', " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let found = named(&words, today, look)
        .or_else(|| counted(&words, today, look))
        .or_else(|| weekday_phrase(&words, today, look))
        .or_else(|| unit_phrase(&words, today));
    match found {
        Some(date) => Ok(date),
        None => match calendar(&words, today, look) {
            Some(Calendar::Has(date)) => Ok(date),
            Some(Calendar::HasNot) => Err(impossible()),
            None => Err(DateError::Unreadable(text.to_owned())),
        },
    }
}

/// Parses `2026-3-4`, `2026-3` and `20260304`.
fn loose_iso(text: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        [all] if all.len() == 8 => {
            PartialDate::from_iso(&format!("{}-{}-{}", &all[..4], &all[4..6], &all[6..]))
        }
        [year, month] => PartialDate::from_iso(&format!("{year}-{month:0>2}")),
        [year, month, day] => PartialDate::from_iso(&format!("{year}-{month:0>2}-{day:0>2}")),
        _ => None,
    }
}

/// Parses `today`, `yesterday` or `end of year`.
fn named(words: &[&str], today: NaiveDate, look: Bias) -> Option<PartialDate> {
    let day = match words {
        ["today" | "now"] => today,
        ["yesterday"] => add_days(today, -1)?,
        ["tomorrow"] => add_days(today, 1)?,
        ["end", "of", unit] | ["end", "of", "the", unit] => end_of(unit, today, look)?,
        ["end", "of", "this", unit] => end_of(unit, today, Bias::Future)?,
        _ => return None,
    };
    Some(PartialDate::Day(day))
}

/// Returns the last day of the current unit; looking back, of the previous unit unless it is today.
fn end_of(unit: &str, today: NaiveDate, look: Bias) -> Option<NaiveDate> {
    let step = match unit {
        "week" => None,
        "month" => Some(1),
        "quarter" => Some(3),
        "year" => Some(12),
        _ => return None,
    };
    let end = match step {
        None => add_days(super::date::week_start(today), 6)?,
        Some(months) => {
            let month0 = today.month0() / months * months + months - 1;
            month_end(civil(today.year(), month0 + 1, 1))
        }
    };
    if look == Bias::Future || end == today {
        return Some(end);
    }
    match step {
        None => add_days(end, -7),
        Some(months) => {
            let first = civil(end.year(), end.month(), 1);
            add_months(first, -i32::try_from(months).ok()?).map(month_end)
        }
    }
}

/// Parses `3 days ago`, `2w ago`, `in 3 months`, `3mo` or `90d`.
fn counted(words: &[&str], today: NaiveDate, look: Bias) -> Option<PartialDate> {
    let (words, sign) = match words {
        [rest @ .., "ago"] => (rest, -1),
        [rest @ .., "from", "now"] | ["in", rest @ ..] => (rest, 1),
        rest => (rest, if look == Bias::Past { -1 } else { 1 }),
    };
    let (number, unit) = match words {
        [both] => {
            let digits = both.bytes().take_while(u8::is_ascii_digit).count();
            both.split_at(digits)
        }
        ["a" | "an" | "one", unit] => ("1", *unit),
        [number, unit] => (*number, *unit),
        _ => return None,
    };
    let number = i64::from(number.parse::<u16>().ok()?) * sign;
    let months = |each: i64| add_months(today, i32::try_from(number * each).ok()?);
    let day = match unit {
        "d" | "day" | "days" => add_days(today, number),
        "w" | "wk" | "week" | "weeks" => add_days(today, number * 7),
        "mo" | "month" | "months" => months(1),
        "q" | "quarter" | "quarters" => months(3),
        "y" | "yr" | "year" | "years" => months(12),
        _ => None,
    };
    day.map(PartialDate::Day)
}

/// Parses `monday`, `last friday`, `next tue` or `this wed`.
fn weekday_phrase(words: &[&str], today: NaiveDate, look: Bias) -> Option<PartialDate> {
    let (which, name) = match words {
        [name] => ("", *name),
        [which @ ("last" | "next" | "this" | "on"), name] => (*which, *name),
        _ => return None,
    };
    let wanted = weekday(name)?;
    let ahead = i64::from((7 + wanted.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7);
    let behind = (7 - ahead) % 7;
    let days = match (which, look) {
        ("this", _) => {
            i64::from(wanted.num_days_from_monday()) - i64::from(today.weekday().num_days_from_monday())
        }
        ("last", _) => {
            if behind == 0 {
                -7
            } else {
                -behind
            }
        }
        ("next", _) => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        (_, Bias::Past) => -behind,
        (_, Bias::Future) => ahead,
    };
    add_days(today, days).map(PartialDate::Day)
}

fn weekday(name: &str) -> Option<Weekday> {
    // chrono parses only the three-letter and the full English names.
    let name = match name {
        "tues" => "tue",
        "thur" | "thurs" => "thu",
        "weds" => "wed",
        other => other,
    };
    name.parse().ok()
}

/// Parses `last month` or `this year` as a month or a year.
fn unit_phrase(words: &[&str], today: NaiveDate) -> Option<PartialDate> {
    let [which @ ("last" | "this" | "next"), unit] = words else { return None };
    let step = match *which {
        "last" => -1,
        "next" => 1,
        _ => 0,
    };
    match *unit {
        "month" => {
            let day = add_months(civil(today.year(), today.month(), 1), step)?;
            Some(PartialDate::Month(day.year(), day.month()))
        }
        "year" => {
            let year = today.year() + step;
            YEARS.contains(&year).then_some(PartialDate::Year(year))
        }
        _ => None,
    }
}

/// Parses `mar 4`, `4 march 2023`, `march 2023` or `march`; `None` if the text has another form.
fn calendar(words: &[&str], today: NaiveDate, look: Bias) -> Option<Calendar> {
    let (month, day, year) = match words {
        [month] => (month_number(month)?, None, None),
        [a, b] => match (month_number(a), month_number(b)) {
            (Some(month), _) => match year_number(b) {
                Some(year) => (month, None, Some(year)),
                None => (month, Some(ordinal(b)?), None),
            },
            (None, Some(month)) => match year_number(a) {
                Some(year) => (month, None, Some(year)),
                None => (month, Some(ordinal(a)?), None),
            },
            (None, None) => return None,
        },
        [a, b, year] => {
            let (month, day) = match (month_number(a), month_number(b)) {
                (Some(month), _) => (month, ordinal(b)?),
                (None, Some(month)) => (month, ordinal(a)?),
                (None, None) => return None,
            };
            (month, Some(day), Some(year_number(year)?))
        }
        _ => return None,
    };
    Some(match place(month, day, year, today, look) {
        Some(date) => Calendar::Has(date),
        None => Calendar::HasNot,
    })
}

/// The result of a look-up in the calendar.
enum Calendar {
    Has(PartialDate),
    HasNot,
}

/// Returns a month, or a day of it, in its year or in the nearest year that has it.
fn place(
    month: u32,
    day: Option<u32>,
    year: Option<i32>,
    today: NaiveDate,
    look: Bias,
) -> Option<PartialDate> {
    let Some(day) = day else {
        let this = (today.year(), today.month());
        let year = year.unwrap_or(match look {
            Bias::Past if (today.year(), month) > this => today.year() - 1,
            Bias::Future if (today.year(), month) < this => today.year() + 1,
            _ => today.year(),
        });
        return Some(PartialDate::Month(year, month));
    };
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year, month, day).map(PartialDate::Day);
    }
    // Around 2100, which is not a leap year, 29 February is eight years away.
    (0..=8).find_map(|step| {
        let year = if look == Bias::Past { today.year() - step } else { today.year() + step };
        NaiveDate::from_ymd_opt(year, month, day)
            .filter(|found| if look == Bias::Past { *found <= today } else { *found >= today })
            .map(PartialDate::Day)
    })
}

fn month_number(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    let at = MONTHS.iter().position(|name| {
        let name = name.to_ascii_lowercase();
        word == name || (word.len() == 3 && name.starts_with(word))
    })?;
    u32::try_from(at + 1).ok()
}

fn year_number(word: &str) -> Option<i32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| YEARS.contains(year))
}

fn ordinal(word: &str) -> Option<u32> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, suffix) = word.split_at(digits);
    matches!(suffix, "" | "st" | "nd" | "rd" | "th" | ".").then(|| number.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The columns: the phrase, the result looking back, the result looking forward.
    #[rstest]
    #[case("2026-03-04", "2026-03-04", "2026-03-04")]
    #[case("2026-3-4", "2026-03-04", "2026-03-04")]
    #[case("20260304", "2026-03-04", "2026-03-04")]
    #[case("2026-03", "2026-03", "2026-03")]
    #[case("2023", "2023", "2023")]
    #[case("today", "2026-03-06", "2026-03-06")]
    #[case("Yesterday", "2026-03-05", "2026-03-05")]
    #[case("tomorrow", "2026-03-07", "2026-03-07")]
    #[case("friday", "2026-03-06", "2026-03-06")]
    #[case("last friday", "2026-02-27", "2026-02-27")]
    #[case("next friday", "2026-03-13", "2026-03-13")]
    #[case("monday", "2026-03-02", "2026-03-09")]
    #[case("last mon", "2026-03-02", "2026-03-02")]
    #[case("thurs", "2026-03-05", "2026-03-12")]
    #[case("3 days ago", "2026-03-03", "2026-03-03")]
    #[case("2w ago", "2026-02-20", "2026-02-20")]
    #[case("a week ago", "2026-02-27", "2026-02-27")]
    #[case("last month", "2026-02", "2026-02")]
    #[case("next month", "2026-04", "2026-04")]
    #[case("last year", "2025", "2025")]
    #[case("last week", "2026-02-23..2026-03-01", "2026-02-23..2026-03-01")]
    #[case("this monday", "2026-03-02", "2026-03-02")]
    #[case("this sunday", "2026-03-08", "2026-03-08")]
    #[case("mar 4", "2026-03-04", "2027-03-04")]
    #[case("4th of march", "", "")]
    #[case("4 mar", "2026-03-04", "2027-03-04")]
    #[case("mar 6", "2026-03-06", "2026-03-06")]
    #[case("mar 4, 2023", "2023-03-04", "2023-03-04")]
    #[case("december", "2025-12", "2026-12")]
    #[case("march", "2026-03", "2026-03")]
    #[case("march 2023", "2023-03", "2023-03")]
    #[case("feb 29", "2024-02-29", "2028-02-29")]
    #[case("in 3 months", "2026-06-06", "2026-06-06")]
    #[case("3mo", "2025-12-06", "2026-06-06")]
    #[case("90d", "2025-12-06", "2026-06-04")]
    #[case("end of year", "2025-12-31", "2026-12-31")]
    #[case("end of month", "2026-02-28", "2026-03-31")]
    #[case("end of quarter", "2025-12-31", "2026-03-31")]
    #[case("2013..2017", "2013..2017", "2013..2017")]
    #[case("2013 – 2017", "2013..2017", "2013..2017")]
    fn phrases_parse_relative_to_friday_2026_03_06(
        #[case] text: &str,
        #[case] back: &str,
        #[case] forward: &str,
    ) {
        let read =
            |look| parse_when(text, day("2026-03-06"), look).map(|when| when.to_string()).unwrap_or_default();
        assert_eq!((read(Bias::Past).as_str(), read(Bias::Future).as_str()), (back, forward));
    }

    #[rstest]
    #[case("2026-01-31", "1 month ago", "2025-12-31")]
    #[case("2026-03-31", "1mo", "2026-02-28")]
    #[case("2024-02-29", "1y", "2023-02-28")]
    #[case("2026-01-01", "yesterday", "2025-12-31")]
    #[case("2027-01-01", "monday", "2026-12-28")]
    #[case("2026-12-31", "end of year", "2026-12-31")]
    #[case("2026-05-31", "end of month", "2026-05-31")]
    #[case("2025-02-28", "feb 29", "2024-02-29")]
    #[case("2026-03-29", "last sunday", "2026-03-22")]
    fn phrases_looking_back_handle_the_ends_of_months_and_years(
        #[case] today: &str,
        #[case] text: &str,
        #[case] expected: &str,
    ) {
        let when = parse_when(text, day(today), Bias::Past).unwrap();
        assert_eq!(when.to_string(), expected);
    }

    #[test]
    fn impossible_backwards_and_unreadable_dates_are_distinct_errors() {
        let read = |text| parse_when(text, day("2026-03-06"), Bias::Past).unwrap_err();
        assert_eq!(read("2026-02-30"), DateError::Impossible("2026-02-30".into()));
        assert_eq!(read("feb 30"), DateError::Impossible("feb 30".into()));
        assert_eq!(read("feb 29 2026"), DateError::Impossible("feb 29 2026".into()));
        assert_eq!(read("2017..2013"), DateError::Backwards("2017..2013".into()));
        for text in
            ["", "soon", "friday next", "13", "in months", "99999 days", "-1 days", "..", "9999999 days ago"]
        {
            assert!(matches!(read(text), DateError::Unreadable(_)), "{text}");
        }
    }

    #[test]
    fn a_month_typed_as_a_day_means_its_first_day_or_its_last_if_it_has_begun() {
        let read = |text| parse_day(text, day("2026-03-06"), Bias::Future).unwrap();
        assert_eq!(read("june"), day("2026-06-01"));
        assert_eq!(read("2026-03"), day("2026-03-31"));
        assert_eq!(read("in 90d"), day("2026-06-04"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in ".{0,40}", days in 0_i64..3_000_000) {
            let today = super::super::date::day_of_number(days + 1).unwrap();
            let _ = parse_when(&text, today, Bias::Past);
            let _ = parse_when(&text, today, Bias::Future);
        }

        #[test]
        fn a_parsed_date_round_trips_through_iso(
            text in "(last |next )(monday|friday|month|year)|[1-9] ?(d|w|mo|y)( ago)?|(jan|feb|dec) [1-9]",
            days in 700_000_i64..750_000,
        ) {
            let today = super::super::date::day_of_number(days).unwrap();
            let when = parse_when(&text, today, Bias::Past).unwrap();
            proptest::prop_assert_eq!(DateRange::from_iso(&when.to_string()), Some(when));
        }
    }
}
