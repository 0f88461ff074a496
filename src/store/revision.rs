//! Computes the revisions of records, by which conflicting edits are detected.

use rusqlite::Connection;

use super::Result;
use super::batch::Batch;
use super::cell::Cell;
use crate::domain::{Kind, RecordId};

/// The comparison of a record with a revision that was read before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// The record has not changed.
    Same,
    /// The record was changed.
    Changed,
    /// The record was deleted.
    Deleted,
}

/// Returns the revision of a record: the row of the latest change to it or to its parts (figures, follow-ups,
/// milestones, check-ins), or 0.
pub(super) fn revision(connection: &Connection, row: i64, kind: Kind) -> rusqlite::Result<i64> {
    let sql = format!("SELECT coalesce(max(id), 0) FROM change WHERE record IN ({})", with_parts(kind));
    connection.prepare_cached(&sql)?.query_row([row], |found| found.get(0))
}

/// Returns the query for the row `?1` of a kind and the rows of its parts.
pub(super) fn with_parts(kind: Kind) -> String {
    let mut sql = "SELECT ?1".to_owned();
    for (child, owner) in kind.info().children() {
        sql.push_str(&format!(" UNION ALL SELECT id FROM {} WHERE \"{owner}\" = ?1", child.kind.table()));
    }
    sql
}

impl Batch<'_> {
    /// Compares a record with the revision `seen`.
    pub fn since(&self, id: RecordId, seen: i64) -> Result<Freshness> {
        let (row, kind) = self.row(id)?;
        if self.field(row, kind, "deleted_at")? != Cell::Null {
            return Ok(Freshness::Deleted);
        }
        Ok(if revision(&self.tx, row, kind)? == seen { Freshness::Same } else { Freshness::Changed })
    }
}
