//! A name in the form in which texts are searched for it.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::letters::{capitalised, is_mark, tokens};
use crate::text::is_function_word;

/// A name to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The folded letters and digits.
    pub letters: String,
    /// The name as the user wrote it.
    pub raw: String,
    pub alias: String,
    /// `true` if the name contains no white space.
    pub one_word: bool,
    /// The parts of the name (`acme` and `corp` of `AcmeCorp`), each with the gap after it.
    parts: Vec<(String, Gap)>,
    /// The closing brackets and quotes after the last letter.
    pub closing: String,
    /// The symbols at the end: `++` of `C++`.
    pub ending: String,
    /// The letters in their original case, if a match must have the same capitals.
    pub capitals: Option<String>,
    /// `true` if a match may also be in capitals, in spite of `capitals`.
    pub in_capitals: bool,
    /// `true` if more letters may follow, for a name that is inflected: `Kowalski*`.
    pub is_stem: bool,
    /// `true` if the name is not replaced, and no other name is replaced in it.
    pub kept: bool,
}

impl Name {
    pub(super) fn new(name: &str, alias: &str, exact: bool) -> Self {
        let raw = name.trim().to_owned();
        let name = raw.trim_end_matches('*').trim_end();
        let one_word = !name.contains(char::is_whitespace);
        let all = tokens(name);
        let ends = all.iter().skip(1).map(|next| next.place.start).chain([name.len()]);
        let letters: String = all.iter().map(|token| token.letters.as_str()).collect();
        let mut parts: Vec<(String, Gap)> = all
            .iter()
            .zip(ends)
            .map(|(token, end)| (token.letters.clone(), Gap::of(&name[token.place.end..end])))
            .collect();
        let last = parts.last_mut().map(|(_, gap)| std::mem::take(gap)).unwrap_or_default();
        let ending = last.signs;
        let closing = last.written.chars().filter(|c| ")]}\"”’»".contains(*c)).collect();
        let ordinary = one_word
            && ending.is_empty()
            && (letters.chars().count() == 1 || ORDINARY.contains(name.to_lowercase().as_str()));
        let capitals = (exact || ordinary).then(|| capitalised(name));
        let in_capitals = ordinary && !exact && letters.len() > 3 && !AUXILIARY.contains(&letters.as_str());
        let alias = alias.trim().to_owned();
        let is_stem = raw.ends_with('*');
        Self {
            letters,
            alias,
            one_word,
            parts,
            closing,
            ending,
            capitals,
            in_capitals,
            is_stem,
            raw,
            kept: false,
        }
    }

    /// Returns the name with accents transcribed (`Mueller` for `Müller`); `None` if no accent is
    /// transcribed.
    pub(super) fn transcribed(&self) -> Option<Self> {
        let written: String = self
            .raw
            .chars()
            .flat_map(|c| match c {
                'ä' => vec!['a', 'e'],
                'Ä' => vec!['A', 'e'],
                'ö' | 'ø' => vec!['o', 'e'],
                'Ö' | 'Ø' => vec!['O', 'e'],
                'ü' => vec!['u', 'e'],
                'Ü' => vec!['U', 'e'],
                'å' => vec!['a', 'a'],
                'Å' => vec!['A', 'a'],
                other => vec![other],
            })
            .collect();
        let exact = self.capitals.is_some();
        (written != self.raw)
            .then(|| Self { raw: self.raw.clone(), ..Self::new(&written, &self.alias, exact) })
    }

    /// Returns the name in a form that also matches words that resemble it: with other capitals, and as the beginning of a
    /// longer word. `None` if those are usual words.
    pub(super) fn resembling(&self) -> Option<Self> {
        let may_continue = !self.kept && self.capitals.is_none() && self.letters.chars().count() >= STEM;
        let is_usual = self.capitals.is_some()
            && (self.letters.len() <= 3
                || is_function_word(&self.letters)
                || AUXILIARY.contains(&self.letters.as_str()));
        let is_stem = self.is_stem || may_continue;
        (self.kept || !is_usual).then(|| Self { capitals: None, is_stem, ..self.clone() })
    }

