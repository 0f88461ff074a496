//! The words of `brag read`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use super::super::complete;
use super::goal::AboutFlags;

/// `brag read`
#[derive(Debug, Subcommand)]
pub enum ReadAction {
    /// Add a book, an article, a paper, a course, a talk, a tool or a concept
    Add(Box<ReadAddArgs>),
    /// List what is being read, what is to be read in your order, and what is over
    List(ReadListArgs),
    /// Show a reading note
    Show {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::readings))]
        id: String,
    },
    /// Begin to read
    Start {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::readings))]
        id: String,
        /// When [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
        /// Once more, what is finished
        #[arg(long)]
        again: bool,
    },
    /// Finish it; asks for what to keep of it
    #[command(after_help = "Examples:
  brag read finish 'small things' --rating 4 --takeaway 'Ask for the second-best answer too'")]
    Finish {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::readings))]
        id: String,
        /// What it is worth, from 1 to 5
        #[arg(long, value_name = "1-5", allow_hyphen_values = true)]
        rating: Option<String>,
        /// What to keep of it
        #[arg(long, value_name = "TEXT")]
        takeaway: Option<String>,
        /// When [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Say how far you are: 120/350, chapter 3/12, 45%
    Progress {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::readings))]
        id: String,
        /// How far
        #[arg(required = true, value_name = "HOW FAR")]
        progress: Vec<String>,
    },
    /// Add to the notes
    Note {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::readings))]
        id: String,
        /// What to note; - reads stdin
        #[arg(required = true)]
        text: Vec<String>,
    },
    /// Say that a win used it
    Used {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::readings))]
        id: String,
        /// The win
        #[arg(value_name = "WIN-ID", add = ArgValueCandidates::new(complete::ids))]
        win: String,
    },
    /// Say that a win did not use it after all
    Unused {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::readings))]
        id: String,
        /// The win
        #[arg(value_name = "WIN-ID", add = ArgValueCandidates::new(complete::ids))]
        win: String,
    },
    /// Put what is to be read at a place among the others; 1 is next
    Move {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::readings))]
        id: String,
        /// The place
        place: usize,
    },
    /// Give it up
    Abandon {
        /// Its title, a start of it, or its id
        #[arg(add = ArgValueCandidates::new(complete::readings))]
        id: String,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        why: String,
    },
    /// Change a reading note, by flags or in your editor
    Edit(Box<ReadEditArgs>),
    /// Delete reading notes (brag undo brings them back)
    Rm {
        /// Their titles or ids
        #[arg(required = true, add = ArgValueCandidates::new(complete::readings))]
        ids: Vec<String>,
    },
}

/// What can be said of a reading note.
#[derive(Debug, Args, Default)]
pub struct ReadFlags {
    /// Who wrote it, gave it or made it
    #[arg(long = "author", value_name = "NAME")]
    pub authors: Vec<String>,
    /// book, article, paper, course, talk, tool or concept
    #[arg(long, value_name = "MEDIUM", alias = "medium")]
    pub kind: Option<String>,
    /// to-read, reading, finished or abandoned
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,
    /// When it was begun
    #[arg(long, value_name = "DATE")]
    pub started: Option<String>,
    /// When it was finished or given up
    #[arg(long, value_name = "DATE")]
    pub finished: Option<String>,
    /// What it is worth, from 1 to 5
    #[arg(long, value_name = "1-5", allow_hyphen_values = true)]
    pub rating: Option<String>,
    /// What to keep of it
    #[arg(long, value_name = "TEXT")]
    pub takeaway: Option<String>,
    /// What you do otherwise since
    #[arg(long, value_name = "TEXT")]
    pub changed: Option<String>,
    /// The goal that it is evidence for
    #[arg(long = "goal", value_name = "GOAL", add = ArgValueCandidates::new(complete::goals))]
    pub goals: Vec<String>,
    #[command(flatten)]
    pub about: AboutFlags,
}

/// `brag read add`
#[derive(Debug, Args)]
#[command(after_help = "Learning without a book is a note too:
  brag read add Rust --kind tool --status reading --goal 'two new languages'
  brag read add 'Small Things' --author 'Ada Example' --author 'Bo Sample'
  brag read finish rust --takeaway 'Make wrong states impossible to write down'")]
pub struct ReadAddArgs {
    /// What it is called
    pub title: String,
    #[command(flatten)]
    pub flags: ReadFlags,
}

/// `brag read list`
#[derive(Debug, Args)]
pub struct ReadListArgs {
    /// Only what has these words in its title, its authors or its tags
    pub words: Vec<String>,
    /// Only to-read, reading, finished or abandoned
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,
    /// Only books, articles, papers, courses, talks, tools or concepts
    #[arg(long, value_name = "MEDIUM", alias = "medium")]
    pub kind: Option<String>,
    /// Only with this tag
    #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(complete::tags))]
    pub tag: Option<String>,
    /// Only what was finished in this year
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i32>,
}

/// `brag read edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, lists add, --remove-tag and the like take away, and an empty value
clears. Without any flag the note opens in $VISUAL or $EDITOR as one document."
)]
pub struct ReadEditArgs {
    /// Its title, a start of it, or its id
    #[arg(add = ArgValueCandidates::new(complete::readings))]
    pub id: String,
    /// What it is called
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[command(flatten)]
    pub flags: ReadFlags,
    /// Take an author away
    #[arg(long, value_name = "NAME")]
    pub remove_author: Vec<String>,
    /// Take a tag away
    #[arg(long, value_name = "NAME")]
    pub remove_tag: Vec<String>,
    /// Take a link away
    #[arg(long, value_name = "URL")]
    pub remove_link: Vec<String>,
    /// Make it no evidence for a goal any more
    #[arg(long, value_name = "GOAL")]
    pub remove_goal: Vec<String>,
}

impl ReadFlags {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.texts().is_empty()
            && self.authors.is_empty()
            && self.goals.is_empty()
            && self.about.tags.is_empty()
            && self.about.links.is_empty()
    }

    /// The flags that say one thing, with the name of their field.
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
