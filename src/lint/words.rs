//! The words of a text, and lists of words that say something about it.

/// What a title begins with that leaves open what was done.
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

/// Verbs that promise an amount.
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

/// Words that are an amount.
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

/// Words that name nothing.
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

/// Words that stand for what is still to be written.
pub(super) const PLACEHOLDERS: [&str; 6] = ["TODO", "TBD", "FIXME", "XXX", "XX", "TBC"];

/// What follows a number without being its unit.
pub(super) const AFTER: [&str; 14] =
    ["and", "in", "for", "with", "by", "across", "on", "at", "without", "from", "while", "to", "so", "when"];

/// The words of a text in small letters; `%` is one of its own.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // A point or a comma inside a number belongs to it.
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

/// Whether words stand in a text one after another.
pub(super) fn has(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|window| window == phrase.as_slice())
}

/// Whether a text begins with words.
pub(super) fn begins(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.len() >= phrase.len() && words[..phrase.len()] == phrase[..]
}

/// Whether a word is a number without anything.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}
