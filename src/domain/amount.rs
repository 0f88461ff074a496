//! Values as people write them, and the change between two of them.

/// A number with its unit, as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The words that were typed, kept as they are: `~9%`, `1,200 users`.
    pub text: String,
    /// The number in the unit: 12,000 for `12k`; of a range its middle.
    pub number: f64,
    /// The unit in one spelling (`ms`, `%`, `x`, `$`), empty where there is none.
    pub unit: String,
    /// Whether it only says how much it changed: `-90%`, `15x`, `÷10`.
    pub relative: bool,
}

impl Amount {
    /// Reads a value: `800ms`, `$12k`, `99.9%`, `-90%`, `15x`, `÷10`, `3 days`, `1,200 users`,
    /// `~9%`, `8-12%`. `None` when it cannot be read.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut rest = text.trim_start_matches(['~', '≈']).trim_start();
        let sign = match rest.chars().next()? {
            '-' | '−' => Some(-1.0),
            '+' => Some(1.0),
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
        let (mut number, mut rest) = leading_number(rest)?;
        if let Some((upper, after)) = range_end(rest) {
            number = f64::midpoint(number, upper);
            rest = after;
        }
        rest = rest.strip_prefix('+').unwrap_or(rest);
        let (scale, word) = scaled(rest, currency.is_some());
        let unit = match (currency, unit(word)) {
            (Some(symbol), _) if word.is_empty() => symbol.to_string(),
            (Some(symbol), Some(per)) if per.starts_with('/') => format!("{symbol}{per}"),
            (Some(_), _) => return None,
            (None, unit) => unit?,
        };
        let number = number * scale * sign.unwrap_or(1.0);
        let factor = unit == "x" || divided.is_some();
        if divided.is_some() && (number == 0.0 || !(unit.is_empty() || unit == "x")) {
            return None;
        }
        number.is_finite().then(|| Self {
            text: text.to_owned(),
            number: if divided.is_some() { 1.0 / number } else { number },
            relative: factor || (sign.is_some() && unit == "%"),
            unit: if factor { "x".into() } else { unit },
        })
    }

    /// Whether a single value may stand in a captured line for a metric that is not known yet:
    /// it has a unit, a sign with `%`, an `x`, or a currency.
    #[must_use]
    pub fn says_its_unit(&self) -> bool {
        !self.unit.is_empty()
    }

    /// The same value in another unit of its kind (1.2 s in ms is 1200); `None` across kinds.
    #[must_use]
    pub fn in_unit(&self, unit: &str) -> Option<f64> {
        if self.unit == unit {
            return Some(self.number);
        }
        let (kind, factor) = scale_of(&self.unit)?;
        let (other, divisor) = scale_of(unit)?;
        (kind == other).then_some(self.number * factor / divisor)
    }
}

const CURRENCIES: &str = "$€£¥₹₩₽₺₴₪฿";

/// Units that convert within their kind: the kind, the spelling, and how many of the base.
const SCALES: &[(&str, &str, f64)] = &[
    ("time", "ns", 1e-9),
    ("time", "µs", 1e-6),
    ("time", "ms", 1e-3),
    ("time", "s", 1.0),
    ("time", "min", 60.0),
    ("time", "h", 3600.0),
    ("time", "days", 86_400.0),
    ("time", "weeks", 604_800.0),
    ("size", "B", 1.0),
    ("size", "KB", 1e3),
    ("size", "MB", 1e6),
    ("size", "GB", 1e9),
    ("size", "TB", 1e12),
    ("size", "PB", 1e15),
    ("size", "KiB", 1024.0),
    ("size", "MiB", 1_048_576.0),
    ("size", "GiB", 1_073_741_824.0),
    ("size", "TiB", 1_099_511_627_776.0),
];

