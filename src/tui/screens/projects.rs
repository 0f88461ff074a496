//! Projects: nested, by status and time, with the history of the selected one.

use std::collections::{HashMap, HashSet};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::project::nested;
use crate::domain::{Kind, ProjectId, ProjectRow, ProjectStatus};
use crate::journal::ProjectDetail;
use crate::report::project_history::{ProjectHistory, blocks};
use crate::report::wording;
use crate::text::{counted, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::effect::Effect;
use crate::tui::marks::Marks;
use crate::tui::screens::master_detail::{self, Split};
use crate::tui::screens::record_blocks;
use crate::tui::targets::Targets;
use crate::tui::widgets::paint;

/// The data that is loaded for the tab.
#[derive(Debug)]
pub enum Loaded {
    /// The projects without the number of their wins and their last one.
    Names(Vec<ProjectRow>),
    /// The projects.
    Rows(Vec<ProjectRow>),
    /// The best change of the metrics of projects.
    Changes(Vec<(ProjectId, String)>),
    /// A project with its history.
    Project(Box<ProjectDetail>),
}

/// The state of the projects tab.
#[derive(Debug, Default)]
pub struct Projects {
    /// The projects, each with how deep it stands.
    pub rows: Vec<(usize, ProjectRow)>,
    /// The best change of the metrics of those that have been on the screen.
    pub changes: HashMap<ProjectId, String>,
    /// Which one is selected.
    pub selected: usize,
    /// Which one is drawn first.
    pub top: usize,
    /// Whether they were loaded.
    pub loaded: bool,
    /// The selected project with its history.
    pub detail: Option<Box<ProjectDetail>>,
    /// Whether the history lies over the list, or is scrolled beside it.
    pub open: bool,
    /// The number of lines by which the history is scrolled.
    pub scroll: usize,
    /// The marked rows.
    pub marks: Marks<ProjectId>,
    /// A project that is to be selected when the list is loaded again.
    pub select_after_load: Option<ProjectId>,
}

impl Projects {
    fn ids(&self) -> Vec<ProjectId> {
        self.rows.iter().map(|(_, row)| row.id).collect()
    }

    /// Marks the selected row, a range of rows, or all of them.
    pub fn mark(&mut self, action: Action) {
        let ids = self.ids();
        self.marks.mark(action, &ids, self.selected);
    }

    /// Returns the number of marked rows; 0 while one of them is open.
    #[must_use]
    pub fn marked(&self) -> usize {
        if self.open { 0 } else { self.marks.count_among(&self.ids()) }
    }

    /// Returns the marked records, else the selected one; the open one, where one is open.
    #[must_use]
    pub fn targets(&self) -> Option<Targets> {
        let records: Vec<_> = self.rows.iter().map(|(_, row)| (row.id, row.name.as_str())).collect();
        if self.open {
            return Marks::default().targets(Kind::Project, &records, Some(self.selected));
        }
        self.marks.targets(Kind::Project, &records, Some(self.selected))
    }

    /// The selected project.
    #[must_use]
    pub fn row(&self) -> Option<&ProjectRow> {
        self.rows.get(self.selected).map(|(_, row)| row)
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The selected project, where it is there whole.
    #[must_use]
    pub fn whole(&self) -> Option<&ProjectDetail> {
        let row = self.row()?;
        self.detail.as_deref().filter(|whole| whole.project.id == row.id)
    }

    /// Takes the names, which are loaded before everything else.
    pub fn take_names(&mut self, rows: Vec<ProjectRow>) {
        if self.loaded {
            return;
        }
        self.select_after_load = self.select_after_load.or_else(|| self.row().map(|row| row.id));
        self.rows = nested(rows);
        let place = self.select_after_load.and_then(|id| self.rows.iter().position(|(_, row)| row.id == id));
        self.selected = place.unwrap_or(self.selected).min(self.rows.len().saturating_sub(1));
    }

    /// Takes the list that was loaded; what was selected stays selected.
    pub fn receive(&mut self, rows: Vec<ProjectRow>) -> Vec<Effect> {
        let before = self.select_after_load.take().or_else(|| self.row().map(|row| row.id));
        self.rows = nested(rows);
        let ids: HashSet<ProjectId> = self.rows.iter().map(|(_, row)| row.id).collect();
        self.marks.retain(|id| ids.contains(&id));
        self.changes.clear();
        self.loaded = true;
        let place = before.and_then(|id| self.rows.iter().position(|(_, row)| row.id == id));
        self.selected = place.unwrap_or(self.selected).min(self.rows.len().saturating_sub(1));
        // The history of a project that is gone is not another project's.
        self.open &= place.is_some();
        if self.rows.is_empty() {
            self.detail = None;
            self.open = false;
        }
        self.load_detail()
    }

    /// The rows among these whose change is not known yet, as an effect.
    #[must_use]
    pub fn missing_changes(&self, shown: std::ops::Range<usize>) -> Option<Effect> {
        let ids: Vec<ProjectId> = self.rows[shown]
            .iter()
            .map(|(_, row)| row.id)
            .filter(|id| !self.changes.contains_key(id))
            .collect();
        (!ids.is_empty()).then_some(Effect::LoadChanges(ids))
    }

    fn load_detail(&self) -> Vec<Effect> {
        self.row().map(|row| Effect::LoadProject(row.id)).into_iter().collect()
    }

    /// Does what a key asks; `page` is how many rows are on the screen, `max_scroll` how far the history
    /// can be scrolled.
    pub fn update(&mut self, action: Action, page: usize, max_scroll: usize) -> Vec<Effect> {
        if self.open {
            if action == Action::Back {
                self.open = false;
            } else {
                self.scroll = master_detail::scrolled(self.scroll, action, page, max_scroll);
            }
            return Vec::new();
        }
        let last = self.rows.len().saturating_sub(1);
        let to = match action {
            Action::Open => {
                self.open = self.row().is_some();
                return Vec::new();
            }
            other => master_detail::moved(self.selected, other, page, last),
        };
        self.select(to)
    }

    /// Selects a row and loads its history.
    pub fn select(&mut self, at: usize) -> Vec<Effect> {
        if at == self.selected || at >= self.rows.len() {
            return Vec::new();
        }
        self.selected = at;
        self.scroll = 0;
        self.load_detail()
    }
}

/// Where the parts of the tab are.
#[must_use]
pub fn layout(projects: &Projects, area: Rect) -> Split {
    master_detail::layout(area, projects.open)
}

/// Draws the tab.
pub fn view(projects: &Projects, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let split = layout(projects, area);
    if split.list.height > 0 {
        title(projects, cx, buffer, split.title);
        list(projects, cx, buffer, split.list);
    }
    split.rule(buffer, projects.open, &cx.theme);
    if let (Some(area), Some(whole)) = (split.detail, projects.whole()) {
        let lines = detail_lines(whole, cx, usize::from(area.width));
        let max_scroll = lines.len().saturating_sub(usize::from(area.height));
        paint::lines(buffer, area, &lines, projects.scroll.min(max_scroll));
    }
}

fn title(projects: &Projects, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let rows = &projects.rows;
    let known = || rows.iter().filter(|(_, row)| row.unread_status.is_empty());
    let count = |status| known().filter(|(_, row)| row.status == status).count();
    let parts: Vec<String> = ProjectStatus::ALL
        .iter()
        .map(|status| (count(*status), status))
        .filter(|(count, _)| *count > 0)
        .map(|(count, status)| format!("{count} {status}"))
        .collect();
    paint::text_right(buffer, area, 0, &counted(rows.len(), "project", "projects"), cx.theme.muted);
    let left = Rect { width: area.width.saturating_sub(14), ..area };
    paint::text(buffer, left, 0, &parts.join(" · "), cx.theme.strong);
}

/// The rows of the list that are on the screen.
#[must_use]
pub fn visible(projects: &Projects, height: u16) -> std::ops::Range<usize> {
    master_detail::window(projects.top, projects.selected, projects.rows.len(), usize::from(height))
}

fn list(projects: &Projects, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if projects.rows.is_empty() && projects.loaded {
        let text = format!(
            "What your wins belong to stands here. +name in a win makes a project; {} makes one by itself.",
            cx.key(Action::New, Context::Projects)
        );
        let below = Rect {
            x: inner.x + 1,
            y: inner.y + 1.min(inner.height),
            height: inner.height.saturating_sub(1),
            ..inner
        };
        paint::lines(
            buffer,
            below,
            &paint::wrapped(&text, usize::from(inner.width.saturating_sub(2)), theme.muted),
            0,
        );
        return;
    }
    let shown = visible(projects, area.height);
    let widths = widths(projects, cx, shown.clone(), inner);
    for (line, at) in shown.enumerate() {
        let line = paint::columns(line);
        row(projects, cx, buffer, inner, line, at, widths);
        let is_marked = projects.marks.contains(projects.rows[at].1.id);
        paint::gutter(buffer, area, line, paint::sign(at == projects.selected, is_marked), theme);
        if at == projects.selected {
            paint::highlight(buffer, inner, line, theme.selected);
            cx.select(inner, line);
        }
    }
}

/// A project in one row: where it stands, its name, its dates, its wins, its best number, and
/// whether it is asked about.
fn row(
    projects: &Projects,
    cx: &ViewCx,
    buffer: &mut Buffer,
    area: Rect,
    line: u16,
    at: usize,
    widths: [u16; 4],
) {
    let (depth, row) = &projects.rows[at];
    let change = projects.changes.get(&row.id).map_or("", String::as_str);
    let theme = &cx.theme;
    let (mark, style) = match row.status {
        _ if !row.unread_status.is_empty() => ("?", theme.muted),
        ProjectStatus::Active => ("●", theme.accent),
        ProjectStatus::Shipped => ("✓", theme.good),
        ProjectStatus::Paused => ("‖", theme.muted),
        ProjectStatus::Dropped => ("×", theme.muted),
    };
    let indent = paint::columns(depth * 2).min(area.width / 3);
    let start = Rect { x: area.x + indent, width: area.width - indent, ..area };
    paint::text(buffer, Rect { width: 1.min(start.width), ..start }, line, mark, style);
    let due = row.ask_on.is_some_and(|day| day <= cx.today);
    let cells = cells(row, change, cx);
    let mut right = area.right();
    for (text, columns) in cells.into_iter().zip(widths) {
        if columns == 0 {
            continue;
        }
        let cell = Rect { x: right.saturating_sub(columns), width: columns, ..area };
        let style = if due && text == DUE { theme.attention } else { theme.muted };
        paint::text_right(buffer, cell, line, &text, style);
        right = right.saturating_sub(columns + 2);
    }
    let name = Rect { x: start.x + 2, width: right.saturating_sub(start.x + 2), ..start };
    paint::text(buffer, name, line, &row.name, theme.text);
}

const DUE: &str = "! due";

/// What stands at the right of a project, the most important first: whether it is asked about, its
/// wins, its best number, its dates.
fn cells(row: &ProjectRow, change: &str, cx: &ViewCx) -> [String; 4] {
    let due = row.ask_on.is_some_and(|day| day <= cx.today);
    let asked = row.ask_on.map(|day| if due { DUE.to_owned() } else { wording::near(day, cx.today) });
    let wins = if row.wins == 0 { String::new() } else { counted(row.wins, "win", "wins") };
    [asked.unwrap_or_default(), wins, change.to_owned(), wording::short_span(row.start, row.end)]
}

/// How wide each of them is among the rows that are shown; none for one that would leave the names
/// too little room.
fn widths(projects: &Projects, cx: &ViewCx, shown: std::ops::Range<usize>, area: Rect) -> [u16; 4] {
    let mut out = [0_u16; 4];
    for (_, row) in &projects.rows[shown] {
        let change = projects.changes.get(&row.id).map_or("", String::as_str);
        for (max_scroll, text) in out.iter_mut().zip(cells(row, change, cx)) {
            *max_scroll = (*max_scroll).max(paint::columns(width(&text)));
        }
    }
    let mut left = area.width.saturating_sub(NAME);
    for columns in &mut out {
        if *columns + 2 > left {
            *columns = 0;
        } else if *columns > 0 {
            left -= *columns + 2;
        }
    }
    out
}

/// The columns that the names of projects have at least.
const NAME: u16 = 22;

/// Returns the history of a project as lines.
#[must_use]
pub fn detail_lines(whole: &ProjectDetail, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let wins = whole.history_wins();
    let follow_ups = whole.told_follow_ups();
    let told = blocks(&ProjectHistory {
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
    record_blocks::lines(told, cx, columns)
}
