//! Prints text or one JSON document to stdout, and messages to stderr.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Effects, Style};
use clap::ValueEnum;
use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};
use serde::Serialize;
use serde::ser::{SerializeSeq as _, Serializer};
use serde_json::ser::PrettyFormatter;

use super::guesses;
use crate::domain::field::unknown;
use crate::error::{Error, Result};
use crate::text::{inert, json, wrapped};

/// The values of `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The form of JSON: indented, without characters that change what a terminal shows.
type Pretty = json::Inert<PrettyFormatter<'static>>;

/// A JSON array that is printed item by item.
pub struct ArrayPrinter<'a>(
    <&'a mut serde_json::Serializer<&'a mut Buffer, Pretty> as Serializer>::SerializeSeq,
);

impl ArrayPrinter<'_> {
    /// Prints the next item.
    pub fn print(&mut self, item: &impl Serialize) -> Result<()> {
        self.0.serialize_element(item).map_err(|err| of_json(&err))
    }
}

fn of_json(why: &serde_json::Error) -> Error {
    match why.io_error_kind() {
        Some(kind) => Error::of_output(kind.into()),
        None => Error::failed(why.to_string()),
    }
}

/// The text that was printed and is not written to stdout yet.
#[derive(Debug, Default)]
struct Buffer {
    bytes: Vec<u8>,
    /// The size in bytes from which the text is written; `usize::MAX` to write it only by a flush.
    limit: usize,
    /// `true` if the text is kept for the program and never written.
    is_kept: bool,
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        if self.bytes.len() >= self.limit {
            self.flush()?;
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.is_kept {
            return Ok(());
        }
        let mut stdout = std::io::stdout();
        let written = stdout.write_all(&self.bytes).and_then(|()| stdout.flush());
        self.bytes.clear();
        written
    }
}

impl Drop for Buffer {
    /// Writes the text that was printed before an error.
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

/// The output of a command and its format. The text is written to stdout when the command ends: the reader of a pipe
/// may wait for any time, and the journal must not stay in a read transaction meanwhile.
#[derive(Debug)]
pub struct Output {
    out: Buffer,
    colored: bool,
    terminal: bool,
    quiet: bool,
    silent: bool,
    /// `true` if records are printed as JSON.
    pub json: bool,
}

impl Output {
    /// Creates an output to the stdout of the process; `json` selects JSON for records, `quiet` omits messages.
    pub fn new(color: Color, json: bool, quiet: bool) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        // The errors on stderr have the same choice.
        choice.write_global();
        let colored = AutoStream::choice(&std::io::stdout()) != ColorChoice::Never;
        Self {
            out: Buffer { bytes: Vec::new(), limit: usize::MAX, is_kept: false },
            colored,
            terminal,
            quiet,
            silent: false,
            json,
        }
    }

    /// Creates an output of JSON that is kept for [`Output::kept`], without messages.
    pub fn keeping() -> Self {
        Self {
            out: Buffer { bytes: Vec::new(), limit: usize::MAX, is_kept: true },
            colored: false,
            terminal: false,
            quiet: true,
            silent: false,
            json: true,
        }
    }

    /// Returns the text that was printed and kept.
    pub fn kept(&self) -> &[u8] {
        &self.out.bytes
    }

    /// Returns the width of the terminal in columns, at least 20, or `None` if stdout is no terminal.
    pub fn columns(&self) -> Option<usize> {
        self.terminal.then(|| match crossterm::terminal::size() {
            // A terminal of unknown width reports 0: then 80 is assumed.
            Ok((columns, _)) if columns > 0 => usize::from(columns.max(20)),
            _ => 80,
        })
    }

    /// Prints a line of text that has no control characters. On a terminal, a line that does not fit is wrapped at words. Fails with `ErrorKind::ClosedPipe` if the reader
    /// of stdout has gone.
    pub fn line(&mut self, text: impl Display) -> Result<()> {
        if self.silent {
            return Ok(());
        }
        if self.json || !self.terminal {
            return writeln!(self.out, "{text}").map_err(Error::of_output);
        }
        let text = text.to_string();
        let columns = self.columns().unwrap_or(usize::MAX);
        for line in text.split('\n') {
            writeln!(self.out, "{}", wrapped(line, columns)).map_err(Error::of_output)?;
        }
        Ok(())
    }

