//! Reads and writes the groups of skills.

use super::batch::Batch;
use super::columns::date;
use super::{Result, Snapshot};
use crate::domain::date::day_of_number;
use crate::domain::skill::SkillRecord;
use crate::domain::{PartialDate, Quarter, Skill, Stored};

impl Snapshot<'_> {
    /// Returns the groups of skills, ordered by the name of the skill.
    pub fn list_skill_groups(&self) -> Result<Vec<Stored<Skill>>> {
        self.list("t.deleted_at IS NULL ORDER BY t.folded, t.id", [])
    }
}

impl Snapshot<'_> {
    /// Returns the uses of all skills: by wins, one for each day in order, and by projects.
    pub fn skill_uses(&self) -> Result<Vec<SkillRecord>> {
        let mut out = Vec::new();
        let mut wins = self.connection.prepare_cached(
            "SELECT link.name, count(*) AS wins, min(win.first_day) AS first, win.last_day AS last
             FROM link JOIN win ON win.id = link.owner
             WHERE link.kind = 'skill' AND link.live = 1 GROUP BY link.folded, win.last_day
             ORDER BY link.folded, win.last_day",
        )?;
        let mut rows = wins.query([])?;
        while let Some(row) = rows.next()? {
            // The days of a win without a date are 0.
            let day = |number: i64| (number != 0).then(|| day_of_number(number)).flatten();
            let last = day(row.get("last")?);
            out.push(SkillRecord {
                name: row.get("name")?,
                first: day(row.get("first")?),
                last,
                quarter: last.map(Quarter::of),
                projects: 0,
                wins: usize::try_from(row.get::<_, i64>("wins")?).unwrap_or(0),
            });
        }
        let mut projects = self.connection.prepare_cached(
            "SELECT link.name, project.start, project.\"end\" FROM link JOIN project ON project.id = link.owner
             WHERE link.kind = 'skill' AND link.live = 1 ORDER BY link.id",
        )?;
        let mut rows = projects.query([])?;
        while let Some(row) = rows.next()? {
            let (start, end) = (date(row, "start")?, date(row, "end")?);
            out.push(SkillRecord {
                name: row.get("name")?,
                first: start.or(end).map(PartialDate::first_day),
                last: end.or(start).map(PartialDate::last_day),
                quarter: None,
                projects: 1,
                wins: 0,
            });
        }
        Ok(out)
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
