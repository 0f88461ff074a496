//! Compares the records of two journals without reading their texts.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Result, Snapshot};
use crate::domain::{Kind, RecordId};

/// A summary of a record. In a journal and its backup, the summaries are equal if the record did not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// The kind of the record.
    pub kind: Kind,
    /// The checksums of its row and of its links together.
    sum: i64,
}

impl Snapshot<'_> {
    /// Returns the fingerprints of all live records.
    pub fn fingerprints(&self) -> Result<HashMap<RecordId, Fingerprint>> {
        let mut links: HashMap<i64, i64> = HashMap::new();
        let mut statement = self.connection.prepare("SELECT owner, checksum FROM link WHERE live = 1")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let sum = links.entry(row.get(0)?).or_default();
            *sum = sum.wrapping_add(row.get::<_, i64>(1)?);
        }
        let mut out = HashMap::new();
        for kind in Kind::ALL.iter().copied() {
            let sql = format!(
                "SELECT record.uuid, t.checksum, t.id FROM {} t JOIN record USING (id)
                 WHERE t.deleted_at IS NULL",
                kind.table()
            );
            let mut statement = self.connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let links = links.get(&row.get(2)?).copied().unwrap_or_default();
                let sum = row.get::<_, i64>(1)?.wrapping_add(links << 32);
                out.insert(RecordId(row.get::<_, Uuid>(0)?), Fingerprint { kind, sum });
            }
        }
        Ok(out)
    }

    /// Returns the title of a record.
    pub fn title(&self, id: RecordId) -> Result<String> {
        let (row, kind) = super::lookup::row_of(self.connection, id)?;
        Ok(super::lookup::title_of(self.connection, row, kind)?.0)
    }
}
