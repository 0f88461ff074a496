//! The projects of directories, which `brag project here` remembers: `brag add` in such a directory, or below it, adds a win
//! to the project.
//!
//! They are about this machine, so they are a file in the state directory and not part of the journal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Context, Snapshot};
use crate::domain::{ProjectId, RecordId};
use crate::error::{Error, Result};

/// The projects by journal and directory; a project is stored by its id.
type Directories = BTreeMap<String, BTreeMap<String, String>>;

fn file(context: &Context) -> PathBuf {
    context.paths().state.join("directories.json")
}

fn read(context: &Context) -> Result<Directories> {
    let path = file(context);
    let failed = |why: String| {
        Error::failed(format!("cannot read {}: {why}", path.display()))
            .hint("remove the file, and set the projects of your directories again: brag project here NAME")
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).map_err(|err| failed(err.to_string())),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => Ok(Directories::new()),
        Err(err) => Err(failed(err.to_string())),
    }
}

fn write(context: &Context, all: &Directories) -> Result<()> {
    let path = file(context);
    let failed = |why: String| Error::failed(format!("cannot write {}: {why}", path.display()));
    let text = serde_json::to_string_pretty(all).map_err(|err| failed(err.to_string()))?;
    crate::files::create_directory(crate::files::directory_of(&path))
        .and_then(|()| crate::files::write_file(&path, text.as_bytes(), true))
        .map_err(|err| failed(err.to_string()))
}

fn journal_of(context: &Context) -> String {
    let path = &context.paths().journal;
    std::fs::canonicalize(path).unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned()
}

/// Returns the project of a directory with the name of the project, and the directory for which it was set: this one or the
/// nearest above it. A project that was deleted is omitted.
pub fn project_of(snapshot: &Snapshot<'_>, directory: &Path) -> Result<Option<(String, PathBuf)>> {
    let all = read(snapshot.context())?;
    let Some(known) = all.get(&journal_of(snapshot.context())) else { return Ok(None) };
    for above in directory.ancestors() {
        let Some(id) = known.get(&*above.to_string_lossy()) else { continue };
        let found = uuid::Uuid::parse_str(id)
            .ok()
            .and_then(|id| super::lookup::describe(snapshot, RecordId(id)).ok());
        if let Some(found) = found.filter(|found| !found.deleted) {
            return Ok(Some((found.title, above.to_owned())));
        }
    }
    Ok(None)
}

/// Sets the project of a directory.
pub fn set(context: &Context, directory: &Path, project: ProjectId) -> Result<()> {
    let mut all = read(context)?;
    let of_journal = all.entry(journal_of(context)).or_default();
    of_journal.insert(directory.to_string_lossy().into_owned(), project.0.to_string());
    write(context, &all)
}

/// Forgets the project of a directory. Returns `false` if it has none of its own.
pub fn forget(context: &Context, directory: &Path) -> Result<bool> {
    let mut all = read(context)?;
    let known = all.get_mut(&journal_of(context));
    let forgotten = known.and_then(|known| known.remove(&*directory.to_string_lossy())).is_some();
    if forgotten {
        write(context, &all)?;
    }
    Ok(forgotten)
}
