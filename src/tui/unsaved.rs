//! What was being written when the app ended.

/// What was being written when the app ended.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unsaved {
    /// The line of the quick capture.
    pub line: Option<String>,
    /// The form: its fields, and the win that it edits.
    pub form: Option<UnsavedForm>,
}

/// A form that was open.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UnsavedForm {
    /// What it is about: `win`, `project` or `answer`.
    #[serde(default)]
    pub kind: String,
    /// The record, by its identity; `None` for a new one.
    #[serde(rename = "win")]
    pub record: Option<String>,
    /// The revision of it that the form was opened on.
    pub seen: i64,
    /// The fields with their text.
    pub fields: Vec<(String, String)>,
    /// What the fields held when the form was opened, in their order.
    #[serde(default)]
    pub opened: Vec<String>,
}
