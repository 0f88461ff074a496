//! The journal's file is replaced or removed while it is open, or lies beside the write-ahead log of another.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

mod support;
#[path = "support/pty.rs"]
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};

use brag::clock::Clock;
use brag::config::{Config, Paths};
use brag::journal::{ExternalChange, Journal, wins};
use support::Sandbox;
use terminal::Pty;

fn open(sandbox: &Sandbox) -> Journal {
    let paths = Paths { journal: sandbox.journal(), config: "none".into(), state: sandbox.path("state") };
    let clock = Clock::new(Some("2026-03-06"), None).unwrap();
    Journal::open(paths, Config::default(), clock).unwrap()
}

fn add(journal: &mut Journal, line: &str) -> brag::error::Result<()> {
    let reading = wins::parse_line(&journal.snapshot().unwrap(), line);
    journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).map(drop)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Creates a second journal with one win beside the first; returns its path.
fn other_journal(sandbox: &Sandbox) -> PathBuf {
    let path = sandbox.path("other.db");
    sandbox.out(&["--db", path.to_str().unwrap(), "add", "Of the other journal"]);
    path
}

#[test]
fn a_replaced_journal_is_reopened_and_its_records_do_not_mix() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Before it was replaced"]);
    let mut journal = open(&sandbox);
    let mut seen = 0;
    let _ = journal.external_change(&mut seen);
    add(&mut journal, "Written while it was open").unwrap();
    journal.empty_log();
    fs::rename(other_journal(&sandbox), sandbox.journal()).unwrap();
    let refused = add(&mut journal, "Written into nothing").unwrap_err();
    assert!(refused.message().contains("was replaced by another file"), "{refused:?}");
    assert_eq!(journal.external_change(&mut seen).unwrap(), ExternalChange::Replaced);
    add(&mut journal, "Written into the new one").unwrap();
    drop(journal);
    assert_eq!(sandbox.titles(), ["Written into the new one", "Of the other journal"]);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn the_log_of_a_replaced_journal_is_never_applied_to_the_new_one() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Before it was replaced"]);
    let mut journal = open(&sandbox);
    let mut seen = 0;
    let _ = journal.external_change(&mut seen);
    // The write stays in the log while the journal is open.
    add(&mut journal, "Written while it was open").unwrap();
    let (log, index) = (with_suffix(&sandbox.journal(), "-wal"), with_suffix(&sandbox.journal(), "-shm"));
    assert!(fs::metadata(&log).unwrap().len() > 0);
    let other = other_journal(&sandbox);
    let before = fs::read(&other).unwrap();
    fs::rename(other, sandbox.journal()).unwrap();
    let refused = journal.external_change(&mut seen).unwrap_err();
    assert!(refused.message().contains("does not belong to the journal"), "{refused:?}");
    assert!(refused.hint_text().unwrap().contains("rm -f "), "{refused:?}");
    assert!(add(&mut journal, "Written into nothing").is_err());
    assert_eq!(fs::read(sandbox.journal()).unwrap(), before);
    // Follow the hint.
    fs::remove_file(index).unwrap();
    fs::rename(&log, sandbox.path("old.log")).unwrap();
    assert!(add(&mut journal, "Written into nothing").is_err());
    assert_eq!(journal.external_change(&mut seen).unwrap(), ExternalChange::Replaced);
    add(&mut journal, "Written into the new one").unwrap();
    drop(journal);
    assert_eq!(sandbox.titles(), ["Written into the new one", "Of the other journal"]);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn a_removed_journal_is_not_written_until_it_is_back() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Before it was removed"]);
    let mut journal = open(&sandbox);
    let mut seen = 0;
    let away = sandbox.path("away.db");
    fs::rename(sandbox.journal(), &away).unwrap();
    let refused = add(&mut journal, "Written into nothing").unwrap_err();
    assert!(refused.message().contains("was removed or moved"), "{refused:?}");
    assert_eq!(journal.external_change(&mut seen).unwrap(), ExternalChange::Removed);
    fs::rename(&away, sandbox.journal()).unwrap();
    add(&mut journal, "After it came back").unwrap();
    drop(journal);
    assert_eq!(sandbox.titles().len(), 2);
}

#[test]
fn a_write_empties_the_log_even_while_an_app_is_open() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "The first one"]);
    let _app = open(&sandbox);
    sandbox.out(&["add", "While an app is open"]);
    assert_eq!(fs::metadata(with_suffix(&sandbox.journal(), "-wal")).unwrap().len(), 0);
}

#[test]
fn a_log_without_its_journal_is_reported_and_left_unchanged() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "The first one"]);
    let mut journal = open(&sandbox);
    add(&mut journal, "Only in the log").unwrap();
    let log = fs::read(with_suffix(&sandbox.journal(), "-wal")).unwrap();
    assert!(!log.is_empty());
    for empty in [true, false] {
        let path = sandbox.path(if empty { "empty.db" } else { "missing.db" });
        fs::write(with_suffix(&path, "-wal"), &log).unwrap();
        if empty {
            fs::write(&path, "").unwrap();
        }
        for command in [&["list"][..], &["doctor"], &["add", "A win"]] {
            let output = sandbox.command(command).env("BRAG_DB", &path).output().unwrap();
            let error = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{command:?}: {error}");
            assert!(error.contains("its log") && error.contains("hint: "), "{command:?}: {error}");
            assert_eq!(fs::read(with_suffix(&path, "-wal")).unwrap(), log);
            assert_eq!(fs::read(&path).is_ok_and(|bytes| bytes.is_empty()), empty);
        }
    }
}

