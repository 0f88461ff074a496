//! Reads metrics with their values, and deletes empty metrics.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Params, params};
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::load::{json_rows, load};
use super::values::Series;
use super::{Result, Snapshot, StoreError};
use crate::domain::{Kind, Metric, MetricId, MetricView, ProjectId, RecordId, WinId, fold};

/// The condition for the live metrics of a project, a win or a goal, with those of the figures of a win.
const OF: &str = "t.deleted_at IS NULL AND t.id IN (
    SELECT id FROM metric WHERE project = ?1 UNION SELECT id FROM metric WHERE win = ?1
    UNION SELECT id FROM metric WHERE goal = ?1
    UNION SELECT metric FROM figure WHERE win = ?1 AND deleted_at IS NULL)";

/// The number of wins at the beginning and at the end of a series whose titles are read.
const TITLES: usize = 8;

impl Snapshot<'_> {
    /// Returns `true` if a live metric has this name, ignoring case and accents.
    pub fn has_metric(&self, name: &str) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM metric WHERE folded = ?1 AND deleted_at IS NULL)")?
            .query_row([fold(name)], |row| row.get(0))?)
    }

    /// Returns a metric with its values, deleted or not.
    pub fn find_metric(&self, id: MetricId) -> Result<MetricView> {
        let found = self.metrics("mine.uuid = ?1", params![id.0])?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::Damaged("a metric that is referred to is missing".into()))
    }

    /// Returns at most `limit` metrics with their values, the metric with the latest value first.
    pub fn list_metrics(&self, limit: usize, series: Series) -> Result<Vec<MetricView>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let condition = "t.deleted_at IS NULL ORDER BY t.sort_key DESC, t.id DESC LIMIT ?1";
        self.with_values(load(self.connection, condition, params![limit])?, series)
    }

    /// Returns the metrics of projects and wins, and those that figures of the wins refer to, in the order of
    /// their owners and then of creation; only those with a value on the day `since` or later.
    pub fn list_metrics_of_all(&self, owners: &[RecordId], since: NaiveDate) -> Result<Vec<MetricView>> {
        let mut rows = Vec::with_capacity(owners.len());
        for owner in owners {
            rows.push(super::lookup::row_of(self.connection, *owner)?.0);
        }
        let mut statement = self.connection.prepare_cached(
            "WITH wanted (place, owner) AS (SELECT key, value FROM json_each(?1)),
             owned (metric, place) AS (
               SELECT metric.id, place FROM wanted JOIN metric ON metric.project = owner
               UNION ALL SELECT metric.id, place FROM wanted JOIN metric ON metric.win = owner
               UNION ALL SELECT metric, place FROM wanted JOIN figure ON figure.win = owner
                 WHERE metric IS NOT NULL AND deleted_at IS NULL)
             SELECT metric, min(place) FROM owned GROUP BY metric",
        )?;
        let places: HashMap<i64, i64> = statement
            .query_map([json_rows(rows.into_iter())], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let since = crate::domain::DateRange::day(since).sort_key();
        let mut found = load::<Metric>(
            self.connection,
            "t.id IN (SELECT value FROM json_each(?1)) AND t.deleted_at IS NULL AND t.sort_key >= ?2
             ORDER BY julianday(t.logged_at), t.sort_key, t.id",
            params![json_rows(places.keys().copied()), since],
        )?;
        found.sort_by_key(|(row, _)| places.get(row).copied());
        self.with_values(found, Series::Whole)
    }

    /// Returns the metrics whose latest value is on this day or later, the latest first.
    pub fn list_metrics_since(&self, first: NaiveDate) -> Result<Vec<MetricView>> {
        let key = crate::domain::DateRange::day(first).sort_key();
        self.metrics(
            "t.deleted_at IS NULL AND t.sort_key >= ?1 ORDER BY t.sort_key DESC, t.id DESC",
            params![key],
        )
    }

    /// Returns the metrics without an owner whose latest value is on this day or later, the latest first.
    pub fn list_own_metrics_since(&self, first: NaiveDate) -> Result<Vec<MetricView>> {
        let key = crate::domain::DateRange::day(first).sort_key();
        self.metrics(
            "t.deleted_at IS NULL AND t.sort_key >= ?1 AND coalesce(t.project, t.win, t.goal) IS NULL
             ORDER BY t.sort_key DESC, t.id DESC",
            params![key],
        )
    }

    /// Returns the number of metrics.
    pub fn count_metrics(&self) -> Result<usize> {
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM metric WHERE deleted_at IS NULL")?
            .query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Returns at most `limit` metrics with this name, ignoring case and accents. If no metric has the name,
    /// returns metrics whose name contains `typed`, those that begin with `typed` first.
    pub fn find_metrics_named(&self, typed: &str, limit: usize) -> Result<Vec<MetricView>> {
        let folded = fold(typed.trim());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let exact = self.metrics(
            "t.folded = ?1 AND t.deleted_at IS NULL ORDER BY t.sort_key DESC, t.id DESC LIMIT ?2",
            params![folded, limit],
        )?;
        if !exact.is_empty() {
            return Ok(exact);
        }
        self.metrics(
            "instr(t.folded, ?1) > 0 AND t.deleted_at IS NULL
             ORDER BY instr(t.folded, ?1) > 1, t.sort_key DESC, t.id DESC LIMIT ?2",
            params![folded, limit],
        )
    }

    /// Returns the metrics of a project, a win or a goal, with those of the figures of a win, in the order of
    /// creation. If there are more than `limit`, those with the latest values are returned.
    pub fn list_metrics_of(&self, owner: RecordId, limit: usize, series: Series) -> Result<Vec<MetricView>> {
        let (row, _) = super::lookup::row_of(self.connection, owner)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let condition = format!("{OF} ORDER BY t.sort_key DESC, t.id DESC LIMIT ?2");
        let mut found = self.with_values(load(self.connection, &condition, params![row, limit])?, series)?;
        found.reverse();
        found.sort_by_key(|metric| metric.meta.logged_at);
        Ok(found)
    }

    /// Returns the metrics of a project, at most the `limit` metrics with the latest values.
    pub fn list_metrics_of_project(
        &self,
        project: ProjectId,
        limit: usize,
        series: Series,
    ) -> Result<Vec<MetricView>> {
        let (row, _) = super::lookup::row_of(self.connection, project.into())?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = load(
            self.connection,
            "t.project = ?1 AND t.deleted_at IS NULL ORDER BY t.sort_key DESC, t.id DESC LIMIT ?2",
            params![row, limit],
        )?;
        self.with_values(found, series)
    }

    /// Returns the number of metrics of a project, a win or a goal, with those of the figures of a win.
    pub fn count_metrics_of(&self, owner: RecordId) -> Result<usize> {
        let (row, _) = super::lookup::row_of(self.connection, owner)?;
        let count: i64 = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM metric t WHERE {OF}"))?
            .query_row([row], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Adds to each metric the titles of the wins that brought its values: of the first and the last
    /// eight of them, if there are more.
    pub fn add_titles(&self, metrics: &mut [MetricView]) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT win.title FROM record JOIN win USING (id) WHERE record.uuid = ?1 AND win.deleted_at IS NULL",
        )?;
        for metric in metrics {
            let mut seen = HashSet::new();
            let brought = metric.values.iter().filter_map(|value| value.brought_by);
            let wins: Vec<WinId> = brought.filter(|win| seen.insert(*win)).collect();
            let is_read = |at: usize| at < TITLES || at + TITLES >= wins.len();
            for (_, win) in wins.iter().enumerate().filter(|(at, _)| is_read(*at)) {
                let title: Option<String> = statement.query_row([win.0], |row| row.get(0)).optional()?;
                metric.moved_by.extend(title.map(|title| (*win, title)));
            }
        }
        Ok(())
    }

    fn metrics(&self, condition: &str, values: impl Params) -> Result<Vec<MetricView>> {
        self.with_values(load(self.connection, condition, values)?, Series::Whole)
    }
}

impl Batch<'_> {
    /// Returns the live metric of this name and owner; without an owner, the metric that belongs to no
    /// record.
    pub fn find_metric_of(&self, owner: Option<(Kind, RecordId)>, name: &str) -> Result<Option<MetricId>> {
        // Compares only the column of the owner, because its index narrows the search: an owner has few
        // metrics, but thousands may have the same name.
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

    /// Returns the owner of the metrics of a win: its project if it has one, else the win.
    pub fn owner_of_win_metric(&self, win: WinId) -> Result<(Kind, RecordId)> {
        let (row, kind) = self.row(win.into())?;
        Ok(match self.field(row, kind, "project")? {
            Cell::Ref(project) => (Kind::Project, RecordId(project)),
            _ => (Kind::Win, win.into()),
        })
    }

    /// Deletes a metric without values, unless the user has set its target, its dashboard or its better
    /// direction.
    pub(super) fn delete_if_empty(&mut self, metric: MetricId) -> Result<()> {
        if self.has_values(metric)? {
            return Ok(());
        }
        let (row, kind) = self.row(metric.into())?;
        for field in ["target", "url", "better"] {
            if self.field(row, kind, field)?.as_text().is_some_and(|text| !text.is_empty()) {
                return Ok(());
            }
        }
        self.delete_record(metric.into())
    }
}

fn owner_column(kind: Kind) -> &'static str {
    match kind {
        Kind::Project => "project",
        Kind::Goal => "goal",
        _ => "win",
    }
}
