//! Requests to the runtime, as data that tests can compare.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::Action;
use super::dialogs::completion::NameKind;
use super::form_choice::FormChoice;
use super::form_request::FormRequest;
use super::line::LineRequest;
use super::subject::Subject;
use super::targets::Targets;
use super::unsaved::UnsavedForm;
use crate::capture::completion::Sigil;
use crate::domain::{
    Cursor, DocumentOverride, FollowUpId, GoalId, InboxItemId, Kind, Period, ProjectId, Question,
    QuestionnaireId, ReadingId, RecordId, Stored, Win, WinFilter, WinId, WinView,
};
use crate::journal::inbox::Reported;
use crate::journal::{Ending, HistoryStep, LogRequest, ManyChange, Plan};
use crate::report::document::Reader;

/// The limit of counts of wins in a text search, for which an exact count costs too much.
pub const COUNTED: usize = 300;

/// The purpose of a dialog that links records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picking {
    /// The evidence for a goal.
    Evidence(GoalId),
    /// The milestones of a goal.
    Milestones(GoalId),
    /// The wins that used a reading note.
    Uses(ReadingId),
    /// The win that an inbox item is merged into.
    Merge(InboxItemId),
}

/// The part of the list of wins to load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// The newest wins.
    Newest,
    /// The oldest wins.
    Oldest,
    /// The wins around a cursor, which stays selected.
    Around(Cursor),
    /// The wins around a win, which becomes selected.
    At(WinId),
    /// The next older wins.
    Older(Cursor),
    /// The next newer wins.
    Newer(Cursor),
}

/// The ID of a request, in the order of the requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(u64);

impl RequestId {
    /// Creates the ID with this number.
    pub fn new(number: u64) -> Self {
        Self(number)
    }
}

/// A requested effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The ID, by which the answer is matched to the request.
    pub id: RequestId,
    /// The effect to perform.
    pub effect: Effect,
}

/// The part of the runtime that performs an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Performer {
    /// The loop, at once: reads of at most a few milliseconds.
    Loop,
    /// A worker, on its own connection: all writes, and all reads that take longer.
    Worker,
    /// The runtime, which owns the terminal.
    Runtime,
}