#[test]
fn reading_leaves_an_empty_file_empty() {
    let sandbox = Sandbox::new();
    sandbox.write("journal.db", "");
    for command in [&["list"][..], &["doctor"], &["due"]] {
        sandbox.out(command);
        assert_eq!(fs::read(sandbox.journal()).unwrap(), b"", "{command:?}");
    }
    sandbox.out(&["add", "The first one"]);
    assert_eq!(sandbox.titles(), ["The first one"]);
}

#[test]
fn a_journal_with_the_log_of_another_is_refused_and_left_unchanged() {
    let sandbox = Sandbox::new();
    for at in 0..30 {
        sandbox.out(&["add", &format!("The win of number {at}")]);
    }
    let old = fs::read(sandbox.journal()).unwrap();
    sandbox.out(&["add", "After the copy was made"]);
    let mut journal = open(&sandbox);
    add(&mut journal, "Waits in the log").unwrap();
    // Copies of the files as a killed process leaves them, without the clean-up of a normal exit.
    let (file, log) =
        (fs::read(sandbox.journal()).unwrap(), fs::read(with_suffix(&sandbox.journal(), "-wal")).unwrap());
    let put = |name: &str, file: &[u8]| {
        let path = sandbox.path(name);
        sandbox.write(name, file);
        sandbox.write(&format!("{name}-wal"), &log);
        let output = sandbox.command(&["list"]).env("BRAG_DB", &path).output().unwrap();
        (path, output)
    };
    let (_, own) = put("own.db", &file);
    assert!(String::from_utf8(own.stdout).unwrap().contains("Waits in the log"));
    for (name, file) in [("old.db", &old), ("other.db", &fs::read(other_journal(&sandbox)).unwrap())] {
        let (path, output) = put(name, file);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}: {error}");
        assert!(
            error.contains("does not belong to the journal") && error.contains("hint: move the log"),
            "{error}"
        );
        assert_eq!((&fs::read(&path).unwrap(), &fs::read(with_suffix(&path, "-wal")).unwrap()), (file, &log));
        assert!(!with_suffix(&path, "-shm").exists());
        // Move the log, as the hint suggests.
        fs::rename(with_suffix(&path, "-wal"), with_suffix(&path, "-wal.old")).unwrap();
        let output = sandbox.command(&["doctor"]).env("BRAG_DB", &path).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "the journal is sound\n");
    }
}

#[test]
fn a_journal_overwritten_in_place_refuses_one_write_and_is_reread() {
    for more in [0, 40] {
        let sandbox = Sandbox::new();
        sandbox.out(&["add", "The first one"]);
        let copy = fs::read(sandbox.journal()).unwrap();
        for at in 0..more {
            sandbox.out(&["add", &format!("The win of number {at}")]);
        }
        let mut journal = open(&sandbox);
        add(&mut journal, "Written before the copy").unwrap();
        journal.empty_log();
        let mut seen = 0;
        let _ = journal.external_change(&mut seen);
        // `cp` keeps the file and replaces its bytes.
        fs::write(sandbox.journal(), &copy).unwrap();
        let refused = add(&mut journal, "Written into nothing").unwrap_err();
        assert!(refused.message().contains("was replaced by another file"), "{refused:?}");
        add(&mut journal, "Written into the copy").unwrap();
        drop(journal);
        assert_eq!(sandbox.titles(), ["Written into the copy", "The first one"]);
        assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    }
}

#[test]
fn removing_the_log_under_an_open_journal_loses_nothing() {
    for both in [true, false] {
        let sandbox = Sandbox::new();
        sandbox.out(&["add", "The first one"]);
        let mut journal = open(&sandbox);
        add(&mut journal, "The second one").unwrap();
        journal.empty_log();
        fs::remove_file(with_suffix(&sandbox.journal(), "-wal")).unwrap();
        if both {
            fs::remove_file(with_suffix(&sandbox.journal(), "-shm")).unwrap();
        }
        sandbox.out(&["add", "From a shell meanwhile"]);
        add(&mut journal, "The third one").unwrap();
        sandbox.out(&["add", "From a shell once more"]);
        drop(journal);
        assert_eq!(sandbox.titles().len(), 5, "{both}");
        assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    }
}

#[test]
fn reading_a_read_only_journal_does_not_block_later_writes() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "The first one"]);
    fs::set_permissions(sandbox.journal(), fs::Permissions::from_mode(0o400)).unwrap();
    assert_eq!(sandbox.titles(), ["The first one"]);
    fs::set_permissions(sandbox.journal(), fs::Permissions::from_mode(0o600)).unwrap();
    sandbox.out(&["add", "The second one"]);
    assert_eq!(sandbox.titles().len(), 2);
}

#[test]
fn the_app_keeps_typed_text_when_its_journal_is_replaced_or_removed() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Before it was replaced"]);
    let other = other_journal(&sandbox);
    let mut app = Pty::start(&sandbox.path(""), &[], (100, 30));
    app.shows("Before it was replaced");
    app.send("aTyped before the file was replaced");
    app.shows("Typed before the file was replaced");
    fs::rename(&other, sandbox.journal()).unwrap();
    app.shows("the journal was replaced by another file");
    app.send("\r");
    app.shows("✓ added");
    app.shows("Of the other journal");
    let away = sandbox.path("away.db");
    fs::rename(sandbox.journal(), &away).unwrap();
    app.shows("was removed or moved");
    app.send("aTyped after the file was removed");
    app.shows("Typed after the file was removed");
    app.send("\r");
    app.shows("nothing was written");
    app.shows("Typed after the file was removed");
    fs::rename(&away, sandbox.journal()).unwrap();
    app.send("\r");
    app.shows("✓ added");
    app.send("q");
    assert!(app.end().success());
    let mut all = sandbox.titles();
    all.sort();
    assert_eq!(
        all,
        ["Of the other journal", "Typed after the file was removed", "Typed before the file was replaced"]
    );
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}
