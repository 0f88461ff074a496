//! Reading notes: their order, their names, and the wins that used them.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::batch::Batch;
use super::links::Linked;
use super::{Result, Snapshot};
use crate::domain::place;
use crate::domain::{Reading, ReadingId, RecordId, Stored, WinId, fold};

/// The links of a reading note to the wins that used it.
const USED: &str = "used";

impl Snapshot<'_> {
    /// Returns all reading notes: those being read by when they were begun, those to be read in their order,
    /// then the finished and the abandoned, the latest first.
    pub fn list_readings(&self) -> Result<Vec<Stored<Reading>>> {
        self.list(
            "t.deleted_at IS NULL ORDER BY CASE t.status WHEN 'reading' THEN 0 WHEN 'to-read' THEN 1
               WHEN 'finished' THEN 2 ELSE 3 END,
             CASE t.status WHEN 'to-read' THEN t.place END,
             CASE WHEN t.status IN ('finished', 'abandoned') THEN t.finished END DESC, -t.sort_key, t.id",
            [],
        )
    }

    /// Returns at most `limit` notes that are being read, the latest begun first.
    pub fn list_being_read(&self, limit: usize) -> Result<Vec<Stored<Reading>>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.list(
            "t.deleted_at IS NULL AND t.status = 'reading' ORDER BY t.sort_key DESC, t.id LIMIT ?1",
            [limit],
        )
    }

    /// Returns a live reading note of exactly this title, in any case; with an author, one of theirs or one
    /// that names nobody.
    pub fn find_reading_named(&self, title: &str, author: Option<&str>) -> Result<Option<RecordId>> {
        let found: Option<Uuid> = self
            .connection
            .prepare_cached(
                "SELECT record.uuid FROM reading r JOIN record USING (id)
                 WHERE r.folded = ?1 AND r.deleted_at IS NULL AND (?2 IS NULL OR NOT EXISTS (
                   SELECT 1 FROM link WHERE owner = r.id AND kind = 'author') OR EXISTS (
                   SELECT 1 FROM link WHERE owner = r.id AND kind = 'author' AND folded = ?2)) LIMIT 1",
            )?
            .query_row(params![fold(title), author.map(fold)], |row| row.get(0))
            .optional()?;
        Ok(found.map(RecordId))
    }
}

impl Batch<'_> {
    /// Writes a new reading note, the last of what is to be read.
    pub fn insert_reading(&mut self, note: &Reading) -> Result<ReadingId> {
        let last: Option<String> = self
            .tx
            .prepare_cached("SELECT max(place) FROM reading WHERE deleted_at IS NULL")?
            .query_row([], |row| row.get(0))?;
        self.insert(&Reading { place: place::between(last.as_deref(), None), ..note.clone() })
    }

    /// Puts a reading note at a place among what is to be read.
    pub fn place_reading(&mut self, id: ReadingId, place: &str) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        self.set(row, kind, "place", &place.into())?;
        Ok(())
    }

    /// Links a reading note to a win that used it; returns true if that is new.
    pub fn link_used(&mut self, id: ReadingId, win: WinId) -> Result<bool> {
        let (row, kind) = self.row(id.into())?;
        self.link(row, kind, USED, &Linked::Record(win.0))
    }

    /// Takes the link to a win away; returns true if there was one.
    pub fn unlink_used(&mut self, id: ReadingId, win: WinId) -> Result<bool> {
        let (row, kind) = self.row(id.into())?;
        self.unlink(row, kind, USED, &Linked::Record(win.0))
    }
}
