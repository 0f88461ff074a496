//! The figures of a win: from what to what, fixed when written.

use super::amount::Amount;
use super::change::Change;
use super::field::{FieldInfo, FieldType};
use super::id::RecordId;
use super::kind::Kind;
use crate::text::list::{list, unlist};

/// A win's own figures, fixed when written, whatever the metric's series does later.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The metric's name at the time.
    pub name: String,
    /// The value before, where it was said.
    pub from: Option<Amount>,
    /// The value.
    pub to: Amount,
}

impl Figure {
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

/// A stored figure: the record, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFigure {
    /// Its own identity.
    pub id: RecordId,
    /// What it says.
    pub figure: Figure,
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
    Ok(Figure { name: name.to_owned(), from, to })
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

/// The fields of a win's own figure, fixed when written.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo::new("win", FieldType::Ref(&[Kind::Win])),
    FieldInfo::new("metric", FieldType::Ref(&[Kind::Metric])),
    FieldInfo::new("name", FieldType::Text),
    FieldInfo::new("before", FieldType::Text),
    FieldInfo::new("after", FieldType::Text),
];
