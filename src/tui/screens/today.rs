//! The today tab: this week, the year, and everything that is due.

use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::inbox::Inbox;
use super::master_detail;
use crate::domain::date::month_name;
use crate::domain::pace::is_last_month;
use crate::domain::period::year_number;
use crate::domain::{
    FollowUpStatus, FollowUpWithSubject, GoalView, InboxSummary, Pace, Period, Reading, Stored, WinRow,
};
use crate::journal::Glance;
use crate::report::{goal as goal_words, wording};
use crate::text::counted;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::effect::Effect;
use crate::tui::theme::Theme;
use crate::tui::widgets::heatmap::{self, Heatmap};
use crate::tui::widgets::paint;

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Today {
    /// The loaded data; `None` until it is loaded.
    pub glance: Option<Glance>,
    /// The index of the selected item in [`items`].
    pub selected: usize,
    /// The inbox, while it is shown.
    pub inbox: Option<Inbox>,
}

/// A selectable item.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    /// A due follow-up.
    FollowUpWithSubject(&'a FollowUpWithSubject),
    /// In the last month of a year: the number of goals that are still open.
    CloseYear(usize),
    /// The number of wins without a date.
    Undated(usize),
    /// The things that wait in the inbox.
    Inbox(&'a InboxSummary),
    /// In the last month of a year: the next year, whose goals are to be drafted.
    DraftYear(i32),
    /// An open goal.
    Goal(&'a GoalView),
    /// A reading note in progress.
    Reading(&'a Stored<Reading>),
    /// A win of this week.
    Win(&'a WinRow),
}

/// The number of follow-ups that are shown.
const FOLLOW_UPS: usize = 3;
/// The number of goals that are shown.
const GOALS: usize = 5;
/// The number of reading notes that are shown.
const READING: usize = 3;
/// The number of wins of the week that take precedence over the heatmap.
const WEEK: usize = 3;

impl Today {
    /// Moves the selection among `count` items.
    pub fn update(&mut self, action: Action, count: usize) -> Vec<Effect> {
        let last = count.saturating_sub(1);
        self.selected = master_detail::moved(self.selected.min(last), action, last.max(1), last);
        Vec::new()
    }
}

/// Returns the selectable items, from top to bottom.
pub fn items<'a>(today: &'a Today, cx: &ViewCx) -> Vec<Item<'a>> {
    let Some(glance) = &today.glance else { return Vec::new() };
    let mut out: Vec<Item<'_>> = glance.due.iter().take(FOLLOW_UPS).map(Item::FollowUpWithSubject).collect();
    let open: Vec<&GoalView> = glance.goals.iter().filter(|goal| goal.is_open()).collect();
    let year = Period::year_of(cx.today, cx.fiscal_year_start);
    if is_last_month(&year, cx.today) && !glance.goals.is_empty() {
        if !open.is_empty() {
            out.push(Item::CloseYear(open.len()));
        }
        out.push(Item::DraftYear(year_number(cx.today, cx.fiscal_year_start) + 1));
    }
    out.extend(open.into_iter().take(GOALS).map(Item::Goal));
    out.extend(glance.being_read.iter().take(READING).map(Item::Reading));
    if glance.inbox.count > 0 {
        out.push(Item::Inbox(&glance.inbox));
    }
    if glance.undated > 0 {
        out.push(Item::Undated(glance.undated));
    }
    out.extend(glance.week.iter().map(Item::Win));
    out
}

/// Returns the selected item.
pub fn selected<'a>(today: &'a Today, cx: &ViewCx) -> Option<Item<'a>> {
    items(today, cx).get(today.selected).copied()
}

/// A piece of the screen.
enum Piece {
    /// The date, and the number of wins in the year.
    Date,
    /// A blank line.
    Gap,
    /// The heatmap of the year.
    Heatmap,
    /// The heading of the items below.
    Title(String),
    /// An item, by its index.
    Item(usize),
    /// A text below items, or in place of missing items.
    Text(String),
}

