//! Draws the career tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::career::{Career, Opened};
use super::career_axis::Axis;
use super::career_rows::Row;
use super::{career_matrix, career_open, master_detail, record_blocks};
use crate::domain::Shape;
use crate::journal::SkillUse;
use crate::report::praise::attribution;
use crate::report::story::{reading_time_of, state_of};
use crate::report::wording;
use crate::text::{counted, ellipsis, inert, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

/// The areas of the tab.
#[derive(Debug, Clone, Copy)]
pub struct Areas {
    /// The title row.
    pub title: Rect,
    /// The rows.
    pub list: Rect,
    /// The summary of the selected row, on a tall screen.
    pub peek: Option<Rect>,
}

/// The rows of the summary, with the blank line above it.
const PEEK: u16 = 5;

/// Returns the areas of the tab.
pub fn areas(area: Rect) -> Areas {
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let title = Rect { height: 1.min(inner.height), ..inner };
    let gap = u16::from(inner.height >= 18);
    let below = Rect {
        y: inner.y + title.height + gap,
        height: inner.height.saturating_sub(title.height + gap),
        ..inner
    };
    if below.height < 26 {
        return Areas { title, list: below, peek: None };
    }
    let list = Rect { height: below.height - PEEK, ..below };
    let peek = Rect { y: list.bottom() + 1, height: PEEK - 1, ..below };
    Areas { title, list, peek: Some(peek) }
}

/// Draws the tab.
pub fn view(career: &Career, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    if career.opened.is_some() {
        let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
        let lines = career_open::lines(career, cx, usize::from(inner.width.min(career_open::WIDEST)));
        let most = lines.len().saturating_sub(usize::from(inner.height));
        master_detail::text(cx, buffer, inner, &lines, career.scroll.min(most));
        return;
    }
    let areas = areas(area);
    if career.is_empty() {
        if career.loaded {
            empty(cx, buffer, areas.list);
        }
        return;
    }
    title(career, cx, buffer, areas.title);
    let rows = career.rows();
    let shown = career.visible(rows.len(), areas.list.height);
    let is_heading = |at: usize| !rows[at].is_selectable() && !matches!(rows[at], Row::Note(_));
    for (line, at) in master_detail::headed(shown, is_heading).enumerate() {
        let line = paint::columns(line);
        let here = at == career.selected;
        draw(career, &rows[at], cx, buffer, (areas.list, line));
        if here {
            paint::highlight(buffer, areas.list, line, cx.theme.selected);
            paint::gutter(buffer, Rect { x: areas.list.x - 1, ..areas.list }, line, "▌", &cx.theme);
            cx.select(areas.list, line);
        }
    }
    if let (Some(area), Some(row)) = (areas.peek, career.row()) {
        let lines = peek(career, &row, cx, usize::from(area.width.min(career_open::WIDEST)));
        paint::lines(buffer, area, &lines, 0);
    }
}

fn empty(cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let text = format!(
        "Where you worked, the stories that you tell of it, and what others said about your work are listed here. \
         `{}` adds a position, a story or praise.",
        cx.key(Action::New, Context::Career)
    );
    let columns = usize::from(area.width).min(80);
    paint::lines(buffer, area, &paint::with_keys(&text, columns, &cx.theme), 0);
}

/// Draws the length of the career and the numbers of its records.
fn title(career: &Career, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let it = &career.overview;
    let mut parts: Vec<String> = Vec::new();
    let starts = it.positions.iter().filter_map(|position| position.start.or(position.end));
    if let Some(first) = starts.map(crate::domain::PartialDate::first_day).min() {
        let years = usize::try_from((cx.today - first).num_days().max(0) / 365).unwrap_or(0);
        if years > 0 {
            parts.push(counted(years, "year", "years"));
        }
    }
    let numbers = [
        (it.positions.len(), "position", "positions"),
        (it.projects.len(), "project", "projects"),
        (it.stories.len(), "story", "stories"),
        (it.praise.len(), "word of praise", "words of praise"),
    ];
    parts.extend(
        numbers.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| counted(*count, one, many)),
    );
    paint::text(buffer, area, 0, &parts.join(" · "), cx.theme.strong);
}

/// The columns of a row: the name, the axis, and a text at the right edge.
struct Columns {
    name: Rect,
    axis: Axis,
    right: Rect,
}

fn columns(career: &Career, cx: &ViewCx, area: Rect) -> Columns {
    let label = (area.width / 4).clamp(12, 30).min(area.width);
    let right = match area.width {
        100.. => 22,
        70.. => 11,
        _ => 0,
    };
    let width = area.width.saturating_sub(label + right + 1).max(1);
    let (first, last) = career.axis(cx.today);
    let x = area.x + label;
    Columns {
        name: Rect { width: label.saturating_sub(1), ..area },
        axis: Axis { x, width, first, last, today: cx.today },
        right: Rect { x: x + width + 1, width: right, ..area },
    }
}

