//! Whether a record is still as somebody read it.

use rusqlite::Connection;

use super::Result;
use super::batch::Batch;
use super::table::Cell;
use crate::domain::RecordId;

/// What became of a record since it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Nothing.
    Same,
    /// It was changed.
    Changed,
    /// It was deleted.
    Deleted,
}

/// The latest change to a record or to what belongs to it: figures, follow-ups, milestones, check-ins.
pub(super) fn revision(connection: &Connection, row: i64) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "SELECT coalesce(max(id), 0) FROM change WHERE record IN (
               SELECT ?1 UNION ALL SELECT id FROM figure WHERE win = ?1
               UNION ALL SELECT id FROM follow_up WHERE about = ?1
               UNION ALL SELECT id FROM milestone WHERE goal = ?1
               UNION ALL SELECT id FROM check_in WHERE goal = ?1)",
        )?
        .query_row([row], |found| found.get(0))
}

impl Batch<'_> {
    /// What became of a record since a revision of it was read, seen from inside the transaction.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn since(&self, id: RecordId, seen: i64) -> Result<Since> {
        let (row, kind) = self.row(id)?;
        if self.field(row, kind, "deleted_at")? != Cell::Null {
            return Ok(Since::Deleted);
        }
        Ok(if revision(&self.tx, row)? == seen { Since::Same } else { Since::Changed })
    }
}
