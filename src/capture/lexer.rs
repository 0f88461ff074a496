//! Splits a line into words, and recognises the words that have the shape of a token.

use std::collections::HashMap;
use std::ops::Range;

use crate::domain::figure::figure_values;
use crate::domain::metric::is_metric_name;
use crate::text::is_function_word;

/// Punctuation that is text at the end of a token.
const TRAILING: [char; 16] =
    [',', '.', ';', ':', '!', '?', ')', ']', '"', '\'', '’', '”', '»', '}', '\u{200B}', '\u{FEFF}'];

/// Punctuation that is text in front of a token.
const LEADING: [char; 7] = ['(', '[', '{', '"', '“', '‘', '\''];

/// A word of a line with the white space in front of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    pub space: &'a str,
    pub text: &'a str,
    /// `true` if the word is inside back-ticks, and therefore never a token.
    pub code: bool,
}

/// Splits a line into words at white space, except inside a quoted name, and between listed names (`#a,#b`).
pub(super) fn words(line: &str) -> Vec<Word<'_>> {
    let mut code = CodeSpans::new(line);
    let mut out = Vec::new();
    let mut start = 0;
    loop {
        let rest = &line[start..];
        let gap = rest.len() - rest.trim_start().len();
        let (space, after) = rest.split_at(gap);
        if after.is_empty() {
            return out;
        }
        let at = start + gap;
        let inside = at < code.until;
        let quoted = if inside { None } else { quoted_end(after) };
        let end = quoted.unwrap_or_else(|| after.find(char::is_whitespace).unwrap_or(after.len()));
        let end = if inside { end } else { next_name(&after[..end]).unwrap_or(end) };
        start = at + end;
        code.advance(start, quoted.is_none());
        out.push(Word { space, text: &after[..end], code: inside });
    }
}

/// Returns the offset in bytes of the second name in a word that lists names, such as `#a,#b`.
fn next_name(word: &str) -> Option<usize> {
    let body = word.trim_start_matches(LEADING);
    Sigil::of(body.chars().next()?).filter(|_| !body[1..].starts_with(OPENING_QUOTES))?;
    let begins = |at: usize| {
        let mut chars = word[at..].chars();
        let sigil = chars.next().and_then(Sigil::of).is_some();
        sigil && chars.next().is_some_and(char::is_alphabetic)
    };
    word.match_indices([',', ';', '，', '、']).map(|(at, mark)| at + mark.len()).find(|at| begins(*at))
}

/// The code spans of a line: a run of back-ticks is closed by the next run of the same length, as
/// in Markdown. A run that is not closed is text.
struct CodeSpans {
    /// The runs of back-ticks, each with the index of the run that can close it.
    runs: Vec<(Range<usize>, Option<usize>)>,
    /// The index of the first run that is not read yet.
    next: usize,
    /// The offset of the end of the latest code span; a span is open while this is after the current
    /// position.
    until: usize,
}

impl CodeSpans {
    fn new(line: &str) -> Self {
        let mut runs: Vec<(Range<usize>, Option<usize>)> = Vec::new();
        for (at, _) in line.match_indices('`') {
            match runs.last_mut() {
                Some((run, _)) if run.end == at => run.end += 1,
                _ => runs.push((at..at + 1, None)),
            }
        }
        // Iterates from the back, so that many unclosed runs take linear time.
        let mut next_of_length = HashMap::new();
        for (index, (run, closing)) in runs.iter_mut().enumerate().rev() {
            *closing = next_of_length.insert(run.len(), index);
        }
        Self { runs, next: 0, until: 0 }
    }

    /// Advances to the offset `end`; if `opens`, back-ticks before it open spans (not in a quoted name).
    fn advance(&mut self, end: usize, opens: bool) {
        while let Some((run, closing)) = self.runs.get(self.next).filter(|(run, _)| run.start < end) {
            match closing {
                Some(closing) if opens && run.start >= self.until => {
                    self.until = self.runs[*closing].0.end;
                    self.next = closing + 1;
                }
                _ => self.next += 1,
            }
        }
    }
}

/// Returns the offset of the end of the quoted name at the start of `text`, including its tail.
fn quoted_end(text: &str) -> Option<usize> {
    let (inside, after) = split_quoted(&text[quote_start(text)?..])?;
    let tail = after.find(char::is_whitespace).unwrap_or(after.len());
    (!inside.is_empty() && is_tail(&after[..tail])).then(|| text.len() - after.len() + tail)
}

