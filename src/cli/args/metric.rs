//! The arguments of `brag metric`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

use super::super::complete;
use crate::domain::Confidence;

/// `brag metric`
#[derive(Debug, Subcommand)]
pub enum MetricAction {
    /// Log a value; a new name creates a metric
    #[command(aliases = ["add", "new"])]
    Log(LogArgs),
    /// List metrics, the latest value first
    #[command(alias = "ls")]
    List {
        /// Only metrics of this project
        #[arg(short, long, value_name = "NAME", add = complete::values(complete::projects))]
        project: Option<String>,
        /// Only metrics with this text in their name
        name: Option<String>,
    },
    /// Show a metric with its values
    Show {
        /// The metric's name or id
        #[arg(add = complete::values(complete::metrics))]
        id: String,
    },
    /// Correct a value
    Edit(MetricEditArgs),
    /// Delete a value, or a metric with all its values (brag undo brings it back)
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// A value's id, or a metric's name or id
        #[arg(required = true, add = complete::values(complete::metrics))]
        ids: Vec<String>,
    },
    /// Set the unit, better direction, target, dashboard or name of a metric
    Set(MetricSetArgs),
}

/// `brag metric log`
#[derive(Debug, Args)]
#[command(
    after_help = "A value is written as people write it: 380ms, 1.2s, $12k, 99.9%, -90%, 15x, ÷10, 3 days,
1,200 users, ~9%, 8-12%. What was written is kept; units convert within their kind.

Examples:
  brag metric log latency 380ms --measured --source https://grafana.example/d/1
  brag metric log latency 800ms..400ms --project docgen
  brag metric log debug-time -70%"
)]
pub struct LogArgs {
    /// The metric's name, the start of it, or its id
    #[arg(add = complete::values(complete::metrics))]
    pub name: String,
    /// The value, or BEFORE..VALUE for a new metric
    #[arg(value_name = "VALUE")]
    pub value: String,
    /// The project that the metric belongs to
    #[arg(short, long, value_name = "NAME", add = complete::values(complete::projects))]
    pub project: Option<String>,
    /// The win that the metric belongs to; if the win has a project, the project is used instead
    #[arg(long, value_name = "ID", conflicts_with = "project", add = complete::values(complete::ids))]
    pub win: Option<String>,
    /// The goal that the metric belongs to
    #[arg(long, value_name = "GOAL", conflicts_with_all = ["project", "win"], add = complete::values(complete::goals))]
    pub goal: Option<String>,
    /// Create a metric of exactly this name, even if another name begins with it
    #[arg(long)]
    pub new: bool,
    #[command(flatten)]
    pub how: Knowledge,
}

/// The date, confidence and source of a value.
#[derive(Debug, Args)]
pub struct Knowledge {
    /// The date of the value [default for a new value: today]
    #[arg(short, long, value_name = "DATE")]
    pub date: Option<String>,
    /// Mark the value as measured
    #[arg(long, conflicts_with_all = ["estimated", "anecdotal"])]
    pub measured: bool,
    /// Mark the value as an estimate
    #[arg(long, conflicts_with = "anecdotal")]
    pub estimated: bool,
    /// Mark the value as anecdotal: someone said so
    #[arg(long)]
    pub anecdotal: bool,
    /// The source of the value
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,
    /// A note on the value
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

impl Knowledge {
    /// Returns the confidence of the value, or `None` if no flag was given.
    pub fn confidence(&self) -> Option<Confidence> {
        [
            (self.measured, Confidence::Measured),
            (self.estimated, Confidence::Estimated),
            (self.anecdotal, Confidence::Anecdotal),
        ]
        .into_iter()
        .find_map(|(said, confidence)| said.then_some(confidence))
    }
}

/// `brag metric edit`
#[derive(Debug, Args)]
pub struct MetricEditArgs {
    /// A value's id; the name or id of a metric means its latest value
    #[arg(add = complete::values(complete::metrics))]
    pub id: String,
    /// The corrected value
    #[arg(value_name = "VALUE")]
    pub value: Option<String>,
    #[command(flatten)]
    pub how: Knowledge,
}

/// `brag metric set`
#[derive(Debug, Args)]
#[command(
    after_help = "An empty value clears: --target '' --url ''; with --better '' the direction is guessed again."
)]
pub struct MetricSetArgs {
    /// The metric's name or id
    #[arg(add = complete::values(complete::metrics))]
    pub id: String,
    /// The unit of its values
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// The better direction: lower or higher
    #[arg(long, value_name = "WAY")]
    pub better: Option<String>,
    /// The target value
    #[arg(long, value_name = "VALUE")]
    pub target: Option<String>,
    /// The address of the dashboard
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// The new name
    #[arg(long, value_name = "NAME")]
    pub rename: Option<String>,
}