/// Draws a row of the list.
fn draw(career: &Career, row: &Row, cx: &ViewCx, buffer: &mut Buffer, (list, line): (Rect, u16)) {
    let theme = &cx.theme;
    let y = list.y + line;
    let area = Rect { y, height: 1, ..list };
    let at = columns(career, cx, area);
    let indented = Rect { x: at.name.x + 2, width: at.name.width.saturating_sub(2), ..at.name };
    match row {
        Row::Gap => {}
        Row::Heading(title, right) => heading(title, right, buffer, area, theme),
        Row::Axis => at.axis.labels(career.zoom, buffer, y, theme),
        Row::Label(text) => {
            paint::text(buffer, at.name, 0, text, theme.muted);
        }
        Row::Position(index) => {
            let Some(position) = career.position(*index) else { return };
            paint::text(buffer, at.name, 0, &position.organisation, theme.strong);
            at.axis.position(position, buffer, y, theme);
            paint::text_right(buffer, at.right, 0, &years(position.start, position.end), theme.muted);
        }
        Row::Project(index) => {
            let Some(project) = career.project(*index) else { return };
            paint::text(buffer, indented, 0, &project.name, theme.text);
            at.axis.project((project.start, project.end), project.last_win, buffer, y, theme);
            if let Some(change) = career.figures.changes.get(&project.id) {
                paint::text_right(buffer, at.right, 0, change, theme.good);
            }
        }
        Row::Skill(index) => {
            let Some(skill) = career.skill(*index) else { return };
            paint::text(buffer, indented, 0, &skill.name, theme.text);
            at.axis.heat(skill, buffer, y, theme);
            paint::text_right(buffer, at.right, 0, &skill_use(skill, at.right.width >= 20), theme.muted);
        }
        _ => whole_row(career, row, buffer, area, theme),
    }
}

/// Draws a row that has no axis.
fn whole_row(career: &Career, row: &Row, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let indented = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    match row {
        Row::Story(index) => {
            let Some(story) = career.story(*index) else { return };
            let state = state_of(story);
            let style = if state == "ready" { theme.good } else { theme.muted };
            let time = reading_time_of(story);
            let shape = if story.shape == Shape::Star { "story" } else { story.shape.word() };
            let right = match area.width {
                60.. if !time.is_empty() => format!("{shape}  {time}  {state}"),
                60.. => format!("{shape}  {state}"),
                _ => state,
            };
            both(&story.title, theme.text, &right, style, buffer, area);
        }
        Row::Praise(index) => {
            let Some(praise) = career.overview.praise.get(*index) else { return };
            let quote = format!("“{}”", praise.quote.replace('\n', " "));
            both(&quote, theme.text, &praise.from, theme.muted, buffer, area);
        }
        Row::Competency(index) => {
            let Some(standing) = &career.figures.standing else { return };
            career_matrix::competency(&standing.matrix, *index, buffer, area, theme);
        }
        Row::Quarters => {
            let Some(standing) = &career.figures.standing else { return };
            career_matrix::years(&standing.matrix, buffer, area, theme);
        }
        Row::Suggested(count) => {
            let text = format!(
                "{} suggest a competency; enter confirms them all",
                counted(*count, "recent win without one", "recent wins without one")
            );
            paint::text(buffer, indented, 0, &text, theme.muted);
        }
        Row::Note(text) => {
            paint::text(buffer, indented, 0, text, theme.attention);
        }
        Row::MoreSkills(count) => {
            let text = format!("{}; enter shows all", counted(*count, "more skill", "more skills"));
            paint::text(buffer, indented, 0, &text, theme.muted);
        }
        Row::Profile => {
            let profile = career.overview.profile.as_ref();
            let name = profile.map_or("not written yet; enter writes it", |profile| profile.name.as_str());
            let label = profile.map_or("", |profile| profile.label.as_str());
            both(name, theme.text, label, theme.muted, buffer, area);
        }
        _ => {}
    }
}

/// Draws a title, a rule, and a text at the right edge.
fn heading(title: &str, right: &str, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let taken = paint::text(buffer, area, 0, title, theme.strong) + 1;
    let right_width = paint::columns(width(right));
    if right_width > 0 {
        paint::text_right(buffer, area, 0, right, theme.muted);
    }
    let end = area.width.saturating_sub(if right_width > 0 { right_width + 1 } else { 0 });
    if taken < end {
        let rule = Rect { x: area.x + taken, width: end - taken, ..area };
        paint::rule(buffer, rule, 0, theme);
    }
}

