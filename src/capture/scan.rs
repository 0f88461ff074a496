//! Words of a line, and which of them have the shape of a token.

use super::line::Vocabulary;
use super::values::{figure_values, is_metric_name};

/// What stays text behind a token.
const TRAILING: [char; 7] = [',', '.', ';', ':', '!', '?', ')'];

/// A word of the line with the white space in front of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    pub space: &'a str,
    pub text: &'a str,
}

/// Splits a line at white space; a quoted name keeps the spaces inside it.
pub(super) fn words(line: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let gap = rest.len() - rest.trim_start().len();
        let (space, after) = rest.split_at(gap);
        if after.is_empty() {
            break;
        }
        let (text, tail) = after.split_at(word_end(after));
        out.push(Word { space, text });
        rest = tail;
    }
    out
}

/// Where the word that `text` begins with ends.
fn word_end(text: &str) -> usize {
    let plain = || text.find(char::is_whitespace).unwrap_or(text.len());
    let Some(open) = quote_start(text) else { return plain() };
    let Some(close) = closing_quote(&text[open + 1..]).map(|at| open + 1 + at) else {
        return plain();
    };
    let after = &text[close + 1..];
    let tail = after.find(char::is_whitespace).unwrap_or(after.len());
    if after[..tail].chars().all(|c| TRAILING.contains(&c)) { close + 1 + tail } else { plain() }
}

/// Where the quote of a quoted name opens: behind a sigil, or behind a key and its colon.
fn quote_start(text: &str) -> Option<usize> {
    let escapes = text.len() - text.trim_start_matches('\\').len();
    let body = &text[escapes..];
    let sigil = body.chars().next().and_then(Sigil::of);
    if sigil.is_some() {
        return body[1..].starts_with('"').then_some(escapes + 1);
    }
    let colon = body.find(':')?;
    let named = is_metric_name(&body[..colon]) && body[colon + 1..].starts_with('"');
    named.then_some(escapes + colon + 1)
}

fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at),
            _ => {}
        }
    }
    None
}

/// The characters that mark a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sigil {
    /// `+project`
    Project,
    /// `#tag`
    Tag,
    /// `%skill`
    Skill,
    /// `@person`
    Person,
    /// `^goal`
    Goal,
}

impl Sigil {
    /// The sigil that a character is.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        match c {
            '+' => Some(Self::Project),
            '#' => Some(Self::Tag),
            '%' => Some(Self::Skill),
            '@' => Some(Self::Person),
            '^' => Some(Self::Goal),
            _ => None,
        }
    }

    /// The character.
    #[must_use]
    pub fn char(self) -> char {
        match self {
            Self::Project => '+',
            Self::Tag => '#',
            Self::Skill => '%',
            Self::Person => '@',
            Self::Goal => '^',
        }
    }
}

/// The keys that take a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Date,
    Due,
    Category,
    Role,
    Link,
    For,
}

impl Key {
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "date" => Some(Self::Date),
            "due" => Some(Self::Due),
            "cat" => Some(Self::Category),
            "role" => Some(Self::Role),
            "link" => Some(Self::Link),
            "for" => Some(Self::For),
            _ => None,
        }
    }
}

/// What a word has the shape of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    Name(Sigil, String),
    Keyed(Key, String),
    Metric(String, String),
    Url(String),
    Star,
}

/// A word's shape and the punctuation behind it that stays text; `None` for plain words.
pub(super) fn shape<'a>(word: &'a str, known: &dyn Vocabulary) -> Option<(Shape, &'a str)> {
    if word == "!" {
        return Some((Shape::Star, ""));
    }
    if word.starts_with("https://") || word.starts_with("http://") {
        let url = without_trailing(word);
        return (url.len() > "https://".len()).then(|| (Shape::Url(url.to_owned()), ""));
    }
    let first = word.chars().next()?;
    if let Some(sigil) = Sigil::of(first) {
        let body = &word[1..];
        if !body.starts_with('"') && !body.starts_with(char::is_alphabetic) {
            return None;
        }
        let (name, tail) = value(body)?;
        // `^C` is a key on the keyboard.
        let key = sigil == Sigil::Goal && !body.starts_with('"') && is_capital(&name);
        return (!key).then_some((Shape::Name(sigil, name), tail));
    }
    let (name, body) = word.split_once(':')?;
    if !is_metric_name(name) {
        return None;
    }
    let (text, tail) = value(body)?;
    if let Some(key) = Key::of(name) {
        return Some((Shape::Keyed(key, text), tail));
    }
    let (from, to) = figure_values(&text)?;
    let reads = from.is_some() || to.says_its_unit() || known.has_metric(name);
    reads.then(|| (Shape::Metric(name.to_owned(), text), tail))
}

/// A bare or quoted value and the punctuation behind it; `None` when it is empty.
fn value(body: &str) -> Option<(String, &str)> {
    if let Some(quoted) = body.strip_prefix('"')
        && let Some(close) = closing_quote(quoted)
        && quoted[close + 1..].chars().all(|c| TRAILING.contains(&c))
    {
        let name = unquote(&quoted[..close]).trim().to_owned();
        return (!name.is_empty()).then_some((name, &quoted[close + 1..]));
    }
    let name = without_trailing(body);
    if name.is_empty() || name.starts_with('"') {
        return None;
    }
    Some((name.to_owned(), &body[name.len()..]))
}

/// A word without the punctuation behind it; a parenthesis that it opened itself is its own.
fn without_trailing(word: &str) -> &str {
    let mut out = word;
    while let Some(last) = out.chars().next_back().filter(|c| TRAILING.contains(c)) {
        if last == ')' && out.matches('(').count() >= out.matches(')').count() {
            break;
        }
        out = &out[..out.len() - last.len_utf8()];
    }
    out
}

/// `\"` and `\\` inside quotes; other backslashes are text.
fn unquote(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('\\', Some(next @ ('"' | '\\'))) => {
                out.push(*next);
                rest.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// A name as it is written behind a sigil or a colon: bare where that reads back, else quoted.
pub(super) fn written(name: &str, after_sigil: bool) -> String {
    let bare = !name.is_empty()
        && !name.contains(|c: char| c.is_whitespace() || c == '"')
        && without_trailing(name) == name
        && (!after_sigil || (name.starts_with(char::is_alphabetic) && !is_capital(name)));
    if bare {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

fn is_capital(name: &str) -> bool {
    name.len() == 1 && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// A word behind its leading backslashes.
pub(super) fn unescaped(word: &str) -> &str {
    word.trim_start_matches('\\')
}
