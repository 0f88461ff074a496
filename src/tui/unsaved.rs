//! Text that was not saved when the app ended.

/// Text that was not saved when the app ended.
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
    /// The kind of form: `win`, `project` or `answer`.
    #[serde(default)]
    pub kind: String,
    /// The record, by its identity; `None` for a new one.
    #[serde(rename = "win")]
    pub record: Option<String>,
    /// The revision of it that the form was opened on.
    pub seen: i64,
    /// The fields with their text.
    pub fields: Vec<(String, String)>,
    /// The texts of the fields when the form was opened, in the order of the fields.
    #[serde(default)]
    pub opened: Vec<String>,
}
