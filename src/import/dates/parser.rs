//! Parses dates and spans from words, numbers and signs.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::names::{PRESENT, TO, WEEKDAYS, month};
use super::{DateContext, DayOrder, When};
use crate::domain::{DateRange, PartialDate};
use crate::text::fold;

/// A word, a number or a sign of a text, with its position in bytes.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// The text, folded.
    pub text: String,
    /// The position of the first byte.
    pub start: usize,
    /// The position behind the last byte.
    pub end: usize,
}

/// The longest beginning of a text that is searched for a date, in bytes.
pub(super) const LONGEST: usize = 80;

/// Splits the beginning of a text into words, numbers and signs.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut previous = ' ';
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < LONGEST) {
        let class = |c: char| match c {
            c if c.is_ascii_digit() => 0,
            c if c.is_alphabetic() => 1,
            _ => 2,
        };
        let is_joined = class(c) == class(previous) && class(c) < 2
            || (c == previous && matches!(c, '.' | '-'))
            || (c == '>' && previous == '-');
        match out.last_mut() {
            _ if c.is_whitespace() => {}
            Some(token) if is_joined && token.end == at => {
                token.text.push(c);
                token.end = at + c.len_utf8();
            }
            _ => out.push(Token { text: c.to_string(), start: at, end: at + c.len_utf8() }),
        }
        previous = c;
    }
    for token in &mut out {
        token.text = fold(&token.text);
    }
    out
}

fn year(token: &Token) -> Option<i32> {
    let year = token.text.parse().ok().filter(|_| token.text.len() == 4)?;
    (1950..2100).contains(&year).then_some(year)
}

fn small(token: &Token, limits: std::ops::RangeInclusive<u32>) -> Option<u32> {
    let number = token.text.parse().ok().filter(|_| token.text.len() <= 2)?;
    limits.contains(&number).then_some(number)
}

fn day(year: i32, month: u32, day: u32) -> Option<PartialDate> {
    NaiveDate::from_ymd_opt(year, month, day).map(PartialDate::Day)
}

/// Parses dates from a list of tokens.
pub(super) struct Parser<'a> {
    /// The tokens.
    pub tokens: &'a [Token],
    /// The facts that complete the dates.
    pub context: DateContext,
}

