//! What the app knows, what may happen to it, and what it may ask for.

use chrono::NaiveDate;

use super::action::{Action, Context};
use super::cx::ViewCx;
use super::dialogs::Dialog;
use super::dialogs::answering::Answering;
use super::dialogs::ask::Purpose;
use super::dialogs::checking::Checking;
use super::dialogs::pick::Picking;
use super::dialogs::record_form::Subject;
use super::input::Input;
use super::keymap::Keymap;
use super::screens::goals::Goals;
use super::screens::impact::{Impact, Overview};
use super::screens::learning::Learning;
use super::screens::names::Row as NameRow;
use super::screens::projects::Projects;
use super::screens::review::Review;
use super::screens::today::Today;
use super::screens::wins::Wins;
use super::theme::Theme;
use crate::capture::ParsedLine;
use crate::capture::completion::Sigil;
use crate::config::Config;
use crate::domain::{
    Alias, Choice, FollowUpId, GoalId, GoalView, Kind, MetricView, Period, ProjectId, ProjectRow,
    ProjectView, Reading, ReadingId, RecordId, Stored, Win, WinId, WinView,
};
use crate::error::Error;
use crate::journal::{
    Added, Anchor, Asked, Completion, Direction, DocumentDraft, Edited, Ending, Glance, LinkTarget,
    LogRequest, Logged, ProjectWhole, SavedProject, SavedReading, Undone, WinFilter, WinRow, Years,
};
use crate::report::document::Reader;
use crate::report::redact::Replacement;

/// The tabs, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// This week, the year, what is due.
    Today,
    /// The timeline.
    Wins,
    /// Projects.
    Projects,
    /// Goals.
    Goals,
    /// Reading notes.
    Learning,
    /// Follow-ups and metrics.
    Impact,
    /// Positions and stories.
    Career,
    /// The year-end review.
    Review,
}

impl Tab {
    /// Every tab, in order.
    pub const ALL: [Self; 8] = [
        Self::Today,
        Self::Wins,
        Self::Projects,
        Self::Goals,
        Self::Learning,
        Self::Impact,
        Self::Career,
        Self::Review,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Wins => "Wins",
            Self::Projects => "Projects",
            Self::Goals => "Goals",
            Self::Learning => "Learning",
            Self::Impact => "Impact",
            Self::Career => "Career",
            Self::Review => "Review",
        }
    }

    /// Its place among the tabs, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|tab| *tab == self).unwrap_or(0)
    }
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It was done.
    Good,
    /// Something to know.
    Plain,
    /// It was not done.
    Attention,
}

/// One line that says what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How it is meant.
    pub tone: Tone,
    /// What it says; not yet inert.
    pub text: String,
}

/// The app's state. `view` draws it, `update` changes it.
#[derive(Debug)]
pub struct Model {
    /// The context that everything is drawn with.
    pub cx: ViewCx,
    /// The tab that is shown.
    pub tab: Tab,
    /// Today.
    pub today_screen: Today,
    /// Wins.
    pub wins: Wins,
    /// Projects.
    pub projects: Projects,
    /// Goals.
    pub goals: Goals,
    /// Learning.
    pub learning: Learning,
    /// Impact.
    pub impact: Impact,
    /// Review.
    pub review: Review,
    /// What lies over the tab, the topmost last.
    pub dialogs: Vec<Dialog>,
    /// The line at the bottom, until the next key.
    pub message: Option<Message>,
}

impl Model {
    /// The app as it starts, before anything is loaded.
    #[must_use]
    pub fn new(config: &Config, today: NaiveDate, theme: Theme, size: (u16, u16)) -> Self {
        let (keymap, problems) = Keymap::new(&config.keys);
        let message = problems.into_iter().next().map(|text| Message { tone: Tone::Attention, text });
        Self {
            cx: ViewCx {
                size,
                today,
                keymap,
                theme,
                categories: config.categories.clone(),
                fiscal_year_start: config.fiscal_year_start,
                directory: String::new(),
            },
            tab: Tab::Today,
            today_screen: Today::default(),
            wins: Wins::default(),
            projects: Projects::default(),
            goals: Goals::default(),
            learning: Learning::default(),
            impact: Impact::default(),
            review: Review::default(),
            dialogs: Vec::new(),
            message,
        }
    }

