//! Arranges the Today tab: which piece is where, for drawing and for the mouse.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::series;
use super::today::{Item, Section, Today, limits};
use crate::domain::pace::elapsed_fraction;
use crate::domain::{FollowUpStatus, Period};
use crate::journal::Glance;
use crate::text::counted;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::heatmap;

/// The minimum width, in columns, for two columns of sections.
const TWO_COLUMNS: u16 = 74;
/// The minimum width, in columns, for three columns of sections.
const THREE_COLUMNS: u16 = 150;
/// The minimum height, in rows, for the heatmap.
const HEAT: u16 = 20;
/// The minimum height, in rows, for questions below the follow-ups and a second row of figures.
pub(super) const TALL: u16 = 30;
/// The number of columns between two columns of sections.
const GAP: u16 = 3;

/// A piece of the screen.
pub(super) enum Piece {
    /// The figures of the year.
    Figures,
    /// The heatmap.
    Heatmap,
    /// The heading of a section, and the text at its right edge.
    Title(String, String),
    /// An item, by its index.
    Item(usize),
    /// The question of a follow-up, by the index of its item.
    Question(usize),
    /// A text in place of missing items.
    Text(String),
    /// A line of a chart.
    Line(Line<'static>),
}

/// A piece with its place, measured from the top of the content.
pub(super) struct Placed {
    /// The first column.
    pub x: u16,
    /// The number of columns.
    pub width: u16,
    /// The first row of the content.
    pub top: usize,
    /// The number of rows.
    pub height: usize,
    /// The piece.
    pub piece: Piece,
}

/// A column of pieces that grows downwards.
struct Column {
    x: u16,
    width: u16,
    top: usize,
    placed: Vec<Placed>,
}

impl Column {
    fn push(&mut self, piece: Piece, height: usize) {
        self.placed.push(Placed { x: self.x, width: self.width, top: self.top, height, piece });
        self.top += height;
    }

    /// Adds a section with a blank line before it, unless it has no rows.
    fn section(&mut self, title: String, right: String, rows: Vec<Piece>) {
        if rows.is_empty() {
            return;
        }
        if self.top > 0 {
            self.top += 1;
        }
        self.push(Piece::Title(title, right), 1);
        for row in rows {
            self.push(row, 1);
        }
    }

    fn of(area: Rect, top: usize) -> Self {
        Self { x: area.x, width: area.width, top, placed: Vec::new() }
    }
}

/// Returns `true` if the heatmap is shown.
pub(super) fn has_heatmap(glance: &Glance, area: Rect) -> bool {
    glance.has_history() && area.height >= HEAT && area.width >= 62
}

/// Returns the columns of the heatmap with its labels.
pub(super) fn heatmap_width(area: Rect) -> u16 {
    heatmap::wide(53, area.width >= heatmap::wide(53, true))
}

/// Returns the pieces with their places.
pub(super) fn arrange(
    today: &Today,
    cx: &ViewCx,
    glance: &Glance,
    items: &[Item<'_>],
    area: Rect,
) -> Vec<Placed> {
    let contents = Contents { cx, glance, items, area };
    let mut head = Column::of(area, 0);
    head.push(Piece::Figures, if area.height >= TALL { 2 } else { 1 });
    if has_heatmap(glance, area) {
        let has_title = area.height >= TALL;
        head.top += usize::from(has_title);
        head.push(Piece::Heatmap, usize::from(heatmap::HEIGHT) + usize::from(has_title));
    }
    let mut below = Column::of(area, head.top);
    if (TWO_COLUMNS..THREE_COLUMNS).contains(&area.width) && area.height < TALL {
        contents.add(Section::FollowUps, &mut below);
    }
    // A column without anything to show leaves its room to the others.
    let has_chart = today.outlook.as_ref().is_some_and(|outlook| outlook.best.is_some());
    let is_shown = |section: &Section| match section {
        Section::Week => true,
        Section::OnThisDay if area.width >= THREE_COLUMNS && has_chart => true,
        other => items.iter().any(|item| item.section() == *other),
    };
    let columns: Vec<&[Section]> =
        columns(area).iter().copied().filter(|sections| sections.iter().any(is_shown)).collect();
    let count = u16::try_from(columns.len()).unwrap_or(1);
    let width = (area.width - GAP * (count - 1)) / count;
    let top = below.top;
    let mut all = head.placed;
    all.append(&mut below.placed);
    let mut bottom = top;
    let mut x = area.x;
    for (at, sections) in columns.into_iter().enumerate() {
        let is_last = at + 1 == usize::from(count);
        let width = if is_last { area.right() - x } else { width };
        let mut column = Column::of(Rect { x, width, ..area }, top);
        if *sections == [Section::OnThisDay] {
            chart(today, cx, &mut column);
        }
        for section in sections {
            contents.add(*section, &mut column);
        }
        bottom = bottom.max(column.top);
        all.append(&mut column.placed);
        x += width + GAP;
    }
    if area.width >= TWO_COLUMNS {
        let mut last = Column::of(area, bottom);
        contents.add(Section::WorthAMinute, &mut last);
        all.append(&mut last.placed);
    }
    all
}

/// Returns the sections of each column; in low windows of two columns the follow-ups are above them.
fn columns(area: Rect) -> &'static [&'static [Section]] {
    match area.width {
        THREE_COLUMNS.. => &[
            &[Section::FollowUps, Section::Week],
            &[Section::Goals, Section::Reading],
            &[Section::OnThisDay],
        ],
        TWO_COLUMNS.. if area.height >= TALL => {
            &[&[Section::FollowUps, Section::Week], &[Section::Goals, Section::OnThisDay, Section::Reading]]
        }
        TWO_COLUMNS.. => &[&[Section::Week, Section::OnThisDay], &[Section::Goals, Section::Reading]],
        _ => &[&[
            Section::FollowUps,
            Section::Goals,
            Section::Reading,
            Section::OnThisDay,
            Section::WorthAMinute,
            Section::Week,
        ]],
    }
}

/// Adds the chart of the metric that improved most.
fn chart(today: &Today, cx: &ViewCx, column: &mut Column) {
    let Some(best) = today.outlook.as_ref().and_then(|outlook| outlook.best.as_ref()) else { return };
    let lines = series::lines_within(best, &cx.theme, usize::from(column.width), 12);
    let rows = lines.into_iter().map(Piece::Line).collect();
    column.section(
        "What moved most".to_owned(),
        best.owner().map_or(String::new(), |owner| owner.name.clone()),
        rows,
    );
}

/// The data from which the sections of Today are laid out.
struct Contents<'a> {
    cx: &'a ViewCx,
    glance: &'a Glance,
    items: &'a [Item<'a>],
    /// The whole area of the screen.
    area: Rect,
}

