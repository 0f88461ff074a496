//! `brag` keeps the record of a person's work: a journal for the terminal over one SQLite file.
//!
//! # The house
//!
//! | room | what is in it | whom it may know |
//! |---|---|---|
//! | [`domain`] | what the journal is about: wins, projects, metrics and their changes, follow-ups, goals and their pace, reading notes, dates and periods, ids | [`text`] |
//! | [`capture`] | the one-line grammar, both ways | `domain` |
//! | [`import`] | readers of other people's documents into drafts | `domain` |
//! | [`present`] | records out and in by their fields: JSON, CSV, the document in an editor, forms | `domain` |
//! | [`lint`] | rules of good phrasing, with the reason and an example of each | `domain` |
//! | [`report`] | documents from values: the review and the portfolio in every format, the week, the history of a project, the calendar | `domain` |
//! | [`store`] | the only SQL: schema, one file per aggregate, search, history, undo | `domain` |
//! | [`journal`] | the use cases that both faces share; owns the transactions | all above |
//! | [`cli`] | the command line: one file per group of commands | `journal` and the pure rooms |
//! | [`tui`] | the app: model, update, view, and a runtime that does what they ask | `journal` and the pure rooms |
//! | [`config`] [`clock`] [`editor`] [`error`] [`files`] [`text`] | leaves | little or nothing |
//!
//! `cli` and `tui` never know each other or the store; [`run`] hands over where one asks for the
//! other. `tests/architecture.rs` holds all of this, and clippy keeps the database inside `store`
//! and the time inside `clock`.
//!
//! # The way of a line
//!
//! ```text
//! text ── capture::parse(names of the journal) ─▶ ParsedLine { draft, hints, problems }
//! draft ── Journal::add ─▶ store::Batch: rows and their history, one transaction ─▶ Added
//! ```
//!
//! # The way of a keypress
//!
//! ```text
//! bytes ── tui::input ─▶ Input ── keymap ─▶ Action             what the person wants
//! Action ── update(&mut Model, Msg) ─▶ Vec<Effect>             no I/O, no clock, no waiting
//! Effect ── perform ─▶ Journal ─▶ Answer ── update ─▶ …        until nothing is asked any more
//! view(&Model, &mut Frame)                                     draws, and does nothing else
//! ```
//!
//! One thread waits for the terminal, the signals and the watch on the journal's file together, and
//! sleeps when nothing happens. Lists hold a window of rows; what is not near the screen is not in
//! memory.
//!
//! # How nothing is lost
//!
//! Everything that changes the journal goes through [`store::Batch`]: it writes each row and, in the
//! same transaction, what it was, what it became, and the clock of the value that it replaced. Undo writes the inverse
//! as a batch of its own, so that history only ever grows; what is in force follows from it, and the columns that say
//! so are a cache. Ids are UUIDs, the clock of the history never runs backwards, and places among siblings have room
//! between any two: merging two machines' journals can stand on that.
//!
//! # The way of a number, and of a question
//!
//! A win keeps its own from, to and change ([`domain::Figure`]), fixed when written. The same values
//! go into the series of a [`domain::Metric`], which belongs to the win's project or, where it has
//! none, to the win, and which others are logged into. What a series comes to is worked out by
//! [`domain::change`] alone, when it is shown. A [`domain::FollowUp`] asks about a win or a project;
//! its answer stands beside the claim and never over it.
//!
//! # The way of a goal
//!
//! A record becomes evidence by a link from it to the goal; nothing about progress is stored. How far a
//! [`domain::Goal`] is, whether that is as far as its year ([`domain::pace`] has the rule), and what moved
//! it, is worked out from its evidence, check-ins, milestones and metric each time. A goal that is carried
//! over is a new one that names its predecessor, whose evidence it counts.
//!
//! # The way of a document
//!
//! ```text
//! Journal::review(period, reader) ─▶ ReviewData      only what the reader may see
//! report::review::document ─▶ Document               in words; curated by what was chosen for it
//! report::template ─▶ Markdown ─▶ html, pdf, plain   aliases put in, then looked for
//! ```
//!
//! A [`report::document::Document`] is what a template is given, and what `--format json` prints. Each document
//! is a template in `assets`, and every other format is made of its Markdown, so that one's own template changes
//! them all. [`report::redact`] puts aliases for names into what is for the public; where one is still found
//! nothing is written. [`report::name_detection`] looks for names that have no alias yet.
//!
//! In the app the same document is a [`journal::DocumentDraft`]: its outline with everything that may be in it,
//! what was chosen, and its Markdown. A choice is a row of its own ([`domain::Choice`]), so that it is undone
//! like anything else; after each one the draft is made again, and the screens that lie over the outline (the
//! walk through the wins, the year, the names) keep only where they are in it.
//!
//! # The way of a whole journal
//!
//! `brag export json` writes every live record as [`store::StoredRecord`]: its fields by the names of its table,
//! references by identity, in the order of the rows. Taking it in gives each its identity first and its row
//! then, with the instants that it came with, in one batch; written out again it is the same, byte for byte.
//!
//! # One description per kind
//!
//! A kind of record is described once, in its file under [`domain`]: a struct (the body that a person writes), its
//! `FIELDS` ([`domain::Field`]: column, type, label, help, how to read and write the member) and its rules
//! (`normalise`, `validate`). [`domain::KINDS`] has the table, names, dates, owner and uniqueness of every kind.
//! Columns, history, checksums, JSON, CSV, the document in the editor, forms and hints, validation of imported
//! journals, visibility and search follow from these two. [`domain::Stored`] adds identity and instants to a body;
//! a view ([`domain::WinView`], [`domain::GoalView`], [`domain::ProjectView`]) adds what is derived. A value that
//! this version does not understand stays in [`domain::Unread`] until somebody chooses another.
//!
//! # To add something
//!
//! - **a field**: the member in the struct and its row in `FIELDS`, and a column in the script of the next schema under
//!   `store/schema`. `CONTRIBUTING.md` walks through it.
//! - **a kind**: a file under `domain`, a line in `domain::kind`, a row in [`domain::KINDS`], its table, its use cases in
//!   [`journal`] and its screen. `domain/sample.rs` is such a kind, which only tests have.
//! - **a command**: its words in `cli::args`, a function in the file of its group, a case in
//!   `tests/cli.rs`.
//! - **an action of the app**: a line in `tui::action`, a key in `assets/keymap.toml`, what it does in
//!   the screen's `update`. Footer, help and palette follow.
//! - **a screen**: a file under `tui::screens`, an arm in `tui::view` and `tui::update`, snapshots at
//!   four sizes in `tests/tui.rs`.
//! - **a document**: a template in `assets`, an arm of `journal::Form`; what it says that no other does, in
//!   `report::document`.

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
pub mod text;
pub mod tui;

use cli::NextStep;

/// Runs the program on the process's arguments and returns its exit code.
///
/// # Errors
/// Whatever kept it from being done: a line to say, a hint, and an exit code.
pub fn run() -> error::Result<u8> {
    let check_keys = |config: &config::Config| tui::keymap::Keymap::new(&config.keys).1;
    match cli::run(std::env::args_os().collect(), check_keys)? {
        NextStep::Done(code) => Ok(code),
        NextStep::App { journal, warning } => tui::run(*journal, warning),
        NextStep::Prompt(mut prompted) => match tui::prompt::ask(&mut prompted.journal)? {
            // What was typed is on the screen again when it cannot be saved.
            Some(line) => prompted.save(&line).map_err(|why| why.hint(format!("your line was: {line}"))),
            None => Ok(1),
        },
    }
}
