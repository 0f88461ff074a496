//! Writes changes of records in transactions, together with their history.
//!
//! A batch writes rows and, with them, the history: the value of each field before and after. Undo, redo, the
//! audit and the merge of two machines' journals depend on it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use crc32fast::Hasher;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use uuid::{NoContext, Timestamp, Uuid};

use super::cell::Cell;
use super::checksum::{self, History};
use super::derived_columns::Dirty;
use super::file_identity::{Opened, REWRITTEN, ensure_present, log_has_data};
use super::{Result, Store, StoreError, derived_columns};
use crate::domain::id::short_id;
use crate::domain::{Kind, RecordId, fold};
use crate::task::Task;

/// The time and the device of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// The time, with its offset from UTC.
    pub now: DateTime<FixedOffset>,
    /// The random id of the machine.
    pub device: Uuid,
}

/// A write transaction with its history.
#[derive(Debug)]
pub struct Batch<'s> {
    pub(super) tx: Transaction<'s>,
    stamp: Stamp,
    pub(super) at: String,
    kind: &'static str,
    target: Option<i64>,
    label: String,
    id: Option<i64>,
    pub(super) dirty: BTreeMap<(i64, Kind), Dirty>,
    /// The rows whose checksum was verified, or that this batch wrote.
    pub(super) verified: HashSet<(i64, Kind)>,
    history: Option<History>,
    /// The clock of the batch; 0 before its first change.
    clock: i64,
    link_clocks: Option<LinkClocks>,
    path: &'s Path,
    opened: Option<Opened>,
    /// [`Store::wrote`] and [`Store::has_written`].
    wrote: [&'s mut bool; 2],
    /// `true` for an attempt, which refuses its first change.
    is_attempt: bool,
    would_change: bool,
    pub(super) task: Task,
}

/// The clocks of the changes that last wrote the links of a field of a record, by their names or ids as JSON.
#[derive(Debug)]
struct LinkClocks {
    record: i64,
    field: String,
    clocks: HashMap<String, i64>,
}

impl LinkClocks {
    fn read(connection: &Connection, record: i64, field: &str) -> Result<Self> {
        let mut statement = connection.prepare_cached(
            "SELECT coalesce(before, after), batch.clock FROM change JOIN batch ON batch.id = change.batch
             WHERE record = ?1 AND field = ?2 ORDER BY change.id",
        )?;
        let mut rows = statement.query(params![record, field])?;
        let mut clocks = HashMap::new();
        while let Some(row) = rows.next()? {
            clocks.insert(Cell::read(row.get_ref(0)?).json().to_string(), row.get(1)?);
        }
        Ok(Self { record, field: field.to_owned(), clocks })
    }
}

/// A batch that was committed to disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The short id, for `undo --batch`.
    pub short: String,
    /// The number of changes.
    pub changes: usize,
}

impl Store {
    /// Begins a batch. No other program can write until the batch is committed or dropped. Dropping a batch
    /// rolls it back.
    pub fn begin(&mut self, label: &str, stamp: Stamp) -> Result<Batch<'_>> {
        self.begin_as("do", None, label, stamp)
    }

    /// Begins an attempt of a batch, which takes no lock and refuses its first change with
    /// [`StoreError::Attempt`]. [`Batch::would_change`] then tells that the batch needs [`Store::begin`].
    pub fn begin_attempt(&mut self, stamp: Stamp) -> Result<Batch<'_>> {
        let mut batch = self.begin_with(TransactionBehavior::Deferred, "do", stamp)?;
        batch.is_attempt = true;
        Ok(batch)
    }

    pub(super) fn begin_as(
        &mut self,
        kind: &'static str,
        target: Option<i64>,
        label: &str,
        stamp: Stamp,
    ) -> Result<Batch<'_>> {
        if self.is_log_damaged {
            return Err(StoreError::DamagedLog);
        }
        let batch = self.begin_with(TransactionBehavior::Immediate, kind, stamp)?;
        Ok(Batch { target, label: label.to_owned(), ..batch })
    }

    fn begin_with(
        &mut self,
        behavior: TransactionBehavior,
        kind: &'static str,
        stamp: Stamp,
    ) -> Result<Batch<'_>> {
        let Self { connection, path, wrote, has_written, opened, task, exists, .. } = self;
        ensure_present(path, *opened)?;
        let tx = connection.transaction_with_behavior(behavior)?;
        Ok(Batch {
            path,
            opened: *opened,
            wrote: [wrote, has_written],
            is_attempt: !*exists,
            would_change: false,
            tx,
            stamp,
            at: stamp.now.to_rfc3339_opts(chrono::SecondsFormat::Millis, false),
            kind,
            target: None,
            label: String::new(),
            id: None,
            dirty: BTreeMap::new(),
            verified: HashSet::new(),
            history: None,
            clock: 0,
            link_clocks: None,
            task: task.clone(),
        })
    }
}

