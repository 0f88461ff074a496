//! Goals, as far as wins are evidence for them.

use super::Journal;
use super::capture::Rules;
use crate::domain::{Goal, GoalId};
use crate::error::{Error, Result};
use crate::text::ellipsis;

impl Journal {
    /// Adds a goal to a year.
    ///
    /// # Errors
    /// A usage error for an empty title; otherwise when the journal cannot be written.
    pub fn add_goal(&mut self, title: &str, why: &str, year: Option<i32>) -> Result<(GoalId, String)> {
        let title = title.trim();
        if title.is_empty() {
            return Err(Error::usage("a goal needs a title"));
        }
        let year = year.unwrap_or(Rules::of(self).year);
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("add goal: {}", ellipsis(title, 60)), stamp)?;
        let id = batch.insert_goal(title, why, year, None)?;
        batch.commit()?;
        let short = self.store.short_id(id.into())?;
        Ok((id, short))
    }

    /// All goals, the latest year first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn goals(&self) -> Result<Vec<Goal>> {
        Ok(self.store.list_goals()?)
    }
}
