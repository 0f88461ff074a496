//! Requests to the runtime, as data that tests can compare.

use super::action::Action;
use super::line::LineRequest;
use super::subject::Subject;
use super::targets::Targets;
use super::unsaved::UnsavedForm;
use crate::capture::completion::Sigil;
use crate::domain::{
    DocumentOverride, FollowUpId, GoalId, Kind, Period, ProjectId, ReadingId, RecordId, Win, WinId, WinView,
};
use crate::journal::{Cursor, Ending, HistoryStep, LogRequest, ManyChange, WinFilter};
use crate::report::document::Reader;

/// The number up to which wins are counted where the exact number costs too much.
pub const COUNTED: usize = 300;

/// The purpose of a list of records to link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picking {
    /// Evidence for a goal.
    Evidence(GoalId),
    /// The milestones of a goal.
    Milestones(GoalId),
    /// The wins that used a reading note.
    Uses(ReadingId),
}

/// A part of the list of wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// From the newest on.
    Newest,
    /// Up to the oldest.
    Oldest,
    /// On both sides of a place, which stays selected.
    Around(Cursor),
    /// On both sides of a win, which is selected.
    At(WinId),
    /// Behind the last row that is there.
    Older(Cursor),
    /// Before the first row that is there.
    Newer(Cursor),
}

/// The identity of a requested effect, in the order in which effects are requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(u64);

impl RequestId {
    /// Returns the identity of the request with this number.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self(number)
    }
}

/// An effect that was requested.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The identity.
    pub id: RequestId,
    /// The effect.
    pub effect: Effect,
}

/// The part of the runtime that performs an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Performer {
    /// The loop, at once: a read of at most a few milliseconds.
    Loop,
    /// The worker, on its own connection: every write, and every read that takes longer.
    Worker,
    /// The runtime, which owns the terminal.
    Runtime,
}

