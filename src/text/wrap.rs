//! Wraps printed lines at words for a narrow terminal.

use std::borrow::Cow;

use super::width;

/// The greatest indentation of continued lines, in columns.
const DEEPEST: usize = 24;

/// Returns a line that is wrapped at spaces to `columns`, unless it fits. Continued lines are indented to the second column of
/// the line, which follows two spaces. Escape sequences of colours have no width.
pub fn wrapped(line: &str, columns: usize) -> Cow<'_, str> {
    if visible_width(line) <= columns {
        return Cow::Borrowed(line);
    }
    let indent = indentation(line).min(columns / 2);
    let mut out = String::with_capacity(line.len() + 16);
    let mut used = 0;
    for (at, piece) in line.split_inclusive(' ').enumerate() {
        let word = piece.trim_end_matches(' ');
        let wide = visible_width(word);
        if at > 0 && used > indent && used + wide > columns {
            let kept = out.trim_end_matches(' ').len();
            out.truncate(kept);
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            used = indent;
        }
        out.push_str(piece);
        used += wide + piece.len() - word.len();
    }
    out.truncate(out.trim_end_matches(' ').len());
    Cow::Owned(out)
}

/// Returns the column at which continued lines begin.
fn indentation(line: &str) -> usize {
    let plain = without_colors(line);
    let leading = plain.len() - plain.trim_start_matches(' ').len();
    let after = &plain[leading..];
    let second = after.find("  ").map(|at| {
        let gap = after[at..].len() - after[at..].trim_start_matches(' ').len();
        leading + width(&after[..at]) + gap
    });
    second.filter(|column| leading == 0 && *column <= DEEPEST).unwrap_or(leading + 2)
}

fn visible_width(text: &str) -> usize {
    width(&without_colors(text))
}

/// Returns a text without escape sequences such as `ESC [ 1 m`.
fn without_colors(text: &str) -> Cow<'_, str> {
    if !text.contains('\x1b') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\x1b') {
        out.push_str(before);
        let end = after.find(|c: char| c.is_ascii_alphabetic()).map_or(after.len(), |at| at + 1);
        rest = &after[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
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
        assert_eq!(wrapped("x  incomprehensibilities now", 10), "x  incomprehensibilities\n   now");
        assert_eq!(wrapped("\x1b[36mk7q4\x1b[0m  one two", 13), "\x1b[36mk7q4\x1b[0m  one two");
        assert_eq!(wrapped("\x1b[36mk7q4\x1b[0m  one two", 12), "\x1b[36mk7q4\x1b[0m  one\n      two");
    }
}
