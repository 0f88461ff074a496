//! Tests what the store guarantees for every kind of record, on a disk that works and on one that fails.
//!
//! A batch is written completely or not at all. If `commit` returns `Ok`, the batch is on disk, whatever fails later.

use std::fs;
use std::path::PathBuf;

use uuid::Uuid;

use super::fault_vfs::{Fault, FaultyDisk};
use super::samples::{Targets, add, filled, for_every_kind, journal, required_only};
use super::{Depth, Result, Stamp, Store};
use crate::domain::id::Identity as _;
use crate::domain::{Kind, Record, StoredRecord, Win};

/// The live records, and the labels of the batches that can be undone.
#[derive(Debug, Clone, PartialEq)]
struct State {
    records: Vec<StoredRecord>,
    batches: Vec<String>,
}

fn state(store: &Store) -> State {
    let snapshot = store.snapshot().unwrap();
    let mut records = snapshot.dump().unwrap();
    for record in &mut records {
        // Links are ordered within their kind only.
        record.links.sort_by(|a, b| a.kind.cmp(&b.kind));
    }
    let batches = snapshot.batches_in_force(100).unwrap().into_iter().map(|(_, label)| label).collect();
    State { records, batches }
}

fn ensure_sound(store: &Store) {
    assert_eq!(store.snapshot().unwrap().check_to(Depth::Data).unwrap(), []);
}

/// Adds, edits, deletes and restores a record.
fn a_record_is_added_edited_and_deleted<T: Record + std::fmt::Debug>() {
    let (directory, mut store, stamp) = journal();
    let targets = Targets::new(&mut store, stamp);
    let before = state(&store);

    // A batch that is dropped leaves nothing.
    let mut batch = store.begin("dropped", stamp).unwrap();
    batch.insert(&filled::<T>(&targets)).unwrap();
    drop(batch);
    assert_eq!(state(&store), before, "{}", T::KIND);

    // A snapshot does not see what another connection commits later.
    let reader = Store::open(&directory.path().join("journal.db")).unwrap();
    let snapshot = reader.snapshot().unwrap();
    assert_eq!(snapshot.dump().unwrap().len(), before.records.len());
    let id = add(&mut store, stamp, &filled::<T>(&targets));
    assert_eq!(snapshot.dump().unwrap().len(), before.records.len(), "{}", T::KIND);
    drop(snapshot);
    assert_eq!(reader.snapshot().unwrap().find::<T>(id).unwrap().body, filled::<T>(&targets));
    let added = state(&store);

    // An edit without a difference writes no batch.
    let stored = store.snapshot().unwrap().find::<T>(id).unwrap();
    let mut batch = store.begin("nothing", stamp).unwrap();
    assert!(batch.update(&stored, &stored.body).unwrap().is_empty());
    assert_eq!(batch.commit().unwrap(), None);

    // An edit changes the revision, and undo and redo restore exact states.
    let mut batch = store.begin("edit", stamp).unwrap();
    batch.update(&stored, &required_only(&targets)).unwrap();
    batch.commit().unwrap();
    let edited = state(&store);
    assert_ne!(edited.records, added.records, "{}", T::KIND);
    assert!(store.snapshot().unwrap().find::<T>(id).unwrap().meta.revision > stored.meta.revision);
    let (edit, _) = store.snapshot().unwrap().batches_in_force(1).unwrap().remove(0);
    store.undo(edit, stamp).unwrap();
    assert_eq!(state(&store), added, "{}", T::KIND);
    store.redo(edit, stamp).unwrap();
    assert_eq!(state(&store), edited, "{}", T::KIND);

    // A deleted record is in no list, and undo restores it.
    let mut batch = store.begin("delete", stamp).unwrap();
    batch.delete_record(id.into()).unwrap();
    batch.commit().unwrap();
    let is_there = |store: &Store| state(store).records.iter().any(|record| record.id == id.into().0);
    assert!(!is_there(&store), "{}", T::KIND);
    let (delete, _) = store.snapshot().unwrap().batches_in_force(1).unwrap().remove(0);
    store.undo(delete, stamp).unwrap();
    assert_eq!(state(&store).records, edited.records, "{}", T::KIND);
    ensure_sound(&store);
}

#[test]
fn records_of_every_kind_can_be_added_edited_deleted_and_restored() {
    for_every_kind!(a_record_is_added_edited_and_deleted);
}

/// The number of steps of the work, which a fault interrupts.
const STEPS: usize = 4;

/// A journal, and its expected state before the work and after each step.
struct Work {
    _directory: tempfile::TempDir,
    file: PathBuf,
    stamp: Stamp,
    targets: Targets,
    states: Vec<State>,
}

impl Work {
    fn new<T: Record>() -> Self {
        let (directory, mut store, stamp) = journal();
        let targets = Targets::new(&mut store, stamp);
        drop(store);
        let file = directory.path().join("journal.db");
        let mut work = Self { _directory: directory, file, stamp, targets, states: Vec::new() };
        let copy = work.copy();
        let mut store = Store::open(&copy.path().join("journal.db")).unwrap();
        work.states.push(work.state(&store));
        for step in 0..STEPS {
            work.step::<T>(&mut store, step).unwrap();
            work.states.push(work.state(&store));
        }
        work
    }

    fn copy(&self) -> tempfile::TempDir {
        let copy = tempfile::tempdir().unwrap();
        fs::copy(&self.file, copy.path().join("journal.db")).unwrap();
        copy
    }

