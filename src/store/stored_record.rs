//! Records as journals exchange them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

/// A record as it is exchanged: every field that holds something, and what it is linked to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredRecord {
    /// The kind.
    pub kind: String,
    /// Its identity.
    pub id: Uuid,
    /// The instant of the first write, RFC 3339.
    pub logged_at: String,
    /// The instant of the last write, RFC 3339.
    pub updated_at: String,
    /// The fields by their columns; references are identities.
    pub fields: Map<String, Value>,
    /// The links, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<StoredLink>,
    /// Fields of a newer version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<Value>,
}

/// A link to a name or to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredLink {
    /// The kind of the link: `tag`, `goal`.
    pub kind: String,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Uuid>,
}
