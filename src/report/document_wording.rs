//! Words figures, values and changes for documents, whose readers do not know the names and the forms of the journal.

use std::borrow::Cow;

use super::entry::FigureEntry;
use super::same_unit::same_unit;
use super::wording::{month_of, outcome, partial};
use crate::domain::{Amount, Change, DateRange, Figure, FollowUpView, MetricView, PartialDate};
use crate::text::{spaced, with_capital};

/// Returns a figure, such as `latency 800 ms → 400 ms (−50 %)`: its name in words, and its values as [`amount`] writes them.
pub fn figure_of(figure: &Figure) -> String {
    let (name, values, change) = parts_of(figure);
    match change {
        Some(change) => format!("{name} {values} ({change})"),
        None => format!("{name} {values}"),
    }
}

/// Returns a figure in two parts: `800 ms → 400 ms` and `latency, −50 %`.
pub fn figure_entry(figure: &Figure) -> FigureEntry {
    let (name, values, change) = parts_of(figure);
    let about = change.map_or_else(|| name.clone(), |change| format!("{name}, {change}"));
    FigureEntry { values, about }
}

/// Returns `true` if a title names the values of a figure.
pub fn is_named(figure: &Figure, title: &str) -> bool {
    let is_in_title = |value: &Amount| {
        let value = amount(value);
        number_in(&value).is_some_and(|number| names_number(title, number))
    };
    is_in_title(&figure.to) && figure.from.as_ref().is_none_or(is_in_title)
}

/// Returns the name of a figure in words, its values or its relative change, and the change between two values.
fn parts_of(figure: &Figure) -> (String, String, Option<String>) {
    let name = name_of(&figure.name);
    let change = figure.change();
    let (values, change) = match (&figure.from, change) {
        (None, Some(change)) => (change_of(&change), None),
        (None, None) => (amount_of(&name, &figure.to), None),
        (Some(from), change) => {
            let (from, to) = pair(&name, from, &figure.to);
            let change = change.filter(|change| change.percent.is_some());
            (format!("{from} → {to}"), change.map(|change| change_of(&change)))
        }
    };
    (name, values, change)
}

/// Returns a change for a document, with a narrow space before `%`.
pub fn change_of(change: &Change) -> String {
    change.text.replace("\u{a0}%", "\u{202f}%")
}

/// Returns the name of a metric in words, for a table: `manual-steps` is `Manual steps`.
pub fn metric_name(name: &str) -> String {
    with_capital(&name_of(name))
}

/// Abbreviations in the names of metrics, which are stored in small letters.
const ABBREVIATIONS: [&str; 16] = [
    "api", "ci", "cpu", "css", "gpu", "html", "http", "io", "mttr", "nps", "ram", "rtt", "sla", "slo", "sql",
    "ui",
];

/// Returns the name of a metric in words: `manual steps` for `manual-steps`, `CPU time` for `cpu-time`.
pub fn name_of(name: &str) -> String {
    let word = |word: &str| {
        if ABBREVIATIONS.contains(&word) { word.to_uppercase() } else { word.to_owned() }
    };
    spaced(name).split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Returns a value for a document: thousands grouped, and a narrow no-break space before a short unit, such as
/// `1,240 ms` for `1240ms`. A text that is no number with a unit stays as it was typed.
pub fn amount(amount: &Amount) -> String {
    if let Some(change) = Change::of_relative(amount) {
        return change_of(&change);
    }
    let shown = amount.shown();
    if let Some(duration) = duration(&shown) {
        return duration;
    }
    let end = shown.find(|c: char| c.is_alphabetic() || c == '%').unwrap_or(shown.len());
    let (number, unit) = shown.split_at(end);
    let number = number.replace('~', "≈ ");
    let (number, is_apart) = (number.trim_end(), number.ends_with(' '));
    let start = number.find(|c: char| c.is_ascii_digit()).unwrap_or(number.len());
    let (sign, digits) = number.split_at(start);
    let sign = sign.replace('-', "−");
    let unit = &per_period(unit);
    let is_whole = digits.len() > 3 && digits.chars().all(|c| c.is_ascii_digit());
    let digits = match digits.parse::<usize>() {
        Ok(whole) if is_whole => crate::text::grouped(whole),
        _ => digits.to_owned(),
    };
    // The letter of a magnitude belongs to the number: `12k`, `$1.2M`.
    let is_magnitude = matches!(unit.as_ref(), "k" | "K" | "M" | "G" | "B" | "bn") || digits.is_empty();
    match unit.as_ref() {
        "" => format!("{sign}{digits}"),
        _ if is_magnitude && !is_apart => format!("{sign}{digits}{unit}"),
        _ if is_apart && unit.chars().count() > 3 => format!("{sign}{digits} {unit}"),
        _ => format!("{sign}{digits}\u{202f}{unit}"),
    }
}

/// Returns a duration of several units with its parts apart, such as `2 h 30 min` for `2h30m`; `None` for another text.
fn duration(text: &str) -> Option<String> {
    let mut out: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').filter(|at| *at > 0)?;
        let (number, after) = rest.split_at(digits);
        let end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let unit = match after[..end].trim() {
            "m" | "min" => "min",
            unit @ ("w" | "d" | "h" | "s" | "ms") => unit,
            _ => return None,
        };
        out.push(format!("{number}\u{202f}{unit}"));
        rest = &after[end..];
    }
    (out.len() > 1).then(|| out.join(" "))
}

