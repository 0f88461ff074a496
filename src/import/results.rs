//! Recognises figures in prose: a verb of change, a thing, `by`, and a percentage or a factor; a value before and a
//! value after; an increase of a factor; savings of an amount.
//!
//! `reduced deployment times by 90%` is the figure `deployment-times` with the relative value `-90%`, and
//! `cut the search time from 900 ms to 220 ms` is `search-time` with both values.

mod pairs;

use crate::domain::amount::about_word;
use crate::domain::{Amount, Figure};
use crate::text::slug;

/// Verbs of decrease.
const LESS: &[&str] = &[
    "reduce",
    "reduced",
    "reduces",
    "reducing",
    "decrease",
    "decreased",
    "decreases",
    "decreasing",
    "cut",
    "cuts",
    "cutting",
    "lower",
    "lowered",
    "lowers",
    "lowering",
    "shrank",
    "shrunk",
    "dropped",
    "slashed",
    "trimmed",
];

/// Verbs of increase.
const MORE: &[&str] = &[
    "increase",
    "increased",
    "increases",
    "increasing",
    "improve",
    "improved",
    "improves",
    "improving",
    "raise",
    "raised",
    "raises",
    "raising",
    "grew",
    "grow",
    "boosted",
    "boost",
    "expanded",
];

/// The maximum length of the name of a figure, in words.
const LONGEST: usize = 5;

/// Returns the figures of a text: those with a value before and after first; only the first of each name.
pub fn figures(text: &str) -> Vec<Figure> {
    if !text.contains(|c: char| c.is_ascii_digit()) && !text.contains("half") && !text.contains("factor of") {
        return Vec::new();
    }
    let mut out: Vec<Figure> = Vec::new();
    for line in text.lines() {
        for figure in pairs::figures(line) {
            if out.iter().all(|known| known.name != figure.name) {
                out.push(figure);
            }
        }
    }
    for sentence in text.split_inclusive(['.', ';', '\n', '!', '?']) {
        // This also splits at a decimal point: a value with a fraction is not recognised.
        let mut verb: Option<bool> = None;
        let mut rest = sentence;
        while let Some(at) = next_by(rest) {
            let (before, after) = (&rest[..at], &rest[at + 4..]);
            let (said, thing) = what_changed(before);
            verb = said.or(verb);
            let found = value(after, verb).filter(|_| verb.is_some());
            if let Some((amount, taken)) = found
                && let Some(name) = name_of(&thing)
            {
                if !out.iter().any(|figure| {
                    figure.name == name || figure.from.is_some() && figure.name.ends_with(&name)
                }) {
                    out.push(Figure { name, to: amount, ..Figure::default() });
                }
                rest = &after[taken..];
            } else {
                rest = after;
            }
        }
    }
    out
}

fn next_by(text: &str) -> Option<usize> {
    text.find(" by ")
}

