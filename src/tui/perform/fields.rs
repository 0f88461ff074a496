//! Parses the fields of a form, and converts errors into errors of a field.

use chrono::NaiveDate;

use crate::domain::Record;
use crate::error::{ErrorKind, Result};
use crate::present;
use crate::tui::answer::Answer;

/// The fields of a form: names and texts.
pub(super) type Fields = [(&'static str, String)];

/// An invalid field, and the reason.
pub(super) type Refused = (&'static str, String);

/// Converts a usage error into an error of the field that the error names, or else of the field `otherwise`.
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

/// Parses the fields of a form into a record, or returns the invalid field. `before` is the edited record.
pub(super) fn record_of<T: Record>(
    today: NaiveDate,
    before: Option<&T>,
    fields: &Fields,
) -> std::result::Result<T, Refused> {
    let base = before.cloned().unwrap_or_default();
    let mut record = base.clone();
    for (name, text) in fields {
        present::field::set(&mut record, &base, name, text, today).map_err(|err| (*name, err))?;
    }
    Ok(record)
}
