//! Follow-ups: questions for a later day, and their outcomes.

use std::ops::Deref;

use chrono::NaiveDate;

use super::date_phrase::{Bias, parse_day};
use super::direction::BetterWhen;
use super::field::{FieldInfo, FieldType};
use super::id::{FollowUpId, RecordId, ValueId};
use super::kind::Kind;
use super::record::{Field, Record, Stored, Unread, field, infos, unread_member};
use super::words::words;

words! {
    /// The status of a follow-up; due and overdue are derived from the day.
    FollowUpStatus {
        /// Open; the day is in the future.
        Waiting = "waiting",
        /// Open; the day is today, or at most [`OVERDUE_AFTER_DAYS`] days ago.
        Due = "due",
        /// Open; the day is longer ago.
        Overdue = "overdue",
        /// Answered.
        Answered = "answered",
        /// Closed with nothing to report.
        Nothing = "nothing",
    }
}

/// The number of days after which a due follow-up is overdue.
pub const OVERDUE_AFTER_DAYS: i64 = 7;

/// A question about a win or a project for a later day, and its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FollowUp {
    /// The win or project that the follow-up is about.
    pub about: RecordId,
    /// The question about the win or project.
    pub question: String,
    /// The day on which the question is asked.
    pub ask_on: NaiveDate,
    /// The number of times that the follow-up was postponed.
    pub snoozed: u32,
    /// The answer; empty until it is recorded.
    pub outcome: String,
    /// The day of the answer, or the day on which the follow-up was closed with nothing to report.
    pub recorded_on: Option<NaiveDate>,
    /// `true` if there was nothing to report.
    pub nothing: bool,
    /// The reason why there was nothing to report.
    pub why: String,
    /// The evidence of the answer: an address or a description.
    pub evidence: String,
    /// The value that was logged with the answer.
    pub value: Option<ValueId>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

/// A follow-up with the value that was logged with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpView {
    /// The follow-up.
    pub stored: Stored<FollowUp>,
    /// The name of the metric, and the text of the value.
    pub logged: Option<(String, String)>,
}

impl Deref for FollowUpView {
    type Target = Stored<FollowUp>;

    fn deref(&self) -> &Stored<FollowUp> {
        &self.stored
    }
}

impl FollowUp {
    /// Creates a question about a record for a day.
    pub fn new(about: RecordId, question: &str, ask_on: NaiveDate) -> Self {
        Self { about, question: question.to_owned(), ask_on, ..Self::default() }
    }

    /// Returns `true` if the follow-up has no answer, not even an answer that this version cannot parse.
    pub fn is_open(&self) -> bool {
        let unread = ["recorded_on", "nothing_said"].iter().any(|name| self.unread.get(name).is_some());
        self.recorded_on.is_none() && !self.nothing && !unread
    }

    /// Returns the status on a day.
    pub fn status(&self, today: NaiveDate) -> FollowUpStatus {
        if self.nothing {
            return FollowUpStatus::Nothing;
        }
        if !self.is_open() {
            return FollowUpStatus::Answered;
        }
        match (today - self.ask_on).num_days() {
            late if late < 0 => FollowUpStatus::Waiting,
            late if late <= OVERDUE_AFTER_DAYS => FollowUpStatus::Due,
            _ => FollowUpStatus::Overdue,
        }
    }
}

/// Returns `true` if a win gets a follow-up by default: if it is `starred`, or has a figure and no project
/// (`has_project`). Other wins are covered by the follow-up about their project.
pub fn asked_by_default(starred: bool, figures: &[super::figure::Figure], has_project: bool) -> bool {
    starred || (!figures.is_empty() && !has_project)
}

/// Returns the default question about a win: one about its first absolute figure, else the question of its
/// category, else the general question.
pub fn default_question(figures: &[super::figure::Figure], category: &super::category::Category) -> String {
    let kept = figures.iter().find(|figure| !figure.to.relative);
    if let Some(figure) = kept {
        let better =
            BetterWhen::guess(&figure.name, &figure.to.unit, figure.change().map(|change| change.direction));
        let stay = match better {
            Some(BetterWhen::Lower) => "stay down at",
            Some(BetterWhen::Higher) => "stay up at",
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

/// Returns the default question about a project.
pub fn project_question(name: &str) -> String {
    format!("What came of {name}? Who uses it, and what changed for them?")
}

impl Record for FollowUp {
    type Id = FollowUpId;
    const KIND: Kind = Kind::FollowUp;
    const FIELDS: &'static [Field<Self>] = FIELDS;
    unread_member!();
}

/// The fields of a follow-up.
const FIELDS: &[Field<FollowUp>] = &[
    field!(about, FieldInfo::new("about", FieldType::Ref(&[Kind::Win, Kind::Project])).hidden().unnamed()),
    field!(question, FieldInfo::new("question", FieldType::Text).help("What to ask").found(false)),
    field!(
        ask_on,
        FieldInfo::new("ask_on", FieldType::Day).label("ask on").help("When: 2026-09-01, 2w, in 3 months"),
        |follow_up| follow_up.ask_on.to_string(),
        |follow_up, text, today| {
            // Unlike other dates, the day of a question is in the future.
            follow_up.ask_on = parse_day(text, today, Bias::Future).map_err(|err| err.to_string())?;
            Ok(())
        }
    ),
    field!(outcome, FieldInfo::new("outcome", FieldType::Text).section("Outcome").help("What happened")),
    field!(
        recorded_on,
        FieldInfo::new("recorded_on", FieldType::Day).label("recorded").help("The date of the outcome")
    ),
    field!(nothing, FieldInfo::new("nothing_said", FieldType::Flag).internal()),
    field!(snoozed, FieldInfo::new("snoozed", FieldType::COUNT).hidden()),
    field!(why, FieldInfo::new("why", FieldType::Text).help("Why there was nothing to report").found(false)),
    field!(
        evidence,
        FieldInfo::new("evidence", FieldType::Text).help("An address, or where it can be seen").found(false)
    ),
    field!(value, FieldInfo::new("value", FieldType::Ref(&[Kind::Value])).internal().unnamed()),
];

/// The descriptions of the fields of a follow-up.
pub(super) const INFOS: &[FieldInfo] = &infos::<FollowUp, { FIELDS.len() }>(FIELDS);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_is_derived_from_the_day() {
        let day = "2026-06-02".parse().unwrap();
        let follow_up = FollowUp::new(RecordId::default(), "", day);
        let on = |day: &str| follow_up.status(day.parse().unwrap());
        assert_eq!(on("2026-06-01"), FollowUpStatus::Waiting);
        assert_eq!(on("2026-06-02"), FollowUpStatus::Due);
        assert_eq!(on("2026-06-09"), FollowUpStatus::Due);
        assert_eq!(on("2026-06-10"), FollowUpStatus::Overdue);
    }

    #[test]
    fn an_answer_that_cannot_be_parsed_closes_the_follow_up() {
        let mut follow_up = FollowUp::new(RecordId::default(), "", "2026-06-02".parse().unwrap());
        assert!(follow_up.is_open());
        follow_up.unread.keep("recorded_on", "2026-W09".into());
        assert!(!follow_up.is_open());
        assert_eq!(follow_up.status("2026-06-02".parse().unwrap()), FollowUpStatus::Answered);
    }
}
