//! Records in the form in which journals exchange them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

/// A record for exchange, with its non-null fields and its links.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredRecord {
    /// The identifier of the kind, such as `follow-up`.
    pub kind: String,
    /// The id, the same in every journal.
    pub id: Uuid,
    /// The time of the first write, in RFC 3339.
    pub logged_at: String,
    /// The time of the last write, in RFC 3339.
    pub updated_at: String,
    /// The fields by column; references are ids.
    pub fields: Map<String, Value>,
    /// The links, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<StoredLink>,
    /// The fields that only a newer version knows, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<Value>,
}

/// A link to a name or to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredLink {
    /// The kind of the link: `tag`, `goal`.
    pub kind: String,
    /// The name, for a link to a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The id of the record, for a link to a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Uuid>,
}
