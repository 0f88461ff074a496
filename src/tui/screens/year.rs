//! The screen of a year, compared with the year before.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::master_detail;
use crate::domain::GoalStatus;
use crate::journal::{YearGlance, Years};
use crate::report::goal as goal_words;
use crate::text::{counted, width};
use crate::tui::action::Action;
use crate::tui::cx::ViewCx;
use crate::tui::widgets::heatmap::{self, Heatmap};
use crate::tui::widgets::paint;

/// The minimum width, in columns, for two heatmaps side by side.
const TWO_YEARS: u16 = 118;
/// The minimum width, in columns, for two columns of sections.
const TWO_COLUMNS: u16 = 64;
/// The maximum width, in columns; longer lines are hard to read.
const WIDEST: u16 = 150;
/// The width of a figure in the comparison, in columns.
const FIGURE: u16 = 9;
/// The number of columns of a left text that a right one leaves free.
const LEFT: usize = 22;

/// The state of the screen.
#[derive(Debug)]
pub struct Year {
    /// The year and the year before it.
    pub years: Box<Years>,
    /// The scroll position, in lines.
    pub scroll: usize,
}

/// A section: its title, and rows of a left and a right text.
struct Section {
    title: String,
    rows: Vec<(String, String)>,
}

/// Scrolls the screen.
pub fn update(year: &mut Year, cx: &ViewCx, action: Action, body: Rect) {
    let rows = usize::from(height(cx, &year.years, inner(body)));
    let (page, seen) = (usize::from(body.height).max(1), usize::from(body.height));
    year.scroll = master_detail::scrolled(year.scroll, action, page, rows.saturating_sub(seen));
}

fn inner(area: Rect) -> Rect {
    Rect { x: area.x + 2, width: area.width.saturating_sub(4).min(WIDEST), ..area }
}

/// Draws the screen, from the scroll position on.
pub fn view(year: &Year, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let area = inner(area);
    let rows = height(cx, &year.years, area);
    let mut whole = Buffer::empty(Rect { x: area.x, y: 0, width: area.width, height: rows });
    draw(cx, &year.years, &mut whole);
    let max_scroll = rows.saturating_sub(area.height);
    let scroll = paint::columns(year.scroll).min(max_scroll);
    for y in 0..area.height.min(rows - scroll) {
        for x in area.x..area.right() {
            buffer[(x, area.y + y)] = whole[(x, y + scroll)].clone();
        }
    }
}

/// Returns the number of rows of the content.
fn height(cx: &ViewCx, years: &Years, area: Rect) -> u16 {
    let (left, right) = columns(cx, years, area);
    let rows = |sections: &[Section]| sections.iter().map(|each| each.rows.len() + 2).sum::<usize>();
    let body = if right.is_empty() { rows(&left) } else { rows(&left).max(rows(&right)) };
    // The last section has no blank line below it.
    2 + heatmap::HEIGHT + paint::columns(body.saturating_sub(1))
}

fn draw(cx: &ViewCx, years: &Years, buffer: &mut Buffer) {
    let area = buffer.area;
    let theme = &cx.theme;
    let two = area.width >= TWO_YEARS;
    let half = Rect { width: (area.width - 2) / 2, ..area };
    let beside = Rect { x: area.x + area.width - half.width, ..half };
    let this = if two { half } else { area };
    let wins = counted(years.this.totals.wins, "win", "wins");
    paint::text(buffer, this, 0, &years.this.period.label, theme.strong);
    paint::text_right(buffer, this, 0, &wins, theme.muted);
    heat(cx, &years.this, buffer, Rect { y: area.y + 1, height: area.height - 1, ..this });
    if two {
        paint::text(buffer, beside, 0, &years.before.period.label, theme.muted);
        let wins = counted(years.before.totals.wins, "win", "wins");
        paint::text_right(buffer, beside, 0, &wins, theme.muted);
        heat(cx, &years.before, buffer, Rect { y: area.y + 1, height: area.height - 1, ..beside });
    }
    let top = area.y + 2 + heatmap::HEIGHT;
    let below = Rect { y: top, height: area.bottom().saturating_sub(top), ..area };
    let (left, right) = columns(cx, years, area);
    if right.is_empty() {
        sections(cx, &left, buffer, below);
    } else {
        sections(cx, &left, buffer, Rect { width: half.width, ..below });
        sections(cx, &right, buffer, Rect { x: beside.x, width: half.width, ..below });
    }
}

fn heat(cx: &ViewCx, year: &YearGlance, buffer: &mut Buffer, area: Rect) {
    let counts: Vec<(NaiveDate, usize)> = year.days.iter().map(|day| (day.day, day.count)).collect();
    let (first, last) = (year.period.first, year.period.last);
    Heatmap { first, last, counts: &counts, today: cx.today }.draw(buffer, area, &cx.theme);
}

/// Returns the sections of the left and the right column; on a narrow screen, all are in the left one.
fn columns(cx: &ViewCx, years: &Years, area: Rect) -> (Vec<Section>, Vec<Section>) {
    // A high screen shows more rows per section.
    let more = usize::from(cx.size.1 >= 36);
    let left = [Some(beside(years)), read(years, 3 + 5 * more), recognition(years, 2 + 4 * more)];
    let right = [numbers(years, 3 + 5 * more), goals(cx, years, 5 + 5 * more)];
    let left = left.into_iter().flatten();
    let right = right.into_iter().flatten();
    if area.width >= TWO_COLUMNS {
        (left.collect(), right.collect())
    } else {
        (left.chain(right).collect(), Vec::new())
    }
}

