//! The arguments of the commands that write documents, and of `brag lint`, which checks for them.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::super::complete;
use crate::report::document::Reader;
use crate::report::format::{Format, Length};

/// `brag week`
#[derive(Debug, Args)]
pub struct WeekArgs {
    /// The week or period [default: this week]
    #[arg(value_name = "PERIOD", add = complete::values(complete::periods))]
    pub period: Vec<String>,
    /// The reader; private records are left out for a manager
    #[arg(long, value_name = "READER", default_value = "manager", value_parser = ["self", "manager"])]
    pub reader: String,
    /// Replace the names that have an alias, as for the public
    #[arg(long)]
    pub aliases: bool,
}

/// `brag review`
#[derive(Debug, Args)]
#[command(
    after_help = "Parts for --include and --exclude: highlights, goals, projects, numbers, earlier, reading, praise,
next, gaps, and the categories by their keys; for a promotion also case and competencies.

Examples:
  brag review 2026
  brag review 2026-H1 --reader manager --format html -o half-year.html
  brag review --reader public --exclude goals
  brag review --template my-review.md.jinja     (start with: brag review --print-template)"
)]
pub struct ReviewArgs {
    /// The period [default: this year; until the end of February, last year]
    #[arg(value_name = "PERIOD", add = complete::values(complete::periods))]
    pub period: Vec<String>,
    /// The reader: private records are only for self, and public sees only public records
    #[arg(long, value_name = "READER", default_value = "self", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// The format and the file
    #[command(flatten)]
    pub render: RenderArgs,
    /// Only these parts
    #[arg(long, value_delimiter = ',', value_name = "PARTS", add = complete::values(complete::parts))]
    pub include: Vec<String>,
    /// Without these parts
    #[arg(long, value_delimiter = ',', value_name = "PARTS", conflicts_with = "include", add = complete::values(complete::parts))]
    pub exclude: Vec<String>,
    /// The best wins, with the rest in an appendix, or everything in its place [default: short for manager and
    /// promotion, else full]
    #[arg(long, value_name = "LENGTH", value_parser = Length::ALL.map(Length::word))]
    pub length: Option<String>,
    /// Replace the names that have an alias, as for the public
    #[arg(long)]
    pub aliases: bool,
    /// The period in one sentence, at the beginning of the document; it is stored for the period and the reader, and an
    /// empty text removes it
    #[arg(long, value_name = "TEXT")]
    pub sentence: Option<String>,
    /// The support that you ask of your manager. It is stored for the period, and stands at the end of the document; an
    /// empty text removes it
    #[arg(long, value_name = "TEXT")]
    pub needs: Option<String>,
    /// Only starred wins
    #[arg(long)]
    pub starred: bool,
    /// Add the record, the field and the day behind each sentence, as an appendix
    #[arg(long)]
    pub receipts: bool,
}

/// `brag lint`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  brag lint 2026
  brag lint k7q4
  brag lint --rules")]
pub struct LintArgs {
    /// A period, or the id of a win [default: the period of brag review]
    #[arg(value_name = "PERIOD|ID", add = complete::values(complete::periods_and_ids))]
    pub what: Vec<String>,
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
    /// Write a CV of one or two pages: positions with their best results, skills, education
    Cv(CvArgs),
    /// Write the timeline of your career: positions, projects and every win
    Timeline(TimelineArgs),
    /// Write your stories as a sheet for an interview
    Stories(StoriesArgs),
    /// Write your positions, projects and skills as JSON Resume, a format that many programs render
    ResumeJson(ResumeArgs),
    /// Write all records without their history, for brag import to restore exactly
    Json(FileArgs),
    /// Write a calendar of your open follow-ups
    Ics(IcsArgs),
    /// Write a readable mirror of the journal: a Markdown file for each year and for each project
    Markdown(MirrorArgs),
    /// Write tables for a spreadsheet: one CSV file for each kind of record
    Csv {
        /// The directory to write into
        #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        output: PathBuf,
        /// The reader of the tables
        #[arg(long, value_name = "READER", default_value = "self", value_parser = Reader::ALL.map(Reader::word))]
        reader: String,
        /// Replace files that exist
        #[arg(long)]
        force: bool,
    },
}

