//! Restoring a backup: what is in it, what would change, and the replacement of the journal.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::backups::at;
use super::{Context, Journal};
use crate::clock::Clock;
use crate::domain::date_phrase::{Bias, parse_day};
use crate::domain::{Backup, Finding, Kind, Reason, RecordId};
use crate::error::{Error, Result};
use crate::store::{self, Backups, Fingerprint, Prepared, Store, StoreError};

/// The records of a group of differences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// The number of records of each kind, in the order of the kinds.
    pub counts: Vec<(Kind, usize)>,
    /// The titles of the first records, those of wins and projects before the others.
    pub titles: Vec<String>,
}

impl Difference {
    /// Returns the number of records.
    pub fn count(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

/// The maximum number of titles of a [`Difference`].
const MOST_TITLES: usize = 5;

/// A backup that can be restored, compared with the journal.
#[derive(Debug)]
pub struct RestorePlan {
    /// The path of the backup.
    pub path: PathBuf,
    /// The comparison with the journal.
    pub comparison: Comparison,
    prepared: Prepared,
}

impl RestorePlan {
    /// Returns the name of the backup's file, without its extension.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The content of a backup, and the changes that a restore would make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The number of records of each kind in the backup.
    pub contents: Vec<(Kind, usize)>,
    /// The label and the time of the last change in the backup; `None` if nothing was ever written.
    pub last_change: Option<(String, String)>,
    /// The records that only the journal has; a restore removes them.
    pub only_in_journal: Difference,
    /// The records that only the backup has.
    pub only_in_backup: Difference,
    /// The records that differ.
    pub different: Difference,
    /// `true` if the two have the same history.
    pub has_same_history: bool,
    /// `true` if the journal cannot be read, so that nothing could be compared.
    pub is_unreadable: bool,
}

impl Comparison {
    /// Returns `true` if the records are the same.
    pub fn has_same_records(&self) -> bool {
        let all = [&self.only_in_journal, &self.only_in_backup, &self.different];
        !self.is_unreadable && all.iter().all(|difference| difference.count() == 0)
    }

    /// Returns `true` if a restore would change nothing.
    pub fn is_empty(&self) -> bool {
        self.has_same_records() && self.has_same_history
    }
}

/// The result of a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restored {
    /// The journal was replaced; contains the backup of its previous content.
    Replaced(Backup),
    /// A journal that cannot be read was moved to this path, with its log.
    Moved(PathBuf),
    /// There was no journal.
    Created,
}

/// Returns the backup that the user names: by a path, by its name in the list, or by a day. For a day without a
/// backup, that is the last one before it.
pub fn find(context: &Context, typed: &str) -> Result<PathBuf> {
    let path = Path::new(typed);
    let backups = Backups::of(&context.paths.journal);
    if path.exists() {
        if !path.is_file() {
            return Err(Error::failed(format!("“{typed}” is no regular file"))
                .hint("name the file of a backup, or a day"));
        }
        return Ok(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    }
    let all = backups.list();
    let name = typed.strip_suffix(".db").unwrap_or(typed);
    if let Some(backup) = all.iter().find(|backup| backup.name() == name) {
        return Ok(backup.path.clone());
    }
    let list = "brag backup list shows the backups; or name a file";
    let Ok(day) = parse_day(typed, context.today(), Bias::Past) else {
        return Err(Error::failed(format!("there is no backup “{typed}”, and it is not a day")).hint(list));
    };
    let intact: Vec<&Backup> = all.iter().filter(|backup| !backup.is_damaged).collect();
    let until = || intact.iter().filter(|backup| backup.at.date() <= day);
    // What was there before a restore is what the user did not want.
    let found = until().find(|backup| backup.reason != Reason::Restore).or_else(|| until().next());
    found.map(|backup| backup.path.clone()).ok_or_else(|| match intact.last() {
        Some(oldest) => Error::failed(format!("there is no intact backup of {day} or before it"))
            .hint(format!("the oldest is of {}; {list}", oldest.at.date())),
        None => Error::failed("there is no intact backup yet")
            .hint(format!("backups are in {}; brag backup makes one", backups.directory().display())),
    })
}

/// Returns the day of a backup that was found by a day, if it is an earlier one.
pub fn earlier_day(context: &Context, typed: &str, path: &Path) -> Option<NaiveDate> {
    let day = parse_day(typed, context.today(), Bias::Past).ok()?;
    let all = Backups::of(&context.paths.journal).list();
    let found = all.iter().find(|backup| backup.path == path)?.at.date();
    (found < day && path != Path::new(typed)).then_some(found)
}

/// Checks a backup and compares it with the journal; `journal` is `None` if it cannot be opened. Fails if the backup is
/// damaged.
pub fn plan(journal: Option<&Journal>, path: &Path) -> Result<RestorePlan> {
    if is_export(path) {
        return Err(Error::failed(format!("“{}” is an exported journal, not a backup", path.display()))
            .hint("brag import adds its records to the journal"));
    }
    let prepared = Prepared::new(path).map_err(of_backup)?;
    // The backup is checked while it is compared.
    let checking = prepared.check();
    let snapshot = prepared.snapshot();
    let comparison = compare(journal, &snapshot);
    if let Some(first) = joined(checking)?.first() {
        return Err(Error::failed(format!("the backup “{}” is damaged: {first}", path.display()))
            .hint("choose another one: brag backup list"));
    }
    drop(snapshot);
    Ok(RestorePlan { path: path.to_owned(), comparison: comparison?, prepared })
}

fn compare(journal: Option<&Journal>, backup: &store::Snapshot<'_>) -> Result<Comparison> {
    let stored = backup.fingerprints()?;
    let read = |journal: &Journal| -> store::Result<Comparison> {
        let present = journal.store.snapshot()?;
        let here = present.fingerprints()?;
        Ok(Comparison {
            only_in_journal: difference(&present, &here, |id, _| !stored.contains_key(id))?,
            only_in_backup: difference(backup, &stored, |id, _| !here.contains_key(id))?,
            different: difference(backup, &stored, |id, found| {
                here.get(id).is_some_and(|present| present != found)
            })?,
            has_same_history: present.extent()? == backup.extent()?,
            ..Comparison::default()
        })
    };
    let unreadable = || Comparison { is_unreadable: true, ..Comparison::default() };
    let comparison = journal.and_then(|journal| read(journal).ok()).unwrap_or_else(unreadable);
    let last_change = backup.list_history(None, 1, 0)?.pop().map(|batch| (batch.label, batch.at));
    Ok(Comparison { contents: counts(stored.values().map(|found| found.kind)), last_change, ..comparison })
}

/// Returns `true` if a file begins as an exported journal does.
fn is_export(path: &Path) -> bool {
    // The path may be that of the open journal, which would lose its locks.
    if crate::store::is_journal(path) {
        return false;
    }
    let mut head = [0; 1];
    let read = std::fs::File::open(path).and_then(|mut file| std::io::Read::read_exact(&mut file, &mut head));
    read.is_ok() && head == *b"{"
}

fn of_backup(err: StoreError) -> Error {
    let error = Error::from(err);
    let message = error.message().replace("the journal", "the backup");
    Error::failed(message).hint("choose another one: brag backup list").caused_by(error)
}

fn counts(kinds: impl Iterator<Item = Kind>) -> Vec<(Kind, usize)> {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    Kind::ALL.iter().filter_map(|kind| Some((*kind, *counts.get(kind)?))).collect()
}

/// Returns the records that `belongs` chooses; ids sort by the time at which the records were added.
fn difference(
    snapshot: &store::Snapshot<'_>,
    records: &HashMap<RecordId, Fingerprint>,
    belongs: impl Fn(&RecordId, &Fingerprint) -> bool,
) -> store::Result<Difference> {
    let mut found: Vec<(RecordId, Kind)> = records
        .iter()
        .filter(|(id, record)| belongs(id, record))
        .map(|(id, record)| (*id, record.kind))
        .collect();
    found.sort_unstable();
    let titled = found.iter().filter(|(_, kind)| kind.info().found);
    let titles = titled.take(MOST_TITLES).map(|(id, _)| snapshot.title(*id)).collect::<store::Result<_>>()?;
    Ok(Difference { counts: counts(found.iter().map(|(_, kind)| *kind)), titles })
}

/// Replaces the content of the journal by that of the backup, after a backup of the present content. Other programs may
/// have the journal open.
pub fn apply(journal: &mut Journal, plan: &RestorePlan) -> Result<Restored> {
    if !journal.exists() {
        // A file without content gives way.
        let _ = std::fs::remove_file(&journal.paths().journal);
        plan.prepared.copy_to(&journal.paths().journal)?;
        return Ok(Restored::Created);
    }
    journal.prepare_write()?;
    let (backups, at) = (Backups::of(&journal.context.paths.journal), at(&journal.context.clock));
    let lock = backups.lock()?;
    // The backup is read back while the journal is replaced.
    let (backup, checking) = journal.store.restore(&plan.prepared, |store| {
        let backup = backups.copy(store, Reason::Restore, at, &lock)?;
        let path = backup.path.clone();
        Ok((backup, std::thread::spawn(move || store::check_copy(&path))))
    })?;
    let findings = joined(checking)?;
    let (backup, _) = backups.settle(backup, findings, &lock)?;
    backups.set_damage(&[]);
    journal.forget_history()?;
    Ok(Restored::Replaced(backup))
}

/// Waits for a check in another thread, and returns its findings.
fn joined(checking: std::thread::JoinHandle<store::Result<Vec<Finding>>>) -> Result<Vec<Finding>> {
    let checked = checking.join().map_err(|_| Error::failed("the check of the backup failed"))?;
    Ok(checked?)
}

/// Puts a backup in the place of a journal that cannot be opened.
pub fn replace_unreadable(context: &Context, plan: &RestorePlan) -> Result<Restored> {
    let mark = at_mark(&context.clock);
    let kept = Store::replace_damaged(&context.paths.journal, &plan.prepared, &mark)?;
    Backups::of(&context.paths.journal).set_damage(&[]);
    Ok(Restored::Moved(kept))
}

fn at_mark(clock: &Clock) -> String {
    format!("{}-{}", clock.today(), clock.now().format("%H%M%S"))
}
