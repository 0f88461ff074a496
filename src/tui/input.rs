//! Decodes the bytes of the terminal into input events.
//!
//! Pastes are cut out before anything else is parsed: pasted text stays text, even if it contains an end
//! marker or lacks one. A paste ends with an end marker that is not followed by more bytes at once.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use termina::Parser;
use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};
use termina::event::{self as term, Event};
use termina::style::RgbColor;

use crate::config::Rgb;

const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
/// The maximum size of a paste; the rest is dropped.
const LONGEST_PASTE: usize = 8 << 20;

/// An event from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key press.
    Key(KeyEvent),
    /// A paste, with `\n` as line breaks.
    Paste(String),
    /// A click or a turn of the wheel.
    Mouse(MouseEvent),
    /// The background of the terminal, as the answer to a query.
    Background(Rgb),
}

/// A parser of input events, which receives bytes as they arrive.
#[derive(Debug, Default)]
pub struct Reader {
    parser: Parser,
    paste: Option<Vec<u8>>,
    carry: Vec<u8>,
    /// `true` if the fed bytes end within a sequence.
    held: bool,
}

impl Reader {
    /// Parses bytes; `more` is `true` if the terminal may have more bytes ready.
    pub fn feed(&mut self, bytes: &[u8], more: bool) -> Vec<Input> {
        if let Some(paste) = &mut self.paste {
            let room = LONGEST_PASTE.saturating_sub(paste.len());
            paste.extend_from_slice(&bytes[..bytes.len().min(room)]);
            if bytes.len() > room {
                // The end marker must be found even if the text is cut.
                let tail = bytes.len().saturating_sub(PASTE_ENDS.len() * 2);
                paste.truncate(LONGEST_PASTE - PASTE_ENDS.len() * 2);
                paste.extend_from_slice(&bytes[tail..]);
            }
            return Vec::new();
        }
        let mut all = std::mem::take(&mut self.carry);
        all.extend_from_slice(bytes);
        if let Some(at) = find(&all, PASTE_BEGINS) {
            let inputs = self.keys(&all[..at], false);
            self.paste = Some(all[at + PASTE_BEGINS.len()..].to_vec());
            return inputs;
        }
        // A read may end within a start marker; a lone escape is a key.
        let cut = (3..PASTE_BEGINS.len()).rev().find(|len| all.ends_with(&PASTE_BEGINS[..*len]));
        if let (Some(len), true) = (cut, more || bytes.len() > 2) {
            self.carry = all.split_off(all.len() - len);
        }
        self.keys(&all, more)
    }

    /// Returns `true` if a paste or a sequence is incomplete.
    pub fn waits(&self) -> bool {
        self.paste.is_some() || !self.carry.is_empty() || self.held
    }

    /// Returns `true` unless a paste without an end marker is being read.
    pub fn paste_has_ended(&self) -> bool {
        self.paste.as_deref().is_none_or(|paste| rfind(paste, PASTE_ENDS).is_some())
    }

    /// Ends an incomplete paste or sequence, because no more bytes have arrived in time.
    pub fn settle(&mut self) -> Vec<Input> {
        let mut out = Vec::new();
        if let Some(paste) = self.paste.take() {
            let (text, rest) = match rfind(&paste, PASTE_ENDS) {
                Some(at) => (&paste[..at], &paste[at + PASTE_ENDS.len()..]),
                None => (&paste[..], &[][..]),
            };
            let text = String::from_utf8_lossy(text)
                .replace("\x1b[201~", "")
                .replace("\r\n", "\n")
                .replace('\r', "\n");
            out.push(Input::Paste(text));
            out.extend(self.keys(rest, false));
        }
        let carry = std::mem::take(&mut self.carry);
        out.extend(self.keys(&carry, false));
        if std::mem::take(&mut self.held) {
            // An unfinished sequence must not consume the keys that are typed next.
            self.parser = Parser::default();
        }
        out
    }

    fn keys(&mut self, bytes: &[u8], more: bool) -> Vec<Input> {
        self.held |= !bytes.is_empty();
        self.parser.parse(bytes, more);
        let mut out = Vec::new();
        while let Some(event) = self.parser.pop() {
            self.held = false;
            out.extend(input(&event));
        }
        out
    }
}

fn input(event: &Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != term::KeyEventKind::Release => this_key(key).map(Input::Key),
        Event::Mouse(mouse) => this_mouse(*mouse).map(Input::Mouse),
        Event::Paste(text) => Some(Input::Paste(text.clone())),
        Event::Osc(Osc::ChangeDynamicColors(DynamicColorNumber::TextBackgroundColor, colors)) => {
            let Some(ColorOrQuery::Color(color)) = colors.first() else { return None };
            Some(Input::Background(rgb(*color)))
        }
        _ => None,
    }
}

fn rgb(color: RgbColor) -> Rgb {
    Rgb(color.red, color.green, color.blue)
}

