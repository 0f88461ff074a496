//! A question for later, and its answer.

use chrono::NaiveDate;

use super::better::Better;
use super::field::{FieldInfo, FieldType};
use super::id::{FollowUpId, RecordId};
use super::kind::Kind;
use super::win::words;

words! {
    /// Where a follow-up stands; due and overdue are derived from the day.
    FollowUpStatus {
        /// Its day has not come.
        Waiting = "waiting",
        /// Its day is here.
        Due = "due",
        /// Its day is more than a week gone.
        Overdue = "overdue",
        /// It has been answered.
        Answered = "answered",
        /// There was nothing to report.
        Nothing = "nothing",
    }
}

/// How many days a due follow-up waits before it is called overdue.
pub const OVERDUE_AFTER_DAYS: i64 = 7;

/// A follow-up as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUp {
    /// Its identity.
    pub id: FollowUpId,
    /// The win or project that it is about.
    pub about: RecordId,
    /// What to ask.
    pub question: String,
    /// When to ask.
    pub ask_on: NaiveDate,
    /// How often it was put off.
    pub snoozed: u32,
    /// What happened; empty until it is answered.
    pub outcome: String,
    /// When the answer was recorded.
    pub recorded_on: Option<NaiveDate>,
    /// Whether there was nothing to report.
    pub nothing: bool,
    /// Why there was nothing to report.
    pub why: String,
    /// Where the answer can be seen: an address, or words.
    pub evidence: String,
    /// The value that was logged with the answer: the metric's name, and what was written.
    pub value: Option<(String, String)>,
}

impl FollowUp {
    /// Whether it still waits for an answer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.recorded_on.is_none() && !self.nothing
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn status(&self, today: NaiveDate) -> FollowUpStatus {
        if self.nothing {
            return FollowUpStatus::Nothing;
        }
        if self.recorded_on.is_some() {
            return FollowUpStatus::Answered;
        }
        match (today - self.ask_on).num_days() {
            late if late < 0 => FollowUpStatus::Waiting,
            late if late <= OVERDUE_AFTER_DAYS => FollowUpStatus::Due,
            _ => FollowUpStatus::Overdue,
        }
    }
}

/// Whether a win is asked about without being told to: when it is starred, or has a figure and
/// no project that would be asked about instead (`product.md`, "Follow-up and outcome").
#[must_use]
pub fn asked_by_default(starred: bool, figures: &[super::figure::Figure], has_project: bool) -> bool {
    starred || (!figures.is_empty() && !has_project)
}

/// What is asked about a win where nobody said what to ask: about its figure where it has one that
/// can stay, else as its category asks.
#[must_use]
pub fn default_question(figures: &[super::figure::Figure], category: &super::category::Category) -> String {
    let kept = figures.iter().find(|figure| !figure.to.relative);
    if let Some(figure) = kept {
        let better = Better::guess(&figure.name, &figure.to.unit, figure.change().as_ref());
        let stay = match better {
            Some(Better::Lower) => "stay down at",
            Some(Better::Higher) => "stay up at",
            None => "stay at",
        };
        return format!("Did {} {stay} {}? Who noticed?", figure.name, figure.to.shown());
    }
    if category.question.is_empty() {
        "What came of it? Who noticed?".to_owned()
    } else {
        category.question.clone()
    }
}

/// What is asked about a project where nobody said what to ask.
#[must_use]
pub fn project_question(name: &str) -> String {
    format!("What came of {name}? Who uses it, and what changed for them?")
}

/// The fields of a follow-up.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo::new("about", FieldType::Ref(&[Kind::Win, Kind::Project])),
    FieldInfo::new("question", FieldType::Text).found(false),
    FieldInfo::new("ask_on", FieldType::Day),
    FieldInfo::new("outcome", FieldType::Text),
    FieldInfo::new("recorded_on", FieldType::Day),
    FieldInfo::new("nothing_said", FieldType::Flag),
    FieldInfo::new("snoozed", FieldType::COUNT),
    FieldInfo::new("why", FieldType::Text).found(false),
    FieldInfo::new("evidence", FieldType::Text).found(false),
    FieldInfo::new("value", FieldType::Ref(&[Kind::Value])),
];

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn due_and_overdue_are_derived_from_the_day() {
        let follow_up = FollowUp {
            id: FollowUpId(Uuid::nil()),
            about: RecordId(Uuid::nil()),
            question: String::new(),
            ask_on: "2026-06-02".parse().unwrap(),
            outcome: String::new(),
            recorded_on: None,
            nothing: false,
            snoozed: 0,
            why: String::new(),
            evidence: String::new(),
            value: None,
        };
        let on = |day: &str| follow_up.status(day.parse().unwrap());
        assert_eq!(on("2026-06-01"), FollowUpStatus::Waiting);
        assert_eq!(on("2026-06-02"), FollowUpStatus::Due);
        assert_eq!(on("2026-06-09"), FollowUpStatus::Due);
        assert_eq!(on("2026-06-10"), FollowUpStatus::Overdue);
    }
}
