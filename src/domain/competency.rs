//! Evidence for competencies: its strength, the matrix of competencies and quarters, and the gaps to a level.

use chrono::{Datelike as _, NaiveDate};

use super::RecordId;
use super::date::DateRange;
use super::kind::Kind;
use super::ladder::{Competency, Expectation, Ladder, Mark};
use super::record::Stored;
use super::shared_fields::Role;
use super::story::Story;
use super::win::WinView;
use crate::domain::fold;

/// A win or a story as evidence for competencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompetencyEvidence {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record: a win or a story.
    pub kind: Kind,
    /// The title.
    pub title: String,
    /// The last day of the win; of a story, that of its latest win.
    pub day: Option<NaiveDate>,
    /// The keys of the competencies that the user confirmed.
    pub competencies: Vec<String>,
    /// The properties that make it strong.
    pub marks: Vec<Mark>,
    /// The roles of the user.
    pub roles: Vec<Role>,
    /// The key of the category; empty for a story.
    pub category: String,
    /// The text by whose words competencies are suggested.
    text: String,
}

impl CompetencyEvidence {
    /// Creates the evidence of a win.
    pub fn of_win(win: &WinView) -> Self {
        let has = [
            (Mark::Number, !win.figures.is_empty()),
            (Mark::Outcome, win.follow_ups.iter().any(|each| !each.outcome.is_empty())),
            (Mark::Audience, !win.audience.is_empty() || !win.impact.is_empty()),
            (Mark::Praise, !win.praise.is_empty()),
        ];
        let words = [&win.title, &win.impact, &win.notes, &win.tags.join(" "), &win.skills.join(" ")];
        Self {
            id: win.id.into(),
            kind: Kind::Win,
            title: win.title.clone(),
            day: win.when.map(DateRange::last_day),
            competencies: win.competencies.clone(),
            marks: has.into_iter().filter(|(_, has)| *has).map(|(mark, _)| mark).collect(),
            roles: win.roles.clone(),
            category: win.category_key().to_owned(),
            text: fold(&words.map(String::as_str).join(" ")),
        }
    }

    /// Creates the evidence of a story; `wins` are the wins that it is about, whose properties it has too.
    pub fn of_story(story: &Stored<Story>, wins: &[Self]) -> Self {
        let mut marks: Vec<Mark> = wins.iter().flat_map(|win| win.marks.clone()).collect();
        marks.extend((!story.metrics.is_empty()).then_some(Mark::Number));
        marks.extend((!story.outcomes.is_empty()).then_some(Mark::Outcome));
        marks.sort_unstable();
        marks.dedup();
        let mut roles: Vec<Role> = wins.iter().flat_map(|win| win.roles.clone()).collect();
        roles.sort_unstable();
        roles.dedup();
        let texts: Vec<&str> = story.chapters().map(|(_, text)| text).collect();
        Self {
            id: story.id.into(),
            kind: Kind::Story,
            title: story.title.clone(),
            day: wins.iter().filter_map(|win| win.day).max(),
            competencies: story.competencies.clone(),
            marks,
            roles,
            category: String::new(),
            text: fold(&format!("{} {}", story.title, texts.join(" "))),
        }
    }

    fn reference(&self) -> EvidenceRef {
        EvidenceRef { id: self.id, kind: self.kind, title: self.title.clone(), day: self.day }
    }

    /// Returns `true` if the record was tagged with a competency.
    pub fn shows(&self, key: &str) -> bool {
        self.competencies.iter().any(|each| fold(each) == fold(key))
    }

    /// Returns what the record lacks as evidence for an expectation; empty if it lacks nothing.
    pub fn lacks(&self, expectation: &Expectation) -> Vec<String> {
        let missing = expectation.needs.iter().filter(|need| !self.marks.contains(need));
        let mut out: Vec<String> = missing.map(|need| need.described().to_owned()).collect();
        let has_role = expectation.roles.iter().any(|role| self.roles.contains(role));
        if !expectation.roles.is_empty() && !has_role {
            let words: Vec<&str> = expectation.roles.iter().map(|role| role.word()).collect();
            out.push(format!("your role: {}", words.join(" or ")));
        }
        out
    }

