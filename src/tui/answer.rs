//! The results of effects.

use super::dialogs::choose::Choose;
use super::dialogs::confirm::Confirm;
use super::dialogs::import_plan::ImportPlan;
use super::loaded::{Findings, Loaded};
use super::saved::Saved;
use super::subject::Subject;
use super::unsaved::UnsavedForm;
use crate::config::Config;
use crate::error::Error;

/// The result of an effect.
#[derive(Debug)]
pub enum Answer {
    /// Data for a tab.
    Loaded(Loaded),
    /// Data for the dialog that requested it.
    Findings(Findings),
    /// The subject of a form to open, with the unsaved text of an earlier run of the app if the form is
    /// reopened.
    Form(Box<Subject>, Option<UnsavedForm>),
    /// A choice to offer.
    Choose(Box<Choose>),
    /// The settings after the configuration was edited.
    Settings(Box<Config>),
    /// The plan of an import.
    ImportPlan(Box<ImportPlan>),
    /// A question to ask before a change.
    Confirm(Box<Confirm>),
    /// A written change.
    Saved(Saved),
    /// An edit without a change.
    Unchanged,
    /// A conflict: another program changed the record. Contains the current record; nothing was written.
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
    /// An effect that does not change the state of the app, with a message that may be empty.
    Nothing(&'static str),
}
