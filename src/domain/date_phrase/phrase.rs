//! Parses phrases that count or name days relative to today.

use chrono::{Datelike, NaiveDate};

use super::super::date::{PartialDate, YEARS, add_days, add_months, civil, month_end, week_start};
use super::names::{month_number, weekday};
use super::{Bias, DateError};

/// The times of a day.
const TIMES: [&str; 5] = ["morning", "noon", "afternoon", "evening", "night"];

/// Parses a phrase in lower case, split at white space; `None` if it has another form. `text` is the phrase as typed.
pub(super) fn parse(
    text: &str,
    words: &[&str],
    today: NaiveDate,
    look: Bias,
) -> Result<Option<PartialDate>, DateError> {
    if let [word] = words
        && let Some(number) = word.strip_suffix('m').filter(|number| number.parse::<u16>().is_ok())
    {
        return Err(DateError::MinutesOrMonths(text.to_owned(), number.to_owned()));
    }
    let words = match words {
        // The time of the day does not change the date.
        [rest @ .., time] if !matches!(rest, [] | ["this" | "last"]) && TIMES.contains(time) => rest,
        words => words,
    };
    Ok(named(words, today, look)
        .or_else(|| counted(words, today, look))
        .or_else(|| weekday_phrase(words, today, look))
        .or_else(|| unit_phrase(words, today))
        .or_else(|| month_phrase(words, today, look)))
}

/// Parses `today`, `this morning`, `day before yesterday` or `end of last month`.
fn named(words: &[&str], today: NaiveDate, look: Bias) -> Option<PartialDate> {
    let day = match words {
        ["today" | "now" | "tonight"] | ["just" | "right", "now"] | ["earlier", "today"] => today,
        ["this", time] if TIMES.contains(time) => today,
        ["yesterday"] | ["last", "night" | "evening"] => add_days(today, -1)?,
        ["tomorrow"] => add_days(today, 1)?,
        ["day", "before", "yesterday"] => add_days(today, -2)?,
        ["day", "after", "tomorrow"] => add_days(today, 2)?,
        ["eow"] => edge_of("week", today, look, false)?,
        ["eom"] => edge_of("month", today, look, false)?,
        ["eoq"] => edge_of("quarter", today, look, false)?,
        ["eoy"] => edge_of("year", today, look, false)?,
        [edge @ ("start" | "beginning" | "end"), "of", rest @ ..] => {
            let starts = *edge != "end";
            match rest {
                [unit] | ["the", unit] => edge_of(unit, today, look, starts)?,
                ["this", unit] => unit_edge(unit, today, 0, starts)?,
                ["last", unit] => unit_edge(unit, today, -1, starts)?,
                ["next", unit] => unit_edge(unit, today, 1, starts)?,
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(PartialDate::Day(day))
}

/// Returns the nearest first or last day of a unit in the direction of `look`, today included.
fn edge_of(unit: &str, today: NaiveDate, look: Bias, starts: bool) -> Option<NaiveDate> {
    let step = if look == Bias::Past { [0, -1] } else { [0, 1] };
    let found = |step: i32| unit_edge(unit, today, step, starts);
    let fits = |day: &NaiveDate| if look == Bias::Past { *day <= today } else { *day >= today };
    step.into_iter().filter_map(found).find(fits)
}

/// Returns the first or last day of the unit that is `step` units after the current one.
fn unit_edge(unit: &str, today: NaiveDate, step: i32, starts: bool) -> Option<NaiveDate> {
    let months = match unit {
        "week" => {
            let monday = add_days(week_start(today), i64::from(step) * 7)?;
            return if starts { Some(monday) } else { add_days(monday, 6) };
        }
        "month" => 1,
        "quarter" => 3,
        "half" => 6,
        "year" => 12,
        _ => return None,
    };
    let of_unit = today.month0() / months * months;
    let months = i32::try_from(months).ok()?;
    let first = add_months(civil(today.year(), of_unit + 1, 1), step * months)?;
    if starts { Some(first) } else { add_months(first, months - 1).map(month_end) }
}

/// Parses `3 days ago`, `two weeks ago`, `2w ago`, `in 3 months`, `3mo` or `90d`.
fn counted(words: &[&str], today: NaiveDate, look: Bias) -> Option<PartialDate> {
    let (words, sign) = match words {
        [rest @ .., "ago" | "earlier"] => (rest, -1),
        [rest @ .., "from", "now"] | [rest @ .., "later"] | ["in", rest @ ..] => (rest, 1),
        rest => (rest, if look == Bias::Past { -1 } else { 1 }),
    };
    let (number, unit) = match words {
        ["fortnight"] | ["a", "fortnight"] => (2, "weeks"),
        ["a", "couple", "of", unit] => (2, *unit),
        [both] => {
            let digits = both.bytes().take_while(u8::is_ascii_digit).count();
            (both[..digits].parse::<u16>().ok()?, &both[digits..])
        }
        [number, unit] => (count(number)?, *unit),
        _ => return None,
    };
    let number = i64::from(number) * sign;
    let months = |each: i64| add_months(today, i32::try_from(number * each).ok()?);
    let day = match unit {
        // A time within a day: only whole days change the date.
        "h" | "hr" | "hrs" | "hour" | "hours" => add_days(today, number / 24),
        "min" | "mins" | "minute" | "minutes" => add_days(today, number / (24 * 60)),
        "d" | "day" | "days" => add_days(today, number),
        "w" | "wk" | "wks" | "week" | "weeks" => add_days(today, number * 7),
        "fortnight" | "fortnights" => add_days(today, number * 14),
        "mo" | "mos" | "month" | "months" => months(1),
        "q" | "quarter" | "quarters" => months(3),
        "y" | "yr" | "yrs" | "year" | "years" => months(12),
        _ => None,
    };
    day.map(PartialDate::Day)
}

/// Parses a whole number in digits or, up to twelve, in words.
pub(in crate::domain) fn count(word: &str) -> Option<u16> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    match WORDS.iter().position(|each| *each == word) {
        Some(at) => u16::try_from(at + 1).ok(),
        None => word.parse().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit())),
    }
}

