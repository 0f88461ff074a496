//! Amounts: numbers with units, parsed from text such as `800ms` or `$12k`.

mod special;
#[cfg(test)]
mod tests;

use super::number::leading_number;
use super::unit::{self, CURRENCIES, convert};

/// A number with its unit, and the text that it was parsed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The text as typed: `~9%`, `1,200 users`.
    pub text: String,
    /// The number in `unit`: 12,000 for `12k`; the midpoint of a range.
    pub number: f64,
    /// The unit in its canonical spelling (`ms`, `%`, `x`, `$`); empty if there is no unit.
    pub unit: String,
    /// `true` if the value states a change: `-90%`, `15x`, `÷10`.
    pub relative: bool,
    /// `true` if the value is inexact: `~9%`, `8-12%`, `40+ s`.
    pub approximate: bool,
}

/// The reason why a text is not a value, with the part that could be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// The text has no number in the expected place.
    #[error("no number can be read from “{0}”")]
    NoNumber(String),
    /// The number could be parsed, but not the unit after it.
    #[error("unknown unit “{rest}” after {number}")]
    NoUnit {
        /// The number as typed.
        number: String,
        /// The text after the number.
        rest: String,
    },
    /// The number is infinite, or the result of a division by zero.
    #[error("“{0}” is not a finite number")]
    NotFinite(String),
}

impl Default for Amount {
    fn default() -> Self {
        Self::zero()
    }
}

impl Amount {
    /// Returns the amount 0 without a unit.
    pub fn zero() -> Self {
        Self { text: "0".into(), number: 0.0, unit: String::new(), relative: false, approximate: false }
    }

    /// Parses a value: `800ms`, `$12k`, `99.9%`, `-90%`, `15x`, `÷10`, `3 days`, `1,200 users`, `~9%`,
    /// `8-12%`. Returns `None` if the text is not a value.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text, "").ok()
    }

    /// Parses a value of a metric in the unit `own`: `own` is accepted even if it is not a known unit, and a
    /// bare number takes it.
    pub fn read(text: &str, own: &str) -> Result<Self, AmountError> {
        let text = text.trim();
        read_one(text, own).or_else(|err| range_of(text, own).ok_or(err))
    }

    /// Returns `true` if the value has a unit, such as `x`, `%` or a currency. In a captured line, a single
    /// value of an unknown metric needs a unit.
    pub fn says_its_unit(&self) -> bool {
        !self.unit.is_empty()
    }

    /// Returns the number in another unit of its kind (1.2 s in ms is 1200); `None` across kinds.
    pub fn in_unit(&self, unit: &str) -> Option<f64> {
        convert(self.number, &self.unit, unit)
    }

    /// Returns the text to display: the text as typed, followed by the unit if only a number was typed.
    pub fn shown(&self) -> String {
        let number =
            |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '-' | '−' | '+' | '~' | '≈');
        let bare = self.text.trim_end_matches(['k', 'K', 'M', 'G', '+']).chars().all(number);
        if bare && !self.relative { with_unit(&self.text, &self.unit) } else { self.text.clone() }
    }
}

/// Joins a number and its unit as they are usually written: `400ms`, `$12`, `12 users`.
pub fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" => number.to_owned(),
        "%" => format!("{number}%"),
        unit if unit.starts_with(|c| CURRENCIES.contains(c)) => format!("{unit}{number}"),
        unit if unit::is_time(unit) && unit.chars().count() <= 3 => format!("{number}{unit}"),
        unit => format!("{number} {unit}"),
    }
}

/// The phrases before a value that make it inexact.
pub const ABOUT: &[&str] = &[
    "up to",
    "about",
    "around",
    "roughly",
    "nearly",
    "almost",
    "approximately",
    "approx.",
    "approx",
    "circa",
    "ca.",
    "under",
    "below",
    "over",
    "above",
    "more than",
    "less than",
    "at least",
    "at most",
];

/// Returns the phrase at the start of a value that makes it inexact: `up to` of `up to 15x`.
pub fn about_word(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let word =
        ABOUT.iter().find(|word| lower.strip_prefix(**word).is_some_and(|rest| rest.starts_with(' ')))?;
    text.get(..word.len())
}

/// A value without its signs, and what they say.
struct Signs<'a> {
    rest: &'a str,
    approximate: bool,
    sign: Option<f64>,
    divided: bool,
}

/// Splits off the signs in front of a value: `~`, `>=`, `-`, `÷`, `x10`.
fn signs(text: &str) -> Signs<'_> {
    const SIGNS: &[char] = &['~', '≈', '<', '>', '≤', '≥'];
    let unsaid = about_word(text).map_or(text, |word| &text[word.len()..]).trim_start();
    let compared = unsaid.trim_start_matches(SIGNS);
    let compared = if compared.len() < unsaid.len() { compared.trim_start_matches('=') } else { compared };
    let mut rest = compared.trim_start();
    let approximate = rest.len() < text.len();
    let sign = match rest.chars().next() {
        Some('-' | '−') => Some(-1.0),
        Some('+') => Some(1.0),
        _ => None,
    };
    if sign.is_some() {
        rest = rest.trim_start_matches(['-', '−', '+']);
    }
    let divided = rest.strip_prefix('÷');
    Signs { rest: divided.unwrap_or(rest), approximate, sign, divided: divided.is_some() }
}

