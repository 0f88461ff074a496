//! Deletes records with their parts, by the descriptions of the kinds.

use super::Result;
use super::batch::Batch;
use super::cell::Cell;
use super::links::Linked;
use crate::domain::{GoalId, GoalStatus, KINDS, Kind, RecordId, Visibility, WinId};

impl Batch<'_> {
    /// Marks a record and its parts as deleted, and clears the references and links to it. Returns
    /// [`super::StoreError::DamagedRecord`] if the checksum of a changed row is wrong.
    pub fn delete_record(&mut self, id: RecordId) -> Result<()> {
        let (row, kind) = self.row(id)?;
        match kind {
            Kind::Win => self.delete_brought(WinId(id.0))?,
            Kind::Project => self.move_parts_up(row)?,
            Kind::Goal => self.close_gap_between_years(row)?,
            _ => {}
        }
        for (part, owner) in kind.info().children() {
            for part in self.referring(part.kind, owner, row)? {
                self.delete_record(part)?;
            }
        }
        self.restrict_dependents(id, row)?;
        for info in KINDS {
            for (field, _) in info.references().filter(|(_, kinds)| kinds.contains(&kind)) {
                for other in self.referring(info.kind, field.column, row)? {
                    let (other, _) = self.row(other)?;
                    self.set(other, info.kind, field.column, &Cell::Null)?;
                }
            }
        }
        for (owner, link) in self.links_to(row)? {
            let (owner, owner_kind) = self.row(owner)?;
            self.unlink(owner, owner_kind, &link, &Linked::Record(id.0))?;
        }
        self.delete(row, kind)?;
        Ok(())
    }

    /// Makes the records that belong to a record at least as strict as it, because they no longer belong to it: the
    /// words about private work stay private.
    fn restrict_dependents(&mut self, id: RecordId, row: i64) -> Result<()> {
        let (_, kind) = self.row(id)?;
        let mut dependents = Vec::new();
        for info in KINDS.iter().filter(|info| info.by_column("visibility").is_some()) {
            for (field, _) in info.references().filter(|(_, kinds)| kinds.contains(&kind)) {
                if info.belongs.contains(&field.column) {
                    dependents.extend(self.referring(info.kind, field.column, row)?);
                }
            }
        }
        for (owner, _) in self.links_to(row)? {
            if self.row(owner)?.1 == Kind::Story {
                dependents.push(owner);
            }
        }
        if dependents.is_empty() {
            return Ok(());
        }
        let strict = self.snapshot().effective_visibility(id)?;
        for dependent in dependents {
            let (row, kind) = self.row(dependent)?;
            let own = self.field(row, kind, "visibility")?;
            if own.as_text().and_then(Visibility::from_word).is_some_and(|own| strict < own) {
                self.set(row, kind, "visibility", &strict.word().into())?;
            }
        }
        Ok(())
    }

    /// Returns the live records of a kind whose column refers to a row.
    fn referring(&self, kind: Kind, column: &str, row: i64) -> Result<Vec<RecordId>> {
        let sql = format!(
            "SELECT uuid FROM {} t JOIN record USING (id) WHERE t.\"{column}\" = ?1 AND deleted_at IS NULL",
            kind.table()
        );
        let mut statement = self.tx.prepare_cached(&sql)?;
        let found = statement.query_map([row], |row| Ok(RecordId(row.get(0)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the records that link to a row, each with the kind of the link.
    fn links_to(&self, row: i64) -> Result<Vec<(RecordId, String)>> {
        let mut statement = self.tx.prepare_cached(
            "SELECT uuid, link.kind FROM link JOIN record ON record.id = owner WHERE target = ?1",
        )?;
        let found = statement.query_map([row], |row| Ok((RecordId(row.get(0)?), row.get(1)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Sets the parent of a project's parts to the parent of the project.
    fn move_parts_up(&mut self, project: i64) -> Result<()> {
        let above = self.field(project, Kind::Project, "parent")?;
        for part in self.referring(Kind::Project, "parent", project)? {
            let (part, kind) = self.row(part)?;
            self.set(part, kind, "parent", &above)?;
        }
        Ok(())
    }

    /// Removes a goal from the chain of goals that it was carried over from and to: the goal of the later
    /// year then refers to that of the earlier year. If there is no later year, the goal of the earlier year
    /// is reopened.
    fn close_gap_between_years(&mut self, goal: i64) -> Result<()> {
        let from = self.field(goal, Kind::Goal, "carried_from")?;
        let later = self.referring(Kind::Goal, "carried_from", goal)?;
        for each in &later {
            let (row, kind) = self.row(*each)?;
            self.set(row, kind, "carried_from", &from)?;
        }
        if let (Cell::Ref(before), true) = (from, later.is_empty()) {
            self.end_goal(GoalId(before), GoalStatus::Open, None, "")?;
        }
        Ok(())
    }
}
