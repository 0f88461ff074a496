//! Reads follow-ups and their outcomes.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Params, params};
use uuid::Uuid;

use super::batch::Batch;
use super::load::{json_rows, load};
use super::{Result, Snapshot, StoreError};
use crate::domain::{
    Amount, DateRange, FollowUp, FollowUpFilter, FollowUpId, FollowUpView, FollowUpWithSubject, Kind,
    ProjectId, RecordId, WinId,
};

/// The query for the subjects of follow-ups: a win with its project, or a project.
const SUBJECTS: &str = "SELECT f.id, about.kind, coalesce(win.title, own.name), owner.uuid, project.name
    FROM follow_up f JOIN record about ON about.id = f.about
    LEFT JOIN win ON win.id = f.about LEFT JOIN project own ON own.id = f.about
    LEFT JOIN project ON project.id = coalesce(win.project, own.id)
    LEFT JOIN record owner ON owner.id = project.id WHERE f.id IN (SELECT value FROM json_each(?1))";

/// Returns the follow-ups that match `condition`, SQL on the table `t`, each with its row and the value that
/// its outcome logged.
fn views(connection: &Connection, condition: &str, values: impl Params) -> Result<Vec<(i64, FollowUpView)>> {
    let found = load::<FollowUp>(connection, condition, values)?;
    let with_value = found.iter().filter(|(_, each)| each.value.is_some()).map(|(row, _)| *row);
    let wanted = json_rows(with_value);
    let mut statement = connection.prepare_cached(
        "SELECT f.id, metric.name, value.text, coalesce(nullif(value.unit, ''), metric.unit) AS unit
         FROM follow_up f JOIN value ON value.id = f.value JOIN metric ON metric.id = value.metric
         WHERE f.id IN (SELECT value FROM json_each(?1))",
    )?;
    let mut rows = statement.query([wanted])?;
    let mut logged: HashMap<i64, (String, String)> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (text, unit): (String, String) = (row.get("text")?, row.get("unit")?);
        let shown = Amount::read(&text, &unit).map_or(text, |amount| amount.shown());
        logged.insert(row.get("id")?, (row.get("name")?, shown));
    }
    let view = |(row, stored)| (row, FollowUpView { stored, logged: logged.remove(&row) });
    Ok(found.into_iter().map(view).collect())
}

