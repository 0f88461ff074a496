//! The use cases that the command line and the app share. They own the transactions.
//!
//! A [`Journal`] reads from the store that is there, makes one with the first write, and asks
//! the pure rooms for what the words mean.

mod aliases;
mod capture;
mod curation;
mod documents;
mod exchange;
mod figures;
mod followups;
mod goal_changes;
mod goals;
mod import;
mod link_targets;
mod lint;
mod many;
mod metrics;
mod press;
mod projects;
mod query;
mod readings;
#[cfg(test)]
mod record_tests;
mod redaction;
mod resolve;
mod rules;
mod schedule;
pub mod template_process;
mod undo;
mod visibility;
mod vocabulary;
mod week;
mod year;

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::domain::FieldError;
use crate::domain::Period;
use crate::error::{Error, Result};
use crate::store::{Presence, Stamp, Store, StoreError};
use crate::task::Task;

pub use capture::{Added, EditOutcome};
pub use curation::DocumentDraft;
pub use documents::{Earlier, ReviewData};
pub use exchange::{Exchange, LARGEST_JOURNAL};
pub use followups::FollowUpAnswer;
pub use goal_changes::{CheckRequest, Ending, Linked};
pub use import::{Imported, Plan, Planned};
pub use link_targets::LinkTarget;
pub use many::{ManyChange, ManyChanged, Selection};
pub use metrics::{LogRequest, Logged, VALUES, described};
pub use press::{DocumentKind, Format, RenderRequest, Rendered, write_new};
pub use projects::{ProjectDetail, SavedProject};
pub use query::{AnyRecord, Completion, Glance, Sort};
pub use readings::{Finish, SavedReading};
pub use undo::{HistoryStep, Undone};
pub use vocabulary::Names;
pub use week::{LeftOut, WeekData};
pub use year::{YearGlance, Years};

// What the faces show of the store's answers.
pub use crate::store::{
    BatchEntry, ChangeEntry, Counted, Cursor, DayCount, Direction, FollowUpFilter, FollowUpWithSubject, Hit,
    LabelKind, Page, Query, RecordRef, StoredRecord, Totals, WinFilter, WinRow,
};

/// An open journal with the clock and the configuration that it is used with.
#[derive(Debug)]
pub struct Journal {
    store: Store,
    clock: Clock,
    config: Config,
    paths: Paths,
    /// The latest batch of the history that this program saw; a journal without it is another journal.
    latest: Option<(i64, Uuid)>,
    /// The memory for pages of the file, in KiB; `None` for as much as the store takes by itself.
    cache: Option<i64>,
}

/// Changes to an open journal by other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExternalChange {
    /// Nothing.
    Nothing,
    /// One of them wrote.
    Wrote,
    /// One of them put another journal in its place, which is open now.
    Replaced,
    /// One of them removed or moved it.
    Removed,
}

impl Journal {
    /// Opens the journal of these paths; where there is none, an empty one stands in until the
    /// first write.
    ///
    /// # Errors
    /// When the path holds no journal, or a newer one.
    pub fn open(paths: Paths, config: Config, clock: Clock) -> Result<Self> {
        let store = Store::open(&paths.journal)?;
        let latest = store.latest_batch()?;
        Ok(Self { store, clock, config, paths, latest, cache: None })
    }