fn this_key(key: &term::KeyEvent) -> Option<KeyEvent> {
    let code = match key.code {
        term::KeyCode::Char(c) => KeyCode::Char(c),
        term::KeyCode::Enter => KeyCode::Enter,
        term::KeyCode::Backspace => KeyCode::Backspace,
        term::KeyCode::Tab => KeyCode::Tab,
        term::KeyCode::BackTab => KeyCode::BackTab,
        term::KeyCode::Escape => KeyCode::Esc,
        term::KeyCode::Left => KeyCode::Left,
        term::KeyCode::Right => KeyCode::Right,
        term::KeyCode::Up => KeyCode::Up,
        term::KeyCode::Down => KeyCode::Down,
        term::KeyCode::Home => KeyCode::Home,
        term::KeyCode::End => KeyCode::End,
        term::KeyCode::PageUp => KeyCode::PageUp,
        term::KeyCode::PageDown => KeyCode::PageDown,
        term::KeyCode::Insert => KeyCode::Insert,
        term::KeyCode::Delete => KeyCode::Delete,
        term::KeyCode::Function(n) => KeyCode::F(n),
        _ => return None,
    };
    let held = [
        (term::Modifiers::SHIFT, KeyModifiers::SHIFT),
        (term::Modifiers::CONTROL, KeyModifiers::CONTROL),
        (term::Modifiers::ALT, KeyModifiers::ALT),
    ];
    let mut modifiers = KeyModifiers::NONE;
    for (theirs, ours) in held {
        if key.modifiers.contains(theirs) {
            modifiers |= ours;
        }
    }
    Some(KeyEvent::new(code, modifiers))
}

fn this_mouse(mouse: term::MouseEvent) -> Option<MouseEvent> {
    let kind = match mouse.kind {
        term::MouseEventKind::Down(term::MouseButton::Left) => MouseEventKind::Down(MouseButton::Left),
        term::MouseEventKind::Drag(term::MouseButton::Left) => MouseEventKind::Drag(MouseButton::Left),
        term::MouseEventKind::Up(term::MouseButton::Left) => MouseEventKind::Up(MouseButton::Left),
        term::MouseEventKind::ScrollDown => MouseEventKind::ScrollDown,
        term::MouseEventKind::ScrollUp => MouseEventKind::ScrollUp,
        _ => return None,
    };
    Some(MouseEvent { kind, column: mouse.column, row: mouse.row, modifiers: KeyModifiers::NONE })
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn rfind(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).rposition(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(chunks: &[&[u8]]) -> Vec<Input> {
        let mut reader = Reader::default();
        let mut out: Vec<Input> = chunks.iter().flat_map(|chunk| reader.feed(chunk, false)).collect();
        out.extend(reader.settle());
        out
    }

    fn typed(text: &str) -> Vec<Input> {
        text.chars().map(|c| Input::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))).collect()
    }

    #[test]
    fn keys_and_a_lone_escape_are_parsed_as_keys() {
        assert_eq!(all(&[b"aj"]), typed("aj"));
        assert_eq!(all(&[b"\x1b"]), [Input::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE))]);
        assert_eq!(all(&[b"\x1b[A"]), [Input::Key(KeyEvent::new(KeyCode::Up, KeyModifiers::NONE))]);
        assert_eq!(all(&["é".as_bytes()]), typed("é"));
    }

    #[test]
    fn a_paste_stays_text_whatever_it_contains() {
        let paste = |text: &str| vec![Input::Paste(text.into())];
        assert_eq!(all(&[b"\x1b[200~one\rtwo\x1b[201~"]), paste("one\ntwo"));
        assert_eq!(all(&[b"\x1b[20", b"0~split\x1b[2", b"01~"]), paste("split"));
        assert_eq!(all(&[b"\x1b[200~a\x1b[201~rm -rf\x1b[201~"]), paste("arm -rf"));
        assert_eq!(all(&[b"\x1b[200~never ends"]), paste("never ends"));
    }

    #[test]
    fn a_late_answer_to_the_background_query_is_not_a_key() {
        assert_eq!(all(&[b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"]), [Input::Background(Rgb(255, 255, 255))]);
        assert_eq!(all(&[b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07x"])[1..], typed("x"));
    }

    #[test]
    fn an_unfinished_sequence_does_not_consume_the_next_key() {
        let mut reader = Reader::default();
        assert_eq!(reader.feed(b"\x1b]", false), []);
        assert!(reader.waits());
        assert_eq!(reader.settle(), []);
        assert_eq!(reader.feed(b"q", false), typed("q"));
    }

    #[test]
    fn a_large_paste_is_truncated_and_its_end_marker_is_found() {
        let mut reader = Reader::default();
        reader.feed(PASTE_BEGINS, false);
        for _ in 0..9 {
            reader.feed(&vec![b'x'; 1 << 20], true);
        }
        reader.feed(PASTE_ENDS, false);
        assert!(reader.paste_has_ended());
        assert!(matches!(&reader.settle()[..], [Input::Paste(text)] if text.len() > 7 << 20));
    }
}
