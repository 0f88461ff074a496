//! The store: the only SQL. Rows in and out, no rules of the journal's own.
//!
//! [`Store`] reads; every change goes through a [`Batch`], which writes the row and its history
//! in one transaction. One file per aggregate holds what is asked of it.
#![allow(clippy::disallowed_types, reason = "this is the room that may know the database")]

mod access;
mod aliases;
mod batch;
mod cell;
mod checksum;
mod columns;
mod curations;
mod deletes;
mod derived_columns;
mod exchange;
mod figures;
mod file_identity;
mod file_lock;
mod followups;
mod goal_changes;
mod goals;
mod history;
mod integrity;
mod labels;
mod links;
mod load;
mod lookup;
mod metrics;
mod open;
mod projects;
mod readings;
mod records;
mod revision;
mod rows;
mod search;
mod skills;
mod tokenize;

mod stats;
mod stored_record;

mod undo;
mod validate;
mod values;
mod whole;
mod wins;

use std::path::PathBuf;
use std::time::Duration;

pub use access::Access;
pub use batch::{Batch, Committed, Stamp};
pub use file_identity::Presence;
pub use followups::{FollowUpFilter, FollowUpWithSubject};
pub use history::{BatchEntry, ChangeEntry};
pub use labels::{Counted, LabelKind};
pub use lookup::{NameMatch, RecordRef};
pub use revision::Freshness;
pub use search::Hit;
pub use stats::{DayCount, Totals};
pub use stored_record::{StoredLink, StoredRecord};
pub use tokenize::Query;
pub use wins::{Cursor, Direction, Page, WinFilter, WinRow};

use rusqlite::Connection;

use crate::domain::Kind;
use crate::task::Task;

/// The number of operations of SQLite's virtual machine after which a statement asks whether it is to stop.
const OPERATIONS: std::ffi::c_int = 1000;

/// What went wrong with the journal's file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was written by a newer version; it was not touched.
    #[error("the journal is from a newer brag (its schema is {found}, this one reads {known})")]
    Newer {
        /// The file's version.
        found: i64,
        /// The version that this program writes.
        known: i64,
    },
    /// The path does not hold a journal.
    #[error("{path} {why}")]
    NotAJournal {
        /// The path.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// The file or its directory cannot be opened or written.
    #[error("cannot open the journal {path}: {why}")]
    Unopened {
        /// The path.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// The work was asked to stop.
    #[error("stopped: nothing was written")]
    Stopped,
    /// The file was replaced while it was open.
    #[error("another file took the place of the journal {path}: nothing was written")]
    Replaced {
        /// The path.
        path: PathBuf,
    },
    /// The file was removed or moved while it was open.
    #[error("the journal {path} was removed or moved: nothing was written")]
    Removed {
        /// The path.
        path: PathBuf,
    },
    /// The file is missing or empty, and its log is not.
    #[error("the journal {path} is missing or empty, but its log {log} holds changes: nothing was touched")]
    OnlyLog {
        /// The path.
        path: PathBuf,
        /// The log.
        log: PathBuf,
    },
    /// The log beside the file is that of another journal.
    #[error("the log {log} is not of the journal {path}, which was replaced: nothing was touched")]
    ForeignLog {
        /// The path.
        path: PathBuf,
        /// The log.
        log: PathBuf,
    },
    /// An undo or a redo that something stands on.
    #[error("{0}")]
    Refused(String),
    /// The checksum of a row does not match its columns; the row is not changed.
    #[error("the {kind} “{title}” ({short}) is damaged: nothing was written")]
    DamagedRecord {
        /// The kind of the record.
        kind: Kind,
        /// Its short id.
        short: String,
        /// Its title as it is now.
        title: String,
    },
    /// A row that cannot be what it should be.
    #[error("the journal is damaged: {0}")]
    Damaged(String),
    /// The database said no.
    #[error("{}", sqlite_words(.0))]
    Sqlite(#[from] rusqlite::Error),
}

impl StoreError {
    /// Returns true where the work was asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        if matches!(self, Self::Stopped) {
            return true;
        }
        let Self::Sqlite(error) = self else { return false };
        error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted)
    }

    /// Returns true where another program held the lock for longer than a write waits.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        let Self::Sqlite(error) = self else { return false };
        matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
    }
}