    /// Adds a record, edits it, deletes the project that it may belong to, and undoes the deletion.
    fn step<T: Record>(&self, store: &mut Store, step: usize) -> Result<()> {
        if step == 3 {
            let (delete, _) = store.snapshot()?.batches_in_force(1)?.remove(0);
            return store.undo(delete, self.stamp).map(drop);
        }
        let mut batch = store.begin(["add", "edit", "delete"][step], self.stamp)?;
        match step {
            0 => drop(batch.insert(&filled::<T>(&self.targets))?),
            1 => {
                let body = filled::<T>(&self.targets);
                let id = batch.snapshot().dump()?.into_iter().rfind(|record| record.kind == T::KIND.word());
                let stored =
                    batch.snapshot().find::<T>(T::Id::from_uuid(id.map(|record| record.id).unwrap()))?;
                assert!(stored.body == body, "{} is not the last record", T::KIND);
                batch.update(&stored, &required_only(&self.targets))?;
            }
            _ => batch.delete_record(self.targets.of(Kind::Project).id)?,
        }
        batch.commit().map(drop)
    }

    /// Returns the records and batches of a store, with a nil id for the added record: it gets another id in each run
    /// of the steps.
    fn state(&self, store: &Store) -> State {
        let mut state = state(store);
        let mut text = serde_json::to_string(&state.records).unwrap();
        if let Some(added) = state.records.iter().find(|record| !self.targets.contains(record.id)) {
            text = text.replace(&added.id.to_string(), &Uuid::nil().to_string());
        }
        state.records = serde_json::from_str(&text).unwrap();
        state
    }

    /// Performs the work on a copy while disk operation `at` fails, and asserts that no acknowledged step is
    /// lost. Returns `false` if the work has fewer operations.
    fn survives<T: Record>(&self, fault: Fault, at: usize) -> bool {
        let copy = self.copy();
        let path = copy.path().join("journal.db");
        let disk = FaultyDisk::new(copy.path());
        let mut store = Store::open(&path).unwrap();
        disk.fail(fault, at);
        let mut acknowledged = 0;
        let failed = loop {
            if acknowledged == STEPS {
                break None;
            }
            match self.step::<T>(&mut store, acknowledged) {
                Ok(()) => acknowledged += 1,
                Err(err) => break Some(err),
            }
        };
        // A second connection that stays open shares the index of the log; without it, the log is recovered.
        let open = (fault != Fault::PowerCut && at.is_multiple_of(2)).then_some(store);
        if fault == Fault::PowerCut {
            disk.restore_after_power_cut(at as u64);
        }
        let was_hit = disk.repair();
        assert!(was_hit || failed.is_none(), "{failed:?}");
        let mut store = Store::open(&path).unwrap();
        let found = self.state(&store);
        let interrupted = usize::from(failed.is_some());
        let may_be = &self.states[acknowledged..=acknowledged + interrupted];
        assert!(may_be.contains(&found), "{fault:?} at {at}, {} {acknowledged}: {found:?}", T::KIND);
        ensure_sound(&store);
        // The journal can be written again.
        add(&mut store, self.stamp, &Win { title: "Afterwards".into(), ..Win::default() });
        ensure_sound(&store);
        drop(open);
        was_hit
    }
}

/// Interrupts the work at every operation for wins, and at some of them for the other kinds.
fn a_fault_interrupts_work<T: Record>(fault: Fault) {
    let work = Work::new::<T>();
    let step = if T::KIND == Kind::Win { 1 } else { 9 };
    let mut hits = 0;
    for at in (1 + T::KIND as usize % step..).step_by(step) {
        if !work.survives::<T>(fault, at) {
            break;
        }
        hits += 1;
    }
    assert!(hits > 2, "{}: the work has too few operations", T::KIND);
}

fn on_a_full_disk<T: Record>() {
    a_fault_interrupts_work::<T>(Fault::FullDisk);
}

fn after_an_io_error<T: Record>() {
    a_fault_interrupts_work::<T>(Fault::IoError);
}

fn after_a_power_cut<T: Record>() {
    a_fault_interrupts_work::<T>(Fault::PowerCut);
}

#[test]
fn a_full_disk_loses_no_acknowledged_batch_of_any_kind() {
    for_every_kind!(on_a_full_disk);
}

#[test]
fn an_io_error_loses_no_acknowledged_batch_of_any_kind() {
    for_every_kind!(after_an_io_error);
}

#[test]
fn a_power_cut_loses_no_acknowledged_batch_of_any_kind() {
    for_every_kind!(after_a_power_cut);
}

#[test]
fn a_power_cut_during_a_migration_leaves_a_journal_that_can_be_migrated() {
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/journal-3.db");
    let migrate = |fault: Option<usize>| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal.db");
        fs::copy(fixture, &path).unwrap();
        let disk = FaultyDisk::new(directory.path());
        if let Some(at) = fault {
            disk.fail(Fault::PowerCut, at);
            drop(Store::open(&path));
            disk.restore_after_power_cut(at as u64);
        }
        let was_hit = disk.repair();
        let store = Store::open(&path).unwrap();
        ensure_sound(&store);
        (state(&store), was_hit)
    };
    let (migrated, _) = migrate(None);
    let mut hits = 0;
    for at in (1..).step_by(3) {
        let (found, was_hit) = migrate(Some(at));
        assert_eq!(found, migrated, "at {at}");
        if !was_hit {
            break;
        }
        hits += 1;
    }
    assert!(hits > 5, "the migration has too few operations");
}