    /// Prints text unchanged, without adding a line break.
    pub fn text(&mut self, text: &str) -> Result<()> {
        if self.silent {
            return Ok(());
        }
        self.out.write_all(text.as_bytes()).map_err(Error::of_output)
    }

    /// Prints bytes unchanged.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes).map_err(Error::of_output)
    }

    /// Prints one JSON document, indented.
    pub fn document(&mut self, value: &serde_json::Value) -> Result<()> {
        let text = json::pretty(value).map_err(|err| Error::failed(err.to_string()))?;
        self.line(text)
    }

    /// Prints a JSON array; `fill` prints its items.
    pub fn list<F>(&mut self, fill: F) -> Result<()>
    where
        F: FnOnce(&mut ArrayPrinter<'_>) -> Result<()>,
    {
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.out, Pretty::pretty());
        let mut items = ArrayPrinter(serializer.serialize_seq(None).map_err(|err| of_json(&err))?);
        fill(&mut items)?;
        items.0.end().map_err(|err| of_json(&err))?;
        self.line(String::new())
    }

    /// Prints a JSON array as [`Output::list`] does, and writes it to stdout while it is printed.
    pub fn stream<F>(&mut self, fill: F) -> Result<()>
    where
        F: FnOnce(&mut ArrayPrinter<'_>) -> Result<()>,
    {
        self.out.limit = 1 << 16;
        let printed = self.list(fill);
        self.out.limit = usize::MAX;
        printed
    }

    /// Runs `does` like [`with_status`], after what was printed before.
    pub fn with_status<T>(&mut self, what: &str, does: impl FnOnce() -> Result<T>) -> Result<T> {
        let _ = self.out.flush();
        with_status(what, does)
    }

    /// Flushes stdout and prints a message to stderr, unless the user wants no messages.
    pub fn note(&mut self, text: &str) {
        if self.quiet {
            return;
        }
        let _ = self.out.flush();
        let _ = writeln!(std::io::stderr(), "{}", inert(text));
    }

    /// Prints a hint to stderr, like [`Output::note`].
    pub fn hint(&mut self, text: &str) {
        self.note(&format!("hint: {text}"));
    }

    /// Prints nothing on stdout from now on, as `--quiet` wants of a command that changes the journal.
    pub fn silence(&mut self) {
        self.silent = true;
    }

    /// Prints a warning and a hint to stderr.
    pub fn warn(&mut self, text: &str, hint: Option<&str>) {
        self.note(&format!("warning: {text}"));
        if let Some(hint) = hint {
            self.note(&format!("hint: {hint}"));
        }
    }

    /// Writes the buffered text to stdout.
    pub fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(Error::of_output)
    }

    /// Returns `text` in the accent colour, if colours are on.
    pub fn accent(&self, text: &str) -> String {
        self.painted(AnsiColor::Cyan.on_default(), text)
    }

    /// Returns `text` dimmed, if colours are on.
    pub fn muted(&self, text: &str) -> String {
        self.painted(Style::new().effects(Effects::DIMMED), text)
    }

    /// Returns `text` in bold, if colours are on.
    pub fn strong(&self, text: &str) -> String {
        self.painted(Style::new().effects(Effects::BOLD), text)
    }

    fn painted(&self, style: Style, text: &str) -> String {
        if self.colored && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// Returns the names of the subcommands that a help text of clap lists.
fn subcommands(help: &str) -> Vec<&str> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // The description of a command may continue on further lines, which are indented more.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect()
}

/// Returns a text of clap with “ ” in place of its single quotes; an apostrophe within a word stays.
fn typographic(text: &str) -> String {
    let mut out = format!(" {text} ").replace(" '", " “");
    for end in [" ", ":", ",", ";", ".", ")"] {
        out = out.replace(&format!("'{end}"), &format!("”{end}"));
    }
    out.trim().to_owned()
}

