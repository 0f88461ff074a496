//! The brag document of a period, in Markdown: by category and project.

use super::{goal as goal_words, wording};
use crate::domain::{
    Categories, Chapter, FollowUp, Goal, Medium, Metric, Period, Project, ProjectId, Reading, RecordId, When,
    Win,
};
use crate::text::inert_lines;

/// The values that a review is made of.
#[derive(Debug, Clone, Copy)]
pub struct Review<'a> {
    /// The period.
    pub period: &'a Period,
    /// Its goals.
    pub goals: &'a [Goal],
    /// The projects that wins belong to.
    pub projects: &'a [Project],
    /// The wins, in the order in which they happened.
    pub wins: &'a [Win],
    /// The metrics of the projects, and of wins without a project.
    pub metrics: &'a [Metric],
    /// Outcomes of work that was done before the period.
    pub earlier: &'a [Earlier<'a>],
    /// What was finished in the period, in its order.
    pub readings: &'a [Reading],
    /// The sections.
    pub categories: &'a Categories,
}

/// What came of work that was done before the period.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// What was done.
    pub title: &'a str,
    /// When.
    pub when: Option<When>,
    /// The project of the win.
    pub project: Option<&'a str>,
    /// The claim as it was written; may be empty.
    pub claim: &'a str,
    /// What came of it.
    pub follow_up: &'a FollowUp,
}

/// The document, in Markdown. Sections without anything are left out; a win is in it once: under
/// its project, or under its category where it has none.
#[must_use]
pub fn markdown(review: &Review<'_>) -> String {
    let mut out = format!("# Brag document, {}\n", review.period.label);
    let nothing = review.wins.is_empty() && review.projects.is_empty() && review.metrics.is_empty();
    if nothing && review.goals.is_empty() && review.earlier.is_empty() && review.readings.is_empty() {
        out.push_str("\nNothing was logged in this period.\n");
        return out;
    }
    if !review.goals.is_empty() {
        out.push_str("\n## Goals\n\n");
        for goal in review.goals {
            let went = goal_words::went(goal, review.period);
            let went = if went.is_empty() { went } else { format!(": {}", escaped(&went)) };
            out.push_str(&format!("- {}{went}\n", escaped(&goal.title)));
        }
    }
    let mut heading = false;
    for project in review.projects {
        let wins: Vec<&Win> = review.wins.iter().filter(|win| belongs(win, project.id)).collect();
        let told = project_body(review, project, &wins);
        if told.is_empty() {
            continue;
        }
        if !std::mem::replace(&mut heading, true) {
            out.push_str("\n## Projects\n");
        }
        out.push_str(&format!("\n### {}\n\n{told}", escaped(&project.name)));
    }
    let standalone: Vec<&Metric> = review.metrics.iter().filter(|metric| metric.owner.is_none()).collect();
    if !standalone.is_empty() {
        out.push_str("\n## Numbers\n\n");
        for metric in standalone {
            out.push_str(&format!("- {}: {}\n", escaped(&metric.name), values(metric)));
        }
    }
    earlier(&mut out, review.earlier);
    let mut keys: Vec<&str> = review.categories.iter().map(|category| category.key.as_str()).collect();
    for win in review.wins {
        if !keys.contains(&win.category.as_str()) {
            keys.push(&win.category);
        }
    }
    for key in keys {
        let wins: Vec<&Win> =
            review.wins.iter().filter(|win| win.project.is_none() && win.category == key).collect();
        if wins.is_empty() {
            continue;
        }
        out.push_str(&format!("\n## {}\n\n", escaped(review.categories.title(key))));
        for win in wins {
            out.push_str(&bullet_with(win, false, review.metrics));
        }
    }
    readings(&mut out, review.readings);
    out
}

/// What was read, as a table: what it was, by whom, and what is kept of it.
fn readings(out: &mut String, all: &[Reading]) {
    if all.is_empty() {
        return;
    }
    out.push_str("\n## Reading\n\n| Title | Takeaways |\n| --- | --- |\n");
    for reading in all {
        let mut title = escaped(&reading.title);
        if !reading.authors.is_empty() {
            title.push_str(&format!(" by {}", escaped(&reading.authors.join(", "))));
        }
        if reading.medium != Medium::Book {
            title.push_str(&format!(" ({})", reading.medium));
        }
        let lines: Vec<String> = [&reading.takeaways, &reading.changed]
            .iter()
            .flat_map(|text| text.lines())
            .map(escaped)
            .collect();
        let takeaways: Vec<&str> =
            lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        out.push_str(&format!("| {title} | {} |\n", takeaways.join("<br>")));
    }
}

/// What is told of a project under its heading; empty where there is nothing.
fn project_body(review: &Review<'_>, project: &Project, wins: &[&Win]) -> String {
    let mut out = String::new();
    let results = &project.prose[Chapter::Results];
    for text in [&project.prose[Chapter::Summary], results] {
        if !text.is_empty() {
            out.push_str(&format!("{}\n\n", paragraph(text)));
        }
    }
    for win in wins {
        out.push_str(&bullet(win, false));
    }
    let metrics: Vec<&Metric> =
        review.metrics.iter().filter(|metric| owned_by(metric, project.id.into())).collect();
    numbers(&mut out, &metrics);
    outcomes(&mut out, "", &project.follow_ups);
    out
}

