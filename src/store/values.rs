//! The values of a series.

use std::collections::HashMap;

use uuid::Uuid;

use super::batch::Batch;
use super::load::json_rows;
use super::{Result, Snapshot};
use crate::domain::{Amount, Metric, MetricId, MetricValue, MetricView, Stored, ValueId};

/// Which values of a series are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// All of them.
    All,
    /// Those that say what it came to: the first two, the last, and what it was before.
    Ends,
}

const ALL: &str = "t.metric IN (SELECT value FROM json_each(?1)) AND t.deleted_at IS NULL";

const ENDS: &str = "t.id IN (
    SELECT id FROM (SELECT id FROM value WHERE metric = ?1 AND deleted_at IS NULL ORDER BY day, id LIMIT 2)
    UNION SELECT id FROM (SELECT id FROM value WHERE metric = ?1 AND deleted_at IS NULL ORDER BY day DESC, id DESC LIMIT 1)
    UNION SELECT id FROM value WHERE metric = ?1 AND baseline = 1 AND deleted_at IS NULL)";

impl Snapshot<'_> {
    /// The metric that a value belongs to.
    ///
    /// # Errors
    /// When there is no such value.
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

    /// Returns metrics, which come with their rows, with their values in the order of their dates.
    pub(super) fn with_values(
        &self,
        metrics: Vec<(i64, Stored<Metric>)>,
        which: Which,
    ) -> Result<Vec<MetricView>> {
        let mut values: Vec<Stored<MetricValue>> = Vec::new();
        match which {
            Which::All => {
                let rows = json_rows(metrics.iter().map(|(row, _)| *row));
                values = self.list(&format!("{ALL} ORDER BY t.id"), [rows])?;
            }
            Which::Ends => {
                for (row, _) in &metrics {
                    values.extend(self.list::<MetricValue>(&format!("{ENDS} ORDER BY t.id"), [row])?);
                }
            }
        }
        let mut of: HashMap<MetricId, Vec<Stored<MetricValue>>> = HashMap::new();
        for value in values {
            if let Some(metric) = value.metric {
                of.entry(metric).or_default().push(value);
            }
        }
        let view = |(_, mut stored): (i64, Stored<Metric>)| {
            stored.body.read_target();
            let mut values = of.remove(&stored.id).unwrap_or_default();
            values.retain_mut(|value| value.read_in(&stored.unit));
            MetricView::new(stored, values)
        };
        Ok(metrics.into_iter().map(view).collect())
    }
}

impl Batch<'_> {
    /// Whether a value can be one of a series: it is relative, of the series' kind, or the first
    /// that has a unit.
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
    pub fn insert_value(&mut self, metric: MetricId, value: &MetricValue) -> Result<ValueId> {
        self.adopt_unit(metric, &value.amount)?;
        self.insert(&MetricValue { metric: Some(metric), ..value.clone() })
    }

    /// Changes a value; the first that has a unit gives the series its own.
    pub fn update_value(&mut self, before: &Stored<MetricValue>, now: &MetricValue) -> Result<()> {
        if let Some(metric) = now.metric {
            self.adopt_unit(metric, &now.amount)?;
        }
        let mut before = before.clone();
        // The amount that was read has the unit of its series, which the row may not have.
        if before.amount.text != now.amount.text {
            before.body.amount = Amount::default();
        }
        self.update(&before, now)?;
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
