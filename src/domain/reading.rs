//! Reading notes: on books, articles, courses, tools and other media.

use chrono::NaiveDate;

use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::id::{GoalId, ReadingId, WinId};
use super::kind::Kind;
use super::progress::Progress;
use super::record::{Field, FieldError, Record, Unread, field, infos, unread_member};
use super::shared_fields::{LINKS, SOURCE, TAGS, VISIBILITY, Visibility};
use super::value::NamedRef;
use super::words::words;
use crate::text::fold;

words! {
    /// The medium of a reading note.
    Medium {
        /// A book: the default.
        Book = "book",
        /// An article or a post.
        Article = "article",
        /// A paper.
        Paper = "paper",
        /// A course.
        Course = "course",
        /// A talk.
        Talk = "talk",
        /// A language, a library or a tool.
        Tool = "tool",
        /// A concept.
        Concept = "concept",
    }
}

words! {
    /// The status of a reading note.
    ReadingStatus {
        /// Not begun: the default.
        ToRead = "to-read",
        /// In progress.
        Reading = "reading",
        /// Finished.
        Finished = "finished",
        /// Given up.
        Abandoned = "abandoned",
    }
}

impl ReadingStatus {
    /// Returns the word for display: `to read`.
    pub fn shown(self) -> &'static str {
        if self == Self::ToRead { "to read" } else { self.word() }
    }

    /// Parses a status or a synonym: `to read`, `todo`, `done`.
    pub fn read(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace([' ', '_'], "-");
        match word.as_str() {
            "toread" | "todo" | "wanted" | "want-to-read" | "unread" | "not-started" | "planned" | "tbr"
            | "queued" | "next" => Some(Self::ToRead),
            "started" | "currently-reading" | "in-progress" | "ongoing" | "re-reading" | "rereading" => {
                Some(Self::Reading)
            }
            "done" | "read" | "completed" => Some(Self::Finished),
            "dropped" | "dnf" | "did-not-finish" | "unfinished" | "not-finished" | "gave-up" | "given-up" => {
                Some(Self::Abandoned)
            }
            // A note in parentheses is ignored: `reading (50%)`.
            other => Self::from_word(other.split("-(").next().unwrap_or(other)),
        }
    }
}

/// A reading note.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The title of the book, article or other medium.
    pub title: String,
    /// The authors, teachers or makers.
    pub authors: Vec<String>,
    /// The medium, such as a book or a talk.
    pub medium: Medium,
    /// The status: to be read, in progress, finished or abandoned.
    pub status: ReadingStatus,
    /// The progress in pages, chapters or percent.
    pub progress: Option<Progress>,
    /// The date on which the reading began.
    pub started: Option<PartialDate>,
    /// The date on which the reading was finished or abandoned.
    pub finished: Option<PartialDate>,
    /// The rating, from 1 to 5.
    pub rating: Option<u8>,
    /// The goals that the note is evidence for.
    pub goals: Vec<NamedRef<GoalId>>,
    /// The wins for which the note was used.
    pub used_in: Vec<NamedRef<WinId>>,
    /// The tags, without their `#`.
    pub tags: Vec<String>,
    /// The URLs of related pages.
    pub links: Vec<String>,
    /// The readers who may see the note in a document.
    pub visibility: Visibility,
    /// The takeaways; may be empty.
    pub takeaways: String,
    /// The changes in the user's work since; may be empty.
    pub changed: String,
    /// Other notes, in Markdown.
    pub notes: String,
    /// The place among the notes to be read; the smallest is next.
    pub place: String,
    /// The fingerprint of the imported draft; `None` for a note that was not imported.
    pub source: Option<String>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            title: String::new(),
            authors: Vec::new(),
            medium: Medium::Book,
            status: ReadingStatus::ToRead,
            progress: None,
            started: None,
            finished: None,
            rating: None,
            goals: Vec::new(),
            used_in: Vec::new(),
            tags: Vec::new(),
            links: Vec::new(),
            visibility: Visibility::Internal,
            takeaways: String::new(),
            changed: String::new(),
            notes: String::new(),
            place: String::new(),
            source: None,
            unread: Unread::default(),
        }
    }
}

