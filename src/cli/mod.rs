//! The command line: one module per group of commands. A command prints its result and returns the exit code.

mod aliases;
mod args;
mod backups;
mod browse;
mod capture;
mod columns;
mod competencies;
mod complete;
mod confirm;
pub mod demo;
mod destination;
mod directories;
mod doctor;
mod documents;
mod edit_outcome;
mod examples;
mod export;
mod filters;
mod flags;
mod goals;
mod guesses;
mod help;
mod hints;
mod import;
mod inbox;
mod json;
mod ladders;
mod leaf;
mod lint;
mod manual;
mod metrics;
mod mirror;
mod mirror_files;
mod notices;
mod outcomes;
pub mod output;
mod parse;
mod positions;
mod praise;
mod profile;
mod projects;
mod purge;
mod questionnaires;
mod readings;
mod records;
mod remove;
mod search;
mod settings;
mod shells;
mod shortcuts;
mod show;
mod stories;
mod tables;
mod topics;
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::capture::flags::Flags;
use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::error::{Error, Result};
use crate::journal::{Context, Journal, backups as journal_backups};
use crate::text::counted;

pub use output::Output;

/// The next step of the program after the command line.
#[derive(Debug)]
pub enum NextStep {
    /// The end of the program, with the exit code of the command.
    Done(u8),
    /// The start of the app.
    App {
        /// The open journal.
        journal: Box<Journal>,
        /// The message that the app shows first, if the configuration cannot be read.
        warning: Option<String>,
    },
    /// The start of the app on the sample journal.
    Demo(Box<demo::Demo>),
    /// A question for one line of input, for [`Prompted::save`].
    Prompt(Box<Prompted>),
}

/// A `brag add` without text, which waits for a line of input.
#[derive(Debug)]
pub struct Prompted {
    /// The open journal.
    pub journal: Journal,
    flags: Flags,
    output: Output,
}

impl Prompted {
    /// Saves the line as `brag add` does and returns the exit code.
    pub fn save(mut self, line: &str) -> Result<u8> {
        capture::add_line(&mut self.journal, &mut self.output, line, &self.flags)
    }
}

/// Parses and runs a command line; the first argument is the program's name. `check_keys` returns the
/// problems in the key bindings of a configuration. Sets `verbose` to `true` if the causes of an error are to
/// be printed.
pub fn run(
    arguments: Vec<OsString>,
    check_keys: fn(&Config) -> Vec<String>,
    verbose: &mut bool,
) -> Result<NextStep> {
    run_command(arguments, check_keys, verbose).map_err(hints::complete)
}

