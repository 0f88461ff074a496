//! Removes records for good, with everything that the history, the search index and the file hold of them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, TransactionBehavior, params};
use uuid::Uuid;

use super::batch::Batch;
use super::columns::ids;
use super::file_identity::REWRITTEN;
use super::{Result, Snapshot, Stamp, Store, checksum, lookup};
use crate::domain::{KINDS, Kind, RecordId};

/// The label of a batch that held changes of purged records.
const LABEL: &str = "purged";

/// The shortest title that is looked for in the labels of other batches, in characters.
const SHORTEST_TITLE: usize = 3;

/// The records that a purge removes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doomed {
    /// The ids, with those of the records that belong to them.
    pub ids: BTreeSet<RecordId>,
    /// The titles of those that search finds: not of their parts.
    pub titles: BTreeSet<String>,
}

impl Snapshot<'_> {
    /// Returns the records that are deleted; with `before`, those that were deleted before an instant (RFC 3339).
    pub fn deleted(&self, before: Option<&str>) -> Result<Vec<RecordId>> {
        let mut out = Vec::new();
        for kind in Kind::ALL.iter().copied() {
            let sql = format!(
                "SELECT uuid FROM record JOIN {} t USING (id)
                 WHERE deleted_at IS NOT NULL AND (?1 IS NULL OR datetime(deleted_at) < datetime(?1))",
                kind.table()
            );
            let mut statement = self.connection.prepare(&sql)?;
            let rows = statement.query_map([before], |row| Ok(RecordId(row.get(0)?)))?;
            out.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
        }
        Ok(out)
    }

    /// Returns the records that go with `ids`: their parts, and for a win the metrics that only it has.
    pub fn doomed(&self, ids: &[RecordId]) -> Result<Doomed> {
        doomed(self.connection, ids)
    }
}

fn doomed(connection: &Connection, ids: &[RecordId]) -> Result<Doomed> {
    let mut out = Doomed::default();
    let mut waiting: Vec<RecordId> = ids.to_vec();
    while let Some(id) = waiting.pop() {
        let Ok((row, kind)) = lookup::row_of(connection, id) else { continue };
        if !out.ids.insert(id) {
            continue;
        }
        if kind.info().found {
            out.titles.insert(lookup::title_of(connection, row, kind)?.0);
        }
        let mut add = |sql: &str, of: &dyn rusqlite::ToSql| -> Result<()> {
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_map([of], |row| Ok(RecordId(row.get(0)?)))?;
            waiting.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
            Ok(())
        };
        for (part, owner) in kind.info().children() {
            let table = part.kind.table();
            add(
                &format!("SELECT uuid FROM record JOIN {table} t USING (id) WHERE t.\"{owner}\" = ?1"),
                &row,
            )?;
        }
        if kind == Kind::Win {
            add("SELECT uuid FROM record JOIN metric t USING (id) WHERE t.win = ?1", &row)?;
            // The values that the win brought were deleted with it.
            add(
                "SELECT uuid FROM record JOIN value t USING (id) WHERE t.win = ?1 AND deleted_at IS NOT NULL",
                &row,
            )?;
        }
        // What the user changed about the record in documents.
        add("SELECT uuid FROM record JOIN curation t USING (id) WHERE t.item = ?1", &id.0.to_string())?;
    }
    Ok(out)
}

impl Store {
    /// Deletes records as the user would delete them, and returns what a purge of them removes. The first step of a purge:
    /// if a later one fails, the purge can be repeated.
    pub fn delete_for_purge(&mut self, ids: &[RecordId], stamp: Stamp) -> Result<Doomed> {
        let live = self.snapshot()?.live(ids)?;
        let mut batch = self.begin(LABEL, stamp)?;
        for id in live {
            if !batch.is_gone(id)? {
                batch.delete_record(id)?;
            }
        }
        let mut all = ids.to_vec();
        // What was deleted with them: metrics and values that a win brought.
        if batch.has_changes() {
            all.extend(batch.deleted_records()?);
        }
        batch.commit()?;
        self.snapshot()?.doomed(&all)
    }

    /// Removes deleted records for good. Nothing of them stays in the file; returns `false` if another program still reads
    /// the log that holds them, which the next change empties.
    pub fn purge(&mut self, doomed: &Doomed, no_trace: bool) -> Result<bool> {
        // Overwrites the content of removed rows with zeros.
        self.connection.pragma_update(None, "secure_delete", true)?;
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        remove(&tx, doomed, no_trace)?;
        tx.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, 1)", [REWRITTEN])?;
        // The log may begin after a batch that is removed.
        tx.execute(
            "UPDATE meta SET value = min(value, (SELECT coalesce(max(id), 0) FROM batch)) WHERE key = 'base'",
            [],
        )?;
        // The search index keeps the words of removed entries until it is computed again.
        super::rebuild::rebuild(&tx)?;
        tx.commit()?;
        self.wrote = true;
        self.connection.execute_batch("VACUUM")?;
        self.end_rewriting()?;
        Ok(!super::file_identity::log_has_data(&self.path))
    }
}