/// What the store returns.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What the database says, in words for a person.
fn sqlite_words(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full: nothing was written".into(),
        Some(ErrorCode::ReadOnly) => "the journal cannot be written: it is read-only".into(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program is writing into the journal: nothing was written".into()
        }
        Some(ErrorCode::DatabaseCorrupt) => "the journal is damaged".into(),
        Some(ErrorCode::NotADatabase) => "the journal is not a SQLite file".into(),
        Some(ErrorCode::SystemIoFailure) => format!("the journal could not be read or written: {error}"),
        _ => error.to_string().lines().next().unwrap_or_default().to_owned(),
    }
}

/// An open journal file, or the empty journal that stands for one that does not exist yet.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    exists: bool,
    /// Whether it is read from a copy in memory, so that nothing may be written.
    copied: bool,
    /// The file that is open; `None` for a journal in memory.
    opened: Option<file_identity::Opened>,
    /// True where a batch was written and the log was not emptied since.
    wrote: bool,
    /// The longest time that a write waits while another program holds the lock.
    patience: Duration,
    /// The work that the statements belong to: it can be stopped, and counts its steps.
    task: Task,
}

/// While it is held, everything that is read is of one moment, whatever others write meanwhile.
#[derive(Debug)]
#[must_use]
pub struct ReadSnapshot<'a>(
    #[expect(dead_code, reason = "it ends when it is dropped")] rusqlite::Transaction<'a>,
);

impl Store {
    /// Reads of one moment, and with one lock instead of one for each question.
    pub fn moment(&self) -> Result<ReadSnapshot<'_>> {
        Ok(ReadSnapshot(self.connection.unchecked_transaction()?))
    }

    /// Where the journal is, or will be.
    #[must_use]
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Whether there is a file; the first write makes one.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Returns how long a write waits while another program holds the lock.
    #[must_use]
    pub fn patience(&self) -> Duration {
        self.patience
    }

    /// Sets how long a write waits while another program holds the lock.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn set_patience(&mut self, patience: Duration) -> Result<()> {
        self.patience = patience;
        Ok(self.connection.busy_timeout(patience)?)
    }

    /// Sets the memory that the connection keeps pages of the file in, in KiB.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn set_cache(&self, kibibytes: i64) -> Result<()> {
        Ok(self.connection.pragma_update(None, "cache_size", -kibibytes)?)
    }

    /// Frees the memory of pages that are not in use.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn release_memory(&self) -> Result<()> {
        Ok(self.connection.release_memory()?)
    }

    /// Returns the work that the statements belong to.
    #[must_use]
    pub fn task(&self) -> Task {
        self.task.clone()
    }

    /// Makes the statements part of a piece of work: once it is stopped, each of them fails, and a transaction is rolled
    /// back.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn set_task(&mut self, task: Task) -> Result<()> {
        let watched = task.clone();
        self.connection.progress_handler(OPERATIONS, Some(move || watched.is_stopped()))?;
        self.task = task;
        Ok(())
    }

    /// Refuses to write through a link, a pipe or a device, and into a copy.
    ///
    /// # Errors
    /// When the path is one.
    pub fn refuse_odd_file(&self) -> Result<()> {
        if self.copied {
            return Err(StoreError::Unopened {
                path: self.path.clone(),
                why: "it is of an older brag and cannot be brought forward here; it can only be read".into(),
            });
        }
        open::refuse_odd_file(&self.path)
    }

    /// A number that changes when another connection has written.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.connection.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }
}

#[cfg(test)]
impl Store {
    /// Writes a value as a newer program would: with a checksum that is right.
    pub(crate) fn write_raw_for_test(&self, id: crate::domain::RecordId, column: &str, value: &str) {
        let (row, kind) = lookup::row_of(&self.connection, id).unwrap();
        let sql = format!("UPDATE {} SET \"{column}\" = ?1 WHERE id = ?2", kind.table());
        self.connection.execute(&sql, rusqlite::params![value, row]).unwrap();
        checksum::store_of_row(&self.connection, row, kind).unwrap();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A journal without a record, and the stamp of changes to it; the directory is removed when it is dropped.
    pub fn journal() -> (tempfile::TempDir, Store, Stamp) {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("journal.db")).unwrap();
        let now = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
        (directory, store, Stamp { now, device: uuid::Uuid::nil() })
    }
}
