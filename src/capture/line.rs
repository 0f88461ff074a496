//! The one-line grammar: words set off by spaces, some of which are tokens.
//!
//! A line is never refused for its links: what cannot be resolved stays in the text, with a hint.
//! `title.rs` decides which words of the tokens stay in the title.

use chrono::NaiveDate;

use super::lexer::{Key, Shape, Sigil, Token, Word, token, unescaped, words};
use super::title::{Group, Piece, title};
use super::values::{add_name, add_reference, roles};
use crate::domain::date_phrase::{Bias, parse_day, parse_when};
use crate::domain::figure::figure;
use crate::domain::{DateRange, Due, NamedRef, Win};

/// What a name means in this journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Exactly this record, by its full name.
    Known(String),
    /// Nothing of that name.
    Unknown,
    /// Several, by their names.
    Ambiguous(Vec<String>),
}

/// Looks up the names that a journal holds, as far as the parser of a line needs them.
pub trait Vocabulary {
    /// The project that a name, slug or start of it means.
    fn project(&self, typed: &str) -> Lookup;
    /// The goal that a name, slug or start of it means, an open one of that year first.
    fn goal(&self, typed: &str) -> Lookup;
    /// The key of the category that a word means.
    fn category(&self, typed: &str) -> Option<String>;
    /// Whether there is a metric of that name.
    fn has_metric(&self, name: &str) -> bool;
}

/// Why a line cannot be saved as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// There is no word left that says what was done.
    #[error("a win needs a title")]
    EmptyTitle,
    /// A `date:` that cannot be read.
    #[error("date: {0}")]
    Date(crate::domain::date_phrase::DateError),
    /// A `due:` that cannot be read.
    #[error("due: {0}")]
    Due(crate::domain::date_phrase::DateError),
}

/// A line of quick capture, parsed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParsedLine {
    /// The draft.
    pub draft: Win,
    /// What was not understood and stayed in the text, one line each.
    pub hints: Vec<String>,
    /// What keeps it from being saved.
    pub problems: Vec<ParseError>,
    /// Whether the project is one that saving will make.
    pub new_project: bool,
}

/// Reads a captured text: the first line that is not blank is the win, the lines after it are its
/// notes.
#[must_use]
pub fn parse(text: &str, today: NaiveDate, known: &dyn Vocabulary) -> ParsedLine {
    parse_with(text, today, known, UnreadableDate::Refuse)
}

/// Reads a text that another program wrote, such as a commit message: a `date:` or `due:` that
/// cannot be read stays in the title with a hint, because nobody is there to correct it.
#[must_use]
pub fn parse_piped(text: &str, today: NaiveDate, known: &dyn Vocabulary) -> ParsedLine {
    parse_with(text, today, known, UnreadableDate::Keep)
}

/// The treatment of a `date:` or `due:` that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnreadableDate {
    /// The line is refused.
    Refuse,
    /// The token stays in the title, with a hint.
    Keep,
}

fn parse_with(
    text: &str,
    today: NaiveDate,
    known: &dyn Vocabulary,
    unreadable: UnreadableDate,
) -> ParsedLine {
    let (first, notes) = title_and_notes(text);
    let mut reader = Reader {
        today,
        known,
        unreadable,
        parsed: ParsedLine::default(),
        pieces: Vec::new(),
        looked_up: 0,
        told_full: false,
    };
    notes.clone_into(&mut reader.parsed.draft.notes);
    let body = match date_prefix(first, today) {
        Some((Some(when), rest)) => {
            reader.parsed.draft.when = Some(when);
            rest
        }
        Some((None, rest)) => rest,
        None => first,
    };
    for word in words(body) {
        reader.word(word);
    }
    reader.finish()
}

/// Reads the tokens of a title that was typed into a document or a form, as a captured line is read. A
/// field that says something else itself stays. Returns hints.
pub fn parse_title(draft: &mut Win, today: NaiveDate, known: &dyn Vocabulary) -> Vec<String> {
    let read = parse_with(&draft.title, today, known, UnreadableDate::Keep);
    let from = read.draft;
    if from.title.is_empty() {
        return Vec::new();
    }
    draft.title = from.title;
    draft.when = from.when.or(draft.when);
    draft.starred |= from.starred;
    draft.due = draft.due.or(from.due);
    draft.project = draft.project.take().or(from.project);
    draft.category = draft.category.take().or(from.category);
    if draft.audience.is_empty() {
        draft.audience = from.audience;
    }
    let lists = [
        (&mut draft.tags, from.tags),
        (&mut draft.skills, from.skills),
        (&mut draft.people, from.people),
        (&mut draft.links, from.links),
    ];
    for goal in from.goals {
        add_reference(&mut draft.goals, &goal.name);
    }
    for (names, more) in lists {
        for name in more {
            add_name(names, &name);
        }
    }
    let roles = from.roles.into_iter().filter(|role| !draft.roles.contains(role)).collect::<Vec<_>>();
    draft.roles.extend(roles);
    let figures =
        from.figures.into_iter().filter(|figure| !draft.figures.contains(figure)).collect::<Vec<_>>();
    draft.figures.extend(figures);
    read.hints
}

