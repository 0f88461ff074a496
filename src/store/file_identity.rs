//! Notices when the journal's file was replaced or removed while it is open.
//!
//! SQLite keeps writing into the file that it opened, wherever that file is now. A sync program or a
//! restored copy puts another file at the path: what is written afterwards would be lost, or mixed
//! with the other file through the log that both share by name.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
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
    /// Its size and the nanosecond of its last change. Outside of a checkpoint nobody writes into it.
    content: (u64, i64, i64),
    /// The log, which is there as long as the journal is open.
    log: Option<FileId>,
}

impl Opened {
    /// Reads the state of the files at a path.
    pub(super) fn at(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            file: FileId::from(&metadata),
            content: (metadata.len(), metadata.mtime(), metadata.mtime_nsec()),
            log: FileId::of(&log_of(path)),
        })
    }

    /// Reads the state of the files at a path after `file` was opened there. Where another file has taken
    /// its place meanwhile, the state is still that of `file`, so that the difference is noticed.
    pub(super) fn after(path: &Path, file: Option<FileId>) -> Option<Self> {
        Self::at(path).map(|now| Self { file: file.unwrap_or(now.file), ..now })
    }
}

/// The state of the path that a journal was opened at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It holds the file that is open.
    Same,
    /// It holds the file that is open, but another program wrote to it without SQLite or removed its log.
    /// The file must be opened again, because cached pages may be out of date.
    Touched,
    /// It holds another file.
    Replaced,
    /// It holds none.
    Removed,
}

/// Compares the file at a path with the one that was opened there.
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

/// Refuses to go on where the path does not hold the file, or not the log, that was opened. A log that was moved
/// away takes along what is written into it.
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
    /// Returns whether the path still holds the file that is open.
    #[must_use]
    pub fn presence(&self) -> Presence {
        presence(&self.path, self.opened)
    }

    /// Refuses a log that is known to be of the file that was replaced, because this program has it open. Nothing
    /// is opened for it: SQLite would share the index of the log with the file that was replaced.
    ///
    /// # Errors
    /// [`StoreError::ForeignLog`].
    pub fn refuse_own_log(&self) -> Result<()> {
        let Some(opened) = self.opened else { return Ok(()) };
        let log = FileId::of(&log_of(&self.path));
        let own = opened.log.is_some() && log == opened.log && log_has_data(&self.path);
        if own && FileId::of(&self.path) != Some(opened.file) {
            return Err(StoreError::ForeignLog { path: self.path.clone(), log: log_of(&self.path) });
        }
        Ok(())
    }

    /// Remembers the current state of the file and its log, after this program wrote to them.
    pub(super) fn note_opened(&mut self) {
        if let (Some(opened), Some(now)) = (self.opened, Opened::at(&self.path))
            && opened.file == now.file
        {
            self.opened = Some(now);
        }
    }

    /// Returns the latest batch of the history; `None` where nothing was written yet.
    pub fn latest_batch(&self) -> Result<Option<(i64, Uuid)>> {
        Ok(latest_batch(&self.connection)?)
    }

    /// Returns true where the history has a batch that was its latest before.
    pub fn has_batch(&self, (id, uuid): (i64, Uuid)) -> Result<bool> {
        let found = self
            .connection
            .query_row("SELECT uuid FROM batch WHERE id = ?1", [id], |row| row.get::<_, Uuid>(0))
            .optional()?;
        Ok(found == Some(uuid))
    }

    /// Closes the journal without moving its log into the file: the log at its path may be of another.
    /// Where only the log was taken away, what is in it goes into the file first.
    pub fn abandon(mut self) {
        self.wrote = false;
        if let (Some(opened), Some(now)) = (self.opened, Opened::at(&self.path))
            && (opened.file, opened.content) == (now.file, now.content)
        {
            let _ = self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        }
        let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
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
        if !log_has_data(&self.path) || self.opened.is_none() || self.presence() != Presence::Same {
            return;
        }
        let _ = self.connection.busy_timeout(Duration::ZERO);
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
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

/// Returns the path of a file beside the journal: the journal's own path with a suffix.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Returns true where changes wait in the log.
pub(super) fn log_has_data(path: &Path) -> bool {
    fs::metadata(log_of(path)).is_ok_and(|log| log.len() > 0)
}

/// The number of times that a log which does not seem to belong to its journal is read: another program
/// may be moving changes from it into the file.
pub(super) const TRIES: u32 = 5;

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
    // A file that holds no history yet gets all of it from its log.
    let Some(Ok(Some((id, uuid)))) = alone.map(latest_batch) else { return true };
    let found = with_log.query_row("SELECT uuid FROM batch WHERE id = ?1", [id], |row| row.get::<_, Uuid>(0));
    let base = with_log
        .query_row("SELECT value FROM meta WHERE key = 'base'", [], |row| row.get::<_, i64>(0))
        .optional();
    matches!((found, base), (Ok(found), Ok(base)) if found == uuid && base.is_none_or(|base| base <= id))
}

fn latest_batch(connection: &Connection) -> rusqlite::Result<Option<(i64, Uuid)>> {
    connection
        .query_row("SELECT id, uuid FROM batch ORDER BY id DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
}
