//! Records as JSON, and the columns of CSV.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde_json::{Map, Value as Json, json};

use crate::domain::{FieldInfo, FieldType, Group, Record, RecordId, Stored, Value};

/// Returns a record as JSON: its identity, its fields by name, and when it was written. A text that is empty is
/// null; a value that this version does not understand is as it is stored.
pub fn record<T: Record>(record: &Stored<T>, short_id: &str) -> Map<String, Json> {
    let id: RecordId = record.id.into();
    let mut out = Map::new();
    out.insert("id".into(), id.to_string().into());
    out.insert("short_id".into(), short_id.into());
    out.insert("kind".into(), T::KIND.word().into());
    fields(&record.body, &mut out);
    out.insert("logged_at".into(), instant(record.meta.logged_at).into());
    out.insert("updated_at".into(), instant(record.meta.updated_at).into());
    out
}

/// Adds the fields of a body to a JSON object.
pub fn fields<T: Record>(body: &T, out: &mut Map<String, Json>) {
    for field in T::FIELDS.iter().filter(|field| is_shown(&field.info)) {
        let name = field.info.name;
        let value = match body.unread().get(name) {
            Some(unread) => unread.into(),
            None => value(field.info.ty, (field.get)(body)),
        };
        out.insert(name.to_owned(), value);
    }
}

/// Returns true for a field that JSON and CSV have. Parts are records of their own.
fn is_shown(info: &FieldInfo) -> bool {
    info.group != Group::Internal && info.ty != FieldType::Parts
}

fn value(ty: FieldType, value: Value<'_>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) if text.is_empty() => Json::Null,
        Value::Text(text) => text.into_owned().into(),
        Value::Int(number) if ty == FieldType::Flag => (number != 0).into(),
        Value::Int(number) => number.into(),
        Value::Real(number) => number.into(),
        Value::Ref(named) => named.name.into(),
        Value::Names(names) => names.iter().map(String::as_str).collect(),
        Value::Refs(refs) => refs.into_iter().map(|named| json!(named.name)).collect(),
    }
}

/// Returns the columns of the CSV file of a kind, by the keys of its JSON. `extra` are those of derived data.
#[must_use]
pub fn columns<T: Record>(extra: &[&'static str]) -> Vec<&'static str> {
    let own = T::FIELDS.iter().filter(|field| is_shown(&field.info)).map(|field| field.info.name);
    let mut out = vec!["short_id"];
    out.extend(own.chain(extra.iter().copied()));
    out.extend(["logged_at", "id"]);
    out
}

/// Returns an instant as RFC 3339 with milliseconds.
#[must_use]
pub fn instant(instant: DateTime<FixedOffset>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}
