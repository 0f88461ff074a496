//! Exports and restores all records, without their history. A restored export has the same records as the
//! original.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _, Row, Statement, params};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::columns::positions;
use super::derived_columns::Dirty;
use super::links::Linked;
use super::validate::{cells, reference, validate};
use super::{Result, Snapshot, StoreError, checksum, derived_columns};
use crate::domain::id::short_id;
use crate::domain::{FieldType, Kind, Names, RecordId, StoredLink, StoredRecord, fold};

impl Snapshot<'_> {
    /// Returns every live record whose owner is live, in the order of creation, without references to deleted
    /// records.
    pub fn dump(&self) -> Result<Vec<StoredRecord>> {
        let mut all: Vec<(i64, StoredRecord)> = Vec::new();
        for kind in Kind::ALL.iter().copied() {
            self.dump_kind(kind, &mut all)?;
        }
        all.sort_by_key(|(row, _)| *row);
        self.dump_links(&mut all)?;
        let mut live: HashSet<Uuid> = all.iter().map(|(_, record)| record.id).collect();
        // A record without its owner is omitted, and so are the records that it owns.
        loop {
            let before = all.len();
            all.retain(|(_, record)| {
                let owner = Kind::from_word(&record.kind).and_then(|kind| kind.info().owner);
                owner.is_none_or(|field| {
                    reference(record.fields.get(field)).is_some_and(|id| live.contains(&id))
                })
            });
            live = all.iter().map(|(_, record)| record.id).collect();
            if all.len() == before {
                break;
            }
        }
        Ok(all.into_iter().map(|(_, record)| without_deleted(record, &live)).collect())
    }

    fn dump_kind(&self, kind: Kind, out: &mut Vec<(i64, StoredRecord)>) -> Result<()> {
        let columns: Vec<String> = kind
            .info()
            .columns()
            .map(|field| match field.ty {
                FieldType::Ref(_) => format!("(SELECT uuid FROM record WHERE id = t.\"{}\")", field.column),
                _ => format!("t.\"{}\"", field.column),
            })
            .collect();
        let sql = format!(
            "SELECT {}, t.id, record.uuid, t.logged_at, t.updated_at, t.extra FROM {} t JOIN record USING (id)
             WHERE t.deleted_at IS NULL",
            columns.join(", "),
            kind.table()
        );
        let mut statement = self.connection.prepare(&sql)?;
        let [id, uuid, logged_at, updated_at, extra] =
            positions(&statement, ["id", "uuid", "logged_at", "updated_at", "extra"])?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut fields = Map::new();
            for (at, field) in kind.info().columns().enumerate() {
                let cell = Cell::read(row.get_ref(at)?);
                if cell != Cell::Null {
                    fields.insert(field.column.to_owned(), cell.json());
                }
            }
            let extra: Option<String> = row.get(extra)?;
            let record = StoredRecord {
                kind: kind.word().to_owned(),
                id: row.get(uuid)?,
                logged_at: row.get(logged_at)?,
                updated_at: row.get(updated_at)?,
                fields,
                links: Vec::new(),
                extra: extra.and_then(|text| serde_json::from_str(&text).ok()),
            };
            out.push((row.get(id)?, record));
        }
        Ok(())
    }

    fn dump_links(&self, all: &mut [(i64, StoredRecord)]) -> Result<()> {
        let place: HashMap<i64, usize> = all.iter().enumerate().map(|(at, (row, _))| (*row, at)).collect();
        let mut statement = self.connection.prepare(
            "SELECT owner, kind, name, (SELECT uuid FROM record WHERE id = target) AS uuid FROM link
             WHERE live = 1 ORDER BY id",
        )?;
        let [owner] = positions(&statement, ["owner"])?;
        let columns = link_columns(&statement)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let link = read_link(row, columns)?;
            if let Some(at) = place.get(&row.get(owner)?) {
                all[*at].1.links.push(link);
            }
        }
        Ok(())
    }

    /// Returns for each record `true` if a restore would not change the journal, because it has the record or
    /// one with the same unique values. Returns [`StoreError::Refused`], with the position of the record, if
    /// a record is invalid or occurs twice.
    pub fn find_existing(&self, records: &[StoredRecord]) -> Result<Vec<bool>> {
        let mut seen = HashSet::new();
        let mut out = Vec::with_capacity(records.len());
        for (at, record) in records.iter().enumerate() {
            let kind = validate(record).map_err(|err| refused(at, record, &err))?;
            cells(kind, record).map_err(|err| refused(at, record, &err))?;
            if !seen.insert(record.id) {
                return Err(refused(at, record, "it occurs twice"));
            }
            let standing = standing(self.connection, kind, record)?;
            out.push(matches!(standing, Standing::There | Standing::Twin(_)));
        }
        Ok(out)
    }
}

