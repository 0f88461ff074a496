//! Editing a record as a document in the user's editor.

use super::Context;
use crate::domain::{Field, FieldType, Group, Record};
use crate::editor::{EditorFile, Left};
use crate::error::Result;
use crate::present;

/// Opens a record as a document in the user's editor and parses the result; `None` if the document was not
/// changed. Fails if the editor fails, or if the document is empty or cannot be parsed; the hint names the
/// file, which stays.
pub(super) fn edit<T: Record>(context: &Context, record: &T) -> Result<Option<(T, EditorFile)>> {
    let written = present::document::write(record);
    let read = |text: &str| present::document::read(text, record, context.today());
    let Some((mut edited, file)) = edit_text(context, &written, read)? else {
        return Ok(None);
    };
    // A document omits blank lines at the start and end of a text. They are restored if the text was not
    // edited.
    if let Ok(shown) = read(&written) {
        let is_text = |field: &&Field<T>| {
            matches!(field.info.group, Group::Section(_)) && field.info.ty == FieldType::Text
        };
        for field in T::FIELDS.iter().filter(is_text) {
            if (field.get)(&edited) == (field.get)(&shown) {
                let own = (field.get)(record);
                // A value of this field is always accepted.
                let _ = (field.set)(&mut edited, own);
            }
        }
    }
    Ok(Some((edited, file)))
}

/// Opens a text in the user's editor and parses the result with `read`; `None` if the text was not changed.
fn edit_text<D, E: std::fmt::Display>(
    context: &Context,
    written: &str,
    read: impl Fn(&str) -> std::result::Result<D, E>,
) -> Result<Option<(D, EditorFile)>> {
    let file = EditorFile::new(&context.paths.state, written)?;
    match file.run()? {
        Left::Text(text) => {
            let edited = read(&text).map_err(|err| file.kept(&err.to_string()))?;
            Ok(Some((edited, file)))
        }
        Left::Unchanged => {
            file.done();
            Ok(None)
        }
        Left::Empty => Err(file.kept("the document was left empty: nothing was saved")),
    }
}
