//! Truncates and overwrites journals, and reads what is left.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::domain::{DateRange, NamedRef, Project, Win};
use crate::store::file_identity::log_of;
use crate::store::samples::{add, journal};
use crate::store::{Result, Store};

/// Returns a journal with a project and wins with tags.
fn filled(wins: usize) -> (tempfile::TempDir, std::path::PathBuf) {
    let (directory, mut store, stamp) = journal();
    let project = add(&mut store, stamp, &Project { name: "Build farm".into(), ..Project::default() });
    for at in 0..wins {
        let win = Win {
            title: format!("Halved the build time of part number {at}"),
            notes: "A note that takes some space. ".repeat(if at % 50 == 7 { 300 } else { 3 }),
            tags: vec!["ci".into()],
            project: Some(NamedRef { id: project, name: String::new() }),
            when: DateRange::from_iso("2026-01-05"),
            guess: "delivery".into(),
            ..Win::default()
        };
        add(&mut store, stamp, &win);
    }
    drop(store);
    let path = directory.path().join("journal.db");
    (directory, path)
}

fn titles(store: &Store) -> Result<BTreeSet<String>> {
    let records = store.snapshot()?.dump()?;
    let wins = records.iter().filter(|record| record.kind == "win");
    Ok(wins.filter_map(|win| Some(win.fields.get("title")?.as_str()?.to_owned())).collect())
}

fn salvaged(path: &Path) -> BTreeSet<String> {
    let directory = tempfile::tempdir().unwrap();
    let new = directory.path().join("new.db");
    let (done, left) = Store::salvage(path, &new).unwrap();
    assert_eq!(left, [], "{done:?}");
    let store = Store::open(&new).unwrap();
    assert_eq!(store.snapshot().unwrap().check().unwrap(), []);
    titles(&store).unwrap()
}

#[test]
fn an_intact_journal_is_read_completely() {
    let (_directory, path) = filled(120);
    let all = titles(&Store::open(&path).unwrap()).unwrap();
    assert_eq!(salvaged(&path), all);
}

#[test]
fn what_is_in_the_log_is_read_too() {
    let (directory, mut store, stamp) = journal();
    add(&mut store, stamp, &Win { title: "Only in the log".into(), ..Win::default() });
    let copy = tempfile::tempdir().unwrap();
    let path = copy.path().join("journal.db");
    fs::copy(directory.path().join("journal.db"), &path).unwrap();
    fs::copy(directory.path().join("journal.db-wal"), log_of(&path)).unwrap();
    assert_eq!(salvaged(&path), BTreeSet::from(["Only in the log".to_owned()]));
}

/// Returns the titles in the rows of intact pages.
fn titles_in(bytes: &[u8], all: &BTreeSet<String>) -> BTreeSet<String> {
    let leaves = bytes.chunks(4096).filter(|page| page[0] == 0x0D);
    let text: String = leaves.map(String::from_utf8_lossy).collect();
    let is_in =
        |title: &&String| text.contains(&format!("{title}2026")) || text.contains(&format!("{title}\""));
    all.iter().filter(is_in).cloned().collect()
}

#[test]
fn everything_on_intact_pages_of_a_truncated_journal_is_recovered() {
    let (_directory, path) = filled(120);
    let all = titles(&Store::open(&path).unwrap()).unwrap();
    let bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    let mut recovered = 0;
    for cut in (2..pages).step_by((pages / 25).max(1)) {
        let directory = tempfile::tempdir().unwrap();
        let damaged = directory.path().join("journal.db");
        let end = cut * 4096 + cut % 7 * 300;
        fs::write(&damaged, &bytes[..end.min(bytes.len())]).unwrap();
        let expected = titles_in(&bytes[..cut * 4096], &all);
        if expected.is_empty() {
            continue;
        }
        let found = salvaged(&damaged);
        let missing: Vec<_> = expected.difference(&found).collect();
        assert!(missing.is_empty(), "cut at page {cut} of {pages}: {missing:?}");
        assert_eq!(fs::read(&damaged).unwrap().len(), end.min(bytes.len()), "the damaged file was changed");
        recovered += found.len();
    }
    assert!(recovered > 500, "{recovered}");
}

#[test]
fn rows_on_an_overwritten_page_are_built_from_the_history() {
    let (_directory, path) = filled(120);
    let all = titles(&Store::open(&path).unwrap()).unwrap();
    let bytes = fs::read(&path).unwrap();
    let mut complete = 0;
    let mut tried = 0;
    for page in (1..bytes.len() / 4096).step_by(7) {
        let directory = tempfile::tempdir().unwrap();
        let damaged = directory.path().join("journal.db");
        let mut bytes = bytes.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0);
        fs::write(&damaged, &bytes).unwrap();
        tried += 1;
        complete += usize::from(salvaged(&damaged) == all);
    }
    assert!(complete * 10 >= tried * 9, "{complete} of {tried}");
}
