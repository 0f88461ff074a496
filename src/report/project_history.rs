//! Lays out the history of a project as blocks.

use chrono::NaiveDate;

use super::block::Block;
use super::wording;
use crate::domain::{
    Chapter, DateRange, FollowUpView, MetricView, ProjectRow, ProjectStatus, ProjectView, Record, Visibility,
};
use crate::text::{counted, with_capital};

/// The input of a project's history.
#[derive(Debug, Clone, Copy)]
pub struct ProjectHistory<'a> {
    /// The project, with the follow-ups about it.
    pub project: &'a ProjectView,
    /// The skills by group; the name is empty for skills without a group.
    pub skills: &'a [(String, Vec<String>)],
    /// The metrics to show.
    pub metrics: &'a [MetricView],
    /// The number of metrics of the project.
    pub metric_count: usize,
    /// The wins to show, newest first.
    pub wins: &'a [HistoryWin],
    /// The number of wins of the project.
    pub win_count: usize,
    /// The follow-ups about the project and its wins; each has the title of the win if it is about a win.
    pub follow_ups: &'a [(Option<String>, FollowUpView)],
    /// The projects that are parts of the project.
    pub parts: &'a [ProjectRow],
    /// The current date.
    pub today: NaiveDate,
}

/// A win in the history of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryWin {
    /// The date.
    pub when: Option<DateRange>,
    /// The title of the win.
    pub title: String,
    /// The figure in few words; may be empty.
    pub figure: String,
    /// `true` if the win is starred.
    pub starred: bool,
}

/// The blocks of a project's history, for one column or two.
#[derive(Debug, Default)]
pub struct Story<'a> {
    /// The name, the status, the summary and the fields.
    pub head: Vec<Block<'a>>,
    /// The chapters before the numbers: challenge, solution, results.
    pub chapters: Vec<Block<'a>>,
    /// The metrics.
    pub numbers: Vec<Block<'a>>,
    /// The outcomes of the project, praise for it, and its lessons.
    pub after: Vec<Block<'a>>,
    /// The parts and the wins.
    pub rows: Vec<Block<'a>>,
}

/// Returns the blocks of a project's history in one column.
pub fn blocks<'a>(history: &ProjectHistory<'a>) -> Vec<Block<'a>> {
    let story = story(history);
    let parts = [story.head, story.chapters, story.numbers, story.after, story.rows];
    parts.into_iter().flatten().collect()
}

/// Returns the blocks of a project's history by their parts.
pub fn story<'a>(history: &ProjectHistory<'a>) -> Story<'a> {
    let project = history.project;
    let mut out = Story::default();
    out.head.push(Block::Title(project.name.clone()));
    out.head.push(Block::About(about(history)));
    if !project.prose[Chapter::Summary].is_empty() {
        out.head.push(Block::text(&project.prose[Chapter::Summary]));
    }
    fields(history, &mut out.head);
    chapters(project, &[Chapter::Challenge, Chapter::Solution, Chapter::Results], &mut out.chapters);
    if !history.metrics.is_empty() {
        out.numbers.push(Block::Heading("Metrics".into()));
        out.numbers.extend(history.metrics.iter().map(Block::Metric));
        if history.metric_count > history.metrics.len() {
            let more = history.metric_count - history.metrics.len();
            out.numbers.push(Block::About(format!("and {more} more")));
        }
    }
    outcomes(history, &mut out.after);
    if !project.praise.is_empty() {
        out.after.push(Block::Heading("Praise".into()));
        out.after
            .extend(project.praise.iter().map(|praise| Block::Text(super::praise::quoted(praise).into())));
    }
    let reflection = [Chapter::Reflection, Chapter::Liked, Chapter::Hard, Chapter::Learned, Chapter::Notes];
    chapters(project, &reflection, &mut out.after);
    rows(history, &mut out.rows);
    missing(history, &mut out.rows);
    out
}

fn chapters<'a>(project: &'a ProjectView, chapters: &[Chapter], out: &mut Vec<Block<'a>>) {
    for chapter in chapters {
        let text = &project.prose[*chapter];
        if !text.is_empty() {
            out.push(Block::Heading(chapter.title().to_owned()));
            out.push(Block::text(text));
        }
    }
}

fn about(history: &ProjectHistory<'_>) -> String {
    let project = history.project;
    let mut parts: Vec<String> = project.word("status").into_iter().collect();
    parts.extend(Some(wording::span(project.start, project.end)).filter(|span| !span.is_empty()));
    parts.push(counted(history.win_count, "win", "wins"));
    parts.extend(project.word("visibility").filter(|word| *word != Visibility::Internal.word()));
    parts.join(" · ")
}

