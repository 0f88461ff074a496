//! The arguments of `brag list`, `brag search`, `brag undo` and `brag history`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::Args;

use super::super::complete;

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
    /// Only wins since this date or period
    #[arg(long, aliases = ["from", "after"], value_name = "PERIOD", add = complete::values(complete::periods))]
    pub since: Option<String>,
    /// Only wins until the end of this date or period
    #[arg(long, aliases = ["to", "before"], value_name = "PERIOD", add = complete::values(complete::periods))]
    pub until: Option<String>,
    /// Only wins of this project
    #[arg(short, long, value_name = "NAME", add = complete::values(complete::projects))]
    pub project: Option<String>,
    /// Only wins that are evidence for this goal
    #[arg(long, value_name = "GOAL", add = complete::values(complete::goals))]
    pub goal: Option<String>,
    /// Only wins with this tag
    #[arg(short = 't', long = "tag", alias = "tags", value_name = "NAME", value_delimiter = ',', add = complete::values(complete::tags))]
    pub tags: Vec<String>,
    /// Only wins with this skill
    #[arg(long = "skill", value_name = "NAME", value_delimiter = ',', add = complete::values(complete::skills))]
    pub skills: Vec<String>,
    /// Only wins with this person
    #[arg(long = "with", aliases = ["person", "people"], value_name = "NAME", value_delimiter = ',', add = complete::values(complete::people))]
    pub people: Vec<String>,
    /// Only wins of this category
    #[arg(long, value_name = "CATEGORY", add = complete::values(complete::categories))]
    pub category: Option<String>,
    /// Only wins that are evidence for no goal
    #[arg(long, conflicts_with = "goal")]
    pub no_goal: bool,
    /// Only wins without a date
    #[arg(long)]
    pub undated: bool,
    /// Only starred wins
    #[arg(long, alias = "star")]
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
    /// The columns: id, date, title, project, number, category, tags, people, skills, goals, roles, status, outcome,
    /// for, impact, logged
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', add = complete::values(complete::columns))]
    pub columns: Vec<String>,
}

/// `brag search`
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// The words to search for; the last may be the start of a word
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Only these kinds: win, project, goal, reading, metric, position, story, praise
    #[arg(short, long, value_delimiter = ',', value_name = "KINDS", add = complete::values(complete::kind_words))]
    pub kind: Vec<String>,
    /// Only records since this date or period
    #[arg(long, value_name = "PERIOD", add = complete::values(complete::periods))]
    pub since: Option<String>,
    /// Only records until the end of this date or period
    #[arg(long, value_name = "PERIOD", add = complete::values(complete::periods))]
    pub until: Option<String>,
    /// Accepted as by grep; a search ignores case anyway
    #[arg(short, long, hide = true)]
    pub ignore_case: bool,
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
    #[arg(long, value_name = "ID", conflicts_with = "count", add = complete::values(complete::batches))]
    pub batch: Option<String>,
}

/// `brag history`
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// Only changes of this record
    #[arg(add = complete::values(complete::ids))]
    pub id: Option<String>,
    /// At most this many batches
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    pub limit: usize,
}
