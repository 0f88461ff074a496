//! Repairs the write-ahead log, if several bits explain the checksum of a frame.

use std::fs;
use std::time::{Duration, Instant};

use super::Repaired;
use crate::files::temporary_directory;
use crate::store::check::Depth;
use crate::store::file_identity::{beside, log_of};
use crate::store::log::Log;
use crate::store::{Result, Store, StoreError, file_lock};

/// The maximum time for trying bits.
const LONGEST: Duration = Duration::from_mins(1);

impl Store {
    /// Corrects the flipped bit of the log with which the journal has no damage. If there is none, keeps a copy of the
    /// log, and continues without what is behind the damage.
    pub(super) fn repair_log(&mut self, repaired: &mut Repaired) -> Result<()> {
        if !self.is_log_damaged {
            return Ok(());
        }
        let path = self.path.clone();
        let unopened =
            |why: std::io::Error| StoreError::Unopened { path: log_of(&path), why: why.to_string() };
        let Some(log) = Log::read(&path) else { return Ok(()) };
        if let Some(bit) = self.right_bit(&log)? {
            log.write_bit(&path, bit).map_err(unopened)?;
            repaired.did("the write-ahead log: a flipped bit");
        } else {
            let kept = beside(&path, "-wal.damaged");
            fs::copy(log_of(&path), &kept).map_err(unopened)?;
            log.cut(&path).map_err(unopened)?;
            repaired.could_not(format!(
                "the write-ahead log: the changes behind the damage are lost; the damaged log is kept as {}",
                kept.display()
            ));
        }
        self.reopen_repaired()
    }

    /// Closes the connection and opens the journal again, which reads the log again. Fails if another program has the
    /// journal open: its index of the log ends before the damage.
    fn reopen_repaired(&mut self) -> Result<()> {
        self.connection = rusqlite::Connection::open_in_memory()?;
        let reopened = Self::open_file(&self.path)?;
        let (patience, task) = (self.patience, self.task.clone());
        *self = reopened;
        self.set_patience(patience)?;
        self.set_task(task)?;
        let complete = Log::read(&self.path).map_or(0, |log| log.complete);
        let read: i64 = self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1))?;
        if usize::try_from(read).unwrap_or(0) < complete {
            self.is_log_damaged = true;
            return Err(StoreError::Refused(
                "another program has the journal open: close brag in other terminals".into(),
            ));
        }
        Ok(())
    }

    /// Returns the bit of the candidates with which a copy of the journal has no damage.
    fn right_bit(&self, log: &Log) -> Result<Option<(usize, u8)>> {
        let directory =
            temporary_directory(&std::env::temp_dir(), "brag-").map_err(|err| StoreError::Unopened {
                path: self.path.clone(),
                why: format!("cannot make a copy to repair its log: {err}"),
            })?;
        let copy = directory.path().join("journal.db");
        let file = file_lock::read_all(&self.path)
            .map_err(|why| StoreError::Unopened { path: self.path.clone(), why: why.to_string() })?;
        let begun = Instant::now();
        for bit in &log.candidates {
            if begun.elapsed() > LONGEST {
                break;
            }
            let is_copied =
                fs::write(&copy, &file).is_ok() && fs::write(log_of(&copy), log.with_bit(*bit)).is_ok();
            let _ = fs::remove_file(beside(&copy, "-shm"));
            if !is_copied {
                break;
            }
            let is_right = Self::open(&copy).is_ok_and(|store| {
                !store.is_log_damaged
                    && store
                        .snapshot()
                        .and_then(|snapshot| snapshot.check_to(Depth::Everything))
                        .is_ok_and(|found| found.is_empty())
            });
            if is_right {
                return Ok(Some(*bit));
            }
        }
        Ok(None)
    }
}
