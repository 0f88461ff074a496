//! The app: events of the terminal become messages, messages change the model, and the model is drawn. All
//! I/O starts in `runtime`.

pub mod action;
pub mod answer;
mod backend;
mod background;
pub mod cx;
pub mod dialog;
pub mod dialogs;
pub mod drafts;
pub mod effect;
pub mod form_choice;
pub mod form_request;
pub mod inline;
pub mod input;
pub mod keymap;
pub mod line;
mod list_text;
pub mod loaded;
pub mod marks;
mod memory;
pub mod message;
pub mod perform;
pub mod place;
mod recent;
mod runtime;
pub mod saved;
pub mod screen;
pub mod screens;
pub mod shell;
pub mod subject;
pub mod targets;
mod terminal;
pub mod theme;
pub mod unsaved;
mod watch;
pub mod widgets;
pub mod win_page;
pub mod worker;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{Error, Result};
use crate::journal::{Journal, backups};
use message::Message;
use runtime::Runtime;

pub use runtime::End;

/// Returns the message about a journal that the last check found to be damaged.
fn damaged(count: usize) -> String {
    let problems = crate::text::counted(count, "problem", "problems");
    format!("the journal is damaged ({problems}): brag doctor lists them, brag doctor --fix repairs them")
}

/// Runs the app on a journal until it ends; returns the reason. The app shows `greeting` first.
/// Fails if the terminal cannot be used, or after a panic; the terminal is restored first.
pub fn run(journal: Journal, greeting: Option<Message>) -> Result<End> {
    let damage = || backups::known_damage(journal.paths()).map(damaged).map(Message::attention);
    let greeting = greeting.or_else(damage);
    // The directory must exist to be watched: another program's `brag add` may create the journal in it.
    if let Some(directory) = journal.paths().journal.parent() {
        let _ = crate::files::create_directory(directory);
    }
    terminal::hook_panics();
    memory::limit();
    let mut started = None;
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let runtime = started.insert(Runtime::start(journal, greeting)?);
        runtime.run()
    }));
    let ended = ended.unwrap_or_else(|panic| {
        if let Some(runtime) = &mut started {
            runtime.keep_draft();
        }
        let what = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("an internal error");
        Err(Error::failed(format!("brag stopped: {what}"))
            .hint("nothing that was saved is lost, and what you were writing is kept; please report this"))
    });
    terminal::give_back();
    ended
}