impl Record for Reading {
    type Id = ReadingId;
    const KIND: Kind = Kind::Reading;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    /// Sets the dates that follow from a new status, the status that follows from new dates, and the progress
    /// of a finished note.
    fn normalise(&mut self, before: Option<&Self>, today: NaiveDate) {
        self.title = self.title.trim().to_owned();
        let was = before.map(|before| before.status);
        if self.unread.get("status").is_some() {
            return;
        }
        if self.status == ReadingStatus::ToRead && was.is_none_or(|was| was == ReadingStatus::ToRead) {
            if self.finished.is_some() {
                self.status = ReadingStatus::Finished;
            } else if self.started.is_some() {
                self.status = ReadingStatus::Reading;
            }
        }
        let today = Some(PartialDate::Day(today));
        let turned = was != Some(self.status);
        match self.status {
            ReadingStatus::Reading if turned => {
                self.started = self.started.or(today);
                if before.is_some_and(|before| before.finished == self.finished) {
                    self.finished = None;
                }
            }
            ReadingStatus::ToRead if turned => (self.started, self.finished) = (None, None),
            ReadingStatus::Finished | ReadingStatus::Abandoned if turned => {
                self.finished = self.finished.or(today);
            }
            _ => {}
        }
        if self.status == ReadingStatus::Finished
            && let Some(progress) = self.progress.as_mut()
        {
            progress.done = progress.of.unwrap_or(progress.done);
        }
    }

    fn validate(&self, today: NaiveDate) -> Result<(), FieldError> {
        if self.title.trim().is_empty() {
            return Err(FieldError::new("title", "a reading note needs a title"));
        }
        if self.rating.is_some_and(|rating| !(1..=5).contains(&rating)) {
            return Err(FieldError::new("rating", "a rating is a number from 1 to 5"));
        }
        for (field, date) in [("started", self.started), ("finished", self.finished)] {
            if let Some(date) = date.filter(|date| date.first_day() > today) {
                return Err(FieldError::new(field, format!("“{date}” is in the future")));
            }
        }
        in_order(self.started, self.finished).map_err(|err| FieldError::new("finished", err))
    }
}

/// Parses a medium, singular or plural.
fn set_medium(note: &mut Reading, text: &str, _: NaiveDate) -> Result<(), String> {
    note.medium = medium(text)?;
    Ok(())
}

/// Parses a medium, singular or plural: `books`; the error lists all media.
pub fn medium(word: &str) -> Result<Medium, String> {
    let one = word.trim().strip_suffix('s').unwrap_or(word);
    let found = Medium::from_word(word).or_else(|| Medium::from_word(one));
    found.ok_or_else(|| super::field::unknown("medium", word, Medium::WORDS))
}

/// Parses a status; the error lists all statuses.
pub fn status(word: &str) -> Result<ReadingStatus, String> {
    let shown: Vec<&str> = ReadingStatus::ALL.iter().map(|status| status.shown()).collect();
    ReadingStatus::read(word).ok_or_else(|| super::field::unknown("status", word, &shown))
}

fn set_status(note: &mut Reading, text: &str, _: NaiveDate) -> Result<(), String> {
    note.status = status(text)?;
    Ok(())
}

/// Parses progress; a bare number keeps the unit and the total.
fn set_progress(note: &mut Reading, text: &str, _: NaiveDate) -> Result<(), String> {
    note.progress = match text {
        "" => None,
        text => Some(Progress::read(text, note.progress).map_err(|err| err.to_string())?),
    };
    Ok(())
}

fn set_rating(note: &mut Reading, text: &str, _: NaiveDate) -> Result<(), String> {
    note.rating = rating(text)?;
    Ok(())
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

impl Reading {
    /// Returns `true` if the title, authors and tags contain every word, ignoring case and accents.
    pub fn has_words(&self, words: &str) -> bool {
        let all = std::iter::once(&self.title).chain(&self.authors).chain(&self.tags);
        let all = fold(&all.map(String::as_str).collect::<Vec<_>>().join(" "));
        fold(words).split_whitespace().all(|word| all.contains(word))
    }

    /// Returns `true` if the note has a tag, ignoring case and accents.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.iter().any(|name| fold(name) == fold(tag))
    }
}

