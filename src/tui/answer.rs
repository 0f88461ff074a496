//! The results of effects.

use super::dialogs::answering::Answering;
use super::dialogs::checking::Checking;
use super::dialogs::record_form::Subject;
use super::screens::impact::Overview;
use super::screens::names::Row as NameRow;
use super::unsaved::{Unsaved, UnsavedForm};
use super::win_page::WinPage;
use crate::capture::ParsedLine;
use crate::domain::{
    Alias, GoalView, MetricView, Period, ProjectId, ProjectRow, ProjectView, Reading, RecordId, Stored,
    WinView,
};
use crate::error::Error;
use crate::journal::{
    Added, Asked, Completion, Direction, DocumentDraft, Edited, Glance, LinkTarget, Logged, ProjectWhole,
    SavedProject, SavedReading, Undone, Years,
};
use crate::report::document::Reader;
use crate::report::redact::Replacement;

/// The result of an effect.
#[derive(Debug)]
pub enum Answer {
    /// The data of Today.
    Glance(Glance),
    /// A part of the list of wins.
    Page(WinPage),
    /// A win, whole, with its metrics.
    Win(Box<WinView>, Vec<MetricView>),
    /// The projects.
    Projects(Vec<ProjectRow>),
    /// The best change of the metrics of projects.
    Changes(Vec<(ProjectId, String)>),
    /// A project with its history.
    Project(Box<ProjectWhole>),
    /// The goals of a year.
    Goals(i32, Vec<GoalView>),
    /// A goal for a check-in, and the goals that come after it.
    ToCheck(Box<Checking>),
    /// A goal was set or changed.
    GoalSaved(Edited<GoalView, GoalView>),
    /// A check-in was saved, or skipped where nothing was typed; the text says which.
    Checked(&'static str, Box<GoalView>),
    /// A goal ended or was opened again; the text says which.
    GoalEnded(&'static str, Box<GoalView>),
    /// The reading notes.
    Readings(Vec<Stored<Reading>>),
    /// A reading note was added or changed.
    ReadingSaved(Edited<Stored<Reading>, SavedReading>),
    /// The status or the progress of a reading note changed; the text says how.
    ReadingStepped(&'static str, Box<SavedReading>),
    /// A document with its outline.
    Review(Period, Reader, Box<DocumentDraft>),
    /// The names with and without an alias, and the reason where the names without one could not be found.
    Names(Vec<NameRow>, Option<String>),
    /// A name has an alias now.
    Aliased(Stored<Alias>),
    /// A year beside the one before.
    Years(Box<Years>),
    /// A document was written to a file.
    Written {
        /// Its path.
        path: String,
        /// The names that were replaced in it.
        replaced: Vec<Replacement>,
    },
    /// A win that is to be edited in a form.
    ToEdit(Box<WinView>),
    /// Records that may be linked.
    LinkTargets(Vec<LinkTarget>),
    /// A record was linked or its link was removed, with the message that says so.
    Toggled(RecordId, String),
    /// Follow-ups and metrics.
    Impact(Overview),
    /// Follow-ups that the answer form is opened for, with the claim and its numbers.
    ToAnswer(Box<Answering>),
    /// Metrics that a few letters may mean.
    Metrics(Vec<MetricView>),
    /// A form that an earlier run left, on what it edits.
    Reopened(Box<Subject>, UnsavedForm),
    /// A line that was parsed.
    Read(Box<ParsedLine>),
    /// Names that complete what is typed.
    Completions(Vec<Completion>),
    /// A win was saved.
    Added(Box<Added>),
    /// A win was edited.
    Edited(Edited),
    /// A project was saved.
    ProjectSaved(Edited<ProjectView, SavedProject>),
    /// A metric or a value of it was corrected.
    MetricSaved(Box<MetricView>),
    /// There was nothing to change.
    Unchanged,
    /// A value was logged.
    Logged(Box<Logged>),
    /// Follow-ups were answered, put off or closed; the text says which.
    Followed(&'static str, Vec<Asked>),
    /// The line that was asked for cannot be read.
    AskRefused(String),
    /// A field of the form cannot be read.
    FormRefused {
        /// The name of the field.
        field: &'static str,
        /// The reason, which is shown below the form.
        why: String,
    },
    /// A record was deleted, and where the goals stand that it was evidence for.
    Deleted(String, Vec<String>),
    /// Something was undone or redone.
    Stepped(Direction, Vec<Undone>),
    /// A draft that an earlier run left.
    Restored(Unsaved),
    /// The effect failed; what was typed stays.
    Failed(Error),
    /// The effect changed nothing in the app's state. The text is a message; it may be empty.
    Nothing(&'static str),
}
