//! Validation of records that come from elsewhere: their dates, words, numbers and references.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::cell::Cell;
use super::stored_record::StoredRecord;
use crate::domain::place;
use crate::domain::{FieldInfo, FieldType, Kind, PartialDate, When};

/// Returns the kind of a record whose instants and fields are valid.
pub(super) fn validate(record: &StoredRecord) -> std::result::Result<Kind, String> {
    let kind = Kind::from_word(&record.kind).ok_or("there is no such kind of record")?;
    for at in [&record.logged_at, &record.updated_at] {
        chrono::DateTime::parse_from_rfc3339(at).map_err(|_| format!("“{at}” is no instant"))?;
    }
    for (column, value) in &record.fields {
        if let Some(field) = kind.info().by_column(column) {
            validate_value(field, value)?;
        }
    }
    Ok(kind)
}

/// Refuses a value that its field does not take; one of another JSON type is refused by [`cells`].
fn validate_value(field: &FieldInfo, value: &Value) -> std::result::Result<(), String> {
    let name = field.column;
    match (field.ty, value) {
        (FieldType::Date, Value::String(text)) => is_date(name, text, PartialDate::from_iso(text).is_some()),
        // Empty for a record without a date.
        (FieldType::When, Value::String(text)) if text.is_empty() => Ok(()),
        (FieldType::When, Value::String(text)) => is_date(name, text, When::from_iso(text).is_some()),
        (FieldType::Day, Value::String(text)) => {
            is_date(name, text, text.parse::<NaiveDate>().is_ok_and(|day| day.to_string() == *text))
        }
        (FieldType::Place, Value::String(text)) if !place::is_place(text) => {
            Err(format!("{name} “{text}” is no place"))
        }
        (FieldType::Word(words), Value::String(text)) if !words.contains(&text.as_str()) => {
            Err(format!("{name} cannot be “{text}”"))
        }
        (FieldType::Int { min, max }, Value::Number(number))
            if !number.as_i64().is_some_and(|number| (min..=max).contains(&number)) =>
        {
            Err(format!("{name} cannot be {number}"))
        }
        (FieldType::Flag, Value::Number(number)) if !matches!(number.as_i64(), Some(0 | 1)) => {
            Err(format!("{name} cannot be {number}"))
        }
        _ => Ok(()),
    }
}

fn is_date(name: &str, text: &str, valid: bool) -> std::result::Result<(), String> {
    if valid { Ok(()) } else { Err(format!("{name} “{text}” is no date")) }
}

/// The fields of a record as the store holds them.
pub(super) fn cells(
    kind: Kind,
    record: &StoredRecord,
) -> std::result::Result<Vec<(&'static str, Cell)>, String> {
    let info = kind.info();
    if let Some(name) = record.fields.keys().find(|name| info.by_column(name).is_none()) {
        return Err(format!("a {kind} has no field {name}"));
    }
    let mut out = Vec::with_capacity(record.fields.len());
    for field in info.columns() {
        let name = field.column;
        let Some(value) = record.fields.get(name) else { continue };
        let number = matches!(field.ty, FieldType::Int { .. } | FieldType::Real | FieldType::Flag);
        let cell = match (field.ty, value) {
            (FieldType::Ref(_), value) => {
                Cell::Ref(reference(Some(value)).ok_or_else(|| format!("{name} is no identity"))?)
            }
            (_, Value::Number(value)) if number => match value.as_i64() {
                Some(whole) => Cell::Int(whole),
                None => Cell::Real(value.as_f64().unwrap_or_default()),
            },
            // Older versions counted places.
            (FieldType::Place, Value::Number(value)) => {
                Cell::Text(place::of_number(value.as_i64().unwrap_or_default()))
            }
            (_, Value::String(text)) if !number => Cell::Text(text.clone()),
            _ => return Err(format!("{name} is of another type")),
        };
        out.push((name, cell));
    }
    Ok(out)
}

/// The identity that a value is, where it is one.
pub(super) fn reference(value: Option<&Value>) -> Option<Uuid> {
    value?.as_str().and_then(|text| Uuid::parse_str(text).ok())
}