/// A request to the runtime: everything that reads or writes the journal, a file or the terminal.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Load what Today shows.
    LoadGlance,
    /// Load a part of the list of wins.
    LoadWins {
        /// The conditions that the wins meet.
        filter: Box<WinFilter>,
        /// The text of the search line.
        search: String,
        /// The part of the list.
        load: Load,
        /// The largest number of rows.
        limit: usize,
        /// True to count all wins that match; false where the count of the last page is still right.
        count: bool,
    },
    /// Load a win with all its fields and its metrics.
    LoadWin(WinId),
    /// Parse a line, and find its projects, goals and metrics by name.
    Read(String),
    /// Find names that complete what is typed.
    Complete(Sigil, String),
    /// Save a new win.
    Add(Box<Win>, Vec<String>),
    /// Load the projects without the number of their wins and their last one.
    LoadProjectNames,
    /// Load the list of projects.
    LoadProjects,
    /// Load the best change of the metrics of projects that are on the screen.
    LoadChanges(Vec<ProjectId>),
    /// Load a project with its history.
    LoadProject(ProjectId),
    /// Load the goals of the year of a goal.
    LoadGoalsWith(GoalId),
    /// Load the goals of a year; `None` for the present one.
    LoadGoals(Option<i32>),
    /// Load the first of these goals for a check-in. The number counts the goals that the run began with.
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
    /// Load the document of a period for a reader; `None` for the period that the journal suggests.
    LoadReview(Option<Period>, Reader),
    /// Load the names with an alias, and those without that stand in the document of a period for the public.
    LoadNames(Period),
    /// Load the win that the walk through a review is at.
    LoadReviewWin(WinId),
    /// Load a year beside the one before.
    LoadYears(i32),
    /// Save choices for a document; the text describes the change in the list of what can be undone.
    Choose(Period, Reader, Vec<DocumentOverride>, &'static str),
    /// Do an action on a win, which is loaded first.
    OnWin(WinId, Action),
    /// Put a win in a category.
    SetCategory(WinId, String),
    /// Load follow-ups and metrics, at most so many of each.
    LoadImpact(usize),
    /// Load what helps to answer the follow-up that is due first.
    LoadDue,
    /// Load what helps to answer follow-ups.
    LoadToAnswer(Vec<FollowUpId>),
    /// Load what helps to say what came of a win or a project: its open follow-up, or nothing asked.
    LoadAbout(Kind, RecordId),
    /// Find the metrics that a few letters may mean.
    FindMetrics(String),
    /// Log a value.
    LogValue(LogRequest),
    /// Carry out the request of a prompt, with the line that was typed.
    Submit(LineRequest, String),
    /// Copy a text to the clipboard.
    Copy(String),
    /// Open an address with the system's program for it.
    OpenUrl(String),
    /// Open a file that was written, by its absolute path.
    OpenFile(String),
    /// Save a form.
    SaveForm {
        /// The record that the form edits, or the kind that it adds.
        subject: Box<Subject>,
        /// The fields with their text.
        fields: Vec<(&'static str, String)>,
    },
    /// Change a win.
    Edit {
        /// The win as it was read.
        win: Box<WinView>,
        /// The win as it is saved.
        draft: Box<Win>,
    },
    /// Make one change to many records.
    ChangeMany(Targets, ManyChange),
    /// Delete a record.
    Delete(RecordId, String),
    /// Undo or redo.
    Step(HistoryStep),
    /// Edit a record in the person's editor, as it was read and as a form has it.
    Editor(Box<Subject>, Vec<(&'static str, String)>),
    /// Open a form again that an earlier run left.
    Reopen(UnsavedForm),
    /// Stop a request. Nobody waits for its answer any more, or it answers that it was cancelled.
    Cancel(RequestId),
    /// Draw the whole screen again: something else wrote over it.
    Redraw,
    /// Suspend to the shell.
    Suspend,
    /// End the app.
    Quit,
}

impl Effect {
    /// Returns the part of the runtime that performs the effect.
    #[must_use]
    pub fn performer(&self) -> Performer {
        match self {
            Self::LoadGlance
            | Self::LoadWins { .. }
            | Self::LoadWin(_)
            | Self::LoadProjectNames
            | Self::LoadReviewWin(_)
            | Self::Read(_)
            | Self::Complete(..)
            | Self::Reopen(_)
            | Self::FindMetrics(_) => Performer::Loop,
            Self::OpenUrl(_)
            | Self::OpenFile(_)
            | Self::Copy(_)
            | Self::Cancel(_)
            | Self::Redraw
            | Self::Suspend
            | Self::Quit => Performer::Runtime,
            _ => Performer::Worker,
        }
    }

    /// Returns false for what is done at once, without an answer.
    #[must_use]
    pub fn has_answer(&self) -> bool {
        !matches!(self, Self::Copy(_) | Self::Cancel(_) | Self::Redraw | Self::Suspend | Self::Quit)
    }

    /// Returns true where the answer to an earlier request of this kind is of no use any more.
    #[must_use]
    pub fn replaces_earlier(&self) -> bool {
        matches!(
            self,
            Self::LoadGlance
                | Self::LoadWin(_)
                | Self::LoadProjectNames
                | Self::LoadProjects
                | Self::LoadProject(_)
                | Self::LoadGoals(_)
                | Self::LoadGoalsWith(_)
                | Self::LoadReadings
                | Self::LoadReview(..)
                | Self::LoadNames(_)
                | Self::LoadYears(_)
                | Self::LoadReviewWin(_)
                | Self::LoadImpact(_)
                | Self::Read(_)
                | Self::Complete(..)
                | Self::FindMetrics(_)
                | Self::FindLinkTargets(..)
        )
    }

    /// Returns true where the journal or a file is written to.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self {
            Self::Submit(request, _) => !matches!(request, LineRequest::ReviewPeriod(_)),
            Self::OnWin(_, action) => *action != Action::Edit,
            Self::StartReading(_)
            | Self::PlaceReading(..)
            | Self::EndGoal(..)
            | Self::Toggle(..)
            | Self::Add(..)
            | Self::Choose(..)
            | Self::SetCategory(..)
            | Self::LogValue(_)
            | Self::SaveForm { .. }
            | Self::Edit { .. }
            | Self::ChangeMany(..)
            | Self::Delete(..)
            | Self::Step(_)
            | Self::Editor(..) => true,
            _ => false,
        }
    }

    /// Returns the words for what is being done, for an effect that takes longer than a frame.
    #[must_use]
    pub fn doing(&self) -> &'static str {
        match self {
            Self::LoadReview(..) | Self::Submit(LineRequest::ReviewPeriod(_), _) => "making the review",
            Self::LoadNames(_) => "looking for names in the public document",
            Self::Submit(LineRequest::Export(..), _) => "writing the document",
            Self::Step(HistoryStep::Undo) => "undoing",
            Self::Step(HistoryStep::Redo) => "redoing",
            Self::ChangeMany(_, ManyChange::Delete) | Self::Delete(..) => "deleting",
            Self::ChangeMany(..) | Self::Submit(LineRequest::Tag(_) | LineRequest::Move(_), _) => {
                "changing what is marked"
            }
            Self::Editor(..) => "saving what the editor left",
            _ if self.writes() => "saving",
            _ if self.performer() == Performer::Worker => "loading",
            _ => "",
        }
    }
}