/// Draws an indented text, and a text at the right edge.
fn both(left: &str, style: Style, right: &str, right_style: Style, buffer: &mut Buffer, area: Rect) {
    let right = ellipsis(&inert(right), usize::from(area.width / 2)).into_owned();
    let taken = paint::text_right(buffer, area, 0, &right, right_style);
    let room = Rect { x: area.x + 2, width: area.width.saturating_sub(taken + 4), ..area };
    paint::text(buffer, room, 0, left, style);
}

/// Returns the years of a span: `2019–2023`, `since 2021`, `until 2019`.
fn years(start: Option<crate::domain::PartialDate>, end: Option<crate::domain::PartialDate>) -> String {
    use chrono::Datelike as _;
    let year = |date: crate::domain::PartialDate| date.first_day().year();
    match (start.map(year), end.map(year)) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start}–{end}"),
        (Some(start), None) => format!("since {start}"),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => String::new(),
    }
}

/// Returns the first and last year of a skill's use, and with `is_long` the number of projects.
fn skill_use(skill: &SkillUse, is_long: bool) -> String {
    use chrono::Datelike as _;
    let years = match (skill.first, skill.last) {
        (Some(first), Some(last)) if first.year() != last.year() => {
            format!("{}–{}", first.year(), last.year())
        }
        (Some(first), _) => first.year().to_string(),
        _ => String::new(),
    };
    if !is_long || skill.projects == 0 {
        return years;
    }
    format!("{}  {years}", counted(skill.projects, "project", "projects"))
}

/// Returns a summary of the selected row in a few lines.
fn peek(career: &Career, row: &Row, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let about =
        |title: &str, right: &str| record_blocks::both_ends(title, right, columns, theme.strong, theme.muted);
    let mut out = Vec::new();
    match row {
        Row::Position(at) => {
            let Some(position) = career.position(*at) else { return out };
            let span = wording::span(position.start, position.end);
            out.push(about(&position.described(), &span));
            let text = if position.summary.is_empty() {
                format!(
                    "{} of {} questions of the interview are answered",
                    career_open::answered(position),
                    career_open::QUESTIONS
                )
            } else {
                position.summary.clone()
            };
            out.extend(paint::wrapped(&text, columns, theme.text));
        }
        Row::Project(at) => {
            let Some(project) = career.project(*at) else { return out };
            let wins = counted(project.wins, "win", "wins");
            let span = wording::span(project.start, project.end);
            let right: Vec<String> = [span, wins].into_iter().filter(|part| !part.is_empty()).collect();
            out.push(about(&project.name, &right.join(" · ")));
            out.extend(paint::wrapped(&inert(&project.summary), columns, theme.text));
        }
        Row::Story(at) => {
            let Some(story) = career.story(*at) else { return out };
            out.push(about(&story.asked(), &reading_time_of(story)));
            if let Some((_, text)) = story.chapters().next() {
                out.extend(paint::wrapped(text, columns, theme.text));
            }
        }
        Row::Praise(at) => {
            let Some(praise) = career.overview.praise.get(*at) else { return out };
            out.push(about(&attribution(praise), ""));
            out.extend(paint::wrapped(&praise.quote, columns, theme.text));
        }
        Row::Competency(at) => out.extend(peek_competency(career, *at, cx, columns)),
        Row::Skill(at) => {
            let Some(skill) = career.skill(*at) else { return out };
            out.push(about(&skill.name, &skill.group));
            let used = [skill_use(skill, true), counted(skill.wins, "win", "wins")];
            out.extend(paint::wrapped(&used.join(" · "), columns, theme.muted));
        }
        _ => {}
    }
    out.truncate(usize::from(PEEK) - 1);
    out
}

/// Returns a summary of a competency: its description, and the first expectation that is still to be shown.
fn peek_competency(career: &Career, at: usize, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let mut out = Vec::new();
    let Some(standing) = &career.figures.standing else { return out };
    let Some(row) = standing.matrix.rows.get(at) else { return out };
    let known = standing.ladder.competencies.iter().find(|each| each.key == row.key);
    out.push(record_blocks::both_ends(&row.name, "", columns, theme.strong, theme.muted));
    out.extend(paint::wrapped(known.map_or("", |each| &each.about), columns, theme.text));
    if let Some(gap) = standing.gaps.iter().find(|gap| gap.key == row.key) {
        out.extend(paint::wrapped(&format!("Still to show: {}", gap.text), columns, theme.muted));
    }
    out
}

/// Returns the record that is open, as the copied text.
pub fn copied(career: &Career) -> Option<String> {
    match &career.opened {
        Some(Opened::Praise(praise)) => Some(praise.quote.clone()),
        _ => career.record().map(|(.., title)| title),
    }
}
