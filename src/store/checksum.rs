//! Computes the checksums of rows, links and batches, which detect a flipped bit in a text, a number or a
//! time.
//!
//! The checksum of a row covers the name, type and value of every column that is not null, empty or zero, in
//! the order of the names. A new column with such a default therefore changes no checksum. Derived columns
//! are not covered.

use std::collections::HashMap;
use std::sync::OnceLock;

use crc32fast::Hasher;
use rusqlite::{Connection, params};

use super::Result;
use super::cell::Cell;
use crate::domain::Kind;

/// The columns that a checksum does not cover: the row number, the checksum itself, and derived columns.
const DERIVED: [&str; 6] = ["id", "checksum", "folded", "sort_key", "first_day", "last_day"];

fn is_default(cell: &Cell) -> bool {
    match cell {
        Cell::Null => true,
        Cell::Text(text) => text.is_empty(),
        Cell::Int(number) => *number == 0,
        Cell::Real(number) => *number == 0.0,
        Cell::Ref(_) => false,
    }
}

/// Adds the type, the length and the bytes of a value to a checksum.
fn add(hasher: &mut Hasher, cell: &Cell) {
    let mut part = |kind: u8, bytes: &[u8]| {
        hasher.update(&[kind]);
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    match cell {
        Cell::Null => part(0, &[]),
        Cell::Text(text) => part(1, text.as_bytes()),
        Cell::Int(number) => part(2, &number.to_le_bytes()),
        Cell::Real(number) => part(3, &number.to_le_bytes()),
        Cell::Ref(id) => part(4, id.as_bytes()),
    }
}

/// Returns the checksum of a row with these columns; a missing column has its default.
pub(super) fn of_columns(columns: &[(&str, Cell)], defaults: &[(String, Cell)]) -> i64 {
    let given = |name: &str| columns.iter().any(|(each, _)| *each == name);
    let others = defaults.iter().filter(|(name, _)| !given(name)).map(|(name, cell)| (name.as_str(), cell));
    let own = columns.iter().map(|(name, cell)| (*name, cell));
    let mut all: Vec<(&str, &Cell)> = own.chain(others).collect();
    all.retain(|(name, cell)| !DERIVED.contains(name) && !is_default(cell));
    all.sort_unstable_by_key(|(name, _)| *name);
    let mut hasher = Hasher::new();
    for (name, cell) in all {
        hasher.update(name.as_bytes());
        add(&mut hasher, cell);
    }
    i64::from(hasher.finalize())
}

/// The stored and the computed checksum of a row or a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    pub stored: i64,
    pub computed: i64,
}

impl Sums {
    /// Returns `true` if the two checksums are equal.
    pub(super) fn agree(self) -> bool {
        self.stored == self.computed
    }
}

/// Returns the stored checksum of a row, and the checksum computed from its columns.
pub(super) fn of_row(connection: &Connection, id: i64, kind: Kind) -> Result<Sums> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT * FROM {} WHERE id = ?1", kind.table()))?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    Ok(statement.query_row([id], |row| {
        let mut columns = Vec::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            columns.push((name.as_str(), Cell::read(row.get_ref(at)?)));
        }
        Ok(Sums { stored: row.get("checksum")?, computed: of_columns(&columns, &[]) })
    })?)
}

/// Computes the checksum of a row from its columns, and stores it.
pub(super) fn store_of_row(connection: &Connection, id: i64, kind: Kind) -> Result<()> {
    let sums = of_row(connection, id, kind)?;
    if !sums.agree() {
        connection
            .prepare_cached(&format!("UPDATE {} SET checksum = ?1 WHERE id = ?2", kind.table()))?
            .execute(params![sums.computed, id])?;
    }
    Ok(())
}

/// Returns the columns of a table that have a default, with the default.
pub(super) fn defaults(connection: &Connection, kind: Kind) -> Result<&'static [(String, Cell)]> {
    // Every journal that this program writes has the same schema.
    static ALL: OnceLock<HashMap<&'static str, Vec<(String, Cell)>>> = OnceLock::new();
    if ALL.get().is_none() {
        let mut all = HashMap::new();
        for kind in Kind::ALL.iter().copied() {
            let name = kind.table();
            let mut statement = connection.prepare(&format!(
                "SELECT name, dflt_value FROM pragma_table_info('{name}') WHERE dflt_value IS NOT NULL"
            ))?;
            let rows =
                statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            let cells = rows.into_iter().map(|(name, literal)| (name, literal_cell(&literal)));
            all.insert(name, cells.collect());
        }
        let _ = ALL.set(all);
    }
    Ok(ALL.get().and_then(|all| all.get(kind.table())).map_or(&[], Vec::as_slice))
}

