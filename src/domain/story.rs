//! Stories: the accounts that an interview asks for, with the records that they are about.

use std::time::Duration;

use super::field::{FieldInfo, FieldType};
use super::id::{FollowUpId, MetricId, ProjectId, StoryId, WinId};
use super::kind::Kind;
use super::record::{Field, FieldError, Record, Unread, field, infos, unread_member};
use super::shared_fields::{COMPETENCIES, LINKS, SOURCE, TAGS, VISIBILITY, Visibility};
use super::value::NamedRef;
use super::words::words;
use crate::text::fold;

words! {
    /// The shape of a story, which decides its parts.
    Shape {
        /// Situation, task, action, result: the default.
        Star = "star",
        /// A failure: what failed, the cause, the remedy and the lesson.
        Failure = "failure",
        /// A question and its answer, or only the question.
        Question = "question",
    }
}

impl Shape {
    /// Returns the labels of the fields of the shape, in the order in which the story is told.
    pub fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Star => &["situation", "task", "action", "result"],
            Self::Failure => &["failed", "cause", "remedy", "learned"],
            Self::Question => &["question", "answer"],
        }
    }
}

/// A story.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The title.
    pub title: String,
    /// The shape, which decides the parts that are told.
    pub shape: Shape,
    /// The competencies that the story shows, by their keys in the ladder.
    pub competencies: Vec<String>,
    /// The projects that the story is about.
    pub projects: Vec<NamedRef<ProjectId>>,
    /// The wins that the story is about.
    pub wins: Vec<NamedRef<WinId>>,
    /// The metrics whose figures the story states.
    pub metrics: Vec<NamedRef<MetricId>>,
    /// The outcomes that the story states.
    pub outcomes: Vec<NamedRef<FollowUpId>>,
    /// The tags, without their `#`.
    pub tags: Vec<String>,
    /// The URLs of related pages.
    pub links: Vec<String>,
    /// The readers who may see the story in a document.
    pub visibility: Visibility,
    /// The situation.
    pub situation: String,
    /// The task of the user.
    pub task: String,
    /// The actions of the user.
    pub action: String,
    /// The result.
    pub result: String,
    /// The thing that failed.
    pub failure: String,
    /// The cause of the failure.
    pub cause: String,
    /// The remedy.
    pub remedy: String,
    /// The lesson.
    pub learning: String,
    /// The question of an interviewer.
    pub question: String,
    /// The answer; empty for a stub.
    pub answer: String,
    /// Other notes, in Markdown.
    pub notes: String,
    /// The fingerprint of the imported draft; `None` for a story that was not imported.
    pub source: Option<String>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for Story {
    fn default() -> Self {
        Self {
            title: String::new(),
            shape: Shape::Star,
            competencies: Vec::new(),
            projects: Vec::new(),
            wins: Vec::new(),
            metrics: Vec::new(),
            outcomes: Vec::new(),
            tags: Vec::new(),
            links: Vec::new(),
            visibility: Visibility::Internal,
            situation: String::new(),
            task: String::new(),
            action: String::new(),
            result: String::new(),
            failure: String::new(),
            cause: String::new(),
            remedy: String::new(),
            learning: String::new(),
            question: String::new(),
            answer: String::new(),
            notes: String::new(),
            source: None,
            unread: Unread::default(),
        }
    }
}

impl Record for Story {
    type Id = StoryId;
    const KIND: Kind = Kind::Story;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    fn normalise(&mut self, _: Option<&Self>, _: chrono::NaiveDate) {
        self.title = self.title.trim().to_owned();
    }

    fn validate(&self, _: chrono::NaiveDate) -> Result<(), FieldError> {
        if self.title.trim().is_empty() {
            return Err(FieldError::new("title", "a story needs a title"));
        }
        Ok(())
    }
}

/// The number of words that a person reads aloud in a minute. Audiobooks are narrated at 150 to 160.
const WORDS_A_MINUTE: u64 = 150;

/// The state of a story: the parts that are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoryState {
    /// Every part is written.
    Ready,
    /// Only the title or the question is written.
    Stub,
    /// The part with this label is the first that is empty.
    Missing(&'static str),
    /// Every part is written, but `{name}` names no metric of the story.
    UnknownMetric,
}

impl Story {
    /// Returns the text of a part, by its label; empty for another field.
    pub fn part(&self, label: &str) -> &str {
        match label {
            "situation" => &self.situation,
            "task" => &self.task,
            "action" => &self.action,
            "result" => &self.result,
            "failed" => &self.failure,
            "cause" => &self.cause,
            "remedy" => &self.remedy,
            "learned" => &self.learning,
            "question" => &self.question,
            "answer" => &self.answer,
            _ => "",
        }
    }

    /// Returns the parts that have a text, each with its label, but not the question.
    pub fn chapters(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let parts = self.shape.parts().iter().filter(|label| **label != "question");
        parts.map(|label| (*label, self.part(label))).filter(|(_, text)| !text.trim().is_empty())
    }

    /// Returns the question that the story answers: the question as written, else one made of the title.
    pub fn asked(&self) -> String {
        match self.shape {
            _ if !self.question.trim().is_empty() => self.question.trim().to_owned(),
            Shape::Question => self.title.clone(),
            Shape::Star => format!("Tell me about this: {}", self.title),
            Shape::Failure => format!("Tell me about a failure: {}", self.title),
        }
    }

