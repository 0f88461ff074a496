//! The project of a directory: `brag project here`, and what `brag add` makes of it.

use std::path::PathBuf;

use serde_json::json;

use super::Output;
use crate::capture::flags::Flags;
use crate::domain::{NamedRef, Win};
use crate::error::{Error, Result};
use crate::journal::{Journal, Snapshot, directories, projects};
use crate::text::inert;

fn current() -> Result<PathBuf> {
    std::env::current_dir().map_err(|err| {
        Error::failed(format!("cannot read the current directory: {err}"))
            .hint("go to a directory that exists")
    })
}

/// Runs `brag project here`: sets, prints or forgets the project of the current directory.
pub fn here(journal: &Journal, output: &mut Output, name: Option<&str>, remove: bool) -> Result<u8> {
    let directory = current()?;
    let snapshot = journal.snapshot()?;
    if remove {
        if !directories::forget(snapshot.context(), &directory)? {
            return Err(Error::failed("this directory has no project of its own")
                .hint("brag project here prints the project and the directory for which it was set"));
        }
        output.note("forgotten: brag add in this directory links no project");
        return Ok(0);
    }
    if let Some(name) = name {
        let project = projects::resolve(&snapshot, name)?;
        directories::set(snapshot.context(), &directory, project)?;
    }
    let found = directories::project_of(&snapshot, &directory)?;
    if output.json {
        let project = found.as_ref().map(|(name, _)| name);
        let directory = found.as_ref().map(|(_, directory)| directory.to_string_lossy());
        output.document(&json!({ "project": project, "directory": directory }))?;
        return Ok(0);
    }
    match found {
        Some((name, directory)) => output.line(format!(
            "{}  {}",
            inert(&name),
            output.muted(&format!("({} and below)", inert(&directory.to_string_lossy())))
        ))?,
        None => output.note("this directory has no project; set one with: brag project here NAME"),
    }
    Ok(0)
}

/// Puts a new win into the project of the current directory, unless the line or a flag names one. Returns a hint if the
/// project cannot be read, which never prevents a win from being saved.
pub(super) fn add_project(snapshot: &Snapshot<'_>, win: &mut Win, flags: &Flags) -> Option<String> {
    if win.project.is_some() || flags.project.is_some() {
        return None;
    }
    match directories::project_of(snapshot, &std::env::current_dir().ok()?) {
        Ok(found) => {
            win.project = found.map(|(name, _)| NamedRef::unresolved(name));
            None
        }
        Err(err) => Some(err.message().to_owned()),
    }
}
