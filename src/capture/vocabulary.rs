//! Names of the journal that the parser of a line looks up.

use crate::domain::number::NumberFormat;

/// The result of looking up a name in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// The full name of the only record that matches.
    Known(String),
    /// No record matches.
    Unknown,
    /// The names of several records that match.
    Ambiguous(Vec<String>),
}

/// The names of a journal that the parser of a line looks up.
pub trait Vocabulary {
    /// Looks up a project by its name, its slug or the start of it.
    fn project(&self, typed: &str) -> Lookup;
    /// Looks up a goal by its title, its slug or the start of it; an open goal of this year takes precedence.
    fn goal(&self, typed: &str) -> Lookup;
    /// Returns the key of the category that a word means.
    fn category(&self, typed: &str) -> Option<String>;
    /// Returns the keys of the categories.
    fn categories(&self) -> Vec<String> {
        Vec::new()
    }
    /// Returns `true` if the journal has a metric of that name.
    fn has_metric(&self, name: &str) -> bool;

    /// Returns the decimal separator of the user.
    fn number_format(&self) -> NumberFormat {
        NumberFormat::default()
    }

    /// Looks up a position. Fails if no position, or several, match.
    fn position(&self, typed: &str) -> Result<(), String> {
        Err(format!("unknown position “{typed}”"))
    }

    /// Returns the key of a competency of the ladder. Fails if the ladder does not have it, or if there is none.
    fn competency(&self, typed: &str) -> Result<String, String> {
        Err(format!("unknown competency “{typed}”"))
    }
}
