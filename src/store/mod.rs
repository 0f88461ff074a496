//! The store: all SQL of the program, and no rules of the journal.
//!
//! [`Store`] opens the file. A [`Snapshot`] reads: it is a read transaction, or the view of a [`Batch`]. A
//! [`Batch`] writes: it is one transaction that contains the changed rows and their history. The queries of
//! an aggregate are in the module of its name; `records` has those of every kind of record.
#![allow(clippy::disallowed_types, reason = "the store is the only module that may use the database")]

mod access;
mod aliases;
mod backup_files;
mod backups;
mod batch;
mod cell;
mod check;
mod checksum;
mod columns;
mod connection;
mod deletes;
mod derived_columns;
mod document_overrides;
mod exchange;
#[cfg(test)]
mod fault_vfs;
mod figures;
mod file_identity;
mod file_lock;
mod fingerprints;
mod followups;
mod goal_changes;
mod goals;
mod history;
mod inbox;
mod labels;
mod links;
mod load;
mod log;
mod lookup;
mod metrics;
mod migrate;
mod parts;
mod positions;
mod praise;
mod profile;
mod projects;
mod purge;
mod questionnaires;
mod raw;
mod readings;
mod rebuild;
mod records;
mod repair;
mod restore;
mod revision;
mod rows;
mod salvage;
#[cfg(test)]
pub(crate) mod samples;
mod search;
mod skills;
mod snapshot;
mod stats;
mod stories;
#[cfg(test)]
mod suite_tests;
mod tokenize;
mod undo;
mod validate;
mod values;
mod wins;

use std::path::PathBuf;
use std::time::Duration;

pub use access::Access;
pub use backup_files::{BackupLock, Backups};
pub use backups::{PurgedBackups, check_copy};
pub use batch::{Batch, Committed, Stamp};
pub use check::Depth;
pub use file_identity::{Presence, is_journal};

pub use fingerprints::Fingerprint;
pub use lookup::{NameMatch, TitledRecord};
pub use purge::Doomed;
pub use repair::Repaired;
pub use restore::Prepared;
pub use revision::Freshness;
pub use snapshot::Snapshot;
pub use values::Series;

use rusqlite::Connection;

use crate::domain::Kind;
use crate::task::Task;

/// The number of operations of SQLite's virtual machine between two checks whether the task is stopped.
const OPERATIONS: std::ffi::c_int = 1000;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file that was written by a newer version of the program; it is not changed.
    #[error(
        "the journal was written by a newer version of brag (schema {found}; this version reads {known})"
    )]
    Newer {
        /// The schema version of the file.
        found: i64,
        /// The schema version that this program writes.
        known: i64,
    },
    /// A path that does not hold a journal.
    #[error("{path} {why}")]
    NotAJournal {
        /// The path of the file.
        path: PathBuf,
        /// The reason, which completes a sentence that begins with the path.
        why: String,
    },
    /// A file or directory that cannot be opened or written.
    #[error("cannot open the journal {path}: {why}")]
    Unopened {
        /// The path of the file.
        path: PathBuf,
        /// The reason, in words of the operating system, SQLite or the program.
        why: String,
    },
    /// A file that SQLite cannot open or read.
    #[error("cannot open the journal {path}: {}", sqlite_words(.source))]
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// The error of SQLite.
        source: rusqlite::Error,
    },
    /// The first change of an attempt: [`Store::begin_attempt`], or any batch while the journal's file does not exist.
    #[error("the change was attempted and is not written")]
    Attempt,
    /// An operation whose task was stopped; nothing was written.
    #[error("stopped: nothing was written")]
    Stopped,
    /// A file that was replaced, or whose log was replaced, while it was open.
    #[error("the journal {path} was replaced by another file: nothing was written")]
    Replaced {
        /// The path of the file.
        path: PathBuf,
    },
    /// A file that was removed or moved while it was open.
    #[error("the journal {path} was removed or moved: nothing was written")]
    Removed {
        /// The path of the file.
        path: PathBuf,
    },
    /// A missing or empty file with a log that contains changes.
    #[error("the journal {path} is missing or empty, but its log {log} holds changes: nothing was changed")]
    OnlyLog {
        /// The path of the file.
        path: PathBuf,
        /// The path of the write-ahead log.
        log: PathBuf,
    },
    /// A file beside the log of another journal.
    #[error("the log {log} does not belong to the journal {path}, which was replaced: nothing was changed")]
    ForeignLog {
        /// The path of the file.
        path: PathBuf,
        /// The path of the write-ahead log.
        log: PathBuf,
    },
    /// An undo, a redo or a restore that is refused, with the reason.
    #[error("{0}")]
    Refused(String),
    /// A row whose checksum does not match its columns; the row is not changed.
    #[error("the {kind} “{title}” ({short}) is damaged: nothing was written")]
    DamagedRecord {
        /// The kind of the record.
        kind: Kind,
        /// The short id of the record.
        short: String,
        /// The stored title of the record.
        title: String,
    },
    /// A log with changes behind a damaged frame, which the next write would overwrite.
    #[error("the log of the journal is damaged: nothing was written")]
    DamagedLog,
    /// A backup that could not be written.
    #[error("cannot write the backup {path}: {why}")]
    BackupFailed {
        /// The path of the file or directory.
        path: PathBuf,
        /// The reason, in words of the operating system.
        why: String,
    },
    /// A record that is not in the journal: it was purged, or an older journal was restored.
    #[error("the record is not in the journal any more")]
    Missing,
    /// A missing record or an unknown kind in the file, with a description.
    #[error("the journal is damaged: {0}")]
    Damaged(String),
    /// An error of SQLite.
    #[error("{}", sqlite_words(.0))]
    Sqlite(#[from] rusqlite::Error),
}

