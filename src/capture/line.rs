//! The one-line grammar: words set off by spaces, some of which are tokens.
//!
//! A line is never refused for its links: what cannot be resolved stays in the text, with a hint.
//! [`super::title`] decides which words of the tokens stay in the title.

use chrono::NaiveDate;

pub use super::scan::Sigil;
use super::scan::{Key, Shape, Token, Word, token, unescaped, words};
use super::title::{Group, Piece, title};
use super::values::{add_name, figure, roles};
use crate::domain::phrase::{Look, parse_day, parse_when};
use crate::domain::{Due, When, WinDraft};

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

/// The names that a journal knows, as far as reading a line needs them.
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
pub enum Problem {
    /// There is no word left that says what was done.
    #[error("a win needs a title")]
    EmptyTitle,
    /// A `date:` that cannot be read.
    #[error("date: {0}")]
    Date(crate::domain::phrase::DateError),
    /// A `due:` that cannot be read.
    #[error("due: {0}")]
    Due(crate::domain::phrase::DateError),
}

/// What a line was understood to say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The draft.
    pub draft: WinDraft,
    /// What was not understood and stayed in the text, one line each.
    pub hints: Vec<String>,
    /// What keeps it from being saved.
    pub problems: Vec<Problem>,
    /// Whether the project is one that saving will make.
    pub new_project: bool,
}

/// Reads a captured text: the first line that is not blank is the win, the lines after it are its
/// notes.
#[must_use]
pub fn read(text: &str, today: NaiveDate, known: &dyn Vocabulary) -> Reading {
    read_with(text, today, known, UnreadableDate::Refuse)
}

/// Reads a text that another program wrote, such as a commit message: a `date:` or `due:` that
/// cannot be read stays in the title with a hint, because nobody is there to correct it.
#[must_use]
pub fn read_piped(text: &str, today: NaiveDate, known: &dyn Vocabulary) -> Reading {
    read_with(text, today, known, UnreadableDate::Keep)
}

/// The treatment of a `date:` or `due:` that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnreadableDate {
    /// The line is refused.
    Refuse,
    /// The token stays in the title, with a hint.
    Keep,
}

