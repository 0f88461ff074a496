//! Backups of the journal: the daily one, those before operations, and those that the user asks for.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::Journal;
use crate::clock::Clock;
use crate::config::Paths;
use crate::domain::{Backup, Finding, Reason};
use crate::error::{Error, Result};
use crate::store::{Backups, Store, check_copy};

/// The argument with which the program makes the daily backup of a journal and exits.
pub const ARGUMENT: &str = "--daily-backup";

/// The number of new records above which an import is preceded by a backup.
pub const LARGE_IMPORT: usize = 100;

/// A backup that was made, and the findings about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The backup.
    pub backup: Backup,
    /// The damage of the journal, which the backup has too.
    pub findings: Vec<Finding>,
}

/// Returns the backups of the journal, the newest first.
pub fn list(paths: &Paths) -> Vec<Backup> {
    Backups::of(&paths.journal).list()
}

/// Returns the number of problems that the last check of the journal found; `None` for an intact one.
pub fn known_damage(paths: &Paths) -> Option<usize> {
    Backups::of(&paths.journal).known_damage()
}

/// Returns the number of intact backups of a journal that has no file or an empty one; `None` for any other journal.
pub fn lost(journal: &Journal) -> Option<usize> {
    if journal.exists() {
        return None;
    }
    let count = list(&journal.context.paths).iter().filter(|backup| !backup.is_damaged).count();
    Some(count).filter(|count| *count > 0)
}

/// Makes a backup in the directory of the backups, and reads it back.
pub fn make(journal: &Journal, reason: Reason) -> Result<Made> {
    if !journal.exists() {
        return Err(Error::failed("there is no journal yet"));
    }
    Ok(make_of(&journal.store, &journal.context.paths, &journal.context.clock, reason)?)
}

pub(super) fn make_of(
    store: &Store,
    paths: &Paths,
    clock: &Clock,
    reason: Reason,
) -> crate::store::Result<Made> {
    let backups = Backups::of(&paths.journal);
    let lock = backups.lock()?;
    let (backup, findings) = backups.make(store, reason, at(clock), &lock)?;
    Ok(Made { backup, findings })
}

/// Returns the local time of a backup, on the day that the clock has.
pub(super) fn at(clock: &Clock) -> chrono::NaiveDateTime {
    clock.today().and_time(clock.now().time())
}

/// Copies the journal to a file of the user, which must not exist, and reads it back. Returns the findings about it.
pub fn copy(journal: &Journal, path: &Path) -> Result<Vec<Finding>> {
    if !journal.exists() {
        return Err(Error::failed("there is no journal yet"));
    }
    super::export::refuse_target(path, false).map_err(|err| err.hint("name a new file"))?;
    journal.store.copy_to(path)?;
    Ok(check_copy(path)?)
}

/// Makes a backup before an operation, unless the journal has no file yet.
pub fn before(journal: &Journal, reason: Reason) -> Result<Option<Backup>> {
    if !journal.exists() {
        return Ok(None);
    }
    Ok(Some(make(journal, reason)?.backup))
}

/// Returns `true` if the journal was written and has no backup of today yet.
pub fn is_due(journal: &Journal) -> bool {
    let context = &journal.context;
    journal.store.has_written()
        && context.config.daily_backup
        && std::env::var_os("BRAG_BACKUP").is_none_or(|value| value != "off")
        && !Backups::of(&context.paths.journal).is_attempted_on(context.today())
}

/// Makes the backup of the day, unless it was attempted already or another process makes one. Returns the findings
/// about it.
pub fn daily(paths: &Paths, clock: &Clock) -> Result<Vec<Finding>> {
    let backups = Backups::of(&paths.journal);
    let Some(lock) = backups.try_lock_for(clock.today())? else { return Ok(Vec::new()) };
    let store = Store::open(&paths.journal)?;
    let findings = backups.make(&store, Reason::Daily, at(clock), &lock)?.1;
    remove_old_drafts(&paths.state);
    Ok(findings)
}

/// The age from which an abandoned draft is removed: as long as monthly backups are kept.
const OLD_DRAFT: Duration = Duration::from_hours(24 * 366);

/// Removes drafts of forms and files of the editor that nobody has claimed for a year.
fn remove_old_drafts(state: &Path) {
    let entries = std::fs::read_dir(state.join("drafts")).into_iter().flatten().flatten();
    for entry in entries {
        let age =
            entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > OLD_DRAFT) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Starts a process that makes the backup of the day, and does not wait for it. The process has no terminal, and the
/// terminal that is closed does not end it. Returns `None` if it cannot be started; a change of another day tries again.
pub fn start_daily(paths: &Paths) -> Option<Child> {
    Command::new(std::env::current_exe().ok()?)
        .arg(ARGUMENT)
        .arg(&paths.journal)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .ok()
}
