//! Handles the result of an edit, for the commands that edit a goal, project or reading note.

use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::journal::EditOutcome;

/// Returns the record that an edit saved, or `None` if nothing changed. Fails if another program changed or
/// deleted the record. After a failure the file of the editor stays.
pub fn finish_edit<R, S>(
    edited: Result<EditOutcome<R, S>>,
    file: Option<EditorFile>,
    what: &str,
) -> Result<Option<Box<S>>> {
    let edited = match edited {
        Ok(EditOutcome::Conflict(_) | EditOutcome::Deleted) => {
            Err(Error::failed(format!("another program changed this {what} meanwhile; nothing was written"))
                .hint("run the command again"))
        }
        other => other,
    };
    match (edited, file) {
        (Ok(edited), file) => {
            if let Some(file) = file {
                file.done();
            }
            Ok(if let EditOutcome::Saved(saved) = edited { Some(saved) } else { None })
        }
        (Err(why), Some(file)) => Err(file.kept(why.message())),
        (Err(why), None) => Err(why),
    }
}

/// Returns the result of an edit; the file of the editor is deleted, or after a failure kept and named in the hint.
pub fn in_file<T>(edited: Result<T>, file: Option<EditorFile>) -> Result<T> {
    match (edited, file) {
        (Err(err), Some(file)) => Err(file.kept(err.message())),
        (edited, file) => {
            if let Some(file) = file {
                file.done();
            }
            edited
        }
    }
}