/// `brag export ics`
#[derive(Debug, Args)]
pub struct IcsArgs {
    /// The reader of the calendar
    #[arg(long, value_name = "READER", default_value = "self", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// The file to write
    #[command(flatten)]
    pub file: FileArgs,
}

/// `brag export markdown`
#[derive(Debug, Args)]
pub struct MirrorArgs {
    /// The directory to write into
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// The reader of the files
    #[arg(long, value_name = "READER", default_value = "self", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// Replace files that are not of a mirror, or were changed
    #[arg(long)]
    pub force: bool,
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
    #[arg(value_name = "PERIOD", add = complete::values(complete::periods))]
    pub period: Vec<String>,
    /// The reader of the document
    #[arg(long, value_name = "READER", default_value = "public", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// The format and the file
    #[command(flatten)]
    pub render: RenderArgs,
}

/// `brag export cv`
#[derive(Debug, Args)]
#[command(
    after_help = "The CV has what is public, and your profile: brag profile edit. A short CV has about two pages: at most five
results of a position, the best first, and fewer of the earlier ones; a full one lists every project.

Examples:
  brag export cv -o cv.pdf
  brag export cv --length full --reader self
  brag export cv --template my-cv.md.jinja     (start with: --print-template)"
)]
pub struct CvArgs {
    /// The flags that all documents about a career have
    #[command(flatten)]
    pub career: CareerArgs,
    /// The reader of the document
    #[arg(long, value_name = "READER", default_value = "public", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// The best results, or every project
    #[arg(long, value_name = "LENGTH", default_value = "short", value_parser = Length::ALL.map(Length::word))]
    pub length: String,
}

/// `brag export timeline`
#[derive(Debug, Args)]
#[command(after_help = "The timeline has what is public, and your profile: brag profile edit.

Examples:
  brag export timeline --reader self
  brag export timeline --format html -o timeline.html
  brag export timeline --template my-timeline.md.jinja     (start with: --print-template)")]
pub struct TimelineArgs {
    /// The flags that all documents about a career have
    #[command(flatten)]
    pub career: CareerArgs,
    /// The reader of the document
    #[arg(long, value_name = "READER", default_value = "public", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// The best results of each project, or everything
    #[arg(long, value_name = "LENGTH", default_value = "full", value_parser = Length::ALL.map(Length::word))]
    pub length: String,
}

/// `brag export stories`
#[derive(Debug, Args)]
#[command(after_help = "In a period, the sheet has the stories about its wins and projects.

Examples:
  brag export stories -o stories.pdf
  brag export stories --length short     (without notes and the questions of a listener)")]
pub struct StoriesArgs {
    /// The flags that all documents about a career have
    #[command(flatten)]
    pub career: CareerArgs,
    /// The reader of the document
    #[arg(long, value_name = "READER", default_value = "self", value_parser = Reader::ALL.map(Reader::word))]
    pub reader: String,
    /// Without or with notes and the questions of a listener
    #[arg(long, value_name = "LENGTH", default_value = "full", value_parser = Length::ALL.map(Length::word))]
    pub length: String,
}

/// The flags of every document about a career.
#[derive(Debug, Args)]
pub struct CareerArgs {
    /// The period [default: all time, with what has no date]
    #[arg(value_name = "PERIOD", add = complete::values(complete::periods))]
    pub period: Vec<String>,
    /// The format and the file
    #[command(flatten)]
    pub render: RenderArgs,
}

/// `brag export resume-json`
#[derive(Debug, Args)]
#[command(
    after_help = "Your name, addresses, education and languages are in your profile: brag profile edit. The résumé has
what is public. Programs that render JSON Resume make a page of it, such as the npm package resumed.

Examples:
  brag export resume-json -o resume.json"
)]
pub struct ResumeArgs {
    /// The period [default: all time]
    #[arg(value_name = "PERIOD", add = complete::values(complete::periods))]
    pub period: Vec<String>,
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
