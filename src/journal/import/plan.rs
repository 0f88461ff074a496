//! The plan of an import: the records of a document, and what becomes of each.

use uuid::Uuid;

use crate::domain::{Figure, Kind, Measure, NamedRef, PositionId, ProjectId, RecordId};
use crate::import::{ImportDraft, Notice, Unplaced};

/// The state of a draft in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// The journal does not have the record.
    New,
    /// The journal has the record as the document has it.
    Same(RecordId),
    /// The document changed these fields since the record was imported.
    Changed(RecordId, Vec<&'static str>),
    /// The document changed fields that were edited in the journal since: the record stays as it is.
    Edited(RecordId),
}

/// A record of a document, compared with the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The record, with the lines of its source.
    pub draft: ImportDraft,
    /// The state in the journal.
    pub found: Match,
    /// The decision of the user about the record.
    pub fate: Fate,
    /// The changes of the user; `None` for a record as the document has it, as most are.
    edits: Option<Box<Edits>>,
}

/// The changes of the user to a record of a plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edits {
    /// The project in place of that of the document.
    pub project: Option<NamedRef<ProjectId>>,
    /// The position in place of that of the document.
    pub position: Option<NamedRef<PositionId>>,
    /// `true` if the record was moved to another project of the plan.
    pub is_moved: bool,
    /// The fields that were changed, and the fingerprints of the records that were merged into this one: another import of
    /// the document leaves them alone.
    pub(super) fixed: Vec<&'static str>,
    pub(super) merged: Vec<Uuid>,
}

/// The edits of a record that was not edited.
static UNEDITED: Edits =
    Edits { project: None, position: None, is_moved: false, fixed: Vec::new(), merged: Vec::new() };

/// The decision of the user about a record of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fate {
    /// It is imported.
    #[default]
    Imported,
    /// It is left out.
    LeftOut,
    /// Its text was added to another record of the plan.
    Merged,
}

impl Planned {
    /// Creates the plan for a draft as the document has it.
    pub(super) fn new(draft: ImportDraft, found: Match) -> Self {
        Self { draft, found, fate: Fate::Imported, edits: None }
    }

    /// Returns the changes of the user.
    pub fn edits(&self) -> &Edits {
        self.edits.as_deref().unwrap_or(&UNEDITED)
    }

    /// Returns the changes of the user, mutably.
    pub(super) fn edits_mut(&mut self) -> &mut Edits {
        self.edits.get_or_insert_default()
    }

    /// Returns the id of the record in the journal; `None` for a new record.
    pub fn known(&self) -> Option<RecordId> {
        match self.found {
            Match::New => None,
            Match::Same(id) | Match::Changed(id, _) | Match::Edited(id) => Some(id),
        }
    }

    /// Returns `true` if the import would write the record.
    pub fn is_written(&self) -> bool {
        self.fate == Fate::Imported && matches!(self.found, Match::New | Match::Changed(..))
    }

    /// Returns the text that is stored with the record: its fingerprint; behind `!`, the fields that the user changed in the
    /// plan and the fingerprints of the records that were merged into it.
    pub(super) fn source(&self) -> String {
        let mut out = self.draft.fingerprint.to_string();
        let edits = self.edits();
        let fixed = edits.fixed.iter().map(ToString::to_string);
        for part in fixed.chain(edits.merged.iter().map(Uuid::to_string)) {
            out.push('!');
            out.push_str(&part);
        }
        out
    }

    /// Returns the title in one line.
    pub fn title(&self) -> &str {
        match self.draft.title.lines().next() {
            Some(line) if !line.trim().is_empty() => line,
            _ => "(without a name)",
        }
    }

    /// Returns the date, the category and the figures in one line; empty if the document states none.
    pub fn about(&self) -> String {
        let draft = &self.draft;
        let date = draft.when.map(|when| match draft.kind {
            Kind::Goal => when.last_day().format("%Y").to_string(),
            _ if draft.is_open => format!("{}..", when.start),
            _ => when.to_string(),
        });
        let of = match draft.kind {
            Kind::Win => draft.get("category").to_owned(),
            Kind::Goal => Measure::guess(&draft.title).to_string(),
            Kind::Reading => draft.get("authors").to_owned(),
            Kind::Praise => draft.get("from").to_owned(),
            Kind::Position => draft.get("titles").lines().next().unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        let figures = draft.figures().iter().map(Figure::in_sentence);
        let parts = date.into_iter().chain([of]).chain(figures);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// The plan of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The name of the document.
    pub name: String,
    /// The records, in the order of the document.
    pub records: Vec<Planned>,
    /// The lines that belong to no record; they are kept in one note.
    pub unplaced: Vec<Unplaced>,
    /// The facts about the encoding that the user should know.
    pub notices: Vec<Notice>,
    /// The project and the position of records that the document puts nowhere.
    pub(super) project: Option<NamedRef<ProjectId>>,
    pub(super) position: Option<NamedRef<PositionId>>,
    /// The note with the unplaced lines, if the journal does not have it yet.
    pub(super) note: Option<Planned>,
}

impl Plan {
    /// Creates a plan of these records.
    #[cfg(test)]
    pub(super) fn of(records: Vec<Planned>) -> Self {
        let (name, unplaced, notices) = (String::new(), Vec::new(), Vec::new());
        Self { name, records, unplaced, notices, project: None, position: None, note: None }
    }

    /// Returns the number of records that the import would add.
    pub fn new_records(&self) -> usize {
        self.records.iter().filter(|planned| planned.found == Match::New && planned.is_written()).count()
    }

    /// Returns the number of records that the import would update.
    pub fn changed_records(&self) -> usize {
        self.records
            .iter()
            .filter(|planned| matches!(planned.found, Match::Changed(..)) && planned.is_written())
            .count()
    }

    /// Returns the number of records that the import would write, with the note of the unplaced lines.
    pub fn written(&self) -> usize {
        let all = self.records.iter().chain(&self.note);
        all.filter(|planned| planned.is_written()).count()
    }

    /// Returns the number of new wins without a date.
    pub fn undated(&self) -> usize {
        let is = |planned: &&Planned| {
            planned.draft.kind == Kind::Win
                && planned.draft.when.is_none()
                && planned.found == Match::New
                && planned.is_written()
        };
        self.records.iter().filter(is).count()
    }

    /// Returns the number of records of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.records.iter().filter(|planned| planned.draft.kind == kind).count()
    }

    /// Returns the number of words of the unplaced lines; 0 if the journal has the note with them.
    pub fn unplaced_words(&self) -> usize {
        if self.note.as_ref().is_none_or(|note| !note.is_written()) {
            return 0;
        }
        self.unplaced.iter().map(|each| each.text.split_whitespace().count()).sum()
    }

    /// Returns the number of records above a record.
    pub fn depth(&self, at: usize) -> usize {
        let mut depth = 0;
        let mut above = Some(at);
        while let Some(draft) = above.and_then(|at| self.records.get(at)).map(|planned| &planned.draft) {
            above = draft.project().or(draft.position()).filter(|_| depth < self.records.len());
            depth += usize::from(above.is_some());
        }
        depth
    }
}

/// The parts of a stored fingerprint; see [`Planned::source`].
pub(super) fn parts_of_source(source: &str) -> (Option<Uuid>, impl Iterator<Item = &str>) {
    let mut parts = source.split('!');
    let first = parts.next().and_then(|first| first.parse().ok());
    (first, parts)
}
