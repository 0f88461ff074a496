//! The projects tab: projects as a tree, by status and time, with the history of the selected one.

use std::collections::{HashMap, HashSet};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::project::nested;
use crate::domain::{Kind, MetricView, ProjectId, ProjectRow, ProjectStatus};
use crate::journal::ProjectDetail;
use crate::report::wording;
use crate::text::{counted, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::effect::Effect;
use crate::tui::list_text::has_words;
use crate::tui::marks::Marks;
use crate::tui::screens::master_detail::{self, Divider, Split};
use crate::tui::screens::project_details::ProjectDetails;
use crate::tui::screens::project_page::detail_lines;
use crate::tui::targets::Targets;
use crate::tui::widgets::paint;

/// The data that is loaded for the tab.
#[derive(Debug)]
pub enum Loaded {
    /// The projects without their numbers of wins and latest wins.
    Names(Vec<ProjectRow>),
    /// The projects.
    Rows(Vec<ProjectRow>),
    /// The best metric change of each project, as text.
    Changes(Vec<(ProjectId, String)>),
    /// A project with its history.
    Project(Box<ProjectDetail>),
    /// Projects beside the selected one.
    Ahead(Vec<ProjectDetail>),
    /// The metrics of a project with their whole series.
    Series(ProjectId, Vec<MetricView>),
}

/// The number of rows above and below the screen whose changes are loaded with those on it.
const CHANGES: usize = 10;

/// The state of the projects tab.
#[derive(Debug, Default)]
pub struct Projects {
    /// The line beside the detail.
    pub divider: Divider,
    /// The projects in the order of the tree, each with its depth from 0.
    pub rows: Vec<(usize, ProjectRow)>,
    /// All projects in the order of the tree; `rows` are those that have the words of the filter.
    pub all: Vec<(usize, ProjectRow)>,
    /// The words of the filter.
    pub words: String,
    /// The best metric change of each project that was on the screen.
    pub changes: HashMap<ProjectId, String>,
    /// The index of the selected project.
    pub selected: usize,
    /// The index of the first drawn project.
    pub top: usize,
    /// `true` if the list is loaded and not stale.
    pub loaded: bool,
    /// The projects with their histories; use [`Self::whole`] for the selected one.
    pub details: ProjectDetails,
    /// `true` if keys scroll the history instead of the list; on a narrow screen it covers the list.
    pub open: bool,
    /// The scroll position of the history, in lines.
    pub scroll: usize,
    /// The marked rows.
    pub marks: Marks<ProjectId>,
    /// The project to select when the list is loaded.
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

    /// Returns the number of marked rows; 0 while a project is open.
    pub fn marked(&self) -> usize {
        if self.open { 0 } else { self.marks.count_among(&self.ids()) }
    }

    /// Returns the marked projects, or the selected one if no project is marked or a project is open.
    pub fn targets(&self) -> Option<Targets> {
        let records: Vec<_> = self.rows.iter().map(|(_, row)| (row.id, row.name.as_str())).collect();
        if self.open {
            return Marks::default().targets(Kind::Project, &records, Some(self.selected));
        }
        self.marks.targets(Kind::Project, &records, Some(self.selected))
    }

    /// Returns the selected project.
    pub fn row(&self) -> Option<&ProjectRow> {
        self.rows.get(self.selected).map(|(_, row)| row)
    }

    /// Returns the number of rows.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// Returns the selected project with its history; `None` until the history is loaded.
    pub fn whole(&self) -> Option<&ProjectDetail> {
        self.details.find(self.row()?.id)
    }

    /// Stores the projects without their numbers of wins and latest wins; ignored if the complete list is
    /// loaded already.
    pub fn take_names(&mut self, rows: Vec<ProjectRow>) {
        if self.loaded {
            return;
        }
        self.select_after_load = self.select_after_load.or_else(|| self.row().map(|row| row.id));
        self.all = nested(rows);
        self.rows = self.filtered();
        let place = self.select_after_load.and_then(|id| self.rows.iter().position(|(_, row)| row.id == id));
        self.selected = place.unwrap_or(self.selected).min(self.rows.len().saturating_sub(1));
    }

    /// Stores the loaded list, preserves the selection and returns the effect that loads its project.
    pub fn receive(&mut self, rows: Vec<ProjectRow>) -> Vec<Effect> {
        let before = self.select_after_load.take().or_else(|| self.row().map(|row| row.id));
        self.all = nested(rows);
        self.rows = self.filtered();
        let ids: HashSet<ProjectId> = self.rows.iter().map(|(_, row)| row.id).collect();
        self.marks.retain(|id| ids.contains(&id));
        self.changes.clear();
        self.loaded = true;
        let place = before.and_then(|id| self.rows.iter().position(|(_, row)| row.id == id));
        self.selected = place.unwrap_or(self.selected).min(self.rows.len().saturating_sub(1));
        // The open project is gone: another one is not opened in its place.
        self.open &= place.is_some();
        self.open &= !self.rows.is_empty();
        // What is loaded may have changed.
        self.details.clear();
        self.load_detail()
    }

    /// Returns the projects that have the words of the filter, with those that they are a part of.
    fn filtered(&self) -> Vec<(usize, ProjectRow)> {
        let mut out: Vec<(usize, ProjectRow)> = Vec::new();
        let mut path: Vec<&(usize, ProjectRow)> = Vec::new();
        for each in &self.all {
            path.retain(|parent| parent.0 < each.0);
            if has_words(&each.1.name, &self.words) {
                out.extend(path.drain(..).cloned());
                out.push(each.clone());
            } else {
                path.push(each);
            }
        }
        out
    }

    /// Limits the list to the projects with these words.
    pub fn filter(&mut self, words: &str) -> Vec<Effect> {
        words.trim().clone_into(&mut self.words);
        let before = self.row().map(|row| row.id);
        self.rows = self.filtered();
        let first = self.rows.iter().position(|(_, row)| has_words(&row.name, &self.words));
        let same = before.and_then(|id| self.rows.iter().position(|(_, row)| row.id == id));
        let place = same.filter(|at| has_words(&self.rows[*at].1.name, &self.words)).or(first);
        (self.selected, self.top, self.scroll) = (place.unwrap_or(0), 0, 0);
        self.load_detail()
    }

    /// Returns the effect that loads the best metric change of each project in the rows `shown`, and of those
    /// near them; `None` if the changes of the shown rows are loaded.
    pub fn missing_changes(&self, shown: std::ops::Range<usize>) -> Option<Effect> {
        let missing = |rows: std::ops::Range<usize>| -> Vec<ProjectId> {
            let ids = self.rows[rows].iter().map(|(_, row)| row.id);
            ids.filter(|id| !self.changes.contains_key(id)).collect()
        };
        if missing(shown.clone()).is_empty() {
            return None;
        }
        let near = shown.start.saturating_sub(CHANGES)..(shown.end + CHANGES).min(self.rows.len());
        Some(Effect::LoadChanges(missing(near)))
    }

    /// Returns the effect that loads the selected project, or if it is loaded, those beside it.
    pub fn load_detail(&mut self) -> Vec<Effect> {
        let near = self.selected.saturating_sub(1)..(self.selected + 2).min(self.rows.len());
        let wanted: Vec<ProjectId> = self.rows[near].iter().map(|(_, row)| row.id).collect();
        let missing = self.details.keep(&wanted);
        match self.row().map(|row| row.id) {
            Some(id) if missing.contains(&id) => vec![Effect::LoadProject(id)],
            _ if missing.is_empty() => Vec::new(),
            _ => vec![Effect::LoadProjectsAhead(missing)],
        }
    }

    /// Stores the loaded project if it is selected, and returns the effects that load its long series and the
    /// projects beside it.
    pub fn receive_project(&mut self, whole: Box<ProjectDetail>) -> Vec<Effect> {
        let id = whole.project.id;
        let is_whole = whole.metrics.iter().all(|metric| metric.is_whole);
        if self.row().is_none_or(|row| row.id != id) {
            return Vec::new();
        }
        self.details.put(*whole);
        let mut effects = self.load_detail();
        effects.extend((!is_whole).then(|| Effect::LoadSeries(Kind::Project, id.into())));
        effects
    }

    /// Performs an action; `page` is the number of rows of a page, `max_scroll` the limit of `scroll`.
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

    /// Selects a row and returns the effect that loads its history; ignores an index that is out of range.
    pub fn select(&mut self, at: usize) -> Vec<Effect> {
        if at == self.selected || at >= self.rows.len() {
            return Vec::new();
        }
        self.selected = at;
        self.scroll = 0;
        self.load_detail()
    }
}

/// Returns the areas of the tab.
pub fn layout(projects: &Projects, area: Rect) -> Split {
    master_detail::layout(area, projects.open, projects.divider).with_page(area, projects.open)
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
        let scroll = projects.scroll.min(max_scroll);
        master_detail::text(cx, buffer, area, &lines, scroll);
        split.scrollbar(buffer, scroll, lines.len(), &cx.theme);
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

/// Returns the indices of the rows on the screen.
pub fn visible(projects: &Projects, height: u16) -> std::ops::Range<usize> {
    let fit = usize::from(height / step(projects, height));
    master_detail::window(projects.top, projects.selected, projects.rows.len(), fit)
}

/// Returns the number of lines per project: 2, with the summary, if all projects fit and one has a summary; otherwise 1.
fn step(projects: &Projects, height: u16) -> u16 {
    let has_summary = projects.rows.iter().any(|(_, row)| !row.summary.is_empty());
    if has_summary && projects.rows.len() * 2 <= usize::from(height) { 2 } else { 1 }
}

/// Returns the index of the project at line `row` of the list.
pub fn row_at(projects: &Projects, row: u16, height: u16) -> usize {
    visible(projects, height).start + usize::from(row / step(projects, height))
}

fn list(projects: &Projects, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
    if projects.rows.is_empty() && projects.loaded {
        let text = format!(
            "Your projects are listed here. `+name` in a win makes a project; `{}` makes one by itself.",
            cx.key(Action::New, Context::Projects)
        );
        let columns = usize::from(inner.width.saturating_sub(2));
        paint::lines(buffer, inner, &paint::with_keys(&text, columns, theme), 0);
        return;
    }
    let shown = visible(projects, area.height);
    let widths = widths(projects, cx, shown.clone(), inner);
    let step = step(projects, area.height);
    for (line, at) in shown.enumerate() {
        let line = paint::columns(line) * step;
        row(projects, cx, buffer, (inner, line), at, widths);
        let (depth, project) = &projects.rows[at];
        if step > 1 {
            let indent = paint::columns(depth * 2 + 2).min(inner.width);
            let under = Rect { x: inner.x + indent, width: inner.width - indent, ..inner };
            paint::text(buffer, under, line + 1, &project.summary, theme.muted);
        }
        let is_marked = projects.marks.contains(project.id);
        let beside = Rect { x: area.x + 1, ..area };
        paint::gutter(buffer, beside, line, paint::sign(at == projects.selected, is_marked), theme);
        if at == projects.selected {
            for line in line..line + step {
                paint::gutter(buffer, beside, line, paint::sign(true, is_marked), theme);
                paint::highlight(buffer, inner, line, theme.selected);
            }
            cx.select(inner, line);
        }
    }
}

/// Draws a project in one row: status, name, dates, best change, number of wins and next follow-up.
fn row(
    projects: &Projects,
    cx: &ViewCx,
    buffer: &mut Buffer,
    (area, line): (Rect, u16),
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
        let style = if due && text == DUE && cx.attend() { theme.attention } else { theme.muted };
        paint::text_right(buffer, cell, line, &text, style);
        right = right.saturating_sub(columns + 2);
    }
    let name = Rect { x: start.x + 2, width: right.saturating_sub(start.x + 2), ..start };
    paint::text(buffer, name, line, &row.name, theme.text);
}

const DUE: &str = "! due";

/// Returns the cells at the right, the most important first: wins, best change, next follow-up, dates.
fn cells(row: &ProjectRow, change: &str, cx: &ViewCx) -> [String; 4] {
    let due = row.ask_on.is_some_and(|day| day <= cx.today);
    let asked = row
        .ask_on
        .map(|day| if due { DUE.to_owned() } else { format!("ask {}", wording::near(day, cx.today)) });
    let wins = if row.wins == 0 { String::new() } else { counted(row.wins, "win", "wins") };
    [wins, change.to_owned(), asked.unwrap_or_default(), wording::short_span(row.start, row.end)]
}

/// Returns the width of each cell for the rows `shown`; 0 for a cell that would leave fewer than [`NAME`]
/// columns for the names.
fn widths(projects: &Projects, cx: &ViewCx, shown: std::ops::Range<usize>, area: Rect) -> [u16; 4] {
    let mut out = [0_u16; 4];
    for (_, row) in &projects.rows[shown] {
        let change = projects.changes.get(&row.id).map_or("", String::as_str);
        for (column, text) in out.iter_mut().zip(cells(row, change, cx)) {
            *column = (*column).max(paint::columns(width(&text)));
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

/// The number of columns that are reserved for the names of projects.
const NAME: u16 = 22;
