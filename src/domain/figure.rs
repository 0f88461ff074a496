//! Figures: values before and after that belong to a win.

use super::amount::Amount;
use super::change::Change;
use super::field::{FieldInfo, FieldType};
use super::id::{FigureId, MetricId, WinId};
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};
use crate::text::list::{list, unlist};

/// A figure of a win; later values of the metric do not change it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// The win that the figure belongs to.
    pub win: Option<WinId>,
    /// The metric to which the values were added, if any.
    pub metric: Option<MetricId>,
    /// The name of the metric when the figure was written.
    pub name: String,
    /// The value before, if given.
    pub from: Option<Amount>,
    /// The value after, or the only value.
    pub to: Amount,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Figure {
    /// Returns the figure without its references to the win and the metric.
    #[must_use]
    pub fn as_written(&self) -> Self {
        Self { win: None, metric: None, ..self.clone() }
    }

    /// Sets the unit of a value before without a unit to the unit of the value after.
    pub(crate) fn share_unit(&mut self) {
        if let Some(from) = &mut self.from
            && from.unit.is_empty()
        {
            from.unit.clone_from(&self.to.unit);
        }
    }

    /// Returns the change; `None` for a single absolute value, or if the units are of different kinds.
    pub fn change(&self) -> Option<Change> {
        match &self.from {
            Some(from) => Change::between(from, &self.to),
            None => Change::of_relative(&self.to),
        }
    }

    /// Returns the values as they are typed: `800ms..400ms`.
    pub fn value_text(&self) -> String {
        match &self.from {
            Some(from) => format!("{}..{}", from.text, self.to.text),
            None => self.to.text.clone(),
        }
    }

    /// Returns the figure as part of a sentence: `latency 800ms → 400ms`.
    pub fn in_sentence(&self) -> String {
        match &self.from {
            Some(from) => format!("{} {} → {}", self.name, from.text, self.to.text),
            None => format!("{} {}", self.name, self.to.text),
        }
    }
}

/// Parses `800ms..400ms`, `800ms->400ms`, `800ms → 400ms` or a single value. The unit of one value applies to the other
/// if that has none.
pub fn figure_values(text: &str) -> Option<(Option<Amount>, Amount)> {
    let split = ["...", "…", "..", "->", "→"].into_iter().find_map(|arrow| text.split_once(arrow));
    let Some((from, to)) = split else {
        return Some((None, Amount::parse(text)?));
    };
    let mut to = Amount::parse(to)?;
    let mut from = Amount::parse(from)?;
    if to.unit.is_empty() && !from.unit.is_empty() && !from.relative {
        to = Amount::read(&to.text, &from.unit).ok()?;
        // The text is stored alone, so it gets the unit.
        to.text = to.shown();
    }
    if from.unit.is_empty() && !to.unit.is_empty() && !to.relative {
        from.unit.clone_from(&to.unit);
    }
    Some((Some(from), to))
}

/// Parses the values of a figure with this name. Fails if a text is not a value, or if two values are
/// relative or of different kinds.
pub fn figure(name: &str, value: &str) -> Result<Figure, String> {
    let (from, to) =
        figure_values(value).ok_or_else(|| format!("{name}: no value can be read from “{value}”"))?;
    if let Some(from) = &from
        && (from.relative || to.relative || to.in_unit(&from.unit).is_none())
    {
        return Err(format!("{name}: {} and {} must have the same unit", from.text, to.text));
    }
    Ok(Figure { name: name.to_owned(), from, to, ..Figure::default() })
}

/// Formats figures as a list: `latency:800ms..400ms, errors:-90%`.
pub fn list_text(figures: &[Figure]) -> String {
    let items: Vec<String> =
        figures.iter().map(|figure| format!("{}:{}", figure.name, figure.value_text())).collect();
    list(&items)
}

/// Parses a list of figures; the error quotes the first invalid item.
pub fn read_list(text: &str) -> Result<Vec<Figure>, String> {
    let item = |item: String| {
        let (name, value) = item
            .split_once(':')
            .ok_or_else(|| format!("“{item}” is not a metric; write name:value, such as latency:380ms"))?;
        figure(name.trim(), value)
    };
    unlist(text)?.into_iter().map(item).collect()
}

impl Record for Figure {
    type Id = FigureId;
    const KIND: Kind = Kind::Figure;
    const FIELDS: &'static [Field<Self>] = FIELDS;
    unread_member!();
}

/// The fields of a figure.
const FIELDS: &[Field<Figure>] = &[
    field!(win, FieldInfo::new("win", FieldType::Ref(&[Kind::Win])).hidden().unnamed()),
    field!(metric, FieldInfo::new("metric", FieldType::Ref(&[Kind::Metric])).hidden().unnamed()),
    field!(name, FieldInfo::new("name", FieldType::Text).hidden()),
    field!(from, FieldInfo::new("before", FieldType::Text).hidden()),
    field!(to, FieldInfo::new("after", FieldType::Text).hidden()),
];

/// The descriptions of the fields of a figure.
pub(super) const INFOS: &[FieldInfo] = &infos::<Figure, { FIELDS.len() }>(FIELDS);
