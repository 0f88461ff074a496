//! Import: planning and adding the records of a document.

mod edit;
mod file;
mod matching;
mod plan;
mod records;
mod writer;

use super::Snapshot;
use crate::domain::{Kind, NamedRef, PositionId, ProjectId, Visibility, WinStatus};
use crate::error::{Error, Result};
use crate::import::{self, Format, ImportDraft, ImportError, Unplaced};

pub use edit::{KINDS, PlanOwner};
pub use file::{FileKind, read_file, read_from, refuse_no_file};
pub use plan::{Fate, Match, Plan, Planned};
pub use writer::apply;

/// The choices of the user for a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportOptions {
    /// The format.
    pub format: Format,
    /// The year of records without a date.
    pub year: Option<i32>,
    /// The project of wins that the document puts into none; it is created if it does not exist.
    pub project: Option<NamedRef<ProjectId>>,
    /// The position of projects and wins that the document puts into none.
    pub position: Option<NamedRef<PositionId>>,
}

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The short id of the batch; `None` if nothing was written.
    pub batch: Option<String>,
    /// The number of records that were added, with the note of the unplaced lines.
    pub added: usize,
    /// The number of records that were updated.
    pub updated: usize,
    /// The number of follow-ups that were added.
    pub asked: usize,
}

/// Reads a document and compares its records with the journal. Fails if the document is not text, is too large, or does
/// not have its format; the error names the line.
pub fn plan(snapshot: &Snapshot<'_>, name: &str, bytes: Vec<u8>, options: &ImportOptions) -> Result<Plan> {
    let failed = |err: ImportError| Error::failed(format!("{name}: {err}"));
    let decoded = import::decode(bytes).map_err(failed)?;
    let document = import::read(name, &decoded.text, options.year, options.format).map_err(failed)?;
    let note = note_of(name, &document.unplaced);
    let records = matching::compare(snapshot, document.drafts)?;
    let note = match note {
        Some(note) => matching::compare(snapshot, vec![note])?.pop(),
        None => None,
    };
    Ok(Plan {
        name: name.to_owned(),
        records,
        unplaced: document.unplaced,
        notices: decoded.notices,
        project: options.project.clone(),
        position: options.position.clone(),
        note,
    })
}

/// Returns the note that keeps the unplaced lines of a document: a private win in progress without a date, which no
/// period and no document for others contains.
fn note_of(name: &str, unplaced: &[Unplaced]) -> Option<ImportDraft> {
    let (first, last) = (unplaced.first()?, unplaced.last()?);
    let mut note =
        ImportDraft::new(Kind::Win, format!("Text of {name} without a place"), (first.line, last.line));
    let mut before = first.line;
    for each in unplaced {
        note.append("notes", &each.text, each.line <= before + 1);
        before = each.line;
    }
    note.set_raw("status", WinStatus::InProgress.word());
    note.set_raw("visibility", Visibility::Private.word());
    note.fingerprint = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, format!("note\u{1f}{name}").as_bytes());
    Some(note)
}
