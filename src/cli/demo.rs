//! `brag demo`: makes a sample journal of four years, for any day.
//!
//! The sample is a script of commands (`assets/demo.txt`), each with the day on which it runs. So it contains what
//! the command line can make, and nothing that depends on the date on which it was written.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use clap::{CommandFactory as _, FromArgMatches as _};

use super::{Output, args, dispatch, parse};
use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::error::{Error, Result};
use crate::journal::Journal;

const SCRIPT: &str = include_str!("../../assets/demo.txt");

/// A sample journal.
#[derive(Debug)]
pub struct Demo {
    /// The journal.
    pub journal: Journal,
    /// The temporary directory that holds it; it is removed with this value. `None` if the journal is kept.
    pub directory: Option<tempfile::TempDir>,
}

/// Returns the directory beside a kept sample for its configuration, its ladder of competencies and its drafts.
fn state_of(journal: &Path) -> PathBuf {
    let mut name = journal.as_os_str().to_owned();
    name.push(".state");
    name.into()
}

/// Returns the path of the configuration of a kept sample.
pub fn config_of(journal: &Path) -> PathBuf {
    state_of(journal).join("config.toml")
}

/// Makes the sample journal as it would be today: at `keep`, or else in a temporary directory. Fails if there is
/// a file at `keep`.
pub fn make(keep: Option<&Path>, config: &Config, clock: Clock) -> Result<Demo> {
    let failed = |err: std::io::Error| Error::failed(format!("cannot make the sample journal: {err}"));
    let directory = match keep {
        Some(path) if path.exists() => {
            return Err(Error::failed(format!("the journal “{}” exists already", path.display()))
                .hint("brag demo makes a new one; give a path where there is none"));
        }
        Some(_) => None,
        None => Some(tempfile::Builder::new().prefix("brag-demo-").tempdir().map_err(failed)?),
    };
    let paths = match (&directory, keep) {
        (None, Some(path)) => {
            let state = state_of(path);
            Paths { journal: path.to_owned(), config: config_of(path), state }
        }
        (directory, _) => {
            let inside = |name: &str| {
                directory.as_ref().map_or_else(PathBuf::new, |each| each.path().to_owned()).join(name)
            };
            Paths { journal: inside("journal.db"), config: inside("config.toml"), state: inside("state") }
        }
    };
    // The ladder of competencies is beside the configuration, and a sample that was deleted may have left one.
    let beside = paths.config.parent().unwrap_or(&paths.state);
    let _ = std::fs::remove_file(beside.join("ladder.toml"));
    std::fs::create_dir_all(beside).and_then(|()| std::fs::write(&paths.config, "")).map_err(failed)?;
    if let Err(err) = write(paths.clone(), config, clock.today()) {
        // Half a journal must not be in the way of the next attempt.
        let _ = std::fs::remove_file(&paths.journal);
        return Err(err);
    }
    // The journal is opened again, so that its changes are durable from now on.
    let journal = Journal::open(paths, config.clone(), clock)?;
    Ok(Demo { journal, directory })
}

/// Runs the script on a new journal.
fn write(paths: Paths, config: &Config, today: NaiveDate) -> Result<()> {
    let mut journal = Journal::open(paths, config.clone(), Clock::fixed(today))?;
    journal.set_unsafe_but_fast()?;
    let mut script = Script { today, made: HashMap::new(), command: args::Cli::command() };
    for (at, line) in SCRIPT.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        script.run(&mut journal, line).map_err(|err| {
            Error::failed(format!("the sample journal is wrong in line {}: {}", at + 1, err.message()))
        })?;
    }
    Ok(())
}

/// The state of the script.
struct Script {
    today: NaiveDate,
    /// The days and the ids of the records with a label.
    made: HashMap<String, (NaiveDate, String)>,
    command: clap::Command,
}

