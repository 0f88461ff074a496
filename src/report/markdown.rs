//! Pieces of Markdown that documents are made of.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser};

use crate::text::inert_lines;

/// What a document in Markdown consists of: every format is written from the same events.
pub fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// Whether a piece of HTML is the line break that cells of tables have.
#[must_use]
pub fn is_break(html: &str) -> bool {
    html.trim().eq_ignore_ascii_case("<br>")
}

/// How deep a heading is, from 1; what is deeper than 4 is drawn like that.
#[must_use]
pub fn level(heading: HeadingLevel) -> u8 {
    match heading {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        _ => 4,
    }
}

/// Text of one line that Markdown takes as text.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in crate::text::inert(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    // A title that begins like a list or a heading is still a title.
    if out.starts_with(['#', '-', '+']) {
        out.insert(0, '\\');
    }
    out
}

/// Text of several lines under a bullet: a list goes on, a paragraph is set off.
#[must_use]
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

/// A document without empty lines at its ends and with one at most between its parts; what stands in
/// fences of code stays as it is.
#[must_use]
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
    fn a_document_is_tidied_but_for_code() {
        assert_eq!(tidy("\n# A  \n\n\n\n- b\n"), "# A\n\n- b\n");
        assert_eq!(tidy("```\nx\n\n\ny\n```\n\n\nz"), "```\nx\n\n\ny\n```\n\nz\n");
    }

    #[test]
    fn a_line_is_text_whatever_is_in_it() {
        assert_eq!(escaped("a_b *c* <d> | `e`"), "a\\_b \\*c\\* \\<d\\> \\| \\`e\\`");
        assert_eq!(escaped("- no list"), "\\- no list");
    }
}
