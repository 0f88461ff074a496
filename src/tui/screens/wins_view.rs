//! Lays out and draws the wins tab.

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::detail;
use super::master_detail::{self, Split};
use super::wins::{Wins, heading, tokens};
use crate::domain::{BetterWhen, Figure, PartialDate, WinRow};
use crate::report::wording;
use crate::text::{counted, grouped, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::effect::COUNTED;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

/// Returns the areas of the tab, which drawing, actions and the mouse all use.
pub fn layout(wins: &Wins, area: Rect) -> Split {
    master_detail::layout(area, wins.open, wins.divider).with_peek(!wins.rows.is_empty())
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListLine {
    /// A blank line before a heading.
    Gap,
    /// The heading of a month.
    Heading(String),
    /// A win, by the index of its row.
    Row(usize),
}

/// The minimum height of the list, in lines, with blank lines between the months.
const ROOMY: u16 = 12;

/// Returns the lines of a row: itself, with the heading of its month if it is the first of it.
fn lines_of(wins: &Wins, at: usize, height: u16) -> Vec<ListLine> {
    let row = &wins.rows[at];
    let month = heading(row);
    let is_first = at == 0 || heading(&wins.rows[at - 1]) != month;
    let mut out = Vec::with_capacity(3);
    if is_first && !wins.ranked {
        if at > 0 && height >= ROOMY {
            out.push(ListLine::Gap);
        }
        out.push(ListLine::Heading(month));
    }
    out.push(ListLine::Row(at));
    out
}

/// Returns the first line to draw, as the index of a row and the number of its lines to skip: the line that was
/// the first before, moved so that the selected row is visible.
pub fn first_line(wins: &Wins, height: u16) -> (usize, usize) {
    if wins.rows.is_empty() {
        return (0, 0);
    }
    let rows = usize::from(height).max(1);
    let selected = wins.selected.min(wins.rows.len() - 1);
    let count = |at: usize| lines_of(wins, at, height).len();
    if wins.top >= selected {
        // The heading of the first row of a month is shown with it, if there is room for both.
        let skip = count(selected).saturating_sub(if rows > 1 { 2 } else { 1 });
        return if wins.top == selected && wins.top_skip < skip {
            (selected, wins.top_skip)
        } else {
            (selected, skip)
        };
    }
    // Walks up from the selected row until the screen is full.
    let mut first = selected;
    let mut lines = count(selected);
    while first > wins.top && lines < rows {
        first -= 1;
        lines += count(first);
    }
    let skip = lines.saturating_sub(rows);
    if first > wins.top || skip > wins.top_skip { (first, skip) } else { (wins.top, wins.top_skip) }
}

/// Returns the lines on the screen.
pub fn visible(wins: &Wins, height: u16) -> Vec<ListLine> {
    let (first, skip) = first_line(wins, height);
    let all = (first..wins.rows.len()).flat_map(|at| lines_of(wins, at, height));
    let lines: Vec<ListLine> = all.skip(skip).take(usize::from(height)).collect();
    let shown = master_detail::headed(0..lines.len(), |at| !matches!(lines[at], ListLine::Row(_)));
    lines[shown].to_vec()
}

/// The number of columns of a year in the strip: its label and twelve months.
const YEAR: u16 = 18;

/// Draws the tab.
pub fn view(wins: &Wins, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let layout = layout(wins, area);
    if layout.list.height > 0 {
        title(wins, cx, buffer, layout.title);
        list(wins, cx, buffer, layout.list);
    }
    layout.rule(buffer, wins.open, &cx.theme);
    if let (Some(area), Some(win)) = (layout.detail.or(layout.peek), &wins.detail) {
        let lines = detail::lines(win, &wins.context, cx, usize::from(area.width));
        let max_scroll = lines.len().saturating_sub(usize::from(area.height));
        let scroll = if layout.detail.is_some() { wins.scroll.min(max_scroll) } else { 0 };
        if layout.detail.is_none() {
            paint::lines(buffer, area, &lines, 0);
        } else {
            master_detail::text(cx, buffer, area, &lines, scroll);
            layout.scrollbar(buffer, scroll, lines.len(), &cx.theme);
        }
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
    let search = wins.search.text();
    if wins.searching || !search.is_empty() {
        paint::text_right(buffer, area, 0, &count, theme.muted);
        let room = area.width.saturating_sub(paint::columns(width(&count)) + 2);
        let left = Rect { width: room, ..area };
        return search_line(wins, cx, buffer, left);
    }
    let taken = paint::text(buffer, area, 0, &count, theme.strong);
    let period = wins.limits();
    let period = if period.is_empty() { "all years".to_owned() } else { period };
    let keys = [Action::PreviousPeriod, Action::NextPeriod].map(|action| cx.key(action, Context::Wins));
    let right = if area.width >= 60 { format!("{period}  {}", keys.join(" ")) } else { period };
    let used = if wins.rows.is_empty() { 0 } else { paint::text_right(buffer, area, 0, &right, theme.muted) };
    let x = area.x + taken + 3;
    let room = Rect { x, width: area.right().saturating_sub(used + 2).saturating_sub(x), ..area };
    years(wins, cx, buffer, room);
}

/// Draws the line of the search, after the limits that apply to it.
fn search_line(wins: &Wins, cx: &ViewCx, buffer: &mut Buffer, left: Rect) {
    let theme = &cx.theme;
    let limits = wins.limits();
    let has_words = wins.searching || !wins.search.text().is_empty();
    let limits = if limits.is_empty() || !has_words { limits } else { format!("{limits} · ") };
    paint::text(buffer, left, 0, &limits, theme.strong);
    if !has_words {
        return;
    }
    let taken = paint::columns(width(&limits)).min(left.width);
    let left = Rect { x: left.x + taken, width: left.width - taken, ..left };
    if !wins.searching {
        return chips(&wins.search.text(), cx, buffer, left);
    }
    buffer.set_stringn(left.x, left.y, "/", usize::from(left.width), theme.key);
    let line = Rect { x: left.x + 1, width: left.width.saturating_sub(1), height: 1, ..left };
    cx.cursor.set(wins.search.clone().draw(buffer, line, theme, wins.searching));
}

/// Draws the filters of a search as chips, and its words.
fn chips(search: &str, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let mut x = area.x;
    for token in tokens(search) {
        let room = Rect { x, width: area.right().saturating_sub(x), ..area };
        let is_word = !token.starts_with(['+', '#', '%', '@', '^']) && !token.contains(':');
        let (text, style) = if is_word {
            (format!("“{token}”"), theme.strong)
        } else {
            (format!(" {} ", token.replace('"', "")), theme.accent.patch(theme.selected))
        };
        x += paint::text(buffer, room, 0, &text, style) + 1;
    }
}

/// Draws the months of the latest years as bars, the shown year set off.
fn years(wins: &Wins, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let most = wins.months.iter().map(|(.., count)| *count).max().unwrap_or(0);
    let last = cx.today.year();
    let first = wins.months.first().map_or(last, |(year, ..)| *year);
    let fits = i32::from((area.width + 2) / (YEAR + 2)).min(last - first + 1);
    if most == 0 || fits == 0 {
        return;
    }
    let shown = wins.year.as_ref().map(|year| year.last.year());
    for (at, year) in (last - fits + 1..=last).enumerate() {
        let x = area.x + paint::columns(at) * (YEAR + 2);
        let (label, bars) = match shown {
            Some(shown) if shown == year => (theme.strong, theme.key),
            Some(_) => (theme.muted, theme.rule),
            None => (theme.muted, theme.accent),
        };
        buffer.set_string(x, area.y, format!("{year:>4}"), label);
        let months = if year == last { cx.today.month() } else { 12 };
        let of = |month: u32| {
            let own = wins.months.iter().find(|(y, m, _)| (*y, *m) == (year, month));
            own.map_or(0, |(.., count)| *count)
        };
        let text: String = (1..=months).map(|month| bar(of(month), most)).collect();
        buffer.set_string(x + 5, area.y, text, bars);
    }
}

/// Returns the bar of a month; the bar of a month without wins is a blank.
fn bar(count: usize, most: usize) -> char {
    const BARS: [char; 8] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇'];
    BARS[(count * 7).div_ceil(most.max(1)).min(7)]
}

/// Returns the text for the number of matches outside the year or the filter; `None` if there are no such
/// matches.
fn elsewhere(wins: &Wins) -> Option<String> {
    let count = wins.elsewhere;
    if count == 0 || wins.search.text().is_empty() {
        return None;
    }
    let more = if count + wins.total >= COUNTED { "+" } else { "" };
    Some(format!("{}{more} in other years", grouped(count)))
}

/// Returns the number of wins of the month of a row, if all wins are listed.
fn month_count(wins: &Wins, at: usize) -> String {
    use crate::domain::PartialDate;
    use crate::domain::date::DateRange;
    let is_whole = wins.search.text().is_empty();
    let month = wins.rows[at].when.map(DateRange::last).and_then(|date| match date {
        PartialDate::Day(day) => Some((day.year(), day.month())),
        PartialDate::Month(year, month) => Some((year, month)),
        PartialDate::Year(_) => None,
    });
    let found = wins.months.iter().find(|(year, number, _)| Some((*year, *number)) == month);
    found.filter(|_| is_whole).map(|(.., count)| count.to_string()).unwrap_or_default()
}

fn list(wins: &Wins, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    if wins.rows.is_empty() && wins.loaded {
        empty(wins, cx, buffer, area);
        return;
    }
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
    let column = if wins.ranked { DateColumn::Whole } else { DateColumn::Weekday };
    let mut next = first_line(wins, area.height).0;
    for (line, what) in visible(wins, area.height).into_iter().enumerate() {
        let line = paint::columns(line);
        match what {
            ListLine::Gap => {}
            ListLine::Heading(text) => {
                paint::group(buffer, inner, line, &text, &month_count(wins, next), theme);
            }
            ListLine::Row(at) => {
                next = at + 1;
                row(cx, buffer, inner, line, &wins.rows[at], column);
                let is_selected = at == wins.selected;
                let is_marked = wins.marks.contains(wins.rows[at].id);
                let beside = Rect { x: inner.x - 1, ..area };
                paint::gutter(buffer, beside, line, paint::sign(is_selected, is_marked), theme);
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
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let filtered = !wins.limits().is_empty() || !wins.search.text().is_empty();
    let text = if let Some(elsewhere) = elsewhere(wins) {
        let back = cx.key(Action::Back, Context::List);
        format!("No wins of {} here, but {elsewhere}. {back} shows all again.", wins.limits())
    } else if filtered {
        let (back, finder) = (cx.key(Action::Back, Context::List), cx.key(Action::Finder, Context::Global));
        format!("No wins here. `{back}` shows all again; `{finder}` finds despite a typing mistake.")
    } else {
        format!("What you did belongs here. `{}` logs a win.", cx.key(Action::Capture, Context::Global))
    };
    paint::lines(buffer, inner, &paint::with_keys(&text, usize::from(inner.width), &cx.theme), 0);
}

/// The form of the date in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateColumn {
    /// The day of the week and of the month.
    Weekday,
    /// The full date.
    Whole,
    /// The year.
    Year,
}

/// The minimum width of a row, in columns, at which it shows the project.
const WITH_PROJECT: u16 = 44;
/// The minimum width of a row, in columns, at which it shows the figure.
const WITH_FIGURE: u16 = 54;
/// The number of columns of a figure with its arrow.
const FIGURE: u16 = 12;

/// Draws a win in one row: date, star, title, figure and project; a narrow row omits the last two.
pub fn row(cx: &ViewCx, buffer: &mut Buffer, area: Rect, line: u16, row: &WinRow, column: DateColumn) {
    if line >= area.height || area.width < 12 {
        return;
    }
    let theme = &cx.theme;
    let dates = match column {
        DateColumn::Whole => 11,
        DateColumn::Weekday => 6,
        DateColumn::Year => 4,
    };
    paint::text(
        buffer,
        Rect { width: dates.min(area.width), ..area },
        line,
        &date(row, column, cx),
        theme.muted,
    );
    let mut right = area.right();
    let start = area.x + dates + 1;
    if let Some(project) = row.project.as_ref().filter(|_| area.width >= WITH_PROJECT) {
        let taken = (area.width / 5).clamp(10, 18);
        let cell = Rect { x: right - taken, width: taken, ..area };
        paint::text(buffer, cell, line, project, theme.muted);
        right -= taken + 1;
    } else if area.width >= WITH_PROJECT {
        right -= (area.width / 5).clamp(10, 18) + 1;
    }
    if let Some(figure) = row.figure.as_ref().filter(|_| area.width >= WITH_FIGURE) {
        let (text, style) = short_change(figure, theme);
        let cell = Rect { x: right - FIGURE, width: FIGURE, ..area };
        right -= paint::text_right(buffer, cell, line, &text, style) + 1;
    }
    let star = if row.starred { "★" } else { " " };
    buffer.set_stringn(start, area.y + line, star, 1, theme.star);
    let title = Rect { x: start + 2, width: right.saturating_sub(start + 3), ..area };
    paint::text(buffer, title, line, &row.title, theme.text);
}

/// Returns the change of a figure with its arrow, in the style of its worth; or its value.
pub(super) fn short_change(figure: &Figure, theme: &Theme) -> (String, Style) {
    let Some(change) = figure.change() else { return (wording::short_figure(figure), theme.muted) };
    let better = BetterWhen::guess(&figure.name, &figure.to.unit, Some(change.direction));
    let style = match change.is_better(better) {
        Some(true) => theme.good,
        _ => theme.muted,
    };
    let text = change.within(usize::from(FIGURE));
    (text, style)
}

fn date(row: &WinRow, column: DateColumn, cx: &ViewCx) -> String {
    let is_span = row.when.is_some_and(|when| when.end.is_some());
    match (column, row.when.map(|when| when.start)) {
        (DateColumn::Year, Some(date)) => date.first_day().year().to_string(),
        (DateColumn::Weekday, Some(PartialDate::Day(day))) if !is_span => {
            format!("{:>6}", day.format("%a %-d").to_string())
        }
        (DateColumn::Whole, Some(PartialDate::Day(day))) if !is_span => wording::near(day, cx.today),
        (DateColumn::Whole, _) => wording::narrow_row_date(row.when, &row.unread_date),
        _ => "    –".to_owned(),
    }
}
