//! Opens a journal file, and examines it before anything is written.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::file_identity::{
    APPLICATION_ID, FileId, Opened, TRIES, beside, log_has_data, log_of, refuse_foreign_log,
};
use super::log::{self, Examined};
use super::migrate::{SCHEMA_VERSION, empty_journal, migrate, migrate_after, refuse_newer, user_version};
use super::{Result, Store, StoreError, file_lock};
use crate::task::Task;

/// The minimum version of SQLite, with the fixes that WAL with full durability needs.
const SQLITE_AT_LEAST: i32 = 3_051_003;
const _: () = assert!(rusqlite::ffi::SQLITE_VERSION_NUMBER >= SQLITE_AT_LEAST);

/// The maximum time that a write waits for the lock of another program: a hundred concurrent `brag add` must
/// all succeed.
const BUSY: Duration = Duration::from_secs(30);

impl Store {
    /// Opens a journal for reading; if the file is missing or empty, returns an empty journal in memory and
    /// creates no file. Fails if the path holds something else or a newer journal.
    pub fn open(path: &Path) -> Result<Self> {
        if probe(path)? == Probe::Journal {
            return Self::open_file(path);
        }
        Ok(Self {
            connection: empty_journal()?,
            path: path.to_owned(),
            exists: false,
            copied: false,
            corrected: 0,
            is_log_damaged: false,
            opened: None,
            wrote: false,
            has_written: false,
            patience: BUSY,
            task: Task::default(),
        })
    }

    /// Opens a journal for writing, and creates its file and directory if they do not exist. Fails as
    /// [`Store::open`] does, and if the path is a symbolic link, a pipe or a device.
    pub fn create(path: &Path) -> Result<Self> {
        if probe(path)? == Probe::Missing {
            make_file(path)?;
        }
        refuse_odd_file(path)?;
        Self::open_file(path)
    }

    pub(super) fn open_file(path: &Path) -> Result<Self> {
        // SQLite would discard the changes behind a flipped bit.
        let examined = log::examine(path);
        for _ in 0..TRIES {
            // A connection whose log was moved away or replaced meanwhile still uses the old log: open the
            // file again.
            let log = FileId::of(&log_of(path));
            let store = Self::open_once(path, examined)?;
            if log.is_none() || FileId::of(&log_of(path)) == log {
                refuse_damaged_names(&store.connection)?;
                return Ok(store);
            }
            store.abandon();
        }
        Err(StoreError::Replaced { path: path.to_owned() })
    }

    fn open_once(path: &Path, examined: Examined) -> Result<Self> {
        let unreadable = |source| StoreError::Unreadable { path: path.to_owned(), source };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let file = FileId::of(path);
        let connection = Connection::open_with_flags(path, flags).map_err(unreadable)?;
        if FileId::of(path) != file {
            return Err(StoreError::Replaced { path: path.to_owned() });
        }
        connection.busy_timeout(BUSY)?;
        // Until the version is known, closing must not checkpoint, so that a refused file stays unchanged.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        // A read-only connection would leave behind a `-shm` file that nobody can write.
        let alone = if connection.is_readonly(rusqlite::MAIN_DB)? { immutable(path) } else { None };
        let connection = alone.unwrap_or(connection);
        let had_index = index_of(path).exists();
        let (connection, version) = match schema_version_of(&connection, path) {
            Ok(version) => (connection, version),
            Err(err) => match immutable(path).or_else(|| unlocked(path)) {
                Some(connection) => {
                    let version = schema_version_of(&connection, path)?;
                    (connection, version)
                }
                None => return Err(err),
            },
        };
        if let Err(err) = refuse_foreign_log(&connection, path, || immutable_connection(path)) {
            drop(connection);
            if !had_index {
                // SQLite created the index when it read the log.
                let _ = fs::remove_file(index_of(path));
            }
            return Err(err);
        }
        // A checkpoint would remove a damaged log, with the changes behind the damage.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, examined.is_damaged)?;
        let writable = configure(&connection)?;
        let opened = |connection, copied| Self {
            connection,
            path: path.to_owned(),
            exists: true,
            copied,
            corrected: examined.corrected,
            is_log_damaged: examined.is_damaged,
            opened: Opened::after(path, file),
            wrote: false,
            has_written: false,
            patience: BUSY,
            task: Task::default(),
        };
        if version == SCHEMA_VERSION {
            return Ok(opened(connection, false));
        }
        if writable && !examined.is_damaged {
            let before = || match version {
                0 => Ok(()),
                _ => back_up_before_migration(path),
            };
            match migrate_after(&connection, version, before) {
                Err(StoreError::BackupFailed { .. }) => {}
                result => return result.map(|()| opened(connection, false)),
            }
        }
        // An old journal that cannot be migrated in place is copied to memory and migrated there.
        let connection = copied(&connection)?;
        migrate(&connection, version)?;
        Ok(opened(connection, true))
    }
}

