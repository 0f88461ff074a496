//! Parses the values that tokens and flags have in common: names, roles, dates and visibilities.

use chrono::NaiveDate;

use crate::domain::date_phrase::{Bias, parse_when};
use crate::domain::field::unknown;
use crate::domain::id::Identity;
use crate::domain::{DateRange, NamedRef, PartialDate, Role, Visibility};

/// Parses roles separated by commas, such as `led,designed`. The error is the first word that is not a role,
/// or `text` if it has no word.
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

/// Adds a name unless a name of the list folds to the same text.
pub fn add_name(names: &mut Vec<String>, name: &str) {
    let folded = crate::domain::fold(name);
    if !names.iter().any(|each| crate::domain::fold(each) == folded) {
        names.push(name.to_owned());
    }
}

/// Adds a reference by name unless the name of a reference in the list folds to the same text.
pub fn add_reference<I: Identity>(list: &mut Vec<NamedRef<I>>, name: &str) {
    let folded = crate::domain::fold(name);
    if !list.iter().any(|each| crate::domain::fold(&each.name) == folded) {
        list.push(NamedRef::unresolved(name));
    }
}

/// Parses a date, by default in the past; `None` for an empty text. `part` returns the start or the end of a
/// range.
pub fn date(
    text: &str,
    today: NaiveDate,
    part: fn(DateRange) -> PartialDate,
) -> Result<Option<PartialDate>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    parse_when(text, today, Bias::Past).map(|when| Some(part(when))).map_err(|err| err.to_string())
}

/// Parses the visibility of a record; the error names the words for it.
pub fn visibility(word: &str) -> Result<Visibility, String> {
    Visibility::from_word(word).ok_or_else(|| unknown("visibility", word, Visibility::WORDS))
}
