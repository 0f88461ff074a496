//! Recognises the dates of documents: in headings, at the beginning and at the end of lines, as spans, with the names
//! of months in several languages. A date never depends on the present day.

mod names;
mod parser;
#[cfg(test)]
mod tests;

use chrono::Datelike as _;
use names::FILLERS;
use parser::{LONGEST, Parser, Token, tokens};

use super::lines::tail_of;
use crate::domain::{DateRange, PartialDate};

/// The order of the day and the month in dates such as `3/14/23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum DayOrder {
    /// The document does not tell: a date that can be either is none.
    #[default]
    Unknown,
    /// The day comes first.
    DayFirst,
    /// The month comes first.
    MonthFirst,
}

/// The facts that complete a date that is not written in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct DateContext {
    /// The year of dates without a year.
    pub year: Option<i32>,
    /// The order of the day and the month.
    pub order: DayOrder,
}

/// A date of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    /// The date or the span.
    pub range: DateRange,
    /// `true` for a span without an end, such as `2021 – present`.
    pub is_open: bool,
}

impl When {
    fn single(date: PartialDate) -> Self {
        Self { range: DateRange { start: date, end: None }, is_open: false }
    }

    /// Returns `true` for a day or a week.
    pub fn is_short(self) -> bool {
        (self.range.last_day() - self.range.first_day()).num_days() < 7
    }

    /// Returns the end of a span; the single date if it is none; `None` if the span is open.
    pub fn end(self) -> Option<PartialDate> {
        (!self.is_open).then(|| self.range.last())
    }
}

/// Returns the date if a text is nothing but a date, apart from words such as `Week of`.
pub(super) fn whole(text: &str, context: DateContext) -> Option<When> {
    let text = text.trim().trim_matches(['*', '_', '(', ')', '[', ']', ':', '~', '.', '|']).trim();
    let is_possible =
        text.contains(|c: char| c.is_ascii_digit()) || context.year.is_some() && text.len() <= 20;
    if !is_possible
        || text.len() > LONGEST
        || !text.contains(|c: char| c.is_ascii_digit() || c.is_alphabetic())
    {
        return None;
    }
    let tokens = tokens(text);
    let parser = Parser { tokens: &tokens, context };
    let fillers = tokens.iter().take_while(|token| FILLERS.contains(&token.text.as_str())).count();
    (0..=fillers).find_map(|at| {
        let (when, next) = parser.when(at)?;
        let is_week = parser.tokens[..at].iter().any(|token| token.text == "week" || token.text == "semana");
        if next == tokens.len() {
            let begins = |token: &Token| matches!(token.text.as_str(), "since" | "seit" | "ab" | "desde");
            let is_open = when.is_open || when.range.end.is_none() && parser.tokens[..at].iter().any(begins);
            return Some(if is_week { week_from(when) } else { When { is_open, ..when } });
        }
        // `Week 23 (June 3-7)`: the words in parentheses say the same more precisely.
        let inner = parser.word(next) == "(";
        let end_of_inner = tokens.len() - usize::from(parser.word(tokens.len() - 1) == ")");
        let context = DateContext { year: context.year.or(Some(when.range.first_day().year())), ..context };
        let inner = inner.then(|| Parser { tokens: &tokens[..end_of_inner], context });
        let (within, end) = inner.and_then(|parser| parser.when(next + 1))?;
        (end == end_of_inner).then_some(within)
    })
}

/// Returns the date of a year.
pub(super) fn of_year(year: i32) -> When {
    When::single(PartialDate::Year(year))
}

/// Returns the seven days from a day.
fn week_from(when: When) -> When {
    let Some(first) = when.range.exact_day() else { return when };
    let last = first.checked_add_days(chrono::Days::new(6)).unwrap_or(first);
    let range = DateRange::span(PartialDate::Day(first), PartialDate::Day(last));
    When { range: range.unwrap_or(when.range), ..when }
}

/// Splits the date from the beginning of a line: `**2025-04-02** — did it`, `[2025-06-01] did it`, `Mar 2022 - did it`.
/// Returns the date and the rest.
pub(super) fn leading(text: &str, context: DateContext) -> Option<(When, &str)> {
    let body = text.trim_start_matches(['*', '_', '[', '(', '~']);
    // The name of a month, or a digit within a few words.
    let begins = |c: char| c.is_ascii_digit();
    if !body.chars().take(24).any(begins) && !names::begins_with_month(body) {
        return None;
    }
    let opened = text.len() - body.len();
    if !body.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let tokens = tokens(body);
    let parser = Parser { tokens: &tokens, context };
    let (when, next) = parser.when(0)?;
    let end = tokens.get(next.wrapping_sub(1))?.end;
    let behind = &body[end..];
    let unmarked = behind.trim_start_matches(['*', '_', ']', ')', '~']);
    let is_closed = behind.len() > unmarked.len();
    let trimmed = unmarked.trim_start();
    let rest = trimmed
        .strip_prefix([':', '–', '—', '|', '>', '·'])
        .or_else(|| trimmed.strip_prefix(['-', ',']).filter(|_| trimmed.len() > 1));
    let precise = matches!(when.range.start, PartialDate::Day(_));
    let rest = match rest {
        Some(rest) => rest,
        // Without a sign, only a day in numbers or in brackets is a date in front of a sentence.
        None if is_closed && opened > 0 => trimmed,
        None if precise && is_numeric(&body[..end]) && trimmed.len() < unmarked.len() => trimmed,
        None => return None,
    };
    let rest = rest.trim_start_matches(['*', '_']).trim_start_matches([':', '-', '–', '—']).trim();
    (!rest.is_empty()).then_some((when, rest))
}

