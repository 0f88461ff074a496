//! Reads and writes records of every kind, by the descriptions of their fields.

use std::collections::HashSet;

use rusqlite::Params;

use super::batch::Batch;
use super::cell::Cell;
use super::links::Linked;
use super::load::{json_rows, load};
use super::{Result, Snapshot, StoreError, checksum};
use crate::domain::id::Identity as _;
use crate::domain::{FieldType, Names, Record, RecordId, Stored, Value, fold};

impl Snapshot<'_> {
    /// Returns a record with its revision, deleted or not. Returns [`StoreError::Damaged`] if it does not
    /// exist.
    pub fn find<T: Record>(&self, id: T::Id) -> Result<Stored<T>> {
        let (row, kind) = super::lookup::row_of(self.connection, id.into())?;
        let revision = super::revision::revision(self.connection, row, kind)?;
        let found = load::<T>(self.connection, "t.id = ?1", [row])?.pop();
        let (_, mut record) =
            found.ok_or_else(|| StoreError::Damaged(format!("a {kind} that is referred to is missing")))?;
        record.meta.revision = revision;
        Ok(record)
    }

    /// Returns the records that match `condition`, SQL on the table `t` that may end with `ORDER BY`.
    pub(super) fn list<T: Record>(&self, condition: &str, values: impl Params) -> Result<Vec<Stored<T>>> {
        let found = load::<T>(self.connection, condition, values)?;
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }
}

impl From<Value<'_>> for Cell {
    /// Returns the value of a column; links have no column and are null.
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Null | Value::Names(_) | Value::Refs(_) => Self::Null,
            Value::Text(text) => Self::Text(text.into_owned()),
            Value::Int(number) => Self::Int(number),
            Value::Real(number) => Self::Real(number),
            Value::Ref(named) => Self::Ref(named.id.0),
        }
    }
}

