//! References to records of any kind, with their titles.

use super::{Kind, RecordId};

/// A record of any kind, as the result of a look-up by id or name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRef {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record.
    pub kind: Kind,
    /// The short id at the displayed length.
    pub short: String,
    /// The title or name.
    pub title: String,
    /// `true` if the record is deleted.
    pub deleted: bool,
}

/// A record that can be gone to, with what it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record.
    pub kind: Kind,
    /// The title or name.
    pub title: Box<str>,
    /// The date as stored; empty if there is none.
    pub date: Box<str>,
}

/// A record that matches a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record.
    pub kind: Kind,
    /// The short id at the displayed length.
    pub short: String,
    /// The title or name.
    pub title: String,
    /// The searched text other than the title.
    pub text: String,
    /// The date, as stored; `None` if there is no date.
    pub date: Option<String>,
}
