//! The brag document of a period, in Markdown: by category and project.

use super::wording;
use crate::domain::{Categories, Chapter, Goal, Period, Project, ProjectId, Win};
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
    /// The sections.
    pub categories: &'a Categories,
}

/// The document, in Markdown. Sections without anything are left out; a win is in it once: under
/// its project, or under its category where it has none.
#[must_use]
pub fn markdown(review: &Review<'_>) -> String {
    let mut out = format!("# Brag document, {}\n", review.period.label);
    if review.wins.is_empty() && review.goals.is_empty() {
        out.push_str("\nNothing was logged in this period.\n");
        return out;
    }
    if !review.goals.is_empty() {
        out.push_str("\n## Goals\n\n");
        for goal in review.goals {
            let evidence =
                review.wins.iter().filter(|win| win.goals.iter().any(|named| named.id == goal.id)).count();
            out.push_str(&format!("- {}", escaped(&goal.title)));
            if evidence > 0 {
                out.push_str(&format!(" ({})", crate::text::counted(evidence, "win", "wins")));
            }
            out.push('\n');
        }
    }
    let mut heading = false;
    for project in review.projects {
        let wins: Vec<&Win> = review.wins.iter().filter(|win| belongs(win, project.id)).collect();
        if wins.is_empty() {
            continue;
        }
        if !std::mem::replace(&mut heading, true) {
            out.push_str("\n## Projects\n");
        }
        out.push_str(&format!("\n### {}\n\n", escaped(&project.name)));
        if !project.prose[Chapter::Summary].is_empty() {
            out.push_str(&format!("{}\n\n", paragraph(&project.prose[Chapter::Summary])));
        }
        for win in wins {
            out.push_str(&bullet(win, false));
        }
    }
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
            out.push_str(&bullet(win, false));
        }
    }
    out
}

fn belongs(win: &Win, project: ProjectId) -> bool {
    win.project.as_ref().is_some_and(|named| named.id == project)
}

/// A win as a bullet: what was done, its figures, its impact and its notes under it.
#[must_use]
pub fn bullet(win: &Win, with_project: bool) -> String {
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
    for follow_up in win.follow_ups.iter().filter(|each| !each.outcome.is_empty()) {
        let on = follow_up.recorded_on.map(|day| format!(" ({day})")).unwrap_or_default();
        out.push_str(&format!("\n  What came of it{on}: {}\n", escaped(&follow_up.outcome)));
    }
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
