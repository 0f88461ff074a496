//! Replaces the content of a journal by that of a backup, while other programs may have the journal open.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::backup::{Backup as Copying, StepResult};
use rusqlite::{Connection, params};

use super::backup_files::{copy, copy_to};
use super::backups::check_copy;
use super::connection::{open_alone, open_copy};
use super::file_identity::{REWRITTEN, beside, log_of};
use super::{Result, Snapshot, Store, StoreError};
use crate::domain::Finding;
use crate::files::{NewFile, directory_of, sync_directory, temporary_directory};

/// The name of the copy of a backup.
const COPY: &str = "journal.db";

/// The time between two tries to lock the journal.
const PAUSE: Duration = Duration::from_millis(20);

/// A copy of a backup with the schema of this version. Dropping it removes the copy.
#[derive(Debug)]
pub struct Prepared {
    connection: Connection,
    directory: tempfile::TempDir,
}

impl Prepared {
    /// Copies a backup, which is not changed. Fails if the file is not a journal, or is of a newer version.
    pub fn new(backup: &Path) -> Result<Self> {
        let source = open_alone(backup)?;
        let failed =
            |err: std::io::Error| StoreError::BackupFailed { path: backup.to_owned(), why: err.to_string() };
        let directory = temporary_directory(&std::env::temp_dir(), "brag-").map_err(failed)?;
        let path = directory.path().join(COPY);
        let mut copied = Connection::open(&path)?;
        copied.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")?;
        copy(&source, &mut copied)?;
        copied.execute_batch("PRAGMA journal_mode = DELETE")?;
        drop(copied);
        Ok(Self { connection: open_copy(&path)?, directory })
    }

    /// Checks the copy in another thread.
    pub fn check(&self) -> JoinHandle<Result<Vec<Finding>>> {
        let path = self.directory.path().join(COPY);
        std::thread::spawn(move || check_copy(&path))
    }

    /// Returns a view of the copy.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot::of(&self.connection)
    }

    /// Writes the copy to a new file.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        copy_to(&self.connection, path)
    }
}

impl Store {
    /// Replaces the content of the journal by that of a backup, in one transaction. `before` runs while no other program
    /// can write; it makes a backup of the present content. If it fails, nothing is changed.
    pub fn restore<T>(&mut self, backup: &Prepared, before: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.empty_log();
        let mut target = Connection::open(&self.path)?;
        target.execute_batch("PRAGMA synchronous = FULL")?;
        let copying = Copying::new(&backup.connection, &mut target)?;
        // A step of no pages takes the lock.
        lock(&copying, self.patience)?;
        let done = before(self)?;
        self.prepare(backup)?;
        if copying.step(-1)? != StepResult::Done {
            return Err(StoreError::Refused(
                "the backup was changed while it was read: nothing was changed".into(),
            ));
        }
        drop(copying);
        drop(target);
        self.end_rewriting()?;
        Ok(done)
    }

    /// Completes the copy of a backup: its clock must not go back, and the log must be accepted while it holds the copy.
    fn prepare(&self, backup: &Prepared) -> Result<()> {
        let clock: Option<i64> =
            self.connection.query_row("SELECT max(clock) FROM batch", [], |row| row.get(0))?;
        let set = "INSERT INTO meta (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)";
        backup.connection.execute(set, params!["clock", clock.unwrap_or(0)])?;
        backup.connection.execute(set, params![REWRITTEN, 1])?;
        Ok(())
    }

    /// Moves the log of a rewritten journal into its file, and removes the mark. While another program reads the
    /// previous content, the mark stays; the next write removes it.
    pub(super) fn end_rewriting(&mut self) -> Result<()> {
        let begun = Instant::now();
        loop {
            // Another program may move the log into the file, which is then no foreign change.
            self.note_opened();
            self.empty_log();
            if !super::file_identity::log_has_data(&self.path) {
                break;
            }
            if begun.elapsed() > self.patience {
                self.wrote = true;
                return Ok(());
            }
            std::thread::sleep(PAUSE);
        }
        self.connection.execute("DELETE FROM meta WHERE key = ?1", [REWRITTEN])?;
        self.wrote = true;
        self.empty_log();
        Ok(())
    }