fn run_command(
    arguments: Vec<OsString>,
    check_keys: fn(&Config) -> Vec<String>,
    verbose: &mut bool,
) -> Result<NextStep> {
    if let Some(code) = serve_itself(&arguments)? {
        return Ok(NextStep::Done(code));
    }
    clap_complete::CompleteEnv::with_factory(args::Cli::command).shells(shells::shells()).complete();
    set_color(&arguments);
    let matches = match parse::parse(command_for(&arguments), arguments) {
        Ok(matches) => matches,
        Err(err) => return output::clap_answer(&err).map(NextStep::Done),
    };
    let cli = args::Cli::from_arg_matches(&matches).map_err(|err| Error::usage(err.to_string()))?;
    let cli = cli.with_message();
    *verbose = cli.verbose;
    let mut output = Output::new(cli.color, cli.json, cli.quiet);
    let leaf = leaf::leaf(&matches);
    if cli.quiet && !cli.json && leaf::WRITES.contains(&leaf) {
        output.silence();
    }
    let from_env = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let db = cli.db.clone().or_else(|| from_env("BRAG_DB"));
    let paths = Paths::new(db, cli.config.clone().or_else(|| from_env("BRAG_CONFIG")))?;
    refuse_missing(&cli, leaf, &mut output)?;
    if matches!(cli.command, Some(args::Command::Demo)) {
        return demo(&cli, &paths, &mut output);
    }
    if let Some(command) = &cli.command
        && let Some(code) = settings::run(command, &paths, &mut output, check_keys)?
    {
        return Ok(NextStep::Done(code));
    }
    let clock = clock()?;
    let (config, broken) = load_config(&cli, &paths);
    let Some(command) = cli.command else {
        return app(paths, config, broken.as_ref(), clock);
    };
    if let Some(why) = broken {
        output.warn(why.message(), Some("fix it with: brag config edit; until then the defaults are used"));
    }
    let path = paths.journal.clone();
    if let args::Command::Doctor(args::DoctorArgs { output: Some(new), .. }) = &command {
        return doctor::salvage(&paths, &mut output, new).map(NextStep::Done);
    }
    let mut journal = match open(&command, paths, config, clock, &mut output)? {
        Opened::Journal(journal) => *journal,
        Opened::Done(code) => return Ok(NextStep::Done(code)),
    };
    warn_damaged(&command, &journal, &mut output);
    if let args::Command::Add(add) = &command
        && add.text.is_empty()
        && !add.editor
    {
        return prompt(journal, add, output);
    }
    let code = dispatch(command, &mut journal, &mut output, check_keys)
        .map_err(|err| crate::journal::name_damaged(err, &path))?;
    output.flush()?;
    if journal_backups::is_due(&journal) {
        // The process ends by itself.
        drop(journal_backups::start_daily(journal.paths()));
    }
    Ok(NextStep::Done(code))
}

/// Returns the program's command; only a help needs the examples.
fn command_for(arguments: &[OsString]) -> clap::Command {
    let is_help = arguments.iter().any(|argument| argument == "--help" || argument == "-h");
    let is_all = arguments.iter().any(|argument| argument == "--all");
    if is_help { examples::command(is_all) } else { args::Cli::command() }
}

/// Fails if a command reads a journal that does not exist at the path of `--db`, and warns of a configuration that does not
/// exist at the path of `--config`.
fn refuse_missing(cli: &args::Cli, leaf: &str, output: &mut Output) -> Result<()> {
    if let Some(db) = cli.db.as_ref().filter(|_| leaf::READS.contains(&leaf))
        && let Err(err) = db.try_exists()
    {
        return Err(Error::failed(format!("cannot read the journal “{}”: {err}", db.display()))
            .hint("check the permissions of the directories of the path"));
    }
    if let Some(db) = cli.db.as_ref().filter(|db| !db.exists() && leaf::READS.contains(&leaf)) {
        return Err(Error::failed(format!("the journal “{}” does not exist", db.display()))
            .hint("check the path behind --db; brag add with this path creates a journal there"));
    }
    if let Some(path) = cli.config.as_ref().filter(|path| !path.exists() && leaf != "edit") {
        let path = path.display();
        output.warn(
            &format!("the configuration “{path}” does not exist; the defaults are used"),
            Some("check the path; brag config edit creates a configuration"),
        );
    }
    Ok(())
}

/// Returns the step that asks for the line of a `brag add` without text.
fn prompt(journal: Journal, add: &args::AddArgs, output: Output) -> Result<NextStep> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Err(Error::usage("a win needs a title")
            .hint("say what you did: brag add 'Halved the build time #ci', or pipe it into: brag add -; brag list lists the wins"));
    }
    Ok(NextStep::Prompt(Box::new(Prompted { journal, flags: add.flags.flags(), output })))
}

/// Turns colours off before clap prints a help, if `--color never` is among the arguments.
fn set_color(arguments: &[OsString]) {
    let never = arguments.iter().any(|argument| argument == "--color=never")
        || arguments.windows(2).any(|pair| pair[0] == "--color" && pair[1] == "never");
    if never {
        anstream::ColorChoice::Never.write_global();
    }
}

