//! The arguments of `brag add` and `brag edit`.

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::super::complete;
use super::visibility;
use crate::capture::flags::{Flags, List};
use crate::domain::field::unknown;
use crate::domain::{Visibility, WinStatus};

/// `brag add`
#[derive(Debug, Args)]
#[command(after_help = "In the text, words set off by spaces are read as:
  +project         made when it is new       #tag  %skill  @person  ^goal
  name:800ms..400ms  a metric with what it was before (-> is read too)
  name:400ms  name:-90%  name:15x            a value
  date:  due:  cat:  role:  link:  for:      date:\"last friday\", due:3mo, role:led,designed
  !                alone at the end: starred
A name inside the sentence keeps its word in the title; names at the end are left out of it.
A backslash keeps a word as text: \\#tag; so do back-ticks. `yesterday:` in front sets the date.

Examples:
  brag add 'Halved document generation latency +pdfgen #perf latency:800ms..400ms for:underwriters'
  brag add 'yesterday: Mentored @sam on query plans'
  brag add -e
  git log -1 --format=%B | brag add -")]
pub struct AddArgs {
    /// What you did; - reads it from stdin; without it, brag asks
    #[arg(value_name = "TEXT", add = ArgValueCompleter::new(complete::words))]
    pub text: Vec<String>,
    /// Write the win in your editor
    #[arg(short = 'e', long = "editor")]
    pub editor: bool,
    /// Take the text literally: names, metrics and dates in it are not parsed
    #[arg(long)]
    pub literal: bool,
    #[command(flatten)]
    pub flags: WinFlags,
}

/// The flags that are equivalent to the tokens of a captured line.
#[derive(Debug, Args, Default)]
pub struct WinFlags {
    /// The project it belongs to
    #[arg(short, long, value_name = "NAME", add = complete::values(complete::projects))]
    project: Option<String>,
    /// The position it belongs to [default: that of its project or its date]
    #[arg(long, value_name = "NAME", add = complete::values(complete::positions))]
    position: Option<String>,
    /// A tag
    #[arg(short = 't', long = "tag", alias = "tags", value_name = "NAME", value_delimiter = ',', add = complete::values(complete::tags))]
    tags: Vec<String>,
    /// A skill
    #[arg(long = "skill", value_name = "NAME", value_delimiter = ',', add = complete::values(complete::skills))]
    skills: Vec<String>,
    /// A person it was with
    #[arg(long = "with", aliases = ["person", "people"], value_name = "NAME", value_delimiter = ',', add = complete::values(complete::people))]
    people: Vec<String>,
    /// A goal that it is evidence for
    #[arg(long = "goal", value_name = "GOAL", add = complete::values(complete::goals))]
    goals: Vec<String>,
    /// A competency of your ladder that it shows
    #[arg(long = "competency", value_name = "NAME", add = complete::values(complete::competencies))]
    competencies: Vec<String>,
    /// A metric: latency=800ms..400ms
    #[arg(short = 'm', long = "metric", value_name = "NAME=VALUE")]
    metrics: Vec<String>,
    /// When it happened
    #[arg(short, long, value_name = "DATE")]
    date: Option<String>,
    /// When to ask about the outcome, or never
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// The category, a section of the document
    #[arg(long, value_name = "CATEGORY", add = complete::values(complete::categories))]
    category: Option<String>,
    /// Your part in it: led, designed, built, …
    #[arg(long = "role", value_name = "ROLES", add = complete::values(complete::roles))]
    roles: Vec<String>,
    /// A link
    #[arg(long = "link", value_name = "URL")]
    links: Vec<String>,
    /// Who it was for
    #[arg(long = "for", value_name = "WHOM")]
    audience: Option<String>,
    /// Star it
    #[arg(long, alias = "starred")]
    star: bool,
    /// Who it helped and what changed
    #[arg(long, value_name = "TEXT")]
    impact: Option<String>,
    /// Notes in Markdown: how you did it
    #[arg(long, value_name = "TEXT")]
    notes: Option<String>,
    /// Who may see it in a document: private, internal or public
    #[arg(long, value_name = "WHO", value_parser = visibility, add = complete::values(complete::visibilities))]
    visibility: Option<Visibility>,
    /// Mark it as in progress: not shipped yet
    #[arg(long)]
    in_progress: bool,
}

