//! The words of `brag due` and `brag outcome`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use super::super::complete;

/// `brag due`
#[derive(Debug, Args)]
pub struct DueArgs {
    /// Also those that wait for their day
    #[arg(long)]
    pub all: bool,
    /// Also those that come within this time: 2w, 3mo
    #[arg(long, value_name = "TIME", conflicts_with = "all")]
    pub within: Option<String>,
    /// One line or nothing, for when a shell starts
    #[arg(long)]
    pub brief: bool,
    /// Print nothing; exit 3 when something is due
    #[arg(long)]
    pub check: bool,
}

/// `brag outcome`
#[derive(Debug, Subcommand)]
pub enum OutcomeAction {
    /// Record what came of it: answer a follow-up, or say it unasked
    #[command(after_help = "Examples:
  brag outcome record k7q4 'on-call pages fell from 12 to 1 a month' --metric latency=380ms
  brag outcome record docgen 'three more teams use it'")]
    Record {
        /// A follow-up, or a win or project
        #[arg(add = ArgValueCandidates::new(complete::asked))]
        id: String,
        /// What happened; - reads it from stdin
        #[arg(required = true)]
        text: Vec<String>,
        /// A value that proves it: latency=380ms
        #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
        metric: Option<String>,
        /// The day on which it is recorded [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
        /// Where it can be seen
        #[arg(long, value_name = "URL")]
        evidence: Option<String>,
    },
    /// Put a follow-up off
    Snooze {
        /// A follow-up, or a win or project
        #[arg(add = ArgValueCandidates::new(complete::asked))]
        id: String,
        /// For how long, or until when: 2w, 3mo, 2026-09-01
        #[arg(required = true)]
        when: Vec<String>,
    },
    /// Close a follow-up with nothing to report
    Nothing {
        /// A follow-up, or a win or project
        #[arg(add = ArgValueCandidates::new(complete::asked))]
        id: String,
        /// Why
        #[arg(required = true)]
        why: Vec<String>,
    },
    /// Ask for what came of a win or a project on a day
    Ask {
        /// The win or project
        #[arg(add = ArgValueCandidates::new(complete::ids))]
        id: String,
        /// When: 2w, \"in 3 months\", 2026-09-01
        when: String,
        /// What to ask
        question: Vec<String>,
    },
    /// List outcomes, the latest first
    List,
    /// Show a follow-up whole
    Show {
        /// The follow-up
        id: String,
    },
    /// Correct a follow-up or its answer
    Edit(OutcomeEditArgs),
    /// Delete a follow-up with its answer (brag undo brings it back)
    Rm {
        /// The follow-up
        id: String,
    },
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
    /// Where it can be seen; empty for nowhere
    #[arg(long, value_name = "URL")]
    pub evidence: Option<String>,
    /// What is asked
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// When to ask
    #[arg(long, value_name = "DATE")]
    pub ask_on: Option<String>,
}
