//! The doctor: checks the journal and what is around it, and repairs the journal.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta};

use super::backups::make_of;
use super::{Journal, Snapshot};
use crate::config::{Config, Paths};
use crate::domain::finding::{Area, Finding};
use crate::domain::{Backup, Ladder, Reason, RecordId};
use crate::error::Result;
use crate::report::input::ReviewInput;
use crate::store::{Backups, Repaired, Store};

/// The free space on the disk below which it is reported, in bytes.
const LITTLE_SPACE: u64 = 100 << 20;

/// The age of the last backup from which it is reported, in days with changes since.
const OLD_BACKUP: i64 = 3;

/// Checks the file of the journal; empty for an intact one.
pub fn check_file(snapshot: &Snapshot<'_>) -> Result<Vec<Finding>> {
    Ok(snapshot.store.check()?)
}

/// Checks all rows and links, which an export contains.
pub fn check_rows(snapshot: &Snapshot<'_>) -> Result<Vec<Finding>> {
    Ok(snapshot.store.check_rows()?)
}

/// Checks the records of a document.
pub fn check_document(snapshot: &Snapshot<'_>, input: &ReviewInput) -> Result<Vec<Finding>> {
    let mut ids: Vec<RecordId> = input.wins.iter().map(|win| win.id.into()).collect();
    ids.extend(input.projects.iter().map(|project| RecordId::from(project.id)));
    ids.extend(input.goals.iter().chain(&input.next).map(|goal| RecordId::from(goal.id)));
    ids.extend(input.metrics.iter().map(|metric| RecordId::from(metric.id)));
    ids.extend(input.readings.iter().map(|reading| RecordId::from(reading.id)));
    ids.extend(input.praise.iter().map(|praise| RecordId::from(praise.id)));
    ids.extend(input.stories.iter().map(|story| RecordId::from(story.story.id)));
    Ok(snapshot.store.check_records(&ids)?)
}

/// Checks everything: the file and its log, access rights, configuration, clock, space and backups. `check_keys` returns
/// the problems in the key bindings of a configuration.
pub fn check(journal: &Journal, check_keys: fn(&Config) -> Vec<String>) -> Result<Vec<Finding>> {
    let context = &journal.context;
    let paths = &context.paths;
    let mut out = Vec::new();
    if journal.exists() {
        out.extend(journal.store.check_log());
        out.extend(check_file(&journal.snapshot()?)?);
        Backups::of(&paths.journal).set_damage(&out);
        if journal.store.corrected() > 0 {
            let bits = crate::text::counted(journal.store.corrected(), "byte", "bytes");
            let text = format!("a flipped bit in the write-ahead log was corrected ({bits})");
            out.push(Finding::note(Area::Log, text, "if it happens again, check the disk"));
        }
        out.extend(clock(journal)?);
        out.extend(space(&paths.journal));
        out.extend(backups(journal)?);
    }
    out.extend(missing(journal));
    out.extend(unusable_backups(paths));
    out.extend(permissions(paths));
    out.extend(configuration(paths, check_keys));
    Ok(out)
}

/// Reports a journal that is missing while there are backups of it.
fn missing(journal: &Journal) -> Option<Finding> {
    let count = super::backups::lost(journal)?;
    let text = format!("the journal is missing or empty, but there are backups of it ({count})");
    Some(Finding::wrong(Area::Backups, text, "brag restore today brings back the last one"))
}

/// Reports a directory of backups in which none can be made.
fn unusable_backups(paths: &Paths) -> Option<Finding> {
    let directory = Backups::of(&paths.journal).directory().to_owned();
    let metadata = std::fs::symlink_metadata(&directory).ok()?;
    let can_write =
        rustix::fs::access(&directory, rustix::fs::Access::READ_OK | rustix::fs::Access::WRITE_OK);
    if metadata.is_dir() && can_write.is_ok() {
        return None;
    }
    let text = format!("no backup can be made in {}", directory.display());
    Some(Finding::wrong(
        Area::Backups,
        text,
        "it must be a directory that you can write: move it away, or chmod 700",
    ))
}

/// Returns the files and directories that only their owner may read.
fn private(paths: &Paths) -> Vec<PathBuf> {
    let mut out = vec![paths.journal.clone()];
    for suffix in ["-wal", "-shm"] {
        let mut name = paths.journal.clone().into_os_string();
        name.push(suffix);
        out.push(name.into());
    }
    let backups = Backups::of(&paths.journal);
    out.push(backups.directory().to_owned());
    out.extend(backups.list().into_iter().map(|backup| backup.path));
    out.push(paths.state.clone());
    let drafts = paths.state.join("drafts");
    let entries = std::fs::read_dir(&drafts).into_iter().flatten().flatten();
    out.extend(entries.map(|entry| entry.path()));
    out.push(drafts);
    out
}

fn permissions(paths: &Paths) -> Vec<Finding> {
    let mut out = Vec::new();
    for path in private(paths) {
        let Ok(metadata) = std::fs::metadata(&path) else { continue };
        if metadata.permissions().mode().trailing_zeros() >= 6 {
            continue;
        }
        let path = path.display().to_string();
        let mode = if metadata.is_dir() { "700" } else { "600" };
        let quoted = shlex::try_quote(&path).map_or_else(|_| path.clone(), std::borrow::Cow::into_owned);
        out.push(Finding::wrong(
            Area::Permissions,
            format!("other users of this machine may read {path}"),
            format!("chmod {mode} {quoted}"),
        ));
    }
    out
}

