//! Integrity: checking the journal's file, and rebuilding derived data.

use super::{Journal, Snapshot};
use crate::domain::Finding;
use crate::error::Result;

/// Returns the defects of the journal's file; empty for an intact file.
pub fn check(snapshot: &Snapshot<'_>) -> Result<Vec<Finding>> {
    Ok(snapshot.store.check()?)
}

/// Rebuilds the data that is derived from the records and the history: sort keys, names, the search index,
/// and the batches that can be undone.
pub fn rebuild(journal: &mut Journal) -> Result<()> {
    journal.prepare_write()?;
    Ok(journal.store.rebuild()?)
}
