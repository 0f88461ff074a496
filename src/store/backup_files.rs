//! The files of the backups: consistent copies of the journal in a directory beside it.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use rusqlite::Connection;
use rusqlite::backup::{Backup as Copying, StepResult};

use super::file_identity::{beside, is_journal};
use super::{Result, StoreError};
use crate::domain::backup::{Backup, Reason, expired};
use crate::domain::finding::Finding;
use crate::files::{NewFile, create_directory, directory_of};

/// The name of the lock in the directory of the backups. It contains the date of the last daily backup.
const LOCK: &str = "lock";

/// The name of the file that tells that the journal was found to be damaged.
const DAMAGE: &str = "damaged";

/// The backups of a journal.
#[derive(Debug, Clone)]
pub struct Backups {
    journal: PathBuf,
    directory: PathBuf,
}

/// The lock of the directory: while it is held, no other backup of the journal is made or removed.
#[derive(Debug)]
pub struct BackupLock(#[allow(dead_code, reason = "the lock ends when the file is closed")] File);

impl Backups {
    /// Returns the backups of the journal at a path.
    pub fn of(journal: &Path) -> Self {
        Self { journal: journal.to_owned(), directory: beside(journal, ".backups") }
    }

    /// Returns the directory, which may not exist.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Returns the backups, the newest first, with the copies that older versions made before migrations.
    pub fn list(&self) -> Vec<Backup> {
        let mut out = Vec::new();
        for path in files_in(&self.directory) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if let Some((at, reason, is_damaged)) = Backup::parse(&name) {
                let size = fs::metadata(&path).map_or(0, |metadata| metadata.len());
                out.push(Backup { path, at, reason, is_damaged, size });
            }
        }
        for path in self.copies_of_migrations() {
            let Ok(metadata) = fs::metadata(&path) else { continue };
            let at = metadata.modified().map(|at| DateTime::<chrono::Local>::from(at).naive_local());
            let at = at.unwrap_or_default();
            out.push(Backup { path, at, reason: Reason::Migration, is_damaged: false, size: metadata.len() });
        }
        out.sort_by_key(|backup| std::cmp::Reverse(backup.order()));
        out
    }

    /// Returns the copies beside the journal that earlier versions made before migrations.
    fn copies_of_migrations(&self) -> Vec<PathBuf> {
        let Some(name) = self.journal.file_name() else { return Vec::new() };
        let prefix = format!("{}.schema-", name.to_string_lossy());
        let mut all = files_in(directory_of(&self.journal));
        all.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix)));
        all
    }

    /// Returns `true` if a daily backup was attempted on a day.
    pub fn is_attempted_on(&self, day: NaiveDate) -> bool {
        fs::read_to_string(self.directory.join(LOCK)).is_ok_and(|text| text == day.to_string())
    }

    /// Waits for the lock.
    pub fn lock(&self) -> Result<BackupLock> {
        let file = self.open_lock()?;
        file.lock().map_err(|err| self.failed(&err))?;
        Ok(BackupLock(file))
    }

    /// Takes the lock for a daily backup and records the attempt; `None` if another process has it, or if the backup of
    /// the day was attempted.
    pub fn try_lock_for(&self, day: NaiveDate) -> Result<Option<BackupLock>> {
        let mut file = self.open_lock()?;
        if file.try_lock().is_err() {
            return Ok(None);
        }
        let mut text = String::new();
        let attempted = file.read_to_string(&mut text).is_ok() && text == day.to_string();
        if attempted {
            return Ok(None);
        }
        let write = |file: &mut File| {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(day.to_string().as_bytes())
        };
        write(&mut file).map_err(|err| self.failed(&err))?;
        Ok(Some(BackupLock(file)))
    }

    fn open_lock(&self) -> Result<File> {
        create_directory(&self.directory).map_err(|err| self.failed(&err))?;
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
        options.open(self.directory.join(LOCK)).map_err(|err| self.failed(&err))
    }

    pub(super) fn failed(&self, err: &std::io::Error) -> StoreError {
        StoreError::BackupFailed { path: self.directory.clone(), why: err.to_string() }
    }

    /// Returns the damaged files and logs that a repair or a restore kept beside the journal.
    pub(super) fn set_aside(&self) -> Vec<PathBuf> {
        let Some(name) = self.journal.file_name() else { return Vec::new() };
        let name = name.to_string_lossy();
        let prefixes = [format!("{name}.damaged-"), format!("{name}-wal.damaged"), format!("{name}-wal.old")];
        let mut all = files_in(directory_of(&self.journal));
        all.retain(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            prefixes.iter().any(|prefix| name.starts_with(prefix))
        });
        all
    }

    /// Copies a journal before its schema is changed.
    pub(super) fn copy_before_migration(&self, connection: &Connection, at: NaiveDateTime) -> Result<()> {
        copy_to(connection, &self.free_path(&Backup::stem(at, Reason::Migration, false)))
    }

    pub(super) fn free_path(&self, stem: &str) -> PathBuf {
        let named = |number: usize| match number {
            1 => self.directory.join(format!("{stem}.db")),
            _ => self.directory.join(format!("{stem}-{number}.db")),
        };
        (1..=9999).map(named).find(|path| !path.exists()).unwrap_or_else(|| named(1))
    }

    /// Removes the backups that are no longer kept, and what killed processes left behind.
    pub(super) fn prune(&self, today: NaiveDate) {
        for backup in expired(&self.list(), today) {
            let _ = fs::remove_file(&backup.path);
        }
        self.abandoned(ABANDONED).iter().for_each(|path| drop(remove(path)));
    }

    /// Removes the backups of a damaged journal that are no longer kept. Intact ones stay while the journal is damaged.
    pub(super) fn prune_damaged(&self, today: NaiveDate) {
        for backup in expired(&self.list(), today).into_iter().filter(|backup| backup.is_damaged) {
            let _ = fs::remove_file(&backup.path);
        }
    }

    /// Returns the temporary copies of the journal that killed processes of this and of older versions left behind, which
    /// are older than `age`.
    pub(super) fn abandoned(&self, age: Duration) -> Vec<PathBuf> {
        let is_temporary =
            |name: &str| name.starts_with(".tmp") && name.len() == 10 || name.contains(".brag-");
        let is_old = |path: &Path| {
            let modified = fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
            modified.and_then(|at| at.elapsed().ok()).is_some_and(|elapsed| elapsed >= age)
        };
        let name_of = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let beside = files_in(directory_of(&self.journal)).into_iter().filter(|path| is_journal(path));
        let mut out: Vec<PathBuf> = beside.chain(entries_in(&self.directory)).collect();
        out.retain(|path| is_temporary(&name_of(path)) && is_old(path));
        out
    }

    /// Records whether the journal is damaged.
    pub fn set_damage(&self, findings: &[Finding]) {
        let file = self.directory.join(DAMAGE);
        let count = findings.iter().filter(|finding| finding.area.is_damage()).count();
        if count == 0 {
            let _ = fs::remove_file(file);
        } else if create_directory(&self.directory).is_ok() {
            let _ = crate::files::write_file(&file, count.to_string().as_bytes(), true);
        }
    }

    /// Returns the number of problems that the last check of the journal found; `None` for an intact one.
    pub fn known_damage(&self) -> Option<usize> {
        fs::read_to_string(self.directory.join(DAMAGE)).ok()?.parse().ok()
    }
}

