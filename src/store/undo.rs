//! Undoes and redoes batches. A batch is inverted by another batch, which becomes part of the history too.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::batch::{Batch, Stamp};
use super::cell::Cell;
use super::checksum;
use super::links::Linked;
use super::{Committed, Result, Snapshot, Store, StoreError};
use crate::domain::{KINDS, Kind};

/// A change of a batch, as stored in the history.
struct StoredChange {
    record: i64,
    kind: Kind,
    field: Option<String>,
    before: Cell,
    after: Cell,
}

impl Store {
    /// Undoes a batch. Returns [`StoreError::Refused`] if it is not in force, or if a later change depends on
    /// it; the message names the records.
    pub fn undo(&mut self, target: i64, stamp: Stamp) -> Result<Committed> {
        let mut batch = self.begin_as("undo", Some(target), "undo", stamp)?;
        batch.refuse_unless_in_force(target)?;
        let id = batch.invert(target)?;
        batch.tx.execute("UPDATE batch SET applied = NULL, redoable = ?2 WHERE id = ?1", [target, id])?;
        batch.commit_some()
    }

    /// Redoes a batch. Returns [`StoreError::Refused`] if it cannot be redone, or if a later change prevents
    /// it.
    pub fn redo(&mut self, target: i64, stamp: Stamp) -> Result<Committed> {
        let mut batch = self.begin_as("redo", Some(target), "redo", stamp)?;
        let undone_by: Option<i64> = batch.tx.query_row(
            "SELECT max(undo.id) FROM batch undo JOIN batch done ON done.id = undo.target
             WHERE undo.kind = 'undo' AND undo.target = ?1 AND done.redoable <> 0",
            [target],
            |row| row.get(0),
        )?;
        let undone_by = undone_by.ok_or_else(|| StoreError::Refused("there is nothing to redo".into()))?;
        let id = batch.invert(undone_by)?;
        batch.tx.execute("UPDATE batch SET applied = ?2, redoable = 0 WHERE id = ?1", [target, id])?;
        batch.commit_some()
    }
}

/// The cached state of a batch, which is computed from the history: the batch that last put it in force, and
/// the batch that undid it, or 0 if it cannot be redone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Force {
    applied: Option<i64>,
    redoable: i64,
}

/// Computes from the history which batches are in force and which can be redone.
fn derive_force(connection: &Connection) -> Result<BTreeMap<i64, Force>> {
    let mut out: BTreeMap<i64, Force> = BTreeMap::new();
    let mut statement = connection.prepare("SELECT id, kind, target FROM batch ORDER BY clock, id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, kind): (i64, String) = (row.get("id")?, row.get("kind")?);
        let target: Option<i64> = row.get("target")?;
        let own = out.entry(id).or_default();
        match (kind.as_str(), target) {
            ("undo", Some(target)) => out.insert(target, Force { applied: None, redoable: id }).map(drop),
            ("redo", Some(target)) => out.insert(target, Force { applied: Some(id), redoable: 0 }).map(drop),
            _ => {
                own.applied = Some(id);
                for force in out.values_mut() {
                    force.redoable = 0;
                }
                None
            }
        };
    }
    Ok(out)
}

/// Returns the batches whose cached columns are stale, with the columns computed from the history.
fn stale_force(connection: &Connection) -> Result<Vec<(i64, Force)>> {
    let derived = derive_force(connection)?;
    let mut out = Vec::new();
    let mut statement = connection.prepare("SELECT id, applied, redoable FROM batch")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let stored = Force { applied: row.get("applied")?, redoable: row.get("redoable")? };
        let id = row.get("id")?;
        let wanted = derived.get(&id).copied().unwrap_or_default();
        if stored != wanted {
            out.push((id, wanted));
        }
    }
    Ok(out)
}