fn literal_cell(literal: &str) -> Cell {
    match literal.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(text) => Cell::Text(text.replace("''", "'")),
        None => literal.parse().map_or(Cell::Null, Cell::Int),
    }
}

/// Returns the checksum of a link.
pub(super) fn of_link(owner: i64, kind: &str, name: Option<&str>, target: Option<i64>) -> i64 {
    let mut hasher = Hasher::new();
    add(&mut hasher, &Cell::Int(owner));
    add(&mut hasher, &Cell::Text(kind.to_owned()));
    add(&mut hasher, &name.map_or(Cell::Null, Cell::from));
    add(&mut hasher, &target.map_or(Cell::Null, Cell::Int));
    i64::from(hasher.finalize())
}

/// The checksum of a batch and its changes, computed while they are written or read in order.
#[derive(Debug, Clone)]
pub(super) struct History(Hasher);

impl History {
    /// Begins with the batch's own row: UUID, kind, target, label, clock, device and time.
    pub(super) fn new(batch: &[Cell]) -> Self {
        let mut hasher = Hasher::new();
        for cell in batch {
            add(&mut hasher, cell);
        }
        Self(hasher)
    }

    pub(super) fn add(
        &mut self,
        record: i64,
        field: Option<&str>,
        before: &Cell,
        after: &Cell,
        seen: Option<i64>,
    ) {
        add(&mut self.0, &Cell::Int(record));
        add(&mut self.0, &field.map_or(Cell::Null, Cell::from));
        add(&mut self.0, before);
        add(&mut self.0, after);
        add(&mut self.0, &seen.map_or(Cell::Null, Cell::Int));
    }

    pub(super) fn finish(self) -> i64 {
        i64::from(self.0.finalize())
    }
}

/// Calls `each` with the row, the short id and the checksums of every batch. A batch without a stored
/// checksum counts as damaged.
pub(super) fn each_batch(
    connection: &Connection,
    mut each: impl FnMut(i64, String, Sums) -> Result<()>,
) -> Result<()> {
    let mut batches = connection.prepare(
        "SELECT id, short, checksum, uuid, kind, target, label, clock, device, at FROM batch ORDER BY id",
    )?;
    let mut changes = connection
        .prepare("SELECT record, field, before, after, seen FROM change WHERE batch = ?1 ORDER BY id")?;
    let mut rows = batches.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        let header: rusqlite::Result<Vec<Cell>> =
            (3..10).map(|at| Ok(Cell::read(row.get_ref(at)?))).collect();
        let mut history = History::new(&header?);
        let mut found = changes.query([id])?;
        while let Some(change) = found.next()? {
            let field: Option<String> = change.get(1)?;
            let (before, after) = (Cell::read(change.get_ref(2)?), Cell::read(change.get_ref(3)?));
            history.add(change.get(0)?, field.as_deref(), &before, &after, change.get(4)?);
        }
        let stored: Option<i64> = row.get("checksum")?;
        each(id, row.get("short")?, Sums { stored: stored.unwrap_or(-1), computed: history.finish() })?;
    }
    Ok(())
}

/// The first schema version whose journals have the checksums of this module.
pub(super) const SEALED_SINCE: i64 = 4;

/// Stores the checksums of all rows, links and batches of a journal of schema 1 to 3. A row whose old
/// checksum does not match gets a new one that does not match either, so that `doctor` still reports it.
pub(super) fn seal(connection: &Connection, version: i64) -> Result<()> {
    for kind in Kind::ALL.iter().copied() {
        let table = kind.table();
        let ids: Vec<i64> = connection
            .prepare(&format!("SELECT id FROM {table}"))?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for id in ids {
            if legacy_agrees(connection, id, kind, version)? {
                store_of_row(connection, id, kind)?;
            } else {
                let computed = of_row(connection, id, kind)?.computed;
                let sql = format!("UPDATE {table} SET checksum = ?1 WHERE id = ?2");
                connection.prepare_cached(&sql)?.execute(params![computed ^ 1, id])?;
            }
        }
    }
    let mut links = connection.prepare("SELECT id, owner, kind, name, target FROM link")?;
    let mut update = connection.prepare("UPDATE link SET checksum = ?1 WHERE id = ?2")?;
    let mut rows = links.query([])?;
    while let Some(row) = rows.next()? {
        let (kind, name): (String, Option<String>) = (row.get("kind")?, row.get("name")?);
        let sum = of_link(row.get("owner")?, &kind, name.as_deref(), row.get("target")?);
        update.execute(params![sum, row.get::<_, i64>("id")?])?;
    }
    let mut sums = Vec::new();
    each_batch(connection, |id, _, found| {
        sums.push((id, found.computed));
        Ok(())
    })?;
    let mut update = connection.prepare("UPDATE batch SET checksum = ?2 WHERE id = ?1")?;
    for sum in sums {
        update.execute(sum)?;
    }
    Ok(())
}

