//! Columns that are computed from a row (sort keys, folded names), and its entry in the search index.

use rusqlite::{Connection, params};

use super::Result;
use super::batch::Touch;
use super::segment::segmented;
use super::table::{Cell, Table};
use crate::domain::date::day_number;
use crate::domain::{Kind, PartialDate, When, fold};

/// How many bits of a place in the search index are the record's row.
pub(super) const PLACE_BITS: i64 = 34;

/// Columns that follow from the others. `fields` are all of the record's.
pub(super) fn columns<N: AsRef<str>>(
    kind: Kind,
    fields: &[(N, Cell)],
    logged_at: &str,
) -> Vec<(&'static str, Cell)> {
    let find = |name: &str| fields.iter().find(|(each, _)| each.as_ref() == name).map(|(_, cell)| cell);
    let text = |name: &str| find(name).and_then(Cell::as_text).unwrap_or("");
    let mut out = Vec::new();
    match kind {
        Kind::Win => {
            let when = When::from_iso(text("happened")).unwrap_or(When::year(1));
            out.push(("sort_key", Cell::Int(when.sort_key())));
            out.push(("first_day", Cell::Int(day_number(when.end.unwrap_or(when.start).first_day()))));
            out.push(("last_day", Cell::Int(day_number(when.last_day()))));
        }
        Kind::Project => {
            let dated = [text("end"), text("start"), logged_at.get(..10).unwrap_or("")]
                .into_iter()
                .find_map(PartialDate::from_iso);
            let key = dated.map_or(0, |start| When { start, end: None }.sort_key());
            out.push(("folded", Cell::Text(fold(text("name")))));
            out.push(("sort_key", Cell::Int(key)));
        }
        Kind::Goal => {
            let year = find("year").and_then(Cell::as_int).and_then(|year| i32::try_from(year).ok());
            let key = year.map_or(0, |year| When::year(year).sort_key());
            out.push(("folded", Cell::Text(fold(text("title")))));
            out.push(("sort_key", Cell::Int(key)));
        }
        Kind::Reading => {
            let dated = [text("finished"), text("started"), logged_at.get(..10).unwrap_or("")]
                .into_iter()
                .find_map(PartialDate::from_iso);
            let key = dated.map_or(0, |start| When { start, end: None }.sort_key());
            out.push(("folded", Cell::Text(fold(text("title")))));
            out.push(("sort_key", Cell::Int(key)));
        }
        Kind::Metric => {
            let logged = logged_at.get(..10).and_then(When::from_iso).map_or(0, When::sort_key);
            out.push(("folded", Cell::Text(fold(text("name")))));
            out.push(("sort_key", Cell::Int(logged)));
        }
        Kind::Skill | Kind::Alias => out.push(("folded", Cell::Text(fold(text("name"))))),
        Kind::Value | Kind::Figure | Kind::FollowUp | Kind::Milestone | Kind::CheckIn | Kind::Curation => {}
    }
    out
}

/// The fields of a stored row, as its columns hold them.
pub(super) fn stored_fields(
    connection: &Connection,
    id: i64,
    kind: Kind,
) -> Result<Vec<(&'static str, Cell)>> {
    let table = Table::of(kind);
    let names: Vec<String> = table.fields.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), table.name);
    Ok(connection.prepare_cached(&sql)?.query_row([id], |row| {
        table
            .fields
            .iter()
            .enumerate()
            .map(|(at, (name, _))| Ok((*name, Cell::read(row.get_ref(at)?))))
            .collect()
    })?)
}