    /// Returns the score with which the category, the roles and the words suggest a competency.
    fn score(&self, competency: &Competency) -> usize {
        let category = usize::from(competency.categories.contains(&self.category));
        let role = usize::from(competency.roles.iter().any(|role| self.roles.contains(role)));
        let words: Vec<&str> = self.text.split(|c: char| !c.is_alphanumeric()).collect();
        let has = |start: &&String| words.iter().any(|word| word.starts_with(start.as_str()));
        let hits = competency.words.iter().filter(has).count();
        category + role + hits.min(2)
    }
}

/// The lowest score of a suggested competency: two of category, role and words, or two words.
const SUGGESTED: usize = 2;
/// The maximum number of competencies that are suggested for a record.
const SUGGESTIONS: usize = 2;

/// Returns the competencies that the category, the roles and the words of a record suggest, the most likely
/// first; empty for a record that has competencies.
pub fn suggestions<'a>(ladder: &'a Ladder, evidence: &CompetencyEvidence) -> Vec<&'a Competency> {
    if !evidence.competencies.is_empty() {
        return Vec::new();
    }
    let scored = ladder.competencies.iter().map(|each| (evidence.score(each), each));
    let mut scored: Vec<_> = scored.filter(|(score, _)| *score >= SUGGESTED).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().take(SUGGESTIONS).map(|(_, each)| each).collect()
}

/// A calendar quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// The calendar year.
    pub year: i32,
    /// The number of the quarter, 1 to 4.
    pub number: u32,
}

impl Quarter {
    /// Returns the quarter that contains a day.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), number: day.month0() / 3 + 1 }
    }

    /// Returns the quarter before this one.
    #[must_use]
    pub fn before(self) -> Self {
        match self.number {
            1 => Self { year: self.year - 1, number: 4 },
            number => Self { number: number - 1, ..self },
        }
    }
}

impl std::fmt::Display for Quarter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

/// The evidence for a competency in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MatrixCell {
    /// The number of records.
    pub count: usize,
    /// The number of properties that make them strong, of all records together: up to four each.
    pub strength: usize,
}

impl MatrixCell {
    /// Returns the rating from 0 for no evidence to 4. A record counts one point and one for each property that
    /// makes it strong: 1 to 2 points are 1, 3 to 5 are 2, 6 to 9 are 3, and more are 4.
    pub fn rating(self) -> u8 {
        match self.count + self.strength {
            0 => 0,
            1..=2 => 1,
            3..=5 => 2,
            6..=9 => 3,
            _ => 4,
        }
    }

    fn add(&mut self, evidence: &CompetencyEvidence) {
        self.count += 1;
        self.strength += evidence.marks.len();
    }
}

/// The maximum number of records that a row of the matrix names.
pub const LISTED: usize = 30;

/// A record that shows a competency, in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRef {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record.
    pub kind: Kind,
    /// The title.
    pub title: String,
    /// The day; `None` without a date.
    pub day: Option<NaiveDate>,
}

/// The evidence for a competency by quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// The stored key of the competency.
    pub key: String,
    /// The name in the ladder; the key if the ladder does not have it.
    pub name: String,
    /// `true` if the ladder has the competency.
    pub is_known: bool,
    /// The evidence in each of the matrix's quarters.
    pub cells: Vec<MatrixCell>,
    /// All evidence, also that of other quarters and without a date.
    pub total: MatrixCell,
    /// The latest of this evidence, at most [`LISTED`] records, the latest first.
    pub latest: Vec<EvidenceRef>,
    /// The number of expectations of the next level that the evidence meets.
    pub met: usize,
    /// The number of expectations of the next level.
    pub expected: usize,
}

/// The matrix of competencies and quarters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// The quarters, the earliest first.
    pub quarters: Vec<Quarter>,
    /// The competencies of the ladder in its order, then those that the ladder no longer has.
    pub rows: Vec<MatrixRow>,
}

