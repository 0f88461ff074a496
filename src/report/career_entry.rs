//! The entries of documents about a career: the profile, positions, stories and competencies in words.

use serde::Serialize;

use super::entry::{Entry, ProjectEntry};

/// The person at the head of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct ProfileEntry {
    /// The full name; may be empty, as may the other texts.
    pub name: String,
    /// The profession.
    pub label: String,
    /// The email address, the telephone number, the place of residence and the addresses of pages.
    pub contact: Vec<String>,
    /// One line, or a few sentences, about the person.
    pub about: String,
    /// The strengths.
    pub strengths: Vec<StrengthEntry>,
    /// The education.
    pub education: Vec<EducationEntry>,
    /// The spoken languages, each with its level: `English (fluent)`.
    pub languages: Vec<String>,
}

/// A strength.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StrengthEntry {
    /// The name.
    pub name: String,
    /// The paragraph; may be empty.
    pub text: String,
    /// The first line of the paragraph.
    pub line: String,
}

/// A course of study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EducationEntry {
    /// The dates, in words; may be empty.
    pub span: String,
    /// The school or university.
    pub institution: String,
    /// The subject; may be empty.
    pub area: String,
    /// The degree; may be empty.
    pub degree: String,
}

/// The skills of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SkillGroup {
    /// The name of the group; empty for skills without a group.
    pub name: String,
    /// The skills.
    pub skills: Vec<String>,
}

/// A position with its projects.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct PositionEntry {
    /// The ID of the position.
    pub id: String,
    /// The name of the organisation.
    pub organisation: String,
    /// The last title; may be empty.
    pub title: String,
    /// All titles, the first one first.
    pub titles: Vec<TitleEntry>,
    /// The dates, in words; may be empty.
    pub span: String,
    /// The size of the team, such as `a team of 6`.
    pub facts: Vec<String>,
    /// The shares of the time, such as `60 % leading`.
    pub shares: Vec<String>,
    /// The summary, as Markdown; may be empty, as may the other texts.
    pub summary: String,
    /// The people in the team and their roles; empty for the public.
    pub team: String,
    /// The purpose of the product.
    pub product: String,
    /// The users of the product.
    pub users: String,
    /// The other answers about the position; for other readers than the user, only those about the results.
    pub answers: Vec<AnswerEntry>,
    /// The skills of the wins that belong to no project.
    pub skills: Vec<String>,
    /// The links; empty for the public.
    pub links: Vec<String>,
    /// The projects, the latest first, each with its parts.
    pub projects: Vec<ProjectEntry>,
    /// The wins that belong to no project.
    pub bullets: Vec<Entry>,
}

/// A title in a position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TitleEntry {
    /// The title.
    pub title: String,
    /// The date of the promotion, in words; empty for the title that the position began with.
    pub since: String,
}

/// An answer about a position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerEntry {
    /// The heading, such as `What I built`.
    pub heading: String,
    /// The answer, as Markdown.
    pub text: String,
}

/// Stories under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoryGroup {
    /// The name of a competency, or of a shape of stories.
    pub title: String,
    /// The stories.
    pub stories: Vec<StoryEntry>,
}

/// A story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoryEntry {
    /// The ID of the story.
    pub id: String,
    /// The title.
    pub title: String,
    /// The shape: `star`, `failure` or `question`.
    pub shape: String,
    /// The question of an interviewer; may be empty.
    pub question: String,
    /// The parts in the order in which they are told.
    pub parts: Vec<AnswerEntry>,
    /// The figures that the story states.
    pub figures: Vec<String>,
    /// The time that reading it aloud takes, in words; may be empty.
    pub time: String,
    /// The state, such as `no result`; empty for a complete story.
    pub lacks: String,
    /// The names of the competencies that it shows.
    pub competencies: Vec<String>,
    /// The names of the projects and the titles of the wins that it is about.
    pub about: Vec<String>,
    /// The notes, in Markdown; for the user.
    pub notes: String,
    /// The questions that a listener would ask next; for the user.
    pub questions: Vec<String>,
}