impl Batch<'_> {
    /// Returns the records that this batch has deleted.
    fn deleted_records(&mut self) -> Result<Vec<RecordId>> {
        let batch = self.id()?;
        let sql = "SELECT DISTINCT record.uuid FROM change JOIN record ON record.id = change.record
             WHERE batch = ?1 AND field = 'deleted_at' AND after IS NOT NULL";
        let mut statement = self.tx.prepare(sql)?;
        let rows = statement.query_map([batch], |row| Ok(RecordId(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Removes records from a copy of a journal, such as a backup.
pub(super) fn remove_from_copy(connection: &Connection, doomed: &Doomed) -> Result<()> {
    connection.pragma_update(None, "secure_delete", true)?;
    let ids: Vec<RecordId> = doomed.ids.iter().copied().collect();
    let mut there = self::doomed(connection, &ids)?;
    there.titles.extend(doomed.titles.iter().cloned());
    let tx = connection.unchecked_transaction()?;
    remove(&tx, &there, true)?;
    super::rebuild::rebuild(&tx)?;
    tx.commit()?;
    Ok(connection.execute_batch("VACUUM")?)
}

/// Removes rows, links and history of records, in the transaction that is open.
fn remove(connection: &Connection, doomed: &Doomed, no_trace: bool) -> Result<()> {
    connection.execute_batch(
        "DROP TABLE IF EXISTS temp.doomed;
         CREATE TEMP TABLE doomed (id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE);",
    )?;
    for id in &doomed.ids {
        let (row, _) = lookup::row_of(connection, *id)?;
        connection
            .prepare_cached("INSERT INTO temp.doomed (id, uuid) VALUES (?1, ?2)")?
            .execute(params![row, id.0])?;
    }
    // A batch that was damaged before gets no checksum that hides it.
    let damaged = checksum::damaged_batches(connection)?;
    let touched = remove_history(connection, doomed, no_trace)?;
    remove_references(connection)?;
    connection.execute(
        "DELETE FROM link WHERE owner IN (SELECT id FROM temp.doomed) OR target IN (SELECT id FROM temp.doomed)",
        [],
    )?;
    connection.execute("DELETE FROM search WHERE record IN (SELECT id FROM temp.doomed)", [])?;
    for kind in Kind::ALL.iter().copied() {
        connection
            .execute(&format!("DELETE FROM {} WHERE id IN (SELECT id FROM temp.doomed)", kind.table()), [])?;
    }
    connection.execute("DELETE FROM record WHERE id IN (SELECT id FROM temp.doomed)", [])?;
    connection.execute_batch("DROP TABLE temp.doomed")?;
    checksum::seal_batches(connection, |id| touched.contains(&id) && !damaged.contains(&id))
}

/// Removes the changes of the records, the values of other changes that refer to them, and the labels that name them.
/// Returns the batches that are changed.
fn remove_history(connection: &Connection, doomed: &Doomed, no_trace: bool) -> Result<BTreeSet<i64>> {
    let of_records = "record IN (SELECT id FROM temp.doomed)
         OR before IN (SELECT uuid FROM temp.doomed) OR after IN (SELECT uuid FROM temp.doomed)";
    let mut touched: BTreeSet<i64> =
        ids(connection, &format!("SELECT DISTINCT batch FROM change WHERE {of_records}"))?
            .into_iter()
            .collect();
    connection.execute(&format!("DELETE FROM change WHERE {of_records}"), [])?;
    touched.extend(remove_from_new_records(connection)?);
    let titles: Vec<&String> =
        doomed.titles.iter().filter(|title| title.chars().count() >= SHORTEST_TITLE).collect();
    let names =
        |label: &str| titles.iter().any(|title| label.contains(title.as_str()) || cut_label(label, title));
    let mut named = Vec::new();
    let mut labels = connection.prepare("SELECT id, label FROM batch")?;
    let mut found = labels.query([])?;
    while let Some(row) = found.next()? {
        let id = row.get(0)?;
        if (no_trace || touched.contains(&id)) && names(&checksum::lossy(row, 1)?) {
            named.push(id);
        }
    }
    for id in named {
        connection
            .prepare_cached("UPDATE batch SET label = ?1 WHERE id = ?2")?
            .execute(params![LABEL, id])?;
        touched.insert(id);
    }
    // A batch without changes goes too, once no other batch undoes or redoes it.
    let empty = "DELETE FROM batch WHERE id NOT IN (SELECT batch FROM change)
         AND id NOT IN (SELECT target FROM batch WHERE target IS NOT NULL)";
    while connection.execute(empty, [])? > 0 {}
    Ok(touched)
}

/// Returns `true` if a label ends with the beginning of a title, which was cut.
fn cut_label(label: &str, title: &str) -> bool {
    let Some(cut) = label.strip_suffix('…') else { return false };
    let beginning: String = title.chars().take(12).collect();
    cut.contains(&beginning)
}

/// Removes the references to the records from the changes that hold all fields of a new record.
fn remove_from_new_records(connection: &Connection) -> Result<Vec<i64>> {
    let uuids: BTreeSet<Uuid> = {
        let mut statement = connection.prepare("SELECT uuid FROM temp.doomed")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        rows.collect::<rusqlite::Result<_>>()?
    };
    let mut touched = Vec::new();
    let mut changed: BTreeMap<i64, String> = BTreeMap::new();
    let mut statement = connection.prepare("SELECT id, batch, after FROM change WHERE field IS NULL")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let text = checksum::lossy(row, 2)?;
        let Ok(mut fields) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text) else {
            continue;
        };
        let before = fields.len();
        fields.retain(|_, value| {
            !value.as_str().and_then(|text| Uuid::parse_str(text).ok()).is_some_and(|id| uuids.contains(&id))
        });
        if fields.len() < before {
            touched.push(row.get(1)?);
            changed.insert(row.get(0)?, serde_json::Value::Object(fields).to_string());
        }
    }
    for (id, fields) in changed {
        connection
            .prepare_cached("UPDATE change SET after = ?1 WHERE id = ?2")?
            .execute(params![fields, id])?;
    }
    Ok(touched)
}

/// Clears the references of other records, deleted ones too, to the records.
fn remove_references(connection: &Connection) -> Result<()> {
    for info in KINDS {
        for (field, _) in info.references() {
            let table = info.kind.table();
            let referring = format!(
                "SELECT id FROM {table} WHERE \"{}\" IN (SELECT id FROM temp.doomed)
                 AND id NOT IN (SELECT id FROM temp.doomed)",
                field.column
            );
            for id in ids(connection, &referring)? {
                let is_intact = checksum::of_row(connection, id, info.kind)?.agree();
                let sql = format!("UPDATE {table} SET \"{}\" = NULL WHERE id = ?1", field.column);
                connection.prepare_cached(&sql)?.execute([id])?;
                if is_intact {
                    checksum::store_of_row(connection, id, info.kind)?;
                }
            }
        }
    }
    Ok(())
}

impl Snapshot<'_> {
    /// Returns the records of `ids` that are not deleted.
    fn live(&self, ids: &[RecordId]) -> Result<Vec<RecordId>> {
        let mut out = Vec::new();
        for id in ids {
            let (row, kind) = lookup::row_of(self.connection, *id)?;
            if !lookup::title_of(self.connection, row, kind)?.1 {
                out.push(*id);
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{NamedRef, Project, Reason, Win};
    use crate::store::Backups;
    use crate::store::file_identity::log_of;
    use crate::store::samples::{add, journal};

    #[test]
    fn a_purged_record_is_in_no_byte_of_the_journal_and_of_its_backups() {
        let (directory, mut store, stamp) = journal();
        let path = directory.path().join("journal.db");
        let project =
            add(&mut store, stamp, &Project { name: "Acmecorp rollout".into(), ..Project::default() });
        let secret = Win {
            title: "Moved Acmecorp to the new system".into(),
            notes: "Acmecorp said thanks".into(),
            tags: vec!["acmecorp".into()],
            people: vec!["Zebediah".into()],
            project: Some(NamedRef { id: project, name: String::new() }),
            ..Win::default()
        };
        let id = add(&mut store, stamp, &secret);
        add(&mut store, stamp, &Win { title: "Something else".into(), ..Win::default() });
        let backups = Backups::of(&path);
        let lock = backups.lock().unwrap();
        let at = stamp.now.naive_local();
        backups.make(&store, Reason::Asked, at, &lock).unwrap();
        drop(lock);
        let doomed = store.delete_for_purge(&[id.into(), project.into()], stamp).unwrap();
        backups.purge(&doomed).unwrap();
        assert!(store.purge(&doomed, true).unwrap());
        let left = store.snapshot().unwrap().dump().unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(store.snapshot().unwrap().check().unwrap(), []);
        let mut files = vec![path.clone(), log_of(&path)];
        files.extend(backups.list().into_iter().map(|backup| backup.path));
        assert_eq!(files.len(), 3);
        for file in files {
            let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).to_lowercase();
            for word in ["acmecorp", "zebediah"] {
                assert!(!text.contains(word), "{} contains {word}", file.display());
            }
        }
        add(&mut store, stamp, &Win { title: "And it goes on".into(), ..Win::default() });
        let (last, _) = store.snapshot().unwrap().batches_in_force(1).unwrap().remove(0);
        store.undo(last, stamp).unwrap();
        assert_eq!(store.snapshot().unwrap().check().unwrap(), []);
    }
}
