//! Prints text or one JSON document to stdout, and messages to stderr.

use std::fmt::Display;
use std::io::{BufWriter, IsTerminal as _, Stdout, Write as _};

use anstream::AutoStream;
use anstyle::{AnsiColor, Effects, Style};
use clap::ValueEnum;
use clap::error::ErrorKind as ClapKind;
use serde::Serialize;
use serde::ser::{SerializeSeq as _, Serializer};
use serde_json::ser::PrettyFormatter;

use crate::error::{Error, Result};
use crate::text::inert;

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

/// A JSON array that is printed item by item.
pub struct ArrayPrinter<'a>(
    <&'a mut serde_json::Serializer<&'a mut BufWriter<Stdout>, PrettyFormatter<'static>> as Serializer>::SerializeSeq,
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

/// The output of a command: buffered stdout, and its format.
#[derive(Debug)]
pub struct Output {
    out: BufWriter<Stdout>,
    colored: bool,
    terminal: bool,
    /// `true` if records are printed as JSON.
    pub json: bool,
}

impl Output {
    /// Creates an output to the stdout of the process; `json` selects JSON for records.
    pub fn new(color: Color, json: bool) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let colored = match color {
            Color::Auto => AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        };
        Self { out: BufWriter::with_capacity(1 << 16, std::io::stdout()), colored, terminal, json }
    }

    /// Returns the width of the terminal in columns, at least 20, or `None` if stdout is no terminal.
    pub fn columns(&self) -> Option<usize> {
        self.terminal.then(|| match crossterm::terminal::size() {
            // A terminal of unknown width reports 0: then 80 is assumed.
            Ok((columns, _)) if columns > 0 => usize::from(columns.max(20)),
            _ => 80,
        })
    }

    /// Prints a line of text that has no control characters. Fails with `ErrorKind::ClosedPipe` if the reader
    /// of stdout has gone.
    pub fn line(&mut self, text: impl Display) -> Result<()> {
        writeln!(self.out, "{text}").map_err(Error::of_output)
    }

    /// Prints text unchanged, without adding a line break.
    pub fn text(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(Error::of_output)
    }

    /// Prints one JSON document, indented.
    pub fn document(&mut self, value: &serde_json::Value) -> Result<()> {
        let text = serde_json::to_string_pretty(value).map_err(|err| Error::failed(err.to_string()))?;
        self.line(text)
    }

    /// Prints a JSON array; `fill` prints its items.
    pub fn list<F>(&mut self, fill: F) -> Result<()>
    where
        F: FnOnce(&mut ArrayPrinter<'_>) -> Result<()>,
    {
        let mut serializer = serde_json::Serializer::pretty(&mut self.out);
        let mut items = ArrayPrinter(serializer.serialize_seq(None).map_err(|err| of_json(&err))?);
        fill(&mut items)?;
        items.0.end().map_err(|err| of_json(&err))?;
        self.line(String::new())
    }

    /// Runs `does` and returns its result; meanwhile a terminal on stderr shows `what`.
    pub fn with_status<T>(&mut self, what: &str, does: impl FnOnce() -> Result<T>) -> Result<T> {
        let mut stderr = std::io::stderr();
        let shows = stderr.is_terminal();
        if shows {
            let _ = self.out.flush();
            let _ = write!(stderr, "{what} …").and_then(|()| stderr.flush());
        }
        let done = does();
        if shows {
            let _ = write!(stderr, "\r\x1b[K").and_then(|()| stderr.flush());
        }
        done
    }

    /// Flushes stdout and prints a message to stderr.
    pub fn note(&mut self, text: &str) {
        let _ = self.out.flush();
        let _ = writeln!(std::io::stderr(), "{}", inert(text));
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
    let message: Vec<&str> = text.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let message = message.join(" ");
    let error = Error::usage(message.strip_prefix("error: ").unwrap_or(&message));
    let tip =
        text.lines().find_map(|line| line.trim().strip_prefix("tip: ")).filter(|tip| tip.contains("similar"));
    let usage = text
        .lines()
        .find_map(|line| line.strip_prefix("Usage: "))
        .filter(|_| why.kind() == ClapKind::MissingRequiredArgument);
    Err(match tip.or(usage) {
        Some(hint) => error.hint(hint),
        None => error.hint("--help lists the arguments; brag --help lists the commands"),
    })
}