/// Makes a backup of a journal whose schema is about to be changed, with the time of its last change.
fn back_up_before_migration(path: &Path) -> Result<()> {
    let backups = super::backup_files::Backups::of(path);
    let _lock = backups.lock()?;
    // The time up to which the backup has the changes.
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified());
    let at = modified.map(|at| chrono::DateTime::<chrono::Local>::from(at).naive_local()).unwrap_or_default();
    // An old journal of which no copy can be made is not changed, whatever the reason is.
    // SQLite copies nothing from a connection that is in a write transaction.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(path, flags)?;
    backups.copy_before_migration(&reader, at).map_err(|err| match err {
        StoreError::BackupFailed { .. } => err,
        other => StoreError::BackupFailed { path: path.to_owned(), why: other.to_string() },
    })
}

/// Configures a connection to a journal; returns `false` if it is read-only.
fn configure(connection: &Connection) -> Result<bool> {
    // With QPSG, a plan does not depend on bound values. Without it, SQLite prepares a statement with
    // `LIMIT ?` again for each use.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // The statements of one move through a list of the app, with their variants.
    connection.set_prepared_statement_cache_capacity(64);
    let writable = !connection.is_readonly(rusqlite::MAIN_DB)?;
    if writable {
        write_ahead(connection)?;
    }
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;",
    )?;
    Ok(writable)
}

/// Fails if the definition of a table is not UTF-8: `rusqlite` panics for such a name of a column.
fn refuse_damaged_names(connection: &Connection) -> Result<()> {
    let mut statement = connection.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table'")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if row.get_ref(0)?.as_str_or_null().is_err() {
            return Err(StoreError::Damaged("the definition of a table".into()));
        }
    }
    Ok(())
}

/// Returns the path of the `-shm` file: the index of the log, which SQLite creates beside the journal.
fn index_of(path: &Path) -> PathBuf {
    beside(path, "-shm")
}

/// Opens a journal in a read-only directory, where SQLite cannot create its log, without a log. Returns
/// `None` if a log beside the file contains changes, because they would be missing.
fn immutable(path: &Path) -> Option<Connection> {
    if log_has_data(path) { None } else { immutable_connection(path) }
}

/// Opens the file read-only and without the log beside it.
fn immutable_connection(path: &Path) -> Option<Connection> {
    open_uri(path, "immutable=1")
}

/// Opens a journal with a log in a read-only directory, such as a snapshot of a file system. SQLite cannot create the
/// index of the log there, so it keeps the index in memory; this needs an exclusive lock, which a read-only file does
/// not give, so it takes no locks.
fn unlocked(path: &Path) -> Option<Connection> {
    let connection = open_uri(path, "mode=ro&vfs=unix-none")?;
    let is_exclusive = connection.pragma_update(None, "locking_mode", "EXCLUSIVE").is_ok();
    is_exclusive.then_some(connection)
}

/// Opens a journal that no program writes, such as a backup, without changing it or the files beside it.
pub(super) fn open_alone(path: &Path) -> Result<Connection> {
    let missing = || StoreError::Unopened { path: path.to_owned(), why: "there is no such file".into() };
    if probe_file(path)? != Probe::Journal {
        return Err(missing());
    }
    let connection = if log_has_data(path) { unlocked(path) } else { immutable_connection(path) };
    let connection = connection.ok_or_else(missing)?;
    if schema_version_of(&connection, path)? == 0 {
        return Err(StoreError::NotAJournal {
            path: path.to_owned(),
            why: "is not a journal: it is empty".into(),
        });
    }
    refuse_damaged_names(&connection)?;
    Ok(connection)
}

/// Opens a copy of a journal that only this process uses, for writing, and migrates it.
pub(super) fn open_copy(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    let version = schema_version_of(&connection, path)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;")?;
    migrate(&connection, version)?;
    Ok(connection)
}

/// Opens a file read-only with parameters of its URI.
fn open_uri(path: &Path, parameters: &str) -> Option<Connection> {
    let mut uri = String::from("file:");
    for byte in std::path::absolute(path).ok()?.as_os_str().as_encoded_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(*byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push('?');
    uri.push_str(parameters);
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(uri, flags).ok()
}

/// The kind of file at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Probe {
    Missing,
    /// An empty file, which the first write turns into a journal.
    Empty,
    Journal,
}

