//! The arguments of `brag profile`.
#![allow(clippy::doc_markdown, reason = "these are the help texts, which are not Markdown")]

use clap::{Args, Subcommand};

/// `brag profile`
#[derive(Debug, Subcommand)]
pub enum ProfileAction {
    /// Show the profile, completed with the person in the configuration
    Show,
    /// Change the profile, by flags or in your editor
    Edit(Box<ProfileEditArgs>),
}

/// `brag profile edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, --link adds, --remove-link removes, and an empty value clears. Without any flag
the profile opens in $VISUAL or $EDITOR as one document.

Examples:
  brag profile edit --name 'Ana Lopez' --label 'Software engineer' --location 'Vienna, Austria'
  brag profile edit --education '2001..2005 | University of Graz | Computer science | Master'
  brag profile edit --languages $'English: fluent\\nGerman: B2'"
)]
pub struct ProfileEditArgs {
    /// Your name, as it stands on a CV
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Your profession: Software engineer
    #[arg(long, value_name = "TEXT")]
    pub label: Option<String>,
    /// Your email address
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// Your telephone number
    #[arg(long, value_name = "NUMBER")]
    pub phone: Option<String>,
    /// The address of your web page
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Where you live
    #[arg(long, value_name = "PLACE")]
    pub location: Option<String>,
    /// One line about you, or a few sentences
    #[arg(long, value_name = "TEXT")]
    pub about: Option<String>,
    /// All your strengths, a line each: the name, a colon, a paragraph
    #[arg(long, value_name = "TEXT")]
    pub strengths: Option<String>,
    /// All your education, a line each: 2001..2005 | institution | subject | degree
    #[arg(long, value_name = "TEXT")]
    pub education: Option<String>,
    /// All your languages, a line each: English: fluent
    #[arg(long, value_name = "TEXT")]
    pub languages: Option<String>,
    /// The address of a further page
    #[arg(long = "link", value_name = "URL")]
    pub links: Vec<String>,
    /// Who may see it in a document: private, internal or public
    #[arg(long, value_name = "WHO")]
    pub visibility: Option<String>,
    /// Remove a link
    #[arg(long, value_name = "URL")]
    pub remove_link: Vec<String>,
}

impl ProfileEditArgs {
    /// Returns the texts of the flags with a single value, each after its flag and the name of its field.
    pub fn texts(&self) -> Vec<(&'static str, &'static str, Option<&str>)> {
        let all = [
            ("--name", "name", &self.name),
            ("--label", "label", &self.label),
            ("--email", "email", &self.email),
            ("--phone", "phone", &self.phone),
            ("--url", "url", &self.url),
            ("--location", "location", &self.location),
            ("--about", "about", &self.about),
            ("--strengths", "strengths", &self.strengths),
            ("--education", "education", &self.education),
            ("--languages", "languages", &self.languages),
            ("--visibility", "visibility", &self.visibility),
        ];
        all.into_iter().map(|(flag, field, text)| (flag, field, text.as_deref())).collect()
    }
}
