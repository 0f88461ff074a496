//! Metrics and their values.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::batch::Batch;
use super::table::Cell;
use super::{Result, Store, StoreError};
use crate::domain::{
    Amount, Better, Confidence, Kind, Metric, MetricId, MetricValue, Owner, PartialDate, ProjectId, RecordId,
    ValueId, WinId, fold,
};

/// A value to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewValue {
    /// The day, as precisely as it is known.
    pub date: PartialDate,
    /// What it says.
    pub amount: Amount,
    /// How it is known.
    pub confidence: Option<Confidence>,
    /// Where it comes from; may be empty.
    pub source: String,
    /// What there is to say about it; may be empty.
    pub note: String,
    /// Whether it is what the others are compared with.
    pub baseline: bool,
    /// The win that brought it, where one did.
    pub win: Option<WinId>,
}

impl NewValue {
    pub(super) fn brought(win: WinId, amount: &Amount, date: PartialDate, baseline: bool) -> Self {
        Self {
            date,
            amount: amount.clone(),
            confidence: None,
            source: String::new(),
            note: String::new(),
            baseline,
            win: Some(win),
        }
    }
}

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

/// All values of a series.
const ALL_VALUES: &str = "metric = ?1 AND deleted_at IS NULL";

/// The values that say what a series came to.
const ENDS: &str = "value.id IN (
    SELECT id FROM (SELECT id FROM value WHERE metric = ?1 AND deleted_at IS NULL ORDER BY day, id LIMIT 2)
    UNION SELECT id FROM (SELECT id FROM value WHERE metric = ?1 AND deleted_at IS NULL ORDER BY day DESC, id DESC LIMIT 1)
    UNION SELECT id FROM value WHERE metric = ?1 AND baseline = 1 AND deleted_at IS NULL)";

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
        self.metrics_with(&sql, params![row, limit], if whole { ALL_VALUES } else { ENDS })
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

    /// The metric that a value belongs to.
    ///
    /// # Errors
    /// When there is no such value.
    pub fn metric_of_value(&self, id: ValueId) -> Result<MetricId> {
        let (row, _) = super::ids::row_of(&self.connection, id.into())?;
        let uuid: Uuid = self
            .connection
            .prepare_cached(
                "SELECT record.uuid FROM value JOIN record ON record.id = metric WHERE value.id = ?1",
            )?
            .query_row([row], |row| row.get(0))?;
        Ok(MetricId(uuid))
    }

    fn metrics(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Metric>> {
        self.metrics_with(sql, values, ALL_VALUES)
    }

    fn metrics_with(&self, sql: &str, values: impl rusqlite::Params, which: &str) -> Result<Vec<Metric>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(self.read_metric(row, which)?);
        }
        Ok(out)
    }

    fn read_metric(&self, row: &Row<'_>, which: &str) -> Result<Metric> {
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
            values: self.values_of_metric(row.get(11)?, &unit, which)?,
            logged_at: super::wins::instant(row, 6)?,
            updated_at: super::wins::instant(row, 7)?,
            unit,
        })
    }

    fn values_of_metric(&self, metric: i64, unit: &str, which: &str) -> Result<Vec<MetricValue>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT record.uuid, day, text, confidence, source, note, baseline, value.id, unit, win IS NOT NULL
             FROM value JOIN record USING (id) WHERE {which} ORDER BY value.id"
        ))?;
        let mut rows = statement.query([metric])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let (date, text): (String, String) = (row.get(1)?, row.get(2)?);
            let own: String = row.get(8)?;
            let own = if own.is_empty() { unit } else { &own };
            // A value is only stored after it was read; one that no longer reads is not shown.
            let (Some(date), Ok(amount)) = (PartialDate::from_iso(&date), Amount::read(&text, own)) else {
                continue;
            };
            let confidence: Option<String> = row.get(3)?;
            out.push(MetricValue {
                id: ValueId(row.get(0)?),
                date,
                amount,
                confidence: confidence.as_deref().and_then(Confidence::from_word),
                source: row.get(4)?,
                note: row.get(5)?,
                baseline: row.get(6)?,
                brought: row.get(9)?,
                logged: row.get(7)?,
            });
        }
        Metric::sort_values(&mut out);
        Ok(out)
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
        Ok(MetricId(self.insert(Kind::Metric, &fields)?.0))
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

    /// Whether a value can be one of a series: it is relative, of the series' kind, or the first
    /// that has a unit.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub(super) fn takes(&self, metric: MetricId, amount: &Amount) -> Result<bool> {
        let (row, kind) = self.row(metric.into())?;
        let unit = self.field(row, kind, "unit")?.as_text().unwrap_or("").to_owned();
        let bare = amount.unit.is_empty();
        if amount.relative || bare || crate::domain::unit::convert(1.0, &amount.unit, &unit).is_some() {
            return Ok(true);
        }
        let absolute: bool = self
            .tx
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM value WHERE metric = ?1 AND relative = 0 AND deleted_at IS NULL)",
            )?
            .query_row([row], |row| row.get(0))?;
        Ok(unit.is_empty() && !absolute)
    }

    /// The first value that has a unit gives the series its own.
    fn adopt_unit(&mut self, metric: MetricId, amount: &Amount) -> Result<()> {
        let (row, kind) = self.row(metric.into())?;
        if !amount.relative && !amount.unit.is_empty() && self.field(row, kind, "unit")? == "".into() {
            self.set(row, kind, "unit", &amount.unit.as_str().into())?;
        }
        Ok(())
    }

    /// Writes a value into a series; the first that has a unit gives the series its own.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn insert_value(&mut self, metric: MetricId, value: &NewValue) -> Result<ValueId> {
        let amount = &value.amount;
        self.adopt_unit(metric, amount)?;
        let mut fields = vec![
            ("metric", Cell::Ref(metric.0)),
            ("win", value.win.map_or(Cell::Null, |win| Cell::Ref(win.0))),
            ("day", Cell::Text(value.date.to_string())),
            ("text", amount.text.as_str().into()),
            ("number", Cell::Real(amount.number)),
            ("unit", amount.unit.as_str().into()),
            ("relative", amount.relative.into()),
            ("baseline", value.baseline.into()),
            ("confidence", Cell::opt(value.confidence.map(|how| how.word().to_owned()))),
        ];
        if !value.source.is_empty() {
            fields.push(("source", value.source.as_str().into()));
        }
        if !value.note.is_empty() {
            fields.push(("note", value.note.as_str().into()));
        }
        let id = ValueId(self.insert(Kind::Value, &fields)?.0);
        let (value, kind) = self.row(id.into())?;
        self.touch_owner(value, kind)?;
        Ok(id)
    }

    /// Changes a value to what this says; which win brought it, and whether it is the baseline,
    /// stay.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn update_value(&mut self, id: ValueId, to: &NewValue) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        self.set_amount(row, &to.amount)?;
        self.set(row, kind, "day", &Cell::Text(to.date.to_string()))?;
        self.set(row, kind, "confidence", &Cell::opt(to.confidence.map(|how| how.word().to_owned())))?;
        self.set(row, kind, "source", &to.source.as_str().into())?;
        self.set(row, kind, "note", &to.note.as_str().into())?;
        Ok(())
    }

    pub(super) fn set_amount(&mut self, value: i64, amount: &Amount) -> Result<()> {
        if let Cell::Ref(metric) = self.field(value, Kind::Value, "metric")? {
            self.adopt_unit(MetricId(metric), amount)?;
        }
        self.set(value, Kind::Value, "text", &amount.text.as_str().into())?;
        self.set(value, Kind::Value, "number", &Cell::Real(amount.number))?;
        self.set(value, Kind::Value, "unit", &amount.unit.as_str().into())?;
        self.set(value, Kind::Value, "relative", &amount.relative.into())?;
        Ok(())
    }

    /// Deletes a value softly; the metric stays with what was said of it, and answers keep their
    /// words.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn delete_value(&mut self, id: ValueId) -> Result<()> {
        let (row, _) = self.row(id.into())?;
        self.forget_value(row)
    }

    fn forget_value(&mut self, value: i64) -> Result<()> {
        for follow_up in
            self.rows("SELECT id FROM follow_up WHERE value = ?1 AND deleted_at IS NULL", value)?
        {
            self.set(follow_up, Kind::FollowUp, "value", &Cell::Null)?;
        }
        self.delete(value, Kind::Value)?;
        Ok(())
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
        self.delete(metric, Kind::Metric)?;
        Ok(())
    }

    pub(super) fn has_values(&self, metric: MetricId) -> Result<bool> {
        let (row, _) = self.row(metric.into())?;
        Ok(self
            .tx
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM value WHERE metric = ?1 AND deleted_at IS NULL)")?
            .query_row([row], |row| row.get(0))?)
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
