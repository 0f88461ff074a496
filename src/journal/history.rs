//! History: listing batches, undo and redo.

use super::{Journal, Snapshot};
use crate::domain::{BatchEntry, ChangeEntry, RecordId};
use crate::error::{Error, Result};

/// The direction of a step in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryStep {
    /// The undo of a batch.
    Undo,
    /// The redo of an undone batch.
    Redo,
}

/// A batch that was undone or redone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The short id of the batch that reverted or restored the changes.
    pub short: String,
    /// The label of the batch that was undone or redone.
    pub label: String,
    /// The number of changes.
    pub changes: usize,
}

/// Undoes the latest batches, or redoes the last undone ones, at most `count`. Stops at the first batch that
/// conflicts with a later change; returns the batches before it, and the error of the conflict. Fails if
/// there is no batch to undo or redo, or if the first one conflicts.
pub fn step(
    journal: &mut Journal,
    direction: HistoryStep,
    count: usize,
) -> Result<(Vec<Undone>, Option<Error>)> {
    let mut done = Vec::new();
    while done.len() < count {
        let Some((id, label)) = next(journal, direction)? else { break };
        match apply(journal, direction, id, label) {
            Ok(undone) => done.push(undone),
            // Another program was faster: the next batch is another one now.
            Err(_) if next(journal, direction)?.is_none_or(|(next, _)| next != id) => {}
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

/// Returns the batch that is undone or redone next.
fn next(journal: &Journal, direction: HistoryStep) -> Result<Option<(i64, String)>> {
    let snapshot = journal.store.snapshot()?;
    let mut batches = match direction {
        HistoryStep::Undo => snapshot.batches_in_force(1)?,
        HistoryStep::Redo => snapshot.batches_to_redo(1)?,
    };
    Ok(batches.pop())
}

/// Undoes one batch, by the start of its short id. Of an undo or a redo, this reverts what it did. Fails if no batch or
/// several match, if it is undone already, or if it conflicts with a later change.
pub fn undo_batch(journal: &mut Journal, typed: &str) -> Result<Undone> {
    let missing = || Error::failed(format!("unknown batch “{typed}”")).hint("brag history lists the batches");
    let prefix = crate::domain::id::short_prefix(typed).ok_or_else(missing)?;
    let (id, label, is_undo) = journal.store.snapshot()?.find_batch(&prefix)?.ok_or_else(missing)?;
    if !is_undo {
        return apply(journal, HistoryStep::Undo, id, label);
    }
    // To undo an undo is to redo, which the changes that follow it may prevent.
    if next(journal, HistoryStep::Redo)?.is_some_and(|(next, _)| next == id) {
        return apply(journal, HistoryStep::Redo, id, label);
    }
    Err(Error::failed(format!("the batch “{typed}” is an undo, and other changes followed it"))
        .hint("undo the later batches first, then brag redo reverts it"))
}

fn apply(journal: &mut Journal, direction: HistoryStep, id: i64, label: String) -> Result<Undone> {
    journal.prepare_write()?;
    let stamp = journal.stamp();
    let committed = match direction {
        HistoryStep::Undo => journal.store.undo(id, stamp)?,
        HistoryStep::Redo => journal.store.redo(id, stamp)?,
    };
    Ok(Undone { short: committed.short, label, changes: committed.changes })
}

/// Returns the latest `limit` batches, newest first, each with at most `changes` changes; with `of`, only the
/// batches and changes of that record.
pub fn list(
    snapshot: &Snapshot<'_>,
    of: Option<RecordId>,
    limit: usize,
    changes: usize,
) -> Result<Vec<BatchEntry>> {
    Ok(snapshot.store.list_history(of, limit, changes)?)
}

/// Returns all changes of a batch, by its complete short id.
pub fn changes(snapshot: &Snapshot<'_>, short: &str) -> Result<Vec<ChangeEntry>> {
    Ok(snapshot.store.batch_changes(short)?)
}
