//! Lays out and draws the wins tab.

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::detail;
use super::master_detail::{self, Split};
use super::wins::{Quick, Wins, heading};
use crate::domain::{PartialDate, WinRow};
use crate::report::wording;
use crate::text::{counted, grouped, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::effect::COUNTED;
use crate::tui::widgets::paint;

/// Returns the areas of the tab, which drawing, actions and the mouse all use.
pub fn layout(wins: &Wins, area: Rect) -> Split {
    master_detail::layout(area, wins.open)
}

/// Returns the index of the first row to draw: `wins.top`, moved so that the selected row is visible.
fn first_row(wins: &Wins, height: u16) -> usize {
    let height = usize::from(height).max(1);
    let mut top = wins.top.min(wins.selected);
    loop {
        let headings = if wins.ranked { 0 } else { 1 + changes(&wins.rows[top..=wins.selected]) };
        let needed = wins.selected - top + 1 + headings;
        if needed <= height || top >= wins.selected {
            return top;
        }
        top += (needed - height).div_ceil(2).max(1);
        top = top.min(wins.selected);
    }
}

fn changes(rows: &[WinRow]) -> usize {
    rows.windows(2).filter(|pair| heading(&pair[0]) != heading(&pair[1])).count()
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListLine {
    /// The heading of a month.
    Heading(String),
    /// A win, by the index of its row.
    Row(usize),
}

/// Returns the lines on the screen.
pub fn visible(wins: &Wins, height: u16) -> Vec<ListLine> {
    let mut out = Vec::new();
    if wins.rows.is_empty() {
        return out;
    }
    let mut last = String::new();
    for (at, row) in wins.rows.iter().enumerate().skip(first_row(wins, height)) {
        if out.len() >= usize::from(height) {
            break;
        }
        if !wins.ranked {
            let month = heading(row);
            if month != last {
                out.push(ListLine::Heading(month.clone()));
                last = month;
            }
        }
        if out.len() < usize::from(height) {
            out.push(ListLine::Row(at));
        }
    }
    out
}

/// Draws the tab.
pub fn view(wins: &Wins, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let layout = layout(wins, area);
    if layout.list.height > 0 {
        title(wins, cx, buffer, layout.title);
        list(wins, cx, buffer, layout.list);
    }
    layout.rule(buffer, wins.open, &cx.theme);
    if let (Some(area), Some(win)) = (layout.detail, &wins.detail) {
        let lines = detail::lines(win, &wins.context, cx, usize::from(area.width));
        let max_scroll = lines.len().saturating_sub(usize::from(area.height));
        paint::lines(buffer, area, &lines, wins.scroll.min(max_scroll));
    }
}

fn title(wins: &Wins, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let count = match wins.total {
        _ if !wins.loaded => String::new(),
        // The matches of a search are counted up to a limit only.
        total if total >= COUNTED && !wins.search.text().is_empty() => format!("{}+ wins", grouped(COUNTED)),
        total => counted(total, "win", "wins"),
    };
    let count = if wins.ranked { format!("{count}, best first") } else { count };
    let count = match elsewhere(wins) {
        Some(elsewhere) => format!("{count}, {elsewhere}"),
        None => count,
    };
    paint::text_right(buffer, area, 0, &count, theme.muted);
    let room = area.width.saturating_sub(paint::columns(width(&count)) + 2);
    let left = Rect { width: room, ..area };
    let search = wins.search.text();
    if wins.searching || !search.is_empty() {
        let limits = match wins.limits() {
            limits if limits.is_empty() => limits,
            limits => format!("{limits} · "),
        };
        paint::text(buffer, left, 0, &limits, theme.strong);
        let taken = paint::columns(width(&limits)).min(left.width);
        let left = Rect { x: left.x + taken, width: left.width - taken, ..left };
        buffer.set_stringn(left.x, left.y, "/", usize::from(left.width), theme.accent);
        let line = Rect { x: left.x + 1, width: left.width.saturating_sub(1), height: 1, ..left };
        cx.cursor.set(wins.search.clone().draw(buffer, line, theme, wins.searching));
        return;
    }
    let all = if wins.year.is_none() { "All years" } else { "" };
    let parts: Vec<String> =
        [all.to_owned(), wins.limits()].into_iter().filter(|part| !part.is_empty()).collect();
    paint::text(buffer, left, 0, &parts.join(" · "), theme.strong);
}

/// Returns the text for the number of matches outside the year or the filter; `None` if there are no such
/// matches.
fn elsewhere(wins: &Wins) -> Option<String> {
    let count = wins.elsewhere;
    if count == 0 || wins.search.text().is_empty() {
        return None;
    }
    let more = if count + wins.total >= COUNTED { "+" } else { "" };
    let place = if wins.quick == Quick::All { "in other years" } else { "outside the filter" };
    Some(format!("{}{more} {place}", grouped(count)))
}

fn list(wins: &Wins, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    if wins.rows.is_empty() && wins.loaded {
        empty(wins, cx, buffer, area);
        return;
    }
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let column = if wins.ranked { DateColumn::Whole } else { DateColumn::Day };
    for (line, what) in visible(wins, area.height).into_iter().enumerate() {
        let line = paint::columns(line);
        match what {
            ListLine::Heading(text) => {
                paint::text(buffer, inner, line, &text, theme.muted);
            }
            ListLine::Row(at) => {
                row(cx, buffer, inner, line, &wins.rows[at], column);
                let is_selected = at == wins.selected;
                let is_marked = wins.marks.contains(wins.rows[at].id);
                paint::gutter(buffer, area, line, paint::sign(is_selected, is_marked), theme);
                if is_selected {
                    paint::highlight(buffer, inner, line, theme.selected);
                    if !wins.searching {
                        cx.select(inner, line);
                    }
                }
            }
        }
    }
}

fn empty(wins: &Wins, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let inner = Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(4),
        y: area.y + 1.min(area.height),
        height: area.height.saturating_sub(1),
    };
    let filtered = !wins.limits().is_empty() || !wins.search.text().is_empty();
    let text = if let Some(elsewhere) = elsewhere(wins) {
        let back = cx.key(Action::Back, Context::List);
        format!("No wins of {} here, but {elsewhere}. {back} shows all again.", wins.limits())
    } else if filtered {
        format!("No wins here. {} shows all again.", cx.key(Action::Back, Context::List))
    } else {
        format!("What you did belongs here. {} logs a win.", cx.key(Action::Capture, Context::Global))
    };
    paint::lines(buffer, inner, &paint::wrapped(&text, usize::from(inner.width), cx.theme.muted), 0);
}

/// The form of the date in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateColumn {
    /// The day of the month, below the heading of the month.
    Day,
    /// The day of the week.
    Weekday,
    /// The full date.
    Whole,
}

