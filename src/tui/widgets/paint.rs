//! Drawing text: inert, cut at graphemes, wrapped at words.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::text::{ellipsis, inert, inert_lines, width};
use crate::tui::theme::Theme;

/// Columns as the terminal counts them.
#[must_use]
pub fn columns(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Writes one line of text into an area's row, ended with an ellipsis where it is too long.
/// Returns how many columns it took.
pub fn text(buffer: &mut Buffer, area: Rect, row: u16, text: &str, style: Style) -> u16 {
    if row >= area.height || area.width == 0 {
        return 0;
    }
    let shown = inert(text);
    let shown = ellipsis(&shown, usize::from(area.width));
    buffer.set_stringn(area.x, area.y + row, &shown, usize::from(area.width), style);
    columns(width(&shown))
}

/// The same at the right edge.
pub fn text_right(buffer: &mut Buffer, area: Rect, row: u16, text: &str, style: Style) -> u16 {
    let shown = inert(text);
    let shown = ellipsis(&shown, usize::from(area.width)).into_owned();
    let taken = columns(width(&shown));
    let inner = Rect { x: area.x + area.width - taken, width: taken, ..area };
    self::text(buffer, inner, row, &shown, style)
}

/// A line across an area's row.
pub fn rule(buffer: &mut Buffer, area: Rect, row: u16, theme: &Theme) {
    if row < area.height {
        buffer.set_string(area.x, area.y + row, "─".repeat(usize::from(area.width)), theme.rule);
    }
}

/// Several lines, from the first that `scroll` leaves. Returns how many there are in all.
pub fn lines(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>], scroll: usize) -> usize {
    for (row, line) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        buffer.set_line(area.x, area.y + columns(row), line, area.width);
    }
    lines.len()
}

/// Text of several lines as wrapped, inert lines; what is indented stays indented.
#[must_use]
pub fn wrapped(text: &str, columns: usize, style: Style) -> Vec<Line<'static>> {
    let shown = inert_lines(text);
    let mut out = Vec::new();
    for line in shown.lines() {
        let indent = line.len() - line.trim_start().len();
        let hang = if line.trim_start().starts_with("- ") { indent + 2 } else { indent };
        let hang = " ".repeat(hang.min(columns / 2));
        let options = textwrap::Options::new(columns.max(1)).subsequent_indent(&hang).break_words(true);
        if line.trim().is_empty() {
            out.push(Line::default());
            continue;
        }
        for part in textwrap::wrap(line, options) {
            out.push(Line::from(Span::styled(part.into_owned(), style)));
        }
    }
    out
}

/// Gives a row of an area a style on top of what is drawn there.
pub fn highlight(buffer: &mut Buffer, area: Rect, row: u16, style: Style) {
    if row < area.height {
        let area = Rect { y: area.y + row, height: 1, ..area }.intersection(buffer.area);
        buffer.set_style(area, style);
        // A wide character that is written over the first half of another one leaves the other half of that
        // in the terminal without a style, which ratatui's comparison of two frames does not know.
        for position in area.positions() {
            let after = position.x + 2;
            if after < area.right() && width(buffer[position].symbol()) == 2 {
                buffer[(after, position.y)].set_diff_option(CellDiffOption::AlwaysUpdate);
            }
        }
    }
}

/// Empties an area for something that lies over what is there.
pub fn clear(buffer: &mut Buffer, area: Rect) {
    for position in area.intersection(buffer.area).positions() {
        buffer[position].reset();
    }
}

/// The last look before the terminal gets it: whatever drew it, no cell turns the line around
/// or hides what it says. An editor's own text is the one thing that is not inert before.
pub fn neutralise(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if symbol.len() == 1 {
            continue;
        }
        let shown = inert(symbol);
        if shown != symbol {
            let first: String =
                symbol.chars().take(1).filter(|c| inert(&c.to_string()) == c.to_string()).collect();
            cell.set_symbol(if first.is_empty() { "·" } else { &first });
            cell.modifier |= Modifier::REVERSED;
        }
    }
}

/// Returns the sign at the left of a row: the star of a marked row, or the bar of the selected one; empty for another.
#[must_use]
pub fn sign(is_selected: bool, is_marked: bool) -> &'static str {
    match (is_marked, is_selected) {
        (true, _) => "*",
        (false, true) => "▌",
        (false, false) => "",
    }
}

/// Draws the sign at the left of a row.
pub fn gutter(buffer: &mut Buffer, area: Rect, row: u16, sign: &str, theme: &Theme) {
    buffer.set_string(area.x, area.y + row, sign, theme.accent);
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    #[test]
    fn a_highlight_leaves_no_hole_where_wide_characters_moved_by_one_column() {
        let area = Rect::new(0, 0, 8, 1);
        let drawn = |text| {
            let mut buffer = Buffer::empty(area);
            super::text(&mut buffer, area, 0, text, Style::new());
            highlight(&mut buffer, area, 0, Style::new().bg(Color::Blue));
            buffer
        };
        let (before, after) = (drawn(" 資料"), drawn("資料"));
        let written: Vec<u16> = before.diff(&after).into_iter().map(|(x, ..)| x).collect();
        assert!(written.contains(&4), "{written:?}");
    }
}
