//! Parses the reader of a document, and writes files into a directory.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use crate::domain::field::unknown;
use crate::error::{Error, Result};
use crate::journal::write_new;
use crate::report::document::Reader;

/// Writes files into a directory, which is created if missing. Without `force`, all of them must be new.
pub(super) fn write_all(directory: &Path, files: &[(String, Vec<u8>)], force: bool) -> Result<()> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map_err(|err| Error::failed(format!("cannot create {}: {err}", directory.display())))?;
    let is_there = |name: &str| std::fs::symlink_metadata(directory.join(name)).is_ok();
    if let Some((name, _)) = files.iter().find(|(name, _)| !force && is_there(name)) {
        let there = directory.join(name);
        return Err(
            Error::failed(format!("“{}” exists already", there.display())).hint("--force replaces it")
        );
    }
    for (name, bytes) in files {
        write_new(&directory.join(name), bytes, force)?;
    }
    Ok(())
}

/// Parses the word of a reader.
pub(super) fn reader(word: &str) -> Result<Reader> {
    Reader::from_word(word)
        .ok_or_else(|| Error::usage(unknown("reader", word, &Reader::ALL.map(Reader::word))))
}