/// Returns the kind of file at a path. Reads only the header of the file.
fn probe(path: &Path) -> Result<Probe> {
    let found = probe_file(path)?;
    // A new journal beside the log would discard the changes in the log.
    if found != Probe::Journal && log_has_data(path) {
        return Err(StoreError::OnlyLog { path: path.to_owned(), log: log_of(path) });
    }
    Ok(found)
}

fn probe_file(path: &Path) -> Result<Probe> {
    let not = |err: &str| StoreError::NotAJournal { path: path.to_owned(), why: err.into() };
    let unopened = |err: std::io::Error| StoreError::Unopened { path: path.to_owned(), why: err.to_string() };
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok(Probe::Missing),
        Err(err) => return Err(unopened(err)),
    };
    if metadata.is_dir() {
        return Err(not("is a directory, not a journal"));
    }
    if !metadata.is_file() {
        return Err(not("is not a regular file"));
    }
    let mut head = [0_u8; 100];
    let read = file_lock::read_head(path, &mut head).map_err(unopened)?;
    if read == 0 {
        return Ok(Probe::Empty);
    }
    if read < head.len() || !head.starts_with(b"SQLite format 3\0") {
        return Err(not("is not a journal: it is not a SQLite file"));
    }
    let number =
        |at: usize| i64::from(u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]));
    if number(68) == APPLICATION_ID {
        refuse_newer(number(60))?;
    }
    Ok(Probe::Journal)
}

/// Returns the schema version of the file; 0 for a new file. Fails if the journal is of a newer version, or
/// if the file is the database of another program. Reads in one transaction, because another program may be
/// creating the journal. Writes nothing: a refused file stays unchanged.
fn schema_version_of(connection: &Connection, path: &Path) -> Result<i64> {
    let read = || -> rusqlite::Result<(i64, i64, bool)> {
        let snapshot_transaction = connection.unchecked_transaction()?;
        let found = (user_version(connection)?, application_id(connection)?, has_tables(connection)?);
        snapshot_transaction.finish()?;
        Ok(found)
    };
    let (version, application, tables) =
        read().map_err(|source| StoreError::Unreadable { path: path.to_owned(), source })?;
    if application == APPLICATION_ID {
        refuse_newer(version)?;
    } else if tables || version != 0 {
        return Err(StoreError::NotAJournal {
            path: path.to_owned(),
            why: "is another program's database, not a journal".into(),
        });
    }
    Ok(version)
}

/// Refuses a symbolic link, a pipe, a socket and a device: the program does not write through them.
pub(super) fn refuse_odd_file(path: &Path) -> Result<()> {
    let Ok(metadata) = fs::symlink_metadata(path) else { return Ok(()) };
    let kind = metadata.file_type();
    let what = if kind.is_symlink() {
        "is a symbolic link"
    } else if kind.is_fifo() || kind.is_socket() {
        "is a pipe"
    } else if kind.is_block_device() || kind.is_char_device() {
        "is a device"
    } else {
        return Ok(());
    };
    Err(StoreError::NotAJournal {
        path: path.to_owned(),
        why: format!("{what}: the journal is not written through it"),
    })
}

fn make_file(path: &Path) -> Result<()> {
    let unopened = |err: std::io::Error| StoreError::Unopened { path: path.to_owned(), why: err.to_string() };
    refuse_odd_file(path)?;
    let directory = crate::files::directory_of(path);
    crate::files::create_directory(directory).map_err(unopened)?;
    let file =
        OpenOptions::new().read(true).create(true).append(true).mode(0o600).open(path).map_err(unopened)?;
    // The file must be there after a power cut: SQLite syncs only its content.
    crate::files::sync_directory(directory).map_err(unopened)?;
    file_lock::hold(file).map_err(unopened)
}

fn application_id(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA application_id", [], |row| row.get(0))
}

fn has_tables(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
}

/// Turns on the write-ahead log. Retries for 10 seconds, because several programs may do this at once on a
/// new file, and the switch does not wait for a lock by itself.
fn write_ahead(connection: &Connection) -> Result<()> {
    let mut tries = 0;
    loop {
        let mode: rusqlite::Result<String> =
            connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
        match mode {
            Ok(_) => return Ok(()),
            Err(why)
                if tries < 2000 && why.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) =>
            {
                tries += 1;
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(err) => return Err(err.into()),
        }
    }
}

/// Copies a journal to memory.
fn copied(from: &Connection) -> Result<Connection> {
    let mut to = Connection::open_in_memory()?;
    rusqlite::backup::Backup::new(from, &mut to)?.run_to_completion(1000, Duration::ZERO, None)?;
    Ok(to)
}

#[cfg(test)]
mod tests;