impl Snapshot<'_> {
    /// Returns at most `limit` batches in force, the next to be undone first.
    pub fn batches_in_force(&self, limit: usize) -> Result<Vec<(i64, String)>> {
        self.batches(
            "SELECT id, label FROM batch WHERE applied IS NOT NULL ORDER BY applied DESC LIMIT ?1",
            limit,
        )
    }

    /// Returns at most `limit` batches that can be redone, the next to be redone first.
    pub fn batches_to_redo(&self, limit: usize) -> Result<Vec<(i64, String)>> {
        self.batches("SELECT id, label FROM batch WHERE redoable <> 0 ORDER BY redoable DESC LIMIT ?1", limit)
    }

    fn batches(&self, sql: &str, limit: usize) -> Result<Vec<(i64, String)>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the row and label of the batch whose short id begins with `prefix`; `None` if there is no such batch, or
    /// several. Of an undo or a redo these are the row and label of the batch that was undone or redone, with `true` for an
    /// undo.
    pub fn find_batch(&self, prefix: &str) -> Result<Option<(i64, String, bool)>> {
        let end = format!("{prefix}~");
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(target.id, batch.id), coalesce(target.label, batch.label), batch.kind = 'undo'
             FROM batch LEFT JOIN batch target ON target.id = batch.target
             WHERE batch.short >= ?1 AND batch.short < ?2 LIMIT 2",
        )?;
        let mut found: Vec<(i64, String, bool)> = statement
            .query_map(params![prefix, end], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found.pop().filter(|_| found.is_empty()))
    }

    /// Returns the number of batches whose cached columns are stale.
    pub(super) fn count_stale_batches(&self) -> Result<usize> {
        Ok(stale_force(self.connection)?.len())
    }
}

/// Updates the stale cached columns of all batches, and returns the number of updated batches.
pub(super) fn rebuild_force(connection: &Connection) -> Result<usize> {
    let stale = stale_force(connection)?;
    for (id, force) in &stale {
        connection
            .prepare_cached("UPDATE batch SET applied = ?2, redoable = ?3 WHERE id = ?1")?
            .execute(params![id, force.applied, force.redoable])?;
    }
    Ok(stale.len())
}

