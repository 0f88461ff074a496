//! Reads stories.

use super::{Result, Snapshot};
use crate::domain::{Stored, Story};

impl Snapshot<'_> {
    /// Returns all stories, in the order of creation.
    pub fn list_stories(&self) -> Result<Vec<Stored<Story>>> {
        self.list("t.deleted_at IS NULL ORDER BY t.id", [])
    }
}
