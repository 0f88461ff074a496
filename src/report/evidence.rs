//! The sentences of records, from which an answer can be made.

use std::collections::HashSet;

use super::document_wording::values_of;
use super::input::ReviewInput;
use super::sentences::{ended, sentences};
use super::story::filled_with;
use super::{document_wording, goal as goal_words, plain};
use crate::domain::inflections::inflections;
use crate::domain::{
    FollowUpView, GoalView, Kind, Period, Praise, RecordId, Role, Shape, Stored, StoryView, WinView, fold,
};
use crate::text::one_line;

/// A sentence that can be part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The identity: `ID/field/checksum`, so that a changed sentence is another one.
    pub key: String,
    /// The sentence, as plain text that ends with a punctuation mark.
    pub text: String,
    /// The record that contains it.
    pub record: RecordId,
    /// The field of the record.
    pub field: &'static str,
    /// The importance: of a text that is too long, the sentence with the lowest weight is left out first.
    pub(super) weight: u32,
}

/// A record whose sentences can be an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The record.
    pub id: RecordId,
    /// Its kind: a win, a follow-up, a goal, praise or a story.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The words by which it is found, folded.
    pub(super) words: HashSet<String>,
    /// The key of the category of a win; empty for other records.
    pub(super) category: String,
    /// `true` for a win that was done for somebody outside the own team, as far as its audience says.
    pub(super) is_for_users: bool,
    /// `true` for a win that the user proposed.
    pub(super) is_proposed: bool,
    /// `true` for a story about a failure.
    pub(super) is_failure: bool,
    /// The points for a number, an outcome, a star.
    pub(super) worth: u32,
}

/// Returns the sources of a period: its wins, the outcomes of earlier work and of projects, its goals, the praise and the
/// stories.
pub fn sources(input: &ReviewInput) -> Vec<Source> {
    let mut out: Vec<Source> = input.wins.iter().map(of_win).collect();
    out.extend(input.earlier.iter().map(|earlier| of_outcome(&earlier.title, &earlier.follow_up)));
    for project in &input.projects {
        let recorded = project.follow_ups.iter().filter(|each| !each.outcome.is_empty());
        out.extend(recorded.map(|follow_up| of_outcome(&project.name, follow_up)));
    }
    out.extend(input.goals.iter().map(|goal| of_goal(goal, &input.period)));
    out.extend(input.praise.iter().map(of_praise));
    out.extend(input.stories.iter().map(of_story));
    out.retain(|source| !source.sentences.is_empty());
    out
}

pub(super) struct Builder {
    source: Source,
    found: String,
}

impl Builder {
    pub(super) fn new(id: RecordId, kind: Kind, title: &str) -> Self {
        let source = Source {
            id,
            kind,
            title: title.to_owned(),
            sentences: Vec::new(),
            words: HashSet::new(),
            category: String::new(),
            is_for_users: false,
            is_proposed: false,
            is_failure: false,
            worth: 0,
        };
        Self { source, found: title.to_owned() }
    }

    /// Adds the sentences of a Markdown text; the later ones weigh less.
    fn text(&mut self, field: &'static str, markdown: &str, weight: u32) {
        self.add(self.source.id, field, sentences(markdown), weight);
    }

    pub(super) fn add(&mut self, record: RecordId, field: &'static str, texts: Vec<String>, weight: u32) {
        for (number, text) in texts.into_iter().enumerate() {
            self.found.push(' ');
            self.found.push_str(&text);
            let later = u32::try_from(number).unwrap_or(u32::MAX);
            self.source.sentences.push(Sentence {
                key: format!("{}/{field}/{:08x}", record.0, crc32fast::hash(fold(&text).as_bytes())),
                text,
                record: self.source.id,
                field,
                weight: weight.saturating_sub(later),
            });
        }
    }

    pub(super) fn finish(mut self, worth: u32, also: &[&str]) -> Source {
        for text in also {
            self.found.push(' ');
            self.found.push_str(text);
        }
        self.source.words = words(&self.found);
        self.source.worth = worth;
        // Of two records of equal worth, the sentences of the better one stay.
        for sentence in &mut self.source.sentences {
            sentence.weight += worth;
        }
        self.source
    }
}

/// Words of an audience inside the company.
const INTERNAL: [&str; 8] =
    ["engineer", "developer", "team", "on-call", "colleague", "manager", "finance", "everyone"];

/// Returns a win as a source, with its outcomes.
pub fn of_win(win: &WinView) -> Source {
    let mut builder = Builder::new(win.id.into(), Kind::Win, &win.title);
    let figures: Vec<String> = win.figures.iter().map(|figure| document_wording::figure_of(figure)).collect();
    let title =
        if figures.is_empty() { win.title.clone() } else { format!("{}: {}", win.title, figures.join(", ")) };
    builder.add(win.id.into(), "title", vec![ended(&title)], 200);
    builder.text("impact", &win.impact, 120);
    for follow_up in win.follow_ups.iter().filter(|each| !each.outcome.is_empty()) {
        builder.add(follow_up.id.into(), "outcome", outcome(follow_up), 140);
    }
    builder.text("notes", &win.notes, 40);
    let worth = [
        (win.starred, 8),
        (win.follow_ups.iter().any(|each| !each.outcome.is_empty()), 6),
        (!win.figures.is_empty(), 5),
        (!win.impact.is_empty(), 2),
    ];
    let worth = worth.into_iter().filter(|(is, _)| *is).map(|(_, points)| points).sum();
    let names: Vec<&str> =
        win.tags.iter().chain(&win.competencies).chain(&win.skills).map(String::as_str).collect();
    let goals: Vec<&str> = win.goals.iter().map(|goal| goal.name.as_str()).collect();
    let mut source = builder.finish(worth, &[names, goals].concat());
    win.category_key().clone_into(&mut source.category);
    let audience = fold(&win.audience);
    source.is_for_users = !audience.is_empty() && !INTERNAL.iter().any(|word| audience.contains(word));
    source.is_proposed = win.roles.contains(&Role::Proposed);
    source
}

