//! The brag document of a period as a value: the input of templates, and the output of `--format json`.
//!
//! Texts are not escaped; each output format escapes them. Besides the highlights, a win is listed once:
//! under its project, or in the section of its category if it has no project; in the case for a promotion,
//! under its first competency. Documents about a career are built from the same value: see [`super::career`].

use serde::Serialize;

use super::career_entry::{
    CaseEntry, CompetencyEntry, PositionEntry, ProfileEntry, SkillGroup, StoryEntry, StoryGroup,
};
pub use super::entry::{
    BriefEntry, Entry, FigureEntry, GoalEntry, Head, NumberEntry, Outcome, PraiseEntry, ProjectEntry,
    ReadingEntry, Receipt, Series, Total,
};

/// The reader for whom a document is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reader {
    /// The user: everything, with the gaps.
    #[default]
    Myself,
    /// A manager: nothing private, with highlights, themes and needs.
    Manager,
    /// A promotion committee: nothing private, with highlights.
    Promotion,
    /// Anybody: only public records, with aliases for names.
    Public,
}

impl Reader {
    /// All readers.
    pub const ALL: [Self; 4] = [Self::Myself, Self::Manager, Self::Promotion, Self::Public];

    /// Returns the word for the reader on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Myself => "self",
            Self::Manager => "manager",
            Self::Promotion => "promotion",
            Self::Public => "public",
        }
    }

    /// Returns the reader of a word; `None` if the word is unknown.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reader| reader.word() == word)
    }

    /// Returns `true` if records of a visibility are for this reader.
    pub fn sees(self, visibility: crate::domain::Visibility) -> bool {
        use crate::domain::Visibility::{Internal, Private, Public};
        match (self, visibility) {
            (Self::Myself, _) | (_, Public) | (Self::Manager | Self::Promotion, Internal) => true,
            (Self::Manager | Self::Promotion, Private) | (Self::Public, Internal | Private) => false,
        }
    }
}

/// The brag document of a period, or a document about a career.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Document {
    /// The title, such as `Brag document, 2026`.
    pub title: String,
    /// `self`, `manager`, `promotion` or `public`.
    pub reader: String,
    /// The author, the reader and the day; only in a review, like the totals and the numbers.
    pub head: Head,
    /// The days of the period.
    pub period: Span,
    /// The period in one sentence, as the user wrote it; empty until it is written.
    pub summary: String,
    /// The totals of the period.
    pub totals: Vec<Total>,
    /// The metrics that moved in the period, as rows of a table, the largest changes first.
    pub glance: Vec<NumberEntry>,
    /// The rows of the table that are in the appendix.
    pub further: Vec<NumberEntry>,
    /// The number of rows that are left out.
    pub more_numbers: usize,
    /// The case for a promotion; `None` unless the reader is a promotion committee.
    pub case: Option<CaseEntry>,
    /// The best wins, at most five; empty unless the reader is a manager or a promotion committee.
    pub highlights: Vec<Entry>,
    /// The goals of the period's year with their results.
    pub goals: Vec<GoalEntry>,
    /// The tags of at least two wins of the period, the most frequent first, at most five; empty unless the
    /// reader is a manager.
    pub themes: Vec<Theme>,
    /// The support that the user asks of a manager, in Markdown; empty until it is written, and for other
    /// readers.
    pub needs: String,
    /// The wins by competency; empty unless the reader is a promotion committee.
    pub competencies: Vec<CompetencyEntry>,
    /// The projects that were worked on, in the order of their first win; in a document about a career, those
    /// that belong to no position, each with its parts.
    pub projects: Vec<ProjectEntry>,
    /// The metrics that belong to no project, win or goal.
    pub numbers: Vec<Series>,
    /// The outcomes of earlier work that were recorded in the period.
    pub earlier: Vec<EarlierOutcome>,
    /// The wins without a project and the reading notes, by category.
    pub sections: Vec<Section>,
    /// The praise that is about no win of the document.
    pub praise: Vec<PraiseEntry>,
    /// The projects and categories in brief; only in the short form, which has their wins in the appendix.
    pub brief: Vec<BriefEntry>,
    /// The projects, competencies and categories of the short form with their wins and texts.
    pub appendix: Vec<ProjectEntry>,
    /// The record behind each sentence; only if they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<Receipt>,
    /// The goals of the next year.
    pub next: Vec<GoalEntry>,
    /// The label of the next year.
    pub next_label: String,
    /// The sentences about missing information; empty unless the reader is the user.
    pub gaps: Vec<String>,
    /// `true` if the document has no project, metric, section, goal or earlier outcome.
    pub nothing: bool,
    /// `true` for the page of a single project.
    pub alone: bool,
    /// `true` if each win of the page has its date.
    pub dated: bool,
    /// The person; only in a document about a career, like the members below.
    pub profile: ProfileEntry,
    /// The positions, the latest first.
    pub positions: Vec<PositionEntry>,
    /// The wins with a date that belong to no project and no position.
    pub others: Vec<Entry>,
    /// The wins without a date that belong to no project and no position.
    pub undated: Vec<Entry>,
    /// The skills by group; only in a CV.
    pub skills: Vec<SkillGroup>,
    /// The wins of the category for recognition; only in a CV.
    pub awards: Vec<Entry>,
    /// The stories that have at least one part, under their headings.
    pub stories: Vec<StoryGroup>,
    /// The stories of which only the title or the question is written.
    pub stubs: Vec<StoryEntry>,
    /// The data of `gaps`.
    #[serde(skip)]
    pub(super) missing: Vec<Gap>,
    /// The keys of all categories.
    #[serde(skip)]
    pub(super) categories: Vec<String>,
}

