//! The arguments of the commands that write documents, and of `brag lint`, which checks for them.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use crate::report::document::Reader;
use crate::report::format::Format;

/// `brag review`
#[derive(Debug, Args)]
#[command(
    after_help = "Parts for --include and --exclude: highlights, goals, projects, numbers, earlier, reading, next,
gaps, and the categories by their keys.

Examples:
  brag review 2026
  brag review 2026-H1 --reader manager --format html -o half-year.html
  brag review --reader public --exclude goals
  brag review --template my-review.md.jinja     (start with: brag review --print-template)"
)]
pub struct ReviewArgs {
    /// The period [default: this year; until the end of February, last year]
    pub period: Option<String>,
    /// The reader: private records are only for self, and public sees only public records
    #[arg(long, value_name = "READER", default_value = "self", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// The format and the file
    #[command(flatten)]
    pub render: RenderArgs,
    /// Only these parts
    #[arg(long, value_delimiter = ',', value_name = "PARTS")]
    pub include: Vec<String>,
    /// Without these parts
    #[arg(long, value_delimiter = ',', value_name = "PARTS", conflicts_with = "include")]
    pub exclude: Vec<String>,
    /// Only starred wins
    #[arg(long)]
    pub starred: bool,
}

/// `brag lint`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  brag lint 2026
  brag lint ID
  brag lint --rules")]
pub struct LintArgs {
    /// A period, or the id of a win [default: the period of brag review]
    #[arg(value_name = "PERIOD|ID")]
    pub what: Option<String>,
    /// Exit with status 1 if a win could be stronger
    #[arg(long)]
    pub strict: bool,
    /// Print each rule with its reason and an example
    #[arg(long, conflicts_with_all = ["what", "strict"])]
    pub rules: bool,
}

/// The flags of the format and the file of a document.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// The format of the document [default: from the file name, or md]
    #[arg(long, value_name = "FORMAT", value_parser = Format::ALL.map(Format::word))]
    pub format: Option<String>,
    /// Your own template for the Markdown, from which the other formats are made
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub template: Option<PathBuf>,
    /// Print the built-in template, as a start for your own
    #[arg(long, exclusive = true)]
    pub print_template: bool,
    /// The file to write
    #[command(flatten)]
    pub file: FileArgs,
}

/// `brag export`
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The document or data to export
    #[command(subcommand)]
    pub what: ExportWhat,
}

/// The documents and data that `brag export` writes.
#[derive(Debug, Subcommand)]
pub enum ExportWhat {
    /// Write a page of your projects: challenge, solution, results, reflection, skills
    Portfolio(PortfolioArgs),
    /// Write your projects and skills as JSON Resume, a format that many programs render
    ResumeJson(ResumeArgs),
    /// Write all records without their history, for brag import to restore exactly
    Json(FileArgs),
    /// Write a calendar of your open follow-ups
    Ics(FileArgs),
    /// Write tables for a spreadsheet: one CSV file for each kind of record
    Csv {
        /// The directory to write into
        #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        output: PathBuf,
        /// Replace files that exist
        #[arg(long)]
        force: bool,
    },
}

/// `brag export portfolio`
#[derive(Debug, Args)]
#[command(
    after_help = "The portfolio has what is public: brag project edit NAME --visibility public, or another --reader.

Examples:
  brag export portfolio --format html -o portfolio.html
  brag export portfolio 2026 --reader manager
  brag export portfolio --template my-portfolio.md.jinja     (start with: --print-template)"
)]
pub struct PortfolioArgs {
    /// The period [default: all time]
    pub period: Option<String>,
    /// The reader of the document
    #[arg(long, value_name = "READER", default_value = "public", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// The format and the file
    #[command(flatten)]
    pub render: RenderArgs,
}

/// `brag export resume-json`
#[derive(Debug, Args)]
#[command(
    after_help = "Your name and addresses are set in the configuration, under [person]: brag config edit. The résumé
has what is public.

Examples:
  brag export resume-json -o resume.json
  npx resumed render resume.json --theme jsonresume-theme-even"
)]
pub struct ResumeArgs {
    /// The period [default: all time]
    pub period: Option<String>,
    /// The reader of the document
    #[arg(long, value_name = "READER", default_value = "public", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// The file to write
    #[command(flatten)]
    pub file: FileArgs,
}

/// The flags of the file that a document is written to.
#[derive(Debug, Args)]
pub struct FileArgs {
    /// A file to write to instead of stdout
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    pub force: bool,
}
