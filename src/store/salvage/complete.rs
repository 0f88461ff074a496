//! Completes the rows that were read: rows without a record, records without a row, changes without a batch.

use rusqlite::{Connection, params};
use uuid::{NoContext, Timestamp, Uuid};

use super::tables::Column;
use crate::domain::id::short_id;
use crate::domain::{KINDS, Kind, KindInfo};
use crate::store::Result;
use crate::store::checksum;
use crate::store::columns::ids;
use crate::store::raw::Raw;
use crate::store::repair::{Repaired, missing, past};

/// Builds what is missing: first records for rows, then batches for changes, then rows for records.
pub(super) fn complete(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    let mut without_record = 0;
    for kind in Kind::ALL.iter().copied() {
        let table = kind.table();
        let lost = format!("SELECT id FROM {table} WHERE id NOT IN (SELECT id FROM record)");
        for id in ids(connection, &lost)? {
            add_record(connection, id, kind)?;
            without_record += 1;
        }
    }
    let added = "SELECT record FROM change WHERE field IS NULL AND record NOT IN (SELECT id FROM record)";
    for id in ids(connection, added)? {
        if let Some(kind) = kind_in_history(connection, id)? {
            add_record(connection, id, kind)?;
            without_record += 1;
        }
    }
    if without_record > 0 {
        let records = crate::text::counted(without_record, "record", "records");
        repaired.failed.push(format!("the ids of {records} are lost: they have new ones"));
    }
    connection.execute("DELETE FROM change WHERE record NOT IN (SELECT id FROM record)", [])?;
    add_batches(connection, repaired)?;
    for id in ids(connection, "SELECT id FROM record ORDER BY id")? {
        let word: String =
            connection.query_row("SELECT kind FROM record WHERE id = ?1", [id], |row| row.get(0))?;
        match Kind::from_word(&word) {
            Some(kind) if missing::add_row(connection, id, kind, repaired)? => {}
            _ => missing::drop_record(connection, id)?,
        }
    }
    Ok(())
}

/// Returns values for the columns of a row whose end is lost: its times from the history, and blank ones for the others.
pub(super) fn lost_values<'a>(
    connection: &Connection,
    id: i64,
    columns: impl Iterator<Item = &'a Column>,
) -> Result<Vec<(&'a str, Raw)>> {
    let mut out = Vec::new();
    for column in columns {
        let times = || past::times_of(connection, id).map(|times| times.unwrap_or_else(unknown_times));
        let text = |text: String| Raw::Text(text.into_bytes());
        out.push((
            column.name.as_str(),
            match column.name.as_str() {
                "logged_at" => text(times()?.0),
                "updated_at" => text(times()?.1),
                _ if column.is_text() => text(String::new()),
                _ => Raw::Int(0),
            },
        ));
    }
    Ok(out)
}

/// Returns the times of a record of which the history has nothing.
fn unknown_times() -> (String, String) {
    let begin = "1970-01-01T00:00:00.000+00:00".to_owned();
    (begin.clone(), begin)
}

/// Adds a record with a new id.
fn add_record(connection: &Connection, id: i64, kind: Kind) -> Result<()> {
    let uuid = new_uuid();
    connection
        .prepare_cached("INSERT OR IGNORE INTO record (id, uuid, kind, short) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id, uuid, kind.word(), short_id(uuid)])?;
    Ok(())
}

/// Returns the kind of a record whose change in the history has the fields of that kind: the one with the fewest other
/// fields.
fn kind_in_history(connection: &Connection, id: i64) -> Result<Option<Kind>> {
    let sql = "SELECT after FROM change WHERE record = ?1 AND field IS NULL ORDER BY id LIMIT 1";
    let text = connection.query_row(sql, [id], |row| checksum::lossy(row, 0))?;
    let fields = past::fields_of(&text);
    let fits = |info: &&KindInfo| {
        fields.contains_key(info.title[0]) && fields.keys().all(|name| info.by_column(name).is_some())
    };
    Ok(KINDS.iter().filter(fits).min_by_key(|info| info.columns().count()).map(|info| info.kind))
}

/// Adds batches for changes whose batch is lost. Their checksums cover what is left.
fn add_batches(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    let lost = ids(
        connection,
        "SELECT DISTINCT batch FROM change WHERE batch NOT IN (SELECT id FROM batch) ORDER BY batch",
    )?;
    for id in &lost {
        let uuid = new_uuid();
        let sql = "INSERT INTO batch (id, uuid, short, kind, label, clock, device, at, applied)
             SELECT ?1, ?2, ?3, 'do', 'recovered', coalesce(max(clock), 0), ?4,
               coalesce(max(at), '1970-01-01T00:00:00.000+00:00'), ?1 FROM batch WHERE id < ?1";
        connection.execute(sql, params![id, uuid, short_id(uuid), Uuid::nil()])?;
    }
    if !lost.is_empty() {
        let batches = crate::text::counted(lost.len(), "batch", "batches");
        repaired.failed.push(format!("the history: the time and the name of {batches} are lost"));
        checksum::seal_batches(connection, |id| lost.contains(&id))?;
    }
    connection.execute("UPDATE batch SET target = NULL WHERE target NOT IN (SELECT id FROM batch)", [])?;
    Ok(())
}

/// Removes references and links to records that are lost, and the parts whose owner is lost.
pub(super) fn drop_dangling(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    let mut lost = 0;
    for info in KINDS {
        let table = info.kind.table();
        for (field, _) in info.references() {
            let (column, is_owner) = (field.column, info.owner == Some(field.column));
            let dangling =
                format!("SELECT id FROM {table} WHERE \"{column}\" NOT IN (SELECT id FROM record)");
            for id in ids(connection, &dangling)? {
                lost += 1;
                if is_owner {
                    connection.execute(&format!("DELETE FROM {table} WHERE id = ?1"), [id])?;
                    missing::drop_record(connection, id)?;
                } else {
                    connection
                        .execute(&format!("UPDATE {table} SET \"{column}\" = NULL WHERE id = ?1"), [id])?;
                    checksum::store_of_row(connection, id, info.kind)?;
                }
            }
        }
    }
    lost += connection.execute(
        "DELETE FROM link WHERE owner NOT IN (SELECT id FROM record)
           OR target IS NOT NULL AND target NOT IN (SELECT id FROM record)",
        [],
    )?;
    if lost > 0 {
        let references = crate::text::counted(lost, "reference", "references");
        repaired.failed.push(format!("{references} to records that are lost"));
    }
    Ok(())
}

/// Stores the checksums of batches of which changes are lost, which the repair has reported: what is left of them is
/// intact from now on.
pub(super) fn seal_history(connection: &Connection) -> Result<()> {
    let incomplete = checksum::damaged_batches(connection)?;
    checksum::seal_batches(connection, |id| incomplete.contains(&id))
}

fn new_uuid() -> Uuid {
    Uuid::new_v7(Timestamp::from_unix(NoContext, 0, 0))
}
