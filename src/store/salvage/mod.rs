//! Reads what is left of a damaged journal into a new one, past pages that cannot be read.
//!
//! The rows are read from the pages of the file directly, because SQLite refuses a file whose structure is damaged.
//! Rows that are lost are built from the history, and the repair of a journal then does the rest.

mod complete;
mod pages;
mod tables;
#[cfg(test)]
mod tests;

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior, params_from_iter};

use self::pages::Pages;
use self::tables::Table;
use super::check::Depth;
use super::file_identity::beside;
use super::raw::Raw;
use super::repair::{self, Repaired};
use super::{Result, Snapshot, Store, StoreError, checksum};
use crate::domain::Finding;

impl Store {
    /// Reads what is left of the journal at `from` into a new journal at `to`, which must not exist. The damaged files
    /// are not changed. Returns what was done, and the findings about the new journal.
    pub fn salvage(from: &Path, to: &Path) -> Result<(Repaired, Vec<Finding>)> {
        let unopened = |path: &Path, why: String| StoreError::Unopened { path: path.to_owned(), why };
        let pages = Pages::read(from).map_err(|err| unopened(from, err.to_string()))?;
        let tables = tables::read(&pages)?;
        if tables.iter().all(|table| table.rows.is_empty()) {
            return Err(StoreError::NotAJournal {
                path: from.to_owned(),
                why: "holds no row that can still be read: restore a backup instead".into(),
            });
        }
        let done = Self::write_salvaged(&tables, to);
        if done.is_err() {
            for file in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(beside(to, file));
            }
        }
        done
    }

    fn write_salvaged(tables: &[Table], to: &Path) -> Result<(Repaired, Vec<Finding>)> {
        let mut store = Self::create(to)?;
        let mut repaired = Repaired::default();
        store.connection.execute_batch("PRAGMA foreign_keys = OFF")?;
        let tx = store.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for table in tables {
            insert(&tx, table, &mut repaired)?;
        }
        complete::complete(&tx, &mut repaired)?;
        repair::repair(&tx, &mut repaired)?;
        repair::links::add_missing(&tx, &mut repaired)?;
        complete::drop_dangling(&tx, &mut repaired)?;
        complete::seal_history(&tx)?;
        super::rebuild::rebuild(&tx)?;
        let left = Snapshot::of(&tx).check_to(Depth::Everything)?;
        tx.commit()?;
        store.wrote = true;
        Ok((repaired, left))
    }
}

/// Inserts the rows of a table; a row that the table does not accept is reported.
fn insert(connection: &Connection, table: &Table, repaired: &mut Repaired) -> Result<()> {
    let (mut refused, mut cut) = (0, 0);
    for (id, values) in &table.rows {
        let names = table.columns.iter().map(|column| column.name.as_str());
        let mut row: Vec<(&str, Raw)> = names.zip(values.iter().cloned()).collect();
        row[0].1 = Raw::Int(*id);
        let lost: Vec<(&str, Raw)> = match table.kind {
            Some(_) => complete::lost_values(connection, *id, table.lost_columns(values))?,
            None => Vec::new(),
        };
        let is_cut = !lost.is_empty();
        row.extend(lost);
        let columns: Vec<String> = row.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let marks = vec!["?"; row.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", table.name, columns.join(", "));
        let values = params_from_iter(row.iter().map(|(_, value)| value));
        match connection.prepare_cached(&sql)?.execute(values) {
            Ok(_) => {}
            Err(rusqlite::Error::SqliteFailure(err, _))
                if err.code == rusqlite::ErrorCode::ConstraintViolation =>
            {
                refused += 1;
                continue;
            }
            Err(err) => return Err(err.into()),
        }
        if let Some(kind) = table.kind.filter(|_| is_cut) {
            cut += 1;
            checksum::store_of_row(connection, *id, kind)?;
        }
    }
    for (count, why) in [(refused, "the values are damaged"), (cut, "the end is lost")] {
        if count > 0 {
            let rows = crate::text::counted(count, "row", "rows");
            repaired.failed.push(format!("{rows} of {}: {why}", table.name));
        }
    }
    Ok(())
}
