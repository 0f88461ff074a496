//! What was read, watched, taken or tried, and what came of it.

use std::fmt;

use chrono::{DateTime, FixedOffset};

use super::date::PartialDate;
use super::id::{GoalId, ReadingId, WinId};
use super::kind::Kind;
use super::record::{FieldInfo, FieldType};
use super::win::{LINKS, Named, SOURCE, TAGS, VISIBILITY, Visibility, words};
use crate::text::fold;

words! {
    /// What it is.
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
        /// A language, a library, a tool.
        Tool = "tool",
        /// A concept.
        Concept = "concept",
    }
}

words! {
    /// How far one is with it.
    ReadingStatus {
        /// Still to be read: the default.
        ToRead = "to-read",
        /// Being read.
        Reading = "reading",
        /// Read to the end.
        Finished = "finished",
        /// Given up.
        Abandoned = "abandoned",
    }
}

impl ReadingStatus {
    /// The word for a person: `to read`.
    #[must_use]
    pub fn shown(self) -> &'static str {
        if self == Self::ToRead { "to read" } else { self.word() }
    }

    /// The one that a person means: `to read`, `todo`, `done`.
    #[must_use]
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
            // `reading (50%)`
            other => Self::from_word(other.split("-(").next().unwrap_or(other)),
        }
    }
}

/// What progress counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Pages.
    Page,
    /// Chapters, lessons, parts.
    Chapter,
    /// Hundredths.
    Percent,
}

/// How far it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is counted.
    pub step: Step,
    /// How many are done.
    pub done: u32,
    /// How many there are; 100 of percent.
    pub of: Option<u32>,
}

/// Why progress is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProgressError {
    /// It goes beyond the end.
    #[error("{done} is beyond the end, which is {of}")]
    Beyond {
        /// What was said.
        done: u32,
        /// How many there are.
        of: u32,
    },
    /// It cannot be read.
    #[error("no progress can be read from “{0}”; write it as 120/350, chapter 3/12 or 45%")]
    Unread(String),
}

impl Progress {
    /// Reads progress as it is written: `120/350`, `p 120`, `chapter 3/12`, `45%`. Where only a number is
    /// said, `before` says what is counted and how many there are.
    ///
    /// # Errors
    /// When it cannot be read, or is beyond the end.
    pub fn read(text: &str, before: Option<Self>) -> Result<Self, ProgressError> {
        let unread = || ProgressError::Unread(text.trim().to_owned());
        let folded = super::fold(text.trim());
        let digits = folded.find(|c: char| c.is_ascii_digit()).ok_or_else(unread)?;
        let (word, rest) = folded.split_at(digits);
        let word = word.trim().trim_end_matches('.').trim();
        let (rest, percent) = match rest.strip_suffix('%') {
            Some(rest) => (rest.trim(), true),
            None => (rest.trim(), false),
        };
        let step = match word {
            _ if percent && word.is_empty() => Some(Step::Percent),
            "" => None,
            "p" | "page" | "pages" => Some(Step::Page),
            "ch" | "chapter" | "chapters" | "lesson" | "part" | "episode" | "module" => Some(Step::Chapter),
            _ => return Err(unread()),
        };
        let rest = rest.replacen(" of ", "/", 1);
        let (done, of) = match rest.split_once('/') {
            Some((done, of)) => (done.trim(), Some(of.trim().parse::<u32>().map_err(|_| unread())?)),
            None => (rest.as_str(), None),
        };
        let done: u32 = done.parse().map_err(|_| unread())?;
        let same = before.filter(|before| step.is_none_or(|step| step == before.step));
        let step = step.or(before.map(|before| before.step)).unwrap_or(Step::Page);
        let of = match step {
            Step::Percent => Some(100),
            _ => of.or_else(|| same.and_then(|before| before.of)),
        };
        match of {
            Some(0) => Err(unread()),
            Some(of) if done > of => Err(ProgressError::Beyond { done, of }),
            _ => Ok(Self { step, done, of }),
        }
    }

    /// How far that is, from 0 to 1; `None` where nobody knows how many there are.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        self.of.map(|of| f64::from(self.done) / f64::from(of))
    }

    /// Whether it is at the end.
    #[must_use]
    pub fn is_end(self) -> bool {
        self.of == Some(self.done)
    }
}

impl fmt::Display for Progress {
    /// As [`Progress::read`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = self.of.map(|of| format!("/{of}")).unwrap_or_default();
        match self.step {
            Step::Percent => write!(f, "{}%", self.done),
            Step::Page => write!(f, "{}{of}", self.done),
            Step::Chapter => write!(f, "chapter {}{of}", self.done),
        }
    }
}

