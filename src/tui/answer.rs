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
    /// Data for the dialog that requested it.
    Findings(Findings),
    /// A subject to open a form on, with the text that an earlier run left in the form.
    Form(Box<Subject>, Option<UnsavedForm>),
    /// A written change.
    Saved(Saved),
    /// An edit without a change.
    Unchanged,
    /// A conflict: another program changed the record, to this subject. Nothing was written.
    Conflict(Box<Subject>),
    /// The deletion of a record of this kind by another program; nothing was written.
    DeletedUnderneath(&'static str),
    /// An invalid field; nothing was written.
    Refused {
        /// The name of the field; empty for the line of a prompt.
        field: &'static str,
        /// The reason.
        why: String,
    },
    /// A failure; the typed text stays.
    Failed(Error),
    /// A cancelled effect; nothing was written.
    Cancelled,
    /// An effect without changes to the app's state; its message may be empty.
    Nothing(&'static str),
}
