//! A text editor of one line or several.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget as _;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::paint;
use crate::tui::theme::Theme;

/// The maximum number of lines of a text that opens with the cursor at its end.
const SHORT: usize = 4;
/// The maximum size of a text after a paste, in bytes.
const LONGEST: usize = 1 << 20;

/// The maximum size of a field of a few words after a paste, in bytes.
const LONGEST_WORDS: usize = 500;

/// The length in bytes above which only a part of a line is drawn.
const LONG_LINE: usize = 4000;

/// An editor for a text.
#[derive(Debug, Clone)]
pub struct Field {
    area: TextArea<'static>,
    several_lines: bool,
    /// `true` if a single line is drawn on several rows.
    is_wrapped: bool,
    /// The maximum size of the text after a paste, in bytes.
    longest: usize,
}

impl Field {
    /// Creates a field of one line.
    pub fn line(text: &str) -> Self {
        Self::new(text, false)
    }

    /// Creates a field of one line that is drawn on several rows, wrapped at words.
    pub fn wrapped_line(text: &str) -> Self {
        let mut field = Self::line(text);
        field.area.set_wrap_mode(WrapMode::WordOrGlyph);
        field.is_wrapped = true;
        field
    }

    /// Creates a field of a few words, such as a search.
    pub fn words(text: &str) -> Self {
        Self { longest: LONGEST_WORDS, ..Self::new(text, false) }
    }

    /// Creates a field of several lines.
    pub fn lines(text: &str) -> Self {
        Self::new(text, true)
    }

    fn new(text: &str, several_lines: bool) -> Self {
        let lines = if several_lines {
            text.split('\n').map(str::to_owned).collect()
        } else {
            vec![text.replace('\n', " ")]
        };
        // A short text opens at its end, where the user goes on; a long one at its beginning, where one reads.
        let is_short = lines.len() <= SHORT;
        let mut area = TextArea::new(lines);
        area.set_cursor_line_style(Style::new());
        if several_lines {
            area.set_wrap_mode(WrapMode::WordOrGlyph);
        }
        if is_short {
            area.move_cursor(CursorMove::Bottom);
            area.move_cursor(CursorMove::End);
        }
        Self { area, several_lines, is_wrapped: false, longest: LONGEST }
    }

    /// Returns the text.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Handles a key; returns `true` if the text changed.
    pub fn key(&mut self, event: KeyEvent) -> bool {
        let enter =
            event.code == KeyCode::Enter || event == KeyEvent::new(KeyCode::Char('m'), KeyModifiers::CONTROL);
        if enter && !self.several_lines {
            return false;
        }
        let is_undo = match event.code {
            // Terminals send ctrl-_ as one of these.
            KeyCode::Char('_' | '/' | '7') => event.modifiers.contains(KeyModifiers::CONTROL),
            KeyCode::Char('u') => event.modifiers == KeyModifiers::ALT,
            _ => false,
        };
        if is_undo {
            return self.area.undo();
        }
        if event == KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL) {
            // The text before the cursor is deleted, as in a shell.
            return self.area.delete_line_by_head();
        }
        self.area.input(event)
    }

    /// Inserts pasted text, cut at the maximum size.
    pub fn paste(&mut self, text: &str) {
        let room = self.longest.saturating_sub(self.area.lines().iter().map(String::len).sum());
        let mut end = text.len().min(room);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = &text[..end];
        if self.several_lines {
            self.area.insert_str(text);
        } else {
            self.area.insert_str(text.trim_end().replace('\n', " "));
        }
    }

    /// Returns the byte offset of the cursor in a single line.
    pub fn cursor(&self) -> usize {
        let column = self.area.cursor().1;
        let line = self.area.lines().first().map_or("", String::as_str);
        line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
    }

    /// Replaces the text between a byte offset and the cursor of a single line.
    pub fn replace_to_cursor(&mut self, start: usize, with: &str) {
        let text = self.text();
        let cursor = self.cursor();
        let before = text[..start].chars().count() + with.chars().count();
        let line = format!("{}{with}{}", &text[..start], &text[cursor..]);
        *self = if self.is_wrapped { Self::wrapped_line(&line) } else { Self::line(&line) };
        self.area.move_cursor(CursorMove::Jump(0, u16::try_from(before).unwrap_or(u16::MAX)));
    }

    /// Returns two flags: `true` if the cursor is in the first line, and `true` if it is in the last line.
    pub fn at_edge(&self) -> (bool, bool) {
        let row = self.area.cursor().0;
        (row == 0, row + 1 >= self.area.lines().len())
    }

    /// Returns the visible part of a long line.
    fn around_cursor(&self, columns: usize) -> Self {
        let cursor = self.area.cursor().1;
        // The cursor is at the right edge, as it is while a line is typed.
        let first = (cursor + 1).saturating_sub(columns.max(1));
        let line = self.area.lines().first().map_or("", String::as_str);
        let shown: String = line.chars().skip(first).take(columns * 2).collect();
        let mut part = Self::line(&shown);
        part.area.move_cursor(CursorMove::Jump(0, u16::try_from(cursor - first).unwrap_or(u16::MAX)));
        part
    }

    /// Draws the field, with a cursor if `focused` is `true`. Returns the position of the cursor.
    pub fn draw(
        &mut self,
        buffer: &mut Buffer,
        area: Rect,
        theme: &Theme,
        focused: bool,
    ) -> Option<Position> {
        if !self.several_lines && self.area.lines().first().is_some_and(|line| line.len() > LONG_LINE) {
            return self.around_cursor(usize::from(area.width)).draw(buffer, area, theme, focused);
        }
        self.area.set_style(theme.text);
        let cursor = if focused { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
        self.area.set_cursor_style(cursor);
        (&self.area).render(area, buffer);
        if !focused {
            return None;
        }
        // The editor does not expose its scroll offset: the cursor is found by its style.
        let area = area.intersection(buffer.area);
        let cursor = area.positions().find(|at| buffer[*at].modifier.contains(Modifier::REVERSED));
        if !self.several_lines && !self.is_wrapped {
            self.mark_hidden(buffer, area, theme, cursor);
        }
        cursor
    }

    /// Marks the ends of a scrolled line at which text is hidden, except under the cursor.
    fn mark_hidden(&self, buffer: &mut Buffer, area: Rect, theme: &Theme, cursor: Option<Position>) {
        let text = self.text();
        if area.width < 8 || crate::text::width(&text) < usize::from(area.width) {
            return;
        }
        let row = Rect { height: 1, ..area };
        // The cell behind a wide character belongs to it.
        let mut shown = String::new();
        let mut x = row.x;
        while x < row.right() {
            let symbol = buffer[(x, row.y)].symbol();
            shown.push_str(symbol);
            x += paint::columns(crate::text::width(symbol)).max(1);
        }
        let shown = shown.trim_end();
        let mut mark = |x: u16| {
            let at = Position { x, y: area.y };
            if cursor != Some(at) {
                buffer[at].set_symbol("…").set_style(theme.muted);
            }
        };
        if !text.starts_with(shown) {
            mark(area.x);
        }
        if !text.trim_end().ends_with(shown) {
            mark(area.right() - 1);
        }
    }
}
