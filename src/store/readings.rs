//! Reads and writes reading notes: their order, their names, and the wins that used them.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::batch::Batch;
use super::links::Linked;
use super::{Result, Snapshot};
use crate::domain::place;
use crate::domain::{Reading, ReadingId, RecordId, Stored, WinId, fold};

/// The kind of the link from a reading note to a win that used it.
const USED: &str = "used";

impl Snapshot<'_> {
    /// Returns all reading notes: those in progress, the latest begun first; those to be read, by place; then
    /// the finished and the abandoned, the latest first.
    pub fn list_readings(&self) -> Result<Vec<Stored<Reading>>> {
        self.list(
            "t.deleted_at IS NULL ORDER BY CASE t.status WHEN 'reading' THEN 0 WHEN 'to-read' THEN 1
               WHEN 'finished' THEN 2 ELSE 3 END,
             CASE t.status WHEN 'to-read' THEN t.place END,
             CASE WHEN t.status IN ('finished', 'abandoned') THEN t.finished END DESC, -t.sort_key, t.id",
            [],
        )
    }

    /// Returns at most `limit` notes in progress, the latest begun first.
    pub fn list_being_read(&self, limit: usize) -> Result<Vec<Stored<Reading>>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.list(
            "t.deleted_at IS NULL AND t.status = 'reading' ORDER BY t.sort_key DESC, t.id LIMIT ?1",
            [limit],
        )
    }

    /// Returns a live reading note with this title, ignoring case and accents. With an author, the note must
    /// name this author or no author.
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
    /// Inserts a reading note at the end of the notes to be read.
    pub fn insert_reading(&mut self, note: &Reading) -> Result<ReadingId> {
        let last: Option<String> = self
            .tx
            .prepare_cached("SELECT max(place) FROM reading WHERE deleted_at IS NULL")?
            .query_row([], |row| row.get(0))?;
        self.insert(&Reading { place: place::between(last.as_deref(), None), ..note.clone() })
    }

    /// Sets the place of a reading note among the notes to be read.
    pub fn place_reading(&mut self, id: ReadingId, place: &str) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        self.set(row, kind, "place", &place.into())?;
        Ok(())
    }

    /// Links a reading note to a win that used it; returns `true` if the link is new.
    pub fn link_used(&mut self, id: ReadingId, win: WinId) -> Result<bool> {
        let (row, kind) = self.row(id.into())?;
        self.link(row, kind, USED, &Linked::Record(win.0))
    }

    /// Removes the link to a win; returns `true` if the link existed.
    pub fn unlink_used(&mut self, id: ReadingId, win: WinId) -> Result<bool> {
        let (row, kind) = self.row(id.into())?;
        self.unlink(row, kind, USED, &Linked::Record(win.0))
    }
}
