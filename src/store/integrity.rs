//! Checks the integrity of the journal beyond the checks of SQLite, and rebuilds derived data.

use rusqlite::TransactionBehavior;

use super::checksum;
use super::derived_columns::Dirty;
use super::history::BATCH_SHOWN;
use super::{Result, Snapshot, Store};
use crate::domain::Kind;

impl Store {
    /// Computes all derived data again: the state of the batches, the derived columns and the search index.
    /// Records and history stay as they were written.
    pub fn rebuild(&mut self) -> Result<()> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        super::undo::rebuild_force(&tx)?;
        tx.execute("DELETE FROM search", [])?;
        tx.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')", [])?;
        for kind in Kind::ALL.iter().copied() {
            let rows: Vec<i64> = tx
                .prepare(&format!("SELECT id FROM {} ORDER BY id", kind.table()))?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for row in rows {
                super::derived_columns::refresh(&tx, row, kind, Dirty::Rebuilt)?;
            }
        }
        tx.commit()?;
        self.wrote = true;
        Ok(())
    }
}

impl Snapshot<'_> {
    /// Returns a message for each problem of the file. The check by SQLite does not detect a flipped bit
    /// inside a text; the checksum of its row does.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let mut integrity = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let lines = integrity.query_map([], |row| row.get::<_, String>(0))?;
        for line in lines {
            let line = line?;
            if line != "ok" {
                wrong.push(format!("the file: {line}"));
            }
        }
        let mut foreign = self.connection.prepare("PRAGMA foreign_key_check")?;
        let orphans = foreign.query_map([], |row| row.get::<_, String>(0))?.count();
        if orphans > 0 {
            wrong.push(format!("{orphans} rows refer to rows that do not exist"));
        }
        for kind in Kind::ALL.iter().copied() {
            wrong.extend(self.flipped(kind)?);
        }
        wrong.extend(self.flipped_links()?);
        wrong.extend(self.flipped_history()?);
        let stale = self.count_stale_batches()?;
        if stale > 0 {
            let batches = crate::text::counted(stale, "batch", "batches");
            wrong.push(format!(
                "the undo list does not match the history ({batches}); brag doctor --fix rebuilds it"
            ));
        }
        Ok(wrong)
    }

    /// Returns a message for each row of a kind whose checksum does not match.
    fn flipped(&self, kind: Kind) -> Result<Vec<String>> {
        let table = kind.table();
        let mut statement = self.connection.prepare(&format!("SELECT id FROM {table} ORDER BY id"))?;
        let mut rows = statement.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if !checksum::of_row(self.connection, id, kind)?.agree() {
                let (title, short) = super::lookup::name_of(self.connection, id, kind)?;
                out.push(format!("the {kind} “{title}” ({short}) is damaged"));
            }
        }
        Ok(out)
    }

    /// Returns a message for each link whose checksum does not match.
    fn flipped_links(&self) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare(
            "SELECT owner, link.kind, name, target, checksum, record.short FROM link
             JOIN record ON record.id = owner ORDER BY link.id",
        )?;
        let mut rows = statement.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, name): (String, Option<String>) = (row.get("kind")?, row.get("name")?);
            let computed = checksum::of_link(row.get("owner")?, &kind, name.as_deref(), row.get("target")?);
            if computed != row.get::<_, i64>("checksum")? {
                let short = super::lookup::shown(self.connection, &row.get::<_, String>("short")?)?;
                let name = name.map(|name| format!(": {name}")).unwrap_or_default();
                out.push(format!("a {kind} of {short} is damaged{name}"));
            }
        }
        Ok(out)
    }

    /// Returns a message for each batch of the history whose checksum does not match.
    fn flipped_history(&self) -> Result<Vec<String>> {
        let mut out = Vec::new();
        checksum::each_batch(self.connection, |_, short, sums| {
            if !sums.agree() {
                let short: String = short.chars().take(BATCH_SHOWN).collect();
                out.push(format!("the history is damaged: batch {short}"));
            }
            Ok(())
        })?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{DateRange, Win};
    use crate::store::Store;
    use crate::store::tests::journal;

    #[test]
    fn check_reports_a_flipped_bit_in_a_text_and_nothing_else() {
        let (_directory, mut store, stamp) = journal();
        let mut batch = store.begin("add", stamp).unwrap();
        let draft = Win {
            title: "Sound".into(),
            notes: "words".into(),
            guess: "delivery".into(),
            when: Some(DateRange::year(2026)),
            ..Win::default()
        };
        let id = batch.insert(&draft).unwrap();
        batch.commit().unwrap();
        let before = store.snapshot().unwrap().find_win(id).unwrap();
        let mut batch = store.begin("edit", stamp).unwrap();
        let draft = Win { title: "Sound still".into(), ..draft };
        batch.update(&before.stored, &draft).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<String>::new());
        store.connection.execute("UPDATE win SET notes = 'wordz'", []).unwrap();
        let short = store.snapshot().unwrap().short_id(id.into()).unwrap();
        assert_eq!(
            store.snapshot().unwrap().check().unwrap(),
            [format!("the win “Sound still” ({short}) is damaged")]
        );
    }

    #[test]
    fn rebuild_restores_derived_data_and_changes_no_record() {
        let (_directory, mut store, stamp) = journal();
        for title in ["The first", "The second", "The third"] {
            let mut batch = store.begin("add", stamp).unwrap();
            let when = Some(DateRange::year(2026));
            batch
                .insert(&Win { title: title.into(), when, guess: "delivery".into(), ..Win::default() })
                .unwrap();
            batch.commit().unwrap();
        }
        let target = store.snapshot().unwrap().batches_in_force(1).unwrap()[0].0;
        store.undo(target, stamp).unwrap();
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<String>::new());
        let state = |store: &Store| {
            let wins = store.snapshot().unwrap().dump().unwrap();
            (
                wins,
                store.snapshot().unwrap().batches_in_force(9).unwrap(),
                store.snapshot().unwrap().batches_to_redo(9).unwrap(),
            )
        };
        let before = state(&store);
        let broken =
            "UPDATE batch SET applied = NULL, redoable = 0; UPDATE win SET sort_key = 7; DELETE FROM search";
        store.connection.execute_batch(broken).unwrap();
        assert_eq!(store.snapshot().unwrap().check().unwrap().len(), 1);
        store.rebuild().unwrap();
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<String>::new());
        assert_eq!(state(&store), before);
        let query = crate::domain::SearchWords::parse("second").unwrap();
        assert_eq!(store.snapshot().unwrap().search(&query, &[], 5).unwrap().len(), 1);
    }

    #[test]
    fn each_change_records_the_clock_of_the_value_that_it_replaced() {
        let (_directory, mut store, stamp) = journal();
        let mut batch = store.begin("add", stamp).unwrap();
        let win =
            Win { title: "One".into(), guess: "delivery".into(), tags: vec!["a".into()], ..Win::default() };
        let id = batch.insert(&win).unwrap();
        batch.commit().unwrap();
        for title in ["Two", "Three"] {
            let before = store.snapshot().unwrap().find::<Win>(id).unwrap();
            let mut batch = store.begin("edit", stamp).unwrap();
            batch
                .update(&before, &Win { title: title.into(), tags: Vec::new(), ..before.body.clone() })
                .unwrap();
            batch.commit().unwrap();
        }
        let mut statement = store
            .connection
            .prepare("SELECT seen = (SELECT clock FROM batch WHERE id = change.batch - 1) FROM change WHERE field = 'title'")
            .unwrap();
        let seen: Vec<bool> =
            statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap();
        assert_eq!(seen, [true, true]);
        let tag = "SELECT count(*) FROM change WHERE field = 'link:tag' AND before IS NOT NULL AND seen IS NOT NULL";
        assert_eq!(store.connection.query_row(tag, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    }

    #[test]
    fn check_reports_damage_in_any_row_link_or_batch() {
        for damage in [
            "UPDATE win SET starred = 1",
            "UPDATE win SET updated_at = '2026-11m26T10:00:00+01:00'",
            "UPDATE win SET logged_at = '2025-03-06T10:00:00.000+01:00'",
            "UPDATE win SET deleted_at = '2026-03-06T10:00:00.000+01:00'",
            "UPDATE win SET category_confirmed = 1 - category_confirmed",
            "UPDATE link SET name = 'opt' WHERE kind = 'tag'",
            "UPDATE link SET kind = 'skill' WHERE kind = 'tag'",
            "UPDATE change SET after = replace(after, '1000', '9000')",
            "UPDATE change SET after = 'opz' WHERE field = 'link:tag'",
            "DELETE FROM change WHERE field = 'link:tag'",
            "UPDATE batch SET label = 'no'",
            "UPDATE batch SET at = '2025-03-06T10:00:00.000+01:00'",
        ] {
            let (_directory, mut store, stamp) = journal();
            let mut batch = store.begin("add", stamp).unwrap();
            let draft =
                Win { title: "Saved 1000 dollars".into(), tags: vec!["ops".into()], ..Win::default() };
            batch.insert(&draft).unwrap();
            batch.commit().unwrap();
            assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<String>::new());
            let changed = store.connection.execute(damage, []).unwrap();
            assert!(changed > 0, "{damage}");
            assert_eq!(store.snapshot().unwrap().check().unwrap().len(), 1, "{damage}");
        }
    }
}
