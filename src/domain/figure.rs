//! The figures of a win: from what to what, fixed when written.

use super::amount::Amount;
use super::change::Change;
use super::field::{FieldInfo, FieldType};
use super::id::{FigureId, MetricId, WinId};
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};
use crate::text::list::{list, unlist};

/// A win's own figures, fixed when written, whatever the metric's series does later.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// The win.
    pub win: Option<WinId>,
    /// The metric whose series has its values, if one does.
    pub metric: Option<MetricId>,
    /// The name of the metric at the time.
    pub name: String,
    /// The value before, where it was said.
    pub from: Option<Amount>,
    /// The value.
    pub to: Amount,
    /// The values that this version does not understand.
    pub unread: Unread,
}

impl Figure {
    /// Returns the figure as a person wrote it, without the records that it belongs to.
    #[must_use]
    pub fn as_written(&self) -> Self {
        Self { win: None, metric: None, ..self.clone() }
    }

    /// Has the value before in the unit of the value after, where it was written without one.
    pub(crate) fn share_unit(&mut self) {
        if let Some(from) = &mut self.from
            && from.unit.is_empty()
        {
            from.unit.clone_from(&self.to.unit);
        }
    }

    /// The change, in words and in percent, where there is one.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        match &self.from {
            Some(from) => Change::between(from, &self.to),
            None => Change::of_relative(&self.to),
        }
    }

    /// The figure as it is typed: `800ms..400ms`.
    #[must_use]
    pub fn value_text(&self) -> String {
        match &self.from {
            Some(from) => format!("{}..{}", from.text, self.to.text),
            None => self.to.text.clone(),
        }
    }

    /// The words that it has in a sentence: `latency 800ms → 400ms`.
    #[must_use]
    pub fn in_sentence(&self) -> String {
        match &self.from {
            Some(from) => format!("{} {} → {}", self.name, from.text, self.to.text),
            None => format!("{} {}", self.name, self.to.text),
        }
    }
}

/// Reads `800ms..400ms`, `800ms->400ms`, `800ms → 400ms` or a single value; a unit that stands only behind the
/// second value holds for the first.
#[must_use]
pub fn figure_values(text: &str) -> Option<(Option<Amount>, Amount)> {
    let split = ["..", "->", "→"].into_iter().find_map(|arrow| text.split_once(arrow));
    let Some((from, to)) = split else {
        return Some((None, Amount::parse(text)?));
    };
    let to = Amount::parse(to)?;
    let mut from = Amount::parse(from)?;
    if from.unit.is_empty() && !to.unit.is_empty() && !to.relative {
        from.unit.clone_from(&to.unit);
    }
    Some((Some(from), to))
}

/// Returns a figure of a name and its value.
///
/// # Errors
/// A line that says what was understood.
pub fn figure(name: &str, value: &str) -> Result<Figure, String> {
    let (from, to) =
        figure_values(value).ok_or_else(|| format!("{name}: no value can be read from {value}"))?;
    if let Some(from) = &from
        && (from.relative || to.relative || to.in_unit(&from.unit).is_none())
    {
        return Err(format!("{name}: {} and {} are not of one unit", from.text, to.text));
    }
    Ok(Figure { name: name.to_owned(), from, to, ..Figure::default() })
}

/// Writes figures as a list: `latency:800ms..400ms, errors:-90%`.
#[must_use]
pub fn list_text(figures: &[Figure]) -> String {
    let items: Vec<String> =
        figures.iter().map(|figure| format!("{}:{}", figure.name, figure.value_text())).collect();
    list(&items)
}

/// Reads a list of figures.
///
/// # Errors
/// The item that is none.
pub fn read_list(text: &str) -> Result<Vec<Figure>, String> {
    let item = |item: String| {
        let (name, value) =
            item.split_once(':').ok_or_else(|| format!("a metric is name:value, not {item}"))?;
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
