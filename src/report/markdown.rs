//! Parses and writes Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};

/// The element in the heading of a section that begins a page, such as the appendix.
pub const PAGE: &str = "<brag-page>";
/// The element in the heading of a section that begins a page, and that the reader opens on a screen: the receipts.
pub const CLOSED: &str = "<brag-closed>";

/// The extensions of Markdown that are read.
const EXTENSIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Parses a document into the events that every output format is rendered from.
pub fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(markdown, EXTENSIONS)
}

/// Parses a document like [`events`], each event with its place in the text, in bytes.
pub fn events_with_places(markdown: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(markdown, EXTENSIONS).into_offset_iter()
}

/// Returns `true` for the HTML of a line break, which is used in table cells.
pub fn is_break(html: &str) -> bool {
    html.trim().eq_ignore_ascii_case("<br>")
}

/// Returns the level of a heading, in 1..=5; deeper headings have level 5.
pub fn level(heading: HeadingLevel) -> u8 {
    match heading {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        _ => 5,
    }
}

/// Escapes a single line of text for Markdown, so that nothing of it is markup: not at the beginning of a line either,
/// where `1.`, `#` and `=` have a meaning.
pub fn escaped(text: &str) -> String {
    let mut out = escaped_inline(text);
    // A title that begins like a list, a heading or an underline must remain text.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    let is_number =
        out[digits..].starts_with(['.', ')']) && !out[digits + 1..].starts_with(|c: char| c != ' ');
    if digits > 0 && is_number {
        out.insert(digits, '\\');
    } else if out.starts_with(['#', '-', '+', '=']) {
        out.insert(0, '\\');
    }
    out
}

/// Escapes text within a line, such as a cell of a table.
pub fn escaped_inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = crate::text::inert(text);
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' => true,
            // Entities, deleted text and formulas; `AT&T`, `~5` and `$12` are text.
            '&' => is_entity(rest),
            '~' => rest.starts_with('~') || out.ends_with('~'),
            '$' => rest.starts_with(|next: char| !next.is_ascii_digit()),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns `true` if an `&` before this text begins an entity, such as `&amp;` or `&#65;`.
fn is_entity(rest: &str) -> bool {
    let name = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    name > 0 && rest[name..].starts_with(';')
}

/// Returns `true` if a Markdown text begins with a paragraph, and not with a list, a table, a quotation, a heading or
/// code.
pub fn is_paragraph(text: &str) -> bool {
    matches!(events(text).next(), None | Some(Event::Start(Tag::Paragraph)))
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
        assert_eq!(escaped("1. no list"), "1\\. no list");
        assert_eq!(escaped("2025) no list"), "2025\\) no list");
        assert_eq!(escaped("4.2s → 1.9s"), "4.2s → 1.9s");
        assert_eq!(escaped("=== no heading"), "\\=== no heading");
        assert_eq!(escaped_inline("+26 % of ~5 and $12, AT&T"), "+26 % of ~5 and $12, AT&T");
    }

    #[test]
    fn escaped_text_reads_as_it_was_written() {
        for text in [
            "Escaped &amp; in the feed",
            "&copy; and &#65;",
            "~~struck~~",
            "$x$ and $12",
            "1. one",
            "2025) one",
            "=== one",
            "# one",
            "- one",
            "+ one",
            "a|b",
            "![x](y)",
            "<b>",
            "a\\b",
            "R&D & AT&T; ~5",
        ] {
            let mut read = String::new();
            for event in events(&escaped(text)) {
                match event {
                    Event::Text(part) => read.push_str(&part),
                    Event::Start(Tag::Paragraph) | Event::End(_) => {}
                    other => panic!("{text}: {other:?}"),
                }
            }
            assert_eq!(read, text);
        }
    }

    #[test]
    fn a_text_begins_with_a_paragraph_or_with_something_else() {
        assert!(is_paragraph("Plain *text*.") && is_paragraph(""));
        for text in ["- list", "1. list", "> quoted", "| a |\n|---|\n| b |", "# heading", "```\ncode\n```"] {
            assert!(!is_paragraph(text), "{text}");
        }
    }
}
