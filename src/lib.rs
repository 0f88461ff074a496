//! `brag` is a brag-document journal for the terminal: wins, metrics, outcomes, goals, reading notes, positions, stories,
//! praise and questionnaires over one SQLite file.
//!
//! # Modules
//!
//! | module | content | may use |
//! |---|---|---|
//! | [`domain`] | the kinds of record with their fields and rules; queries and rows of lists; dates, amounts, change, pace | [`text`] |
//! | [`capture`] | the one-line grammar: lexer, parser, printer | `domain`, `present` |
//! | [`import`] | readers for documents of other programs; they return drafts | `domain` |
//! | [`present`] | a record by its fields: JSON, CSV, the document in an editor, forms | `domain` |
//! | [`lint`] | rules of phrasing and completeness, each with its reason and an example | `domain` |
//! | [`report`] | documents: one pipeline from the input to every format; redaction; texts for screens | `domain` |
//! | [`store`] | the only SQL: schema and migrations, the generic record store, history and undo, search, integrity | `domain` |
//! | [`journal`] | the use cases that the command line and the app share, as services; it owns the transactions | all above |
//! | [`cli`] | the command line: one file for each group of commands | `journal` and the pure modules |
//! | [`tui`] | the app: shell (model, update, view), screens, dialogs, worker, runtime | `journal` and the pure modules |
//! | [`config`] [`clock`] [`editor`] [`error`] [`files`] [`task`] [`text`] | leaves | little or nothing |
//!
//! `cli` and `tui` use neither each other nor the store; [`run`] starts one from the other. `tests/architecture.rs`
//! checks by file that no use is against this direction, that no two files use each other, and that no file is longer
//! than 450 lines. Clippy limits functions to 60 lines, the database to `store` and the wall clock to `clock`.
//!
//! # Reads and writes
//!
//! [`journal::Journal`] is an open journal. A use case is a function of a service, such as [`journal::goals`]:
//!
//! ```text
//! journal.snapshot()? ─▶ Snapshot      goals::find(&snapshot, id)        one read transaction
//! journal.write(|tx| …) ─▶ Transaction  goals::add(tx, &goal, None)       one batch of the history, then COMMIT
//! ```
//!
//! A service reads, checks its rules and writes in one transaction, so no other program can change the records between
//! the check and the write. `write` calls the service twice: first as an attempt without a lock, which ends at its
//! first change, so that a refused change waits for nobody and creates no file; then with the lock. The rules of a kind
//! are in its file under `domain` (`normalise`, `validate`); a service adds those that need other records, such as
//! uniqueness.
//!
//! # Data flow of a line
//!
//! ```text
//! text ── capture::parse(text, today, names) ─▶ ParsedLine { draft, hints, problems }
//! draft ── journal::wins::add(tx, …) ─▶ store::Batch: rows and their history ─▶ Added
//! ```
//!
//! # Data flow of a key
//!
//! ```text
//! bytes ── tui::input ─▶ Input ── keymap ─▶ Action
//! Action ── update(&mut Model, Msg) ─▶ Vec<Request>            no I/O, no clock, never blocks
//! Request ─▶ the loop: quick reads │ the worker: writes and slow reads │ the runtime: the terminal, other programs
//! Answer with the id of its request ── update ─▶ …             late answers are dropped by their id
//! view(&Model, &mut Frame)                                     draws, and does nothing else
//! ```
//!
//! A tab is a type that implements [`tui::screen::Screen`], a dialog a type that implements [`tui::dialog::Dialog`]. The
//! shell asks them for their contexts, what they accept, what they load, and to draw themselves from their own state and
//! [`tui::cx::ViewCx`]; it knows none of them by name. A question of one line is a [`tui::dialogs::prompt::Prompt`], as
//! data. Effects are data too: tests compare them.
//!
//! One thread waits for the terminal, the signals, the watch on the journal's file and the worker together, and sleeps
//! when nothing happens. The worker has its own connection, performs requests in their order, and can be stopped between
//! two statements; it waits for another program's lock while the app goes on. The loop waits a few milliseconds for an
//! answer, so that a change and its consequences are one frame; a longer request is announced in the footer. The dialog
//! whose change is being written is hidden, and returns if the change cannot be written. Lists hold a window of rows.
//!
//! # Look
//!
//! [`tui::theme`] gives each role (text, muted, accent, the day of a heatmap) its style, from the palette of the
//! configuration ([`config`], `assets/themes.toml`), the background that the terminal reported, and the colours that it
//! has. Derived colours keep a minimum contrast, which tests compute for every palette and background. A screen draws a
//! group of rows with [`tui::widgets::paint::group`] and asks [`tui::cx::ViewCx::attend`] before it uses the mark that
//! calls for attention, so that no screen has more than three. Quick access compares what is typed with the records by
//! [`text::fuzzy`]. `brag demo` runs the commands of `assets/demo.txt` on a journal in a temporary directory.
//!
//! # Durability
//!
//! Every change of the journal goes through [`store::Batch`]: it writes each row and, in the same transaction, the value
//! before, the value after, and the clock of the value that was replaced. Undo writes the inverse as a batch of its own,
//! so the history only grows; the batches in force follow from it, and the columns that name them are a cache. Ids are
//! UUIDs, the clock of the history never runs backwards, and two places among siblings always have room between them, so
//! the journals of two machines can be merged. Each row has a checksum; a damaged row is reported and never overwritten.
//!
//! A backup ([`store::Backups`]) is a copy that SQLite makes from one snapshot, checked by reading it back. The daily one is
//! made by a process of its own ([`journal::backups`]), those before an operation are part of it. A restore writes the pages
//! of a backup into the open journal in one transaction, so other programs see it like any other change. A purge is the only
//! change that removes rows and history. Both mark the journal as rewritten until its log is empty, because the history in
//! the log is then no continuation of that in the file.
//!
//! The doctor ([`journal::doctor`]) compares everything with its checksums, and everything that is computed with a new
//! computation. A repair takes values from the history, or corrects the one bit that explains a wrong checksum; a value is
//! accepted only if the checksum then matches. If SQLite cannot read a file, its pages are read without SQLite.
//!
//! A deleted record stays in its table, marked as deleted, so that an undo can restore it. A *live* record is one that
//! is not deleted.
//!
//! # Career
//!
//! A position has titles over time, which are records of their own. [`domain::Positions`] decides which position a win or
//! a project belongs to: the chosen one, else that of its last day, and of overlapping positions the one that began
//! latest; nothing of this is stored. A story refers to wins, metrics and outcomes, and states their figures as they are
//! now. Competencies are names on wins and stories; the ladder that describes them is a file of the user
//! ([`journal::ladders`]), so a competency may outlive its ladder and is then shown as such. Evidence is rated in
//! [`domain::competency`].
//!
//! # Metrics and follow-ups
//!
//! A win keeps its own figures ([`domain::Figure`]), fixed when written. The same values go into the series of a
//! [`domain::Metric`], which belongs to the project of the win or, without a project, to the win. Later values are logged
//! into the series. [`domain::MetricView`] computes the change of a series when it is shown; [`domain::change`] has the
//! rule. A [`domain::FollowUp`] asks about a win or a project; its answer is stored beside the claim and never replaces it.
//!
//! # Goals
//!
//! A record becomes evidence by a link to the goal; no progress is stored. The progress of a [`domain::Goal`], its pace
//! ([`domain::pace`] has the rule) and its timeline are computed from its evidence, check-ins, milestones and metric. A
//! goal that is carried over is a new one that refers to the goal of the year before, whose evidence it counts.
//!
//! # Documents
//!
//! ```text
//! journal::review::load(snapshot, period, reader) ─▶ ReviewInput     one snapshot, only what the reader may see
//! report::export::render(&input, &request):                         pure
//!     build ─▶ apply overrides ─▶ select parts ─▶ template ─▶ redact ─▶ format ─▶ ensure that no name is left
//! ```
//!
//! A template is given a [`report::document::Document`], which `--format json` prints. Each document is a template in
//! `assets`, and every other format is rendered from its Markdown. [`report::redact`] replaces names by their aliases in
//! documents for the public; if a name can still be read, nothing is written. [`report::name_detection`] looks for names
//! without an alias. In the app the same document is a [`journal::DocumentDraft`]: its outline, its overrides and its
//! Markdown. An override is a record ([`domain::DocumentOverride`]), so it can be undone.
//!
//! # Data flow of an import
//!
//! ```text
//! bytes ── import::decode, import::read ─▶ drafts ── journal::import::plan: compared with the journal ─▶ Plan
//! Plan ── changed by the user in the app ── journal::import::apply(tx, &plan) ─▶ one batch
//! git log ── journal::git ── import::git ─▶ InboxItem ── journal::inbox::receive ─▶ kept, merged or refused later
//! ```
//!
//! An inbox item is a record ([`domain::InboxItem`]), but no list, count, search and document contains it.
//!
//! # Exchange
//!
//! `brag export json` writes every live record as [`domain::StoredRecord`]: its fields by the names of the columns,
//! references by id, in the order of the rows. `brag import` creates the ids of all records first and then their rows,
//! with their instants, in one batch; exported again, they are the same byte for byte.
//!
//! # One description per kind
//!
//! A kind of record is described once, in its file under [`domain`]: a struct, its `FIELDS` ([`domain::Field`]: column,
//! type, label, help, accessors) and its rules. [`domain::KINDS`] has the names, dates, owner and uniqueness of every kind.
//! Columns, history, checksums, JSON, CSV, the document in the editor, forms and hints, deletion, validation of imported
//! journals, visibility and search follow from these two. [`domain::Stored`] adds the id and the instants to a body; a
//! view ([`domain::WinView`], [`domain::ProjectView`], [`domain::GoalView`], [`domain::MetricView`],
//! [`domain::FollowUpView`]) adds derived data. A stored value that this version does not understand stays in
//! [`domain::Unread`] until the user chooses another one.
//!
//! # Errors
//!
//! The modules below `journal` have their own error enums; a use case returns [`error::Error`]: a kind, a message, a hint
//! that states the remedy, the field, and the source, which `--verbose` prints.
//!
//! `CONTRIBUTING.md` explains step by step how to add a field, a kind, a screen, a document and a command.