fn read_with(text: &str, today: NaiveDate, known: &dyn Vocabulary, unreadable: UnreadableDate) -> Reading {
    let (first, notes) = title_and_notes(text);
    let mut reader =
        Reader { today, known, unreadable, reading: Reading::default(), pieces: Vec::new(), looked_up: 0 };
    notes.clone_into(&mut reader.reading.draft.notes);
    let body = match date_prefix(first, today) {
        Some((Some(when), rest)) => {
            reader.reading.draft.when = Some(when);
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
pub fn read_title(draft: &mut WinDraft, today: NaiveDate, known: &dyn Vocabulary) -> Vec<String> {
    let read = read_with(&draft.title, today, known, UnreadableDate::Keep);
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
        (&mut draft.goals, from.goals),
        (&mut draft.links, from.links),
    ];
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
pub fn read_literal(text: &str) -> Reading {
    let (first, notes) = title_and_notes(text);
    let mut reading = Reading::default();
    first.clone_into(&mut reading.draft.title);
    notes.clone_into(&mut reading.draft.notes);
    if first.is_empty() {
        reading.problems.push(Problem::EmptyTitle);
    }
    reading
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
fn date_prefix(line: &str, today: NaiveDate) -> Option<(Option<When>, &str)> {
    let body = unescaped(line);
    let when = leading_date(body, today)?;
    if body.len() < line.len() {
        return Some((None, &line[1..]));
    }
    let colon = line.find(':')?;
    Some((Some(when), line[colon + 1..].trim_start()))
}

/// The date that a line begins with, if it is set off by a colon.
pub(super) fn leading_date(line: &str, today: NaiveDate) -> Option<When> {
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
    parse_when(phrase, today, Look::Back).ok()
}

fn is_month(word: &str) -> bool {
    (1..=12).any(|month| crate::domain::date::month_name(month).to_lowercase().starts_with(word))
}

struct Reader<'a> {
    today: NaiveDate,
    known: &'a dyn Vocabulary,
    unreadable: UnreadableDate,
    reading: Reading,
    pieces: Vec<Piece<'a>>,
    /// How many tokens were looked up.
    looked_up: usize,
}

/// The most tokens that a line has. Each is looked up in the journal whenever the line changes, and a
/// pasted file can hold a hundred thousand words that look like one.
const MOST_TOKENS: usize = 256;

impl<'a> Reader<'a> {
    fn word(&mut self, word: Word<'a>) {
        let Word { space, text, code } = word;
        let body = unescaped(text);
        let read = if code || self.looked_up >= MOST_TOKENS { None } else { token(body, self.known) };
        if read.is_some() && body.len() == text.len() {
            self.looked_up += 1;
            if self.looked_up == MOST_TOKENS {
                self.hint(format!("a line has at most {MOST_TOKENS} names: the rest stays text"));
            }
        }
        let piece = match read {
            Some(_) if body.len() < text.len() => Piece::Text { space, text: &text[1..] },
            Some(token) => self.token(token, space).unwrap_or(Piece::Verbatim { space, text }),
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
                add_name(&mut self.reading.draft.links, &url);
                None
            }
            Shape::Name(sigil, name) => self.name(sigil, &name).map(|word| named(Group::Name(sigil), word)),
            Shape::Keyed(key, value) => self.keyed(key, &value).then_some(Piece::Keyed { tail }),
            Shape::Metric(name, value) => match figure(&name, &value) {
                Ok(figure) => {
                    let words = figure.in_sentence();
                    self.reading.draft.figures.push(figure);
                    Some(named(Group::Metric, words))
                }
                Err(why) => {
                    self.hint(why);
                    None
                }
            },
        }
    }

    /// Links a name; returns the words that it has in a sentence.
    fn name(&mut self, sigil: Sigil, name: &str) -> Option<String> {
        let draft = &mut self.reading.draft;
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
                self.reading.new_project |= self.reading.draft.project.is_none();
                typed.to_owned()
            }
            Lookup::Ambiguous(names) => {
                self.hint(format!("+{typed} may be {}: it stays in the text", either(&names)));
                return None;
            }
        };
        match &self.reading.draft.project {
            Some(first) if *first != name => {
                let first = first.clone();
                self.hint(format!("a win has one project, {first}: +{typed} stays in the text"));
                None
            }
            _ => {
                self.reading.draft.project = Some(name.clone());
                Some(name)
            }
        }
    }

    fn goal(&mut self, typed: &str) -> Option<String> {
        match self.known.goal(typed) {
            Lookup::Known(title) => {
                add_name(&mut self.reading.draft.goals, &title);
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
        let draft = &mut self.reading.draft;
        match key {
            Key::Date if draft.when.is_none() => {
                match parse_when(value, self.today, Look::Back) {
                    Ok(when) => draft.when = Some(when),
                    Err(why) => return self.unreadable("date", value, Problem::Date(why)),
                }
                true
            }
            Key::Due if draft.due.is_none() => {
                if value.eq_ignore_ascii_case("never") {
                    draft.due = Some(Due::Never);
                    return true;
                }
                match parse_day(value, self.today, Look::Forward) {
                    Ok(day) => draft.due = Some(Due::On(day)),
                    Err(why) => return self.unreadable("due", value, Problem::Due(why)),
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

    fn unreadable(&mut self, key: &str, value: &str, problem: Problem) -> bool {
        match self.unreadable {
            UnreadableDate::Keep => self.hint(format!("{problem}: {key}:{value} stays in the text")),
            UnreadableDate::Refuse => {
                self.reading.problems.push(problem);
                true
            }
        }
    }

    /// Says why a token stays in the text, and leaves it there.
    fn hint(&mut self, hint: String) -> bool {
        self.reading.hints.push(hint);
        false
    }

    fn finish(mut self) -> Reading {
        let draft = &mut self.reading.draft;
        (draft.title, draft.starred) = title(&self.pieces);
        if draft.title.is_empty() {
            self.reading.problems.push(Problem::EmptyTitle);
        }
        self.reading
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

/// The word under the cursor when it begins like a name, for completion: which kind of name,
/// where it starts in bytes, and what is typed of it.
#[must_use]
pub fn name_at(line: &str, cursor: usize) -> Option<(Sigil, usize, &str)> {
    let before = line.get(..cursor)?;
    let mut start = 0;
    for word in words(before) {
        start += word.space.len();
        let end = start + word.text.len();
        if end == before.len() {
            let sigil = Sigil::of(word.text.chars().next()?)?;
            let typed = word.text[1..].trim_start_matches('"');
            let fits = typed.is_empty() || typed.starts_with(char::is_alphabetic);
            return fits.then_some((sigil, start, typed));
        }
        start = end;
    }
    None
}

/// A completed name as it is written into the line.
#[must_use]
pub fn completed(sigil: Sigil, name: &str) -> String {
    format!("{}{}", sigil.char(), super::scan::written(name, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::properties::Names;
    use rstest::rstest;

    fn today() -> NaiveDate {
        "2026-03-06".parse().unwrap()
    }

    fn read_line(text: &str) -> Reading {
        read(text, today(), &Names)
    }

    #[test]
    fn the_line_of_the_contract_is_read_whole() {
        let reading = read_line(
            "Halved document generation latency +pdfgen #perf %python @maria latency:800ms..400ms for:underwriters",
        );
        let draft = reading.draft;
        assert_eq!(draft.title, "Halved document generation latency");
        assert_eq!(draft.project.as_deref(), Some("pdfgen"));
        assert_eq!(
            (draft.tags, draft.skills, draft.people),
            (vec!["perf".to_owned()], vec!["python".to_owned()], vec!["maria".to_owned()])
        );
        assert_eq!(draft.figures[0].value_text(), "800ms..400ms");
        assert_eq!(draft.audience, "underwriters");
        assert!(reading.hints.is_empty() && reading.problems.is_empty());
    }

    #[rstest]
    #[case("Fixed #123 and got +1 at 40% with ^C")]
    #[case("redis:6379 main.rs:120 10:30 3:1 std::io C# a@b.example")]
    #[case("Note: fixed it")]
    #[case("a \"quoted\" word, 5 > 3 & $HOME")]
    #[case("March: a retrospective")]
    #[case("90d: retention")]
    #[case("#\"unclosed and +\"so on")]
    #[case("C:\\temp \\n \\\\server\\share")]
    #[case("! up front")]
    #[case("a\ttab and  two spaces")]
    fn plain_words_stay_text(#[case] text: &str) {
        let reading = read_line(text);
        assert_eq!(reading.draft, WinDraft { title: text.to_owned(), ..WinDraft::default() });
        assert!(reading.hints.is_empty(), "{:?}", reading.hints);
    }

    #[rstest]
    #[case("Shipped it !", "Shipped it", true)]
    #[case("Shipped it!", "Shipped it!", false)]
    #[case("Shipped \\!", "Shipped !", false)]
    fn a_star_stands_alone_at_the_end(#[case] text: &str, #[case] title: &str, #[case] star: bool) {
        let draft = read_line(text).draft;
        assert_eq!((draft.title.as_str(), draft.starred), (title, star));
    }

    #[test]
    fn names_may_be_quoted_and_punctuation_behind_them_stays() {
        let draft = read_line("Moved (+\"Doc Gen\"), with @Zoë, to #\"a \\\"b\\\" c\".").draft;
        assert_eq!(draft.title, "Moved (Doc Gen), with Zoë, to a \"b\" c.");
        assert_eq!(draft.people, ["Zoë"]);
        assert_eq!(draft.tags, ["a \"b\" c"]);
        let draft = read_line("Fixed it +“Doc Gen” and #„two words“").draft;
        assert_eq!(draft.title, "Fixed it Doc Gen and two words");
        assert_eq!((draft.project.as_deref(), &draft.tags[0][..]), (Some("Doc Gen"), "two words"));
    }

    #[rstest]
    // Inside the sentence a token keeps its word.
    #[case("Paired with @sam until he shipped alone", "Paired with sam until he shipped alone")]
    #[case("Mentored @sam on query plans", "Mentored sam on query plans")]
    #[case("Moved +\"doc gen\" to Temporal with @Ana and @Bo", "Moved Doc Gen to Temporal with Ana and Bo")]
    #[case("Presented the #roadmap to the board", "Presented the roadmap to the board")]
    #[case("Paired on it #ci and #docs with %rust code", "Paired on it ci and docs with rust code")]
    #[case("Thanks @everyone", "Thanks everyone")]
    #[case("+docgen shipped the thing", "docgen shipped the thing")]
    #[case("+docgen: shipped the thing", "docgen: shipped the thing")]
    #[case("Reached ^two by March", "Reached Two new languages by March")]
    #[case("Cut latency:800ms..400ms for everyone", "Cut latency 800ms → 400ms for everyone")]
    #[case("Got errors:-90% and speed:15x at once", "Got errors -90% and speed 15x at once")]
    #[case("Cut p99:800ms..400ms, errors:5%..1%.", "Cut p99 800ms → 400ms, errors 5% → 1%.")]
    #[case("Set timeout:30s", "Set timeout 30s")]
    // At the end only the first token keeps its word, where the sentence needs it.
    #[case("Paired with @sam #pairing", "Paired with sam")]
    #[case("Gave a talk about #rust", "Gave a talk about rust")]
    #[case("Onboarded @maya and @li", "Onboarded maya and li")]
    #[case("Onboarded @maya & @li", "Onboarded maya & li")]
    #[case("Onboarded @maya, @li #team", "Onboarded maya, li")]
    #[case("Mentored @sam", "Mentored sam")]
    #[case("Mentored @sam #growth for:team", "Mentored sam")]
    #[case("Paired with date:today @sam", "Paired with sam")]
    #[case("Reviewers for the week: @sam", "Reviewers for the week: sam")]
    #[case("Halved the latency, +docgen #perf", "Halved the latency, docgen")]
    #[case("Used %rust, %sql.", "Used rust, sql.")]
    #[case("Halved the latency +docgen #perf @maria", "Halved the latency")]
    #[case("Halved the latency +docgen, #perf, @maria.", "Halved the latency.")]
    #[case("Halved the latency — +docgen #perf", "Halved the latency")]
    #[case("Halved it (for all of them +docgen)", "Halved it (for all of them)")]
    #[case("Built it (with @sam)", "Built it (with sam)")]
    #[case("Great win ! +docgen", "Great win")]
    #[case("Learned a lot #rust ^nowhere", "Learned a lot ^nowhere")]
    #[case("Wrote the guide #docs https://example.org/a", "Wrote the guide https://example.org/a")]
    #[case("\"All quoted #x\"", "\"All quoted\"")]
    #[case("Shipped! +docgen", "Shipped!")]
    #[case("性能を改善した +docgen #perf", "性能を改善した")]
    #[case("Introduced @sam / @bo", "Introduced sam / bo")]
    #[case("Moved us @sam → @bo #x", "Moved us sam → bo")]
    #[case("Worked with @sam + @bo", "Worked with sam + bo")]
    #[case("Paired w/ @sam", "Paired w/ sam")]
    #[case("Compared go versus %rust", "Compared go versus rust")]
    #[case("Worked alongside @sam #x", "Worked alongside sam")]
    #[case("Wrote a guide. Helped @sam. #x", "Wrote a guide. Helped sam.")]
    #[case("Revert \"Add @sam\"", "Revert \"Add sam\"")]
    #[case("Celebrated @sam's #promotion", "Celebrated sam's promotion")]
    #[case("Shipped... +pdfgen", "Shipped... pdfgen")]
    #[case("It was @sam", "It was sam")]
    // Brackets and quotes around a token.
    #[case("Mentored a new hire (@sam)", "Mentored a new hire")]
    #[case("Wrote the RFC (#infra, #db) for +pdfgen", "Wrote the RFC (infra, db) for pdfgen")]
    #[case("Gave the talk: \"%rust at scale\" #talk", "Gave the talk: \"rust at scale\"")]
    #[case("Handed over to @sam (@jo's team)", "Handed over to sam (jo's team)")]
    // Names in a list without spaces, and words that are no names.
    #[case("Wrote the docs #a,#b", "Wrote the docs")]
    #[case("Paired with @sam,@jo #pair", "Paired with sam, jo")]
    #[case("Asked @sam—and @jo—for help", "Asked @sam—and @jo—for help")]
    #[case("Used $HOME and %PATH% vars", "Used $HOME and %PATH% vars")]
    #[case("Handled 50 %of cases", "Handled 50 %of cases")]
    #[case("Debugged @sam:8080 today", "Debugged @sam:8080 today")]
    // A possessive belongs to the sentence.
    #[case("Reviewed @sam's design", "Reviewed sam's design")]
    #[case("Took over @Ana’s team", "Took over Ana’s team")]
    #[case("Tidied up after @\"Ana Bo\"'s talk", "Tidied up after Ana Bo's talk")]
    // Text that only looks like a token.
    #[case("Upgraded @types/node to 22", "Upgraded @types/node to 22")]
    #[case("Fixed `code a #b c` today", "Fixed `code a #b c` today")]
    #[case("Explained ``a ` @b`` and `%c` to all", "Explained ``a ` @b`` and `%c` to all")]
    #[case("Mailed a@b.example about a#b", "Mailed a@b.example about a#b")]
    fn the_sentence_stays_whole(#[case] line: &str, #[case] title: &str) {
        assert_eq!(read_line(line).draft.title, title);
    }

    #[rstest]
    #[case("Reviewed @sam's design with @Ana’s team", &["sam", "Ana"])]
    #[case("Upgraded @types/node and `@x y`", &[])]
    #[case("Asked @\"types/node\" twice", &["types/node"])]
    #[case("Paired with (@sam,@jo) and @Li\u{200B}", &["sam", "jo", "Li"])]
    #[case("All of it (with @sam]).", &["sam"])]
    #[case("one ` @sam is linked behind a lone back-tick", &["sam"])]
    fn people_are_linked_by_their_bare_names(#[case] line: &str, #[case] people: &[&str]) {
        assert_eq!(read_line(line).draft.people, people);
    }

    #[rstest]
    #[case("Great win ! +docgen", true)]
    #[case("Great win +docgen !", true)]
    #[case("Great ! win +docgen", false)]
    fn a_star_counts_among_the_tokens_at_the_end(#[case] line: &str, #[case] starred: bool) {
        assert_eq!(read_line(line).draft.starred, starred);
    }

    #[test]
    fn a_literal_line_has_no_tokens() {
        let reading = read_literal("yesterday: fixed #1 for @sam latency:3ms !\n\n- note");
        assert_eq!(reading.draft.title, "yesterday: fixed #1 for @sam latency:3ms !");
        assert_eq!(reading.draft.notes, "- note");
        assert_eq!(WinDraft { title: "x".into(), ..WinDraft::default() }, read_literal("x").draft);
        assert_eq!(read_literal(" \n ").problems, [Problem::EmptyTitle]);
    }

    #[test]
    fn a_title_in_a_document_is_read_like_a_line_and_the_fields_stay() {
        let mut draft = WinDraft {
            title: "Paired with @sam on +pdfgen for:all latency:3ms !".into(),
            people: vec!["Li".into()],
            project: Some("Doc Gen".into()),
            ..WinDraft::default()
        };
        assert!(read_title(&mut draft, today(), &Names).is_empty());
        assert_eq!(draft.title, "Paired with sam on pdfgen");
        assert_eq!(
            (draft.people, draft.project.as_deref()),
            (vec!["Li".into(), "sam".into()], Some("Doc Gen"))
        );
        assert_eq!((draft.audience.as_str(), draft.starred, draft.figures.len()), ("all", true, 1));
    }

    #[test]
    fn an_unreadable_date_from_another_program_stays_in_the_title() {
        let reading = read_piped("Fix date:parse of due:x", today(), &Names);
        assert_eq!(reading.draft.title, "Fix date:parse of due:x");
        assert_eq!((reading.hints.len(), reading.problems.len()), (2, 0));
    }

    #[test]
    fn a_backslash_keeps_a_token_in_the_text() {
        let draft = read_line(r"\+project \#tag \latency:3ms \\#two \date:today").draft;
        assert_eq!(draft.title, r"+project #tag latency:3ms \#two date:today");
        assert!(draft.tags.is_empty() && draft.figures.is_empty() && draft.when.is_none());
    }

    #[rstest]
    #[case("yesterday: fixed it", "2026-03-05")]
    #[case("last friday: fixed it", "2026-02-27")]
    #[case("2026-03-04: fixed it", "2026-03-04")]
    #[case("fixed it date:2026-01", "2026-01")]
    #[case("fixed it date:\"last friday\"", "2026-02-27")]
    #[case("mon: fixed it", "2026-03-02")]
    fn a_date_in_front_or_in_a_token(#[case] text: &str, #[case] when: &str) {
        let draft = read_line(text).draft;
        assert_eq!(
            (draft.title.as_str(), draft.when.map(|when| when.to_string()).as_deref()),
            ("fixed it", Some(when))
        );
    }

    #[test]
    fn an_escaped_date_in_front_is_text() {
        let draft = read_line(r"\yesterday: all my troubles").draft;
        assert_eq!((draft.title.as_str(), draft.when), ("yesterday: all my troubles", None));
    }

    #[test]
    fn what_is_not_understood_stays_in_the_text_with_a_hint() {
        for (text, part) in [
            ("x ^nowhere", "no goal nowhere"),
            ("x +doc", "Doc Gen or Doc Store"),
            ("x cat:nonsense", "no category nonsense"),
            ("x role:wizard", "wizard is not a role"),
            ("x latency:800ms..4MB", "not of one unit"),
            ("x +pdfgen +other", "one project, pdfgen"),
        ] {
            let reading = read_line(text);
            assert!(reading.hints[0].contains(part), "{text}: {:?}", reading.hints);
            let kept = text.rsplit(' ').next().unwrap();
            assert!(reading.draft.title.contains(kept), "{text}: {}", reading.draft.title);
            assert!(reading.problems.is_empty());
        }
    }

    #[test]
    fn only_an_empty_title_or_an_unreadable_date_is_refused() {
        assert_eq!(read_line("  ").problems, [Problem::EmptyTitle]);
        assert_eq!(read_line("+pdfgen #perf").problems, [Problem::EmptyTitle]);
        assert!(matches!(read_line("x date:2026-02-30").problems[..], [Problem::Date(_)]));
        assert!(matches!(read_line("x due:someday").problems[..], [Problem::Due(_)]));
    }

    #[test]
    fn a_url_stays_in_the_text_and_is_a_link_too() {
        let draft = read_line("Wrote https://example.org/a(b). link:wiki/page").draft;
        assert_eq!(draft.title, "Wrote https://example.org/a(b).");
        assert_eq!(draft.links, ["https://example.org/a(b)", "wiki/page"]);
    }

    #[test]
    fn a_line_of_a_million_words_is_read_in_linear_time_and_loses_none() {
        // Quadratic work would take minutes here.
        for unit in ["word ", "#tag", "` ", "a:5% ", "+\"open ", "x:\"a ", "))))", "@a's "] {
            let text = unit.repeat((1 << 20) / unit.len());
            let draft = read_line(&text).draft;
            let kept = draft.title.len() + draft.tags.iter().map(String::len).sum::<usize>();
            assert!(kept > (1 << 19), "{unit}: {kept}");
            assert!(draft.figures.len() <= MOST_TOKENS && draft.people.len() <= MOST_TOKENS);
        }
    }

    #[test]
    fn a_new_line_begins_the_notes() {
        let draft = read_line("Title #tag\nfirst #not-a-tag\n\nsecond\n").draft;
        assert_eq!((draft.title.as_str(), draft.notes.as_str()), ("Title tag", "first #not-a-tag\n\nsecond"));
        let draft = read_line("\n \nTitle of it\n\n  \n- a\n- b\n\n").draft;
        assert_eq!((draft.title.as_str(), draft.notes.as_str()), ("Title of it", "- a\n- b"));
    }

    #[test]
    fn figures_of_every_shape() {
        let values: Vec<String> =
            read_line("x a:800..400ms b:1.2s->600ms c:3→2 d:-90% e:15x f:$12k known:7 g:\"3 days\"")
                .draft
                .figures
                .iter()
                .map(|figure| format!("{} {}", figure.name, figure.value_text()))
                .collect();
        assert_eq!(
            values,
            ["a 800..400ms", "b 1.2s..600ms", "c 3..2", "d -90%", "e 15x", "f $12k", "known 7", "g 3 days"]
        );
    }

    #[test]
    fn the_name_under_the_cursor_is_found_for_completion() {
        assert_eq!(name_at("fix +doc", 8), Some((Sigil::Project, 4, "doc")));
        assert_eq!(name_at("fix +\"doc g", 11), None);
        assert_eq!(name_at("fix @", 5), Some((Sigil::Person, 4, "")));
        assert_eq!(name_at("fix @ma more", 7), Some((Sigil::Person, 4, "ma")));
        assert_eq!(name_at("fix +1", 6), None);
        assert_eq!(name_at("fix", 3), None);
    }
}
