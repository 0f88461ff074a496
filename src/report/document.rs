//! The brag document of a period as a value: what templates are given, and what `--format json` prints.
//!
//! Texts are as they were written; whoever makes Markdown, HTML or anything else of them escapes them.
//! A win is in it once: under its project, or in the section of its category where it has none.

use serde::{Deserialize, Serialize};

/// For whom a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reader {
    /// Myself: everything, with the gaps.
    #[default]
    Myself,
    /// My manager: without what is private, the highlights first.
    Manager,
    /// A promotion committee: the same, by what was shown.
    Promotion,
    /// Anybody: only what is public, with aliases for names.
    Public,
}

impl Reader {
    /// Every reader.
    pub const ALL: [Self; 4] = [Self::Myself, Self::Manager, Self::Promotion, Self::Public];

    /// The word that is typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Myself => "self",
            Self::Manager => "manager",
            Self::Promotion => "promotion",
            Self::Public => "public",
        }
    }

    /// The reader of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reader| reader.word() == word)
    }

    /// Whether records of a visibility are for this reader.
    #[must_use]
    pub fn sees(self, visibility: crate::domain::Visibility) -> bool {
        use crate::domain::Visibility::{Internal, Private, Public};
        match (self, visibility) {
            (Self::Myself, _) | (_, Public) | (Self::Manager | Self::Promotion, Internal) => true,
            (Self::Manager | Self::Promotion, Private) | (Self::Public, Internal | Private) => false,
        }
    }
}

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Document {
    /// `Brag document, 2026`.
    pub title: String,
    /// `self`, `manager`, `promotion` or `public`.
    pub reader: String,
    /// Which period.
    pub period: Span,
    /// At most five entries that say most; for a manager and a committee.
    pub highlights: Vec<Entry>,
    /// The goals of the period's year, and how they went.
    pub goals: Vec<GoalEntry>,
    /// What the wins of the period have in common, the most frequent first; for a manager.
    pub themes: Vec<Theme>,
    /// What the person needs from the reader, in Markdown; for a manager, and empty until it is written.
    pub needs: String,
    /// The projects that were worked on, in the order of their first win.
    pub projects: Vec<ProjectEntry>,
    /// Metrics that belong to nothing.
    pub numbers: Vec<Series>,
    /// What came in the period of work that was done before it.
    pub earlier: Vec<EarlierOutcome>,
    /// Wins without a project, by category.
    pub sections: Vec<Section>,
    /// The goals of the year after.
    pub next: Vec<GoalEntry>,
    /// What that year is called.
    pub next_label: String,
    /// What is not there yet, in a sentence each; for myself.
    pub gaps: Vec<String>,
    /// Whether nothing was logged.
    pub nothing: bool,
    /// Whether it is a page of one project.
    pub alone: bool,
    /// What the gaps are made of.
    #[serde(skip)]
    pub(super) missing: Vec<Gap>,
    /// The keys of all categories.
    #[serde(skip)]
    pub(super) categories: Vec<String>,
}

/// The days of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Span {
    /// `2026`, `2026-Q1`, `January 2026`.
    pub label: String,
    /// The first day, ISO.
    pub first: String,
    /// The last day, ISO.
    pub last: String,
}

/// A win.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Which win: its identity.
    #[serde(default)]
    pub id: String,
    /// What was done.
    pub title: String,
    /// When, in words.
    pub date: String,
    /// Whether it is starred.
    pub starred: bool,
    /// The name of its project; of a highlight.
    pub project: String,
    /// Its own numbers in words: `latency 800ms → 400ms (−50 %)`.
    pub figures: Vec<String>,
    /// How the first of them is known: `measured`; may be empty.
    pub confidence: String,
    /// For whom.
    pub audience: String,
    /// My parts in it.
    pub roles: Vec<String>,
    /// On whom it had which effect.
    pub impact: String,
    /// How it was done, in Markdown.
    pub notes: String,
    /// What its own metrics came to since.
    pub since: Vec<Series>,
    /// What came of it.
    pub outcomes: Vec<Outcome>,
    /// Where it can be seen: addresses; not for the public.
    #[serde(default)]
    pub links: Vec<String>,
    /// Whether its numbers and what came of it stand among the highlights, and not here again.
    #[serde(default)]
    pub highlighted: bool,
}

/// What several wins are about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// The tag.
    pub name: String,
    /// How many wins have it.
    pub wins: usize,
    /// What the first of them were, at most three.
    pub titles: Vec<String>,
    /// All of them: their identities, and what they are called.
    #[serde(skip)]
    pub(super) of: Vec<(String, String)>,
}

impl Theme {
    /// Tells of the wins that it is of now.
    pub(super) fn tell(&mut self) {
        self.wins = self.of.len();
        self.titles = self.of.iter().take(3).map(|(_, title)| title.clone()).collect();
    }
}

/// A metric over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// `800ms → 400ms (4 March 2026), −50 %`.
    pub told: String,
    /// Its chart, by its place among the charts of the document; none where it cannot be drawn.
    pub chart: Option<usize>,
    /// Whether one win brought all of it, and says so where it stands.
    #[serde(default)]
    pub brought: bool,
}

