//! `brag help`: the help of a command, or a text about a topic.

use clap::Command;

use super::Output;
use super::output::clap_answer;
use super::topics::TOPICS;
use crate::error::{Error, Result};
use crate::text::similar;

/// Runs `brag help`: prints the help of the command, or the text of the topic, that the words name.
pub fn run(output: &mut Output, words: &[String]) -> Result<u8> {
    if let [word] = words
        && let Some(topic) = TOPICS.iter().find(|topic| topic.name == word.to_lowercase())
    {
        output.text(topic.text)?;
        return Ok(0);
    }
    let root = super::examples::command(true);
    let mut arguments = vec![root.get_name().to_owned()];
    let mut command = &root;
    for word in words {
        command = command.find_subcommand(word).ok_or_else(|| unknown(&root, command, word))?;
        arguments.push(command.get_name().to_owned());
    }
    arguments.push("--help".to_owned());
    match root.clone().try_get_matches_from(arguments) {
        Ok(_) => Ok(0),
        Err(err) => clap_answer(&err),
    }
}

fn unknown(root: &Command, of: &Command, word: &str) -> Error {
    let mut names: Vec<&str> = of.get_subcommands().map(Command::get_name).collect();
    let is_root = of.get_name() == root.get_name();
    if is_root {
        names.extend(TOPICS.iter().map(|topic| topic.name));
    }
    let error = Error::failed(if is_root {
        format!("unknown command or topic “{word}”")
    } else {
        format!("“{}” has no command “{word}”", of.get_name())
    });
    let topics: Vec<&str> = TOPICS.iter().map(|topic| topic.name).collect();
    match similar(word, names.iter().copied()).first() {
        Some(near) => error.hint(format!("did you mean “{near}”?")),
        None if is_root => {
            error.hint(format!("the topics are {}; brag --help lists the commands", topics.join(", ")))
        }
        None => error.hint(format!("brag help {} lists its commands", of.get_name())),
    }
}
