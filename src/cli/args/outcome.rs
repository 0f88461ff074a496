//! The arguments of `brag due` and `brag outcome`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

use super::super::complete;

/// `brag due`
#[derive(Debug, Args)]
pub struct DueArgs {
    /// Include follow-ups that are not due yet
    #[arg(long)]
    pub all: bool,
    /// Include follow-ups that become due within this time: 2w, 3mo
    #[arg(long, value_name = "TIME", conflicts_with = "all")]
    pub within: Option<String>,
    /// Print one line if something is due, else nothing: for the start of a shell
    #[arg(long)]
    pub brief: bool,
    /// Print nothing; exit with status 3 if something is due
    #[arg(long)]
    pub check: bool,
}

/// `brag outcome`
#[derive(Debug, Subcommand)]
pub enum OutcomeAction {
    /// Record an outcome: answer a follow-up, or add the outcome of a win or project
    #[command(aliases = ["add", "new"])]
    Record(RecordArgs),
    /// Postpone a follow-up
    Snooze {
        /// The follow-up, or its win or project
        #[arg(add = complete::values(complete::asked))]
        id: String,
        /// The new day, or the time until then: 2w, 3mo, 2026-09-01
        #[arg(required = true)]
        when: Vec<String>,
    },
    /// Close a follow-up with nothing to report
    Nothing {
        /// The follow-up, or its win or project
        #[arg(add = complete::values(complete::asked))]
        id: String,
        /// The reason
        #[arg(required = true)]
        why: Vec<String>,
    },
    /// Schedule a follow-up about a win or a project
    Ask {
        /// The win or project
        #[arg(add = complete::values(complete::ids))]
        id: String,
        /// The day to ask: 2w, "in 3 months", 2026-09-01
        when: String,
        /// The question to ask
        question: Vec<String>,
    },
    /// List outcomes, the latest first
    #[command(alias = "ls")]
    List,
    /// Show a follow-up with its claim and answer
    Show {
        /// The follow-up
        id: String,
    },
    /// Correct a follow-up or its answer
    Edit(OutcomeEditArgs),
    /// Delete a follow-up with its answer (brag undo brings it back)
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// The follow-up
        id: String,
    },
}

/// `brag outcome record` and `brag answer`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  brag answer docgen 'three more teams use it'
  brag outcome record k7q4 'on-call pages fell from 12 to 1 a month' --metric latency=380ms")]
pub struct RecordArgs {
    /// The follow-up, or the win or project
    #[arg(add = complete::values(complete::asked))]
    pub id: String,
    /// The outcome; - reads it from stdin
    #[arg(required = true)]
    pub text: Vec<String>,
    /// A value that proves it: latency=380ms
    #[arg(short, long, value_name = "NAME=VALUE")]
    pub metric: Option<String>,
    /// The day on which it is recorded [default: today]
    #[arg(short, long, value_name = "DATE")]
    pub date: Option<String>,
    /// A link to the evidence
    #[arg(long, value_name = "URL")]
    pub evidence: Option<String>,
}

/// `brag outcome edit`
#[derive(Debug, Args)]
pub struct OutcomeEditArgs {
    /// The follow-up
    pub id: String,
    /// What happened
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    /// The day on which it was recorded
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// A link to the evidence; an empty text removes it
    #[arg(long, value_name = "URL")]
    pub evidence: Option<String>,
    /// The question to ask
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// The day to ask
    #[arg(long, value_name = "DATE")]
    pub ask_on: Option<String>,
}
