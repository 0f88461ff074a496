//! Sets the modes of the terminal for the app, and restores them whatever ends the app.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicU8, Ordering};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute};
use signal_hook::consts::{SIGHUP, SIGTERM};

/// Reports clicks and the wheel, but not moves of the mouse: an idle app must not be woken.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// The state of a terminal that is not taken.
const FREE: u8 = 0;
/// The state in raw mode, for one line in place.
const LINE: u8 = 1;
/// The state in raw mode on the alternate screen.
const SCREEN: u8 = 2;

/// The state of the terminal, which the panic hook and the signal thread read.
static TAKEN: AtomicU8 = AtomicU8::new(FREE);

/// Takes the terminal: raw mode, alternate screen, mouse and bracketed paste.
pub fn take() -> io::Result<()> {
    // The mode that crossterm remembers may be wrong: the shell may have changed the mode during a
    // suspension.
    let _ = terminal::disable_raw_mode();
    terminal::enable_raw_mode()?;
    TAKEN.store(SCREEN, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Print(MOUSE_ON), cursor::Hide)
}

/// Takes the terminal for one line in place: raw mode and bracketed paste.
pub fn take_line() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(LINE, Ordering::SeqCst);
    execute!(io::stdout(), EnableBracketedPaste)
}

/// Restores the terminal if it is taken. Errors are ignored, because the terminal may be gone.
pub fn give_back() {
    let taken = TAKEN.swap(FREE, Ordering::SeqCst);
    if taken == SCREEN {
        let _ = execute!(io::stdout(), Print(MOUSE_OFF), DisableBracketedPaste, LeaveAlternateScreen);
    }
    if taken == LINE {
        let _ = execute!(io::stdout(), cursor::MoveToColumn(0));
    }
    if taken != FREE {
        let _ = execute!(io::stdout(), DisableBracketedPaste, cursor::Show);
        let _ = terminal::disable_raw_mode();
        let _ = io::stdout().flush();
    }
}

/// Starts a thread that restores the terminal on SIGTERM or SIGHUP, then ends the program.
pub fn give_back_on_signals() {
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP]) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            give_back();
            std::process::exit(128 + signal);
        }
    });
}

/// Queries the terminal's background colour; the answer arrives with the input, at any time.
pub fn ask_background() {
    let _ = io::stdout().write_all(b"\x1b]11;?\x1b\\");
    let _ = io::stdout().flush();
}

/// Installs a panic hook that restores the terminal; the program reports the panic in one line when it ends.
/// A panic of another thread does not end the app, and must not write over the screen.
pub fn hook_panics() {
    let before = std::panic::take_hook();
    let main = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        if TAKEN.load(Ordering::SeqCst) == FREE {
            before(panic);
        } else if std::thread::current().id() == main {
            give_back();
        }
    }));
}
