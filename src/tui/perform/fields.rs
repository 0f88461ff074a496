//! The fields of a form, and what is wrong with one.

use crate::domain::Record;
use crate::error::{ErrorKind, Result};
use crate::journal::Journal;
use crate::present;
use crate::tui::answer::Answer;

/// The fields of a form with their text.
pub(super) type Fields = [(&'static str, String)];

/// A field that cannot be read, and why.
pub(super) type Refused = (&'static str, String);

/// Turns an error that the person can correct into one of the form, shown below its fields.
pub(super) fn in_field(
    otherwise: &'static str,
    saved: Result<Answer>,
) -> std::result::Result<Result<Answer>, Refused> {
    match saved {
        Err(err) if err.kind() == ErrorKind::Usage => {
            Err((err.field().unwrap_or(otherwise), err.message().to_owned()))
        }
        other => Ok(other),
    }
}

pub(super) fn text_of<'a>(fields: &'a Fields, wanted: &str) -> &'a str {
    fields.iter().find(|(name, _)| *name == wanted).map_or("", |(_, text)| text.trim())
}

/// Returns the record that the fields of a form say, or the field that cannot be read. `before` is the record
/// that is edited.
pub(super) fn record_of<T: Record>(
    journal: &Journal,
    before: Option<&T>,
    fields: &Fields,
) -> std::result::Result<T, Refused> {
    let base = before.cloned().unwrap_or_default();
    let mut record = base.clone();
    for (name, text) in fields {
        present::field::set(&mut record, &base, name, text, journal.today()).map_err(|err| (*name, err))?;
    }
    Ok(record)
}