/// Compares the year with the year before, one figure per row.
fn beside(years: &Years) -> Section {
    let (this, before) = (&years.this, &years.before);
    let share = |year: &YearGlance, count: usize| {
        (count * 100)
            .checked_div(year.totals.wins)
            .map_or_else(|| "–".to_owned(), |share| format!("{share} %"))
    };
    let goals = |year: &YearGlance| match year.goals {
        (_, 0) => "–".to_owned(),
        (done, all) => format!("{done} of {all}"),
    };
    let both = |name: &str, of: &dyn Fn(&YearGlance) -> String| {
        (name.to_owned(), format!("{:>w$}{:>w$}", of(this), of(before), w = usize::from(FIGURE)))
    };
    let days = |year: &YearGlance| year.days.iter().filter(|day| day.count > 0).count().to_string();
    let title = format!("Beside {}", before.period.label);
    let rows = vec![
        both("", &|year| year.period.label.clone()),
        both("wins", &|year| year.totals.wins.to_string()),
        both("days with a win", &days),
        both("with a number", &|year| share(year, year.totals.with_number)),
        both("with an outcome", &|year| share(year, year.totals.with_outcome)),
        both("goals done", &goals),
        both("read to the end", &|year| year.readings.to_string()),
    ];
    Section { title, rows }
}

/// Creates a section of at most `limit` rows, and `and 3 more` for the rest, or `and more` if not all are loaded; `None`
/// if there are no rows.
fn limited(title: &str, mut rows: Vec<(String, String)>, limit: usize, all: bool) -> Option<Section> {
    if rows.is_empty() {
        return None;
    }
    if rows.len() > limit {
        let more = rows.len() - limit;
        rows.truncate(limit);
        let more = if all { format!("and {more} more") } else { "and more".to_owned() };
        rows.push((more, String::new()));
    }
    Some(Section { title: title.to_owned(), rows })
}

fn numbers(years: &Years, limit: usize) -> Option<Section> {
    let row = |(metric, change): &(crate::domain::MetricView, crate::domain::Change)| {
        let judged = change.judged(metric.direction());
        let shown = match &metric.values[..] {
            [first, .., last] => format!("{} → {}  {judged}", first.amount.shown(), last.amount.shown()),
            _ => judged,
        };
        (metric.name.clone(), shown)
    };
    limited("Numbers", years.best.iter().map(row).collect(), limit, false)
}

/// Returns the goals with their progress; an open one with its pace, if it has one: `1 of 4, behind`.
fn goals(cx: &ViewCx, years: &Years, limit: usize) -> Option<Section> {
    let period = &years.this.period;
    let row = |goal: &crate::domain::GoalView| {
        let mark = match goal.status {
            GoalStatus::Done => "✓ ",
            GoalStatus::Open => "· ",
            GoalStatus::Dropped | GoalStatus::Carried => "– ",
        };
        let standing = match goal_words::ended(goal, period) {
            Some(_) => goal.status.word().to_owned(),
            None => goal_words::standing_and_pace(goal, period, cx.today),
        };
        (format!("{mark}{}", goal.title), standing)
    };
    limited("Goals", years.goals.iter().map(row).collect(), limit, true)
}

fn read(years: &Years, limit: usize) -> Option<Section> {
    let row = |reading: &crate::domain::Stored<crate::domain::Reading>| {
        let rating = reading.rating.map(|stars| "★".repeat(usize::from(stars))).unwrap_or_default();
        (reading.title.clone(), rating)
    };
    limited("Read", years.readings.iter().map(row).collect(), limit, true)
}

fn recognition(years: &Years, limit: usize) -> Option<Section> {
    let rows = years.recognition.iter().map(|win| (win.title.clone(), String::new())).collect();
    limited("Recognition", rows, limit, false)
}

/// Returns the part of the text at the right edge that leaves room for the text at the left one, or for most of it: the
/// whole, the change of a number without its values, or a number without its target.
fn beside_title<'a>(right: &'a str, left: &str, columns: usize) -> &'a str {
    let room = columns.saturating_sub(width(left).min(LEFT) + 2);
    let parts =
        [right, right.rsplit("  ").next().unwrap_or(right), right.split(" (").next().unwrap_or(right)];
    parts.into_iter().find(|part| width(part) <= room).unwrap_or(parts[2])
}

fn sections(cx: &ViewCx, sections: &[Section], buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let mut row = 0;
    for section in sections {
        let taken = paint::text(buffer, area, row, &section.title, theme.strong);
        let rule = Rect { x: area.x + taken + 1, width: area.width.saturating_sub(taken + 1), ..area };
        paint::rule(buffer, rule, row, theme);
        for (left, right) in &section.rows {
            row += 1;
            let right = beside_title(right, left, usize::from(area.width));
            let taken = paint::text_right(buffer, area, row, right, theme.muted);
            let gap = if taken > 0 { taken + 2 } else { 0 };
            let room = Rect { width: area.width.saturating_sub(gap), ..area };
            paint::text(buffer, room, row, left, theme.text);
        }
        row += 2;
    }
}
