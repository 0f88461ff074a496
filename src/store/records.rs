//! Records of every kind, in and out by the descriptions of their fields.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use rusqlite::Params;
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::links::Linked;
use super::{Result, Store, StoreError, checksum};
use crate::domain::id::Identity as _;
use crate::domain::{
    Field, FieldType, Kind, Meta, NamedRef, Names, Record, RecordId, Stored, Unreadable, Value, fold,
};

/// The name of the row's own columns in the query of [`Store::load`].
const OWN: usize = 4;

impl Store {
    /// Returns a record, deleted or not, with its revision.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when there is none; otherwise when the journal cannot be read.
    pub fn find<T: Record>(&self, id: T::Id) -> Result<Stored<T>> {
        let (row, kind) = super::ids::row_of(&self.connection, id.into())?;
        // The revision first: what another program writes meanwhile is newer than it, and an edit is refused.
        let revision = super::revision::revision(&self.connection, row, kind)?;
        let found = self.load::<T>("t.id = ?1", [row])?.pop();
        let (_, mut record) =
            found.ok_or_else(|| StoreError::Damaged(format!("a {kind} that is referred to is missing")))?;
        record.meta.revision = revision;
        Ok(record)
    }

    /// Returns the records of a condition on `t`, with their rows, in its order.
    pub(super) fn load<T: Record>(
        &self,
        condition: &str,
        values: impl Params,
    ) -> Result<Vec<(i64, Stored<T>)>> {
        let columns: Vec<&'static Field<T>> =
            T::FIELDS.iter().filter(|field| field.info.ty.is_column()).collect();
        let names: Vec<String> =
            columns.iter().map(|field| format!(", t.\"{}\"", field.info.column)).collect();
        let names = names.concat();
        let table = T::KIND.table();
        let sql = format!(
            "SELECT t.id, mine.uuid, t.logged_at, t.updated_at{names}
             FROM {table} t JOIN record mine ON mine.id = t.id WHERE {condition}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut out: Vec<(i64, Stored<T>)> = Vec::new();
        let mut references: Vec<(usize, &'static Field<T>, i64)> = Vec::new();
        while let Some(row) = rows.next()? {
            let mut body = T::default();
            for (at, field) in columns.iter().enumerate() {
                let cell = Cell::read(row.get_ref(OWN + at)?);
                match (field.info.ty, &cell) {
                    (FieldType::Ref(_), Cell::Int(target)) => references.push((out.len(), *field, *target)),
                    _ => take(&mut body, field, &cell),
                }
            }
            let meta = Meta {
                logged_at: super::wins::instant(row, 2)?,
                updated_at: super::wins::instant(row, 3)?,
                revision: 0,
            };
            out.push((row.get(0)?, Stored { id: T::Id::from_uuid(row.get(1)?), meta, body }));
        }
        self.add_references(&mut out, &references)?;
        self.add_links(&mut out)?;
        Ok(out)
    }

    fn add_references<T: Record>(
        &self,
        records: &mut [(i64, Stored<T>)],
        references: &[(usize, &'static Field<T>, i64)],
    ) -> Result<()> {
        let wanted: HashSet<i64> = references.iter().map(|(.., target)| *target).collect();
        let names = self.named(&wanted)?;
        for (at, field, target) in references {
            if let Some((named, _)) = names.get(target) {
                // A reference is always understood.
                let _ = (field.set)(&mut records[*at].1.body, Value::Ref(named.clone()));
            }
        }
        Ok(())
    }

    /// Reads the names and the references that records are linked to, in one query for all of them.
    fn add_links<T: Record>(&self, records: &mut [(i64, Stored<T>)]) -> Result<()> {
        let fields: Vec<&'static Field<T>> =
            T::FIELDS.iter().filter(|field| field.info.ty.is_link()).collect();
        if fields.is_empty() || records.is_empty() {
            return Ok(());
        }
        let place: HashMap<i64, usize> =
            records.iter().enumerate().map(|(at, (row, _))| (*row, at)).collect();
        let wanted = json_rows(records.iter().map(|(row, _)| *row));
        let mut statement = self.connection.prepare_cached(
            "SELECT owner, kind, name, target FROM link
             WHERE owner IN (SELECT value FROM json_each(?1)) ORDER BY id",
        )?;
        let mut rows = statement.query([wanted])?;
        let mut found: Vec<(usize, usize, std::result::Result<String, i64>)> = Vec::new();
        let mut targets = HashSet::new();
        while let Some(row) = rows.next()? {
            let kind = row.get_ref(1)?.as_str().unwrap_or("");
            let Some(field) = fields.iter().position(|field| field.info.column == kind) else { continue };
            let Some(at) = place.get(&row.get(0)?) else { continue };
            let link = match (row.get(2)?, row.get(3)?) {
                (Some(name), _) => Ok(name),
                (None, Some(target)) => {
                    targets.insert(target);
                    Err(target)
                }
                (None, None) => continue,
            };
            found.push((*at, field, link));
        }
        let names = self.named(&targets)?;
        let mut all: HashMap<(usize, usize), Links> = HashMap::new();
        for (at, field, link) in found {
            let Links { texts, refs } = all.entry((at, field)).or_default();
            match link {
                Ok(name) => texts.push(name),
                Err(target) => {
                    refs.extend(names.get(&target).filter(|(_, gone)| !gone).map(|(named, _)| named.clone()));
                }
            }
        }
        for ((at, field), Links { texts, refs }) in all {
            let field = fields[field];
            let raw = texts.join(", ");
            let value = match field.info.ty {
                FieldType::Refs(_) => Value::Refs(refs),
                _ => Value::Names(Cow::Owned(texts)),
            };
            let body = &mut records[at].1.body;
            if (field.set)(body, value) == Err(Unreadable) {
                body.unread_mut().keep(field.info.name, raw);
            }
        }
        Ok(())
    }

    /// Returns the identities and names of rows, and whether each is deleted: one query for each kind.
    fn named(&self, rows: &HashSet<i64>) -> Result<HashMap<i64, (NamedRef<RecordId>, bool)>> {
        let mut out = HashMap::new();
        if rows.is_empty() {
            return Ok(out);
        }
        let wanted = json_rows(rows.iter().copied());
        let mut kinds: HashSet<Kind> = HashSet::new();
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT kind FROM record WHERE id IN (SELECT value FROM json_each(?1))",
        )?;
        let words = statement.query_map([&wanted], |row| row.get::<_, String>(0))?;
        for word in words {
            kinds.extend(Kind::from_word(&word?));
        }
        for kind in kinds {
            let sql = format!(
                "SELECT t.id, record.uuid, {}, t.deleted_at IS NOT NULL FROM {} t JOIN record USING (id)
                 WHERE t.id IN (SELECT value FROM json_each(?1))",
                super::ids::title_sql(kind),
                kind.table()
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut found = statement.query([&wanted])?;
            while let Some(row) = found.next()? {
                let named = NamedRef { id: RecordId(row.get::<_, Uuid>(1)?), name: row.get(2)? };
                out.insert(row.get(0)?, (named, row.get(3)?));
            }
        }
        Ok(out)
    }
}

/// The links of one field of one record.
#[derive(Debug, Default)]
struct Links {
    texts: Vec<String>,
    refs: Vec<NamedRef<RecordId>>,
}

/// Takes a stored value into a body; one that is not understood is kept beside.
fn take<T: Record>(body: &mut T, field: &'static Field<T>, cell: &Cell) {
    let value = match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => Value::Text(Cow::Borrowed(text)),
        Cell::Int(number) => Value::Int(*number),
        Cell::Real(number) => Value::Real(*number),
        Cell::Ref(_) => return,
    };
    if (field.set)(body, value) == Err(Unreadable) {
        let text = match cell {
            Cell::Text(text) => text.clone(),
            other => other.json().to_string(),
        };
        body.unread_mut().keep(field.info.name, text);
    }
}

fn json_rows(rows: impl Iterator<Item = i64>) -> String {
    serde_json::Value::from(rows.collect::<Vec<_>>()).to_string()
}

impl From<Value<'_>> for Cell {
    /// Returns what a column holds; links are no column.
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
    /// Writes a new record with its links.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn insert<T: Record>(&mut self, body: &T) -> Result<T::Id> {
        let mut fields = Vec::new();
        for field in T::FIELDS.iter().filter(|field| field.info.ty.is_column()) {
            let cell = Cell::from((field.get)(body));
            let default = checksum::defaults(&self.tx, T::KIND)?;
            let has_default = default.iter().any(|(column, _)| column == field.info.column);
            if cell != Cell::Null && !(has_default && cell == Cell::Text(String::new())) {
                fields.push((field.info.column, cell));
            }
        }
        let id = self.insert_fields(T::KIND, &fields)?;
        for field in T::FIELDS.iter().filter(|field| field.info.ty.is_link()) {
            self.update_links(id, field.info.column, &[], &links_of((field.get)(body)))?;
        }
        Ok(T::Id::from_uuid(id.0))
    }

    /// Writes what differs between a record as it was read and as it is to be; returns the columns and the
    /// kinds of link that changed. A value that this version does not understand stays as it is, until
    /// somebody chooses another.
    ///
    /// # Errors
    /// [`StoreError::DamagedRecord`] for a row that is not what was written; otherwise when the journal cannot
    /// be written.
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

    /// Makes the links of a kind what they are to be. Those that were not read stay.
    fn update_links(
        &mut self,
        owner: RecordId,
        column: &'static str,
        was: &[Linked],
        is: &[Linked],
    ) -> Result<bool> {
        let (row, kind) = self.row(owner)?;
        let mut changed = false;
        // From the last on: undo, which goes backwards, gives them their order again.
        for gone in was.iter().rev().filter(|link| !is.iter().any(|each| each.is_same(link))) {
            changed |= self.unlink(row, kind, column, gone)?;
        }
        for link in is {
            let link = match link {
                Linked::Name(name) => Linked::Name(self.spelling(column, name)?),
                Linked::Record(id) => Linked::Record(*id),
            };
            changed |= self.link(row, kind, column, &link)?;
        }
        Ok(changed)
    }

    /// Returns another live record that has what there can be only one of, seen from inside the transaction, so
    /// that two programs never both make it.
    ///
    /// # Errors
    /// When the journal cannot be read.
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

    /// Returns true where a row has exactly these links of a kind, in order.
    fn has_links(&self, row: i64, column: &str, wanted: &[Linked]) -> Result<bool> {
        let found: Vec<String> = self
            .tx
            .prepare_cached("SELECT folded FROM link WHERE owner = ?1 AND kind = ?2 ORDER BY id")?
            .query_map(rusqlite::params![row, column], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found.len() == wanted.len()
            && found.iter().zip(wanted).all(|(found, link)| *found == link.folded()))
    }

    /// Deletes a record softly; what belongs to it is the caller's to delete.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn delete_record(&mut self, id: RecordId) -> Result<()> {
        let (row, kind) = self.row(id)?;
        self.delete(row, kind)?;
        Ok(())
    }
}

fn links_of(value: Value<'_>) -> Vec<Linked> {
    match value {
        Value::Names(names) => names.iter().cloned().map(Linked::Name).collect(),
        Value::Refs(refs) => refs.into_iter().map(|named| Linked::Record(named.id.0)).collect(),
        _ => Vec::new(),
    }
}