/// A reading note, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its identity.
    pub id: ReadingId,
    /// What it is called.
    pub title: String,
    /// Who wrote it, gave it or made it.
    pub authors: Vec<String>,
    /// What it is.
    pub medium: Medium,
    /// How far one is with it.
    pub status: ReadingStatus,
    /// When it was begun.
    pub started: Option<PartialDate>,
    /// When it was finished or given up.
    pub finished: Option<PartialDate>,
    /// How far it was read.
    pub progress: Option<Progress>,
    /// From 1 to 5.
    pub rating: Option<u8>,
    /// What to keep of it; may be empty.
    pub takeaways: String,
    /// Anything else, in Markdown.
    pub notes: String,
    /// What one does otherwise since; may be empty.
    pub changed: String,
    /// The wins that used it.
    pub used_in: Vec<Named<WinId>>,
    /// The goals that it is evidence for.
    pub goals: Vec<Named<GoalId>>,
    /// Anything to find it by.
    pub tags: Vec<String>,
    /// Addresses.
    pub links: Vec<String>,
    /// Its place among what is to be read; the smallest is next.
    pub place: i64,
    /// Who may see it in a document.
    pub visibility: Visibility,
    /// When it was written down.
    pub logged_at: DateTime<FixedOffset>,
    /// When it was last changed.
    pub updated_at: DateTime<FixedOffset>,
    /// Grows with every change to it.
    pub revision: i64,
}

impl Reading {
    /// Whether every word, in any case, is somewhere in its title, its authors or its tags.
    #[must_use]
    pub fn has_words(&self, words: &str) -> bool {
        let all = std::iter::once(&self.title).chain(&self.authors).chain(&self.tags);
        let all = fold(&all.map(String::as_str).collect::<Vec<_>>().join(" "));
        fold(words).split_whitespace().all(|word| all.contains(word))
    }

    /// Whether it has a tag, in any case.
    #[must_use]
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.iter().any(|name| fold(name) == fold(tag))
    }
}

/// A reading note that is to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingDraft {
    /// What it is called.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What it is.
    pub medium: Medium,
    /// How far one is with it.
    pub status: ReadingStatus,
    /// When it was begun.
    pub started: Option<PartialDate>,
    /// When it was finished or given up.
    pub finished: Option<PartialDate>,
    /// How far it was read.
    pub progress: Option<Progress>,
    /// From 1 to 5.
    pub rating: Option<u8>,
    /// What to keep of it.
    pub takeaways: String,
    /// Anything else.
    pub notes: String,
    /// What one does otherwise since.
    pub changed: String,
    /// The titles of the goals that it is evidence for.
    pub goals: Vec<String>,
    /// Anything to find it by.
    pub tags: Vec<String>,
    /// Addresses.
    pub links: Vec<String>,
    /// Who may see it.
    pub visibility: Visibility,
}

impl Default for ReadingDraft {
    fn default() -> Self {
        Self {
            title: String::new(),
            authors: Vec::new(),
            medium: Medium::Book,
            status: ReadingStatus::ToRead,
            started: None,
            finished: None,
            progress: None,
            rating: None,
            takeaways: String::new(),
            notes: String::new(),
            changed: String::new(),
            goals: Vec::new(),
            tags: Vec::new(),
            links: Vec::new(),
            visibility: Visibility::Internal,
        }
    }
}

impl Reading {
    /// The note as a draft, to be changed.
    #[must_use]
    pub fn draft(&self) -> ReadingDraft {
        ReadingDraft {
            title: self.title.clone(),
            authors: self.authors.clone(),
            medium: self.medium,
            status: self.status,
            started: self.started,
            finished: self.finished,
            progress: self.progress,
            rating: self.rating,
            takeaways: self.takeaways.clone(),
            notes: self.notes.clone(),
            changed: self.changed.clone(),
            goals: self.goals.iter().map(|goal| goal.name.clone()).collect(),
            tags: self.tags.clone(),
            links: self.links.clone(),
            visibility: self.visibility,
        }
    }
}

/// Reads a rating: 1 to 5, or nothing.
///
/// # Errors
/// A line that says what a rating is.
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

/// The stars of a rating: `★★★★☆`.
#[must_use]
pub fn stars(rating: u8) -> String {
    let full = usize::from(rating.min(5));
    format!("{}{}", "★".repeat(full), "☆".repeat(5 - full))
}

