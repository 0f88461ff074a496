//! Validates the records of an export: their dates, words, numbers and references.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::cell::Cell;
use crate::domain::{DateRange, FieldInfo, FieldType, Kind, PartialDate};
use crate::domain::{StoredRecord, place};

/// Returns the kind of a record if its times and fields are valid.
pub(super) fn validate(record: &StoredRecord) -> std::result::Result<Kind, String> {
    let kind = Kind::from_word(&record.kind).ok_or("unknown kind of record")?;
    for at in [&record.logged_at, &record.updated_at] {
        chrono::DateTime::parse_from_rfc3339(at).map_err(|_| format!("“{at}” is not a time"))?;
    }
    for (column, value) in &record.fields {
        if let Some(field) = kind.info().by_column(column) {
            validate_value(field, value)?;
        }
    }
    Ok(kind)
}

/// Fails if a field does not accept the value; a value of another JSON type is refused by [`cells`].
fn validate_value(field: &FieldInfo, value: &Value) -> std::result::Result<(), String> {
    let name = field.column;
    let text = value.as_str();
    let date = |valid: fn(&str) -> bool| match text {
        Some(text) if !valid(text) => Err(format!("{name} “{text}” is not a date")),
        _ => Ok(()),
    };
    let number = |valid: &dyn Fn(i64) -> bool| match value {
        Value::Number(number) if !number.as_i64().is_some_and(valid) => {
            Err(format!("{name} cannot be {number}"))
        }
        _ => Ok(()),
    };
    match field.ty {
        FieldType::Date | FieldType::EndDate => date(|text| PartialDate::from_iso(text).is_some()),
        // The text is empty for a record without a date.
        FieldType::DateRange => date(|text| text.is_empty() || DateRange::from_iso(text).is_some()),
        FieldType::Day => date(|text| text.parse::<NaiveDate>().is_ok_and(|day| day.to_string() == text)),
        // The text is empty for a record that was not moved.
        FieldType::Place => match text {
            Some(text) if !text.is_empty() && !place::is_place(text) => {
                Err(format!("{name} “{text}” is not a place"))
            }
            _ => Ok(()),
        },
        FieldType::Word(words) => match text {
            Some(text) if !words.contains(&text) => Err(format!("{name} cannot be “{text}”")),
            _ => Ok(()),
        },
        FieldType::Int { min, max } => number(&|number| (min..=max).contains(&number)),
        FieldType::Flag => number(&|number| matches!(number, 0 | 1)),
        FieldType::Text
        | FieldType::Real
        | FieldType::Ref(_)
        | FieldType::Names
        | FieldType::Words(_)
        | FieldType::Refs(_)
        | FieldType::Parts => Ok(()),
    }
}

/// Returns the fields of a record as cells. Fails if a field is unknown or has a value of another type.
pub(super) fn cells(
    kind: Kind,
    record: &StoredRecord,
) -> std::result::Result<Vec<(&'static str, Cell)>, String> {
    let info = kind.info();
    if let Some(name) = record.fields.keys().find(|name| info.by_column(name).is_none()) {
        return Err(format!("unknown field “{name}” of a {kind}"));
    }
    let mut out = Vec::with_capacity(record.fields.len());
    for field in info.columns() {
        let name = field.column;
        let Some(value) = record.fields.get(name) else { continue };
        let number = matches!(field.ty, FieldType::Int { .. } | FieldType::Real | FieldType::Flag);
        let cell = match (field.ty, value) {
            (FieldType::Ref(_), value) => {
                Cell::Ref(reference(Some(value)).ok_or_else(|| format!("{name} is not an id"))?)
            }
            (_, Value::Number(value)) if number => match value.as_i64() {
                Some(whole) => Cell::Int(whole),
                None => Cell::Real(value.as_f64().unwrap_or_default()),
            },
            // Older versions stored places as numbers.
            (FieldType::Place, Value::Number(value)) => {
                Cell::Text(place::of_number(value.as_i64().unwrap_or_default()))
            }
            (_, Value::String(text)) if !number => Cell::Text(text.clone()),
            _ => return Err(format!("{name} has a value of the wrong type")),
        };
        out.push((name, cell));
    }
    Ok(out)
}

/// Parses a value as a UUID.
pub(super) fn reference(value: Option<&Value>) -> Option<Uuid> {
    value?.as_str().and_then(|text| Uuid::parse_str(text).ok())
}
