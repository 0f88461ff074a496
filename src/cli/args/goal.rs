//! The arguments of `brag goal`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

use super::super::complete;
use super::year;

/// `brag goal`
#[derive(Debug, Subcommand)]
pub enum GoalAction {
    /// Set a goal for a year
    #[command(alias = "new")]
    Add(Box<GoalAddArgs>),
    /// List goals with their progress, pace and ending
    #[command(alias = "ls")]
    List {
        /// Only goals of this year
        #[arg(value_parser = year)]
        year: Option<i32>,
    },
    /// Show a goal with its progress, milestones, evidence and check-ins
    Show {
        /// The goal's title, the start of it, or its id
        #[arg(add = complete::values(complete::goals))]
        id: String,
    },
    /// Record a check-in: a note, and the value of a goal with a number
    #[command(after_help = "Examples:
  brag goal check coverage 83%
  brag goal check 'public speaking' --note 'proposal sent' --date yesterday")]
    Check {
        /// The goal's title, the start of it, or its id
        #[arg(add = complete::values(complete::goals))]
        id: String,
        /// The current value; it is also logged in the metric that the goal follows
        value: Option<String>,
        /// A note on the progress
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// The day, in the goal's year [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Link wins, projects, reading notes or metrics to a goal as evidence
    Link {
        /// The goal's title, the start of it, or its id
        #[arg(add = complete::values(complete::goals))]
        id: String,
        /// The records, by id or name
        #[arg(required = true, value_name = "RECORD", add = complete::values(complete::evidence))]
        records: Vec<String>,
    },
    /// Remove evidence from a goal
    Unlink {
        /// The goal's title, the start of it, or its id
        #[arg(add = complete::values(complete::goals))]
        id: String,
        /// The records, by id or name
        #[arg(required = true, value_name = "RECORD", add = complete::values(complete::evidence))]
        records: Vec<String>,
    },
    /// Mark a milestone as done, or as open again
    Milestone {
        /// The goal's title, the start of it, or its id
        #[arg(add = complete::values(complete::goals))]
        id: String,
        /// The milestone: its number, or the start of its title
        #[arg(value_name = "N", add = complete::values(complete::milestones))]
        milestone: String,
        /// The new state
        #[arg(value_parser = ["done", "open"], default_value = "done")]
        state: String,
        /// The day it was done [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Mark a goal as reached
    Done {
        /// The goal's title, the start of it, or its id
        #[arg(add = complete::values(complete::goals))]
        id: String,
        /// The day [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
        /// The proof that it was reached
        #[arg(long, value_name = "TEXT", alias = "note")]
        proof: Option<String>,
    },
    /// Drop a goal that you no longer pursue
    Drop {
        /// The goal's title, the start of it, or its id
        #[arg(add = complete::values(complete::goals))]
        id: String,
        /// The reason
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Carry a goal over to a later year, with its progress
    Carry {
        /// The goal's title, the start of it, or its id
        #[arg(add = complete::values(complete::goals))]
        id: String,
        /// The year [default: the year after the goal's]
        #[arg(long, value_name = "YEAR", value_parser = year)]
        to: Option<i32>,
    },
    /// Reopen a goal that was done or dropped
    Reopen {
        /// The goal's title, the start of it, or its id
        #[arg(add = complete::values(complete::goals))]
        id: String,
    },
    /// Change a goal, by flags or in your editor
    Edit(Box<GoalEditArgs>),
    /// Delete goals; their evidence stays (brag undo brings them back)
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// The goals' titles or ids
        #[arg(required = true, add = complete::values(complete::goals))]
        ids: Vec<String>,
    },
}

/// The flags for the measure of a goal.
#[derive(Debug, Args, Default)]
pub struct MeasureFlags {
    /// Measure by a count: N linked records reach the goal
    #[arg(long, value_name = "N", conflicts_with_all = ["from", "to", "done_or_not", "growing"])]
    pub count: Option<String>,
    /// Measure by a number that starts at A
    #[arg(long, value_name = "A", conflicts_with_all = ["done_or_not", "growing"])]
    pub from: Option<String>,
    /// Measure by a number that ends at B
    #[arg(long, value_name = "B", conflicts_with_all = ["done_or_not", "growing"])]
    pub to: Option<String>,
    /// The unit of --from and --to, if they have none
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// The metric that the number follows
    #[arg(long, value_name = "NAME", add = complete::values(complete::metrics))]
    pub metric: Option<String>,
    /// The better direction: lower or higher, if it cannot be guessed
    #[arg(long, value_name = "WAY")]
    pub better: Option<String>,
    /// Add a milestone and measure by milestones; a goal with a count or a number keeps its measure
    #[arg(long = "milestone", value_name = "TEXT", conflicts_with_all = ["count", "from", "to", "done_or_not", "growing"])]
    pub milestones: Vec<String>,
    /// Measure as done or not done
    #[arg(long, conflicts_with = "growing")]
    pub done_or_not: bool,
    /// Let the goal grow by evidence, with no finish line (the default)
    #[arg(long)]
    pub growing: bool,
}

/// `brag goal add`
#[derive(Debug, Args)]
#[command(
    after_help = "Without a measure a goal grows: wins are linked to it quarter by quarter, with no finish line.

Examples:
  brag goal add 'Get better at writing' --why 'Every decision here is made on paper'
  brag goal add 'Two new languages or tools' --count 2
  brag goal add 'Raise test coverage' --from 70% --to 90%
  brag metric log latency 800ms && brag goal add 'Latency under 100 ms' --to 100ms --metric latency
  brag goal add 'Give a talk' --milestone 'Find a topic' --milestone 'Hand in the proposal'
  brag goal add 'Speak in public once' --done-or-not"
)]
pub struct GoalAddArgs {
    /// The title: what you want to achieve
    pub title: String,
    /// The year [default: this year]
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub year: Option<i32>,
    /// The reason for the goal
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    #[command(flatten)]
    pub measure: MeasureFlags,
    #[command(flatten)]
    pub about: AboutFlags,
}