/// Parses a rating from 1 to 5, as a number or as stars; an empty text is `None`.
pub fn rating(text: &str) -> Result<Option<u8>, String> {
    let text = text.trim().trim_end_matches("stars").trim().trim_end_matches("/5").trim();
    let text = text.strip_suffix("/ 5").map_or(text, str::trim);
    if text.is_empty() {
        return Ok(None);
    }
    let stars = text.chars().filter(|c| matches!(c, '★' | '⭐')).count();
    let number = if stars > 0 && text.chars().all(|c| matches!(c, '★' | '☆' | '⭐' | '\u{fe0f}')) {
        u8::try_from(stars).ok()
    } else {
        text.parse().ok()
    };
    number
        .filter(|number| (1..=5).contains(number))
        .map(Some)
        .ok_or_else(|| format!("a rating is a number from 1 to 5, not {text}"))
}

/// Formats a rating as stars: `★★★★☆`.
pub fn stars(rating: u8) -> String {
    let full = usize::from(rating.min(5));
    format!("{}{}", "★".repeat(full), "☆".repeat(5 - full))
}

/// Fails if `finished` is before `started`; the error names both dates.
pub fn in_order(started: Option<PartialDate>, finished: Option<PartialDate>) -> Result<(), String> {
    match (started, finished) {
        (Some(started), Some(finished)) if finished.last_day() < started.first_day() => {
            Err(format!("the note would be finished ({finished}) before it was started ({started})"))
        }
        _ => Ok(()),
    }
}

/// The fields of a reading note.
const FIELDS: &[Field<Reading>] = &[
    field!(title, FieldInfo::new("title", FieldType::Text).help("What it is called")),
    field!(
        authors,
        FieldInfo::new("authors", FieldType::Names)
            .column("author")
            .help("Who wrote it, gave it or made it, set apart by commas")
    ),
    field!(
        medium,
        FieldInfo::new("medium", FieldType::Word(Medium::WORDS)),
        |note| note.medium.to_string(),
        set_medium
    ),
    field!(
        status,
        FieldInfo::new("status", FieldType::Word(ReadingStatus::WORDS)),
        |note| note.status.shown().to_owned(),
        set_status
    ),
    field!(
        progress,
        FieldInfo::new("progress", FieldType::Text).help("120/350, chapter 3/12, 45%").found(false),
        |note| shown(note.progress),
        set_progress
    ),
    field!(started, FieldInfo::new("started", FieldType::Date).help("2026-03-04, 2026-03, 2026, yesterday")),
    field!(
        finished,
        FieldInfo::new("finished", FieldType::EndDate).help("2026-03-04, 2026-03, 2026, yesterday")
    ),
    field!(
        rating,
        FieldInfo::new("rating", FieldType::Int { min: 1, max: 5 }).help("Your rating, from 1 to 5"),
        |note| shown(note.rating),
        set_rating
    ),
    field!(
        goals,
        FieldInfo::new("goals", FieldType::Refs(Kind::Goal))
            .column("goal")
            .sigil('^')
            .help("Goals that it is evidence for, set apart by commas")
    ),
    field!(
        used_in,
        FieldInfo::new("used_in", FieldType::Refs(Kind::Win)).column("used").hidden().found(false)
    ),
    field!(tags, TAGS),
    field!(links, LINKS),
    field!(visibility, VISIBILITY),
    field!(
        takeaways,
        FieldInfo::new("takeaways", FieldType::Text).section("Takeaways").help("What you want to remember")
    ),
    field!(
        changed,
        FieldInfo::new("changed", FieldType::Text)
            .section("What it changed")
            .help("What you have done differently since you read it")
    ),
    field!(
        notes,
        FieldInfo::new("notes", FieldType::Text).section("Notes").help("Anything else, in Markdown").own()
    ),
    field!(place, FieldInfo::new("place", FieldType::Place).internal()),
    field!(source, SOURCE),
];

/// The descriptions of the fields of a reading note.
pub(super) const INFOS: &[FieldInfo] = &infos::<Reading, { FIELDS.len() }>(FIELDS);

#[cfg(test)]
mod tests;