/// `brag edit`
#[derive(Debug, Args)]
#[command(
    after_help = "Single values replace, lists add, --remove-tag and the like remove, and an empty value
clears. Without any flag the win opens in $VISUAL or $EDITOR as one document."
)]
pub struct EditArgs {
    /// The win's id
    #[arg(add = complete::values(complete::ids))]
    pub id: String,
    /// The new title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[command(flatten)]
    flags: WinFlags,
    /// in-progress or shipped
    #[arg(long, value_name = "STATUS", value_parser = status, conflicts_with = "in_progress")]
    status: Option<WinStatus>,
    /// Remove the star
    #[arg(long, conflicts_with = "star")]
    no_star: bool,
    /// Remove a tag
    #[arg(long, value_name = "NAME", add = complete::values(complete::tags))]
    remove_tag: Vec<String>,
    /// Remove a skill
    #[arg(long, value_name = "NAME", add = complete::values(complete::skills))]
    remove_skill: Vec<String>,
    /// Remove a person
    #[arg(long, value_name = "NAME", add = complete::values(complete::people))]
    remove_with: Vec<String>,
    /// Remove a goal
    #[arg(long, value_name = "GOAL", add = complete::values(complete::goals))]
    remove_goal: Vec<String>,
    /// Remove a competency
    #[arg(long, value_name = "NAME", add = complete::values(complete::competencies))]
    remove_competency: Vec<String>,
    /// Remove a link
    #[arg(long, value_name = "URL")]
    remove_link: Vec<String>,
    /// Remove a role
    #[arg(long, value_name = "ROLE", add = complete::values(complete::roles))]
    remove_role: Vec<String>,
    /// Remove a metric
    #[arg(long, value_name = "NAME", add = complete::values(complete::metrics))]
    remove_metric: Vec<String>,
}

impl AddArgs {
    /// Takes a metric without a value for the text if there is no other, as in `brag add -m 'Shipped it'` after `git commit`.
    pub fn take_message(&mut self) {
        if !self.text.is_empty() {
            return;
        }
        let message = self.flags.metrics.iter().position(|metric| !metric.contains('='));
        self.text.extend(message.map(|at| self.flags.metrics.remove(at)));
    }
}

impl WinFlags {
    /// Returns the flags in the form of the capture module.
    pub fn flags(&self) -> Flags {
        Flags {
            title: None,
            project: self.project.clone(),
            position: self.position.clone(),
            tags: self.tags.clone(),
            skills: self.skills.clone(),
            people: self.people.clone(),
            goals: self.goals.clone(),
            competencies: self.competencies.clone(),
            links: self.links.clone(),
            roles: self.roles.clone(),
            metrics: self.metrics.clone(),
            date: self.date.clone(),
            due: self.due.clone(),
            category: self.category.clone(),
            audience: self.audience.clone(),
            impact: self.impact.clone(),
            notes: self.notes.clone(),
            visibility: self.visibility,
            status: self.in_progress.then_some(WinStatus::InProgress),
            star: self.star.then_some(true),
            remove: Vec::new(),
        }
    }
}

impl EditArgs {
    /// Returns the flags in the form of the capture module.
    pub fn flags(&self) -> Flags {
        let removed = [
            (List::Tag, &self.remove_tag),
            (List::Skill, &self.remove_skill),
            (List::With, &self.remove_with),
            (List::Goal, &self.remove_goal),
            (List::Competency, &self.remove_competency),
            (List::Link, &self.remove_link),
            (List::Role, &self.remove_role),
            (List::Metric, &self.remove_metric),
        ];
        let mut flags = self.flags.flags();
        flags.title.clone_from(&self.title);
        flags.status = self.status.or(flags.status);
        if self.no_star {
            flags.star = Some(false);
        }
        for (list, names) in removed {
            flags.remove.extend(names.iter().map(|name| (list, name.clone())));
        }
        flags
    }
}

fn status(word: &str) -> Result<WinStatus, String> {
    WinStatus::from_word(word).ok_or_else(|| unknown("status", word, WinStatus::WORDS))
}