/// Returns the offset of the opening quote of a quoted name: behind a sigil, or behind a key and its colon.
fn quote_start(text: &str) -> Option<usize> {
    let body = text.trim_start_matches('\\').trim_start_matches(['(', '[', '{', '“', '‘', '\'']);
    let escapes = text.len() - body.len();
    let sigil = body.chars().next().and_then(Sigil::of);
    if sigil.is_some() {
        return body[1..].starts_with(OPENING_QUOTES).then_some(escapes + 1);
    }
    // Stops at white space: a search to the end of the line for each word would take quadratic time.
    let colon =
        body.find(|c: char| c == ':' || c.is_whitespace()).filter(|at| body[*at..].starts_with(':'))?;
    let named = is_metric_name(&body[..colon]) && body[colon + 1..].starts_with(OPENING_QUOTES);
    named.then_some(escapes + colon + 1)
}

/// The characters that open a quoted name.
const OPENING_QUOTES: [char; 3] = ['"', '“', '„'];

/// The maximum number of characters between quotes, which limits the search for a closing quote.
const LONGEST_NAME: usize = 2000;

/// Splits a text that begins with a quote into the quoted part, with escapes not yet resolved, and the rest.
fn split_quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next().filter(|c| OPENING_QUOTES.contains(c))?;
    let inside = &text[open.len_utf8()..];
    let closes = |c: char| if open == '"' { c == '"' } else { c == '”' || c == '“' };
    let mut escaped = false;
    for (at, c) in inside.char_indices().take(LONGEST_NAME) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if closes(c) => return Some((&inside[..at], &inside[at + c.len_utf8()..])),
            _ => {}
        }
    }
    None
}

/// The endings of a possessive, which belong to the sentence and not to the name.
pub(super) const POSSESSIVES: [&str; 2] = ["'s", "’s"];

/// Returns `true` if a text may follow a quoted name up to the next space: a possessive and punctuation.
fn is_tail(text: &str) -> bool {
    let rest = POSSESSIVES.into_iter().find_map(|ending| text.strip_prefix(ending)).unwrap_or(text);
    // With another quote in the tail, the end of the name would be ambiguous.
    rest.chars().all(|c| TRAILING.contains(&c) && c != '"')
}

/// A character that marks a name.
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
    /// Returns the sigil that `c` denotes.
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

    /// Returns the character of the sigil.
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

/// The key of a keyed token, such as `date` in `date:today`.
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

/// The kind and content of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    Name(Sigil, String),
    Keyed(Key, String),
    Metric(String, String),
    Url(String),
    Star,
}

/// A token, and the punctuation around it, which is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub lead: &'a str,
    pub shape: Shape,
    pub tail: &'a str,
}

/// Returns the token in a word, or `None` for a plain word. `has_metric` returns `true` if the journal has a
/// metric with a name; a value without a unit (`name:7`) is a token only for such a name.
pub(super) fn token<'a>(word: &'a str, has_metric: &mut dyn FnMut(&str) -> bool) -> Option<Token<'a>> {
    if let Some((shape, tail)) = shape(word, has_metric) {
        return Some(Token { lead: "", shape, tail });
    }
    let body = word.trim_start_matches(LEADING);
    let lead = &word[..word.len() - body.len()];
    // Only a name or a metric may follow a bracket: `(https://…)` is plain text.
    let (shape, tail) = shape(body, has_metric).filter(|_| !lead.is_empty())?;
    let named = matches!(shape, Shape::Name(..) | Shape::Metric(..));
    named.then_some(Token { lead, shape, tail })
}

fn shape<'a>(word: &'a str, has_metric: &mut dyn FnMut(&str) -> bool) -> Option<(Shape, &'a str)> {
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
        let quoted = body.starts_with(OPENING_QUOTES);
        if !quoted && !body.starts_with(char::is_alphabetic) {
            return None;
        }
        let (name, tail) = name(body)?;
        // Not names: `^C` is a keyboard shortcut and `@types/node` a package.
        let text = !quoted && ((sigil == Sigil::Goal && is_capital(&name)) || !is_bare_name(&name));
        // “50 %of cases” has no skill.
        let text = text || (!quoted && sigil == Sigil::Skill && is_function_word(&name));
        return (!text).then_some((Shape::Name(sigil, name), tail));
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
    let reads = from.is_some() || to.says_its_unit() || has_metric(name);
    reads.then(|| (Shape::Metric(name.to_owned(), text), tail))
}