/// Returns the message for a value that an argument does not accept; `None` for any other error of clap.
fn value_message(why: &clap::Error) -> Option<String> {
    let text = |kind| match why.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let value = text(ContextKind::InvalidValue).filter(|value| !value.is_empty())?;
    // A positional argument has only a placeholder, which says nothing to the user.
    let flag = text(ContextKind::InvalidArg)?.split(' ').next().filter(|name| name.starts_with('-'));
    let flag = flag.map(|name| format!("{name}: ")).unwrap_or_default();
    if let Some(ContextValue::Strings(known)) = why.get(ContextKind::ValidValue) {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        return Some(format!("{flag}{}", unknown("value", value, &known)));
    }
    let source = std::error::Error::source(why)?;
    if source.is::<std::num::ParseIntError>() {
        return Some(format!("{flag}“{value}” is not a number"));
    }
    let message = source.to_string();
    // A parser of clap says `0 is not in 1..=9`; the message of a parser of this program is complete.
    Some(match message.strip_prefix(value).and_then(|rest| rest.strip_prefix(" is not in ")) {
        Some(range) => format!("{flag}“{value}” is not a number from {}", range.replace("..=", " to ")),
        None => message,
    })
}

/// Prints the help or version of clap and returns exit code 0; any other message of clap becomes a usage
/// error of one line with a hint.
pub fn clap_answer(why: &clap::Error) -> Result<u8> {
    let rendered = why.render();
    if matches!(why.kind(), ClapKind::DisplayHelp | ClapKind::DisplayVersion) {
        let mut out = anstream::stdout();
        out.write_all(rendered.ansi().to_string().as_bytes())
            .and_then(|()| out.flush())
            .map_err(Error::of_output)?;
        return Ok(0);
    }
    let text = rendered.to_string();
    if why.kind() == ClapKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let usage = text.lines().find(|line| line.starts_with("Usage:")).unwrap_or("");
        let message = format!("no subcommand was given; use {}", subcommands(&text).join(", "));
        return Err(Error::usage(message).hint(usage.replacen("Usage: ", "", 1)));
    }
    let error = Error::usage(value_message(why).unwrap_or_else(|| {
        let lines = text.lines().take_while(|line| !line.trim().is_empty()).map(str::trim);
        let message = lines.collect::<Vec<_>>().join(" ");
        typographic(message.strip_prefix("error: ").unwrap_or(&message))
    }));
    let named = |kind| match why.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    // `Usage: brag goal [OPTIONS] [COMMAND]`: the last word before a placeholder is the command.
    let usage_of = text.lines().find_map(|line| line.strip_prefix("Usage: ")).unwrap_or_default();
    let scope = usage_of.split(' ').take_while(|word| !word.starts_with(['[', '<', '-'])).last();
    let scope = usage_of.split(' ').nth(1).and(scope).unwrap_or("brag");
    let guessed = match why.kind() {
        ClapKind::InvalidSubcommand => {
            named(ContextKind::InvalidSubcommand).and_then(|typed| guesses::command(scope, typed))
        }
        ClapKind::UnknownArgument => {
            named(ContextKind::InvalidArg).and_then(|typed| guesses::flag(scope, typed))
        }
        _ => None,
    };
    if let Some(hint) = guessed {
        return Err(error.hint(hint));
    }
    let tip =
        text.lines().find_map(|line| line.trim().strip_prefix("tip: ")).filter(|tip| tip.contains("similar"));
    let usage = text.lines().find_map(|line| line.strip_prefix("Usage: "));
    Err(match (tip, usage, why.kind()) {
        (Some(tip), ..) => error.hint(typographic(tip)),
        (None, Some(usage), ClapKind::MissingRequiredArgument) => error.hint(usage),
        (None, Some(usage), ClapKind::InvalidSubcommand) => {
            let command = usage.split(' ').take_while(|word| !word.starts_with(['[', '<']));
            error.hint(format!("{} --help lists the commands", command.collect::<Vec<_>>().join(" ")))
        }
        (None, _, ClapKind::UnknownArgument) => {
            error.hint("--help lists the arguments; -- stands before a text that begins with -")
        }
        _ => error.hint("--help lists the arguments; brag --help lists the commands"),
    })
}
/// Runs `does` and returns its result. If stderr is a terminal, it shows `what` in the meantime.
pub fn with_status<T>(what: &str, does: impl FnOnce() -> Result<T>) -> Result<T> {
    let mut stderr = std::io::stderr();
    let shows = stderr.is_terminal();
    if shows {
        let _ = write!(stderr, "{what} …").and_then(|()| stderr.flush());
    }
    let done = does();
    if shows {
        let _ = write!(stderr, "\r\x1b[K").and_then(|()| stderr.flush());
    }
    done
}