fn fields(history: &ProjectHistory<'_>, out: &mut Vec<Block<'_>>) {
    let project = history.project;
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            out.push(Block::Field(name.to_owned(), value));
        }
    };
    field("part of", project.parent.as_ref().map(|parent| parent.name.clone()).unwrap_or_default());
    field("roles", project.roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(", "));
    field("position", project.held_in.as_ref().map(|position| position.name.clone()).unwrap_or_default());
    field("team", project.prose[Chapter::Team].clone());
    field("for", project.prose[Chapter::Audience].clone());
    for (group, names) in history.skills {
        field(if group.is_empty() { "skills" } else { group }, names.join(", "));
    }
    field("tags", project.tags.join(", "));
    field("related", project.related.iter().map(|named| named.name.clone()).collect::<Vec<_>>().join(", "));
    for link in &project.links {
        field("link", link.clone());
    }
    for (label, text) in wording::unread(project) {
        field(label, text);
    }
}

fn outcomes<'a>(history: &ProjectHistory<'a>, out: &mut Vec<Block<'a>>) {
    let over: Vec<_> = history.follow_ups.iter().filter(|(_, each)| !each.is_open()).collect();
    if !over.is_empty() {
        out.push(Block::Heading("What came of it".into()));
    }
    for (about, follow_up) in over {
        let day = follow_up.recorded_on.map(wording::day).unwrap_or_default();
        let head = about.as_ref().map_or_else(|| day.clone(), |title| format!("{day}, of “{title}”"));
        out.push(Block::Outcome(head, wording::outcome(follow_up)));
    }
    let open: Vec<_> = history.follow_ups.iter().filter(|(_, each)| each.is_open()).collect();
    if !open.is_empty() {
        out.push(Block::Heading("To be asked".into()));
    }
    for (about, follow_up) in open {
        let when = wording::near(follow_up.ask_on, history.today);
        let late = wording::put_off(follow_up.snoozed);
        let when = if late.is_empty() { when } else { format!("{when}, {late}") };
        let text = about.as_ref().map_or_else(|| follow_up.question.clone(), Clone::clone);
        out.push(Block::Outcome(when, text));
    }
}

fn rows<'a>(history: &ProjectHistory<'a>, out: &mut Vec<Block<'a>>) {
    if !history.parts.is_empty() {
        out.push(Block::Heading("Parts".into()));
        for part in history.parts {
            out.push(Block::Row(part.name.clone(), part.status_word().to_owned()));
        }
    }
    if history.wins.is_empty() {
        return;
    }
    out.push(Block::Heading("Wins".into()));
    for win in history.wins {
        let star = if win.starred { "★ " } else { "  " };
        let date = win.when.map(|when| wording::near_when(when, history.today)).unwrap_or_default();
        let right = if win.figure.is_empty() { date } else { format!("{}  {date}", win.figure) };
        out.push(Block::Row(format!("{star}{}", win.title), right));
    }
    if history.win_count > history.wins.len() {
        out.push(Block::About(format!("and {} more", history.win_count - history.wins.len())));
    }
}

/// Adds a line that names the missing information, such as a challenge, results or a metric.
fn missing(history: &ProjectHistory<'_>, out: &mut Vec<Block<'_>>) {
    let project = history.project;
    let empty = |chapter: Chapter| project.prose[chapter].trim().is_empty();
    let mut words = Vec::new();
    words.extend(empty(Chapter::Challenge).then(|| "no challenge yet".to_owned()));
    words.extend(empty(Chapter::Solution).then(|| "no solution yet".to_owned()));
    let answered = history.follow_ups.iter().any(|(_, each)| !each.is_open() && !each.nothing);
    if empty(Chapter::Results) && !answered {
        let asked = history.follow_ups.iter().map(|(_, each)| each).find(|each| each.is_open());
        words.push(match asked {
            Some(asked) if asked.ask_on > history.today => {
                format!("no results yet: asked on {}", wording::near_date(asked.ask_on))
            }
            Some(asked) => format!("no results yet: asked since {}", wording::near_date(asked.ask_on)),
            None => "no results yet".to_owned(),
        });
    }
    if history.metrics.is_empty() {
        words.push("no metric yet".to_owned());
    }
    let looks_back = [Chapter::Reflection, Chapter::Liked, Chapter::Hard, Chapter::Learned];
    if project.status != ProjectStatus::Active && looks_back.into_iter().all(empty) {
        words.push("nothing on what was learned yet".to_owned());
    }
    if !words.is_empty() {
        out.push(Block::Missing(format!("{}.", with_capital(&words.join("; ")))));
    }
}
