//! Reads inbox items.

use super::{Result, Snapshot};
use crate::domain::{InboxItem, InboxSummary, PartialDate, Stored};

impl Snapshot<'_> {
    /// Returns the open inbox items, the latest first; those without a date come last.
    pub fn list_open_inbox(&self) -> Result<Vec<Stored<InboxItem>>> {
        self.list("t.state = 'open' AND t.deleted_at IS NULL ORDER BY t.happened DESC, t.id DESC", [])
    }

    /// Returns all inbox items of a program, open or not, in the order of creation.
    pub fn list_inbox_of(&self, program: &str) -> Result<Vec<Stored<InboxItem>>> {
        self.list("t.program = ?1 AND t.deleted_at IS NULL ORDER BY t.id", [program])
    }

    /// Returns the links of all inbox items, each with its program.
    pub fn list_inbox_links(&self) -> Result<Vec<(String, String)>> {
        let sql = "SELECT link, program FROM inbox_item WHERE link <> '' AND deleted_at IS NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the number of open inbox items, their programs, and the earliest date.
    pub fn summarize_inbox(&self) -> Result<InboxSummary> {
        let mut statement = self.connection.prepare_cached(
            "SELECT program, count(*), min(happened) FROM inbox_item
             WHERE state = 'open' AND deleted_at IS NULL GROUP BY program ORDER BY 2 DESC, 1",
        )?;
        let mut rows = statement.query([])?;
        let mut summary = InboxSummary::default();
        while let Some(row) = rows.next()? {
            summary.programs.push(row.get(0)?);
            summary.count += usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            let first = row.get::<_, Option<String>>(2)?.and_then(|date| PartialDate::from_iso(&date));
            let first = first.map(PartialDate::first_day);
            summary.since = match (summary.since, first) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (known, found) => known.or(found),
            };
        }
        Ok(summary)
    }
}
