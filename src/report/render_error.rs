//! The reasons why a document cannot be rendered.

use super::template::TemplateError;
use crate::domain::RecordId;

/// The reason why a document is not rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A part that no document has, by its typed name.
    #[error("unknown part “{0}”")]
    UnknownPart(String),
    /// A template that cannot be rendered.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A page that cannot be laid out.
    #[error("{0}")]
    Page(String),
    /// A value that JSON cannot hold.
    #[error("cannot write JSON")]
    Json(#[from] serde_json::Error),
    /// A name that can still be read in the output. Nothing is written then.
    #[error("the name whose alias is “{alias}” would still be in the document; nothing was written")]
    Leak {
        /// The alias of the name.
        alias: String,
        /// The record and the field that contain the name, or `None` if only the template does.
        place: Option<LeakPlace>,
    },
}

/// The place of a name in the records that a document is built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeakPlace {
    /// The id of the record.
    pub record: RecordId,
    /// The kind of the record.
    pub kind: &'static str,
    /// The name of the field.
    pub field: &'static str,
}
