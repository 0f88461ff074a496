//! The arguments of `brag import`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::super::complete;
use super::year;
use crate::import::git::Grouping;

/// `brag import`
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "brag shows a plan, asks, and adds everything in one batch that one undo reverts. A record
without a date has none: --year sets one. Importing a document again updates what grew, adds what
is new, and leaves what you edited. brag help import says what is read and what becomes of it.
Work that git recorded goes to the inbox first: brag import git, brag inbox."
)]
pub struct ImportArgs {
    /// The program that reported the work; without it, documents are imported.
    #[command(subcommand)]
    pub source: Option<ImportSource>,
    /// The files to import; - reads stdin
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Also schedule follow-ups for the imported wins and shipped projects
    #[arg(long)]
    pub ask: bool,
    /// The format of the files
    #[arg(long, default_value = "auto", value_parser = [
        "auto", "markdown", "org", "html", "resume-json", "csv", "goodreads", "jrnl", "gh", "candidates", "json",
    ])]
    pub format: String,
    /// The year of records without a date
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub year: Option<i32>,
    /// The project of wins that the document puts into none
    #[arg(short, long, value_name = "NAME", add = complete::values(complete::projects))]
    pub project: Option<String>,
    /// The position of projects and wins that the document puts into none
    #[arg(long, value_name = "NAME", add = complete::values(complete::positions))]
    pub position: Option<String>,
    /// Show what would be added, and add nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Import without asking for confirmation
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// The programs whose reports `brag import` reads.
#[derive(Debug, Subcommand)]
pub enum ImportSource {
    /// Put your commits into the inbox, grouped by week and repository
    Git(GitArgs),
    /// Put your pull requests, issues and reviews into the inbox, as gh writes them
    Gh(GhArgs),
}

/// `brag import git`
#[derive(Debug, Args)]
#[command(
    after_help = "Only your own commits are read, of all branches; .mailmap joins your addresses. A merged
pull request is one thing, reverts cancel what they revert, and commits such as fmt or wip are
set aside. brag inbox lists what was found. Reading the repository again adds only what is new."
)]
pub struct GitArgs {
    /// Directories of git repositories
    #[arg(default_value = ".", value_name = "PATH", value_hint = ValueHint::DirPath)]
    pub paths: Vec<PathBuf>,
    /// The author, by a part of the name or the address [default: you, as git knows you]
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// The period of the commits [default: all]
    #[arg(long, value_name = "PERIOD", add = complete::values(complete::periods))]
    pub since: Option<String>,
    /// The grouping: week, branch, merge, tag or none
    #[arg(long, value_name = "BY", default_value = "week", value_parser = Grouping::WORDS)]
    pub group: String,
    /// Show what would be added, and add nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Keep everything as wins at once
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// `brag import gh`
#[derive(Debug, Args)]
#[command(
    after_help = "Merged pull requests, completed issues and your reviews of the work of others become things in
the inbox; what is open or was closed without a result is left out.
  gh pr list --author @me --state merged --json number,title,url,mergedAt,body > merged.json
  gh search prs --author @me --merged --json title,url,closedAt,state,repository > all.json
  gh search prs --reviewed-by @me --json title,url,closedAt,state > reviewed.json
  brag import gh reviewed.json --reviewed"
)]
pub struct GhArgs {
    /// The JSON of gh; - reads stdin
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Your name on GitHub: of other authors, only what you reviewed is read
    #[arg(long, value_name = "LOGIN")]
    pub author: Option<String>,
    /// The pull requests are those of others that you reviewed
    #[arg(long)]
    pub reviewed: bool,
    /// Show what would be added, and add nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Keep everything as wins at once
    #[arg(long, short = 'y')]
    pub yes: bool,
}
