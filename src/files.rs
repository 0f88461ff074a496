//! Reads text files that the user names, up to a maximum size.

use std::fs::OpenOptions;
use std::io::{Error, ErrorKind, Read as _, Result};
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::Path;

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
        let message = format!("it is longer than {} MB", limit >> 20);
        return Err(Error::new(ErrorKind::FileTooLarge, message));
    }
    String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