/// Returns a unit of words with its period in words: `stops a month` for `stops/month`.
fn per_period(unit: &str) -> Cow<'_, str> {
    const PERIODS: [&str; 6] = ["hour", "day", "week", "month", "quarter", "year"];
    match unit.split_once('/') {
        Some((noun, period)) if noun.chars().count() > 1 && PERIODS.contains(&period) => {
            Cow::Owned(format!("{noun} {} {period}", if period == "hour" { "an" } else { "a" }))
        }
        _ => Cow::Borrowed(unit),
    }
}

/// Returns a value like [`amount`] beside the name of its metric, which the unit does not repeat: `4 a month` for the
/// metric `pages` with `4 pages a month`.
pub fn amount_of(name: &str, value: &Amount) -> String {
    match split_unit(value) {
        Some((number, unit)) if unit.starts_with(name) => {
            let rest = &unit[name.len()..];
            if rest.is_empty() || rest.starts_with(' ') { format!("{number}{rest}") } else { amount(value) }
        }
        _ => amount(value),
    }
}

/// Returns the values of a goal: from where, now, and what is wanted. A unit of words that all of them have is said once:
/// `0`, `8 gateways`, `9`.
pub fn amounts(all: [&Amount; 3]) -> [String; 3] {
    let split = all.map(split_unit);
    let unit = |at: usize| split[at].as_ref().map(|(_, unit)| unit);
    let is_same = unit(0).is_some() && unit(0) == unit(1) && unit(1) == unit(2);
    std::array::from_fn(|at| match &split[at] {
        Some((number, _)) if is_same && at != 1 => number.clone(),
        _ => amount(all[at]),
    })
}

/// Returns a value before and a value after beside the name of their metric, with a unit of words said once: `1 million`
/// and `17 million documents`.
pub fn pair(name: &str, from: &Amount, to: &Amount) -> (String, String) {
    let (from, to) = same_unit(from, to);
    let (from, to) = (&*from, &*to);
    let before = match (split_unit(from), split_unit(to)) {
        (Some((number, unit)), Some((_, other))) if unit == other => number,
        _ => amount_of(name, from),
    };
    (before, amount_of(name, to))
}

/// Splits a value with a unit of words, such as `17 million documents`, before the unit. `None` for a unit of a few
/// letters, such as `ms`.
fn split_unit(value: &Amount) -> Option<(String, String)> {
    let shown = amount(value);
    let start = shown.find(|c: char| c.is_alphabetic())?;
    let (number, words) = shown.split_at(start);
    let (number, unit) = match words.split_once(' ') {
        Some((scale @ ("thousand" | "million" | "billion"), unit)) => (format!("{number}{scale}"), unit),
        _ => (number.trim_end().to_owned(), words),
    };
    (unit.chars().count() > 3).then(|| (number, unit.to_owned()))
}

/// Returns the outcome for a document: the name of the metric in words, and the value as [`amount`]
/// writes it.
pub fn outcome_of(follow_up: &FollowUpView) -> String {
    let logged = follow_up.logged.as_ref().and_then(|(name, value)| {
        let name = name_of(name);
        let written = Amount::parse(value).map_or_else(|| value.clone(), |value| amount_of(&name, &value));
        // A value that the outcome names is not repeated.
        let is_said = number_in(&written).is_some_and(|number| names_number(&follow_up.outcome, number));
        (!is_said).then_some((name, written))
    });
    if follow_up.nothing {
        return outcome(follow_up);
    }
    let mut out = follow_up.outcome.clone();
    if let Some((name, value)) = logged {
        // The value belongs to the last sentence.
        let end = if out.ends_with('.') { "." } else { "" };
        out.truncate(out.len() - end.len());
        out.push_str(&format!(" ({name} {value}){end}"));
    }
    if !follow_up.evidence.is_empty() {
        out.push_str(&format!(", see {}", follow_up.evidence));
    }
    out
}

/// Returns the first number in a text, with its separators.
fn number_in(text: &str) -> Option<&str> {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut parts = text.split(|c: char| !is_number(c)).map(|part| part.trim_matches(['.', ',']));
    parts.find(|part| !part.is_empty())
}

/// Returns `true` if a text has a number, and not only as a part of a longer one.
fn names_number(text: &str, number: &str) -> bool {
    let mut rest = text;
    while let Some(found) = number_in(rest) {
        if found == number {
            return true;
        }
        let at = rest.find(found).unwrap_or(rest.len());
        rest = &rest[at + found.len()..];
    }
    false
}