/// What came of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// When that was said, in words; may be empty.
    pub date: String,
    /// What happened.
    pub text: String,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct GoalEntry {
    /// Which goal: its identity.
    pub id: String,
    /// What was wanted.
    pub title: String,
    /// Why.
    pub why: String,
    /// How it went: `2 of 2, done on 4 March 2026`; may be empty.
    pub went: String,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct ProjectEntry {
    /// Which project: its identity.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From when to when.
    pub span: String,
    /// My parts in it.
    pub roles: Vec<String>,
    /// Languages, technologies, methods.
    pub skills: Vec<String>,
    /// What it is.
    pub summary: String,
    /// What made it hard.
    pub challenge: String,
    /// How it was met.
    pub solution: String,
    /// What came of it.
    pub results: String,
    /// What was liked about it; for myself.
    pub liked: String,
    /// What was hard; for myself.
    pub hard: String,
    /// What was learned.
    pub learned: String,
    /// Its wins.
    pub wins: Vec<Entry>,
    /// Its metrics.
    pub metrics: Vec<Series>,
    /// What was answered about it.
    pub outcomes: Vec<Outcome>,
}

/// Work of an earlier time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlierOutcome {
    /// What was done.
    pub title: String,
    /// Its project and its date.
    pub about: Vec<String>,
    /// The claim as it was written.
    pub claim: String,
    /// What came of it.
    pub outcomes: Vec<Outcome>,
}

/// The wins of a category, and under learning what was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// The category.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// Its wins.
    pub wins: Vec<Entry>,
    /// What was read to its end.
    pub readings: Vec<ReadingEntry>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadingEntry {
    /// Which note: its identity.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// By whom, in one line; may be empty.
    pub authors: String,
    /// What it is.
    pub medium: String,
    /// What is kept of it, and what it changed, a line each.
    pub takeaways: Vec<String>,
}

impl Document {
    /// The parts that are in every document, by name.
    pub const PARTS: [&'static str; 10] = [
        "highlights",
        "goals",
        "themes",
        "needs",
        "projects",
        "numbers",
        "earlier",
        "reading",
        "next",
        "gaps",
    ];

    /// The part that says what is needed: it is written for one document, where titles are.
    pub const NEEDS: &'static str = "needs";

    /// Leaves to the highlights what they tell: a win appears in full once.
    pub fn refer(&mut self) {
        let told: Vec<&str> = self.highlights.iter().map(|entry| entry.id.as_str()).collect();
        let below = self.projects.iter_mut().flat_map(|project| &mut project.wins);
        for entry in below.chain(self.sections.iter_mut().flat_map(|section| &mut section.wins)) {
            if told.contains(&entry.id.as_str()) {
                entry.highlighted = true;
                entry.figures.clear();
                entry.audience.clear();
                entry.impact.clear();
                entry.outcomes.clear();
            }
        }
    }

    /// Keeps only some parts, or leaves some out: by their names here, or the keys of categories.
    ///
    /// # Errors
    /// A line that names the part that there is not.
    pub fn keep(&mut self, include: &[String], exclude: &[String]) -> Result<(), String> {
        let known = |word: &String| {
            Self::PARTS.contains(&word.as_str())
                || self.categories.contains(word)
                || self.sections.iter().any(|section| section.key == *word)
        };
        if let Some(word) = include.iter().chain(exclude).find(|word| !known(word)) {
            return Err(format!("there is no part {word}"));
        }
        if include.is_empty() {
            self.leave_out(exclude);
            return Ok(());
        }
        let all = Self::PARTS.iter().map(|part| (*part).to_owned());
        let all = all.chain(self.sections.iter().map(|section| section.key.clone()));
        let others: Vec<String> = all.filter(|part| !include.contains(part)).collect();
        self.leave_out(&others);
        Ok(())
    }

    /// Leaves parts out.
    pub(super) fn leave_out(&mut self, parts: &[String]) {
        let gone = |part: &str| parts.iter().any(|each| each == part);
        if gone("highlights") {
            self.highlights.clear();
        }
        if gone("goals") {
            self.goals.clear();
        }
        if gone("themes") {
            self.themes.clear();
        }
        if gone(Self::NEEDS) {
            self.needs.clear();
        }
        if gone("projects") {
            self.projects.clear();
        }
        if gone("numbers") {
            self.numbers.clear();
        }
        if gone("earlier") {
            self.earlier.clear();
        }
        for section in &mut self.sections {
            if gone(&section.key) {
                section.wins.clear();
            }
            // What was read stands in the section of what was learned, and is a part of its own.
            if gone("reading") {
                section.readings.clear();
            }
        }
        self.sections.retain(|section| !section.wins.is_empty() || !section.readings.is_empty());
        if gone("next") {
            self.next.clear();
        }
        if gone("gaps") {
            self.gaps.clear();
        }
    }
}

/// Something that is missing, of several records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The name of the part that is missing.
    pub(super) says: &'static str,
    /// The records: their keys in the document, and their titles.
    pub(super) named: Vec<(String, String)>,
    /// The largest number of titles to print, in quotes; `None` prints all of them without quotes.
    pub(super) most: Option<usize>,
}

impl Gap {
    /// The gap in a sentence, without what is left out of the document; `None` where nothing is left.
    #[must_use]
    pub fn told(&self, left_out: impl Fn(&str) -> bool) -> Option<String> {
        let named: Vec<&str> =
            self.named.iter().filter(|(key, _)| !left_out(key)).map(|(_, title)| title.as_str()).collect();
        if named.is_empty() {
            return None;
        }
        let Some(most) = self.most else {
            return Some(format!("{}: {}.", self.says, named.join(", ")));
        };
        let shown: Vec<String> = named.iter().take(most).map(|title| format!("“{title}”")).collect();
        let more = match named.len() - shown.len() {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        Some(format!("{}: {}{more}.", self.says, shown.join(", ")))
    }
}
