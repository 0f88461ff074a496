//! Computes and words the change between two amounts.
//!
//! The rules, each with a row in the table of tests:
//!
//! - A change is a percentage of the value before; from twice the value on it is a factor. Both have two
//!   significant digits; a change that was typed has the digits that were typed.
//! - Two percentages near 100 % are compared by the missing part: 99 % → 99.99 % is a hundredth of the
//!   failures.
//! - From zero, or across zero, there is no percentage and no factor: the text names both values.
//! - A decrease of less than 100 % is never rounded to 100 %: −99.997 % is shown as −99.99 %.

use super::amount::Amount;
use super::direction::BetterWhen;
use super::unit;

/// A change, as numbers and as text.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The short wording: `−50 %`, `15×`, `a hundredth of the failures`.
    pub text: String,
    /// The change in percent, −50.0 for a halving; `None` from zero or across zero.
    pub percent: Option<f64>,
    /// The value after divided by the value before, 0.5 for a halving; `None` if a factor is meaningless,
    /// such as for a negative value before.
    pub factor: Option<f64>,
    /// The value after minus the value before, with the unit: `−400 ms`; empty for a relative value.
    pub difference: String,
    /// `Less` for a decrease, `Greater` for an increase.
    pub direction: std::cmp::Ordering,
}

/// The percentage from which on two percentages are compared by the parts that are missing to 100 %.
const NEAR_ONE: f64 = 99.0;

impl Change {
    /// Returns the change from one value to another; `None` if their units are of different kinds.
    pub fn between(from: &Amount, to: &Amount) -> Option<Self> {
        if to.relative {
            return Self::of_relative(to);
        }
        // Nines are compared as percentages.
        let (before, after, scale) = if from.unit == "nines" || to.unit == "nines" {
            (from.in_unit("%")?, to.in_unit("%")?, "%")
        } else {
            (from.number, to.in_unit(&from.unit)?, from.unit.as_str())
        };
        let about = if from.approximate || to.approximate { "≈ " } else { "" };
        let direction = after.partial_cmp(&before)?;
        let difference = difference(after - before, scale);
        let named = |text: String| Self {
            text,
            percent: None,
            factor: None,
            difference: difference.clone(),
            direction,
        };
        if direction.is_eq() {
            return Some(Self { percent: Some(0.0), factor: Some(1.0), ..named("unchanged".into()) });
        }
        if before == 0.0 || !(after / before).is_finite() {
            return Some(named(format!("from {} to {}", from.shown(), to.shown())));
        }
        if before * after < 0.0 {
            return Some(named(format!("from {} to {} ({difference})", from.shown(), to.shown())));
        }
        let percent = (after - before) / before.abs() * 100.0;
        let factor = (before > 0.0).then_some(after / before);
        let text = failures(before, after, scale)
            .or_else(|| is_share(before, scale).then(|| difference.clone()))
            .or_else(|| factor.filter(|factor| *factor >= 2.0).map(short_times))
            .unwrap_or_else(|| signed_percent(percent, &short_percent(percent.abs())));
        Some(Self {
            percent: Some(round(percent)),
            factor: factor.map(significant),
            ..named(format!("{about}{text}"))
        })
    }

    /// Returns the change that a relative value denotes; `None` for an absolute value.
    pub fn of_relative(value: &Amount) -> Option<Self> {
        if !value.relative {
            return None;
        }
        let is_factor = value.unit == "x";
        let factor = if is_factor { value.number } else { 1.0 + value.number / 100.0 };
        let percent = if is_factor { (value.number - 1.0) * 100.0 } else { value.number };
        let text = match is_factor {
            true if value.number < 1.0 && value.number > 0.0 => format!("÷{}", trimmed(1.0 / value.number)),
            true => times(value.number),
            false => signed_percent(percent, &trimmed(one_decimal(percent.abs()))),
        };
        let about = match super::amount::about_word(&value.text) {
            Some(word) => format!("{word} "),
            None if value.approximate => "≈ ".to_owned(),
            None => String::new(),
        };
        Some(Self {
            text: format!("{about}{text}"),
            percent: Some(round(percent)),
            factor: (factor >= 0.0).then_some(significant(factor)),
            difference: String::new(),
            direction: percent.partial_cmp(&0.0)?,
        })
    }

