use super::*;

fn temporary() -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("new/journal.db");
    (dir, path)
}

#[test]
fn reading_creates_no_file_and_writing_creates_a_private_file() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, path) = temporary();
    assert!(!Store::open(&path).unwrap().exists());
    assert!(!path.exists());
    assert!(Store::create(&path).unwrap().exists());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn the_linked_sqlite_has_the_minimum_version() {
    assert!(rusqlite::version_number() >= SQLITE_AT_LEAST);
}

#[test]
fn a_newer_journal_is_refused_and_not_changed() {
    let (_dir, path) = temporary();
    drop(Store::create(&path).unwrap());
    let newer = Connection::open(&path).unwrap();
    newer.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99;").unwrap();
    let all = || {
        let mut files: Vec<_> = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                let bytes = if path.to_string_lossy().ends_with("-shm") {
                    Vec::new()
                } else {
                    fs::read(&path).unwrap()
                };
                (path, bytes)
            })
            .collect();
        files.sort();
        files
    };
    let before = all();
    assert!(matches!(Store::open(&path), Err(StoreError::Newer { found: 99, .. })));
    assert!(matches!(Store::create(&path), Err(StoreError::Newer { found: 99, .. })));
    assert_eq!(all(), before);
    drop(newer);
    // After a checkpoint, the version is in the header of the file.
    let before = fs::read(&path).unwrap();
    assert!(matches!(Store::create(&path), Err(StoreError::Newer { found: 99, .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_path_that_does_not_hold_a_journal_is_refused() {
    let (dir, path) = temporary();
    assert!(matches!(Store::open(dir.path()), Err(StoreError::NotAJournal { .. })));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(
        &path,
        "my shopping list, which is rather longer than a hundred bytes, so that the head can be read whole",
    )
    .unwrap();
    assert!(matches!(Store::create(&path), Err(StoreError::NotAJournal { .. })));
    let other = dir.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(Store::create(&other), Err(StoreError::NotAJournal { .. })));
    let link = dir.path().join("link.db");
    std::os::unix::fs::symlink(dir.path().join("target.db"), &link).unwrap();
    assert!(matches!(Store::create(&link), Err(StoreError::NotAJournal { .. })));
}

#[test]
fn a_journal_that_another_program_has_migrated_meanwhile_is_not_migrated_again() {
    let (dir, _) = temporary();
    let path = dir.path().join("journal.db");
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/journal-3.db"), &path).unwrap();
    let slow = Connection::open(&path).unwrap();
    let version = user_version(&slow).unwrap();
    assert_eq!(version, 3);
    drop(Store::open(&path).unwrap());
    migrate(&slow, version).unwrap();
    drop(slow);
    assert!(Store::open(&path).unwrap().snapshot().unwrap().check().unwrap().is_empty());
}
