//! The terminal, taken and given back: whatever ends the app, the shell finds it as it was.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute};

/// Whether the terminal is ours; the panic hook and the signal thread ask.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Takes the terminal: raw, on the alternate screen, with mouse and bracketed paste.
///
/// # Errors
/// When it is no terminal.
pub fn take() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableMouseCapture, cursor::Hide)
}

/// Gives the terminal back, once. A terminal that is gone is no reason to complain.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(
            io::stdout(),
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = terminal::disable_raw_mode();
        let _ = io::stdout().flush();
    }
}

/// Asks the terminal for its background; the answer comes with the keys, whenever it comes.
pub fn ask_background() {
    let _ = io::stdout().write_all(b"\x1b]11;?\x1b\\");
    let _ = io::stdout().flush();
}

/// Has a panic give the terminal back before it says what happened.
pub fn hook_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if TAKEN.load(Ordering::SeqCst) {
            give_back();
            // The end of the program says it in one line.
            return;
        }
        before(panic);
    }));
}
