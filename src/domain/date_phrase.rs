//! Parses dates as the user types them.
//!
//! Phrases without a direction look back for the date of an event and forward for the day of a question,
//! today included; `last friday` is strictly before today; adding months clamps to the end of the month.
//! `brag help dates` lists the forms.

mod calendar;
mod names;
mod phrase;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::date::{DateRange, PartialDate};
use super::period;

pub(super) use phrase::count;

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
    /// The day and the month of the date cannot be told apart.
    #[error("“{text}” can be {} or {}; write the year first", .readings[0], .readings[1])]
    Ambiguous {
        /// The text as typed.
        text: String,
        /// The two dates that it can be.
        readings: [NaiveDate; 2],
    },
    /// The text is a number of minutes or of months.
    #[error("“{0}” can be minutes or months; write {1}mo for months")]
    MinutesOrMonths(String, String),
}

/// Parses a date or a span, such as `2026-03`, `last friday`, `3 days ago`, `2013..2017` or `5–9 Jan 2026`.
pub fn parse_when(text: &str, today: NaiveDate, look: Bias) -> Result<DateRange, DateError> {
    let text = text.trim();
    if let Some(when) = whole(text, today, look)? {
        return Ok(when);
    }
    let mut failed = None;
    for (start, end) in spans(text) {
        match span(start.trim(), end.trim(), today, look) {
            Ok(Some(when)) => return Ok(when),
            Ok(None) => failed = failed.or_else(|| Some(DateError::Backwards(text.to_owned()))),
            Err(err @ DateError::Impossible(_)) => failed = Some(err),
            Err(_) => {}
        }
    }
    Err(failed.unwrap_or_else(|| DateError::Unreadable(text.to_owned())))
}

/// Parses a date that must be one day, such as the day of a question. A longer date becomes its first day, or
/// its last day if it began before today and is not over.
pub fn parse_day(text: &str, today: NaiveDate, look: Bias) -> Result<NaiveDate, DateError> {
    let when = parse_when(text, today, look)?;
    let (first, last) = (when.first_day(), when.last_day());
    Ok(if first < today && today <= last && first != last { last } else { first })
}

/// Parses a text that names one date or one unit of the calendar, such as `2026-Q1`; `None` if it has another
/// form.
fn whole(text: &str, today: NaiveDate, look: Bias) -> Result<Option<DateRange>, DateError> {
    if let Some(date) = PartialDate::from_iso(text) {
        return Ok(Some(single(date)));
    }
    if let Some(date) = calendar::numeric(text)? {
        return Ok(Some(single(date)));
    }
    let lower = text.to_lowercase().replace(',', " ");
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    while words.len() > 2 && matches!(words[0], "the" | "on") {
        words.remove(0);
    }
    if let Some(when) = units(&words, today, look) {
        return Ok(Some(when));
    }
    if let Some(date) = phrase::parse(text, &words, today, look)? {
        return Ok(Some(single(date)));
    }
    match calendar::parse(&words, today, look) {
        Some(calendar::Found::Date(date)) => Ok(Some(single(date))),
        Some(calendar::Found::Nowhere) => Err(DateError::Impossible(text.to_owned())),
        None => edge(&words, today, look).map(|day| day.map(DateRange::day)),
    }
}

fn single(start: PartialDate) -> DateRange {
    DateRange { start, end: None }
}

/// Parses a week, quarter or half as a span: `last week`, `2026-W10`, `Q1 2026`, `H1`.
fn units(words: &[&str], today: NaiveDate, look: Bias) -> Option<DateRange> {
    if let [which @ ("last" | "this" | "next"), unit @ ("week" | "quarter" | "half")] = words {
        return Some(period::relative(which, unit, today, 1)?.span());
    }
    let code = words.join(" ");
    if code.starts_with("fy") {
        return None;
    }
    let found = period::coded(&code, today, look, 1)?.ok()?;
    Some(found.span())
}

/// Parses `start of march` or `end of last month`: the first or last day of any other date.
fn edge(words: &[&str], today: NaiveDate, look: Bias) -> Result<Option<NaiveDate>, DateError> {
    let (starts, rest) = match words {
        ["start" | "beginning", "of", rest @ ..] => (true, rest),
        ["end", "of", rest @ ..] => (false, rest),
        _ => return Ok(None),
    };
    // “End of the end of the …” would nest without a limit.
    if rest.is_empty() || rest.contains(&"of") {
        return Ok(None);
    }
    let when = whole(&rest.join(" "), today, look)?;
    Ok(when.map(|when| if starts { when.first_day() } else { when.last_day() }))
}

/// Returns the ways to split a text into the start and the end of a span.
fn spans(text: &str) -> Vec<(&str, &str)> {
    let text = text.strip_prefix("from ").unwrap_or(text);
    let mut out: Vec<(&str, &str)> = ["..", " – ", " — ", " - ", "–", " to ", " until "]
        .iter()
        .filter_map(|mark| text.split_once(mark))
        .collect();
    // A hyphen is also part of a date: `5-9 jan` and `2013-2017` are spans, `2026-01` is not.
    let year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    out.extend(text.split_once('-').filter(|(start, end)| year(start) == year(end)));
    out
}

/// Parses the start and the end of a span; `None` if it ends before it begins. The month and the year of the end,
/// and the month of the start, need to be written only once: `5–9 Jan 2026`, `jan 5-9`.
fn span(typed_start: &str, end: &str, today: NaiveDate, look: Bias) -> Result<Option<DateRange>, DateError> {
    let one = |text: &str, today| match whole(text, today, look)? {
        Some(when) if when.end.is_none() => Ok(when.start),
        _ => Err(DateError::Unreadable(text.to_owned())),
    };
    let start = typed_start;
    let day = |text: &str| text.len() <= 2 && text.parse::<u32>().is_ok();
    let words: Vec<&str> = end.split_whitespace().collect();
    let end = match (&words[..], start.split_once(' ')) {
        _ if let Some(end) = completed_iso(start, end) => end,
        // `jan 5-9 2026`
        ([first, rest @ ..], Some((month, from))) if day(first.trim_end_matches(',')) && day(from) => {
            one(&format!("{month} {first} {}", rest.join(" ")), today)?
        }
        _ => one(end, today)?,
    };
    let near = end.first_day();
    let year = match end {
        PartialDate::Day(_) | PartialDate::Month(..) => near.format("%Y").to_string(),
        PartialDate::Year(_) => String::new(),
    };
    let start = if day(start) {
        one(&format!("{start} {}", near.format("%B %Y")), today)?
    } else if start.contains(|c: char| c.is_alphabetic()) && words.iter().any(|word| *word == year) {
        one(&format!("{start} {year}"), today).or_else(|_| one(start, today))?
    } else {
        one(start, today)?
    };
    // `march to may` in April is the last March before that May.
    let start = if start.first_day() > end.last_day() && look == Bias::Past {
        one(typed_start, end.last_day())?
    } else {
        start
    };
    Ok(DateRange::span(start, end))
}

/// Returns the end of a span in ISO 8601 that omits what the start has: `09` of `2026-01-05..09`.
fn completed_iso(start: &str, end: &str) -> Option<PartialDate> {
    let iso = PartialDate::from_iso(start).is_some();
    let part = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !iso || !end.split('-').all(part) {
        return None;
    }
    let kept = start.len().checked_sub(end.len())?;
    PartialDate::from_iso(&format!("{}{end}", &start[..kept]))
}
