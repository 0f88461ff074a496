//! A named series of values, and what is derived from it.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::amount::{Amount, AmountError};
use super::better::Better;
use super::change::Change;
use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::id::{MetricId, RecordId, ValueId, WinId};
use super::kind::Kind;
use super::unit;
use super::win::{SOURCE, words};

words! {
    /// How a value is known.
    Confidence {
        /// Read off an instrument.
        Measured = "measured",
        /// Worked out, roughly.
        Estimated = "estimated",
        /// Said by someone.
        Anecdotal = "anecdotal",
        /// Taken from a document as it stood there.
        AsWritten = "as-written",
    }
}

/// What a metric belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// A project, a win or a goal.
    pub kind: Kind,
    /// Which one.
    pub id: RecordId,
    /// Its name or title.
    pub name: String,
}

/// One dated value.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricValue {
    /// Its identity.
    pub id: ValueId,
    /// The day, as precisely as it is known.
    pub date: PartialDate,
    /// What it says, in the unit that it was written in.
    pub amount: Amount,
    /// How it is known.
    pub confidence: Option<Confidence>,
    /// Where it comes from; may be empty.
    pub source: String,
    /// What there is to say about it; may be empty.
    pub note: String,
    /// Whether it is what everything after it is compared with.
    pub baseline: bool,
    /// The win that brought it; `None` for one that was logged by itself.
    pub brought_by: Option<WinId>,
    /// Its place in the order in which values were logged.
    pub logged: i64,
}

/// A metric as it is kept, with its values in the order of their dates; of one day, in the order
/// in which they were logged.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its identity.
    pub id: MetricId,
    /// Its name.
    pub name: String,
    /// What it belongs to; `None` for one that stands by itself.
    pub owner: Option<Owner>,
    /// The unit of its values; empty for bare numbers or where only relative values are known.
    pub unit: String,
    /// Which direction is better, where a person has said so.
    pub better: Option<Better>,
    /// What it should come to.
    pub target: Option<Amount>,
    /// The dashboard's address; may be empty.
    pub url: String,
    /// Its values.
    pub values: Vec<MetricValue>,
    /// When it was written down.
    pub logged_at: DateTime<FixedOffset>,
    /// When it was last changed.
    pub updated_at: DateTime<FixedOffset>,
}

impl Metric {
    /// Puts values into the order of their dates, one that is known less precisely before those that lie
    /// in it, and those of one date in the order of logging: as the texts of the dates sort.
    pub fn sort_values(values: &mut [MetricValue]) {
        let rank = |value: &MetricValue| {
            (value.date.first_day(), std::cmp::Reverse(value.date.last_day()), value.logged)
        };
        values.sort_by_key(rank);
    }

    /// The value that the others are compared with: what was said to be before. A series that
    /// began without one has none until its second absolute value; then it is the earliest.
    #[must_use]
    pub fn baseline(&self) -> Option<&MetricValue> {
        let said = self.values.iter().find(|value| value.baseline);
        said.or_else(|| {
            let mut absolute = self.values.iter().filter(|value| !value.amount.relative);
            absolute.next().filter(|_| absolute.next().is_some())
        })
    }

    /// The latest value, which may be a relative one. What is dated before the baseline is not what
    /// became of it.
    #[must_use]
    pub fn latest(&self) -> Option<&MetricValue> {
        let baseline = self.baseline();
        let since = |value: &&MetricValue| {
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
        self.better.or_else(|| Better::guess(&self.name, &self.unit, self.first_change().as_ref()))
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
        let percent =
            |value: &MetricValue| Some((value.date.last_day(), Change::of_relative(&value.amount)?.percent?));
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
pub fn best_change(metrics: &[Metric]) -> Option<(&Metric, Change)> {
    let judged = metrics.iter().filter_map(|metric| Some((metric, metric.change()?)));
    judged.max_by(|(a, by), (b, other)| {
        is_better(a, by).cmp(&is_better(b, other)).then(weight(by).total_cmp(&weight(other)))
    })
}

/// Those of several that changed for the better, the largest change first; at most so many.
#[must_use]
pub fn best_changes(metrics: Vec<Metric>, most: usize) -> Vec<(Metric, Change)> {
    let judged = metrics.into_iter().filter_map(|metric| {
        let change = metric.change()?;
        is_better(&metric, &change).then_some((metric, change))
    });
    let mut judged: Vec<(Metric, Change)> = judged.collect();
    judged.sort_by(|(_, a), (_, b)| weight(b).total_cmp(&weight(a)));
    judged.truncate(most);
    judged
}

fn is_better(metric: &Metric, change: &Change) -> bool {
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

/// The fields of a metric. Of `project`, `win` and `goal` at most one is set: its owner.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo::new("name", FieldType::Text).help("Letters, digits, _ and -, from a letter"),
    FieldInfo::new("project", FieldType::Ref(&[Kind::Project])).hidden().found(true),
    FieldInfo::new("win", FieldType::Ref(&[Kind::Win])).hidden(),
    FieldInfo::new("unit", FieldType::Text)
        .help("ms, %, $, users …; its values must be of that kind")
        .found(false),
    FieldInfo::new("goal", FieldType::Ref(&[Kind::Goal])).hidden(),
    FieldInfo::new("better", FieldType::Word(Better::WORDS)).help("Space or the arrows change it"),
    FieldInfo::new("target", FieldType::Text).help("What it should come to; empty for none").found(false),
    FieldInfo::new("url", FieldType::Text)
        .label("dashboard")
        .help("The address of its dashboard; o opens it"),
    SOURCE,
];

/// The fields of a value of a metric.
pub const VALUE_FIELDS: &[FieldInfo] = &[
    FieldInfo::new("metric", FieldType::Ref(&[Kind::Metric])),
    FieldInfo::new("win", FieldType::Ref(&[Kind::Win])),
    FieldInfo::new("date", FieldType::Date).column("day"),
    FieldInfo::new("text", FieldType::Text),
    FieldInfo::new("number", FieldType::Real),
    FieldInfo::new("unit", FieldType::Text),
    FieldInfo::new("relative", FieldType::Flag),
    FieldInfo::new("baseline", FieldType::Flag),
    FieldInfo::new("confidence", FieldType::Word(Confidence::WORDS)),
    FieldInfo::new("source", FieldType::Text),
    FieldInfo::new("note", FieldType::Text),
];

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn metric(name: &str, values: &[(&str, &str, bool)]) -> Metric {
        let at = DateTime::parse_from_rfc3339("2026-03-04T10:00:00Z").unwrap();
        let mut values: Vec<MetricValue> = values
            .iter()
            .enumerate()
            .map(|(order, (date, text, baseline))| MetricValue {
                id: ValueId(Uuid::from_u128(order as u128)),
                logged: i64::try_from(order).unwrap(),
                date: PartialDate::from_iso(date).unwrap(),
                amount: Amount::parse(text).unwrap(),
                confidence: None,
                source: String::new(),
                note: String::new(),
                baseline: *baseline,
                brought_by: None,
            })
            .collect();
        Metric::sort_values(&mut values);
        let unit = values.iter().find(|value| !value.amount.relative).map(|value| value.amount.unit.clone());
        Metric {
            id: MetricId(Uuid::nil()),
            name: name.into(),
            owner: None,
            unit: unit.unwrap_or_default(),
            better: None,
            target: None,
            url: String::new(),
            values,
            logged_at: at,
            updated_at: at,
        }
    }

    fn latest(metric: &Metric) -> (&str, Option<String>) {
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