pub mod capture;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod editor;
pub mod error;
pub mod files;
pub mod import;
pub mod journal;
pub mod lint;
pub mod present;
pub mod report;
pub mod store;
pub mod task;
pub mod text;
pub mod tui;

/// Compiles and runs the examples of the guide for contributors.
#[cfg(doctest)]
#[doc = include_str!("../CONTRIBUTING.md")]
struct Contributing;

use cli::NextStep;
use tui::message::Message;

/// A run that failed.
#[derive(Debug)]
pub struct Failure {
    /// The error to print.
    pub error: error::Error,
    /// `true` if its causes are to be printed (`--verbose`).
    pub verbose: bool,
}

/// Runs the program with the arguments of the process and returns its exit code.
pub fn run() -> Result<u8, Failure> {
    let mut verbose = false;
    start(&mut verbose).map_err(|error| Failure { error, verbose })
}

/// Runs the app, and the app on the sample journal if the user asks for it there.
fn app(mut journal: journal::Journal, warning: Option<String>) -> error::Result<u8> {
    let mut greeting = warning.map(Message::attention);
    loop {
        let (paths, config, clock) = (journal.paths().clone(), journal.config().clone(), journal.clock());
        match tui::run(journal, greeting.take())? {
            tui::End::Demo => {}
            end => return Ok(end.code()),
        }
        let made =
            cli::output::with_status("making the sample career", || cli::demo::make(None, &config, clock));
        if let tui::End::Signal(_) = tour(made?)? {
            return Ok(0);
        }
        journal = journal::Journal::open(paths, config, clock)?;
    }
}

