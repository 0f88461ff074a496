//! The app's worker with a real journal: the order of requests, locks and cancellation.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

use std::time::Duration;

use brag::clock::Clock;
use brag::config::{Config, Paths};
use brag::domain::{Win, WinFilter};
use brag::journal::{Journal, Sort, timeline};
use brag::store::{Stamp, Store};
use brag::tui::answer::Answer;
use brag::tui::effect::{Effect, Request, RequestId};
use brag::tui::worker::{Report, Worker};

/// The maximum time to wait for a report.
const TIMEOUT: Duration = Duration::from_secs(20);

fn journal(directory: &std::path::Path) -> Journal {
    let paths = Paths {
        journal: directory.join("journal.db"),
        config: directory.join("config.toml"),
        state: directory.join("state"),
    };
    let config = Config { daily_backup: false, ..Config::default() };
    Journal::open(paths, config, Clock::new(Some("2026-03-06"), None).unwrap()).unwrap()
}

fn add(number: u64, title: &str) -> Request {
    let win = Win { title: title.into(), ..Win::default() };
    Request { id: RequestId::new(number), effect: Effect::Add(Box::new(win), Vec::new()) }
}

fn titles(journal: &Journal) -> Vec<String> {
    timeline::list(&journal.snapshot().unwrap(), &WinFilter::default(), Sort::Logged, 10)
        .unwrap()
        .into_iter()
        .map(|row| row.title)
        .collect()
}

#[test]
fn requests_are_answered_in_order_and_create_the_journal() {
    let directory = tempfile::tempdir().unwrap();
    let mut worker = Worker::start(&journal(directory.path()), || {}).unwrap();
    worker.send(add(1, "One"));
    worker.send(add(2, "Two"));
    for number in [1, 2] {
        let Some(Report::Answer(id, Answer::Saved(_))) = worker.report(TIMEOUT) else { panic!("not saved") };
        assert_eq!(id, RequestId::new(number));
    }
    assert!(worker.is_idle());
    assert_eq!(titles(&journal(directory.path())), ["Two", "One"]);
}

#[test]
fn stop_removes_a_queued_request_and_cancels_a_running_one() {
    let directory = tempfile::tempdir().unwrap();
    let first = journal(directory.path());
    let mut worker = Worker::start(&first, || {}).unwrap();
    worker.send(add(1, "One"));
    assert!(matches!(worker.report(TIMEOUT), Some(Report::Answer(_, Answer::Saved(_)))));
    let mut other = Store::open(&directory.path().join("journal.db")).unwrap();
    let stamp = Stamp {
        now: chrono::DateTime::parse_from_rfc3339("2026-03-06T12:00:00Z").unwrap(),
        device: uuid::Uuid::nil(),
    };
    let lock = other.begin("held by another program", stamp).unwrap();
    worker.send(add(2, "Two"));
    worker.send(add(3, "Three"));
    worker.send(add(4, "Four"));
    let Some(Report::Locked(id)) = worker.report(TIMEOUT) else { panic!("it does not wait") };
    assert_eq!(id, RequestId::new(2));
    assert!(worker.stop(RequestId::new(4)), "it has not begun");
    assert!(!worker.stop(RequestId::new(4)), "it is gone");
    assert!(!worker.stop(RequestId::new(2)), "it answers by itself");
    let Some(Report::Answer(id, Answer::Cancelled)) = worker.report(TIMEOUT) else { panic!("not stopped") };
    assert_eq!(id, RequestId::new(2));
    assert!(matches!(worker.report(TIMEOUT), Some(Report::Locked(id)) if id == RequestId::new(3)));
    drop(lock);
    assert!(
        matches!(worker.report(TIMEOUT), Some(Report::Answer(id, Answer::Saved(_))) if id == RequestId::new(3))
    );
    assert!(worker.is_idle());
    assert_eq!(titles(&journal(directory.path())), ["Three", "One"]);
}

#[test]
fn no_journal_is_created_after_the_file_was_moved_away() {
    let directory = tempfile::tempdir().unwrap();
    let mut first = journal(directory.path());
    first
        .write(|tx| brag::journal::wins::add(tx, &Win { title: "One".into(), ..Win::default() }, Vec::new()))
        .unwrap();
    let mut worker = Worker::start(&first, || {}).unwrap();
    drop(first);
    std::fs::rename(directory.path().join("journal.db"), directory.path().join("away.db")).unwrap();
    worker.send(add(1, "Two"));
    let Some(Report::Answer(_, Answer::Failed(why))) = worker.report(TIMEOUT) else { panic!("not refused") };
    assert_eq!(why.message(), "the journal was removed or moved: nothing was written");
    assert!(!directory.path().join("journal.db").exists());
}
