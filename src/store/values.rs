//! Reads and writes the values of metrics.

use std::collections::{HashMap, HashSet};

use rusqlite::params;
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::load::json_rows;
use super::{Result, Snapshot};
use crate::domain::{Amount, Field, Metric, MetricId, MetricValue, MetricView, Record as _, Stored, ValueId};

/// The values of a metric to load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// All values of each metric.
    Whole,
    /// The values that a summary needs: the first two, the last and the baseline.
    Ends,
    /// About this many values of each longer series, evenly over the whole of it, with those of [`Self::Ends`].
    Sampled(usize),
}

/// The columns of the amount of a value.
const AMOUNT: [&str; 4] = ["text", "number", "unit", "relative"];

const ALL: &str = "t.metric IN (SELECT value FROM json_each(?1)) AND t.deleted_at IS NULL";

const ENDS: &str = "t.id IN (
    SELECT id FROM (SELECT id FROM value WHERE metric = ?1 AND deleted_at IS NULL ORDER BY day, id LIMIT 2)
    UNION SELECT id FROM (SELECT id FROM value WHERE metric = ?1 AND deleted_at IS NULL ORDER BY day DESC, id DESC LIMIT 1)
    UNION SELECT id FROM value WHERE metric = ?1 AND baseline = 1 AND deleted_at IS NULL)";

/// The rows of every `?2`th value of a metric, the second one and the last one. The index on the metric and the
/// day has all that is read here.
const SAMPLE: &str = "t.id IN (
    SELECT id FROM (SELECT id, row_number() OVER (ORDER BY day, id) AS place, count(*) OVER () AS total
                    FROM value WHERE metric = ?1 AND deleted_at IS NULL)
    WHERE (place - 1) % ((total + ?2 - 1) / ?2) = 0 OR place IN (2, total)
    UNION SELECT id FROM value WHERE metric = ?1 AND baseline = 1 AND deleted_at IS NULL)";

impl Snapshot<'_> {
    /// Returns the metric that a value belongs to.
    pub fn metric_of_value(&self, id: ValueId) -> Result<MetricId> {
        let (row, _) = super::lookup::row_of(self.connection, id.into())?;
        let uuid: Uuid = self
            .connection
            .prepare_cached(
                "SELECT record.uuid FROM value JOIN record ON record.id = metric WHERE value.id = ?1",
            )?
            .query_row([row], |row| row.get(0))?;
        Ok(MetricId(uuid))
    }

    fn has_values_over(&self, metric: i64, limit: usize) -> Result<bool> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM value WHERE metric = ?1 AND deleted_at IS NULL LIMIT 1 OFFSET ?2)";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        Ok(self.connection.prepare_cached(sql)?.query_row(params![metric, limit], |row| row.get(0))?)
    }

    /// Returns metrics with their values, in the order of the dates. Values that cannot be parsed are
    /// omitted.
    pub(super) fn with_values(
        &self,
        metrics: Vec<(i64, Stored<Metric>)>,
        series: Series,
    ) -> Result<Vec<MetricView>> {
        let mut sampled = HashSet::new();
        if let Series::Sampled(limit) = series {
            for (row, _) in &metrics {
                if self.has_values_over(*row, limit)? {
                    sampled.insert(*row);
                }
            }
        }
        let mut values: Vec<Stored<MetricValue>> = Vec::new();
        if series == Series::Ends {
            for (row, _) in &metrics {
                values.extend(self.list::<MetricValue>(&format!("{ENDS} ORDER BY t.id"), [row])?);
            }
        } else {
            let rows = metrics.iter().map(|(row, _)| *row).filter(|row| !sampled.contains(row));
            values = self.list(&format!("{ALL} ORDER BY t.id"), [json_rows(rows)])?;
        }
        if let Series::Sampled(limit) = series {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            for row in &sampled {
                let sample = self.list(&format!("{SAMPLE} ORDER BY t.id"), params![row, limit])?;
                values.extend::<Vec<Stored<MetricValue>>>(sample);
            }
        }
        let mut of: HashMap<MetricId, Vec<Stored<MetricValue>>> = HashMap::new();
        for value in values {
            if let Some(metric) = value.metric {
                of.entry(metric).or_default().push(value);
            }
        }
        let view = |(row, mut stored): (i64, Stored<Metric>)| {
            stored.body.read_target();
            let mut values = of.remove(&stored.id).unwrap_or_default();
            values.retain_mut(|value| value.read_in(&stored.unit));
            MetricView { is_whole: !sampled.contains(&row), ..MetricView::new(stored, values) }
        };
        Ok(metrics.into_iter().map(view).collect())
    }
}

impl Batch<'_> {
    /// Returns `true` if a metric accepts a value: a relative value, a value without a unit or in a
    /// convertible unit, or the first absolute value of a metric without a unit.
    pub(super) fn accepts_value(&self, metric: MetricId, amount: &Amount) -> Result<bool> {
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

    /// Sets the unit of a metric without a unit to the unit of an absolute value.
    fn adopt_unit(&mut self, metric: MetricId, amount: &Amount) -> Result<()> {
        let (row, kind) = self.row(metric.into())?;
        if !amount.relative && !amount.unit.is_empty() && self.field(row, kind, "unit")? == "".into() {
            self.set(row, kind, "unit", &amount.unit.as_str().into())?;
        }
        Ok(())
    }

    /// Inserts a value into a metric; a metric without a unit gets the unit of the value.
    pub fn insert_value(&mut self, metric: MetricId, value: &MetricValue) -> Result<ValueId> {
        self.adopt_unit(metric, &value.amount)?;
        self.insert(&MetricValue { metric: Some(metric), ..value.clone() })
    }

    /// Updates a value; a metric without a unit gets the unit of the value.
    pub fn update_value(&mut self, before: &Stored<MetricValue>, now: &MetricValue) -> Result<()> {
        if let Some(metric) = now.metric {
            self.adopt_unit(metric, &now.amount)?;
        }
        self.update(before, now)?;
        if before.amount.text != now.amount.text {
            // `update` compares with `before`, whose amount was parsed in the unit of the metric. The columns
            // may hold another unit, so all of them are set.
            let (row, kind) = self.row(before.id.into())?;
            let of_amount = |field: &&Field<MetricValue>| AMOUNT.contains(&field.info.column);
            for field in MetricValue::FIELDS.iter().filter(of_amount) {
                self.set(row, kind, field.info.column, &Cell::from((field.get)(now)))?;
            }
        }
        Ok(())
    }

    pub(super) fn has_values(&self, metric: MetricId) -> Result<bool> {
        let (row, _) = self.row(metric.into())?;
        Ok(self
            .tx
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM value WHERE metric = ?1 AND deleted_at IS NULL)")?
            .query_row([row], |row| row.get(0))?)
    }
}
