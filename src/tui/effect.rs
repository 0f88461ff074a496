//! What the app asks the runtime to do: data, so that tests can compare it.

use super::action::Action;
use super::dialogs::ask::Purpose;
use super::dialogs::record_form::Subject;
use super::unsaved::UnsavedForm;
use crate::capture::completion::Sigil;
use crate::domain::{
    Choice, FollowUpId, GoalId, Kind, Period, ProjectId, ReadingId, RecordId, Win, WinId, WinView,
};
use crate::journal::{Anchor, Direction, Ending, LogRequest, WinFilter};
use crate::report::document::Reader;

/// The number up to which wins are counted where the exact number costs too much.
pub const COUNTED: usize = 300;

/// What records are picked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picking {
    /// Evidence for a goal.
    Evidence(GoalId),
    /// The milestones of a goal.
    Milestones(GoalId),
    /// The wins that used a reading note.
    Uses(ReadingId),
}

/// Which part of the list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// From the newest on.
    Newest,
    /// Up to the oldest.
    Oldest,
    /// On both sides of a place, which stays selected.
    Around(Anchor),
    /// Behind the last row that is there.
    Older(Anchor),
    /// Before the first row that is there.
    Newer(Anchor),
}

/// What the app asks the runtime to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Load what Today shows.
    LoadGlance,
    /// Load a part of the list of wins.
    LoadWins {
        /// Which wins; boxed, as it is large.
        filter: Box<WinFilter>,
        /// The tokens of the search line, to be looked up.
        search: String,
        /// Which part.
        load: Load,
        /// How many rows.
        limit: usize,
        /// Whether all that fit are to be counted: they may be others than before.
        count: bool,
    },
    /// Load a win, whole.
    LoadWin(WinId),
    /// Read a line with the journal's names.
    Read(String),
    /// Find names that complete what is typed.
    Complete(Sigil, String),
    /// Save a new win.
    Add(Box<Win>, Vec<String>),
    /// Load the list of projects.
    LoadProjects,
    /// Load the best change of the metrics of projects that are on the screen.
    LoadChanges(Vec<ProjectId>),
    /// Load a project with its history.
    LoadProject(ProjectId),
    /// Load the goals of a year; `None` for the present one.
    LoadGoals(Option<i32>),
    /// Load the first of these goals to be checked, the last ones of so many.
    LoadCheck(Vec<GoalId>, usize),
    /// Load the reading notes.
    LoadReadings,
    /// Begin to read.
    StartReading(ReadingId),
    /// Put what is to be read at a place among the others, from 1.
    PlaceReading(ReadingId, usize),
    /// End a goal, or open it again.
    EndGoal(GoalId, Ending),
    /// Find the records that may be linked.
    FindLinkTargets(Picking, String),
    /// Link a record, or take the link away.
    Toggle(Picking, RecordId, bool),
    /// Load the document of a period for a reader; `None` for the period that is likely.
    LoadReview(Option<Period>, Reader),
    /// Load the names with an alias, and those without that stand in the document of a period for the public.
    LoadNames(Period),
    /// Load a year beside the one before.
    LoadYears(i32),
    /// Keep what was chosen for a document, and what that is called.
    Choose(Period, Reader, Vec<Choice>, &'static str),
    /// Do something to a win by its identity.
    OnWin(WinId, Action),
    /// Put a win in a category.
    SetCategory(WinId, String),
    /// Write a document to a file, or show that of another period.
    OfReview(Period, Reader, Purpose, String),
    /// Load follow-ups and metrics, at most so many of each.
    LoadImpact(usize),
    /// Load what helps to answer follow-ups.
    LoadToAnswer(Vec<FollowUpId>),
    /// Load what helps to say what came of a win or a project: its open follow-up, or nothing asked.
    LoadAbout(Kind, RecordId),
    /// Find the metrics that a few letters may mean.
    FindMetrics(String),
    /// Log a value.
    LogValue(LogRequest),
    /// Do what a line was asked for.
    AskDone(Purpose, String),
    /// Open an address with the system's program for it.
    OpenUrl(String),
    /// Open a file that was written, by its absolute path.
    OpenFile(String),
    /// Save a form.
    SaveForm {
        /// What it is about.
        subject: Box<Subject>,
        /// The fields with their text.
        fields: Vec<(&'static str, String)>,
    },
    /// Change a win.
    Edit {
        /// The win as it was read.
        win: Box<WinView>,
        /// What it becomes.
        draft: Box<Win>,
    },
    /// Delete a record.
    Delete(RecordId, String),
    /// Undo or redo.
    Step(Direction),
    /// Edit a record in the person's editor, as it was read and as a form has it.
    Editor(Box<Subject>, Vec<(&'static str, String)>),
    /// Open a form again that an earlier run left.
    Reopen(UnsavedForm),
    /// Draw the whole screen again: something else wrote over it.
    Redraw,
    /// Suspend to the shell.
    Suspend,
    /// End the app.
    Quit,
}