    /// Returns `true` if a symbol of the name is between the letters at `from` and `to`.
    pub(super) fn has_sign_within(&self, from: usize, to: usize) -> bool {
        let mut end = 0;
        self.parts.iter().any(|(letters, gap)| {
            end += letters.len();
            !gap.signs.is_empty() && from < end && end < to
        })
    }

    /// Returns `true` if `gap` may follow the first `read` bytes of the letters.
    pub(super) fn continues(&self, read: usize, gap: &str, before: &str, after: &str) -> bool {
        let mut end = 0;
        let part = self.parts.iter().find(|(letters, _)| {
            end += letters.len();
            end >= read
        });
        let at_bound = end == read;
        let own = part.filter(|_| at_bound).map(|(_, gap)| gap);
        let signs_of_gap: String = gap.chars().filter(|c| !c.is_whitespace()).collect();
        let lines = gap.matches('\n').count();
        if let Some(own) = own.filter(|own| !own.signs.is_empty()) {
            // `P&G` is neither “pg” nor “p or g”. A slug has a hyphen in place of the symbol, and CamelCase
            // omits it.
            let words = before.chars().count() > 1 && after.chars().count() > 1;
            return signs(&signs_of_gap) == own.signs
                || matches!(signs_of_gap.as_str(), "-" | "_")
                || (gap.is_empty() && own.spaced && words);
        }
        // The comma of “Acme, Inc.” and the point of “Booking.com” are parts of the names.
        let written = without_markup(&signs_of_gap);
        if own.is_some_and(|own| !own.written.is_empty() && own.written == written) && lines <= 1 {
            return true;
        }
        if gap.is_empty() {
            return true;
        }
        // Characters that join words, mark them up, or represent a control character.
        let marks =
            signs_of_gap.chars().all(|c| "-_*`~\\'’".contains(c) || ('\u{2400}'..='\u{2426}').contains(&c));
        // A character at the start of a new line begins a list item or another block.
        let of_last_line = gap.rsplit('\n').next().unwrap_or_default();
        let same_block = lines == 0 || (lines == 1 && of_last_line.trim().is_empty());
        let dotted = signs_of_gap.len() == 1 && "./+:".contains(&signs_of_gap) && signs_of_gap == gap;
        if self.one_word {
            let initial = before.chars().count() == 1 && gap == ".";
            // `acme-corp` is AcmeCorp, but “check-in” is not CheckIn, and “drop-in-a-box” not Ina.
            let phrase = [before, after].into_iter().any(is_function_word);
            return !gap.contains(char::is_whitespace) && (initial || (marks && !phrase));
        }
        same_block && (marks || dotted)
    }
}

/// The text between two parts of a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Gap {
    /// The symbols that distinguish the name, such as `&`.
    signs: String,
    /// The characters except white space and the marks of Markdown.
    written: String,
    /// `true` if the gap contains white space.
    spaced: bool,
}

impl Gap {
    fn of(text: &str) -> Self {
        Self { signs: signs(text), written: without_markup(text), spaced: text.contains(char::is_whitespace) }
    }
}

fn without_markup(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"\\*_`~".contains(*c)).collect()
}

/// Returns the symbols that distinguish a name: all characters but white space and the usual punctuation
/// between words.
fn signs(text: &str) -> String {
    let between = |c: char| c.is_whitespace() || is_mark(c) || "-_.,/'’‘`´′＇\\*~\"“”()[]".contains(c);
    text.chars().filter(|c| !between(*c)).collect()
}

/// The number of letters from which a name may be the beginning of a longer word that resembles it.
const STEM: usize = 5;

/// Auxiliary verbs of more than three letters, which are written in capitals for emphasis.
const AUXILIARY: [&str; 6] = ["will", "must", "might", "shall", "would", "could"];

/// The ordinary English words that are also names of people, companies and products.
pub(super) static ORDINARY: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../../assets/ordinary-words.txt").split_whitespace().collect());
