//! Reading notes.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::labels::LabelKind;
use super::links::Linked;
use super::wins::instant;
use super::{Result, Store, StoreError};
use crate::domain::{
    GoalId, Kind, Medium, Named, PartialDate, Progress, Reading, ReadingDraft, ReadingId, ReadingStatus,
    RecordId, Visibility, WinId, fold,
};

/// A reading note has a link of this kind to a win that used it.
const USED: &str = "used";

const COLUMNS: &str = "mine.uuid, r.title, r.medium, r.status, r.started, r.finished, r.progress, r.rating,
    r.takeaways, r.notes, r.changed, r.place, r.visibility, r.logged_at, r.updated_at, r.id";

impl Store {
    /// Reading notes, whole: what is being read by when it was begun, what is to be read in its order,
    /// then what is finished and what was given up, the latest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_readings(&self) -> Result<Vec<Reading>> {
        self.readings(
            "r.deleted_at IS NULL ORDER BY CASE r.status WHEN 'reading' THEN 0 WHEN 'to-read' THEN 1
               WHEN 'finished' THEN 2 ELSE 3 END,
             CASE r.status WHEN 'to-read' THEN r.place END,
             CASE WHEN r.status IN ('finished', 'abandoned') THEN r.finished END DESC, -r.sort_key, r.id",
            [],
        )
    }

    /// What is being read, at most so many, the latest begun first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_being_read(&self, limit: usize) -> Result<Vec<Reading>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.readings(
            "r.deleted_at IS NULL AND r.status = 'reading' ORDER BY r.sort_key DESC, r.id LIMIT ?1",
            [limit],
        )
    }

    /// A reading note, whole, deleted or not.
    ///
    /// # Errors
    /// When there is none, or the journal cannot be read.
    pub fn find_reading(&self, id: ReadingId) -> Result<Reading> {
        let (row, _) = super::ids::row_of(&self.connection, id.into())?;
        let found = self.readings("r.id = ?1", [row])?.into_iter().next();
        let mut reading = found
            .ok_or_else(|| StoreError::Damaged("a reading note that is referred to is missing".into()))?;
        reading.revision = super::revision::revision(&self.connection, row, Kind::Reading)?;
        Ok(reading)
    }

    /// A live reading note of exactly this title, in any case; with an author, one of theirs or one that names
    /// nobody.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_reading_named(&self, title: &str, author: Option<&str>) -> Result<Option<RecordId>> {
        let found: Option<Uuid> = self
            .connection
            .prepare_cached(
                "SELECT record.uuid FROM reading r JOIN record USING (id)
                 WHERE r.folded = ?1 AND r.deleted_at IS NULL AND (?2 IS NULL OR NOT EXISTS (
                   SELECT 1 FROM link WHERE owner = r.id AND kind = 'author') OR EXISTS (
                   SELECT 1 FROM link WHERE owner = r.id AND kind = 'author' AND folded = ?2)) LIMIT 1",
            )?
            .query_row(params![crate::domain::fold(title), author.map(crate::domain::fold)], |row| row.get(0))
            .optional()?;
        Ok(found.map(RecordId))
    }

    fn readings(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Reading>> {
        let sql =
            format!("SELECT {COLUMNS} FROM reading r JOIN record mine ON mine.id = r.id WHERE {condition}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found: Vec<(i64, Reading)> = statement
            .query_map(values, |row| Ok((row.get(15)?, read(row)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let rows: Vec<i64> = found.iter().map(|(row, _)| *row).collect();
        let mut out: Vec<Reading> = found.into_iter().map(|(_, reading)| reading).collect();
        self.add_links(&rows, &mut out)?;
        Ok(out)
    }

    /// Reads the names, goals and wins of several notes at once.
    fn add_links(&self, rows: &[i64], readings: &mut [Reading]) -> Result<()> {
        let places: HashMap<i64, usize> = rows.iter().enumerate().map(|(at, row)| (*row, at)).collect();
        let wanted = serde_json::Value::from(rows).to_string();
        let mut statement = self.connection.prepare_cached(
            "SELECT owner, link.kind, link.name, target.uuid, coalesce(goal.title, win.title)
             FROM link LEFT JOIN record target ON target.id = link.target
             LEFT JOIN goal ON goal.id = link.target AND goal.deleted_at IS NULL
             LEFT JOIN win ON win.id = link.target AND win.deleted_at IS NULL
             WHERE owner IN (SELECT value FROM json_each(?1)) ORDER BY link.id",
        )?;
        let mut links = statement.query([wanted])?;
        while let Some(row) = links.next()? {
            let owner: i64 = row.get(0)?;
            let Some(reading) = places.get(&owner).and_then(|at| readings.get_mut(*at)) else { continue };
            let kind: String = row.get(1)?;
            let name: Option<String> = row.get(2)?;
            let target: Option<(Uuid, String)> =
                row.get::<_, Option<Uuid>>(3)?.zip(row.get::<_, Option<String>>(4)?);
            match (kind.as_str(), name, target) {
                ("author", Some(name), _) => reading.authors.push(name),
                ("tag", Some(name), _) => reading.tags.push(name),
                ("url", Some(name), _) => reading.links.push(name),
                ("goal", _, Some((id, name))) => reading.goals.push(Named { id: GoalId(id), name }),
                (USED, _, Some((id, name))) => reading.used_in.push(Named { id: WinId(id), name }),
                _ => {}
            }
        }
        Ok(())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Reading> {
    let text = |at: usize| row.get::<_, Option<String>>(at);
    let date = |at: usize| Ok::<_, rusqlite::Error>(text(at)?.as_deref().and_then(PartialDate::from_iso));
    let word = |at: usize| row.get::<_, String>(at);
    Ok(Reading {
        id: ReadingId(row.get(0)?),
        title: row.get(1)?,
        medium: Medium::from_word(&word(2)?).unwrap_or(Medium::Book),
        status: ReadingStatus::from_word(&word(3)?).unwrap_or(ReadingStatus::ToRead),
        started: date(4)?,
        finished: date(5)?,
        progress: text(6)?.and_then(|text| Progress::read(&text, None).ok()),
        rating: row.get(7)?,
        takeaways: row.get(8)?,
        notes: row.get(9)?,
        changed: row.get(10)?,
        place: row.get(11)?,
        visibility: Visibility::from_word(&word(12)?).unwrap_or(Visibility::Private),
        logged_at: instant(row, 13)?,
        updated_at: instant(row, 14)?,
        authors: Vec::new(),
        used_in: Vec::new(),
        goals: Vec::new(),
        tags: Vec::new(),
        links: Vec::new(),
        revision: 0,
    })
}

impl Batch<'_> {
    /// Writes a new reading note, the last of what is to be read.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn insert_reading(
        &mut self,
        draft: &ReadingDraft,
        goals: &[GoalId],
        source: Option<String>,
    ) -> Result<ReadingId> {
        let last: i64 = self
            .tx
            .prepare_cached("SELECT coalesce(max(place), 0) FROM reading WHERE deleted_at IS NULL")?
            .query_row([], |row| row.get(0))?;
        let mut fields = reading_fields(draft);
        fields.retain(|(_, cell)| *cell != Cell::Text(String::new()));
        fields.push(("place", Cell::Int(last + 1)));
        fields.push(("source", Cell::opt(source)));
        let id = ReadingId(self.insert(Kind::Reading, &fields)?.0);
        for (kind, names) in labels(draft) {
            self.insert_labels(id.into(), kind, names)?;
        }
        for goal in goals {
            self.link_evidence(id.into(), *goal)?;
        }
        Ok(id)
    }

    /// Returns true where another live note has this title, medium and authors, seen from inside the
    /// transaction, so that two programs never both add it.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn has_reading(&self, draft: &ReadingDraft, own: Option<ReadingId>) -> Result<bool> {
        let authors: Vec<String> = draft.authors.iter().map(|name| fold(name)).collect();
        let own = own.map(|id| self.row(id.into())).transpose()?.map(|(row, _)| row);
        let mut statement = self.tx.prepare_cached(
            "SELECT id FROM reading WHERE folded = ?1 AND medium = ?2 AND deleted_at IS NULL AND id IS NOT ?3",
        )?;
        let mut names =
            self.tx.prepare_cached("SELECT folded FROM link WHERE owner = ?1 AND kind = ?2 ORDER BY id")?;
        let mut rows = statement.query(params![fold(&draft.title), draft.medium.word(), own])?;
        while let Some(row) = rows.next()? {
            let found = names
                .query_map(params![row.get::<_, i64>(0)?, LabelKind::Author.word()], |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<String>>>()?;
            if found == authors {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Makes a reading note what a draft says.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn update_reading(&mut self, before: &Reading, draft: &ReadingDraft, goals: &[GoalId]) -> Result<()> {
        let id = before.id;
        let (row, kind) = self.row(id.into())?;
        self.set_changed(row, kind, &reading_fields(&before.draft()), &reading_fields(draft))?;
        for (kind, names) in labels(draft) {
            self.update_labels(id.into(), kind, names)?;
        }
        self.update_goals(id.into(), goals)
    }

    /// Puts a reading note at a place among what is to be read.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn place_reading(&mut self, id: ReadingId, place: i64) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        self.set(row, kind, "place", &Cell::Int(place))?;
        Ok(())
    }

    /// Says that a win used a reading note; whether that is new.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn link_used(&mut self, id: ReadingId, win: WinId) -> Result<bool> {
        let (row, kind) = self.row(id.into())?;
        self.link(row, kind, USED, &Linked::Record(win.0))
    }

    /// Takes back that a win used a reading note; whether that was said.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn unlink_used(&mut self, id: ReadingId, win: WinId) -> Result<bool> {
        let (row, kind) = self.row(id.into())?;
        self.unlink(row, kind, USED, &Linked::Record(win.0))
    }

    /// Deletes a reading note softly.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn delete_reading(&mut self, id: ReadingId) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        self.delete(row, kind)?;
        Ok(())
    }

    /// Takes a win that is deleted out of the reading notes that name it.
    pub(super) fn unlink_from_readings(&mut self, win: i64, id: WinId) -> Result<()> {
        for reading in self.rows("SELECT owner FROM link WHERE target = ?1 AND kind = 'used'", win)? {
            self.unlink(reading, Kind::Reading, USED, &Linked::Record(id.0))?;
        }
        Ok(())
    }
}

fn labels(draft: &ReadingDraft) -> [(LabelKind, &[String]); 3] {
    [
        (LabelKind::Author, &draft.authors[..]),
        (LabelKind::Tag, &draft.tags[..]),
        (LabelKind::Url, &draft.links[..]),
    ]
}

fn reading_fields(draft: &ReadingDraft) -> Vec<(&'static str, Cell)> {
    let date = |date: Option<PartialDate>| Cell::opt(date.map(|date| date.to_string()));
    vec![
        ("title", draft.title.as_str().into()),
        ("medium", draft.medium.word().into()),
        ("status", draft.status.word().into()),
        ("started", date(draft.started)),
        ("finished", date(draft.finished)),
        ("progress", Cell::opt(draft.progress.map(|progress| progress.to_string()))),
        ("rating", draft.rating.map_or(Cell::Null, |rating| Cell::Int(i64::from(rating)))),
        ("takeaways", draft.takeaways.as_str().into()),
        ("notes", draft.notes.as_str().into()),
        ("changed", draft.changed.as_str().into()),
        ("visibility", draft.visibility.word().into()),
    ]
}
