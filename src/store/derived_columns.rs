//! Computes the derived columns of a row (sort keys, folded names), and its entry in the search index.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::Result;
use super::cell::Cell;
use super::tokenize::segmented;
use crate::domain::date::day_number;
use crate::domain::{DateRange, FieldType, Kind, KindInfo, Names, PartialDate, fold};

/// The parts of a record that the commit computes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dirty {
    /// Only the search text: the columns of a new record are right from the start.
    New,
    /// Only the derived columns and the search text: the checksum stays as it was written.
    Rebuilt,
    /// Everything, including the checksum.
    Changed,
}

/// The number of low bits of a rowid of the search index that contain the row of the record; the bits above
/// contain its sort key.
pub(super) const PLACE_BITS: i64 = 34;

/// Returns the derived columns of a record; `fields` are all its fields.
pub(super) fn columns<N: AsRef<str>>(
    kind: Kind,
    fields: &[(N, Cell)],
    logged_at: &str,
) -> Vec<(&'static str, Cell)> {
    let info = kind.info();
    let find = |name: &str| fields.iter().find(|(each, _)| each.as_ref() == name).map(|(_, cell)| cell);
    let text = |name: &str| find(name).and_then(Cell::as_text).unwrap_or("");
    let mut out = Vec::new();
    if info.names != Names::None {
        out.push(("folded", Cell::Text(fold(text(info.title[0])))));
    }
    if info.found {
        let dated = info.dates.iter().find_map(|column| find(column).and_then(date_of));
        // A record with a date range, such as a win, precedes all others if it has no date. Any other record
        // without a date is dated by the day on which it was logged.
        let happened = info
            .dates
            .iter()
            .any(|column| info.by_column(column).is_some_and(|it| it.ty == FieldType::DateRange));
        let when = dated.or_else(|| DateRange::from_iso(logged_at.get(..10)?).filter(|_| !happened));
        out.push(("sort_key", Cell::Int(when.map_or(0, DateRange::sort_key))));
        if happened {
            let day =
                |date: fn(DateRange) -> NaiveDate| Cell::Int(when.map_or(0, |when| day_number(date(when))));
            out.push(("first_day", day(|when| when.last().first_day())));
            out.push(("last_day", day(DateRange::last_day)));
        }
    }
    out
}

/// Parses the date in a cell: ISO 8601 text, or a year as a number.
fn date_of(cell: &Cell) -> Option<DateRange> {
    match cell {
        Cell::Text(text) => DateRange::from_iso(text),
        Cell::Int(year) => i32::try_from(*year).ok().map(DateRange::year),
        _ => None,
    }
}

/// Returns the fields of a stored row, as its columns contain them.
pub(super) fn stored_fields(
    connection: &Connection,
    id: i64,
    kind: Kind,
) -> Result<Vec<(&'static str, Cell)>> {
    let columns = || kind.info().columns().map(|field| field.column);
    let names: Vec<String> = columns().map(|name| format!("\"{name}\"")).collect();
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), kind.table());
    Ok(connection.prepare_cached(&sql)?.query_row([id], |row| {
        columns().enumerate().map(|(at, name)| Ok((name, Cell::read(row.get_ref(at)?)))).collect()
    })?)
}

/// The number of records above which a batch is large for the search index.
pub(super) const LARGE: usize = 1000;

/// The memory, in bytes, in which FTS5 collects rows before it writes them: by default, and for a large
/// batch.
const HASH_SIZE: (i64, i64) = (1 << 20, 16 << 20);

/// The number of segments of the index that FTS5 merges, by default.
const AUTO_MERGE: i64 = 4;

/// The percentage of deleted rows from which FTS5 merges a segment, by default.
const DELETE_MERGE: i64 = 10;

/// Configures the search index for a large batch: it collects more rows before it writes them, and merges no
/// segments, because the same segments would be merged again and again while most rows change.
pub(super) fn begin_large_update(connection: &Connection) -> Result<()> {
    configure(connection, [("hashsize", HASH_SIZE.1), ("automerge", 0), ("deletemerge", 0)])
}

/// Restores the default configuration of the search index, which then merges its segments gradually, with
/// later batches.
pub(super) fn end_large_update(connection: &Connection) -> Result<()> {
    configure(
        connection,
        [("hashsize", HASH_SIZE.0), ("automerge", AUTO_MERGE), ("deletemerge", DELETE_MERGE)],
    )
}

