//! Reads and writes the figures of wins, and the values that the figures add to metrics.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::batch::Batch;
use super::cell::Cell;
use super::columns::positions;
use super::{Result, Snapshot};
use crate::domain::{
    Amount, Figure, Kind, Metric, MetricId, MetricValue, PartialDate, ProjectId, RecordId, Stored, WinId,
};

impl Snapshot<'_> {
    /// Returns the figures of wins; `wins` is a JSON array of their rows.
    pub(super) fn figures_of_wins(&self, wins: &str) -> Result<Vec<Stored<Figure>>> {
        let condition = "t.win IN (SELECT value FROM json_each(?1)) AND t.deleted_at IS NULL ORDER BY t.id";
        Ok(understood(self.list(condition, [wins])?))
    }

    /// Returns the first figure of each win, by the row of the win; `wins` is a JSON array of rows. Reads
    /// only the name and the amounts, because a list may have 100,000 rows.
    pub(super) fn first_figures(&self, wins: &str) -> Result<HashMap<i64, Figure>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT win, name, \"before\", \"after\" FROM figure
             WHERE win IN (SELECT value FROM json_each(?1)) AND deleted_at IS NULL ORDER BY id",
        )?;
        let [win, name, before, after] = positions(&statement, ["win", "name", "before", "after"])?;
        let mut rows = statement.query([wins])?;
        let mut out = HashMap::new();
        while let Some(row) = rows.next()? {
            let Some(to) = Amount::parse(row.get_ref(after)?.as_str().unwrap_or("")) else { continue };
            let from = row.get_ref(before)?.as_str().ok().and_then(Amount::parse);
            let mut figure = Figure { name: row.get(name)?, from, to, ..Figure::default() };
            figure.share_unit();
            out.entry(row.get(win)?).or_insert(figure);
        }
        Ok(out)
    }
}

/// Creates the value that a win adds to a metric, as the baseline if `baseline` is `true`.
fn brought_value(win: WinId, amount: &Amount, date: PartialDate, baseline: bool) -> MetricValue {
    MetricValue { brought_by: Some(win), baseline, ..MetricValue::new(date, amount.clone()) }
}

/// Removes the figures whose value cannot be parsed, and completes the units of the others.
fn understood(mut figures: Vec<Stored<Figure>>) -> Vec<Stored<Figure>> {
    figures.retain(|figure| figure.unread.get("after").is_none());
    for figure in &mut figures {
        figure.share_unit();
    }
    figures
}

