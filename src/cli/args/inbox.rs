//! The arguments of `brag inbox`.

use clap::{Args, Subcommand};

use super::super::complete;
use super::WinFlags;

/// `brag inbox`
#[derive(Debug, Subcommand)]
pub enum InboxAction {
    /// List what waits, the latest first
    #[command(alias = "ls")]
    List,
    /// Show a thing with its commits
    #[command(alias = "view")]
    Show {
        /// The id
        #[arg(add = complete::values(complete::inbox))]
        id: String,
    },
    /// Keep things as wins, as they are or changed by flags
    Keep(Box<KeepArgs>),
    /// Add a thing to a win that you have: its title to the notes, its link to the links
    Merge {
        /// The id
        #[arg(add = complete::values(complete::inbox))]
        id: String,
        /// The win
        #[arg(value_name = "WIN-ID", add = complete::values(complete::ids))]
        win: String,
    },
    /// Drop things; they are not offered again (brag undo brings them back)
    #[command(aliases = ["rm", "refuse", "delete"])]
    Drop {
        /// The ids
        #[arg(required = true, value_name = "ID", add = complete::values(complete::inbox))]
        ids: Vec<String>,
    },
}

/// `brag inbox keep`
#[derive(Debug, Args)]
#[command(
    after_help = "The title, the date, the link, the project and the notes become those of the win. A flag with one value
replaces, -t and the like add."
)]
pub struct KeepArgs {
    /// The ids
    #[arg(required = true, value_name = "ID", add = complete::values(complete::inbox))]
    pub ids: Vec<String>,
    /// The title, if another says it better
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[command(flatten)]
    pub flags: WinFlags,
}
