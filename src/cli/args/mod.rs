//! The arguments of the command line. Their names are a stable public interface.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueHint};

mod browse;
mod document;
mod goal;
mod import;
mod inbox;
mod labels;
mod ladder;
mod maintenance;
mod metric;
mod outcome;
mod position;
mod praise;
mod profile;
mod project;
mod questionnaire;
mod read;
mod story;
mod win;

use super::complete;
use super::output::Color;
use crate::domain::Visibility;

pub use browse::{HistoryArgs, ListArgs, SearchArgs, UndoArgs};
pub use document::{
    CareerArgs, ExportArgs, ExportWhat, FileArgs, IcsArgs, LintArgs, MirrorArgs, PortfolioArgs, RenderArgs,
    ResumeArgs, ReviewArgs, WeekArgs,
};
pub use goal::{AboutFlags, GoalAction, GoalAddArgs, GoalEditArgs, MeasureFlags};
pub use import::{GhArgs, GitArgs, ImportArgs, ImportSource};
pub use inbox::{InboxAction, KeepArgs};
pub use labels::{LabelAction, LabelArgs, PersonAction, PersonArgs, SkillAction, SkillArgs};
pub use ladder::{ChooseArgs, CompetencyAction, LadderAction, QUARTERS};
pub use maintenance::{BackupAction, BackupArgs, DoctorArgs, PurgeArgs, RestoreArgs};
pub use metric::{LogArgs, MetricAction, MetricEditArgs, MetricSetArgs};
pub use outcome::{DueArgs, OutcomeAction, OutcomeEditArgs, RecordArgs};
pub use position::{PositionAction, PositionAddArgs, PositionEditArgs, PositionFlags};
pub use praise::{PraiseAction, PraiseAddArgs, PraiseEditArgs, PraiseFlags};
pub use profile::{ProfileAction, ProfileEditArgs};
pub use project::{ProjectAction, ProjectEditArgs, ProjectFlags};
pub use questionnaire::{
    QuestionnaireAction, QuestionnaireAddArgs, QuestionnaireExportArgs, QuestionnaireFillArgs,
};
pub use read::{ReadAction, ReadEditArgs, ReadFlags, ReadListArgs};

/// Joins the words of a phrase that may be quoted or not; `None` without a word.
pub fn phrase(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(" "))
}
pub use story::{StoryAction, StoryAddArgs, StoryEditArgs, StoryFlags};
pub use win::{AddArgs, EditArgs, WinFlags};

/// Keep the record of your work: wins in seconds, metrics as they happen, outcomes when they are due.
#[derive(Debug, Parser)]
#[command(
    name = "brag",
    version,
    max_term_width = 100,
    subcommand_help_heading = "Commands",
    disable_help_subcommand = true
)]
#[command(after_help = "Without a command, brag opens the app.

Examples:
  brag add 'Halved the build time +ci #perf build:12min..6min'
  brag metric log latency 380ms
  brag list this month
  brag due
  brag week
  brag undo

In single quotes the shell leaves #, !, > and $ alone. For text with an apostrophe:
  echo \"Didn't page anyone this week\" | brag add -

brag --help --all lists every command; brag help keys, dates, privacy … explain what they share: brag help --help")]
pub struct Cli {
    /// The journal to use [default: BRAG_DB, or the platform's data directory]
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub db: Option<PathBuf>,
    /// The configuration to use [default: BRAG_CONFIG, or the platform's config directory]
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Print records as JSON
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// When to use colours: auto, always or never
    #[arg(long, global = true, help_heading = "Everywhere", value_enum, default_value_t = Color::Auto, value_name = "WHEN", hide_possible_values = true)]
    pub color: Color,
    /// Print only what was asked for: no hints, no messages and no confirmations
    #[arg(short, long, global = true, help_heading = "Everywhere", conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print the causes of an error
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub verbose: bool,
    /// Draw the app without lines and blocks, for screen readers
    #[arg(long, help_heading = "Everywhere")]
    pub plain: bool,
    /// List every command, with --help
    #[arg(long, hide = true)]
    pub all: bool,
    /// The command; without it, the app starts.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Takes the text of `brag add` from `-m` if it has no other text.
    #[must_use]
    pub fn with_message(mut self) -> Self {
        if let Some(Command::Add(add)) = &mut self.command {
            add.take_message();
        }
        self
    }
}