impl StoreError {
    /// Returns `true` if SQLite found damage in the file.
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        let (Self::Sqlite(error) | Self::Unreadable { source: error, .. }) = self else { return false };
        matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)) || is_header_damage(error)
    }

    /// Returns `true` if the operation was stopped.
    pub fn is_stopped(&self) -> bool {
        if matches!(self, Self::Stopped) {
            return true;
        }
        let (Self::Sqlite(error) | Self::Unreadable { source: error, .. }) = self else { return false };
        error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted)
    }

    /// Returns `true` if another program held the lock for longer than [`Store::patience`].
    pub fn is_busy(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        let (Self::Sqlite(error) | Self::Unreadable { source: error, .. }) = self else { return false };
        matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
    }
}

/// The result of an operation of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Returns `true` if SQLite does not know the format that the header of the file states; the error has no code
/// of its own.
fn is_header_damage(error: &rusqlite::Error) -> bool {
    error.to_string().contains("unsupported file format")
}

/// Returns the message for the user about an error of SQLite.
fn sqlite_words(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full: nothing was written".into(),
        Some(ErrorCode::ReadOnly) => {
            "the journal cannot be written: it is read-only, or the disk is full".into()
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program is writing into the journal: nothing was written".into()
        }
        Some(ErrorCode::DatabaseCorrupt) => "the journal is damaged".into(),
        Some(ErrorCode::NotADatabase) => "the header of the journal is damaged".into(),
        _ if is_header_damage(error) => "the header of the journal is damaged".into(),
        Some(ErrorCode::SystemIoFailure) => format!("the journal could not be read or written: {error}"),
        _ => error.to_string().lines().next().unwrap_or_default().to_owned(),
    }
}

/// An open journal file, or an empty journal in memory if the file does not exist yet.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    exists: bool,
    /// `true` for a copy in memory, which must not be written: the changes would be lost.
    copied: bool,
    /// The number of bytes of the log that were corrected when it was opened.
    corrected: usize,
    /// `true` if changes behind a damaged frame of the log would be lost with the next write.
    is_log_damaged: bool,
    /// The state of the file when it was opened or last written; `None` for a journal without a file.
    opened: Option<file_identity::Opened>,
    /// `true` if something was written since the log was last emptied.
    wrote: bool,
    /// `true` if a batch was written.
    has_written: bool,
    /// The maximum time that a write waits for the lock of another program.
    patience: Duration,
    /// The task that the statements belong to, through which they can be stopped and count their steps.
    task: Task,
}

impl Store {
    /// Returns the path of the file, which may not exist yet.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Returns `true` if the journal has a file, and `false` for the empty journal in memory.
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Returns `true` if this connection has written a batch.
    pub fn has_written(&self) -> bool {
        self.has_written
    }

    /// Returns the number of bytes with a flipped bit that were corrected in the log when it was opened.
    pub fn corrected(&self) -> usize {
        self.corrected
    }

    /// Returns the maximum time that a write waits for the lock of another program.
    pub fn patience(&self) -> Duration {
        self.patience
    }

    /// Sets the maximum time that a write waits for the lock of another program.
    pub fn set_patience(&mut self, patience: Duration) -> Result<()> {
        self.patience = patience;
        Ok(self.connection.busy_timeout(patience)?)
    }

    /// Sets the size of the page cache of the connection, in KiB.
    pub fn set_cache(&self, kibibytes: i64) -> Result<()> {
        Ok(self.connection.pragma_update(None, "cache_size", -kibibytes)?)
    }

    /// Stops waiting for the disk: for a journal that is made in one go and can be made again.
    pub fn set_unsafe_but_fast(&self) -> Result<()> {
        Ok(self.connection.pragma_update(None, "synchronous", "OFF")?)
    }

    /// Frees the memory of cached pages that are not in use.
    pub fn release_memory(&self) -> Result<()> {
        Ok(self.connection.release_memory()?)
    }

    /// Returns the task of the statements.
    pub fn task(&self) -> Task {
        self.task.clone()
    }

    /// Sets the task of the statements. Once it is stopped, each statement fails and its transaction is
    /// rolled back.
    pub fn set_task(&mut self, task: Task) -> Result<()> {
        let watched = task.clone();
        self.connection.progress_handler(OPERATIONS, Some(move || watched.is_stopped()))?;
        self.task = task;
        Ok(())
    }

    /// Refuses to write through a symbolic link, a pipe or a device, or to a copy in memory.
    pub fn refuse_odd_file(&self) -> Result<()> {
        if self.copied {
            return Err(StoreError::Unopened {
                path: self.path.clone(),
                why: "it was written by an older version of brag and cannot be upgraded here; it can only be read".into(),
            });
        }
        connection::refuse_odd_file(&self.path)
    }

    /// Returns a number that changes when another connection has written to the file.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.connection.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }
}

#[cfg(test)]
impl Store {
    /// Writes a value as a newer program does: with a matching checksum.
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

    /// Returns a temporary directory, an empty journal in it, and the time and device for batches. Dropping the
    /// directory deletes the journal.
    pub fn journal() -> (tempfile::TempDir, Store, Stamp) {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("journal.db")).unwrap();
        let now = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
        (directory, store, Stamp { now, device: uuid::Uuid::nil() })
    }
}
