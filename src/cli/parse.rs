//! Parses the arguments of the process. A value may begin with `-`, which `clap` accepts only where it is told to.

use std::ffi::{OsStr, OsString};

use chrono::NaiveDate;
use clap::{ArgMatches, Command};

use super::shortcuts::completed;
use crate::domain::Period;

/// Parses arguments; the first is the program's name.
pub(super) fn parse(command: Command, arguments: Vec<OsString>) -> clap::error::Result<ArgMatches> {
    let arguments = without_hyphens(&command, completed(&command, arguments));
    command.try_get_matches_from(arguments)
}

/// Parses arguments like [`parse`], with a command that is used again: it is built only once.
pub(super) fn parse_again(
    command: &mut Command,
    arguments: Vec<OsString>,
) -> clap::error::Result<ArgMatches> {
    let arguments = without_hyphens(command, completed(command, arguments));
    command.try_get_matches_from_mut(arguments)
}

/// Returns the arguments in a form in which no value is taken for a flag: `--notes=- item` in place of two words, and
/// values without a flag behind `--`.
///
/// A word that begins with `-` but cannot be a flag (`- item`, `-50%`) is a value, and so is the word behind a flag that
/// takes a value, unless it is a flag of the command. Any other such word stays, and is a mistyped flag.
fn without_hyphens(command: &Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let mut scope = command;
    // The words without a flag, in their order, are marked by `true`.
    let mut parts: Vec<(bool, OsString)> = Vec::with_capacity(arguments.len());
    let mut rest = arguments.into_iter().peekable();
    parts.extend(rest.next().map(|program| (false, program)));
    while let Some(word) = rest.next() {
        let text = word.to_str().unwrap_or_default();
        if text == "--" {
            parts.extend(rest.map(|word| (true, word)));
            return arranged(parts, true);
        }
        let has_words = parts.iter().any(|(is_word, _)| *is_word);
        if let Some(subcommand) = scope.find_subcommand(text).filter(|_| !has_words) {
            scope = subcommand;
            parts.push((false, word));
            continue;
        }
        if let Some(name) = period_flag(command, scope, text) {
            // `--last month` is the period `last month`, `--year 2026` is `2026`.
            let value = text.split_once('=').map(|(_, value)| OsString::from(value));
            let value = value.or_else(|| rest.next_if(|next| !begins_with_hyphen(next)));
            if matches!(name, "last" | "this" | "past") {
                parts.push((true, name.into()));
            }
            parts.extend(value.map(|value| (true, value)));
            continue;
        }
        if !(begins_with_hyphen(&word) && (is_flag(command, scope, text) || has_shape_of_flag(text))) {
            parts.push((true, word));
            continue;
        }
        let is_value = |next: &OsString| !next.to_str().is_some_and(|next| is_flag(command, scope, next));
        let value = takes_next(command, scope, &word).then(|| rest.next_if(is_value)).flatten();
        match value {
            Some(value) if begins_with_hyphen(&value) => {
                let mut joined = word;
                joined.push("=");
                joined.push(value);
                parts.push((false, joined));
            }
            Some(value) if DATE_FLAGS.contains(&text) => {
                parts.push((false, word));
                parts.push((false, whole_date(value, &mut rest)));
            }
            value => {
                parts.push((false, word));
                parts.extend(value.map(|value| (false, value)));
            }
        }
    }
    arranged(parts, false)
}

/// The flags whose value is a date or a period.
const DATE_FLAGS: [&str; 9] =
    ["-d", "--date", "--due", "--since", "--until", "--start", "--end", "--ask-on", "--within"];

/// The maximum number of words of an unquoted date.
const LONGEST_DATE: usize = 4;

/// Returns the value of a date flag with the words behind it that belong to the date: `-d mar 2025`, `--since last month`.
fn whole_date<I>(value: OsString, rest: &mut std::iter::Peekable<I>) -> OsString
where
    I: Iterator<Item = OsString> + Clone,
{
    let Some(first) = value.to_str() else { return value };
    let next: Vec<String> = rest
        .clone()
        .take(LONGEST_DATE - 1)
        .map_while(|word| word.into_string().ok().filter(|word| !word.starts_with('-')))
        .collect();
    // The form of a date does not depend on the day.
    let is_date = |text: &str| Period::parse(text, NaiveDate::default(), 1).is_ok();
    for count in (1..=next.len()).rev() {
        let joined = format!("{first} {}", next[..count].join(" "));
        if is_date(&joined) {
            rest.nth(count - 1);
            return joined.into();
        }
    }
    value
}