/// Reads a captured text that has no tokens: every word of its first line is the title.
#[must_use]
pub fn parse_literal(text: &str) -> ParsedLine {
    let (first, notes) = title_and_notes(text);
    let mut parsed = ParsedLine::default();
    first.clone_into(&mut parsed.draft.title);
    notes.clone_into(&mut parsed.draft.notes);
    if first.is_empty() {
        parsed.problems.push(ParseError::EmptyTitle);
    }
    parsed
}

/// Splits a text into its first line that is not blank and the lines after it, both without the
/// blank lines around them.
pub(super) fn title_and_notes(text: &str) -> (&str, &str) {
    let (first, rest) = text.trim_start().split_once('\n').unwrap_or((text.trim_start(), ""));
    (first.trim_end(), without_blank_lines(rest))
}

/// Returns a text without the blank lines around it.
#[must_use]
pub fn without_blank_lines(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((line, after)) = text.split_once('\n')
        && line.trim().is_empty()
    {
        text = after;
    }
    text
}

/// A date phrase in front, with its colon: `yesterday:`. With a backslash before it, it is text
/// and only loses the backslash. Returns the date and what follows.
fn date_prefix(line: &str, today: NaiveDate) -> Option<(Option<DateRange>, &str)> {
    let body = unescaped(line);
    let when = leading_date(body, today)?;
    if body.len() < line.len() {
        return Some((None, &line[1..]));
    }
    let colon = line.find(':')?;
    Some((Some(when), line[colon + 1..].trim_start()))
}

/// The date that a line begins with, if it is set off by a colon.
pub(super) fn leading_date(line: &str, today: NaiveDate) -> Option<DateRange> {
    let colon = line.find(':')?;
    let (phrase, rest) = line.split_at(colon);
    if !rest[1..].starts_with([' ', '\t']) || rest[1..].trim().is_empty() {
        return None;
    }
    // "March: a retrospective" and "90d: retention" are titles; a date says more than that.
    let lower = phrase.to_lowercase();
    let dated =
        lower.starts_with(|c: char| c.is_ascii_digit()) && (lower.len() == 4 || lower.contains(['-', ' ']));
    let named = lower.starts_with(char::is_alphabetic)
        && !lower.starts_with("end ")
        && (lower.contains(' ')
            || lower.ends_with("day")
            || (lower.len() == 3 && lower != "now" && !is_month(&lower)));
    if !dated && !named {
        return None;
    }
    parse_when(phrase, today, Bias::Past).ok()
}

fn is_month(word: &str) -> bool {
    (1..=12).any(|month| crate::domain::date::month_name(month).to_lowercase().starts_with(word))
}

struct Reader<'a> {
    today: NaiveDate,
    known: &'a dyn Vocabulary,
    unreadable: UnreadableDate,
    parsed: ParsedLine,
    pieces: Vec<Piece<'a>>,
    /// The number of words that were looked up in the journal.
    looked_up: usize,
    /// True once the hint was given that the rest of the line has no tokens.
    told_full: bool,
}

/// The most tokens that a line has. Each is looked up in the journal whenever the line changes, and a
/// pasted file can hold a hundred thousand words that look like one.
const MOST_TOKENS: usize = 256;

impl<'a> Reader<'a> {
    fn word(&mut self, word: Word<'a>) {
        let Word { space, text, code } = word;
        let body = unescaped(text);
        let full = self.looked_up >= MOST_TOKENS;
        let (known, looked_up) = (self.known, &mut self.looked_up);
        let mut has_metric = |name: &str| {
            let found = !full && known.has_metric(name);
            *looked_up += usize::from(!found);
            found
        };
        let read = if code { None } else { token(body, &mut has_metric) };
        let piece = match read {
            Some(_) if body.len() < text.len() => Piece::Text { space, text: &text[1..] },
            Some(_) if full => {
                if !std::mem::replace(&mut self.told_full, true) {
                    self.hint(format!("a line has at most {MOST_TOKENS} names: the rest stays text"));
                }
                Piece::Text { space, text }
            }
            Some(token) => {
                self.looked_up += 1;
                self.token(token, space).unwrap_or(Piece::Verbatim { space, text })
            }
            None => Piece::Text { space, text },
        };
        self.pieces.push(piece);
    }

