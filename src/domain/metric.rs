//! A named series of values, and what is derived from it.

use std::cmp::Reverse;
use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;

use super::amount::{Amount, AmountError};
use super::better::Better;
use super::change::Change;
use super::field::{FieldInfo, FieldType, unknown};
use super::id::{GoalId, Identity, MetricId, ProjectId, RecordId, WinId};
use super::kind::Kind;
use super::metric_value::MetricValue;
use super::record::{Field, Record, Stored, Unread, field, infos, unread_member};
use super::unit;
use super::value::NamedRef;
use super::win::SOURCE;

/// The record that a metric belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// A project, a win or a goal.
    pub kind: Kind,
    /// The record.
    pub id: RecordId,
    /// Its name or title.
    pub name: String,
}

/// A named series of values. At most one of `project`, `win` and `goal` is set: its owner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metric {
    /// The name.
    pub name: String,
    /// The project that it belongs to.
    pub project: Option<NamedRef<ProjectId>>,
    /// The win that it belongs to.
    pub win: Option<NamedRef<WinId>>,
    /// The goal that it belongs to.
    pub goal: Option<NamedRef<GoalId>>,
    /// The unit of its values; empty for bare numbers or where only relative values are known.
    pub unit: String,
    /// The direction that is better, where a person has said so.
    pub better: Option<Better>,
    /// The value that it should come to.
    pub target: Option<Amount>,
    /// The address of its dashboard; may be empty.
    pub url: String,
    /// The document that it was imported from.
    pub source: Option<String>,
    /// The values that this version does not understand.
    pub unread: Unread,
}

impl Metric {
    /// Returns a metric of an owner; `None` for one that belongs to nothing.
    #[must_use]
    pub fn new(name: &str, owner: Option<(Kind, RecordId)>, unit: &str) -> Self {
        let mut metric = Self { name: name.to_owned(), unit: unit.to_owned(), ..Self::default() };
        metric.set_owner(owner);
        metric
    }

    /// Returns the record that it belongs to.
    #[must_use]
    pub fn owner(&self) -> Option<Owner> {
        fn owner<I: Identity>(kind: Kind, named: &NamedRef<I>) -> Owner {
            Owner { kind, id: named.id.into(), name: named.name.clone() }
        }
        let project = self.project.as_ref().map(|named| owner(Kind::Project, named));
        let win = || self.win.as_ref().map(|named| owner(Kind::Win, named));
        let goal = || self.goal.as_ref().map(|named| owner(Kind::Goal, named));
        project.or_else(win).or_else(goal)
    }

    /// Reads the target again in the unit of the metric, which a number alone does not have.
    pub(crate) fn read_target(&mut self) {
        read_in_unit(&mut self.target, &mut self.unread, "target", &self.unit);
    }

    /// Returns the identity of the record that it belongs to.
    #[must_use]
    pub fn owner_id(&self) -> Option<RecordId> {
        let project = self.project.as_ref().map(|named| named.id.into());
        let win = self.win.as_ref().map(|named| named.id.into());
        project.or(win).or_else(|| self.goal.as_ref().map(|named| named.id.into()))
    }

    /// Makes it belong to a record.
    pub fn set_owner(&mut self, owner: Option<(Kind, RecordId)>) {
        fn named<I: Identity>(owner: Option<(Kind, RecordId)>, kind: Kind) -> Option<NamedRef<I>> {
            let (_, id) = owner.filter(|(of, _)| *of == kind)?;
            Some(NamedRef { id: I::from_uuid(id.0), name: String::new() })
        }
        self.project = named(owner, Kind::Project);
        self.win = named(owner, Kind::Win);
        self.goal = named(owner, Kind::Goal);
    }
}

/// Reads the amount of a field again in a unit, which a number alone does not have.
pub(super) fn read_in_unit(amount: &mut Option<Amount>, unread: &mut Unread, field: &str, unit: &str) {
    let text = unread.get(field).or(amount.as_ref().map(|amount| amount.text.as_str()));
    if let Some(Ok(read)) = text.map(|text| Amount::read(text, unit)) {
        *amount = Some(read);
        unread.clear(field);
    }
}

impl Record for Metric {
    type Id = MetricId;
    const KIND: Kind = Kind::Metric;
    const FIELDS: &'static [Field<Self>] = FIELDS;
    unread_member!();
}

