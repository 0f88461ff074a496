//! Prompts for the line of `brag add` without a text, in a few rows of the terminal.

use std::io;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{TerminalOptions, Viewport};

use super::action::{Action, Context};
use super::answer::Answer;
use super::dialog::Dialog as _;
use super::dialogs::capture::Capture;
use super::effect::Effect;
use super::input::{Input, Reader};
use super::keymap::Keymap;
use super::perform::perform;
use super::theme::{Colors, Surroundings, Theme};
use super::widgets::paint;
use crate::error::{Error, Result};
use crate::journal::Journal;

const ROWS: u16 = 8;

/// Prompts for the line of a win; returns `None` if the user cancels. Fails if the terminal cannot be used.
pub fn ask(journal: &mut Journal) -> Result<Option<String>> {
    let failed = |err: io::Error| Error::failed(format!("the terminal cannot be used: {err}"));
    super::terminal::hook_panics();
    super::terminal::give_back_on_signals();
    super::terminal::take_line().map_err(failed)?;
    let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(journal)));
    super::terminal::give_back();
    answer.unwrap_or_else(|_| Err(Error::failed("brag stopped because of an internal error")))
}

fn run(journal: &mut Journal) -> Result<Option<String>> {
    let failed = |err: io::Error| Error::failed(format!("the terminal cannot be used: {err}"));
    let options = TerminalOptions { viewport: Viewport::Inline(ROWS) };
    let mut terminal =
        Terminal::with_options(CrosstermBackend::new(io::stdout()), options).map_err(failed)?;
    let surroundings = Surroundings {
        background: super::background::last_known(&journal.paths().state).color(),
        colors: Colors::from_env(),
    };
    let theme = Theme::new(&journal.config().themes, &journal.config().theme, surroundings);
    let (keymap, _) = Keymap::new(&journal.config().keys);
    let mut capture = Capture::new("");
    let mut reader = Reader::default();
    let answer = 'asking: loop {
        let categories = &journal.config().categories;
        terminal
            .draw(|frame| {
                let area = frame.area();
                draw(&capture, categories, &theme, frame.buffer_mut(), area);
            })
            .map_err(failed)?;
        for input in read(&mut reader)? {
            let effects = match input {
                Input::Paste(text) => capture.paste(&text),
                Input::Key(key) if is_end(key, &capture) => break 'asking None,
                Input::Key(key) => match keymap.resolve(key, &[Context::Capture]) {
                    Some(Action::Save) if capture.picked() => capture.complete(),
                    Some(Action::Save) if capture.field.text().trim().is_empty() => break 'asking None,
                    // A line with problems is not accepted; the preview shows them.
                    Some(Action::Save) if !capture.parsed.problems.is_empty() => Vec::new(),
                    Some(Action::Save) => break 'asking Some(capture.text()),
                    Some(Action::Cancel) => break 'asking None,
                    Some(Action::Complete) => capture.complete(),
                    Some(Action::NextCompletion) => {
                        capture.choose(true);
                        Vec::new()
                    }
                    Some(Action::PreviousCompletion) => {
                        capture.choose(false);
                        Vec::new()
                    }
                    _ => capture.key(key),
                },
                _ => Vec::new(),
            };
            answer_all(journal, &mut capture, &effects);
        }
    };
    terminal.clear().map_err(failed)?;
    Ok(answer)
}

/// Returns `true` for ctrl-c, and for ctrl-d on an empty line.
fn is_end(key: KeyEvent, capture: &Capture) -> bool {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    control
        && (key.code == KeyCode::Char('c')
            || (key.code == KeyCode::Char('d') && capture.field.text().is_empty()))
}

fn answer_all(journal: &mut Journal, capture: &mut Capture, effects: &[Effect]) {
    for effect in effects {
        if let Some(Answer::Findings(found)) = perform(journal, effect) {
            capture.on_findings(found);
        }
    }
}

/// Blocks until there is input, and returns all of it.
fn read(reader: &mut Reader) -> Result<Vec<Input>> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = rustix::stdio::stdin();
    let mut bytes = [0_u8; 4096];
    let count = loop {
        match rustix::io::read(stdin, &mut bytes) {
            Ok(0) => return Err(Error::failed("the terminal was closed")),
            Ok(count) => break count,
            Err(rustix::io::Errno::INTR) => {}
            Err(err) => return Err(Error::failed(format!("the terminal cannot be read: {err}"))),
        }
    };
    let mut inputs = reader.feed(&bytes[..count], count == bytes.len());
    while reader.waits() {
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        let timeout =
            Timespec { tv_sec: 0, tv_nsec: if reader.paste_has_ended() { 25_000_000 } else { 400_000_000 } };
        match poll(&mut fds, Some(&timeout)) {
            Ok(0) => inputs.extend(reader.settle()),
            Ok(_) => match rustix::io::read(stdin, &mut bytes) {
                Ok(count) if count > 0 => inputs.extend(reader.feed(&bytes[..count], count == bytes.len())),
                _ => inputs.extend(reader.settle()),
            },
            Err(_) => {}
        }
    }
    Ok(inputs)
}

fn draw(
    state: &Capture,
    categories: &crate::domain::Categories,
    theme: &Theme,
    buffer: &mut ratatui::buffer::Buffer,
    area: Rect,
) {
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    buffer.set_string(area.x, area.y, "› ", theme.accent);
    let line = Rect { height: 1.min(area.height), ..inner };
    if state.field.text().is_empty() {
        let hint = Rect { x: line.x + 1, width: line.width.saturating_sub(1), ..line };
        paint::text(
            buffer,
            hint,
            0,
            "What you did  +project #tag %skill @person metric:before..after",
            theme.muted,
        );
    }
    // The field draws its own cursor.
    let _ = state.field.clone().draw(buffer, line, theme, true);
    let mut row = 1;
    for (at, completion) in state.completions.iter().enumerate() {
        let mark = if at == state.chosen { "› " } else { "  " };
        let style = if at == state.chosen { theme.accent } else { theme.muted };
        paint::text(buffer, inner, row, &format!("{mark}{}", completion.name), style);
        row += 1;
    }
    let rest = Rect { y: inner.y + row.min(inner.height), height: inner.height.saturating_sub(row), ..inner };
    let lines = state.understood(categories, theme, usize::from(rest.width));
    paint::lines(buffer, rest, &lines, 0);
    paint::neutralise(buffer);
}
