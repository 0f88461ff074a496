//! Computes the checksums of rows, links and batches, which detect a flipped bit in a text, a number or a
//! time.
//!
//! The checksum of a row covers the name, type and value of every column that is not null, empty or zero, in
//! the order of the names. A new column with such a default therefore changes no checksum. Derived columns
//! are not covered.

mod bits;
mod legacy;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crc32fast::Hasher;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, RowIndex, Rows, Statement, params};

pub(super) use bits::{FlippedBit, flipped_bit};
pub(super) use legacy::{SEALED_SINCE, seal};

use super::Result;
use super::cell::Cell;
use crate::domain::Kind;

/// The columns that a checksum does not cover: the row number, the checksum itself, and derived columns.
const DERIVED: [&str; 6] = ["id", "checksum", "folded", "sort_key", "first_day", "last_day"];

/// A destination for the bytes that a checksum covers: a [`Hasher`], a byte vector, or an [`Image`].
pub(super) trait Sink {
    /// Adds bytes that are not a value, such as the name of a column.
    fn bytes(&mut self, bytes: &[u8]);

    /// Adds the type, the length and the bytes of a value.
    fn value(&mut self, value: ValueRef<'_>) {
        let (integer, real);
        let (kind, bytes): (u8, &[u8]) = match value {
            ValueRef::Null => (0, &[]),
            ValueRef::Text(text) => (1, text),
            ValueRef::Integer(number) => {
                integer = number.to_le_bytes();
                (2, &integer)
            }
            ValueRef::Real(number) => {
                real = number.to_le_bytes();
                (3, &real)
            }
            ValueRef::Blob(bytes) => (4, bytes),
        };
        self.bytes(&[kind]);
        self.bytes(&(bytes.len() as u64).to_le_bytes());
        self.content(bytes);
    }

    /// Adds the bytes of a value.
    fn content(&mut self, bytes: &[u8]) {
        self.bytes(bytes);
    }
}