impl Script {
    /// Runs a line: the number of weeks, a weekday, and a command, with a label before it.
    fn run(&mut self, journal: &mut Journal, line: &str) -> Result<()> {
        let wrong = || Error::failed(format!("unexpected line: {line}"));
        let (count, rest) = line.split_once(' ').ok_or_else(wrong)?;
        let (unit, command) = rest.split_once(' ').ok_or_else(wrong)?;
        let day = self.day(count, unit).ok_or_else(wrong)?;
        let label = command.split_once(" = ").filter(|(label, _)| label.chars().all(char::is_alphanumeric));
        let command = label.map_or(command, |(_, command)| command);
        let command = match command.strip_prefix('?').and_then(|rest| rest.split_once(' ')) {
            Some((label, command)) => {
                let (made, _) = self.made.get(label).ok_or_else(wrong)?;
                if made.year() != self.today.year() {
                    return Ok(());
                }
                command
            }
            None => command,
        };
        let mut words = vec!["brag".to_owned()];
        for word in shlex::split(command).ok_or_else(wrong)? {
            words.push(self.filled(&word.replace("\\n", "\n")).ok_or_else(wrong)?);
        }
        journal.set_clock(Clock::fixed(day));
        let words = words.into_iter().map(Into::into).collect();
        let failed = |err: clap::Error| Error::failed(err.to_string());
        let matches = parse::parse_again(&mut self.command, words).map_err(failed)?;
        let cli = args::Cli::from_arg_matches(&matches).map_err(failed)?;
        let mut output = Output::keeping();
        dispatch(cli.command.ok_or_else(wrong)?, journal, &mut output, |_| Vec::new())?;
        if let Some((label, _)) = label {
            let id = id(output.kept()).ok_or_else(wrong)?;
            self.made.insert(label.to_owned(), (day, id));
        }
        Ok(())
    }

    /// Returns a day: the last weekday that is `count` weeks or a little more ago, or the day `count` years ago.
    fn day(&self, count: &str, unit: &str) -> Option<NaiveDate> {
        let count: u32 = count.parse().ok()?;
        if unit == "y" {
            return self.today.checked_sub_months(chrono::Months::new(12 * count));
        }
        let weekday: Weekday = unit.parse().ok()?;
        let before = self.today.checked_sub_days(Days::new(7 * u64::from(count)))?;
        let back = before.weekday().days_since(weekday);
        before.checked_sub_days(Days::new(u64::from(back)))
    }

    /// Replaces the placeholders of a word: `{LABEL}`, `{year N}`, `{month N}` and `{day N WEEKDAY}`.
    fn filled(&self, word: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = word;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            out.push_str(before);
            let parts: Vec<&str> = name.split(' ').collect();
            out.push_str(&match parts[..] {
                ["year", count] => (self.today.year() - count.parse::<i32>().ok()?).to_string(),
                ["month", count] => {
                    let day = self.today.checked_sub_days(Days::new(7 * count.parse::<u64>().ok()?))?;
                    day.format("%Y-%m").to_string()
                }
                ["day", count, unit] => self.day(count, unit)?.to_string(),
                [label] => match self.made.get(label) {
                    Some((_, id)) => id.clone(),
                    // The braces of a story stand for a figure.
                    None => format!("{{{label}}}"),
                },
                _ => return None,
            });
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

/// Returns the id of the record in a JSON document, or of the first record of an array.
fn id(json: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(json).ok()?;
    let record = value.as_array().and_then(|all| all.first()).unwrap_or(&value);
    record.get("id")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::WinFilter;
    use crate::journal::{doctor, timeline};

    /// Days on which dates are easily wrong: the first and the last day of a year, a leap day, an ordinary one.
    #[test]
    fn the_sample_is_complete_and_sound_on_any_day() {
        for today in ["2026-03-04", "2026-01-01", "2028-02-29"] {
            let clock = Clock::new(Some(today), None).unwrap();
            let demo = make(None, &Config::default(), clock).unwrap();
            let snapshot = demo.journal.snapshot().unwrap();
            let glance = crate::journal::today::glance(&snapshot).unwrap();
            assert!(glance.has_history() && glance.due_count >= 3, "{today}");
            assert!(!glance.week.is_empty() && !glance.being_read.is_empty(), "{today}");
            let outlook = crate::journal::today::outlook(&snapshot).unwrap();
            assert!(!outlook.on_this_day.is_empty() && outlook.best.is_some(), "{today}");
            let count = timeline::count(&snapshot, &WinFilter::default(), 1000).unwrap();
            assert!(count > 120, "{today}: {count} wins");
            assert_eq!(doctor::check_rows(&snapshot).unwrap(), [], "{today}");
        }
    }
}
