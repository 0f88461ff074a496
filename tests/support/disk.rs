//! A disk under the strict model of POSIX, replayed from the system calls of a process.
//!
//! What is not synced may be lost: each 512-byte sector of a write, and each creation, renaming and removal of a name in
//! a directory until that directory is synced. `strace` records the calls.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The smallest part of a write that survives a power cut, in bytes.
const SECTOR: usize = 512;

/// The calls that change files or directories, or sync them.
const CALLS: &str = "trace=openat,open,creat,write,pwrite64,lseek,fsync,fdatasync,ftruncate,rename,renameat,renameat2,\
    unlink,unlinkat,mkdir,mkdirat,link,linkat,rmdir,copy_file_range";

/// A call of the recorded process.
#[derive(Debug, Clone)]
enum Call {
    Open {
        path: PathBuf,
        creates: bool,
        truncates: bool,
    },
    Write {
        path: PathBuf,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        path: PathBuf,
        length: usize,
    },
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Link(PathBuf, PathBuf),
    Remove(PathBuf),
    MakeDirectory(PathBuf),
    /// An output of the process.
    Acknowledge,
}

/// The recorded calls of a process below a directory.
#[derive(Debug)]
pub struct Recording {
    calls: Vec<Call>,
}

impl Recording {
    /// Runs a command under `strace`; `None` if that is not possible here. The command must succeed.
    pub fn of(directory: &Path, command: &Command) -> Option<Self> {
        let trace = tempfile::NamedTempFile::new().unwrap();
        let mut traced = Command::new("strace");
        traced.args(["-f", "-qq", "-y", "-xx", "-s", "100000000", "-e", CALLS, "-o"]).arg(trace.path());
        traced.arg(command.get_program()).args(command.get_args()).env_clear();
        traced.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = traced.current_dir(directory).output().ok()?;
        let text = fs::read_to_string(trace.path()).unwrap();
        if text.is_empty() {
            return None;
        }
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(Self { calls: parse(&text, directory) })
    }

    /// Returns the number of calls.
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Returns `true` if the last output of the process, which reports what was done, is among the first `count` calls.
    pub fn is_acknowledged(&self, count: usize) -> bool {
        let last = self.calls.iter().rposition(|call| matches!(call, Call::Acknowledge));
        last.is_some_and(|last| last < count)
    }