/// Returns the arguments in their order or, if a word without a flag begins with `-`, with these words behind `--`.
fn arranged(parts: Vec<(bool, OsString)>, after_hyphens: bool) -> Vec<OsString> {
    if !after_hyphens && !parts.iter().any(|(is_word, word)| *is_word && begins_with_hyphen(word)) {
        return parts.into_iter().map(|(_, word)| word).collect();
    }
    let (words, flags): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(is_word, _)| *is_word);
    let separator = std::iter::once(OsString::from("--"));
    let words = words.into_iter().map(|(_, word)| word);
    flags.into_iter().map(|(_, flag)| flag).chain(separator).chain(words).collect()
}

/// Returns `true` for `-x` and `--`, but not for `-` alone, which means stdin or stdout.
fn begins_with_hyphen(word: &OsStr) -> bool {
    word.len() > 1 && word.to_str().is_some_and(|text| text.starts_with('-'))
}

/// The commands that take a period as words.
const WITH_PERIOD: [&str; 6] = ["list", "search", "week", "review", "stats", "lint"];

/// Returns the name of a flag by which other programs take a period, and which the command does not have.
fn period_flag<'a>(command: &Command, scope: &Command, text: &'a str) -> Option<&'a str> {
    let name = text.strip_prefix("--")?.split('=').next()?;
    let is_period = matches!(name, "year" | "month" | "quarter" | "period" | "last" | "this" | "past" | "on");
    (is_period && WITH_PERIOD.contains(&scope.get_name()) && !is_flag(command, scope, text)).then_some(name)
}

/// Returns `true` for `-x`, `-xy`, `--name` and `--name=value`.
fn has_shape_of_flag(text: &str) -> bool {
    let name = text.strip_prefix("--").or_else(|| text.strip_prefix('-')).unwrap_or_default();
    let name = name.split('=').next().unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(char::is_whitespace)
}

/// Returns the argument that a flag names, of the command or of the whole program.
fn argument<'a>(command: &'a Command, scope: &'a Command, text: &str) -> Option<&'a clap::Arg> {
    let mut all = scope.get_arguments().chain(command.get_arguments());
    if let Some(long) = text.strip_prefix("--") {
        let name = long.split('=').next()?;
        return all.find(|arg| {
            arg.get_long() == Some(name) || arg.get_all_aliases().unwrap_or_default().contains(&name)
        });
    }
    let mut letters = text.strip_prefix('-')?.chars();
    let (letter, None) = (letters.next()?, letters.next()) else { return None };
    all.find(|arg| arg.get_short() == Some(letter))
}

fn is_flag(command: &Command, scope: &Command, text: &str) -> bool {
    matches!(text, "-h" | "--help" | "-V" | "--version") || argument(command, scope, text).is_some()
}

/// Returns `true` if the next word is the value of this flag.
fn takes_next(command: &Command, scope: &Command, word: &OsStr) -> bool {
    let Some(text) = word.to_str().filter(|text| text.starts_with('-') && !text.contains('=')) else {
        return false;
    };
    argument(command, scope, text).is_some_and(|arg| arg.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction};
    use rstest::rstest;

    use super::*;

    fn command() -> Command {
        let add = Command::new("add")
            .arg(Arg::new("text").num_args(0..))
            .arg(Arg::new("notes").long("notes"))
            .arg(Arg::new("tag").short('t').long("tag"))
            .arg(Arg::new("star").long("star").action(ArgAction::SetTrue));
        Command::new("brag").subcommand(add)
    }

    fn text(words: &[&str]) -> Result<(Vec<String>, Option<String>), clap::error::ErrorKind> {
        let arguments = ["brag", "add"].iter().chain(words).map(OsString::from).collect();
        let matches = parse(command(), arguments).map_err(|err| err.kind())?;
        let (_, add) = matches.subcommand().unwrap();
        let words = add.get_many::<String>("text").unwrap_or_default().cloned().collect();
        Ok((words, add.get_one::<String>("notes").cloned()))
    }

    #[rstest]
    #[case(&["- item"], &["- item"], None)]
    #[case(&["-50% cost"], &["-50% cost"], None)]
    #[case(&["x", "--notes", "- item", "--star"], &["x"], Some("- item"))]
    #[case(&["x", "--notes", "-x"], &["x"], Some("-x"))]
    #[case(&["x", "--notes", "--50%"], &["x"], Some("--50%"))]
    #[case(&["-5", "-t", "-6"], &["-5"], None)]
    #[case(&["--", "--notes"], &["--notes"], None)]
    fn values_may_begin_with_a_hyphen(
        #[case] typed: &[&str],
        #[case] words: &[&str],
        #[case] notes: Option<&str>,
    ) {
        let expected = words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(text(typed), Ok((expected, notes.map(str::to_owned))));
    }

    #[rstest]
    #[case(&["- item", "--nots", "x"])]
    #[case(&["x", "-z"])]
    #[case(&["x", "--notes", "--star"])]
    #[case(&["- item", "--notes"])]
    fn a_mistyped_flag_and_a_missing_value_are_errors(#[case] typed: &[&str]) {
        assert!(text(typed).is_err());
    }
}
