//! Follow-ups, and the outcomes that answer them.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::{Result, Store, StoreError};
use crate::domain::{Amount, FollowUp, FollowUpId, Kind, ProjectId, RecordId, ValueId, When, WinId};

/// A follow-up with what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The follow-up.
    pub follow_up: FollowUp,
    /// Whether it is about a win or a project.
    pub about_kind: Kind,
    /// The title of the win or the name of the project.
    pub about_title: String,
    /// The project that it belongs to: itself, or the win's.
    pub project: Option<(ProjectId, String)>,
}

/// What is asked for of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUpFilter {
    /// Open ones to be asked on a day at the latest, the oldest first.
    Until(NaiveDate),
    /// Every open one.
    Open,
    /// Those that were answered, or had nothing to report, the latest first.
    Answered,
}

const COLUMNS: &str = "mine.uuid, about.uuid, question, ask_on, outcome, recorded_on, nothing_said, snoozed,
    f.why, f.evidence, value.text, metric.name, about.kind, about.id, value.unit";
/// The follow-ups lead: there are fewer of them than of what they are about.
const FROM: &str = "FROM follow_up f CROSS JOIN record mine ON mine.id = f.id
    CROSS JOIN record about ON about.id = f.about
    LEFT JOIN value ON value.id = f.value LEFT JOIN metric ON metric.id = value.metric";

/// The columns of the subject of a follow-up: a win with its project, or a project.
const SUBJECT_COLUMNS: &str = "coalesce(win.title, own.name) AS about_title, project.name AS project_name,
    owner.uuid AS project_uuid";
const SUBJECT: &str = "LEFT JOIN win ON win.id = f.about LEFT JOIN project own ON own.id = f.about
    LEFT JOIN project ON project.id = coalesce(win.project, own.id)
    LEFT JOIN record owner ON owner.id = project.id";