/// The fields of a metric.
const FIELDS: &[Field<Metric>] = &[
    field!(name, FieldInfo::new("name", FieldType::Text).help("Letters, digits, _ and -, from a letter")),
    field!(project, FieldInfo::new("project", FieldType::Ref(&[Kind::Project])).hidden().found(true)),
    field!(win, FieldInfo::new("win", FieldType::Ref(&[Kind::Win])).hidden()),
    field!(
        unit,
        FieldInfo::new("unit", FieldType::Text)
            .help("ms, %, $, users …; its values must be of that kind")
            .found(false)
    ),
    field!(goal, FieldInfo::new("goal", FieldType::Ref(&[Kind::Goal])).hidden()),
    field!(
        better,
        FieldInfo::new("better", FieldType::Word(Better::WORDS)),
        |metric| metric.better.map_or("guessed", Better::word).to_owned(),
        |metric, text, _| {
            metric.better = match text {
                "guessed" => None,
                word => Some(
                    Better::from_word(word)
                        .ok_or_else(|| unknown("direction", word, &["lower", "higher", "guessed"]))?,
                ),
            };
            Ok(())
        }
    ),
    field!(
        target,
        FieldInfo::new("target", FieldType::Text).help("What it should come to; empty for none").found(false),
        |metric| metric.target.as_ref().map(|target| target.text.clone()).unwrap_or_default(),
        |metric, text, _| {
            let target = |text| Amount::read(text, &metric.unit).map_err(|why| why.to_string());
            metric.target = Some(text).filter(|text| !text.is_empty()).map(target).transpose()?;
            Ok(())
        }
    ),
    field!(
        url,
        FieldInfo::new("url", FieldType::Text)
            .label("dashboard")
            .help("The address of its dashboard; o opens it")
    ),
    field!(source, SOURCE),
];

/// The descriptions of the fields of a metric.
pub(super) const INFOS: &[FieldInfo] = &infos::<Metric, { FIELDS.len() }>(FIELDS);

/// A metric with its values, in the order of their dates; of one date, in the order in which they were logged.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricView {
    /// The metric.
    pub stored: Stored<Metric>,
    /// Its values.
    pub values: Vec<Stored<MetricValue>>,
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
    /// Returns a metric with its values, which are in the order of logging.
    #[must_use]
    pub fn new(stored: Stored<Metric>, values: Vec<Stored<MetricValue>>) -> Self {
        let mut view = Self { stored, values };
        view.sort_values();
        view
    }

    /// Puts values into the order of their dates: one that is known less precisely before those that lie in it,
    /// and those of one date in the order that they have.
    fn sort_values(&mut self) {
        self.values.sort_by_key(|value| (value.date.first_day(), Reverse(value.date.last_day())));
    }

    /// The value that the others are compared with: what was said to be before. A series that
    /// began without one has none until its second absolute value; then it is the earliest.
    #[must_use]
    pub fn baseline(&self) -> Option<&Stored<MetricValue>> {
        let said = self.values.iter().find(|value| value.baseline);
        said.or_else(|| {
            let mut absolute = self.values.iter().filter(|value| !value.amount.relative);
            absolute.next().filter(|_| absolute.next().is_some())
        })
    }

    /// The latest value, which may be a relative one. What is dated before the baseline is not what
    /// became of it.
    #[must_use]
    pub fn latest(&self) -> Option<&Stored<MetricValue>> {
        let baseline = self.baseline();
        let since = |value: &&Stored<MetricValue>| {
            baseline.is_none_or(|before| {
                value.id != before.id && value.date.last_day() >= before.date.first_day()
            })
        };
        self.values.iter().rfind(since).or(baseline).or_else(|| self.values.last())
    }

    /// The change from the baseline to the latest value; what a relative value says by itself;
    /// `None` for a level with no before.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        let latest = self.latest()?;
        match self.baseline().filter(|baseline| baseline.id != latest.id) {
            Some(baseline) if !latest.amount.relative => Change::between(&baseline.amount, &latest.amount),
            _ => Change::of_relative(&latest.amount),
        }
    }

    /// The direction that is better: as a person said, else guessed.
    #[must_use]
    pub fn direction(&self) -> Option<Better> {
        self.better.or_else(|| {
            Better::guess(&self.name, &self.unit, self.first_change().map(|change| change.direction))
        })
    }

    /// The first change of the series: what people log first is what got better.
    fn first_change(&self) -> Option<Change> {
        let baseline = self.baseline();
        let first =
            self.values.iter().find(|value| baseline.is_none_or(|baseline| baseline.id != value.id))?;
        match baseline {
            Some(baseline) if !first.amount.relative => Change::between(&baseline.amount, &first.amount),
            _ => Change::of_relative(&first.amount),
        }
    }

    /// A value in the metric's unit; a relative one worked out from the baseline. `None` where
    /// that cannot be: a relative value without a baseline is no number of the series.
    #[must_use]
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

    /// The points of a chart: day and number, in the order of the days. A series of relative
    /// values only is charted as the percentages that they say.
    #[must_use]
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

    /// Whether only relative values are known, so that the points are percentages.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        !self.values.is_empty() && !self.has_absolute()
    }

    /// Reads a value for this series.
    ///
    /// # Errors
    /// What was understood of it; or that it is of another kind than the series.
    pub fn read_value(&self, text: &str) -> Result<Amount, ValueError> {
        let amount = Amount::read(text, &self.unit)?;
        let free = self.unit.is_empty() && !self.has_absolute();
        if amount.relative || free || amount.in_unit(&self.unit).is_some() {
            return Ok(amount);
        }
        Err(ValueError::OtherKind {
            name: self.name.clone(),
            unit: if self.unit.is_empty() { "bare numbers".into() } else { self.unit.clone() },
            text: amount.text,
            kind: unit::kind_of(&amount.unit),
        })
    }

    /// Whether a value of it fixes its unit.
    #[must_use]
    pub fn has_absolute(&self) -> bool {
        self.values.iter().any(|value| !value.amount.relative)
    }
}

