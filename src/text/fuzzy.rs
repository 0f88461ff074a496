//! Fuzzy search: texts that contain the typed letters in order, the best match first.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// A fuzzy matcher with its buffers.
#[derive(Debug)]
pub struct Fuzzy {
    matcher: Matcher,
    buffer: Vec<char>,
}

impl Default for Fuzzy {
    fn default() -> Self {
        Self { matcher: Matcher::new(Config::DEFAULT), buffer: Vec::new() }
    }
}

/// The minimum length of a typed text, in characters, that may contain a mistake.
const LONG_ENOUGH: usize = 4;

impl Fuzzy {
    /// Returns the scores of the texts that match, with their numbers, in the order of the texts. A text matches if
    /// each typed word matches; case and accents make no difference.
    pub fn matches<'a>(
        &mut self,
        typed: &str,
        texts: impl Iterator<Item = (u32, &'a str)>,
    ) -> Vec<(u32, u32)> {
        self.scored(typed, texts, Pattern::score)
    }

    /// Returns the texts that [`matches`](Self::matches) returns, with scores that are computed faster and may be
    /// lower: the letters of the first match count, not those of the best one.
    pub fn rough_matches<'a>(
        &mut self,
        typed: &str,
        texts: impl Iterator<Item = (u32, &'a str)>,
    ) -> Vec<(u32, u32)> {
        self.scored(typed, texts, |pattern, text, matcher| {
            pattern.atoms.iter().map(|atom| rough_score(atom, text, matcher)).sum()
        })
    }

    fn scored<'a>(
        &mut self,
        typed: &str,
        texts: impl Iterator<Item = (u32, &'a str)>,
        score: impl Fn(&Pattern, Utf32Str<'_>, &mut Matcher) -> Option<u32>,
    ) -> Vec<(u32, u32)> {
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let mut out = Vec::new();
        for (number, text) in texts {
            let text = Utf32Str::new(text, &mut self.buffer);
            out.extend(score(&pattern, text, &mut self.matcher).map(|score| (score, number)));
        }
        out
    }

    /// Returns the typed text without one of its letters, for each letter: a text with one wrong, superfluous or
    /// transposed letter matches one of them. Empty for a short text.
    pub fn corrections(typed: &str) -> Vec<String> {
        let letters: Vec<char> = typed.chars().collect();
        if letters.len() < LONG_ENOUGH {
            return Vec::new();
        }
        let without = |at: usize| letters[..at].iter().chain(&letters[at + 1..]).collect();
        (1..letters.len()).map(without).collect()
    }
}

/// Returns the score of a text for one typed word; `None` if it does not match.
fn rough_score(atom: &Atom, text: Utf32Str<'_>, matcher: &mut Matcher) -> Option<u32> {
    match atom.needle_text() {
        needle @ Utf32Str::Ascii(_) if atom.kind == AtomKind::Fuzzy && !atom.negative => {
            matcher.config.ignore_case = true;
            matcher.config.normalize = true;
            matcher.fuzzy_match_greedy(text, needle).map(u32::from)
        }
        _ => atom.score(text, matcher).map(u32::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<u32> {
        let texts =
            ["Halved document latency", "Wrote the runbook", "Élan vital", "Latency without a rewrite"];
        let numbered = || (0..).zip(texts);
        let mut fuzzy = Fuzzy::default();
        let mut found = fuzzy.matches(typed, numbered());
        if found.is_empty() {
            for typed in Fuzzy::corrections(typed) {
                found.extend(fuzzy.matches(&typed, numbered()));
            }
        }
        found.sort_by_key(|(score, number)| (std::cmp::Reverse(*score), *number));
        let mut numbers: Vec<u32> = found.into_iter().map(|(_, number)| number).collect();
        numbers.dedup();
        numbers
    }

    #[test]
    fn letters_in_order_match_whatever_their_case_and_accents() {
        assert_eq!(found("run"), [1]);
        assert_eq!(found("elan vi"), [2]);
        assert_eq!(found("doc lat"), [0]);
        assert_eq!(found("xyz"), [] as [u32; 0]);
    }

    #[test]
    fn rough_matches_are_the_matches() {
        let texts = ["Halved document latency", "Élan vital", "a b", "état", "Wrote 'quoted' text", ""];
        let mut fuzzy = Fuzzy::default();
        for typed in ["la", "elan", "éta", "'quot", "!a", "a t", "ha lat", "^ha", "xyz", ""] {
            let numbers = |found: Vec<(u32, u32)>| found.into_iter().map(|(_, at)| at).collect::<Vec<_>>();
            let rough = numbers(fuzzy.rough_matches(typed, (0..).zip(texts)));
            assert_eq!(rough, numbers(fuzzy.matches(typed, (0..).zip(texts))), "{typed}");
        }
    }

    #[test]
    fn one_mistake_is_tolerated() {
        for typed in ["latncy", "latecny", "latemcy", "latenncy"] {
            let found = found(typed);
            assert!(found.contains(&0) && found.contains(&3), "{typed}: {found:?}");
        }
    }
}
