//! Splits texts into words, and defines the word lists of the rules.

/// Beginnings of a title that do not name the action.
pub(super) const WEAK_STARTS: [&str; 23] = [
    "worked on",
    "working on",
    "helped",
    "was",
    "were",
    "responsible for",
    "involved in",
    "participated in",
    "took part in",
    "assisted",
    "tried to",
    "did",
    "i was",
    "we were",
    "there was",
    "there is",
    "some",
    "the",
    "a",
    "an",
    "this",
    "it",
    "in charge of",
];

/// Verbs of change, which need an amount.
pub(super) const CHANGES: [&str; 15] = [
    "reduced",
    "cut",
    "decreased",
    "lowered",
    "improved",
    "increased",
    "boosted",
    "shortened",
    "sped",
    "accelerated",
    "optimised",
    "optimized",
    "minimised",
    "minimized",
    "maximised",
];

/// Words that express an amount.
pub(super) const AMOUNTS: [&str; 17] = [
    "half",
    "halved",
    "doubled",
    "tripled",
    "quadrupled",
    "twice",
    "third",
    "quarter",
    "zero",
    "none",
    "tenfold",
    "hundreds",
    "thousands",
    "factor",
    "times",
    "ten",
    "order",
];

/// Words and phrases that are vague.
pub(super) const VAGUE: [&str; 15] = [
    "various",
    "several things",
    "many things",
    "stuff",
    "etc",
    "and so on",
    "and more",
    "misc",
    "miscellaneous",
    "a lot of",
    "lots of",
    "a number of",
    "numerous",
    "somehow",
    "some improvements",
];

/// Placeholders for text that is still to be written.
pub(super) const PLACEHOLDERS: [&str; 6] = ["TODO", "TBD", "FIXME", "XXX", "XX", "TBC"];

/// Words that follow a number and are not its unit.
pub(super) const FOLLOWING_WORDS: [&str; 14] =
    ["and", "in", "for", "with", "by", "across", "on", "at", "without", "from", "while", "to", "so", "when"];

/// Splits a text into words in lower case; `%` is a word of its own.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // A point, comma or apostrophe inside a number or word belongs to it.
        let inside = open
            && matches!(c, '.' | ',' | '\'' | '’')
            && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if c.is_alphanumeric() || inside {
            let lower: String = c.to_lowercase().collect();
            match out.last_mut().filter(|_| open) {
                Some(word) => word.push_str(&lower),
                None => out.push(lower),
            }
            open = true;
        } else {
            if c == '%' {
                out.push("%".into());
            }
            open = false;
        }
    }
    out
}

/// Returns `true` if `words` contains the words of `phrase` one after another.
pub(super) fn has(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|window| window == phrase.as_slice())
}

/// Returns `true` if `words` begins with the words of `phrase`.
pub(super) fn begins(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.len() >= phrase.len() && words[..phrase.len()] == phrase[..]
}

/// Returns `true` if a word is a number without a unit.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}
