//! Whether the journal is as it was written: what SQLite sees, and what it does not.

use super::checksum;
use super::history::BATCH_SHOWN;
use super::{Result, Store};
use crate::domain::Kind;

impl Store {
    /// What is wrong with the file, one line each; empty when it is sound. SQLite's own check does
    /// not see a bit that flipped inside a text; the checksum of its row does.
    ///
    /// # Errors
    /// When the journal cannot be read at all.
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
            wrong.push(format!("{orphans} rows refer to rows that are not there"));
        }
        for kind in Kind::ALL {
            wrong.extend(self.flipped(kind)?);
        }
        wrong.extend(self.flipped_links()?);
        wrong.extend(self.flipped_history()?);
        Ok(wrong)
    }

    /// Returns the rows of a kind whose checksum does not match.
    fn flipped(&self, kind: Kind) -> Result<Vec<String>> {
        let table = super::table::Table::of(kind).name;
        let mut statement = self.connection.prepare(&format!("SELECT id FROM {table} ORDER BY id"))?;
        let mut rows = statement.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if !checksum::of_row(&self.connection, id, kind)?.agree() {
                let (title, short) = super::ids::name_of(&self.connection, id, kind)?;
                out.push(format!("the {kind} {short} is not what was written: {title}"));
            }
        }
        Ok(out)
    }

    /// Returns the records that have a link whose checksum does not match.
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
                let short = super::ids::shown(&self.connection, &row.get::<_, String>("short")?)?;
                let name = name.map(|name| format!(": {name}")).unwrap_or_default();
                out.push(format!("a {kind} of {short} is not what was written{name}"));
            }
        }
        Ok(out)
    }

    /// Returns the batches of the history whose checksum does not match.
    fn flipped_history(&self) -> Result<Vec<String>> {
        let mut out = Vec::new();
        checksum::each_batch(&self.connection, |_, short, sums| {
            if !sums.agree() {
                let short: String = short.chars().take(BATCH_SHOWN).collect();
                out.push(format!("the history is not what was written: batch {short}"));
            }
            Ok(())
        })?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{When, WinDraft};
    use crate::store::Stamp;

    #[test]
    fn a_flipped_bit_in_a_text_is_found_and_everything_else_is_sound() {
        let directory = tempfile::tempdir().unwrap();
        let mut store = Store::create(&directory.path().join("journal.db")).unwrap();
        let now = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
        let stamp = Stamp { now, device: uuid::Uuid::nil() };
        let mut batch = store.begin("add", stamp).unwrap();
        let draft = WinDraft { title: "Sound".into(), notes: "words".into(), ..WinDraft::default() };
        let id = batch.insert_win(&draft, When::year(2026), "delivery", None, None).unwrap();
        batch.commit().unwrap();
        let before = store.find_win(id).unwrap();
        let mut batch = store.begin("edit", stamp).unwrap();
        let draft = WinDraft { title: "Sound still".into(), ..draft };
        batch.update_win(&before, &draft, When::year(2026), "delivery", None).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        store.connection.execute("UPDATE win SET notes = 'wordz'", []).unwrap();
        let short = store.short_id(id.into()).unwrap();
        assert_eq!(store.check().unwrap(), [format!("the win {short} is not what was written: Sound still")]);
    }

    #[test]
    fn a_flip_anywhere_in_a_row_a_link_or_the_history_is_found() {
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
            let directory = tempfile::tempdir().unwrap();
            let mut store = Store::create(&directory.path().join("journal.db")).unwrap();
            let now = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
            let mut batch = store.begin("add", Stamp { now, device: uuid::Uuid::nil() }).unwrap();
            let draft = WinDraft {
                title: "Saved 1000 dollars".into(),
                tags: vec!["ops".into()],
                ..WinDraft::default()
            };
            batch.insert_win(&draft, When::year(2026), "delivery", None, None).unwrap();
            batch.commit().unwrap();
            assert_eq!(store.check().unwrap(), Vec::<String>::new());
            let changed = store.connection.execute(damage, []).unwrap();
            assert!(changed > 0, "{damage}");
            assert_eq!(store.check().unwrap().len(), 1, "{damage}");
        }
    }

    /// A way of writing to a win.
    type Write = fn(&mut crate::store::Batch<'_>, &crate::domain::Win) -> Result<()>;

    #[test]
    fn a_damaged_row_is_not_written_over_and_stays_found() {
        let directory = tempfile::tempdir().unwrap();
        let mut store = Store::create(&directory.path().join("journal.db")).unwrap();
        let now = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
        let stamp = Stamp { now, device: uuid::Uuid::nil() };
        let mut batch = store.begin("add", stamp).unwrap();
        let draft = |title: &str| WinDraft { title: title.into(), ..WinDraft::default() };
        let mut add =
            |title: &str| batch.insert_win(&draft(title), When::year(2026), "delivery", None, None).unwrap();
        let (damaged, whole) = (add("Halved the build time"), add("Halved the test time"));
        batch.commit().unwrap();
        store
            .connection
            .execute(
                "UPDATE win SET title = 'Halved the cuild time' WHERE title = 'Halved the build time'",
                [],
            )
            .unwrap();
        let found = store.check().unwrap();
        assert_eq!(found.len(), 1);
        // No way of writing to it is let through: a field, a name, a deletion, what belongs to it.
        let writes: [Write; 3] = [
            |batch, win| {
                let starred =
                    WinDraft { title: "Halved the cuild time".into(), starred: true, ..WinDraft::default() };
                batch.update_win(win, &starred, When::year(2026), "delivery", None)
            },
            |batch, win| batch.insert_labels(win.id.into(), crate::store::LabelKind::Tag, &["ci".into()]),
            |batch, win| batch.delete_win(win.id),
        ];
        for write in writes {
            let (damaged, whole) = (store.find_win(damaged).unwrap(), store.find_win(whole).unwrap());
            let mut batch = store.begin("edit", stamp).unwrap();
            let refused = write(&mut batch, &damaged);
            assert!(matches!(refused, Err(crate::store::StoreError::DamagedRecord { .. })), "{refused:?}");
            drop(batch);
            assert_eq!(store.check().unwrap(), found);
            // What is whole goes on.
            let mut batch = store.begin("edit", stamp).unwrap();
            write(&mut batch, &whole).unwrap();
            batch.commit().unwrap();
            assert_eq!(store.check().unwrap(), found);
        }
    }

    #[test]
    fn a_value_of_a_newer_version_stays_through_an_edit_of_every_other_field() {
        use crate::domain::ReadingDraft;
        let directory = tempfile::tempdir().unwrap();
        let mut store = Store::create(&directory.path().join("journal.db")).unwrap();
        let now = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
        let stamp = Stamp { now, device: uuid::Uuid::nil() };
        let mut batch = store.begin("add", stamp).unwrap();
        let draft = WinDraft { title: "A win".into(), ..WinDraft::default() };
        let win = batch.insert_win(&draft, When::year(2026), "delivery", None, None).unwrap();
        let draft = ReadingDraft { title: "A book".into(), ..ReadingDraft::default() };
        let book = batch.insert_reading(&draft, &[], None).unwrap();
        batch.commit().unwrap();
        // As a newer program writes them.
        let newer = [
            (Kind::Win, "happened", "2026-W09"),
            (Kind::Win, "status", "waiting"),
            (Kind::Reading, "status", "paused"),
            (Kind::Reading, "progress", "audio 3h20"),
            (Kind::Reading, "medium", "game"),
        ];
        for (kind, field, value) in newer {
            let sql = format!("UPDATE {} SET {field} = ?1", super::super::table::Table::of(kind).name);
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
        let before = store.find_win(win).unwrap();
        let edited = WinDraft { starred: true, notes: "n".into(), audience: "all".into(), ..before.draft() };
        let reading = store.find_reading(book).unwrap();
        let read = ReadingDraft { rating: Some(4), takeaways: "t".into(), ..reading.draft() };
        let mut batch = store.begin("edit", stamp).unwrap();
        batch.update_win(&before, &edited, before.when, &before.category, None).unwrap();
        batch.update_reading(&reading, &read, &[]).unwrap();
        batch.commit().unwrap();
        for (kind, field, value) in newer {
            let sql = format!("SELECT {field} FROM {}", super::super::table::Table::of(kind).name);
            let kept: String = store.connection.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert_eq!(kept, value, "{kind} {field}");
        }
        assert_eq!(store.find_reading(book).unwrap().rating, Some(4));
        // Choosing a value takes its place.
        let reading = store.find_reading(book).unwrap();
        let read = ReadingDraft { status: crate::domain::ReadingStatus::Finished, ..reading.draft() };
        let mut batch = store.begin("edit", stamp).unwrap();
        batch.update_reading(&reading, &read, &[]).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.find_reading(book).unwrap().status, crate::domain::ReadingStatus::Finished);
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_field_of_a_newer_version_is_kept_and_undone_like_any_other() {
        let directory = tempfile::tempdir().unwrap();
        let mut store = Store::create(&directory.path().join("journal.db")).unwrap();
        let now = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
        let stamp = Stamp { now, device: uuid::Uuid::nil() };
        let mut batch = store.begin("add", stamp).unwrap();
        let draft = WinDraft { title: "Kept".into(), ..WinDraft::default() };
        let id = batch.insert_win(&draft, When::year(2026), "delivery", None, None).unwrap();
        batch.commit().unwrap();
        let mut batch = store.begin("from a newer version", stamp).unwrap();
        let (row, kind) = batch.row(id.into()).unwrap();
        batch.set(row, kind, "mood", &"proud".into()).unwrap();
        batch.commit().unwrap();
        let extra = |store: &Store| -> Option<String> {
            store.connection.query_row("SELECT extra FROM win", [], |row| row.get(0)).unwrap()
        };
        assert_eq!(extra(&store).as_deref(), Some("{\"mood\":\"proud\"}"));
        let target = store.batches_in_force(1).unwrap()[0].0;
        store.undo(target, stamp).unwrap();
        assert!(extra(&store).is_some_and(|extra| !extra.contains("proud")));
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }
}
