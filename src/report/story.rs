//! Describes stories: the figures that they state, and their text for screens.

use super::block::Block;
use super::wording;
use crate::domain::{Figure, FollowUpView, MetricView, StoryView, fold};
use crate::text::{ellipsis, with_capital};

/// Returns the figures that a story states, one line each: the changes of its metrics, the figures of its wins,
/// and its outcomes.
pub fn figures(view: &StoryView) -> Vec<String> {
    let series = |metric: &MetricView| format!("{}: {}", metric.name, wording::series(metric));
    figures_worded(view, series, wording::figure, wording::outcome)
}

/// Returns the figures that a story states, worded by a function for each kind.
pub(super) fn figures_worded(
    view: &StoryView,
    series: impl Fn(&MetricView) -> String,
    figure: impl Fn(&Figure) -> String,
    outcome: impl Fn(&FollowUpView) -> String,
) -> Vec<String> {
    let of_metrics = view.metrics.iter().map(series);
    let named = |name: &str| view.metrics.iter().any(|metric| fold(&metric.name) == fold(name));
    let of_wins = view.wins.iter().flat_map(|win| &win.figures).filter(|figure| !named(&figure.name));
    let of_wins = of_wins.map(|each| figure(each));
    let outcomes = view.outcomes.iter().filter(|each| !each.is_open()).map(outcome);
    of_metrics.chain(of_wins).chain(outcomes).collect()
}

/// Returns a text of a story with `{name}` replaced by the change of that metric, so that the figure is always the
/// journal's. A name that is no metric of the story stays as it is written.
pub fn filled(view: &StoryView, text: &str) -> String {
    filled_with(view, text, stated)
}

/// Returns a text of a story like [`filled`], with each change worded by `stated`.
pub(super) fn filled_with(view: &StoryView, text: &str, stated: impl Fn(&MetricView) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}').map(|end| start + end) else { break };
        let name = &rest[start + 1..end];
        let metric = view.metrics.iter().find(|metric| fold(&metric.name) == fold(name.trim()));
        out.push_str(&rest[..start]);
        // A metric without a value up to the end of the document's period is named.
        let named = || view.story.metrics.iter().find(|named| fold(&named.name) == fold(name.trim()));
        match metric {
            Some(metric) => out.push_str(&stated(metric)),
            None => out.push_str(named().map_or(&rest[start..=end], |named| &named.name)),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

/// Returns the change of a metric as a sentence states it: `800ms → 400ms (−50 %)`.
fn stated(metric: &MetricView) -> String {
    let Some(latest) = metric.latest() else { return metric.name.clone() };
    let change = metric.change().map(|change| change.text);
    match metric.baseline().filter(|baseline| baseline.id != latest.id && !latest.amount.relative) {
        Some(baseline) => {
            let both = format!("{} → {}", baseline.amount.shown(), latest.amount.shown());
            // The text of a change without a percentage already names both values.
            let change = change.filter(|text| !text.starts_with("from "));
            change.map_or_else(|| both.clone(), |change| format!("{both} ({change})"))
        }
        None => change.unwrap_or_else(|| latest.amount.shown()),
    }
}

/// Returns the time that reading a story aloud takes, in words: `about 2 min aloud`.
pub fn reading_time(view: &StoryView) -> String {
    reading_time_of(&view.story)
}

/// Returns the time that reading a story aloud takes, in words: `about 2 min aloud`; empty for a stub.
pub fn reading_time_of(story: &crate::domain::Story) -> String {
    match story.reading_time().as_secs() {
        0 => String::new(),
        seconds if seconds < 60 => format!("about {seconds} s aloud"),
        seconds => format!("about {} min aloud", (seconds + 30) / 60),
    }
}

/// Returns the blocks of a story.
pub fn blocks(view: &StoryView) -> Vec<Block<'_>> {
    let story = &view.story;
    let mut out = vec![Block::Title(story.title.clone())];
    let about = [story.shape.word().to_owned(), state(view), reading_time(view)];
    out.push(Block::About(about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")));
    if !story.question.trim().is_empty() {
        out.push(Block::Heading("Question".into()));
        out.push(Block::text(&story.question));
    }
    for (label, text) in story.chapters() {
        out.push(Block::Heading(heading(label)));
        out.push(Block::Text(filled(view, text).into()));
    }
    let figures = figures(view);
    if !figures.is_empty() {
        out.push(Block::Heading("Figures".into()));
        out.extend(figures.into_iter().map(|line| Block::Row(line, String::new())));
    }
    if !story.competencies.is_empty() {
        out.push(Block::Field("shows".into(), story.competencies.join(", ")));
    }
    let projects = story.projects.iter().map(|each| (each.id.into(), each.name.clone(), "project"));
    let wins = story.wins.iter().map(|each| (each.id.into(), each.name.clone(), "win"));
    let mut about = projects.chain(wins).peekable();
    if about.peek().is_some() {
        out.push(Block::Heading("About".into()));
        out.extend(about.map(|(id, name, kind)| Block::Record(id, name, kind.to_owned())));
    }
    if !story.notes.trim().is_empty() {
        out.push(Block::Heading("Notes".into()));
        out.push(Block::text(&story.notes));
    }
    if !view.questions.is_empty() {
        out.push(Block::Heading("A listener would ask".into()));
        out.extend(view.questions.iter().map(|question| Block::Row(question.clone(), String::new())));
    }
    out
}

/// Returns the state of a story in words: `ready`, `a stub`, `no result` or `no metric {name}`.
pub fn state(view: &StoryView) -> String {
    state_of(&view.story)
}

/// Returns the state of a story in words: `ready`, `a stub`, `no result` or `no metric {name}`.
pub fn state_of(story: &crate::domain::Story) -> String {
    use crate::domain::StoryState::{Missing, Ready, Stub, UnknownMetric};
    match story.state() {
        Ready => "ready".into(),
        Stub => "a stub".into(),
        Missing("learned") => "no lesson".into(),
        Missing("failed") => "no failure".into(),
        Missing(part) => format!("no {part}"),
        UnknownMetric => {
            let name = story.unknown_metrics().first().copied().unwrap_or_default();
            format!("no metric {{{}}}", ellipsis(name, 20))
        }
    }
}

/// Returns the heading of a part, by its label.
pub fn heading(label: &str) -> String {
    match label {
        "failed" => "What failed".into(),
        "learned" => "What I learned".into(),
        label => with_capital(label),
    }
}