    /// Puts a backup in the place of a journal that cannot be opened. The damaged file and its log are kept beside it;
    /// returns the path of the file.
    pub fn replace_damaged(journal: &Path, backup: &Prepared, mark: &str) -> Result<PathBuf> {
        let failed =
            |err: std::io::Error| StoreError::Unopened { path: journal.to_owned(), why: err.to_string() };
        let kept = beside(journal, &format!(".damaged-{mark}"));
        let new = NewFile::create(journal).map_err(failed)?;
        let directory = temporary_directory(directory_of(journal), ".brag-").map_err(failed)?;
        let copied = directory.path().join(COPY);
        backup.copy_to(&copied)?;
        fs::rename(&copied, new.temporary()).map_err(failed)?;
        // The log goes first: SQLite would apply it to the new file.
        if log_of(journal).exists() {
            fs::rename(log_of(journal), log_of(&kept)).map_err(failed)?;
        }
        let _ = fs::remove_file(beside(journal, "-shm"));
        if journal.exists() {
            fs::rename(journal, &kept).map_err(failed)?;
        }
        new.finish(false).map_err(failed)?;
        sync_directory(directory_of(journal)).map_err(failed)?;
        Ok(kept)
    }
}

fn lock(copying: &Copying<'_, '_>, patience: Duration) -> Result<()> {
    let begun = Instant::now();
    loop {
        match copying.step(0)? {
            StepResult::Busy | StepResult::Locked if begun.elapsed() < patience => std::thread::sleep(PAUSE),
            StepResult::Busy | StepResult::Locked => {
                return Err(StoreError::Refused(
                    "another program is writing into the journal: nothing was changed".into(),
                ));
            }
            _ => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::Win;
    use crate::store::Store;
    use crate::store::samples::{add, journal};

    fn titles(store: &Store) -> BTreeSet<String> {
        let records = store.snapshot().unwrap().dump().unwrap();
        records.iter().filter_map(|record| Some(record.fields.get("title")?.as_str()?.to_owned())).collect()
    }

    fn win(title: &str) -> Win {
        Win { title: title.into(), ..Win::default() }
    }

    #[test]
    fn a_restore_replaces_the_content_under_an_open_connection_and_can_be_reverted() {
        let (directory, mut store, stamp) = journal();
        let path = directory.path().join("journal.db");
        add(&mut store, stamp, &win("Before"));
        let backup = directory.path().join("backup.db");
        store.copy_to(&backup).unwrap();
        add(&mut store, stamp, &win("After"));
        let reader = Store::open(&path).unwrap();
        assert_eq!(titles(&reader).len(), 2);
        let prepared = Prepared::new(&backup).unwrap();
        let present = directory.path().join("present.db");
        store.restore(&prepared, |present_store| present_store.copy_to(&present)).unwrap();
        for each in [&store, &reader, &Store::open(&path).unwrap()] {
            assert_eq!(titles(each), BTreeSet::from(["Before".to_owned()]));
            assert_eq!(each.snapshot().unwrap().check().unwrap(), []);
        }
        // The journal can be written, and the restore can be reverted.
        add(&mut store, stamp, &win("Later"));
        drop(reader);
        drop(store);
        let mut store = Store::open(&path).unwrap();
        assert_eq!(titles(&store).len(), 2);
        store.restore(&Prepared::new(&present).unwrap(), |_| Ok(())).unwrap();
        assert_eq!(titles(&store), BTreeSet::from(["Before".to_owned(), "After".to_owned()]));
        assert_eq!(store.snapshot().unwrap().check().unwrap(), []);
    }

    #[test]
    fn a_restore_whose_backup_fails_changes_nothing() {
        let (directory, mut store, stamp) = journal();
        let backup = directory.path().join("backup.db");
        store.copy_to(&backup).unwrap();
        add(&mut store, stamp, &win("Only here"));
        let prepared = Prepared::new(&backup).unwrap();
        let refused = store.restore(&prepared, |_| Err::<(), _>(StoreError::Refused("no".into())));
        assert!(refused.is_err());
        assert_eq!(titles(&store).len(), 1);
        add(&mut store, stamp, &win("And it goes on"));
        assert_eq!(titles(&store).len(), 2);
    }
}