/// Other spellings of units, in lower case, and the one that is kept.
const SPELLINGS: &[(&str, &str)] = &[
    ("us", "µs"),
    ("μs", "µs"),
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("mins", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("hr", "h"),
    ("hrs", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("d", "days"),
    ("day", "days"),
    ("w", "weeks"),
    ("week", "weeks"),
    ("month", "months"),
    ("mo", "months"),
    ("year", "years"),
    ("yr", "years"),
    ("percent", "%"),
    ("×", "x"),
    ("times", "x"),
    ("pp", "pp"),
    ("bytes", "B"),
    ("byte", "B"),
    ("nine", "nines"),
    ("nines", "nines"),
];

/// Things that are counted, which a number may stand before without further ado.
const COUNTED: &[&str] = &[
    "months",
    "years",
    "users",
    "user",
    "people",
    "customers",
    "clients",
    "teams",
    "engineers",
    "requests",
    "req",
    "rps",
    "qps",
    "ops",
    "tps",
    "errors",
    "incidents",
    "pages",
    "alerts",
    "tickets",
    "bugs",
    "issues",
    "prs",
    "reviews",
    "commits",
    "deploys",
    "deployments",
    "builds",
    "releases",
    "tests",
    "lines",
    "loc",
    "files",
    "services",
    "endpoints",
    "hosts",
    "servers",
    "instances",
    "nodes",
    "calls",
    "queries",
    "rows",
    "events",
    "messages",
    "documents",
    "docs",
    "sessions",
    "talks",
    "points",
    "pts",
    "stars",
    "downloads",
    "signups",
    "views",
    "fps",
    "w",
    "kw",
    "kwh",
    "mhz",
    "ghz",
    "mbps",
    "gbps",
    "bps",
    "bp",
    "usd",
    "eur",
    "gbp",
];

/// The kept spelling of a unit; empty for none, `None` for a word that is no unit.
fn unit(word: &str) -> Option<String> {
    let word = word.trim();
    if word.is_empty() {
        return Some(String::new());
    }
    if let Some((of, per)) = word.split_once('/') {
        let per = unit(per).filter(|per| !per.is_empty())?;
        return Some(format!("{}/{per}", unit(of)?));
    }
    if matches!(word, "%" | "x" | "X") {
        return Some(word.to_lowercase());
    }
    if word.chars().count() == 1 && word.chars().all(|c| CURRENCIES.contains(c)) {
        return Some(word.to_owned());
    }
    let lower = word.to_lowercase();
    let same = |candidate: &str| candidate.to_lowercase() == lower;
    if let Some((_, kept)) = SPELLINGS.iter().find(|(spelling, _)| *spelling == lower) {
        return Some((*kept).to_owned());
    }
    if let Some((_, kept, _)) = SCALES.iter().find(|(_, kept, _)| same(kept)) {
        return Some((*kept).to_owned());
    }
    COUNTED.contains(&lower.as_str()).then_some(lower)
}

fn scale_of(unit: &str) -> Option<(&'static str, f64)> {
    SCALES.iter().find(|(_, name, _)| *name == unit).map(|(kind, _, factor)| (*kind, *factor))
}

/// A number at the start, with `,` or `_` between thousands, and what follows it.
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

/// The upper end of `8-12%`, and what follows it.
fn range_end(rest: &str) -> Option<(f64, &str)> {
    let after = rest.strip_prefix(['-', '–'])?;
    leading_number(after)
}

/// The `k`, `M` or `B` that multiplies, and the unit's word that is left.
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

/// What a change comes to, worded the same wherever it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// In words: `−50 %`, `15×`.
    pub text: String,
    /// In percent, −50.0 for a halving; `None` where a percentage says nothing.
    pub percent: Option<f64>,
}

impl Change {
    /// The change from one value to another; `None` where they are not of one kind.
    #[must_use]
    pub fn between(from: &Amount, to: &Amount) -> Option<Self> {
        let after = to.in_unit(&from.unit)?;
        let before = from.number;
        if before == 0.0 || before.signum() * after.signum() < 0.0 {
            return Some(Self { text: format!("{} → {}", from.text, to.text), percent: None });
        }
        let percent = (after - before) / before.abs() * 100.0;
        Some(Self { text: signed_percent(percent), percent: Some(round(percent)) })
    }

    /// The change that a relative value says by itself; `None` for a level.
    #[must_use]
    pub fn of_relative(value: &Amount) -> Option<Self> {
        if !value.relative {
            return None;
        }
        let percent = if value.unit == "x" { (value.number - 1.0) * 100.0 } else { value.number };
        let text =
            if value.unit == "x" { format!("{}×", trimmed(value.number)) } else { signed_percent(percent) };
        Some(Self { text, percent: Some(round(percent)) })
    }
}

/// `−50 %`, `+12.5 %`: with a real minus sign and a space that does not break.
fn signed_percent(percent: f64) -> String {
    let size = percent.abs();
    let one_decimal = (size * 10.0).round() / 10.0;
    let shown = if size < 100.0 && one_decimal >= 100.0 {
        round(size)
    } else if size >= 10.0 {
        one_decimal
    } else {
        size
    };
    let digits = trimmed(shown);
    let sign = if percent < 0.0 {
        "−"
    } else if percent > 0.0 {
        "+"
    } else {
        "±"
    };
    format!("{sign}{digits}\u{a0}%")
}

/// Two decimals; nearly all is not all, so that −99.997 % does not become −100 %.
fn round(number: f64) -> f64 {
    let rounded = (number * 100.0).round() / 100.0;
    if rounded.abs() >= 100.0 && number.abs() < 100.0 { 99.99_f64.copysign(number) } else { rounded }
}

/// A number with two decimals at most, and none that say nothing.
fn trimmed(number: f64) -> String {
    let text = format!("{:.2}", round(number));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
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
    #[case("$2/day", 2.0, "$/days", false)]
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
    fn values_as_people_write_them(
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
    fn what_is_no_value_is_not_read() {
        for text in
            ["", "fast", ":io", "//x.example", "3apples", "1,20", "ms", "-", "÷0", "$", "10:30", "1..2"]
        {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
    }

    #[rstest]
    #[case("800ms", "400ms", "−50\u{a0}%", Some(-50.0))]
    #[case("1.2s", "600ms", "−50\u{a0}%", Some(-50.0))]
    #[case("8", "9", "+12.5\u{a0}%", Some(12.5))]
    #[case("3%", "3%", "±0\u{a0}%", Some(0.0))]
    #[case("24h", "3s", "−99.99\u{a0}%", Some(-99.99))]
    #[case("0", "5", "0 → 5", None)]
    fn the_change_is_worked_out(
        #[case] from: &str,
        #[case] to: &str,
        #[case] text: &str,
        #[case] percent: Option<f64>,
    ) {
        let change = Change::between(&Amount::parse(from).unwrap(), &Amount::parse(to).unwrap()).unwrap();
        assert_eq!((change.text.as_str(), change.percent), (text, percent));
    }

    #[test]
    fn units_never_convert_across_their_kind() {
        let from = Amount::parse("800ms").unwrap();
        assert_eq!(Change::between(&from, &Amount::parse("4MB").unwrap()), None);
    }

    #[test]
    fn a_relative_value_says_its_own_change() {
        let change = |text: &str| Change::of_relative(&Amount::parse(text).unwrap());
        assert_eq!(change("-90%").unwrap().percent, Some(-90.0));
        assert_eq!(change("15x").unwrap().text, "15×");
        assert_eq!(change("400ms"), None);
    }
}
