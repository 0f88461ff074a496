//! Builds the sheet of stories for an interview.

use super::career::{is_left_out, profile};
use super::career_entry::{AnswerEntry, StoryEntry, StoryGroup};
use super::document::{Document, Reader};
use super::document_wording::{figure_of, metric_name, outcome_of, series_of, values_of};
use super::format::Length;
use super::input::ReviewInput;
use super::story;
use crate::domain::{MetricView, Shape, StoryState, StoryView, fold};

/// Builds the sheet: the stories by their first competency, those without one by their shape, and at the end those
/// of which only the title or the question is written. A short sheet has no notes and no questions of a listener.
pub fn sheet(document: Document, input: &ReviewInput, length: Length) -> Document {
    let all = input.stories.iter().filter(|view| !is_left_out(input, &view.story.id.to_string()));
    let (stubs, whole): (Vec<&StoryView>, Vec<&StoryView>) =
        all.partition(|view| view.story.state() == StoryState::Stub);
    let entries = |all: &[&StoryView]| all.iter().map(|view| entry(input, view, length)).collect::<Vec<_>>();
    let groups = grouped(input, &whole);
    let stories = groups.into_iter().map(|(title, views)| StoryGroup { title, stories: entries(&views) });
    Document {
        title: "Stories".into(),
        reader: document.reader,
        period: document.period,
        profile: profile(input),
        nothing: input.stories.is_empty(),
        stories: stories.collect(),
        stubs: entries(&stubs),
        categories: document.categories,
        ..Document::default()
    }
}

/// Returns the stories by their headings: the competencies in the order of the ladder, then the competencies that
/// the ladder does not have, then the shapes.
fn grouped<'a>(input: &ReviewInput, stories: &[&'a StoryView]) -> Vec<(String, Vec<&'a StoryView>)> {
    let mut keys: Vec<String> = Vec::new();
    let of_ladder = input.ladder.iter().flat_map(|ladder| &ladder.competencies).map(|each| &each.key);
    let of_stories = stories.iter().filter_map(|view| view.story.competencies.first());
    for key in of_ladder.chain(of_stories) {
        if keys.iter().all(|each| fold(each) != fold(key)) {
            keys.push(key.clone());
        }
    }
    let mut out: Vec<(String, Vec<&StoryView>)> = Vec::new();
    for key in &keys {
        let shows = |view: &&&StoryView| {
            view.story.competencies.first().is_some_and(|first| fold(first) == fold(key))
        };
        out.push((competency(input, key), stories.iter().filter(shows).copied().collect()));
    }
    for shape in Shape::ALL {
        let own = |view: &&&StoryView| view.story.competencies.is_empty() && view.story.shape == *shape;
        out.push((heading(*shape).to_owned(), stories.iter().filter(own).copied().collect()));
    }
    out.retain(|(_, stories)| !stories.is_empty());
    out
}

/// Returns the name of a competency; its key in words without a ladder.
fn competency(input: &ReviewInput, key: &str) -> String {
    match &input.ladder {
        Some(ladder) => ladder.title(key).to_owned(),
        None => metric_name(key),
    }
}

/// Returns the heading of the stories of a shape.
fn heading(shape: Shape) -> &'static str {
    match shape {
        Shape::Star => "Situations and results",
        Shape::Failure => "Failures and lessons",
        Shape::Question => "Questions and answers",
    }
}

fn entry(input: &ReviewInput, view: &StoryView, length: Length) -> StoryEntry {
    let story = &view.story;
    let is_own = input.reader == Reader::Myself && length == Length::Full;
    let parts = story.chapters().map(|(label, text)| AnswerEntry {
        heading: story::heading(label),
        text: story::filled_with(view, text, values_of),
    });
    let series = |metric: &MetricView| format!("{}: {}", metric_name(&metric.name), series_of(metric));
    let figures = story::figures_worded(view, series, figure_of, outcome_of);
    let figures = figures.into_iter().filter(|figure| !figure.trim().is_empty());
    let projects = story.projects.iter().map(|named| named.name.clone());
    StoryEntry {
        id: story.id.to_string(),
        title: story.title.clone(),
        shape: story.shape.word().to_owned(),
        question: story.question.trim().to_owned(),
        parts: parts.collect(),
        figures: figures.collect(),
        time: story::reading_time(view),
        lacks: if story.state() == StoryState::Ready { String::new() } else { story::state(view) },
        competencies: story.competencies.iter().map(|key| competency(input, key)).collect(),
        about: projects.chain(story.wins.iter().map(|named| named.name.clone())).collect(),
        notes: if is_own { story.notes.trim().to_owned() } else { String::new() },
        questions: if is_own { view.questions.clone() } else { Vec::new() },
    }
}
