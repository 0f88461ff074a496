//! The open journal: its file, its clock and its configuration.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Context;
use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::error::{Error, Result};
use crate::store::{Presence, Stamp, Store, StoreError};
use crate::task::Task;

/// An open journal with its clock and its configuration.
#[derive(Debug)]
pub struct Journal {
    pub(super) store: Store,
    pub(super) context: Context,
    /// The latest batch of the history that this program has read; a journal without that batch is another
    /// journal.
    latest: Option<(i64, Uuid)>,
    /// The memory for cached pages of the file, in KiB; `None` for the default of the store.
    cache: Option<i64>,
}

/// A change to the open journal by another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExternalChange {
    /// No change.
    Nothing,
    /// A write to the journal.
    Wrote,
    /// Another journal at the path, which is open now.
    Replaced,
    /// No journal at the path: it was removed or moved.
    Removed,
}

impl Journal {
    /// Returns the clock, the configuration and the paths.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Returns today's civil date.
    pub fn today(&self) -> NaiveDate {
        self.context.today()
    }

    /// Returns the clock.
    pub fn clock(&self) -> Clock {
        self.context.clock
    }

    /// Returns the configuration in force.
    pub fn config(&self) -> &Config {
        &self.context.config
    }

    /// Returns the paths of the journal, its configuration and its state.
    pub fn paths(&self) -> &Paths {
        &self.context.paths
    }

    /// Opens the journal at `paths`; if the file does not exist, the journal is empty until the first write
    /// creates it. Fails if the file is not a journal, or is of a newer version.
    pub fn open(paths: Paths, config: Config, clock: Clock) -> Result<Self> {
        let store = Store::open(&paths.journal)?;
        let latest = store.latest_batch()?;
        Ok(Self { store, context: Context { clock, config, paths }, latest, cache: None })
    }

    /// Returns `true` if the journal's file exists.
    pub fn exists(&self) -> bool {
        self.store.exists()
    }

    /// Returns the number of bytes with a flipped bit that were corrected in the log when the journal was opened.
    pub fn corrected_log(&self) -> usize {
        self.store.corrected()
    }

    /// Returns the change to the file by other programs since the last call; `seen` is the data version at
    /// that call, and is updated. Opens a journal file that another program has created or replaced.
    pub fn external_change(&mut self, seen: &mut i64) -> Result<ExternalChange> {
        if !self.store.exists() {
            if self.context.paths.journal.exists() {
                self.reopen()?;
            }
            return Ok(if self.store.exists() { ExternalChange::Wrote } else { ExternalChange::Nothing });
        }
        match self.store.presence() {
            Presence::Same => {}
            Presence::Removed => return Ok(ExternalChange::Removed),
            Presence::Replaced | Presence::Touched => {
                let same = match self.reopen() {
                    Err(_) if !self.context.paths.journal.exists() => return Ok(ExternalChange::Removed),
                    reopened => reopened?,
                };
                *seen = self.store.data_version()?;
                return Ok(if same { ExternalChange::Wrote } else { ExternalChange::Replaced });
            }
        }
        self.latest = self.store.latest_batch()?;
        let version = self.store.data_version()?;
        let same = std::mem::replace(seen, version) == version;
        Ok(if same { ExternalChange::Nothing } else { ExternalChange::Wrote })
    }

    /// Sets the maximum time that a write waits for the lock of another program.
    pub fn set_patience(&mut self, patience: Duration) -> Result<()> {
        Ok(self.store.set_patience(patience)?)
    }

    /// Sets the memory for cached pages of the file, in KiB.
    pub fn set_cache(&mut self, kibibytes: i64) -> Result<()> {
        self.cache = Some(kibibytes);
        Ok(self.store.set_cache(kibibytes)?)
    }

    /// Prepares a new journal for many changes in one go: a crash may damage it, and it must be made again.
    pub fn set_unsafe_but_fast(&mut self) -> Result<()> {
        self.create()?;
        Ok(self.store.set_unsafe_but_fast()?)
    }

