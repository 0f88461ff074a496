//! The values of a series.

use std::collections::HashMap;

use rusqlite::ToSql;
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::{Result, Store};
use crate::domain::{Amount, Confidence, Kind, Metric, MetricId, MetricValue, PartialDate, ValueId, WinId};

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

/// Which values of a series are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// All of them.
    All,
    /// Those that say what it came to: the first two, the last, and what it was before.
    Ends,
}

const ALL: &str = "metric IN (SELECT value FROM json_each(?1)) AND deleted_at IS NULL";

const ENDS: &str = "value.id IN (
    SELECT id FROM (SELECT id FROM value WHERE metric = ?1 AND deleted_at IS NULL ORDER BY day, id LIMIT 2)
    UNION SELECT id FROM (SELECT id FROM value WHERE metric = ?1 AND deleted_at IS NULL ORDER BY day DESC, id DESC LIMIT 1)
    UNION SELECT id FROM value WHERE metric = ?1 AND baseline = 1 AND deleted_at IS NULL)";

impl Store {
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

    /// Reads the values of series, each with its row, in the order of their dates.
    pub(super) fn add_values(&self, metrics: &mut [(i64, Metric)], which: Which) -> Result<()> {
        match which {
            Which::All => {
                let rows: Vec<i64> = metrics.iter().map(|(row, _)| *row).collect();
                self.add_some_values(metrics, ALL, serde_json::Value::from(rows).to_string())?;
            }
            Which::Ends => {
                for metric in &mut *metrics {
                    let row = metric.0;
                    self.add_some_values(std::slice::from_mut(metric), ENDS, row)?;
                }
            }
        }
        for (_, metric) in metrics.iter_mut() {
            Metric::sort_values(&mut metric.values);
        }
        Ok(())
    }

    fn add_some_values(&self, metrics: &mut [(i64, Metric)], which: &str, of: impl ToSql) -> Result<()> {
        let place: HashMap<i64, usize> =
            metrics.iter().enumerate().map(|(place, (row, _))| (*row, place)).collect();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT record.uuid, day, text, confidence, source, note, baseline, value.id, unit,
                    (SELECT uuid FROM record win WHERE win.id = value.win), metric
             FROM value JOIN record USING (id) WHERE {which} ORDER BY value.id"
        ))?;
        let mut rows = statement.query([of])?;
        while let Some(row) = rows.next()? {
            let Some((_, metric)) = place.get(&row.get(10)?).and_then(|place| metrics.get_mut(*place)) else {
                continue;
            };
            let (date, text): (String, String) = (row.get(1)?, row.get(2)?);
            let own: String = row.get(8)?;
            let own = if own.is_empty() { &metric.unit } else { &own };
            // A value is only stored after it was read; one that no longer reads is not shown.
            let (Some(date), Ok(amount)) = (PartialDate::from_iso(&date), Amount::read(&text, own)) else {
                continue;
            };
            let confidence: Option<String> = row.get(3)?;
            metric.values.push(MetricValue {
                id: ValueId(row.get(0)?),
                date,
                amount,
                confidence: confidence.as_deref().and_then(Confidence::from_word),
                source: row.get(4)?,
                note: row.get(5)?,
                baseline: row.get(6)?,
                brought_by: row.get::<_, Option<Uuid>>(9)?.map(WinId),
                logged: row.get(7)?,
            });
        }
        Ok(())
    }
}

impl Batch<'_> {
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
        let id = ValueId(self.insert_fields(Kind::Value, &fields)?.0);
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

    /// Deletes a value; answers that were given with it keep their words.
    pub(super) fn forget_value(&mut self, value: i64) -> Result<()> {
        for follow_up in
            self.rows("SELECT id FROM follow_up WHERE value = ?1 AND deleted_at IS NULL", value)?
        {
            self.set(follow_up, Kind::FollowUp, "value", &Cell::Null)?;
        }
        self.delete(value, Kind::Value)?;
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
