//! Repairs the batches of the history and their changes.

use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use super::Repaired;
use crate::domain::id::short_id;
use crate::store::Result;
use crate::store::checksum::{
    self, BATCH_COLUMNS, CHANGE_COLUMNS, FlippedBit, Image, add_batch, flipped_bit, lossy,
};
use crate::store::columns::ids;
use crate::store::history::BATCH_SHOWN;
use crate::store::raw::Raw;

/// Repairs flipped bits in batches, and returns the batches that stay damaged.
pub(super) fn repair_bits(connection: &Connection, repaired: &mut Repaired) -> Result<Vec<i64>> {
    let mut left = Vec::new();
    for id in checksum::damaged_batches(connection)? {
        if repair_bit(connection, id)? {
            repaired.did(format!("the history: a flipped bit in batch {}", shown(connection, id)?));
        } else {
            left.push(id);
        }
    }
    repair_ids(connection, repaired)?;
    Ok(left)
}

/// Computes the short ids of batches again.
fn repair_ids(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    for id in ids(connection, "SELECT id FROM batch ORDER BY id")? {
        let found = connection.query_row("SELECT uuid, short FROM batch WHERE id = ?1", [id], |row| {
            Ok((row.get::<_, Uuid>(0), lossy(row, 1)?))
        })?;
        if let (Ok(uuid), short) = found
            && short_id(uuid) != short
        {
            connection.execute("UPDATE batch SET short = ?1 WHERE id = ?2", params![short_id(uuid), id])?;
            repaired.did(format!("the history: the id of batch {}", shown(connection, id)?));
        }
    }
    Ok(())
}

fn shown(connection: &Connection, id: i64) -> Result<String> {
    let short = connection.query_row("SELECT short FROM batch WHERE id = ?1", [id], |row| lossy(row, 0))?;
    Ok(short.chars().take(BATCH_SHOWN).collect())
}

/// Returns the bytes that the checksum of a batch covers, and the stored checksum.
fn image_of(connection: &Connection, id: i64) -> Result<(Image, Option<i64>)> {
    let mut changes = connection.prepare_cached(&format!(
        "SELECT {} FROM change WHERE batch = ?1 ORDER BY id",
        CHANGE_COLUMNS.join(", ")
    ))?;
    let mut batch = connection
        .prepare_cached(&format!("SELECT {}, checksum FROM batch WHERE id = ?1", BATCH_COLUMNS.join(", ")))?;
    let mut rows = batch.query([id])?;
    let row = rows.next()?.ok_or_else(|| super::damaged("a batch of the history is missing"))?;
    Ok((add_batch(Image::default(), row, changes.query([id])?)?, row.get("checksum")?))
}

/// Corrects the flipped bit of a batch or of its checksum; returns `false` if one bit does not explain the damage.
fn repair_bit(connection: &Connection, id: i64) -> Result<bool> {
    let (image, stored) = image_of(connection, id)?;
    let Some(stored) = stored else { return Ok(false) };
    if flipped_bit(image.bytes.len(), stored, image.checksum()) == Some(FlippedBit::Checksum) {
        connection.execute("UPDATE batch SET checksum = ?1 WHERE id = ?2", [image.checksum(), id])?;
        return Ok(true);
    }
    let Some((index, bytes)) = image.corrected(stored) else { return Ok(false) };
    let (table, column, row) = match index.checked_sub(BATCH_COLUMNS.len()) {
        None => ("batch", BATCH_COLUMNS[index], id),
        Some(index) => {
            let place = i64::try_from(index / CHANGE_COLUMNS.len()).unwrap_or(0);
            let sql = "SELECT id FROM change WHERE batch = ?1 ORDER BY id LIMIT 1 OFFSET ?2";
            let change = connection.query_row(sql, [id, place], |row| row.get(0))?;
            ("change", CHANGE_COLUMNS[index % CHANGE_COLUMNS.len()], change)
        }
    };
    let read = format!("SELECT \"{column}\" FROM {table} WHERE id = ?1");
    let value = connection.query_row(&read, [row], |row| Ok(Raw::read(row.get_ref(0)?)))?;
    let Some(value) = value.with_bytes(bytes) else { return Ok(false) };
    let write = format!("UPDATE {table} SET \"{column}\" = ?1 WHERE id = ?2");
    connection.execute(&write, params![value, row])?;
    Ok(image_of(connection, id)?.0.checksum() == stored)
}

/// Repairs the changes of damaged batches from the rows that they wrote.
pub(super) fn repair_from_rows(
    connection: &Connection,
    batches: &[i64],
    repaired: &mut Repaired,
) -> Result<()> {
    for batch in batches {
        let changes = ids(connection, &format!("SELECT id FROM change WHERE batch = {batch} ORDER BY id"))?;
        let mut is_repaired = false;
        for change in changes {
            if repair_change(connection, *batch, change)? {
                is_repaired = true;
                break;
            }
        }
        let shown = shown(connection, *batch)?;
        if is_repaired {
            repaired.did(format!("the history: batch {shown}, from the record that it changed"));
        } else {
            repaired.could_not(format!("the history: batch {shown}; its changes can still be read"));
        }
    }
    Ok(())
}

/// Replaces the value after a change by the present value of the field, or by the value before the next change of it;
/// returns `true` if the checksum of the batch then matches.
fn repair_change(connection: &Connection, batch: i64, change: i64) -> Result<bool> {
    let sql = "SELECT field, after, record.kind, change.record FROM change
         JOIN record ON record.id = change.record WHERE change.id = ?1";
    let found = connection
        .query_row(sql, [change], |row| {
            Ok((lossy(row, 0)?, Raw::read(row.get_ref(1)?), lossy(row, 2)?, row.get::<_, i64>(3)?))
        })
        .optional()?;
    let Some((field, after, kind, record)) = found else { return Ok(false) };
    let Some(kind) = crate::domain::Kind::from_word(&kind) else { return Ok(false) };
    if kind.info().by_column(&field).is_none() {
        return Ok(false);
    }
    let next = "SELECT before FROM change WHERE record = ?1 AND field = ?2 AND id > ?3 ORDER BY id LIMIT 1";
    let next = connection
        .query_row(next, params![record, field, change], |row| Ok(Raw::read(row.get_ref(0)?)))
        .optional()?;
    let value = if let Some(value) = next {
        value
    } else {
        let sql = format!("SELECT \"{field}\" FROM {} WHERE id = ?1", kind.table());
        connection.query_row(&sql, [record], |row| Ok(Raw::read(row.get_ref(0)?)))?
    };
    if value == after {
        return Ok(false);
    }
    let mut write = connection.prepare_cached("UPDATE change SET after = ?1 WHERE id = ?2")?;
    write.execute(params![value, change])?;
    let (image, stored) = image_of(connection, batch)?;
    let is_right = stored == Some(image.checksum());
    if !is_right {
        write.execute(params![after, change])?;
    }
    Ok(is_right)
}
