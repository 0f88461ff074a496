//! Reads the columns of rows.

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Row, RowIndex, Statement};

use crate::domain::PartialDate;

pub(super) fn instant(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<DateTime<FixedOffset>> {
    let text = row.get_ref(column)?.as_str().unwrap_or("");
    Ok(DateTime::parse_from_rfc3339(text).unwrap_or_default())
}

/// Returns the indexes of columns, so that a long list looks each up once and not once per row.
pub(super) fn positions<const N: usize>(
    statement: &Statement<'_>,
    names: [&str; N],
) -> rusqlite::Result<[usize; N]> {
    let mut out = [0; N];
    for (at, name) in out.iter_mut().zip(names) {
        *at = statement.column_index(name)?;
    }
    Ok(out)
}

/// Reads a date that is stored as text; `None` if it is missing or cannot be parsed.
pub(super) fn date(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<PartialDate>> {
    Ok(row.get::<_, Option<String>>(column)?.as_deref().and_then(PartialDate::from_iso))
}

/// Returns the rows that a query without parameters finds; its first column is their number.
pub(super) fn ids(connection: &Connection, sql: &str) -> super::Result<Vec<i64>> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
