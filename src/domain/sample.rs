//! A kind of record that only tests have: it shows what a kind and a field of it cost.

use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::id::SampleId;
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};

/// A record with a name, a date and a note.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    /// Its name.
    pub name: String,
    /// When it happened.
    pub when: Option<PartialDate>,
    /// What there is to say.
    pub note: String,
    /// A text field that was added later: this line, its row in `FIELDS`, and its line of schema.
    pub weather: String,
    /// What this version does not understand.
    pub unread: Unread,
}

impl Record for Sample {
    type Id = SampleId;
    const KIND: Kind = Kind::Sample;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();
}

/// The fields of a sample.
const FIELDS: &[Field<Sample>] = &[
    field!(name, FieldInfo::new("name", FieldType::Text)),
    field!(when, FieldInfo::new("date", FieldType::Date).column("happened")),
    field!(note, FieldInfo::new("note", FieldType::Text).section("Note")),
    field!(weather, FieldInfo::new("weather", FieldType::Text).help("Sun, rain or snow")),
];

/// The descriptions of the fields of a sample.
pub(super) const INFOS: &[FieldInfo] = &infos::<Sample, { FIELDS.len() }>(FIELDS);