/// An operation on the journal, a file or the terminal.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Load the data of the Today tab.
    LoadGlance,
    /// Load the parts of Today that take longer.
    LoadOutlook,
    /// Load the numbers of wins by month.
    LoadMonths,
    /// Load a part of the list of wins.
    LoadWins {
        /// The filter of the list of wins.
        filter: Box<WinFilter>,
        /// The text of the search line.
        search: String,
        /// The part of the list.
        load: Load,
        /// The maximum number of rows.
        limit: usize,
        /// `true` to count all matching wins; `false` if the last count is still valid.
        count: bool,
    },
    /// Load a win with all its fields and its metrics.
    LoadWin(WinId),
    /// Parse a line and resolve its names.
    Read(String),
    /// Find names that complete the typed text.
    Complete(Sigil, String),
    /// Find names that complete the field of a form.
    CompleteField(NameKind, String),
    /// Save a new win, with the hints about its line.
    Add(Box<Win>, Vec<String>),
    /// Load the projects without the numbers of their wins, which is faster.
    LoadProjectNames,
    /// Load the list of projects.
    LoadProjects,
    /// Load the best metric change of each project.
    LoadChanges(Vec<ProjectId>),
    /// Load a project with its history.
    LoadProject(ProjectId),
    /// Load projects with their histories, before they are selected.
    LoadProjectsAhead(Vec<ProjectId>),
    /// Load a metric, or the metrics of a win or a project, with the whole series, of which a sample is shown.
    LoadSeries(Kind, RecordId),
    /// Load all goals that have the same year as this goal.
    LoadGoalsWith(GoalId),
    /// Load the goals of a year; `None` for the current year.
    LoadGoals(Option<i32>),
    /// Load the first open goal of a list for a check-in; the number is that of the goals that `:check-all`
    /// began with, or 1.
    LoadCheck(Vec<GoalId>, usize),
    /// Load the reading notes.
    LoadReadings,
    /// Start a reading note, or start it again.
    StartReading(ReadingId),
    /// Move a reading note to a position of the reading list, counted from 1.
    PlaceReading(ReadingId, usize),
    /// End a goal, or reopen it.
    EndGoal(GoalId, Ending),
    /// Search the records that can be linked.
    FindLinkTargets(Picking, String),
    /// Link a record (`true`), or remove its link (`false`).
    Toggle(Picking, RecordId, bool),
    /// Load the document of a period for a reader; `None` for the period that the journal suggests.
    LoadReview(Option<Period>, Reader),
    /// Load the aliases, and the names without an alias in the public document.
    LoadNames(Period),
    /// Load a questionnaire with its evidence.
    LoadAnswers(FormChoice),
    /// Save a question with its answer.
    SaveAnswer(Box<Stored<Question>>),
    /// Answer every empty question of a questionnaire with the evidence that fits it best.
    FillAnswers(QuestionnaireId),
    /// Load the positions, projects, stories and praise.
    LoadCareer,
    /// Compute the skills over time and the standing against the ladder.
    LoadCareerFigures,
    /// Load a position, a story or praise to be opened.
    LoadCareerRecord(Kind, RecordId),
    /// Load the record of a form and open the form.
    OpenForm(FormRequest),
    /// Load the competencies that records can be tagged with.
    LoadCompetencies(Targets),
    /// Confirm the competencies that the latest wins suggest.
    ConfirmSuggested,
    /// Load the ladder, to choose a level.
    LoadLadder,
    /// Set the level in the ladder; without a ladder, choose the generic one first.
    SetLevel(String),
    /// Load the current win of the triage of a review.
    LoadReviewWin(WinId),
    /// Load a year and the year before it.
    LoadYears(i32),
    /// Save overrides of a document; the text labels the change in the history.
    Choose(Period, Reader, Vec<DocumentOverride>, &'static str),
    /// Load a win, and perform an action on it.
    OnWin(WinId, Action),
    /// Set the category of a win.
    SetCategory(WinId, String),
    /// Load up to this many open follow-ups and metrics, and half as many answered follow-ups.
    LoadImpact(usize),
    /// Load the follow-up that is due first, with its context.
    LoadDue,
    /// Load follow-ups with their context.
    LoadToAnswer(Vec<FollowUpId>),
    /// Load the open follow-up of a win or a project, or else the record itself, with the context for an
    /// outcome.
    LoadAbout(Kind, RecordId),
    /// Find the metrics whose names match the typed letters.
    FindMetrics(String),
    /// Log a value.
    LogValue(LogRequest),
    /// Carry out the request of a prompt with its line.
    Submit(LineRequest, String),
    /// Copy a text to the clipboard.
    Copy(String),
    /// Open an address with the system's program for it.
    OpenUrl(String),
    /// Open a written file, by its absolute path.
    OpenFile(String),
    /// Save a form.
    SaveForm {
        /// The record that the form edits, or the kind of record that it adds.
        subject: Box<Subject>,
        /// The fields with their text.
        fields: Vec<(&'static str, String)>,
    },
    /// Save the edit of a win.
    Edit {
        /// The win as it was loaded.
        win: Box<WinView>,
        /// The edited win.
        draft: Box<Win>,
    },
    /// Apply one change to many records.
    ChangeMany(Targets, ManyChange),
    /// Delete a record with this title.
    Delete(RecordId, String),
    /// Undo or redo.
    Step(HistoryStep),
    /// Edit a record in `$EDITOR`, starting from the fields of a form.
    Editor(Box<Subject>, Vec<(&'static str, String)>),
    /// Load a record of the career and edit it in `$EDITOR`.
    OpenEditor(FormRequest),
    /// Load every record that can be gone to.
    LoadFindable,
    /// Load the fields of a record.
    LoadFields(Kind, RecordId),
    /// Remember what was chosen in the finder, by its key.
    Remember(String),
    /// Load the filters that the search of the wins can have.
    LoadFilters,
    /// Save a search of the wins under a name.
    SaveFilter(String, String),
    /// Set the theme in the configuration.
    SaveTheme(String),
    /// Edit the configuration in `$EDITOR`.
    EditSettings,
    /// Load the latest changes, to go back to before one of them.
    LoadHistory,
    /// Undo this many of the latest changes.
    UndoMany(usize),
    /// Make a backup.
    MakeBackup,
    /// Find the paths that complete the typed text.
    CompletePath(String),
    /// Plan the import of a typed path: a document, an exported journal, or a git repository.
    PlanImport(String),
    /// Carry out the plan of an import.
    Import(Arc<Plan>),
    /// Import an exported journal.
    ImportJournal(PathBuf),
    /// Put what programs reported into the inbox.
    Receive(Arc<Reported>),
    /// Load the inbox.
    LoadInbox,
    /// Keep inbox items as wins.
    KeepInboxItems(Vec<InboxItemId>),
    /// Refuse inbox items.
    RefuseInboxItems(Vec<InboxItemId>),
    /// Load the backups, and offer to restore one.
    LoadBackups,
    /// Compare a backup with the journal, and ask whether to restore it.
    PlanRestore(PathBuf),
    /// Replace the journal by a backup.
    Restore(PathBuf),
    /// Reopen a form of an earlier run of the app that ended without saving it.
    Reopen(UnsavedForm),
    /// Cancel a request. Its answer is ignored or [`Answer::Cancelled`](super::answer::Answer::Cancelled).
    Cancel(RequestId),
    /// Redraw the whole screen, because another program wrote over it.
    Redraw,
    /// Suspend to the shell.
    Suspend,
    /// Leave the journal for the sample journal.
    Demo,
    /// End the app.
    Quit,
}

impl Effect {
    /// Returns the part of the runtime that performs the effect.
    pub fn performer(&self) -> Performer {
        match self {
            Self::LoadGlance
            | Self::LoadWins { .. }
            | Self::LoadWin(_)
            | Self::LoadProjectNames
            | Self::LoadProject(_)
            | Self::LoadReviewWin(_)
            | Self::Read(_)
            | Self::Complete(..)
            | Self::CompleteField(..)
            | Self::Reopen(_)
            | Self::LoadFields(..)
            | Self::LoadFilters
            | Self::FindMetrics(_) => Performer::Loop,
            Self::OpenUrl(_)
            | Self::OpenFile(_)
            | Self::Copy(_)
            | Self::Remember(_)
            | Self::Cancel(_)
            | Self::Redraw
            | Self::Suspend
            | Self::Demo
            | Self::Quit => Performer::Runtime,
            _ => Performer::Worker,
        }
    }

    /// Returns `false` for an effect that is performed at once, without an answer.
    pub fn has_answer(&self) -> bool {
        !matches!(
            self,
            Self::Copy(_)
                | Self::Remember(_)
                | Self::Cancel(_)
                | Self::Redraw
                | Self::Suspend
                | Self::Demo
                | Self::Quit
        )
    }

    /// Returns `true` if the next frame waits a moment for the answer, so that a key and its consequences are
    /// usually one frame.
    pub fn is_awaited(&self) -> bool {
        !matches!(self, Self::LoadProjectsAhead(_) | Self::LoadSeries(..) | Self::LoadOutlook)
    }

    /// Returns `true` if the effect makes the answer to an earlier request of its kind useless.
    pub fn replaces_earlier(&self) -> bool {
        matches!(
            self,
            Self::LoadGlance
                | Self::LoadOutlook
                | Self::LoadMonths
                | Self::LoadWin(_)
                | Self::LoadProjectNames
                | Self::LoadProjects
                | Self::LoadProject(_)
                | Self::LoadProjectsAhead(_)
                | Self::LoadSeries(..)
                | Self::LoadGoals(_)
                | Self::LoadGoalsWith(_)
                | Self::LoadReadings
                | Self::LoadReview(..)
                | Self::LoadNames(_)
                | Self::LoadAnswers(_)
                | Self::LoadYears(_)
                | Self::LoadReviewWin(_)
                | Self::LoadCareer
                | Self::LoadCareerFigures
                | Self::LoadCareerRecord(..)
                | Self::LoadImpact(_)
                | Self::LoadInbox
                | Self::LoadFindable
                | Self::LoadFields(..)
                | Self::Read(_)
                | Self::Complete(..)
                | Self::CompleteField(..)
                | Self::CompletePath(_)
                | Self::FindMetrics(_)
                | Self::FindLinkTargets(..)
        )
    }

    /// Returns `true` if the effect gives the terminal to `$EDITOR`.
    pub fn opens_editor(&self) -> bool {
        matches!(self, Self::Editor(..) | Self::OpenEditor(_) | Self::EditSettings)
    }

    /// Returns `true` if the effect writes to the journal or a file.
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
            | Self::SaveAnswer(_)
            | Self::FillAnswers(_)
            | Self::SetCategory(..)
            | Self::LogValue(_)
            | Self::SaveForm { .. }
            | Self::Edit { .. }
            | Self::ChangeMany(..)
            | Self::Delete(..)
            | Self::Step(_)
            | Self::UndoMany(_)
            | Self::SaveFilter(..)
            | Self::SaveTheme(_)
            | Self::EditSettings
            | Self::SetLevel(_)
            | Self::MakeBackup
            | Self::Restore(_)
            | Self::Import(_)
            | Self::ImportJournal(_)
            | Self::Receive(_)
            | Self::KeepInboxItems(_)
            | Self::RefuseInboxItems(_)
            | Self::ConfirmSuggested
            | Self::Editor(..)
            | Self::OpenEditor(_) => true,
            _ => false,
        }
    }

    /// Returns the text that the footer shows meanwhile, such as `saving`; empty for an effect that is not
    /// announced.
    pub fn doing(&self) -> &'static str {
        match self {
            Self::LoadReview(..) | Self::Submit(LineRequest::ReviewPeriod(_), _) => "making the review",
            Self::LoadNames(_) => "looking for names in the public document",
            Self::Submit(
                LineRequest::Export(..) | LineRequest::ExportCareer(..) | LineRequest::Replace(_),
                _,
            ) => "writing the document",
            Self::PlanImport(_) => "reading what is to be imported",
            Self::Import(_) | Self::ImportJournal(_) => "importing",
            Self::MakeBackup => "backing up",
            Self::PlanRestore(_) => "comparing the backup with the journal",
            Self::Restore(_) => "restoring",
            Self::Step(HistoryStep::Undo) => "undoing",
            Self::Step(HistoryStep::Redo) => "redoing",
            Self::ChangeMany(_, ManyChange::Delete) | Self::Delete(..) => "deleting",
            Self::ChangeMany(..) | Self::Submit(LineRequest::Tag(_) | LineRequest::Move(_), _) => {
                "changing what is marked"
            }
            Self::Editor(..) | Self::OpenEditor(_) => "saving what the editor left",
            Self::CompletePath(_) => "",
            _ if !self.is_awaited() => "",
            _ if self.writes() => "saving",
            _ if self.performer() == Performer::Worker => "loading",
            _ => "",
        }
    }
}
