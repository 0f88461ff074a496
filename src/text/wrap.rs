//! Wraps printed lines at words for a narrow terminal.

use std::borrow::Cow;

use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The greatest indentation of continued lines, in columns.
const DEEPEST: usize = 24;

/// Returns a line that is wrapped at spaces to `columns`, unless it fits. Continued lines are indented to the second column of
/// the line, which follows two spaces. Escape sequences of colours have no width.
pub fn wrapped(line: &str, columns: usize) -> Cow<'_, str> {
    if display_width(line) <= columns {
        return Cow::Borrowed(line);
    }
    let indent = " ".repeat(indentation(line).min(columns / 2));
    let options = Options::new(columns)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    Cow::Owned(textwrap::fill(line, options))
}

/// Returns the column at which continued lines begin.
fn indentation(line: &str) -> usize {
    let plain = anstream::adapter::strip_str(line).to_string();
    let leading = plain.len() - plain.trim_start_matches(' ').len();
    let second = plain[leading..].find("  ").map(|at| {
        let (first, rest) = plain.split_at(leading + at);
        display_width(first) + rest.len() - rest.trim_start_matches(' ').len()
    });
    second.filter(|column| leading == 0 && *column <= DEEPEST).unwrap_or(leading + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_wrapped_at_words_to_its_second_column() {
        assert_eq!(wrapped("k7q4  one two three four", 16), "k7q4  one two\n      three four");
        assert_eq!(wrapped("    one two three", 12), "    one two\n      three");
        assert_eq!(wrapped("short", 16), "short");
    }

    #[test]
    fn a_word_is_never_broken_and_colours_have_no_width() {
        assert_eq!(wrapped("x  incomprehensibilities now", 10), "x\n   incomprehensibilities\n   now");
        assert_eq!(wrapped("\x1b[36mk7q4\x1b[0m  one two", 13), "\x1b[36mk7q4\x1b[0m  one two");
        assert_eq!(wrapped("\x1b[36mk7q4\x1b[0m  one two", 12), "\x1b[36mk7q4\x1b[0m  one\n      two");
    }
}
