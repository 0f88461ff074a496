//! The parts of a goal: milestones and check-ins.

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
    /// The goal that the milestone belongs to.
    pub goal: Option<GoalId>,
    /// The place among the milestones; see [`super::place`].
    pub place: String,
    /// The text of the step.
    pub title: String,
    /// The date on which the step was done; `None` if it is not done.
    pub done_on: Option<PartialDate>,
    /// The stored values that this version cannot parse.
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
            .help("When it was done; empty while it is open")
    ),
];

/// The descriptions of the fields of a milestone.
pub(super) const MILESTONE_INFOS: &[FieldInfo] =
    &infos::<Milestone, { MILESTONE_FIELDS.len() }>(MILESTONE_FIELDS);

/// A note on the state of a goal on a day, with a number if the measure is numeric.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckIn {
    /// The goal that the check-in belongs to.
    pub goal: Option<GoalId>,
    /// The day to which the note and the number apply.
    pub day: NaiveDate,
    /// The note; may be empty if there is a value.
    pub note: String,
    /// The number; a bare number is in the unit of the goal.
    pub value: Option<Amount>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl CheckIn {
    /// Returns the day as text; the stored text if this version cannot parse it.
    pub fn day_text(&self) -> String {
        self.unread.get("day").map_or_else(|| self.day.to_string(), str::to_owned)
    }

    /// Returns `true` if this version can parse the day.
    pub fn has_day(&self) -> bool {
        self.unread.get("day").is_none()
    }

    /// Parses the number again with the unit of the goal, because the stored text may have no unit.
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
    field!(note, FieldInfo::new("note", FieldType::Text).help("A note on the progress")),
    field!(
        value,
        FieldInfo::new("value", FieldType::Text).help("The number, in the unit of the goal").found(false)
    ),
];

/// The descriptions of the fields of a check-in.
pub(super) const CHECK_IN_INFOS: &[FieldInfo] = &infos::<CheckIn, { CHECK_IN_FIELDS.len() }>(CHECK_IN_FIELDS);
