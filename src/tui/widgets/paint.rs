//! Draws text without control characters, cut at graphemes and wrapped at words.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use crate::config::Rgb;
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

/// Draws the heading of a group: its title, a rule, and a text at its right edge.
pub fn group(buffer: &mut Buffer, area: Rect, row: u16, title: &str, right: &str, theme: &Theme) {
    if row >= area.height {
        return;
    }
    let taken = text_right(
        buffer,
        Rect { x: area.x + area.width / 3, width: area.width - area.width / 3, ..area },
        row,
        right,
        theme.muted,
    );
    let gap = |taken: u16| if taken > 0 { taken + 1 } else { 0 };
    let room = Rect { width: area.width.saturating_sub(gap(taken)), ..area };
    let start = gap(text(buffer, room, row, title, theme.strong));
    let line = Rect { x: room.x + start, width: room.width.saturating_sub(start), ..room };
    rule(buffer, line, row, theme);
}

/// Lays out the heading of a group like [`group`], as a line of `columns` columns.
pub fn group_line(title: &str, right: &str, columns: usize, theme: &Theme) -> Line<'static> {
    let title = ellipsis(&inert(title), columns).into_owned();
    let right = ellipsis(&inert(right), columns.saturating_sub(width(&title) + 4)).into_owned();
    let gap = |text: &str| usize::from(!text.is_empty());
    let rule = columns.saturating_sub(width(&title) + gap(&title) + width(&right) + gap(&right));
    let mut spans = vec![Span::styled(format!("{title}{}", " ".repeat(gap(&title))), theme.strong)];
    spans.push(Span::styled("─".repeat(rule), theme.rule));
    if !right.is_empty() {
        spans.push(Span::styled(format!(" {right}"), theme.muted));
    }
    Line::from(spans)
}

/// Lays out a bar of `columns` columns that is filled up to `share` (0.0 to 1.0), with a tick at another share.
pub fn bar(share: f64, tick: Option<f64>, columns: usize, theme: &Theme) -> Line<'static> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "within the columns of a screen"
    )]
    let place = |share: f64| (share.clamp(0.0, 1.0) * columns as f64).floor() as usize;
    // A fraction above 0 must be visible, and a fraction below 1 must not fill the bar.
    let filled = if share > 0.0 { place(share).max(1) } else { 0 }.min(columns);
    let tick = tick.map(|share| place(share).min(columns.saturating_sub(1)));
    let cell = |at: usize| match tick {
        Some(tick) if tick == at => Span::styled("┃", theme.strong),
        _ if at < filled => Span::styled("━", theme.accent),
        _ => Span::styled(if theme.has_shades { "━" } else { "─" }, theme.rule),
    };
    Line::from((0..columns).map(cell).collect::<Vec<_>>())
}

/// Draws lines from the index `scroll` on, with an ellipsis at the last one if more follow. Returns the number of all
/// lines.
pub fn lines(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>], scroll: usize) -> usize {
    scrolled(buffer, area, lines, scroll);
    let end = scroll + usize::from(area.height);
    let is_cut = lines.iter().skip(end).any(|line| line.width() > 0);
    if let Some(last) = end.checked_sub(1).and_then(|at| lines.get(at)).filter(|_| is_cut && area.width > 2) {
        let at = columns(last.width()).min(area.width - 2);
        let style = if last.width() > 0 {
            buffer[(area.x + at.max(1) - 1, area.bottom() - 1)].style()
        } else {
            Style::default()
        };
        buffer.set_string(area.x + at, area.bottom() - 1, " …", style);
    }
    lines.len()
}

/// Draws lines from the index `scroll` on.
pub fn scrolled(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>], scroll: usize) {
    for (row, line) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        let y = area.y + columns(row);
        buffer.set_line(area.x, y, line, area.width);
        if line.width() > usize::from(area.width) && area.width > 0 {
            mark_cut(buffer, area, y);
        }
    }
}

/// Keeps the first lines of a text, with an ellipsis at the end of the last one if others are left out.
pub fn shorten(lines: &mut Vec<Line<'static>>, most: usize, theme: &Theme) {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push_span(Span::styled(" …", theme.muted));
        }
    }
}

