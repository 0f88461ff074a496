//! Commands that need no journal: `brag config`, `brag completions` and `brag man`.

use std::path::Path;

use super::Output;
use super::args::{Command, ConfigAction};
use crate::config::{Config, DEFAULT, Paths, read_own};
use crate::domain::field::unknown;
use crate::error::{Error, Result};
use crate::text::{inert, inert_lines};

/// Runs a command that needs no journal and returns its exit code, or `None` for any other command.
pub fn run(
    command: &Command,
    paths: &Paths,
    output: &mut Output,
    check_keys: fn(&Config) -> Vec<String>,
) -> Result<Option<u8>> {
    match command {
        Command::Config { action } => {
            config(action.as_ref().unwrap_or(&ConfigAction::Show), paths, output, check_keys)?;
        }
        Command::Completions { shell } => completions(shell, output)?,
        Command::Help { words } => return super::help::run(output, words).map(Some),
        Command::Man { output: directory } => manual(directory.as_deref(), output)?,
        _ => return Ok(None),
    }
    output.flush()?;
    Ok(Some(0))
}

fn config(
    action: &ConfigAction,
    paths: &Paths,
    output: &mut Output,
    check_keys: fn(&Config) -> Vec<String>,
) -> Result<()> {
    let path = &paths.config;
    match action {
        ConfigAction::Path => output.line(inert(&path.display().to_string())),
        ConfigAction::Show => {
            output.text(DEFAULT)?;
            if let Some(own) = read_own(path)? {
                let path = path.display().to_string();
                output.line(format!("\n# Your own settings, over these ({}):\n", inert(&path)))?;
                output.text(&inert_lines(&own))?;
            }
            Ok(())
        }
        ConfigAction::Check => {
            let config = Config::load(path)?;
            if let Some(problem) = check_keys(&config).into_iter().chain(config.problem()).next() {
                return Err(Error::failed(format!("{}: {problem}", path.display())));
            }
            output.line(if path.exists() {
                format!("the configuration “{}” is fine", path.display())
            } else {
                format!("there is no configuration “{}”; the defaults are used", path.display())
            })
        }
        ConfigAction::Edit => {
            crate::config::write_template(path)?;
            crate::editor::open(path)?;
            Config::load(path).map(|_| ())
        }
    }
}

fn completions(shell: &str, output: &mut Output) -> Result<()> {
    let shells = super::shells::shells();
    let completer = shells.completer(shell).ok_or_else(|| {
        Error::usage(unknown("shell", shell, &["bash", "zsh", "fish", "elvish", "powershell"]))
    })?;
    let mut script = Vec::new();
    completer
        .write_registration("COMPLETE", "brag", "brag", "brag", &mut script)
        .map_err(|err| Error::failed(err.to_string()))?;
    output.text(&String::from_utf8_lossy(&script))
}

fn manual(directory: Option<&Path>, output: &mut Output) -> Result<()> {
    let failed = |err: std::io::Error| Error::failed(format!("cannot write the manual: {err}"));
    if let Some(directory) = directory.filter(|directory| *directory != Path::new("-")) {
        super::manual::all_pages(directory).map_err(failed)?;
        output.note(&format!("wrote the manual pages into {}", directory.display()));
        return Ok(());
    }
    let mut page = Vec::new();
    super::manual::main_page(&mut page).map_err(failed)?;
    output.text(&String::from_utf8_lossy(&page))
}
