//! The dated values of a metric.

use super::amount::Amount;
use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::id::{MetricId, ValueId, WinId};
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};
use super::words::words;

words! {
    /// The confidence in a value, by its origin.
    Confidence {
        /// Measured by an instrument.
        Measured = "measured",
        /// Computed roughly.
        Estimated = "estimated",
        /// Reported by a person.
        Anecdotal = "anecdotal",
        /// Imported from a document unchanged.
        AsWritten = "as-written",
    }
}

/// One dated value of a metric.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetricValue {
    /// The metric that the value belongs to.
    pub metric: Option<MetricId>,
    /// The win that logged the value; `None` for a value that was logged directly.
    pub brought_by: Option<WinId>,
    /// The day, month or year to which the value applies.
    pub date: PartialDate,
    /// The amount, in the unit that was typed.
    pub amount: Amount,
    /// `true` for the baseline, with which the other values are compared.
    pub baseline: bool,
    /// The confidence, if given.
    pub confidence: Option<Confidence>,
    /// The origin: an address or a few words; may be empty.
    pub source: String,
    /// A remark; may be empty.
    pub note: String,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl MetricValue {
    /// Creates a value with a date and an amount only.
    pub fn new(date: PartialDate, amount: Amount) -> Self {
        Self { date, amount, ..Self::default() }
    }

    /// Parses the amount again with the unit of the metric, because the stored text may have no unit. Returns
    /// `false` if this version cannot parse the date or the amount.
    pub(crate) fn read_in(&mut self, unit: &str) -> bool {
        let unit = if self.amount.unit.is_empty() { unit } else { &self.amount.unit };
        let Ok(amount) = Amount::read(&self.amount.text, unit) else { return false };
        self.amount = amount;
        self.unread.get("date").is_none()
    }
}

impl Record for MetricValue {
    type Id = ValueId;
    const KIND: Kind = Kind::Value;
    const FIELDS: &'static [Field<Self>] = FIELDS;
    unread_member!();
}

/// The fields of a value. `text` is the amount as typed; `number`, `unit` and `relative` are parsed from it.
const FIELDS: &[Field<MetricValue>] = &[
    field!(metric, FieldInfo::new("metric", FieldType::Ref(&[Kind::Metric])).internal().unnamed()),
    field!(brought_by, FieldInfo::new("win", FieldType::Ref(&[Kind::Win])).hidden().unnamed()),
    field!(
        amount.text,
        FieldInfo::new("text", FieldType::Text).label("value").help("380ms, $12k, 99.9%, -90%, 15x"),
        |value| value.amount.text.clone(),
        |value, text, _| {
            text.clone_into(&mut value.amount.text);
            Ok(())
        }
    ),
    field!(amount.number, FieldInfo::new("number", FieldType::Real).internal()),
    field!(amount.unit, FieldInfo::new("unit", FieldType::Text).internal()),
    field!(amount.relative, FieldInfo::new("relative", FieldType::Flag).hidden()),
    field!(baseline, FieldInfo::new("baseline", FieldType::Flag).hidden()),
    field!(
        date,
        FieldInfo::new("date", FieldType::EndDate).column("day").help("2026-03-04, 2026-03, 2026, yesterday")
    ),
    field!(confidence, FieldInfo::new("confidence", FieldType::Word(Confidence::WORDS))),
    field!(source, FieldInfo::new("source", FieldType::Text).help("Where it comes from")),
    field!(note, FieldInfo::new("note", FieldType::Text).help("A note on the value")),
];

/// The descriptions of the fields of a value.
pub(super) const INFOS: &[FieldInfo] = &infos::<MetricValue, { FIELDS.len() }>(FIELDS);
