//! A metric with its values, and the results derived from them.

use std::cmp::Reverse;
use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;

use super::amount::{Amount, AmountError};
use super::change::Change;
use super::direction::BetterWhen;
use super::id::WinId;
use super::metric::{Metric, VALUES, validate_name};
use super::metric_value::MetricValue;
use super::record::{FieldError, Stored};
use super::unit;
use crate::text::ellipsis;

/// A metric with its values in the order of their dates; values of one date are in the order of logging.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricView {
    /// The metric.
    pub stored: Stored<Metric>,
    /// The values, the earliest first.
    pub values: Vec<Stored<MetricValue>>,
    /// `false` if the values are a sample of a long series, for a line of it.
    pub is_whole: bool,
    /// The wins that brought values, with their titles, the earliest first; empty unless it was asked for.
    pub moved_by: Vec<(WinId, String)>,
}

impl Deref for MetricView {
    type Target = Stored<Metric>;

    fn deref(&self) -> &Stored<Metric> {
        &self.stored
    }
}

impl DerefMut for MetricView {
    fn deref_mut(&mut self) -> &mut Stored<Metric> {
        &mut self.stored
    }
}

impl MetricView {
    /// Removes the values before a day except the last one, from which the change since that day is counted.
    pub fn begin_before(&mut self, day: NaiveDate) {
        let older = self.values.iter().take_while(|value| value.date.last_day() < day).count();
        self.values.drain(..older.saturating_sub(1));
    }

    /// Validates `now`, an edit of the metric, against the values, and normalises its name and unit.
    pub fn validate_edit(&self, now: &mut Metric) -> Result<(), FieldError> {
        now.name = now.name.trim().to_owned();
        if now.name != self.name {
            validate_name(&now.name)?;
        }
        if now.unit != self.unit {
            now.unit = unit::unit(&now.unit).unwrap_or_else(|| now.unit.trim().to_owned());
            let fits = |amount: &Amount| {
                amount.relative
                    || amount.unit.is_empty()
                    || unit::convert(1.0, &amount.unit, &now.unit).is_some()
            };
            if let Some(other) = self.values.iter().find(|value| !fits(&value.amount)) {
                if now.unit.is_empty() {
                    return Err(FieldError::new("unit", "the unit must not be empty"));
                }
                let message = format!(
                    "“{}” has values like {}, which are not in {}",
                    self.name, other.amount.text, now.unit
                );
                return Err(FieldError::new("unit", message));
            }
        }
        if let Some(target) = now.target.as_ref().filter(|_| now.target != self.target) {
            let amount = Amount::read(&target.text, &now.unit)
                .map_err(|err| FieldError::new("target", err.to_string()).hint(VALUES))?;
            if amount.relative || amount.in_unit(&now.unit).is_none() {
                let message = format!(
                    "the target of “{}” must be a value in {}, not “{}”",
                    self.name, now.unit, target.text
                );
                return Err(FieldError::new("target", message));
            }
        }
        Ok(())
    }

    /// Returns the name with the owner: `latency (docgen)`.
    pub fn described(&self) -> String {
        match self.owner() {
            Some(owner) => format!("{} ({})", self.name, ellipsis(&owner.name, 30)),
            None => self.name.clone(),
        }
    }

    /// Creates a view from values in the order of logging.
    pub fn new(stored: Stored<Metric>, values: Vec<Stored<MetricValue>>) -> Self {
        let mut view = Self { stored, values, is_whole: true, moved_by: Vec::new() };
        view.sort_values();
        view
    }

    /// Returns the win that added values to a metric that belongs to nothing, if only one did.
    pub fn only_win(&self) -> Option<WinId> {
        let mut wins = self.values.iter().filter_map(|value| value.brought_by);
        let first = wins.next().filter(|_| self.owner_id().is_none())?;
        wins.all(|win| win == first).then_some(first)
    }

    /// Sorts the values by date; values of one date keep their order, and a less precise date precedes the
    /// dates that it includes.
    fn sort_values(&mut self) {
        self.values.sort_by_key(|value| (value.date.first_day(), Reverse(value.date.last_day())));
    }

    /// Returns the value with which the others are compared: the value that is marked as the baseline, else
    /// the earliest of at least two absolute values.
    pub fn baseline(&self) -> Option<&Stored<MetricValue>> {
        let said = self.values.iter().find(|value| value.baseline);
        said.or_else(|| {
            let mut absolute = self.values.iter().filter(|value| !value.amount.relative);
            absolute.next().filter(|_| absolute.next().is_some())
        })
    }

    /// Returns the latest value, absolute or relative. Values that are dated before the baseline do not
    /// count.
    pub fn latest(&self) -> Option<&Stored<MetricValue>> {
        let baseline = self.baseline();
        let since = |value: &&Stored<MetricValue>| {
            baseline.is_none_or(|before| {
                value.id != before.id && value.date.last_day() >= before.date.first_day()
            })
        };
        self.values.iter().rfind(since).or(baseline).or_else(|| self.values.last())
    }

