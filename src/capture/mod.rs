//! Capture: the one-line grammar and the editor's document, both ways. Pure.
//!
//! [`line::read`] turns what was typed into a draft and never refuses words for their links;
//! [`print::line`] writes a draft as a line that reads back as the same draft; [`document`]
//! does both for the whole record in an editor.

pub mod document;
pub mod flags;
pub mod goal;
pub mod line;
pub mod print;
pub mod project;
pub mod reading;
mod scan;
mod sheet;
pub mod title;
pub mod values;

pub use line::{Lookup, Problem, Reading, Vocabulary, read, read_literal, read_piped, read_title};

#[cfg(test)]
mod properties;
