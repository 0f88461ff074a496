//! The arguments of `brag project`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

use super::super::complete;

/// `brag project`
#[derive(Debug, Subcommand)]
pub enum ProjectAction {
    /// Add a project
    #[command(alias = "new")]
    Add {
        /// The name of the project
        name: String,
        #[command(flatten)]
        flags: Box<ProjectFlags>,
    },
    /// List projects, with their parts below them
    #[command(alias = "ls")]
    List {
        /// Only projects of this status
        #[arg(long, value_name = "STATUS", value_parser = ["active", "shipped", "paused", "dropped"])]
        status: Option<String>,
    },
    /// Show a project with its story, metrics, wins and outcomes
    Show {
        /// The project's name or id
        #[arg(add = complete::values(complete::projects))]
        id: String,
    },
    /// Change a project, by flags or in your editor
    Edit(Box<ProjectEditArgs>),
    /// Delete projects; their wins stay (brag undo brings them back)
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// The projects' names or ids
        #[arg(required = true, add = complete::values(complete::projects))]
        ids: Vec<String>,
    },
    /// Remember the project of this directory: brag add in it, and below it, then needs no +project
    Here {
        /// The project's name or id; without it, the project of the directory is printed
        #[arg(add = complete::values(complete::projects))]
        name: Option<String>,
        /// Forget the project of this directory
        #[arg(long, conflicts_with = "name")]
        remove: bool,
    },
    /// Mark a project as shipped, and schedule a follow-up
    Ship {
        /// The project's name or id
        #[arg(add = complete::values(complete::projects))]
        id: String,
        /// The day [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
}

/// The flags of a project.
#[derive(Debug, Args, Default)]
pub struct ProjectFlags {
    /// A summary in one line
    #[arg(long, value_name = "TEXT")]
    pub summary: Option<String>,
    /// Your part in it: led, designed, built, …
    #[arg(long = "role", value_name = "ROLES")]
    pub roles: Vec<String>,
    /// The start date
    #[arg(long, value_name = "DATE")]
    pub start: Option<String>,
    /// The end date
    #[arg(long, value_name = "DATE")]
    pub end: Option<String>,
    /// active, shipped, paused or dropped
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,
    /// The project or product that it is a part of
    #[arg(long, value_name = "NAME", add = complete::values(complete::projects))]
    pub parent: Option<String>,
    /// A related project
    #[arg(long = "related", value_name = "NAME", add = complete::values(complete::projects))]
    pub related: Vec<String>,
    /// Who it is for
    #[arg(long = "for", value_name = "WHOM")]
    pub audience: Option<String>,
    /// Who else worked on it
    #[arg(long, value_name = "TEXT")]
    pub team: Option<String>,
    /// The challenge: what made the project hard, or necessary
    #[arg(long, value_name = "TEXT")]
    pub challenge: Option<String>,
    /// The solution: how you solved the problem
    #[arg(long, value_name = "TEXT")]
    pub solution: Option<String>,
    /// The results
    #[arg(long, value_name = "TEXT")]
    pub results: Option<String>,
    /// Your reflection on the project
    #[arg(long, value_name = "TEXT")]
    pub reflection: Option<String>,
    /// What you liked
    #[arg(long, value_name = "TEXT")]
    pub liked: Option<String>,
    /// What was hard
    #[arg(long, value_name = "TEXT")]
    pub hard: Option<String>,
    /// What you learned
    #[arg(long, value_name = "TEXT")]
    pub learned: Option<String>,
    /// Notes in Markdown
    #[arg(long, value_name = "TEXT")]
    pub notes: Option<String>,
    /// A skill
    #[arg(long = "skill", value_name = "NAME", add = complete::values(complete::skills))]
    pub skills: Vec<String>,
    /// A tag
    #[arg(long = "tag", value_name = "NAME", add = complete::values(complete::tags))]
    pub tags: Vec<String>,
    /// A link
    #[arg(long = "link", value_name = "URL")]
    pub links: Vec<String>,
    /// The position in which you did it [default: that of its dates]
    #[arg(long, value_name = "NAME", add = complete::values(complete::positions))]
    pub position: Option<String>,
    /// Who may see it in a document: private, internal or public
    #[arg(long, value_name = "WHO")]
    pub visibility: Option<String>,
}

/// `brag project edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, lists add, --remove-skill and the like remove, and an empty value
clears. Without any flag the project opens in $VISUAL or $EDITOR as one document."
)]
pub struct ProjectEditArgs {
    /// The project's name or id
    #[arg(add = complete::values(complete::projects))]
    pub id: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub flags: ProjectFlags,
    /// Remove a skill
    #[arg(long, value_name = "NAME")]
    pub remove_skill: Vec<String>,
    /// Remove a tag
    #[arg(long, value_name = "NAME")]
    pub remove_tag: Vec<String>,
    /// Remove a role
    #[arg(long, value_name = "ROLE")]
    pub remove_role: Vec<String>,
    /// Remove a link
    #[arg(long, value_name = "URL")]
    pub remove_link: Vec<String>,
    /// Remove a related project
    #[arg(long, value_name = "NAME")]
    pub remove_related: Vec<String>,
}

impl ProjectFlags {
    /// Returns `true` if no flag was given.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.roles, &self.related, &self.skills, &self.tags, &self.links];
        self.texts().is_empty()
            && self.parent.is_none()
            && self.position.is_none()
            && lists.iter().all(|list| list.is_empty())
    }

    /// Returns the texts of the flags with a single value, each after the name of its field.
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("summary", &self.summary),
            ("start", &self.start),
            ("end", &self.end),
            ("status", &self.status),
            ("for", &self.audience),
            ("team", &self.team),
            ("challenge", &self.challenge),
            ("solution", &self.solution),
            ("results", &self.results),
            ("reflection", &self.reflection),
            ("liked", &self.liked),
            ("hard", &self.hard),
            ("learned", &self.learned),
            ("notes", &self.notes),
            ("visibility", &self.visibility),
        ];
        all.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?))).collect()
    }
}
