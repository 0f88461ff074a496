//! The choices of a person for a document of one period and one reader.

use super::field::{FieldInfo, FieldType};
use super::id::ChoiceId;
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};

/// The choice for one item of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentOverride {
    /// The document: its period and its reader, `2026-01-01..2026-12-31 manager`.
    pub document: String,
    /// The item: the identity of a record, or the key of a part.
    pub item: String,
    /// True for an item that is left out.
    pub left_out: bool,
    /// Its place among its neighbours, as [`super::place`] has it; empty for one that was not moved.
    pub place: String,
    /// Its title in this document; empty for its own.
    pub title: String,
    /// The values that this version does not understand.
    pub unread: Unread,
}

impl DocumentOverride {
    /// Returns true where nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.left_out && self.place.is_empty() && self.title.is_empty() && self.unread == Unread::default()
    }
}

impl Record for DocumentOverride {
    type Id = ChoiceId;
    const KIND: Kind = Kind::Curation;
    const FIELDS: &'static [Field<Self>] = FIELDS;
    unread_member!();
}

/// The fields of a choice.
const FIELDS: &[Field<DocumentOverride>] = &[
    field!(document, FieldInfo::new("document", FieldType::Text).hidden()),
    field!(item, FieldInfo::new("item", FieldType::Text).hidden()),
    field!(left_out, FieldInfo::new("left_out", FieldType::Flag).hidden()),
    field!(place, FieldInfo::new("place", FieldType::Place).hidden()),
    field!(title, FieldInfo::new("title", FieldType::Text).hidden()),
];

/// The descriptions of the fields of a choice.
pub(super) const INFOS: &[FieldInfo] = &infos::<DocumentOverride, { FIELDS.len() }>(FIELDS);