/// Makes everything that is drawn so far fainter, so that a dialog over it stands out: each colour comes nearer to the
/// background.
pub fn dim(buffer: &mut Buffer, area: Rect, theme: &Theme) {
    const SHARE: f64 = 0.55;
    let fainter = |color: Color| match (color, theme.ground) {
        (Color::Rgb(red, green, blue), Some(ground)) => {
            let Rgb(red, green, blue) = Rgb(red, green, blue).mixed(ground, SHARE);
            Color::Rgb(red, green, blue)
        }
        _ => color,
    };
    for position in area.intersection(buffer.area).positions() {
        let cell = &mut buffer[position];
        (cell.fg, cell.bg) = (fainter(cell.fg), fainter(cell.bg));
        cell.modifier.remove(Modifier::BOLD);
        if theme.ground.is_none() {
            cell.modifier.insert(Modifier::DIM);
        }
    }
}

/// Puts an ellipsis at the right edge of a line that was cut.
fn mark_cut(buffer: &mut Buffer, area: Rect, y: u16) {
    let last = area.right() - 1;
    let before = last.checked_sub(1).filter(|before| *before >= area.x);
    let x = before.filter(|x| width(buffer[(*x, y)].symbol()) > 1).unwrap_or(last);
    let style = buffer[(x, y)].style();
    buffer.set_string(x, y, "…", style);
}

/// Wraps a text in which keys stand between backticks, and sets the keys off.
pub fn with_keys(text: &str, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut is_key = false;
    let styled = |line: Line<'static>, is_key: &mut bool| {
        let text = line.to_string();
        let mut spans = Vec::new();
        for (at, part) in text.split('`').enumerate() {
            if at > 0 {
                *is_key = !*is_key;
            }
            let style = if *is_key { theme.key } else { theme.muted };
            spans.push(Span::styled(part.to_owned(), style));
        }
        Line::from(spans)
    };
    wrapped(text, columns, theme.muted).into_iter().map(|line| styled(line, &mut is_key)).collect()
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

/// Marks a row of an area as the selected one: its background, and a sign in the column at the left of the area.
pub fn select_row(buffer: &mut Buffer, area: Rect, row: u16, theme: &Theme) {
    if row < area.height {
        highlight(buffer, area, row, theme.selected);
        gutter(buffer, Rect { x: area.x.saturating_sub(1), ..area }, row, "▌", theme);
    }
}

/// Sets off the words in the text of an area, whatever their case; a word of one letter is ignored.
pub fn mark_found(buffer: &mut Buffer, area: Rect, words: &[&str], theme: &Theme) {
    let words: Vec<Vec<String>> = words
        .iter()
        .map(|word| word.to_lowercase().chars().map(String::from).collect())
        .filter(|letters: &Vec<String>| letters.len() > 1)
        .collect();
    if words.is_empty() {
        return;
    }
    for y in area.top()..area.bottom() {
        let row: Vec<String> =
            (area.left()..area.right()).map(|x| buffer[(x, y)].symbol().to_lowercase()).collect();
        for word in &words {
            for start in 0..row.len().saturating_sub(word.len() - 1) {
                if row[start..start + word.len()] == word[..] {
                    let from = area.left() + columns(start);
                    let found = Rect { x: from, y, width: columns(word.len()), height: 1 };
                    buffer.set_style(found, theme.found);
                }
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

/// Replaces lines, blocks and dots by letters or blanks, for screen readers.
pub fn plain(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let plain = match cell.symbol() {
            "▌" | "›" | "→" => ">",
            "★" => "*",
            "✓" => "v",
            "■" => "#",
            "●" | "•" | "·" | "○" | "◆" | "▼" => "-",
            "▲" => "+",
            symbol
                if symbol.chars().all(|c| matches!(c, '\u{2500}'..='\u{25ff}' | '\u{2800}'..='\u{28ff}')) =>
            {
                " "
            }
            _ => continue,
        };
        cell.set_symbol(plain);
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
