//! Writes and parses the text of a field, for documents, forms and flags.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::date_phrase::{Bias, parse_day, parse_when};
use crate::domain::field::unknown;
use crate::domain::{Field, FieldInfo, FieldType, Group, NamedRef, Record, RecordId, Value};
use crate::text::list::{list, text, unlist, unlist_names, untext};

/// Returns the text of a field, as documents and forms show it. A value that this version does not understand
/// is shown as stored.
pub fn text_of<T: Record>(field: &Field<T>, record: &T) -> String {
    if let Some(unread) = record.unread().get(field.info.name) {
        return unread.to_owned();
    }
    if let Some(own) = &field.text {
        return (own.write)(record);
    }
    let section = matches!(field.info.group, Group::Section(_));
    match (field.get)(record) {
        Value::Null => String::new(),
        Value::Text(words) if section => words.into_owned(),
        Value::Text(words) => text(&words),
        Value::Int(number) if field.info.ty == FieldType::Flag => {
            if number == 0 { "no" } else { "yes" }.to_owned()
        }
        Value::Int(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Ref(named) => text(&named.name),
        Value::Names(names) => list(&names),
        Value::Refs(refs) => list(&refs.into_iter().map(|named| named.name).collect::<Vec<_>>()),
    }
}

/// Returns a record whose visible fields are empty and whose other fields are those of `base`.
pub fn blank<T: Record>(base: &T) -> T {
    let (mut record, empty) = (base.clone(), T::default());
    for field in T::FIELDS.iter().filter(|field| is_visible(&field.info)) {
        // A default value is always valid.
        let _ = (field.set)(&mut record, (field.get)(&empty));
        record.unread_mut().clear(field.info.name);
    }
    record
}

/// Returns `true` if documents and forms show a field.
pub fn is_visible(info: &FieldInfo) -> bool {
    matches!(info.group, Group::Line | Group::Section(_))
}

/// Sets a field, by its label or name, from the text of a document, a form or a flag.
///
/// A value of `base` that this version does not understand stays if the text repeats it. Fails if no visible
/// field has the label, or if the text is not a value of the field.
pub fn set<T: Record>(
    record: &mut T,
    base: &T,
    label: &str,
    typed: &str,
    today: NaiveDate,
) -> Result<(), String> {
    let field = T::field(label).filter(|field| is_visible(&field.info));
    let field = field.ok_or_else(|| {
        let visible = T::FIELDS.iter().filter(|field| is_visible(&field.info));
        unknown("field", label, &visible.map(|field| field.info.label).collect::<Vec<_>>())
    })?;
    let info = &field.info;
    let line = typed.trim();
    if let Some(unread) = base.unread().get(info.name)
        && unread.trim() == line
    {
        record.unread_mut().keep(info.name, unread.to_owned());
        return Ok(());
    }
    match &field.text {
        Some(_) if line.is_empty() && matches!(info.ty, FieldType::Word(_)) => return Ok(()),
        Some(own) => (own.read)(record, line, today)?,
        None if line.is_empty() && is_optional_word(field) => {
            (field.set)(record, Value::Null).map_err(|_| format!("{label} cannot be empty"))?;
        }
        None => {
            let Some(value) = parse(info, typed, today)? else { return Ok(()) };
            (field.set)(record, value).map_err(|_| format!("{label} cannot be “{line}”"))?;
        }
    }
    record.unread_mut().clear(info.name);
    Ok(())
}

/// Returns `true` if a field takes a word of a closed set and may be empty.
fn is_optional_word<T: Record>(field: &Field<T>) -> bool {
    matches!(field.info.ty, FieldType::Word(_)) && (field.get)(&T::default()) == Value::Null
}

/// Parses the text of a field; `None` leaves the field unchanged, such as an empty text for a flag.
fn parse<'a>(info: &FieldInfo, typed: &'a str, today: NaiveDate) -> Result<Option<Value<'a>>, String> {
    let line = typed.trim();
    let empty = line.is_empty();
    let dated = |when: crate::domain::PartialDate| Value::Text(Cow::Owned(when.to_string()));
    Ok(Some(match info.ty {
        FieldType::Text if matches!(info.group, Group::Section(_)) => {
            Value::Text(Cow::Borrowed(typed.trim_end_matches('\n')))
        }
        FieldType::Text => Value::Text(Cow::Owned(untext(line)?)),
        FieldType::Word(_) | FieldType::Flag if empty => return Ok(None),
        FieldType::Word(words) => {
            let word = words.iter().find(|word| word.eq_ignore_ascii_case(line));
            Value::Text(Cow::Borrowed(word.ok_or_else(|| unknown(info.label, line, words))?))
        }
        FieldType::Flag => match line.to_lowercase().as_str() {
            "yes" | "y" | "true" => Value::Int(1),
            "no" | "n" | "false" => Value::Int(0),
            _ => return Err(unknown(info.label, line, &["yes", "no"])),
        },
        FieldType::Names => Value::Names(Cow::Owned(names(info, line)?)),
        FieldType::Words(words) => Value::Names(Cow::Owned(words_of(info, line, words)?)),
        FieldType::Refs(_) => Value::Refs(names(info, line)?.into_iter().map(unresolved).collect()),
        FieldType::Ref(_)
        | FieldType::Date
        | FieldType::EndDate
        | FieldType::Day
        | FieldType::DateRange
        | FieldType::Int { .. }
        | FieldType::Real
            if empty =>
        {
            Value::Null
        }
        FieldType::Ref(_) => Value::Ref(unresolved(untext(line)?)),
        FieldType::Date => dated(parse_when(line, today, Bias::Past).map_err(|err| err.to_string())?.start),
        FieldType::EndDate => {
            dated(parse_when(line, today, Bias::Past).map_err(|err| err.to_string())?.last())
        }
        FieldType::Day => {
            let day = parse_day(line, today, Bias::Past).map_err(|err| err.to_string())?;
            Value::Text(Cow::Owned(day.to_string()))
        }
        FieldType::DateRange => {
            let when = parse_when(line, today, Bias::Past).map_err(|err| err.to_string())?;
            Value::Text(Cow::Owned(when.to_string()))
        }
        FieldType::Int { min, max } => {
            // A share may be written with its sign.
            let digits = if max == 100 { line.trim_end_matches('%').trim_end() } else { line };
            let number = digits.parse().ok().filter(|number| (min..=max).contains(number));
            Value::Int(
                number
                    .ok_or_else(|| format!("{} is a number from {min} to {max}, not {line}", info.label))?,
            )
        }
        // A place is set by moving the record; fields of parts have their own parser.
        FieldType::Place | FieldType::Parts => return Ok(None),
        FieldType::Real => {
            Value::Real(line.parse().map_err(|_| format!("{} is a number, not {line}", info.label))?)
        }
    }))
}

