//! The one place through which everything that changes the journal goes.
//!
//! A batch is one transaction: it writes rows and, with them, what they were and what they
//! became. Undo, redo, the audit, and merging two machines' journals all stand on that.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use uuid::{NoContext, Timestamp, Uuid};

use super::checksum::{self, History};
use super::presence::{FileId, ensure_present, log_has_data};
use super::table::{Cell, Holds, Table};
use super::{Result, Store, StoreError, derive};
use crate::domain::id::short_id;
use crate::domain::{Kind, RecordId, fold};

/// When and where a batch is written.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// The instant, with the zone that it was read in.
    pub now: DateTime<FixedOffset>,
    /// The machine's random identity.
    pub device: Uuid,
}

/// A transaction that is being written.
#[derive(Debug)]
pub struct Batch<'s> {
    pub(super) tx: Transaction<'s>,
    stamp: Stamp,
    at: String,
    kind: &'static str,
    target: Option<i64>,
    label: String,
    id: Option<i64>,
    pub(super) touched: BTreeMap<(i64, Kind), Touch>,
    /// The rows that were found to be as they were written, or that are written by this batch.
    verified: HashSet<(i64, Kind)>,
    history: Option<History>,
    path: &'s Path,
    file: Option<FileId>,
    wrote: &'s mut bool,
}

/// What has to be worked out again for a record when the batch is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touch {
    /// It is new: only how it is found, its columns were right from the start.
    New,
    /// Everything but when it was written: that came with it.
    Restored,
    /// Everything.
    Changed,
}

/// A batch that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Its short id, for `undo --batch`.
    pub short: String,
    /// How many changes it made.
    pub changes: usize,
}

/// A link from a record to a name or to another record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Linked {
    Name(String),
    Record(Uuid),
}

impl Store {
    /// Begins a batch: no other program writes until it is committed or dropped. Dropping it
    /// leaves nothing.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn begin(&mut self, label: &str, stamp: Stamp) -> Result<Batch<'_>> {
        self.begin_as("do", None, label, stamp)
    }

    pub(super) fn begin_as(
        &mut self,
        kind: &'static str,
        target: Option<i64>,
        label: &str,
        stamp: Stamp,
    ) -> Result<Batch<'_>> {
        let file = self.opened.map(|opened| opened.file);
        let Self { connection, path, wrote, .. } = self;
        ensure_present(path, file)?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Batch {
            path,
            file,
            wrote,
            tx,
            stamp,
            at: stamp.now.to_rfc3339_opts(chrono::SecondsFormat::Millis, false),
            kind,
            target,
            label: label.to_owned(),
            id: None,
            touched: BTreeMap::new(),
            verified: HashSet::new(),
            history: None,
        })
    }
}