/// Splits off a currency in front of a number: `$`, `USD `.
fn leading_currency(text: &str) -> Option<(String, &str)> {
    if let Some(symbol) = text.chars().next().filter(|c| CURRENCIES.contains(*c)) {
        return Some((symbol.to_string(), text[symbol.len_utf8()..].trim_start()));
    }
    let (code, rest) = text.split_at_checked(3)?;
    let unit = unit::currency_of_code(code)?;
    let rest = rest.trim_start();
    rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−')).then_some((unit, rest))
}

fn read_one(text: &str, own: &str) -> Result<Amount, AmountError> {
    if let Some(amount) = special::read(text, own) {
        return Ok(amount);
    }
    let Signs { mut rest, approximate, mut sign, divided } = signs(text);
    let currency = leading_currency(rest);
    if let Some((_, after)) = &currency {
        rest = after;
        // `$-5`
        if let Some(after) = rest.strip_prefix(['-', '−']) {
            (sign, rest) = (Some(-1.0), after);
        }
    }
    let whole = rest;
    let no_number = || AmountError::NoNumber(text.to_owned());
    let (mut number, mut rest) = leading_number(rest).ok_or_else(no_number)?;
    let upper = range_end(rest).filter(|(upper, _)| *upper > number);
    if let Some((upper, after)) = upper {
        number = f64::midpoint(number, upper);
        rest = after;
    }
    let open = rest.starts_with('+');
    rest = rest.strip_prefix('+').unwrap_or(rest);
    let (scale, word) = scaled(rest, currency.is_some());
    let unknown = || AmountError::NoUnit {
        number: whole[..whole.len() - rest.len()].to_owned(),
        rest: word.trim().to_owned(),
    };
    let spaced = rest.starts_with(char::is_whitespace) || scale > 1.0;
    let noun = || unit::noun(word, number).filter(|noun| spaced && (own.is_empty() || noun == own));
    let unit = match (&currency, unit::unit(word)) {
        (Some((symbol, _)), _) if word.is_empty() => symbol.clone(),
        (Some((symbol, _)), Some(per)) if per.starts_with('/') => format!("{symbol}{per}"),
        (None, Some(unit)) if unit.is_empty() => own.to_owned(),
        (None, Some(unit)) => unit,
        (None, None) if !own.is_empty() && word.trim().eq_ignore_ascii_case(own) => own.to_owned(),
        (None, None) => noun().ok_or_else(unknown)?,
        _ => return Err(unknown()),
    };
    let bare = word.is_empty() && currency.is_none();
    let number = number * scale * sign.unwrap_or(1.0);
    let factor = unit == "x" || divided;
    if divided && !(bare || unit == "x") {
        return Err(unknown());
    }
    let number = if divided { 1.0 / number } else { number };
    if !number.is_finite() {
        return Err(AmountError::NotFinite(text.to_owned()));
    }
    Ok(Amount {
        text: text.to_owned(),
        number,
        relative: factor || (sign.is_some() && unit == "%" && !bare),
        unit: if factor { "x".into() } else { unit },
        approximate: approximate || upper.is_some() || open,
    })
}

/// Parses two values of one kind, `10k-12k` or `8% – 12%`, as their midpoint.
fn range_of(text: &str, own: &str) -> Option<Amount> {
    let (at, dash) = text.char_indices().skip(1).find(|(_, c)| matches!(c, '-' | '–'))?;
    let low = read_one(text[..at].trim(), own).ok()?;
    let high = read_one(text[at + dash.len_utf8()..].trim(), own).ok()?;
    if low.relative || high.relative || high.approximate {
        return None;
    }
    // `2026-03` is no range.
    let low = low.in_unit(&high.unit).filter(|low| *low < high.number)?;
    Some(Amount { text: text.to_owned(), number: f64::midpoint(low, high.number), approximate: true, ..high })
}

/// Splits the upper end off the rest of a range: 12 and `%` for `-12%` or ` - 12 %`.
fn range_end(rest: &str) -> Option<(f64, &str)> {
    let after = rest.trim_start().strip_prefix(['-', '–'])?;
    leading_number(after.trim_start())
}

/// Splits a text into its multiplier (`k`, `M`, `million`, `bn`, with `currency` also `m`, `B` and `G`; else 1) and its
/// unit.
fn scaled(rest: &str, currency: bool) -> (f64, &str) {
    let word = rest.trim_start();
    let letters = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    let in_words = match word[..letters].to_ascii_lowercase().as_str() {
        "thousand" => Some(1e3),
        "million" | "millions" | "mn" | "mio" => Some(1e6),
        "billion" | "billions" | "bn" => Some(1e9),
        "trillion" => Some(1e12),
        _ => None,
    };
    if let Some(scale) = in_words {
        return (scale, word[letters..].trim_start_matches('+').trim());
    }
    let multiplier = |c: char| match c {
        'k' | 'K' => Some(1e3),
        'M' => Some(1e6),
        'm' if currency => Some(1e6),
        'B' | 'b' | 'G' if currency => Some(1e9),
        _ => None,
    };
    let mut chars = word.chars();
    if let Some(scale) = chars.next().and_then(multiplier) {
        let after = chars.as_str();
        let money = after.starts_with(|c| CURRENCIES.contains(c));
        let ends = after.is_empty() || money || after.starts_with([' ', '/', '+']);
        // `12 k€` is an amount of money, but `12 k` is not known.
        let joined = rest.len() == word.len() || money || unit::currency_of_code(after.trim()).is_some();
        if ends && joined {
            return (scale, after.trim_start_matches('+').trim());
        }
    }
    (1.0, word.trim_end())
}
