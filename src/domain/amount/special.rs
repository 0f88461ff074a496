//! Values that are not a number followed by a unit: `1h30m`, `3 of 4`, `2x faster`, `three nines`, `x10`, `($5)`.

use super::Amount;
use crate::domain::date_phrase::count;
use crate::domain::number::leading_number;

/// Parses such a value; `None` if the text has another form. `own` is the unit of the metric.
pub(super) fn read(text: &str, own: &str) -> Option<Amount> {
    negative(text)
        .or_else(|| duration(text))
        .or_else(|| share(text))
        .or_else(|| factor(text))
        .or_else(|| counted_in_words(text))
        .map(|(number, unit, relative)| Amount {
            text: text.to_owned(),
            number,
            unit: if unit.is_empty() { own.to_owned() } else { unit },
            relative,
            approximate: false,
        })
}

type Parts = (f64, String, bool);

/// Parses `($5)`, which is a loss in accounting.
fn negative(text: &str) -> Option<Parts> {
    let inside = text.strip_prefix('(')?.strip_suffix(')')?;
    let amount = super::read_one(inside.trim(), "").ok().filter(|amount| !amount.relative)?;
    Some((-amount.number, amount.unit, false))
}

/// Parses a time of several units, `1h30m` or `2 min 30 s`, in its smallest unit.
fn duration(text: &str) -> Option<Parts> {
    const UNITS: [(&[&str], &str, f64); 4] = [
        (&["d", "day", "days"], "days", 86_400.0),
        (&["h", "hr", "hrs", "hour", "hours"], "h", 3600.0),
        (&["m", "min", "mins", "minute", "minutes"], "min", 60.0),
        (&["s", "sec", "secs", "second", "seconds"], "s", 1.0),
    ];
    let mut rest = text.trim();
    let mut seconds = 0.0;
    let mut last = None;
    let mut count = 0;
    while !rest.is_empty() {
        if !rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (number, after) = leading_number(rest)?;
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let at = UNITS.iter().position(|(names, ..)| names.contains(&&after[..end]))?;
        // The units become smaller.
        if last.is_some_and(|last| at <= last) {
            return None;
        }
        seconds += number * UNITS[at].2;
        (last, count, rest) = (Some(at), count + 1, after[end..].trim_start());
    }
    let (_, unit, factor) = UNITS[last.filter(|_| count > 1)?];
    Some((seconds / factor, unit.to_owned(), false))
}

/// Parses `3 of 4`, `4.5/5` and `1 in 10 requests`: the number counts in units of the whole.
fn share(text: &str) -> Option<Parts> {
    let (part, rest) = leading_number(text)?;
    let rest = rest.trim_start();
    let after = ["of the ", "of ", "out of ", "in ", "/"].iter().find_map(|mark| rest.strip_prefix(mark))?;
    let after = after.trim_start();
    let (whole, noun) = leading_number(after)?;
    let noun = noun.trim();
    if whole <= 0.0
        || part > whole
        || !noun.chars().all(|c| c.is_alphabetic() || c == ' ')
        || (rest.starts_with('/') && !noun.is_empty())
    {
        return None;
    }
    let digits = after[..after.len() - leading_number(after)?.1.len()].trim();
    Some((part, if noun.is_empty() { format!("of {digits}") } else { format!("of {digits} {noun}") }, false))
}

/// Parses `2x faster`, `3x fewer` and `x10`.
fn factor(text: &str) -> Option<Parts> {
    if let Some(after) = text.strip_prefix(['x', '×']) {
        let (number, "") = leading_number(after)? else { return None };
        return Some((number, "x".to_owned(), true));
    }
    let (number, rest) = leading_number(text)?;
    let word = rest
        .trim_start()
        .strip_prefix(['x', 'X', '×'])
        .or_else(|| rest.trim_start().strip_prefix("times"))?;
    let word = word.strip_prefix(char::is_whitespace)?.trim();
    let number = match word {
        "faster" | "better" | "more" | "larger" | "bigger" | "higher" | "longer" | "quicker" | "greater" => {
            number
        }
        "fewer" | "less" | "smaller" | "lower" | "shorter" | "cheaper" if number > 0.0 => 1.0 / number,
        _ => return None,
    };
    Some((number, "x".to_owned(), true))
}

/// Parses a number in words before `nines`.
fn counted_in_words(text: &str) -> Option<Parts> {
    let (number, "nines") = text.split_once(' ')? else { return None };
    let number = count(&number.to_lowercase())?;
    Some((f64::from(number), "nines".to_owned(), false))
}