/// Returns the text columns that the checksums of schemas 1 to 3 covered, in their order. Must not be
/// changed.
fn legacy_texts(kind: Kind) -> impl Iterator<Item = &'static str> {
    let names = match kind {
        Kind::Win => "title happened notes impact audience category status visibility source",
        Kind::Project => {
            "name summary status start end visibility source position team audience challenge solution \
             results reflection liked hard learned notes"
        }
        Kind::Goal => {
            "title why status source measure start target unit ended_on ending begun notes visibility"
        }
        Kind::Milestone => "title done_on",
        Kind::CheckIn => "day note value",
        Kind::Reading => {
            "title medium status started finished progress takeaways notes changed visibility source"
        }
        Kind::Metric => "name unit better target url source",
        Kind::Value => "day text unit confidence source note",
        Kind::Figure => "name before after",
        Kind::FollowUp => "question ask_on outcome recorded_on why evidence",
        Kind::Alias => "name alias",
        Kind::DocumentOverride => "document item title",
        Kind::Skill => "name grouping",
        // These kinds did not exist then.
        Kind::Position
        | Kind::PositionTitle
        | Kind::Story
        | Kind::Praise
        | Kind::Profile
        | Kind::Strength
        | Kind::Education
        | Kind::Language => "",
        #[cfg(test)]
        Kind::Sample => "",
    };
    names.split_whitespace()
}

/// Returns the number of these columns that a table had in a schema version. Must not be changed.
fn legacy_count(version: i64, kind: Kind) -> usize {
    match (kind, version) {
        (Kind::Project, 1) => 7,
        (Kind::Metric, 1) => 2,
        (Kind::Value, 1) => 3,
        (Kind::FollowUp, 1) | (Kind::Goal, 1 | 2) => 4,
        _ => usize::MAX,
    }
}

/// Returns `true` if the checksum of schemas 1 to 3 matches the texts of a row.
fn legacy_agrees(connection: &Connection, id: i64, kind: Kind, version: i64) -> Result<bool> {
    let names: Vec<String> =
        legacy_texts(kind).take(legacy_count(version, kind)).map(|name| format!("\"{name}\"")).collect();
    let sql = format!("SELECT checksum, {} FROM {} WHERE id = ?1", names.join(", "), kind.table());
    let mut statement = connection.prepare_cached(&sql)?;
    let agrees = statement.query_row([id], |row| {
        let mut hasher = Hasher::new();
        for column in 1..=names.len() {
            hasher.update(row.get::<_, Option<String>>(column)?.unwrap_or_default().as_bytes());
            hasher.update(&[0]);
        }
        Ok(row.get::<_, i64>(0)? == i64::from(hasher.finalize()))
    })?;
    Ok(agrees)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FieldType;

    #[test]
    fn the_columns_of_legacy_checksums_still_exist() {
        for kind in Kind::ALL.iter().copied() {
            for name in legacy_texts(kind) {
                let ty = kind.info().by_column(name).map(|field| field.ty);
                let text = ty.is_some_and(|ty| {
                    use FieldType::{Flag, Int, Real, Ref};
                    !matches!(ty, Int { .. } | Real | Flag | Ref(_))
                });
                assert!(text, "{kind} {name}: {ty:?}");
            }
        }
    }

    #[test]
    fn a_column_at_its_default_changes_no_checksum() {
        let title = || ("title", Cell::from("a"));
        let plain = of_columns(&[title()], &[]);
        assert_eq!(of_columns(&[("new", Cell::Null), title(), ("zero", Cell::Int(0))], &[]), plain);
        assert_eq!(of_columns(&[title(), ("id", Cell::Int(7)), ("sort_key", Cell::Int(9))], &[]), plain);
        assert_ne!(of_columns(&[title(), ("new", Cell::Int(1))], &[]), plain);
        // The checksum covers the name and the type.
        assert_ne!(of_columns(&[("notes", Cell::from("a"))], &[]), plain);
        assert_ne!(of_columns(&[("n", Cell::from("1"))], &[]), of_columns(&[("n", Cell::Int(1))], &[]));
    }
}
