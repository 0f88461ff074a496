//! Amounts: numbers with units, parsed from text such as `800ms` or `$12k`.

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
    "over",
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

fn read_one(text: &str, own: &str) -> Result<Amount, AmountError> {
    const SIGNS: &[char] = &['~', '≈', '<', '>', '≤', '≥'];
    let unsaid = about_word(text).map_or(text, |word| &text[word.len()..]);
    let mut rest = unsaid.trim_start().trim_start_matches(SIGNS).trim_start();
    let about = rest.len() < text.len();
    let sign = match rest.chars().next() {
        Some('-' | '−') => Some(-1.0),
        Some('+') => Some(1.0),
        _ => None,
    };
    if sign.is_some() {
        rest = rest.trim_start_matches(['-', '−', '+']);
    }
    let divided = rest.strip_prefix('÷');
    rest = divided.unwrap_or(rest);
    let currency = rest.chars().next().filter(|c| CURRENCIES.contains(*c));
    if let Some(symbol) = currency {
        rest = &rest[symbol.len_utf8()..];
    }
    let whole = rest;
    let no_number = || AmountError::NoNumber(text.to_owned());
    let (mut number, mut rest) = leading_number(rest).ok_or_else(no_number)?;
    let upper = range_end(rest);
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
    let unit = match (currency, unit::unit(word)) {
        (Some(symbol), _) if word.is_empty() => symbol.to_string(),
        (Some(symbol), Some(per)) if per.starts_with('/') => format!("{symbol}{per}"),
        (None, Some(unit)) if unit.is_empty() => own.to_owned(),
        (None, Some(unit)) => unit,
        (None, None) if !own.is_empty() && word.trim().eq_ignore_ascii_case(own) => own.to_owned(),
        _ => return Err(unknown()),
    };
    let bare = word.is_empty() && currency.is_none();
    let number = number * scale * sign.unwrap_or(1.0);
    let factor = unit == "x" || divided.is_some();
    if divided.is_some() && !(bare || unit == "x") {
        return Err(unknown());
    }
    let number = if divided.is_some() { 1.0 / number } else { number };
    if !number.is_finite() {
        return Err(AmountError::NotFinite(text.to_owned()));
    }
    Ok(Amount {
        text: text.to_owned(),
        number,
        relative: factor || (sign.is_some() && unit == "%" && !bare),
        unit: if factor { "x".into() } else { unit },
        approximate: about || upper.is_some() || open,
    })
}

/// Parses two values of one kind, `10k-12k` or `8% – 12%`, as their midpoint.
fn range_of(text: &str, own: &str) -> Option<Amount> {
    let (at, dash) = text.char_indices().skip(1).find(|(_, c)| matches!(c, '-' | '–'))?;
    let low = read_one(text[..at].trim(), own).ok()?;
    let high = read_one(text[at + dash.len_utf8()..].trim(), own).ok()?;
    if low.relative || high.relative {
        return None;
    }
    let low = low.in_unit(&high.unit)?;
    Some(Amount { text: text.to_owned(), number: f64::midpoint(low, high.number), approximate: true, ..high })
}

/// Splits off the number at the start, which may have `,` or `_` between thousands.
fn leading_number(text: &str) -> Option<(f64, &str)> {
    let mut end = 0;
    let mut point = false;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(end) {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        match byte {
            b'0'..=b'9' => {}
            b'.' if !point && digit(end + 1) => point = true,
            b',' | b'_' if !point && end > 0 && (1..=3).all(|step| digit(end + step)) && !digit(end + 4) => {}
            _ => break,
        }
        end += 1;
    }
    let (digits, rest) = text.split_at(end);
    let plain: String = digits.chars().filter(|c| !matches!(c, ',' | '_')).collect();
    Some((plain.parse().ok()?, rest))
}

/// Splits the upper end off the rest of a range: 12 and `%` for `-12%`.
fn range_end(rest: &str) -> Option<(f64, &str)> {
    let after = rest.strip_prefix(['-', '–'])?;
    leading_number(after)
}

