//! Texts about lists: the words that a row has, and the position of the selection.

use crate::domain::fold;
use crate::text::grouped;

/// Returns `true` if a text contains all words, whatever their case and accents.
pub fn has_words(text: &str, words: &str) -> bool {
    let folded = fold(text);
    fold(words).split_whitespace().all(|word| folded.contains(word))
}

/// Returns the position of the selection in a list: `10 of 149`.
pub fn place_in(selected: usize, count: usize) -> String {
    format!("{} of {}", grouped(selected + 1), grouped(count))
}