impl Batch<'_> {
    /// The live record of a kind with exactly this name, in any case, seen from inside the
    /// transaction, so that two programs never both make it.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_named(&self, kind: Kind, name: &str) -> Result<Option<RecordId>> {
        let table = Table::of(kind).name;
        let sql = format!(
            "SELECT record.uuid FROM {table} t JOIN record USING (id)
             WHERE t.folded = ?1 AND t.deleted_at IS NULL ORDER BY t.id LIMIT 1"
        );
        let found = self.tx.prepare_cached(&sql)?.query_row([fold(name)], |row| row.get(0)).optional()?;
        Ok(found.map(RecordId))
    }

    /// Whether a record was deleted, seen from inside the transaction.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn is_gone(&self, id: RecordId) -> Result<bool> {
        let (row, kind) = self.row(id)?;
        Ok(self.field(row, kind, "deleted_at")? != Cell::Null)
    }

    /// A new identity that sorts by time.
    fn new_uuid(&self) -> Uuid {
        let millis = self.stamp.now.timestamp_millis().max(0);
        let (seconds, nanos) = (millis / 1000, millis % 1000 * 1_000_000);
        Uuid::new_v7(Timestamp::from_unix(
            NoContext,
            seconds.unsigned_abs(),
            u32::try_from(nanos).unwrap_or(0),
        ))
    }

    /// The batch's own row, written with its first change.
    pub(super) fn id(&mut self) -> Result<i64> {
        if let Some(id) = self.id {
            return Ok(id);
        }
        let uuid = self.new_uuid();
        let clock = self.tick()?;
        self.history = Some(History::new(&[
            Cell::Ref(uuid),
            self.kind.into(),
            self.target.map_or(Cell::Null, Cell::Int),
            self.label.as_str().into(),
            Cell::Int(clock),
            Cell::Ref(self.stamp.device),
            self.at.as_str().into(),
        ]));
        self.tx
            .prepare_cached(
                "INSERT INTO batch (uuid, short, kind, target, label, clock, device, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                uuid,
                short_id(uuid),
                self.kind,
                self.target,
                self.label,
                clock,
                self.stamp.device,
                self.at
            ])?;
        let id = self.tx.last_insert_rowid();
        if !log_has_data(self.path) {
            // The file alone holds every batch before this one: see `presence`.
            self.tx
                .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES ('base', ?1)")?
                .execute([id - 1])?;
        }
        if self.kind == "do" {
            self.tx.execute("UPDATE batch SET applied = id WHERE id = ?1", [id])?;
            self.tx.execute("UPDATE batch SET redoable = 0 WHERE redoable <> 0", [])?;
        }
        self.id = Some(id);
        Ok(id)
    }

    /// The hybrid logical clock: milliseconds above a counter, never running backwards, whatever
    /// the wall clock does.
    fn tick(&self) -> Result<i64> {
        let wall = self.stamp.now.timestamp_millis().max(0) << 16;
        let last: Option<i64> = self
            .tx
            .prepare_cached("SELECT value FROM meta WHERE key = 'clock'")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let next = wall.max(last.unwrap_or(0) + 1);
        self.tx
            .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES ('clock', ?1)")?
            .execute([next])?;
        Ok(next)
    }

    fn record_change(&mut self, record: i64, field: Option<&str>, before: &Cell, after: &Cell) -> Result<()> {
        let batch = self.id()?;
        self.tx
            .prepare_cached(
                "INSERT INTO change (batch, record, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![batch, record, field, before, after])?;
        if let Some(history) = &mut self.history {
            history.add(record, field, before, after);
        }
        Ok(())
    }

    /// Refuses to write over a row that is not what was written: its checksum would fit again, and the
    /// damage would not be found any more.
    pub(super) fn verify(&mut self, id: i64, kind: Kind) -> Result<()> {
        if self.verified.insert((id, kind)) && !checksum::of_row(&self.tx, id, kind)?.agree() {
            let (title, _) = super::ids::title_of(&self.tx, id, kind)?;
            let short: String =
                self.tx.query_row("SELECT short FROM record WHERE id = ?1", [id], |row| row.get(0))?;
            let short = super::ids::shown(&self.tx, &short)?;
            return Err(StoreError::DamagedRecord { kind, short, title });
        }
        Ok(())
    }

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

    /// Adds a link, unless it is there.
    pub(super) fn link(&mut self, owner: i64, owner_kind: Kind, kind: &str, to: &Linked) -> Result<bool> {
        let (folded, name, target) = self.link_parts(to)?;
        let sum = checksum::of_link(owner, kind, name.as_deref(), target);
        let sql = format!(
            "INSERT OR IGNORE INTO link (owner, kind, name, target, folded, checksum, live)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT deleted_at IS NULL FROM {} WHERE id = ?1))",
            Table::of(owner_kind).name
        );
        let added = self.tx.prepare_cached(&sql)?.execute(params![owner, kind, name, target, folded, sum])?;
        if added > 0 {
            self.record_change(owner, Some(&format!("link:{kind}")), &Cell::Null, &to.cell())?;
            self.touch(owner, owner_kind)?;
        }
        Ok(added > 0)
    }

    /// Takes a link away, if it is there.
    pub(super) fn unlink(&mut self, owner: i64, owner_kind: Kind, kind: &str, to: &Linked) -> Result<bool> {
        let (folded, ..) = self.link_parts(to)?;
        let removed = self
            .tx
            .prepare_cached("DELETE FROM link WHERE owner = ?1 AND kind = ?2 AND folded = ?3")?
            .execute(params![owner, kind, folded])?;
        if removed > 0 {
            self.record_change(owner, Some(&format!("link:{kind}")), &to.cell(), &Cell::Null)?;
            self.touch(owner, owner_kind)?;
        }
        Ok(removed > 0)
    }

    fn link_parts(&self, to: &Linked) -> Result<(String, Option<String>, Option<i64>)> {
        Ok(match to {
            Linked::Name(name) => (fold(name), Some(name.clone()), None),
            Linked::Record(uuid) => (uuid.to_string(), None, Some(self.row(RecordId(*uuid))?.0)),
        })
    }

    /// The row and the kind of a record.
    pub(super) fn row(&self, id: RecordId) -> Result<(i64, Kind)> {
        super::ids::row_of(&self.tx, id)
    }

    /// A value as its column holds it: references as rows.
    pub(super) fn stored(&self, value: &Cell) -> Result<Cell> {
        match value {
            Cell::Ref(uuid) => Ok(Cell::Int(self.row(RecordId(*uuid))?.0)),
            other => Ok(other.clone()),
        }
    }

    /// Has what a record says about itself worked out again when the batch is committed.
    pub(super) fn touch(&mut self, id: i64, kind: Kind) -> Result<()> {
        self.verify(id, kind)?;
        self.touched.entry((id, kind)).or_insert(Touch::Changed);
        Ok(())
    }

    /// Writes the batch to disk: when this returns, it is there. `None` when nothing changed.
    ///
    /// # Errors
    /// When it cannot be written; then nothing of it is.
    pub fn commit(mut self) -> Result<Option<Committed>> {
        let Some(id) = self.id else { return Ok(None) };
        for ((record, kind), touch) in std::mem::take(&mut self.touched) {
            derive::refresh(&self.tx, record, kind, touch, &self.at)?;
        }
        let (short, changes) = self.tx.query_row(
            "SELECT short, (SELECT count(*) FROM change WHERE batch = ?1) FROM batch WHERE id = ?1",
            [id],
            |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)),
        )?;
        if let Some(history) = self.history.take() {
            self.tx
                .prepare_cached("UPDATE batch SET checksum = ?2 WHERE id = ?1")?
                .execute([id, history.finish()])?;
        }
        ensure_present(self.path, self.file)?;
        self.tx.commit()?;
        *self.wrote = true;
        Ok(Some(Committed { short, changes: usize::try_from(changes).unwrap_or(0) }))
    }
}

impl Linked {
    fn cell(&self) -> Cell {
        match self {
            Self::Name(name) => Cell::Text(name.clone()),
            Self::Record(uuid) => Cell::Ref(*uuid),
        }
    }

    pub(super) fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Text(name) => Some(Self::Name(name.clone())),
            Cell::Ref(uuid) => Some(Self::Record(*uuid)),
            _ => None,
        }
    }
}