/// Splits a text into its multiplier (`k`, `M`, with `currency` also `m`, `B` and `G`; else 1) and its unit.
fn scaled(rest: &str, currency: bool) -> (f64, &str) {
    let word = rest.trim_start();
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
        let ends = after.is_empty() || after.starts_with([' ', '/', '+']);
        if ends && rest.len() == word.len() {
            return (scale, after.trim_start_matches('+').trim());
        }
    }
    (1.0, word.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("800ms", 800.0, "ms", false)]
    #[case("1.2s", 1.2, "s", false)]
    #[case("$12k", 12_000.0, "$", false)]
    #[case("€3.4M", 3_400_000.0, "€", false)]
    #[case("$2/day", 2.0, "$/day", false)]
    #[case("99.9%", 99.9, "%", false)]
    #[case("-90%", -90.0, "%", true)]
    #[case("−90 %", -90.0, "%", true)]
    #[case("+12.5%", 12.5, "%", true)]
    #[case("15x", 15.0, "x", true)]
    #[case("÷10", 0.1, "x", true)]
    #[case("3 days", 3.0, "days", false)]
    #[case("1,200 users", 1200.0, "users", false)]
    #[case("40+ s", 40.0, "s", false)]
    #[case("30+ min", 30.0, "min", false)]
    #[case("2 nines", 2.0, "nines", false)]
    #[case("1.5 GiB", 1.5, "GiB", false)]
    #[case("~9%", 9.0, "%", false)]
    #[case("8-12%", 10.0, "%", false)]
    #[case("12k", 12_000.0, "", false)]
    #[case("200 req/s", 200.0, "req/s", false)]
    #[case("42", 42.0, "", false)]
    #[case("5€", 5.0, "€", false)]
    #[case("10k-12k", 11_000.0, "", false)]
    #[case("8% – 12%", 10.0, "%", false)]
    #[case("<5ms", 5.0, "ms", false)]
    #[case("up to 15x", 15.0, "x", true)]
    #[case("1 user", 1.0, "users", false)]
    #[case("3 pages/month", 3.0, "pages/month", false)]
    fn values_parse_to_number_unit_and_relativity(
        #[case] text: &str,
        #[case] number: f64,
        #[case] unit: &str,
        #[case] relative: bool,
    ) {
        let amount = Amount::parse(text).unwrap();
        assert!((amount.number - number).abs() < 1e-9, "{amount:?}");
        assert_eq!((amount.unit.as_str(), amount.relative, amount.text.as_str()), (unit, relative, text));
    }

    #[test]
    fn texts_that_are_not_values_do_not_parse() {
        for text in
            ["", "fast", ":io", "//x.example", "3apples", "1,20", "ms", "-", "÷0", "$", "10:30", "1..2"]
        {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
    }

    #[test]
    fn errors_quote_the_part_of_a_value_that_was_understood() {
        let why = |text: &str, own: &str| Amount::read(text, own).unwrap_err().to_string();
        assert_eq!(why("fast", ""), "no number can be read from “fast”");
        assert_eq!(why("12 parsecs", ""), "unknown unit “parsecs” after 12");
        assert_eq!(why("÷0", ""), "“÷0” is not a finite number");
    }

    #[test]
    fn the_unit_of_a_series_is_accepted_even_if_unknown() {
        let read = |text: &str, own: &str| Amount::read(text, own).unwrap();
        assert_eq!(read("12 parsecs", "parsecs").unit, "parsecs");
        assert_eq!((read("380", "ms").unit, read("380", "ms").shown()), ("ms".into(), "380ms".into()));
        assert!(!read("-3", "%").relative);
        assert_eq!(read("12", "users").shown(), "12 users");
        assert_eq!(read("1.5k", "").shown(), "1.5k");
    }

    #[test]
    fn units_convert_within_their_kind_and_never_across() {
        let amount = |text: &str| Amount::parse(text).unwrap();
        let near = |number: Option<f64>, to: f64| number.is_some_and(|number| (number - to).abs() < 1e-6);
        assert!(near(amount("1.2s").in_unit("ms"), 1200.0));
        assert!(near(amount("2 nines").in_unit("%"), 99.0));
        assert!(near(amount("1.5 GiB").in_unit("MiB"), 1536.0));
        assert!(near(amount("12 users").in_unit(""), 12.0));
        assert_eq!(amount("800ms").in_unit("MB"), None);
        assert_eq!(amount("$12").in_unit("€"), None);
    }
}
