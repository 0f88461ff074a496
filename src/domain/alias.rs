//! Aliases: the replacements for names in documents for the public.

use super::field::{FieldInfo, FieldType};
use super::id::AliasId;
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};

/// A name and its replacement, such as "a major financial institution".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alias {
    /// The name to replace.
    pub name: String,
    /// The replacement.
    pub alias: String,
    /// `true` if the name is found only with the capitalisation of `name`.
    pub exact: bool,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Record for Alias {
    type Id = AliasId;
    const KIND: Kind = Kind::Alias;
    const FIELDS: &'static [Field<Self>] = FIELDS;
    unread_member!();
}

/// The fields of an alias.
const FIELDS: &[Field<Alias>] = &[
    field!(name, FieldInfo::new("name", FieldType::Text).help("As it is written; found in any case")),
    field!(
        alias,
        FieldInfo::new("alias", FieldType::Text).help("The text in its place in documents for the public")
    ),
    field!(
        exact,
        FieldInfo::new("exact", FieldType::Flag).help("Yes to find the name only as it is written")
    ),
];

/// The descriptions of the fields of an alias.
pub(super) const INFOS: &[FieldInfo] = &infos::<Alias, { FIELDS.len() }>(FIELDS);
