//! Conversions of errors of the store and of fields into the errors that the user reads.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::domain::FieldError;
use crate::error::Error;
use crate::store::StoreError;

impl From<FieldError> for Error {
    fn from(err: FieldError) -> Self {
        let error = Self::usage(err.message).about(err.field);
        match err.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// Quotes a path for a shell command in a hint.
fn shell_word(path: &OsStr) -> String {
    let path = path.to_string_lossy();
    shlex::try_quote(&path).map_or_else(|_| path.clone().into_owned(), Cow::into_owned)
}

/// The remedy for damage that SQLite finds.
const DAMAGE: &str = "brag doctor --fix -o NEW.db reads what is left into a new journal, and brag restore brings back a backup";

fn with_suffix(path: &OsStr, suffix: &str) -> OsString {
    let mut out = path.to_owned();
    out.push(suffix);
    out
}

/// Returns `true` if an error is about damage of the journal's file.
pub fn is_damage(error: &Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<StoreError>());
    source.is_some_and(|source| match source {
        StoreError::Damaged(_) | StoreError::OnlyLog { .. } | StoreError::ForeignLog { .. } => true,
        StoreError::NotAJournal { why, .. } => why.contains("not a SQLite file"),
        other => other.is_damage(),
    })
}

/// Adds the path of the journal to an error about damage that SQLite found while it read the file.
pub fn name_damaged(error: Error, path: &Path) -> Error {
    let source = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<StoreError>());
    let is_damage =
        source.is_some_and(|source| matches!(source, StoreError::Sqlite(_)) && source.is_damage());
    if !is_damage {
        return error;
    }
    let message = format!("the journal “{}” is damaged", path.display());
    Error::failed(message).hint(DAMAGE).caused_by(error)
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        let converted = match &error {
            _ if error.is_busy() => Self::busy(message),
            _ if error.is_stopped() => Self::stopped(),
            _ if error.is_damage() => Self::failed(message).hint(DAMAGE),
            StoreError::Newer { .. } => {
                Self::failed(message).hint("update brag; the journal was not changed")
            }
            StoreError::NotAJournal { .. } => Self::failed(message).hint(
                "select another journal with --db PATH or the environment variable BRAG_DB; if it was one: brag doctor \
                 --fix -o NEW.db reads what is left, brag restore brings back a backup",
            ),
            StoreError::Unopened { .. } | StoreError::Unreadable { .. } => {
                Self::failed(message).hint("check the permissions, or select another journal with --db PATH")
            }
            StoreError::DamagedRecord { .. } | StoreError::DamagedLog => {
                Self::failed(message).hint("brag doctor --fix repairs it, after a backup")
            }
            StoreError::BackupFailed { .. } => {
                Self::failed(message).hint("make room on the disk, or check the permissions of the directory")
            }
            StoreError::Missing => Self::failed(message)
                .hint("it was purged, or an older journal was restored: copy your text and add it as a new record"),
            StoreError::Damaged(_) => Self::failed(message).hint(DAMAGE),
            StoreError::Replaced { .. } => Self::failed(message)
                .hint("try again: the change is written to the journal that is there now"),
            StoreError::Removed { .. } => {
                Self::failed(message).hint("put the file back, or start brag again to begin a new journal")
            }
            StoreError::OnlyLog { .. } => Self::failed(message).hint(
                "put the journal's file back beside its log, or move the log away to begin a new journal",
            ),
            // The index is removed first: SQLite would use it for a new log.
            StoreError::ForeignLog { path, log } => Self::failed(message).hint(format!(
                "move the log away, and brag opens the journal without it: rm -f {index} && mv {log} {old}",
                log = shell_word(log.as_os_str()),
                old = shell_word(&with_suffix(log.as_os_str(), ".old")),
                index = shell_word(&with_suffix(path.as_os_str(), "-shm")),
            )),
            StoreError::Refused(_) | StoreError::Sqlite(_) | StoreError::Stopped | StoreError::Attempt => {
                Self::failed(message)
            }
        };
        converted.caused_by(error)
    }
}