    /// Takes a token into the draft; `None` leaves the word in the text.
    fn token(&mut self, token: Token<'a>, space: &'a str) -> Option<Piece<'a>> {
        let Token { lead, shape, tail } = token;
        let named = |group, word| Piece::Token { space, lead, group, word, tail };
        match shape {
            Shape::Star => Some(Piece::Star { space }),
            Shape::Url(url) => {
                add_name(&mut self.parsed.draft.links, &url);
                None
            }
            Shape::Name(sigil, name) => self.name(sigil, &name).map(|word| named(Group::Name(sigil), word)),
            Shape::Keyed(key, value) => self.keyed(key, &value).then_some(Piece::Keyed { tail }),
            Shape::Metric(name, value) => match figure(&name, &value) {
                Ok(figure) => {
                    let words = figure.in_sentence();
                    self.parsed.draft.figures.push(figure);
                    Some(named(Group::Metric, words))
                }
                Err(err) => {
                    self.hint(err);
                    None
                }
            },
        }
    }

    /// Links a name; returns the words that it has in a sentence.
    fn name(&mut self, sigil: Sigil, name: &str) -> Option<String> {
        let draft = &mut self.parsed.draft;
        match sigil {
            Sigil::Tag => add_name(&mut draft.tags, name),
            Sigil::Skill => add_name(&mut draft.skills, name),
            Sigil::Person => add_name(&mut draft.people, name),
            Sigil::Project => return self.project(name),
            Sigil::Goal => return self.goal(name),
        }
        Some(name.to_owned())
    }

    fn project(&mut self, typed: &str) -> Option<String> {
        let name = match self.known.project(typed) {
            Lookup::Known(name) => name,
            Lookup::Unknown => {
                self.parsed.new_project |= self.parsed.draft.project.is_none();
                typed.to_owned()
            }
            Lookup::Ambiguous(names) => {
                self.hint(format!("+{typed} may be {}: it stays in the text", either(&names)));
                return None;
            }
        };
        match &self.parsed.draft.project {
            Some(first) if first.name != name => {
                let first = first.name.clone();
                self.hint(format!("a win has one project, {first}: +{typed} stays in the text"));
                None
            }
            _ => {
                self.parsed.draft.project = Some(NamedRef::unresolved(&name));
                Some(name)
            }
        }
    }

    fn goal(&mut self, typed: &str) -> Option<String> {
        match self.known.goal(typed) {
            Lookup::Known(title) => {
                add_reference(&mut self.parsed.draft.goals, &title);
                return Some(title);
            }
            Lookup::Unknown => self.hint(format!("there is no goal {typed}: ^{typed} stays in the text")),
            Lookup::Ambiguous(names) => {
                self.hint(format!("^{typed} may be {}: it stays in the text", either(&names)))
            }
        };
        None
    }

    fn keyed(&mut self, key: Key, value: &str) -> bool {
        let draft = &mut self.parsed.draft;
        match key {
            Key::Date if draft.when.is_none() => {
                match parse_when(value, self.today, Bias::Past) {
                    Ok(when) => draft.when = Some(when),
                    Err(err) => return self.unreadable("date", value, ParseError::Date(err)),
                }
                true
            }
            Key::Due if draft.due.is_none() => {
                if value.eq_ignore_ascii_case("never") {
                    draft.due = Some(Due::Never);
                    return true;
                }
                match parse_day(value, self.today, Bias::Future) {
                    Ok(day) => draft.due = Some(Due::On(day)),
                    Err(err) => return self.unreadable("due", value, ParseError::Due(err)),
                }
                true
            }
            Key::Category if draft.category.is_none() => match self.known.category(value) {
                Some(key) => {
                    draft.category = Some(key);
                    true
                }
                None => self.hint(format!("there is no category {value}: cat:{value} stays in the text")),
            },
            Key::For if draft.audience.is_empty() => {
                value.clone_into(&mut draft.audience);
                true
            }
            Key::Role => match roles(value) {
                Ok(roles) => {
                    for role in roles {
                        if !draft.roles.contains(&role) {
                            draft.roles.push(role);
                        }
                    }
                    true
                }
                Err(word) => self.hint(format!("{word} is not a role: role:{value} stays in the text")),
            },
            Key::Link => {
                add_name(&mut draft.links, value);
                true
            }
            Key::Date | Key::Due | Key::Category | Key::For => {
                self.hint(format!("this was said before: the second, {value}, stays in the text"))
            }
        }
    }

    fn unreadable(&mut self, key: &str, value: &str, problem: ParseError) -> bool {
        match self.unreadable {
            UnreadableDate::Keep => self.hint(format!("{problem}: {key}:{value} stays in the text")),
            UnreadableDate::Refuse => {
                self.parsed.problems.push(problem);
                true
            }
        }
    }

    /// Says why a token stays in the text, and leaves it there.
    fn hint(&mut self, hint: String) -> bool {
        self.parsed.hints.push(hint);
        false
    }

    fn finish(mut self) -> ParsedLine {
        let draft = &mut self.parsed.draft;
        (draft.title, draft.starred) = title(&self.pieces);
        if draft.title.is_empty() {
            self.parsed.problems.push(ParseError::EmptyTitle);
        }
        self.parsed
    }
}

/// `A or B`, `A, B or C`.
fn either(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests;
