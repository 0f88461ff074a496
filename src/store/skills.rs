//! The groups that skills are in. A skill itself is a name that records are labelled with.

use rusqlite::OptionalExtension;

use super::batch::Batch;
use super::cell::Cell;
use super::{Result, Store};
use crate::domain::{Kind, fold};

/// The live record of a skill's group.
const OF_NAME: &str = "FROM skill WHERE folded = ?1 AND deleted_at IS NULL ORDER BY id LIMIT 1";

impl Store {
    /// The group of a skill, where it was given one.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn skill_group(&self, name: &str) -> Result<Option<String>> {
        Ok(self
            .connection
            .prepare_cached(&format!("SELECT grouping {OF_NAME}"))?
            .query_row([fold(name)], |row| row.get(0))
            .optional()?)
    }
}

impl Batch<'_> {
    /// Puts a skill into a group; an empty one takes it out of its group.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn group_skill(&mut self, name: &str, group: &str) -> Result<()> {
        let present = self.skill_named(name)?;
        match (present, group) {
            (None, "") => {}
            (None, group) => {
                self.insert_fields(Kind::Skill, &[("name", name.into()), ("grouping", group.into())])?;
            }
            (Some(row), "") => {
                self.delete(row, Kind::Skill)?;
            }
            (Some(row), group) => {
                self.set(row, Kind::Skill, "grouping", &Cell::Text(group.to_owned()))?;
            }
        }
        Ok(())
    }

    fn skill_named(&self, name: &str) -> Result<Option<i64>> {
        let sql = format!("SELECT id {OF_NAME}");
        Ok(self.tx.prepare_cached(&sql)?.query_row([fold(name)], |row| row.get(0)).optional()?)
    }

    /// Gives the group of a skill along when the skill is renamed; a group that the new name has
    /// stays.
    pub(super) fn rename_skill_group(&mut self, old: &str, new: &str) -> Result<()> {
        let Some(row) = self.skill_named(old)? else { return Ok(()) };
        match self.skill_named(new)? {
            Some(other) if other != row => self.delete(row, Kind::Skill)?,
            _ => self.set(row, Kind::Skill, "name", &new.into())?,
        };
        Ok(())
    }
}