/// Returns `true` if a name needs no quotes: no character in it separates names or marks another name. `+`
/// and `#` at its end belong to it (`c++`, `c#`).
fn is_bare_name(name: &str) -> bool {
    let inner = name.trim_end_matches(['+', '#']);
    !name.contains([
        '/', ',', ';', ':', '!', '?', '(', '[', '{', '<', '>', '|', '=', '"', '“', '–', '—', '…', '，', '、',
    ]) && !inner.chars().any(|c| Sigil::of(c).is_some())
        && !name.ends_with('%')
}

/// Splits a bare or quoted name from its tail: a possessive ending and the punctuation behind it.
fn name(body: &str) -> Option<(String, &str)> {
    let (name, tail) = value(body)?;
    if body.starts_with(OPENING_QUOTES) {
        return Some((name, tail));
    }
    match POSSESSIVES.into_iter().find_map(|ending| name.strip_suffix(ending)) {
        Some("") => None,
        Some(bare) => Some((bare.to_owned(), &body[bare.len()..])),
        None => Some((name, tail)),
    }
}

/// Splits a bare or quoted value from the punctuation behind it; `None` if it is empty or an unclosed quote.
fn value(body: &str) -> Option<(String, &str)> {
    if let Some((quoted, tail)) = split_quoted(body)
        && is_tail(tail)
    {
        let name = unquote(quoted).trim().to_owned();
        return (!name.is_empty()).then_some((name, tail));
    }
    let name = without_trailing(body);
    if name.is_empty() || name.starts_with(OPENING_QUOTES) {
        return None;
    }
    Some((name.to_owned(), &body[name.len()..]))
}

/// Returns the URL in a word that begins with a bracket or a quote: `(https://…)`, `<https://…>`, `[text](https://…)`.
pub(super) fn enclosed_url(word: &str) -> Option<&str> {
    let at = ["https://", "http://"]
        .iter()
        .find_map(|scheme| word.find(scheme))
        .filter(|at| *at > 0 && !word.contains('`'))?;
    word[..at].ends_with(['(', '[', '<', '"', '“']).then_some(())?;
    let rest = &word[at..];
    let url = without_trailing(&rest[..rest.find(['>', '"', '”']).unwrap_or(rest.len())]);
    (url.len() > "https://".len()).then_some(url)
}

/// Returns a word without the punctuation at its end; a closing bracket stays if the word contains the
/// opening one.
fn without_trailing(word: &str) -> &str {
    let count = |c: char| word.matches(c).count();
    let mut unmatched =
        [(')', count(')').saturating_sub(count('('))), (']', count(']').saturating_sub(count('[')))];
    let mut out = word;
    while let Some(last) = out.chars().next_back().filter(|c| TRAILING.contains(c)) {
        if let Some((_, left)) = unmatched.iter_mut().find(|(bracket, _)| *bracket == last) {
            if *left == 0 {
                break;
            }
            *left -= 1;
        }
        out = &out[..out.len() - last.len_utf8()];
    }
    out
}

/// Resolves the escapes `\"` and `\\` of a quoted text; other backslashes are text.
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

/// Returns a name as written behind a sigil (`after_sigil`) or a colon: bare if it parses back to the same
/// name, else quoted.
pub(super) fn written(name: &str, after_sigil: bool) -> String {
    let bare = !name.is_empty()
        && !name.contains(|c: char| c.is_whitespace() || c == '`' || OPENING_QUOTES.contains(&c))
        && without_trailing(name) == name
        && (!after_sigil
            || (name.starts_with(char::is_alphabetic)
                && !is_capital(name)
                && is_bare_name(name)
                && !is_function_word(name)
                && !POSSESSIVES.into_iter().any(|ending| name.ends_with(ending))));
    if bare {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

fn is_capital(name: &str) -> bool {
    name.len() == 1 && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Returns a word without its leading backslashes.
pub(super) fn unescaped(word: &str) -> &str {
    word.trim_start_matches('\\')
}