impl Parser<'_> {
    /// Returns the text of a token; empty behind the last one.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn year(&self, at: usize) -> Option<i32> {
        self.tokens.get(at).and_then(year)
    }

    fn small(&self, at: usize, limits: std::ops::RangeInclusive<u32>) -> Option<u32> {
        self.tokens.get(at).and_then(|token| small(token, limits))
    }

    fn is_close(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.start == self.tokens[at - 1].end)
    }

    fn month(&self, at: usize) -> Option<(u32, usize)> {
        let number = month(self.word(at))?;
        let dotted = self.word(at + 1) == "." && self.is_close(at + 1);
        Some((number, at + 1 + usize::from(dotted)))
    }

    /// Returns the year at a position, behind a comma or a word such as `de`, also as `'23`.
    fn year_behind(&self, at: usize) -> Option<(i32, usize)> {
        let skipped = usize::from(matches!(self.word(at), "," | "de" | "del" | "of" | "/" | "'" | "’"));
        if let Some(year) = self.year(at + skipped) {
            return Some((year, at + skipped + 1));
        }
        let short = matches!(self.word(at), "'" | "’").then(|| self.small(at + 1, 0..=99)).flatten()?;
        Some((2000 + i32::try_from(short).ok()?, at + 2))
    }

    /// Parses a date in numbers.
    fn numeric(&self, at: usize) -> Option<(PartialDate, usize)> {
        let sign = self.word(at + 1);
        let joined = matches!(sign, "-" | "/" | ".") && self.is_close(at + 1) && self.is_close(at + 2);
        let again = joined && self.word(at + 3) == sign && self.is_close(at + 3) && self.is_close(at + 4);
        if let Some(year) = self.year(at) {
            if joined && let Some(month) = self.small(at + 2, 1..=12) {
                if again && let Some(found) = self.small(at + 4, 1..=31) {
                    return Some((day(year, month, found)?, at + 5));
                }
                // `2019-21` is a span of years, and `2024-06` a month.
                if self.word(at + 2).len() == 2 || sign == "/" {
                    return Some((PartialDate::Month(year, month), at + 3));
                }
            }
            return Some((PartialDate::Year(year), at + 1));
        }
        if !joined || self.small(at, 1..=31).is_none() {
            return None;
        }
        if let (Some(month), Some(year), false) = (self.small(at, 1..=12), self.year(at + 2), sign == "-") {
            return Some((PartialDate::Month(year, month), at + 3));
        }
        let (a, b) = (self.small(at, 1..=31)?, self.small(at + 2, 1..=31)?);
        let year = if again {
            let short = || self.small(at + 4, 0..=99).and_then(|short| i32::try_from(short).ok());
            self.year(at + 4).or_else(|| short().map(|short| 2000 + short))?
        } else {
            // `12.3.` and `3/14` take the year of the context.
            self.context.year.filter(|_| sign != "-" && (sign == "/" || self.word(at + 3) == "."))?
        };
        let day_first = match self.context.order {
            _ if sign == "." => true,
            _ if a > 12 => true,
            _ if b > 12 => false,
            DayOrder::DayFirst => true,
            DayOrder::MonthFirst => false,
            DayOrder::Unknown if a == b => true,
            DayOrder::Unknown => return None,
        };
        let (month, number) = if day_first { (b, a) } else { (a, b) };
        let trailing = !again && sign == ".";
        Some((day(year, month, number)?, at + if again { 5 } else { 3 } + usize::from(trailing)))
    }

    /// Parses a date with the name of a month.
    fn named(&self, at: usize) -> Option<(PartialDate, usize)> {
        if let Some((month, next)) = self.month(at) {
            if let Some(number) = self.small(next, 1..=31)
                && !matches!(self.word(next.wrapping_sub(1)), "'" | "’")
            {
                let after = next + 1 + usize::from(matches!(self.word(next + 1), "st" | "nd" | "rd" | "th"));
                // `June 3-7, 2024`: the year comes behind the second day.
                if let Some((year, end)) = self.year_behind(after) {
                    return Some((day(year, month, number)?, end));
                }
                let late = matches!(self.word(after), "-" | "–" | "—")
                    .then(|| self.year_behind(after + 2))
                    .flatten();
                let year = late.map(|(year, _)| year).or(self.context.year)?;
                return Some((day(year, month, number)?, after));
            }
            if let Some((year, end)) = self.year_behind(next) {
                return Some((PartialDate::Month(year, month), end));
            }
            return Some((PartialDate::Month(self.context.year?, month), next));
        }
        let number = self.small(at, 1..=31)?;
        let mut next = at + 1;
        if matches!(self.word(next), "." | "st" | "nd" | "rd" | "th") {
            next += 1;
        }
        if matches!(self.word(next), "of" | "de") {
            next += 1;
        }
        let (month, next) = self.month(next)?;
        match self.year_behind(next) {
            Some((year, end)) => Some((day(year, month, number)?, end)),
            None => Some((day(self.context.year?, month, number)?, next)),
        }
    }

    /// Parses a quarter, a half or a week of a year.
    fn unit(&self, at: usize) -> Option<(DateRange, usize)> {
        let code = |at: usize| -> Option<(char, u32, usize)> {
            let word = self.word(at);
            let letter = word.chars().next().filter(|_| word.len() == 1)?;
            let number = self.small(at + 1, 1..=53).filter(|_| self.is_close(at + 1))?;
            Some((letter, number, at + 2))
        };
        if let Some(year) = self.year(at) {
            let sign = usize::from(matches!(self.word(at + 1), "-" | "/"));
            let (letter, number, next) = code(at + 1 + sign)?;
            return Some((unit_of(letter, number, year)?, next));
        }
        let (letter, number, next) = match self.word(at) {
            "week" | "kw" | "woche" | "semana" | "semaine" => ('w', self.small(at + 1, 1..=53)?, at + 2),
            _ => code(at)?,
        };
        let found = self.year_behind(next);
        // The year of a week may stand behind its days.
        let year = found.map(|(year, _)| year).or(self.context.year)?;
        Some((unit_of(letter, number, year)?, found.map_or(next, |(_, next)| next)))
    }

    fn one(&self, at: usize) -> Option<(DateRange, usize)> {
        let mut at = at;
        if WEEKDAYS.contains(&self.word(at)) && at + 1 < self.tokens.len() {
            at += 1 + usize::from(matches!(self.word(at + 1), "," | "."));
        }
        let (range, mut next) = self.unit(at).or_else(|| {
            let (date, next) = self.numeric(at).or_else(|| self.named(at))?;
            Some((DateRange { start: date, end: None }, next))
        })?;
        // The name of the day behind the date.
        let skipped = usize::from(matches!(self.word(next), "," | "("));
        if WEEKDAYS.contains(&self.word(next + skipped)) {
            next += skipped + 1;
            next += usize::from(skipped == 1 && self.word(next) == ")");
        }
        Some((range, next))
    }

    /// Parses a date or a span; returns it with the index of the next token.
    pub fn when(&self, at: usize) -> Option<(When, usize)> {
        let begun = self.one(at).or_else(|| self.month_of_span(at));
        let (start, next) = begun?;
        let fallback = (When { range: start, is_open: false }, next);
        if !TO.contains(&self.word(next)) || start.end.is_some() {
            return Some(fallback);
        }
        let after = next + 1;
        if PRESENT.contains(&self.word(after)) {
            return Some((When { range: start, is_open: true }, after + 1));
        }
        let end = self.one(after).filter(|(end, _)| end.end.is_none()).map(|(end, next)| (end.start, next));
        let end = end.or_else(|| self.short_end(start.start, after));
        Some(
            end.and_then(|(end, next)| {
                let range = DateRange::span(start.start, end)?;
                Some((When { range, is_open: false }, next))
            })
            .unwrap_or(fallback),
        )
    }

    /// Parses the start of a span whose year, or month, stands only at its end: `Aug-Dec 2024`, `3–7 June 2024`.
    fn month_of_span(&self, at: usize) -> Option<(DateRange, usize)> {
        let start = match (self.month(at), self.small(at, 1..=31)) {
            (Some((number, next)), _) if TO.contains(&self.word(next)) => {
                let (end, _) = self.named(next + 1)?;
                (PartialDate::Month(end.first_day().year(), number), next)
            }
            (None, Some(number)) => {
                let next = at + 1 + usize::from(self.word(at + 1) == ".");
                if !TO.contains(&self.word(next)) {
                    return None;
                }
                let (end, _) = self.named(next + 1)?;
                let end = end.first_day();
                (day(end.year(), end.month(), number)?, next)
            }
            _ => return None,
        };
        Some((DateRange { start: start.0, end: None }, start.1))
    }

    /// Parses the end of a span that shares its month or its century with the start: `June 3-7`, `2019–22`.
    fn short_end(&self, start: PartialDate, at: usize) -> Option<(PartialDate, usize)> {
        match start {
            PartialDate::Day(first) => {
                let number = self.small(at, 1..=31)?;
                let next = self.year_behind(at + 1).map_or(at + 1, |(_, next)| next);
                Some((day(first.year(), first.month(), number)?, next))
            }
            PartialDate::Year(first) => {
                let short =
                    i32::try_from(self.small(at, 0..=99)?).ok().filter(|_| self.word(at).len() == 2)?;
                Some((PartialDate::Year(first / 100 * 100 + short), at + 1))
            }
            PartialDate::Month(..) => None,
        }
    }
}

fn unit_of(letter: char, number: u32, year: i32) -> Option<DateRange> {
    let months = match (letter, number) {
        ('q' | 't', 1..=4) => 3,
        ('h' | 's', 1..=2) => 6,
        ('w', _) => {
            let monday = NaiveDate::from_isoywd_opt(year, number, Weekday::Mon)?;
            let sunday = monday.checked_add_days(chrono::Days::new(6))?;
            return DateRange::span(PartialDate::Day(monday), PartialDate::Day(sunday));
        }
        _ => return None,
    };
    let last = number * months;
    DateRange::span(PartialDate::Month(year, last + 1 - months), PartialDate::Month(year, last))
}
