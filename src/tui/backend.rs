//! Writes frames to the terminal, each as one synchronized update, and makes links of the web addresses in
//! them (OSC 8).

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};

/// A web address on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The cells of the address, in one row.
    pub area: Rect,
    /// The address.
    pub url: String,
}

/// Returns the addresses of a frame: `http` and `https` alone, each complete in its row.
pub fn links(buffer: &Buffer) -> Vec<Link> {
    let mut out = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let width = usize::from(buffer.area.width);
        let begin = usize::from(y - buffer.area.y) * width;
        let row = &buffer.content[begin..begin + width];
        // Almost every row has no address, which is decided by its slashes.
        let is_slash = |cell: &Cell| cell.symbol().as_bytes().first() == Some(&b'/');
        if !row.windows(2).any(|pair| is_slash(&pair[0]) && is_slash(&pair[1])) {
            continue;
        }
        let cells: Vec<&str> = row.iter().map(Cell::symbol).collect();
        let mut x = 0;
        while x < cells.len() {
            let length = address(&cells[x..]);
            if length > 0 {
                let url = cells[x..x + length].concat();
                let start = buffer.area.left() + u16::try_from(x).unwrap_or(u16::MAX);
                let area = Rect { x: start, y, width: u16::try_from(length).unwrap_or(0), height: 1 };
                out.push(Link { area, url });
            }
            x += length.max(1);
        }
    }
    out
}

/// Returns the number of cells of the address that the cells begin with; 0 without one, or if it is cut.
fn address(cells: &[&str]) -> usize {
    let begins = |with: &str| {
        with.len() <= cells.len() && with.chars().zip(cells).all(|(letter, cell)| cell.chars().eq([letter]))
    };
    if !begins("https://") && !begins("http://") {
        return 0;
    }
    let is_part = |cell: &&str| cell.len() == 1 && !cell.starts_with([' ', '"', '<', '>', '\'', '`']);
    let length = cells.iter().take_while(|cell| is_part(cell)).count();
    match cells.get(length) {
        // An address that ends at the edge or in an ellipsis may go on.
        Some(&" ") => length,
        _ => 0,
    }
}

/// A backend that writes links around the cells of addresses, and nothing for a frame that changes nothing.
#[derive(Debug)]
pub struct LinkBackend<W: Write> {
    inner: CrosstermBackend<W>,
    links: Rc<RefCell<Vec<Link>>>,
    /// `true` from the first change of a frame until its end: a terminal with synchronized output shows
    /// complete frames only.
    is_open: bool,
    cursor: Cursor,
}

/// The cursor of the terminal as it was set last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    Unknown,
    Hidden,
    At(Position),
}

impl<W: Write> LinkBackend<W> {
    /// Creates a backend that writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self {
            inner: CrosstermBackend::new(writer),
            links: Rc::default(),
            is_open: false,
            cursor: Cursor::Unknown,
        }
    }

    /// Begins a synchronized update, which [`flush`](Backend::flush) ends.
    fn open(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.is_open, true) {
            return Ok(());
        }
        queue!(self.inner, BeginSynchronizedUpdate)
    }

    /// Returns the addresses of the frame that is written next, which are set while it is drawn.
    pub fn links(&self) -> Rc<RefCell<Vec<Link>>> {
        Rc::clone(&self.links)
    }
}

impl<W: Write> Backend for LinkBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let links = self.links.take();
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.open()?;
        if links.is_empty() {
            return self.inner.draw(content);
        }
        let link_at = |x, y| links.iter().position(|link| link.area.contains(Position { x, y }));
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        let mut rest = &cells[..];
        while let Some((x, y, _)) = rest.first() {
            let link = link_at(*x, *y);
            let count = rest.iter().take_while(|(x, y, _)| link_at(*x, *y) == link).count();
            if let Some(at) = link {
                write!(self.inner, "\x1b]8;;{}\x1b\\", links[at].url)?;
            }
            self.inner.draw(rest[..count].iter().copied())?;
            if link.is_some() {
                write!(self.inner, "\x1b]8;;\x1b\\")?;
            }
            rest = &rest[count..];
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.cursor, Cursor::Hidden) == Cursor::Hidden {
            return Ok(());
        }
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if matches!(self.cursor, Cursor::At(_)) {
            return Ok(());
        }
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        // Drawing moves the cursor.
        let at = Cursor::At(position);
        if std::mem::replace(&mut self.cursor, at) == at && !self.is_open {
            return Ok(());
        }
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        // Another program may have written to the terminal.
        self.cursor = Cursor::Unknown;
        self.open()?;
        self.inner.clear_region(clear_type)
    }

    fn append_lines(&mut self, count: u16) -> io::Result<()> {
        self.inner.append_lines(count)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.is_open) {
            queue!(self.inner, EndSynchronizedUpdate)?;
        }
        Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    /// An output that the test reads.
    #[derive(Debug, Default, Clone)]
    struct Output(Rc<RefCell<Vec<u8>>>);

    impl Write for Output {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn frame(text: &str) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 2));
        buffer.set_string(0, 1, text, Style::new());
        buffer
    }

    #[test]
    fn an_address_is_found_if_it_is_complete() {
        let found = |text: &str| links(&frame(text)).into_iter().map(|link| link.url).collect::<Vec<_>>();
        assert_eq!(found("see https://a.example/d/1 and http://b.c"), ["https://a.example/d/1"]);
        assert_eq!(found("javascript://x ftp://y.example "), [] as [&str; 0]);
        assert_eq!(found("https://a.example/a-long-way/to-go/and-o…"), [] as [&str; 0]);
        assert_eq!(found("xhttps:/ /no"), [] as [&str; 0]);
    }

    #[test]
    fn the_cells_of_an_address_are_written_within_a_link() {
        let output = Output::default();
        let mut backend = LinkBackend::new(output.clone());
        let buffer = frame("at https://a.example now");
        backend.links().replace(links(&buffer));
        let empty = Buffer::empty(buffer.area);
        backend.draw(empty.diff(&buffer).into_iter()).unwrap();
        let written = String::from_utf8(output.0.take()).unwrap();
        let (_, link) = written.split_once("\x1b]8;;https://a.example\x1b\\").unwrap();
        let (inside, after) = link.split_once("\x1b]8;;\x1b\\").unwrap();
        assert!(inside.contains("https://a.example") && !inside.contains("now"), "{inside:?}");
        assert!(after.contains("now"), "{after:?}");
    }

    #[test]
    fn a_frame_is_one_update_and_an_unchanged_one_writes_nothing() {
        let output = Output::default();
        let mut backend = LinkBackend::new(output.clone());
        let (empty, buffer) = (frame(""), frame("now"));
        let mut draw = |from: &Buffer, to: &Buffer| {
            backend.draw(from.diff(to).into_iter()).unwrap();
            backend.show_cursor().unwrap();
            backend.set_cursor_position((3, 1)).unwrap();
            Backend::flush(&mut backend).unwrap();
            String::from_utf8(output.0.take()).unwrap()
        };
        let written = draw(&empty, &buffer);
        assert!(written.starts_with("\x1b[?2026h") && written.ends_with("\x1b[?2026l"), "{written:?}");
        assert!(written.contains("\x1b[?25h") && written.contains("\x1b[2;4H"), "{written:?}");
        assert_eq!(draw(&buffer, &buffer), "");
        // Drawing has moved the cursor, which is still shown.
        let again = draw(&buffer, &empty);
        assert!(again.contains("\x1b[2;4H") && !again.contains("\x1b[?25h"), "{again:?}");
    }
}
