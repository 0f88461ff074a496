//! Reads praise.

use super::{Result, Snapshot};
use crate::domain::{Praise, Stored};

impl Snapshot<'_> {
    /// Returns all praise, the latest first.
    pub fn list_praise(&self) -> Result<Vec<Stored<Praise>>> {
        self.list("t.deleted_at IS NULL ORDER BY t.sort_key DESC, t.id DESC", [])
    }

    /// Returns the praise whose column refers to one of these rows, a JSON array, in the order of creation.
    pub(super) fn praise_of(&self, column: &str, rows: &str) -> Result<Vec<Stored<Praise>>> {
        let condition = format!(
            "t.\"{column}\" IN (SELECT value FROM json_each(?1)) AND t.deleted_at IS NULL ORDER BY t.id"
        );
        self.list(&condition, [rows])
    }
}