    /// Writes to `target` what the disk may hold if the power fails after the first `count` calls; before them, it held
    /// the files of `before`. `seed` chooses what of the rest survives.
    pub fn cut(&self, before: &Path, target: &Path, count: usize, seed: u64) {
        let mut disk = Disk::read(before);
        for call in &self.calls[..count] {
            disk.perform(call);
        }
        disk.write(target, &mut Random(seed.wrapping_mul(2).wrapping_add(1)));
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The positions of open files, by process and descriptor.
type Positions = BTreeMap<(String, String), usize>;

/// Parses the lines of `strace`; paths become relative to `root`.
fn parse(text: &str, root: &Path) -> Vec<Call> {
    let mut positions = Positions::new();
    whole_lines(text).iter().filter_map(|line| parse_line(line, root, &mut positions)).collect()
}

/// Joins the two lines on which `strace` writes a call that a call of another thread interrupts. The call takes the
/// place of its end: what it changes is certain only then.
fn whole_lines(text: &str) -> Vec<String> {
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let pid = line.split(' ').next().unwrap_or_default();
        if let Some(start) = line.strip_suffix(" <unfinished ...>") {
            begun.insert(pid, start);
        } else if let Some((_, end)) =
            line.split_once(" resumed>").filter(|(start, _)| start.contains("<... "))
        {
            lines.extend(begun.remove(pid).map(|start| format!("{start}{end}")));
        } else {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// Parses a call that succeeded; `None` for a call that changes nothing below `root`.
fn parse_line(line: &str, root: &Path, positions: &mut Positions) -> Option<Call> {
    let (pid, rest) = line.split_once(' ')?;
    let (name, arguments) = rest.trim_start().split_once('(')?;
    let (arguments, result) = arguments.rsplit_once(") = ")?;
    let number = result.split(['<', ' ']).next()?.to_owned();
    let returned = usize::try_from(number.parse::<i64>().ok()?).ok()?;
    let inside = |path: PathBuf| path.strip_prefix(root).ok().map(Path::to_owned);
    let named: Vec<PathBuf> = strings(arguments).iter().map(|bytes| path_of(bytes)).collect();
    // A relative path is below the directory of the call, or below the current directory.
    let base = if name.ends_with("at") { descriptor_path(arguments) } else { None };
    let base = base.unwrap_or_else(|| root.to_owned());
    let path = |at: usize| inside(base.join(named.get(at)?));
    let descriptor = arguments.split(['<', ',']).next()?.to_owned();
    let opened = || inside(descriptor_path(arguments)?);
    let last = || arguments.rsplit(", ").next()?.parse::<usize>().ok();
    match name {
        "write" if descriptor == "1" => Some(Call::Acknowledge),
        "open" | "openat" | "creat" => {
            positions.insert((pid.to_owned(), number), 0);
            let (creates, truncates) = (arguments.contains("O_CREAT"), arguments.contains("O_TRUNC"));
            Some(Call::Open { path: path(0)?, creates, truncates })
        }
        "write" => {
            let at = positions.entry((pid.to_owned(), descriptor)).or_default();
            *at += returned;
            Some(Call::Write { path: opened()?, at: *at - returned, bytes: written(arguments, returned) })
        }
        "pwrite64" => Some(Call::Write { path: opened()?, at: last()?, bytes: written(arguments, returned) }),
        "lseek" => {
            positions.insert((pid.to_owned(), descriptor), returned);
            None
        }
        "fsync" | "fdatasync" => Some(Call::Sync(opened()?)),
        "ftruncate" => Some(Call::Truncate { path: opened()?, length: last()? }),
        "rename" | "renameat" | "renameat2" => Some(Call::Rename(path(0)?, path(1)?)),
        "link" | "linkat" => Some(Call::Link(path(0)?, path(1)?)),
        "unlink" | "unlinkat" | "rmdir" => Some(Call::Remove(path(0)?)),
        "mkdir" | "mkdirat" => Some(Call::MakeDirectory(path(0)?)),
        _ => {
            assert!(opened().is_none(), "a copy by the kernel is not recorded");
            None
        }
    }
}

/// Returns the bytes of a write, of which `count` were written.
fn written(arguments: &str, count: usize) -> Vec<u8> {
    let mut bytes = strings(arguments).pop().unwrap_or_default();
    bytes.truncate(count);
    bytes
}

/// Returns the texts in quotation marks, which `strace -xx` writes as hexadecimal escapes.
fn strings(arguments: &str) -> Vec<Vec<u8>> {
    let quoted = arguments.split('"').skip(1).step_by(2);
    quoted
        .map(|text| text.split("\\x").skip(1).map(|digits| u8::from_str_radix(digits, 16).unwrap()).collect())
        .collect()
}

/// Returns the path of the first descriptor.
fn descriptor_path(arguments: &str) -> Option<PathBuf> {
    let (_, rest) = arguments.split_once('<')?;
    let (path, _) = rest.split_once('>')?;
    let bytes: Vec<u8> = if path.starts_with("\\x") {
        path.split("\\x").skip(1).map(|digits| u8::from_str_radix(&digits[..2], 16).unwrap()).collect()
    } else {
        path.as_bytes().to_vec()
    };
    Some(path_of(&bytes))
}

fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// A change of a file that is not synced.
#[derive(Debug, Clone)]
enum Pending {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// A file: what is on the disk, and the later changes.
#[derive(Debug, Clone, Default)]
struct File {
    synced: Vec<u8>,
    pending: Vec<Pending>,
}

/// A change of the names in a directory.
#[derive(Debug, Clone)]
enum NameChange {
    Add(PathBuf, usize),
    AddDirectory(PathBuf),
    Remove(PathBuf),
}

impl NameChange {
    fn path(&self) -> &Path {
        match self {
            Self::Add(path, _) | Self::AddDirectory(path) | Self::Remove(path) => path,
        }
    }
}

/// The files of a directory, by name, as the process sees them and as they are on the disk.
#[derive(Debug, Default)]
struct Disk {
    files: Vec<File>,
    names: BTreeMap<PathBuf, usize>,
    synced_names: BTreeMap<PathBuf, usize>,
    synced_directories: Vec<PathBuf>,
    /// The changes of names that are not synced, in their order.
    pending: Vec<NameChange>,
}

impl Disk {
    fn read(root: &Path) -> Self {
        let mut disk = Self { synced_directories: vec![PathBuf::new()], ..Self::default() };
        let mut waiting = vec![root.to_owned()];
        while let Some(directory) = waiting.pop() {
            for entry in fs::read_dir(directory).unwrap().flatten() {
                let name = entry.path().strip_prefix(root).unwrap().to_owned();
                if entry.file_type().unwrap().is_dir() {
                    disk.synced_directories.push(name);
                    waiting.push(entry.path());
                } else {
                    disk.files.push(File { synced: fs::read(entry.path()).unwrap(), pending: Vec::new() });
                    disk.synced_names.insert(name, disk.files.len() - 1);
                }
            }
        }
        disk.names = disk.synced_names.clone();
        disk
    }

    fn change(&mut self, path: &Path, pending: Pending) {
        if let Some(file) = self.names.get(path) {
            self.files[*file].pending.push(pending);
        }
    }

    fn perform(&mut self, call: &Call) {
        match call {
            Call::Acknowledge => {}
            Call::Open { path, creates, truncates } => {
                if *creates && !self.names.contains_key(path) {
                    self.files.push(File::default());
                    self.add(path, self.files.len() - 1);
                }
                if *truncates {
                    self.change(path, Pending::Truncate(0));
                }
            }
            Call::Write { path, at, bytes } => self.change(path, Pending::Write(*at, bytes.clone())),
            Call::Truncate { path, length } => self.change(path, Pending::Truncate(*length)),
            Call::Sync(path) => match self.names.get(path) {
                Some(file) => {
                    let file = &mut self.files[*file];
                    for pending in std::mem::take(&mut file.pending) {
                        apply(&mut file.synced, &pending);
                    }
                }
                None => self.sync_directory(path),
            },
            Call::Link(from, to) => {
                if let Some(file) = self.names.get(from).copied() {
                    self.add(to, file);
                }
            }
            Call::Rename(from, to) => self.rename(from, to),
            Call::Remove(path) => {
                self.names.remove(path);
                self.pending.push(NameChange::Remove(path.clone()));
            }
            Call::MakeDirectory(path) => self.pending.push(NameChange::AddDirectory(path.clone())),
        }
    }

    fn add(&mut self, path: &Path, file: usize) {
        self.names.insert(path.to_owned(), file);
        self.pending.push(NameChange::Add(path.to_owned(), file));
    }

    /// Renames a file, or a directory with everything in it.
    fn rename(&mut self, from: &Path, to: &Path) {
        let moved: Vec<(PathBuf, usize)> = self
            .names
            .iter()
            .filter(|(path, _)| path.starts_with(from))
            .map(|(path, file)| (path.clone(), *file))
            .collect();
        let is_directory = !self.names.contains_key(from);
        if is_directory {
            self.pending.push(NameChange::AddDirectory(to.to_owned()));
        }
        for (path, file) in moved {
            self.names.remove(&path);
            let inside = path.strip_prefix(from).unwrap();
            let target = if inside.as_os_str().is_empty() { to.to_owned() } else { to.join(inside) };
            // The names inside a directory that was synced move with it.
            self.names.insert(target.clone(), file);
            self.pending.push(NameChange::Add(target, file));
            self.pending.push(NameChange::Remove(path));
        }
        if is_directory {
            self.pending.push(NameChange::Remove(from.to_owned()));
        }
    }

    fn sync_directory(&mut self, directory: &Path) {
        for change in std::mem::take(&mut self.pending) {
            let parent = change.path().parent().unwrap_or(Path::new(""));
            // The names in a directory that was renamed are synced with its own name.
            let is_moved = self.synced_directories.iter().all(|known| known != parent);
            if parent == directory || is_moved && parent.parent() == Some(directory) {
                apply_name(&mut self.synced_names, &mut self.synced_directories, &change);
            } else {
                self.pending.push(change);
            }
        }
    }

    /// Writes what is on the disk, and by chance some of what is not synced.
    fn write(mut self, target: &Path, random: &mut Random) {
        let kept = match random.below(3) {
            0 => 0,
            1 => self.pending.len(),
            _ => usize::try_from(random.below(self.pending.len() as u64 + 1)).unwrap(),
        };
        for change in self.pending.iter().take(kept) {
            apply_name(&mut self.synced_names, &mut self.synced_directories, change);
        }
        for file in &mut self.files {
            for pending in std::mem::take(&mut file.pending) {
                match pending {
                    Pending::Write(at, bytes) => {
                        for (sector, part) in bytes.chunks(SECTOR).enumerate() {
                            if random.below(2) == 0 {
                                apply(&mut file.synced, &Pending::Write(at + sector * SECTOR, part.to_vec()));
                            }
                        }
                    }
                    truncate if random.below(2) == 0 => apply(&mut file.synced, &truncate),
                    Pending::Truncate(_) => {}
                }
            }
        }
        self.synced_directories.sort();
        let is_there = |directory: &Path| {
            directory.ancestors().all(|each| self.synced_directories.iter().any(|known| known == each))
        };
        for directory in self.synced_directories.iter().filter(|directory| is_there(directory)) {
            fs::create_dir_all(target.join(directory)).unwrap();
            fs::set_permissions(target.join(directory), fs::Permissions::from_mode(0o700)).unwrap();
        }
        for (name, file) in &self.synced_names {
            // The index of the log is memory that processes share, not a file that is synced.
            let is_index = name.to_string_lossy().ends_with("-shm");
            if !is_index && is_there(name.parent().unwrap_or(Path::new(""))) {
                fs::write(target.join(name), &self.files[*file].synced).unwrap();
                fs::set_permissions(target.join(name), fs::Permissions::from_mode(0o600)).unwrap();
            }
        }
    }
}

fn apply_name(names: &mut BTreeMap<PathBuf, usize>, directories: &mut Vec<PathBuf>, change: &NameChange) {
    match change {
        NameChange::Add(path, file) => drop(names.insert(path.clone(), *file)),
        NameChange::AddDirectory(path) => directories.push(path.clone()),
        NameChange::Remove(path) => {
            names.remove(path);
            directories.retain(|directory| directory != path);
        }
    }
}

fn apply(content: &mut Vec<u8>, change: &Pending) {
    match change {
        Pending::Write(at, bytes) => {
            if content.len() < at + bytes.len() {
                content.resize(at + bytes.len(), 0);
            }
            content[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        Pending::Truncate(length) => content.resize(*length, 0),
    }
}

#[test]
fn a_call_that_is_recorded_on_two_lines_is_read_as_one() {
    let trace = r#"7 fsync(3</r/a> <unfinished ...>
8 pwrite64(4</r/b>, "\x61\x62", 2, 10 <unfinished ...>
9 ftruncate(5</r/c>, 3) = 0
8 <... pwrite64 resumed>) = 2
7 <... fsync resumed>) = 0
"#;
    let calls = parse(trace, Path::new("/r"));
    let [Call::Truncate { length: 3, .. }, Call::Write { path, at: 10, bytes }, Call::Sync(synced)] =
        &calls[..]
    else {
        panic!("{calls:?}");
    };
    assert_eq!((path.to_str(), bytes.as_slice(), synced.to_str()), (Some("b"), &b"ab"[..], Some("a")));
}
