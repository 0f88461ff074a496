//! Checks the journal: what SQLite checks, and what only the program can check.
//!
//! SQLite does not detect a flipped bit inside a value. The checksums of rows, links and batches do; what they do not
//! cover is computed again and compared. Each part is checked even if another part cannot be read.

mod derived;
mod rows;
mod search;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::log::Log;
use super::{Result, Snapshot, Store, StoreError};
use crate::domain::finding::{Area, FIX, Finding, RECOVER};
use crate::domain::{Kind, RecordId};

/// The maximum number of messages of SQLite about the structure of the file.
const MOST_MESSAGES: usize = 100;

/// The parts of the journal that a check covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The structure of the file, and the checksums of rows, links and history: what a backup must have.
    Data,
    /// Also the indexes, and everything that is computed from rows and history.
    Everything,
}

impl Store {
    /// Returns the findings about the write-ahead log: frames behind a damaged one, which SQLite does not read.
    pub fn check_log(&self) -> Vec<Finding> {
        Log::read(&self.path).map(|log| log_findings(&log)).unwrap_or_default()
    }
}

fn log_findings(log: &Log) -> Vec<Finding> {
    let lost = log.lost_transactions();
    if log.candidates.is_empty() && lost == 0 {
        return Vec::new();
    }
    let lost = crate::text::counted(lost.max(1), "change", "changes");
    vec![Finding::wrong(
        Area::Log,
        format!("the write-ahead log is damaged: {lost} behind the damage cannot be read"),
        "brag doctor --fix repairs a flipped bit; until then nothing is written",
    )]
}

impl Snapshot<'_> {
    /// Returns the findings about everything in the file.
    pub fn check(&self) -> Result<Vec<Finding>> {
        self.check_to(Depth::Everything)
    }

    /// Returns the findings about records, their parts and their links: before they become part of a document.
    pub fn check_records(&self, ids: &[RecordId]) -> Result<Vec<Finding>> {
        let mut found = Found::default();
        let mut rows: BTreeMap<Kind, Vec<i64>> = BTreeMap::new();
        for id in ids {
            let (row, kind) = super::lookup::row_of(self.connection, *id)?;
            rows.entry(kind).or_default().push(row);
        }
        for (kind, rows) in rows {
            rows::check_some(self.connection, kind, &rows, &mut found)?;
        }
        Ok(found.0)
    }

    /// Returns the findings about all rows and links: before they are exported.
    pub fn check_rows(&self) -> Result<Vec<Finding>> {
        let mut found = Found::default();
        for kind in Kind::ALL.iter().copied() {
            rows::check(self.connection, kind, &mut found)?;
        }
        rows::check_records(self.connection, &mut found)?;
        rows::check_links(self.connection, &mut found)?;
        Ok(found.0)
    }

    /// Returns the findings about the file, without its log. A part that cannot be read is a finding; fails only if the
    /// task was stopped.
    pub fn check_to(&self, depth: Depth) -> Result<Vec<Finding>> {
        let mut found = Found::default();
        let connection = self.connection;
        found.part("the file", |found| structure(connection, depth, found))?;
        found.part("the references", |found| orphans(connection, found))?;
        for kind in Kind::ALL.iter().copied() {
            found.part(kind.table(), |found| rows::check(connection, kind, found))?;
        }
        found.part("the records", |found| rows::check_records(connection, found))?;
        found.part("the links", |found| rows::check_links(connection, found))?;
        found.part("the history", |found| rows::check_history(connection, found))?;
        found.part("the undo list", |found| derived::check_undo_list(self, found))?;
        if depth == Depth::Everything {
            found.part("the schema", |found| check_schema(connection, found))?;
            found.part("the order and the names", |found| derived::check_columns(connection, found))?;
            found.part("the search index", |found| search::check(connection, found))?;
        }
        Ok(found.0)
    }
}

/// The findings of a check.
#[derive(Debug, Default)]
struct Found(Vec<Finding>);

impl Found {
    fn add(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Checks a part of the file; damage that ends the check is a finding.
    fn part(&mut self, name: &str, check: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        match check(self) {
            Err(err) if err.is_stopped() || err.is_busy() => Err(err),
            Err(err) => {
                let text = format!("{name} cannot be read to the end: {}", detail(&err));
                self.add(Finding::wrong(Area::File, text, RECOVER));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}

/// Returns the words of SQLite about an error, which are more precise than those for the user.
fn detail(error: &StoreError) -> String {
    match error {
        StoreError::Sqlite(error) => error.to_string().lines().next().unwrap_or_default().to_owned(),
        other => other.to_string(),
    }
}

fn structure(connection: &Connection, depth: Depth, found: &mut Found) -> Result<()> {
    let check = if depth == Depth::Everything { "integrity_check" } else { "quick_check" };
    let mut statement = connection.prepare(&format!("PRAGMA {check}({MOST_MESSAGES})"))?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    for line in lines {
        let line = line?;
        if line != "ok" {
            let is_index = line.contains("index") || line.contains("fts5");
            let hint = if is_index { FIX } else { RECOVER };
            found.add(Finding::wrong(Area::File, format!("the file: {}", line.replace('\n', " ")), hint));
        }
    }
    Ok(())
}

fn orphans(connection: &Connection, found: &mut Found) -> Result<()> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let orphans = statement.query_map([], |row| row.get::<_, String>(0))?.count();
    if orphans > 0 {
        let text = format!(
            "{} to records that do not exist",
            crate::text::counted(orphans, "row refers", "rows refer")
        );
        found.add(Finding::wrong(Area::File, text, RECOVER));
    }
    Ok(())
}

/// The definitions of tables, indexes and triggers: name and SQL.
type Definitions = std::collections::BTreeMap<String, String>;

fn definitions(connection: &Connection) -> Result<Definitions> {
    let mut statement = connection.prepare(
        "SELECT type || ' ' || name || ' on ' || tbl_name, coalesce(sql, '') FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite_stat%'",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Compares the definitions of tables and indexes with those of a new journal.
fn check_schema(connection: &Connection, found: &mut Found) -> Result<()> {
    let new = Connection::open_in_memory()?;
    super::migrate::migrate(&new, 0)?;
    let (stored, wanted) = (definitions(connection)?, definitions(&new)?);
    for (name, sql) in &wanted {
        if stored.get(name) != Some(sql) {
            let text =
                format!("the definition of the {} is damaged", name.split(" on ").next().unwrap_or(name));
            found.add(Finding::wrong(Area::File, text, FIX));
        }
    }
    Ok(())
}
