//! What came of effects.

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

/// What came of an effect.
#[derive(Debug)]
pub enum Answer {
    /// What the first screen shows.
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
    /// A goal that is to be checked, and those that come after it.
    ToCheck(Box<Checking>),
    /// A goal was set or changed.
    GoalSaved(Edited<GoalView, GoalView>),
    /// A goal was checked, or passed over where nothing was said: what was done.
    Checked(&'static str, Box<GoalView>),
    /// A goal ended, or is open again: what was done.
    GoalEnded(&'static str, Box<GoalView>),
    /// The reading notes.
    Readings(Vec<Stored<Reading>>),
    /// A reading note was added or changed.
    ReadingSaved(Edited<Stored<Reading>, SavedReading>),
    /// A reading note moved on: what was done.
    ReadingStepped(&'static str, Box<SavedReading>),
    /// A document with its outline.
    Review(Period, Reader, Box<DocumentDraft>),
    /// Names with their aliases, and such as have none; why these are not known, where they are not.
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
    /// One of them was linked, or is not any more; and what that came to.
    Toggled(RecordId, String),
    /// Follow-ups and metrics.
    Impact(Overview),
    /// What an answer is about.
    ToAnswer(Box<Answering>),
    /// Metrics that a few letters may mean.
    Metrics(Vec<MetricView>),
    /// A form that an earlier run left, on what it edits.
    Reopened(Box<Subject>, UnsavedForm),
    /// What a line was understood to say.
    Read(Box<ParsedLine>),
    /// Names that complete what is typed.
    Completions(Vec<Completion>),
    /// A win was saved.
    Added(Box<Added>),
    /// An edit came to this.
    Edited(Edited),
    /// A project was saved.
    ProjectSaved(Edited<ProjectView, SavedProject>),
    /// A metric or a value of it was corrected.
    MetricSaved(Box<MetricView>),
    /// There was nothing to change.
    Unchanged,
    /// A value was logged.
    Logged(Box<Logged>),
    /// Follow-ups were answered, put off or closed: what was done, and to what.
    Followed(&'static str, Vec<Asked>),
    /// The line that was asked for cannot be read.
    AskRefused(String),
    /// A field of the form cannot be read.
    FormRefused {
        /// Which field.
        field: &'static str,
        /// Why.
        why: String,
    },
    /// A record was deleted, and where the goals stand that it was evidence for.
    Deleted(String, Vec<String>),
    /// Something was undone or redone.
    Stepped(Direction, Vec<Undone>),
    /// A draft that an earlier run left.
    Restored(Unsaved),
    /// It failed; what was typed stays.
    Failed(Error),
    /// Nothing to tell.
    Nothing(&'static str),
}
