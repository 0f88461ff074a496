//! The requests that a line typed into a prompt completes.

use super::targets::Targets;
use crate::domain::{
    GoalId, InboxItemId, Kind, Period, PositionId, ProjectId, QuestionnaireId, ReadingId, RecordId,
};
use crate::report::document::Reader;
use crate::report::format::DocumentKind;

/// A request to the journal that the line of a prompt completes.
#[derive(Debug, Clone, PartialEq)]
pub enum LineRequest {
    /// Put follow-ups off until a date.
    Snooze(Targets),
    /// Close follow-ups with nothing to report, for a reason.
    Nothing(Targets),
    /// Add tags.
    Tag(Targets),
    /// Move wins to a project.
    Move(Targets),
    /// Add a follow-up on a win or a project for a date.
    AskLater(Kind, RecordId),
    /// Ship a project on a date.
    Ship(ProjectId),
    /// Mark a goal as done, with the proof.
    GoalDone(GoalId),
    /// Drop a goal for a reason.
    DropGoal(GoalId),
    /// Carry a goal over to a later year.
    Carry(GoalId),
    /// Set the progress of a reading note.
    Progress(ReadingId),
    /// Append to the notes of a reading note.
    Note(ReadingId),
    /// Abandon a reading note for a reason.
    Abandon(ReadingId),
    /// Promote to a title, from a date on.
    Promote(PositionId),
    /// Set the alias of a name.
    Alias(String),
    /// Keep an inbox item under another title.
    KeepAs(InboxItemId),
    /// Add the questionnaire of a form, by its path or name, for a period.
    AddForm(Period),
    /// Add the questionnaire of a pasted form for a period.
    PasteForm(Period),
    /// Write the answers of a questionnaire to a file.
    ExportAnswers(QuestionnaireId),
    /// Write the document of a period for a reader to a file.
    Export(Period, Reader),
    /// Write a document about the career for a reader to a file.
    ExportCareer(DocumentKind, Reader),
    /// Write a document as another request does, and replace the file.
    Replace(Box<LineRequest>),
    /// Load the document of a period for a reader.
    ReviewPeriod(Reader),
}

/// A line that the tab handles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScreenLine {
    /// The words that reading notes are filtered by.
    FindReading,
    /// A filter that is added to the search of the wins.
    AddFilter,
    /// The name under which the search of the wins is saved.
    SaveFilter,
    /// The word of the reader whose document is shown, and then written if `write`.
    Reader {
        /// `true` to write the document to a file.
        write: bool,
    },
    /// The name that gets an alias.
    NewAlias,
    /// The title of an item of the review in this document.
    Retitle(String),
}
