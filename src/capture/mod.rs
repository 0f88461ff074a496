//! Quick capture: the parser and the printer of the one-line grammar, without I/O.
//!
//! [`line::parse`] parses a line as a draft of a win; a name that cannot be resolved is not an error.
//! [`print::line`] writes a win as a line that parses to the same win.

pub mod completion;
pub mod flags;
mod lexer;
pub mod line;
pub mod print;
mod title;
pub mod values;
mod vocabulary;
mod whole_dates;

pub use line::{ParseError, ParsedLine, parse, parse_literal, parse_piped, parse_title};
pub use title::without_blank_lines;
pub use vocabulary::{Lookup, Vocabulary};

#[cfg(test)]
mod properties;
