//! Splits text into words of folded letters, without accents and hidden characters.

use std::ops::Range;

use crate::domain::fold;

/// A word, or a part of a CamelCase word, with its folded letters.
pub(super) struct Token {
    pub place: Range<usize>,
    pub letters: String,
}

/// Returns the letters and digits of a text without accents, in their original case.
pub(super) fn capitalised(text: &str) -> String {
    characters(text)
        .into_iter()
        .filter(|(_, c)| c.is_alphanumeric() && !is_mark(*c))
        .flat_map(|(_, c)| {
            let mut letters: Vec<char> = fold(&c.to_string()).chars().flat_map(plain_letters).collect();
            if let Some(first) = letters.first_mut().filter(|_| c.is_uppercase()) {
                *first = first.to_uppercase().next().unwrap_or(*first);
            }
            letters
        })
        .collect()
}

/// Returns the letters and digits of a text, folded. A letter that does not decompose (`ø`) becomes its usual
/// transcription (`o`).
pub(super) fn letters(text: &str) -> String {
    let is_letter = |c: &char| c.is_alphanumeric() && !is_mark(*c);
    fold(text).chars().flat_map(plain_letters).filter(is_letter).collect()
}

fn plain_letters(c: char) -> impl Iterator<Item = char> {
    let plain: &[char] = match c {
        'ß' => &['s', 's'],
        'æ' => &['a', 'e'],
        'œ' => &['o', 'e'],
        'þ' => &['t', 'h'],
        'ø' => &['o'],
        'ł' => &['l'],
        'đ' | 'ð' => &['d'],
        'ħ' => &['h'],
        'ı' => &['i'],
        _ => &[],
    };
    let own = if plain.is_empty() { Some(c) } else { None };
    plain.iter().copied().chain(own)
}

/// Splits a text into words, and CamelCase words into their parts. Each character of a script that is
/// written without spaces is a word.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let chars = characters(text);
    let mut out: Vec<Token> = Vec::new();
    let mut word = String::new();
    let mut begun: Option<usize> = None;
    let mut close = |begun: &mut Option<usize>, word: &mut String, end: usize| {
        if let Some(start) = begun.take() {
            let letters = letters(word);
            if !letters.is_empty() {
                out.push(Token { place: start..end, letters });
            }
        }
        word.clear();
    };
    for (at, (place, c)) in chars.iter().enumerate() {
        if !(c.is_alphanumeric() || is_mark(*c)) {
            close(&mut begun, &mut word, place.start);
            continue;
        }
        if let Some((_, before)) = at.checked_sub(1).map(|at| &chars[at])
            && begun.is_some()
        {
            let after = chars.get(at + 1).map(|(_, c)| *c);
            let hump = before.is_lowercase() && c.is_uppercase()
                || before.is_uppercase() && c.is_uppercase() && after.is_some_and(char::is_lowercase)
                || before.is_numeric() != c.is_numeric()
                || is_alone(*before)
                || is_alone(*c);
            if hump && !is_mark(*c) {
                close(&mut begun, &mut word, place.start);
            }
        }
        begun.get_or_insert(place.start);
        word.push(*c);
    }
    close(&mut begun, &mut word, text.len());
    out
}

/// Returns the characters of a text with their byte ranges; a percent-encoded character (`%20`) is decoded.
pub(super) fn characters(text: &str) -> Vec<(Range<usize>, char)> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let (len, meant) = meant_character(&text[at..])
            .map(|meant| (3 * meant.len_utf8(), meant))
            .or_else(|| shown_mark(&text[at..]))
            .unwrap_or((c.len_utf8(), c));
        out.push((at..at + len, meant));
        at += len;
    }
    out
}

/// Returns the length and the value of a hidden character in its visible form `<U+00AD>`, with or without
/// Markdown escapes, at the start of a text.
fn shown_mark(text: &str) -> Option<(usize, char)> {
    let rest = text.strip_prefix("\\<").or_else(|| text.strip_prefix('<'))?.strip_prefix("U+")?;
    let (code, _) = rest.split_once('>')?;
    let code = code.strip_suffix('\\').unwrap_or(code);
    let meant = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).filter(|c| is_mark(*c))?;
    let end = text.find('>')? + 1;
    Some((end, meant))
}

/// Returns the percent-encoded character at the start of a text: `%C3%AB`.
fn meant_character(text: &str) -> Option<char> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    // A character has four bytes at most.
    while let ([b'%', high, low, after @ ..], 0..4) = (rest, bytes.len()) {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let (Some(high), Some(low)) = (digit(high), digit(low)) else { break };
        bytes.push(high << 4 | low);
        rest = after;
        if let Some(meant) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            return Some(meant);
        }
    }
    None
}

/// Returns `true` for combining accents and for invisible characters that join, select or reorder letters.
pub(super) fn is_mark(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0300..=0x036F | 0x00AD | 0x061C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E
            | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xE_0000..=0xE_01EF
            // Letters that are used as apostrophes.
            | 0x02B9..=0x02BC | 0x02C8 | 0xA78C
    )
}

/// Returns `true` for a character that is a token by itself: one of a script without spaces, or a Korean one,
/// because Korean writes endings directly after a name.
fn is_alone(c: char) -> bool {
    crate::text::is_unspaced(c) || matches!(c, '\u{AC00}'..='\u{D7AF}')
}