/// Runs the app on a sample journal, which is removed afterwards.
fn tour(demo: cli::demo::Demo) -> error::Result<tui::End> {
    let cli::demo::Demo { journal, directory } = demo;
    let text = match &directory {
        Some(_) => "this is a sample: change what you like, q leaves it, and nothing of it stays".to_owned(),
        None => format!("this is a sample, kept in {}", journal.paths().journal.display()),
    };
    let end = tui::run(journal, Some(Message::plain(text)));
    drop(directory);
    end
}

fn start(verbose: &mut bool) -> error::Result<u8> {
    // A file that grows beyond the limit of the shell then gives an error, and does not end the process.
    let too_large = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, too_large);
    let check_keys = |config: &config::Config| tui::keymap::Keymap::new(&config.keys).1;
    match cli::run(std::env::args_os().collect(), check_keys, verbose)? {
        NextStep::Done(code) => Ok(code),
        NextStep::App { journal, warning } => app(*journal, warning),
        NextStep::Demo(demo) => tour(*demo).map(tui::End::code),
        NextStep::Prompt(mut prompted) => match tui::inline::ask(&mut prompted.journal)? {
            // A line that cannot be saved is printed, so that it can be copied.
            Some(line) => prompted.save(&line).map_err(|err| err.hint(format!("your line was: {line}"))),
            None => Ok(1),
        },
    }
}
