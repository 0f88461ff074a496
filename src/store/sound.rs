//! Whether what comes in from elsewhere can be a record: its dates, words, numbers and references.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::exchange::StoredRecord;
use super::table::{Cell, Holds, Table};
use crate::domain::{
    Better, Confidence, GoalStatus, Kind, Medium, PartialDate, ProjectStatus, ReadingStatus, Visibility,
    When, WinStatus,
};

/// The kind of a record that can be one: its instants, dates and numbers are such.
pub(super) fn sound(record: &StoredRecord) -> std::result::Result<Kind, String> {
    let kind = Kind::from_word(&record.kind).ok_or("there is no such kind of record")?;
    for at in [&record.logged_at, &record.updated_at] {
        chrono::DateTime::parse_from_rfc3339(at).map_err(|_| format!("“{at}” is no instant"))?;
    }
    for (name, value) in &record.fields {
        match value {
            Value::String(text) if !is_date(kind, name, text) => {
                return Err(format!("{name} “{text}” is no date"));
            }
            Value::String(text) if !is_word(kind, name, text) => {
                return Err(format!("{name} cannot be “{text}”"));
            }
            Value::Number(number) if !is_in_range(kind, name, number) => {
                return Err(format!("{name} cannot be {number}"));
            }
            _ => {}
        }
    }
    Ok(kind)
}

/// Whether a text is the date that its field holds, where it holds one.
fn is_date(kind: Kind, name: &str, text: &str) -> bool {
    let is_day = || text.parse::<NaiveDate>().is_ok_and(|day| day.to_string() == text);
    match (kind, name) {
        (Kind::Win, "happened") => When::from_iso(text).is_some(),
        (Kind::FollowUp, "ask_on" | "recorded_on") | (Kind::CheckIn, "day") | (Kind::Goal, "begun") => {
            is_day()
        }
        // The number that a goal begins at.
        (Kind::Goal, "start") => true,
        (_, "start" | "end" | "ended_on" | "done_on" | "day" | "started" | "finished") => {
            PartialDate::from_iso(text).is_some()
        }
        _ => true,
    }
}

/// Whether a text is one of the words that its field holds, where it holds such.
fn is_word(kind: Kind, name: &str, text: &str) -> bool {
    match (kind, name) {
        (_, "visibility") => Visibility::from_word(text).is_some(),
        (Kind::Win, "status") => WinStatus::from_word(text).is_some(),
        (Kind::Project, "status") => ProjectStatus::from_word(text).is_some(),
        (Kind::Goal, "status") => GoalStatus::from_word(text).is_some(),
        (Kind::Reading, "status") => ReadingStatus::from_word(text).is_some(),
        (Kind::Reading, "medium") => Medium::from_word(text).is_some(),
        (Kind::Value, "confidence") => Confidence::from_word(text).is_some(),
        (Kind::Metric, "better") => Better::from_word(text).is_some(),
        (Kind::Goal, "measure") => matches!(text, "growing" | "done" | "count" | "number" | "milestones"),
        _ => true,
    }
}

/// Whether a number is one that its field can hold.
fn is_in_range(kind: Kind, name: &str, number: &serde_json::Number) -> bool {
    match (kind, name) {
        (Kind::Value, "number") => true,
        (Kind::Goal, "year") => number.as_i64().is_some_and(|year| (1..=9999).contains(&year)),
        (Kind::Reading, "rating") => number.as_i64().is_some_and(|stars| (1..=5).contains(&stars)),
        (_, "place") => number.is_i64(),
        _ => number.as_u64().is_some_and(|number| u32::try_from(number).is_ok()),
    }
}

/// What a field may refer to; a link, which has no field, to anything.
pub(super) fn may_refer(field: &str, kind: Kind) -> bool {
    match field {
        "project" | "parent" => kind == Kind::Project,
        "win" => kind == Kind::Win,
        "metric" => kind == Kind::Metric,
        "goal" | "carried_from" => kind == Kind::Goal,
        "value" => kind == Kind::Value,
        "about" => matches!(kind, Kind::Win | Kind::Project),
        _ => true,
    }
}

/// The fields of a record as the store holds them.
pub(super) fn cells(
    kind: Kind,
    record: &StoredRecord,
) -> std::result::Result<Vec<(&'static str, Cell)>, String> {
    let table = Table::of(kind);
    if let Some(name) = record.fields.keys().find(|name| table.holds(name).is_none()) {
        return Err(format!("a {kind} has no field {name}"));
    }
    let mut out = Vec::with_capacity(record.fields.len());
    for (name, holds) in table.fields {
        let Some(value) = record.fields.get(*name) else { continue };
        let cell = match (holds, value) {
            (Holds::Text, Value::String(text)) => Cell::Text(text.clone()),
            (Holds::Number, Value::Number(number)) => match number.as_i64() {
                Some(whole) => Cell::Int(whole),
                None => Cell::Real(number.as_f64().unwrap_or_default()),
            },
            (Holds::Reference, value) => {
                Cell::Ref(reference(Some(value)).ok_or_else(|| format!("{name} is no identity"))?)
            }
            _ => return Err(format!("{name} is of another type")),
        };
        out.push((*name, cell));
    }
    Ok(out)
}

/// The identity that a value is, where it is one.
pub(super) fn reference(value: Option<&Value>) -> Option<Uuid> {
    value?.as_str().and_then(|text| Uuid::parse_str(text).ok())
}
