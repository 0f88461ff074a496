//! Reads the values of records from the history.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::{FieldInfo, FieldType, Kind};
use crate::store::Result;
use crate::store::checksum::{self, lossy};
use crate::store::raw::Raw;

/// The columns of a row as the history has them.
pub(in crate::store) type Columns = BTreeMap<String, Raw>;

/// Returns the columns of a record after its last change in the history; `None` if the history does not have the record.
/// Columns that the history does not contain are missing.
pub(in crate::store) fn columns_of(connection: &Connection, id: i64, kind: Kind) -> Result<Option<Columns>> {
    let mut statement =
        connection.prepare_cached("SELECT field, after FROM change WHERE record = ?1 ORDER BY id")?;
    let mut rows = statement.query([id])?;
    let mut out = None;
    while let Some(row) = rows.next()? {
        let after = Raw::read(row.get_ref(1)?);
        let field = lossy(row, 0)?;
        if field.is_empty() {
            out = after.as_text().map(|text| inserted(connection, kind, text)).transpose()?.or(out);
        } else if let Some(columns) = &mut out
            && is_column(kind, &field)
        {
            let value = stored(connection, kind, &field, after)?;
            columns.insert(field, value);
        }
    }
    if let Some(columns) = &mut out {
        columns.entry("deleted_at".into()).or_insert(Raw::Null);
    }
    Ok(out)
}

/// Returns the values that the columns of a kind have if the history does not contain them: their defaults, or null.
pub(in crate::store) fn defaults_of(connection: &Connection, kind: Kind) -> Result<Columns> {
    let defaults = checksum::defaults(connection, kind)?;
    let value = |name: &str| {
        let default = defaults.iter().find(|(each, _)| each == name);
        default.map_or(Raw::Null, |(_, cell)| Raw::from(cell))
    };
    Ok(kind.info().columns().map(|field| (field.column.to_owned(), value(field.column))).collect())
}

/// Returns the times of the first and the last change of a record.
pub(in crate::store) fn times_of(connection: &Connection, id: i64) -> Result<Option<(String, String)>> {
    let sql =
        "SELECT min(batch.at), max(batch.at) FROM change JOIN batch ON batch.id = batch WHERE record = ?1";
    let found = connection.query_row(sql, [id], |row| {
        Ok(row.get::<_, Option<String>>(0)?.zip(row.get::<_, Option<String>>(1)?))
    })?;
    Ok(found)
}

/// Returns `true` for a field whose value in the history is that of the column. The text of a project's position became
/// a record when the journal was upgraded, which is not in the history.
fn is_column(kind: Kind, field: &str) -> bool {
    field == "deleted_at"
        || kind.info().by_column(field).is_some() && (kind, field) != (Kind::Project, "position")
}

/// Returns the columns of a new record from the JSON of its fields.
fn inserted(connection: &Connection, kind: Kind, json: &str) -> Result<Columns> {
    let fields = fields_of(json);
    let mut out = Columns::new();
    for field in kind.info().columns().filter(|field| is_column(kind, field.column)) {
        if let Some(value) = fields.get(field.column) {
            out.insert(field.column.to_owned(), of_json(connection, field, value)?);
        }
    }
    Ok(out)
}

/// Parses the fields of a new record. Of a text whose end is lost, the last field is cut.
pub(in crate::store) fn fields_of(json: &str) -> serde_json::Map<String, Value> {
    let cut = || serde_json::from_str(&format!("{}\"}}", json.trim_end_matches('\\')));
    serde_json::from_str(json).or_else(|_| cut()).unwrap_or_default()
}

fn of_json(connection: &Connection, field: &FieldInfo, value: &Value) -> Result<Raw> {
    Ok(match (field.ty, value) {
        (FieldType::Ref(_), Value::String(text)) => match Uuid::parse_str(text) {
            Ok(id) => row_of(connection, id)?,
            Err(_) => Raw::Null,
        },
        (_, Value::String(text)) => Raw::Text(text.clone().into_bytes()),
        (FieldType::Real, Value::Number(number)) => Raw::Real(number.as_f64().unwrap_or_default()),
        (_, Value::Number(number)) => match number.as_i64() {
            Some(number) => Raw::Int(number),
            None => Raw::Real(number.as_f64().unwrap_or_default()),
        },
        _ => Raw::Null,
    })
}

/// Returns a value of the history as its column stores it: a reference as a row.
fn stored(connection: &Connection, kind: Kind, field: &str, value: Raw) -> Result<Raw> {
    let is_reference =
        kind.info().by_column(field).is_some_and(|field| matches!(field.ty, FieldType::Ref(_)));
    match value.as_uuid() {
        Some(id) if is_reference => row_of(connection, id),
        _ => Ok(value),
    }
}

fn row_of(connection: &Connection, id: Uuid) -> Result<Raw> {
    let mut statement = connection.prepare_cached("SELECT id FROM record WHERE uuid = ?1")?;
    Ok(statement.query_row(params![id], |row| row.get(0)).optional()?.map_or(Raw::Null, Raw::Int))
}

/// Returns the links of a record after its last change in the history: their kinds, and their names or target rows.
pub(super) fn links_of(connection: &Connection, id: i64) -> Result<Vec<(String, Raw, Raw)>> {
    let mut statement = connection.prepare_cached(
        "SELECT field, before, after FROM change WHERE record = ?1 AND field GLOB 'link:*' ORDER BY id",
    )?;
    let mut rows = statement.query([id])?;
    let mut out: Vec<(String, Raw)> = Vec::new();
    while let Some(row) = rows.next()? {
        let field = lossy(row, 0)?;
        let kind = field.trim_start_matches("link:").to_owned();
        let (before, after) = (Raw::read(row.get_ref(1)?), Raw::read(row.get_ref(2)?));
        out.retain(|link| *link != (kind.clone(), before.clone()));
        if after != Raw::Null && !out.contains(&(kind.clone(), after.clone())) {
            out.push((kind, after));
        }
    }
    let mut links = Vec::with_capacity(out.len());
    for (kind, value) in out {
        links.push(match value.as_uuid() {
            Some(id) => (kind, Raw::Null, row_of(connection, id)?),
            None => (kind, value, Raw::Null),
        });
    }
    Ok(links)
}