fn unresolved(name: String) -> NamedRef<RecordId> {
    NamedRef { id: RecordId(uuid::Uuid::nil()), name }
}

fn names(info: &FieldInfo, line: &str) -> Result<Vec<String>, String> {
    match info.sigil {
        Some(sigil) => unlist_names(line, sigil),
        None => unlist(line),
    }
}

fn words_of(info: &FieldInfo, line: &str, words: &[&str]) -> Result<Vec<String>, String> {
    let mut out: Vec<String> = Vec::new();
    for name in unlist(line)? {
        let word = words.iter().find(|word| word.eq_ignore_ascii_case(&name));
        let word = (*word.ok_or_else(|| unknown(info.label.trim_end_matches('s'), &name, words))?).to_owned();
        if !out.contains(&word) {
            out.push(word);
        }
    }
    Ok(out)
}

/// Returns one line about the values that a field takes.
pub fn accepted(info: &FieldInfo) -> String {
    match info.ty {
        FieldType::Word(words) if info.help.is_empty() => words.join(", "),
        FieldType::Flag => "yes, no".to_owned(),
        _ => info.help.to_owned(),
    }
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The label, which is shown in front of the text.
    pub label: &'static str,
    /// The text of the field.
    pub text: String,
    /// `true` for a field of several lines.
    pub several: bool,
}

/// Returns the visible fields of a record, in the order of the form.
pub fn rows<T: Record>(record: &T) -> Vec<Row> {
    let visible = T::FIELDS.iter().filter(|field| is_visible(&field.info));
    visible
        .map(|field| Row {
            label: field.info.label,
            text: text_of(field, record),
            several: matches!(field.info.group, Group::Section(_)),
        })
        .collect()
}

/// Returns the values that a form offers for a flag or a field with a closed set of words.
pub fn choices<T: Record>(label: &str) -> Vec<String> {
    let Some(field) = T::field(label) else { return Vec::new() };
    match field.info.ty {
        FieldType::Word(words) => {
            let mut record = T::default();
            // The empty value of an optional field is offered first.
            let mut out = vec![text_of(field, &record)];
            out.retain(|_| is_optional_word(field));
            out.extend(words.iter().map(|word| {
                // A word of the field is always valid.
                let _ = (field.set)(&mut record, Value::Text(Cow::Borrowed(word)));
                text_of(field, &record)
            }));
            out
        }
        FieldType::Flag => vec!["no".to_owned(), "yes".to_owned()],
        _ => Vec::new(),
    }
}
