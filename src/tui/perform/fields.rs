//! The fields of a form, and what is wrong with one.

use crate::error::{ErrorKind, Result};
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
        Err(why) if why.kind() == ErrorKind::Usage => {
            Err((why.field().unwrap_or(otherwise), why.message().to_owned()))
        }
        other => Ok(other),
    }
}

pub(super) fn text_of<'a>(fields: &'a Fields, wanted: &str) -> &'a str {
    fields.iter().find(|(name, _)| *name == wanted).map_or("", |(_, text)| text.trim())
}
