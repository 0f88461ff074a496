//! The arguments of `brag story`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

use super::super::complete;

/// `brag story`
#[derive(Debug, Subcommand)]
pub enum StoryAction {
    /// Add a story, or draft one from a win
    #[command(alias = "new")]
    Add(Box<StoryAddArgs>),
    /// List stories with their states and the time that they take
    #[command(alias = "ls")]
    List {
        /// Only stories that show this competency
        #[arg(long, value_name = "NAME", add = complete::values(complete::competencies))]
        competency: Option<String>,
    },
    /// Show a story with its figures, and the questions that a listener would ask
    Show {
        /// The story's title, the start of it, or its id
        #[arg(add = complete::values(complete::stories))]
        id: String,
    },
    /// Change a story, by flags or in your editor
    Edit(Box<StoryEditArgs>),
    /// Delete stories (brag undo brings them back)
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// The stories' titles or ids
        #[arg(required = true, add = complete::values(complete::stories))]
        ids: Vec<String>,
    },
}

/// The flags of a story.
#[derive(Debug, Args, Default)]
pub struct StoryFlags {
    /// star, failure or question [default: that of the parts, or star]
    #[arg(long, value_name = "SHAPE")]
    pub shape: Option<String>,
    /// The situation: where you were, and what was wrong
    #[arg(long, value_name = "TEXT")]
    pub situation: Option<String>,
    /// Your task
    #[arg(long, value_name = "TEXT")]
    pub task: Option<String>,
    /// Your own action
    #[arg(long, value_name = "TEXT")]
    pub action: Option<String>,
    /// The result; {name} is replaced by the figure of that metric, if the story is about it
    #[arg(long, value_name = "TEXT")]
    pub result: Option<String>,
    /// Of a failure: what failed
    #[arg(long, value_name = "TEXT")]
    pub failed: Option<String>,
    /// Of a failure: why it failed
    #[arg(long, value_name = "TEXT")]
    pub cause: Option<String>,
    /// Of a failure: how you put it right
    #[arg(long, value_name = "TEXT")]
    pub remedy: Option<String>,
    /// Of a failure: what you do differently since then
    #[arg(long, value_name = "TEXT")]
    pub learned: Option<String>,
    /// The question that an interviewer asks
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// Of a question: your answer
    #[arg(long, value_name = "TEXT")]
    pub answer: Option<String>,
    /// A win, a project, a metric or a follow-up that it is about
    #[arg(long, value_name = "RECORD", add = complete::values(complete::subjects))]
    pub about: Vec<String>,
    /// A competency of your ladder that it shows
    #[arg(long = "competency", value_name = "NAME", add = complete::values(complete::competencies))]
    pub competencies: Vec<String>,
    /// A tag
    #[arg(short, long = "tag", value_name = "NAME", add = complete::values(complete::tags))]
    pub tags: Vec<String>,
    /// A link
    #[arg(long = "link", value_name = "URL")]
    pub links: Vec<String>,
    /// Who may see it in a document: private, internal or public
    #[arg(long, value_name = "WHO")]
    pub visibility: Option<String>,
    /// Notes in Markdown
    #[arg(long, value_name = "TEXT")]
    pub notes: Option<String>,
}

/// `brag story add`
#[derive(Debug, Args)]
#[command(after_help = "With only a title, a story is a stub to fill in later.

Examples:
  brag story add 'The vacuum job' --situation 'Mondays were slow' --action 'Traced the queries'
  brag story add --from k7q4 --competency technical-depth
  brag story add 'Wrong migration' --failed 'Locked the table' --learned 'Test on a copy'
  brag story add 'Conflict' --question 'Tell me about a conflict in your team'")]
pub struct StoryAddArgs {
    /// A title by which you remember it; --from takes the win's
    #[arg(required_unless_present = "from")]
    pub title: Option<String>,
    /// Draft it from a win: its notes, its impact, its figures and its project
    #[arg(long, value_name = "WIN-ID", add = complete::values(complete::ids))]
    pub from: Option<String>,
    #[command(flatten)]
    pub flags: StoryFlags,
}

/// `brag story edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, --about, --competency, --tag and --link add, --remove-about and the like
remove, and an empty value clears. Without any flag the story opens in $VISUAL or $EDITOR as one document."
)]
pub struct StoryEditArgs {
    /// The story's title, the start of it, or its id
    #[arg(add = complete::values(complete::stories))]
    pub id: String,
    /// The new title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[command(flatten)]
    pub flags: StoryFlags,
    /// Remove a record that it is about
    #[arg(long, value_name = "RECORD")]
    pub remove_about: Vec<String>,
    /// Remove a competency
    #[arg(long, value_name = "NAME")]
    pub remove_competency: Vec<String>,
    /// Remove a tag
    #[arg(long, value_name = "NAME")]
    pub remove_tag: Vec<String>,
    /// Remove a link
    #[arg(long, value_name = "URL")]
    pub remove_link: Vec<String>,
}

impl StoryFlags {
    /// Returns the texts of the flags with a single value, each after its flag and the name of its field.
    pub fn texts(&self) -> Vec<(&'static str, &'static str, Option<&str>)> {
        let all = [
            ("--shape", "shape", &self.shape),
            ("--situation", "situation", &self.situation),
            ("--task", "task", &self.task),
            ("--action", "action", &self.action),
            ("--result", "result", &self.result),
            ("--failed", "failure", &self.failed),
            ("--cause", "cause", &self.cause),
            ("--remedy", "remedy", &self.remedy),
            ("--learned", "learning", &self.learned),
            ("--question", "question", &self.question),
            ("--answer", "answer", &self.answer),
            ("--visibility", "visibility", &self.visibility),
            ("--notes", "notes", &self.notes),
        ];
        all.into_iter().map(|(flag, field, text)| (flag, field, text.as_deref())).collect()
    }
}
