//! Assigns the rows of a damaged file to the tables of a journal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::Connection;

use super::pages::{Pages, RowOf};
use crate::domain::Kind;
use crate::store::Result;
use crate::store::checksum;
use crate::store::raw::Raw;

/// The tables that are read, besides those of the kinds. All others are computed again.
const OTHERS: [&str; 4] = ["record", "link", "batch", "change"];

/// A column of a table.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub name: String,
    ty: String,
    is_required: bool,
    is_id: bool,
    default: Option<String>,
}

impl Column {
    /// Returns `true` for a column of texts.
    pub(super) fn is_text(&self) -> bool {
        self.ty == "TEXT"
    }

    fn accepts(&self, value: &Raw) -> bool {
        match value {
            Raw::Null => !self.is_required || self.is_id,
            Raw::Int(_) => matches!(&*self.ty, "INTEGER" | "REAL" | "ANY"),
            Raw::Real(_) => matches!(&*self.ty, "REAL" | "ANY"),
            Raw::Text(text) => {
                matches!(&*self.ty, "TEXT" | "ANY") && (self.ty == "ANY" || std::str::from_utf8(text).is_ok())
            }
            Raw::Blob(_) => matches!(&*self.ty, "BLOB" | "ANY"),
        }
    }
}

/// A table with the rows that were found.
#[derive(Debug)]
pub(super) struct Table {
    pub name: &'static str,
    pub kind: Option<Kind>,
    pub columns: Vec<Column>,
    pub rows: BTreeMap<i64, Vec<Raw>>,
}

impl Table {
    /// Returns the columns that a row lacks because its end is lost: columns without a default, which every row has.
    pub(super) fn lost_columns(&self, values: &[Raw]) -> impl Iterator<Item = &Column> {
        let needs = |column: &&Column| column.is_required && column.default.is_none();
        self.columns.iter().skip(values.len()).filter(needs)
    }

    /// Returns `true` if the values fit the columns of the table. A row that was written before columns were added has
    /// fewer values.
    fn accepts(&self, (_, values): &RowOf) -> bool {
        let required = self.columns.iter().position(|column| column.default.is_some()).unwrap_or(0);
        let fits = self.columns.iter().zip(values).all(|(column, value)| column.accepts(value));
        fits && values.len() <= self.columns.len() && values.len() >= required.max(3)
    }

    /// Returns `true` if a row is certainly one of this table: by its checksum, or by its UUID and words.
    fn is_certain(&self, row: &RowOf) -> bool {
        let value = |name: &str| {
            self.columns.iter().zip(&row.1).find(|(column, _)| column.name == name).map(|(_, value)| value)
        };
        let sum = value("checksum").and_then(Raw::as_int);
        let word = |name: &str| value(name).and_then(Raw::as_text).unwrap_or_default();
        match (self.name, self.kind) {
            ("record", _) => {
                value("uuid").is_some_and(|id| id.as_uuid().is_some())
                    && Kind::from_word(word("kind")).is_some()
            }
            ("batch", _) => {
                value("uuid").is_some_and(|id| id.as_uuid().is_some())
                    && matches!(word("kind"), "do" | "undo" | "redo")
            }
            ("change", _) => row.1.len() + 1 >= self.columns.len(),
            ("link", _) => {
                let mut hasher = crc32fast::Hasher::new();
                let null = &Raw::Null;
                let parts =
                    ["owner", "kind", "name", "target"].map(|name| value(name).unwrap_or(null).as_value());
                checksum::add_link(&mut hasher, parts);
                sum == Some(i64::from(hasher.finalize()))
            }
            _ => {
                let mut hasher = crc32fast::Hasher::new();
                let columns = self
                    .columns
                    .iter()
                    .zip(&row.1)
                    .map(|(column, value)| (column.name.as_str(), value.as_value()));
                checksum::add_columns(&mut hasher, columns);
                sum == Some(i64::from(hasher.finalize()))
            }
        }
    }
}

/// Returns the tables of a journal of this version, without rows.
fn tables(schema: &Connection) -> Result<Vec<Table>> {
    let kinds = Kind::ALL.iter().copied().map(|kind| (kind.table(), Some(kind)));
    let mut out = Vec::new();
    for (name, kind) in OTHERS.into_iter().map(|name| (name, None)).chain(kinds) {
        let mut statement = schema.prepare(&format!("PRAGMA table_info({name})"))?;
        let columns = statement.query_map([], |row| {
            Ok(Column {
                name: row.get("name")?,
                ty: row.get("type")?,
                is_required: row.get("notnull")?,
                is_id: row.get("pk")?,
                default: row.get("dflt_value")?,
            })
        })?;
        let columns = columns.collect::<rusqlite::Result<_>>()?;
        out.push(Table { name, kind, columns, rows: BTreeMap::new() });
    }
    Ok(out)
}

/// Reads the tables: the rows that their trees reach, and the rows of pages that no tree reaches any more.
pub(super) fn read(pages: &Pages) -> Result<Vec<Table>> {
    let schema = Connection::open_in_memory()?;
    crate::store::migrate::migrate(&schema, 0)?;
    let mut tables = tables(&schema)?;
    let mut visited = BTreeSet::from([1]);
    let roots = roots(pages, &mut visited);
    for table in &mut tables {
        let Some(root) = roots.get(table.name) else { continue };
        for row in pages.rows_of_tree(*root, &mut visited) {
            let id = row.0;
            if row.1.len() <= table.columns.len() {
                table.rows.insert(id, row.1);
            }
        }
    }
    // The trees of other tables, so that their pages are not taken for lost ones.
    for (name, root) in &roots {
        if tables.iter().all(|table| table.name != name) {
            pages.rows_of_tree(*root, &mut visited);
        }
    }
    visited.extend(pages.free());
    for number in (1..=pages.count()).filter(|number| !visited.contains(number)) {
        assign(pages.rows_of_page(number), &mut tables);
    }
    Ok(tables)
}

/// Returns the first page of each table, from the first page of the file.
fn roots(pages: &Pages, visited: &mut BTreeSet<u32>) -> HashMap<String, u32> {
    visited.remove(&1);
    let mut out = HashMap::new();
    for (_, values) in pages.rows_of_tree(1, visited) {
        if let [kind, name, _, root, ..] = &values[..]
            && kind.as_text() == Some("table")
            && let (Some(name), Some(root)) =
                (name.as_text(), root.as_int().and_then(|root| u32::try_from(root).ok()))
        {
            out.insert(name.to_owned(), root);
        }
    }
    out
}

/// Adds the rows of a page to the one table that they certainly belong to.
fn assign(rows: Vec<RowOf>, tables: &mut [Table]) {
    if rows.is_empty() {
        return;
    }
    let score = |table: &Table| {
        let fitting = rows.iter().filter(|row| table.accepts(row)).count();
        let certain = rows.iter().filter(|row| table.accepts(row) && table.is_certain(row)).count();
        (certain, fitting)
    };
    let best = tables.iter_mut().map(|table| (score(table), table)).max_by_key(|(score, _)| *score);
    if let Some(((certain, _), table)) = best
        && certain > 0
    {
        for row in rows.into_iter().filter(|row| table.accepts(row)).collect::<Vec<_>>() {
            table.rows.entry(row.0).or_insert(row.1);
        }
    }
}
