//! Reads and writes the groups of skills.

use super::batch::Batch;
use super::{Result, Snapshot};
use crate::domain::{Skill, Stored};

impl Snapshot<'_> {
    /// Returns the groups of skills, ordered by the name of the skill.
    pub fn list_skill_groups(&self) -> Result<Vec<Stored<Skill>>> {
        self.list("t.deleted_at IS NULL ORDER BY t.folded, t.id", [])
    }
}

impl Batch<'_> {
    /// Sets the group of a skill; an empty group removes the skill from its group.
    pub fn group_skill(&mut self, name: &str, group: &str) -> Result<()> {
        let skill = Skill { name: name.to_owned(), grouping: group.to_owned(), ..Skill::default() };
        match self.find_stored_twin(&skill)? {
            None if group.is_empty() => {}
            None => {
                self.insert(&skill)?;
            }
            Some(present) if group.is_empty() => self.delete_record(present.id.into())?,
            Some(present) => {
                let now = Skill { name: present.name.clone(), ..skill };
                self.update(&present, &now)?;
            }
        }
        Ok(())
    }

    /// Moves the group of a renamed skill to the new name, unless the new name has a group.
    pub(super) fn rename_skill_group(&mut self, old: &str, new: &str) -> Result<()> {
        let named = |name: &str| Skill { name: name.to_owned(), ..Skill::default() };
        let Some(present) = self.find_stored_twin(&named(old))? else { return Ok(()) };
        match self.find_stored_twin(&named(new))? {
            Some(other) if other.id != present.id => self.delete_record(present.id.into()),
            _ => self.update(&present, &Skill { name: new.to_owned(), ..present.body.clone() }).map(|_| ()),
        }
    }
}
