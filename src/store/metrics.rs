//! Metrics: the series, and what is said of them.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::values::Which;
use super::{Result, Store, StoreError};
use crate::domain::{Amount, Better, Kind, Metric, MetricId, Owner, ProjectId, RecordId, WinId, fold};

/// What may be said of a metric besides its values; `None` leaves it as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetricChange {
    /// Another name.
    pub name: Option<String>,
    /// Another unit.
    pub unit: Option<String>,
    /// Which direction is better; `Some(None)` has it guessed again.
    pub better: Option<Guessed>,
    /// What it should come to; empty for none.
    pub target: Option<String>,
    /// The dashboard's address; empty for none.
    pub url: Option<String>,
}

/// A direction that a person says, or leaves to be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guessed {
    /// It is this one.
    Said(Better),
    /// It is guessed.
    Guess,
}

const COLUMNS: &str = "mine.uuid, m.name, m.unit, m.better, m.target, m.url, m.logged_at, m.updated_at,
    owner.uuid, owner.kind, owner.id, m.id";
const FROM: &str = "FROM metric m JOIN record mine ON mine.id = m.id
    LEFT JOIN record owner ON owner.id = coalesce(m.project, m.win, m.goal)";

/// What belongs to a record, of a win also what its figures stand in.
const OF: &str = "m.deleted_at IS NULL AND m.id IN (
    SELECT id FROM metric WHERE project = ?1 UNION SELECT id FROM metric WHERE win = ?1
    UNION SELECT id FROM metric WHERE goal = ?1
    UNION SELECT metric FROM figure WHERE win = ?1 AND deleted_at IS NULL)";

