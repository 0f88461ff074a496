//! Records as JSON, and the columns of CSV.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::Value as Json;

use crate::domain::{FieldInfo, FieldType, Group, Record, RecordId, Stored, Value};

/// A record that serialises as JSON: its identity, its fields by name, and its instants. An empty text is
/// null; a value that this version does not understand is written as stored.
#[derive(Debug)]
pub struct RecordJson<'a, T: Record> {
    record: &'a Stored<T>,
    short_id: String,
    /// Derived values by key; each replaces the field of the same name.
    derived: Vec<(&'static str, Json)>,
}

impl<'a, T: Record> RecordJson<'a, T> {
    /// Creates the JSON of a record.
    pub fn new(record: &'a Stored<T>, short_id: String) -> Self {
        Self { record, short_id, derived: Vec::new() }
    }

    /// Adds a derived value.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<Json>) -> Self {
        self.derived.push((key, value.into()));
        self
    }
}

impl<T: Record> Serialize for RecordJson<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = self.record;
        let id: RecordId = record.id.into();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &id.0)?;
        map.serialize_entry("short_id", &self.short_id)?;
        map.serialize_entry("kind", T::KIND.word())?;
        for field in T::FIELDS.iter().filter(|field| is_shown(&field.info)) {
            let name = field.info.name;
            if self.derived.iter().any(|(key, _)| *key == name) {
                continue;
            }
            match record.unread().get(name) {
                Some(unread) => map.serialize_entry(name, unread)?,
                None => map.serialize_entry(name, &FieldJson(field.info.ty, (field.get)(record)))?,
            }
        }
        for (key, value) in &self.derived {
            map.serialize_entry(key, value)?;
        }
        map.serialize_entry("logged_at", &instant(record.meta.logged_at))?;
        map.serialize_entry("updated_at", &instant(record.meta.updated_at))?;
        map.end()
    }
}

/// Returns `true` if JSON and CSV have a field; parts are records of their own.
fn is_shown(info: &FieldInfo) -> bool {
    info.group != Group::Internal && info.ty != FieldType::Parts
}

/// The value of a field as JSON.
struct FieldJson<'a>(FieldType, Value<'a>);

impl Serialize for FieldJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.1 {
            Value::Null => serializer.serialize_none(),
            Value::Text(text) if text.is_empty() => serializer.serialize_none(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Int(number) if self.0 == FieldType::Flag => serializer.serialize_bool(*number != 0),
            Value::Int(number) => serializer.serialize_i64(*number),
            Value::Real(number) => serializer.serialize_f64(*number),
            Value::Ref(named) if named.name.is_empty() => named.id.0.serialize(serializer),
            Value::Ref(named) => serializer.serialize_str(&named.name),
            Value::Names(names) => serializer.collect_seq(names.iter()),
            Value::Refs(refs) => serializer.collect_seq(refs.iter().map(|named| &named.name)),
        }
    }
}

/// Returns the columns of the CSV file of a kind, named as the keys of its JSON; `extra` are derived values.
pub fn columns<T: Record>(extra: &[&'static str]) -> Vec<&'static str> {
    let own = T::FIELDS.iter().filter(|field| is_shown(&field.info)).map(|field| field.info.name);
    let mut out = vec!["short_id"];
    out.extend(own.chain(extra.iter().copied()));
    out.extend(["logged_at", "id"]);
    out
}

/// Formats an instant as RFC 3339 with milliseconds.
pub fn instant(instant: DateTime<FixedOffset>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}
