//! The goals tab: the goals of a year with their progress, and the details of the selected goal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::master_detail::{self, Divider, Split};
use super::record_blocks;
use crate::domain::pace::elapsed_fraction;
use crate::domain::{GoalId, GoalStatus, GoalView, Kind, Pace, Period};
use crate::report::goal as words;
use crate::text::{counted, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::effect::Effect;
use crate::tui::list_text::has_words;
use crate::tui::marks::Marks;
use crate::tui::targets::Targets;
use crate::tui::widgets::paint;

/// The goals of a year, as loaded for the tab.
#[derive(Debug)]
pub struct Loaded {
    /// The calendar or fiscal year.
    pub year: i32,
    /// The goals of the year, in the order in which they were set.
    pub goals: Vec<GoalView>,
}

/// The state of the goals tab.
#[derive(Debug, Default)]
pub struct Goals {
    /// The line beside the detail.
    pub divider: Divider,
    /// The words of the filter.
    pub words: String,
    /// The goals of the year.
    pub all: Vec<GoalView>,
    /// The shown year; `None` until the current one is loaded.
    pub year: Option<i32>,
    /// `true` to show only the open goals without evidence.
    pub bare: bool,
    /// The index of the selected goal among the shown ones.
    pub selected: usize,
    /// The index of the first drawn goal among the shown ones.
    pub top: usize,
    /// `true` if the goals are loaded and not stale.
    pub loaded: bool,
    /// `true` if keys scroll the details instead of the list; on a narrow screen they cover the list.
    pub open: bool,
    /// The scroll position of the details, in lines.
    pub scroll: usize,
    /// The marked rows.
    pub marks: Marks<GoalId>,
    /// The goal to select when the list is loaded.
    pub select_after_load: Option<GoalId>,
    /// `true` to start `:check-all` when the goals are loaded.
    pub check_then: bool,
}

impl Goals {
    fn ids(&self) -> Vec<GoalId> {
        self.rows().into_iter().map(|goal| goal.id).collect()
    }

    /// Marks the selected row, a range of rows, or all of them.
    pub fn mark(&mut self, action: Action) {
        let ids = self.ids();
        self.marks.mark(action, &ids, self.selected);
    }

    /// Returns the number of marked rows; 0 while a goal is open.
    pub fn marked(&self) -> usize {
        if self.open { 0 } else { self.marks.count_among(&self.ids()) }
    }

    /// Returns the marked goals, or the selected one if no goal is marked or a goal is open.
    pub fn targets(&self) -> Option<Targets> {
        let records: Vec<_> = self.rows().into_iter().map(|goal| (goal.id, goal.title.as_str())).collect();
        if self.open {
            return Marks::default().targets(Kind::Goal, &records, Some(self.selected));
        }
        self.marks.targets(Kind::Goal, &records, Some(self.selected))
    }

    /// Returns the shown goals: all of the year, or the open ones without evidence.
    pub fn rows(&self) -> Vec<&GoalView> {
        let is_bare = |goal: &&GoalView| goal.is_open() && goal.evidence.is_empty();
        self.all
            .iter()
            .filter(|goal| (!self.bare || is_bare(goal)) && has_words(&goal.title, &self.words))
            .collect()
    }

    /// Limits the list to the goals with these words.
    pub fn filter(&mut self, words: &str) {
        words.trim().clone_into(&mut self.words);
        (self.selected, self.top, self.scroll) = (0, 0, 0);
    }

    /// Returns the number of shown goals.
    pub fn count(&self) -> usize {
        self.rows().len()
    }

    /// Returns the selected goal.
    pub fn goal(&self) -> Option<&GoalView> {
        self.rows().get(self.selected).copied()
    }

    /// Returns `true` if `action` applies to the selected goal.
    pub fn accepts_action(&self, action: Action) -> bool {
        let open = self.goal().is_some_and(|goal| goal.is_open());
        match action {
            Action::CheckIn | Action::GoalDone | Action::Carry | Action::Drop => open,
            Action::CheckAll => self.all.iter().any(|goal| goal.is_open()),
            Action::Reopen => !open && self.goal().is_some_and(|goal| goal.after.is_none()),
            _ => true,
        }
    }

    /// Returns the effect that loads the goals of the shown year.
    pub fn request(&self) -> Effect {
        Effect::LoadGoals(self.year)
    }

    /// Stores the loaded goals; the selected goal stays selected if it still exists.
    pub fn receive(&mut self, year: i32, goals: Vec<GoalView>) {
        let before = self.select_after_load.take().or_else(|| self.goal().map(|goal| goal.id));
        self.all = goals;
        let all = &self.all;
        self.marks.retain(|id| all.iter().any(|goal| goal.id == id));
        if self.year != Some(year) {
            // The marks belong to goals of another year.
            self.marks.clear();
        }
        (self.year, self.loaded) = (Some(year), true);
        let mut place = before.and_then(|id| self.rows().iter().position(|goal| goal.id == id));
        if place.is_none() && self.bare && before.is_some_and(|id| self.all.iter().any(|goal| goal.id == id))
        {
            // A goal that just got its first evidence must stay visible, so the filter is removed.
            self.bare = false;
            place = before.and_then(|id| self.all.iter().position(|goal| goal.id == id));
        }
        self.selected = place.unwrap_or(self.selected).min(self.rows().len().saturating_sub(1));
        self.open &= place.is_some();
    }

    /// Shows another year from its first goal; ignores a year outside 1..=9999.
    pub fn go_to_year(&mut self, year: i32) -> Vec<Effect> {
        if !(1..=9999).contains(&year) {
            return Vec::new();
        }
        self.year = Some(year);
        self.marks.clear();
        (self.selected, self.top, self.scroll, self.open, self.bare) = (0, 0, 0, false, false);
        vec![self.request()]
    }

    /// Performs an action; `page` is the number of rows of a page, `max_scroll` the limit of `scroll`.
    pub fn update(&mut self, action: Action, page: usize, max_scroll: usize) {
        if master_detail::read(&mut self.open, &mut self.scroll, action, page, max_scroll) {
            return;
        }
        match action {
            Action::Open => self.open = self.goal().is_some(),
            Action::Filter | Action::Back if self.bare || action == Action::Filter => {
                self.bare = !self.bare;
                self.marks.clear();
                (self.selected, self.top, self.scroll) = (0, 0, 0);
            }
            other => {
                let last = self.rows().len().saturating_sub(1);
                self.select(master_detail::moved(self.selected, other, page, last));
            }
        }
    }

    /// Selects a row; ignores an index that is out of range.
    pub fn select(&mut self, at: usize) {
        if at != self.selected && at < self.rows().len() {
            (self.selected, self.scroll) = (at, 0);
        }
    }
}

/// Returns the areas of the tab.
pub fn layout(goals: &Goals, area: Rect) -> Split {
    master_detail::layout(area, goals.open, goals.divider)
}

/// Returns the number of lines per goal: 3, with a blank line, if all goals fit; otherwise 2.
fn step(goals: &Goals, height: u16) -> u16 {
    if goals.rows().len() * 3 <= usize::from(height) + 1 { 3 } else { 2 }
}

/// Returns the indices of the goals on the screen, for a list of `height` lines.
pub fn visible(goals: &Goals, height: u16) -> std::ops::Range<usize> {
    // The blank line below the last goal may be cut off, but not a line of the goal itself.
    let step = step(goals, height);
    let fit = usize::from(if step == 3 { (height + 1) / 3 } else { height / 2 }).max(1);
    master_detail::window(goals.top, goals.selected, goals.rows().len(), fit)
}

/// Returns the index of the goal at line `row` of the list.
pub fn row_at(goals: &Goals, row: u16, height: u16) -> Option<usize> {
    let at = visible(goals, height).start + usize::from(row / step(goals, height));
    (at < goals.rows().len()).then_some(at)
}

/// Draws the tab.
pub fn view(goals: &Goals, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let split = layout(goals, area);
    if split.list.height > 0 {
        title(goals, cx, buffer, split.title);
        list(goals, cx, buffer, split.list);
    }
    split.rule(buffer, goals.open, &cx.theme);
    if let (Some(area), Some(goal)) = (split.detail, goals.goal()) {
        let lines = detail_lines(goal, cx, usize::from(area.width));
        let max_scroll = lines.len().saturating_sub(usize::from(area.height));
        master_detail::text(cx, buffer, area, &lines, goals.scroll.min(max_scroll));
    }
}

/// Lays out the details of a goal as lines of at most `columns` columns.
pub fn detail_lines(goal: &GoalView, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    record_blocks::lines(words::blocks(goal, &year_of(goal.year, cx), cx.today), cx, columns)
}

/// Returns the number of the present year.
pub(super) fn number_of(cx: &ViewCx) -> i32 {
    crate::domain::period::year_number(cx.today, cx.fiscal_year_start)
}

/// Returns the period of a year.
fn year_of(year: i32, cx: &ViewCx) -> Period {
    Period::year(year, cx.fiscal_year_start)
}

fn title(goals: &Goals, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let Some(year) = goals.year else { return };
    let done = goals.all.iter().filter(|goal| goal.status == GoalStatus::Done).count();
    let mut right = counted(goals.rows().len(), "goal", "goals");
    if done > 0 && !goals.bare {
        right.push_str(&format!(", {done} done"));
    }
    let taken = paint::text_right(buffer, area, 0, &right, cx.theme.muted);
    let mut left = year_of(year, cx).label;
    if goals.bare {
        left.push_str(" · without evidence");
    }
    let room = Rect { width: area.width.saturating_sub(taken + 2), ..area };
    paint::text(buffer, room, 0, &left, cx.theme.strong);
}

fn list(goals: &Goals, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
    let rows = goals.rows();
    if rows.is_empty() && goals.loaded {
        let key = |action| cx.key(action, Context::Goals);
        let text = match goals.year {
            _ if goals.bare && !goals.all.is_empty() => {
                "Every open goal of the year has evidence.".to_owned()
            }
            Some(year) => format!(
                "Your goals for {} are listed here. `{}` sets a goal; `^name` in a win is evidence for it.",
                year_of(year, cx).label,
                key(Action::New)
            ),
            None => String::new(),
        };
        let columns = usize::from(inner.width);
        paint::lines(buffer, inner, &paint::with_keys(&text, columns, theme), 0);
        return;
    }
    let step = step(goals, area.height);
    let beside = Rect { x: area.x + 1, ..area };
    for (line, at) in visible(goals, area.height).enumerate() {
        let line = paint::columns(line) * step;
        row(cx, buffer, inner, line, rows[at]);
        let is_marked = goals.marks.contains(rows[at].id);
        paint::gutter(buffer, beside, line, paint::sign(at == goals.selected, is_marked), theme);
        if at == goals.selected {
            cx.select(inner, line);
            for line in line..(line + 2).min(area.height) {
                paint::gutter(buffer, beside, line, paint::sign(true, is_marked), theme);
                paint::highlight(buffer, inner, line, theme.selected);
            }
        }
    }
}

/// Draws a goal in two lines: its title and the time of its last movement, then its progress and pace.
fn row(cx: &ViewCx, buffer: &mut Buffer, area: Rect, line: u16, goal: &GoalView) {
    let theme = &cx.theme;
    let year = year_of(goal.year, cx);
    let attends = needs_attention(goal, &year, cx);
    let (mark, style) = if attends { ("!", theme.attention) } else { mark(goal, &year, cx) };
    paint::text(buffer, Rect { width: 1.min(area.width), ..area }, line, mark, style);
    let moved = words::last_moved(goal, cx.today);
    let taken = paint::text_right(buffer, area, line, &moved, theme.muted);
    let gap = if taken > 0 { taken + 2 } else { 0 };
    let name = Rect { x: area.x + 2, width: area.width.saturating_sub(gap + 2), ..area };
    paint::text(buffer, name, line, &goal.title, if goal.is_open() { theme.text } else { theme.muted });
    let below = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    standing(goal, (&year, attends), cx, buffer, below, line + 1);
}

/// Returns `true` for a goal that is behind, if the screen has room for another mark of attention.
fn needs_attention(goal: &GoalView, year: &Period, cx: &ViewCx) -> bool {
    matches!(goal.pace(year, cx.today), Some(Pace::Behind | Pace::Over)) && goal.is_open() && cx.attend()
}

/// Returns the mark of a goal and its style, from its status and its pace.
fn mark(goal: &GoalView, year: &Period, cx: &ViewCx) -> (&'static str, Style) {
    let theme = &cx.theme;
    match (goal.status, goal.pace(year, cx.today)) {
        (GoalStatus::Done, _) => ("✓", theme.good),
        (GoalStatus::Dropped, _) => ("×", theme.muted),
        (GoalStatus::Carried, _) => ("→", theme.muted),
        (GoalStatus::Open, Some(Pace::Reached)) => ("✓", theme.accent),
        (GoalStatus::Open, _) => ("·", theme.accent),
    }
}

/// Draws the progress of a goal in one line: a bar, and words that are shortened if they do not fit.
fn standing(
    goal: &GoalView,
    (year, attends): (&Period, bool),
    cx: &ViewCx,
    buffer: &mut Buffer,
    area: Rect,
    line: u16,
) {
    let theme = &cx.theme;
    let mut left = area.x;
    if let Some(share) = words::bar(goal) {
        let columns = (area.width / 4).clamp(4, 16);
        let tick = (goal.year == number_of(cx)).then(|| elapsed_fraction(year, cx.today));
        let columns = columns.min(area.width);
        if line < area.height {
            buffer.set_line(
                area.x,
                area.y + line,
                &paint::bar(share, tick, usize::from(columns), theme),
                columns,
            );
        }
        left += columns + 2;
    }
    let pace = goal.pace(year, cx.today);
    let style = match pace {
        Some(Pace::Behind | Pace::Over) if attends => theme.attention,
        Some(Pace::Ahead | Pace::Reached) => theme.good,
        _ => theme.muted,
    };
    let room = Rect { x: left.min(area.right()), width: area.right().saturating_sub(left), ..area };
    let mut text = words::in_words(goal, year, cx.today);
    if width(&text) > usize::from(room.width)
        && let Some(pace) = pace
    {
        text = format!("{}, {}", words::standing(goal), pace.word());
    }
    paint::text(buffer, room, line, &text, style);
}
