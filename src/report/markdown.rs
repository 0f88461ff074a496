//! Parses and writes Markdown.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser};

use crate::text::inert_lines;

/// Parses a document into the events that every output format is rendered from.
pub fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// Returns `true` for the HTML of a line break, which is used in table cells.
pub fn is_break(html: &str) -> bool {
    html.trim().eq_ignore_ascii_case("<br>")
}

/// Returns the level of a heading, in 1..=4; deeper headings have level 4.
pub fn level(heading: HeadingLevel) -> u8 {
    match heading {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        _ => 4,
    }
}

/// Escapes a single line of text for Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in crate::text::inert(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    // A title that begins like a list or a heading must remain text.
    if out.starts_with(['#', '-', '+']) {
        out.insert(0, '\\');
    }
    out
}

/// Indents the lines of a text under a bullet; a blank line is put before a paragraph, but not a list.
pub fn under(text: &str, indent: &str) -> String {
    let mut out = String::new();
    if text.is_empty() {
        return out;
    }
    if !text.starts_with("- ") {
        out.push('\n');
    }
    for line in inert_lines(text).lines() {
        out.push_str(if line.is_empty() { "" } else { indent });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Removes blank lines at both ends and repeated blank lines between them, except in fenced code.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let line = if fenced { line } else { line.trim_end() };
        if line.is_empty() && !fenced {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    let end = out.trim_end_matches('\n').len();
    out.truncate(end);
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidy_removes_blank_lines_except_in_code() {
        assert_eq!(tidy("\n# A  \n\n\n\n- b\n"), "# A\n\n- b\n");
        assert_eq!(tidy("```\nx\n\n\ny\n```\n\n\nz"), "```\nx\n\n\ny\n```\n\nz\n");
    }

    #[test]
    fn escaped_text_contains_no_markup() {
        assert_eq!(escaped("a_b *c* <d> | `e`"), "a\\_b \\*c\\* \\<d\\> \\| \\`e\\`");
        assert_eq!(escaped("- no list"), "\\- no list");
    }
}
