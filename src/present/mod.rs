//! Records as text and back, without I/O: JSON, CSV, the document in an editor, and forms.

pub mod document;
pub mod field;
pub mod json;

pub use document::{DocumentError, SCISSORS};
