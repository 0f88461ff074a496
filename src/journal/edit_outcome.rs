//! The result of an edit of a record.

/// The result of an edit, with the saved record or the conflicting one.
#[derive(Debug, Clone, PartialEq)]
pub enum EditOutcome<R, S> {
    /// The saved record.
    Saved(Box<S>),
    /// No change: the record has these values already.
    Unchanged,
    /// The current record, which another program changed since it was read; nothing was written.
    Conflict(Box<R>),
    /// A deletion by another program since the record was read; nothing was written.
    Deleted,
}
