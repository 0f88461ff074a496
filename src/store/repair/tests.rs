//! Flips bits of a journal: each flip that changes anything is noticed, and damage in texts is repaired.
//!
//! `BRAG_FLIPS` sets the number of flips.

use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::{BatchEntry, DateRange, NamedRef, Project, SearchWords, StoredRecord, Win};
use crate::store::file_identity::log_of;
use crate::store::samples::{add, journal};
use crate::store::{Result, Stamp, Store};

fn flips() -> u64 {
    std::env::var("BRAG_FLIPS").ok().and_then(|count| count.parse().ok()).unwrap_or(150)
}

/// Everything that the program shows of a journal.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    records: Vec<StoredRecord>,
    history: Vec<BatchEntry>,
    undo: Vec<String>,
    found: Vec<Vec<String>>,
    order: Vec<String>,
}

const WORDS: [&str; 5] = ["build", "latency", "docs", "team", "number"];

fn shown(store: &Store) -> Result<Shown> {
    let snapshot = store.snapshot()?;
    let mut found = Vec::new();
    for word in WORDS {
        let Some(query) = SearchWords::parse(word) else { continue };
        found
            .push(snapshot.search(&query, &[], 100)?.into_iter().map(|hit| hit.short + &hit.title).collect());
    }
    let order = "SELECT title || short FROM win JOIN record USING (id) WHERE deleted_at IS NULL ORDER BY sort_key DESC, id";
    let mut statement = store.connection.prepare(order)?;
    let order = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(Shown {
        records: snapshot.dump()?,
        history: snapshot.list_history(None, 1000, 1000)?,
        undo: snapshot.batches_in_force(1000)?.into_iter().map(|(_, label)| label).collect(),
        found,
        order,
    })
}

/// Fills a journal with wins in a project, tags, edits, a deletion and an undo.
fn fill(store: &mut Store, stamp: Stamp) {
    let project = add(store, stamp, &Project { name: "Build farm".into(), ..Project::default() });
    for at in 0..40 {
        let win = Win {
            title: format!("Halved the build time of part number {at}"),
            notes: format!("The latency fell from {}0 ms to {at} ms, as the docs of the team say.", at + 40),
            impact: if at % 3 == 0 { format!("{at} teams ship daily") } else { String::new() },
            tags: vec!["ci".into(), format!("part-{}", at % 7)],
            people: vec![format!("Person {at}")],
            project: (at % 2 == 0).then(|| NamedRef { id: project, name: String::new() }),
            when: DateRange::from_iso(&format!("2026-01-{:02}", at % 28 + 1)),
            guess: "delivery".into(),
            ..Win::default()
        };
        let id = add(store, stamp, &win);
        if at % 4 == 0 {
            let stored = store.snapshot().unwrap().find::<Win>(id).unwrap();
            let edited = Win { notes: format!("Edited note {at}"), starred: true, ..stored.body.clone() };
            let mut batch = store.begin("edit", stamp).unwrap();
            batch.update(&stored, &edited).unwrap();
            batch.commit().unwrap();
        }
    }
    let (last, _) = store.snapshot().unwrap().batches_in_force(1).unwrap().remove(0);
    store.undo(last, stamp).unwrap();
}

struct Flipped {
    _directory: tempfile::TempDir,
    path: PathBuf,
}

/// Copies a journal with one bit of the file or of its log flipped.
fn flipped(source: &Path, in_log: bool, at: usize, mask: u8) -> Flipped {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("journal.db");
    fs::copy(source, &path).unwrap();
    if log_of(source).exists() {
        fs::copy(log_of(source), log_of(&path)).unwrap();
    }
    let target = if in_log { log_of(&path) } else { path.clone() };
    let mut bytes = fs::read(&target).unwrap();
    bytes[at] ^= mask;
    fs::write(target, bytes).unwrap();
    Flipped { _directory: directory, path }
}

/// Returns positions and masks in bytes that are used: most of the others are zero.
fn positions(bytes: &[u8], count: u64) -> Vec<(usize, u8)> {
    let used: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] != 0).collect();
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    (0..count)
        .map(|_| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let at = usize::try_from(random % used.len() as u64).unwrap();
            (used[at], 1 << (random >> 32 & 7))
        })
        .collect()
}

