//! Parses the reader of a document, and writes files into a directory.

use std::path::Path;

use crate::domain::field::unknown;
use crate::error::{Error, Result};
use crate::report::document::Reader;

/// Writes files into a directory: all of them or, if the directory is new, none. Without `force`, all of them must be new.
pub(super) fn write_all(directory: &Path, files: &[(String, Vec<u8>)], force: bool) -> Result<()> {
    if directory == Path::new("-") {
        return Err(
            Error::usage("several files cannot be written to stdout").hint("name a directory: -o DIR")
        );
    }
    let is_there = |name: &str| std::fs::symlink_metadata(directory.join(name)).is_ok();
    if let Some((name, _)) = files.iter().find(|(name, _)| !force && is_there(name)) {
        let there = directory.join(name);
        return Err(
            Error::failed(format!("“{}” exists already", there.display())).hint("--force replaces it")
        );
    }
    crate::files::write_directory(directory, files, force)
        .map_err(|err| Error::failed(format!("cannot write {}: {err}", directory.display())))
}

/// Parses the word of a reader.
pub(super) fn reader(word: &str) -> Result<Reader> {
    Reader::from_word(word)
        .ok_or_else(|| Error::usage(unknown("reader", word, &Reader::ALL.map(Reader::word))))
}
