//! Wins, whole: one query for each part of them, however many there are.

use std::collections::HashMap;

use rusqlite::Row;
use uuid::Uuid;

use super::wins::{instant, when};
use super::{Result, Store, StoreError};
use crate::domain::{GoalId, NamedRef, ProjectId, ReadingId, Role, Visibility, Win, WinId, WinStatus};

/// The rows that are asked for, as a JSON array bound to the first parameter.
const ROWS: &str = "(SELECT value FROM json_each(?1))";

impl Store {
    /// A win, whole.
    ///
    /// # Errors
    /// When there is none, or the journal cannot be read.
    pub fn find_win(&self, id: WinId) -> Result<Win> {
        let (row, _) = super::ids::row_of(&self.connection, id.into())?;
        let found = self.find_wins(&[row])?.pop();
        found.ok_or_else(|| StoreError::Damaged("a win that is referred to is missing".into()))
    }

    /// Wins by their rows, whole, in the order of the rows that are given; deleted or not.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_wins(&self, rows: &[i64]) -> Result<Vec<Win>> {
        let wanted = serde_json::Value::from(rows).to_string();
        let mut wins = self.wins_to_print(&wanted)?;
        self.add_revisions(&wanted, &mut wins)?;
        Ok(rows.iter().filter_map(|row| wins.remove(row)).collect())
    }

    /// Returns wins by their rows, whole but for their revisions, which only an edit asks for.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_wins_to_print(&self, rows: &[i64]) -> Result<Vec<Win>> {
        let mut wins = self.wins_to_print(&serde_json::Value::from(rows).to_string())?;
        Ok(rows.iter().filter_map(|row| wins.remove(row)).collect())
    }

    fn wins_to_print(&self, wanted: &str) -> Result<HashMap<i64, Win>> {
        let mut wins = self.bare_wins(wanted)?;
        self.add_labels(wanted, &mut wins)?;
        self.add_goals(wanted, &mut wins)?;
        self.add_learned(wanted, &mut wins)?;
        for (row, figure) in self.figures_of_wins(wanted)? {
            if let Some(win) = wins.get_mut(&row) {
                win.figures.push(figure);
            }
        }
        for (row, follow_up) in self.follow_ups_about(wanted)? {
            if let Some(win) = wins.get_mut(&row) {
                win.follow_ups.push(follow_up);
            }
        }
        Ok(wins)
    }

    fn bare_wins(&self, wanted: &str) -> Result<HashMap<i64, Win>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT w.title, w.happened, w.notes, w.impact, w.audience, w.category, w.category_confirmed, w.status,
                    w.starred, w.visibility, w.logged_at, w.updated_at, owner.uuid, project.name, mine.uuid, w.id, w.unasked
             FROM win w JOIN record mine ON mine.id = w.id
             LEFT JOIN project ON project.id = w.project
             LEFT JOIN record owner ON owner.id = w.project
             WHERE w.id IN {ROWS}"
        ))?;
        let found = statement.query_map([wanted], |row| Ok((row.get(15)?, bare(row)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    fn add_labels(&self, wanted: &str, wins: &mut HashMap<i64, Win>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT owner, kind, name FROM link WHERE owner IN {ROWS} AND name IS NOT NULL ORDER BY id"
        ))?;
        let mut rows = statement.query([wanted])?;
        while let Some(row) = rows.next()? {
            let (kind, name): (String, String) = (row.get(1)?, row.get(2)?);
            let Some(win) = wins.get_mut(&row.get(0)?) else { continue };
            match kind.as_str() {
                "tag" => win.tags.push(name),
                "skill" => win.skills.push(name),
                "person" => win.people.push(name),
                "url" => win.links.push(name),
                "role" => win.roles.extend(Role::from_word(&name)),
                _ => {}
            }
        }
        Ok(())
    }

    fn add_goals(&self, wanted: &str, wins: &mut HashMap<i64, Win>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT owner, record.uuid, goal.title FROM link
             JOIN goal ON goal.id = link.target JOIN record ON record.id = goal.id
             WHERE owner IN {ROWS} AND link.kind = 'goal' AND goal.deleted_at IS NULL ORDER BY link.id"
        ))?;
        let mut rows = statement.query([wanted])?;
        while let Some(row) = rows.next()? {
            if let Some(win) = wins.get_mut(&row.get(0)?) {
                win.goals.push(NamedRef { id: GoalId(row.get::<_, Uuid>(1)?), name: row.get(2)? });
            }
        }
        Ok(())
    }

    fn add_learned(&self, wanted: &str, wins: &mut HashMap<i64, Win>) -> Result<()> {
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

    /// The latest change to each win or to what belongs to it.
    fn add_revisions(&self, wanted: &str, wins: &mut HashMap<i64, Win>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT win, max(latest) FROM (
               SELECT record AS win, max(id) AS latest FROM change WHERE record IN {ROWS} GROUP BY record
               UNION ALL SELECT figure.win, change.id FROM figure JOIN change ON change.record = figure.id
                 WHERE figure.win IN {ROWS}
               UNION ALL SELECT f.about, change.id FROM follow_up f JOIN change ON change.record = f.id
                 WHERE f.about IN {ROWS}) GROUP BY win"
        ))?;
        let mut rows = statement.query([wanted])?;
        while let Some(row) = rows.next()? {
            if let Some(win) = wins.get_mut(&row.get(0)?) {
                win.revision = row.get(1)?;
            }
        }
        Ok(())
    }
}

/// A win's own fields.
fn bare(row: &Row<'_>) -> rusqlite::Result<Win> {
    let project: Option<Uuid> = row.get(12)?;
    let name: Option<String> = row.get(13)?;
    Ok(Win {
        id: WinId(row.get(14)?),
        title: row.get(0)?,
        when: when(row, 1)?,
        notes: row.get(2)?,
        impact: row.get(3)?,
        audience: row.get(4)?,
        category: row.get(5)?,
        category_confirmed: row.get(6)?,
        roles: Vec::new(),
        status: WinStatus::from_word(&row.get::<_, String>(7)?).unwrap_or(WinStatus::Shipped),
        project: project.zip(name).map(|(id, name)| NamedRef { id: ProjectId(id), name }),
        goals: Vec::new(),
        learned: Vec::new(),
        people: Vec::new(),
        tags: Vec::new(),
        skills: Vec::new(),
        links: Vec::new(),
        figures: Vec::new(),
        follow_ups: Vec::new(),
        starred: row.get(8)?,
        visibility: Visibility::from_word(&row.get::<_, String>(9)?).unwrap_or(Visibility::Private),
        logged_at: instant(row, 10)?,
        updated_at: instant(row, 11)?,
        revision: 0,
        unasked: row.get(16)?,
    })
}