/// The commands of `brag`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Log a win in one line
    #[command(aliases = ["log", "new"])]
    Add(Box<AddArgs>),
    /// List wins, newest first
    #[command(alias = "ls")]
    List(ListArgs),
    /// Show a record in full
    #[command(alias = "view")]
    Show {
        /// The records: ids, or names of projects, goals, reading notes, metrics, positions or stories
        #[arg(required = true, value_name = "ID", add = complete::values(complete::ids))]
        ids: Vec<String>,
    },
    /// Change a win, by flags or in your editor
    Edit(Box<EditArgs>),
    /// Delete records (brag undo brings them back)
    #[command(aliases = ["delete", "remove", "del"])]
    Rm {
        /// The records, by id or name
        #[arg(required = true, add = complete::values(complete::ids))]
        ids: Vec<String>,
        /// Accepted as by other programs; nothing is asked, because brag undo brings the records back
        #[arg(short, long, short_alias = 'f', alias = "force", hide = true)]
        yes: bool,
    },
    /// Undo the latest change, or several
    Undo(UndoArgs),
    /// Redo the latest undone change, or several
    Redo {
        /// The number of batches to redo
        #[arg(default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
        count: u16,
    },
    /// List changes with their time, old and new values
    History(HistoryArgs),
    /// Search every kind of record
    #[command(aliases = ["find", "grep"])]
    Search(SearchArgs),
    /// Print a note on the week for a 1:1
    Week(WeekArgs),
    /// Print the brag document of a period
    #[command(aliases = ["report", "document", "doc", "summary"])]
    Review(ReviewArgs),
    /// Suggest how to make wins stronger
    Lint(LintArgs),
    /// Print the totals of a period
    #[command(aliases = ["statistics", "totals"])]
    Stats {
        /// The period [default: this year]
        #[arg(add = complete::values(complete::periods))]
        period: Vec<String>,
    },
    /// Import records from a document or an exported journal, or unlogged work from git
    Import(ImportArgs),
    /// Keep, merge or drop what git and other programs reported
    Inbox {
        #[command(subcommand)]
        action: Option<InboxAction>,
    },
    /// Show the follow-ups that are due
    #[command(aliases = ["followups", "follow-ups", "followup"])]
    Due(DueArgs),
    /// Set goals, follow their progress, and end them
    #[command(alias = "goals")]
    Goal {
        #[command(subcommand)]
        action: Option<GoalAction>,
    },
    /// Keep notes on books, papers, courses, talks and tools
    #[command(aliases = ["reading", "readings"])]
    Read {
        #[command(subcommand)]
        action: Option<ReadAction>,
    },
    /// Manage projects and their stories
    #[command(alias = "projects")]
    Project {
        #[command(subcommand)]
        action: Option<ProjectAction>,
    },
    /// Keep the positions that you had, with the answers that an interviewer wants
    #[command(alias = "positions")]
    Position {
        #[command(subcommand)]
        action: Option<PositionAction>,
    },
    /// Write stories for interviews, with the figures of your records
    #[command(alias = "stories")]
    Story {
        #[command(subcommand)]
        action: Option<StoryAction>,
    },
    /// Keep what others said about your work
    Praise {
        #[command(subcommand)]
        action: Option<PraiseAction>,
    },
    /// Answer your company's review form from your records, within its limits
    #[command(aliases = ["form", "forms", "questionnaires"])]
    Questionnaire {
        #[command(subcommand)]
        action: Option<QuestionnaireAction>,
    },
    /// Show or change the person at the head of your CV
    Profile {
        #[command(subcommand)]
        action: Option<ProfileAction>,
    },
    /// Compare your records with a competency ladder
    Ladder {
        #[command(subcommand)]
        action: Option<LadderAction>,
    },
    /// Tag wins and stories with the competencies of your ladder
    Competency {
        #[command(subcommand)]
        action: Option<CompetencyAction>,
    },
    /// Log values and manage their metrics
    #[command(alias = "metrics")]
    Metric {
        #[command(subcommand)]
        action: Option<MetricAction>,
    },
    /// Record the outcomes of your work, or schedule follow-ups
    #[command(alias = "outcomes")]
    Outcome {
        #[command(subcommand)]
        action: Option<OutcomeAction>,
    },
    /// Answer a follow-up: the same as brag outcome record
    Answer(RecordArgs),
    /// Export a CV, a portfolio, a timeline, stories or a calendar, or the journal as data
    Export(ExportArgs),
    /// Set the aliases that replace names in documents for the public
    #[command(alias = "aliases")]
    Alias {
        #[command(subcommand)]
        action: Option<AliasAction>,
    },
    /// List tags with counts, or rename one
    #[command(alias = "tag")]
    Tags(LabelArgs),
    /// List people with counts, or rename one
    #[command(alias = "person")]
    People(PersonArgs),
    /// List skills with counts, rename one, or put it into a group
    #[command(alias = "skill")]
    Skills(SkillArgs),
    /// Make a backup of the journal, or list the backups
    Backup(BackupArgs),
    /// Bring back a backup, after a backup of the present journal
    Restore(RestoreArgs),
    /// Check the journal and what is around it, and repair it
    Doctor(DoctorArgs),
    /// Remove records for good
    Purge(PurgeArgs),
    /// Show, edit and check the configuration
    Config {
        #[command(subcommand)]
        action: Option<ConfigAction>,
    },
    /// Print the completion script for your shell
    #[command(after_help = "brag help shell says where the script belongs.