impl Sink for Hasher {
    fn bytes(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
}

impl Sink for Vec<u8> {
    fn bytes(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// The bytes that a checksum covers, with the range of each value in them.
#[derive(Debug, Clone, Default)]
pub(super) struct Image {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The ranges of the values, in the order in which they were added.
    pub values: Vec<Range<usize>>,
}

impl Sink for Image {
    fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn content(&mut self, bytes: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.values.push(start..self.bytes.len());
    }
}

impl Image {
    /// Returns the checksum of the bytes.
    pub(super) fn checksum(&self) -> i64 {
        i64::from(crc32fast::hash(&self.bytes))
    }

    /// Returns the index of the value whose flipped bit explains the difference between the stored checksum and that of
    /// the bytes, and the bytes that the value had; `None` if no bit of a value explains it.
    pub(super) fn corrected(&self, stored: i64) -> Option<(usize, Vec<u8>)> {
        let FlippedBit::Data(at, mask) = flipped_bit(self.bytes.len(), stored, self.checksum())? else {
            return None;
        };
        let index = self.values.iter().position(|range| range.contains(&at))?;
        let range = self.values[index].clone();
        let mut bytes = self.bytes[range.clone()].to_vec();
        bytes[at - range.start] ^= mask;
        Some((index, bytes))
    }
}

/// Returns `true` if a checksum covers a column with this value.
pub(super) fn covers(name: &str, value: ValueRef<'_>) -> bool {
    let is_default = match value {
        ValueRef::Null => true,
        ValueRef::Text(text) => text.is_empty(),
        ValueRef::Integer(number) => number == 0,
        ValueRef::Real(number) => number == 0.0,
        ValueRef::Blob(_) => false,
    };
    !is_default && !DERIVED.contains(&name)
}

/// Adds the columns of a row that a checksum covers, in the order of their names.
pub(super) fn add_columns<'a>(sink: &mut impl Sink, columns: impl Iterator<Item = (&'a str, ValueRef<'a>)>) {
    let mut all: Vec<(&str, ValueRef<'_>)> = columns.filter(|(name, value)| covers(name, *value)).collect();
    all.sort_unstable_by_key(|(name, _)| *name);
    for (name, value) in all {
        sink.bytes(name.as_bytes());
        sink.value(value);
    }
}

/// Returns the checksum of a row with these columns; a missing column has its default.
pub(super) fn of_columns(columns: &[(&str, Cell)], defaults: &[(String, Cell)]) -> i64 {
    let given = |name: &str| columns.iter().any(|(each, _)| *each == name);
    let others = defaults.iter().filter(|(name, _)| !given(name)).map(|(name, cell)| (name.as_str(), cell));
    let own = columns.iter().map(|(name, cell)| (*name, cell));
    let mut hasher = Hasher::new();
    add_columns(&mut hasher, own.chain(others).map(|(name, cell)| (name, cell.as_value())));
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
    let mut reader = RowReader::of(&statement)?;
    Ok(statement.query_row([id], |row| reader.sums(row))?)
}

/// Computes the checksums of rows that are read with all their columns.
#[derive(Debug)]
pub(super) struct RowReader {
    /// The columns that a checksum can cover, in the order of their names.
    columns: Vec<(usize, String)>,
    /// The column of the stored checksum.
    checksum: usize,
    /// The bytes of the row that was read last.
    bytes: Vec<u8>,
}

impl RowReader {
    /// Prepares for the rows of a statement.
    pub(super) fn of(statement: &Statement<'_>) -> Result<Self> {
        let names = statement.column_names().map(str::to_owned).enumerate();
        let mut columns: Vec<(usize, String)> =
            names.filter(|(_, name)| !DERIVED.contains(&name.as_str())).collect();
        columns.sort_by(|(_, a), (_, b)| a.cmp(b));
        Ok(Self { columns, checksum: statement.column_index("checksum")?, bytes: Vec::new() })
    }

    /// Returns the checksums of a row.
    pub(super) fn sums(&mut self, row: &Row<'_>) -> rusqlite::Result<Sums> {
        self.bytes.clear();
        for (at, name) in &self.columns {
            let value = row.get_ref(*at)?;
            if covers(name, value) {
                self.bytes.bytes(name.as_bytes());
                self.bytes.value(value);
            }
        }
        Ok(Sums { stored: row.get(self.checksum)?, computed: i64::from(crc32fast::hash(&self.bytes)) })
    }
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
    add_link(
        &mut hasher,
        [
            ValueRef::Integer(owner),
            ValueRef::Text(kind.as_bytes()),
            name.map_or(ValueRef::Null, |name| ValueRef::Text(name.as_bytes())),
            target.map_or(ValueRef::Null, ValueRef::Integer),
        ],
    );
    i64::from(hasher.finalize())
}

/// Adds a link: the row of its owner, its kind, its name and the row of its target.
pub(super) fn add_link(sink: &mut impl Sink, link: [ValueRef<'_>; 4]) {
    for value in link {
        sink.value(value);
    }
}

/// A batch with its changes, as its checksum covers them, while they are written or read in order.
#[derive(Debug, Clone)]
pub(super) struct History<S = Hasher>(S);

impl<S: Sink> History<S> {
    /// Begins with the batch's own row: UUID, kind, target, label, clock, device and time.
    pub(super) fn new<'a>(mut sink: S, batch: impl IntoIterator<Item = ValueRef<'a>>) -> Self {
        for value in batch {
            sink.value(value);
        }
        Self(sink)
    }

    /// Adds a change: the row of the record, the field, the values before and after, and the clock of the value before.
    pub(super) fn add(&mut self, change: [ValueRef<'_>; 5]) {
        for value in change {
            self.0.value(value);
        }
    }

    /// Returns the sink.
    pub(super) fn into_inner(self) -> S {
        self.0
    }
}

impl History {
    pub(super) fn finish(self) -> i64 {
        i64::from(self.0.finalize())
    }
}

/// The columns of a batch that its checksum covers, in their order.
pub(super) const BATCH_COLUMNS: [&str; 7] = ["uuid", "kind", "target", "label", "clock", "device", "at"];

/// The columns of a change that the checksum of its batch covers, in their order.
pub(super) const CHANGE_COLUMNS: [&str; 5] = ["record", "field", "before", "after", "seen"];

/// Calls `each` with the row, the short id and the checksums of every batch. A batch without a stored
/// checksum counts as damaged.
pub(super) fn each_batch(
    connection: &Connection,
    each: impl FnMut(i64, String, Sums) -> Result<()>,
) -> Result<()> {
    batches_between(connection, i64::MIN, i64::MAX, each)
}

/// Returns `true` if the checksum of a batch matches.
pub(super) fn is_batch_intact(connection: &Connection, id: i64) -> Result<bool> {
    let mut is_intact = false;
    batches_between(connection, id, id, |_, _, sums| {
        is_intact = sums.agree();
        Ok(())
    })?;
    Ok(is_intact)
}

fn batches_between(
    connection: &Connection,
    first: i64,
    last: i64,
    mut each: impl FnMut(i64, String, Sums) -> Result<()>,
) -> Result<()> {
    let mut batches = connection.prepare(&format!(
        "SELECT {}, id, short, checksum FROM batch WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        BATCH_COLUMNS.join(", ")
    ))?;
    let mut changes = connection
        .prepare(&format!("SELECT {} FROM change WHERE batch = ?1 ORDER BY id", CHANGE_COLUMNS.join(", ")))?;
    let mut bytes = Vec::new();
    let mut rows = batches.query([first, last])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        bytes.clear();
        bytes = add_batch(bytes, row, changes.query([id])?)?;
        let stored: Option<i64> = row.get("checksum")?;
        let sums = Sums { stored: stored.unwrap_or(-1), computed: i64::from(crc32fast::hash(&bytes)) };
        each(id, lossy(row, "short")?, sums)?;
    }
    Ok(())
}

/// Stores the checksums of the batches that `wanted` chooses, as they are now.
pub(super) fn seal_batches(connection: &Connection, wanted: impl Fn(i64) -> bool) -> Result<()> {
    let mut sums = Vec::new();
    each_batch(connection, |id, _, found| {
        if wanted(id) {
            sums.push((id, found.computed));
        }
        Ok(())
    })?;
    let mut update = connection.prepare("UPDATE batch SET checksum = ?2 WHERE id = ?1")?;
    for sum in sums {
        update.execute(sum)?;
    }
    Ok(())
}

/// Returns the batches whose checksum does not match.
pub(super) fn damaged_batches(connection: &Connection) -> Result<Vec<i64>> {
    let mut out = Vec::new();
    each_batch(connection, |id, _, sums| {
        if !sums.agree() {
            out.push(id);
        }
        Ok(())
    })?;
    Ok(out)
}

/// Adds a batch and its changes to `sink`: rows with [`BATCH_COLUMNS`] and [`CHANGE_COLUMNS`] first.
pub(super) fn add_batch<S: Sink>(sink: S, batch: &Row<'_>, mut changes: Rows<'_>) -> Result<S> {
    let mut header = [ValueRef::Null; BATCH_COLUMNS.len()];
    for (at, value) in header.iter_mut().enumerate() {
        *value = batch.get_ref(at)?;
    }
    let mut history = History::new(sink, header);
    while let Some(change) = changes.next()? {
        let mut values = [ValueRef::Null; CHANGE_COLUMNS.len()];
        for (at, value) in values.iter_mut().enumerate() {
            *value = change.get_ref(at)?;
        }
        history.add(values);
    }
    Ok(history.into_inner())
}

/// Returns a text that may be damaged, with U+FFFD for what is not UTF-8.
pub(super) fn lossy(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        _ => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
