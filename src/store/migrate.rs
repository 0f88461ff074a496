//! Migrates a journal to the schema of this version.

use rusqlite::{Connection, MAIN_DB};

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
    include_str!("schema/0008.sql"),
    include_str!("schema/0009.sql"),
];
/// The schema version that this program writes.
#[allow(clippy::cast_possible_wrap, reason = "there are a few scripts")]
pub(super) const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// The database image of an empty journal of this version. A journal that does not exist yet is read from it,
/// because the scripts take longer than the first frame of the app may.
/// `BRAG_SCHEMA=write cargo test --lib empty_journal` writes it.
const EMPTY: &[u8] = include_bytes!("schema/empty.db");

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

/// Returns an empty journal in memory.
pub(super) fn empty_journal() -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.deserialize_read_exact(MAIN_DB, EMPTY, EMPTY.len(), false)?;
    #[cfg(test)]
    connection.execute_batch(include_str!("schema/sample.sql"))?;
    Ok(connection)
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
    run_scripts(connection, version)?;
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
    mark_version(connection)
}

fn run_scripts(connection: &Connection, version: i64) -> Result<()> {
    for script in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        connection.execute_batch(script)?;
    }
    Ok(())
}

fn mark_version(connection: &Connection) -> Result<()> {
    Ok(connection.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
    ))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the schema and the version of a journal.
    fn content(connection: &Connection) -> Vec<String> {
        let mut out = Vec::new();
        for sql in [
            "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name",
            "SELECT user_version || ' ' || application_id FROM pragma_user_version, pragma_application_id",
        ] {
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
            out.extend(rows.map(rusqlite::Result::unwrap));
        }
        out
    }

    #[test]
    fn an_empty_journal_is_what_the_scripts_make() {
        let mut made = Connection::open_in_memory().unwrap();
        // Most tables are empty, and each takes a page.
        made.execute_batch("PRAGMA page_size = 512").unwrap();
        run_scripts(&made, 0).unwrap();
        mark_version(&made).unwrap();
        if std::env::var_os("BRAG_SCHEMA").is_some() {
            made.execute_batch("VACUUM").unwrap();
            let image = made.serialize(MAIN_DB).unwrap();
            return std::fs::write("src/store/schema/empty.db", &*image).unwrap();
        }
        let mut image = Connection::open_in_memory().unwrap();
        image.deserialize_read_exact(MAIN_DB, EMPTY, EMPTY.len(), false).unwrap();
        assert_eq!(
            content(&image),
            content(&made),
            "write it again: BRAG_SCHEMA=write cargo test --lib empty_journal"
        );
    }
}
