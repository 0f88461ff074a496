//! Whether the journal is as it was written: what SQLite sees, and what it does not.

use super::derive::{checksum, stored_fields};
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
        Ok(wrong)
    }

    /// The rows of a kind whose text is not what was written.
    fn flipped(&self, kind: Kind) -> Result<Vec<String>> {
        let table = super::table::Table::of(kind).name;
        let mut statement = self.connection.prepare(&format!("SELECT id, checksum FROM {table}"))?;
        let mut rows = statement.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, kept): (i64, i64) = (row.get(0)?, row.get(1)?);
            let fields = stored_fields(&self.connection, id, kind)?;
            if checksum(kind, &fields) != kept {
                let (title, _) = super::ids::title_of(&self.connection, id, kind)?;
                out.push(format!("the text of a {kind} is not what was written: {title}"));
            }
        }
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
        let mut batch = store.begin("edit", stamp).unwrap();
        let draft = WinDraft { title: "Sound still".into(), ..draft };
        batch.update_win(id, &draft, When::year(2026), "delivery", None).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        store.connection.execute("UPDATE win SET notes = 'wordz'", []).unwrap();
        assert_eq!(store.check().unwrap(), ["the text of a win is not what was written: Sound still"]);
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
