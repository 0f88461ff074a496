//! Detects that the journal file was replaced or removed while it is open.
//!
//! SQLite keeps writing into the file that it opened, even after the file was moved. If a sync program or a
//! restored copy puts another file at the path, later writes would be lost. They could also be mixed into the
//! other file through the log, because the log of either file has the same name.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension as _};
use uuid::Uuid;

use super::{Result, Store, StoreError, file_lock};

/// The SQLite application id of a journal: `brag` in ASCII.
pub(super) const APPLICATION_ID: i64 = 0x6272_6167;

/// The key of `meta` that a rewritten journal has until its log is empty: the history of the log is then not a
/// continuation of that of the file.
pub(super) const REWRITTEN: &str = "rewritten";

/// The identity of a file, independent of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    /// Returns the identity of the file at a path; `None` if there is no file.
    pub(super) fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|metadata| Self::from(&metadata))
    }
}

impl From<&fs::Metadata> for FileId {
    fn from(metadata: &fs::Metadata) -> Self {
        Self { device: metadata.dev(), inode: metadata.ino() }
    }
}

/// The state of the journal's file and of its log when this program last wrote or opened them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opened {
    pub file: FileId,
    /// The size, and the seconds and nanoseconds of the last modification. Only a checkpoint changes the
    /// file.
    content: (u64, i64, i64),
    /// The log, which exists as long as the journal is open.
    log: Option<FileId>,
}

impl Opened {
    /// Reads the state of the files at a path; `None` if there is no file.
    pub(super) fn at(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            file: FileId::from(&metadata),
            content: (metadata.len(), metadata.mtime(), metadata.mtime_nsec()),
            log: FileId::of(&log_of(path)),
        })
    }

    /// Reads the state of the files at a path after `file` was opened there. If the file was removed or replaced
    /// meanwhile, the state keeps the identity of `file`, by which the difference is detected later.
    pub(super) fn after(path: &Path, file: Option<FileId>) -> Option<Self> {
        let now = Self::at(path);
        let file = file.or(now.map(|now| now.file))?;
        Some(now.map_or(Self { file, content: (0, 0, 0), log: None }, |now| Self { file, ..now }))
    }
}

/// The state of the path of an open journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The path holds the open file.
    Same,
    /// The path holds the open file, but another program wrote to it without SQLite or removed its log. The
    /// file must be opened again, because cached pages may be out of date.
    Touched,
    /// The path holds another file.
    Replaced,
    /// The path holds no file.
    Removed,
}

/// Compares the files at a path with those that were opened there.
fn presence(path: &Path, opened: Option<Opened>) -> Presence {
    let Some(opened) = opened else { return Presence::Same };
    match Opened::at(path) {
        None => Presence::Removed,
        Some(now) if now.file != opened.file => Presence::Replaced,
        Some(now) if now.content != opened.content => Presence::Touched,
        Some(now) if opened.log.is_some() && now.log != opened.log => Presence::Touched,
        Some(_) => Presence::Same,
    }
}

/// Fails if the path no longer holds the file and the log that were opened. Writes to a log that was moved
/// away would be lost.
pub(super) fn ensure_present(path: &Path, opened: Option<Opened>) -> Result<()> {
    let Some(opened) = opened else { return Ok(()) };
    match FileId::of(path) {
        None => Err(StoreError::Removed { path: path.to_owned() }),
        Some(now) if now != opened.file => Err(StoreError::Replaced { path: path.to_owned() }),
        Some(_) if opened.log.is_some_and(|log| FileId::of(&log_of(path)) != Some(log)) => {
            Err(StoreError::Replaced { path: path.to_owned() })
        }
        Some(_) => Ok(()),
    }
}

impl Store {
    /// Compares the files at the journal's path with those that are open.
    pub fn presence(&self) -> Presence {
        presence(&self.path, self.opened)
    }

    /// Returns [`StoreError::ForeignLog`] if the file was replaced and the log at the path is that of the
    /// replaced file, which this program has open. Opens no connection for this: SQLite would share the index
    /// of the log with the replaced file.
    pub fn refuse_own_log(&self) -> Result<()> {
        let Some(opened) = self.opened else { return Ok(()) };
        let log = FileId::of(&log_of(&self.path));
        let own = opened.log.is_some() && log == opened.log && log_has_data(&self.path);
        if own && FileId::of(&self.path) != Some(opened.file) {
            return Err(StoreError::ForeignLog { path: self.path.clone(), log: log_of(&self.path) });
        }
        Ok(())
    }

    /// Stores the current state of the file and its log, after this program wrote to them.
    pub(super) fn note_opened(&mut self) {
        if let (Some(opened), Some(now)) = (self.opened, Opened::at(&self.path))
            && opened.file == now.file
        {
            self.opened = Some(now);
        }
    }