/// Runs what the program starts itself for, in a process of its own; `None` for a command of the user.
fn serve_itself(arguments: &[OsString]) -> Result<Option<u8>> {
    let first = arguments.get(1);
    if first.is_some_and(|first| first == crate::journal::template_process::ARGUMENT) {
        return crate::journal::template_process::serve().map(Some);
    }
    if let (Some(first), Some(path)) = (first, arguments.get(2))
        && first == journal_backups::ARGUMENT
    {
        let paths = Paths::new(Some(path.into()), None)?;
        journal_backups::daily(&paths, &clock()?)?;
        return Ok(Some(0));
    }
    Ok(None)
}

/// The open journal, or the exit code of a command that needs none.
enum Opened {
    Journal(Box<Journal>),
    Done(u8),
}

/// Opens the journal for a command. `brag restore` works on a journal that cannot be opened, too.
fn open(
    command: &args::Command,
    paths: Paths,
    config: Config,
    clock: Clock,
    output: &mut Output,
) -> Result<Opened> {
    let opened = Journal::open(paths.clone(), config.clone(), clock);
    match (opened, command) {
        (Err(err), args::Command::Restore(args)) if crate::journal::is_damage(&err) => {
            let context = Context::new(clock, config, paths);
            let code = backups::restore_unreadable(&context, output, args, &err)?;
            output.flush()?;
            Ok(Opened::Done(code))
        }
        (opened, _) => Ok(Opened::Journal(Box::new(opened?))),
    }
}

/// Warns before the output of a command if the last check found damage.
fn warn_damaged(command: &args::Command, journal: &Journal, output: &mut Output) {
    use args::Command::{Backup, Doctor, Purge, Restore};
    if journal.corrected_log() > 0 {
        output.warn("a flipped bit in the write-ahead log was corrected; nothing was lost", None);
    }
    if matches!(command, Backup(_) | Doctor(_) | Restore(_) | Purge(_)) {
        return;
    }
    if let Some(count) = journal_backups::lost(journal) {
        let backups = counted(count, "backup", "backups");
        output.warn(
            &format!(
                "the journal {} is missing or empty, but it has {backups}",
                journal.paths().journal.display()
            ),
            Some("brag restore today brings back the last one"),
        );
    }
    if let Some(count) = journal_backups::known_damage(journal.paths()) {
        let problems = counted(count, "problem", "problems");
        output.warn(
            &format!("the journal is damaged ({problems})"),
            Some("brag doctor lists what is damaged, brag doctor --fix repairs it"),
        );
    }
}