    /// Renders the change in at most `columns` columns: the text with its arrow, else the difference with its
    /// arrow, at last with `pt` for `points`, else the arrow alone. An unchanged value has no arrow.
    pub fn within(&self, columns: usize) -> String {
        let arrow = if self.direction.is_eq() { "" } else { self.arrow() };
        let short = self.difference.split_once(" point").map(|(number, _)| format!("{number} pt"));
        let texts = [self.text.as_str(), self.difference.as_str(), short.as_deref().unwrap_or_default(), ""];
        let whole = |text: &str| {
            if text.is_empty() { arrow.to_owned() } else { format!("{text} {arrow}").trim_end().to_owned() }
        };
        texts.into_iter().map(whole).find(|text| crate::text::width(text) <= columns).unwrap_or_default()
    }

    /// Returns `▼`, `▲` or `=`.
    pub fn arrow(&self) -> &'static str {
        match self.direction {
            std::cmp::Ordering::Less => "▼",
            std::cmp::Ordering::Greater => "▲",
            std::cmp::Ordering::Equal => "=",
        }
    }

    /// Returns `true` for a change in the better direction; `None` if there is no change or no direction.
    pub fn is_better(&self, better: Option<BetterWhen>) -> Option<bool> {
        match (better?, self.direction) {
            (_, std::cmp::Ordering::Equal) => None,
            (BetterWhen::Lower, direction) => Some(direction.is_lt()),
            (BetterWhen::Higher, direction) => Some(direction.is_gt()),
        }
    }

    /// Returns the text with its arrow and judgement: `−50 % ▼ better`.
    pub fn judged(&self, better: Option<BetterWhen>) -> String {
        let worth = match self.is_better(better) {
            Some(true) => " better",
            Some(false) => " worse",
            None => "",
        };
        if self.direction.is_eq() {
            self.text.clone()
        } else {
            format!("{} {}{worth}", self.text, self.arrow())
        }
    }

    /// Returns the full wording: `−400 ms, −50 %, half`.
    pub fn in_full(&self, unit: &str) -> String {
        let mut parts = Vec::new();
        let said = self.text.contains(&format!("({})", self.difference));
        let said = said || self.text.ends_with(&self.difference);
        if !self.difference.is_empty() && !said && !self.direction.is_eq() {
            parts.push(self.difference.clone());
        }
        parts.push(self.text.clone());
        // The text of a share is its difference.
        let percent =
            self.percent.filter(|_| !self.difference.is_empty() && self.text.ends_with(&self.difference));
        parts.extend(percent.map(|percent| signed_percent(percent, &short_percent(percent.abs()))));
        if let Some(factor) =
            self.factor.filter(|_| !self.text.contains('×') && !self.text.contains("failures"))
        {
            parts.extend(factor_words(factor, unit));
        }
        parts.join(", ")
    }
}

/// The percentage from which on a percentage is a share, whose change is in points: `+37 %` beside `59 % → 81 %` would
/// mislead. The change of a smaller one, such as a rate of errors, says more in percent.
const SHARE: f64 = 10.0;

fn is_share(before: f64, unit: &str) -> bool {
    unit == "%" && before.abs() >= SHARE
}

/// Words the change of two percentages near 100 by the missing part; `None` for other values.
fn failures(before: f64, after: f64, unit: &str) -> Option<String> {
    let shares = unit == "%"
        && before.max(after) >= NEAR_ONE
        && before.min(after) >= 90.0
        && before.max(after) <= 100.0;
    if !shares {
        return None;
    }
    let (missed, misses) = (100.0 - before, 100.0 - after);
    if misses < 1e-9 {
        return Some("no failures left".into());
    }
    if missed < 1e-9 {
        return Some("failures where there were none".into());
    }
    let ratio = missed / misses;
    Some(if ratio > 1.0 {
        named_part(ratio).map_or_else(
            || format!("−{}\u{a0}% failures", short_percent(100.0 - 100.0 / ratio)),
            |part| format!("{part} of the failures"),
        )
    } else {
        format!("{} times the failures", trimmed(1.0 / ratio))
    })
}