/// Parses `monday`, `last friday`, `next tue`, `this wed` or `friday last week`.
fn weekday_phrase(words: &[&str], today: NaiveDate, look: Bias) -> Option<PartialDate> {
    if let [name, which @ ("last" | "this" | "next"), "week"]
    | [name, "of", which @ ("last" | "this" | "next"), "week"] = words
    {
        let step = match *which {
            "last" => -7,
            "next" => 7,
            _ => 0,
        };
        let days = i64::from(weekday(name)?.num_days_from_monday()) + step;
        return add_days(week_start(today), days).map(PartialDate::Day);
    }
    let (which, name) = match words {
        [name] => ("", *name),
        [which @ ("last" | "past" | "next" | "this" | "on"), name] => (*which, *name),
        _ => return None,
    };
    let wanted = weekday(name)?;
    let ahead = i64::from((7 + wanted.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7);
    let behind = (7 - ahead) % 7;
    let days = match (which, look) {
        ("this", _) => {
            i64::from(wanted.num_days_from_monday()) - i64::from(today.weekday().num_days_from_monday())
        }
        ("last" | "past", _) if behind == 0 => -7,
        ("next", _) if ahead == 0 => 7,
        ("last" | "past", _) | ("" | "on", Bias::Past) => -behind,
        _ => ahead,
    };
    add_days(today, days).map(PartialDate::Day)
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

/// Parses `last march`, which is before this month, `next march`, which is after it, and `this march`.
fn month_phrase(words: &[&str], today: NaiveDate, look: Bias) -> Option<PartialDate> {
    let [which @ ("last" | "this" | "next" | "in" | "past"), rest @ ..] = words else { return None };
    let [name, years @ ..] = rest else { return None };
    if *which == "in" {
        // `in march 2023` and `in 2023` are the month and the year.
        return match years {
            [] if name.len() == 4 => PartialDate::from_iso(name),
            _ => match super::calendar::parse(rest, today, look)? {
                super::calendar::Found::Date(date) => Some(date),
                super::calendar::Found::Nowhere => None,
            },
        };
    }
    let month = month_number(name).filter(|_| years.is_empty())?;
    let step = match *which {
        "last" | "past" => -i32::from(month >= today.month()),
        "next" => i32::from(month <= today.month()),
        _ => 0,
    };
    let year = today.year() + step;
    YEARS.contains(&year).then_some(PartialDate::Month(year, month))
}