/// Works a row's derived columns and its search text out again.
pub(super) fn refresh(connection: &Connection, id: i64, kind: Kind, touch: Touch, at: &str) -> Result<()> {
    let found = matches!(kind, Kind::Win | Kind::Project | Kind::Goal | Kind::Metric | Kind::Reading);
    if touch == Touch::New && !found {
        return Ok(());
    }
    let table = Table::of(kind);
    let fields = stored_fields(connection, id, kind)?;
    let (logged_at, live): (String, bool) = connection
        .prepare_cached(&format!("SELECT logged_at, deleted_at IS NULL FROM {} WHERE id = ?1", table.name))?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut columns = columns(kind, &fields, &logged_at);
    if kind == Kind::Metric {
        let latest: Option<String> = connection
            .prepare_cached("SELECT max(day) FROM value WHERE metric = ?1 AND deleted_at IS NULL")?
            .query_row([id], |row| row.get(0))?;
        if let (Some(when), Some(column)) = (
            latest.as_deref().and_then(PartialDate::from_iso).map(|date| When::day(date.first_day())),
            columns.iter_mut().find(|(name, _)| *name == "sort_key"),
        ) {
            column.1 = Cell::Int(when.sort_key());
        }
    }
    let sort_key = columns.iter().find(|(name, _)| *name == "sort_key").and_then(|(_, cell)| cell.as_int());
    if touch != Touch::New {
        if touch == Touch::Changed {
            columns.push(("updated_at", at.into()));
        }
        let sets: Vec<String> =
            columns.iter().enumerate().map(|(at, (name, _))| format!("\"{name}\" = ?{}", at + 1)).collect();
        let sql = format!("UPDATE {} SET {} WHERE id = ?{}", table.name, sets.join(", "), columns.len() + 1);
        columns.push(("id", Cell::Int(id)));
        if columns.len() > 1 {
            connection
                .prepare_cached(&sql)?
                .execute(rusqlite::params_from_iter(columns.iter().map(|(_, cell)| cell)))?;
        }
        super::checksum::store_of_row(connection, id, kind)?;
    }
    let Some(sort_key) = sort_key else { return Ok(()) };
    let body = body(connection, id, kind, &fields)?;
    connection
        .prepare_cached(
            "INSERT INTO search (record, place, body, live) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (record) DO UPDATE SET place = ?2, body = ?3, live = ?4
             WHERE place <> ?2 OR body <> ?3 OR live <> ?4",
        )?
        .execute(params![id, (sort_key << PLACE_BITS) | id, body, live])?;
    Ok(())
}

/// What a record is not found by.
const INTERNAL: [&str; 16] = [
    "source",
    "status",
    "visibility",
    "happened",
    "start",
    "end",
    "better",
    "target",
    "unit",
    "measure",
    "ended_on",
    "begun",
    "medium",
    "started",
    "finished",
    "progress",
];

/// Everything a record can be found by, cut into words.
fn body(connection: &Connection, id: i64, kind: Kind, fields: &[(&'static str, Cell)]) -> Result<String> {
    let mut text = String::new();
    let mut add = |part: &str| {
        if !part.is_empty() {
            text.push_str(part);
            text.push('\n');
        }
    };
    for (name, cell) in fields {
        let internal = INTERNAL.contains(name);
        if let (Cell::Text(part), false) = (cell, internal) {
            add(part);
        }
        if let ("project", Cell::Int(project)) = (*name, cell) {
            let project: String = connection
                .prepare_cached("SELECT name FROM project WHERE id = ?1")?
                .query_row([project], |row| row.get(0))?;
            add(&project);
        }
    }
    let mut links = connection.prepare_cached(
        "SELECT name FROM link WHERE owner = ?1 AND name IS NOT NULL
         UNION ALL SELECT goal.title FROM link JOIN goal ON goal.id = link.target
         WHERE owner = ?1 AND goal.deleted_at IS NULL",
    )?;
    let mut rows = links.query([id])?;
    while let Some(row) = rows.next()? {
        add(row.get_ref(0)?.as_str().unwrap_or(""));
    }
    if kind == Kind::Win {
        let mut figures = connection.prepare_cached(
            "SELECT name, coalesce(\"before\", ''), \"after\" FROM figure WHERE win = ?1 AND deleted_at IS NULL",
        )?;
        let mut rows = figures.query([id])?;
        while let Some(row) = rows.next()? {
            for at in 0..3 {
                add(row.get_ref(at)?.as_str().unwrap_or(""));
            }
        }
    }
    if kind == Kind::Goal {
        let mut parts = connection.prepare_cached(
            "SELECT title FROM milestone WHERE goal = ?1 AND deleted_at IS NULL
             UNION ALL SELECT note FROM check_in WHERE goal = ?1 AND deleted_at IS NULL",
        )?;
        let mut rows = parts.query([id])?;
        while let Some(row) = rows.next()? {
            add(row.get_ref(0)?.as_str().unwrap_or(""));
        }
    }
    if matches!(kind, Kind::Win | Kind::Project) {
        let mut outcomes = connection.prepare_cached(
            "SELECT outcome FROM follow_up WHERE about = ?1 AND deleted_at IS NULL AND outcome <> ''",
        )?;
        let mut rows = outcomes.query([id])?;
        while let Some(row) = rows.next()? {
            add(row.get_ref(0)?.as_str().unwrap_or(""));
        }
    }
    Ok(segmented(&text))
}
