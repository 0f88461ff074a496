//! Reads the visibility of a record, and the records that it belongs to.

use std::collections::HashSet;

use rusqlite::OptionalExtension as _;
use uuid::Uuid;

use super::{Result, Snapshot};
use crate::domain::{Kind, RecordId, Visibility};

/// The visibility of a record, and its owners.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access {
    /// The record's own visibility; `None` for a kind without visibility, and private if the stored word is
    /// unknown.
    pub visibility: Option<Visibility>,
    /// The live records that the record belongs to; each may be stricter.
    pub owners: Vec<RecordId>,
}

impl Snapshot<'_> {
    /// Returns the visibility of a record and the live records that it belongs to.
    pub fn access(&self, id: RecordId) -> Result<Access> {
        let (row, kind) = super::lookup::row_of(self.connection, id)?;
        let info = kind.info();
        let visibility = if info.by_column("visibility").is_some() { "visibility" } else { "NULL" };
        let owners: Vec<String> =
            info.owner.iter().chain(info.belongs).map(|column| format!(", \"{column}\"")).collect();
        let sql = format!("SELECT {visibility}{} FROM {} WHERE id = ?1", owners.concat(), kind.table());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let (word, rows) = statement.query_row([row], |found| {
            let word: Option<String> = found.get(0)?;
            let owners = (1..=owners.len()).map(|column| found.get(column));
            Ok((word, owners.collect::<rusqlite::Result<Vec<Option<i64>>>>()?))
        })?;
        // An unknown word of a newer version counts as the strictest visibility.
        let visibility = word.map(|word| Visibility::from_word(&word).unwrap_or(Visibility::Private));
        let mut rows = rows;
        if kind == Kind::Value {
            rows.extend(self.origins_of_value(row)?.into_iter().map(Some));
        }
        if kind == Kind::Story {
            rows.extend(self.targets_of_links(row)?.into_iter().map(Some));
        }
        let mut owners = Vec::new();
        for row in rows.into_iter().flatten() {
            owners.extend(self.live_record(row)?);
        }
        Ok(Access { visibility, owners })
    }

    /// Returns the strictest visibility of a record and of the records that it belongs to. A record without a
    /// visibility and without an owner is internal.
    pub(super) fn effective_visibility(&self, id: RecordId) -> Result<Visibility> {
        let mut strict = Visibility::Public;
        let (mut known, mut open) = (HashSet::from([id]), vec![id]);
        while let Some(id) = open.pop() {
            let access = self.access(id)?;
            let own = access.visibility.or(access.owners.is_empty().then_some(Visibility::Internal));
            strict = own.map_or(strict, |own| strict.min(own));
            open.extend(access.owners.into_iter().filter(|owner| known.insert(*owner)));
        }
        Ok(strict)
    }

    /// Returns the rows of the follow-ups whose outcome logged a value, and of the check-ins that were
    /// created in the same batch as the value.
    fn origins_of_value(&self, row: i64) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM follow_up WHERE value = ?1
             UNION SELECT check_in.id FROM change AS mine
               JOIN change AS other ON other.batch = mine.batch AND other.field IS NULL
               JOIN check_in ON check_in.id = other.record
               WHERE mine.record = ?1 AND mine.field IS NULL",
        )?;
        let rows = statement.query_map([row], |found| found.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the rows of the records that a record links to.
    fn targets_of_links(&self, row: i64) -> Result<Vec<i64>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT target FROM link WHERE owner = ?1 AND target IS NOT NULL")?;
        let rows = statement.query_map([row], |found| found.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn live_record(&self, row: i64) -> Result<Option<RecordId>> {
        let found: Option<(Uuid, String)> = self
            .connection
            .prepare_cached("SELECT uuid, kind FROM record WHERE id = ?1")?
            .query_row([row], |found| Ok((found.get(0)?, found.get(1)?)))
            .optional()?;
        let Some((uuid, word)) = found else { return Ok(None) };
        let Some(kind) = Kind::from_word(&word) else { return Ok(None) };
        let (_, deleted) = super::lookup::title_of(self.connection, row, kind)?;
        Ok((!deleted).then_some(RecordId(uuid)))
    }
}
