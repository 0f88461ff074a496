//! The story of a project.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::block::Block;
use super::wording;
use crate::domain::{Chapter, FollowUp, Metric, Project, ProjectRow, ProjectStatus, Visibility, When};
use crate::text::counted;

/// What a story is told from.
#[derive(Debug, Clone, Copy)]
pub struct Story<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its skills by group, an empty name for those without one.
    pub skills: &'a [(String, Vec<String>)],
    /// Its metrics.
    pub metrics: &'a [Metric],
    /// How many metrics it has.
    pub metric_count: usize,
    /// Its wins, newest first: when, what, the figure, starred.
    pub wins: &'a [ToldWin],
    /// How many wins it has.
    pub win_count: usize,
    /// What was asked about it and its wins, with the title of the win where it was about one.
    pub follow_ups: &'a [(Option<String>, FollowUp)],
    /// What is its part.
    pub parts: &'a [ProjectRow],
    /// Today's civil date.
    pub today: NaiveDate,
}

/// A win as a story names it.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldWin {
    /// When it happened.
    pub when: When,
    /// What was done.
    pub title: String,
    /// Its figure in few words; may be empty.
    pub figure: String,
    /// Whether it is starred.
    pub starred: bool,
}

/// Tells the story.
#[must_use]
pub fn blocks<'a>(story: &Story<'a>) -> Vec<Block<'a>> {
    let project = story.project;
    let mut out = vec![Block::Title(project.name.clone())];
    out.push(Block::About(about(story)));
    if !project.prose[Chapter::Summary].is_empty() {
        out.push(Block::text(&project.prose[Chapter::Summary]));
    }
    fields(story, &mut out);
    let told = [Chapter::Challenge, Chapter::Solution, Chapter::Results];
    for chapter in told {
        let text = &project.prose[chapter];
        if text.is_empty() {
            continue;
        }
        out.push(Block::Heading(chapter.title().to_owned()));
        out.push(Block::text(text));
    }
    if !story.metrics.is_empty() {
        out.push(Block::Heading("Metrics".into()));
        out.extend(story.metrics.iter().map(|metric| Block::Metric(Cow::Borrowed(metric))));
        if story.metric_count > story.metrics.len() {
            out.push(Block::About(format!("and {} more", story.metric_count - story.metrics.len())));
        }
    }
    outcomes(story, &mut out);
    for chapter in [Chapter::Reflection, Chapter::Liked, Chapter::Hard, Chapter::Learned, Chapter::Notes] {
        let text = &project.prose[chapter];
        if !text.is_empty() {
            out.push(Block::Heading(chapter.title().to_owned()));
            out.push(Block::text(text));
        }
    }
    rows(story, &mut out);
    missing(story, &mut out);
    out
}

fn about(story: &Story<'_>) -> String {
    let project = story.project;
    let mut parts = vec![project.status.word().to_owned()];
    parts.extend(Some(wording::span(project.start, project.end)).filter(|span| !span.is_empty()));
    parts.push(counted(story.win_count, "win", "wins"));
    if project.visibility != Visibility::Internal {
        parts.push(project.visibility.word().to_owned());
    }
    parts.join(" · ")
}

fn fields(story: &Story<'_>, out: &mut Vec<Block<'_>>) {
    let project = story.project;
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            out.push(Block::Field(name.to_owned(), value));
        }
    };
    field("part of", project.parent.as_ref().map(|parent| parent.name.clone()).unwrap_or_default());
    field("roles", project.roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(", "));
    field("position", project.prose[Chapter::Position].clone());
    field("team", project.prose[Chapter::Team].clone());
    field("for", project.prose[Chapter::Audience].clone());
    for (group, names) in story.skills {
        field(if group.is_empty() { "skills" } else { group }, names.join(", "));
    }
    field("tags", project.tags.join(", "));
    field("related", project.related.iter().map(|named| named.name.clone()).collect::<Vec<_>>().join(", "));
    for link in &project.links {
        field("link", link.clone());
    }
}

fn outcomes<'a>(story: &Story<'a>, out: &mut Vec<Block<'a>>) {
    let over: Vec<_> = story.follow_ups.iter().filter(|(_, each)| !each.is_open()).collect();
    if !over.is_empty() {
        out.push(Block::Heading("What came of it".into()));
    }
    for (about, follow_up) in over {
        let day = follow_up.recorded_on.map(wording::day).unwrap_or_default();
        let head = about.as_ref().map_or_else(|| day.clone(), |title| format!("{day}, of “{title}”"));
        out.push(Block::Outcome(head, wording::outcome(follow_up)));
    }
    let open: Vec<_> = story.follow_ups.iter().filter(|(_, each)| each.is_open()).collect();
    if !open.is_empty() {
        out.push(Block::Heading("To be asked".into()));
    }
    for (about, follow_up) in open {
        let when = wording::near(follow_up.ask_on, story.today);
        let late = wording::put_off(follow_up.snoozed);
        let when = if late.is_empty() { when } else { format!("{when}, {late}") };
        let text = about.as_ref().map_or_else(|| follow_up.question.clone(), Clone::clone);
        out.push(Block::Outcome(when, text));
    }
}

fn rows<'a>(story: &Story<'a>, out: &mut Vec<Block<'a>>) {
    if !story.parts.is_empty() {
        out.push(Block::Heading("Parts".into()));
        for part in story.parts {
            out.push(Block::Row(part.name.clone(), part.status.word().to_owned()));
        }
    }
    if story.wins.is_empty() {
        return;
    }
    out.push(Block::Heading("Wins".into()));
    for win in story.wins {
        let star = if win.starred { "★ " } else { "" };
        let right = if win.figure.is_empty() {
            wording::near_when(win.when, story.today)
        } else {
            format!("{}  {}", win.figure, wording::near_when(win.when, story.today))
        };
        out.push(Block::Row(format!("{star}{}", win.title), right));
    }
    if story.win_count > story.wins.len() {
        out.push(Block::About(format!("and {} more", story.win_count - story.wins.len())));
    }
}

/// What a story is not whole without, said in one quiet line.
fn missing(story: &Story<'_>, out: &mut Vec<Block<'_>>) {
    let project = story.project;
    let empty = |chapter: Chapter| project.prose[chapter].trim().is_empty();
    let mut words = Vec::new();
    words.extend(empty(Chapter::Challenge).then(|| "no challenge yet".to_owned()));
    words.extend(empty(Chapter::Solution).then(|| "no solution yet".to_owned()));
    let answered = story.follow_ups.iter().any(|(_, each)| !each.is_open() && !each.nothing);
    if empty(Chapter::Results) && !answered {
        let asked = story.follow_ups.iter().map(|(_, each)| each).find(|each| each.is_open());
        words.push(match asked {
            Some(asked) if asked.ask_on > story.today => {
                format!("no results yet: asked on {}", wording::near_date(asked.ask_on))
            }
            Some(asked) => format!("no results yet: asked since {}", wording::near_date(asked.ask_on)),
            None => "no results yet".to_owned(),
        });
    }
    if story.metrics.is_empty() {
        words.push("no metric yet".to_owned());
    }
    let told = [Chapter::Reflection, Chapter::Liked, Chapter::Hard, Chapter::Learned];
    if project.status != ProjectStatus::Active && told.into_iter().all(empty) {
        words.push("nothing on what was learned yet".to_owned());
    }
    if let Some(first) = words.first_mut()
        && let Some(letter) = first.get(..1).map(str::to_uppercase)
    {
        first.replace_range(..1, &letter);
        out.push(Block::Missing(format!("{}.", words.join("; "))));
    }
}