fn configure(connection: &Connection, options: [(&str, i64); 3]) -> Result<()> {
    let mut statement =
        connection.prepare_cached("INSERT INTO search_index (search_index, rank) VALUES (?1, ?2)")?;
    for (name, value) in options {
        statement.execute(params![name, value])?;
    }
    Ok(())
}

/// Returns the sort key of a record; 0 for a kind that is not in the search index.
pub(super) fn sort_key(connection: &Connection, id: i64, kind: Kind) -> Result<i64> {
    if !kind.info().found {
        return Ok(0);
    }
    let sql = format!("SELECT sort_key FROM {} WHERE id = ?1", kind.table());
    Ok(connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0))?)
}

/// The derived data of a row, as it follows from the row, its links and its parts.
struct Derived {
    columns: Vec<(&'static str, Cell)>,
    /// The entry in the search index; `None` for a kind that is not in it.
    searched: Option<Searched>,
}

impl Derived {
    fn of(connection: &Connection, id: i64, kind: Kind) -> Result<Self> {
        let fields = stored_fields(connection, id, kind)?;
        let (logged_at, live): (String, bool) = connection
            .prepare_cached(&format!(
                "SELECT logged_at, deleted_at IS NULL FROM {} WHERE id = ?1",
                kind.table()
            ))?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut columns = columns(kind, &fields, &logged_at);
        if kind == Kind::Metric {
            let latest: Option<String> = connection
                .prepare_cached("SELECT max(day) FROM value WHERE metric = ?1 AND deleted_at IS NULL")?
                .query_row([id], |row| row.get(0))?;
            if let (Some(when), Some(column)) = (
                latest
                    .as_deref()
                    .and_then(PartialDate::from_iso)
                    .map(|date| DateRange::day(date.first_day())),
                columns.iter_mut().find(|(name, _)| *name == "sort_key"),
            ) {
                column.1 = Cell::Int(when.sort_key());
            }
        }
        let sort_key =
            columns.iter().find(|(name, _)| *name == "sort_key").and_then(|(_, cell)| cell.as_int());
        let searched = match sort_key {
            Some(sort_key) => Some(Searched {
                place: (sort_key << PLACE_BITS) | id,
                body: body(connection, id, kind, &fields)?,
                live,
            }),
            None => None,
        };
        Ok(Self { columns, searched })
    }
}

/// Computes the derived columns and the search text of a row again.
pub(super) fn refresh(connection: &Connection, id: i64, kind: Kind, part: Dirty) -> Result<()> {
    if part == Dirty::New && !kind.info().found {
        return Ok(());
    }
    let Derived { mut columns, searched } = Derived::of(connection, id, kind)?;
    // The columns of a new record are right, except for the sort key of a metric, whose values were inserted
    // later.
    if part != Dirty::New || kind == Kind::Metric {
        let sets: Vec<String> =
            columns.iter().enumerate().map(|(at, (name, _))| format!("\"{name}\" = ?{}", at + 1)).collect();
        let sql =
            format!("UPDATE {} SET {} WHERE id = ?{}", kind.table(), sets.join(", "), columns.len() + 1);
        columns.push(("id", Cell::Int(id)));
        if columns.len() > 1 {
            connection
                .prepare_cached(&sql)?
                .execute(rusqlite::params_from_iter(columns.iter().map(|(_, cell)| cell)))?;
        }
        if part != Dirty::Rebuilt {
            super::checksum::store_of_row(connection, id, kind)?;
        }
    }
    searched.map_or(Ok(()), |searched| searched.keep(connection, id))
}

/// Returns `true` if the stored derived columns of a row are the computed ones.
pub(super) fn are_right(connection: &Connection, id: i64, kind: Kind) -> Result<bool> {
    let computed = Derived::of(connection, id, kind)?.columns;
    if computed.is_empty() {
        return Ok(true);
    }
    let names: Vec<String> = computed.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), kind.table());
    Ok(connection.prepare_cached(&sql)?.query_row([id], |row| {
        for (at, (_, cell)) in computed.iter().enumerate() {
            if row.get_ref(at)? != cell.as_value() {
                return Ok(false);
            }
        }
        Ok(true)
    })?)
}

/// Returns `true` if the stored text of a record in the search index is the computed one.
pub(super) fn is_searched_rightly(connection: &Connection, id: i64, kind: Kind) -> Result<bool> {
    let computed = Derived::of(connection, id, kind)?.searched;
    Ok(Searched::stored(connection, id)? == computed)
}

