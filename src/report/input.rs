//! Everything that a document is built from.

use std::collections::HashMap;
use std::hash::BuildHasher;

use chrono::NaiveDate;

use super::document::Reader;
use super::redact::Redactor;
use crate::domain::{
    Alias, Categories, DateRange, DocumentOverride, FollowUpView, GoalView, Ladder, MetricView, Period,
    Positions, Praise, Profile, ProjectView, Reading, RecordId, Stored, StoryView, WinView, fold,
};

/// The days on which the fields of records were written last. The empty field is the record itself, which was written
/// when it was added.
pub type Written = HashMap<(RecordId, String), NaiveDate>;

/// The records that a document is built from, loaded in one snapshot of the journal. Records that the reader
/// may not see are not included.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewInput {
    /// The reader, who may see every record of the input.
    pub reader: Reader,
    /// The period that the document covers.
    pub period: Period,
    /// The day on which the document is made.
    pub made_on: NaiveDate,
    /// The title of the position that was held at the end of the period; may be empty, and only for a review.
    pub title: String,
    /// The goals of the year of the period.
    pub goals: Vec<GoalView>,
    /// The goals of the next year.
    pub next: Vec<GoalView>,
    /// The label of the next year.
    pub next_label: String,
    /// The projects of the period, in the order of their first wins.
    pub projects: Vec<ProjectView>,
    /// The wins of the period, oldest first.
    pub wins: Vec<WinView>,
    /// The metrics of the projects, of the wins without a project, and those without an owner that have a value in the
    /// period.
    pub metrics: Vec<MetricView>,
    /// The outcomes that were recorded in the period about earlier work.
    pub earlier: Vec<EarlierWork>,
    /// The reading notes that were finished in the period, oldest first.
    pub readings: Vec<Stored<Reading>>,
    /// The categories, in the order of their sections.
    pub categories: Categories,
    /// The overrides of this document.
    pub overrides: Vec<DocumentOverride>,
    /// The aliases of names.
    pub aliases: Vec<Alias>,
    /// `true` if the aliases replace the names for a reader other than the public too.
    pub use_aliases: bool,
    /// The names of all skills, which are not reported as names of people or companies.
    pub skills: Vec<String>,
    /// The groups of skills by the folded name of the skill.
    pub skill_groups: HashMap<String, String>,
    /// The praise that is dated in the period, or is about one of the wins or projects, the latest first.
    pub praise: Vec<Stored<Praise>>,
    /// The competency ladder; only for a promotion committee and for stories.
    pub ladder: Option<Ladder>,
    /// The days on which the fields of the records were written; empty unless receipts are made.
    pub written: Written,
    /// The positions; only for documents about a career, like the members below.
    pub positions: Positions,
    /// The person; also for a review.
    pub profile: Profile,
    /// The stories; only for the sheet of stories.
    pub stories: Vec<StoryView>,
}

/// An outcome that was recorded in the period, about work before the period.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlierWork {
    /// The title of the win or the name of the project.
    pub title: String,
    /// The date of the win, or the end of the project.
    pub when: Option<DateRange>,
    /// The project of the win.
    pub project: Option<String>,
    /// The claim as it was written; may be empty.
    pub claim: String,
    /// The follow-up with its outcome.
    pub follow_up: FollowUpView,
}

impl ReviewInput {
    /// Returns the redactor of the document. It contains names only for [`Reader::Public`], and for a reader whom the
    /// aliases were chosen for.
    pub fn redactor(&self) -> Redactor {
        if self.reader == Reader::Public || self.use_aliases {
            self.redactor_of_all()
        } else {
            Redactor::default()
        }
    }

    /// Returns the redactor of all names that have an alias, without the name of the person.
    pub fn redactor_of_all(&self) -> Redactor {
        Redactor::of(&self.aliases).keeping(&self.profile.name)
    }

    /// Returns the input of the portfolio page of one project.
    #[must_use]
    pub fn of_project(&self, project: &ProjectView) -> Self {
        let is_own = |win: &&WinView| win.project.as_ref().is_some_and(|named| named.id == project.id);
        let belongs = |metric: &&MetricView| metric.owner_id() == Some(project.id.into());
        Self {
            written: self.written.clone(),
            reader: self.reader,
            period: self.period.clone(),
            made_on: self.made_on,
            title: String::new(),
            goals: Vec::new(),
            next: Vec::new(),
            next_label: String::new(),
            projects: vec![project.clone()],
            wins: self.wins.iter().filter(is_own).cloned().collect(),
            metrics: self.metrics.iter().filter(belongs).cloned().collect(),
            earlier: Vec::new(),
            readings: Vec::new(),
            categories: self.categories.clone(),
            overrides: self.overrides.clone(),
            aliases: self.aliases.clone(),
            use_aliases: self.use_aliases,
            skills: self.skills.clone(),
            skill_groups: self.skill_groups.clone(),
            praise: Vec::new(),
            ladder: None,
            positions: Positions::default(),
            profile: Profile::default(),
            stories: Vec::new(),
        }
    }
}

/// Groups the names of skills. Groups are in the order of their first skill; skills without a group come last, under an
/// empty name.
pub fn grouped_skills<S: BuildHasher>(
    names: &[String],
    groups: &HashMap<String, String, S>,
) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for name in names {
        let group = groups.get(&fold(name)).cloned().unwrap_or_default();
        match out.iter_mut().find(|(each, _)| *each == group) {
            Some((_, names)) => names.push(name.clone()),
            None => out.push((group, vec![name.clone()])),
        }
    }
    out.sort_by_key(|(group, _)| group.is_empty());
    out
}
