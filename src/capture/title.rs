//! The title of a captured line: the sentence as typed, without the tokens that are not part of it.
//!
//! Keyed tokens (`date:`, `for:` …) are never part of the sentence. A name or a metric inside the sentence
//! stays as words, without its sigil or colon. The tokens at the end of the line are omitted, except the
//! first of them if the sentence would be incomplete without it. `brag help add` has examples.

use super::lexer::{POSSESSIVES, Sigil};
use crate::text::{is_function_word, is_unspaced};

/// Splits a text into its first line that is not blank and the lines after it, trimmed of blank lines.
pub(super) fn title_and_notes(text: &str) -> (&str, &str) {
    let (first, rest) = text.trim_start().split_once('\n').unwrap_or((text.trim_start(), ""));
    (first.trim_end(), without_blank_lines(rest))
}

/// Returns a text without the blank lines around it.
pub fn without_blank_lines(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((line, after)) = text.split_once('\n')
        && line.trim().is_empty()
    {
        text = after;
    }
    text
}

/// A word of the line; if it is a token, after its resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A word that is not a token, and the white space before it.
    Text { space: &'a str, text: &'a str },
    /// A name or a metric: the words for it in a sentence, and the punctuation around it.
    Token { space: &'a str, lead: &'a str, group: Group, word: String, tail: &'a str },
    /// A keyed token: only the punctuation behind it can stay in the title.
    Keyed { tail: &'a str },
    /// A token that stays in the title as typed: a URL, or a token that could not be resolved.
    Verbatim { space: &'a str, text: &'a str },
    /// A separate `!`, which is a star among the tokens at the end and text anywhere else.
    Star { space: &'a str },
}

/// The kind of a token; tokens of one kind can form an enumeration (`%rust, %sql`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Name(Sigil),
    Metric,
}

/// Returns the title, and `true` if a `!` among the tokens at the end stars the win.
pub(super) fn title(pieces: &[Piece<'_>]) -> (String, bool) {
    let (sentence, run) = pieces.split_at(start_of_run(pieces));
    let mut title = String::new();
    for piece in sentence {
        match piece {
            Piece::Text { space, text } | Piece::Verbatim { space, text } => {
                push_word(&mut title, space, text);
            }
            Piece::Token { space, lead, word, tail, .. } => {
                push_word(&mut title, space, lead);
                title.push_str(word);
                title.push_str(tail);
            }
            // Punctuation after a token before the first word only separated the two.
            Piece::Keyed { tail } if !title.is_empty() => title.push_str(tail),
            Piece::Keyed { .. } => {}
            Piece::Star { space } => push_word(&mut title, space, "!"),
        }
    }
    let starred = run.iter().any(|piece| matches!(piece, Piece::Star { .. }));
    let rest = keep_needed(&mut title, run);
    close(&mut title, rest);
    (title.trim().to_owned(), starred)
}

/// Returns the index of the first token behind the last plain word, or `pieces.len()` if no token follows it.
fn start_of_run(pieces: &[Piece<'_>]) -> usize {
    let suffix = pieces
        .iter()
        .rposition(|piece| matches!(piece, Piece::Text { text, .. } if !is_punctuation(text)))
        .map_or(0, |last_word| last_word + 1);
    let first_token = pieces[suffix..]
        .iter()
        .position(|piece| !matches!(piece, Piece::Text { .. } | Piece::Verbatim { .. }));
    first_token.map_or(pieces.len(), |at| suffix + at)
}

/// Appends verbatim pieces and the tokens that complete the sentence to `title`; returns the other pieces.
fn keep_needed<'p, 'a>(title: &mut String, run: &'p [Piece<'a>]) -> Vec<&'p Piece<'a>> {
    let mut rest = Vec::new();
    let mut kept = None;
    let mut open = true;
    for piece in run {
        match piece {
            Piece::Token { space, lead, group, word, tail }
                if open && (stops_short(title) || (kept == Some(*group) && title.ends_with(','))) =>
            {
                push_word(title, if space.is_empty() { " " } else { space }, lead);
                title.push_str(word);
                title.push_str(tail);
                kept = Some(*group);
            }
            Piece::Token { .. } => {
                open = false;
                rest.push(piece);
            }
            Piece::Verbatim { space, text } => push_word(title, space, text),
            Piece::Text { .. } | Piece::Keyed { .. } | Piece::Star { .. } => rest.push(piece),
        }
    }
    rest
}

/// Appends the closing punctuation of the omitted tokens to the title.
fn close(title: &mut String, left_out: Vec<&Piece<'_>>) {
    if title.is_empty() || left_out.is_empty() {
        return;
    }
    // A dash at the end only separated the tokens from the sentence.
    let sentence = title.trim_end_matches(|c: char| c.is_whitespace() || DASHES.contains(&c));
    if title[sentence.len()..].starts_with(char::is_whitespace) || sentence.is_empty() {
        title.truncate(sentence.len());
    }
    let around = left_out.into_iter().flat_map(|piece| match piece {
        Piece::Token { lead, tail, .. } => [*lead, *tail],
        Piece::Keyed { tail } => ["", *tail],
        Piece::Text { text, .. } => ["", *text],
        Piece::Verbatim { .. } | Piece::Star { .. } => [""; 2],
    });
    let mut closing = String::new();
    for c in around.flat_map(str::chars) {
        // A bracket or quote that opens among the omitted tokens is omitted with its closing counterpart.
        let opened = closing.chars().next_back().is_some_and(|open: char| closes(open, c));
        if opened {
            closing.pop();
        } else if !SEPARATORS.contains(&c) {
            closing.push(c);
        }
    }
    closing.retain(|c| !OPENING_BRACKETS.contains(&c));
    if closing.chars().next() == title.chars().next_back() && title.ends_with(['.', '!', '?']) {
        closing.remove(0);
    }
    if !closing.is_empty() {
        let kept = title.trim_end_matches([',', ';', ':']).len();
        title.truncate(kept);
        title.push_str(&closing);
    } else if title.ends_with([',', ';']) {
        title.pop();
    }
}

fn push_word(title: &mut String, space: &str, word: &str) {
    if !title.is_empty() {
        title.push_str(space);
    }
    title.push_str(word);
}

/// Opening brackets and quotes.
const OPENING_BRACKETS: [char; 5] = ['(', '[', '{', '“', '‘'];

fn closes(open: char, c: char) -> bool {
    matches!(
        (open, c),
        ('(', ')') | ('[', ']') | ('{', '}') | ('“', '”') | ('‘', '’') | ('"', '"') | ('\'', '\'')
    )
}

const DASHES: [char; 5] = ['-', '–', '—', '|', '·'];

/// Punctuation that joins or separates words, and is omitted with the tokens around it.
const SEPARATORS: [char; 8] = [',', ';', ':', '-', '–', '—', '|', '·'];

/// Returns `true` if a word is nothing but punctuation, such as `-`, `…` or `).`.
fn is_punctuation(word: &str) -> bool {
    word.chars().all(|c| SEPARATORS.contains(&c) || ".!?()[]\"'”’»…".contains(c))
}

/// Returns `true` if a sentence cannot end with `title`: it ends in a function word, a possessive, a joining
/// sign, a comma, a colon or an opening bracket, or its last sentence or open quotation is a single word.
pub(super) fn stops_short(title: &str) -> bool {
    let title = title.trim_end();
    let Some(last) = title.split_whitespace().next_back() else { return false };
    let mut words =
        last_sentence(title).split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    let single = words.next().is_some() && words.next().is_none();
    let complete = last.ends_with(['!', '?']) || (last.ends_with('.') && !last.ends_with(".."));
    let joins = matches!(last, "/" | "+" | "→" | "->" | "=" | "<" | ">");
    joins
        || title.ends_with([',', ':', '(', '[', '&'])
        || POSSESSIVES.iter().any(|ending| last.ends_with(ending))
        || is_function_word(last)
        || (single && !complete && !title.chars().any(is_unspaced))
}

/// Returns the text behind the last end of a sentence, or behind a later quote or bracket that is still open.
fn last_sentence(title: &str) -> &str {
    let stop = title.rfind([' ', '\t']).and_then(|_| {
        let ends = [". ", "! ", "? "].into_iter().filter_map(|end| title.rfind(end).map(|at| at + end.len()));
        ends.max()
    });
    let open = [('(', ')'), ('[', ']'), ('“', '”')].into_iter().filter_map(|(open, close)| {
        let at = title.rfind(open)?;
        (!title[at..].contains(close)).then(|| at + open.len_utf8())
    });
    let quote = title.rfind('"').map(|at| at + 1).filter(|_| title.matches('"').count() % 2 == 1);
    let start = stop.into_iter().chain(open).chain(quote).max().unwrap_or(0);
    &title[start..]
}