fn named_part(ratio: f64) -> Option<&'static str> {
    const NAMED_FRACTIONS: [(f64, &str); 8] = [
        (2.0, "half"),
        (3.0, "a third"),
        (4.0, "a quarter"),
        (5.0, "a fifth"),
        (10.0, "a tenth"),
        (100.0, "a hundredth"),
        (1000.0, "a thousandth"),
        (10_000.0, "a ten-thousandth"),
    ];
    NAMED_FRACTIONS.iter().find(|(of, _)| (ratio / of - 1.0).abs() < 0.02).map(|(_, name)| *name)
}

/// Words a factor: `half`, `a quarter`, `twice`, `3 times`; for a unit of time `twice as fast`. `None` if the
/// percentage is clearer.
fn factor_words(factor: f64, unit: &str) -> Option<String> {
    if factor <= 0.0 {
        return None;
    }
    if unit::is_time(unit) && factor <= 0.5 + 1e-9 {
        let times = 1.0 / factor;
        return Some(if (times - 2.0).abs() < 0.02 {
            "twice as fast".into()
        } else {
            format!("{} times as fast", trimmed_long(times))
        });
    }
    if factor <= 0.5 + 1e-9 {
        return named_part(1.0 / factor).map(str::to_owned);
    }
    (factor >= 2.0 - 1e-9).then(|| {
        if (factor - 2.0).abs() < 0.02 { "twice".into() } else { format!("{} times", trimmed(factor)) }
    })
}

fn times(factor: f64) -> String {
    format!("{}×", if factor >= 100.0 { grouped(factor) } else { trimmed(factor) })
}

/// Formats a difference: `−400 ms`, `−$12`; of percentages `+2 points`.
fn difference(by: f64, unit: &str) -> String {
    let sign = if by < 0.0 { "−" } else { "+" };
    let size = trimmed_long(by.abs());
    match unit {
        "%" => format!("{sign}{size} {}", if size == "1" { "point" } else { "points" }),
        "" => format!("{sign}{size}"),
        unit if unit.starts_with(|c| unit::CURRENCIES.contains(c)) => format!("{sign}{unit}{size}"),
        unit => format!("{sign}{size}\u{a0}{unit}"),
    }
}

/// Words a computed factor with two significant digits: `2.6×`, `17×`.
fn short_times(factor: f64) -> String {
    format!("{}×", if factor < 9.95 { trimmed((factor * 10.0).round() / 10.0) } else { grouped(factor) })
}

/// Formats `−50 %` or `+12.5 %`, with a true minus sign and a no-break space; `size` is the formatted number.
fn signed_percent(percent: f64, size: &str) -> String {
    let sign = if percent < 0.0 { "−" } else { "+" };
    // A small change must not be rounded to 0.
    if percent != 0.0 && percent.abs() < 0.01 {
        return format!("{sign}<0.01\u{a0}%");
    }
    format!("{sign}{size}\u{a0}%")
}

/// Formats a computed percentage with two significant digits, but less than 100 never as 100.
fn short_percent(size: f64) -> String {
    let whole = size.round();
    trimmed(match size {
        ..1.0 => size,
        ..9.95 => (size * 10.0).round() / 10.0,
        _ if size < 100.0 && whole >= 100.0 => one_decimal(size),
        _ => whole,
    })
}

/// Rounds a typed percentage of at least 10 to one decimal, but less than 100 never to 100.
fn one_decimal(size: f64) -> f64 {
    let rounded = (size * 10.0).round() / 10.0;
    if size < 100.0 && rounded >= 100.0 {
        round(size)
    } else if size >= 10.0 {
        rounded
    } else {
        size
    }
}

/// Rounds to two decimals, but never up to 100: −99.997 becomes −99.99.
fn round(number: f64) -> f64 {
    let rounded = (number * 100.0).round() / 100.0;
    if rounded.abs() >= 100.0 && number.abs() < 100.0 { 99.99_f64.copysign(number) } else { rounded }
}

