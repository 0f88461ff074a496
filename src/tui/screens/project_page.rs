//! Lays out the page of a project: its story, its numbers, and the strip of its wins.

use ratatui::text::{Line, Span};

use super::detail::MEASURE;
use super::{record_blocks, story_strip};
use crate::domain::{Chapter, ProjectStatus, Record};
use crate::journal::ProjectDetail;
use crate::report::block::Block;
use crate::report::project_history::{ProjectHistory, story};
use crate::report::wording;
use crate::text::{counted, inert, width};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::{markdown, paint};

/// The minimum width, in columns, at which the story of a project has two columns.
const TWO_COLUMNS: usize = 96;
/// The number of columns between the two columns.
const GAP: usize = 4;

/// Lays out the history of a project as lines of at most `columns` columns.
pub fn detail_lines(whole: &ProjectDetail, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let wins = whole.history_wins();
    let follow_ups = whole.titled_follow_ups();
    let history = story(&ProjectHistory {
        project: &whole.project,
        skills: &whole.skills,
        metrics: &whole.metrics,
        metric_count: whole.metric_count,
        wins: &wins,
        win_count: whole.win_count,
        follow_ups: &follow_ups,
        parts: &whole.parts,
        today: cx.today,
    });
    let strip = story_strip::lines(whole, cx.today, columns, &cx.theme);
    let mut out = head(whole, cx, columns);
    // What the head says is not repeated as fields.
    let is_said = |block: &Block<'_>| match block {
        Block::Field(name, _) => {
            let skills = whole
                .skills
                .iter()
                .map(|(group, _)| if group.is_empty() { "skills" } else { group.as_str() });
            ["part of", "roles", "for"].into_iter().chain(skills).any(|said| said == name)
        }
        Block::Title(_) | Block::About(_) | Block::Text(_) => true,
        _ => false,
    };
    let rest: Vec<Block<'_>> = history.head.into_iter().filter(|block| !is_said(block)).collect();
    out.extend(record_blocks::lines(rest, cx, columns));
    if !strip.is_empty() {
        out.push(Line::default());
        out.extend(strip);
    }
    if columns < TWO_COLUMNS {
        let below = [history.chapters, history.numbers, history.after, history.rows];
        for part in below.into_iter().filter(|part| !part.is_empty()) {
            out.push(Line::default());
            out.extend(record_blocks::lines(part, cx, columns));
        }
        return out;
    }
    let width = (columns - GAP) / 2;
    let stacked = |parts: [Vec<Block<'_>>; 2]| {
        let mut out: Vec<Line<'static>> = Vec::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !out.is_empty() {
                out.push(Line::default());
            }
            out.extend(record_blocks::lines(part, cx, width));
        }
        out
    };
    let story = stacked([history.chapters, history.after]);
    // Without a story, the numbers are at the left.
    let (left, right) = if story.is_empty() {
        (stacked([history.numbers, Vec::new()]), stacked([history.rows, Vec::new()]))
    } else {
        (story, stacked([history.numbers, history.rows]))
    };
    out.push(Line::default());
    out.extend(if left.is_empty() { right } else { beside(left, right, width) });
    out
}

/// Lays out the name with what it is a part of, the status and the counts, the summary, and how and for whom.
fn head(whole: &ProjectDetail, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let project = &whole.project;
    let parent = project.parent.as_ref().map(|parent| format!("{} › ", parent.name)).unwrap_or_default();
    let status = project.word("status").unwrap_or_default();
    let (sign, style) = match project.status {
        ProjectStatus::Active => ("●", theme.accent),
        ProjectStatus::Shipped => ("✓", theme.good),
        ProjectStatus::Paused => ("‖", theme.muted),
        ProjectStatus::Dropped => ("×", theme.muted),
    };
    let span = wording::span(project.start, project.end);
    let outcomes = whole.follow_ups.iter().filter(|asked| !asked.follow_up.is_open()).count();
    let mut counts = vec![counted(whole.win_count, "win", "wins")];
    counts.extend((whole.metric_count > 0).then(|| counted(whole.metric_count, "metric", "metrics")));
    counts.extend((outcomes > 0).then(|| counted(outcomes, "outcome", "outcomes")));
    let counts = counts.join(" · ");
    let name = inert(&project.name).into_owned();
    let wide = width(&parent) + width(&name) + width(&status) + width(&span) + width(&counts) + 9;
    let mut first =
        vec![Span::styled(inert(&parent).into_owned(), theme.muted), Span::styled(name, theme.strong)];
    let state = vec![
        Span::styled(format!("{sign} "), style),
        Span::styled(format!("{status} {span}").trim().to_owned(), theme.muted),
    ];
    let mut out = Vec::new();
    if wide <= columns {
        first.push(Span::raw("   "));
        first.extend(state);
        first.push(Span::raw(" ".repeat(columns - wide + 2)));
        first.push(Span::styled(counts, theme.muted));
        out.push(Line::from(first));
    } else {
        out.extend(paint::wrapped(
            &format!("{}{}", inert(&parent), inert(&project.name)),
            columns,
            theme.strong,
        ));
        out.push(Line::from(state));
        out.push(Line::from(Span::styled(counts, theme.muted)));
    }
    let summary = &project.prose[Chapter::Summary];
    if !summary.is_empty() {
        out.extend(markdown::lines(summary, columns.min(MEASURE), theme));
    }
    let roles: Vec<&str> = project.roles.iter().map(|role| role.word()).collect();
    let mut about: Vec<String> = Vec::new();
    about.extend((!roles.is_empty()).then(|| roles.join(", ")));
    let audience = &project.prose[Chapter::Audience];
    about.extend((!audience.is_empty()).then(|| format!("for {audience}")));
    let skills: Vec<String> = whole.skills.iter().flat_map(|(_, names)| names.clone()).collect();
    about.extend((!skills.is_empty()).then(|| skills.join(", ")));
    if !about.is_empty() {
        out.extend(paint::wrapped(&inert(&about.join("  ·  ")), columns, theme.muted));
    }
    out
}

/// Joins two columns of lines, the left one of `width` columns.
fn beside(left: Vec<Line<'static>>, right: Vec<Line<'static>>, width: usize) -> Vec<Line<'static>> {
    let rows = left.len().max(right.len());
    let mut left = left.into_iter();
    let mut right = right.into_iter();
    let row = |_| {
        let mut line = left.next().unwrap_or_default();
        let gap = width.saturating_sub(line.width()) + GAP;
        if let Some(beside) = right.next().filter(|beside| beside.width() > 0) {
            line.spans.push(Span::raw(" ".repeat(gap)));
            line.spans.extend(beside.spans);
        }
        line
    };
    (0..rows).map(row).collect()
}
