//! Reads and writes the aliases of names.

use super::batch::Batch;
use super::{Result, Snapshot};
use crate::domain::{Alias, AliasId, Stored};

impl Snapshot<'_> {
    /// Returns the aliases, ordered by name.
    pub fn list_aliases(&self) -> Result<Vec<Stored<Alias>>> {
        self.list("t.deleted_at IS NULL ORDER BY t.folded, t.id", [])
    }
}

impl Batch<'_> {
    /// Sets the alias of a name, in place of a previous alias.
    pub fn set_alias(&mut self, alias: &Alias) -> Result<AliasId> {
        let Some(present) = self.find_stored_twin(alias)? else { return self.insert(alias) };
        let now = Alias { name: present.name.clone(), ..alias.clone() };
        self.update(&present, &now)?;
        Ok(present.id)
    }
}
