//! The words of `brag metric`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use super::super::complete;
use crate::domain::Confidence;

/// `brag metric`
#[derive(Debug, Subcommand)]
pub enum MetricAction {
    /// Log a value; a new name makes a metric
    Log(LogArgs),
    /// List metrics, the one with the latest value first
    List {
        /// Only those of this project
        #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(complete::projects))]
        project: Option<String>,
        /// Only names with these letters
        name: Option<String>,
    },
    /// Show a metric with its values
    Show {
        /// Its name or id
        #[arg(add = ArgValueCandidates::new(complete::metrics))]
        id: String,
    },
    /// Correct a value
    Edit(MetricEditArgs),
    /// Delete a value, or a whole metric (brag undo brings it back)
    Rm {
        /// A value's id, or a metric's name or id
        #[arg(required = true, add = ArgValueCandidates::new(complete::metrics))]
        ids: Vec<String>,
    },
    /// Say what a metric is: its unit, which way is better, its target, its dashboard
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
    /// The metric: its name, a start of it, or its id
    #[arg(add = ArgValueCandidates::new(complete::metrics))]
    pub name: String,
    /// The value; BEFORE..VALUE where the metric is new
    #[arg(allow_hyphen_values = true, value_name = "VALUE")]
    pub value: String,
    /// The project that the metric belongs to
    #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(complete::projects))]
    pub project: Option<String>,
    /// The win that the metric belongs to; of a win with a project it is the project's
    #[arg(long, value_name = "ID", conflicts_with = "project", add = ArgValueCandidates::new(complete::ids))]
    pub win: Option<String>,
    /// The goal that the metric belongs to
    #[arg(long, value_name = "GOAL", conflicts_with_all = ["project", "win"], add = ArgValueCandidates::new(complete::goals))]
    pub goal: Option<String>,
    /// Make a metric of exactly this name, though another begins like it
    #[arg(long)]
    pub new: bool,
    #[command(flatten)]
    pub how: Knowledge,
}

/// When a value was so, and how that is known.
#[derive(Debug, Args)]
pub struct Knowledge {
    /// When it was so; a new value is of today
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// It was measured
    #[arg(long, conflicts_with_all = ["estimated", "anecdotal"])]
    pub measured: bool,
    /// It is an estimate
    #[arg(long, conflicts_with = "anecdotal")]
    pub estimated: bool,
    /// Someone said so
    #[arg(long)]
    pub anecdotal: bool,
    /// Where it comes from
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,
    /// What there is to say about it
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

impl Knowledge {
    /// How the value is known, where that was said.
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
    /// A value's id; of a metric, its latest value
    #[arg(add = ArgValueCandidates::new(complete::metrics))]
    pub id: String,
    /// The value as it should be
    #[arg(allow_hyphen_values = true, value_name = "VALUE")]
    pub value: Option<String>,
    #[command(flatten)]
    pub how: Knowledge,
}

/// `brag metric set`
#[derive(Debug, Args)]
#[command(
    after_help = "An empty value clears: --target '' --url ''; --better '' has the direction guessed again."
)]
pub struct MetricSetArgs {
    /// The metric's name or id
    #[arg(add = ArgValueCandidates::new(complete::metrics))]
    pub id: String,
    /// The unit of its values
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// Which way is better: lower or higher
    #[arg(long, value_name = "WAY")]
    pub better: Option<String>,
    /// What it should come to
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub target: Option<String>,
    /// Its dashboard's address
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Another name
    #[arg(long, value_name = "NAME")]
    pub rename: Option<String>,
}
