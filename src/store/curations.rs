//! The choices for documents: one row for each item of a document of a period for a reader.

use super::batch::Batch;
use super::{Result, Store};
use crate::domain::{DocumentOverride, Stored};

impl Store {
    /// Returns the choices for the document of a period for a reader.
    pub fn list_choices(&self, document: &str) -> Result<Vec<Stored<DocumentOverride>>> {
        self.list("t.document = ?1 AND t.deleted_at IS NULL ORDER BY t.id", [document])
    }
}

impl Batch<'_> {
    /// Keeps a choice in place of the one that was there; one that chooses nothing is deleted.
    pub fn set_choice(&mut self, choice: &DocumentOverride) -> Result<()> {
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
