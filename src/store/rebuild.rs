//! Computes derived data again: the undo list, order, names and the search index.

use rusqlite::Connection;

use super::Result;
use super::derived_columns::Dirty;
use crate::domain::Kind;

/// Computes all derived data again: the state of the batches, the derived columns and the search index. Records and
/// history stay as they were written. Runs in the transaction that is open.
pub(super) fn rebuild(connection: &Connection) -> Result<()> {
    super::undo::rebuild_force(connection)?;
    connection.execute("DELETE FROM search", [])?;
    connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')", [])?;
    for kind in Kind::ALL.iter().copied() {
        let live = format!(
            "UPDATE link SET live = (t.deleted_at IS NULL) FROM {} t
             WHERE t.id = link.owner AND link.live <> (t.deleted_at IS NULL)",
            kind.table()
        );
        connection.execute(&live, [])?;
        let rows: Vec<i64> = connection
            .prepare(&format!("SELECT id FROM {} ORDER BY id", kind.table()))?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for row in rows {
            super::derived_columns::refresh(connection, row, kind, Dirty::Rebuilt)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::domain::{DateRange, Win};
    use crate::store::Store;
    use crate::store::tests::journal;

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
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
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
        assert!(store.snapshot().unwrap().check().unwrap().len() > 2);
        super::rebuild(&store.connection).unwrap();
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
        assert_eq!(state(&store), before);
        let query = crate::domain::SearchWords::parse("second").unwrap();
        assert_eq!(store.snapshot().unwrap().search(&query, &[], 5).unwrap().len(), 1);
    }
}
