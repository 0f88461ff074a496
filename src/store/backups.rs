//! Makes backups, reads them back, and removes purged records from them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDateTime;

use super::backup_files::{BackupLock, Backups, copy_to, files_in, remove};
use super::check::Depth;
use super::file_identity::is_journal;
use super::purge::{Doomed, remove_from_copy};
use super::{Result, Snapshot, Store, StoreError, connection};
use crate::domain::backup::{Backup, Reason};
use crate::domain::finding::Finding;
use crate::files::{directory_of, sync_directory, temporary_directory};

/// The result of a purge for the backups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurgedBackups {
    /// The number of backups from which the records were removed.
    pub rewritten: usize,
    /// The files that could not be read and were therefore removed.
    pub removed: Vec<PathBuf>,
}

impl Backups {
    /// Makes a backup, reads it back, and removes backups that are no longer kept. Returns the backup and the findings
    /// about it.
    pub fn make(
        &self,
        store: &Store,
        reason: Reason,
        at: NaiveDateTime,
        lock: &BackupLock,
    ) -> Result<(Backup, Vec<Finding>)> {
        let backup = self.copy(store, reason, at, lock)?;
        let findings = check_copy(&backup.path)?;
        self.settle(backup, findings, lock)
    }

    /// Makes the copy of a backup, which must then be checked.
    pub fn copy(
        &self,
        store: &Store,
        reason: Reason,
        at: NaiveDateTime,
        _lock: &BackupLock,
    ) -> Result<Backup> {
        let path = self.free_path(&Backup::stem(at, reason, false));
        store.copy_to(&path)?;
        Ok(Backup { path, at, reason, is_damaged: false, size: 0 })
    }

    /// Completes a backup after its check: marks it if the journal is damaged, and removes backups that are no longer kept.
    /// A backup of a damaged journal removes no intact one.
    pub fn settle(
        &self,
        mut backup: Backup,
        findings: Vec<Finding>,
        _lock: &BackupLock,
    ) -> Result<(Backup, Vec<Finding>)> {
        let today = backup.at.date();
        if findings.is_empty() {
            self.prune(today);
        } else {
            let damaged = self.free_path(&Backup::stem(backup.at, backup.reason, true));
            fs::rename(&backup.path, &damaged).map_err(|err| self.failed(&err))?;
            (backup.path, backup.is_damaged) = (damaged, true);
            self.prune_damaged(today);
        }
        backup.size = fs::metadata(&backup.path).map_or(0, |metadata| metadata.len());
        self.set_damage(&findings);
        Ok((backup, findings))
    }

    /// Removes records from all backups. A backup that cannot be read is removed, and so is what a repair, a restore or
    /// a killed process left behind.
    pub fn purge(&self, doomed: &Doomed) -> Result<PurgedBackups> {
        let _lock = self.lock()?;
        let mut out = PurgedBackups::default();
        let unlisted = files_in(self.directory()).into_iter().filter(|path| is_journal(path));
        let mut paths: Vec<PathBuf> = self.list().into_iter().map(|backup| backup.path).collect();
        paths.extend(unlisted.filter(|path| !paths.contains(path)).collect::<Vec<_>>());
        for path in paths {
            // A file that cannot be read or written is an error: it may be intact.
            fs::File::options().read(true).write(true).open(&path).map_err(|err| self.failed(&err))?;
            match self.rewrite(&path, doomed) {
                Ok(()) => out.rewritten += 1,
                Err(err @ StoreError::BackupFailed { .. }) => return Err(err),
                Err(_) => out.removed.push(path),
            }
        }
        out.removed.extend(self.abandoned(Duration::ZERO));
        out.removed.extend(self.set_aside());
        for path in &out.removed {
            remove(path).map_err(|err| self.failed(&err))?;
        }
        Ok(out)
    }

    fn rewrite(&self, path: &Path, doomed: &Doomed) -> Result<()> {
        let directory = temporary_directory(self.directory(), ".brag-").map_err(|err| self.failed(&err))?;
        let copied = directory.path().join("journal.db");
        copy_to(&connection::open_alone(path)?, &copied)?;
        {
            let connection = connection::open_copy(&copied)?;
            remove_from_copy(&connection, doomed)?;
            connection.execute_batch("PRAGMA journal_mode = DELETE")?;
        }
        let synced = File::open(&copied).and_then(|file| file.sync_all());
        let renamed = synced.and_then(|()| fs::rename(&copied, path));
        renamed.and_then(|()| sync_directory(directory_of(path))).map_err(|err| self.failed(&err))
    }
}

impl Store {
    /// Copies the journal to a new file, which is complete and on the disk when this returns. Other programs can write
    /// meanwhile.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        copy_to(&self.connection, path)
    }
}

/// Reads a backup back, and returns the findings about it.
pub fn check_copy(path: &Path) -> Result<Vec<Finding>> {
    let connection = connection::open_alone(path)?;
    Snapshot::of(&connection).check_to(Depth::Data)
}
