//! The arguments of `brag questionnaire`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::super::complete;
use super::FileArgs;

/// `brag questionnaire`
#[derive(Debug, Subcommand)]
pub enum QuestionnaireAction {
    /// Add a review form: TOML, Markdown or pasted text
    #[command(alias = "new")]
    Add(QuestionnaireAddArgs),
    /// List questionnaires with the number of answered questions
    #[command(alias = "ls")]
    List {
        /// List the forms that ship with brag
        #[arg(long)]
        examples: bool,
    },
    /// Show the questions with their answers, limits and evidence
    Show {
        /// The questionnaire's title, the start of it, or its id
        #[arg(add = complete::values(complete::questionnaires))]
        name: String,
    },
    /// Answer questions from evidence, or in your own words
    Fill(Box<QuestionnaireFillArgs>),
    /// Write the questions with their answers
    Export(QuestionnaireExportArgs),
    /// Delete questionnaires with their answers (brag undo brings them back)
    #[command(aliases = ["delete", "remove"])]
    Rm {
        /// The questionnaires' titles or ids
        #[arg(required = true, add = complete::values(complete::questionnaires))]
        names: Vec<String>,
    },
}

/// `brag questionnaire add`
#[derive(Debug, Args)]
#[command(
    after_help = "In TOML, [[question]] has text, limit, unit (items, words, characters, bytes) and count.

In Markdown and in pasted text, the questions are headings, list items or paragraphs, and the limit is
found in their words: (max. 4,000 bytes), 60 words each, 3-5 accomplishments.

brag questionnaire list --examples lists the forms that ship with brag; their names are FILEs too."
)]
pub struct QuestionnaireAddArgs {
    /// The file of the form, - for stdin, or the name of a form that ships with brag
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The title [default: that of the form, or the name of the file]
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// The period of the evidence [default: this year; until the end of February, last year]
    #[arg(long, value_name = "PERIOD", add = complete::values(complete::periods))]
    pub period: Option<String>,
}

/// `brag questionnaire fill`
#[derive(Debug, Args)]
#[command(
    after_help = "Without any flag, each question that has no answer gets the evidence that fits it best.

An answer that is too long for its limit loses whole sentences, the weakest first; the command says which.
--keep takes a sentence back by its number in `show`, --leave-out leaves one out."
)]
pub struct QuestionnaireFillArgs {
    /// The questionnaire's title, the start of it, or its id
    #[arg(add = complete::values(complete::questionnaires))]
    pub name: String,
    /// The number of the question
    pub question: Option<usize>,
    /// Add a record as evidence: a win, an outcome, a goal, praise or a story
    #[arg(long, value_name = "RECORD", num_args = 1.., requires = "question", add = complete::values(complete::ids))]
    pub add: Vec<String>,
    /// Remove a record from the evidence
    #[arg(long, value_name = "RECORD", num_args = 1.., requires = "question", add = complete::values(complete::ids))]
    pub drop: Vec<String>,
    /// Take a sentence back that was left out
    #[arg(long, value_name = "NUMBER", requires = "question")]
    pub keep: Vec<usize>,
    /// Leave a sentence out
    #[arg(long, value_name = "NUMBER", requires = "question")]
    pub leave_out: Vec<usize>,
    /// Answer in your own words; - reads them from stdin, and an empty text returns to the evidence
    #[arg(long, value_name = "TEXT", requires = "question", conflicts_with_all = ["add", "drop", "keep", "leave_out"])]
    pub text: Option<String>,
}

/// `brag questionnaire export`
#[derive(Debug, Args)]
pub struct QuestionnaireExportArgs {
    /// The questionnaire's title, the start of it, or its id
    #[arg(add = complete::values(complete::questionnaires))]
    pub name: String,
    /// The format [default: that of the file's name, or txt]
    #[arg(long, value_parser = ["txt", "md", "json"])]
    pub format: Option<String>,
    /// Replace the names that have an alias
    #[arg(long)]
    pub aliases: bool,
    /// The file to write
    #[command(flatten)]
    pub file: FileArgs,
}