    /// Today's civil date.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The configuration in force.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where everything is kept.
    #[must_use]
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// Whether the journal's file exists.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.store.exists()
    }

    /// The year, calendar or fiscal, that a day falls in.
    #[must_use]
    pub fn year_of(&self, day: NaiveDate) -> Period {
        Period::year_of(day, self.config.fiscal_year_start)
    }

    /// The number of the year that a day lies in, calendar or fiscal.
    #[must_use]
    pub fn year_number_of(&self, day: NaiveDate) -> i32 {
        crate::domain::period::year_number(day, self.config.fiscal_year_start)
    }

    /// Reads a period as a person writes it.
    ///
    /// # Errors
    /// A usage error that quotes the text.
    pub fn period(&self, text: &str) -> Result<Period> {
        Period::parse(text, self.today(), self.config.fiscal_year_start).map_err(|err| {
            Error::usage(err.to_string())
                .hint("write it as 2026, 2026-Q1, 2026-03, 2026-W10, last quarter or 2026-01-15..2026-06-30")
        })
    }

    /// Returns what other programs did to the file since the last call. Opens a journal that another program has
    /// made meanwhile, and one that took the place of this one.
    pub fn external_change(&mut self, seen: &mut i64) -> Result<ExternalChange> {
        if !self.store.exists() {
            if self.paths.journal.exists() {
                self.reopen()?;
            }
            return Ok(if self.store.exists() { ExternalChange::Wrote } else { ExternalChange::Nothing });
        }
        match self.store.presence() {
            Presence::Same => {}
            Presence::Removed => return Ok(ExternalChange::Removed),
            Presence::Replaced | Presence::Touched => {
                let same = match self.reopen() {
                    Err(_) if !self.paths.journal.exists() => return Ok(ExternalChange::Removed),
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

    /// Sets how long a write waits while another program holds the lock.
    ///
    /// # Errors
    /// When the journal cannot be used.
    pub fn set_patience(&mut self, patience: Duration) -> Result<()> {
        Ok(self.store.set_patience(patience)?)
    }

    /// Sets the memory in which pages of the file are kept, in KiB.
    ///
    /// # Errors
    /// When the journal cannot be used.
    pub fn set_cache(&mut self, kibibytes: i64) -> Result<()> {
        self.cache = Some(kibibytes);
        Ok(self.store.set_cache(kibibytes)?)
    }

    /// Frees the memory of pages of the file that are not in use.
    ///
    /// # Errors
    /// When the journal cannot be used.
    pub fn release_memory(&self) -> Result<()> {
        Ok(self.store.release_memory()?)
    }

    /// Makes everything that is done from now on part of a piece of work, which another thread can stop.
    ///
    /// # Errors
    /// When the journal cannot be used.
    pub fn set_task(&mut self, task: Task) -> Result<()> {
        Ok(self.store.set_task(task)?)
    }

    /// Fails where the work was asked to stop.
    ///
    /// # Errors
    /// [`ErrorKind::Stopped`](crate::error::ErrorKind::Stopped).
    pub fn refuse_if_stopped(&self) -> Result<()> {
        if self.store.task().is_stopped() { Err(Error::stopped()) } else { Ok(()) }
    }

    /// Returns true where something was written and the log was not emptied since.
    #[must_use]
    pub fn has_written(&self) -> bool {
        self.store.has_written()
    }

    /// Moves what waits in the log into the journal's file, where nobody else uses it.
    pub fn empty_log(&mut self) {
        self.store.empty_log();
    }

    /// Opens the file that is at the path now. Returns true where it is the same journal: its history
    /// contains the latest batch that this program saw.
    fn reopen(&mut self) -> Result<bool> {
        self.store.refuse_own_log()?;
        let store = Store::open(&self.paths.journal)?;
        if !store.exists() {
            // It was removed just now: an empty one must not stand in for it.
            return Err(StoreError::Removed { path: self.paths.journal.clone() }.into());
        }
        self.replace_store(store)?.abandon();
        let latest = std::mem::replace(&mut self.latest, self.store.latest_batch()?);
        latest.map_or(Ok(true), |batch| Ok(self.store.has_batch(batch)?))
    }

    /// Uses another store, whose writes wait as long as those of this one; returns this one.
    fn replace_store(&mut self, mut store: Store) -> Result<Store> {
        store.set_patience(self.store.patience())?;
        store.set_task(self.store.task())?;
        if let Some(kibibytes) = self.cache {
            store.set_cache(kibibytes)?;
        }
        Ok(std::mem::replace(&mut self.store, store))
    }

    /// The store for writing, made where there is none, and the stamp of a change.
    fn writing(&mut self) -> Result<(&mut Store, Stamp)> {
        if !self.store.exists() {
            self.replace_store(Store::create(&self.paths.journal)?)?;
        }
        if self.store.presence() == Presence::Touched && !self.reopen()? {
            return Err(StoreError::Replaced { path: self.paths.journal.clone() }.into());
        }
        self.latest = self.store.latest_batch()?;
        self.store.refuse_odd_file()?;
        let stamp = Stamp { now: self.clock.now(), device: device(&self.paths.state) };
        Ok((&mut self.store, stamp))
    }
}

/// The machine's random identity, kept outside the journal so that a copied journal does not
/// copy it. Where it cannot be kept, a new one each time does no harm.
fn device(state: &Path) -> Uuid {
    let path = state.join("device");
    let read = || Uuid::parse_str(std::fs::read_to_string(&path).ok()?.trim()).ok();
    if let Some(id) = read() {
        return id;
    }
    let id = Uuid::new_v4();
    let write = || -> std::io::Result<()> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(state)?;
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        writeln!(file, "{id}")
    };
    match write() {
        Ok(()) => id,
        // Another program was first.
        Err(_) => read().unwrap_or(id),
    }
}

impl From<FieldError> for Error {
    fn from(why: FieldError) -> Self {
        Self::usage(why.message).about(why.field)
    }
}

/// Quotes a path for a command that is shown.
fn shell_word(path: &OsStr) -> String {
    let path = path.to_string_lossy();
    shlex::try_quote(&path).map_or_else(|_| path.clone().into_owned(), Cow::into_owned)
}

fn with_suffix(path: &OsStr, suffix: &str) -> OsString {
    let mut out = path.to_owned();
    out.push(suffix);
    out
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        match error {
            _ if error.is_busy() => Self::busy(message),
            _ if error.is_stopped() => Self::stopped(),
            StoreError::Newer { .. } => {
                Self::failed(message).hint("update brag; the journal was not touched")
            }
            StoreError::NotAJournal { .. } => {
                Self::failed(message).hint("name another journal with --db PATH or BRAG_DB")
            }
            StoreError::Unopened { .. } => {
                Self::failed(message).hint("look at the permissions, or name another journal with --db PATH")
            }
            StoreError::DamagedRecord { .. } => Self::failed(message)
                .hint("brag doctor lists what is damaged; keep a copy of the file as it is"),
            StoreError::Damaged(_) => {
                Self::failed(message).hint("keep a copy of the file as it is before anything else")
            }
            StoreError::Replaced { .. } => {
                Self::failed(message).hint("do it again: it goes into the journal that is there now")
            }
            StoreError::Removed { .. } => {
                Self::failed(message).hint("put the file back, or start brag again to begin a new journal")
            }
            StoreError::OnlyLog { .. } => Self::failed(message).hint(
                "put the journal's file back beside its log, or move the log away to begin a new journal",
            ),
            // The index first: with it still there, SQLite would take it for that of the new log.
            StoreError::ForeignLog { path, log } => Self::failed(message).hint(format!(
                "move the log away, and brag opens the journal without it: rm -f {index} && mv {log} {old}",
                log = shell_word(log.as_os_str()),
                old = shell_word(&with_suffix(log.as_os_str(), ".old")),
                index = shell_word(&with_suffix(path.as_os_str(), "-shm")),
            )),
            StoreError::Refused(_) | StoreError::Sqlite(_) | StoreError::Stopped => Self::failed(message),
        }
    }
}
