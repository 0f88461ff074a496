//! Values that tokens and flags share: figures, names of metrics, roles.

use chrono::NaiveDate;

use crate::domain::phrase::{Look, parse_when};
use crate::domain::{Amount, Figure, PartialDate, Role, Visibility, When};

/// Letters, digits, `_` and `-`, from a letter (`cli.md`, "Capture").
#[must_use]
pub fn is_metric_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// `800ms..400ms`, `800ms->400ms`, `800ms → 400ms` or a single value; a unit that stands only
/// behind the second value holds for the first.
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

/// A figure out of its name and its value.
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

/// `led,designed`: every word must be a role.
///
/// # Errors
/// The word that is none.
pub fn roles(text: &str) -> Result<Vec<Role>, String> {
    let mut out: Vec<Role> = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let role = Role::from_word(word).ok_or_else(|| word.to_owned())?;
        if !out.contains(&role) {
            out.push(role);
        }
    }
    if out.is_empty() { Err(text.to_owned()) } else { Ok(out) }
}

/// Adds a name unless one that folds the same is there.
pub fn add_name(names: &mut Vec<String>, name: &str) {
    let folded = crate::domain::fold(name);
    if !names.iter().any(|each| crate::domain::fold(each) == folded) {
        names.push(name.to_owned());
    }
}

/// A date that lies behind; `None` for nothing. `part` says which end of a span is meant.
///
/// # Errors
/// A line that says what cannot be read.
pub fn date(
    text: &str,
    today: NaiveDate,
    part: fn(When) -> PartialDate,
) -> Result<Option<PartialDate>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    parse_when(text, today, Look::Back).map(|when| Some(part(when))).map_err(|why| why.to_string())
}

/// Who may see a record.
///
/// # Errors
/// A line that says what it may be.
pub fn visibility(word: &str) -> Result<Visibility, String> {
    Visibility::from_word(word)
        .ok_or_else(|| format!("the visibility is private, internal or public, not {word}"))
}