impl Batch<'_> {
    /// Sets the label that the history shows. Has no effect after the first change.
    pub fn set_label(&mut self, label: &str) {
        label.clone_into(&mut self.label);
    }

    /// Returns the short id of the batch; `None` before the first change.
    pub fn short_id(&self) -> Result<Option<String>> {
        let Some(id) = self.id else { return Ok(None) };
        let short = |row: &rusqlite::Row<'_>| row.get(0);
        Ok(Some(self.tx.query_row("SELECT short FROM batch WHERE id = ?1", [id], short)?))
    }

    /// Returns `true` if the batch contains a change.
    pub fn has_changes(&self) -> bool {
        self.id.is_some()
    }

    /// Returns `true` if this batch has added a record.
    pub(super) fn has_added(&self, row: i64) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM change WHERE batch = ?1 AND record = ?2 AND field IS NULL)";
        Ok(self.tx.prepare_cached(sql)?.query_row(params![self.id, row], |row| row.get(0))?)
    }

    /// Returns `true` if an attempt refused a change.
    pub fn would_change(&self) -> bool {
        self.would_change
    }

    /// Returns the live record of a kind with this name, ignoring case and accents. Until the commit, no
    /// other program can create another record of this name.
    pub fn find_named(&self, kind: Kind, name: &str) -> Result<Option<RecordId>> {
        let table = kind.table();
        let sql = format!(
            "SELECT record.uuid FROM {table} t JOIN record USING (id)
             WHERE t.folded = ?1 AND t.deleted_at IS NULL ORDER BY t.id LIMIT 1"
        );
        let found = self.tx.prepare_cached(&sql)?.query_row([fold(name)], |row| row.get(0)).optional()?;
        Ok(found.map(RecordId))
    }

    /// Returns `true` if a record is deleted.
    pub fn is_gone(&self, id: RecordId) -> Result<bool> {
        let (row, kind) = self.row(id)?;
        Ok(self.field(row, kind, "deleted_at")? != Cell::Null)
    }

    /// Returns a new UUID, which sorts by time.
    pub(super) fn new_uuid(&self) -> Uuid {
        let millis = self.stamp.now.timestamp_millis().max(0);
        let (seconds, nanos) = (millis / 1000, millis % 1000 * 1_000_000);
        Uuid::new_v7(Timestamp::from_unix(
            NoContext,
            seconds.unsigned_abs(),
            u32::try_from(nanos).unwrap_or(0),
        ))
    }

    /// Returns the row of the batch, which the first change inserts. An attempt returns [`StoreError::Attempt`], so
    /// every change calls this before its first statement that writes.
    pub(super) fn id(&mut self) -> Result<i64> {
        if let Some(id) = self.id {
            return Ok(id);
        }
        if self.is_attempt {
            self.would_change = true;
            return Err(StoreError::Attempt);
        }
        let uuid = self.new_uuid();
        let clock = self.tick()?;
        self.clock = clock;
        self.history = Some(History::new(
            Hasher::new(),
            [
                ValueRef::Blob(uuid.as_bytes()),
                ValueRef::Text(self.kind.as_bytes()),
                self.target.map_or(ValueRef::Null, ValueRef::Integer),
                ValueRef::Text(self.label.as_bytes()),
                ValueRef::Integer(clock),
                ValueRef::Blob(self.stamp.device.as_bytes()),
                ValueRef::Text(self.at.as_bytes()),
            ],
        ));
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
            // The log is empty: the file alone contains every batch before this one (see
            // `refuse_foreign_log`).
            self.tx
                .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES ('base', ?1)")?
                .execute([id - 1])?;
            self.tx.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([REWRITTEN])?;
        }
        if self.kind == "do" {
            self.tx.execute("UPDATE batch SET applied = id WHERE id = ?1", [id])?;
            self.tx.execute("UPDATE batch SET redoable = 0 WHERE redoable <> 0", [])?;
        }
        self.id = Some(id);
        Ok(id)
    }

    /// Advances the hybrid logical clock, which has milliseconds above a 16-bit counter and never decreases,
    /// whatever the wall clock does.
    fn tick(&self) -> Result<i64> {
        let wall = self.stamp.now.timestamp_millis().max(0) << 16;
        let last: Option<i64> = self
            .tx
            .prepare_cached("SELECT value FROM meta WHERE key = 'clock'")?
            .query_row([], |row| row.get(0))
            .optional()?;
        // Another machine may have written a later clock into this file.
        let latest: Option<i64> = self
            .tx
            .prepare_cached("SELECT clock FROM batch ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let next = wall.max(last.unwrap_or(0).max(latest.unwrap_or(0)) + 1);
        self.tx
            .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES ('clock', ?1)")?
            .execute([next])?;
        Ok(next)
    }

    pub(super) fn record_change(
        &mut self,
        record: i64,
        field: Option<&str>,
        before: &Cell,
        after: &Cell,
    ) -> Result<()> {
        let batch = self.id()?;
        let seen = match field {
            Some(field) => self.clock_of(record, field, before, after)?,
            None => None,
        };
        self.tx
            .prepare_cached(
                "INSERT INTO change (batch, record, field, before, after, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![batch, record, field, before, after, seen])?;
        if let Some(history) = &mut self.history {
            history.add([
                ValueRef::Integer(record),
                field.map_or(ValueRef::Null, |field| ValueRef::Text(field.as_bytes())),
                before.as_value(),
                after.as_value(),
                seen.map_or(ValueRef::Null, ValueRef::Integer),
            ]);
        }
        Ok(())
    }

    /// Returns the clock of the change that wrote the present value of a field, or that last wrote a link.
    fn clock_of(&mut self, record: i64, field: &str, before: &Cell, after: &Cell) -> Result<Option<i64>> {
        if field.starts_with("link:") {
            return self.clock_of_link(record, field, if *before == Cell::Null { after } else { before });
        }
        let mut statement = self.tx.prepare_cached(
            "SELECT batch.clock FROM change JOIN batch ON batch.id = change.batch
             WHERE record = ?1 AND (field = ?2 OR field IS NULL) ORDER BY change.id DESC LIMIT 1",
        )?;
        Ok(statement.query_row(params![record, field], |row| row.get(0)).optional()?)
    }

    /// Returns the clock of the change that last wrote a link. The clocks of all links of a field are read at once: a
    /// query for each of a hundred thousand tags would take a time that grows with the square of their number.
    fn clock_of_link(&mut self, record: i64, field: &str, link: &Cell) -> Result<Option<i64>> {
        let is_read =
            self.link_clocks.as_ref().is_some_and(|known| known.record == record && known.field == field);
        if !is_read {
            self.link_clocks = Some(LinkClocks::read(&self.tx, record, field)?);
        }
        let clock = self.clock;
        let Some(known) = &mut self.link_clocks else { return Ok(None) };
        Ok(known.clocks.insert(link.json().to_string(), clock))
    }

    /// Verifies the checksum of a row before the row is changed. Fails for a damaged row: the change would
    /// compute a new checksum over the damage, which `doctor` could then no longer find.
    pub(super) fn verify(&mut self, id: i64, kind: Kind) -> Result<()> {
        if self.verified.insert((id, kind)) && !checksum::of_row(&self.tx, id, kind)?.agree() {
            let (title, short) = super::lookup::name_of(&self.tx, id, kind)?;
            return Err(StoreError::DamagedRecord { kind, short, title });
        }
        Ok(())
    }

    /// Returns the row and the kind of a record.
    pub(super) fn row(&self, id: RecordId) -> Result<(i64, Kind)> {
        super::lookup::row_of(&self.tx, id)
    }

    /// Marks a record whose derived columns and search text the commit must compute again.
    pub(super) fn mark_dirty(&mut self, id: i64, kind: Kind) -> Result<()> {
        self.verify(id, kind)?;
        match self.dirty.entry((id, kind)) {
            Entry::Occupied(_) => Ok(()),
            Entry::Vacant(entry) => {
                entry.insert(Dirty::Changed);
                self.set_updated_at(id, kind)
            }
        }
    }

    /// Writes the time of the batch into a record whose parts, links or names change.
    fn set_updated_at(&mut self, id: i64, kind: Kind) -> Result<()> {
        self.id()?;
        let sql = format!("UPDATE {} SET updated_at = ?1 WHERE id = ?2", kind.table());
        self.tx.prepare_cached(&sql)?.execute(params![self.at, id])?;
        Ok(())
    }

    /// Takes the marked records, in the order of the search index: in any other order, the index is written
    /// to disk with each row.
    fn dirty_in_order(&mut self) -> Result<Vec<((i64, Kind), Dirty)>> {
        let dirty = std::mem::take(&mut self.dirty);
        let mut out = Vec::with_capacity(dirty.len());
        for (key, part) in dirty {
            out.push((derived_columns::sort_key(&self.tx, key.0, key.1)?, key, part));
        }
        out.sort_unstable_by_key(|(sort_key, (record, _), _)| (*sort_key, *record));
        Ok(out.into_iter().map(|(_, key, part)| (key, part)).collect())
    }

    /// Writes the batch to disk, completely or not at all, before it returns. `None` if nothing changed.
    pub fn commit(mut self) -> Result<Option<Committed>> {
        let Some(id) = self.id else { return Ok(None) };
        let dirty = self.dirty_in_order()?;
        let is_large = dirty.len() > derived_columns::LARGE;
        if is_large {
            derived_columns::begin_large_update(&self.tx)?;
        }
        for ((record, kind), part) in dirty {
            if self.task.is_stopped() {
                return Err(StoreError::Stopped);
            }
            derived_columns::refresh(&self.tx, record, kind, part)?;
            self.task.advance();
        }
        if is_large {
            derived_columns::end_large_update(&self.tx)?;
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
        ensure_present(self.path, self.opened)?;
        self.tx.commit()?;
        self.task.commit();
        self.wrote.into_iter().for_each(|flag| *flag = true);
        Ok(Some(Committed { short, changes: usize::try_from(changes).unwrap_or(0) }))
    }
}
