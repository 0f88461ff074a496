//! The arguments of `brag read`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

use super::super::complete;
use super::goal::AboutFlags;
use super::year;

/// `brag read`
#[derive(Debug, Subcommand)]
pub enum ReadAction {
    /// Add a book, an article, a paper, a course, a talk, a tool or a concept
    #[command(alias = "new")]
    Add(Box<ReadAddArgs>),
    /// List reading notes: in progress, to read in your order, finished and abandoned
    #[command(alias = "ls")]
    List(ReadListArgs),
    /// Show a reading note
    Show {
        /// The note's title, the start of it, or its id
        #[arg(add = complete::values(complete::readings))]
        id: String,
    },
    /// Mark a reading note as started
    Start {
        /// The note's title, the start of it, or its id
        #[arg(add = complete::values(complete::readings))]
        id: String,
        /// The day [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
        /// Start a finished note again
        #[arg(long)]
        again: bool,
    },
    /// Finish a reading note; brag asks for the takeaway
    #[command(after_help = "Examples:
  brag read finish 'small things' --rating 4 --takeaway 'Ask for the second-best answer too'")]
    Finish {
        /// The note's title, the start of it, or its id
        #[arg(add = complete::values(complete::readings))]
        id: String,
        /// Your rating, from 1 to 5
        #[arg(long, value_name = "1-5")]
        rating: Option<String>,
        /// The takeaway: what to keep of it
        #[arg(long, value_name = "TEXT")]
        takeaway: Option<String>,
        /// The day [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Record your progress: 120/350, chapter 3/12, 45%
    Progress {
        /// The note's title, the start of it, or its id
        #[arg(add = complete::values(complete::readings))]
        id: String,
        /// The progress in pages, chapters or percent
        #[arg(required = true, value_name = "HOW FAR")]
        progress: Vec<String>,
    },
    /// Add a paragraph to the notes
    Note {
        /// The note's title, the start of it, or its id
        #[arg(add = complete::values(complete::readings))]
        id: String,
        /// The text; - reads it from stdin
        #[arg(required = true)]
        text: Vec<String>,
    },
    /// Link a reading note to a win that used it
    Used {
        /// The note's title, the start of it, or its id
        #[arg(add = complete::values(complete::readings))]
        id: String,
        /// The win's id
        #[arg(value_name = "WIN-ID", add = complete::values(complete::ids))]
        win: String,
    },
    /// Unlink a reading note from a win that did not use it
    Unused {
        /// The note's title, the start of it, or its id
        #[arg(add = complete::values(complete::readings))]
        id: String,
        /// The win's id
        #[arg(value_name = "WIN-ID", add = complete::values(complete::ids))]
        win: String,
    },
    /// Move a note to another place in the reading order; 1 is next
    Move {
        /// The note's title, the start of it, or its id
        #[arg(add = complete::values(complete::readings))]
        id: String,
        /// The place, from 1
        place: usize,
    },
    /// Mark a reading note as abandoned
    Abandon {
        /// The note's title, the start of it, or its id
        #[arg(add = complete::values(complete::readings))]
        id: String,
        /// The reason
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        why: String,
    },
    /// Change a reading note, by flags or in your editor
    Edit(Box<ReadEditArgs>),
    /// Delete reading notes (brag undo brings them back)
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// The notes' titles or ids
        #[arg(required = true, add = complete::values(complete::readings))]
        ids: Vec<String>,
    },
}

/// The flags of a reading note.
#[derive(Debug, Args, Default)]
pub struct ReadFlags {
    /// The author, speaker or maker
    #[arg(long = "author", value_name = "NAME")]
    pub authors: Vec<String>,
    /// book, article, paper, course, talk, tool or concept
    #[arg(long, value_name = "MEDIUM", alias = "medium")]
    pub kind: Option<String>,
    /// to-read, reading, finished or abandoned
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,
    /// The day it was started
    #[arg(long, value_name = "DATE")]
    pub started: Option<String>,
    /// The day it was finished or abandoned
    #[arg(long, value_name = "DATE")]
    pub finished: Option<String>,
    /// Your rating, from 1 to 5
    #[arg(long, value_name = "1-5")]
    pub rating: Option<String>,
    /// The takeaway: what to keep of it
    #[arg(long, value_name = "TEXT")]
    pub takeaway: Option<String>,
    /// The change: what you have done differently since you read it
    #[arg(long, value_name = "TEXT")]
    pub changed: Option<String>,
    /// The goal that it is evidence for
    #[arg(long = "goal", value_name = "GOAL", add = complete::values(complete::goals))]
    pub goals: Vec<String>,
    #[command(flatten)]
    pub about: AboutFlags,
}

/// `brag read add`
#[derive(Debug, Args)]
#[command(after_help = "Learning without a book is a note too.

Examples:
  brag read add Rust --kind tool --status reading --goal 'two new languages'
  brag read add 'Small Things' --author 'Ada Example' --author 'Bo Sample'")]
pub struct ReadAddArgs {
    /// The title
    pub title: String,
    #[command(flatten)]
    pub flags: ReadFlags,
}

/// `brag read list`
#[derive(Debug, Args, Default)]
pub struct ReadListArgs {
    /// Only notes with these words in the title, authors or tags
    pub words: Vec<String>,
    /// Only notes of this status: to-read, reading, finished or abandoned
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,
    /// Only notes of this kind: book, article, paper, course, talk, tool or concept
    #[arg(long, value_name = "MEDIUM", alias = "medium")]
    pub kind: Option<String>,
    /// Only notes with this tag
    #[arg(long, value_name = "NAME", add = complete::values(complete::tags))]
    pub tag: Option<String>,
    /// Only notes finished in this year
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub year: Option<i32>,
}

/// `brag read edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, lists add, --remove-tag and the like remove, and an empty value
clears. Without any flag the note opens in $VISUAL or $EDITOR as one document."
)]
pub struct ReadEditArgs {
    /// The note's title, the start of it, or its id
    #[arg(add = complete::values(complete::readings))]
    pub id: String,
    /// The new title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[command(flatten)]
    pub flags: ReadFlags,
    /// Remove an author
    #[arg(long, value_name = "NAME")]
    pub remove_author: Vec<String>,
    /// Remove a tag
    #[arg(long, value_name = "NAME")]
    pub remove_tag: Vec<String>,
    /// Remove a link
    #[arg(long, value_name = "URL")]
    pub remove_link: Vec<String>,
    /// Remove it as evidence for a goal
    #[arg(long, value_name = "GOAL")]
    pub remove_goal: Vec<String>,
}

impl ReadFlags {
    /// Returns `true` if no flag was given.
    pub fn is_empty(&self) -> bool {
        self.texts().is_empty()
            && self.authors.is_empty()
            && self.goals.is_empty()
            && self.about.tags.is_empty()
            && self.about.links.is_empty()
    }

    /// Returns the texts of the flags with a single value, each after the names of its flag and field.
    pub fn texts(&self) -> Vec<(&'static str, &'static str, &str)> {
        let all = [
            ("kind", "medium", &self.kind),
            ("status", "status", &self.status),
            ("started", "started", &self.started),
            ("finished", "finished", &self.finished),
            ("rating", "rating", &self.rating),
            ("takeaway", "takeaways", &self.takeaway),
            ("changed", "changed", &self.changed),
            ("notes", "notes", &self.about.notes),
            ("visibility", "visibility", &self.about.visibility),
        ];
        all.into_iter().filter_map(|(flag, field, text)| Some((flag, field, text.as_deref()?))).collect()
    }
}
