//! The terminal, taken and given back: whatever ends the app, the shell finds it as it was.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicU8, Ordering};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute};
use signal_hook::consts::{SIGHUP, SIGTERM};

/// Clicks and the wheel, but not every move of the mouse: an idle app is not to be woken by it.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Nothing of the terminal is ours.
const FREE: u8 = 0;
/// It is raw, for one line in place.
const LINE: u8 = 1;
/// All of it is ours.
const SCREEN: u8 = 2;

/// How much of the terminal is ours; the panic hook and the signal thread ask.
static TAKEN: AtomicU8 = AtomicU8::new(FREE);

/// Takes the terminal: raw, on the alternate screen, with mouse and bracketed paste.
///
/// # Errors
/// When it is no terminal.
pub fn take() -> io::Result<()> {
    // What crossterm remembers may not be so: a shell that we were stopped in has its own modes.
    let _ = terminal::disable_raw_mode();
    terminal::enable_raw_mode()?;
    TAKEN.store(SCREEN, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Print(MOUSE_ON), cursor::Hide)
}

/// Takes the terminal for one line in place.
///
/// # Errors
/// When it is no terminal.
pub fn take_line() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(LINE, Ordering::SeqCst);
    execute!(io::stdout(), EnableBracketedPaste)
}

/// Gives the terminal back, once. A terminal that is gone is no reason to complain.
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

/// Has SIGTERM and SIGHUP give the terminal back before they end the program.
pub fn give_back_on_signals() {
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP]) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            give_back();
            std::process::exit(128 + signal);
        }
    });
}

/// Asks the terminal for its background; the answer comes with the keys, whenever it comes.
pub fn ask_background() {
    let _ = io::stdout().write_all(b"\x1b]11;?\x1b\\");
    let _ = io::stdout().flush();
}

/// Has a panic give the terminal back; the end of the program says what happened, in one line.
/// A panic of another thread does not end the app, and must not write over it.
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
