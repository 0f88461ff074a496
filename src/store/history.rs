//! Reads the history: batches and their changes.

use chrono::NaiveDate;
use rusqlite::params;
use uuid::Uuid;

use super::cell::Cell;
use super::{Result, Snapshot, StoreError};
use crate::domain::{BatchEntry, ChangeEntry, FieldType, KINDS, Kind, RecordId};

/// The number of characters of a batch's short id that are shown.
pub(super) const BATCH_SHOWN: usize = 6;

impl Snapshot<'_> {
    /// Returns at most `limit` batches, newest first, each with at most `changes` changes; with `of`, only
    /// the batches and changes of one record.
    pub fn list_history(
        &self,
        of: Option<RecordId>,
        limit: usize,
        changes: usize,
    ) -> Result<Vec<BatchEntry>> {
        let of = of
            .map(|id| Ok::<_, StoreError>((id, super::lookup::row_of(self.connection, id)?)))
            .transpose()?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let condition = match of {
            Some((_, (_, kind))) => {
                format!("id IN (SELECT batch FROM change WHERE {})", of_record(kind))
            }
            None => "?1 IS NULL AND ?2 IS NULL".to_owned(),
        };
        let sql = format!(
            "SELECT id, short, kind, label, at, applied IS NOT NULL,
                    (SELECT count(*) FROM change WHERE batch = batch.id)
             FROM batch WHERE {condition} ORDER BY id DESC LIMIT ?3"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let (row, id) = (of.map(|(_, (row, _))| row), of.map(|(id, _)| id.0));
        let mut rows = statement.query(params![row, id, limit])?;
        let mut out = Vec::new();
        while let Some(found) = rows.next()? {
            let id: i64 = found.get(0)?;
            out.push(BatchEntry {
                short: found.get::<_, String>(1)?.chars().take(BATCH_SHOWN).collect(),
                kind: found.get(2)?,
                label: found.get(3)?,
                at: found.get(4)?,
                in_force: found.get(5)?,
                changes: self.changes_in(id, of, changes)?,
                count: usize::try_from(found.get::<_, i64>(6)?).unwrap_or(0),
            });
        }
        Ok(out)
    }

    /// Returns the columns of a record that batches in force changed whose labels do not begin with `label`; `None` if
    /// such a batch created the record.
    pub fn edited_fields(&self, id: RecordId, label: &str) -> Result<Option<Vec<String>>> {
        let (row, _) = super::lookup::row_of(self.connection, id)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT field FROM change JOIN batch ON batch.id = change.batch
             WHERE change.record = ?1 AND batch.kind = 'do' AND batch.applied IS NOT NULL
                 AND substr(batch.label, 1, length(?2)) <> ?2",
        )?;
        let fields: Vec<Option<String>> =
            statement.query_map(params![row, label], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(fields.into_iter().collect())
    }

    /// Returns the columns of a record with the days on which they were written last, and the day on which the record was
    /// added for the empty column. Changes that were undone do not count.
    pub fn written_on(&self, id: RecordId) -> Result<Vec<(String, NaiveDate)>> {
        let (row, _) = super::lookup::row_of(self.connection, id)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(field, ''), max(batch.at) FROM change JOIN batch ON batch.id = change.batch
             WHERE record = ?1 AND batch.applied IS NOT NULL GROUP BY field",
        )?;
        let rows = statement.query_map([row], |row| {
            let at: String = row.get(1)?;
            Ok((row.get::<_, String>(0)?, at.get(..10).and_then(|day| day.parse::<NaiveDate>().ok())))
        })?;
        let mut out = Vec::new();
        for row in rows {
            let (field, day) = row?;
            out.extend(day.map(|day| (field, day)));
        }
        Ok(out)
    }

    /// Returns the number of batches, and the UUID of the latest one.
    pub fn extent(&self) -> Result<(i64, Option<Uuid>)> {
        let sql = "SELECT count(*), (SELECT uuid FROM batch ORDER BY id DESC LIMIT 1) FROM batch";
        Ok(self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Returns the days of the first and of the last batch after a day; with `None`, of all batches.
    pub fn days_of_changes(
        &self,
        after: Option<NaiveDate>,
    ) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
        let sql =
            "SELECT min(substr(at, 1, 10)), max(substr(at, 1, 10)) FROM batch WHERE ?1 IS NULL OR at >= ?1";
        let after = after.and_then(|day| day.succ_opt()).map(|day| day.to_string());
        let day = |text: Option<String>| text.and_then(|text| text.parse().ok());
        Ok(self.connection.query_row(sql, [after], |row| Ok((day(row.get(0)?), day(row.get(1)?))))?)
    }

    /// Returns all changes of the batch with this short id.
    pub fn batch_changes(&self, short: &str) -> Result<Vec<ChangeEntry>> {
        let id =
            self.connection.query_row("SELECT id FROM batch WHERE short = ?1", [short], |row| row.get(0))?;
        self.changes_in(id, None, usize::MAX)
    }

    /// Returns at most `limit` changes of a batch; with `of`, only those of a record, of its parts, and of
    /// links to it.
    fn changes_in(
        &self,
        batch: i64,
        of: Option<(RecordId, (i64, Kind))>,
        limit: usize,
    ) -> Result<Vec<ChangeEntry>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let condition = match of {
            Some((_, (_, kind))) => of_record(kind),
            None => "?1 IS NULL AND ?2 IS NULL".to_owned(),
        };
        let sql = format!(
            "SELECT record.id, record.uuid, record.kind, record.short, field, before, after
             FROM change JOIN record ON record.id = change.record
             WHERE batch = ?4 AND ({condition}) ORDER BY change.id LIMIT ?3"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let (row, id) = (of.map(|(_, (row, _))| row), of.map(|(id, _)| id.0));
        let mut rows = statement.query(params![row, id, limit, batch])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(kind) = Kind::from_word(&row.get::<_, String>("kind")?) else { continue };
            let (title, _) = super::lookup::title_of(self.connection, row.get("id")?, kind)?;
            let field: Option<String> = row.get("field")?;
            let (before, after) = (Cell::read(row.get_ref("before")?), Cell::read(row.get_ref("after")?));
            let whole = field.is_none();
            out.push(ChangeEntry {
                record: RecordId(row.get::<_, Uuid>("uuid")?),
                short: super::lookup::shown(self.connection, &row.get::<_, String>("short")?)?,
                kind,
                title,
                field,
                before: before.json(),
                after: match after {
                    Cell::Text(text) if whole => {
                        serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text))
                    }
                    other => other.json(),
                },
            });
        }
        Ok(out)
    }
}

/// Returns the condition for the changes of the record in row `?1` with UUID `?2`: to the record, to its
/// parts, and to the links of other records to it.
fn of_record(kind: Kind) -> String {
    let mut condition = format!("change.record IN ({})", super::revision::with_parts(kind));
    for info in KINDS {
        for field in info.fields.iter().filter(|field| field.ty == FieldType::Refs(kind)) {
            condition.push_str(&format!(" OR field = 'link:{}' AND ?2 IN (before, after)", field.column));
        }
    }
    condition
}
