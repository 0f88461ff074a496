//! Parses a captured line: words separated by spaces, some of which are tokens.
//!
//! A name that cannot be resolved stays in the text, with a hint. `title.rs` decides which words of the
//! tokens stay in the title.

use chrono::NaiveDate;

use super::lexer::{Key, Shape, Sigil, Token, Word, enclosed_url, token, unescaped, words};
use super::title::{Group, Piece, title, title_and_notes};
use super::values::{add_name, add_reference, roles};
use super::vocabulary::{Lookup, Vocabulary};
use super::whole_dates::{date_as_text, with_whole_dates};
use crate::domain::date_phrase::{Bias, parse_day, parse_when};
use crate::domain::field::unknown;
use crate::domain::figure::figure;
use crate::domain::number::{self, localized};
use crate::domain::{DateRange, Due, NamedRef, Role, Win};

/// A reason why a line cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// No text is left for the title.
    #[error("a win needs a title")]
    EmptyTitle,
    /// A `date:` that cannot be parsed.
    #[error("date: {0}")]
    Date(crate::domain::date_phrase::DateError),
    /// A `due:` that cannot be parsed.
    #[error("due: {0}")]
    Due(crate::domain::date_phrase::DateError),
}

/// A parsed line of quick capture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParsedLine {
    /// The draft of the win.
    pub draft: Win,
    /// The reasons why tokens stayed in the text, one line each.
    pub hints: Vec<String>,
    /// The reasons why the line cannot be saved.
    pub problems: Vec<ParseError>,
    /// `true` if saving creates the project.
    pub new_project: bool,
}

/// Parses a captured text: the first line that is not blank is the win, the lines after it are its notes.
pub fn parse(text: &str, today: NaiveDate, known: &dyn Vocabulary) -> ParsedLine {
    parse_with(text, today, known, UnreadableDate::Refuse)
}

/// Parses a text from another program, such as a commit message.
///
/// A `date:` or `due:` that cannot be parsed stays in the title with a hint, because no user can correct it.
pub fn parse_piped(text: &str, today: NaiveDate, known: &dyn Vocabulary) -> ParsedLine {
    parse_with(text, today, known, UnreadableDate::Keep)
}

/// The treatment of a `date:` or `due:` that cannot be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnreadableDate {
    /// A problem, which prevents the line from being saved.
    Refuse,
    /// A hint; the token stays in the title as text.
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
        is_escaped: false,
    };
    notes.clone_into(&mut reader.parsed.draft.notes);
    let body = match date_prefix(first, today) {
        Some((Some(when), rest)) => {
            reader.parsed.draft.when = Some(when);
            rest
        }
        Some((None, rest)) => {
            reader.is_escaped = true;
            rest
        }
        None => first,
    };
    for word in with_whole_dates(body, &words(body), today) {
        reader.word(word);
    }
    reader.finish()
}

/// Parses the tokens of a title that was typed into a document or a form, and returns hints.
///
/// A token sets a field that is empty, replaces the date, and adds to a list. A title that contains nothing but tokens
/// stays as it is, and `draft` is not changed.
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

/// Parses a captured text without tokens: its first line that is not blank is the title, the rest the notes.
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

/// Splits a leading date phrase with its colon, such as `yesterday:`, from the rest of the line. After a
/// backslash, the phrase is text: the date is `None`, and only the backslash is removed.
fn date_prefix(line: &str, today: NaiveDate) -> Option<(Option<DateRange>, &str)> {
    let body = unescaped(line);
    let when = leading_date(body, today)?;
    if body.len() < line.len() {
        return Some((None, &line[1..]));
    }
    let colon = line.find(':')?;
    Some((Some(when), line[colon + 1..].trim_start()))
}

