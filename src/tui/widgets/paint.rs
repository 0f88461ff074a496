//! Draws text without control characters, cut at graphemes and wrapped at words.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::text::{ellipsis, inert, inert_lines, width};
use crate::tui::theme::Theme;

/// Converts a count of columns to the terminal's type, saturating.
pub fn columns(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Draws one line of text in a row of an area, cut with an ellipsis; returns the number of columns.
pub fn text(buffer: &mut Buffer, area: Rect, row: u16, text: &str, style: Style) -> u16 {
    if row >= area.height || area.width == 0 {
        return 0;
    }
    let shown = inert(text);
    let shown = ellipsis(&shown, usize::from(area.width));
    buffer.set_stringn(area.x, area.y + row, &shown, usize::from(area.width), style);
    columns(width(&shown))
}

/// Draws one line of text like [`text`], but at the right edge.
pub fn text_right(buffer: &mut Buffer, area: Rect, row: u16, text: &str, style: Style) -> u16 {
    let shown = inert(text);
    let shown = ellipsis(&shown, usize::from(area.width)).into_owned();
    let taken = columns(width(&shown));
    let inner = Rect { x: area.x + area.width - taken, width: taken, ..area };
    self::text(buffer, inner, row, &shown, style)
}

/// Draws a horizontal line across a row of an area.
pub fn rule(buffer: &mut Buffer, area: Rect, row: u16, theme: &Theme) {
    if row < area.height {
        buffer.set_string(area.x, area.y + row, "─".repeat(usize::from(area.width)), theme.rule);
    }
}

/// Draws lines from the index `scroll` on. Returns the number of all lines.
pub fn lines(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>], scroll: usize) -> usize {
    for (row, line) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        buffer.set_line(area.x, area.y + columns(row), line, area.width);
    }
    lines.len()
}

/// Wraps text without its control characters; continued lines stay indented.
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

/// Applies a style to a row of an area after its text was drawn.
pub fn highlight(buffer: &mut Buffer, area: Rect, row: u16, style: Style) {
    if row < area.height {
        let area = Rect { y: area.y + row, height: 1, ..area }.intersection(buffer.area);
        buffer.set_style(area, style);
        // A wide character over the first half of another leaves its other half in the terminal without a
        // style, which ratatui's comparison of two frames does not detect.
        for position in area.positions() {
            let after = position.x + 2;
            if after < area.right() && width(buffer[position].symbol()) == 2 {
                buffer[(after, position.y)].set_diff_option(CellDiffOption::AlwaysUpdate);
            }
        }
    }
}

/// Clears an area for something that is drawn over it.
pub fn clear(buffer: &mut Buffer, area: Rect) {
    for position in area.intersection(buffer.area).positions() {
        buffer[position].reset();
    }
}

/// Replaces control characters in all cells before the output, so that no cell reverses or hides text. Only
/// the text of an editor still contains them.
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

/// Returns the sign at the left of a row: `*` if it is marked, `▌` if it is selected, otherwise nothing.
pub fn sign(is_selected: bool, is_marked: bool) -> &'static str {
    match (is_marked, is_selected) {
        (true, _) => "*",
        (false, true) => "▌",
        (false, false) => "",
    }
}

/// Draws a sign at the left of a row.
pub fn gutter(buffer: &mut Buffer, area: Rect, row: u16, sign: &str, theme: &Theme) {
    buffer.set_string(area.x, area.y + row, sign, theme.accent);
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    #[test]
    fn a_highlight_redraws_the_second_half_of_moved_wide_characters() {
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
