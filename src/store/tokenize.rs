//! Prepares the text of the search index, and the expressions of searches.
//!
//! The index (FTS5) splits at spaces only; [`split`] does everything else, in the same way for stored and for
//! typed text. A script without spaces is indexed by single characters and searched by phrases, so that
//! substrings match.

use crate::domain::SearchWords;
use crate::domain::search_words::{Segment, split};

/// Returns the words of `text` separated by spaces, as the index expects them.
pub fn segmented(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for segment in split(text) {
        for form in forms(&segment) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&form);
        }
    }
    out
}

/// The maximum length of a word in the index, in bytes: that of FTS5.
const LONGEST_WORD: usize = 32_768;

fn forms(segment: &Segment) -> Vec<String> {
    if segment.unspaced {
        return segment.text.chars().map(String::from).collect();
    }
    let mut forms = vec![segment.text.clone()];
    forms.extend(segment.signed.clone());
    // The index has no more of a word, such as a picture in base64.
    for form in &mut forms {
        form.truncate(form.floor_char_boundary(LONGEST_WORD));
    }
    forms
}

/// Returns the FTS5 expression of a search. Every word is quoted, so that no typed text is parsed as syntax.
pub fn expression(words: &SearchWords) -> String {
    let terms: Vec<String> = words.segments().map(|(segment, is_prefix)| term(segment, is_prefix)).collect();
    terms.join(" AND ")
}

fn term(segment: &Segment, is_prefix: bool) -> String {
    let star = if is_prefix { " *" } else { "" };
    if segment.unspaced {
        let characters: Vec<String> = segment.text.chars().map(String::from).collect();
        return format!("\"{}\"", characters.join(" "));
    }
    let typed = format!("\"{}\"{star}", segment.signed.as_ref().unwrap_or(&segment.text));
    let others: Vec<String> =
        segment.other_forms().into_iter().map(|form| format!(" OR \"{form}\"")).collect();
    if others.is_empty() { typed } else { format!("({typed}{})", others.concat()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_very_long_word_is_as_long_as_the_index_has_it() {
        assert_eq!(segmented(&"a".repeat(40_000)).len(), LONGEST_WORD);
        assert_eq!(segmented(&format!("a{}", "é".repeat(40_000))).len(), LONGEST_WORD);
    }

    #[test]
    fn words_are_folded_and_keep_their_symbols() {
        assert_eq!(segmented("Réduced C++ & re-arch, by 40%"), "reduced c c++ re arch by 40 40%");
        assert_eq!(segmented("性能 up"), "性 能 up");
        assert_eq!(segmented("a+b snake_case"), "a b snake_case");
    }

    #[test]
    fn any_text_becomes_an_expression_of_quoted_words() {
        let expression_of = |text| SearchWords::parse(text).as_ref().map(expression);
        assert_eq!(expression_of("C++").as_deref(), Some("\"c++\" *"));
        assert_eq!(expression_of("re-arc").as_deref(), Some("\"re\" AND \"arc\" *"));
        assert_eq!(expression_of("a AND").as_deref(), Some("\"a\" AND \"and\" *"));
        assert_eq!(expression_of("O'Neo ").as_deref(), Some("\"o\" AND \"neo\""));
        assert_eq!(expression_of("性能").as_deref(), Some("\"性 能\""));
        let caching = expression_of("caching x").unwrap();
        assert!(caching.starts_with("(\"caching\" OR ") && caching.contains("\"cached\""), "{caching}");
        for text in ["", "\"", "(", "*", "  ", "🎉"] {
            assert_eq!(expression_of(text), None, "{text}");
        }
    }
}
