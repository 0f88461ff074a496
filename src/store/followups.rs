//! Follow-ups.

use chrono::NaiveDate;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::batch::Batch;
use super::table::Cell;
use super::{Result, Store};
use crate::domain::{FollowUp, FollowUpId, Kind, RecordId};

/// An open follow-up with what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The follow-up.
    pub follow_up: FollowUp,
    /// The title of the win or the name of the project.
    pub about_title: String,
}

const COLUMNS: &str =
    "mine.uuid, about.uuid, question, ask_on, outcome, recorded_on, nothing_said, about.kind, about.id";

impl Store {
    pub(super) fn follow_ups_of(&self, row: i64) -> Result<Vec<FollowUp>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM follow_up JOIN record mine USING (id)
             JOIN record about ON about.id = follow_up.about
             WHERE about = ?1 AND deleted_at IS NULL ORDER BY ask_on, follow_up.id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([row], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Open follow-ups to be asked on a day at the latest, the oldest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_asked(&self, until: NaiveDate, limit: usize) -> Result<Vec<Asked>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM follow_up JOIN record mine USING (id)
             JOIN record about ON about.id = follow_up.about
             WHERE recorded_on IS NULL AND nothing_said = 0 AND deleted_at IS NULL AND ask_on <= ?1
             ORDER BY ask_on, follow_up.id LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![until.to_string(), limit])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(kind) = Kind::from_word(&row.get::<_, String>(7)?) else { continue };
            let (about_title, _) = super::ids::title_of(&self.connection, row.get(8)?, kind)?;
            out.push(Asked { follow_up: read(row)?, about_title });
        }
        Ok(out)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<FollowUp> {
    let day = |text: String| text.parse().unwrap_or(NaiveDate::MIN);
    Ok(FollowUp {
        id: FollowUpId(row.get::<_, Uuid>(0)?),
        about: RecordId(row.get(1)?),
        question: row.get(2)?,
        ask_on: day(row.get(3)?),
        outcome: row.get(4)?,
        recorded_on: row.get::<_, Option<String>>(5)?.map(day),
        nothing: row.get(6)?,
    })
}

impl Batch<'_> {
    /// Writes a question for later about a record.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn insert_follow_up(
        &mut self,
        about: RecordId,
        question: &str,
        ask_on: NaiveDate,
    ) -> Result<FollowUpId> {
        let id = self.insert(
            Kind::FollowUp,
            &[
                ("about", Cell::Ref(about.0)),
                ("question", question.into()),
                ("ask_on", Cell::Text(ask_on.to_string())),
            ],
        )?;
        Ok(FollowUpId(id.0))
    }

    /// Moves an open follow-up to another day, or takes it away.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn update_follow_up(&mut self, id: FollowUpId, ask_on: Option<NaiveDate>) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        match ask_on {
            Some(day) => self.set(row, kind, "ask_on", &Cell::Text(day.to_string()))?,
            None => self.delete(row, kind)?,
        };
        Ok(())
    }
}