/// Returns `true` if the last words of a text have a year.
fn ends_in_year(text: &str) -> bool {
    tail_of(text, 16).split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
}

/// Returns `true` for a date of digits and signs, with its year.
fn is_numeric(date: &str) -> bool {
    date.len() >= 8 && date.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/'))
}

/// Returns a date inside a line, which stays in its text: in brackets, or with its year at the end.
pub(super) fn inside(text: &str, context: DateContext) -> Option<When> {
    let in_brackets = text.match_indices(['(', '[']).take(8).find_map(|(at, _)| {
        let inner = text[at + 1..].split([')', ']']).next()?;
        let first = inner.split(',').next()?;
        [inner, first].into_iter().find_map(|part| whole(part, context))
    });
    in_brackets
        .filter(|when| when.range.end.is_some() || !matches!(when.range.start, PartialDate::Year(_)))
        .or_else(|| {
            if !ends_in_year(text) {
                return None;
            }
            let words: Vec<(usize, &str)> = text
                .split_whitespace()
                .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
                .collect();
            let last = words.len().saturating_sub(6);
            words[last..].iter().find_map(|(at, _)| {
                let suffix = text[*at..].trim_end_matches(['.', '!', ')', ',']);
                let when = whole(suffix, DateContext { year: None, ..context })?;
                let is_precise = !matches!(when.range.start, PartialDate::Year(_)) && !when.is_open;
                is_precise.then_some(when)
            })
        })
}

/// Splits the date from the end of a line: `did it (June 2023)`, `Acme, Berlin ---- 2019 – 2022`. A date without
/// brackets counts only behind two spaces, a tab, a dash or a bar. Returns the text before it and the date.
pub(super) fn trailing(text: &str, context: DateContext) -> Option<(&str, When)> {
    let trimmed = text.trim_end().trim_end_matches(['*', '_', '.']);
    let tail = tail_of(trimmed, 60);
    if !tail.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(inner) = trimmed.strip_suffix([')', ']']) {
        let open = inner.rfind(['(', '['])?;
        // An address of a link is no date.
        if inner[..open].ends_with(']') {
            return None;
        }
        let when = whole(&inner[open + 1..], context)?;
        return Some((inner[..open].trim_end_matches(['*', '_', ' ']), when));
    }
    let marks = ["  ", "\t", " - ", " – ", " — ", " | ", "|", " · ", "---", ", "];
    let skipped = trimmed.len() - tail.len();
    let mut starts: Vec<usize> =
        marks.iter().flat_map(|mark| tail.match_indices(mark).map(move |(at, _)| at + skipped)).collect();
    starts.sort_unstable();
    starts.iter().rev().take(12).rev().find_map(|at| {
        let before = trimmed[..*at].trim_end();
        let behind = trimmed[*at..].trim_start_matches(|c: char| c.is_whitespace() || "-–—|·,.".contains(c));
        let when = whole(behind, context)?;
        let is_year_after_comma = trimmed[*at..].starts_with(", ")
            && matches!(when.range.start, PartialDate::Year(_))
            && when.range.end.is_none()
            && !when.is_open;
        (!before.is_empty() && !is_year_after_comma)
            .then_some((before.trim_end_matches(['-', '–', '—', '|', ',', ' ', '.']), when))
    })
}

/// Returns the only year of a text, such as a title; `None` if it has no year or several.
pub(super) fn year_in(text: &str) -> Option<i32> {
    let mut years = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let mut found =
        years.by_ref().filter_map(|digits| digits.parse().ok()).filter(|year| (1970..2100).contains(year));
    let first = found.next()?;
    found.all(|year| year == first).then_some(first)
}

/// Returns the date or the unit of the calendar in a title, such as `Self-review, H1 2025`, or else its only year.
pub(super) fn in_title(text: &str) -> Option<When> {
    let words: Vec<(usize, &str)> =
        text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word)).collect();
    let context = DateContext::default();
    let found = words.iter().take(12).find_map(|(at, _)| {
        let rest = text[*at..].trim_start_matches(['(', '[', '–', '—', '-', ' ']);
        let tokens = tokens(rest);
        let parser = Parser { tokens: &tokens, context };
        parser.when(0).map(|(when, _)| when)
    });
    found.or_else(|| year_in(text).map(|year| When::single(PartialDate::Year(year))))
}

/// Determines the order of day and month from all dates with slashes at the beginning of the lines of a document.
pub(super) fn day_order<'a>(lines: impl Iterator<Item = &'a str>) -> DayOrder {
    let mut order = DayOrder::Unknown;
    for line in lines {
        let body = line.trim_start_matches(|c: char| !c.is_ascii_digit());
        let mut numbers = body.get(..10.min(body.len())).unwrap_or_default().split('/');
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok());
        let (Some(a), Some(b)) = (number(numbers.next()), number(numbers.next())) else { continue };
        let found = match (a, b) {
            (13..=31, 1..=12) => DayOrder::DayFirst,
            (1..=12, 13..=31) => DayOrder::MonthFirst,
            _ => continue,
        };
        if order != DayOrder::Unknown && order != found {
            return DayOrder::Unknown;
        }
        order = found;
    }
    order
}
