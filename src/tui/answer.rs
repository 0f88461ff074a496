//! The results of effects.

use super::loaded::{Findings, Loaded};
use super::saved::Saved;
use super::subject::Subject;
use super::unsaved::UnsavedForm;
use crate::error::Error;

/// The result of an effect.
#[derive(Debug)]
pub enum Answer {
    /// Data for a tab.
    Loaded(Loaded),
    /// Data for the dialog that asked for it.
    Findings(Findings),
    /// A subject that a form is opened on, with the text that an earlier run left in the form.
    Form(Box<Subject>, Option<UnsavedForm>),
    /// A change was written.
    Saved(Saved),
    /// There was nothing to change.
    Unchanged,
    /// Nothing was written: another program changed the record meanwhile, to this one.
    Conflict(Box<Subject>),
    /// Nothing was written: another program deleted the record of this kind meanwhile.
    DeletedUnderneath(&'static str),
    /// A field of the dialog cannot be read; the name is empty for the line of a prompt.
    Refused {
        /// The name of the field.
        field: &'static str,
        /// The reason.
        why: String,
    },
    /// The effect failed; what was typed stays.
    Failed(Error),
    /// The effect was cancelled; nothing was written.
    Cancelled,
    /// The effect changed nothing in the app's state. The text is a message; it may be empty.
    Nothing(&'static str),
}
