//! The use cases that the command line and the app share. They own the transactions.
//!
//! A [`Journal`] reads from the store that is there, makes one with the first write, and asks
//! the pure rooms for what the words mean.

mod aliases;
mod candidates;
mod capture;
mod curation;
mod documents;
mod exchange;
mod figures;
mod followups;
mod goal_changes;
mod goals;
mod import;
mod metrics;
mod press;
mod projects;
mod query;
mod readings;
mod schedule;
mod undo;
mod vocabulary;
mod year;

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::domain::Period;
use crate::error::{Error, Result};
use crate::store::{Stamp, Store, StoreError};

pub use candidates::Candidate;
pub use capture::{Added, Edited};
pub use curation::Draft as DocumentDraft;
pub use documents::{Earlier, ReviewData, WeekData};
pub use exchange::{Exchange, LARGEST_JOURNAL};
pub use followups::{Answer, FollowUpEdit};
pub use goal_changes::{CheckRequest, Ending, Linked};
pub use import::{Imported, Plan, Planned};
pub use metrics::{LogRequest, Logged, MetricEdit, ValueEdit, described};
pub use press::{Form, Format, Pressed, Wanted, write_new};
pub use projects::{ProjectWhole, SavedProject};
pub use query::{Completion, Glance, Record, Sort};
pub use readings::{Finish, SavedReading};
pub use undo::{Direction, Undone};
pub use vocabulary::Names;
pub use year::{YearGlance, Years};

// What the faces show of the store's answers.
pub use crate::store::{
    Anchor, Asked, BatchEntry, ChangeEntry, Counted, DayCount, Found, Hit, Inbox, LabelKind, Page, Query,
    StoredRecord, Totals, Towards, WinFilter, WinRow,
};

/// An open journal with the clock and the configuration that it is used with.
#[derive(Debug)]
pub struct Journal {
    store: Store,
    clock: Clock,
    config: Config,
    paths: Paths,
}

impl Journal {
    /// Opens the journal of these paths; where there is none, an empty one stands in until the
    /// first write.
    ///
    /// # Errors
    /// When the path holds no journal, or a newer one.
    pub fn open(paths: Paths, config: Config, clock: Clock) -> Result<Self> {
        let store = Store::open(&paths.journal)?;
        Ok(Self { store, clock, config, paths })
    }

    /// Another connection to the same journal, for a worker.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn again(&self) -> Result<Self> {
        Self::open(self.paths.clone(), self.config.clone(), self.clock)
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
        Period::parse(text, self.today(), self.config.fiscal_year_start).map_err(|why| {
            Error::usage(why.to_string())
                .hint("write it as 2026, 2026-Q1, 2026-03, 2026-W10, last quarter or 2026-01-15..2026-06-30")
        })
    }

    /// Whether another program has written since the last call; also opens a journal that
    /// another program has made meanwhile.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn changed_elsewhere(&mut self, seen: &mut i64) -> Result<bool> {
        if !self.store.exists() {
            if self.paths.journal.exists() {
                self.store = Store::open(&self.paths.journal)?;
            }
            return Ok(self.store.exists());
        }
        let version = self.store.data_version()?;
        Ok(std::mem::replace(seen, version) != version)
    }

    /// The store for writing, made where there is none, and the stamp of a change.
    fn writing(&mut self) -> Result<(&mut Store, Stamp)> {
        if !self.store.exists() {
            self.store = Store::create(&self.paths.journal)?;
        }
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

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        match error {
            StoreError::Newer { .. } => {
                Self::failed(message).hint("update brag; the journal was not touched")
            }
            StoreError::NotAJournal { .. } => {
                Self::failed(message).hint("name another journal with --db PATH or BRAG_DB")
            }
            StoreError::Unopened { .. } => {
                Self::failed(message).hint("look at the permissions, or name another journal with --db PATH")
            }
            StoreError::Damaged(_) => {
                Self::failed(message).hint("keep a copy of the file as it is before anything else")
            }
            StoreError::Refused(_) | StoreError::Sqlite(_) => Self::failed(message),
        }
    }
}
