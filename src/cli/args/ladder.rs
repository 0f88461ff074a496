//! The arguments of `brag ladder` and `brag competency`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::super::complete;

/// The number of quarters that `brag ladder show` shows by default.
pub const QUARTERS: u16 = 8;

/// `brag ladder`
#[derive(Debug, Subcommand)]
pub enum LadderAction {
    /// Show your records by competency and quarter
    Show {
        /// The number of quarters
        #[arg(long, value_name = "N", default_value_t = QUARTERS, value_parser = clap::value_parser!(u16).range(1..=40))]
        quarters: u16,
    },
    /// Make a ladder yours: the generic one, or your company's
    Choose(ChooseArgs),
    /// Set the level that you have now
    Level {
        /// The level, by its key or its name
        #[arg(add = complete::values(complete::levels))]
        name: String,
    },
    /// Open the ladder in your editor
    Edit,
    /// List the expectations of a level that your records do not meet yet
    #[command(
        after_help = "Each expectation names the record that nearly meets it, and what that record lacks.

Examples:
  brag ladder gaps
  brag ladder gaps principal"
    )]
    Gaps {
        /// The level, by its key or its name [default: the next one]
        #[arg(add = complete::values(complete::levels))]
        level: Option<String>,
    },
}

/// `brag ladder choose`
#[derive(Debug, Args)]
#[command(
    after_help = "The ladder is a TOML file beside your configuration: levels, competencies, and what each level
expects. Without FILE it is the generic ladder for software engineers.

Examples:
  brag ladder choose --level senior
  brag ladder choose our-ladder.toml --level 'Senior engineer' --force"
)]
pub struct ChooseArgs {
    /// The file of the ladder; - reads it from stdin [default: the generic ladder]
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// The level that you have now
    #[arg(long, value_name = "NAME")]
    pub level: Option<String>,
    /// Replace the ladder that you have
    #[arg(long)]
    pub force: bool,
}

/// `brag competency`
#[derive(Debug, Subcommand)]
pub enum CompetencyAction {
    /// Tag a win or a story with competencies of your ladder
    #[command(after_help = "Example:
  brag competency tag k7q4 technical-depth influence")]
    Tag {
        /// The win or the story
        #[arg(add = complete::values(complete::taggable))]
        record: String,
        /// The competencies, by key or name
        #[arg(required = true, add = complete::values(complete::competencies))]
        names: Vec<String>,
    },
    /// Remove competencies from a win or a story
    Untag {
        /// The win or the story
        #[arg(add = complete::values(complete::taggable))]
        record: String,
        /// The competencies, by key or name
        #[arg(required = true, add = complete::values(complete::competencies))]
        names: Vec<String>,
    },
    /// List the latest wins without a competency, with the competencies that they suggest
    Suggest {
        /// Tag all of them with what they suggest
        #[arg(long)]
        apply: bool,
    },
    /// List the competencies of your ladder with the number of records
    #[command(alias = "ls")]
    List,
}
