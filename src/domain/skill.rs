//! Groups of skills. A skill itself is a name that labels records.

use chrono::NaiveDate;

use super::competency::Quarter;
use super::field::{FieldInfo, FieldType};
use super::id::SkillId;
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};

/// The group of a skill.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Skill {
    /// The name of the skill.
    pub name: String,
    /// The group.
    pub grouping: String,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Record for Skill {
    type Id = SkillId;
    const KIND: Kind = Kind::Skill;
    const FIELDS: &'static [Field<Self>] = FIELDS;
    unread_member!();
}

/// The use of a skill in a project, or in the wins of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillRecord {
    /// The name of the skill.
    pub name: String,
    /// The first day; `None` without a date.
    pub first: Option<NaiveDate>,
    /// The last day; `None` without a date.
    pub last: Option<NaiveDate>,
    /// The quarter of the wins; `None` without a date.
    pub quarter: Option<Quarter>,
    /// The number of projects, 0 or 1.
    pub projects: usize,
    /// The number of wins.
    pub wins: usize,
}

/// The fields of a skill's group.
const FIELDS: &[Field<Skill>] = &[
    field!(name, FieldInfo::new("name", FieldType::Text).help("The name of the skill")),
    field!(grouping, FieldInfo::new("grouping", FieldType::Text).help("Languages, data stores, …")),
];

/// The descriptions of the fields of a skill's group.
pub(super) const INFOS: &[FieldInfo] = &infos::<Skill, { FIELDS.len() }>(FIELDS);
