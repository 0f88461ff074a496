//! `brag` keeps the record of a person's work: a journal for the terminal over one SQLite file.
//!
//! # Modules
//!
//! | module | content | may use |
//! |---|---|---|
//! | [`domain`] | the kinds of record with their fields and rules: wins, projects, metrics, follow-ups, goals, reading notes; dates, amounts, change, pace | [`text`] |
//! | [`capture`] | the one-line grammar: lexer, parser, printer | `domain`, `present` |
//! | [`import`] | parsers for documents of other programs; they return drafts | `domain` |
//! | [`present`] | a record out and in by its fields: JSON, CSV, the document in an editor, forms | `domain` |
//! | [`lint`] | rules of good phrasing, each with its reason and an example | `domain` |
//! | [`report`] | documents: the review and the portfolio in every format, the week, the history of a project, the calendar; redaction | `domain` |
//! | [`store`] | the only SQL: schema and migrations, generic reading (`load`), writing (`records`) and deletion (`deletes`) of records, queries by subject, search, history, undo, integrity | `domain` |
//! | [`journal`] | the use cases that the command line and the app share; it owns the transactions | all above |
//! | [`cli`] | the command line: one file for each group of commands | `journal` and the pure modules |
//! | [`tui`] | the app: model, update, view, and a runtime that performs effects | `journal` and the pure modules |
//! | [`config`] [`clock`] [`editor`] [`error`] [`files`] [`task`] [`text`] | leaves | little or nothing |
//!
//! `cli` and `tui` use neither each other nor the store; [`run`] starts one from the other. `tests/architecture.rs`
//! checks the directions, that no two files use each other, and the length of files; clippy restricts the database to
//! `store` and the wall clock to `clock`.
//!
//! # Data flow of a line
//!
//! ```text
//! text ── capture::parse(names of the journal) ─▶ ParsedLine { draft, hints, problems }
//! draft ── Journal::add ─▶ store::Batch: rows and their history, one transaction ─▶ Added
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
//! A tab is a type that implements [`tui::screen::Screen`], a dialog one that implements [`tui::dialog::Dialog`]. The
//! shell asks them for their contexts, what they accept, what they load, and to draw themselves from their own state and
//! [`tui::cx::ViewCx`]; it knows none of them by name. A question of one line is a [`tui::dialogs::prompt::Prompt`], as
//! data. Effects are data too: tests compare them.
//!
//! One thread waits for the terminal, the signals, the watch on the file of the journal and the worker together, and
//! sleeps when nothing happens. The worker has a connection of its own, performs requests in their order, and can be
//! stopped between two statements; it waits for another program's lock while the app goes on. The loop waits a few
//! milliseconds for an answer, so that a change and its consequences are one frame; what takes longer is announced in the
//! footer, and the dialog whose change is being written is closed and comes back if it cannot be written. Lists hold a
//! window of rows.
//!
//! # Durability
//!
//! Everything that changes the journal goes through [`store::Batch`]: it writes each row and, in the same transaction,
//! the value before, the value after, and the clock of the value that was replaced. Undo writes the inverse as a batch of
//! its own, so that history only grows; the batches in force follow from it, and the columns that name them are a cache.
//! Ids are UUIDs, the clock of the history never runs backwards, and places among siblings have room between any two, so
//! that the journals of two machines can be merged.
//!
//! # Metrics and follow-ups
//!
//! A win keeps its own figures ([`domain::Figure`]), fixed when written. The same values go into the series of a
//! [`domain::Metric`], which belongs to the project of the win or, where it has none, to the win, and which further values
//! are logged into. [`domain::MetricView`] computes the change of a series when it is shown; [`domain::change`] has the
//! rule. A [`domain::FollowUp`] asks about a win or a project; its answer is stored beside the claim and never over it.
//!
//! # Goals
//!
//! A record becomes evidence by a link from it to the goal; no progress is stored. The progress of a [`domain::Goal`], its
//! pace ([`domain::pace`] has the rule) and its timeline are computed from its evidence, check-ins, milestones and metric.
//! A goal that is carried over is a new one that refers to the goal of the year before, whose evidence it counts.
//!
//! # Documents
//!
//! ```text
//! Journal::review(period, reader) ─▶ ReviewData      only what the reader may see
//! report::review::document ─▶ Document               curated by the choices for it
//! report::template ─▶ Markdown ─▶ html, pdf, plain   aliases put in, then the result is checked for names
//! ```
//!
//! A template is given a [`report::document::Document`], which `--format json` prints. Each document is a template in
//! `assets`, and every other format is rendered from its Markdown. [`report::redact`] replaces names by aliases in what is
//! for the public; where a name is still found nothing is written. [`report::name_detection`] looks for names without an
//! alias. In the app the same document is a [`journal::DocumentDraft`]: its outline, the choices for it, and its Markdown.
//! A choice is a record ([`domain::DocumentOverride`]), so that it can be undone.
//!
//! # Exchange
//!
//! `brag export json` writes every live record as [`domain::StoredRecord`]: its fields by the names of the columns,
//! references by identity, in the order of the rows. `brag import` gives each record its identity first and its row then,
//! with its instants, in one batch; exported again it is the same, byte for byte.
//!
//! # One description per kind
//!
//! A kind of record is described once, in its file under [`domain`]: a struct (the body that a person writes), its
//! `FIELDS` ([`domain::Field`]: column, type, label, help, accessors) and its rules (`normalise`, `validate`).
//! [`domain::KINDS`] has the names, dates, owner and uniqueness of every kind. Columns, history, checksums, JSON, CSV, the
//! document in the editor, forms and hints, deletion, validation of imported journals, visibility and search follow from
//! these two. [`domain::Stored`] adds identity and instants to a body; a view ([`domain::WinView`], [`domain::ProjectView`],
//! [`domain::GoalView`], [`domain::MetricView`], [`domain::FollowUpView`]) adds what is derived. A value that this version
//! does not understand stays in [`domain::Unread`] until somebody chooses another.
//!
//! # To add something
//!
//! - **a field**: the member in the struct and its row in `FIELDS`, and a column in the script of the next schema under
//!   `store/schema`. `CONTRIBUTING.md` walks through it.
//! - **a kind**: a file under `domain`, a line in `domain::kind`, a row in [`domain::KINDS`], its table, its use cases in
//!   [`journal`] and its screen. `domain/sample.rs` is such a kind, which only tests have.
//! - **a command**: its flags in `cli::args`, a function in the file of its group, a case in `tests/cli.rs`.
//! - **an action of the app**: a line in `tui::action`, a key in `assets/keymap.toml`, its effect in the screen's
//!   `on_action`. Footer, help and palette follow.
//! - **a tab**: a file under `tui::screens` that implements [`tui::screen::Screen`], a line in
//!   [`tui::screens::all`], its keys in `assets/keymap.toml`, and snapshots in `tests/tui.rs`. `CONTRIBUTING.md` shows
//!   one.
//! - **a document**: a template in `assets`, an arm of `journal::Form`; its own data in `report::document`.

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

/// A run that failed.
#[derive(Debug)]
pub struct Failure {
    /// The error.
    pub error: error::Error,
    /// True if its causes are to be printed (`--verbose`).
    pub verbose: bool,
}

/// Runs the program with the arguments of the process and returns its exit code.
pub fn run() -> Result<u8, Failure> {
    let mut verbose = false;
    start(&mut verbose).map_err(|error| Failure { error, verbose })
}

fn start(verbose: &mut bool) -> error::Result<u8> {
    let check_keys = |config: &config::Config| tui::keymap::Keymap::new(&config.keys).1;
    match cli::run(std::env::args_os().collect(), check_keys, verbose)? {
        NextStep::Done(code) => Ok(code),
        NextStep::App { journal, warning } => tui::run(*journal, warning),
        NextStep::Prompt(mut prompted) => match tui::inline::ask(&mut prompted.journal)? {
            // A line that cannot be saved is printed, so that it can be copied.
            Some(line) => prompted.save(&line).map_err(|err| err.hint(format!("your line was: {line}"))),
            None => Ok(1),
        },
    }
}