    /// Returns the row and the UUID of the latest batch; `None` if nothing was written yet.
    pub fn latest_batch(&self) -> Result<Option<(i64, Uuid)>> {
        Ok(latest_batch(&self.connection)?)
    }

    /// Returns `true` if the history contains a batch of this row and UUID.
    pub fn has_batch(&self, (id, uuid): (i64, Uuid)) -> Result<bool> {
        let found = self
            .connection
            .query_row("SELECT uuid FROM batch WHERE id = ?1", [id], |row| row.get::<_, Uuid>(0))
            .optional()?;
        Ok(found == Some(uuid))
    }

    /// Closes the journal without a checkpoint, because the log at its path may belong to another file. If
    /// only the log was replaced or removed, its content is moved into the file first.
    pub fn abandon(mut self) {
        self.wrote = false;
        if !self.is_log_damaged
            && let (Some(opened), Some(now)) = (self.opened, Opened::at(&self.path))
            && (opened.file, opened.content) == (now.file, now.content)
        {
            let _ = self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        }
        let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }

    /// Moves the content of the write-ahead log into the file and truncates the log. If another file takes the place of
    /// this file, SQLite then cannot apply this file's log to it. Does nothing while another program reads or writes.
    pub fn empty_log(&mut self) {
        if self.is_log_damaged
            || !log_has_data(&self.path)
            || self.opened.is_none()
            || self.presence() != Presence::Same
        {
            return;
        }
        let _ = self.connection.busy_timeout(Duration::ZERO);
        let busy = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        self.wrote = busy.unwrap_or(true);
        let _ = self.connection.busy_timeout(self.patience);
        self.note_opened();
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.wrote {
            self.empty_log();
        }
    }
}

/// Returns the path of the write-ahead log that belongs to a journal.
pub(super) fn log_of(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// Returns the path of a file beside the journal: the path of the journal with a suffix.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Returns `true` if a file begins as a journal does. The file may be the open journal, whose locks stay.
pub fn is_journal(path: &Path) -> bool {
    let mut head = [0_u8; 72];
    file_lock::read_head(path, &mut head).is_ok_and(|read| read == head.len())
        && head.starts_with(b"SQLite format 3\0")
        && i64::from(u32::from_be_bytes([head[68], head[69], head[70], head[71]])) == APPLICATION_ID
}

/// Returns `true` if the log is not empty.
pub(super) fn log_has_data(path: &Path) -> bool {
    fs::metadata(log_of(path)).is_ok_and(|log| log.len() > 0)
}

/// The number of attempts to read a log that does not seem to belong to its journal: another program may be
/// moving changes from it into the file.
pub(super) const TRIES: u32 = 5;

/// Returns [`StoreError::ForeignLog`] if the log belongs to another journal: SQLite would mix the two.
///
/// The history only grows. So the journal with its log contains the latest batch of the file alone, and the
/// file alone contains every batch up to the batch after which the log began (`meta.base`).
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
    // A file without batches gets its history from the log.
    let Some(Ok(Some((id, uuid)))) = alone.map(latest_batch) else { return true };
    let found = with_log.query_row("SELECT uuid FROM batch WHERE id = ?1", [id], |row| row.get::<_, Uuid>(0));
    let base = with_log
        .query_row("SELECT value FROM meta WHERE key = 'base'", [], |row| row.get::<_, i64>(0))
        .optional();
    let is_rewritten = with_log
        .query_row("SELECT EXISTS (SELECT 1 FROM meta WHERE key = ?1)", [REWRITTEN], |row| row.get(0))
        .unwrap_or(false);
    is_rewritten
        || matches!((found, base), (Ok(found), Ok(base)) if found == uuid && base.is_none_or(|base| base <= id))
}

fn latest_batch(connection: &Connection) -> rusqlite::Result<Option<(i64, Uuid)>> {
    connection
        .query_row("SELECT id, uuid FROM batch ORDER BY id DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_removed_while_it_is_opened_is_known_to_be_removed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal.db");
        fs::write(&path, "").unwrap();
        let file = FileId::of(&path);
        let away = directory.path().join("away.db");
        fs::rename(&path, &away).unwrap();
        let opened = Opened::after(&path, file);
        assert_eq!(presence(&path, opened), Presence::Removed);
        assert!(matches!(ensure_present(&path, opened), Err(StoreError::Removed { .. })));
        // Once it is back, it is opened again.
        fs::rename(&away, &path).unwrap();
        assert_eq!(presence(&path, opened), Presence::Touched);
    }
}
