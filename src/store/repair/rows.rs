//! Repairs the rows of records.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::Repaired;
use super::past::{self, Columns};
use crate::domain::Kind;
use crate::store::checksum::{self, FlippedBit, Image, flipped_bit};
use crate::store::columns::ids;
use crate::store::raw::Raw;
use crate::store::{Result, lookup};

/// A row with the names of its columns.
#[derive(Debug, Clone)]
struct StoredRow {
    columns: Vec<(String, Raw)>,
    checksum: i64,
}

impl StoredRow {
    fn read(connection: &Connection, id: i64, kind: Kind) -> Result<Self> {
        let mut statement =
            connection.prepare_cached(&format!("SELECT * FROM {} WHERE id = ?1", kind.table()))?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        Ok(statement.query_row([id], |row| {
            let mut columns = Vec::with_capacity(names.len());
            for (at, name) in names.into_iter().enumerate() {
                columns.push((name, Raw::read(row.get_ref(at)?)));
            }
            Ok(Self { columns, checksum: row.get("checksum")? })
        })?)
    }

    /// Returns the bytes that the checksum covers, and the columns of the values in them.
    fn image(&self) -> (Image, Vec<&str>) {
        let values = || self.columns.iter().map(|(name, value)| (name.as_str(), value.as_value()));
        let mut image = Image::default();
        checksum::add_columns(&mut image, values());
        let mut names: Vec<&str> =
            values().filter(|(name, value)| checksum::covers(name, *value)).map(|(name, _)| name).collect();
        names.sort_unstable();
        (image, names)
    }

    fn agrees(&self) -> bool {
        self.image().0.checksum() == self.checksum
    }

    fn with(&self, name: &str, value: &Raw) -> Self {
        let mut out = self.clone();
        for (_, each) in out.columns.iter_mut().filter(|(each, _)| each == name) {
            *each = value.clone();
        }
        out
    }

    /// Returns the row with one flipped bit corrected, if that explains the checksum.
    fn corrected(&self) -> Option<Self> {
        let (image, names) = self.image();
        let (index, bytes) = image.corrected(self.checksum)?;
        let name = *names.get(index)?;
        let (_, value) = self.columns.iter().find(|(each, _)| each == name)?;
        Some(self.with(name, &value.with_bytes(bytes)?))
    }

    fn has_flipped_checksum(&self) -> bool {
        let (image, _) = self.image();
        flipped_bit(image.bytes.len(), self.checksum, image.checksum()) == Some(FlippedBit::Checksum)
    }

    /// Returns the columns whose value in the history is another one.
    fn differing<'a>(&self, past: &'a Columns) -> Vec<(&'a str, &'a Raw)> {
        let differs = |name: &str, value: &Raw| {
            self.columns
                .iter()
                .any(|(each, stored)| each == name && !is_same(stored.as_value(), value.as_value()))
        };
        past.iter()
            .filter(|(name, value)| differs(name, value))
            .map(|(name, value)| (name.as_str(), value))
            .collect()
    }
}

/// Returns `true` if two values are the same, or are both null, empty or zero: the history omits such values.
fn is_same(one: ValueRef<'_>, other: ValueRef<'_>) -> bool {
    one == other || !checksum::covers("", one) && !checksum::covers("", other)
}

/// The way in which a row was repaired.
enum Remedy {
    History,
    Bit,
    Checksum,
    LastKnown,
}

/// Repairs the damaged rows of all kinds.
pub(super) fn repair(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    for kind in Kind::ALL.iter().copied() {
        for id in ids(connection, &format!("SELECT id FROM {} ORDER BY id", kind.table()))? {
            if !checksum::of_row(connection, id, kind)?.agree() {
                repair_row(connection, id, kind, repaired)?;
            }
        }
    }
    Ok(())
}

fn repair_row(connection: &Connection, id: i64, kind: Kind, repaired: &mut Repaired) -> Result<()> {
    let row = StoredRow::read(connection, id, kind)?;
    let past = past::columns_of(connection, id, kind)?;
    // A column that was never set is not in the history: it has its default.
    let mut unset = if past.is_some() { past::defaults_of(connection, kind)? } else { Columns::new() };
    unset.retain(|name, _| past.as_ref().is_none_or(|past| !past.contains_key(name)));
    let Some((right, remedy)) = remedied(&row, past.as_ref(), &unset) else {
        let name = named(connection, id, kind);
        repaired.could_not(format!("{name}: the history does not have its text"));
        return Ok(());
    };
    let changed: Vec<&(String, Raw)> =
        right.columns.iter().zip(&row.columns).filter(|(new, old)| new != old).map(|(new, _)| new).collect();
    for (column, value) in &changed {
        let sql = format!("UPDATE {} SET \"{column}\" = ?1 WHERE id = ?2", kind.table());
        connection.prepare_cached(&sql)?.execute(rusqlite::params![value, id])?;
    }
    let names: Vec<&str> = changed.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(", ");
    match remedy {
        Remedy::Checksum | Remedy::LastKnown => checksum::store_of_row(connection, id, kind)?,
        Remedy::History | Remedy::Bit => {}
    }
    let name = named(connection, id, kind);
    repaired.did(match remedy {
        Remedy::History => format!("{name}: {names} as in the history"),
        Remedy::Bit => format!("{name}: a flipped bit in {names}"),
        Remedy::Checksum => format!("{name}: a flipped bit in its checksum"),
        Remedy::LastKnown => format!("{name}: {names} as last in the history; check the record"),
    });
    Ok(())
}

/// Returns the row as it was before the damage, and the way in which it was found. `unset` are the values of columns that
/// the history does not have.
fn remedied(row: &StoredRow, past: Option<&Columns>, unset: &Columns) -> Option<(StoredRow, Remedy)> {
    let differing = past.map(|past| row.differing(past)).unwrap_or_default();
    let differing_unset = row.differing(unset);
    for (name, value) in differing.iter().chain(&differing_unset) {
        let one = row.with(name, value);
        if one.agrees() {
            return Some((one, Remedy::History));
        }
    }
    let with = |values: &[(&str, &Raw)], row: &StoredRow| {
        values.iter().fold(row.clone(), |row, (name, value)| row.with(name, value))
    };
    let all = with(&differing, row);
    for candidate in [&all, &with(&differing_unset, &all)] {
        if candidate.agrees() {
            return Some((candidate.clone(), Remedy::History));
        }
    }
    if let Some(corrected) = row.corrected() {
        return Some((corrected, Remedy::Bit));
    }
    if let Some(corrected) = all.corrected() {
        return Some((corrected, Remedy::History));
    }
    if row.has_flipped_checksum() {
        return Some((row.clone(), Remedy::Checksum));
    }
    (!differing.is_empty()).then_some((all, Remedy::LastKnown))
}

/// Returns the kind, the title and the short id of a record, for the report.
fn named(connection: &Connection, id: i64, kind: Kind) -> String {
    let (title, short) = match lookup::name_of(connection, id, kind) {
        Ok(found) => found,
        Err(_) => (String::new(), format!("row {id}")),
    };
    format!("the {kind} “{}” ({short})", crate::text::ellipsis(&title, 60))
}
