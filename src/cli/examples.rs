//! The examples of the commands, which their help and their manual pages show.

use clap::{Command, CommandFactory as _};

use super::args::Cli;

/// One example in each line, in an order in which they can be run. `k7q4` is the id of a win, `p5wd` of a praise, `m2vx` of
/// a value, `i8sk` of an inbox item, and `b4tc6m` of a batch.
const EXAMPLES: &str = include_str!("../../assets/help/examples.txt");

/// The maximum number of examples of one command.
const MOST: usize = 3;

/// Returns the program's command. Each command that has no examples of its own has those of the list. The help of the
/// program lists the commands by occasion; with `all`, also those that are rarely needed.
pub fn command(all: bool) -> Command {
    let command = with_examples(Cli::command(), &mut Vec::new());
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}Options:\n{{options}}{{after-help}}",
        by_occasion(&command, all)
    );
    command.help_template(template)
}

/// The occasions, with the commands that are used then.
const OCCASIONS: &[(&str, &[&str])] = &[
    ("Every day", &["add", "metric", "due", "answer", "week"]),
    ("Look", &["list", "search", "show", "stats"]),
    ("Plan", &["goal", "project", "read"]),
    ("Hand over", &["review", "export", "questionnaire"]),
    ("Bring in", &["import", "inbox"]),
    ("Mend", &["edit", "rm", "undo", "history"]),
];

/// Returns the commands by occasion.
fn by_occasion(command: &Command, all: bool) -> String {
    let mut out = String::new();
    let mut section = |title: &str, names: &[&str]| {
        out.push_str(&format!("{title}:\n"));
        for name in names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            out.push_str(&format!("  {name:<12} {}\n", about.map(ToString::to_string).unwrap_or_default()));
        }
        out.push('\n');
    };
    for (title, names) in OCCASIONS {
        section(title, names);
    }
    if all {
        let listed = |name: &&str| OCCASIONS.iter().any(|(_, names)| names.contains(name));
        let others = command.get_subcommands().filter(|each| !each.is_hide_set()).map(Command::get_name);
        section("Everything else", &others.filter(|name| !listed(name)).collect::<Vec<_>>());
    }
    out
}

fn with_examples(command: Command, path: &mut Vec<String>) -> Command {
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut command = command.mut_subcommands(|subcommand| {
        path.push(subcommand.get_name().to_owned());
        let subcommand = with_examples(subcommand, path);
        path.pop();
        subcommand
    });
    if after.contains("Example") || path.is_empty() {
        return command;
    }
    let of = |is_own: bool| {
        let found = EXAMPLES.lines().filter(|line| is_of(&command, line, path, is_own)).take(MOST);
        found.map(|line| format!("  {line}")).collect::<Vec<String>>()
    };
    // A command that does nothing by itself has the examples of its subcommands.
    let own = of(true);
    let lines = if own.is_empty() { of(false) } else { own };
    if !lines.is_empty() {
        let gap = if after.is_empty() { "" } else { "\n\n" };
        command = command.after_help(format!("{after}{gap}Examples:\n{}", lines.join("\n")));
    }
    command
}

/// Returns `true` if an example is of the command with this path, and if `is_own` not of one of its subcommands.
fn is_of(command: &Command, line: &str, path: &[String], is_own: bool) -> bool {
    let mut words = line.split_once("brag ").map_or("", |(_, words)| words).split(' ');
    path.iter().all(|name| words.next() == Some(name))
        && !(is_own && words.next().is_some_and(|next| command.find_subcommand(next).is_some()))
}
