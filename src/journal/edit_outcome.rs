//! The result of an edit of a record.

use super::{Snapshot, Transaction};
use crate::domain::RecordId;
use crate::error::Result;
use crate::store::Freshness;

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

/// Changes a record unless another program changed it since the revision that the user has edited; `load` returns
/// the current record.
pub(super) fn edit_unless_changed<R>(
    tx: &mut Transaction<'_>,
    (id, seen): (RecordId, i64),
    change: impl FnOnce(&mut Transaction<'_>) -> Result<()>,
    load: impl Fn(&Snapshot<'_>) -> Result<R>,
) -> Result<EditOutcome<R, R>> {
    match tx.batch.since(id, seen)? {
        Freshness::Same => {}
        Freshness::Deleted => return Ok(EditOutcome::Deleted),
        Freshness::Changed => return Ok(EditOutcome::Conflict(Box::new(load(&tx.snapshot())?))),
    }
    change(tx)?;
    if !tx.has_changes() {
        return Ok(EditOutcome::Unchanged);
    }
    Ok(EditOutcome::Saved(Box::new(load(&tx.snapshot())?)))
}
