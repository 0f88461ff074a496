//! Parses dates of the calendar: names of months, numbers, and instants.

use chrono::{DateTime, Datelike, NaiveDate};

use super::super::date::{PartialDate, YEARS};
use super::names::{month_number, weekday};
use super::{Bias, DateError};

/// The result of a look-up in the calendar.
pub(super) enum Found {
    /// The date.
    Date(PartialDate),
    /// The calendar does not have the date, such as 30 February.
    Nowhere,
}

/// Parses a date in numbers: `2026-3-4`, `20260304`, `2026/03/04`, `04.03.2026`, or an instant such as
/// `2026-03-04T12:00:00Z`, whose date is that of its own time zone; `None` if the text has another form.
pub(super) fn numeric(text: &str) -> Result<Option<PartialDate>, DateError> {
    let impossible = || DateError::Impossible(text.to_owned());
    if let Some(date) = before_time(text) {
        return PartialDate::from_iso(date).map(Some).ok_or_else(impossible);
    }
    if let Some(day) = written_instant(text) {
        return Ok(Some(PartialDate::Day(day)));
    }
    let separator = ['-', '/', '.'].into_iter().find(|c| text.contains(*c));
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = match separator {
        Some(separator) => text.split(separator).collect(),
        None => vec![text],
    };
    if !parts.iter().all(digits) {
        return Ok(None);
    }
    let found = match parts[..] {
        [all] if all.len() == 8 => ymd(&all[..4], &all[4..6], &all[6..]),
        [year, month] if year.len() == 4 && month.len() <= 2 => month_of(year, month),
        [month, year] if year.len() == 4 && month.len() <= 2 && separator != Some('-') => {
            month_of(year, month)
        }
        [year, month, day] if year.len() == 4 => ymd(year, month, day),
        [a, b, year] if year.len() == 4 => return day_and_month(text, separator, a, b, year).map(Some),
        _ => return Ok(None),
    };
    found.map(Some).ok_or_else(impossible)
}

/// Returns the date before the time of an instant: `2026-03-04` of `2026-03-04T12:00:00Z` or `2026-03-04 12:00`.
fn before_time(text: &str) -> Option<&str> {
    let (date, time) = text.split_at_checked(10)?;
    let shaped = date
        .bytes()
        .enumerate()
        .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    let time = time.strip_prefix(['T', 't', ' '])?.trim_start();
    let of_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | ' ' | 'Z' | 'z');
    let clock = time.get(2..3) == Some(":") && time.chars().all(of_time);
    (shaped && clock).then_some(date)
}

/// Parses the instants of mail and of git: `Wed, 4 Mar 2026 12:00:00 +0100`, `Wed Mar 4 12:00:00 2026 +0100`.
fn written_instant(text: &str) -> Option<NaiveDate> {
    let mail = DateTime::parse_from_rfc2822(text);
    mail.or_else(|_| DateTime::parse_from_str(text, "%a %b %d %H:%M:%S %Y %z")).ok().map(|at| at.date_naive())
}

fn ymd(year: &str, month: &str, day: &str) -> Option<PartialDate> {
    PartialDate::from_iso(&format!("{year}-{month:0>2}-{day:0>2}"))
}

fn month_of(year: &str, month: &str) -> Option<PartialDate> {
    PartialDate::from_iso(&format!("{year}-{month:0>2}"))
}

/// Parses a date with the year at its end. With points the day comes first; with other signs the order is that
/// which gives a date, if only one of the two does.
fn day_and_month(
    text: &str,
    separator: Option<char>,
    a: &str,
    b: &str,
    year: &str,
) -> Result<PartialDate, DateError> {
    let [first, second] = [ymd(year, b, a), ymd(year, a, b)];
    let found = match (first, second) {
        (Some(day_first), _) if separator == Some('.') || second.is_none() || first == second => {
            Some(day_first)
        }
        (None, Some(month_first)) if separator != Some('.') => Some(month_first),
        (Some(PartialDate::Day(one)), Some(PartialDate::Day(other))) => {
            return Err(DateError::Ambiguous { text: text.to_owned(), readings: [one, other] });
        }
        _ => None,
    };
    found.ok_or_else(|| DateError::Impossible(text.to_owned()))
}

/// Parses `mar 4`, `4th of march 2023`, `wed 4 march`, `march 2023` or `march`; `None` if the text has another form.
pub(super) fn parse(words: &[&str], today: NaiveDate, look: Bias) -> Option<Found> {
    let words: Vec<&str> = words.iter().copied().filter(|word| !matches!(*word, "of" | "the")).collect();
    // The name of the day says nothing that the date does not say.
    let named = words.first().and_then(|word| weekday(word.trim_end_matches('.')));
    let words = if named.is_some() { &words[1..] } else { &words[..] };
    let (month, day, year) = match words {
        [month] if named.is_none() => (month_number(month)?, None, None),
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
        [a, b, c] => {
            let (month, day, year) = match (month_number(a), month_number(b)) {
                (Some(month), _) => (month, ordinal(b)?, c),
                (None, Some(month)) if year_number(a).is_some() => (month, ordinal(c)?, a),
                (None, Some(month)) => (month, ordinal(a)?, c),
                (None, None) => return None,
            };
            (month, Some(day), Some(year_number(year)?))
        }
        _ => return None,
    };
    let found = place(month, day, year, today, look);
    Some(match (found, named) {
        (Some(PartialDate::Day(day)), Some(weekday)) if year.is_some() && day.weekday() != weekday => {
            Found::Nowhere
        }
        (Some(date), _) => Found::Date(date),
        (None, _) => Found::Nowhere,
    })
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
        return YEARS.contains(&year).then_some(PartialDate::Month(year, month));
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

fn year_number(word: &str) -> Option<i32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| YEARS.contains(year))
}

fn ordinal(word: &str) -> Option<u32> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, suffix) = word.split_at(digits);
    matches!(suffix, "" | "st" | "nd" | "rd" | "th" | ".").then(|| number.parse().ok()).flatten()
}