/// Takes the permissions of other users from the files of the journal, and returns a line for each changed file.
fn make_private(paths: &Paths) -> Vec<String> {
    let mut out = Vec::new();
    for path in private(paths) {
        let Ok(metadata) = std::fs::metadata(&path) else { continue };
        let mode = metadata.permissions().mode();
        let own = std::fs::Permissions::from_mode(mode & 0o700);
        if mode.trailing_zeros() < 6 && std::fs::set_permissions(&path, own).is_ok() {
            out.push(format!("the permissions of {}: only you may read it", path.display()));
        }
    }
    out
}

fn configuration(paths: &Paths, check_keys: fn(&Config) -> Vec<String>) -> Vec<Finding> {
    let hint = "brag config edit";
    let mut problems = Vec::new();
    match Config::load(&paths.config) {
        Ok(config) => problems.extend(check_keys(&config).into_iter().chain(config.problem())),
        Err(err) => problems.push(err.message().to_owned()),
    }
    let mut out: Vec<Finding> =
        problems.into_iter().map(|text| Finding::wrong(Area::Configuration, text, hint)).collect();
    let ladder = paths.config.with_file_name("ladder.toml");
    if let Ok(text) = std::fs::read_to_string(&ladder)
        && let Err(err) = Ladder::parse(&text)
    {
        let text = format!("{}: {err}", ladder.display());
        out.push(Finding::wrong(Area::Configuration, text, "brag ladder edit"));
    }
    out
}

/// Compares the clock of the machine with the last change.
fn clock(journal: &Journal) -> Result<Vec<Finding>> {
    let last = journal.store.snapshot()?.list_history(None, 1, 0)?.pop();
    let Some(at) = last.and_then(|batch| DateTime::parse_from_rfc3339(&batch.at).ok()) else {
        return Ok(Vec::new());
    };
    let ahead = at.signed_duration_since(journal.clock().now());
    if ahead <= TimeDelta::hours(1) {
        return Ok(Vec::new());
    }
    let text = format!("the last change is of {}, in the future", at.format("%Y-%m-%d %H:%M"));
    Ok(vec![Finding::note(Area::Clock, text, "set the clock of the machine; undo works all the same")])
}

fn space(journal: &Path) -> Vec<Finding> {
    let directory = crate::files::directory_of(journal);
    let size = std::fs::metadata(journal).map_or(0, |metadata| metadata.len());
    let Ok(disk) = rustix::fs::statvfs(directory) else { return Vec::new() };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free >= LITTLE_SPACE.max(2 * size) {
        return Vec::new();
    }
    let text = format!("{} MB are free on the disk of the journal", free >> 20);
    vec![Finding::note(Area::Space, text, "make room: a backup needs as much space as the journal")]
}

fn backups(journal: &Journal) -> Result<Vec<Finding>> {
    let context = &journal.context;
    let backups = Backups::of(&context.paths.journal);
    let mut out = Vec::new();
    let all = backups.list();
    let newest = all.iter().find(|backup| !backup.is_damaged).map(|backup| backup.at.date());
    let snapshot = journal.store.snapshot()?;
    let (first, last) = snapshot.days_of_changes(newest)?;
    let hint = "brag backup makes one";
    if let (Some(first), Some(last)) = (first, last)
        && (last - first).num_days().max((context.today() - first).num_days()) >= OLD_BACKUP
    {
        let text = match newest {
            Some(day) => format!("the last backup is of {day}; the journal was changed since"),
            None => "there is no backup yet".to_owned(),
        };
        out.push(Finding::note(Area::Backups, text, hint));
    }
    let damaged = all.iter().filter(|backup| backup.is_damaged).count();
    if damaged > 0 {
        let text = format!(
            "{} of the journal while it was damaged",
            crate::text::counted(damaged, "backup", "backups")
        );
        out.push(Finding::note(Area::Backups, text, "brag backup list shows the intact ones"));
    }
    Ok(out)
}

/// The result of a repair of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixed {
    /// The backup of the damaged journal.
    pub backup: Option<Backup>,
    /// The report of the repair.
    pub repaired: Repaired,
    /// The findings that are left.
    pub left: Vec<Finding>,
}

/// Repairs the journal after a backup, and computes everything that is derived again.
pub fn fix(journal: &mut Journal) -> Result<Fixed> {
    journal.prepare_write()?;
    let (paths, clock) = (journal.context.paths.clone(), journal.context.clock);
    let made = make_of(&journal.store, &paths, &clock, Reason::Repair)?;
    let (mut repaired, left) = journal.store.repair()?;
    repaired.done.extend(make_private(&paths));
    Backups::of(&paths.journal).set_damage(&left);
    journal.forget_history()?;
    Ok(Fixed { backup: Some(made.backup), repaired, left })
}

/// Reads what is left of a journal into a new one. The damaged journal is not changed.
pub fn salvage(paths: &Paths, new: &Path) -> Result<Fixed> {
    super::export::refuse_target(new, false)
        .map_err(|err| err.hint("name a new file in a directory that exists"))?;
    let (repaired, left) = Store::salvage(&paths.journal, new)?;
    Ok(Fixed { backup: None, repaired, left })
}
