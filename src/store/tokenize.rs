//! Text cut into the words that are searched.
//!
//! The index splits at spaces only; everything else happens here, the same way for what is
//! stored and for what is asked: accents and case fold, scripts without spaces become single
//! characters (a query of several is a phrase, so substrings are found), and names such as
//! `C++`, `C#` and `40%` keep their signs beside the bare word.

use crate::text::{fold, is_unspaced};

/// The words of a text, separated by spaces, as the index wants them.
#[must_use]
pub fn segmented(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for word in split(text) {
        for form in word.forms() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&form);
        }
    }
    out
}

/// A search as the index asks for it; no text of the person's becomes syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    expression: String,
    words: Vec<String>,
}

impl Query {
    /// Reads what was typed: every word must be there, and the last may be the start of one.
    /// `None` when there is no word in it.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let mut words = split(typed);
        let last_is_whole = typed.ends_with(char::is_whitespace);
        let last = words.pop()?;
        let mut terms: Vec<String> = words.iter().map(|word| word.term(false)).collect();
        terms.push(last.term(!last_is_whole));
        let words = words.iter().chain([&last]).map(|word| word.text.clone()).collect();
        Some(Self { expression: terms.join(" AND "), words })
    }

    /// The expression for the index.
    #[must_use]
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// The folded words, for showing where they stand.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    text: String,
    /// `c++`, `c#`, `40%`: the word with its signs.
    signed: Option<String>,
    /// Whether it is a run of characters of a script without spaces.
    unspaced: bool,
}

impl Segment {
    fn forms(&self) -> Vec<String> {
        if self.unspaced {
            return self.text.chars().map(String::from).collect();
        }
        let mut forms = vec![self.text.clone()];
        forms.extend(self.signed.clone());
        forms
    }

    fn term(&self, start: bool) -> String {
        let star = if start { " *" } else { "" };
        if self.unspaced {
            let characters: Vec<String> = self.text.chars().map(String::from).collect();
            return format!("\"{}\"", characters.join(" "));
        }
        format!("\"{}\"{star}", self.signed.as_ref().unwrap_or(&self.text))
    }
}

fn split(text: &str) -> Vec<Segment> {
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
        // `a+b` is two words; `c++` and `c#` end with their signs.
        let ends = rest.peek().is_none_or(|next| !is_word(*next));
        let signed = (!unspaced && !signs.is_empty() && ends).then(|| format!("{word}{signs}"));
        out.push(Segment { text: word, signed, unspaced });
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c)
}

/// Vowel signs and the like belong to the word they stand in.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x0900..=0x0DFF | 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF
        | 0x0591..=0x05C7 | 0x064B..=0x065F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fold_and_keep_their_signs() {
        assert_eq!(segmented("Réduced C++ & re-arch, by 40%"), "reduced c c++ re arch by 40 40%");
        assert_eq!(segmented("性能 up"), "性 能 up");
        assert_eq!(segmented("a+b snake_case"), "a b snake_case");
    }

    #[test]
    fn any_input_is_an_expression_of_quoted_words() {
        let asked = |text| Query::parse(text).map(|query| query.expression);
        assert_eq!(asked("C++").as_deref(), Some("\"c++\" *"));
        assert_eq!(asked("re-arch").as_deref(), Some("\"re\" AND \"arch\" *"));
        assert_eq!(asked("a AND").as_deref(), Some("\"a\" AND \"and\" *"));
        assert_eq!(asked("O'Brien ").as_deref(), Some("\"o\" AND \"brien\""));
        assert_eq!(asked("性能").as_deref(), Some("\"性 能\""));
        for text in ["", "\"", "(", "*", "  ", "🎉"] {
            assert_eq!(asked(text), None, "{text}");
        }
    }
}