/// Returns the first and the last value with the change and the months: `800 ms → 380 ms (−53 %), March to May 2026`.
pub fn series_of(metric: &MetricView) -> String {
    let (Some(first), Some(last)) = (metric.values.first(), metric.values.last()) else {
        return String::new();
    };
    if first.id == last.id && last.amount.relative {
        return values_of(metric);
    }
    if first.id == last.id {
        return format!("{} ({})", values_of(metric), partial(last.date));
    }
    format!("{}, {}", values_of(metric), months(first.date, last.date))
}

/// Returns the first and the last value with the change: `800 ms → 380 ms (−53 %)`.
pub fn values_of(metric: &MetricView) -> String {
    let words = name_of(&metric.name);
    let (Some(first), Some(last)) = (metric.values.first(), metric.values.last()) else {
        return words;
    };
    if first.id == last.id {
        return amount_of(&words, &last.amount);
    }
    let (from, to) = same_unit(&first.amount, &last.amount);
    let change = metric.change().filter(|change| change.percent.is_some());
    let change = change.map(|change| format!(" ({})", change_of(&change))).unwrap_or_default();
    format!("{} → {}{change}", amount_of(&words, &from), amount_of(&words, &to))
}

/// Returns the month of a date, or those of a span: `March 2012 to March 2016`. A span of a few days has the month in which
/// it begins.
pub fn months_of(when: DateRange) -> String {
    const FEW: i64 = 10;
    let start = DateRange { end: None, ..when };
    match when.end {
        Some(end) if (when.last_day() - when.start.first_day()).num_days() > FEW => months(when.start, end),
        _ => month_of(start),
    }
}

/// Returns the months between two dates: `March to May 2026`, `March 2026`.
pub fn months(first: PartialDate, last: PartialDate) -> String {
    let month = |date: PartialDate| month_of(DateRange { start: date, end: None });
    let (first, last) = (month(first), month(last));
    match (first.rsplit_once(' '), last.rsplit_once(' ')) {
        _ if first == last => last,
        (Some((month, year)), Some((_, of))) if year == of => format!("{month} to {last}"),
        _ => format!("{first} to {last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_writes_values_and_names_as_a_reader_expects() {
        let written = |text: &str| amount(&Amount::parse(text).unwrap());
        assert_eq!(written("1240ms"), "1,240\u{202f}ms");
        assert_eq!(written("7.8%"), "7.8\u{202f}%");
        assert_eq!(written("3 h"), "3\u{202f}h");
        assert_eq!(written("$182000"), "$182,000");
        assert_eq!(written("$12k"), "$12k");
        assert_eq!(written("€1.8M"), "€1.8M");
        assert_eq!(written("13 pages a month"), "13 pages a month");
        assert_eq!(written("1,140 users"), "1,140 users");
        assert_eq!(written("12"), "12");
        assert_eq!(written("~-9%"), "≈ −9\u{202f}%");
        assert_eq!(written("15x"), "15×");
        assert_eq!(metric_name("gate-p99_wait"), "Gate p99 wait");
        assert_eq!(metric_name("rtt"), "RTT");
        let of = |name: &str, text: &str| amount_of(name, &Amount::parse(text).unwrap());
        assert_eq!(of("pages", "13 pages a month"), "13 a month");
        assert_eq!(of("users", "1440 users"), "1,440");
        assert_eq!(of("page", "13 pages"), "13 pages");
        assert_eq!(of("ms", "13ms"), "13\u{202f}ms");
        let [from, now, to] =
            ["0 gateways", "8 gateways", "9 gateways"].map(|text| Amount::parse(text).unwrap());
        assert_eq!(amounts([&from, &now, &to]), ["0", "8 gateways", "9"]);
        assert_eq!(metric_name(""), "");
    }

    #[test]
    fn a_title_names_a_figure_if_it_has_both_values() {
        let figure = Figure {
            name: "wait".into(),
            from: Amount::parse("8 min"),
            to: Amount::parse("4 min").unwrap(),
            ..Figure::default()
        };
        assert!(is_named(&figure, "Cut the wait from 8 to 4 minutes"));
        assert!(!is_named(&figure, "Cut the wait to 4 minutes") && !is_named(&figure, "From 80 to 40"));
    }

    #[test]
    fn a_span_has_its_months() {
        let span = |start: &str, end: &str| {
            let date = |text: &str| PartialDate::from_iso(text).unwrap();
            DateRange { start: date(start), end: Some(date(end)) }
        };
        assert_eq!(months_of(span("2012-03", "2016-03")), "March 2012 to March 2016");
        assert_eq!(months_of(span("2022-05-29", "2022-06-04")), "May 2022");
        assert_eq!(months_of(span("2007", "2014")), "2007 to 2014");
    }
}
