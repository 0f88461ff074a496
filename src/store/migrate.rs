//! Migrates a journal to the schema of this version.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::file_identity::beside;
use super::{Result, StoreError};

/// The SQLite application id of a journal: `brag` in ASCII.
pub(super) const APPLICATION_ID: i64 = 0x6272_6167;
/// The scripts of the schema: script N migrates a journal from version N − 1 to N.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
];
/// The schema version that this program writes.
#[allow(clippy::cast_possible_wrap, reason = "there are a few scripts")]
pub(super) const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// The first schema version in which a project refers to a position and does not contain its text.
const POSITIONS_SINCE: i64 = 6;

pub(super) fn refuse_newer(found: i64) -> Result<()> {
    if found > SCHEMA_VERSION {
        return Err(StoreError::Newer { found, known: SCHEMA_VERSION });
    }
    Ok(())
}

pub(super) fn user_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Copies a journal to a file beside it, before its schema is changed. Does not overwrite earlier copies.
pub(super) fn back_up(connection: &Connection, path: &Path, version: i64) -> Result<()> {
    let named = |number: usize| match number {
        1 => beside(path, &format!(".schema-{version}")),
        _ => beside(path, &format!(".schema-{version}-{number}")),
    };
    let Some(copy) = (1..=99).map(named).find(|copy| fs::symlink_metadata(copy).is_err()) else {
        return Err(StoreError::Unopened {
            path: named(1),
            why: "there are too many backup copies of it".into(),
        });
    };
    let unopened = |err: std::io::Error| StoreError::Unopened { path: copy.clone(), why: err.to_string() };
    let beside = copy.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file, readable only by its owner, gets the final name once it is complete.
    let file = tempfile::NamedTempFile::new_in(beside).map_err(unopened)?;
    let Some(name) = file.path().to_str() else {
        return Err(unopened(std::io::Error::other("the path is not UTF-8")));
    };
    connection.execute("VACUUM INTO ?1", [name])?;
    file.as_file().sync_all().map_err(unopened)?;
    match file.persist_noclobber(&copy) {
        Err(err) if err.error.kind() != std::io::ErrorKind::AlreadyExists => Err(unopened(err.error)),
        _ => Ok(()),
    }
}

/// Migrates the schema to this program's version, in one transaction.
pub(super) fn migrate(connection: &Connection, from: i64) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    match migrate_locked(connection, from) {
        Ok(()) => Ok(connection.execute_batch("COMMIT")?),
        Err(err) => {
            let _ = connection.execute_batch("ROLLBACK");
            Err(err)
        }
    }
}

fn migrate_locked(connection: &Connection, from: i64) -> Result<()> {
    // Another program may have migrated it while this one waited for the lock.
    let version = user_version(connection)?.max(from);
    refuse_newer(version)?;
    if version == SCHEMA_VERSION {
        return Ok(());
    }
    for script in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        connection.execute_batch(script)?;
    }
    #[cfg(test)]
    connection.execute_batch(include_str!("schema/sample.sql"))?;
    if (1..super::checksum::SEALED_SINCE).contains(&version) {
        super::checksum::seal(connection, version)?;
    }
    if (2..POSITIONS_SINCE).contains(&version) {
        super::positions::convert_texts(connection)?;
    }
    connection.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
    ))?;
    Ok(())
}
