//! Loads records of every kind, by the descriptions of their fields.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Params};
use uuid::Uuid;

use super::Result;
use super::cell::Cell;
use super::columns::instant;
use crate::domain::id::Identity as _;
use crate::domain::{
    Field, FieldInfo, FieldType, Kind, Meta, NamedRef, Record, RecordId, Stored, Unreadable, Value,
};

/// The number of columns before the fields in the query of [`load`].
const OWN: usize = 4;

/// Returns the records that match `condition`, SQL on the table `t` that may end with `ORDER BY`, each with
/// its row.
pub(super) fn load<T: Record>(
    connection: &Connection,
    condition: &str,
    values: impl Params,
) -> Result<Vec<(i64, Stored<T>)>> {
    let columns: Vec<&'static Field<T>> =
        T::FIELDS.iter().filter(|field| field.info.ty.is_column()).collect();
    let names: String = columns.iter().map(|field| selected(&field.info)).collect();
    let table = T::KIND.table();
    let sql = format!(
        "SELECT t.id, mine.uuid, t.logged_at, t.updated_at{names}
             FROM {table} t JOIN record mine ON mine.id = t.id WHERE {condition}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(values)?;
    let mut out: Vec<(i64, Stored<T>)> = Vec::new();
    let mut references: Vec<(usize, &'static Field<T>, i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let mut body = T::default();
        for (at, field) in columns.iter().enumerate() {
            let cell = row.get_ref(OWN + at)?;
            match (field.info.ty, cell) {
                (FieldType::Ref(_), ValueRef::Integer(target)) => {
                    references.push((out.len(), *field, target));
                }
                _ => take(&mut body, field, cell),
            }
        }
        let meta = Meta { logged_at: instant(row, 2)?, updated_at: instant(row, 3)?, revision: 0 };
        out.push((row.get(0)?, Stored { id: T::Id::from_uuid(row.get(1)?), meta, body }));
    }
    add_references(connection, &mut out, &references)?;
    add_links(connection, &mut out)?;
    Ok(out)
}

/// Returns the SQL expression for a field; an unnamed reference is read as its UUID.
fn selected(info: &FieldInfo) -> String {
    let column = info.column;
    if matches!(info.ty, FieldType::Ref(_)) && !info.named {
        return format!(", (SELECT uuid FROM record WHERE record.id = t.\"{column}\")");
    }
    format!(", t.\"{column}\"")
}

fn add_references<T: Record>(
    connection: &Connection,
    records: &mut [(i64, Stored<T>)],
    references: &[(usize, &'static Field<T>, i64)],
) -> Result<()> {
    let targets: HashSet<i64> = references.iter().map(|(.., target)| *target).collect();
    let names = named(connection, &targets)?;
    for (at, field, target) in references {
        if let Some((named, _)) = names.get(target) {
            // Every reference can be parsed.
            let _ = (field.set)(&mut records[*at].1.body, Value::Ref(named.clone()));
        }
    }
    Ok(())
}

/// Loads the links of all records, to names and to other records, in one query.
fn add_links<T: Record>(connection: &Connection, records: &mut [(i64, Stored<T>)]) -> Result<()> {
    let fields: Vec<&'static Field<T>> = T::FIELDS.iter().filter(|field| field.info.ty.is_link()).collect();
    if fields.is_empty() || records.is_empty() {
        return Ok(());
    }
    let place: HashMap<i64, usize> = records.iter().enumerate().map(|(at, (row, _))| (*row, at)).collect();
    let wanted = json_rows(records.iter().map(|(row, _)| *row));
    let mut statement = connection.prepare_cached(
        "SELECT owner, kind, name, target FROM link
             WHERE owner IN (SELECT value FROM json_each(?1)) ORDER BY id",
    )?;
    let mut rows = statement.query([wanted])?;
    let mut found: Vec<(usize, usize, std::result::Result<String, i64>)> = Vec::new();
    let mut targets = HashSet::new();
    while let Some(row) = rows.next()? {
        let kind = row.get_ref(1)?.as_str().unwrap_or("");
        let Some(field) = fields.iter().position(|field| field.info.column == kind) else { continue };
        let Some(at) = place.get(&row.get(0)?) else { continue };
        let link = match (row.get(2)?, row.get(3)?) {
            (Some(name), _) => Ok(name),
            (None, Some(target)) => {
                targets.insert(target);
                Err(target)
            }
            (None, None) => continue,
        };
        found.push((*at, field, link));
    }
    let names = named(connection, &targets)?;
    let mut all: HashMap<(usize, usize), Links> = HashMap::new();
    for (at, field, link) in found {
        let Links { texts, refs } = all.entry((at, field)).or_default();
        match link {
            Ok(name) => texts.push(name),
            Err(target) => {
                refs.extend(names.get(&target).filter(|(_, gone)| !gone).map(|(named, _)| named.clone()));
            }
        }
    }
    for ((at, field), Links { texts, refs }) in all {
        let field = fields[field];
        let raw = texts.join(", ");
        let value = match field.info.ty {
            FieldType::Refs(_) => Value::Refs(refs),
            _ => Value::Names(Cow::Owned(texts)),
        };
        let body = &mut records[at].1.body;
        if (field.set)(body, value) == Err(Unreadable) {
            body.unread_mut().keep(field.info.name, raw);
        }
    }
    Ok(())
}

/// Returns the id and name of each row, and `true` if it is deleted, with one query for each kind.
fn named(connection: &Connection, rows: &HashSet<i64>) -> Result<HashMap<i64, (NamedRef<RecordId>, bool)>> {
    let mut out = HashMap::new();
    if rows.is_empty() {
        return Ok(out);
    }
    let wanted = json_rows(rows.iter().copied());
    let mut kinds: HashSet<Kind> = HashSet::new();
    let mut statement = connection
        .prepare_cached("SELECT DISTINCT kind FROM record WHERE id IN (SELECT value FROM json_each(?1))")?;
    let words = statement.query_map([&wanted], |row| row.get::<_, String>(0))?;
    for word in words {
        kinds.extend(Kind::from_word(&word?));
    }
    for kind in kinds {
        let sql = format!(
            "SELECT t.id, record.uuid, {}, t.deleted_at IS NOT NULL FROM {} t JOIN record USING (id)
                 WHERE t.id IN (SELECT value FROM json_each(?1))",
            super::lookup::title_sql(kind),
            kind.table()
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut found = statement.query([&wanted])?;
        while let Some(row) = found.next()? {
            let named = NamedRef { id: RecordId(row.get::<_, Uuid>(1)?), name: row.get(2)? };
            out.insert(row.get(0)?, (named, row.get(3)?));
        }
    }
    Ok(out)
}

/// The links of a field of a record.
#[derive(Debug, Default)]
struct Links {
    texts: Vec<String>,
    refs: Vec<NamedRef<RecordId>>,
}

/// Sets a field of a body from a stored value; a value that cannot be parsed is added to `unread`.
fn take<T: Record>(body: &mut T, field: &'static Field<T>, cell: ValueRef<'_>) {
    let value = match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text)),
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Blob(bytes) => match Uuid::from_slice(bytes) {
            Ok(id) => Value::Ref(NamedRef { id: RecordId(id), name: String::new() }),
            Err(_) => return,
        },
    };
    if (field.set)(body, value) == Err(Unreadable) {
        let text = match Cell::read(cell) {
            Cell::Text(text) => text,
            other => other.json().to_string(),
        };
        body.unread_mut().keep(field.info.name, text);
    }
}

/// Returns rows as a JSON array, for `json_each`.
pub(super) fn json_rows(rows: impl Iterator<Item = i64>) -> String {
    serde_json::Value::from(rows.collect::<Vec<_>>()).to_string()
}
