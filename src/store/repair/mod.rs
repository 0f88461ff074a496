//! Repairs damaged rows, links and history.
//!
//! The history holds every text that was ever written, so most damage is repaired from it. What it does not hold, or
//! holds with damage too, is repaired if one flipped bit explains the wrong checksum. A repaired value is accepted if
//! the checksum then matches; nothing gets a new checksum that hides damage.

mod definitions;
mod history;
mod ids;
pub(super) mod links;
mod log;
pub(super) mod missing;
pub(super) mod past;
mod rows;
#[cfg(test)]
mod tests;

use rusqlite::{Transaction, TransactionBehavior};

use super::check::Depth;
use super::{Result, Snapshot, Store, StoreError};
use crate::domain::finding::Finding;

/// The report of a repair, with one line for each record, link or batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repaired {
    /// The lines about successful repairs.
    pub done: Vec<String>,
    /// The lines about damage that remains.
    pub failed: Vec<String>,
}

impl Repaired {
    fn did(&mut self, line: impl Into<String>) {
        self.done.push(line.into());
    }

    fn could_not(&mut self, line: impl Into<String>) {
        self.failed.push(line.into());
    }
}

impl Store {
    /// Repairs the log, the records, the links and the history, and computes all derived data again, in one transaction.
    /// Returns what was done, and the findings that are left.
    ///
    /// Fails with an error of damage if the structure of the file is damaged: [`Store::salvage`] then reads what is left.
    pub fn repair(&mut self) -> Result<(Repaired, Vec<Finding>)> {
        let mut repaired = Repaired::default();
        self.repair_log(&mut repaired)?;
        definitions::repair(&self.connection, &mut repaired)?;
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // The rows are repaired by statements that look at the indexes.
        ids::note_index(&tx)?;
        tx.execute_batch("REINDEX")?;
        repair(&tx, &mut repaired)?;
        super::rebuild::rebuild(&tx)?;
        let left = Snapshot::of(&tx).check_to(Depth::Everything)?;
        tx.commit()?;
        self.wrote = true;
        Ok((repaired, left))
    }
}

/// Repairs the ids, the history, the rows and the links, in the transaction that is open.
pub(super) fn repair(connection: &Transaction<'_>, repaired: &mut Repaired) -> Result<()> {
    ids::repair(connection, repaired)?;
    // A flipped bit in the history is repaired first, because rows are repaired from it; what is left of it is then
    // repaired from the rows.
    let left = history::repair_bits(connection, repaired)?;
    missing::repair(connection, repaired)?;
    rows::repair(connection, repaired)?;
    history::repair_from_rows(connection, &left, repaired)?;
    links::repair(connection, repaired)
}

/// Returns the error of a structure that this module does not repair.
fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(what.to_owned())
}