/// Rounds to six significant digits, without the noise of a division.
fn significant(number: f64) -> f64 {
    if number == 0.0 {
        return 0.0;
    }
    let scale = 10_f64.powf(5.0 - number.abs().log10().floor());
    (number * scale).round() / scale
}

/// Formats a large number without decimals, with commas between thousands.
fn grouped(number: f64) -> String {
    let whole = format!("{number:.0}");
    whole.parse().map(crate::text::grouped).unwrap_or(whole)
}

/// Formats a number with at most two decimals and without trailing zeros.
fn trimmed(number: f64) -> String {
    let text = format!("{:.2}", round(number));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Formats a non-negative number: with commas from 1,000 on, with more decimals below 0.01.
fn trimmed_long(number: f64) -> String {
    if number >= 1000.0 {
        return grouped(number);
    }
    if number > 0.0 && number < 1e-6 {
        return format!("{:e}", significant(number));
    }
    if number > 0.0 && number < 0.01 {
        let text = format!("{:.6}", significant(number));
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let text = format!("{number:.2}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn change(from: &str, to: &str) -> Change {
        Change::between(&Amount::parse(from).unwrap(), &Amount::parse(to).unwrap()).unwrap()
    }

    /// The columns: from, to, the short wording, the full wording, percent, factor.
    #[rstest]
    #[case("800ms", "400ms", "−50\u{a0}%", "−400\u{a0}ms, −50\u{a0}%, twice as fast", Some(-50.0), Some(0.5))]
    #[case("1.2s", "600ms", "−50\u{a0}%", "−0.6\u{a0}s, −50\u{a0}%, twice as fast", Some(-50.0), Some(0.5))]
    #[case("12min", "3min", "−75\u{a0}%", "−9\u{a0}min, −75\u{a0}%, 4 times as fast", Some(-75.0), Some(0.25))]
    #[case("$12k", "$8k", "−33\u{a0}%", "−$4,000, −33\u{a0}%", Some(-33.33), Some(0.666_667))]
    #[case("12 pages", "1 pages", "−92\u{a0}%", "−11\u{a0}pages, −92\u{a0}%", Some(-91.67), Some(0.083_333_3))]
    #[case("8", "9", "+13\u{a0}%", "+1, +13\u{a0}%", Some(12.5), Some(1.125))]
    #[case("200 rps", "600 rps", "3×", "+400\u{a0}rps, 3×", Some(200.0), Some(3.0))]
    #[case("100 rps", "1500 rps", "15×", "+1,400\u{a0}rps, 15×", Some(1400.0), Some(15.0))]
    #[case("4%", "2%", "−50\u{a0}%", "−2 points, −50\u{a0}%, half", Some(-50.0), Some(0.5))]
    #[case("60%", "80%", "+20 points", "+20 points, +33\u{a0}%", Some(33.33), Some(1.333_33))]
    #[case(
        "99%",
        "99.99%",
        "a hundredth of the failures",
        "+0.99 points, a hundredth of the failures",
        Some(1.0),
        Some(1.01)
    )]
    #[case(
        "2 nines",
        "4 nines",
        "a hundredth of the failures",
        "+0.99 points, a hundredth of the failures",
        Some(1.0),
        Some(1.01)
    )]
    #[case("99.9%", "99.5%", "5 times the failures", "−0.4 points, 5 times the failures", Some(-0.4), Some(0.995_996))]
    #[case("99%", "100%", "no failures left", "+1 point, no failures left", Some(1.01), Some(1.0101))]
    #[case("100%", "99%", "failures where there were none", "−1 point, failures where there were none", Some(-1.0), Some(0.99))]
    #[case("3%", "3%", "unchanged", "unchanged", Some(0.0), Some(1.0))]
    #[case("24h", "3s", "−99.99\u{a0}%", "−24\u{a0}h, −99.99\u{a0}%, 28,800 times as fast", Some(-99.99), Some(0.000_034_722_2))]
    #[case("5 errors", "0 errors", "−100\u{a0}%", "−5\u{a0}errors, −100\u{a0}%", Some(-100.0), Some(0.0))]
    #[case("0", "5", "from 0 to 5", "+5, from 0 to 5", None, None)]
    #[case("0", "0", "unchanged", "unchanged", Some(0.0), Some(1.0))]
    #[case("0.0000000000000000001", "0.0000000000000000002", "2×", "+1e-19, 2×", Some(100.0), Some(2.0))]
    #[case("31 tickets", "80 tickets", "2.6×", "+49\u{a0}tickets, 2.6×", Some(158.06), Some(2.580_65))]
    #[case("700", "748", "+6.9\u{a0}%", "+48, +6.9\u{a0}%", Some(6.86), Some(1.068_57))]
    #[case("1000", "3", "−99.7\u{a0}%", "−997, −99.7\u{a0}%", Some(-99.7), Some(0.003))]
    #[case("-5", "3", "from -5 to 3 (+8)", "from -5 to 3 (+8)", None, None)]
    #[case("-10", "-5", "+50\u{a0}%", "+5, +50\u{a0}%", Some(50.0), None)]
    #[case("~800ms", "400ms", "≈ −50\u{a0}%", "−400\u{a0}ms, ≈ −50\u{a0}%, twice as fast", Some(-50.0), Some(0.5))]
    #[case("100000", "100001", "+<0.01\u{a0}%", "+1, +<0.01\u{a0}%", Some(0.0), Some(1.000_01))]
    fn a_change_has_a_short_and_a_full_wording(
        #[case] from: &str,
        #[case] to: &str,
        #[case] text: &str,
        #[case] full: &str,
        #[case] percent: Option<f64>,
        #[case] factor: Option<f64>,
    ) {
        let change = change(from, to);
        let unit = Amount::parse(from).unwrap().unit;
        assert_eq!((change.text.as_str(), change.in_full(&unit).as_str()), (text, full));
        assert_eq!((change.percent, change.factor), (percent, factor));
    }

    #[rstest]
    #[case("-90%", "−90\u{a0}%", Some(-90.0), Some(0.1))]
    #[case("+12.5%", "+12.5\u{a0}%", Some(12.5), Some(1.125))]
    #[case("15x", "15×", Some(1400.0), Some(15.0))]
    #[case("÷10", "÷10", Some(-90.0), Some(0.1))]
    #[case("up to 15x", "up to 15×", Some(1400.0), Some(15.0))]
    #[case("~-9%", "≈ −9\u{a0}%", Some(-9.0), Some(0.91))]
    #[case("-120%", "−120\u{a0}%", Some(-120.0), None)]
    fn a_relative_value_is_its_own_change(
        #[case] value: &str,
        #[case] text: &str,
        #[case] percent: Option<f64>,
        #[case] factor: Option<f64>,
    ) {
        let change = Change::of_relative(&Amount::parse(value).unwrap()).unwrap();
        assert_eq!((change.text.as_str(), change.percent, change.factor), (text, percent, factor));
    }

    #[test]
    fn an_absolute_value_or_another_kind_of_unit_has_no_change() {
        let amount = |text: &str| Amount::parse(text).unwrap();
        assert_eq!(Change::of_relative(&amount("400ms")), None);
        assert_eq!(Change::between(&amount("800ms"), &amount("4MB")), None);
    }

    #[test]
    fn within_shortens_a_change_to_fit_the_columns() {
        let change = change("99%", "99.99%");
        assert_eq!(change.within(40), "a hundredth of the failures ▲");
        assert_eq!(change.within(15), "+0.99 points ▲");
        assert_eq!(change.within(11), "+0.99 pt ▲");
        assert_eq!(change.within(4), "▲");
    }

    #[test]
    fn a_change_is_judged_only_if_the_better_direction_is_known() {
        let change = change("800ms", "400ms");
        assert_eq!(change.judged(Some(BetterWhen::Lower)), "−50\u{a0}% ▼ better");
        assert_eq!(change.judged(Some(BetterWhen::Higher)), "−50\u{a0}% ▼ worse");
        assert_eq!(change.judged(None), "−50\u{a0}% ▼");
    }
}