impl Store {
    /// Whether a live metric has this name.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn has_metric(&self, name: &str) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM metric WHERE folded = ?1 AND deleted_at IS NULL)")?
            .query_row([fold(name)], |row| row.get(0))?)
    }

    /// A metric with its values, deleted or not.
    ///
    /// # Errors
    /// When there is none, or the journal cannot be read.
    pub fn find_metric(&self, id: MetricId) -> Result<Metric> {
        let found = self.metrics(&format!("SELECT {COLUMNS} {FROM} WHERE mine.uuid = ?1"), params![id.0])?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::Damaged("a metric that is referred to is missing".into()))
    }

    /// Metrics with their values, the one with the latest value first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_metrics(&self, limit: usize) -> Result<Vec<Metric>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.metrics(
            &format!(
                "SELECT {COLUMNS} {FROM} WHERE m.deleted_at IS NULL ORDER BY m.sort_key DESC, m.id DESC LIMIT ?1"
            ),
            params![limit],
        )
    }

    /// The metrics that belong to projects or wins, of wins also those of their figures: in the order of
    /// their owners, and of one in that in which they were made. `since` leaves out those that have no
    /// value of that day or later.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_metrics_of_all(&self, owners: &[RecordId], since: Option<NaiveDate>) -> Result<Vec<Metric>> {
        let mut rows = Vec::with_capacity(owners.len());
        for owner in owners {
            rows.push(super::ids::row_of(&self.connection, *owner)?.0);
        }
        let since = since.map_or(i64::MIN, |day| crate::domain::When::day(day).sort_key());
        self.metrics(
            &format!(
                "WITH wanted (place, owner) AS (SELECT key, value FROM json_each(?1)),
                 owned (metric, place) AS (
                   SELECT metric.id, place FROM wanted JOIN metric ON metric.project = owner
                   UNION ALL SELECT metric.id, place FROM wanted JOIN metric ON metric.win = owner
                   UNION ALL SELECT metric, place FROM wanted JOIN figure ON figure.win = owner
                     WHERE metric IS NOT NULL AND deleted_at IS NULL),
                 first (metric, place) AS (SELECT metric, min(place) FROM owned GROUP BY metric)
                 SELECT {COLUMNS} {FROM} JOIN first ON first.metric = m.id
                 WHERE m.deleted_at IS NULL AND m.sort_key >= ?2
                 ORDER BY first.place, julianday(m.logged_at), m.sort_key, m.id"
            ),
            params![serde_json::Value::from(rows).to_string(), since],
        )
    }

    /// Metrics whose latest value is of this day or later, the latest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_metrics_since(&self, first: NaiveDate) -> Result<Vec<Metric>> {
        let key = crate::domain::When::day(first).sort_key();
        self.metrics(
            &format!(
                "SELECT {COLUMNS} {FROM} WHERE m.deleted_at IS NULL AND m.sort_key >= ?1
                 ORDER BY m.sort_key DESC, m.id DESC"
            ),
            params![key],
        )
    }

    /// Metrics that belong to nothing and whose latest value is of this day or later, the latest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_own_metrics_since(&self, first: NaiveDate) -> Result<Vec<Metric>> {
        let key = crate::domain::When::day(first).sort_key();
        self.metrics(
            &format!(
                "SELECT {COLUMNS} {FROM} WHERE m.deleted_at IS NULL AND m.sort_key >= ?1 AND owner.id IS NULL
                 ORDER BY m.sort_key DESC, m.id DESC"
            ),
            params![key],
        )
    }

    /// How many metrics there are.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn count_metrics(&self) -> Result<usize> {
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM metric WHERE deleted_at IS NULL")?
            .query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// The metrics with exactly this name, in any case; where there are none, those with these
    /// letters in their name, the ones that begin with them first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_metrics_named(&self, typed: &str, limit: usize) -> Result<Vec<Metric>> {
        let folded = fold(typed.trim());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let exact = self.metrics(
            &format!(
                "SELECT {COLUMNS} {FROM} WHERE m.folded = ?1 AND m.deleted_at IS NULL
                 ORDER BY m.sort_key DESC, m.id DESC LIMIT ?2"
            ),
            params![folded, limit],
        )?;
        if !exact.is_empty() {
            return Ok(exact);
        }
        self.metrics(
            &format!(
                "SELECT {COLUMNS} {FROM} WHERE instr(m.folded, ?1) > 0 AND m.deleted_at IS NULL
                 ORDER BY instr(m.folded, ?1) > 1, m.sort_key DESC, m.id DESC LIMIT ?2"
            ),
            params![folded, limit],
        )
    }

    /// The metrics that belong to a project, a win or a goal, of a win also those of its figures;
    /// the ones with the latest values where there are more than asked for.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_metrics_of(&self, owner: RecordId, limit: usize) -> Result<Vec<Metric>> {
        let (row, _) = super::ids::row_of(&self.connection, owner)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut found = self.metrics(
            &format!("SELECT {COLUMNS} {FROM} WHERE {OF} ORDER BY m.sort_key DESC, m.id DESC LIMIT ?2"),
            params![row, limit],
        )?;
        found.reverse();
        found.sort_by_key(|metric| metric.logged_at);
        Ok(found)
    }

    /// The metrics of a project with the latest values; `whole` with all of them, else only with those
    /// that say what they came to: the first two, the last, and what was before.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_metrics_of_project(
        &self,
        project: ProjectId,
        limit: usize,
        whole: bool,
    ) -> Result<Vec<Metric>> {
        let (row, _) = super::ids::row_of(&self.connection, project.into())?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = format!(
            "SELECT {COLUMNS} {FROM} WHERE m.project = ?1 AND m.deleted_at IS NULL
             ORDER BY m.sort_key DESC, m.id DESC LIMIT ?2"
        );
        self.metrics_with(&sql, params![row, limit], if whole { Which::All } else { Which::Ends })
    }

    /// How many metrics belong to a project, a win or a goal.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn count_metrics_of(&self, owner: RecordId) -> Result<usize> {
        let (row, _) = super::ids::row_of(&self.connection, owner)?;
        let count: i64 = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM metric m WHERE {OF}"))?
            .query_row([row], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    fn metrics(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Metric>> {
        self.metrics_with(sql, values, Which::All)
    }

    fn metrics_with(&self, sql: &str, values: impl rusqlite::Params, which: Which) -> Result<Vec<Metric>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push((row.get(11)?, self.read_metric(row)?));
        }
        self.add_values(&mut out, which)?;
        Ok(out.into_iter().map(|(_, metric)| metric).collect())
    }

    /// A metric without its values.
    fn read_metric(&self, row: &Row<'_>) -> Result<Metric> {
        let mut owner = None;
        if let (Some(uuid), Some(word)) = (row.get::<_, Option<Uuid>>(8)?, row.get::<_, Option<String>>(9)?)
            && let Some(kind) = Kind::from_word(&word)
        {
            let (name, _) = super::ids::title_of(&self.connection, row.get(10)?, kind)?;
            owner = Some(Owner { kind, id: RecordId(uuid), name });
        }
        let unit: String = row.get(2)?;
        let better: Option<String> = row.get(3)?;
        let target: Option<String> = row.get(4)?;
        Ok(Metric {
            id: MetricId(row.get(0)?),
            name: row.get(1)?,
            owner,
            better: better.as_deref().and_then(Better::from_word),
            target: target.as_deref().and_then(|text| Amount::read(text, &unit).ok()),
            url: row.get(5)?,
            values: Vec::new(),
            logged_at: super::wins::instant(row, 6)?,
            updated_at: super::wins::instant(row, 7)?,
            unit,
        })
    }
}

