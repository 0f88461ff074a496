//! Purging: removing records for good.

use std::path::PathBuf;

use super::backups::make_of;
use super::{Journal, Snapshot};
use crate::domain::{Backup, Reason, RecordId, SearchWords};
use crate::error::{Error, Result};
use crate::store::{Backups, Doomed};

/// The result of a purge.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Purged {
    /// The number of removed records, with those that belonged to them.
    pub records: usize,
    /// The backup that was made before; `None` with `no_trace`.
    pub backup: Option<Backup>,
    /// The number of backups from which the records were removed.
    pub backups: usize,
    /// `true` if another program still reads the log that holds the records; the next change empties it.
    pub is_in_log: bool,
    /// The titles that other records still contain.
    pub mentioned: Vec<String>,
    /// The files that were removed because they could hold the records: unreadable backups, drafts.
    pub removed: Vec<PathBuf>,
}

/// Returns the records that are deleted; with `before`, those that were deleted before that day.
pub fn deleted(snapshot: &Snapshot<'_>, before: Option<chrono::NaiveDate>) -> Result<Vec<RecordId>> {
    let before = before.map(|day| format!("{day}T00:00:00{}", snapshot.context.clock.now().format("%:z")));
    Ok(snapshot.store.deleted(before.as_deref())?)
}

/// Returns the records that a purge of `ids` removes: with their parts.
pub fn doomed(snapshot: &Snapshot<'_>, ids: &[RecordId]) -> Result<Doomed> {
    Ok(snapshot.store.doomed(ids)?)
}

/// Removes records for good. A backup is made first; with `no_trace` there is none, and the records are also removed from
/// all backups and drafts.
pub fn purge(journal: &mut Journal, ids: &[RecordId], no_trace: bool) -> Result<Purged> {
    journal.prepare_write()?;
    let (paths, clock) = (journal.context.paths.clone(), journal.context.clock);
    let mut out = Purged::default();
    if !no_trace {
        let made = make_of(&journal.store, &paths, &clock, Reason::Purge)?;
        if let Some(first) = made.findings.first() {
            return Err(Error::failed(format!("the journal is damaged: {first}; nothing was removed"))
                .hint("repair it first: brag doctor --fix"));
        }
        out.backup = Some(made.backup);
    }
    let stamp = journal.stamp();
    let doomed = journal.store.delete_for_purge(ids, stamp)?;
    out.records = doomed.ids.len();
    // The journal comes last: until then, a purge that failed can be repeated with the same ids.
    if no_trace {
        let purged = Backups::of(&paths.journal).purge(&doomed)?;
        (out.backups, out.removed) = (purged.rewritten, purged.removed);
        out.removed.extend(remove_drafts(&paths.state, &doomed)?);
    }
    out.is_in_log = !journal.store.purge(&doomed, no_trace)?;
    journal.forget_history()?;
    let snapshot = journal.snapshot()?;
    for title in doomed.titles.iter().filter(|title| title.chars().count() > 2) {
        let Some(words) = SearchWords::parse(&format!("{title} ")) else { continue };
        if !snapshot.store.search(&words, &[], 1)?.is_empty() {
            out.mentioned.push(title.clone());
        }
    }
    Ok(out)
}

/// Removes the drafts and the files of the editor that contain an id or a title of the records.
fn remove_drafts(state: &std::path::Path, doomed: &Doomed) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let Ok(entries) = std::fs::read_dir(state.join("drafts")) else { return Ok(out) };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let names = |title: &String| {
            title.chars().count() > 2 && (text.contains(title) || text.contains(&in_json(title)))
        };
        let holds =
            doomed.ids.iter().any(|id| text.contains(&id.to_string())) || doomed.titles.iter().any(names);
        if holds {
            std::fs::remove_file(&path)
                .map_err(|err| Error::failed(format!("cannot remove the draft {}: {err}", path.display())))?;
            out.push(path);
        }
    }
    Ok(out)
}

/// Returns a text as it is written inside a JSON string.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.trim_matches('"').to_owned()
}