/// The entry of a record in the search index.
#[derive(Debug, PartialEq)]
struct Searched {
    /// The rowid in the index, in the order of the timeline.
    place: i64,
    /// The words by which the record is found, separated by spaces.
    body: String,
    /// `false` for a deleted record.
    live: bool,
}

impl Searched {
    /// Returns the stored entry of a record.
    fn stored(connection: &Connection, id: i64) -> Result<Option<Self>> {
        Ok(connection
            .prepare_cached("SELECT place, body, live FROM search WHERE record = ?1")?
            .query_row([id], |row| {
                Ok(Self { place: row.get("place")?, body: row.get("body")?, live: row.get("live")? })
            })
            .optional()?)
    }

    /// Writes the entry if it differs from the stored entry. Each statement writes one row and has no
    /// trigger: for any other statement SQLite opens a savepoint, and the index would be written to disk each
    /// time.
    fn keep(&self, connection: &Connection, id: i64) -> Result<()> {
        let before = Self::stored(connection, id)?;
        if before.as_ref() == Some(self) {
            return Ok(());
        }
        let (insert, update) = (
            "INSERT INTO search (place, body, live, record) VALUES (?1, ?2, ?3, ?4)",
            "UPDATE search SET place = ?1, body = ?2, live = ?3 WHERE record = ?4",
        );
        connection
            .prepare_cached(if before.is_some() { update } else { insert })?
            .execute(params![self.place, self.body, self.live, id])?;
        if let Some(before) = before.filter(|before| before.live) {
            connection
                .prepare_cached("DELETE FROM search_index WHERE rowid = ?1")?
                .execute([before.place])?;
        }
        if self.live {
            connection
                .prepare_cached("INSERT INTO search_index (rowid, body) VALUES (?1, ?2)")?
                .execute(params![self.place, self.body])?;
        }
        Ok(())
    }
}

/// Returns the words by which a record is found, from its own texts, the names of the records and labels that
/// it refers and links to, and the texts of its parts.
fn body(connection: &Connection, id: i64, kind: Kind, fields: &[(&'static str, Cell)]) -> Result<String> {
    let info = kind.info();
    let mut text = String::new();
    let mut add = |part: &str| {
        if !part.is_empty() {
            text.push_str(part);
            text.push('\n');
        }
    };
    for (name, cell) in fields {
        let Some(field) = info.by_column(name).filter(|field| field.search) else { continue };
        match (cell, field.ty) {
            (Cell::Text(part), _) => add(part),
            (Cell::Int(row), FieldType::Ref(&[target])) => {
                add(&super::lookup::title_of(connection, *row, target)?.0);
            }
            _ => {}
        }
    }
    let mut links = connection.prepare_cached(
        "SELECT link.kind, name, target, record.kind FROM link LEFT JOIN record ON record.id = target
         WHERE owner = ?1 ORDER BY target IS NOT NULL, link.id",
    )?;
    let mut rows = links.query([id])?;
    while let Some(row) = rows.next()? {
        let link = row.get_ref(0)?.as_str().unwrap_or("");
        let known = info.fields.iter().find(|field| field.ty.is_link() && field.column == link);
        if known.is_some_and(|field| !field.search) {
            continue;
        }
        if let Ok(name) = row.get_ref(1)?.as_str() {
            add(name);
        } else if let Some(target) = row.get::<_, Option<String>>(3)?.as_deref().and_then(Kind::from_word) {
            let (title, gone) = super::lookup::title_of(connection, row.get(2)?, target)?;
            if !gone {
                add(&title);
            }
        }
    }
    for part in texts_of_parts(connection, id, info)? {
        add(&part);
    }
    Ok(segmented(&text))
}

/// Returns the texts of the parts of a record by which the record is found.
fn texts_of_parts(connection: &Connection, id: i64, info: &KindInfo) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for (child, owner) in info.children() {
        let columns: Vec<String> = child
            .columns()
            .filter(|field| field.search && field.ty == FieldType::Text)
            .map(|field| format!("coalesce(\"{}\", '')", field.column))
            .collect();
        if columns.is_empty() {
            continue;
        }
        let sql = format!(
            "SELECT {} FROM {} WHERE \"{owner}\" = ?1 AND deleted_at IS NULL",
            columns.join(", "),
            child.kind.table()
        );
        let mut parts = connection.prepare_cached(&sql)?;
        let mut rows = parts.query([id])?;
        while let Some(row) = rows.next()? {
            for at in 0..columns.len() {
                out.push(row.get_ref(at)?.as_str().unwrap_or("").to_owned());
            }
        }
    }
    Ok(out)
}