/// The relation of a record to be restored to the records of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The journal has no record of this id.
    New,
    /// The record is deleted; contains its row.
    Deleted(i64),
    /// The journal has the record, and it is not deleted.
    There,
    /// Another record that is not deleted has the same unique values, such as the name of a project; contains its UUID.
    Twin(Uuid),
    /// The id belongs to a record of another kind.
    OfAnotherKind,
}

fn standing(connection: &Connection, kind: Kind, record: &StoredRecord) -> Result<Standing> {
    let found: Option<(i64, String)> = connection
        .prepare_cached("SELECT id, kind FROM record WHERE uuid = ?1")?
        .query_row([record.id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((row, word)) = found else {
        return Ok(twin(connection, kind, record)?.map_or(Standing::New, Standing::Twin));
    };
    if word != kind.word() {
        return Ok(Standing::OfAnotherKind);
    }
    let sql = format!("SELECT deleted_at IS NULL FROM {} WHERE id = ?1", kind.table());
    let live: bool = connection.prepare_cached(&sql)?.query_row([row], |row| row.get(0))?;
    if live {
        return Ok(Standing::There);
    }
    Ok(twin(connection, kind, record)?.map_or(Standing::Deleted(row), Standing::Twin))
}

/// Returns the live record of another id with the same unique values.
fn twin(connection: &Connection, kind: Kind, record: &StoredRecord) -> Result<Option<Uuid>> {
    let info = kind.info();
    if info.unique.is_empty() {
        return Ok(None);
    }
    let is_link =
        |column: &&&str| info.fields.iter().any(|field| field.column == **column && field.ty.is_link());
    let mut values: Vec<Cell> = vec![Cell::Ref(record.id)];
    let mut conditions = String::new();
    for column in info.unique.iter().filter(|column| !is_link(column)) {
        let given = record.fields.get(*column);
        let folded = info.names != Names::None && *column == info.title[0];
        values.push(match given {
            Some(Value::String(text)) if folded => fold(text).as_str().into(),
            Some(Value::String(text)) => text.as_str().into(),
            Some(Value::Number(number)) => number.as_i64().map_or(Cell::Null, Cell::Int),
            _ => Cell::Null,
        });
        let column = if folded { "folded" } else { column };
        conditions.push_str(&format!(" AND t.\"{column}\" IS ?{}", values.len()));
    }
    let sql = format!(
        "SELECT t.id, record.uuid FROM {} t JOIN record USING (id)
         WHERE t.deleted_at IS NULL AND record.uuid <> ?1{conditions} ORDER BY t.id",
        kind.table()
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let mut is_twin = true;
        for column in info.unique.iter().filter(is_link) {
            is_twin &= link_names(connection, row.get(0)?, column)? == given_names(record, column);
        }
        if is_twin {
            return Ok(Some(row.get(1)?));
        }
    }
    Ok(None)
}

/// Returns the folded names that a record is linked to, in their order.
fn link_names(connection: &Connection, row: i64, kind: &str) -> Result<Vec<String>> {
    let sql = "SELECT folded FROM link WHERE owner = ?1 AND kind = ?2 ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.query_map(params![row, kind], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

fn given_names(record: &StoredRecord, kind: &str) -> Vec<String> {
    let links = record.links.iter().filter(|link| link.kind == kind);
    links.filter_map(|link| link.name.as_deref().map(fold)).collect()
}

/// Removes the references and links to records that are not exported.
fn without_deleted(mut record: StoredRecord, live: &HashSet<Uuid>) -> StoredRecord {
    let gone = |value: &Value| reference(Some(value)).is_some_and(|id| !live.contains(&id));
    if let Some(kind) = Kind::from_word(&record.kind) {
        let refers = |column: &str| {
            kind.info().by_column(column).is_some_and(|field| matches!(field.ty, FieldType::Ref(_)))
        };
        record.fields.retain(|column, value| !refers(column) || !gone(value));
    }
    record.links.retain(|link| link.record.is_none_or(|id| live.contains(&id)));
    record
}

fn link_columns(statement: &Statement<'_>) -> rusqlite::Result<[usize; 3]> {
    positions(statement, ["kind", "name", "uuid"])
}

fn read_link(row: &Row<'_>, [kind, name, record]: [usize; 3]) -> rusqlite::Result<StoredLink> {
    Ok(StoredLink { kind: row.get(kind)?, name: row.get(name)?, record: row.get(record)? })
}

impl Batch<'_> {
    /// Restores the records that are missing or deleted, with their ids and times, and returns their number.
    /// Returns [`StoreError::Refused`], with the position of the record, if a record is invalid.
    pub fn restore(&mut self, records: &[StoredRecord]) -> Result<usize> {
        let mut wanted: Vec<Restored<'_>> = Vec::new();
        // If the journal has a record under another id, references to it are changed to that id.
        let mut twins: HashMap<Uuid, Uuid> = HashMap::new();
        let mut checked = Vec::with_capacity(records.len());
        for (at, record) in records.iter().enumerate() {
            let kind = validate(record).map_err(|err| refused(at, record, &err))?;
            checked.push((at, record, kind, cells(kind, record).map_err(|err| refused(at, record, &err))?));
        }
        // All ids are inserted first, because records refer to each other in any order.
        for (at, record, kind, cells) in checked {
            let (row, new) = match standing(&self.tx, kind, record)? {
                Standing::There => continue,
                Standing::Twin(other) => {
                    twins.insert(record.id, other);
                    continue;
                }
                Standing::OfAnotherKind => {
                    return Err(refused(at, record, "its id belongs to a record of another kind"));
                }
                Standing::Deleted(row) => (row, false),
                Standing::New => {
                    self.id()?;
                    self.tx
                        .prepare_cached("INSERT INTO record (uuid, kind, short) VALUES (?1, ?2, ?3)")?
                        .execute(params![record.id, kind.word(), short_id(record.id)])?;
                    (self.tx.last_insert_rowid(), true)
                }
            };
            // A record that is marked already keeps its time when its parts are restored.
            self.dirty.insert((row, kind), Dirty::Changed);
            wanted.push(Restored { at, row, kind, new, record, cells, links: record.links.clone() });
        }
        for each in &mut wanted {
            let of_cells = each.cells.iter_mut().filter_map(|(_, cell)| match cell {
                Cell::Ref(id) => Some(id),
                _ => None,
            });
            let of_links = each.links.iter_mut().filter_map(|link| link.record.as_mut());
            for id in of_cells.chain(of_links) {
                *id = twins.get(id).copied().unwrap_or(*id);
            }
        }
        for each in &wanted {
            let done = if each.new { self.restore_row(each) } else { self.bring_back(each) };
            done.map_err(|err| refused(each.at, each.record, &message_of(err)))?;
        }
        for each in &wanted {
            self.restore_links(each).map_err(|err| refused(each.at, each.record, &message_of(err)))?;
            self.refuse_gone_references(each)?;
        }
        for each in wanted.iter().filter(|each| each.kind == Kind::Project) {
            self.convert_text(each.row)?;
        }
        Ok(wanted.len())
    }

    /// Inserts the row of a record that the journal does not have.
    fn restore_row(&mut self, each: &Restored<'_>) -> Result<()> {
        let Restored { row, kind, record, cells, .. } = each;
        let mut columns: Vec<(&str, Cell)> = vec![("id", Cell::Int(*row))];
        for (name, value) in cells {
            columns.push((name, self.stored(value)?));
        }
        columns.push(("logged_at", record.logged_at.as_str().into()));
        columns.push(("updated_at", record.updated_at.as_str().into()));
        columns.push(("extra", Cell::opt(record.extra.as_ref().map(Value::to_string))));
        columns.extend(derived_columns::columns(*kind, cells, &record.logged_at));
        self.insert_row(*row, *kind, &columns, cells)?;
        self.mark_owner_dirty(*row, *kind)
    }

    /// Undeletes a row and sets its fields and links to those of the restored record.
    fn bring_back(&mut self, each: &Restored<'_>) -> Result<()> {
        let Restored { row, kind, record, cells, .. } = each;
        self.set(*row, *kind, "deleted_at", &Cell::Null)?;
        let defaults = checksum::defaults(&self.tx, *kind)?;
        for field in kind.info().columns() {
            let said = cells.iter().find(|(each, _)| *each == field.column).map(|(_, cell)| cell);
            let default = defaults.iter().find(|(each, _)| each == field.column).map(|(_, cell)| cell);
            self.set(*row, *kind, field.column, said.or(default).unwrap_or(&Cell::Null))?;
        }
        for link in self.links_of(*row)? {
            if !each.links.contains(&link) {
                self.unlink(*row, *kind, &link.kind, &linked(&link)?)?;
            }
        }
        let sql =
            format!("UPDATE {} SET logged_at = ?1, updated_at = ?2, extra = ?3 WHERE id = ?4", kind.table());
        let extra = record.extra.as_ref().map(Value::to_string);
        self.tx.prepare_cached(&sql)?.execute(params![record.logged_at, record.updated_at, extra, row])?;
        Ok(())
    }

    fn links_of(&self, row: i64) -> Result<Vec<StoredLink>> {
        let mut statement = self.tx.prepare_cached(
            "SELECT kind, name, (SELECT uuid FROM record WHERE id = target) AS uuid FROM link WHERE owner = ?1 ORDER BY id",
        )?;
        let columns = link_columns(&statement)?;
        let found = statement.query_map([row], |row| read_link(row, columns))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    fn restore_links(&mut self, each: &Restored<'_>) -> Result<()> {
        for link in &each.links {
            self.link(each.row, each.kind, &link.kind, &linked(link)?)?;
        }
        Ok(())
    }

    /// Refuses a record that refers to a deleted record, or by a field to a record of the wrong kind.
    fn refuse_gone_references(&self, each: &Restored<'_>) -> Result<()> {
        let of_links = each.links.iter().filter_map(|link| link.record.map(|id| ("", id)));
        let of_fields = each.cells.iter().filter_map(|(name, cell)| match cell {
            Cell::Ref(id) => Some((*name, *id)),
            _ => None,
        });
        for (field, id) in of_fields.chain(of_links) {
            let (row, kind) = self.row(RecordId(id))?;
            let known = each.kind.info().by_column(field).map(|known| known.ty);
            if matches!(known, Some(FieldType::Ref(kinds)) if !kinds.contains(&kind)) {
                return Err(refused(each.at, each.record, &format!("{field} cannot refer to a {kind}")));
            }
            if self.field(row, kind, "deleted_at")? != Cell::Null {
                return Err(refused(each.at, each.record, &format!("it refers to a {kind} that is deleted")));
            }
        }
        Ok(())
    }
}

/// A record that is restored: its position in the export, its row and its fields.
struct Restored<'a> {
    at: usize,
    row: i64,
    kind: Kind,
    new: bool,
    record: &'a StoredRecord,
    cells: Vec<(&'static str, Cell)>,
    links: Vec<StoredLink>,
}

fn linked(link: &StoredLink) -> Result<Linked> {
    match (&link.name, link.record) {
        (Some(name), None) => Ok(Linked::Name(name.clone())),
        (None, Some(id)) => Ok(Linked::Record(id)),
        _ => Err(StoreError::Refused("a link must have either a name or a record".into())),
    }
}

fn refused(at: usize, record: &StoredRecord, why: &str) -> StoreError {
    StoreError::Refused(format!("record {} ({}): {why}", at + 1, record.kind))
}

fn message_of(why: StoreError) -> String {
    match why {
        StoreError::Refused(why) => why,
        StoreError::Missing | StoreError::Damaged(_) => {
            "it refers to a record that does not exist".to_owned()
        }
        other => other.to_string(),
    }
}
