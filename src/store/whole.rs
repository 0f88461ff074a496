//! Wins, whole: one query for each part of them, however many there are.

use std::collections::HashMap;

use uuid::Uuid;

use super::load::load;
use super::{Result, Store, StoreError};
use crate::domain::{Kind, NamedRef, ReadingId, RecordId, Win, WinId, WinView};

/// The rows that are asked for, as a JSON array bound to the first parameter.
const ROWS: &str = "(SELECT value FROM json_each(?1))";

impl Store {
    /// A win, whole.
    ///
    /// # Errors
    /// When there is none, or the journal cannot be read.
    pub fn find_win(&self, id: WinId) -> Result<WinView> {
        let (row, _) = super::lookup::row_of(&self.connection, id.into())?;
        let found = self.find_wins(&[row])?.pop();
        found.ok_or_else(|| StoreError::Damaged("a win that is referred to is missing".into()))
    }

    /// Wins by their rows, whole, in the order of the rows that are given; deleted or not.
    pub fn find_wins(&self, rows: &[i64]) -> Result<Vec<WinView>> {
        let wanted = serde_json::Value::from(rows).to_string();
        // The revisions first: what another program writes meanwhile is newer than them, and an edit is refused.
        let revisions = self.revisions(&wanted)?;
        let mut wins = self.wins_to_print(&wanted)?;
        for (row, win) in &mut wins {
            win.meta.revision = revisions.get(row).copied().unwrap_or(0);
        }
        Ok(rows.iter().filter_map(|row| wins.remove(row)).collect())
    }

    /// Returns wins by their rows, whole but for their revisions, which only an edit asks for.
    pub fn find_wins_to_print(&self, rows: &[i64]) -> Result<Vec<WinView>> {
        let mut wins = self.wins_to_print(&serde_json::Value::from(rows).to_string())?;
        Ok(rows.iter().filter_map(|row| wins.remove(row)).collect())
    }

    fn wins_to_print(&self, wanted: &str) -> Result<HashMap<i64, WinView>> {
        let found = load::<Win>(&self.connection, &format!("t.id IN {ROWS}"), [wanted])?;
        let view =
            |stored| WinView { stored, learned: Vec::new(), figures: Vec::new(), follow_ups: Vec::new() };
        let mut wins: HashMap<i64, WinView> =
            found.into_iter().map(|(row, stored)| (row, view(stored))).collect();
        self.add_learned(wanted, &mut wins)?;
        let place: HashMap<RecordId, i64> = wins.iter().map(|(row, win)| (win.id.into(), *row)).collect();
        for figure in self.figures_of_wins(wanted)? {
            let row = figure.win.and_then(|win| place.get(&win.into()));
            if let Some(win) = row.and_then(|row| wins.get_mut(row)) {
                win.figures.push(figure);
            }
        }
        for follow_up in self.follow_ups_about(wanted)? {
            if let Some(win) = place.get(&follow_up.about).and_then(|row| wins.get_mut(row)) {
                win.follow_ups.push(follow_up);
            }
        }
        Ok(wins)
    }

    fn add_learned(&self, wanted: &str, wins: &mut HashMap<i64, WinView>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT link.target, record.uuid, reading.title FROM link
             JOIN reading ON reading.id = link.owner JOIN record ON record.id = reading.id
             WHERE link.target IN {ROWS} AND link.kind = 'used' AND reading.deleted_at IS NULL ORDER BY link.id"
        ))?;
        let mut rows = statement.query([wanted])?;
        while let Some(row) = rows.next()? {
            if let Some(win) = wins.get_mut(&row.get(0)?) {
                win.learned.push(NamedRef { id: ReadingId(row.get::<_, Uuid>(1)?), name: row.get(2)? });
            }
        }
        Ok(())
    }

    /// Returns the latest change to each win or to what belongs to it, by the row of the win.
    fn revisions(&self, wanted: &str) -> Result<HashMap<i64, i64>> {
        let mut sql = format!(
            "SELECT win, max(latest) FROM (
               SELECT record AS win, max(id) AS latest FROM change WHERE record IN {ROWS} GROUP BY record"
        );
        for (child, owner) in Kind::Win.info().children() {
            sql.push_str(&format!(
                " UNION ALL SELECT t.\"{owner}\", change.id FROM {} t JOIN change ON change.record = t.id
                   WHERE t.\"{owner}\" IN {ROWS}",
                child.kind.table()
            ));
        }
        sql.push_str(") GROUP BY win");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([wanted], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