impl Batch<'_> {
    /// Returns the figures of a win.
    pub fn figures_of(&self, win: WinId) -> Result<Vec<Stored<Figure>>> {
        let (row, _) = self.row(win.into())?;
        Ok(understood(self.list("t.win = ?1 AND t.deleted_at IS NULL ORDER BY t.id", [row])?))
    }

    /// Inserts a figure of a win, and its values into the metric of the same name of the project, or of the
    /// win if it has no project. Creates the metric if it does not exist. Returns `false` if the metric has
    /// another kind of unit: the value is then stored in the figure only. A figure of a win without a date
    /// adds no values.
    pub fn insert_figure(
        &mut self,
        win: WinId,
        project: Option<ProjectId>,
        figure: &Figure,
        date: Option<PartialDate>,
    ) -> Result<bool> {
        let mut metric = None;
        if date.is_some() {
            let found = self.metric_of_figure(win, project, figure)?;
            metric = self.accepts_value(found, &figure.to)?.then_some(found);
        }
        self.insert(&Figure { win: Some(win), metric, ..figure.as_written() })?;
        let (Some(metric), Some(date)) = (metric, date) else { return Ok(date.is_none()) };
        // The value before becomes the baseline of a metric without values; other metrics keep their
        // baseline.
        if let Some(from) = figure.from.as_ref()
            && !self.has_values(metric)?
        {
            self.insert_value(metric, &brought_value(win, from, date, true))?;
        }
        self.insert_value(metric, &brought_value(win, &figure.to, date, false))?;
        Ok(true)
    }

    /// Returns the metric to which a figure adds its values: that of its project, or of the win itself, or else the
    /// metric of this name that belongs to nothing, which is created if there is none.
    fn metric_of_figure(
        &mut self,
        win: WinId,
        project: Option<ProjectId>,
        figure: &Figure,
    ) -> Result<MetricId> {
        let owner = project.map_or((Kind::Win, win.into()), |project| (Kind::Project, project.into()));
        if let Some(found) = self.find_metric_of(Some(owner), &figure.name)? {
            return Ok(found);
        }
        let owner = project.map(|_| owner);
        if owner.is_none()
            && let Some(found) = self.find_metric_of(None, &figure.name)?
        {
            return Ok(found);
        }
        let unit = if figure.to.relative { "" } else { figure.to.unit.as_str() };
        self.insert(&Metric::new(&figure.name, owner, unit))
    }

    /// Changes the amounts of a figure, and the values that the win added to the metric. Returns `false` if
    /// the metric has another kind of unit: the figure is then unlinked from the metric.
    pub fn update_figure(
        &mut self,
        win: WinId,
        stored: &Stored<Figure>,
        to: &Figure,
        date: PartialDate,
    ) -> Result<bool> {
        let (row, _) = self.row(stored.id.into())?;
        self.update(stored, &Figure { from: to.from.clone(), to: to.to.clone(), ..stored.body.clone() })?;
        let Some(metric) = self.metric_behind(row)? else { return Ok(true) };
        if !self.accepts_instead(metric, win, &to.to)? {
            // A value that the metric does not accept is stored in the figure only.
            self.leave_series(win, stored, row, metric)?;
            return Ok(false);
        }
        for value in self.values_brought(win, Some(metric))? {
            let old = if value.baseline { stored.from.as_ref() } else { Some(&stored.to) };
            if old.is_none_or(|old| old.text != value.amount.text) {
                continue;
            }
            let amount = if value.baseline { to.from.as_ref() } else { Some(&to.to) };
            match amount.cloned() {
                Some(amount) => self.update_value(&value, &MetricValue { amount, ..value.body.clone() })?,
                None => self.delete_record(value.id.into())?,
            }
        }
        if let (Some(from), None) = (&to.from, &stored.from)
            && !self.has_baseline(metric)?
        {
            self.insert_value(metric, &brought_value(win, from, date, true))?;
        }
        Ok(true)
    }

    /// Returns `true` if a metric accepts a value in place of the values that a win added to it. A metric
    /// without other values accepts every value, and gets the unit of the value.
    fn accepts_instead(&mut self, metric: MetricId, win: WinId, amount: &Amount) -> Result<bool> {
        if self.accepts_value(metric, amount)? {
            return Ok(true);
        }
        let (row, kind) = self.row(metric.into())?;
        let own = self.values_brought(win, Some(metric))?.len();
        if self.values_of(row)?.len() > own {
            return Ok(false);
        }
        self.set(row, kind, "unit", &amount.unit.as_str().into())?;
        Ok(true)
    }

    /// Unlinks a figure from its metric and deletes the values that the figure added there, except those that
    /// were edited since. Deletes the metric if no value is left.
    fn leave_series(&mut self, win: WinId, values: &Figure, figure: i64, metric: MetricId) -> Result<()> {
        for value in self.values_brought(win, Some(metric))? {
            let text = &value.amount.text;
            if values.from.as_ref().is_some_and(|from| from.text == *text) || values.to.text == *text {
                self.delete_record(value.id.into())?;
            }
        }
        self.set(figure, Kind::Figure, "metric", &Cell::Null)?;
        self.delete_if_empty(metric)
    }

    /// Changes the date of the values that a win added to metrics from `from` to `to`; values with another
    /// date stay.
    pub fn redate_figures(&mut self, win: WinId, from: PartialDate, to: PartialDate) -> Result<()> {
        for value in self.values_brought(win, None)? {
            if value.date == from && value.unread.get("date").is_none() {
                self.update(&value, &MetricValue { date: to, ..value.body.clone() })?;
            }
        }
        Ok(())
    }

    /// Moves a figure with its values to the metric of another project, or of the win. A metric that belongs
    /// to the win itself moves with all its values. Returns `false` if the other metric has another kind of
    /// unit: the value is then stored in the figure only.
    pub fn move_figure(
        &mut self,
        win: WinId,
        stored: &Stored<Figure>,
        to: &Figure,
        project: Option<ProjectId>,
        date: PartialDate,
    ) -> Result<bool> {
        let (figure, kind) = self.row(stored.id.into())?;
        let Some(old) = self.metric_behind(figure)? else { return Ok(true) };
        let (old_row, metric_kind) = self.row(old.into())?;
        let own = self.field(old_row, metric_kind, "win")? == Cell::Ref(win.0)
            || (self.owner_of(old_row, metric_kind)?.is_none() && self.is_begun_by(old_row, win)?);
        let owner =
            project.map_or((Kind::Win, win.into()), |project| (Kind::Project, RecordId::from(project)));
        let target = self.find_metric_of(Some(owner), &stored.name)?;
        if target == Some(old) {
            // Another figure of the same name has already moved the metric.
            return Ok(true);
        }
        if own && target.is_none() {
            let before = self.find::<Metric>(old)?;
            let mut now = before.body.clone();
            now.set_owner(Some(owner));
            self.update(&before, &now)?;
            return Ok(true);
        }
        let target = match target {
            Some(target) => target,
            None => self.metric_of_figure(win, project, to)?,
        };
        if !self.accepts_value(target, &to.to)? {
            self.leave_series(win, to, figure, old)?;
            return Ok(false);
        }
        let moved = if own { self.values_of(old_row)? } else { self.values_brought(win, Some(old))? };
        let keeps_its_own = self.has_values(target)?;
        let all_go = self.values_of(old_row)?.len() == moved.len();
        for value in moved {
            if value.baseline && !all_go {
                // The remaining values keep their baseline, and the moved values get a copy of it.
                if let (Some(from), false) = (&to.from, keeps_its_own) {
                    self.insert_value(target, &brought_value(win, from, date, true))?;
                }
            } else if value.baseline && keeps_its_own {
                self.delete_record(value.id.into())?;
            } else {
                self.update(&value, &MetricValue { metric: Some(target), ..value.body.clone() })?;
            }
        }
        for each in self.rows("SELECT id FROM figure WHERE metric = ?1 AND deleted_at IS NULL", old_row)? {
            if own || each == figure {
                self.set(each, kind, "metric", &Cell::Ref(target.0))?;
            }
        }
        self.delete_if_empty(old)?;
        Ok(true)
    }

    /// Returns `true` if a win added the first value of a metric, and no other win added one.
    fn is_begun_by(&self, metric: i64, win: WinId) -> Result<bool> {
        let (win, _) = self.row(win.into())?;
        Ok(self
            .tx
            .prepare_cached(
                "SELECT coalesce(min(id) = min(CASE WHEN win = ?2 THEN id END), 0)
                    AND count(win) = count(CASE WHEN win = ?2 THEN 1 END)
                 FROM value WHERE metric = ?1 AND deleted_at IS NULL",
            )?
            .query_row([metric, win], |row| row.get(0))?)
    }

    /// Returns the owner of a metric.
    fn owner_of(&self, metric: i64, kind: Kind) -> Result<Option<RecordId>> {
        for column in ["project", "win", "goal"] {
            if let Cell::Ref(owner) = self.field(metric, kind, column)? {
                return Ok(Some(RecordId(owner)));
            }
        }
        Ok(None)
    }

    /// Marks a figure as deleted, with the values that it added to a metric.
    pub fn delete_figure(&mut self, win: WinId, stored: &Stored<Figure>) -> Result<()> {
        let (row, _) = self.row(stored.id.into())?;
        if let Some(metric) = self.metric_behind(row)? {
            self.leave_series(win, stored, row, metric)?;
        }
        self.delete_record(stored.id.into())
    }

    /// Deletes the figures of a win, the values that they added to metrics, and the metrics that belong to
    /// the win or have no value left.
    pub(super) fn delete_brought(&mut self, win: WinId) -> Result<()> {
        let (row, _) = self.row(win.into())?;
        for figure in self.rows("SELECT id FROM figure WHERE win = ?1 AND deleted_at IS NULL", row)? {
            let metric = self.metric_behind(figure)?;
            self.delete(figure, Kind::Figure)?;
            if let Some(metric) = metric {
                for value in self.values_brought(win, Some(metric))? {
                    self.delete_record(value.id.into())?;
                }
                self.delete_if_empty(metric)?;
            }
        }
        for metric in self.list::<Metric>("t.win = ?1 AND t.deleted_at IS NULL", [row])? {
            self.delete_record(metric.id.into())?;
        }
        Ok(())
    }

    fn metric_behind(&self, figure: i64) -> Result<Option<MetricId>> {
        match self.field(figure, Kind::Figure, "metric")? {
            Cell::Ref(uuid) => Ok(Some(MetricId(uuid))),
            _ => Ok(None),
        }
    }

    /// Returns the values that a win added to one metric, or to all metrics if `metric` is `None`.
    fn values_brought(&self, win: WinId, metric: Option<MetricId>) -> Result<Vec<Stored<MetricValue>>> {
        let (win, _) = self.row(win.into())?;
        let metric = metric.map(|metric| self.row(metric.into())).transpose()?.map(|(row, _)| row);
        let condition = "t.win = ?1 AND t.deleted_at IS NULL AND (?2 IS NULL OR t.metric = ?2) ORDER BY t.id";
        self.list(condition, params![win, metric])
    }

    /// Returns the values of a metric; `metric` is the row of the metric.
    fn values_of(&self, metric: i64) -> Result<Vec<Stored<MetricValue>>> {
        self.list("t.metric = ?1 AND t.deleted_at IS NULL ORDER BY t.id", [metric])
    }

    fn has_baseline(&self, metric: MetricId) -> Result<bool> {
        let (row, _) = self.row(metric.into())?;
        let found: Option<i64> = self
            .tx
            .prepare_cached("SELECT id FROM value WHERE metric = ?1 AND baseline = 1 AND deleted_at IS NULL")?
            .query_row([row], |row| row.get(0))
            .optional()?;
        Ok(found.is_some())
    }
}
