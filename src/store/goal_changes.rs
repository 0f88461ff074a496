//! Writes goals: inserts, updates, evidence and ends.

use rusqlite::params;
use uuid::Uuid;

use super::Result;
use super::batch::Batch;
use super::goals::EVIDENCE;
use super::links::Linked;
use crate::domain::place::in_order;
use crate::domain::{Goal, GoalId, GoalStatus, GoalView, Kind, Milestone, PartialDate, RecordId, Stored};

impl Batch<'_> {
    /// Inserts a goal with its milestones.
    pub fn insert_goal(&mut self, goal: &Goal) -> Result<GoalId> {
        let id = self.insert(goal)?;
        let places = in_order(&vec![None; goal.steps.len()]);
        for ((title, done_on), place) in goal.steps.iter().zip(places) {
            let (goal, title, done_on) = (Some(id), title.clone(), *done_on);
            self.insert(&Milestone { goal, place, title, done_on, ..Milestone::default() })?;
        }
        Ok(id)
    }

    /// Updates a goal and its milestones to `goal`. A milestone is the same record if its title is the same.
    pub fn update_goal(&mut self, before: &GoalView, goal: &Goal) -> Result<()> {
        let (row, _) = self.row(before.id.into())?;
        if self.update(&before.stored, goal)?.contains(&"title") {
            self.mark_records_naming_goal(row)?;
        }
        let mut left: Vec<&Stored<Milestone>> = before.milestones.iter().collect();
        let mut kept: Vec<Option<&Stored<Milestone>>> = Vec::with_capacity(goal.steps.len());
        for (title, _) in &goal.steps {
            let same = left.iter().position(|each| each.title == *title).or_else(|| {
                left.iter().position(|each| crate::domain::fold(&each.title) == crate::domain::fold(title))
            });
            kept.push(same.map(|same| left.remove(same)));
        }
        let siblings: Vec<Option<&str>> =
            kept.iter().map(|kept| kept.map(|kept| kept.place.as_str())).collect();
        let places = in_order(&siblings);
        for (((title, done_on), kept), place) in goal.steps.iter().zip(kept).zip(places) {
            let step = Milestone {
                goal: Some(before.id),
                place,
                title: title.clone(),
                done_on: *done_on,
                unread: kept.map(|kept| kept.unread.clone()).unwrap_or_default(),
            };
            match kept {
                Some(kept) => self.update(kept, &step).map(|_| ())?,
                None => self.insert(&step).map(|_| ())?,
            }
        }
        for gone in left {
            self.delete_record(gone.id.into())?;
        }
        Ok(())
    }

    /// Sets the status of a goal, the date of its end, and the proof or reason.
    pub fn end_goal(
        &mut self,
        id: GoalId,
        status: GoalStatus,
        on: Option<PartialDate>,
        ending: &str,
    ) -> Result<()> {
        let before = self.find::<Goal>(id)?;
        let mut now = Goal { status, ended_on: on, ending: ending.to_owned(), ..before.body.clone() };
        for name in ["status", "ended_on", "ending"] {
            now.unread.clear(name);
        }
        self.update(&before, &now)?;
        Ok(())
    }

    /// Links a record to a goal as evidence; returns `true` if the link is new.
    pub fn link_evidence(&mut self, record: RecordId, goal: GoalId) -> Result<bool> {
        let (row, kind) = self.row(record)?;
        self.link(row, kind, EVIDENCE, &Linked::Record(goal.0))
    }

    /// Removes the link of a record to a goal; returns `true` if the link existed.
    pub fn unlink_evidence(&mut self, record: RecordId, goal: GoalId) -> Result<bool> {
        let (row, kind) = self.row(record)?;
        self.unlink(row, kind, EVIDENCE, &Linked::Record(goal.0))
    }

    /// Sets the goals that a record is evidence for.
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
            self.unlink(row, kind, EVIDENCE, &Linked::Record(*uuid))?;
        }
        for goal in goals {
            self.link(row, kind, EVIDENCE, &Linked::Record(goal.0))?;
        }
        Ok(())
    }

    /// Marks the records that link to a goal, because search finds them by the title of the goal.
    pub(super) fn mark_records_naming_goal(&mut self, goal: i64) -> Result<()> {
        let owners: Vec<(i64, String)> = self
            .tx
            .prepare_cached(
                "SELECT owner, record.kind FROM link JOIN record ON record.id = owner WHERE target = ?1",
            )?
            .query_map(params![goal], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (owner, kind) in owners {
            if let Some(kind) = Kind::from_word(&kind) {
                self.mark_dirty(owner, kind)?;
            }
        }
        Ok(())
    }
}
