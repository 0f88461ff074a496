//! Completes command lines that name a noun without its verb, and a few of other programs that mean one thing only.

use std::ffi::{OsStr, OsString};

use clap::Command;

/// Returns the arguments with the verb that they omit: `brag outcome ID TEXT` records, `brag metric NAME VALUE` logs, and a
/// noun with one name shows the record.
pub(super) fn completed(program: &Command, mut arguments: Vec<OsString>) -> Vec<OsString> {
    let Some((at, command)) = command_of(program, &arguments) else { return arguments };
    let rest = &arguments[at + 1..];
    let words = rest.iter().take_while(|word| !is_flag(word)).count();
    let has_verb = rest.first().is_some_and(|word| command.find_subcommand(word).is_some());
    let first_flag = rest.first().filter(|word| is_flag(word)).and_then(|word| word.to_str());
    let first_flag = first_flag.map(|text| text.split('=').next().unwrap_or(text));
    let verb = match (command.get_name(), words, first_flag) {
        _ if has_verb => return arguments,
        ("outcome", 2.., _) => "record",
        ("metric", 2, _) => "log",
        ("metric" | "project" | "goal" | "position" | "story", 1, _) => "show",
        ("export", 0, Some("--json")) => "json",
        ("config", 0, Some("--list" | "-l")) => {
            arguments[at + 1] = "show".into();
            return arguments;
        }
        ("export", 0, Some("--format" | "-o" | "--output")) => {
            arguments[at] = "review".into();
            return arguments;
        }
        // `git log -n 5`: a win has no number.
        ("add", 0, Some("-n" | "--limit" | "--since" | "--until" | "--from")) => {
            arguments[at] = "list".into();
            return arguments;
        }
        ("tags", 2.., _) => return tagged(arguments, at, words),
        _ => return arguments,
    };
    arguments.insert(at + 1, verb.into());
    arguments
}

/// Returns the position of the command in the arguments, and the command.
fn command_of<'a>(program: &'a Command, arguments: &[OsString]) -> Option<(usize, &'a Command)> {
    let takes_value = |word: &OsString| matches!(word.to_str(), Some("--db" | "--config" | "--color"));
    let mut at = 1;
    while let Some(word) = arguments.get(at).filter(|word| is_flag(word)) {
        at += if takes_value(word) { 2 } else { 1 };
    }
    Some((at, program.find_subcommand(arguments.get(at)?)?))
}

fn is_flag(word: &OsStr) -> bool {
    word.to_str().is_some_and(|text| text.starts_with('-'))
}

/// Returns the arguments of `brag tag ID NAME…` as those of `brag edit ID --tag NAME…`; `at` is the position of the command,
/// and `words` the number of words behind it.
fn tagged(arguments: Vec<OsString>, at: usize, words: usize) -> Vec<OsString> {
    let mut out = Vec::with_capacity(arguments.len() + words);
    for (index, argument) in arguments.into_iter().enumerate() {
        if index == at {
            out.push("edit".into());
            continue;
        }
        if (at + 2..=at + words).contains(&index) {
            out.push("--tag".into());
        }
        out.push(argument);
    }
    out
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use rstest::rstest;

    use super::*;
    use crate::cli::args::Cli;

    #[rstest]
    #[case("outcome k7q4 it holds", "outcome record k7q4 it holds")]
    #[case("--db x metric latency 3ms -p docgen", "--db x metric log latency 3ms -p docgen")]
    #[case("metric latency", "metric show latency")]
    #[case("metric list", "metric list")]
    #[case("project docgen --json", "project show docgen --json")]
    #[case("goals coverage", "goals show coverage")]
    #[case("tag k7q4 a b", "edit k7q4 --tag a --tag b")]
    #[case("tags rename a b", "tags rename a b")]
    #[case("log -n 2", "list -n 2")]
    #[case("log --since=monday", "list --since=monday")]
    #[case("log text -t x", "log text -t x")]
    #[case("export --format md -o x.md", "review --format md -o x.md")]
    #[case("export --json", "export json --json")]
    #[case("config --list", "config show")]
    #[case("outcome", "outcome")]
    fn a_verb_is_added_where_only_one_is_meant(#[case] typed: &str, #[case] completed_line: &str) {
        let split = |line: &str| format!("brag {line}").split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(completed(&Cli::command(), split(typed)), split(completed_line));
    }
}