impl Batch<'_> {
    /// Writes a new metric; `owner` is a project, a win or a goal.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn insert_metric(
        &mut self,
        name: &str,
        owner: Option<(Kind, RecordId)>,
        unit: &str,
        source: Option<String>,
    ) -> Result<MetricId> {
        let mut fields = vec![("name", name.into()), ("unit", unit.into()), ("source", Cell::opt(source))];
        if let Some((kind, id)) = owner {
            fields.push((owner_column(kind), Cell::Ref(id.0)));
        }
        Ok(MetricId(self.insert_fields(Kind::Metric, &fields)?.0))
    }

    /// The live metric of this name that belongs to exactly this owner.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_metric_of(&self, owner: Option<(Kind, RecordId)>, name: &str) -> Result<Option<MetricId>> {
        // One owner has few metrics, one name may have thousands.
        let owned = match owner {
            Some((kind, _)) => format!("{} = ?2", owner_column(kind)),
            None => "project IS NULL AND win IS NULL AND goal IS NULL AND ?2 IS NULL".to_owned(),
        };
        let owner = owner.map(|(_, id)| self.row(id)).transpose()?.map(|(row, _)| row);
        let found: Option<Uuid> = self
            .tx
            .prepare_cached(&format!(
                "SELECT record.uuid FROM metric JOIN record USING (id)
                 WHERE {owned} AND folded = ?1 AND deleted_at IS NULL ORDER BY metric.id LIMIT 1"
            ))?
            .query_row(params![fold(name), owner], |row| row.get(0))
            .optional()?;
        Ok(found.map(MetricId))
    }

    /// Whose the metric of a win is: its project's where it has one, else its own.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn owner_of_win_metric(&self, win: WinId) -> Result<(Kind, RecordId)> {
        let (row, kind) = self.row(win.into())?;
        Ok(match self.field(row, kind, "project")? {
            Cell::Ref(project) => (Kind::Project, RecordId(project)),
            _ => (Kind::Win, win.into()),
        })
    }

    /// Changes what is said of a metric.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn update_metric(&mut self, id: MetricId, change: &MetricChange) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        let texts = [("name", &change.name), ("unit", &change.unit), ("url", &change.url)];
        for (field, text) in texts {
            if let Some(text) = text {
                self.set(row, kind, field, &text.as_str().into())?;
            }
        }
        if let Some(better) = change.better {
            let word = match better {
                Guessed::Said(better) => Some(better.word().to_owned()),
                Guessed::Guess => None,
            };
            self.set(row, kind, "better", &Cell::opt(word))?;
        }
        if let Some(target) = &change.target {
            let target = (!target.is_empty()).then(|| target.clone());
            self.set(row, kind, "target", &Cell::opt(target))?;
        }
        Ok(())
    }

    pub(super) fn set_owner(&mut self, id: MetricId, owner: Option<(Kind, RecordId)>) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        for column in ["project", "win", "goal"] {
            let cell = match owner {
                Some((kind, id)) if owner_column(kind) == column => Cell::Ref(id.0),
                _ => Cell::Null,
            };
            self.set(row, kind, column, &cell)?;
        }
        Ok(())
    }

    /// Deletes a series softly with its values; the figures of wins keep what they say.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn delete_metric(&mut self, id: MetricId) -> Result<()> {
        let (row, _) = self.row(id.into())?;
        self.delete_series(row)
    }

    pub(super) fn delete_series(&mut self, metric: i64) -> Result<()> {
        for value in self.rows("SELECT id FROM value WHERE metric = ?1 AND deleted_at IS NULL", metric)? {
            self.forget_value(value)?;
        }
        for figure in self.rows("SELECT id FROM figure WHERE metric = ?1 AND deleted_at IS NULL", metric)? {
            self.set(figure, Kind::Figure, "metric", &Cell::Null)?;
        }
        for goal in self.rows("SELECT id FROM goal WHERE metric = ?1 AND deleted_at IS NULL", metric)? {
            self.set(goal, Kind::Goal, "metric", &Cell::Null)?;
        }
        self.delete(metric, Kind::Metric)?;
        Ok(())
    }

    pub(super) fn delete_if_empty(&mut self, metric: MetricId) -> Result<()> {
        if self.has_values(metric)? {
            return Ok(());
        }
        let (row, _) = self.row(metric.into())?;
        self.delete_series(row)
    }
}

fn owner_column(kind: Kind) -> &'static str {
    match kind {
        Kind::Project => "project",
        Kind::Goal => "goal",
        _ => "win",
    }
}