/// The metric to show of several, with its change: the one whose change is the largest that is
/// better, else the largest.
#[must_use]
pub fn best_change(metrics: &[MetricView]) -> Option<(&MetricView, Change)> {
    let judged = metrics.iter().filter_map(|metric| Some((metric, metric.change()?)));
    judged.max_by(|(a, by), (b, other)| {
        is_better(a, by).cmp(&is_better(b, other)).then(weight(by).total_cmp(&weight(other)))
    })
}

/// Those of several that changed for the better, the largest change first; at most so many.
#[must_use]
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

/// How large a change is, in whichever direction.
fn weight(change: &Change) -> f64 {
    let factor = change.factor.filter(|factor| *factor > 0.0).unwrap_or(1.0);
    if factor < 1.0 { 1.0 / factor } else { factor }
}

/// Why a value is not one of a series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// It is no value at all.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// It is of another kind.
    #[error("{name} is in {unit}; {text} is {kind}")]
    OtherKind {
        /// The metric's name.
        name: String,
        /// Its unit.
        unit: String,
        /// The value as it was typed.
        text: String,
        /// What it is.
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
        assert_eq!(latest(&series), ("380ms", Some("−52.5\u{a0}%".into())));
    }

    #[test]
    fn a_value_dated_before_the_baseline_moves_nothing() {
        let series = metric(
            "latency",
            &[("2026-03-04", "800ms", true), ("2026-03-04", "400ms", false), ("2026-01-01", "900ms", false)],
        );
        assert_eq!(series.baseline().unwrap().amount.text, "800ms");
        assert_eq!(latest(&series), ("400ms", Some("−50\u{a0}%".into())));
        let unsaid = metric("latency", &[("2026-03-04", "800ms", false), ("2026-01-01", "900ms", false)]);
        assert_eq!(latest(&unsaid), ("800ms", Some("−11.1\u{a0}%".into())));
    }

    #[test]
    fn what_is_older_than_a_baseline_is_not_what_became_of_it() {
        let series = metric("latency", &[("2026-03-04", "800ms", true), ("2026-01-01", "900ms", false)]);
        assert_eq!(latest(&series), ("800ms", None));
    }

    #[test]
    fn of_two_values_on_one_day_the_one_logged_later_is_the_latest() {
        let series = metric(
            "users",
            &[("2026-03-04", "10", true), ("2026-03-05", "20", false), ("2026-03-05", "25", false)],
        );
        assert_eq!(latest(&series), ("25", Some("+150\u{a0}%".into())));
    }

    #[test]
    fn a_level_has_no_change_and_a_relative_value_says_its_own() {
        assert_eq!(latest(&metric("deploys", &[("2026-03-04", "50000", false)])), ("50000", None));
        let series = metric("debug-time", &[("2025", "-40%", false), ("2026-03", "-70%", false)]);
        assert_eq!(latest(&series), ("-70%", Some("−70\u{a0}%".into())));
        assert!(series.is_relative());
        assert_eq!(series.points().iter().map(|(_, number)| *number).collect::<Vec<_>>(), [-40.0, -70.0]);
    }

    #[test]
    fn a_relative_value_of_a_series_with_a_baseline_is_charted_as_the_number_that_it_means() {
        let series = metric("latency", &[("2026-03-04", "800ms", true), ("2026-03-20", "-90%", false)]);
        assert_eq!(series.points().last().map(|(_, number)| number.round()), Some(80.0));
        assert_eq!(latest(&series), ("-90%", Some("−90\u{a0}%".into())));
    }

    #[test]
    fn a_value_of_another_kind_is_refused_with_what_was_understood() {
        let series = metric("latency", &[("2026-03-04", "800ms", true)]);
        let why = |text: &str| series.read_value(text).unwrap_err().to_string();
        assert_eq!(why("4MB"), "latency is in ms; 4MB is a size");
        assert_eq!(why("fast"), "no number can be read from “fast”");
        assert_eq!(series.read_value("380").unwrap().shown(), "380ms");
        assert!(series.read_value("0.4s").is_ok() && series.read_value("-90%").is_ok());
    }
}