/// Returns the date that a line begins with, if a colon, a space and text follow it.
pub(super) fn leading_date(line: &str, today: NaiveDate) -> Option<DateRange> {
    let colon = line.find(':')?;
    let (phrase, rest) = line.split_at(colon);
    if !rest[1..].starts_with([' ', '\t']) || rest[1..].trim().is_empty() {
        return None;
    }
    // "March: a retrospective" and "90d: retention" are titles: only phrases that are clearly dates count.
    let lower = phrase.to_lowercase();
    let dated = lower.starts_with(|c: char| c.is_ascii_digit())
        && (lower.len() == 4
            || lower.contains(['-', ' '])
            || (lower.len() >= "4.3.2026".len() && lower.contains(['/', '.'])));
    let named = lower.starts_with(char::is_alphabetic)
        && !["end ", "start ", "beginning ", "week "].iter().any(|edge| lower.starts_with(edge))
        && (lower.contains(' ')
            || lower.ends_with("day")
            || (lower.len() == 3 && lower != "now" && !is_month(&lower)));
    if (!dated && !named) || is_time_alone(&lower) {
        return None;
    }
    parse_when(phrase, today, Bias::Past).ok()
}

/// Returns `true` for `two weeks` or `3 days`, which is a title and no date without `ago`.
fn is_time_alone(phrase: &str) -> bool {
    const UNITS: [&str; 8] = ["minute", "hour", "day", "week", "fortnight", "month", "quarter", "year"];
    let unit = phrase.rsplit(' ').next().unwrap_or_default();
    let first = phrase.split(' ').next().unwrap_or_default();
    UNITS.contains(&unit.trim_end_matches('s')) && !matches!(first, "last" | "this" | "next")
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
    /// `true` once the hint was given that the rest of the line stays text.
    told_full: bool,
    /// A backslash before the date at the beginning makes it text.
    is_escaped: bool,
}

/// The maximum number of tokens in a line. Each token is looked up in the journal whenever the line changes,
/// and a pasted file can contain a hundred thousand of them.
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
            None => {
                if let Some(url) = enclosed_url(text).filter(|_| !code && !text.starts_with('\\')) {
                    add_name(&mut self.parsed.draft.links, url);
                }
                Piece::Text { space, text }
            }
        };
        self.pieces.push(piece);
    }

    /// Adds a token to the draft; returns `None` if the word stays in the text.
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
            Shape::Metric(name, value) => match figure(&name, &localized(&value, self.known.number_format()))
            {
                Ok(figure) => {
                    if let Some(hint) = number::hint(&value, self.known.number_format()) {
                        self.hint(hint);
                    }
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

    /// Adds a name to the draft; returns the words for it in the title, or `None` if it is not resolved.
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
                self.hint(format!("a win has only one project ({first}): +{typed} stays in the text"));
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
            Lookup::Unknown => self.hint(format!("unknown goal “{typed}”: ^{typed} stays in the text")),
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
            Key::Category if draft.category.is_none() => {
                if let Some(key) = self.known.category(value) {
                    draft.category = Some(key);
                    return true;
                }
                let keys = self.known.categories();
                let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                let why = unknown("category", value, &keys);
                self.hint(format!("cat:{value} stays in the text: {why}"))
            }
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
                Err(word) => {
                    let why = unknown("role", &word, Role::WORDS);
                    self.hint(format!("role:{value} stays in the text: {why}"))
                }
            },
            Key::Link => {
                add_name(&mut draft.links, value);
                true
            }
            Key::Date | Key::Due | Key::Category | Key::For => {
                self.hint(format!("{value} stays in the text: the line has such a value already"))
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

    /// Adds a hint and returns `false`: the token stays in the text.
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
        let is_typed = self.unreadable == UnreadableDate::Refuse && !self.is_escaped && draft.when.is_none();
        if is_typed && let Some(date) = date_as_text(&draft.title, self.today) {
            let hint = format!("“{date}” stays text: a date comes first, with a colon");
            self.parsed.hints.push(hint);
        }
        self.parsed
    }
}

/// Joins names as `A or B` or `A, B or C`.
fn either(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests;