impl Snapshot<'_> {
    /// Returns the follow-ups about records, ordered by the day on which they are asked; `rows` is a JSON
    /// array.
    pub(super) fn follow_ups_about(&self, rows: &str) -> Result<Vec<FollowUpView>> {
        let condition = "t.about IN (SELECT value FROM json_each(?1)) AND t.deleted_at IS NULL
            ORDER BY t.ask_on, t.id";
        let found = views(self.connection, condition, [rows])?;
        Ok(found.into_iter().map(|(_, view)| view).collect())
    }

    /// Returns a follow-up with its subject, deleted or not.
    pub fn find_follow_up(&self, id: FollowUpId) -> Result<FollowUpWithSubject> {
        let (row, _) = super::lookup::row_of(self.connection, id.into())?;
        let found = self.asked("t.id = ?1", [row])?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::Damaged("a follow-up that is referred to is missing".into()))
    }

    /// Returns at most `limit` follow-ups with their subjects.
    pub fn list_follow_ups(&self, filter: FollowUpFilter, limit: usize) -> Result<Vec<FollowUpWithSubject>> {
        const OPEN: &str = "t.recorded_on IS NULL AND t.nothing_said = 0 AND t.deleted_at IS NULL";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (condition, until) = match filter {
            FollowUpFilter::Until(day) => {
                (format!("{OPEN} AND t.ask_on <= ?2 ORDER BY t.ask_on, t.id"), day.to_string())
            }
            FollowUpFilter::Open => {
                (format!("{OPEN} AND t.ask_on >= ?2 ORDER BY t.ask_on, t.id"), String::new())
            }
            FollowUpFilter::Answered => (
                "t.recorded_on > ?2 AND t.deleted_at IS NULL ORDER BY t.recorded_on DESC, t.id DESC"
                    .to_owned(),
                String::new(),
            ),
        };
        self.asked(&format!("{condition} LIMIT ?1"), params![limit, until])
    }

    /// Returns the follow-ups whose outcome was recorded from `first` to `last`, the earliest first.
    pub fn list_outcomes(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<FollowUpWithSubject>> {
        let condition = "t.recorded_on BETWEEN ?1 AND ?2 AND t.deleted_at IS NULL AND t.outcome <> ''
            ORDER BY t.recorded_on, t.id";
        self.asked(condition, params![first.to_string(), last.to_string()])
    }

    /// Returns at most `limit` follow-ups about a project and its latest `4 * limit` wins, ordered by the day
    /// on which they are asked. If more than `limit` match, open follow-ups take precedence.
    pub fn list_asked_of_project(&self, id: ProjectId, limit: usize) -> Result<Vec<FollowUpWithSubject>> {
        let (row, _) = super::lookup::row_of(self.connection, id.into())?;
        let condition = "t.deleted_at IS NULL AND t.about IN (
               SELECT ?1 UNION ALL
               SELECT id FROM (SELECT id FROM win WHERE project = ?1 AND deleted_at IS NULL
                               ORDER BY sort_key DESC LIMIT ?2 * 4))
             ORDER BY t.recorded_on IS NOT NULL, t.ask_on, t.id LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX).min(1 << 40);
        let mut found = self.asked(condition, params![row, limit])?;
        found.sort_by_key(|asked| asked.follow_up.ask_on);
        Ok(found)
    }

    /// Returns the number of open follow-ups; with `until`, only those to be asked on that day or before are
    /// counted.
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

    fn asked(&self, condition: &str, values: impl Params) -> Result<Vec<FollowUpWithSubject>> {
        let found = views(self.connection, condition, values)?;
        let wanted = json_rows(found.iter().map(|(row, _)| *row));
        let mut statement = self.connection.prepare_cached(SUBJECTS)?;
        let mut rows = statement.query([wanted])?;
        let mut subjects = HashMap::new();
        while let Some(row) = rows.next()? {
            let Some(kind) = Kind::from_word(&row.get::<_, String>(1)?) else { continue };
            let title: String = row.get(2)?;
            let project = row.get::<_, Option<Uuid>>(3)?.map(ProjectId).zip(row.get::<_, Option<String>>(4)?);
            subjects.insert(row.get::<_, i64>(0)?, (kind, title, project));
        }
        let asked = |(row, follow_up)| {
            let (about_kind, about_title, project) = subjects.remove(&row)?;
            Some(FollowUpWithSubject { follow_up, about_kind, about_title, project })
        };
        Ok(found.into_iter().filter_map(asked).collect())
    }
}

impl Batch<'_> {
    /// Returns a follow-up, which another program may have answered meanwhile; `None` if it is deleted.
    pub fn find_follow_up(&self, id: FollowUpId) -> Result<Option<FollowUpView>> {
        let (row, _) = self.row(id.into())?;
        let found = views(&self.tx, "t.id = ?1 AND t.deleted_at IS NULL", [row])?;
        Ok(found.into_iter().next().map(|(_, view)| view))
    }

    /// Returns `true` if a record has an open follow-up with exactly this question.
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

    /// Returns the category and the date of a live win without a project and without follow-ups. `None` for
    /// any other win, and if the user wants no follow-up or the date cannot be parsed.
    pub fn win_never_asked(&self, id: WinId) -> Result<Option<(String, DateRange)>> {
        let (row, _) = self.row(id.into())?;
        let found: Option<(String, String)> = self
            .tx
            .prepare_cached(
                "SELECT category, happened FROM win WHERE id = ?1 AND project IS NULL AND unasked = 0 AND deleted_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM follow_up WHERE about = ?1 AND deleted_at IS NULL)",
            )?
            .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(found.and_then(|(category, when)| Some((category, DateRange::from_iso(&when)?))))
    }
}
