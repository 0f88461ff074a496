//! Pieces of Markdown that documents are made of.

use crate::text::inert_lines;

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
