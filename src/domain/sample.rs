//! A kind of record for tests: it shows the code that a kind and a field need.

use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::id::SampleId;
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};

/// A record with a name, a date and a note.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    /// The name.
    pub name: String,
    /// The date.
    pub when: Option<PartialDate>,
    /// A note.
    pub note: String,
    /// A text field that was added later, with this line, its row in `FIELDS` and its line in the schema.
    pub weather: String,
    /// The stored values that this version cannot parse.
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