Examples:
  brag completions bash
  brag completions fish > brag.fish")]
    #[command(alias = "completion")]
    Completions {
        /// bash, zsh, fish, elvish or powershell
        #[arg(add = complete::values(complete::shells))]
        shell: String,
    },
    /// Print the help of a command, or a text on a topic: line, dates, keys, privacy …
    Help {
        /// The command, or the topic
        #[arg(value_name = "COMMAND|TOPIC", add = complete::values(complete::topics))]
        words: Vec<String>,
    },
    /// Open the app on a sample journal of four years, in a temporary place; --db PATH keeps it
    #[command(after_help = "Examples:\n  brag demo\n  brag demo --db sample.db")]
    Demo,
    /// Print the manual page, or write the pages of all commands
    Man {
        /// The directory to write the pages into [default: print brag's page]
        #[arg(short, value_name = "DIR", value_hint = ValueHint::DirPath)]
        output: Option<PathBuf>,
    },
}

/// `brag alias`
#[derive(Debug, Subcommand)]
pub enum AliasAction {
    /// Add an alias for a name, or replace it
    #[command(alias = "new")]
    Add {
        /// The name to replace: a customer, a product, a person; 'Kowalski*' also matches Kowalskiego
        name: String,
        /// The text in its place: 'a large bank'
        alias: String,
        /// Replace the name only in exactly this capitalisation: for names that are also ordinary words
        #[arg(long)]
        exact: bool,
    },
    /// List the names with their aliases
    #[command(alias = "ls")]
    List,
    /// Remove the alias of a name
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// The name
        #[arg(add = complete::values(complete::aliases))]
        name: String,
    },
}

/// `brag config`
#[derive(Debug, Subcommand)]
pub enum ConfigAction {
    /// Print the path of your configuration
    Path,
    /// Print every setting with its documentation and your own values
    Show,
    /// Open the configuration in your editor
    Edit,
    /// Check the configuration for errors
    Check,
}

/// Parses a year of four digits.
fn year(text: &str) -> Result<i32, String> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = text.parse().ok().filter(|year| is_year && crate::domain::date::YEARS.contains(year));
    year.ok_or_else(|| format!("“{text}” is not a year; write it as 2026"))
}

fn visibility(word: &str) -> Result<Visibility, String> {
    crate::capture::values::visibility(word)
}

#[cfg(test)]
mod tests;