impl Contents<'_> {
    /// Adds the section with its items to the column.
    fn add(&self, section: Section, column: &mut Column) {
        let mut rows: Vec<Piece> = Vec::new();
        for (at, item) in self.items.iter().enumerate().filter(|(_, item)| item.section() == section) {
            rows.push(Piece::Item(at));
            if matches!(item, Item::FollowUpWithSubject(_)) && self.area.height >= TALL {
                rows.push(Piece::Question(at));
            }
        }
        if section == Section::Week {
            rows.extend(self.week_hint(rows.is_empty()));
        }
        let end = if rows.is_empty() { None } else { self.more(section) };
        rows.extend(end);
        let (title, right) = self.title(section, column.width);
        column.section(title, right, rows);
    }

    fn week_hint(&self, is_empty: bool) -> Option<Piece> {
        if is_empty {
            let key = self.cx.key(Action::Capture, Context::Global);
            return Some(Piece::Text(format!("Nothing yet this week. {key} logs a win.")));
        }
        (!self.glance.has_history() && self.area.height >= HEAT)
            .then(|| Piece::Text("In a shell, brag week prints these for your 1:1.".to_owned()))
    }

    /// Returns the number of things that have no room, with the key of the tab that shows them.
    fn more(&self, section: Section) -> Option<Piece> {
        let shown = limits(self.cx);
        let (all, shown, action) = match section {
            Section::FollowUps => {
                let shown = shown.follow_ups.min(self.glance.due.len());
                (self.glance.due_count, shown, Action::TabImpact)
            }
            Section::Goals => (self.open_goals(), shown.goals, Action::TabGoals),
            Section::Week => (self.glance.week.len(), shown.week, Action::TabWins),
            Section::Reading => (self.glance.being_read.len(), shown.reading, Action::TabLearning),
            Section::OnThisDay | Section::WorthAMinute => return None,
        };
        let key = self.cx.key(action, Context::Global);
        (all > shown).then(|| Piece::Text(format!("  {} more: {key} shows all", all - shown)))
    }

    /// Returns the title of a section and what stands at its right.
    fn title(&self, section: Section, width: u16) -> (String, String) {
        let none = String::new;
        match section {
            Section::FollowUps => {
                ("What came of it?".to_owned(), format!("{} to answer", self.glance.due_count))
            }
            Section::Goals => {
                let year = Period::year_of(self.cx.today, self.cx.fiscal_year_start);
                let gone = (elapsed_fraction(&year, self.cx.today) * 100.0).round();
                let here = if width >= 44 { "where the year is: " } else { "" };
                (format!("Goals of {}", year.label), format!("┃ {here}{gone} %"))
            }
            Section::Week => {
                let count = self.glance.week.len();
                ("This week".to_owned(), if count == 0 { none() } else { counted(count, "win", "wins") })
            }
            Section::OnThisDay => ("On this day".to_owned(), none()),
            Section::Reading => ("Reading now".to_owned(), none()),
            Section::WorthAMinute => ("Worth a minute".to_owned(), none()),
        }
    }

    fn open_goals(&self) -> usize {
        self.glance.goals.iter().filter(|goal| goal.is_open()).count()
    }
}

/// Returns the row of the content at the top of the screen, so that the selected item is visible.
pub(super) fn scroll(placed: &[Placed], selected: usize, height: u16) -> usize {
    let height = usize::from(height);
    let bottom = placed.iter().map(|each| each.top + each.height).max().unwrap_or(0);
    let own = |each: &&Placed| matches!(each.piece, Piece::Item(at) | Piece::Question(at) if at == selected);
    let wanted = placed.iter().filter(own).map(|each| each.top + each.height).max().unwrap_or(0);
    let at_end =
        placed.iter().rfind(|each| matches!(each.piece, Piece::Item(_))).is_some_and(|last| own(&last));
    let wanted = if at_end { bottom } else { wanted };
    wanted.saturating_sub(height)
}

/// Returns `true` if the follow-up is overdue.
pub(super) fn is_overdue(item: &Item<'_>, cx: &ViewCx) -> bool {
    matches!(item, Item::FollowUpWithSubject(asked) if asked.follow_up.status(cx.today) == FollowUpStatus::Overdue)
}