    /// Returns the change from the baseline to the latest value, or the change that a relative value denotes;
    /// `None` for an absolute value without a baseline.
    pub fn change(&self) -> Option<Change> {
        let latest = self.latest()?;
        match self.baseline().filter(|baseline| baseline.id != latest.id) {
            Some(baseline) if !latest.amount.relative => Change::between(&baseline.amount, &latest.amount),
            _ => Change::of_relative(&latest.amount),
        }
    }

    /// Returns the better direction, as set by the user or else guessed.
    pub fn direction(&self) -> Option<BetterWhen> {
        self.better.or_else(|| {
            BetterWhen::guess(&self.name, &self.unit, self.first_change().map(|change| change.direction))
        })
    }

    /// Returns the first change of the metric; its direction is usually the better one.
    fn first_change(&self) -> Option<Change> {
        let baseline = self.baseline();
        let first =
            self.values.iter().find(|value| baseline.is_none_or(|baseline| baseline.id != value.id))?;
        match baseline {
            Some(baseline) if !first.amount.relative => Change::between(&baseline.amount, &first.amount),
            _ => Change::of_relative(&first.amount),
        }
    }

    /// Returns a value in the unit of the metric; a relative value is applied to the baseline. `None` if
    /// there is no absolute baseline for it, or if the units are of different kinds.
    pub fn number_of(&self, value: &MetricValue) -> Option<f64> {
        if !value.amount.relative {
            return value.amount.in_unit(&self.unit);
        }
        let baseline = self.baseline().filter(|baseline| !baseline.amount.relative)?;
        let before = baseline.amount.in_unit(&self.unit)?;
        let factor =
            if value.amount.unit == "x" { value.amount.number } else { 1.0 + value.amount.number / 100.0 };
        Some(before * factor)
    }

    /// Returns the points of a chart, as days with numbers in the order of the values. If all values are
    /// relative, the numbers are percentages.
    pub fn points(&self) -> Vec<(NaiveDate, f64)> {
        let absolute: Vec<(NaiveDate, f64)> = self
            .values
            .iter()
            .filter_map(|value| Some((value.date.last_day(), self.number_of(value)?)))
            .collect();
        if !absolute.is_empty() {
            return absolute;
        }
        let percent = |value: &Stored<MetricValue>| {
            Some((value.date.last_day(), Change::of_relative(&value.amount)?.percent?))
        };
        self.values.iter().filter_map(percent).collect()
    }

    /// Returns `true` if there are only relative values; the points are percentages then.
    pub fn is_relative(&self) -> bool {
        !self.values.is_empty() && !self.has_absolute()
    }

    /// Parses a value of this metric. Fails if the text is not a value, or if its unit is of another kind
    /// than that of the metric.
    pub fn read_value(&self, text: &str) -> Result<Amount, ValueError> {
        let amount = Amount::read(text, &self.unit)?;
        let free = self.unit.is_empty() && !self.has_absolute();
        if amount.relative || free || amount.in_unit(&self.unit).is_some() {
            return Ok(amount);
        }
        Err(ValueError::OtherKind {
            name: self.name.clone(),
            unit: if self.unit.is_empty() { BARE.into() } else { self.unit.clone() },
            text: amount.text,
            kind: unit::kind_of(&amount.unit),
        })
    }

    /// Returns `true` if there is an absolute value, which fixes the unit of the metric.
    pub fn has_absolute(&self) -> bool {
        self.values.iter().any(|value| !value.amount.relative)
    }
}

/// Returns the metric with the largest improvement or, if no metric improved, with the largest change; also
/// returns the change.
pub fn best_change(metrics: &[MetricView]) -> Option<(&MetricView, Change)> {
    let judged = metrics.iter().filter_map(|metric| Some((metric, metric.change()?)));
    judged.max_by(|(a, by), (b, other)| {
        is_better(a, by).cmp(&is_better(b, other)).then(weight(by).total_cmp(&weight(other)))
    })
}

/// Returns at most `most` metrics that improved, each with its change, the largest first.
pub fn best_changes(metrics: Vec<MetricView>, most: usize) -> Vec<(MetricView, Change)> {
    let judged = metrics.into_iter().filter_map(|metric| {
        let change = metric.change()?;
        is_better(&metric, &change).then_some((metric, change))
    });
    let mut judged: Vec<(MetricView, Change)> = judged.collect();
    judged.sort_by(|(_, a), (_, b)| weight(b).total_cmp(&weight(a)));
    judged.truncate(most);
    judged
}

fn is_better(metric: &MetricView, change: &Change) -> bool {
    change.is_better(metric.direction()) == Some(true)
}