/// Returns `Some(true)` if the last verb is a decrease and `Some(false)` if it is an increase, and the words
/// after it, or after a later comma or `and`.
fn what_changed(text: &str) -> (Option<bool>, String) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let verb = words.iter().rposition(|word| {
        let word = bare(word);
        LESS.contains(&word.as_str()) || MORE.contains(&word.as_str())
    });
    let less = verb.map(|at| LESS.contains(&bare(words[at]).as_str()));
    let after = &words[verb.map_or(0, |at| at + 1)..];
    let joins = |word: &&str| word.ends_with(',') || bare(word) == "and";
    let start = after.iter().rposition(joins).map_or(0, |at| at + 1);
    (less, after[start..].join(" "))
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Parses the value behind `by`, with the sign of the verb; returns it and its length in bytes.
fn value(text: &str, less: Option<bool>) -> Option<(Amount, usize)> {
    let lead = text.len() - text.trim_start().len();
    let body = &text[lead..];
    let about = about_word(body);
    let skipped = about.map_or(0, |word| word.len() + 1);
    if let Some((amount, words)) = in_words(&body[skipped..], less) {
        return Some((amount, lead + skipped + words));
    }
    let word = body[skipped..].split_whitespace().next()?;
    let word = word.trim_end_matches([',', '.', ';', ')', '!']);
    let taken = lead + skipped + word.len();
    let (tilde, number) = word.strip_prefix(['~', '≈']).map_or(("", word), |number| ("~", number));
    let factor = number.ends_with(['x', 'X', '×']);
    if !(factor || number.ends_with('%')) {
        return None;
    }
    let sign = match less {
        _ if factor || number.starts_with(['-', '+', '−']) => "",
        Some(true) => "-",
        _ => "+",
    };
    let mark = about.map_or_else(|| tilde.to_owned(), |word| format!("{word} "));
    let mut amount = Amount::parse(&format!("{mark}{sign}{number}"))?;
    // A thing that was cut by a factor of two is half of its former value.
    if factor && less == Some(true) && amount.number > 1.0 {
        amount = Amount::parse(&format!("{mark}÷{}", number.trim_end_matches(['x', 'X', '×'])))?;
    }
    amount.relative.then_some((amount, taken))
}

/// Parses `half`, `a factor of ten` or `a factor of 10`; returns the value and its length in bytes.
fn in_words(text: &str, less: Option<bool>) -> Option<(Amount, usize)> {
    let lower = text.to_lowercase();
    if lower.starts_with("half") {
        let amount = Amount::parse(if less == Some(true) { "-50%" } else { "+50%" })?;
        return Some((amount, "half".len()));
    }
    let start = ["a factor of ", "factor of "].into_iter().find(|start| lower.starts_with(start))?;
    let word = lower[start.len()..].split_whitespace().next()?;
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let numbers = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let number = numbers.iter().position(|name| *name == word).map(|at| (at + 2).to_string());
    let number = number.or_else(|| word.parse::<f64>().is_ok().then(|| word.to_owned()))?;
    let amount =
        Amount::parse(&if less == Some(true) { format!("÷{number}") } else { format!("{number}x") })?;
    Some((amount, start.len() + word.len()))
}

pub(super) fn name_of(thing: &str) -> Option<String> {
    let mut words: Vec<&str> = thing.split_whitespace().collect();
    while words.first().is_some_and(|word| {
        matches!(bare(word).as_str(), "the" | "our" | "its" | "their" | "a" | "an" | "both" | "overall")
    }) {
        words.remove(0);
    }
    if words.is_empty() || words.len() > LONGEST {
        return None;
    }
    let name = slug(&words.join(" "));
    name.starts_with(char::is_alphabetic).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        figures(text).iter().map(|figure| format!("{} {}", figure.name, figure.to.text)).collect()
    }

    #[test]
    fn a_decrease_or_increase_is_a_relative_value() {
        assert_eq!(
            found("The new system reduced release times by 80%, with fewer steps."),
            ["release-times -80%"]
        );
        assert_eq!(
            found("This cut start-up by ~9% and worker memory by ~7%, and nobody was paged."),
            ["start-up ~-9%", "worker-memory ~-7%"]
        );
        assert_eq!(found("Raised throughput by up to 15x for seven feeds."), ["throughput up to 15x"]);
        assert_eq!(
            found("Increased coverage by about 30%, decreased debug time by 50%."),
            ["coverage about +30%", "debug-time -50%"]
        );
        assert_eq!(
            found("Lowered RAM usage by 60%, processing time by 20%."),
            ["ram-usage -60%", "processing-time -20%"]
        );
        assert_eq!(found("Reduced queue length by 4x."), ["queue-length ÷4"]);
    }

    #[test]
    fn a_sentence_without_a_change_has_no_figure() {
        for text in [
            "Written by 3 people.",
            "Reduced risk by using locks.",
            "Increased coverage for 4 full data sets.",
            "It was done by 40% of us",
            "",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
