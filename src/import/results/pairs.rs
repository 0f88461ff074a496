//! Recognises figures with a value before and a value after, and changes and savings that a noun states.

use super::{LESS, MORE, name_of};
use crate::domain::number::{NumberFormat, localized};
use crate::domain::{Amount, Figure};
use crate::import::lines::{head_of, tail_of};
use crate::text::fold;

/// The units that a number may have as a word of its own.
const UNITS: &[&str] = &[
    "ms", "s", "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "h", "hour", "hours",
    "day", "days", "week", "weeks", "month", "months", "year", "years", "%", "kb", "mb", "gb", "tb", "kib",
    "mib", "gib", "million", "percent", "usd", "eur", "stunden", "minuten", "sekunden", "tage", "horas",
    "minutos", "segundos",
];

/// Words between a thing and `from`, which are no part of its name.
const BETWEEN: &[&str] = &[
    "went", "go", "goes", "gone", "fell", "down", "up", "dropped", "rose", "grew", "is", "was", "are",
    "were", "soared", "climbed", "declined", "shrank", "moved", "improved", "changed", "sank", "jumped",
    "came", "bajo", "bajaron", "paso", "pasó", "bajó", "gesenkt", "sank", "fiel",
];

/// The largest number of figures of one form in a line.
const MOST: usize = 20;

/// Returns the figures of a line.
pub(super) fn figures(line: &str) -> Vec<Figure> {
    let mut out = Vec::new();
    for mark in [" from ", " von ", " de ", " del "] {
        let to: &[&str] = match mark {
            " from " => &[" to ", " down to ", " up to "],
            " von " => &[" auf "],
            _ => &[" a ", " al "],
        };
        // German and Spanish separate thousands by a point.
        let format = if mark == " from " { NumberFormat::Point } else { NumberFormat::Comma };
        for (at, _) in line.match_indices(mark).take(MOST) {
            let behind = localized(head_of(&line[at + mark.len()..], 160), format);
            out.extend(from_to(&line[..at], &behind, to));
        }
    }
    for mark in ["→", "->", "=>"] {
        for (at, _) in line.match_indices(mark).take(MOST) {
            out.extend(arrow(&line[..at], &line[at + mark.len()..]));
        }
    }
    out.extend(noun(line));
    out
}

/// Parses the amount that begins a text; returns it and its length in bytes.
fn amount(text: &str) -> Option<(Amount, usize)> {
    let trimmed = text.trim_start();
    let lead = text.len() - trimmed.len();
    let skipped =
        ["about ", "around ", "over ", "under ", "nearly ", "almost ", "some ", "ca. ", "unos ", "etwa "]
            .iter()
            .find(|word| trimmed.to_lowercase().starts_with(**word))
            .map_or(0, |word| word.len());
    let body = &trimmed[skipped..];
    let mut words = head_of(body, 60).split(' ');
    let first = words.next()?;
    let clean =
        |word: &str| word.trim_matches(|c: char| ",;:()[]!?\"".contains(c)).trim_end_matches('.').to_owned();
    if !first.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let second = words.next().map(clean).filter(|word| UNITS.contains(&word.to_lowercase().as_str()));
    // A closing sign behind the number ends the amount.
    let is_ended = first.ends_with([',', ';', ')', ':']);
    if let Some(second) = second.filter(|_| !is_ended) {
        let parsed = Amount::parse(&format!("{} {second}", clean(first)));
        if let Some(amount) = parsed {
            return Some((amount, lead + skipped + first.len() + 1 + second.len()));
        }
    }
    // `two 9's (99%)`
    Amount::parse(&clean(first)).map(|amount| (amount, lead + skipped + first.len()))
}

fn from_to(before: &str, behind: &str, marks: &[&str]) -> Option<Figure> {
    let (mut from, taken) = amount(behind)?;
    let rest = head_of(&behind[taken..], 80);
    // A few words may stand between the two: `from 40 a day to 2`.
    let (at, mark) = marks.iter().filter_map(|mark| rest.find(mark).map(|at| (at, *mark))).min()?;
    if rest[..at].split_whitespace().count() > 4 || rest[..at].contains(['.', ';']) {
        return None;
    }
    let after = &rest[at + mark.len()..];
    let after = ["just ", "only ", "under ", "about "]
        .iter()
        .find_map(|word| after.strip_prefix(word))
        .unwrap_or(after);
    let (to, _) = amount(after)?;
    share_unit(&mut from, &to);
    let name = name_before(before)?;
    pair(name, from, to)
}

/// Gives the value before the unit of the value after, if it has none.
fn share_unit(from: &mut Amount, to: &Amount) {
    if from.unit.is_empty() && !to.unit.is_empty() {
        from.unit.clone_from(&to.unit);
    }
}

fn arrow(before: &str, behind: &str) -> Option<Figure> {
    let (to, _) = amount(behind)?;
    let words: Vec<&str> = tail_of(before, 120).trim_end().split(' ').collect();
    // The number before the arrow has one word or two.
    let (start, mut from) = [2, 1].into_iter().find_map(|count| {
        let start = words.len().checked_sub(count)?;
        let text = words[start..].join(" ");
        let (amount, taken) = amount(&text)?;
        (taken >= text.trim_end().len()).then_some((start, amount))
    })?;
    share_unit(&mut from, &to);
    let name = name_before(&words[..start].join(" "))?;
    pair(name, from, to)
}

fn pair(name: String, from: Amount, to: Amount) -> Option<Figure> {
    // Years are no values.
    let is_year = |amount: &Amount| {
        amount.unit.is_empty() && (1950.0..2100.0).contains(&amount.number) && amount.text.len() == 4
    };
    if from.relative || to.relative || is_year(&from) && is_year(&to) {
        return None;
    }
    Some(Figure { name, from: Some(from), to, ..Figure::default() })
}

