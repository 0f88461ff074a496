//! Reads and writes files: texts up to a maximum size, and files that are complete on the disk or absent.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Error, ErrorKind, Read as _, Result, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, FileTypeExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The age from which a temporary file was left behind by a process that was killed.
const ABANDONED: Duration = Duration::from_mins(10);

/// Reads a text file of at most `limit` bytes; a device is read like a file, so that `/dev/null` is empty.
///
/// Fails if the file is a pipe (which might never end), a socket, a directory, too long, or not UTF-8.
pub fn read_text(path: &Path, limit: u64) -> Result<String> {
    // Opening a pipe would otherwise wait for a program at its other end.
    let nonblocking = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0);
    let file = OpenOptions::new().read(true).custom_flags(nonblocking).open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_fifo() || kind.is_socket() {
        return Err(Error::new(ErrorKind::InvalidInput, "it is a pipe, not a file"));
    }
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        let longest =
            if limit < 1 << 20 { format!("{} kB", limit >> 10) } else { format!("{} MB", limit >> 20) };
        let message = format!("it is longer than {longest}");
        return Err(Error::new(ErrorKind::FileTooLarge, message));
    }
    String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))
}

/// Returns a path as people type or paste it: with `~/`, in quotation marks, with escaped spaces, or as a `file:` URL.
pub fn typed_path(text: &str) -> PathBuf {
    let text = text.trim();
    let unquoted = |mark| text.strip_prefix(mark).and_then(|rest: &str| rest.strip_suffix(mark));
    let plain = ['"', '\''].into_iter().find_map(unquoted);
    let text = plain.map_or_else(|| text.replace("\\ ", " "), str::to_owned);
    let text = match text.strip_prefix("file://") {
        Some(url) => percent_decoded(url),
        None => text,
    };
    match text.strip_prefix('~').zip(std::env::var_os("HOME")) {
        Some((rest, home)) if rest.is_empty() || rest.starts_with('/') => {
            PathBuf::from(home).join(rest.trim_start_matches('/'))
        }
        _ => PathBuf::from(text),
    }
}

/// Returns the path of a `file:` URL, whose bytes may be written as `%` and two hexadecimal digits.
fn percent_decoded(url: &str) -> String {
    let mut out = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits =
            after.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            out.push(byte);
            rest = &after[2..];
        } else {
            out.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Returns the directory of a path: `.` for a name alone.
pub fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes the entries of a directory to the disk: a new or renamed file in it is there after a power cut.
pub fn sync_directory(directory: &Path) -> Result<()> {
    File::open(directory)?.sync_all()
}

/// Creates a directory and its parents, for their owner alone; they are on the disk when this returns.
pub fn create_directory(directory: &Path) -> Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    let missing: Vec<&Path> =
        directory.ancestors().take_while(|each| !each.as_os_str().is_empty() && !each.is_dir()).collect();
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    missing.into_iter().rev().try_for_each(|created| sync_directory(directory_of(created)))
}

/// A file that gets its name once it is complete.
///
/// If the process is killed before, the temporary file stays; the next file of the same name removes it.
#[derive(Debug)]
pub struct NewFile {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

impl NewFile {
    /// Creates the temporary file beside its later path, readable only by its owner.
    pub fn create(path: &Path) -> Result<Self> {
        let directory = directory_of(path);
        let prefix = prefix_of(path);
        remove_abandoned(directory, &prefix);
        let file = tempfile::Builder::new().prefix(&prefix).tempfile_in(directory).map_err(without_path)?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// Returns the path of the temporary file.
    pub fn temporary(&self) -> &Path {
        self.file.path()
    }

    /// Lets everybody read the file, which is otherwise for its owner alone.
    pub fn readable_by_all(&self) -> Result<()> {
        self.file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
    }

    /// Writes bytes at the end.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(without_path)
    }

