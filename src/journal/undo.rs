//! Undo, redo and history.

use super::Journal;
use crate::domain::RecordId;
use crate::error::{Error, Result};
use crate::store::{BatchEntry, ChangeEntry};

/// Back or forth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryStep {
    /// Take back.
    Undo,
    /// Bring back.
    Redo,
}

/// A batch that was taken back or brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The batch that did it.
    pub short: String,
    /// What had been asked for.
    pub label: String,
    /// How many changes it made.
    pub changes: usize,
}

impl Journal {
    /// Takes the latest batches back or brings the last undone ones back, up to `count`; stops
    /// at the first that something stands on, and returns what kept it from going on.
    ///
    /// # Errors
    /// When there is nothing to take back or bring back, or the first is refused.
    pub fn step(&mut self, direction: HistoryStep, count: usize) -> Result<(Vec<Undone>, Option<Error>)> {
        let mut done = Vec::new();
        for _ in 0..count {
            let next = match direction {
                HistoryStep::Undo => self.store.batches_in_force(1)?,
                HistoryStep::Redo => self.store.batches_to_redo(1)?,
            };
            let Some((id, label)) = next.into_iter().next() else { break };
            match self.apply(direction, id, label) {
                Ok(undone) => done.push(undone),
                Err(err) if done.is_empty() => return Err(err),
                Err(err) => return Ok((done, Some(err))),
            }
        }
        if done.is_empty() {
            return Err(Error::failed(match direction {
                HistoryStep::Undo => "there is nothing to undo",
                HistoryStep::Redo => "there is nothing to redo",
            }));
        }
        Ok((done, None))
    }

    /// Takes one batch back by its short id.
    ///
    /// # Errors
    /// When there is no such batch, or a later change stands on it.
    pub fn undo_batch(&mut self, typed: &str) -> Result<Undone> {
        let missing =
            || Error::failed(format!("there is no batch {typed}")).hint("see them with: brag history");
        let prefix = crate::domain::id::short_prefix(typed).ok_or_else(missing)?;
        let (id, label) = self.store.find_batch(&prefix)?.ok_or_else(missing)?;
        self.apply(HistoryStep::Undo, id, label)
    }

    fn apply(&mut self, direction: HistoryStep, id: i64, label: String) -> Result<Undone> {
        let (store, stamp) = self.writing()?;
        let committed = match direction {
            HistoryStep::Undo => store.undo(id, stamp)?,
            HistoryStep::Redo => store.redo(id, stamp)?,
        };
        Ok(Undone { short: committed.short, label, changes: committed.changes })
    }

    /// The latest batches, of one record where it is given.
    pub fn history(&self, of: Option<RecordId>, limit: usize, changes: usize) -> Result<Vec<BatchEntry>> {
        Ok(self.store.list_history(of, limit, changes)?)
    }

    /// All changes of a batch.
    ///
    /// # Errors
    /// When there is no such batch.
    pub fn batch_changes(&self, short: &str) -> Result<Vec<ChangeEntry>> {
        Ok(self.store.batch_changes(short)?)
    }
}
