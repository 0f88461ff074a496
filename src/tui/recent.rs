//! Remembers what was chosen in the finder, and the saved searches of the wins.

use std::path::Path;

use indexmap::IndexMap;

use crate::error::{Error, Result};
use crate::files;

/// The number of choices that are remembered.
const MOST: usize = 60;

/// Returns the keys of the latest choices, the latest first.
pub fn chosen(state: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(state.join("chosen")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Remembers a choice. An error is ignored: only the order of the finder depends on it.
pub fn choose(state: &Path, key: &str) {
    let mut all = chosen(state);
    all.retain(|each| each != key);
    all.insert(0, key.to_owned());
    all.truncate(MOST);
    let _ = files::create_directory(state);
    let _ = files::write_file(&state.join("chosen"), all.join("\n").as_bytes(), true);
}

/// Returns the saved searches by their names, in the order in which they were saved.
pub fn searches(state: &Path) -> IndexMap<String, String> {
    let text = std::fs::read_to_string(state.join("searches.toml")).unwrap_or_default();
    toml::from_str(&text).unwrap_or_default()
}

/// Saves a search under a name; an empty search removes it.
pub fn save_search(state: &Path, name: &str, search: &str) -> Result<()> {
    let failed = |err: &dyn std::fmt::Display| Error::failed(format!("cannot save the filter: {err}"));
    let mut all = searches(state);
    if search.trim().is_empty() {
        all.shift_remove(name);
    } else {
        all.insert(name.to_owned(), search.trim().to_owned());
    }
    let text = toml::to_string(&all).map_err(|err| failed(&err))?;
    files::create_directory(state).map_err(|err| failed(&err))?;
    files::write_file(&state.join("searches.toml"), text.as_bytes(), true).map_err(|err| failed(&err))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_choice_is_first_and_each_is_listed_once() {
        let directory = tempfile::tempdir().unwrap();
        for key in ["a", "b", "a"] {
            choose(directory.path(), key);
        }
        assert_eq!(chosen(directory.path()), ["a", "b"]);
    }

    #[test]
    fn a_search_is_saved_and_removed_by_its_name() {
        let directory = tempfile::tempdir().unwrap();
        save_search(directory.path(), "1:1", "in:2026 +\"Doc Gen\"").unwrap();
        assert_eq!(searches(directory.path())["1:1"], "in:2026 +\"Doc Gen\"");
        save_search(directory.path(), "1:1", "").unwrap();
        assert!(searches(directory.path()).is_empty());
    }
}
