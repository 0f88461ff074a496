//! The parts of a goal: its steps, and what was said of it on a day.

use chrono::NaiveDate;

use super::amount::Amount;
use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::id::{CheckInId, GoalId, MilestoneId};
use super::kind::Kind;
use super::metric::read_in_unit;
use super::record::{Field, Record, Unread, field, infos, unread_member};

/// A step of a goal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Milestone {
    /// The goal.
    pub goal: Option<GoalId>,
    /// Its place among the steps, as [`super::place`] has it.
    pub place: String,
    /// The text of the step.
    pub title: String,
    /// The day on which it was done, as precisely as it is known.
    pub done_on: Option<PartialDate>,
    /// The values that this version does not understand.
    pub unread: Unread,
}

impl Record for Milestone {
    type Id = MilestoneId;
    const KIND: Kind = Kind::Milestone;
    const FIELDS: &'static [Field<Self>] = MILESTONE_FIELDS;
    unread_member!();
}

/// The fields of a milestone.
const MILESTONE_FIELDS: &[Field<Milestone>] = &[
    field!(goal, FieldInfo::new("goal", FieldType::Ref(&[Kind::Goal])).hidden().unnamed()),
    field!(place, FieldInfo::new("place", FieldType::Place).internal()),
    field!(title, FieldInfo::new("title", FieldType::Text).help("What is to be done")),
    field!(
        done_on,
        FieldInfo::new("done_on", FieldType::Date)
            .label("done")
            .help("When it was done; empty where it is not")
    ),
];

/// The descriptions of the fields of a milestone.
pub(super) const MILESTONE_INFOS: &[FieldInfo] =
    &infos::<Milestone, { MILESTONE_FIELDS.len() }>(MILESTONE_FIELDS);

/// A sentence on how a goal stood on a day, and the number where it moves by one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckIn {
    /// The goal.
    pub goal: Option<GoalId>,
    /// The day.
    pub day: NaiveDate,
    /// The sentence; may be empty beside a value.
    pub note: String,
    /// The number, in the unit of the goal where none was written.
    pub value: Option<Amount>,
    /// The values that this version does not understand.
    pub unread: Unread,
}

impl CheckIn {
    /// Returns the day as text: as it is stored where this version does not understand it.
    #[must_use]
    pub fn day_text(&self) -> String {
        self.unread.get("day").map_or_else(|| self.day.to_string(), str::to_owned)
    }

    /// Returns true where the day is understood.
    #[must_use]
    pub fn has_day(&self) -> bool {
        self.unread.get("day").is_none()
    }

    /// Reads the number again in the unit of the goal, which the number alone does not have.
    pub(crate) fn read_value(&mut self, unit: &str) {
        read_in_unit(&mut self.value, &mut self.unread, "value", unit);
    }
}

impl Record for CheckIn {
    type Id = CheckInId;
    const KIND: Kind = Kind::CheckIn;
    const FIELDS: &'static [Field<Self>] = CHECK_IN_FIELDS;
    unread_member!();
}

/// The fields of a check-in.
const CHECK_IN_FIELDS: &[Field<CheckIn>] = &[
    field!(goal, FieldInfo::new("goal", FieldType::Ref(&[Kind::Goal])).hidden().unnamed()),
    field!(
        day,
        FieldInfo::new("day", FieldType::Day).label("date").help("The day, within the year of the goal")
    ),
    field!(note, FieldInfo::new("note", FieldType::Text).help("How the goal stands")),
    field!(
        value,
        FieldInfo::new("value", FieldType::Text).help("The number, in the unit of the goal").found(false)
    ),
];

/// The descriptions of the fields of a check-in.
pub(super) const CHECK_IN_INFOS: &[FieldInfo] = &infos::<CheckIn, { CHECK_IN_FIELDS.len() }>(CHECK_IN_FIELDS);
