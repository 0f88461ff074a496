//! The arguments of `brag tags`, `brag people` and `brag skills`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

use super::super::complete;

/// `brag people`
#[derive(Debug, Args)]
pub struct PersonArgs {
    #[command(subcommand)]
    pub action: Option<PersonAction>,
}

/// The actions of `brag people`.
#[derive(Debug, Subcommand)]
pub enum PersonAction {
    /// List the people with counts
    #[command(alias = "ls")]
    List,
    /// Rename a person, or merge two
    Rename {
        /// The current name
        #[arg(add = complete::values(complete::people))]
        old: String,
        /// The new name; an existing name merges the two
        #[arg(add = complete::values(complete::people))]
        new: String,
    },
}

/// `brag tags`
#[derive(Debug, Args)]
pub struct LabelArgs {
    #[command(subcommand)]
    pub action: Option<LabelAction>,
}

/// `brag skills`
#[derive(Debug, Args)]
pub struct SkillArgs {
    #[command(subcommand)]
    pub action: Option<SkillAction>,
}

/// The actions of `brag skills`.
#[derive(Debug, Subcommand)]
pub enum SkillAction {
    /// List the skills with counts and groups
    #[command(alias = "ls")]
    List,
    /// Rename a skill, or merge it into another
    Rename {
        /// The current name
        #[arg(add = complete::values(complete::skills))]
        old: String,
        /// The new name; an existing name merges the two
        #[arg(add = complete::values(complete::skills))]
        new: String,
    },
    /// Put a skill into a group: language, technology, module, practice, or any other word
    Group {
        /// The skill
        #[arg(add = complete::values(complete::skills))]
        name: String,
        /// The group; an empty text removes the skill from its group
        group: String,
    },
}

/// The actions of `brag tags`.
#[derive(Debug, Subcommand)]
pub enum LabelAction {
    /// List the tags with counts
    #[command(alias = "ls")]
    List,
    /// Rename a tag, or merge it into another
    Rename {
        /// The current name
        #[arg(add = complete::values(complete::tags))]
        old: String,
        /// The new name; an existing name merges the two
        #[arg(add = complete::values(complete::tags))]
        new: String,
    },
}