#[test]
fn a_flipped_bit_that_changes_anything_is_noticed_and_most_are_repaired() {
    let (directory, mut store, stamp) = journal();
    fill(&mut store, stamp);
    let intact = shown(&store).unwrap();
    let path = directory.path().join("journal.db");
    drop(store);
    let bytes = fs::read(&path).unwrap();
    let (mut changed, mut in_text, mut repaired) = (0, 0, 0);
    let mut unnoticed = Vec::new();
    for (at, mask) in positions(&bytes, flips()) {
        let copy = flipped(&path, false, at, mask);
        let Ok(mut store) = Store::open(&copy.path) else {
            continue;
        };
        let now = shown(&store);
        if now.as_ref().is_ok_and(|now| *now == intact) {
            continue;
        }
        changed += 1;
        let findings = store.snapshot().unwrap().check().unwrap();
        if findings.is_empty() {
            unnoticed.push((at, mask, now));
            continue;
        }
        let is_letter = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
        let is_text = bytes[at.saturating_sub(1)..(at + 2).min(bytes.len())].iter().all(is_letter);
        in_text += usize::from(is_text);
        let done = store.repair();
        let is_repaired =
            done.is_ok_and(|(_, left)| left.is_empty()) && shown(&store).is_ok_and(|now| now == intact);
        repaired += usize::from(is_text && is_repaired);
        if is_text && !is_repaired {
            eprintln!(
                "not repaired: {at} {mask} {:?}",
                findings.iter().map(ToString::to_string).collect::<Vec<_>>()
            );
        }
    }
    eprintln!("{changed} changed something, {in_text} in text, {repaired} repaired");
    assert!(unnoticed.is_empty(), "{unnoticed:?}");
    // A few bytes look like texts and are the structure of the file.
    let missed = in_text - repaired;
    assert!(missed <= 2 || missed * 20 <= in_text, "{repaired} of {in_text}");
}

#[test]
fn a_flipped_bit_in_the_log_is_repaired_or_noticed() {
    let (directory, mut store, stamp) = journal();
    fill(&mut store, stamp);
    store.empty_log();
    for at in 0..3 {
        add(&mut store, stamp, &Win { title: format!("The last number {at}"), ..Win::default() });
    }
    let intact = shown(&store).unwrap();
    let path = directory.path().join("journal.db");
    let log = fs::read(log_of(&path)).unwrap();
    let mut unnoticed = Vec::new();
    for (at, mask) in positions(&log, flips() / 3) {
        let copy = flipped(&path, true, at, mask);
        let mut store = Store::open(&copy.path).unwrap();
        if shown(&store).is_ok_and(|now| now == intact) {
            continue;
        }
        if store.check_log().is_empty() {
            unnoticed.push((at, mask));
        }
        assert!(store.begin("add", stamp).is_err(), "a write would lose the changes behind the damage");
        let (done, left) = store.repair().unwrap();
        assert!(left.is_empty() && done.failed.is_empty(), "{at} {mask}: {left:?} {done:?}");
        assert_eq!(shown(&store).unwrap(), intact, "{at} {mask}");
    }
    assert!(unnoticed.is_empty(), "{unnoticed:?}");
}

#[test]
fn damage_of_several_bytes_is_repaired_from_the_history() {
    for (damage, line) in [
        ("UPDATE win SET title = 'Something else', notes = 'x' WHERE id = 2", "title"),
        ("UPDATE link SET name = 'nonsense' WHERE kind = 'person' AND owner = 2", "a person"),
        (
            "UPDATE change SET after = 'nonsense' WHERE field = 'notes' AND after LIKE 'Edited note 8'",
            "the history: batch",
        ),
        ("UPDATE record SET short = 'zzzzzzzzzzzz' WHERE id = 3", "the short id"),
        ("UPDATE record SET kind = 'goal' WHERE id = 3", "the kind of"),
    ] {
        let (_directory, mut store, stamp) = journal();
        fill(&mut store, stamp);
        let intact = shown(&store).unwrap();
        assert!(store.connection.execute(damage, []).unwrap() > 0, "{damage}");
        assert!(!store.snapshot().unwrap().check().unwrap().is_empty(), "{damage}");
        let (done, left) = store.repair().unwrap();
        assert!(done.done.iter().any(|done| done.contains(line)), "{damage}: {done:?}");
        assert_eq!(left, [], "{damage}: {done:?}");
        assert_eq!(shown(&store).unwrap(), intact, "{damage}");
    }
}

#[test]
fn what_the_history_does_not_tell_stays_damaged() {
    let (_directory, mut store, stamp) = journal();
    fill(&mut store, stamp);
    store.connection.execute("DELETE FROM change WHERE record = 2", []).unwrap();
    store.connection.execute("UPDATE win SET title = 'Something else' WHERE id = 2", []).unwrap();
    let (done, left) = store.repair().unwrap();
    assert!(done.failed.iter().any(|line| line.contains("Something else")), "{done:?}");
    assert!(left.iter().any(|finding| finding.text.contains("Something else")), "{left:?}");
}
