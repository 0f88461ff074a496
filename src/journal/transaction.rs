//! Access to the records of a journal: a read-only snapshot, or a write transaction.

use chrono::NaiveDate;

use super::{Context, Journal};
use crate::domain::RecordId;
use crate::error::{Error, Result};
use crate::store::{self, Batch, Presence, Stamp, Store, StoreError};
use crate::task::Task;
use crate::text::ellipsis;

/// A read transaction: a view of the journal at one moment.
#[derive(Debug)]
pub struct Snapshot<'a> {
    pub(super) store: store::Snapshot<'a>,
    pub(super) context: &'a Context,
    task: Task,
    exists: bool,
}

impl Snapshot<'_> {
    /// Returns the clock, the configuration and the paths.
    pub fn context(&self) -> &Context {
        self.context
    }

    /// Returns today's civil date.
    pub fn today(&self) -> NaiveDate {
        self.context.today()
    }

    /// Returns `true` if the journal's file exists.
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Fails if the task that the snapshot belongs to was stopped.
    pub fn refuse_if_stopped(&self) -> Result<()> {
        if self.task.is_stopped() { Err(StoreError::Stopped.into()) } else { Ok(()) }
    }
}

/// A write transaction: one batch of the history, which one undo reverts.
#[derive(Debug)]
pub struct Transaction<'a> {
    pub(super) batch: Batch<'a>,
    pub(super) context: &'a Context,
    pub(super) task: Task,
    is_discarded: bool,
}

impl Transaction<'_> {
    /// Returns a snapshot that includes the changes of the transaction. The sort keys, folded names and search texts
    /// of changed records are computed at the commit: until then, lists and searches use the previous ones.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot {
            store: self.batch.snapshot(),
            context: self.context,
            task: self.task.clone(),
            exists: true,
        }
    }

    /// Returns today's civil date.
    pub fn today(&self) -> NaiveDate {
        self.context.today()
    }

    /// Sets the label of the batch, which the history shows. Has no effect after the first change.
    pub(super) fn set_label(&mut self, label: impl AsRef<str>) {
        self.batch.set_label(label.as_ref());
    }

    /// Returns `true` if something was changed.
    pub(super) fn has_changes(&self) -> bool {
        self.batch.has_changes()
    }

    /// Fails if a record was deleted, which another program may have done after it was shown. `title` may be empty.
    pub(super) fn refuse_gone(&self, id: RecordId, title: &str) -> Result<()> {
        if !self.batch.is_gone(id)? {
            return Ok(());
        }
        let what = if title.is_empty() {
            "this record".to_owned()
        } else {
            format!("“{}”", ellipsis(title, 60))
        };
        Err(Error::failed(format!("another program deleted {what}")).hint("brag undo brings it back"))
    }

    /// Makes the transaction roll back at its end, even if it succeeds.
    pub(super) fn discard(&mut self) {
        self.is_discarded = true;
    }
}

impl Journal {
    /// Begins a read transaction. Snapshots that exist at the same time share one transaction.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        Ok(Snapshot {
            store: self.store.snapshot()?,
            context: &self.context,
            task: self.store.task(),
            exists: self.store.exists(),
        })
    }

    /// Runs `change` in a write transaction and commits it. The change is on disk when this returns; if
    /// `change` fails, nothing is written.
    ///
    /// `change` runs first as an attempt without the lock, which ends at its first change. A change that is refused
    /// before that, or that changes nothing, therefore waits for no other program and creates no journal. Otherwise
    /// `change` runs again, from its beginning, with the lock. A journal that does not exist is created then.
    pub fn write<T>(&mut self, mut change: impl FnMut(&mut Transaction<'_>) -> Result<T>) -> Result<T> {
        if !self.store.exists() || self.store.presence() == Presence::Same {
            let mut attempt = self.begin(Store::begin_attempt)?;
            let result = change(&mut attempt);
            if !attempt.batch.would_change() {
                return result;
            }
        }
        if !self.store.exists() {
            self.create()?;
        }
        self.prepare_write()?;
        let mut tx = self.begin(|store, stamp| store.begin("change", stamp))?;
        let result = change(&mut tx)?;
        if !tx.is_discarded {
            tx.batch.commit()?;
        }
        Ok(result)
    }

    fn begin(
        &mut self,
        begin: impl FnOnce(&mut Store, Stamp) -> store::Result<Batch<'_>>,
    ) -> Result<Transaction<'_>> {
        let stamp = self.stamp();
        let task = self.store.task();
        let batch = begin(&mut self.store, stamp)?;
        Ok(Transaction { batch, context: &self.context, task, is_discarded: false })
    }
}
