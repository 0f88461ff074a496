//! Handles of journal files that are never closed.
//!
//! SQLite locks a file with POSIX locks. When a process closes any handle of a file, it loses all its locks
//! on the file, including those of other handles. SQLite takes this into account for its own handles only: if
//! this program opened, read and closed a journal while it had a connection to it, the journal would be
//! unlocked, and other programs would remove its log. Therefore every file that is opened here stays open
//! until the program ends.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The device and the inode of a file.
type Key = (u64, u64);

/// The open handles, by file.
static HELD: Mutex<BTreeMap<Key, File>> = Mutex::new(BTreeMap::new());

fn key(metadata: &fs::Metadata) -> Key {
    (metadata.dev(), metadata.ino())
}

/// Keeps a handle open until the program ends. Fails if the metadata cannot be read; the handle stays open
/// all the same.
pub(super) fn hold(file: File) -> io::Result<()> {
    let metadata = match file.metadata() {
        Ok(metadata) => metadata,
        Err(err) => {
            std::mem::forget(file);
            return Err(err);
        }
    };
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(second) = held.insert(key(&metadata), file) {
        // Another thread opened the same file: its handle must stay open too.
        std::mem::forget(second);
    }
    Ok(())
}

/// Reads the first bytes of the file at a path into `head`, and returns their number.
pub(super) fn read_head(path: &Path, head: &mut [u8]) -> io::Result<usize> {
    with_held(path, |file| read_at(file, head))
}

/// Reads the whole file at a path.
pub(super) fn read_all(path: &Path) -> io::Result<Vec<u8>> {
    with_held(path, |file| {
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        let mut bytes = vec![0; length];
        let read = read_at(file, &mut bytes)?;
        bytes.truncate(read);
        Ok(bytes)
    })
}

/// Calls `read` with the handle of the file at a path, which stays open.
fn with_held<T>(path: &Path, read: impl FnOnce(&File) -> io::Result<T>) -> io::Result<T> {
    let wanted = key(&fs::metadata(path)?);
    let is_held = HELD.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&wanted);
    if !is_held {
        hold(File::open(path)?)?;
    }
    let held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    // Fails if another file has taken its place since `wanted` was read.
    read(held.get(&wanted).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?)
}

fn read_at(file: &File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < bytes.len() {
        match file.read_at(&mut bytes[read..], read as u64)? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used, reason = "a test stops when something is not as it should be")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::store::Store;

    /// Returns the locks that this process has on a file. `/proc/locks` is read several times, because the kernel skips
    /// or repeats lines if locks of other tests change while it is read.
    fn locks(path: &Path) -> BTreeSet<String> {
        let inode = fs::metadata(path).unwrap().ino();
        let (pid, end) = (format!(" {} ", std::process::id()), format!(":{inode} "));
        let mut found = BTreeSet::new();
        for _ in 0..50 {
            let all = fs::read_to_string("/proc/locks").unwrap();
            let own = all.lines().filter(|line| line.contains(&pid) && line.contains(&end));
            // The number at the start of a line is its position.
            found.extend(own.filter_map(|line| Some(line.split_once(": ")?.1.to_owned())));
        }
        found
    }

    #[test]
    fn a_second_connection_preserves_the_locks_of_the_first() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal.db");
        let first = Store::create(&path).unwrap();
        first.latest_batch().unwrap();
        let before = locks(&path);
        assert!(!before.is_empty(), "a connection in WAL mode holds a lock");
        let second = Store::open(&path).unwrap();
        assert_eq!(locks(&path), before);
        drop(second);
        assert_eq!(locks(&path), before);
        drop(Store::create(&path).unwrap());
        assert_eq!(locks(&path), before);
        drop(first);
    }

    #[test]
    fn a_backup_preserves_the_locks_of_the_journal() {
        use crate::domain::backup::Reason;
        use crate::store::Backups;

        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal.db");
        let store = Store::create(&path).unwrap();
        store.latest_batch().unwrap();
        let before = locks(&path);
        assert!(!before.is_empty(), "a connection in WAL mode holds a lock");
        let backups = Backups::of(&path);
        let at = chrono::NaiveDate::from_ymd_opt(2026, 3, 6).unwrap().and_time(chrono::NaiveTime::MIN);
        backups.make(&store, Reason::Asked, at, &backups.lock().unwrap()).unwrap();
        assert_eq!(locks(&path), before);
    }
}
