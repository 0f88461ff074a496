//! Checks the rows of records, links and history by their checksums.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use super::Found;
use crate::domain::finding::{Area, FIX, Finding, RECOVER};
use crate::domain::id::short_id;
use crate::domain::{Kind, fold};
use crate::store::checksum::{self, RowReader, lossy};
use crate::store::history::BATCH_SHOWN;
use crate::store::load::json_rows;
use crate::store::{Result, lookup};

/// Checks the rows of a kind.
pub(super) fn check(connection: &Connection, kind: Kind, found: &mut Found) -> Result<()> {
    check_where(connection, kind, "1", "[]", found)
}

/// Checks the rows of a kind that fulfil a condition on the JSON array `?1`.
fn check_where(
    connection: &Connection,
    kind: Kind,
    condition: &str,
    ids: &str,
    found: &mut Found,
) -> Result<()> {
    let sql = format!("SELECT * FROM {} t WHERE {condition} AND ?1 IS NOT NULL ORDER BY id", kind.table());
    let mut statement = connection.prepare(&sql)?;
    let mut reader = RowReader::of(&statement)?;
    let mut damaged = Vec::new();
    let mut rows = statement.query([ids])?;
    while let Some(row) = rows.next()? {
        if !reader.sums(row)?.agree() {
            damaged.push(row.get::<_, i64>("id")?);
        }
    }
    for id in damaged {
        found.add(match lookup::name_of(connection, id, kind) {
            Ok((title, short)) => {
                Finding::wrong(Area::Record, format!("the {kind} “{title}” ({short}) is damaged"), FIX)
                    .about(short)
            }
            Err(_) => Finding::wrong(Area::Record, format!("a {kind} is damaged: row {id}"), FIX),
        });
    }
    Ok(())
}

/// Checks the rows of records of a kind and of their live parts, and their links.
pub(super) fn check_some(connection: &Connection, kind: Kind, rows: &[i64], found: &mut Found) -> Result<()> {
    let ids = json_rows(rows.iter().copied());
    check_where(connection, kind, "id IN (SELECT value FROM json_each(?1))", &ids, found)?;
    for (part, owner) in kind.info().children() {
        let condition = format!("\"{owner}\" IN (SELECT value FROM json_each(?1)) AND deleted_at IS NULL");
        check_where(connection, part.kind, &condition, &ids, found)?;
    }
    check_links_where(connection, "owner IN (SELECT value FROM json_each(?1))", &ids, found)
}

/// Checks the ids and kinds of all records.
pub(super) fn check_records(connection: &Connection, found: &mut Found) -> Result<()> {
    let mut rows_of: HashMap<i64, Kind> = HashMap::new();
    for kind in Kind::ALL.iter().copied() {
        let mut statement = connection.prepare(&format!("SELECT id FROM {}", kind.table()))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            rows_of.insert(row.get(0)?, kind);
        }
    }
    let mut statement = connection.prepare("SELECT id, uuid, kind, short FROM record ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, word, short) = (row.get::<_, i64>(0)?, lossy(row, 2)?, lossy(row, 3)?);
        let uuid = match row.get_ref(1)? {
            ValueRef::Blob(bytes) => Uuid::from_slice(bytes).ok(),
            _ => None,
        };
        let kind = rows_of.remove(&id);
        let text = match kind {
            None => format!("a record of the kind “{word}” has no row"),
            Some(kind) if kind.word() != word => format!("the kind of a {kind} is damaged"),
            Some(kind) if uuid.is_none_or(|uuid| short_id(uuid) != short) => {
                format!("the id of a {kind} is damaged")
            }
            Some(_) => continue,
        };
        let text = format!("{text} ({short})");
        found.add(Finding::wrong(Area::Record, text, FIX).about(short));
    }
    if !rows_of.is_empty() {
        let count = crate::text::counted(rows_of.len(), "row has", "rows have");
        found.add(Finding::wrong(Area::Record, format!("{count} no record"), RECOVER));
    }
    Ok(())
}

/// Checks the links of records: their checksums, and what is computed from them.
pub(super) fn check_links(connection: &Connection, found: &mut Found) -> Result<()> {
    check_links_where(connection, "1", "[]", found)
}

fn check_links_where(connection: &Connection, condition: &str, ids: &str, found: &mut Found) -> Result<()> {
    let mut statement = connection.prepare(&format!(
        "SELECT owner, link.kind, name, target, link.checksum, record.short, folded,
           (SELECT uuid FROM record WHERE id = target) AS uuid FROM link
         LEFT JOIN record ON record.id = owner WHERE {condition} AND ?1 IS NOT NULL ORDER BY link.id"
    ))?;
    let mut damaged = Vec::new();
    let mut rows = statement.query([ids])?;
    while let Some(row) = rows.next()? {
        let mut hasher = crc32fast::Hasher::new();
        checksum::add_link(&mut hasher, [row.get_ref(0)?, row.get_ref(1)?, row.get_ref(2)?, row.get_ref(3)?]);
        let (kind, name, short) = (lossy(row, 1)?, lossy(row, 2)?, lossy(row, 5)?);
        let folded = lossy(row, 6)?;
        let expected = match row.get::<_, Option<Uuid>>(7) {
            Ok(Some(target)) => target.to_string(),
            _ => fold(&name),
        };
        if i64::from(hasher.finalize()) != row.get::<_, i64>(4)? {
            damaged.push((Area::Link, short, kind, name));
        } else if folded != expected {
            damaged.push((Area::Derived, short, kind, name));
        }
    }
    for (area, short, kind, name) in damaged {
        let short = lookup::shown(connection, &short)?;
        let name = if name.is_empty() { name } else { format!(": {name}") };
        let what = if area == Area::Link { "is damaged" } else { "cannot be found by its name" };
        let text = format!("a {kind} of {short} {what}{name}");
        found.add(Finding::wrong(area, text, FIX).about(short));
    }
    Ok(())
}

/// Checks the batches of the history and their changes.
pub(super) fn check_history(connection: &Connection, found: &mut Found) -> Result<()> {
    checksum::each_batch(connection, |_, short, sums| {
        if !sums.agree() {
            let short: String = short.chars().take(BATCH_SHOWN).collect();
            let text = format!("the history is damaged: batch {short}");
            found.add(Finding::wrong(Area::History, text, FIX).about(short));
        }
        Ok(())
    })?;
    let mut statement = connection.prepare("SELECT uuid, short FROM batch ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let short = lossy(row, 1)?;
        if row.get::<_, Uuid>(0).is_ok_and(|uuid| short_id(uuid) != short) {
            let text = format!("the id of a batch of the history is damaged: {short}");
            found.add(Finding::wrong(Area::History, text, FIX).about(short));
        }
    }
    let orphans: i64 = connection.query_row(
        "SELECT count(*) FROM change WHERE batch NOT IN (SELECT id FROM batch)",
        [],
        |row| row.get(0),
    )?;
    if orphans > 0 {
        let count =
            crate::text::counted(usize::try_from(orphans).unwrap_or(0), "change belongs", "changes belong");
        found.add(Finding::wrong(Area::History, format!("{count} to no batch"), RECOVER));
    }
    Ok(())
}
