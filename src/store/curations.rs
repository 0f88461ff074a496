//! What was chosen for documents: one row for each item of a document of a period for a reader.

use rusqlite::{OptionalExtension, params};

use super::batch::Batch;
use super::cell::Cell;
use super::{Result, Store};
use crate::domain::{Choice, Kind};

impl Store {
    /// What was chosen for the document of a period for a reader.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_choices(&self, document: &str) -> Result<Vec<Choice>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT item, left_out, place, title FROM curation
             WHERE document = ?1 AND deleted_at IS NULL ORDER BY id",
        )?;
        let rows = statement.query_map([document], |row| {
            Ok(Choice { item: row.get(0)?, left_out: row.get(1)?, place: row.get(2)?, title: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Batch<'_> {
    /// Keeps a choice in place of the one that was there; one that chooses nothing is taken away.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn set_choice(&mut self, document: &str, choice: &Choice) -> Result<()> {
        let present: Option<i64> = self
            .tx
            .prepare_cached(
                "SELECT id FROM curation WHERE document = ?1 AND item = ?2 AND deleted_at IS NULL LIMIT 1",
            )?
            .query_row(params![document, choice.item], |row| row.get(0))
            .optional()?;
        let nothing = !choice.left_out && choice.place.is_none() && choice.title.is_empty();
        let fields: [(&'static str, Cell); 3] = [
            ("left_out", choice.left_out.into()),
            ("place", choice.place.map_or(Cell::Null, Cell::Int)),
            ("title", choice.title.as_str().into()),
        ];
        match present {
            Some(row) if nothing => {
                self.delete(row, Kind::Curation)?;
            }
            Some(row) => {
                for (name, cell) in &fields {
                    self.set(row, Kind::Curation, name, cell)?;
                }
            }
            None if nothing => {}
            None => {
                let [left_out, place, title] = fields;
                let item = ("item", choice.item.as_str().into());
                self.insert_fields(
                    Kind::Curation,
                    &[("document", document.into()), item, left_out, place, title],
                )?;
            }
        }
        Ok(())
    }
}
