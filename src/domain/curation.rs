//! What a person makes of a document for one period and one reader.

use super::field::{FieldInfo, FieldType};

/// What was chosen for one item of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Which item: the identity of a record, or the key of a part.
    pub item: String,
    /// Whether it is left out.
    pub left_out: bool,
    /// Its place among its neighbours; none where it is as it comes.
    pub place: Option<i64>,
    /// What it is called in this document; empty for its own title.
    pub title: String,
}

/// The fields of a choice.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo::new("document", FieldType::Text),
    FieldInfo::new("item", FieldType::Text),
    FieldInfo::new("left_out", FieldType::Flag),
    FieldInfo::new("place", FieldType::NUMBER),
    FieldInfo::new("title", FieldType::Text),
];
