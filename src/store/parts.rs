//! Writes the parts of a record that are edited together with it, such as the titles of a position.

use super::Result;
use super::batch::Batch;
use crate::domain::{Record, Stored};

impl Batch<'_> {
    /// Changes the parts of a record from `before` to `wanted`, which already refer to their owner. A part stays
    /// the same record if `is_same` finds it in `before`; the others are inserted and deleted.
    pub fn update_parts<T: Record>(
        &mut self,
        before: &[Stored<T>],
        wanted: &[T],
        is_same: impl Fn(&T, &T) -> bool,
    ) -> Result<()> {
        let mut left: Vec<&Stored<T>> = before.iter().collect();
        let mut new = Vec::new();
        for part in wanted {
            match left.iter().position(|each| is_same(each, part)) {
                Some(at) => {
                    self.update(left.remove(at), part)?;
                }
                None => new.push(part),
            }
        }
        for gone in left {
            self.delete_record(gone.id.into())?;
        }
        for part in new {
            self.insert(part)?;
        }
        Ok(())
    }
}
