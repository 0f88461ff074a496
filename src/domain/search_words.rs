//! The words of a search.
//!
//! Stored text and typed text are split in the same way: accents and case are folded, a run of characters of
//! a script without spaces is one segment, and names such as `C++`, `C#` and `40%` are words with and without
//! their symbols. Of an English word, a search also finds the plural and the forms of the verb.

use super::inflections::inflections;
use crate::text::{fold, is_unspaced};

/// The words of a search. A record matches if it contains all of them; the last word may be a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchWords {
    segments: Vec<Segment>,
    words: Vec<String>,
    last_is_prefix: bool,
}

impl SearchWords {
    /// Parses typed text; `None` if it contains no word. A space at the end completes the last word.
    pub fn parse(typed: &str) -> Option<Self> {
        let segments = split(typed);
        if segments.is_empty() {
            return None;
        }
        let forms = |segment: &Segment| [vec![segment.text.clone()], segment.other_forms()].concat();
        let words = segments.iter().flat_map(forms).collect();
        Some(Self { segments, words, last_is_prefix: !typed.ends_with(char::is_whitespace) })
    }

    /// Returns the folded words and their other forms, for highlighting matches.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Returns the segments, each with `true` if it may match as the beginning of a word.
    pub fn segments(&self) -> impl Iterator<Item = (&Segment, bool)> {
        let last = self.segments.len().saturating_sub(1);
        self.segments
            .iter()
            .enumerate()
            .map(move |(at, segment)| (segment, at == last && self.last_is_prefix))
    }
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The folded word.
    pub text: String,
    /// The word with its symbols, if any: `c++`, `c#`, `40%`.
    pub signed: Option<String>,
    /// `true` for a run of characters of a script without spaces.
    pub unspaced: bool,
}

impl Segment {
    /// Returns the other forms of an English word, which a search finds too. A word with symbols has none.
    pub fn other_forms(&self) -> Vec<String> {
        if self.unspaced || self.signed.is_some() { Vec::new() } else { inflections(&self.text) }
    }
}

/// Splits a text into words, with accents and case folded.
pub fn split(text: &str) -> Vec<Segment> {
    let folded = fold(text);
    let mut out: Vec<Segment> = Vec::new();
    let mut rest = folded.chars().peekable();
    while let Some(c) = rest.next() {
        if !is_word(c) {
            continue;
        }
        let unspaced = is_unspaced(c);
        let mut word = String::from(c);
        while let Some(next) = rest.peek().copied() {
            if !is_word(next) || is_unspaced(next) != unspaced {
                break;
            }
            word.push(next);
            rest.next();
        }
        let mut signs = String::new();
        while let Some(sign) = rest.peek().copied().filter(|c| matches!(c, '+' | '#' | '%')) {
            signs.push(sign);
            rest.next();
        }
        // `a+b` is two words; `c++` and `c#` end with their symbols.
        let ends = rest.peek().is_none_or(|next| !is_word(*next));
        let signed = (!unspaced && !signs.is_empty() && ends).then(|| format!("{word}{signs}"));
        out.push(Segment { text: word, signed, unspaced });
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c)
}

/// Returns `true` for a vowel sign or a similar mark, which is part of a word.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x0900..=0x0DFF | 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF
        | 0x0591..=0x05C7 | 0x064B..=0x065F)
}
