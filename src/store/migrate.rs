//! Migrates a journal to the schema of this version.

use rusqlite::Connection;

use super::file_identity::APPLICATION_ID;
use super::{Result, StoreError};

/// The scripts of the schema: script N migrates a journal from version N − 1 to N.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
    include_str!("schema/0007.sql"),
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

/// Migrates the schema to this program's version, in one transaction.
pub(super) fn migrate(connection: &Connection, from: i64) -> Result<()> {
    migrate_after(connection, from, || Ok(()))
}

/// Migrates the schema to this program's version, in one transaction. `before` runs first, while no other program can
/// write; if it fails, nothing is migrated.
pub(super) fn migrate_after(
    connection: &Connection,
    from: i64,
    before: impl FnOnce() -> Result<()>,
) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    match migrate_locked(connection, from, before) {
        Ok(()) => Ok(connection.execute_batch("COMMIT")?),
        Err(err) => {
            let _ = connection.execute_batch("ROLLBACK");
            Err(err)
        }
    }
}

fn migrate_locked(connection: &Connection, from: i64, before: impl FnOnce() -> Result<()>) -> Result<()> {
    // Another program may have migrated it while this one waited for the lock.
    let version = user_version(connection)?.max(from);
    refuse_newer(version)?;
    if version == SCHEMA_VERSION {
        return Ok(());
    }
    before()?;
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
    if (1..super::checksum::SEALED_SINCE).contains(&version) {
        // Older versions computed the order and the search texts by other rules.
        super::rebuild::rebuild(connection)?;
    }
    connection.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
    ))?;
    Ok(())
}