impl Batch<'_> {
    /// Inserts a record with its links.
    pub fn insert<T: Record>(&mut self, body: &T) -> Result<T::Id> {
        let mut fields = Vec::new();
        for field in T::FIELDS.iter().filter(|field| field.info.ty.is_column()) {
            let cell = Cell::from((field.get)(body));
            let defaults = checksum::defaults(&self.tx, T::KIND)?;
            let default = defaults.iter().find(|(column, _)| column == field.info.column);
            if cell != Cell::Null && default.is_none_or(|(_, default)| cell != *default) {
                fields.push((field.info.column, cell));
            }
        }
        let id = self.insert_fields(T::KIND, &fields)?;
        // The search text of an owner includes the texts of its parts.
        let owner = fields.iter().find(|(column, _)| Some(*column) == T::KIND.info().owner);
        if let Some((_, Cell::Ref(owner))) = owner {
            let (row, kind) = self.row(RecordId(*owner))?;
            self.mark_dirty(row, kind)?;
        }
        for field in T::FIELDS.iter().filter(|field| field.info.ty.is_link()) {
            self.update_links(id, field.info.column, &[], &links_of((field.get)(body)))?;
        }
        Ok(T::Id::from_uuid(id.0))
    }

    /// Writes the differences between `before`, the record as it was read, and `now`; returns the columns and
    /// the kinds of link that changed. A value that this version cannot parse stays, unless the user chose
    /// another. Returns [`StoreError::DamagedRecord`] if the checksum of the row is wrong.
    pub fn update<T: Record>(&mut self, before: &Stored<T>, now: &T) -> Result<Vec<&'static str>> {
        let (row, kind) = self.row(before.id.into())?;
        let mut changed = Vec::new();
        for field in T::FIELDS.iter().filter(|field| field.info.ty != FieldType::Parts) {
            let name = field.info.name;
            let chosen = before.unread().get(name).is_some() && now.unread().get(name).is_none();
            let (was, is) = ((field.get)(before), (field.get)(now));
            let column = field.info.column;
            let wrote = if field.info.ty.is_link() {
                self.update_links(before.id.into(), column, &links_of(was), &links_of(is))?
            } else {
                let (was, is) = (Cell::from(was), Cell::from(is));
                (chosen || was != is) && self.set(row, kind, column, &is)?
            };
            if wrote {
                changed.push(column);
            }
        }
        Ok(changed)
    }

    /// Changes the links of a kind from `was` to `is`. Stored links that are not in `was` stay.
    fn update_links(
        &mut self,
        owner: RecordId,
        column: &'static str,
        was: &[Linked],
        is: &[Linked],
    ) -> Result<bool> {
        let (row, kind) = self.row(owner)?;
        let mut changed = false;
        // Links are removed from the last to the first: undo inverts the changes in reverse, which restores
        // the order.
        let keys = |links: &[Linked]| -> HashSet<String> { links.iter().map(Linked::folded).collect() };
        let (was_keys, is_keys) = (keys(was), keys(is));
        for gone in was.iter().rev().filter(|link| !is_keys.contains(&link.folded())) {
            changed |= self.unlink(row, kind, column, gone)?;
        }
        for link in is.iter().filter(|link| !was_keys.contains(&link.folded())) {
            let link = match link {
                Linked::Name(name) => Linked::Name(self.spelling(column, name)?),
                Linked::Record(id) => Linked::Record(*id),
            };
            changed |= self.link(row, kind, column, &link)?;
        }
        Ok(changed)
    }

    /// Returns a live record other than `own` with the same unique values. Until the commit, no other program
    /// can create such a record.
    pub fn find_twin<T: Record>(&self, body: &T, own: Option<T::Id>) -> Result<Option<RecordId>> {
        let info = T::KIND.info();
        let own = own.map(|id| self.row(id.into())).transpose()?.map(|(row, _)| row);
        let (mut values, mut conditions, mut links) =
            (vec![own.map_or(Cell::Null, Cell::Int)], Vec::new(), Vec::new());
        for column in info.unique {
            let Some(field) = T::FIELDS.iter().find(|field| field.info.column == *column) else { continue };
            if field.info.ty.is_link() {
                links.push((*column, links_of((field.get)(body))));
                continue;
            }
            let folded = info.names != Names::None && *column == info.title[0];
            let cell = match Cell::from((field.get)(body)) {
                Cell::Text(text) if folded => Cell::Text(fold(&text)),
                cell => self.stored(&cell)?,
            };
            values.push(cell);
            conditions.push(format!(
                " AND t.\"{}\" IS ?{}",
                if folded { "folded" } else { column },
                values.len()
            ));
        }
        let sql = format!(
            "SELECT t.id, record.uuid FROM {} t JOIN record USING (id)
             WHERE t.deleted_at IS NULL AND t.id IS NOT ?1{}",
            T::KIND.table(),
            conditions.concat()
        );
        let mut statement = self.tx.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let mut same = true;
            for (column, wanted) in &links {
                same &= self.has_links(row.get(0)?, column, wanted)?;
            }
            if same {
                return Ok(Some(RecordId(row.get(1)?)));
            }
        }
        Ok(None)
    }

    /// Returns the live record with the same unique values.
    pub fn find_stored_twin<T: Record>(&self, body: &T) -> Result<Option<Stored<T>>> {
        self.find_twin(body, None)?.map(|id| self.find(T::Id::from_uuid(id.0))).transpose()
    }

    /// Returns the records that match `condition`, SQL on the table `t` that may end with `ORDER BY`.
    pub(super) fn list<T: Record>(&self, condition: &str, values: impl Params) -> Result<Vec<Stored<T>>> {
        Ok(load::<T>(&self.tx, condition, values)?.into_iter().map(|(_, record)| record).collect())
    }

    /// Returns a record without its revision, deleted or not. Returns [`StoreError::Damaged`] if it does not
    /// exist.
    pub fn find<T: Record>(&self, id: T::Id) -> Result<Stored<T>> {
        let (row, kind) = self.row(id.into())?;
        let found = load::<T>(&self.tx, "t.id = ?1", [row])?.pop();
        found
            .map(|(_, record)| record)
            .ok_or_else(|| StoreError::Damaged(format!("a {kind} that is referred to is missing")))
    }

    /// Returns the records that are not deleted, in the same order.
    pub fn live(&self, ids: &[RecordId]) -> Result<Vec<RecordId>> {
        let mut out = Vec::with_capacity(ids.len());
        for id in ids {
            if !self.is_gone(*id)? {
                out.push(*id);
            }
        }
        Ok(out)
    }

    /// Returns records of one kind in the order of their rows, without their revisions. Returns
    /// [`StoreError::Damaged`] if an id does not exist.
    pub fn find_many<T: Record>(&self, ids: &[RecordId]) -> Result<Vec<Stored<T>>> {
        let rows = ids.iter().map(|id| Ok(self.row(*id)?.0)).collect::<Result<Vec<i64>>>()?;
        let rows = json_rows(rows.into_iter());
        self.list("t.id IN (SELECT value FROM json_each(?1)) ORDER BY t.id", [rows])
    }

    /// Returns `true` if a row has exactly these links of a kind, in order.
    fn has_links(&self, row: i64, column: &str, wanted: &[Linked]) -> Result<bool> {
        let found: Vec<String> = self
            .tx
            .prepare_cached("SELECT folded FROM link WHERE owner = ?1 AND kind = ?2 ORDER BY id")?
            .query_map(rusqlite::params![row, column], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found.len() == wanted.len()
            && found.iter().zip(wanted).all(|(found, link)| *found == link.folded()))
    }
}

fn links_of(value: Value<'_>) -> Vec<Linked> {
    match value {
        Value::Names(names) => names.iter().cloned().map(Linked::Name).collect(),
        Value::Refs(refs) => refs.into_iter().map(|named| Linked::Record(named.id.0)).collect(),
        _ => Vec::new(),
    }
}