/// Returns the name of the thing in front of a change: the words behind its verb, or else the last words.
fn name_before(before: &str) -> Option<String> {
    let clause = tail_of(before, 120)
        .rsplit([',', ';', '.', ':', '(', '–', '—', '"', '“', '”'])
        .find(|clause| !clause.trim().is_empty())?;
    let mut words: Vec<&str> = clause.split_whitespace().collect();
    let bare = |word: &str| fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    while words.last().is_some_and(|word| BETWEEN.contains(&bare(word).as_str())) {
        words.pop();
    }
    let verb = words.iter().rposition(|word| {
        let word = bare(word);
        LESS.contains(&word.as_str())
            || MORE.contains(&word.as_str())
            || matches!(word.as_str(), "brought" | "bringing" | "took" | "taking" | "got")
    });
    let thing = &words[verb.map_or(0, |at| at + 1)..];
    let thing =
        if thing.first().is_some_and(|word| matches!(*word, "down" | "up")) { &thing[1..] } else { thing };
    let thing = if thing.len() > 4 { &thing[thing.len() - 3..] } else { thing };
    name_of(&thing.join(" ")).filter(|name| name.len() <= 40)
}

/// Recognises `50% reduction in calls`, `a 30x increase in speed` and `savings of $57,567`.
fn noun(line: &str) -> Vec<Figure> {
    let mut out = Vec::new();
    let nouns = ["reduction", "decrease", "drop", "increase", "improvement", "growth", "gain", "saving"];
    if !nouns.iter().any(|noun| line.contains(noun)) {
        return out;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let folded = fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
        let sign = match folded.as_str() {
            "reduction" | "decrease" | "drop" => "-",
            "increase" | "improvement" | "growth" | "gain" => "+",
            "savings" | "saving" if words.get(at + 1) == Some(&"of") => {
                let text = words[at + 2..].iter().take(3).copied().collect::<Vec<_>>().join(" ");
                if let (Some((amount, _)), Some(name)) = (amount(&text), name_of(&savings_name(&words, at))) {
                    out.push(Figure { name, to: amount, ..Figure::default() });
                }
                continue;
            }
            _ => continue,
        };
        let is_in = matches!(words.get(at + 1), Some(&"in" | &"of"));
        let Some(value) = at.checked_sub(1).and_then(|before| words.get(before)).filter(|_| is_in) else {
            continue;
        };
        let value = value.trim_start_matches(['~', '(']);
        let is_factor = value.ends_with(['x', '×']) && value.starts_with(|c: char| c.is_ascii_digit());
        let text = if is_factor {
            value.to_owned()
        } else {
            format!("{sign}{}", value.trim_start_matches(['+', '-']))
        };
        let thing: Vec<&str> = words[at + 2..].iter().take(3).copied().collect();
        let end = thing.iter().position(|word| {
            word.ends_with([',', '.', ';', ')'])
                || matches!(*word, "in" | "and" | "by" | "for" | "through" | "with")
        });
        let thing = match end {
            Some(end) if thing[end].ends_with([',', '.', ';', ')']) => &thing[..=end],
            Some(end) => &thing[..end],
            None => &thing[..],
        };
        if let (Some(to), Some(name)) =
            (Amount::parse(&text).filter(|to| to.relative), name_of(&thing.join(" ")))
        {
            out.push(Figure { name, to, ..Figure::default() });
        }
    }
    out
}

/// Returns the name of savings: with the word in front of it, such as `annual savings`.
fn savings_name(words: &[&str], at: usize) -> String {
    let before = at
        .checked_sub(1)
        .map(|at| words[at])
        .filter(|word| matches!(fold(word).as_str(), "annual" | "yearly" | "monthly" | "cost"));
    format!("{} savings", before.unwrap_or_default()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::figures;

    #[test]
    fn values_before_and_after_are_read() {
        for (text, expected) in [
            ("Cut the median search time from 900 ms to 220 ms", "median-search-time 900 ms → 220 ms"),
            ("Cut the p99 of the balance endpoint from 820 ms to 190 ms", "balance-endpoint 820 ms → 190 ms"),
            ("Brought down the audit task from 51 to 9 within 48 hours", "audit-task 51 → 9"),
            ("our success rate soared from 99% to 99.99%", "success-rate 99% → 99.99%"),
            ("Rewrote the rule engine, p95 38 ms → 3 ms", "p95 38 ms → 3 ms"),
            ("build is 14 min -> 6 min", "build 14 min → 6 min"),
            ("lost events went from about 40 a day to 2", "lost-events 40 → 2"),
            ("Ladezeit von 3.800 ms auf 1.200 ms gesenkt", "ladezeit 3800 ms → 1200 ms"),
            ("achieving annual savings of $57,567", "annual-savings $57,567"),
            ("a 30x increase in performance in critical areas", "performance 30x"),
            ("50% reduction in data duplication", "data-duplication -50%"),
            ("Reduced errors by a factor of ten", "errors ÷10"),
            ("slashed the time to delivery by half", "time-to-delivery -50%"),
        ] {
            let found: Vec<String> = figures(text).iter().map(crate::domain::Figure::in_sentence).collect();
            assert_eq!(found.first().map(String::as_str), Some(expected), "{text}: {found:?}");
        }
    }

    #[test]
    fn years_and_plain_numbers_are_no_values() {
        for text in [
            "Moved from 2023 to 2024",
            "Upgraded from 0.75.2 to 0.79.4",
            "Went from intern to junior",
            "Joined 3 teams",
        ] {
            assert_eq!(figures(text), [], "{text}");
        }
    }
}