    /// The contexts that a key is looked up in, the nearest first.
    #[must_use]
    pub fn contexts(&self) -> &'static [Context] {
        match self.dialogs.last() {
            Some(Dialog::Capture(_)) => &[Context::Capture],
            Some(Dialog::Form(_)) => &[Context::Form],
            Some(Dialog::Value(_)) => &[Context::Value],
            Some(Dialog::Ask(_)) => &[Context::Ask],
            Some(Dialog::Pick(_)) => &[Context::Pick],
            Some(Dialog::Choose(_)) => &[Context::Choose],
            Some(Dialog::Confirm(_)) => &[Context::Confirm],
            Some(Dialog::Help(_)) => &[Context::Help],
            None if self.tab == Tab::Wins && self.wins.searching => &[Context::Search],
            None if self.tab == Tab::Wins => &[Context::Wins, Context::List, Context::Global],
            None if self.tab == Tab::Projects => &[Context::Projects, Context::List, Context::Global],
            None if self.tab == Tab::Goals => &[Context::Goals, Context::List, Context::Global],
            None if self.tab == Tab::Learning => &[Context::Learning, Context::List, Context::Global],
            None if self.tab == Tab::Review && self.review.names.is_some() => {
                &[Context::Names, Context::List, Context::Global]
            }
            None if self.tab == Tab::Review && self.review.walk.is_some() => {
                &[Context::Walk, Context::List, Context::Global]
            }
            None if self.tab == Tab::Review => &[Context::Review, Context::List, Context::Global],
            None if self.tab == Tab::Impact => &[Context::Impact, Context::List, Context::Global],
            None => &[Context::List, Context::Global],
        }
    }

    /// Says something at the bottom.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { tone, text: text.into() });
    }
}

/// What happened.
#[derive(Debug)]
pub enum Msg {
    /// The person did something.
    Input(Input),
    /// The terminal has another size.
    Resized(u16, u16),
    /// Another day has begun.
    Day(NaiveDate),
    /// Another program has written to the journal.
    ChangedElsewhere,
    /// Another journal was put in the place of this one, and is open now.
    Replaced,
    /// The journal was removed or moved.
    Removed,
    /// An effect was performed.
    Answer(Answer),
}

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

/// A part of the list of wins.
#[derive(Debug, Clone, PartialEq)]
pub struct WinPage {
    /// The number of wins that match the search but not the year or the filter; at most
    /// [`crate::tui::perform::COUNTED`].
    pub elsewhere: usize,
    /// What was asked for.
    pub load: Load,
    /// The rows, newest first.
    pub rows: Vec<WinRow>,
    /// Whether nothing newer is there.
    pub at_newest: bool,
    /// Whether nothing older is there.
    pub at_oldest: bool,
    /// How many wins there are in all; `None` where it was not counted again.
    pub total: Option<usize>,
    /// Whether the rows are ranked, best first.
    pub ranked: bool,
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

/// What was being written when the app ended.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unsaved {
    /// The line of the quick capture.
    pub line: Option<String>,
    /// The form: its fields, and the win that it edits.
    pub form: Option<UnsavedForm>,
}

/// A form that was open.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UnsavedForm {
    /// What it is about: `win`, `project` or `answer`.
    #[serde(default)]
    pub kind: String,
    /// The record, by its identity; `None` for a new one.
    #[serde(rename = "win")]
    pub record: Option<String>,
    /// The revision of it that the form was opened on.
    pub seen: i64,
    /// The fields with their text.
    pub fields: Vec<(String, String)>,
    /// What the fields held when the form was opened, in their order.
    #[serde(default)]
    pub opened: Vec<String>,
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
    /// Suspend to the shell.
    Suspend,
    /// End the app.
    Quit,
}
