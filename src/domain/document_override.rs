//! Overrides: the user's changes to the document of one period for one reader.

use super::field::{FieldInfo, FieldType};
use super::id::DocumentOverrideId;
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};

/// The override of one item of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentOverride {
    /// The document, by its period and reader: `2026-01-01..2026-12-31 manager`.
    pub document: String,
    /// The item: the UUID of a record, or the key of a section.
    pub item: String,
    /// `true` if the document omits the item.
    pub left_out: bool,
    /// The place of the item among its siblings (see [`super::place`]); empty if it was not moved.
    pub place: String,
    /// The title in this document; empty for the item's own title.
    pub title: String,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl DocumentOverride {
    /// Returns `true` if the override changes nothing.
    pub fn is_empty(&self) -> bool {
        !self.left_out && self.place.is_empty() && self.title.is_empty() && self.unread == Unread::default()
    }
}

impl Record for DocumentOverride {
    type Id = DocumentOverrideId;
    const KIND: Kind = Kind::DocumentOverride;
    const FIELDS: &'static [Field<Self>] = FIELDS;
    unread_member!();
}

/// The fields of an override.
const FIELDS: &[Field<DocumentOverride>] = &[
    field!(document, FieldInfo::new("document", FieldType::Text).hidden()),
    field!(item, FieldInfo::new("item", FieldType::Text).hidden()),
    field!(left_out, FieldInfo::new("left_out", FieldType::Flag).hidden()),
    field!(place, FieldInfo::new("place", FieldType::Place).hidden()),
    field!(title, FieldInfo::new("title", FieldType::Text).hidden()),
];

/// The descriptions of the fields of an override.
pub(super) const INFOS: &[FieldInfo] = &infos::<DocumentOverride, { FIELDS.len() }>(FIELDS);
