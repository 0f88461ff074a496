//! The arguments of `brag praise`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

use super::super::complete;

/// `brag praise`
#[derive(Debug, Subcommand)]
pub enum PraiseAction {
    /// Add what someone said about your work
    #[command(alias = "new")]
    Add(Box<PraiseAddArgs>),
    /// List praise, the latest first
    #[command(alias = "ls")]
    List,
    /// Show praise in full
    Show {
        /// The id of the praise
        #[arg(add = complete::values(complete::praise))]
        id: String,
    },
    /// Change praise, by flags or in your editor
    Edit(Box<PraiseEditArgs>),
    /// Delete praise (brag undo brings it back)
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// The ids of the praise
        #[arg(required = true, add = complete::values(complete::praise))]
        ids: Vec<String>,
    },
}

/// The flags of praise.
#[derive(Debug, Args, Default)]
pub struct PraiseFlags {
    /// The person who said it
    #[arg(long, value_name = "NAME", add = complete::values(complete::people))]
    pub from: Option<String>,
    /// The place where it was said: a channel, a review, a meeting
    #[arg(long = "where", value_name = "PLACE")]
    pub place: Option<String>,
    /// The date on which it was said
    #[arg(short, long, value_name = "DATE")]
    pub date: Option<String>,
    /// The win that it is about
    #[arg(long, value_name = "WIN-ID", add = complete::values(complete::ids))]
    pub win: Option<String>,
    /// The project that it is about
    #[arg(short, long, value_name = "NAME", add = complete::values(complete::projects))]
    pub project: Option<String>,
    /// Who may see it in a document: private, internal or public
    #[arg(long, value_name = "WHO")]
    pub visibility: Option<String>,
    /// A tag
    #[arg(short, long = "tag", value_name = "NAME", add = complete::values(complete::tags))]
    pub tags: Vec<String>,
    /// A link
    #[arg(long = "link", value_name = "URL")]
    pub links: Vec<String>,
    /// Notes in Markdown
    #[arg(long, value_name = "TEXT")]
    pub notes: Option<String>,
}

/// `brag praise add`
#[derive(Debug, Args)]
#[command(
    after_help = "Without --from, a text in which several people speak becomes one entry for each of them.
Without --date, the praise is of today.

Examples:
  brag praise add 'The new planner saved our week' --from 'Ana Lopez' --win k7q4
  brag praise add - < feedback.txt"
)]
pub struct PraiseAddArgs {
    /// The quotation, word for word; - reads it from stdin
    #[arg(required = true)]
    pub quote: Vec<String>,
    #[command(flatten)]
    pub flags: PraiseFlags,
}

/// `brag praise edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, --tag and --link add, --remove-tag and the like remove, and an empty value
clears. Without any flag the praise opens in $VISUAL or $EDITOR as one document."
)]
pub struct PraiseEditArgs {
    /// The id of the praise
    #[arg(add = complete::values(complete::praise))]
    pub id: String,
    /// The words that were said
    #[arg(long, value_name = "TEXT")]
    pub quote: Option<String>,
    #[command(flatten)]
    pub flags: PraiseFlags,
    /// Remove a tag
    #[arg(long, value_name = "NAME")]
    pub remove_tag: Vec<String>,
    /// Remove a link
    #[arg(long, value_name = "URL")]
    pub remove_link: Vec<String>,
}

impl PraiseFlags {
    /// Returns the texts of the flags with a single value, each after its flag and the name of its field; references
    /// are not among them.
    pub fn texts(&self) -> Vec<(&'static str, &'static str, Option<&str>)> {
        let all = [
            ("--from", "from", &self.from),
            ("--where", "where", &self.place),
            ("--date", "date", &self.date),
            ("--visibility", "visibility", &self.visibility),
            ("--notes", "notes", &self.notes),
        ];
        all.into_iter().map(|(flag, field, text)| (flag, field, text.as_deref())).collect()
    }
}