impl Store {
    pub(super) fn follow_ups_of(&self, row: i64) -> Result<Vec<FollowUp>> {
        let sql = format!(
            "SELECT {COLUMNS} {FROM} WHERE f.about = ?1 AND f.deleted_at IS NULL ORDER BY f.ask_on, f.id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([row], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What was asked about records, each with the row of its record; the rows are a JSON array.
    pub(super) fn follow_ups_about(&self, rows: &str) -> Result<Vec<(i64, FollowUp)>> {
        let sql = format!(
            "SELECT {COLUMNS} {FROM} WHERE f.about IN (SELECT value FROM json_each(?1))
             AND f.deleted_at IS NULL ORDER BY f.ask_on, f.id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_map([rows], |row| Ok((row.get(13)?, read(row)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// A follow-up, deleted or not.
    ///
    /// # Errors
    /// When there is none, or the journal cannot be read.
    pub fn find_follow_up(&self, id: FollowUpId) -> Result<Asked> {
        let (row, _) = super::ids::row_of(&self.connection, id.into())?;
        let sql = format!("SELECT {COLUMNS}, {SUBJECT_COLUMNS} {FROM} {SUBJECT} WHERE f.id = ?1");
        let found = self.asked(&sql, params![row])?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::Damaged("a follow-up that is referred to is missing".into()))
    }

    /// Follow-ups, at most so many.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_asked(&self, inbox: FollowUpFilter, limit: usize) -> Result<Vec<Asked>> {
        const OPEN: &str = "f.recorded_on IS NULL AND f.nothing_said = 0 AND f.deleted_at IS NULL";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (condition, until) = match inbox {
            FollowUpFilter::Until(day) => {
                (format!("{OPEN} AND f.ask_on <= ?2 ORDER BY f.ask_on, f.id"), day.to_string())
            }
            FollowUpFilter::Open => {
                (format!("{OPEN} AND f.ask_on >= ?2 ORDER BY f.ask_on, f.id"), String::new())
            }
            FollowUpFilter::Answered => (
                "f.recorded_on > ?2 AND f.deleted_at IS NULL ORDER BY f.recorded_on DESC, f.id DESC"
                    .to_owned(),
                String::new(),
            ),
        };
        self.asked(
            &format!("SELECT {COLUMNS}, {SUBJECT_COLUMNS} {FROM} {SUBJECT} WHERE {condition} LIMIT ?1"),
            params![limit, until],
        )
    }

    /// When a follow-up was last written.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn follow_up_written_at(&self, id: FollowUpId) -> Result<DateTime<FixedOffset>> {
        let (row, _) = super::ids::row_of(&self.connection, id.into())?;
        Ok(self
            .connection
            .prepare_cached("SELECT updated_at FROM follow_up WHERE id = ?1")?
            .query_row([row], |row| super::wins::instant(row, 0))?)
    }

    /// Outcomes that were recorded in a span of days, the earliest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_outcomes(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<Asked>> {
        let sql = format!(
            "SELECT {COLUMNS}, {SUBJECT_COLUMNS} {FROM} {SUBJECT} WHERE f.recorded_on BETWEEN ?1 AND ?2 AND f.deleted_at IS NULL
             AND f.outcome <> '' ORDER BY f.recorded_on, f.id"
        );
        self.asked(&sql, params![first.to_string(), last.to_string()])
    }

    /// What was asked about a project and about its wins, by the day of asking; at most so many, the
    /// open ones before the others, about the latest wins.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_asked_of_project(&self, id: ProjectId, limit: usize) -> Result<Vec<Asked>> {
        let (row, _) = super::ids::row_of(&self.connection, id.into())?;
        let sql = format!(
            "SELECT {COLUMNS}, {SUBJECT_COLUMNS} {FROM} {SUBJECT} WHERE f.deleted_at IS NULL AND f.about IN (
               SELECT ?1 UNION ALL
               SELECT id FROM (SELECT id FROM win WHERE project = ?1 AND deleted_at IS NULL
                               ORDER BY sort_key DESC LIMIT ?2 * 4))
             ORDER BY f.recorded_on IS NOT NULL, f.ask_on, f.id LIMIT ?2"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX).min(1 << 40);
        let mut found = self.asked(&sql, params![row, limit])?;
        found.sort_by_key(|asked| asked.follow_up.ask_on);
        Ok(found)
    }

    /// How many follow-ups are open; of those to be asked up to a day, where one is said.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn count_open(&self, until: Option<NaiveDate>) -> Result<usize> {
        let count: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM follow_up
                 WHERE recorded_on IS NULL AND nothing_said = 0 AND deleted_at IS NULL AND ask_on <= ?1",
            )?
            .query_row([until.map_or("9999-12-31".to_owned(), |day| day.to_string())], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    fn asked(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Asked>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(about_kind) = Kind::from_word(&row.get::<_, String>(12)?) else { continue };
            let project: Option<Uuid> = row.get("project_uuid")?;
            let name: Option<String> = row.get("project_name")?;
            out.push(Asked {
                follow_up: read(row)?,
                about_kind,
                about_title: row.get("about_title")?,
                project: project.map(ProjectId).zip(name),
            });
        }
        Ok(out)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<FollowUp> {
    let day = |text: String| text.parse().unwrap_or(NaiveDate::MIN);
    let (text, name): (Option<String>, Option<String>) = (row.get(10)?, row.get(11)?);
    let unit: Option<String> = row.get(14)?;
    Ok(FollowUp {
        id: FollowUpId(row.get::<_, Uuid>(0)?),
        about: RecordId(row.get(1)?),
        question: row.get(2)?,
        ask_on: day(row.get(3)?),
        outcome: row.get(4)?,
        recorded_on: row.get::<_, Option<String>>(5)?.map(day),
        nothing: row.get(6)?,
        snoozed: row.get(7)?,
        why: row.get(8)?,
        evidence: row.get(9)?,
        value: name.zip(text).map(|(name, text)| {
            let shown = Amount::read(&text, &unit.unwrap_or_default()).map(|amount| amount.shown());
            (name, shown.unwrap_or(text))
        }),
    })
}

/// What becomes of a follow-up; `None` leaves a part as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FollowUpChange {
    /// Another question.
    pub question: Option<String>,
    /// Another day to ask.
    pub ask_on: Option<NaiveDate>,
    /// How often it was put off.
    pub snoozed: Option<u32>,
    /// What happened.
    pub outcome: Option<String>,
    /// When that was recorded.
    pub recorded_on: Option<NaiveDate>,
    /// That there was nothing to report, and why.
    pub nothing: Option<String>,
    /// Where it can be seen.
    pub evidence: Option<String>,
    /// The value that was logged with it.
    pub value: Option<ValueId>,
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
        let id = self.insert_fields(
            Kind::FollowUp,
            &[
                ("about", Cell::Ref(about.0)),
                ("question", question.into()),
                ("ask_on", Cell::Text(ask_on.to_string())),
            ],
        )?;
        let (row, kind) = self.row(about)?;
        self.touch(row, kind)?;
        Ok(FollowUpId(id.0))
    }

    /// What a follow-up is now, seen from inside the transaction, where another program may have
    /// answered it meanwhile; `None` when it was deleted.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_follow_up(&self, id: FollowUpId) -> Result<Option<FollowUp>> {
        let (row, _) = self.row(id.into())?;
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE f.id = ?1 AND f.deleted_at IS NULL");
        Ok(self.tx.prepare_cached(&sql)?.query_row([row], read).optional()?)
    }

