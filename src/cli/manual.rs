//! The manual pages: `brag man`.

use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_mangen::Man;

use super::topics::{TOPICS, Topic};
use crate::files::{NewFile, create_directory};

/// The environment variables, with their effects.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("BRAG_DB", "The journal, if --db is not given."),
    ("BRAG_CONFIG", "The configuration, if --config is not given."),
    ("BRAG_TODAY", "The date of today, such as 2026-03-04, for documents that must not change."),
    ("BRAG_BACKUP", "With the value off, no daily backup is made."),
    ("VISUAL, EDITOR", "The editor for documents; else the first of nano, vim and vi that is installed."),
    ("NO_COLOR", "If it is set, there are no colours. The same holds for a TERM of dumb."),
    ("XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME", "The directories of the files below."),
];

/// The exit codes, with their meanings.
const EXIT_STATUS: &[(&str, &str)] = &[
    ("0", "The command has done what it says."),
    ("1", "It failed, or a record does not exist."),
    ("2", "The command line is wrong: a bad value, an unknown flag or filter, an ambiguous name."),
    ("3", "brag due --check: something is due."),
];

/// The files on Linux, with their contents.
const FILES: &[(&str, &str)] = &[
    ("~/.local/share/brag/journal.db", "The journal: a SQLite database, with its log beside it."),
    ("~/.local/share/brag/journal.db.backups", "Its backups."),
    ("~/.config/brag/config.toml", "The configuration; brag config edit makes it."),
    ("~/.config/brag/ladder.toml", "The competency ladder, if you have one."),
    ("~/.local/state/brag", "Drafts, and the projects of directories."),
];

/// Writes the page of `brag` itself.
pub(super) fn main_page(out: &mut dyn Write) -> io::Result<()> {
    page(&program(), out)
}

/// Writes the pages of all commands and topics into a directory. Other users may read them: they hold nothing of the
/// user.
pub(super) fn all_pages(directory: &Path) -> io::Result<()> {
    create_directory(directory)?;
    for command in commands(program()) {
        let mut text = Vec::new();
        page(&command, &mut text)?;
        write_page(directory, &format!("{}.1", name(&command)), &text)?;
    }
    for topic in TOPICS {
        write_page(directory, &format!("brag-{}.7", topic.name), topic_page(topic).as_bytes())?;
    }
    Ok(())
}

fn write_page(directory: &Path, name: &str, text: &[u8]) -> io::Result<()> {
    let mut file = NewFile::create(&directory.join(name))?;
    file.readable_by_all()?;
    file.write(text)?;
    file.finish(true)
}

/// Returns the program's command, in which each subcommand knows the name of its page, such as `brag-goal-add`.
fn program() -> Command {
    let mut command = super::examples::command(true);
    command.build();
    command
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

/// Returns a command and all commands below it.
fn commands(command: Command) -> Vec<Command> {
    let mut out: Vec<Command> = command.get_subcommands().cloned().flat_map(commands).collect();
    out.insert(0, command);
    out
}

fn page(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let manual = Man::new(command.clone().subcommand_help_heading("COMMANDS"));
    out.write_all(title(name(command), 1).as_bytes())?;
    manual.render_name_section(out)?;
    manual.render_synopsis_section(out)?;
    manual.render_description_section(out)?;
    if command.get_arguments().any(|argument| !argument.is_hide_set()) {
        manual.render_options_section(out)?;
    }
    if command.has_subcommands() {
        manual.render_subcommands_section(out)?;
    }
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let (notes, examples) = split_examples(&after);
    let mut text = String::new();
    if !notes.is_empty() {
        text.push_str(&format!(".SH NOTES\n{}", unfilled(notes)));
    }
    if !examples.is_empty() {
        text.push_str(&format!(".SH EXAMPLES\n{}", unfilled(examples)));
    }
    text.push_str(&list("ENVIRONMENT", ENVIRONMENT));
    text.push_str(&list("EXIT STATUS", EXIT_STATUS));
    text.push_str(&list("FILES", FILES));
    text.push_str(&see_also(name(command)));
    out.write_all(text.as_bytes())
}

/// Returns the title of a page. Its date is empty, so that the same version always writes the same pages.
fn title(name: &str, section: u8) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let name = escaped(&name.to_uppercase());
    format!(".TH \"{name}\" {section} \"\" \"brag {version}\" \"brag manual\"\n")
}

fn topic_page(topic: &Topic) -> String {
    let name = format!("brag-{}", topic.name);
    format!(
        "{}.SH NAME\n{} \\- {}\n.SH DESCRIPTION\n{}{}",
        title(&name, 7),
        escaped(&name),
        escaped(topic.about),
        unfilled(topic.text),
        see_also(&name)
    )
}

/// Splits the text under a help into its notes and its examples.
fn split_examples(text: &str) -> (&str, &str) {
    let heading =
        ["Examples:\n", "Example:\n"].iter().find_map(|heading| Some((text.find(heading)?, heading.len())));
    match heading {
        Some((at, length)) => (text[..at].trim(), text[at + length..].trim_end()),
        None => (text.trim(), ""),
    }
}

/// Returns lines that `man` prints as they are, without filling them.
fn unfilled(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    format!(".nf\n{}\n.fi\n", lines.join("\n"))
}

fn list(heading: &str, items: &[(&str, &str)]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|(name, about)| format!(".TP\n\\fB{}\\fR\n{}\n", escaped(name), escaped(about)))
        .collect();
    format!(".SH {heading}\n{}", items.concat())
}

fn see_also(own: &str) -> String {
    let topics = TOPICS.iter().map(|topic| (format!("brag-{}", topic.name), 7));
    let all: Vec<String> = std::iter::once(("brag".to_owned(), 1))
        .chain(topics)
        .filter(|(name, _)| name != own)
        .map(|(name, section)| format!("\\fB{}\\fR({section})", escaped(&name)))
        .collect();
    format!(".SH \"SEE ALSO\"\n{}\n", all.join(", "))
}

/// Escapes a line for roff.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_looks_like_a_request_is_text() {
        assert_eq!(escaped(".TH a-b \\#"), "\\&.TH a\\-b \\e#");
    }

    #[test]
    fn notes_and_examples_are_sections_of_their_own() {
        assert_eq!(split_examples("Notes.\n\nExamples:\n  brag x"), ("Notes.", "  brag x"));
        assert_eq!(split_examples("Notes."), ("Notes.", ""));
    }
}
