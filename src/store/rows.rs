//! Writes the rows of records, and records the changes of their fields in the history.

use rusqlite::{OptionalExtension, params};

use super::batch::Batch;
use super::cell::Cell;
use super::derived_columns::Dirty;
use super::{Result, StoreError, checksum, derived_columns};
use crate::domain::id::short_id;
use crate::domain::{FieldType, Kind, RecordId};

impl Batch<'_> {
    /// Inserts a record with a new id; the history has all its fields in one change.
    pub(super) fn insert_fields(&mut self, kind: Kind, fields: &[(&'static str, Cell)]) -> Result<RecordId> {
        self.id()?;
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
        columns.extend(derived_columns::columns(kind, fields, &self.at));
        self.insert_row(id, kind, &columns, fields)?;
        self.dirty.insert((id, kind), Dirty::New);
        Ok(RecordId(uuid))
    }

    /// Inserts the row of a record that the table `record` contains already; the history has `fields` in one
    /// change.
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
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", kind.table(), names.join(", "));
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

    /// Sets a field and records the change; returns `false` if the field has this value already. A field of a
    /// newer version is stored in `extra`.
    pub(super) fn set(&mut self, id: i64, kind: Kind, field: &str, value: &Cell) -> Result<bool> {
        let before = self.field(id, kind, field)?;
        if before == *value {
            return Ok(false);
        }
        self.verify(id, kind)?;
        self.id()?;
        let known = kind.info().by_column(field);
        if known.is_some_and(|known| matches!(known.ty, FieldType::Ref(_))) {
            // The present owner changes too.
            self.mark_owner_dirty(id, kind)?;
        }
        if field == "deleted_at" || known.is_some() {
            let sql = format!("UPDATE {} SET \"{field}\" = ?1, updated_at = ?2 WHERE id = ?3", kind.table());
            self.tx.prepare_cached(&sql)?.execute(params![self.stored(value)?, self.at, id])?;
        } else {
            let sql = format!(
                "UPDATE {} SET extra = json_set(coalesce(extra, '{{}}'), '$.' || json_quote(?1), ?2),
                 updated_at = ?3 WHERE id = ?4",
                kind.table()
            );
            self.tx.prepare_cached(&sql)?.execute(params![field, value, self.at, id])?;
        }
        self.record_change(id, Some(field), &before, value)?;
        self.dirty.insert((id, kind), Dirty::Changed);
        self.mark_owner_dirty(id, kind)?;
        Ok(true)
    }

    /// Marks the owner of a record as changed, because its search text and its order depend on its parts.
    pub(super) fn mark_owner_dirty(&mut self, id: i64, kind: Kind) -> Result<()> {
        let Some(column) = kind.info().owner else { return Ok(()) };
        let sql = format!(
            "SELECT record.id, record.kind FROM {} t JOIN record ON record.id = t.\"{column}\" WHERE t.id = ?1",
            kind.table()
        );
        let (owner, word): (i64, String) =
            self.tx.prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if let Some(kind) = Kind::from_word(&word) {
            self.mark_dirty(owner, kind)?;
            self.dirty.insert((owner, kind), Dirty::Changed);
        }
        Ok(())
    }

    /// Returns the present value of a field; a reference as a UUID.
    pub(super) fn field(&self, id: i64, kind: Kind, field: &str) -> Result<Cell> {
        let column = match kind.info().by_column(field).map(|known| known.ty) {
            Some(FieldType::Ref(_)) => format!("(SELECT uuid FROM record WHERE id = t.\"{field}\")"),
            Some(_) => format!("t.\"{field}\""),
            None if field == "deleted_at" => "t.deleted_at".to_owned(),
            None => "json_extract(t.extra, '$.' || json_quote(?2))".to_owned(),
        };
        let sql = format!("SELECT {column} FROM {} t WHERE t.id = ?1 AND ?2 IS NOT NULL", kind.table());
        let cell = self
            .tx
            .prepare_cached(&sql)?
            .query_row(params![id, field], |row| Ok(Cell::read(row.get_ref(0)?)))
            .optional()?;
        cell.ok_or_else(|| StoreError::Damaged(format!("a {kind} of the history has no row")))
    }

    /// Marks a row as deleted, without its parts; returns `false` if it is deleted already.
    pub(super) fn delete(&mut self, id: i64, kind: Kind) -> Result<bool> {
        if self.field(id, kind, "deleted_at")? != Cell::Null {
            return Ok(false);
        }
        let at = Cell::Text(self.at.clone());
        self.set(id, kind, "deleted_at", &at)
    }

    /// Returns a value as its column stores it: a reference as a row.
    pub(super) fn stored(&self, value: &Cell) -> Result<Cell> {
        match value {
            Cell::Ref(uuid) => Ok(Cell::Int(self.row(RecordId(*uuid))?.0)),
            other => Ok(other.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LabelKind;
    use crate::domain::{DateRange, Reading, ReadingStatus, Win, WinView};
    use crate::store::Store;
    use crate::store::tests::journal;

    /// A change of a win.
    type Write = fn(&mut Batch<'_>, &WinView) -> Result<()>;

    fn titled(title: &str) -> Win {
        Win {
            title: title.into(),
            guess: "delivery".into(),
            when: Some(DateRange::year(2026)),
            ..Win::default()
        }
    }

    #[test]
    fn writes_to_a_damaged_row_are_refused_and_check_still_reports_it() {
        let (_directory, mut store, stamp) = journal();
        let mut batch = store.begin("add", stamp).unwrap();
        let draft = |title: &str| Win { when: Some(DateRange::year(2026)), ..titled(title) };
        let mut add = |title: &str| batch.insert(&draft(title)).unwrap();
        let (damaged, whole) = (add("Halved the build time"), add("Halved the test time"));
        batch.commit().unwrap();
        store
            .connection
            .execute(
                "UPDATE win SET title = 'Halved the cuild time' WHERE title = 'Halved the build time'",
                [],
            )
            .unwrap();
        let found = store.snapshot().unwrap().check_to(crate::store::Depth::Data).unwrap();
        assert_eq!(found.len(), 1);
        // Every write to the damaged row is refused: a field, a name, a deletion.
        let writes: [Write; 3] = [
            |batch, win| {
                let starred = Win { starred: true, ..win.body.clone() };
                batch.update(&win.stored, &starred).map(|_| ())
            },
            |batch, win| batch.insert_labels(win.id.into(), LabelKind::Tag, &["ci".into()]),
            |batch, win| batch.delete_record(win.id.into()),
        ];
        for write in writes {
            let (damaged, whole) = (
                store.snapshot().unwrap().find_win(damaged).unwrap(),
                store.snapshot().unwrap().find_win(whole).unwrap(),
            );
            let mut batch = store.begin("edit", stamp).unwrap();
            let refused = write(&mut batch, &damaged);
            assert!(matches!(refused, Err(StoreError::DamagedRecord { .. })), "{refused:?}");
            drop(batch);
            assert_eq!(store.snapshot().unwrap().check_to(crate::store::Depth::Data).unwrap(), found);
            // The other row can be changed.
            let mut batch = store.begin("edit", stamp).unwrap();
            write(&mut batch, &whole).unwrap();
            batch.commit().unwrap();
            assert_eq!(store.snapshot().unwrap().check_to(crate::store::Depth::Data).unwrap(), found);
        }
    }

    #[test]
    fn an_edit_of_other_fields_preserves_the_values_of_a_newer_version() {
        let (_directory, mut store, stamp) = journal();
        let mut batch = store.begin("add", stamp).unwrap();
        let win = batch.insert(&titled("A win")).unwrap();
        let draft = Reading { title: "A book".into(), ..Reading::default() };
        let book = batch.insert_reading(&draft).unwrap();
        batch.commit().unwrap();
        // Values as a newer program writes them.
        let newer = [
            (Kind::Win, "happened", "2026-W09"),
            (Kind::Win, "status", "waiting"),
            (Kind::Reading, "status", "paused"),
            (Kind::Reading, "progress", "audio 3h20"),
            (Kind::Reading, "medium", "game"),
        ];
        for (kind, field, value) in newer {
            let sql = format!("UPDATE {} SET {field} = ?1", kind.table());
            store.connection.execute(&sql, [value]).unwrap();
        }
        let ids: Vec<(i64, String)> = {
            let mut found = store.connection.prepare("SELECT id, kind FROM record").unwrap();
            let rows = found.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.collect::<rusqlite::Result<_>>().unwrap()
        };
        for (id, kind) in ids {
            checksum::store_of_row(&store.connection, id, Kind::from_word(&kind).unwrap()).unwrap();
        }
        let before = store.snapshot().unwrap().find_win(win).unwrap();
        let edited = Win { starred: true, notes: "n".into(), audience: "all".into(), ..before.draft() };
        let reading = store.snapshot().unwrap().find::<Reading>(book).unwrap();
        let read = Reading { rating: Some(4), takeaways: "t".into(), ..reading.body.clone() };
        let mut batch = store.begin("edit", stamp).unwrap();
        batch.update(&before.stored, &edited).unwrap();
        batch.update(&reading, &read).unwrap();
        batch.commit().unwrap();
        for (kind, field, value) in newer {
            let sql = format!("SELECT {field} FROM {}", kind.table());
            let kept: String = store.connection.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert_eq!(kept, value, "{kind} {field}");
        }
        assert_eq!(store.snapshot().unwrap().find::<Reading>(book).unwrap().rating, Some(4));
        // A value that the user chooses replaces the stored value.
        let reading = store.snapshot().unwrap().find::<Reading>(book).unwrap();
        let read = Reading { status: ReadingStatus::Finished, ..reading.body.clone() };
        let mut batch = store.begin("edit", stamp).unwrap();
        batch.update(&reading, &read).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.snapshot().unwrap().find::<Reading>(book).unwrap().status, ReadingStatus::Finished);
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
    }

    #[test]
    fn a_field_of_a_newer_version_is_stored_and_undone() {
        let (_directory, mut store, stamp) = journal();
        let mut batch = store.begin("add", stamp).unwrap();
        let id = batch.insert(&titled("Kept")).unwrap();
        batch.commit().unwrap();
        let mut batch = store.begin("from a newer version", stamp).unwrap();
        let (row, kind) = batch.row(id.into()).unwrap();
        batch.set(row, kind, "mood", &"proud".into()).unwrap();
        batch.commit().unwrap();
        let extra = |store: &Store| -> Option<String> {
            store.connection.query_row("SELECT extra FROM win", [], |row| row.get(0)).unwrap()
        };
        assert_eq!(extra(&store).as_deref(), Some("{\"mood\":\"proud\"}"));
        let target = store.snapshot().unwrap().batches_in_force(1).unwrap()[0].0;
        store.undo(target, stamp).unwrap();
        assert!(extra(&store).is_some_and(|extra| !extra.contains("proud")));
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
    }
}