    /// Whether exactly this is being asked about a record, seen from inside the transaction.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn is_asked(&self, about: RecordId, question: &str) -> Result<bool> {
        let (row, _) = self.row(about)?;
        Ok(self
            .tx
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM follow_up WHERE about = ?1 AND question = ?2
                 AND recorded_on IS NULL AND nothing_said = 0 AND deleted_at IS NULL)",
            )?
            .query_row(params![row, question], |row| row.get(0))?)
    }

    /// The category and the date of a win without a project that was never asked about; `None` for
    /// any other.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn win_never_asked(&self, id: WinId) -> Result<Option<(String, When)>> {
        let (row, _) = self.row(id.into())?;
        let found: Option<(String, String)> = self
            .tx
            .prepare_cached(
                "SELECT category, happened FROM win WHERE id = ?1 AND project IS NULL AND unasked = 0 AND deleted_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM follow_up WHERE about = ?1 AND deleted_at IS NULL)",
            )?
            .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(found.and_then(|(category, when)| Some((category, When::from_iso(&when)?))))
    }

    /// Changes a follow-up.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn update_follow_up(&mut self, id: FollowUpId, change: &FollowUpChange) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        let day = |day: NaiveDate| Cell::Text(day.to_string());
        let text = |text: &String| Cell::Text(text.clone());
        let fields = [
            ("question", change.question.as_ref().map(text)),
            ("ask_on", change.ask_on.map(day)),
            ("snoozed", change.snoozed.map(|count| Cell::Int(i64::from(count)))),
            ("outcome", change.outcome.as_ref().map(text)),
            ("recorded_on", change.recorded_on.map(day)),
            ("nothing_said", change.nothing.as_ref().map(|_| true.into())),
            ("why", change.nothing.as_ref().map(text)),
            ("evidence", change.evidence.as_ref().map(text)),
            ("value", change.value.map(|value| Cell::Ref(value.0))),
        ];
        for (field, cell) in fields {
            if let Some(cell) = cell {
                self.set(row, kind, field, &cell)?;
            }
        }
        Ok(())
    }

    /// Deletes a follow-up softly, with its answer.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn delete_follow_up(&mut self, id: FollowUpId) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        self.delete(row, kind)?;
        Ok(())
    }
}
