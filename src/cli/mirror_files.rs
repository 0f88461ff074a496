//! The files of a mirror: it replaces and removes only what it wrote before and what nobody changed since.

use std::collections::BTreeMap;
use std::path::Path;

use super::destination::write_all;
use crate::error::{Error, Result};

/// The file that lists the others with their checksums.
const LIST: &str = ".brag-mirror";
/// The maximum size of the list, in bytes.
const MAX_LIST: u64 = 4 << 20;
/// The maximum number of files that an error names.
const NAMED: usize = 5;

/// Writes the files into a directory, and removes those of the mirror before that are no longer part of it; returns the
/// number of removed files. Fails without `force` if a file there is not of the mirror, or was changed. A file that was
/// changed is never removed.
pub(super) fn write(directory: &Path, mut files: Vec<(String, Vec<u8>)>, force: bool) -> Result<usize> {
    let earlier = listed(directory);
    let is_own = |name: &str| earlier.get(name).is_some_and(|sum| sum_of(directory, name) == Some(*sum));
    let is_foreign = |name: &&str| directory.join(name).symlink_metadata().is_ok() && !is_own(name);
    let foreign: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).filter(is_foreign).collect();
    if !force && !foreign.is_empty() {
        let more = if foreign.len() > NAMED {
            format!(" and {} more", foreign.len() - NAMED)
        } else {
            String::new()
        };
        let names = foreign[..foreign.len().min(NAMED)].join(", ");
        return Err(Error::failed(format!(
            "“{}” has files that are not of a mirror, or were changed: {names}{more}",
            directory.display()
        ))
        .hint("use another directory, or --force replaces them"));
    }
    let stale: Vec<String> = earlier
        .keys()
        .filter(|name| is_own(name) && !files.iter().any(|(file, _)| file == *name))
        .cloned()
        .collect();
    let sums = files.iter().map(|(name, bytes)| format!("{:08x} {name}\n", crc32fast::hash(bytes)));
    let list: String = sums.collect();
    files.push((LIST.to_owned(), list.into_bytes()));
    write_all(directory, &files, true)?;
    for name in &stale {
        let path = directory.join(name);
        std::fs::remove_file(&path).map_err(|err| {
            Error::failed(format!("cannot remove {}: {err}", path.display()))
                .hint("it is a file of the mirror before; remove it by hand")
        })?;
    }
    Ok(stale.len())
}

/// Returns the names of the files of the mirror in a directory, each with its checksum.
fn listed(directory: &Path) -> BTreeMap<String, u32> {
    let Ok(list) = crate::files::read_text(&directory.join(LIST), MAX_LIST) else { return BTreeMap::new() };
    let entry = |line: &str| {
        let (sum, name) = line.split_once(' ')?;
        // A name with a directory is not of a mirror.
        let is_name = !name.contains(['/', '\\']) && !name.starts_with('.');
        Some((name.to_owned(), u32::from_str_radix(sum, 16).ok()?)).filter(|_| is_name)
    };
    list.lines().filter_map(entry).collect()
}

/// Returns the checksum of a regular file.
fn sum_of(directory: &Path, name: &str) -> Option<u32> {
    let path = directory.join(name);
    let is_file = path.symlink_metadata().is_ok_and(|data| data.is_file());
    is_file.then(|| std::fs::read(&path).ok().map(|bytes| crc32fast::hash(&bytes))).flatten()
}
