//! Whether a record is still as somebody read it.

use rusqlite::Connection;

use super::Result;
use super::batch::Batch;
use super::cell::Cell;
use crate::domain::{Kind, RecordId};

/// What became of a record since it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing.
    Same,
    /// It was changed.
    Changed,
    /// It was deleted.
    Deleted,
}

/// The latest change to a record or to what belongs to it: figures, follow-ups, milestones, check-ins.
pub(super) fn revision(connection: &Connection, row: i64, kind: Kind) -> rusqlite::Result<i64> {
    let sql = format!("SELECT coalesce(max(id), 0) FROM change WHERE record IN ({})", with_parts(kind));
    connection.prepare_cached(&sql)?.query_row([row], |found| found.get(0))
}

/// Returns the query for the row `?1` of a kind and the rows of everything that belongs to it.
pub(super) fn with_parts(kind: Kind) -> String {
    let mut sql = "SELECT ?1".to_owned();
    for (child, owner) in kind.info().children() {
        sql.push_str(&format!(" UNION ALL SELECT id FROM {} WHERE \"{owner}\" = ?1", child.kind.table()));
    }
    sql
}

impl Batch<'_> {
    /// What became of a record since a revision of it was read, seen from inside the transaction.
    pub fn since(&self, id: RecordId, seen: i64) -> Result<Freshness> {
        let (row, kind) = self.row(id)?;
        if self.field(row, kind, "deleted_at")? != Cell::Null {
            return Ok(Freshness::Deleted);
        }
        Ok(if revision(&self.tx, row, kind)? == seen { Freshness::Same } else { Freshness::Changed })
    }
}