/// The days of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Span {
    /// The label, such as `2026`, `2026-Q1` or `January 2026`.
    pub label: String,
    /// The first day in ISO 8601.
    pub first: String,
    /// The last day in ISO 8601.
    pub last: String,
}

/// A tag of several wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// The tag.
    pub name: String,
    /// The number of wins with the tag.
    pub wins: usize,
    /// The titles of the first of these wins, at most three.
    pub titles: Vec<String>,
    /// The IDs and titles of all these wins.
    #[serde(skip)]
    pub(super) of: Vec<(String, String)>,
}

impl Theme {
    /// Sets `wins` and `titles` from `of`.
    pub(super) fn tell(&mut self) {
        self.wins = self.of.len();
        self.titles = self.of.iter().take(3).map(|(_, title)| title.clone()).collect();
    }
}

/// Work from before the period, with outcomes in the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlierOutcome {
    /// The title of the win or the name of the project.
    pub title: String,
    /// The name of the project, and the date.
    pub about: Vec<String>,
    /// The claim, as it was written.
    pub claim: String,
    /// The outcomes that were recorded in the period.
    pub outcomes: Vec<Outcome>,
}

/// A category with its wins; the learning category also has the finished reading notes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// The key of the category.
    pub key: String,
    /// The heading.
    pub title: String,
    /// The wins of the category that have no project.
    pub wins: Vec<Entry>,
    /// The finished reading notes; empty except in the learning category.
    pub readings: Vec<ReadingEntry>,
}

impl Document {
    /// The names of the fixed parts of a document.
    pub const PARTS: [&'static str; 16] = [
        "summary",
        "totals",
        "case",
        "highlights",
        "goals",
        "themes",
        "needs",
        "competencies",
        "projects",
        "numbers",
        "earlier",
        "reading",
        "praise",
        "next",
        "gaps",
        "appendix",
    ];

    /// The part with the support that the user asks of a manager; its text is stored as the title of its
    /// override.
    pub const NEEDS: &'static str = "needs";

    /// The part with the period in one sentence; its text is stored like that of [`Self::NEEDS`].
    pub const SUMMARY: &'static str = "summary";

    /// Returns `true` for a part whose text the user writes for this document.
    pub fn is_written(part: &str) -> bool {
        part == Self::NEEDS || part == Self::SUMMARY
    }

