//! A question for later, and its answer.

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

/// A question about a win or a project for a later day, and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FollowUp {
    /// The win or project that it is about.
    pub about: RecordId,
    /// The question.
    pub question: String,
    /// The day on which it is asked.
    pub ask_on: NaiveDate,
    /// The number of times that it was put off.
    pub snoozed: u32,
    /// The answer; empty until there is one.
    pub outcome: String,
    /// The day of the answer, or of the word that there is nothing to report.
    pub recorded_on: Option<NaiveDate>,
    /// True where there was nothing to report.
    pub nothing: bool,
    /// The reason why there was nothing to report.
    pub why: String,
    /// The place where the answer can be seen: an address, or words.
    pub evidence: String,
    /// The value that was logged with the answer.
    pub value: Option<ValueId>,
    /// The values that this version does not understand.
    pub unread: Unread,
}

/// A follow-up with the value that was logged with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpView {
    /// The follow-up.
    pub stored: Stored<FollowUp>,
    /// The name of the metric, and the value as it is shown.
    pub logged: Option<(String, String)>,
}

impl Deref for FollowUpView {
    type Target = Stored<FollowUp>;

    fn deref(&self) -> &Stored<FollowUp> {
        &self.stored
    }
}

impl FollowUp {
    /// Returns a question about a record for a day.
    #[must_use]
    pub fn new(about: RecordId, question: &str, ask_on: NaiveDate) -> Self {
        Self { about, question: question.to_owned(), ask_on, ..Self::default() }
    }

    /// Returns true while it waits for an answer. One whose answer this version does not understand is answered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let unread = ["recorded_on", "nothing_said"].iter().any(|name| self.unread.get(name).is_some());
        self.recorded_on.is_none() && !self.nothing && !unread
    }

    /// Where it stands on a day.
    #[must_use]
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

/// What is asked about a project where nobody said what to ask.
#[must_use]
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
            // A question is for a day to come.
            follow_up.ask_on = parse_day(text, today, Bias::Future).map_err(|err| err.to_string())?;
            Ok(())
        }
    ),
    field!(outcome, FieldInfo::new("outcome", FieldType::Text).section("Outcome").help("What happened")),
    field!(
        recorded_on,
        FieldInfo::new("recorded_on", FieldType::Day)
            .label("recorded")
            .help("The day on which that was said")
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
    fn due_and_overdue_are_derived_from_the_day() {
        let day = "2026-06-02".parse().unwrap();
        let follow_up = FollowUp::new(RecordId::default(), "", day);
        let on = |day: &str| follow_up.status(day.parse().unwrap());
        assert_eq!(on("2026-06-01"), FollowUpStatus::Waiting);
        assert_eq!(on("2026-06-02"), FollowUpStatus::Due);
        assert_eq!(on("2026-06-09"), FollowUpStatus::Due);
        assert_eq!(on("2026-06-10"), FollowUpStatus::Overdue);
    }

    #[test]
    fn an_answer_that_is_not_understood_is_an_answer() {
        let mut follow_up = FollowUp::new(RecordId::default(), "", "2026-06-02".parse().unwrap());
        assert!(follow_up.is_open());
        follow_up.unread.keep("recorded_on", "2026-W09".into());
        assert!(!follow_up.is_open());
        assert_eq!(follow_up.status("2026-06-02".parse().unwrap()), FollowUpStatus::Answered);
    }
}