/// Draws a win in one row: date, star, title, figure and project; a narrow row omits the last two.
pub fn row(cx: &ViewCx, buffer: &mut Buffer, area: Rect, line: u16, row: &WinRow, column: DateColumn) {
    if line >= area.height || area.width < 12 {
        return;
    }
    let theme = &cx.theme;
    let day = row.when.map(|when| when.start);
    let is_span = row.when.is_some_and(|when| when.end.is_some());
    let date = match (column, day) {
        (DateColumn::Whole, _) => wording::narrow_row_date(row.when, &row.unread_date),
        (DateColumn::Weekday, Some(PartialDate::Day(day))) => day.format("%a %e").to_string(),
        (DateColumn::Day, Some(PartialDate::Day(day))) if !is_span => format!("{:>2}", day.day()),
        _ => " –".to_owned(),
    };
    let dates = match column {
        DateColumn::Whole => 10,
        DateColumn::Weekday => 6,
        DateColumn::Day => 2,
    };
    paint::text(buffer, Rect { width: dates.min(area.width), ..area }, line, &date, theme.muted);
    let mut right = area.right();
    let start = area.x + dates + 2;
    let room = |right: u16| right.saturating_sub(start);
    if let Some(project) = row.project.as_ref().filter(|_| area.width >= 60) {
        let taken = 16.min(area.width / 5);
        let cell = Rect { x: right - taken, width: taken, ..area };
        paint::text(buffer, cell, line, project, theme.muted);
        right -= taken + 2;
    }
    if let Some(figure) = row.figure.as_ref().filter(|_| area.width >= 50) {
        let percent = figure.change().and_then(|change| change.percent).unwrap_or(0.0);
        let arrow = if percent < 0.0 {
            " ▼"
        } else if percent > 0.0 {
            " ▲"
        } else {
            ""
        };
        let cell = Rect { x: right - 11, width: 11, ..area };
        let text = format!("{}{arrow}", wording::short_figure(figure));
        paint::text_right(buffer, cell, line, &text, theme.text);
        right -= 13;
    }
    let star = if row.starred { "★" } else { " " };
    buffer.set_stringn(start, area.y + line, star, 1, theme.attention);
    let title = Rect { x: start + 2, width: room(right).saturating_sub(2), ..area };
    paint::text(buffer, title, line, &row.title, theme.text);
}
