//! The batches of the history and their changes, for display.

use super::{Kind, RecordId};

/// A batch in the history.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchEntry {
    /// The short id.
    pub short: String,
    /// `do`, `undo` or `redo`.
    pub kind: String,
    /// The label of the command.
    pub label: String,
    /// The time, in RFC 3339.
    pub at: String,
    /// `true` if the batch is in force, which means not undone.
    pub in_force: bool,
    /// The changes, up to the limit of the query.
    pub changes: Vec<ChangeEntry>,
    /// The number of all changes.
    pub count: usize,
}

/// A change in the history.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeEntry {
    /// The id of the changed record.
    pub record: RecordId,
    /// The short id of the record.
    pub short: String,
    /// The kind of the record.
    pub kind: Kind,
    /// The current title of the record.
    pub title: String,
    /// The name of the field; `None` for the creation of a record.
    pub field: Option<String>,
    /// The value before.
    pub before: serde_json::Value,
    /// The value after.
    pub after: serde_json::Value,
}
