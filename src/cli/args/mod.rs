//! The arguments of the command line. Their names are a stable public interface.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::engine::ArgValueCandidates;

mod document;
mod goal;
mod ladder;
mod maintenance;
mod metric;
mod outcome;
mod position;
mod praise;
mod profile;
mod project;
mod read;
mod story;
mod win;

use super::complete;
use super::output::Color;
use crate::domain::Visibility;

pub use document::{
    CareerArgs, ExportArgs, ExportWhat, FileArgs, LintArgs, PortfolioArgs, RenderArgs, ResumeArgs, ReviewArgs,
};
pub use goal::{AboutFlags, GoalAction, GoalAddArgs, GoalEditArgs, MeasureFlags};
pub use ladder::{ChooseArgs, CompetencyAction, LadderAction, QUARTERS};
pub use maintenance::{BackupAction, BackupArgs, DoctorArgs, PurgeArgs, RestoreArgs};
pub use metric::{LogArgs, MetricAction, MetricEditArgs, MetricSetArgs};
pub use outcome::{DueArgs, OutcomeAction, OutcomeEditArgs};
pub use position::{PositionAction, PositionAddArgs, PositionEditArgs, PositionFlags};
pub use praise::{PraiseAction, PraiseAddArgs, PraiseEditArgs, PraiseFlags};
pub use profile::{ProfileAction, ProfileEditArgs};
pub use project::{ProjectAction, ProjectEditArgs, ProjectFlags};
pub use read::{ReadAction, ReadEditArgs, ReadFlags, ReadListArgs};
pub use story::{StoryAction, StoryAddArgs, StoryEditArgs, StoryFlags};
pub use win::{AddArgs, EditArgs};

/// Keep the record of your work: wins in seconds, metrics as they happen, outcomes when they are due.
#[derive(Debug, Parser)]
#[command(name = "brag", version, max_term_width = 100, subcommand_help_heading = "Commands")]
#[command(after_help = "Without a command, brag opens the app.

Examples:
  brag add 'Halved the build time +ci #perf build:12min..6min'
  brag metric log latency 380ms
  brag list this month
  brag due
  brag week
  brag undo

In single quotes the shell leaves #, !, > and $ alone. For text with an apostrophe:
  echo \"Didn't page anyone this week\" | brag add -")]
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
    /// Print the causes of an error
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub verbose: bool,
    /// The command; without it, the app starts.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands of `brag`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Log a win in one line
    Add(Box<AddArgs>),
    /// List wins, newest first
    List(ListArgs),
    /// Show a record in full
    Show {
        /// The record: an id, or the name of a project, goal, reading note, metric, position or story
        #[arg(add = ArgValueCandidates::new(complete::ids))]
        id: String,
    },
    /// Change a win, by flags or in your editor
    Edit(Box<EditArgs>),
    /// Delete records (brag undo brings them back)
    Rm {
        /// The records, by id or name
        #[arg(required = true, add = ArgValueCandidates::new(complete::ids))]
        ids: Vec<String>,
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
    Search(SearchArgs),
    /// Print a note on the week for a 1:1
    Week {
        /// The week or period [default: this week]
        period: Option<String>,
        /// The reader; private records are left out for a manager
        #[arg(long, value_name = "READER", default_value = "manager", value_parser = ["self", "manager"])]
        reader: String,
    },
    /// Print the brag document of a period
    Review(ReviewArgs),
    /// Suggest how to make wins stronger
    Lint(LintArgs),
    /// Print the totals of a period
    Stats {
        /// The period [default: this year]
        period: Option<String>,
    },
    /// Import records from a document or an exported journal
    Import(ImportArgs),
    /// Show the follow-ups that are due
    Due(DueArgs),
    /// Set goals, follow their progress, and end them
    Goal {
        #[command(subcommand)]
        action: GoalAction,
    },
    /// Keep notes on books, papers, courses, talks and tools
    Read {
        #[command(subcommand)]
        action: ReadAction,
    },
    /// Manage projects and their stories
    Project {
        #[command(subcommand)]
        action: ProjectAction,
    },
    /// Keep the positions that you had, with the answers that an interviewer wants
    Position {
        #[command(subcommand)]
        action: Option<PositionAction>,
    },
    /// Write stories for interviews, with the figures of your records
    Story {
        #[command(subcommand)]
        action: Option<StoryAction>,
    },
    /// Keep what others said about your work
    Praise {
        #[command(subcommand)]
        action: Option<PraiseAction>,
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
    Metric {
        #[command(subcommand)]
        action: MetricAction,
    },
    /// Record the outcomes of your work, or schedule follow-ups
    Outcome {
        #[command(subcommand)]
        action: OutcomeAction,
    },
    /// Export a CV, a portfolio, a timeline, stories or a calendar, or the journal as data
    Export(ExportArgs),
    /// Set the aliases that replace names in documents for the public
    Alias {
        #[command(subcommand)]
        action: AliasAction,
    },
    /// List tags with counts, or rename one
    Tags(LabelArgs),
    /// List people with counts, or rename one
    People(LabelArgs),
    /// List skills with counts, rename one, or put it into a group
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
        action: ConfigAction,
    },
    /// Print the completion script for your shell
    #[command(after_help = "Examples:
  bash   echo 'source <(brag completions bash)' >> ~/.bashrc
  zsh    echo 'source <(brag completions zsh)' >> ~/.zshrc
  fish   brag completions fish > ~/.config/fish/completions/brag.fish")]
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: String,
    },
    /// Print the manual page, or write the pages of all commands
    Man {
        /// The directory to write the pages into [default: print brag's page]
        #[arg(short, value_name = "DIR", value_hint = ValueHint::DirPath)]
        output: Option<PathBuf>,
    },
}