fn outcome(follow_up: &FollowUpView) -> Vec<String> {
    let mut out = sentences(&document_wording::outcome_of(follow_up));
    if let Some(first) = out.first_mut() {
        *first = format!("Outcome: {first}");
    }
    out
}

/// The number of words up to which a title is a name, and no sentence.
const NAME: usize = 3;

/// Returns an outcome as a source; `about` is the title of the win, or the name of the project.
pub fn of_outcome(about: &str, follow_up: &FollowUpView) -> Source {
    let mut builder = Builder::new(follow_up.id.into(), Kind::FollowUp, about);
    let mut sentences = outcome(follow_up);
    if about.split_whitespace().count() > NAME {
        builder.add(follow_up.id.into(), "about", vec![ended(about)], 200);
    } else if let Some(first) = sentences.first_mut() {
        // The name of a project is no sentence.
        *first = format!("{about}: {}", first.strip_prefix("Outcome: ").unwrap_or(first));
    }
    builder.add(follow_up.id.into(), "outcome", sentences, 190);
    builder.finish(6, &[])
}

/// Returns a goal as a source, with its progress at the end of a period.
pub fn of_goal(goal: &GoalView, period: &Period) -> Source {
    let mut builder = Builder::new(goal.id.into(), Kind::Goal, &goal.title);
    let went = goal_words::went(goal, period);
    let title = if went.is_empty() { goal.title.clone() } else { format!("{}: {went}", goal.title) };
    builder.add(goal.id.into(), "title", vec![ended(&title)], 200);
    let proof: Vec<&str> =
        goal.evidence.iter().filter(|each| each.counts).map(|each| each.title.as_str()).collect();
    if !proof.is_empty() {
        builder.add(goal.id.into(), "evidence", vec![ended(&format!("Evidence: {}", proof.join("; ")))], 120);
    }
    builder.finish(4, &["goal"])
}

/// Returns praise as a source.
pub fn of_praise(praise: &Stored<Praise>) -> Source {
    let mut builder = Builder::new(praise.id.into(), Kind::Praise, &praise.quote);
    let quote = one_line(&plain::text(&praise.quote));
    let from = if praise.from.is_empty() { String::new() } else { format!(" ({})", praise.from) };
    builder.add(praise.id.into(), "quote", vec![ended(&format!("“{quote}”{from}"))], 160);
    builder.finish(3, &["feedback", "praise", "colleague"])
}

/// Returns a story as a source.
pub fn of_story(view: &StoryView) -> Source {
    let story = &view.story;
    let mut builder = Builder::new(story.id.into(), Kind::Story, &story.title);
    let parts: [(&'static str, &str); 9] = [
        ("situation", &story.situation),
        ("task", &story.task),
        ("action", &story.action),
        ("result", &story.result),
        ("failure", &story.failure),
        ("cause", &story.cause),
        ("remedy", &story.remedy),
        ("learning", &story.learning),
        ("answer", &story.answer),
    ];
    for (field, text) in parts {
        // A story that is too long loses its beginning first: what was done and what came of it belong together.
        let weight = match field {
            "result" | "learning" | "answer" => 150,
            "action" | "failure" => 145,
            "remedy" => 140,
            "cause" => 135,
            _ => 100,
        };
        builder.text(field, &filled_with(view, text, values_of), weight);
    }
    let mut names: Vec<&str> = story.competencies.iter().map(String::as_str).collect();
    if story.shape == Shape::Failure {
        names.extend(["failure", "failed", "mistake"]);
    }
    let mut source = builder.finish(3, &names);
    source.is_failure = story.shape == Shape::Failure;
    source
}

/// Words that say nothing of what a question is about.
const COMMON: [&str; 34] = [
    "about",
    "your",
    "what",
    "which",
    "this",
    "that",
    "have",
    "with",
    "from",
    "most",
    "were",
    "they",
    "their",
    "when",
    "where",
    "more",
    "than",
    "each",
    "year",
    "work",
    "please",
    "describe",
    "list",
    "words",
    "bytes",
    "characters",
    "maximum",
    "give",
    "example",
    "examples",
    "those",
    "these",
    "would",
    "over",
];

pub(super) fn words(text: &str) -> HashSet<String> {
    let folded = fold(text);
    let mut out = HashSet::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if word.chars().count() > 3 && !COMMON.contains(&word) {
            out.extend(inflections(word));
            out.insert(word.to_owned());
        }
    }
    out
}