/// Metrics as a list, each told over time.
fn numbers(out: &mut String, metrics: &[&Metric]) {
    if metrics.is_empty() {
        return;
    }
    let gap = if out.is_empty() || out.ends_with("\n\n") { "" } else { "\n" };
    out.push_str(&format!("{gap}Metrics:\n\n"));
    for metric in metrics {
        out.push_str(&format!("- {}: {}\n", escaped(&metric.name), values(metric)));
    }
}

fn belongs(win: &Win, project: ProjectId) -> bool {
    win.project.as_ref().is_some_and(|named| named.id == project)
}

fn owned_by(metric: &Metric, owner: RecordId) -> bool {
    metric.owner.as_ref().is_some_and(|each| each.id == owner)
}

/// A series told over time: `800ms → 400ms (4 March 2026) → 380ms (20 March 2026), −52.5 %`.
fn values(metric: &Metric) -> String {
    let told: Vec<String> = metric
        .values
        .iter()
        .map(|value| {
            let date = wording::date(When { start: value.date, end: None });
            let text = escaped(&value.amount.shown());
            if value.baseline { text } else { format!("{text} ({date})") }
        })
        .collect();
    let change = metric.change().filter(|_| told.len() > 1).map(|change| format!(", {}", change.text));
    format!("{}{}", told.join(" → "), change.unwrap_or_default())
}

/// What came of earlier work: the claim as it was, and the outcome under it.
fn earlier(out: &mut String, all: &[Earlier<'_>]) {
    if all.is_empty() {
        return;
    }
    out.push_str("\n## What came of earlier work\n\n");
    let mut last: Option<RecordId> = None;
    for each in all {
        if last != Some(each.follow_up.about) {
            let about = [each.project.map(str::to_owned), each.when.map(wording::date)];
            let about: Vec<String> = about.into_iter().flatten().map(|part| escaped(&part)).collect();
            let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
            out.push_str(&format!("- {}{about}\n", escaped(each.title)));
            if !each.claim.is_empty() {
                out.push_str(&format!("\n  Claimed: {}\n", escaped(&each.claim.replace('\n', "; "))));
            }
        }
        last = Some(each.follow_up.about);
        outcomes(out, "  ", std::slice::from_ref(each.follow_up));
    }
}

/// Outcomes with their day, as paragraphs.
fn outcomes(out: &mut String, indent: &str, follow_ups: &[FollowUp]) {
    for follow_up in follow_ups.iter().filter(|each| !each.outcome.is_empty()) {
        if out.ends_with("\n\n") {
            out.pop();
        }
        let on = follow_up.recorded_on.map(|day| format!(" ({})", wording::day(day))).unwrap_or_default();
        let text = escaped(&wording::outcome(follow_up));
        out.push_str(&format!("\n{indent}What came of it{on}: {text}\n"));
    }
}

/// A win as a bullet: what was done, its figures, its impact and its notes under it.
#[must_use]
pub fn bullet(win: &Win, with_project: bool) -> String {
    bullet_with(win, with_project, &[])
}

/// The same with what its own series came to since.
fn bullet_with(win: &Win, with_project: bool, metrics: &[Metric]) -> String {
    let mut out = String::from("- ");
    if win.starred {
        out.push_str(&format!("**{}**", escaped(&win.title)));
    } else {
        out.push_str(&escaped(&win.title));
    }
    if let (Some(project), true) = (&win.project, with_project) {
        out.push_str(&format!(" ({})", escaped(&project.name)));
    }
    let figures: Vec<String> =
        win.figures.iter().map(|stored| escaped(&wording::figure(&stored.figure))).collect();
    if !figures.is_empty() {
        out.push_str(&format!(": {}", figures.join("; ")));
    }
    if !win.audience.is_empty() {
        out.push_str(&format!(", for {}", escaped(&win.audience)));
    }
    out.push('\n');
    for text in [&win.impact, &win.notes] {
        if !text.is_empty() {
            // A list goes on under its bullet; a paragraph is set off.
            if !text.starts_with("- ") {
                out.push('\n');
            }
            for line in inert_lines(text).lines() {
                out.push_str(if line.is_empty() { "" } else { "  " });
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    for metric in metrics.iter().filter(|metric| owned_by(metric, win.id.into())) {
        if metric.values.iter().any(|value| !value.brought) {
            out.push_str(&format!("\n  Since then {}: {}\n", escaped(&metric.name), values(metric)));
        }
    }
    outcomes(&mut out, "  ", &win.follow_ups);
    out
}

fn paragraph(text: &str) -> String {
    inert_lines(text).into_owned()
}

/// Text of one line that Markdown takes as text.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in crate::text::inert(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    // A title that begins like a list or a heading is still a title.
    if out.starts_with(['#', '-', '+']) {
        out.insert(0, '\\');
    }
    out
}
