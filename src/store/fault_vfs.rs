//! A SQLite VFS for tests: the one of the system, which fails on command.
//!
//! A [`FaultyDisk`] covers one directory. It counts the operations that change a journal or its log (writes,
//! truncations, syncs) and lets one of them fail. After a power cut it restores what a real disk could contain: the
//! content at the last sync, and of every later write all, a part or nothing.
#![allow(unsafe_code, reason = "SQLite calls a VFS through C function pointers")]

use std::collections::BTreeMap;
use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use rusqlite::ffi::{
    SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE, SQLITE_OK, sqlite3_file,
    sqlite3_int64, sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

/// The smallest part of a write that a power cut keeps, in bytes.
const SECTOR: usize = 512;

/// A way in which a disk fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// From the operation on, no write has space.
    FullDisk,
    /// The operation alone fails.
    IoError,
    /// From the operation on, nothing reaches the disk.
    PowerCut,
}

/// An operation that changes a file.
#[derive(Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// A file as it is on the disk, and the changes that were not synced yet.
#[derive(Debug, Default)]
struct DiskFile {
    synced: Vec<u8>,
    unsynced: Vec<Change>,
}

#[derive(Debug, Default)]
struct Disk {
    fault: Option<(Fault, usize)>,
    operations: usize,
    was_hit: bool,
    files: BTreeMap<PathBuf, DiskFile>,
}

/// The faulty disks by their directories.
static DISKS: Mutex<BTreeMap<PathBuf, Disk>> = Mutex::new(BTreeMap::new());

fn disks() -> MutexGuard<'static, BTreeMap<PathBuf, Disk>> {
    DISKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A directory whose disk can fail.
#[derive(Debug)]
pub(super) struct FaultyDisk {
    directory: PathBuf,
}

impl FaultyDisk {
    /// Covers a directory. Connections that are open already are not affected.
    pub(super) fn new(directory: &Path) -> Self {
        static REGISTERED: Once = Once::new();
        REGISTERED.call_once(register);
        disks().insert(directory.to_owned(), Disk::default());
        Self { directory: directory.to_owned() }
    }

    fn with<T>(&self, on: impl FnOnce(&mut Disk) -> T) -> T {
        on(disks().entry(self.directory.clone()).or_default())
    }

    /// Makes the operation with the number `at`, from 1, fail.
    pub(super) fn fail(&self, fault: Fault, at: usize) {
        self.with(|disk| (disk.fault, disk.operations, disk.was_hit) = (Some((fault, at)), 0, false));
    }

    /// Repairs the disk. Returns `true` if an operation has failed.
    pub(super) fn repair(&self) -> bool {
        self.with(|disk| {
            disk.fault = None;
            disk.was_hit
        })
    }

