//! Writes JSON in which no character changes what a terminal shows: control, bidirectional and invisible characters are
//! escaped. The value that a program reads is the same.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

/// A formatter that escapes characters which a terminal does not show as they are.
#[derive(Debug, Default)]
pub struct Inert<F>(F);

impl Inert<PrettyFormatter<'static>> {
    /// Creates a formatter that indents.
    pub fn pretty() -> Self {
        Self(PrettyFormatter::new())
    }
}

/// Writes a text with escapes for the characters that [`inert`](super::inert) marks.
fn write_fragment<W: ?Sized + io::Write>(writer: &mut W, fragment: &str) -> io::Result<()> {
    let mut plain = 0;
    for (at, c) in fragment.char_indices() {
        if c.is_ascii() && c != '\u{7F}' || !super::needs_mark(c) {
            continue;
        }
        writer.write_all(&fragment.as_bytes()[plain..at])?;
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            write!(writer, "\\u{unit:04x}")?;
        }
        plain = at + c.len_utf8();
    }
    writer.write_all(&fragment.as_bytes()[plain..])
}

macro_rules! forward {
    ($($name:ident($($argument:ident: $ty:ty),*);)*) => {$(
        fn $name<W: ?Sized + io::Write>(&mut self, writer: &mut W $(, $argument: $ty)*) -> io::Result<()> {
            self.0.$name(writer $(, $argument)*)
        }
    )*};
}

impl<F: Formatter> Formatter for Inert<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_fragment(writer, fragment)
    }

    forward! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }
}

/// Returns a value as indented JSON. Fails if the value cannot be written as JSON.
pub fn pretty(value: &impl Serialize) -> serde_json::Result<String> {
    text(value, Inert::pretty())
}

/// Returns a value as JSON on one line. Fails if the value cannot be written as JSON.
pub fn compact(value: &impl Serialize) -> serde_json::Result<String> {
    text(value, Inert(serde_json::ser::CompactFormatter))
}

fn text<F: Formatter>(value: &impl Serialize, formatter: Inert<F>) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, formatter))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_are_escaped_and_read_back_unchanged() {
        let hostile =
            "a\u{1b}[31m\u{9b}31m\u{7f}\u{202e}gnp\u{200b}\u{feff}\u{e0041}\u{2028} é 👩\u{200d}💻 \"\\\n";
        for written in [pretty(&hostile).unwrap(), compact(&hostile).unwrap()] {
            let is_inert = |c: char| !super::super::needs_mark(c);
            assert!(written.chars().all(is_inert), "{written}");
            assert!(written.contains("é") && written.contains('👩'), "{written}");
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), hostile);
        }
        let value = serde_json::json!({ "a": [1, { "b": null }], "c": "x" });
        assert_eq!(pretty(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap());
        assert_eq!(compact(&value).unwrap(), value.to_string());
    }
}