/// The flags that goals and reading notes have in common.
#[derive(Debug, Args, Default)]
pub struct AboutFlags {
    /// A tag
    #[arg(long = "tag", value_name = "NAME", add = complete::values(complete::tags))]
    pub tags: Vec<String>,
    /// A link
    #[arg(long = "link", value_name = "URL")]
    pub links: Vec<String>,
    /// Notes in Markdown
    #[arg(long, value_name = "TEXT")]
    pub notes: Option<String>,
    /// Who may see it in a document: private, internal or public
    #[arg(long, value_name = "WHO")]
    pub visibility: Option<String>,
}

/// `brag goal edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, --milestone, --tag and --link add, --remove-tag and the like remove,
and an empty value clears. Without any flag the goal opens in $VISUAL or $EDITOR as one document."
)]
pub struct GoalEditArgs {
    /// The goal's title, the start of it, or its id
    #[arg(add = complete::values(complete::goals))]
    pub id: String,
    /// The new title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// The year of the goal
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub year: Option<i32>,
    /// The reason for the goal
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    #[command(flatten)]
    pub measure: MeasureFlags,
    #[command(flatten)]
    pub about: AboutFlags,
    /// Remove a milestone: its number, or the start of its title
    #[arg(long, value_name = "N")]
    pub remove_milestone: Vec<String>,
    /// Remove a tag
    #[arg(long, value_name = "NAME")]
    pub remove_tag: Vec<String>,
    /// Remove a link
    #[arg(long, value_name = "URL")]
    pub remove_link: Vec<String>,
}

impl MeasureFlags {
    /// Returns `true` if no flag was given.
    pub fn is_empty(&self) -> bool {
        let texts = [&self.count, &self.from, &self.to, &self.unit, &self.metric, &self.better];
        texts.iter().all(|text| text.is_none())
            && self.milestones.is_empty()
            && !self.done_or_not
            && !self.growing
    }
}

impl AboutFlags {
    /// Returns `true` if no flag was given.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.links.is_empty() && self.notes.is_none() && self.visibility.is_none()
    }
}
