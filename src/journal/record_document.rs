//! Editing a record as a document in the user's editor.

use super::{Journal, lookup};
use crate::domain::{Field, FieldType, Group, Kind, NamedRef, Record, RecordId, Value};
use crate::editor::{EditorFile, Left};
use crate::error::{Error, Result};
use crate::present;
use crate::present::document::DocumentError;

/// Opens a record as a document in the user's editor and parses the result; `None` if the document was not
/// changed. A document that cannot be parsed, or that names a record that does not exist, can be edited again. Fails if the
/// editor fails, or if the document is empty or stays wrong; the hint names the file, which stays.
pub(super) fn edit<T: Record>(journal: &Journal, record: &T) -> Result<Option<(T, EditorFile)>> {
    let written = present::document::write(record);
    let read = |text: &str| present::document::read(text, record, journal.today());
    let checked = |text: &str| {
        let mut edited = read(text)?;
        resolve_references(journal, &mut edited)
            .map_err(|(label, err)| DocumentError::of_field(text, label, &in_one_line(&err)))?;
        Ok(edited)
    };
    let Some((mut edited, file)) = edit_text(journal, &written, checked)? else {
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

/// Opens a text in the user's editor and parses the result with `read`, again if the user wants to correct it; `None` if the
/// text was not changed.
fn edit_text<D>(
    journal: &Journal,
    written: &str,
    read: impl Fn(&str) -> std::result::Result<D, DocumentError>,
) -> Result<Option<(D, EditorFile)>> {
    let file = EditorFile::new(&journal.paths().state, written)?;
    loop {
        match file.run()? {
            Left::Text(text) => match read(&text) {
                Ok(edited) => return Ok(Some((edited, file))),
                Err(err) if file.wants_again(&err.to_string()) => {}
                Err(err) => return Err(file.kept(&err.to_string())),
            },
            Left::Unchanged => {
                file.done();
                return Ok(None);
            }
            Left::Empty => return Err(file.kept("the document was left empty: nothing was saved")),
        }
    }
}

/// Resolves the names of records in an edited document. Fails with the label of the field if a name is not that of one
/// record. The project of a win may be new, and stays a name.
fn resolve_references<T: Record>(
    journal: &Journal,
    record: &mut T,
) -> std::result::Result<(), (&'static str, Error)> {
    for field in T::FIELDS.iter().filter(|field| present::field::is_visible(&field.info)) {
        let kinds = match field.info.ty {
            FieldType::Ref(kinds) if !(T::KIND == Kind::Win && kinds == [Kind::Project]) => kinds.to_vec(),
            FieldType::Refs(kind) => vec![kind],
            _ => continue,
        };
        let resolved = |named: NamedRef<RecordId>| {
            if !named.id.0.is_nil() || named.name.is_empty() {
                return Ok(named);
            }
            resolve(journal, &kinds, &named.name).map_err(|err| (field.info.label, err))
        };
        let value = match (field.get)(record) {
            Value::Ref(named) => Value::Ref(resolved(named)?),
            Value::Refs(all) => {
                Value::Refs(all.into_iter().map(resolved).collect::<std::result::Result<_, _>>()?)
            }
            _ => continue,
        };
        // A value of this field is always accepted.
        let _ = (field.set)(record, value);
    }
    Ok(())
}

/// Returns the record of one of these kinds that a name means; unresolved if several have the name.
fn resolve(journal: &Journal, kinds: &[Kind], name: &str) -> Result<NamedRef<RecordId>> {
    let snapshot = journal.snapshot()?;
    let mut failed = None;
    for kind in kinds {
        match lookup::resolve_kind(&snapshot, *kind, name) {
            Ok(id) => {
                let name = lookup::title(&snapshot, id).unwrap_or_else(|| name.to_owned());
                return Ok(NamedRef { id, name });
            }
            // The save knows which of several goals of one title is meant, and lists any other records.
            Err(err) if err.message().contains("matches several") => {
                return Ok(NamedRef { id: RecordId(uuid::Uuid::nil()), name: name.to_owned() });
            }
            Err(err) => failed = failed.or(Some(err)),
        }
    }
    Err(failed.unwrap_or_else(|| Error::usage(format!("unknown record “{name}”"))))
}

/// Returns an error with its hint.
fn in_one_line(err: &Error) -> String {
    err.hint_text().map_or_else(|| err.message().to_owned(), |hint| format!("{}; {hint}", err.message()))
}
