//! Goals, as far as wins are evidence for them.

use uuid::Uuid;

use super::batch::{Batch, Linked};
use super::table::Cell;
use super::{Result, Store};
use crate::domain::{Goal, GoalId, Kind, RecordId};

impl Store {
    /// All goals, those of the latest year first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_goals(&self) -> Result<Vec<Goal>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record.uuid, title, why, year, status FROM goal JOIN record USING (id)
             WHERE deleted_at IS NULL ORDER BY year DESC, goal.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Goal {
                id: GoalId(row.get(0)?),
                title: row.get(1)?,
                why: row.get(2)?,
                year: row.get(3)?,
                open: row.get::<_, String>(4)? == "open",
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Batch<'_> {
    /// Writes a new goal.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn insert_goal(
        &mut self,
        title: &str,
        why: &str,
        year: i32,
        source: Option<String>,
    ) -> Result<GoalId> {
        let id = self.insert(
            Kind::Goal,
            &[
                ("title", title.into()),
                ("why", why.into()),
                ("year", Cell::Int(i64::from(year))),
                ("status", "open".into()),
                ("source", Cell::opt(source)),
            ],
        )?;
        Ok(GoalId(id.0))
    }

    /// Deletes a goal softly; what was evidence for it stays.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn delete_goal(&mut self, id: GoalId) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        let owners: Vec<(i64, String)> = self
            .tx
            .prepare_cached(
                "SELECT owner, record.kind FROM link JOIN record ON record.id = owner
                 WHERE target = ?1 AND link.kind = 'goal'",
            )?
            .query_map([row], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (owner, owner_kind) in owners {
            if let Some(owner_kind) = Kind::from_word(&owner_kind) {
                self.unlink(owner, owner_kind, "goal", &Linked::Record(id.0))?;
            }
        }
        for metric in self.rows("SELECT id FROM metric WHERE goal = ?1 AND deleted_at IS NULL", row)? {
            self.set(metric, Kind::Metric, "goal", &Cell::Null)?;
        }
        self.delete(row, kind)?;
        Ok(())
    }

    /// Makes the goals that a record is evidence for exactly these.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn update_goals(&mut self, owner: RecordId, goals: &[GoalId]) -> Result<()> {
        let (row, kind) = self.row(owner)?;
        let present: Vec<Uuid> = self
            .tx
            .prepare_cached(
                "SELECT record.uuid FROM link JOIN record ON record.id = link.target
                 WHERE owner = ?1 AND link.kind = 'goal' ORDER BY link.id",
            )?
            .query_map([row], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for uuid in present.iter().filter(|uuid| !goals.contains(&GoalId(**uuid))) {
            self.unlink(row, kind, "goal", &Linked::Record(*uuid))?;
        }
        for goal in goals {
            self.link(row, kind, "goal", &Linked::Record(goal.0))?;
        }
        Ok(())
    }
}