/// Takes a title with its authors apart: `T by A`, `T By A, B and C`. The authors are empty where the
/// words behind the last `by` are no names.
#[must_use]
pub fn title_and_authors(text: &str) -> (String, Vec<String>) {
    let text = text.trim();
    let whole = || (text.to_owned(), Vec::new());
    let at = [" by ", " By ", " BY "].iter().filter_map(|by| text.rfind(by)).max();
    let Some(at) = at else { return whole() };
    let (title, behind) = (text[..at].trim_end_matches([',', ';', ' ']), &text[at + 4..]);
    let authors = authors(behind);
    let name = |name: &String| {
        let words = name.split_whitespace().count();
        (1..=5).contains(&words)
            && name.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii())
            && !name.contains(|c: char| c.is_ascii_digit())
    };
    // One word behind "by" is a name only where a title of several words stands before it.
    let enough = authors.iter().any(|each| each.contains(' ') || !each.is_ascii())
        || title.split_whitespace().count() >= 3;
    // A title is often set off from its author by more than a word.
    let title = title.trim_matches(|c| matches!(c, '*' | '_' | '"' | '“' | '”'));
    if title.is_empty() || authors.is_empty() || !authors.iter().all(name) || !enough {
        return whole();
    }
    (title.to_owned(), authors)
}

/// Authors as they are listed: set apart by commas, `and` or `&`.
#[must_use]
pub fn authors(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // `Example, Ada; Sample, Bo` is how libraries write names.
    let turned: Vec<String> = text
        .split(';')
        .map(|name| match name.split_once(',') {
            Some((last, first)) if text.contains(';') => format!("{} {}", first.trim(), last.trim()),
            _ => name.trim().to_owned(),
        })
        .collect();
    let even = turned.join(",").replace(" and ", ",").replace(" & ", ",");
    for name in even.split(',').map(str::trim).map(|name| name.strip_prefix("and ").unwrap_or(name)) {
        if let (Some(last), true) = (out.last_mut(), matches!(name, "Jr." | "Jr" | "Sr." | "PhD" | "Ph.D.")) {
            last.push_str(&format!(", {name}"));
            continue;
        }
        if !name.is_empty() && !out.iter().any(|each| super::fold(each) == super::fold(name)) {
            out.push(name.to_owned());
        }
    }
    out
}

/// Whether something was finished after it was begun.
///
/// # Errors
/// A line that says both days.
pub fn in_order(started: Option<PartialDate>, finished: Option<PartialDate>) -> Result<(), String> {
    match (started, finished) {
        (Some(started), Some(finished)) if finished.last_day() < started.first_day() => {
            Err(format!("it would be finished ({finished}) before it was begun ({started})"))
        }
        _ => Ok(()),
    }
}

/// The fields of a reading note.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo::new("title", FieldType::Text).help("What it is called"),
    FieldInfo::new("authors", FieldType::Names)
        .column("author")
        .help("Who wrote it, gave it or made it, set apart by commas"),
    FieldInfo::new("medium", FieldType::Word(Medium::WORDS)).help("Space or the arrows change it"),
    FieldInfo::new("status", FieldType::Word(ReadingStatus::WORDS)).help("Space or the arrows change it"),
    FieldInfo::new("progress", FieldType::Text).help("120/350, chapter 3/12, 45%").found(false),
    FieldInfo::new("started", FieldType::Date).help("2026-03-04, 2026-03, 2026, yesterday"),
    FieldInfo::new("finished", FieldType::Date).help("2026-03-04, 2026-03, 2026, yesterday"),
    FieldInfo::new("rating", FieldType::Int { min: 1, max: 5 }).help("What it is worth, from 1 to 5"),
    FieldInfo::new("goals", FieldType::Refs(Kind::Goal))
        .column("goal")
        .help("Goals that it is evidence for, set apart by commas"),
    FieldInfo::new("used_in", FieldType::Refs(Kind::Win)).column("used").hidden().found(false),
    TAGS,
    LINKS,
    VISIBILITY,
    FieldInfo::new("takeaways", FieldType::Text).section("Takeaways").help("What to keep of it"),
    FieldInfo::new("changed", FieldType::Text).section("What it changed").help("What you do otherwise since"),
    FieldInfo::new("notes", FieldType::Text).section("Notes").help("Anything else, in Markdown"),
    FieldInfo::new("place", FieldType::PLACE).hidden(),
    SOURCE,
];

#[cfg(test)]
mod tests;
