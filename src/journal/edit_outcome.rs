//! The result of an edit of a record.

/// The result of an edit, with the saved record or the conflicting one.
#[derive(Debug, Clone, PartialEq)]
pub enum EditOutcome<R, S> {
    /// The record was saved; its new state.
    Saved(Box<S>),
    /// The edit changed nothing.
    Unchanged,
    /// Another program changed the record since it was read, and nothing was written; its current state.
    Conflict(Box<R>),
    /// Another program deleted the record since it was read; nothing was written.
    Deleted,
}
