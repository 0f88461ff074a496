//! What stands in for a name wherever anybody may read it.

use super::field::{FieldInfo, FieldType};
use super::id::AliasId;

/// A name and what stands in for it: "a major financial institution".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Its identity.
    pub id: AliasId,
    /// The name as it is.
    pub name: String,
    /// What is said instead.
    pub alias: String,
    /// True for a name that is found only where it is capitalised as it is here.
    pub exact: bool,
}

/// The fields of an alias.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo::new("name", FieldType::Text),
    FieldInfo::new("alias", FieldType::Text),
    FieldInfo::new("exact", FieldType::Flag),
];
