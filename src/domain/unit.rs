//! Units: their spellings and conversions.

use crate::text::is_function_word;

/// The currency signs.
pub(super) const CURRENCIES: &str = "$€£¥₹₩₽₺₴₪฿";

/// The units that can be converted within their kind: the kind, the canonical spelling, and the factor to the
/// base unit of the kind.
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

/// The codes of currencies, with the sign or the code that is their unit.
const CODES: &[(&str, &str)] = &[
    ("USD", "$"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("JPY", "¥"),
    ("INR", "₹"),
    ("KRW", "₩"),
    ("CHF", "CHF"),
    ("AUD", "AUD"),
    ("CAD", "CAD"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("PLN", "PLN"),
    ("CZK", "CZK"),
    ("BRL", "BRL"),
    ("MXN", "MXN"),
    ("CNY", "CNY"),
    ("SGD", "SGD"),
    ("NZD", "NZD"),
    ("ZAR", "ZAR"),
];

/// Returns the unit of a currency code in capitals; `None` for another text.
pub(super) fn currency_of_code(code: &str) -> Option<String> {
    CODES.iter().find(|(each, _)| *each == code).map(|(_, unit)| (*unit).to_owned())
}

/// Words for numbers, which are no units.
const NUMBERS: [&str; 10] =
    ["mrd", "tsd", "lakh", "lakhs", "crore", "crores", "bln", "mil", "hundred", "dozen"];

/// Returns the unit that any other noun is, such as `participants`, or `deployments/day` for `deployments a day`. `None`
/// for a text that is no noun of at most two words.
pub(super) fn noun(text: &str, number: f64) -> Option<String> {
    let (noun, per) = match per_unit(text) {
        Some((noun, per)) => (noun, Some(unit(per).filter(|per| !per.is_empty())?)),
        None => (text.trim(), None),
    };
    let word = |word: &str| {
        word.chars().count() > 1
            && word.chars().all(|c| c.is_alphabetic() || c == '-')
            && word.starts_with(char::is_alphabetic)
            && !is_function_word(&word.to_lowercase())
    };
    if noun.split_whitespace().any(|word| NUMBERS.contains(&word.to_lowercase().as_str())) {
        return None;
    }
    let known = unit(noun).filter(|unit| !unit.is_empty());
    let words = noun.split_whitespace().count();
    if known.is_none() && !((1..=2).contains(&words) && noun.split_whitespace().all(word)) {
        return None;
    }
    let noun = known.unwrap_or_else(|| {
        // The number before a unit is usually not 1.
        let single = (number - 1.0).abs() < f64::EPSILON && !noun.ends_with('s');
        format!("{noun}{}", if single { "s" } else { "" })
    });
    Some(match per {
        Some(per) => format!("{noun}/{}", one(&per)),
        None => noun,
    })
}

/// Splits `deployments a day` or `pages per month` into the noun and the unit of time.
fn per_unit(text: &str) -> Option<(&str, &str)> {
    let marks = [" a ", " an ", " per ", " each ", " every "];
    marks.iter().find_map(|mark| text.split_once(mark)).map(|(noun, per)| (noun.trim(), per.trim()))
}

/// Alternative spellings of units, in lower case, with the canonical spelling.
const SPELLINGS: &[(&str, &str)] = &[
    ("us", "µs"),
    ("μs", "µs"),
    ("usec", "µs"),
    ("microsecond", "µs"),
    ("microseconds", "µs"),
    ("nanosecond", "ns"),
    ("nanoseconds", "ns"),
    ("msec", "ms"),
    ("msecs", "ms"),
    ("millis", "ms"),
    ("millisecond", "ms"),
    ("milliseconds", "ms"),
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
    ("percentage point", "pp"),
    ("percentage points", "pp"),
    ("percent points", "pp"),
    ("°c", "°C"),
    ("°f", "°F"),
    ("celsius", "°C"),
    ("bytes", "B"),
    ("byte", "B"),
    ("nine", "nines"),
    ("nines", "nines"),
];

/// The nouns that are units of a count.
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
];

/// Returns the canonical spelling of a unit; empty for an empty word, `None` for an unknown word.
pub fn unit(word: &str) -> Option<String> {
    let word = word.trim();
    if word.is_empty() {
        return Some(String::new());
    }
    if let Some((of, per)) = word.split_once('/') {
        let per = unit(per).filter(|per| !per.is_empty())?;
        return Some(format!("{}/{}", unit(of)?, one(&per)));
    }
    if matches!(word, "%" | "x" | "X") {
        return Some(word.to_lowercase());
    }
    if word.chars().count() == 1 && word.chars().all(|c| CURRENCIES.contains(c)) {
        return Some(word.to_owned());
    }
    if let Some(unit) = currency_of_code(word) {
        return Some(unit);
    }
    if let Some((of, per)) = per_unit(word) {
        let per = unit(per).filter(|per| !per.is_empty())?;
        return Some(format!("{}/{}", unit(of)?, one(&per)));
    }
    // Bits are not bytes.
    if matches!(word, "Kb" | "Mb" | "Gb" | "Tb") {
        return None;
    }
    let lower = word.to_lowercase();
    let same = |candidate: &str| candidate.to_lowercase() == lower;
    if let Some((_, kept)) = SPELLINGS.iter().find(|(spelling, _)| *spelling == lower) {
        return Some((*kept).to_owned());
    }
    if let Some((_, kept, _)) = SCALES.iter().find(|(_, kept, _)| same(kept)) {
        return Some((*kept).to_owned());
    }
    // The singular of a counted noun: `1 user`.
    let many = format!("{lower}s");
    if COUNTED.contains(&many.as_str()) {
        return Some(many);
    }
    COUNTED.contains(&lower.as_str()).then_some(lower)
}

/// Returns the singular of a unit of time, for use after a slash: `pages/month`.
fn one(unit: &str) -> &str {
    match unit {
        "days" | "weeks" | "months" | "years" => &unit[..unit.len() - 1],
        other => other,
    }
}

/// Converts a number to another unit of its kind: 1.2 s is 1,200 ms, two nines are 99 %. `None` across kinds.
/// Each counted noun converts to and from a bare number.
pub fn convert(number: f64, from: &str, to: &str) -> Option<f64> {
    if from == to || (is_count(from) && to.is_empty()) || (from.is_empty() && is_count(to)) {
        return Some(number);
    }
    match (from, to) {
        ("nines", "%") => return Some(100.0 - 100.0 * 10_f64.powf(-number)),
        ("%", "nines") if number < 100.0 => return Some(-((100.0 - number) / 100.0).log10()),
        _ => {}
    }
    let (kind, factor) = scale_of(from)?;
    let (other, divisor) = scale_of(to)?;
    (kind == other).then_some(number * factor / divisor)
}

/// Returns the kind of quantity of a unit, in words for a message.
pub fn kind_of(unit: &str) -> &'static str {
    match unit {
        "" => "a bare number",
        "%" | "nines" | "pp" => "a share",
        "x" => "a factor",
        unit if unit.contains(|c| CURRENCIES.contains(c)) || currency_of_code(unit).is_some() => {
            "an amount of money"
        }
        unit if is_count(unit) => "a count",
        unit => scale_of(unit).map_or("of another kind", |(kind, _)| match kind {
            "time" => "a time",
            _ => "a size",
        }),
    }
}

/// Returns `true` for a unit of time.
pub fn is_time(unit: &str) -> bool {
    scale_of(unit).is_some_and(|(kind, _)| kind == "time")
}

/// Returns `true` for a noun: every unit of letters that is not a unit of measurement.
fn is_count(unit: &str) -> bool {
    const OTHERS: [&str; 3] = ["x", "pp", "nines"];
    COUNTED.contains(&unit)
        || (unit.chars().count() > 1
            && unit.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | ' '))
            && !OTHERS.contains(&unit)
            && scale_of(unit).is_none()
            && currency_of_code(unit).is_none())
}

fn scale_of(unit: &str) -> Option<(&'static str, f64)> {
    SCALES.iter().find(|(_, name, _)| *name == unit).map(|(kind, _, factor)| (*kind, *factor))
}
