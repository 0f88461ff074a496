//! The arguments of `brag position`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

use super::super::complete;

/// `brag position`
#[derive(Debug, Subcommand)]
pub enum PositionAction {
    /// Add a position
    #[command(alias = "new")]
    Add(Box<PositionAddArgs>),
    /// List positions, the latest first
    #[command(alias = "ls")]
    List,
    /// Show a position with its titles, your answers about it and its projects
    Show {
        /// The organisation, the start of it, or the position's id
        #[arg(add = complete::values(complete::positions))]
        id: String,
    },
    /// Change a position, by flags or in your editor
    Edit(Box<PositionEditArgs>),
    /// Delete positions; their projects and wins stay (brag undo brings them back)
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// The organisations or the positions' ids
        #[arg(required = true, add = complete::values(complete::positions))]
        ids: Vec<String>,
    },
    /// Add the title that you were promoted to
    #[command(after_help = "Example:
  brag position promote northwind 'Staff engineer' --date 2022-04")]
    Promote {
        /// The organisation, the start of it, or the position's id
        #[arg(add = complete::values(complete::positions))]
        id: String,
        /// The new title
        title: String,
        /// The date of the promotion [default: today]
        #[arg(short, long, value_name = "DATE")]
        date: Option<String>,
    },
}

/// The flags of a position.
#[derive(Debug, Args, Default)]
pub struct PositionFlags {
    /// The date on which it began
    #[arg(long, value_name = "DATE")]
    pub start: Option<String>,
    /// The date on which it ended; none while you are there
    #[arg(long, value_name = "DATE")]
    pub end: Option<String>,
    /// The number of people in the team
    #[arg(long, value_name = "N")]
    pub team_size: Option<String>,
    /// Who is in the team, and what each of them does
    #[arg(long, value_name = "TEXT")]
    pub team: Option<String>,
    /// The share of your time that you lead, in percent
    #[arg(long, value_name = "PERCENT")]
    pub leading: Option<String>,
    /// The share of your time that you write code, in percent
    #[arg(long, value_name = "PERCENT")]
    pub coding: Option<String>,
    /// Why you were hired
    #[arg(long, value_name = "TEXT")]
    pub why_hired: Option<String>,
    /// The state of the work when you came
    #[arg(long, value_name = "TEXT")]
    pub state_found: Option<String>,
    /// The product, and its purpose
    #[arg(long, value_name = "TEXT")]
    pub product: Option<String>,
    /// Who uses it, and how many they are
    #[arg(long, value_name = "TEXT")]
    pub users: Option<String>,
    /// Your work: the parts that you built, and the method
    #[arg(long, value_name = "TEXT")]
    pub built: Option<String>,
    /// The difficult problems, and how you solved them
    #[arg(long, value_name = "TEXT")]
    pub challenges: Option<String>,
    /// The organisation of day-to-day work, tasks and documentation
    #[arg(long, value_name = "TEXT")]
    pub day_to_day: Option<String>,
    /// The process of testing and releasing
    #[arg(long, value_name = "TEXT")]
    pub testing: Option<String>,
    /// The regular meetings, and how you run them
    #[arg(long, value_name = "TEXT")]
    pub meetings: Option<String>,
    /// Your major contributions
    #[arg(long, value_name = "TEXT")]
    pub contributions: Option<String>,
    /// A summary in two or three sentences
    #[arg(long, value_name = "TEXT")]
    pub summary: Option<String>,
    /// Notes in Markdown
    #[arg(long, value_name = "TEXT")]
    pub notes: Option<String>,
    /// A tag
    #[arg(short, long = "tag", value_name = "NAME", add = complete::values(complete::tags))]
    pub tags: Vec<String>,
    /// A link
    #[arg(long = "link", value_name = "URL")]
    pub links: Vec<String>,
    /// Who may see it in a document: private, internal or public
    #[arg(long, value_name = "WHO")]
    pub visibility: Option<String>,
}

/// `brag position add`
#[derive(Debug, Args)]
#[command(after_help = "Projects and wins belong to the position of their date, unless you set another one.

Examples:
  brag position add Northwind --title Engineer --start 2019-03 --end 2023-05
  brag position add Harbor --title Engineer --title '2025-04 Staff engineer' --start 2023-06")]
pub struct PositionAddArgs {
    /// The company, or yourself as a freelancer
    pub organisation: String,
    /// Your title; another one with its date in front is a promotion: '2021-05 Senior engineer'
    #[arg(long = "title", value_name = "TITLE")]
    pub titles: Vec<String>,
    #[command(flatten)]
    pub flags: PositionFlags,
}

/// `brag position edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, --tag and --link add, --remove-tag and the like remove, and an empty value
clears. Without any flag the position opens in $VISUAL or $EDITOR as one document."
)]
pub struct PositionEditArgs {
    /// The organisation, the start of it, or the position's id
    #[arg(add = complete::values(complete::positions))]
    pub id: String,
    /// The new organisation
    #[arg(long, value_name = "NAME")]
    pub organisation: Option<String>,
    /// All your titles, a line each; a promotion has its date in front: '2021-05 Senior engineer'
    #[arg(long, value_name = "TEXT")]
    pub titles: Option<String>,
    #[command(flatten)]
    pub flags: PositionFlags,
    /// Remove a tag
    #[arg(long, value_name = "NAME")]
    pub remove_tag: Vec<String>,
    /// Remove a link
    #[arg(long, value_name = "URL")]
    pub remove_link: Vec<String>,
}

impl PositionFlags {
    /// Returns the texts of the flags with a single value, each after its flag and the name of its field.
    pub fn texts(&self) -> Vec<(&'static str, &'static str, Option<&str>)> {
        let all = [
            ("--start", "start", &self.start),
            ("--end", "end", &self.end),
            ("--team-size", "team_size", &self.team_size),
            ("--team", "team", &self.team),
            ("--leading", "leading_percent", &self.leading),
            ("--coding", "coding_percent", &self.coding),
            ("--why-hired", "why_hired", &self.why_hired),
            ("--state-found", "state_found", &self.state_found),
            ("--product", "product", &self.product),
            ("--users", "users", &self.users),
            ("--built", "built", &self.built),
            ("--challenges", "challenges", &self.challenges),
            ("--day-to-day", "day_to_day", &self.day_to_day),
            ("--testing", "testing", &self.testing),
            ("--meetings", "meetings", &self.meetings),
            ("--contributions", "contributions", &self.contributions),
            ("--summary", "summary", &self.summary),
            ("--notes", "notes", &self.notes),
            ("--visibility", "visibility", &self.visibility),
        ];
        all.into_iter().map(|(flag, field, text)| (flag, field, text.as_deref())).collect()
    }
}