    /// Returns the state of the story. The title may be the question that the story answers, if it ends with a
    /// question mark.
    pub fn state(&self) -> StoryState {
        let parts = self.shape.parts().iter().filter(|label| **label != "question");
        let missing: Vec<&'static str> =
            parts.clone().filter(|label| self.part(label).trim().is_empty()).copied().collect();
        let is_asked = !self.question.trim().is_empty() || self.title.trim().ends_with(['?', '？', '؟']);
        match missing.first() {
            None if self.shape == Shape::Question && !is_asked => StoryState::Missing("question"),
            None if !self.unknown_metrics().is_empty() => StoryState::UnknownMetric,
            None => StoryState::Ready,
            Some(_) if missing.len() == parts.count() => StoryState::Stub,
            Some(first) => StoryState::Missing(first),
        }
    }

    /// Returns the names in braces in the told text that are no metric of the story.
    pub fn unknown_metrics(&self) -> Vec<&str> {
        let named = self.chapters().flat_map(|(_, text)| text.split('{').skip(1)).filter_map(|rest| {
            let name = rest.split_once('}')?.0.trim();
            // Longer text in braces, or text of several lines, is no name.
            (!name.is_empty() && name.len() <= 40 && !name.contains('\n')).then_some(name)
        });
        named.filter(|name| self.metrics.iter().all(|metric| fold(&metric.name) != fold(name))).collect()
    }

    /// Returns the number of words that are told.
    pub fn words(&self) -> usize {
        self.chapters().map(|(_, text)| text.split_whitespace().count()).sum()
    }

    /// Returns the time that reading the story aloud takes, at 150 words a minute.
    pub fn reading_time(&self) -> Duration {
        Duration::from_secs(self.words() as u64 * 60 / WORDS_A_MINUTE)
    }
}

/// Creates a part of a shape, which is a section of several lines.
macro_rules! part {
    ($member:ident, $label:literal, $heading:literal, $help:literal) => {
        field!(
            $member,
            FieldInfo::new(stringify!($member), FieldType::Text).label($label).section($heading).help($help)
        )
    };
}

/// The fields of a story.
const FIELDS: &[Field<Story>] = &[
    field!(title, FieldInfo::new("title", FieldType::Text).help("A title by which you remember it")),
    field!(
        shape,
        FieldInfo::new("shape", FieldType::Word(Shape::WORDS))
            .help("star (situation, task, action, result), failure or question")
    ),
    field!(competencies, COMPETENCIES),
    field!(
        projects,
        FieldInfo::new("projects", FieldType::Refs(Kind::Project))
            .column("about_project")
            .sigil('+')
            .help("The projects that it is about, set apart by commas")
    ),
    field!(
        wins,
        FieldInfo::new("wins", FieldType::Refs(Kind::Win))
            .column("about_win")
            .help("The wins that it is about, by id, set apart by commas")
    ),
    field!(
        metrics,
        FieldInfo::new("metrics", FieldType::Refs(Kind::Metric))
            .column("about_metric")
            .help("The metrics whose figures it states; {name} in the text becomes the figure")
    ),
    field!(
        outcomes,
        FieldInfo::new("outcomes", FieldType::Refs(Kind::FollowUp))
            .column("about_outcome")
            .help("The outcomes that it states, by the id of the follow-up")
            .found(false)
    ),
    field!(tags, TAGS),
    field!(links, LINKS),
    field!(visibility, VISIBILITY),
    part!(question, "question", "Question", "The question that an interviewer asks"),
    part!(answer, "answer", "Answer", "Your answer; empty while the story is a stub"),
    part!(situation, "situation", "Situation", "Where you were, and what was wrong"),
    part!(task, "task", "Task", "What you had to do"),
    part!(action, "action", "Action", "What you did yourself, step by step"),
    part!(result, "result", "Result", "What changed, with the number"),
    part!(failure, "failed", "What failed", "What failed, and who noticed"),
    part!(cause, "cause", "Cause", "Why it failed"),
    part!(remedy, "remedy", "Remedy", "How you put it right"),
    part!(learning, "learned", "What I learned", "What you do differently since then"),
    field!(
        notes,
        FieldInfo::new("notes", FieldType::Text).section("Notes").help("Anything else, in Markdown").own()
    ),
    field!(source, SOURCE),
];

/// The descriptions of the fields of a story.
pub(super) const INFOS: &[FieldInfo] = &infos::<Story, { FIELDS.len() }>(FIELDS);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_names_the_first_missing_part() {
        let mut story = Story { title: "The vacuum job".into(), ..Story::default() };
        assert_eq!(story.state(), StoryState::Stub);
        story.situation = "Slow Mondays".into();
        story.action = "Traced it".into();
        assert_eq!(story.state(), StoryState::Missing("task"));
        (story.task, story.result) = ("Find it".into(), "Gone".into());
        assert_eq!(story.state(), StoryState::Ready);
        story.result = "Gone: {latency}".into();
        assert_eq!((story.state(), story.unknown_metrics()), (StoryState::UnknownMetric, vec!["latency"]));
        let mut question = Story { shape: Shape::Question, answer: "Because".into(), ..story };
        assert_eq!((question.state(), question.words()), (StoryState::Missing("question"), 1));
        question.title = "Why did it break?".into();
        assert_eq!(question.state(), StoryState::Ready);
    }

    #[test]
    fn reading_time_counts_only_the_told_parts() {
        let text = "word ".repeat(300);
        let story = Story { result: text.clone(), cause: text, notes: "x".into(), ..Story::default() };
        assert_eq!(story.reading_time(), Duration::from_mins(2));
    }

    #[test]
    fn every_part_of_a_shape_is_a_field() {
        for shape in Shape::ALL {
            for label in shape.parts() {
                assert!(FIELDS.iter().any(|field| field.info.label == *label), "{label}");
            }
        }
    }
}
