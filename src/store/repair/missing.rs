//! Builds the rows of records that are lost from the history.

use rusqlite::{Connection, params_from_iter};

use super::{Repaired, past};
use crate::domain::Kind;
use crate::store::checksum;
use crate::store::columns::ids;
use crate::store::raw::Raw;
use crate::store::{Result, lookup};

/// Builds the lost rows of all records. A record that cannot be built is reported.
pub(super) fn repair(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    for kind in Kind::ALL.iter().copied() {
        let sql = format!(
            "SELECT id FROM record WHERE kind = '{}' AND id NOT IN (SELECT id FROM {}) ORDER BY id",
            kind.word(),
            kind.table()
        );
        for id in ids(connection, &sql)? {
            if !add_row(connection, id, kind, repaired)? {
                repaired.could_not(format!("a {kind} whose row is lost: the history does not have it"));
            }
        }
    }
    Ok(())
}

/// Adds the row of a record, with its fields from the history, unless it is there. Returns `false` if the history does not
/// have it.
pub(in crate::store) fn add_row(
    connection: &Connection,
    id: i64,
    kind: Kind,
    repaired: &mut Repaired,
) -> Result<bool> {
    let table = kind.table();
    let is_there = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)");
    if connection.query_row(&is_there, [id], |row| row.get(0))? {
        return Ok(true);
    }
    let (Some(mut columns), Some((first, last))) =
        (past::columns_of(connection, id, kind)?, past::times_of(connection, id)?)
    else {
        return Ok(false);
    };
    columns.insert("id".into(), Raw::Int(id));
    columns.insert("logged_at".into(), Raw::Text(first.into_bytes()));
    columns.insert("updated_at".into(), Raw::Text(last.into_bytes()));
    columns.insert("checksum".into(), Raw::Int(0));
    for derived in derived(connection, table)? {
        let is_text = derived == "folded";
        columns.insert(derived, if is_text { Raw::Text(Vec::new()) } else { Raw::Int(0) });
    }
    let names: Vec<String> = columns.keys().map(|name| format!("\"{name}\"")).collect();
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", "));
    if connection.prepare_cached(&sql)?.execute(params_from_iter(columns.values())).is_err() {
        return Ok(false);
    }
    checksum::store_of_row(connection, id, kind)?;
    let (title, short) = lookup::name_of(connection, id, kind)?;
    let title = crate::text::ellipsis(&title, 60);
    repaired.did(format!("the {kind} “{title}” ({short}): built from the history"));
    Ok(true)
}

/// Returns the derived columns of a table.
fn derived(connection: &Connection, table: &str) -> Result<Vec<String>> {
    let sql = "SELECT name FROM pragma_table_info(?1) WHERE name IN ('folded', 'sort_key', 'first_day', 'last_day')";
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

/// Removes a record of which nothing is left.
pub(in crate::store) fn drop_record(connection: &Connection, id: i64) -> Result<()> {
    connection.execute("DELETE FROM change WHERE record = ?1", [id])?;
    connection.execute("DELETE FROM record WHERE id = ?1", [id])?;
    Ok(())
}
