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

use cli::Outcome;

fn tui_keys_problems(_: &config::Config) -> Vec<String> {
    Vec::new()
}

/// Runs the program.
pub fn run() -> error::Result<u8> {
    match cli::run(std::env::args_os().collect())? {
        Outcome::Done(code) => Ok(code),
        Outcome::App(_) | Outcome::Prompt(_) => Ok(0),
    }
}