/// Returns the size of a change as a factor of at least 1: halving and doubling are both 2.
fn weight(change: &Change) -> f64 {
    let factor = change.factor.filter(|factor| *factor > 0.0).unwrap_or(1.0);
    if factor < 1.0 { 1.0 / factor } else { factor }
}

/// The name for the missing unit of a series.
pub const BARE: &str = "bare numbers";

/// The reason why a text is not a value of a metric.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// The text is not a value.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// The unit of the value is of another kind than that of the metric.
    #[error("“{name}” is in {unit}; “{text}” is {kind}")]
    OtherKind {
        /// The name of the metric.
        name: String,
        /// The unit of the metric.
        unit: String,
        /// The value as typed.
        text: String,
        /// The kind of the unit of the value.
        kind: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PartialDate;
    use chrono::DateTime;

    fn metric(name: &str, values: &[(&str, &str, bool)]) -> MetricView {
        let at = DateTime::parse_from_rfc3339("2026-03-04T10:00:00Z").unwrap();
        let values: Vec<Stored<MetricValue>> = values
            .iter()
            .enumerate()
            .map(|(order, (date, text, baseline))| {
                let (date, amount) = (PartialDate::from_iso(date).unwrap(), Amount::parse(text).unwrap());
                let value = MetricValue { baseline: *baseline, ..MetricValue::new(date, amount) };
                Stored::derived(order, at, value)
            })
            .collect();
        let unit = values.iter().find(|value| !value.amount.relative).map(|value| value.amount.unit.clone());
        let metric = Metric::new(name, None, &unit.unwrap_or_default());
        MetricView::new(Stored::derived(0, at, metric), values)
    }

    fn latest(metric: &MetricView) -> (&str, Option<String>) {
        (&metric.latest().unwrap().amount.text, metric.change().map(|change| change.text))
    }

    #[test]
    fn the_latest_value_is_compared_with_the_baseline() {
        let series = metric(
            "latency",
            &[("2026-03-04", "800ms", true), ("2026-03-04", "400ms", false), ("2026-03-20", "380ms", false)],
        );
        assert_eq!(latest(&series), ("380ms", Some("−53\u{a0}%".into())));
    }

    #[test]
    fn a_value_dated_before_the_baseline_changes_nothing() {
        let series = metric(
            "latency",
            &[("2026-03-04", "800ms", true), ("2026-03-04", "400ms", false), ("2026-01-01", "900ms", false)],
        );
        assert_eq!(series.baseline().unwrap().amount.text, "800ms");
        assert_eq!(latest(&series), ("400ms", Some("−50\u{a0}%".into())));
        let unsaid = metric("latency", &[("2026-03-04", "800ms", false), ("2026-01-01", "900ms", false)]);
        assert_eq!(latest(&unsaid), ("800ms", Some("−11\u{a0}%".into())));
    }

    #[test]
    fn a_baseline_with_only_older_values_has_no_change() {
        let series = metric("latency", &[("2026-03-04", "800ms", true), ("2026-01-01", "900ms", false)]);
        assert_eq!(latest(&series), ("800ms", None));
    }

    #[test]
    fn of_two_values_on_one_day_the_one_logged_later_is_the_latest() {
        let series = metric(
            "users",
            &[("2026-03-04", "10", true), ("2026-03-05", "20", false), ("2026-03-05", "25", false)],
        );
        assert_eq!(latest(&series), ("25", Some("2.5×".into())));
    }

    #[test]
    fn an_absolute_value_alone_has_no_change_and_a_relative_value_is_a_change() {
        assert_eq!(latest(&metric("deploys", &[("2026-03-04", "50000", false)])), ("50000", None));
        let series = metric("debug-time", &[("2025", "-40%", false), ("2026-03", "-70%", false)]);
        assert_eq!(latest(&series), ("-70%", Some("−70\u{a0}%".into())));
        assert!(series.is_relative());
        assert_eq!(series.points().iter().map(|(_, number)| *number).collect::<Vec<_>>(), [-40.0, -70.0]);
    }

    #[test]
    fn a_relative_value_is_charted_as_a_number_derived_from_the_baseline() {
        let series = metric("latency", &[("2026-03-04", "800ms", true), ("2026-03-20", "-90%", false)]);
        assert_eq!(series.points().last().map(|(_, number)| number.round()), Some(80.0));
        assert_eq!(latest(&series), ("-90%", Some("−90\u{a0}%".into())));
    }

    #[test]
    fn a_value_of_another_kind_is_an_error_with_the_reason() {
        let series = metric("latency", &[("2026-03-04", "800ms", true)]);
        let why = |text: &str| series.read_value(text).unwrap_err().to_string();
        assert_eq!(why("4MB"), "“latency” is in ms; “4MB” is a size");
        assert_eq!(why("fast"), "no number can be read from “fast”");
        assert_eq!(series.read_value("380").unwrap().shown(), "380ms");
        assert!(series.read_value("0.4s").is_ok() && series.read_value("-90%").is_ok());
    }
}
