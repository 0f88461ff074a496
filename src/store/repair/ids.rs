//! Repairs the ids and the kinds of records.

use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use super::Repaired;
use crate::domain::Kind;
use crate::domain::id::short_id;
use crate::store::Result;
use crate::store::checksum::lossy;
use crate::store::columns::ids;
use crate::store::raw::Raw;

/// Copies the ids in the index of the table `record` before it is computed again: the index is a second copy of them.
pub(super) fn note_index(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "DROP TABLE IF EXISTS temp.indexed;
         CREATE TEMP TABLE indexed (id INTEGER, uuid BLOB);
         INSERT INTO temp.indexed SELECT id, uuid FROM record INDEXED BY sqlite_autoindex_record_1 ORDER BY uuid;",
    )?;
    Ok(())
}

/// Repairs the kinds and ids of records.
pub(super) fn repair(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    for kind in Kind::ALL.iter().copied() {
        let sql = format!(
            "UPDATE record SET kind = ?1 WHERE id IN (SELECT id FROM {}) AND kind <> ?1",
            kind.table()
        );
        let count = connection.execute(&sql, [kind.word()])?;
        if count > 0 {
            let records = crate::text::counted(count, "record", "records");
            repaired.did(format!("the kind of {records}: {kind}"));
        }
    }
    let has_index: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE name = 'indexed')",
        [],
        |row| row.get(0),
    )?;
    if has_index {
        let differing =
            "SELECT record.id FROM record JOIN temp.indexed USING (id) WHERE record.uuid <> indexed.uuid";
        for id in ids(connection, differing)? {
            repair_uuid(connection, id, repaired)?;
        }
        connection.execute_batch("DROP TABLE temp.indexed")?;
    }
    for id in ids(connection, "SELECT id FROM record ORDER BY id")? {
        let found = connection.query_row("SELECT uuid, short FROM record WHERE id = ?1", [id], |row| {
            Ok((Raw::read(row.get_ref(0)?), lossy(row, 1)?))
        })?;
        let Some(uuid) = found.0.as_uuid() else {
            repaired.could_not(format!("the id of the record {}", found.1));
            continue;
        };
        let short = short_id(uuid);
        if short != found.1 {
            connection.execute("UPDATE record SET short = ?1 WHERE id = ?2", params![short, id])?;
            repaired.did(format!("the short id of a record: {short}"));
        }
    }
    Ok(())
}

/// Sets the UUID of a record whose table and index differ to the one that matches its short id and the time of its
/// batch.
fn repair_uuid(connection: &Connection, id: i64, repaired: &mut Repaired) -> Result<()> {
    let sql =
        "SELECT record.uuid, indexed.uuid, short FROM record JOIN temp.indexed USING (id) WHERE id = ?1";
    let (stored, indexed, short) = connection.query_row(sql, [id], |row| {
        Ok((Raw::read(row.get_ref(0)?).as_uuid(), Raw::read(row.get_ref(1)?).as_uuid(), lossy(row, 2)?))
    })?;
    let sql = "SELECT batch.uuid FROM change JOIN batch ON batch.id = batch
         WHERE record = ?1 AND field IS NULL ORDER BY change.id LIMIT 1";
    let made: Option<Uuid> = connection.query_row(sql, [id], |row| row.get(0)).optional()?;
    let points = |uuid: Uuid| {
        let is_of_batch = made.is_some_and(|made| made.as_u128() >> 80 == uuid.as_u128() >> 80);
        u8::from(short_id(uuid) == short) * 2 + u8::from(is_of_batch)
    };
    let right = match (stored, indexed) {
        (Some(stored), Some(indexed)) if points(indexed) > points(stored) => Some(indexed),
        (None, Some(indexed)) => Some(indexed),
        _ => None,
    };
    if let Some(right) = right {
        connection.execute("UPDATE record SET uuid = ?1 WHERE id = ?2", params![right, id])?;
        repaired.did(format!("the id of the record {}", short_id(right)));
    }
    Ok(())
}