    /// Gives the file its name; it is on the disk when this returns. Without `replace`, fails if the name is taken.
    pub fn finish(self, replace: bool) -> Result<()> {
        self.file.as_file().sync_all()?;
        if replace {
            self.file.persist(&self.path).map_err(|err| err.error)?;
        } else {
            self.file.persist_noclobber(&self.path).map_err(|err| err.error)?;
        }
        sync_directory(directory_of(&self.path))
    }
}

/// Writes a file completely or not at all; it is on the disk when this returns. Without `replace`, fails if it exists.
pub fn write_file(path: &Path, bytes: &[u8], replace: bool) -> Result<()> {
    let mut file = NewFile::create(path)?;
    file.write(bytes)?;
    file.finish(replace)
}

/// Writes files into a directory. A new directory is complete on the disk or absent; in a directory that exists, the files
/// get their names once all of them are written. Without `replace`, fails if a file exists.
pub fn write_directory(directory: &Path, files: &[(String, Vec<u8>)], replace: bool) -> Result<()> {
    if directory.is_dir() {
        let mut written = Vec::with_capacity(files.len());
        for (name, bytes) in files {
            let mut file = NewFile::create(&directory.join(name))?;
            file.write(bytes)?;
            written.push(file);
        }
        return written.into_iter().try_for_each(|file| file.finish(replace));
    }
    let parent = directory_of(directory);
    create_directory(parent)?;
    let new = temporary_directory(parent, &prefix_of(directory))?;
    for (name, bytes) in files {
        write_file(&new.path().join(name), bytes, false)?;
    }
    sync_directory(new.path())?;
    std::fs::rename(new.keep(), directory)?;
    sync_directory(parent)
}

/// Creates a temporary directory, for its owner alone.
pub fn temporary_directory(parent: &Path, prefix: &str) -> Result<tempfile::TempDir> {
    let private = std::fs::Permissions::from_mode(0o700);
    tempfile::Builder::new().prefix(prefix).permissions(private).tempdir_in(parent).map_err(without_path)
}

/// Returns an error without the path of the temporary file, which the user does not know.
fn without_path(err: Error) -> Error {
    let source = err.get_ref().and_then(|inner| inner.source());
    let code = source.and_then(|source| source.downcast_ref::<Error>()).and_then(Error::raw_os_error);
    code.map_or(err, Error::from_raw_os_error)
}

/// Returns the beginning of the names of the temporary files of a path.
fn prefix_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!(".{}.brag-", name.chars().take(60).collect::<String>())
}

/// Removes the temporary files of a path that processes left behind when they were killed.
fn remove_abandoned(directory: &Path, prefix: &str) {
    let Ok(entries) = std::fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let is_temporary = entry.file_name().to_string_lossy().starts_with(prefix);
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if is_temporary && age().is_some_and(|age| age > ABANDONED) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_people_type_and_paste_it() {
        for (typed, wanted) in [
            ("'/a b/c.md' ", "/a b/c.md"),
            ("/a\\ b/c.md", "/a b/c.md"),
            ("file:///caf%C3%A9/a%20b.md", "/café/a b.md"),
            ("/100%/x", "/100%/x"),
            ("~x", "~x"),
        ] {
            assert_eq!(typed_path(typed), PathBuf::from(wanted), "{typed}");
        }
    }

    #[test]
    fn endless_files_are_refused_and_dev_null_is_empty() {
        let directory = tempfile::tempdir().unwrap();
        let said = |path: &Path| read_text(path, 1 << 20).unwrap_err().to_string();
        assert_eq!(said(Path::new("/dev/zero")), "it is longer than 1 MB");
        assert_eq!(read_text(Path::new("/dev/null"), 1 << 20).unwrap(), "");
        let pipe = directory.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(said(&pipe), "it is a pipe, not a file");
        assert!(read_text(directory.path(), 1 << 20).is_err());
        let text = directory.path().join("text");
        std::fs::write(&text, "x".repeat(1 << 20)).unwrap();
        assert_eq!(read_text(&text, 1 << 20).unwrap().len(), 1 << 20);
        std::fs::write(&text, b"\xff").unwrap();
        assert_eq!(said(&text), "it is not UTF-8 text");
    }

    #[test]
    fn a_file_is_complete_or_absent_and_an_abandoned_one_is_removed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a").join("b").join("out.md");
        create_directory(directory_of(&path)).unwrap();
        let names = || {
            let entries = std::fs::read_dir(directory_of(&path)).unwrap().flatten();
            let mut names: Vec<String> =
                entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            names
        };
        let mut dropped = NewFile::create(&path).unwrap();
        dropped.write(b"half").unwrap();
        drop(dropped);
        assert!(names().is_empty());
        let abandoned = directory_of(&path).join(".out.md.brag-x1y2z3");
        std::fs::write(&abandoned, "half").unwrap();
        let old = std::fs::metadata(&abandoned).unwrap().modified().unwrap() - 2 * ABANDONED;
        File::options().write(true).open(&abandoned).unwrap().set_modified(old).unwrap();
        write_file(&path, b"whole", false).unwrap();
        assert_eq!(names(), ["out.md"]);
        assert!(write_file(&path, b"other", false).is_err());
        write_file(&path, b"other", true).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"other");
        assert_eq!(names(), ["out.md"]);
    }
}
