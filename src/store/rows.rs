//! Writes the rows of records within a batch, and the changes of their fields with them.

use rusqlite::{OptionalExtension, params};

use super::batch::{Batch, Touch};
use super::table::{Cell, Holds, Table};
use super::{Result, StoreError, checksum, derive};
use crate::domain::id::short_id;
use crate::domain::{Kind, RecordId};

impl Batch<'_> {
    /// Writes a new record; history keeps all of it in one row.
    pub(super) fn insert(&mut self, kind: Kind, fields: &[(&'static str, Cell)]) -> Result<RecordId> {
        let uuid = self.new_uuid();
        self.tx
            .prepare_cached("INSERT INTO record (uuid, kind, short) VALUES (?1, ?2, ?3)")?
            .execute(params![uuid, kind.word(), short_id(uuid)])?;
        let id = self.tx.last_insert_rowid();
        let mut columns: Vec<(&str, Cell)> = vec![("id", Cell::Int(id))];
        for (name, value) in fields {
            columns.push((name, self.stored(value)?));
        }
        columns.push(("logged_at", self.at.as_str().into()));
        columns.push(("updated_at", self.at.as_str().into()));
        columns.extend(derive::columns(kind, fields, &self.at));
        self.insert_row(id, kind, &columns, fields)?;
        self.touched.insert((id, kind), Touch::New);
        Ok(RecordId(uuid))
    }

    /// Writes the row of a record that has its identity; history keeps the fields.
    pub(super) fn insert_row(
        &mut self,
        id: i64,
        kind: Kind,
        columns: &[(&str, Cell)],
        fields: &[(&'static str, Cell)],
    ) -> Result<()> {
        let mut columns = columns.to_vec();
        let sum = checksum::of_columns(&columns, checksum::defaults(&self.tx, kind)?);
        columns.push(("checksum", Cell::Int(sum)));
        self.verified.insert((id, kind));
        let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let marks = vec!["?"; columns.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", Table::of(kind).name, names.join(", "));
        self.tx
            .prepare_cached(&sql)?
            .execute(rusqlite::params_from_iter(columns.iter().map(|(_, value)| value)))?;
        let all: serde_json::Map<String, serde_json::Value> = fields
            .iter()
            .filter(|(_, value)| *value != Cell::Null)
            .map(|(name, value)| ((*name).to_owned(), value.json()))
            .collect();
        let all = Cell::Text(serde_json::Value::Object(all).to_string());
        self.record_change(id, None, &Cell::Null, &all)
    }

    /// Sets the fields that differ between what was read and what is to be written; returns their names.
    /// A value that this version does not understand was read as something else: it stays as it is, as
    /// long as nobody chose another.
    pub(super) fn set_changed(
        &mut self,
        id: i64,
        kind: Kind,
        read: &[(&'static str, Cell)],
        wanted: &[(&'static str, Cell)],
    ) -> Result<Vec<&'static str>> {
        let mut changed = Vec::new();
        for (field, value) in wanted {
            let same = read.iter().any(|(each, was)| each == field && was == value);
            if !same && self.set(id, kind, field, value)? {
                changed.push(*field);
            }
        }
        Ok(changed)
    }

    /// Sets a field, and keeps what it was; a field of a newer version is kept beside.
    pub(super) fn set(&mut self, id: i64, kind: Kind, field: &str, value: &Cell) -> Result<bool> {
        let before = self.field(id, kind, field)?;
        if before == *value {
            return Ok(false);
        }
        self.verify(id, kind)?;
        let table = Table::of(kind);
        if table.holds(field) == Some(Holds::Reference) {
            // What it leaves changes too.
            self.touch_owner(id, kind)?;
        }
        if field == "deleted_at" || table.holds(field).is_some() {
            let sql = format!("UPDATE {} SET \"{field}\" = ?1, updated_at = ?2 WHERE id = ?3", table.name);
            self.tx.prepare_cached(&sql)?.execute(params![self.stored(value)?, self.at, id])?;
        } else {
            let sql = format!(
                "UPDATE {} SET extra = json_set(coalesce(extra, '{{}}'), '$.' || json_quote(?1), ?2),
                 updated_at = ?3 WHERE id = ?4",
                table.name
            );
            self.tx.prepare_cached(&sql)?.execute(params![field, value, self.at, id])?;
        }
        self.record_change(id, Some(field), &before, value)?;
        self.touched.insert((id, kind), Touch::Changed);
        self.touch_owner(id, kind)?;
        Ok(true)
    }

    /// What a figure or an outcome says is found by its win; a metric stands where its latest value
    /// does.
    pub(super) fn touch_owner(&mut self, id: i64, kind: Kind) -> Result<()> {
        let sql = match kind {
            Kind::Value => "SELECT metric, 'metric' FROM value WHERE id = ?1",
            Kind::Figure => "SELECT win, 'win' FROM figure WHERE id = ?1",
            Kind::Milestone => "SELECT goal, 'goal' FROM milestone WHERE id = ?1",
            Kind::CheckIn => "SELECT goal, 'goal' FROM check_in WHERE id = ?1",
            Kind::FollowUp => {
                "SELECT about, record.kind FROM follow_up JOIN record ON record.id = about WHERE follow_up.id = ?1"
            }
            _ => return Ok(()),
        };
        let (owner, word): (i64, String) =
            self.tx.prepare_cached(sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if let Some(kind) = Kind::from_word(&word) {
            self.verify(owner, kind)?;
            self.touched.insert((owner, kind), Touch::Changed);
        }
        Ok(())
    }

    /// What a field holds now; references as identities.
    pub(super) fn field(&self, id: i64, kind: Kind, field: &str) -> Result<Cell> {
        let table = Table::of(kind);
        let column = match table.holds(field) {
            Some(Holds::Reference) => format!("(SELECT uuid FROM record WHERE id = t.\"{field}\")"),
            Some(_) => format!("t.\"{field}\""),
            None if field == "deleted_at" => "t.deleted_at".to_owned(),
            None => "json_extract(t.extra, '$.' || json_quote(?2))".to_owned(),
        };
        let sql = format!("SELECT {column} FROM {} t WHERE t.id = ?1 AND ?2 IS NOT NULL", table.name);
        let cell = self
            .tx
            .prepare_cached(&sql)?
            .query_row(params![id, field], |row| Ok(Cell::read(row.get_ref(0)?)))
            .optional()?;
        cell.ok_or_else(|| StoreError::Damaged(format!("a {kind} of the history has no row")))
    }

    /// Deletes a record softly; what belongs to it is the caller's to delete.
    pub(super) fn delete(&mut self, id: i64, kind: Kind) -> Result<bool> {
        if self.field(id, kind, "deleted_at")? != Cell::Null {
            return Ok(false);
        }
        let at = Cell::Text(self.at.clone());
        self.set(id, kind, "deleted_at", &at)
    }

    /// A value as its column holds it: references as rows.
    pub(super) fn stored(&self, value: &Cell) -> Result<Cell> {
        match value {
            Cell::Ref(uuid) => Ok(Cell::Int(self.row(RecordId(*uuid))?.0)),
            other => Ok(other.clone()),
        }
    }
}
