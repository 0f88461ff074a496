//! Capture: the one-line grammar, both ways. Pure.
//!
//! [`line::parse`] turns what was typed into a win and never refuses words for their links;
//! [`print::line`] writes a win as a line that reads back as the same win.

pub mod completion;
pub mod flags;
mod lexer;
pub mod line;
pub mod print;
mod title;
pub mod values;

pub use line::{Lookup, ParseError, ParsedLine, Vocabulary, parse, parse_literal, parse_piped, parse_title};

#[cfg(test)]
mod properties;
