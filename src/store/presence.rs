//! Notices when the journal's file was replaced or removed while it is open.
//!
//! SQLite keeps writing into the file that it opened, wherever that file is now. A sync program or a
//! restored copy puts another file at the path: what is written afterwards would be lost, or mixed
//! with the other file through the log that both share by name.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _};
use uuid::Uuid;

use super::{Result, Store, StoreError};

/// The identity of a file, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    /// Returns the identity of the file at a path; `None` where there is none.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self { device: metadata.dev(), inode: metadata.ino() })
    }
}

/// The state of the path that a journal was opened at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It holds the file that is open.
    Same,
    /// It holds another file.
    Replaced,
    /// It holds none.
    Removed,
}

/// Compares the file at a path with the one that was opened there.
pub(super) fn presence(path: &Path, opened: Option<FileId>) -> Presence {
    match (opened, FileId::of(path)) {
        (None, _) => Presence::Same,
        (Some(_), None) => Presence::Removed,
        (Some(opened), Some(now)) if opened == now => Presence::Same,
        (Some(_), Some(_)) => Presence::Replaced,
    }
}

/// Refuses to write into a file that is no longer at its path.
pub(super) fn ensure_present(path: &Path, opened: Option<FileId>) -> Result<()> {
    match presence(path, opened) {
        Presence::Same => Ok(()),
        Presence::Replaced => Err(StoreError::Replaced { path: path.to_owned() }),
        Presence::Removed => Err(StoreError::Removed { path: path.to_owned() }),
    }
}

impl Store {
    /// Returns whether the path still holds the file that is open.
    #[must_use]
    pub fn presence(&self) -> Presence {
        presence(&self.path, self.file)
    }

    /// Returns true where a batch was written and the log was not emptied since.
    #[must_use]
    pub fn has_written(&self) -> bool {
        self.wrote
    }

    /// Moves what waits in the log into the file and empties the log, so that a file that replaces
    /// this one never finds changes in it that are not its own. Does nothing while another program
    /// reads or writes.
    pub fn empty_log(&mut self) {
        self.wrote = false;
        if !log_has_data(&self.path) || self.presence() != Presence::Same || self.file.is_none() {
            return;
        }
        let _ = self.connection.busy_timeout(Duration::ZERO);
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        let _ = self.connection.busy_timeout(self.patience);
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.wrote {
            self.empty_log();
        }
    }
}

/// The path of the write-ahead log that belongs to a journal.
pub(super) fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// Returns true where changes wait in the log.
pub(super) fn log_has_data(path: &Path) -> bool {
    fs::metadata(log_of(path)).is_ok_and(|log| log.len() > 0)
}

/// How often a log that does not seem to belong to its journal is looked at again: another program
/// may be moving changes from it into the file.
const TRIES: u32 = 5;

/// Refuses a journal beside the log of another one. SQLite would mix the two.
///
/// History only grows. So the journal with its log contains the latest batch of the file alone, and
/// the file alone contains every batch up to the one after which the log began (`meta.base`).
pub(super) fn refuse_foreign_log(
    connection: &Connection,
    path: &Path,
    file_alone: impl Fn() -> Option<Connection>,
) -> Result<()> {
    for attempt in 0..TRIES {
        if !log_has_data(path) || belongs(connection, file_alone().as_ref()) {
            return Ok(());
        }
        if attempt + 1 < TRIES {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    Err(StoreError::ForeignLog { path: path.to_owned(), log: log_of(path) })
}

fn belongs(with_log: &Connection, alone: Option<&Connection>) -> bool {
    let latest = |connection: &Connection| -> rusqlite::Result<Option<(i64, Uuid)>> {
        connection
            .query_row("SELECT id, uuid FROM batch ORDER BY id DESC LIMIT 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
    };
    // A file that holds no history yet gets all of it from its log.
    let Some(Ok(Some((id, uuid)))) = alone.map(latest) else { return true };
    let found = with_log.query_row("SELECT uuid FROM batch WHERE id = ?1", [id], |row| row.get::<_, Uuid>(0));
    let base = with_log
        .query_row("SELECT value FROM meta WHERE key = 'base'", [], |row| row.get::<_, i64>(0))
        .optional();
    matches!((found, base), (Ok(found), Ok(base)) if found == uuid && base.is_none_or(|base| base <= id))
}
