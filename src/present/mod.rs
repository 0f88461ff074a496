//! Records out and in by their fields: JSON, CSV, the document in an editor, and forms. Pure.

pub mod document;
pub mod field;
pub mod json;

pub use document::{DocumentError, SCISSORS};
