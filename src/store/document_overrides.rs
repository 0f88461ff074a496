//! Reads and writes the overrides of documents: a row for each overridden item of the document of a period
//! for a reader.

use super::batch::Batch;
use super::{Result, Snapshot};
use crate::domain::{DocumentOverride, Stored};

impl Snapshot<'_> {
    /// Returns the overrides of the document of a period for a reader.
    pub fn list_overrides(&self, document: &str) -> Result<Vec<Stored<DocumentOverride>>> {
        self.list("t.document = ?1 AND t.deleted_at IS NULL ORDER BY t.id", [document])
    }
}

impl Batch<'_> {
    /// Stores the override of an item in place of the previous override; deletes it if it changes nothing.
    pub fn set_override(&mut self, choice: &DocumentOverride) -> Result<()> {
        match self.find_stored_twin(choice)? {
            None if choice.is_empty() => {}
            None => {
                self.insert(choice)?;
            }
            Some(present) if choice.is_empty() => self.delete_record(present.id.into())?,
            Some(present) => {
                self.update(&present, choice)?;
            }
        }
        Ok(())
    }
}