/// The age from which a temporary copy was left behind by a process that was killed.
const ABANDONED: Duration = Duration::from_hours(1);

/// Removes a file, or a directory with everything in it.
pub(super) fn remove(path: &Path) -> std::io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

fn entries_in(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path()).collect()
}

pub(super) fn files_in(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let is_file = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
    entries.flatten().filter(is_file).map(|entry| entry.path()).collect()
}

/// Copies the database of a connection to a new file.
pub(super) fn copy_to(from: &Connection, path: &Path) -> Result<()> {
    let failed = |why: String| StoreError::BackupFailed { path: path.to_owned(), why };
    let file = NewFile::create(path).map_err(|err| failed(err.to_string()))?;
    {
        let mut to = Connection::open(file.temporary())?;
        to.execute_batch(
            "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000",
        )?;
        copy(from, &mut to)?;
        // A file alone, without a log, can be read where nothing can be written.
        to.execute_batch("PRAGMA journal_mode = DELETE")?;
    }
    file.finish(false).map_err(|err| failed(err.to_string()))
}

/// Copies a database into another one. Waits while another program changes the source.
pub(super) fn copy(from: &Connection, to: &mut Connection) -> Result<()> {
    let copying = Copying::new(from, to)?;
    for _ in 0..BUSY_TRIES {
        match copying.step(-1)? {
            StepResult::Done => return Ok(()),
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    Err(StoreError::Refused("another program is writing into the journal: no copy was made".into()))
}

/// The number of tries to read a source that another program changes.
const BUSY_TRIES: usize = 500;
