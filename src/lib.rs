//! brag
pub mod capture;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod editor;
pub mod error;
pub mod import;
pub mod journal;
pub mod report;
pub mod store;
pub mod text;
pub mod tui;

use cli::Outcome;

/// Runs the program.
pub fn run() -> error::Result<u8> {
    match cli::run(std::env::args_os().collect(), |config| tui::keymap::Keymap::new(&config.keys).1)? {
        Outcome::Done(code) => Ok(code),
        Outcome::App(journal) => tui::run(*journal),
        Outcome::Prompt(mut prompted) => match tui::prompt::ask(&mut prompted.journal)? {
            // What was typed is on the screen again when it cannot be saved.
            Some(line) => prompted.save(&line).map_err(|why| why.hint(format!("your line was: {line}"))),
            None => Ok(1),
        },
    }
}