/// A competency with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompetencyEntry {
    /// The name.
    pub name: String,
    /// A description in one sentence; may be empty.
    pub about: String,
    /// The number of wins that show it.
    pub count: usize,
    /// The wins of which it is the first competency.
    pub evidence: Vec<Entry>,
    /// The other wins that show it, which are listed under their first competency.
    pub also: Vec<Mention>,
}

impl CompetencyEntry {
    /// Keeps the mentioned wins for which `keep` returns `true`, and retitles them with `title`; then counts again.
    pub(super) fn mention(&mut self, keep: impl Fn(&str) -> bool, title: impl Fn(&str, &mut String)) {
        self.also.retain(|win| keep(&win.id));
        for win in &mut self.also {
            title(&win.id, &mut win.title);
        }
        self.count = self.evidence.len() + self.also.len();
    }
}

/// A win that is listed elsewhere in the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// The ID of the win.
    pub id: String,
    /// The title.
    pub title: String,
}

/// The case for a promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct CaseEntry {
    /// The name of the present level; may be empty.
    pub level: String,
    /// The name of the next level; may be empty.
    pub next: String,
    /// A line for each competency with evidence, in the order of the ladder; without any, one for each category.
    pub lines: Vec<CaseLine>,
    /// A sentence with the totals.
    pub totals: String,
    /// The wins that the totals count.
    #[serde(skip)]
    pub(super) of: Vec<CaseWin>,
}

/// The evidence for a competency, or of a category, in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseLine {
    /// The name of the competency or of the category.
    pub name: String,
    /// The number of wins that show it, or belong to it.
    pub count: usize,
    /// The title of the strongest of these wins.
    pub strongest: String,
    /// The IDs and titles of all these wins, the strongest first.
    #[serde(skip)]
    pub(super) of: Vec<(String, String)>,
}

/// The properties of a win that the totals of a case count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CaseWin {
    /// The ID of the win.
    pub(super) id: String,
    /// `true` if it has a number.
    pub(super) number: bool,
    /// `true` if its outcome was recorded.
    pub(super) outcome: bool,
    /// `true` if it has praise.
    pub(super) praise: bool,
}

impl CaseEntry {
    /// Retains the wins for which `keeps` returns `true`, and changes their titles by `retitle`.
    pub(super) fn keep(&mut self, keeps: impl Fn(&str) -> bool, retitle: impl Fn(&str, &mut String)) {
        self.of.retain(|win| keeps(&win.id));
        for line in &mut self.lines {
            line.of.retain(|(id, _)| keeps(id));
            for (id, title) in &mut line.of {
                retitle(id, title);
            }
        }
        self.tell();
    }

    /// Returns `true` without any win.
    pub(super) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Sets the lines and the totals from the wins.
    pub(super) fn tell(&mut self) {
        for line in &mut self.lines {
            line.count = line.of.len();
            line.strongest = line.of.first().map(|(_, title)| title.clone()).unwrap_or_default();
        }
        self.lines.retain(|line| line.count > 0);
        self.totals = self.total();
    }

    /// Returns the sentence with the totals, such as `12 wins: 5 with a number and 3 with an outcome.`
    fn total(&self) -> String {
        let count = |has: fn(&CaseWin) -> bool| self.of.iter().filter(|win| has(win)).count();
        let counts = [
            (count(|win| win.number), "with a number"),
            (count(|win| win.outcome), "with a recorded outcome"),
            (count(|win| win.praise), "with somebody else's praise"),
        ];
        let known: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, with)| format!("{count} {with}"))
            .collect();
        let wins = crate::text::counted(self.of.len(), "win", "wins");
        if known.is_empty() { format!("{wins}.") } else { format!("{wins}: {}.", known.join(", ")) }
    }
}
