//! Matches a name in the tokens of a text.

use std::ops::Range;

use super::letters::{Token, capitalised, characters, is_mark};
use super::name::Name;
use super::surroundings::{continues_number, is_in_date, is_month};

/// A match of a name in a text.
pub(super) struct Match {
    /// The bytes of the match.
    pub place: Range<usize>,
    /// The index of the name in the redactor.
    pub name: usize,
    /// The plural or possessive ending, which is preserved.
    pub ending: &'static str,
}

/// Matches a name at the first token, and returns the number of tokens.
pub(super) fn matched(text: &str, tokens: &[Token], name: &Name, index: usize) -> Option<(usize, Match)> {
    let (count, ending) = starting(text, tokens, name)?;
    let mut place = tokens[0].place.start..tokens[count - 1].place.end;
    if let Some(capitals) = &name.capitals {
        let found = capitalised(&text[place.clone()]);
        let is_shouted = name.in_capitals && !found.chars().any(char::is_lowercase);
        let found = found.strip_suffix(ending).unwrap_or(&found);
        if !is_shouted && found != capitals && !(name.is_stem && found.starts_with(capitals.as_str())) {
            return None;
        }
    }
    let before = &text[..place.start];
    // `3M` does not match in “1.3M”, and “April” is not a name in “6 April 2026”.
    if name.letters.starts_with(|c: char| c.is_numeric()) && continues_number(before) {
        return None;
    }
    if is_month(&name.letters) && is_in_date(before, &text[place.end..]) {
        return None;
    }
    for sign in name.ending.chars() {
        let rest = &text[place.end..];
        let escape = usize::from(rest.starts_with('\\'));
        if !rest[escape..].starts_with(sign) {
            return None;
        }
        place.end += escape + sign.len_utf8();
    }
    for sign in name.closing.chars() {
        let rest = &text[place.end..];
        let escape = usize::from(rest.starts_with('\\'));
        if !rest[escape..].starts_with(sign) {
            break;
        }
        place.end += escape + sign.len_utf8();
    }
    Some((count, Match { place, name: index, ending }))
}

/// Returns the number of tokens that a name takes from the first on, and its plural or possessive ending.
fn starting(text: &str, tokens: &[Token], name: &Name) -> Option<(usize, &'static str)> {
    let letters = name.letters.as_str();
    let first = &tokens.first()?.letters;
    if !letters.starts_with(first.as_str()) && !first.starts_with(letters) {
        return None;
    }
    let mut read = String::new();
    for (count, token) in tokens.iter().enumerate() {
        if let Some(before) = count.checked_sub(1).map(|at| &tokens[at]) {
            let gap: String = characters(&text[before.place.end..token.place.start])
                .into_iter()
                .map(|(_, c)| c)
                .filter(|c| !is_mark(*c))
                .collect();
            if !name.continues(read.len(), &gap, &before.letters, &token.letters) {
                return None;
            }
        }
        if name.has_sign_within(read.len(), read.len() + token.letters.len()) {
            return None;
        }
        read.push_str(&token.letters);
        if read == letters {
            return Some((count + 1, ""));
        }
        if let Some(rest) = read.strip_prefix(letters) {
            // An ending belongs to the last word; it is not a token by itself.
            let own = token.letters.len() > rest.len();
            return match rest {
                "s" if own => Some((count + 1, "s")),
                "es" if own => Some((count + 1, "es")),
                _ if own && name.is_stem => Some((count + 1, "")),
                _ => None,
            };
        }
        if !letters.starts_with(&read) {
            return None;
        }
    }
    None
}