    /// Replaces the files by what a disk can contain after a power cut; `seed` chooses which of the unsynced writes
    /// survive. No connection may be open.
    pub(super) fn restore_after_power_cut(&self, seed: u64) {
        let files = self.with(|disk| std::mem::take(&mut disk.files));
        let mut random = seed.wrapping_mul(2).wrapping_add(1);
        for (path, DiskFile { mut synced, unsynced }) in files {
            for change in unsynced {
                random =
                    random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                match (change, (random >> 33) % 3) {
                    (_, 0) => {}
                    (Change::Write(at, bytes), 1) => {
                        let kept = bytes.len() / SECTOR / 2 * SECTOR;
                        apply(&mut synced, Change::Write(at, bytes[..kept].to_vec()));
                    }
                    (change, _) => apply(&mut synced, change),
                }
            }
            if path.exists() {
                std::fs::write(path, synced).unwrap();
            }
        }
        // The index of the log is memory that is shared between processes, not a file that is synced.
        for entry in std::fs::read_dir(&self.directory).unwrap().flatten() {
            if entry.file_name().as_bytes().ends_with(b"-shm") {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
    }
}

impl Drop for FaultyDisk {
    fn drop(&mut self) {
        disks().remove(&self.directory);
    }
}

fn apply(content: &mut Vec<u8>, change: Change) {
    match change {
        Change::Write(at, bytes) => {
            if content.len() < at + bytes.len() {
                content.resize(at + bytes.len(), 0);
            }
            content[at..at + bytes.len()].copy_from_slice(&bytes);
        }
        Change::Truncate(size) => content.truncate(size),
    }
}

/// An open file; the file of the system's VFS follows it in memory.
#[repr(C)]
struct File {
    base: sqlite3_file,
    /// The path, if the file is on a faulty disk.
    path: Option<Box<PathBuf>>,
}

/// # Safety
/// `file` was opened by [`open`].
unsafe fn real(file: *mut sqlite3_file) -> *mut sqlite3_file {
    unsafe { file.cast::<u8>().add(size_of::<File>()).cast() }
}

/// # Safety
/// `file` was opened by [`open`] successfully.
unsafe fn methods(file: *mut sqlite3_file) -> &'static sqlite3_io_methods {
    unsafe { &*(*real(file)).pMethods }
}

/// Counts an operation on a file. Returns the error of the operation, or lets `track` note it and returns `None`.
///
/// # Safety
/// `file` was opened by [`open`].
unsafe fn operate(file: *mut sqlite3_file, error: c_int, track: impl FnOnce(&mut DiskFile)) -> Option<c_int> {
    let path = unsafe { (*file.cast::<File>()).path.as_ref()? };
    let mut disks = disks();
    let disk = disks.get_mut(path.parent()?)?;
    disk.operations += 1;
    let fails = match disk.fault {
        Some((Fault::IoError, at)) => disk.operations == at,
        Some((Fault::FullDisk, at)) => disk.operations >= at && error == SQLITE_IOERR_WRITE,
        Some((Fault::PowerCut, at)) => disk.operations >= at,
        None => false,
    };
    if fails {
        disk.was_hit = true;
        let is_full = matches!(disk.fault, Some((Fault::FullDisk, _)));
        return Some(if is_full { SQLITE_FULL } else { error });
    }
    track(disk.files.entry(path.to_path_buf()).or_default());
    None
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    unsafe {
        let system = sqlite3_vfs_find(c"unix".as_ptr());
        let (Some(open), own) = ((*system).xOpen, file.cast::<File>()) else { return SQLITE_IOERR_WRITE };
        own.write(File { base: sqlite3_file { pMethods: std::ptr::null() }, path: None });
        let result = open(system, name, real(file), flags, out_flags);
        if !(*real(file)).pMethods.is_null() {
            (*own).base.pMethods = &raw const METHODS;
        }
        if result == SQLITE_OK && !name.is_null() {
            let path = PathBuf::from(OsStr::from_bytes(CStr::from_ptr(name).to_bytes()));
            let mut disks = disks();
            let disk = path.parent().and_then(|directory| disks.get_mut(directory));
            if let Some(disk) = disk {
                disk.files
                    .entry(path.clone())
                    .or_insert_with(|| DiskFile { synced: content(real(file)), unsynced: Vec::new() });
                (*own).path = Some(Box::new(path));
            }
        }
        result
    }
}

/// Reads a file through its handle: a second handle would release the locks when it is closed.
///
/// # Safety
/// `file` is an open file of the system's VFS.
unsafe fn content(file: *mut sqlite3_file) -> Vec<u8> {
    unsafe {
        let methods = &*(*file).pMethods;
        let mut size = 0;
        methods.xFileSize.unwrap()(file, &raw mut size);
        let mut out = vec![0; usize::try_from(size).unwrap()];
        methods.xRead.unwrap()(file, out.as_mut_ptr().cast(), c_int::try_from(size).unwrap(), 0);
        out
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    unsafe {
        let result = methods(file).xClose.unwrap()(real(file));
        (*file.cast::<File>()).path = None;
        result
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    bytes: *const c_void,
    count: c_int,
    at: sqlite3_int64,
) -> c_int {
    unsafe {
        let data = std::slice::from_raw_parts(bytes.cast::<u8>(), usize::try_from(count).unwrap());
        let place = usize::try_from(at).unwrap();
        let track = |file: &mut DiskFile| file.unsynced.push(Change::Write(place, data.to_vec()));
        match operate(file, SQLITE_IOERR_WRITE, track) {
            Some(error) => error,
            None => methods(file).xWrite.unwrap()(real(file), bytes, count, at),
        }
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    unsafe {
        let to = usize::try_from(size).unwrap();
        let track = |file: &mut DiskFile| file.unsynced.push(Change::Truncate(to));
        match operate(file, SQLITE_IOERR_TRUNCATE, track) {
            Some(error) => error,
            None => methods(file).xTruncate.unwrap()(real(file), size),
        }
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    unsafe {
        let track = |file: &mut DiskFile| {
            for change in std::mem::take(&mut file.unsynced) {
                apply(&mut file.synced, change);
            }
        };
        match operate(file, SQLITE_IOERR_FSYNC, track) {
            Some(error) => error,
            // The test decides what survives: a real sync would only take time.
            None if (*file.cast::<File>()).path.is_some() => SQLITE_OK,
            None => methods(file).xSync.unwrap()(real(file), flags),
        }
    }
}

/// Defines functions that call the method of the system's file.
macro_rules! forward {
    ($($name:ident = $method:ident($($argument:ident: $ty:ty),*) -> $result:ty;)*) => {$(
        unsafe extern "C" fn $name(file: *mut sqlite3_file, $($argument: $ty),*) -> $result {
            unsafe { methods(file).$method.unwrap()(real(file), $($argument),*) }
        }
    )*};
}

forward! {
    read = xRead(to: *mut c_void, count: c_int, at: sqlite3_int64) -> c_int;
    file_size = xFileSize(size: *mut sqlite3_int64) -> c_int;
    lock = xLock(level: c_int) -> c_int;
    unlock = xUnlock(level: c_int) -> c_int;
    check_reserved_lock = xCheckReservedLock(out: *mut c_int) -> c_int;
    file_control = xFileControl(operation: c_int, argument: *mut c_void) -> c_int;
    sector_size = xSectorSize() -> c_int;
    device_characteristics = xDeviceCharacteristics() -> c_int;
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, out: *mut *mut c_void) -> c_int;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int;
    shm_barrier = xShmBarrier() -> ();
    shm_unmap = xShmUnmap(delete: c_int) -> c_int;
}

/// The methods of version 2: without memory-mapped reads.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Makes the faulty VFS the default one. Files that are not on a [`FaultyDisk`] are passed through.
fn register() {
    unsafe {
        let system = *sqlite3_vfs_find(c"unix".as_ptr());
        let vfs = sqlite3_vfs {
            szOsFile: system.szOsFile + c_int::try_from(size_of::<File>()).unwrap(),
            zName: c"faulty".as_ptr(),
            xOpen: Some(open),
            pNext: std::ptr::null_mut(),
            ..system
        };
        assert_eq!(sqlite3_vfs_register(Box::leak(Box::new(vfs)), 1), SQLITE_OK);
    }
}