    /// Marks the entries of highlighted wins, and clears the texts that the highlights show already.
    pub fn shorten_highlighted(&mut self) {
        let highlights: Vec<&str> = self.highlights.iter().map(|entry| entry.id.as_str()).collect();
        let below = self.projects.iter_mut().flat_map(|project| &mut project.wins);
        let below = below.chain(self.competencies.iter_mut().flat_map(|group| &mut group.evidence));
        let below = below.chain(self.appendix.iter_mut().flat_map(|part| &mut part.wins));
        for entry in below.chain(self.sections.iter_mut().flat_map(|section| &mut section.wins)) {
            if highlights.contains(&entry.id.as_str()) {
                entry.highlighted = true;
                entry.figures.clear();
                entry.audience.clear();
                entry.impact.clear();
                entry.outcomes.clear();
            }
        }
    }

    /// Retains the parts `include` or, if it is empty, removes the parts `exclude`. A part is one of
    /// [`Self::PARTS`] or the key of a category; the error is the first unknown part.
    pub fn select(&mut self, include: &[String], exclude: &[String]) -> Result<(), String> {
        let known = |word: &String| {
            Self::PARTS.contains(&word.as_str())
                || self.categories.contains(word)
                || self.sections.iter().any(|section| section.key == *word)
        };
        if let Some(word) = include.iter().chain(exclude).find(|word| !known(word)) {
            return Err(word.clone());
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

    /// Returns `true` if the document has wins, projects or numbers.
    pub(super) fn has_work(&self) -> bool {
        !(self.competencies.is_empty()
            && self.projects.is_empty()
            && self.numbers.is_empty()
            && self.sections.is_empty())
    }

    /// Returns `true` if the document has no record of the period.
    pub(super) fn has_nothing(&self) -> bool {
        !self.has_work() && self.goals.is_empty() && self.earlier.is_empty() && self.praise.is_empty()
    }

    /// Removes the praise, also under the wins.
    pub fn clear_praise(&mut self) {
        self.praise.clear();
        self.for_each_list(&mut |wins| wins.iter_mut().for_each(|win| win.praise.clear()));
    }

    /// Calls `apply` with each list of wins.
    pub(super) fn for_each_list(&mut self, apply: &mut impl FnMut(&mut Vec<Entry>)) {
        for position in &mut self.positions {
            apply(&mut position.bullets);
            position.projects.iter_mut().for_each(|project| project.for_each_list(apply));
        }
        self.projects.iter_mut().for_each(|project| project.for_each_list(apply));
        self.competencies.iter_mut().for_each(|group| apply(&mut group.evidence));
        self.sections.iter_mut().for_each(|section| apply(&mut section.wins));
        for wins in [&mut self.highlights, &mut self.others, &mut self.undated] {
            apply(wins);
        }
    }

    /// Removes parts.
    pub(super) fn leave_out(&mut self, parts: &[String]) {
        let gone = |part: &str| parts.iter().any(|each| each == part);
        if gone("case") {
            self.case = None;
        }
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
        if gone("competencies") {
            self.competencies.clear();
        }
        if gone("projects") {
            self.projects.clear();
        }
        if gone("numbers") {
            self.numbers.clear();
            self.glance.clear();
            self.further.clear();
        }
        if gone(Self::SUMMARY) {
            self.summary.clear();
        }
        if gone("totals") {
            self.totals.clear();
        }
        if gone("earlier") {
            self.earlier.clear();
        }
        for section in &mut self.sections {
            if gone(&section.key) {
                section.wins.clear();
            }
            // Reading notes are listed in the learning section, but can be included and excluded by
            // themselves.
            if gone("reading") {
                section.readings.clear();
            }
        }
        self.sections.retain(|section| !section.wins.is_empty() || !section.readings.is_empty());
        if gone("praise") {
            self.clear_praise();
        }
        if gone("appendix") {
            self.appendix.clear();
            self.further.clear();
        }
        if gone("next") {
            self.next.clear();
        }
        if gone("gaps") {
            self.gaps.clear();
        }
    }
}

/// Missing information of several records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The beginning of the sentence.
    pub(super) says: &'static str,
    /// The keys and the titles of the records.
    pub(super) named: Vec<(String, String)>,
    /// The maximum number of titles to print, in quotes; `None` prints all of them without quotes.
    pub(super) most: Option<usize>,
}

impl Gap {
    /// Returns the sentence without the omitted records; `None` if no record remains.
    pub fn text(&self, left_out: impl Fn(&str) -> bool) -> Option<String> {
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
