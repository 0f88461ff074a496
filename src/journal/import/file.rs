//! Reads the files of an import.

use std::io::Read;
use std::path::Path;

use crate::error::{Error, Result};
use crate::import::LARGEST;
use crate::journal::LARGEST_JOURNAL;

/// The content of a file, judged by its name and its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A journal that brag exported.
    Journal,
    /// Inbox items, one JSON object a line.
    Candidates,
    /// Pull requests, issues or reviews, as `gh` writes them.
    Forge,
    /// A document.
    Document,
}

impl FileKind {
    /// Returns the kind of a file with this name.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let extension = Path::new(name).extension().map(|end| end.to_string_lossy().to_ascii_lowercase());
        let start = bytes.trim_ascii_start();
        match extension.as_deref() {
            _ if is_export(bytes) => Self::Journal,
            Some("jsonl" | "ndjson") => Self::Candidates,
            Some("json") if start.starts_with(b"[") => Self::Forge,
            _ if start.starts_with(b"[{") || start.starts_with(b"[\n  {") => Self::Forge,
            _ => Self::Document,
        }
    }
}

/// Returns `true` if a file begins as an export of a journal does.
fn is_export(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let head = head.trim_start();
    head.starts_with('{') && head.contains("\"brag-journal\"")
}

/// Reads a file, or stdin, which is called `name` in errors. At most one byte more than the limit is read, which the
/// reader of the document refuses. Fails if an exported journal is larger than [`LARGEST_JOURNAL`].
pub fn read_from(source: impl Read, name: &str) -> Result<Vec<u8>> {
    let failed = |err: std::io::Error| Error::failed(format!("cannot read “{name}”: {err}"));
    let mut bytes = Vec::new();
    let mut source = source.take(LARGEST as u64 + 1);
    source.read_to_end(&mut bytes).map_err(failed)?;
    if is_export(&bytes) {
        source.set_limit(LARGEST_JOURNAL + 1 - bytes.len() as u64);
        source.read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > LARGEST_JOURNAL {
            return Err(Error::failed(format!("“{name}” is larger than {} MB", LARGEST_JOURNAL >> 20)));
        }
    }
    Ok(bytes)
}

/// Reads a file. Fails if it does not exist, is a directory, or cannot be read.
pub fn read_file(path: &Path) -> Result<Vec<u8>> {
    refuse_no_file(path)?;
    let name = path.display().to_string();
    // Reading the open journal would take its locks away. A pipe is no journal.
    if path.is_file() && crate::store::is_journal(path) {
        return Err(Error::failed(format!("“{name}” is a journal, not a document"))
            .hint("brag --db FILE export json writes its records, which can be imported"));
    }
    let file =
        std::fs::File::open(path).map_err(|err| Error::failed(format!("cannot read “{name}”: {err}")))?;
    read_from(file, &name)
}

/// Fails if there is no file at a path, or if it is a directory.
pub fn refuse_no_file(path: &Path) -> Result<()> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            Err(Error::failed(format!("“{}” is a directory; name a file", path.display()))
                .hint("the commits of a git repository: brag import git PATH"))
        }
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => {
            Err(Error::failed(format!("there is no file “{}”", path.display()))
                .hint("check the path; - reads the text from stdin"))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}