impl Batch<'_> {
    fn commit_some(self) -> Result<Committed> {
        self.commit()?.ok_or_else(|| StoreError::Refused("the batch changes nothing".into()))
    }

    fn refuse_unless_in_force(&self, target: i64) -> Result<()> {
        let in_force: Option<bool> = self
            .tx
            .query_row(
                "SELECT applied IS NOT NULL FROM batch WHERE id = ?1 AND kind = 'do'",
                [target],
                |row| row.get(0),
            )
            .optional()?;
        match in_force {
            Some(true) => Ok(()),
            Some(false) => Err(StoreError::Refused("this batch was undone already".into())),
            None => Err(StoreError::Refused("unknown batch".into())),
        }
    }

    /// Applies the inverse of every change of a batch, the last change first, and returns the row of this
    /// batch. Fails with [`StoreError::Damaged`] if the batch is damaged, whose values would be written into records.
    fn invert(&mut self, target: i64) -> Result<i64> {
        if !checksum::is_batch_intact(&self.tx, target)? {
            return Err(StoreError::Damaged("what this change replaced; nothing was written".into()));
        }
        self.refuse_later_changes(target)?;
        let id = self.id()?;
        let changes = self.changes_of(target)?;
        // The steps are the inversion of each change, the check of its references, and the refresh of each
        // record at the commit.
        self.task.begin(3 * changes.len());
        for change in changes.iter().rev() {
            if self.task.is_stopped() {
                return Err(StoreError::Stopped);
            }
            self.invert_change(change)?;
            self.task.advance();
        }
        self.refuse_dangling(&changes)?;
        Ok(id)
    }

    fn changes_of(&self, batch: i64) -> Result<Vec<StoredChange>> {
        let mut statement = self.tx.prepare_cached(
            "SELECT change.record, record.kind, field, before, after
             FROM change JOIN record ON record.id = change.record WHERE batch = ?1 ORDER BY change.id",
        )?;
        let mut rows = statement.query([batch])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let kind: String = row.get("kind")?;
            let kind = Kind::from_word(&kind)
                .ok_or_else(|| StoreError::Damaged(format!("unknown kind “{kind}”")))?;
            out.push(StoredChange {
                record: row.get("record")?,
                kind,
                field: row.get("field")?,
                before: Cell::read(row.get_ref("before")?),
                after: Cell::read(row.get_ref("after")?),
            });
        }
        Ok(out)
    }

    fn invert_change(&mut self, change: &StoredChange) -> Result<()> {
        let Some(field) = change.field.as_deref() else {
            self.delete(change.record, change.kind)?;
            return Ok(());
        };
        if let Some(kind) = field.strip_prefix("link:") {
            if let Some(added) = Linked::from_cell(&change.after) {
                self.unlink(change.record, change.kind, kind, &added)?;
            }
            if let Some(removed) = Linked::from_cell(&change.before) {
                self.link(change.record, change.kind, kind, &removed)?;
            }
            return Ok(());
        }
        if self.field(change.record, change.kind, field)? != change.after {
            let is_text = change.kind == Kind::Project && field == "position";
            if is_text && self.revert_position_text(change.record, &change.before, &change.after)? {
                return Ok(());
            }
            return Err(self.conflict_with(&[(change.record, change.kind)])?);
        }
        self.set(change.record, change.kind, field, &change.before)?;
        if field == "name" && change.kind == Kind::Project {
            self.mark_records_naming_project(change.record)?;
        }
        if field == "title" && change.kind == Kind::Goal {
            self.mark_records_naming_goal(change.record)?;
        }
        Ok(())
    }

    /// Fails if a later batch in force changed a field or link that the target changed, changed a record that
    /// the target created, or made a record refer to such a record.
    fn refuse_later_changes(&self, target: i64) -> Result<()> {
        // Usually the newest batch is undone: there is no later batch to check.
        let is_newest: bool = self.tx.query_row(
            "SELECT NOT EXISTS (SELECT 1 FROM batch WHERE id > ?1 AND kind = 'do' AND applied IS NOT NULL)",
            [target],
            |row| row.get(0),
        )?;
        if is_newest {
            return Ok(());
        }
        let mut statement = self.tx.prepare_cached(
            "SELECT DISTINCT later.record, record.kind
             FROM change mine
             JOIN batch mine_batch ON mine_batch.id = mine.batch
             JOIN change later ON later.record = mine.record AND later.id > mine.id
             JOIN batch ON batch.id = later.batch
             JOIN record ON record.id = later.record
             WHERE mine.batch = ?1 AND batch.id <> ?1
               AND batch.kind = 'do' AND batch.applied > coalesce(mine_batch.applied, mine_batch.id)
               AND (mine.field IS NULL OR later.field IS NULL OR
                    (later.field = mine.field AND
                     (mine.field NOT LIKE 'link:%' OR
                      coalesce(later.before, later.after) = coalesce(mine.before, mine.after))))
             LIMIT 10",
        )?;
        let rows =
            statement.query_map([target], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        let mut standing = Vec::new();
        for row in rows {
            let (record, kind) = row?;
            standing.extend(Kind::from_word(&kind).map(|kind| (record, kind)));
        }
        self.collect_records(
            // The query starts from the later changes: it visits each of them once, however many records the
            // target created.
            "SELECT DISTINCT later.record, record.kind
             FROM batch
             CROSS JOIN change later ON later.batch = batch.id
             CROSS JOIN record made ON made.uuid IN (later.before, later.after)
             CROSS JOIN change mine ON mine.record = made.id AND mine.batch = ?1 AND mine.field IS NULL
             JOIN record ON record.id = later.record
             WHERE batch.id > ?1 AND batch.kind = 'do' AND batch.applied IS NOT NULL
               AND later.record <> mine.record
             LIMIT 10",
            target,
            &mut standing,
        )?;
        if standing.is_empty() { Ok(()) } else { Err(self.conflict_with(&standing)?) }
    }

    /// Fails if, after the inversion, a live record refers to a deleted record.
    fn refuse_dangling(&self, changes: &[StoredChange]) -> Result<()> {
        let mut standing = Vec::new();
        let mut deleted = Vec::new();
        // The records whose links were checked: each once, however many of its links changed.
        let mut checked = HashSet::new();
        for change in changes {
            if self.task.is_stopped() {
                return Err(StoreError::Stopped);
            }
            self.task.advance();
            let gone = self.field(change.record, change.kind, "deleted_at")? != Cell::Null;
            if gone && matches!(change.field.as_deref(), None | Some("deleted_at")) {
                deleted.push(change.record);
            }
            if gone {
                continue;
            }
            let back = change.field.as_deref() == Some("deleted_at");
            for (field, _) in change.kind.info().references() {
                if back || change.field.as_deref() == Some(field.column) {
                    let target = self.field(change.record, change.kind, field.column)?;
                    self.deleted_target(&target, &mut standing)?;
                }
            }
            if !checked.insert(change.record) {
                continue;
            }
            let mut linked = Vec::new();
            self.collect_records(
                "SELECT target, record.kind FROM link JOIN record ON record.id = target WHERE owner = ?1",
                change.record,
                &mut linked,
            )?;
            for (row, kind) in linked {
                if self.field(row, kind, "deleted_at")? != Cell::Null {
                    standing.push((row, kind));
                }
            }
        }
        self.live_references(&deleted, &mut standing)?;
        if standing.is_empty() { Ok(()) } else { Err(self.conflict_with(&standing)?) }
    }

    fn deleted_target(&self, target: &Cell, out: &mut Vec<(i64, Kind)>) -> Result<()> {
        let Cell::Ref(uuid) = target else { return Ok(()) };
        let (row, kind) = self.row(crate::domain::RecordId(*uuid))?;
        if self.field(row, kind, "deleted_at")? != Cell::Null {
            out.push((row, kind));
        }
        Ok(())
    }

    /// Adds the live records that refer to one of `records`. Each statement is compiled once for all of them.
    fn live_references(&self, records: &[i64], out: &mut Vec<(i64, Kind)>) -> Result<()> {
        for info in KINDS {
            for (field, _) in info.references() {
                let sql = format!(
                    "SELECT t.id, record.kind FROM {} t JOIN record USING (id)
                     WHERE t.\"{}\" = ?1 AND t.deleted_at IS NULL LIMIT 3",
                    info.kind.table(),
                    field.column
                );
                self.collect_all(&sql, records, out)?;
            }
        }
        self.collect_all(
            "SELECT owner, record.kind FROM link JOIN record ON record.id = owner
             WHERE target = ?1 AND live = 1 LIMIT 3",
            records,
            out,
        )
    }

    fn collect_all(&self, sql: &str, ids: &[i64], out: &mut Vec<(i64, Kind)>) -> Result<()> {
        for id in ids {
            if self.task.is_stopped() {
                return Err(StoreError::Stopped);
            }
            self.collect_records(sql, *id, out)?;
        }
        Ok(())
    }

    fn collect_records(&self, sql: &str, id: i64, out: &mut Vec<(i64, Kind)>) -> Result<()> {
        let mut statement = self.tx.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        for row in rows {
            let (id, kind) = row?;
            out.extend(Kind::from_word(&kind).map(|kind| (id, kind)));
        }
        Ok(())
    }

    fn conflict_with(&self, records: &[(i64, Kind)]) -> Result<StoreError> {
        let mut names = Vec::new();
        for (row, kind) in records.iter().take(5) {
            let (title, short) = super::lookup::name_of(&self.tx, *row, *kind)?;
            names.push(format!("{kind} {short} {title}"));
        }
        names.dedup();
        Ok(StoreError::Refused(format!("a later change depends on it: {}", names.join("; "))))
    }
}