fn dispatch(
    command: args::Command,
    journal: &mut Journal,
    output: &mut Output,
    check_keys: fn(&Config) -> Vec<String>,
) -> Result<u8> {
    use args::Command;
    match command {
        Command::Add(args) => capture::add(journal, output, &args),
        Command::Edit(args) => capture::edit(journal, output, &args),
        Command::List(args) => browse::list(journal, output, &args),
        Command::Search(args) => search::search(&journal.snapshot()?, output, &args),
        Command::Show { ids } => records::show(&journal.snapshot()?, output, &ids),
        Command::Rm { ids, .. } => records::remove(journal, output, &ids),
        Command::Undo(args) => records::undo(journal, output, &args),
        Command::Redo { count } => records::redo(journal, output, count),
        Command::History(args) => records::history(&journal.snapshot()?, output, &args),
        Command::Tags(args) => browse::labels(journal, output, crate::domain::LabelKind::Tag, args.action),
        Command::People(args) => browse::people(journal, output, args.action),
        Command::Skills(args) => browse::skills(journal, output, args.action),
        Command::Lint(args) => lint::run(&journal.snapshot()?, output, &args),
        Command::Stats { period } => {
            documents::stats(&journal.snapshot()?, output, args::phrase(&period).as_deref())
        }
        Command::Week(args) => documents::week(&journal.snapshot()?, output, &args),
        Command::Review(args) => documents::review(journal, output, &args),
        Command::Import(args) => import::run(journal, output, &args),
        Command::Inbox { action } => inbox::run(journal, output, action),
        Command::Due(args) => outcomes::due(&journal.snapshot()?, output, &args),
        Command::Goal { action } => goals::run(journal, output, action),
        Command::Read { action } => readings::run(journal, output, action),
        Command::Project { action } => projects::run(journal, output, action),
        Command::Position { action } => positions::run(journal, output, action),
        Command::Story { action } => stories::run(journal, output, action),
        Command::Praise { action } => praise::run(journal, output, action),
        Command::Questionnaire { action } => questionnaires::run(journal, output, action),
        Command::Profile { action } => profile::run(journal, output, action),
        Command::Ladder { action } => ladders::run(journal, output, action),
        Command::Competency { action } => competencies::run(journal, output, action),
        Command::Metric { action } => metrics::run(journal, output, action),
        Command::Outcome { action } => outcomes::run(journal, output, action),
        Command::Answer(args) => outcomes::record(journal, output, args),
        Command::Alias { action } => aliases::run(journal, output, action),
        Command::Export(args) => export::run(journal, output, &args),
        Command::Backup(args) => backups::backup(journal, output, &args),
        Command::Restore(args) => backups::run_restore(journal, output, &args),
        Command::Purge(args) => purge::run(journal, output, &args),
        Command::Doctor(args) => doctor::run(journal, output, &args, check_keys),
        // Handled by `settings::run`.
        Command::Config { .. }
        | Command::Completions { .. }
        | Command::Help { .. }
        | Command::Man { .. }
        | Command::Demo => Ok(0),
    }
}

fn needs_terminal() -> Result<()> {
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Error::usage("the app needs a terminal")
        .hint("in a script use: brag list, brag due, or any other command with --json"))
}

/// Loads the configuration. A broken one must not prevent a win from being saved: the defaults replace it, and
/// its error is returned with them.
fn load_config(cli: &args::Cli, paths: &Paths) -> (Config, Option<Error>) {
    let (mut config, broken) = match Config::load(&paths.config) {
        Ok(config) => (config, None),
        Err(err) => (Config::default(), Some(err)),
    };
    config.plain |= cli.plain;
    (config, broken)
}

/// Opens the app on a sample journal. Without a terminal, a sample that is kept is only made.
fn demo(cli: &args::Cli, paths: &Paths, output: &mut Output) -> Result<NextStep> {
    let (config, _) = load_config(cli, paths);
    match (needs_terminal(), &cli.db) {
        (Ok(()), kept) => Ok(NextStep::Demo(Box::new(demo::make(kept.as_deref(), &config, clock()?)?))),
        (Err(_), Some(path)) => {
            drop(demo::make(Some(path), &config, clock()?)?);
            output.note(&format!("made the sample journal {}", path.display()));
            let config = demo::config_of(path);
            output.hint(&format!("open it with: brag --db {} --config {}", path.display(), config.display()));
            Ok(NextStep::Done(0))
        }
        (Err(err), None) => Err(err.hint("brag demo --db PATH makes the sample journal without opening it")),
    }
}

fn app(paths: Paths, config: Config, broken: Option<&Error>, clock: Clock) -> Result<NextStep> {
    needs_terminal()?;
    // The app shows the warning itself, because its screen hides earlier output to stderr.
    let warning = match broken {
        Some(why) => Some(format!("{}; the defaults are used until brag config edit", why.message())),
        None => config.problem(),
    };
    Ok(NextStep::App { journal: Box::new(Journal::open(paths, config, clock)?), warning })
}

/// Returns the clock, fixed by `BRAG_TODAY` and `BRAG_NOW` if they are set. A value that does not parse is a
/// usage error.
fn clock() -> Result<Clock> {
    let variable = |name| std::env::var(name).ok();
    Clock::new(variable("BRAG_TODAY").as_deref(), variable("BRAG_NOW").as_deref())
}
