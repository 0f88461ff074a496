//! Writes two values of a metric in the same unit, so that a reader can compare them.

use std::borrow::Cow;

use crate::domain::Amount;
use crate::domain::unit;

/// The numbers that are easy to read: a value that is not 0 has one of them in the common unit.
const READABLE: std::ops::Range<f64> = 1.0..10_000.0;

/// Returns two values in one unit, if they have different units of the same kind in which both are easy to read: `1500ms`
/// and `400ms` for `1500ms` and `0.4s`. Values with a magnitude have the same one: `$1.2M` and `$0.9M`.
pub(super) fn same_unit<'a>(from: &'a Amount, to: &'a Amount) -> (Cow<'a, Amount>, Cow<'a, Amount>) {
    let as_typed = (Cow::Borrowed(from), Cow::Borrowed(to));
    if [from, to].iter().any(|value| value.relative || value.approximate) {
        return as_typed;
    }
    if from.unit == to.unit {
        return match (in_magnitude(to, from), in_magnitude(from, to)) {
            (Some(to), _) => (Cow::Borrowed(from), Cow::Owned(to)),
            (_, Some(from)) => (Cow::Owned(from), Cow::Borrowed(to)),
            _ => as_typed,
        };
    }
    let is_measured = |value: &Amount| matches!(unit::kind_of(&value.unit), "a time" | "a size");
    if !is_measured(from) || !is_measured(to) {
        return as_typed;
    }
    let is_readable = |number: f64| number == 0.0 || READABLE.contains(&number.abs());
    let in_unit_of = |value: &Amount, of: &Amount| {
        let number = value.in_unit(&of.unit)?;
        let digits = exact_digits(number).filter(|_| is_readable(number) && is_readable(of.number))?;
        Some(written_like(of, &digits, number))
    };
    if let Some(from) = in_unit_of(from, to) {
        (Cow::Owned(from), Cow::Borrowed(to))
    } else if let Some(to) = in_unit_of(to, from) {
        (Cow::Borrowed(from), Cow::Owned(to))
    } else {
        as_typed
    }
}

/// Returns a number as an amount with the unit of another one, in its spelling.
fn written_like(of: &Amount, digits: &str, number: f64) -> Amount {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-');
    let rest = of.text.trim_start_matches(is_number);
    let text = match rest {
        // `1h30m`
        rest if rest.contains(|c: char| c.is_ascii_digit()) || rest.len() == of.text.len() => {
            format!("{digits} {}", of.unit)
        }
        // `1 day`, and 21 of them
        rest if WORDS.contains(&rest.trim()) && digits != "1" => format!("{digits}{rest}s"),
        rest if rest.strip_suffix('s').is_some_and(|one| WORDS.contains(&one.trim())) && digits == "1" => {
            format!("{digits}{}", rest.trim_end_matches('s'))
        }
        rest => format!("{digits}{rest}"),
    };
    Amount { text, number, ..of.clone() }
}

/// Returns an amount with the magnitude of a larger one: `$0.9M` for `$900k` beside `$1.2M`.
fn in_magnitude(value: &Amount, larger: &Amount) -> Option<Amount> {
    let split = |text: &str| {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let letter = text.chars().next_back()?;
        let scale = match letter {
            'k' | 'K' => 1e3,
            'M' => 1e6,
            'G' | 'B' => 1e9,
            _ => return None,
        };
        Some((text[..start].to_owned(), letter, scale))
    };
    let (_, _, own) = split(&value.text)?;
    let (prefix, letter, scale) = split(&larger.text)?;
    let number = value.number / scale;
    let text = format!("{prefix}{}{letter}", exact_digits(number)?);
    (own < scale && number.abs() >= 0.1).then(|| Amount { text, ..value.clone() })
}

/// The units of time that are words, in the singular.
const WORDS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// Returns a number with at most three significant digits, and with all those before the point; `None` if it has more.
fn exact_digits(number: f64) -> Option<String> {
    let decimals = match number.abs() {
        number if number >= 100.0 => 0,
        number if number >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{number:.decimals$}");
    let is_exact = text.parse::<f64>().is_ok_and(|read| (read - number).abs() <= 1e-9 * number.abs());
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    is_exact.then(|| short.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_values_have_the_same_unit() {
        let shown = |from: &str, to: &str| {
            let (from, to) = (Amount::parse(from).unwrap(), Amount::parse(to).unwrap());
            let (from, to) = same_unit(&from, &to);
            (from.text.clone(), to.text.clone())
        };
        for (from, to, shown_from, shown_to) in [
            ("1500ms", "0.4s", "1500ms", "400ms"),
            ("4.1s", "130ms", "4100ms", "130ms"),
            ("3h", "20min", "180min", "20min"),
            ("3 weeks", "1 day", "21 days", "1 day"),
            ("$1.2M", "$900k", "$1.2M", "$0.9M"),
            ("$900k", "$1.2M", "$0.9M", "$1.2M"),
            ("2GB", "500MB", "2000MB", "500MB"),
            ("3 days", "10ms", "3 days", "10ms"),
            ("800ms", "400ms", "800ms", "400ms"),
            ("1799s", "30min", "1799s", "1800s"),
            ("100min", "1h", "100min", "60min"),
            ("2h", "1 min", "120 min", "1 min"),
            ("24h", "3 days", "1 day", "3 days"),
            ("$1.2M", "$1198k", "$1.2M", "$1198k"),
            ("5k users", "7k users", "5k users", "7k users"),
            ("~2s", "400ms", "~2s", "400ms"),
        ] {
            assert_eq!(shown(from, to), (shown_from.to_owned(), shown_to.to_owned()));
        }
    }
}