impl Piece {
    fn height(&self) -> u16 {
        if matches!(self, Self::Heatmap) { heatmap::HEIGHT } else { 1 }
    }
}

/// Returns the pieces from top to bottom; the heatmap is omitted if the sections do not fit below it.
fn pieces(cx: &ViewCx, glance: &Glance, items: &[Item<'_>], area: Rect) -> Vec<Piece> {
    let mut sections: Vec<Vec<Piece>> = Vec::new();
    let key = |action| cx.key(action, Context::Global);
    let of = |is: fn(&Item<'_>) -> bool| {
        items.iter().enumerate().filter(move |(_, item)| is(item)).map(|(at, _)| Piece::Item(at))
    };
    let mut section = |title: String, rows: Vec<Piece>, more: Option<String>| {
        if !rows.is_empty() {
            let mut all = vec![Piece::Title(title)];
            all.extend(rows);
            all.extend(more.map(Piece::Text));
            sections.push(all);
        }
    };
    let more = |count: usize, shown: usize, action| {
        (count > shown).then(|| format!("  and more: {} shows them all", key(action)))
    };
    let asked = of(|item| matches!(item, Item::FollowUpWithSubject(_))).collect();
    section("To follow up".into(), asked, more(glance.due.len(), FOLLOW_UPS, Action::TabImpact));
    let year = Period::year_of(cx.today, cx.fiscal_year_start);
    let goals = of(|item| matches!(item, Item::CloseYear(_) | Item::DraftYear(_) | Item::Goal(_))).collect();
    let open = glance.goals.iter().filter(|goal| goal.is_open()).count();
    section(format!("Goals of {}", year.label), goals, more(open, GOALS, Action::TabGoals));
    let reading = of(|item| matches!(item, Item::Reading(_))).collect();
    section("Reading now".into(), reading, more(glance.being_read.len(), READING, Action::TabLearning));
    let wins: Vec<Piece> = of(|item| matches!(item, Item::Win(_))).collect();
    let nothing = format!("Nothing yet this week. {} logs a win.", key(Action::Capture));
    let week = if wins.is_empty() { vec![Piece::Text(nothing)] } else { wins };
    let undated = of(|item| matches!(item, Item::Inbox(_) | Item::Undated(_))).collect();
    section("Worth a minute".into(), undated, None);
    section("This week".into(), week, None);
    let mut out = vec![Piece::Date];
    let spare = glance.week.len().saturating_sub(WEEK);
    let rest: usize = sections.iter().map(|all| all.len() + 1).sum::<usize>() - spare;
    if usize::from(area.height) > 1 + rest + usize::from(heatmap::HEIGHT) {
        out.extend([Piece::Gap, Piece::Heatmap]);
    }
    for section in sections {
        out.push(Piece::Gap);
        out.extend(section);
    }
    out
}

/// Returns the pieces on the screen with their rows; the selected item is always among them.
fn placed(today: &Today, cx: &ViewCx, glance: &Glance, items: &[Item<'_>], area: Rect) -> Vec<(u16, Piece)> {
    let pieces = pieces(cx, glance, items, area);
    let mut row = 0;
    let mut wanted = 0;
    let mut tops = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        tops.push(row);
        if matches!(piece, Piece::Item(at) if *at == today.selected) {
            wanted = row;
        }
        row += piece.height();
    }
    let scroll = (wanted + 1).saturating_sub(area.height);
    let fits = |(top, piece): &(u16, Piece)| *top >= scroll && *top + piece.height() <= scroll + area.height;
    let all = tops.into_iter().zip(pieces);
    all.filter(fits).map(|(top, piece)| (top - scroll, piece)).collect()
}

/// The maximum width of the tab, in columns: a heatmap of double cells.
const WIDEST: u16 = 116;

fn inner(area: Rect) -> Rect {
    // Longer lines are hard to read.
    Rect { x: area.x + 1, width: area.width.saturating_sub(2).min(WIDEST), ..area }
}

/// Draws the tab.
pub fn view(today: &Today, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let area = inner(area);
    let Some(glance) = &today.glance else { return };
    if glance.empty {
        welcome(cx, buffer, area);
        return;
    }
    let items = items(today, cx);
    for (row, piece) in placed(today, cx, glance, &items, area) {
        let rest = Rect { y: area.y + row, height: area.height - row, ..area };
        match piece {
            Piece::Gap => {}
            Piece::Date => date(glance, cx, buffer, area, row),
            Piece::Heatmap => {
                let year = Period::year_of(cx.today, cx.fiscal_year_start);
                let counts: Vec<(NaiveDate, usize)> =
                    glance.days.iter().map(|day| (day.day, day.count)).collect();
                let map = Heatmap { first: year.first, last: year.last, counts: &counts, today: cx.today };
                map.draw(buffer, rest, &cx.theme);
            }
            Piece::Title(text) => title(buffer, area, row, &text, &cx.theme),
            Piece::Text(text) => {
                paint::text(buffer, area, row, &text, cx.theme.muted);
            }
            Piece::Item(at) => {
                item(cx, buffer, area, row, &items[at]);
                if at == today.selected {
                    select(buffer, area, row, cx);
                }
            }
        }
    }
}

/// Returns the index of the item at a row of the screen.
pub fn item_at(today: &Today, cx: &ViewCx, area: Rect, row: u16) -> Option<usize> {
    let glance = today.glance.as_ref().filter(|glance| !glance.empty)?;
    let area = inner(area);
    let items = items(today, cx);
    let row = row.checked_sub(area.y)?;
    placed(today, cx, glance, &items, area).into_iter().find_map(|(at, piece)| match piece {
        Piece::Item(item) if at == row => Some(item),
        _ => None,
    })
}

fn date(glance: &Glance, cx: &ViewCx, buffer: &mut Buffer, area: Rect, row: u16) {
    let date = if area.width >= 60 { long_date(cx.today) } else { wording::near_date(cx.today) };
    paint::text(buffer, area, row, &date, cx.theme.strong);
    let year = Period::year_of(cx.today, cx.fiscal_year_start);
    let count = format!("{} in {}", counted(glance.year_count, "win", "wins"), year.label);
    paint::text_right(buffer, area, row, &count, cx.theme.muted);
}

fn title(buffer: &mut Buffer, area: Rect, row: u16, text: &str, theme: &Theme) {
    let taken = paint::text(buffer, area, row, text, theme.strong);
    let rule = Rect { x: area.x + taken + 1, width: area.width.saturating_sub(taken + 1), ..area };
    paint::rule(buffer, rule, row, theme);
}

/// Highlights the selected row.
fn select(buffer: &mut Buffer, area: Rect, row: u16, cx: &ViewCx) {
    let theme = &cx.theme;
    if row < area.height && area.x > 0 {
        buffer.set_string(area.x - 1, area.y + row, "▌", theme.accent);
    }
    paint::highlight(buffer, area, row, theme.selected);
    cx.select(area, row);
}

fn item(cx: &ViewCx, buffer: &mut Buffer, area: Rect, row: u16, item: &Item<'_>) {
    let theme = &cx.theme;
    match item {
        Item::FollowUpWithSubject(asked) => {
            let status = asked.follow_up.status(cx.today);
            let mark = if status == FollowUpStatus::Overdue { "! " } else { "· " };
            let when = format!("{status} {}", wording::near(asked.follow_up.ask_on, cx.today));
            let room = area.width.saturating_sub(paint::columns(when.len()) + 2);
            let left = Rect { width: room, ..area };
            paint::text(buffer, left, row, &format!("{mark}{}", asked.about_title), theme.text);
            paint::text_right(buffer, area, row, &when, theme.attention);
        }
        Item::CloseYear(open) => {
            let goals = counted(*open, "goal that is open", "goals that are open");
            let text = format!("› The year ends: look at the {goals}, one after another");
            paint::text(buffer, area, row, &text, theme.accent);
        }
        Item::DraftYear(year) => {
            let year = Period::year(*year, cx.fiscal_year_start).label;
            paint::text(buffer, area, row, &format!("› Draft the goals of {year}"), theme.accent);
        }
        Item::Undated(count) => {
            let text = format!("› {} no date yet", counted(*count, "win has", "wins have"));
            paint::text(buffer, area, row, &text, theme.accent);
        }
        Item::Inbox(summary) => {
            let text = format!("› {}", crate::report::inbox::summary(summary, cx.today));
            paint::text(buffer, area, row, &text, theme.accent);
        }
        Item::Goal(goal) => goal_row(cx, buffer, area, row, goal),
        Item::Reading(reading) => super::learning::row(cx, buffer, area, row, reading),
        Item::Win(win) => {
            super::wins_view::row(cx, buffer, area, row, win, super::wins_view::DateColumn::Weekday);
        }
    }
}

/// Draws a goal in one row, with its progress at the right.
fn goal_row(cx: &ViewCx, buffer: &mut Buffer, area: Rect, row: u16, goal: &GoalView) {
    let theme = &cx.theme;
    let year = Period::year(goal.year, cx.fiscal_year_start);
    let right = Rect { x: area.x + area.width * 11 / 20, width: area.width * 9 / 20, ..area };
    let pace = goal.pace(&year, cx.today);
    let mark = if matches!(pace, Some(Pace::Behind | Pace::Over)) { "! " } else { "· " };
    let left = Rect { width: right.x.saturating_sub(area.x + 2), ..area };
    paint::text(buffer, left, row, &format!("{mark}{}", goal.title), theme.text);
    if area.width >= WIDE {
        super::goals::standing(goal, &year, cx, buffer, right, row);
    } else {
        let style = if mark == "! " { theme.attention } else { theme.muted };
        let pace = pace.map(|pace| format!(", {}", pace.word())).filter(|_| area.width >= 60);
        let text = format!("{}{}", goal_words::standing(goal), pace.unwrap_or_default());
        paint::text_right(buffer, right, row, &text, style);
    }
}

/// The minimum width, in columns, at which a goal has a bar.
const WIDE: u16 = 90;

/// Draws the first steps, for an empty journal.
fn welcome(cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let key = |action| cx.key(action, Context::Global);
    let top = if area.height > 14 { area.height / 5 } else { 0 };
    let width = area.width.min(72);
    let inner =
        Rect { x: area.x + (area.width - width) / 2, width, y: area.y + top, height: area.height - top };
    let mut row = 0;
    paint::text(buffer, inner, row, "The record of your work begins with one line.", theme.strong);
    row += 2;
    let steps = [
        (key(Action::Capture), "log a win: type what you did, press enter"),
        (key(Action::Help), "every key"),
        (key(Action::Quit), "quit"),
    ];
    for (key, about) in steps {
        paint::text(buffer, inner, row, &format!("  {key}"), theme.accent);
        let right = Rect { x: inner.x + 6, width: inner.width.saturating_sub(6), ..inner };
        paint::text(buffer, right, row, about, theme.text);
        row += 1;
    }
    let more = [
        "",
        "A line may say more than what you did:",
        "  Halved the build time +ci #perf build:12min..6min @maria",
        "",
        "From a shell: brag add '…'. A document that you have: brag import FILE.",
    ];
    for (at, text) in more.iter().enumerate() {
        let style = if at == 2 { theme.accent } else { theme.muted };
        if text.is_empty() {
            row += 1;
            continue;
        }
        for line in paint::wrapped(text, usize::from(inner.width), style) {
            if row < inner.height {
                buffer.set_line(inner.x, inner.y + row, &line, inner.width);
            }
            row += 1;
        }
    }
}

fn long_date(day: NaiveDate) -> String {
    format!("{}, {} {} {}", day.format("%A"), day.day(), month_name(day.month()), day.year())
}
