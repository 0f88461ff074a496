//! The texts of dialogs that are not saved, as drafts store them.

/// The unsaved text of a dialog.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unsaved {
    /// The line and the notes of the quick capture.
    pub line: Option<String>,
    /// The form, if the dialog is a form.
    pub form: Option<UnsavedForm>,
}

/// The unsaved text of a form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UnsavedForm {
    /// The kind of form, as [`Subject::unsaved`](super::subject::Subject::unsaved) returns it.
    #[serde(default)]
    pub kind: String,
    /// The ID of the record; `None` for a new record.
    #[serde(rename = "win")]
    pub record: Option<String>,
    /// The revision of the record when the form was opened.
    pub seen: i64,
    /// The fields with their text.
    pub fields: Vec<(String, String)>,
    /// The texts of the fields when the form was opened, in order.
    #[serde(default)]
    pub opened: Vec<String>,
}