    /// Sets the clock of all later operations.
    pub fn set_clock(&mut self, clock: Clock) {
        self.context.clock = clock;
    }

    /// Frees the memory of cached pages that are not in use.
    pub fn release_memory(&self) -> Result<()> {
        Ok(self.store.release_memory()?)
    }

    /// Sets the task of all later operations, through which another thread can stop them.
    pub fn set_task(&mut self, task: Task) -> Result<()> {
        Ok(self.store.set_task(task)?)
    }

    /// Fails with [`ErrorKind::Stopped`](crate::error::ErrorKind::Stopped) if the task was stopped.
    pub fn refuse_if_stopped(&self) -> Result<()> {
        if self.store.task().is_stopped() { Err(Error::stopped()) } else { Ok(()) }
    }

    /// Moves the write-ahead log into the journal's file, unless another program reads or writes.
    pub fn empty_log(&mut self) {
        self.store.empty_log();
    }

    /// Notes the latest batch after the history was rewritten by this program.
    pub(super) fn forget_history(&mut self) -> Result<()> {
        self.latest = self.store.latest_batch()?;
        Ok(())
    }

    /// Opens the file that is at the path now. Returns `true` if the file holds the same journal: its history
    /// contains the latest batch that this program has read.
    fn reopen(&mut self) -> Result<bool> {
        self.store.refuse_own_log()?;
        let store = Store::open(&self.context.paths.journal)?;
        if !store.exists() {
            // The file was removed just now: an empty journal must not take its place.
            return Err(StoreError::Removed { path: self.context.paths.journal.clone() }.into());
        }
        self.replace_store(store)?.abandon();
        let latest = std::mem::replace(&mut self.latest, self.store.latest_batch()?);
        latest.map_or(Ok(true), |batch| Ok(self.store.has_batch(batch)?))
    }

    /// Replaces the store, applies the settings of the previous one, and returns the previous one.
    fn replace_store(&mut self, mut store: Store) -> Result<Store> {
        store.set_patience(self.store.patience())?;
        store.set_task(self.store.task())?;
        if let Some(kibibytes) = self.cache {
            store.set_cache(kibibytes)?;
        }
        Ok(std::mem::replace(&mut self.store, store))
    }

    /// Creates the journal's file, or opens the one that another program has created in the meantime.
    pub(super) fn create(&mut self) -> Result<()> {
        self.replace_store(Store::create(&self.context.paths.journal)?)?;
        Ok(())
    }

    /// Fails if the path no longer holds the open journal, or if the journal cannot be written.
    pub(super) fn prepare_write(&mut self) -> Result<()> {
        if self.store.presence() == Presence::Touched && !self.reopen()? {
            return Err(StoreError::Replaced { path: self.context.paths.journal.clone() }.into());
        }
        self.latest = self.store.latest_batch()?;
        Ok(self.store.refuse_odd_file()?)
    }

    /// Returns the instant and the device of a change.
    pub(super) fn stamp(&self) -> Stamp {
        // A first attempt without a file must not create the state directory.
        let device = if self.store.exists() { device(&self.context.paths.state) } else { Uuid::nil() };
        Stamp { now: self.context.clock.now(), device }
    }
}

/// Returns the random identity of the machine, which is stored outside the journal so that a copy of the
/// journal does not contain it. If it cannot be stored, a new one each time does no harm.
fn device(state: &Path) -> Uuid {
    let path = state.join("device");
    let read = || Uuid::parse_str(std::fs::read_to_string(&path).ok()?.trim()).ok();
    if let Some(id) = read() {
        return id;
    }
    let id = Uuid::new_v4();
    let write = || -> std::io::Result<()> {
        crate::files::create_directory(state)?;
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        writeln!(file, "{id}")
    };
    match write() {
        Ok(()) => id,
        // Another program has created the file meanwhile.
        Err(_) => read().unwrap_or(id),
    }
}
