//! Capture: the one-line grammar and the editor's document, both ways. Pure.
//!
//! [`line::parse`] turns what was typed into a draft and never refuses words for their links;
//! [`print::line`] writes a draft as a line that reads back as the same draft; [`document`]
//! does both for the whole record in an editor.

pub mod document;
pub mod flags;
mod lexer;
pub mod line;
pub mod print;
mod title;
pub mod values;

pub use line::{Lookup, ParseError, ParsedLine, Vocabulary, parse, parse_literal, parse_piped, parse_title};

#[cfg(test)]
mod properties;
