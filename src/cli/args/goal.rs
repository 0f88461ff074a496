//! The words of `brag goal`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use super::super::complete;

/// `brag goal`
#[derive(Debug, Subcommand)]
pub enum GoalAction {
    /// Set a goal for a year
    Add(Box<GoalAddArgs>),
    /// List goals: how far each is, whether that is as far as the year, how it ended
    List {
        /// Only of this year
        #[arg(value_parser = clap::value_parser!(i32).range(1..=9999))]
        year: Option<i32>,
    },
    /// Show a goal: what moved it, from the day on which it was set
    Show {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::goals))]
        id: String,
    },
    /// Say how a goal stands: a note, and the value where it moves by a number
    #[command(after_help = "Examples:
  brag goal check coverage 83%
  brag goal check 'public speaking' --note 'proposal sent' --date yesterday")]
    Check {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::goals))]
        id: String,
        /// The number as it is now; it is logged in the metric that the goal follows
        #[arg(allow_hyphen_values = true)]
        value: Option<String>,
        /// What there is to say
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// The day, in the goal's year [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Make wins, projects, reading notes or metrics evidence for a goal
    Link {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::goals))]
        id: String,
        /// The records
        #[arg(required = true, value_name = "RECORD", add = ArgValueCandidates::new(complete::evidence))]
        records: Vec<String>,
    },
    /// Take evidence away from a goal
    Unlink {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::goals))]
        id: String,
        /// The records
        #[arg(required = true, value_name = "RECORD", add = ArgValueCandidates::new(complete::evidence))]
        records: Vec<String>,
    },
    /// Say that a milestone is done, or open again
    Milestone {
        /// The goal's title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::goals))]
        id: String,
        /// Which one: its number, or its words
        #[arg(value_name = "N")]
        milestone: String,
        /// done or open
        #[arg(value_parser = ["done", "open"], default_value = "done")]
        state: String,
        /// When it was done [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Say that a goal was reached
    Done {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::goals))]
        id: String,
        /// When [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
        /// What proved it
        #[arg(long, value_name = "TEXT", alias = "note")]
        proof: Option<String>,
    },
    /// Drop a goal that is not wanted any more
    Drop {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::goals))]
        id: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Carry a goal over to a later year, with what moved it so far
    Carry {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::goals))]
        id: String,
        /// The year [default: the one after the goal's]
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1..=9999))]
        to: Option<i32>,
    },
    /// Open a goal again that was done or dropped
    Reopen {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::goals))]
        id: String,
    },
    /// Change a goal, by flags or in your editor
    Edit(Box<GoalEditArgs>),
    /// Delete goals; their evidence stays (brag undo brings them back)
    Rm {
        /// Their titles or ids
        #[arg(required = true, add = ArgValueCandidates::new(complete::goals))]
        ids: Vec<String>,
    },
}

/// How a goal moves.
#[derive(Debug, Args, Default)]
pub struct MeasureFlags {
    /// It moves by so many linked records
    #[arg(long, value_name = "N", allow_hyphen_values = true, conflicts_with_all = ["from", "to", "done_or_not", "growing"])]
    pub count: Option<String>,
    /// It moves by a number, from this value
    #[arg(long, value_name = "A", allow_hyphen_values = true, conflicts_with_all = ["done_or_not", "growing"])]
    pub from: Option<String>,
    /// … to this one
    #[arg(long, value_name = "B", allow_hyphen_values = true, conflicts_with_all = ["done_or_not", "growing"])]
    pub to: Option<String>,
    /// The unit of the number, where the values do not say it
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// The metric that the number follows by itself
    #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(complete::metrics))]
    pub metric: Option<String>,
    /// Which way is better: lower or higher, where the goal cannot tell
    #[arg(long, value_name = "WAY")]
    pub better: Option<String>,
    /// It moves by its milestones, this is one; a count or a number stays, and has it as a step
    #[arg(long = "milestone", value_name = "TEXT", conflicts_with_all = ["count", "from", "to", "done_or_not", "growing"])]
    pub milestones: Vec<String>,
    /// It is done or it is not
    #[arg(long, conflicts_with = "growing")]
    pub done_or_not: bool,
    /// It grows by evidence, with no finish line: the default
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
    /// What you want of the year
    pub title: String,
    /// Which year [default: this one]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1..=9999))]
    pub year: Option<i32>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    #[command(flatten)]
    pub measure: MeasureFlags,
    #[command(flatten)]
    pub about: AboutFlags,
}

/// What else can be said of a goal or a reading note.
#[derive(Debug, Args, Default)]
pub struct AboutFlags {
    /// A tag
    #[arg(long = "tag", value_name = "NAME", add = ArgValueCandidates::new(complete::tags))]
    pub tags: Vec<String>,
    /// A link
    #[arg(long = "link", value_name = "URL")]
    pub links: Vec<String>,
    /// Anything else, in Markdown
    #[arg(long, value_name = "TEXT")]
    pub notes: Option<String>,
    /// Who may see it in a document: private, internal or public
    #[arg(long, value_name = "WHO")]
    pub visibility: Option<String>,
}

/// `brag goal edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, --milestone, --tag and --link add, --remove-tag and the like take away,
and an empty value clears. Without any flag the goal opens in $VISUAL or $EDITOR as one document."
)]
pub struct GoalEditArgs {
    /// Its title, a start of it, or its id
    #[arg(add = ArgValueCandidates::new(complete::goals))]
    pub id: String,
    /// What you want
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// The year that it belongs to
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1..=9999))]
    pub year: Option<i32>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    #[command(flatten)]
    pub measure: MeasureFlags,
    #[command(flatten)]
    pub about: AboutFlags,
    /// Take a milestone away: its number, or its words
    #[arg(long, value_name = "N")]
    pub remove_milestone: Vec<String>,
    /// Take a tag away
    #[arg(long, value_name = "NAME")]
    pub remove_tag: Vec<String>,
    /// Take a link away
    #[arg(long, value_name = "URL")]
    pub remove_link: Vec<String>,
}

impl MeasureFlags {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        let texts = [&self.count, &self.from, &self.to, &self.unit, &self.metric, &self.better];
        texts.iter().all(|text| text.is_none())
            && self.milestones.is_empty()
            && !self.done_or_not
            && !self.growing
    }
}

impl AboutFlags {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.links.is_empty() && self.notes.is_none() && self.visibility.is_none()
    }
}