/// `brag list`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  brag list 2026-Q1 --starred
  brag list last month --project docgen
  brag list latency --no-outcome")]
pub struct ListArgs {
    /// A period (2026, 2026-Q1, last month, …) and words to search for
    #[arg(value_name = "PERIOD|WORDS")]
    pub words: Vec<String>,
    /// Only wins of this project
    #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(complete::projects))]
    pub project: Option<String>,
    /// Only wins that are evidence for this goal
    #[arg(long, value_name = "GOAL", add = ArgValueCandidates::new(complete::goals))]
    pub goal: Option<String>,
    /// Only wins with this tag
    #[arg(long = "tag", value_name = "NAME", add = ArgValueCandidates::new(complete::tags))]
    pub tags: Vec<String>,
    /// Only wins with this skill
    #[arg(long = "skill", value_name = "NAME", add = ArgValueCandidates::new(complete::skills))]
    pub skills: Vec<String>,
    /// Only wins with this person
    #[arg(long = "with", value_name = "NAME", add = ArgValueCandidates::new(complete::people))]
    pub people: Vec<String>,
    /// Only wins of this category
    #[arg(long, value_name = "CATEGORY", add = ArgValueCandidates::new(complete::categories))]
    pub category: Option<String>,
    /// Only wins that are evidence for no goal
    #[arg(long, conflicts_with = "goal")]
    pub no_goal: bool,
    /// Only wins without a date
    #[arg(long)]
    pub undated: bool,
    /// Only starred wins
    #[arg(long)]
    pub starred: bool,
    /// Only wins without a number
    #[arg(long)]
    pub no_number: bool,
    /// Only wins without a recorded outcome
    #[arg(long)]
    pub no_outcome: bool,
    /// At most this many wins
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// Sort by the date of the win (date) or by the time you logged it (logged)
    #[arg(long, value_name = "ORDER", default_value = "date", value_parser = ["date", "logged"])]
    pub sort: String,
}

/// `brag search`
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// The words to search for; the last may be the start of a word
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Only these kinds: win, project, goal, reading, metric
    #[arg(long, value_delimiter = ',', value_name = "KINDS")]
    pub kind: Vec<String>,
    /// At most this many results
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

/// `brag undo`
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// The number of batches to undo
    #[arg(default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub count: u16,
    /// Undo only the batch with this id, even if it is not the latest
    #[arg(long, value_name = "ID", conflicts_with = "count")]
    pub batch: Option<String>,
}

/// `brag history`
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// Only changes of this record
    #[arg(add = ArgValueCandidates::new(complete::ids))]
    pub id: Option<String>,
    /// At most this many batches
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

/// `brag import`
#[derive(Debug, Args)]
#[command(
    after_help = "Headings become projects or name a section, bullets become wins, what is nested under a bullet
becomes its notes. A table of titles and takeaways becomes reading notes, and so does the library
that Goodreads exports as CSV. Importing the same file again adds nothing; brag undo undoes an import."
)]
pub struct ImportArgs {
    /// The files to import: Markdown, CSV, or JSON from brag export
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Also schedule follow-ups for the imported wins and shipped projects
    #[arg(long)]
    pub ask: bool,
    /// The format of the files
    #[arg(long, default_value = "auto", value_parser = ["auto", "markdown", "csv", "json"])]
    pub format: String,
    /// The year of records without a date
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub year: Option<i32>,
    /// Show what would be added, and add nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Import without asking for confirmation
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// `brag tags`, `brag people`
#[derive(Debug, Args)]
pub struct LabelArgs {
    #[command(subcommand)]
    pub action: Option<LabelAction>,
}

/// `brag skills`
#[derive(Debug, Args)]
pub struct SkillArgs {
    #[command(subcommand)]
    pub action: Option<SkillAction>,
}

/// The actions of `brag skills`.
#[derive(Debug, Subcommand)]
pub enum SkillAction {
    /// Rename a skill, or merge it into another
    Rename {
        /// The current name
        old: String,
        /// The new name; an existing name merges the two
        new: String,
    },
    /// Put a skill into a group: language, technology, module, practice, or any other word
    Group {
        /// The skill
        #[arg(add = ArgValueCandidates::new(complete::skills))]
        name: String,
        /// The group; an empty text removes the skill from its group
        group: String,
    },
}

/// `brag alias`
#[derive(Debug, Subcommand)]
pub enum AliasAction {
    /// Add an alias for a name, or replace it
    Add {
        /// The name to replace: a customer, a product, a person
        name: String,
        /// The text in its place: 'a large bank'
        alias: String,
        /// Replace the name only in exactly this capitalisation: for names that are also ordinary words
        #[arg(long)]
        exact: bool,
    },
    /// List the names with their aliases
    List,
    /// Remove the alias of a name
    Rm {
        /// The name
        name: String,
    },
}

/// The actions of `brag tags` and `brag people`.
#[derive(Debug, Subcommand)]
pub enum LabelAction {
    /// Rename an entry, or merge it into another
    Rename {
        /// The current name
        old: String,
        /// The new name; an existing name merges the two
        new: String,
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
