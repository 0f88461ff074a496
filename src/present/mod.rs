//! Records out and in by their fields: JSON, CSV, the document in an editor, and forms. Pure.

pub mod document;
pub mod field;
pub mod json;
pub mod list;

pub use document::{DocumentError, SCISSORS};