/// Computes the matrix of the last `quarters` quarters up to a day.
pub fn matrix(ladder: &Ladder, evidence: &[CompetencyEvidence], last: NaiveDate, quarters: usize) -> Matrix {
    let newest = Quarter::of(last);
    let mut all: Vec<Quarter> =
        std::iter::successors(Some(newest), |quarter| Some(quarter.before())).take(quarters).collect();
    all.reverse();
    let next = ladder.next_level().map_or("", |level| level.key.as_str());
    let row = |key: &str, name: &str, competency: Option<&Competency>| {
        let mut cells = vec![MatrixCell::default(); all.len()];
        let mut total = MatrixCell::default();
        let mut own: Vec<&CompetencyEvidence> = evidence.iter().filter(|each| each.shows(key)).collect();
        own.sort_by_key(|each| std::cmp::Reverse(each.day));
        for each in &own {
            total.add(each);
            let quarter = each.day.map(Quarter::of);
            if let Some(at) = quarter.and_then(|quarter| all.iter().position(|other| *other == quarter)) {
                cells[at].add(each);
            }
        }
        let expects = competency.map_or(&[][..], |each| &each.expects);
        let wanted: Vec<&Expectation> = expects.iter().filter(|each| each.level == next).collect();
        let met = wanted.iter().filter(|each| count_for(evidence, key, each) >= each.count).count();
        let is_known = competency.is_some();
        let latest = own.into_iter().take(LISTED).map(CompetencyEvidence::reference).collect();
        MatrixRow {
            key: key.into(),
            name: name.into(),
            is_known,
            cells,
            total,
            latest,
            met,
            expected: wanted.len(),
        }
    };
    let mut rows: Vec<MatrixRow> =
        ladder.competencies.iter().map(|each| row(&each.key, &each.name, Some(each))).collect();
    for key in evidence.iter().flat_map(|each| &each.competencies) {
        if rows.iter().all(|row| fold(&row.key) != fold(key)) {
            rows.push(row(key, key, None));
        }
    }
    Matrix { quarters: all, rows }
}

/// Counts the records that are evidence for an expectation of a competency.
fn count_for(evidence: &[CompetencyEvidence], key: &str, expectation: &Expectation) -> usize {
    evidence.iter().filter(|each| each.shows(key) && each.lacks(expectation).is_empty()).count()
}

/// An expectation of a level that the evidence does not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The key of the competency.
    pub key: String,
    /// The name of the competency.
    pub name: String,
    /// The expectation in one sentence.
    pub text: String,
    /// The number of records that meet it.
    pub has: usize,
    /// The number of records that must meet it.
    pub count: usize,
    /// The record that nearly fits: the one that lacks the least, of several the latest.
    pub near: Option<NearFit>,
}

/// A record that nearly is evidence for an expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearFit {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record.
    pub kind: Kind,
    /// The title.
    pub title: String,
    /// The day; `None` without a date.
    pub day: Option<NaiveDate>,
    /// The properties that the record lacks, such as `a number`.
    pub lacks: Vec<String>,
}

/// Returns the expectations of a level that the evidence does not meet, each with the record that nearly fits.
/// A record that only suggests the competency lacks the competency.
pub fn gaps(ladder: &Ladder, level: &str, evidence: &[CompetencyEvidence]) -> Vec<Gap> {
    let mut out = Vec::new();
    for competency in &ladder.competencies {
        for expectation in competency.expects.iter().filter(|each| each.level == level) {
            let has = count_for(evidence, &competency.key, expectation);
            if has >= expectation.count {
                continue;
            }
            out.push(Gap {
                key: competency.key.clone(),
                name: competency.name.clone(),
                text: expectation.text.clone(),
                has,
                count: expectation.count,
                near: near_fit(ladder, competency, expectation, evidence),
            });
        }
    }
    out
}

/// Returns the record that lacks the least for an expectation that it does not meet, of several the latest.
fn near_fit(
    ladder: &Ladder,
    competency: &Competency,
    expectation: &Expectation,
    evidence: &[CompetencyEvidence],
) -> Option<NearFit> {
    let fits = evidence.iter().filter_map(|each| {
        let mut lacks = each.lacks(expectation);
        if !each.shows(&competency.key) {
            let suggested = suggestions(ladder, each).iter().any(|other| other.key == competency.key);
            if !suggested {
                return None;
            }
            lacks.push(format!("the competency “{}”", competency.name));
        }
        (!lacks.is_empty()).then_some((each, lacks))
    });
    let (each, lacks) = fits.min_by_key(|(each, lacks)| (lacks.len(), std::cmp::Reverse(each.day)))?;
    Some(NearFit { id: each.id, kind: each.kind, title: each.title.clone(), day: each.day, lacks })
}

#[cfg(test)]
mod tests;
