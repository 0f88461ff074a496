//! Contains the Markdown of a field, so that it changes nothing outside of it in a document.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::markdown::{events_with_places, is_break};
use crate::text::inert_lines;

/// Returns the text of a field for a document: headings become bold paragraphs, HTML except line breaks becomes text,
/// comments are removed, and code that is not closed ends with the text.
pub fn contained(text: &str) -> String {
    let text = inert_lines(text);
    if text.contains('<') { closed(demoted(&without_html(&text))) } else { closed(demoted(&text)) }
}

/// Removes the comments, and escapes other HTML except line breaks.
fn without_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    for (event, range) in events_with_places(text) {
        let is_html = match &event {
            Event::Start(Tag::HtmlBlock) => true,
            Event::InlineHtml(html) => !is_break(html),
            _ => false,
        };
        if !is_html || range.start < written || is_break(&text[range.clone()]) {
            continue;
        }
        out.push_str(&text[written..range.start]);
        out.push_str(&as_text(&text[range.clone()]));
        written = range.end;
    }
    out.push_str(&text[written..]);
    out
}

/// Returns HTML as text, without the comments that are closed, and with the line breaks.
fn as_text(html: &str) -> String {
    let mut shown = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        let Some((_, after)) = comment.split_once("-->") else { break };
        shown.push_str(before);
        rest = after;
    }
    shown.push_str(rest);
    shown.replace('<', "\\<").replace("\\<br>", "<br>")
}

/// Closes fenced code at the end of a text. In a list or a quotation, it ends with that.
fn closed(mut text: String) -> String {
    let mut depth = 0_usize;
    let mut open = None;
    for (event, range) in events_with_places(&text) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => depth -= 1,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) if depth == 0 => {
                open = open_fence(&text[range]);
            }
            _ => {}
        }
    }
    if let Some(fence) = open {
        text.truncate(text.trim_end().len());
        text.push('\n');
        text.push_str(&fence);
    }
    text
}

/// Returns the fence that closes a block of code; `None` if it is closed.
fn open_fence(block: &str) -> Option<String> {
    let first = block.trim_start();
    let mark = first.chars().next()?;
    let length = first.chars().take_while(|c| *c == mark).count();
    let last = block.trim_end().lines().skip(1).last().unwrap_or_default();
    let indent = last.chars().take_while(|c| *c == ' ').count();
    let last = &last[indent..];
    let is_closed = indent <= 3 && last.chars().all(|c| c == mark) && last.chars().count() >= length;
    (!is_closed).then(|| mark.to_string().repeat(length))
}

/// Makes bold paragraphs of the headings in a text of the user, in lists and quotations too: a heading within a record
/// would stand above the headings of the document. Code is left as it is.
fn demoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    for (event, range) in events_with_places(text) {
        if !matches!(event, Event::Start(Tag::Heading { .. })) {
            continue;
        }
        let heading = text[range.clone()].trim_end_matches('\n');
        let line = &text[text[..range.start].rfind('\n').map_or(0, |at| at + 1)..range.start];
        out.push_str(&text[written..range.start]);
        written = range.start + heading.len();
        let title = title_of(heading);
        if title.is_empty() {
            continue;
        }
        out.push_str(&if title.contains("**") { title } else { format!("**{title}**") });
        // Text on the next line would continue the paragraph.
        if text[written..].starts_with('\n') && !text[written..].trim().is_empty() {
            let indent: String = line.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
            out.push('\n');
            out.push_str(indent.trim_end());
        }
    }
    out.push_str(&text[written..]);
    out
}

/// Returns the text of a heading, whose lines may begin with the marks of a quotation and end with an underline.
fn title_of(heading: &str) -> String {
    let is_quote = |c: char| c == '>' || c.is_whitespace();
    let lines: Vec<&str> = heading.lines().map(|line| line.trim_start_matches(is_quote).trim()).collect();
    match lines.split_last() {
        Some((_, title @ [_, ..])) => title.join(" "),
        _ => heading.trim_start_matches('#').trim().trim_end_matches('#').trim().to_owned(),
    }
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
    for line in contained(text).lines() {
        out.push_str(if line.is_empty() { "" } else { indent });
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::markdown::events;

    #[test]
    fn headings_of_the_user_become_bold_paragraphs() {
        assert_eq!(demoted("# A #\ntext"), "**A**\n\ntext");
        assert_eq!(demoted("### **B**\n"), "**B**\n");
        assert_eq!(demoted("a\n==="), "**a**");
        assert_eq!(demoted("a\n---\nb"), "**a**\n\nb");
        assert_eq!(demoted("- # A\n  text"), "- **A**\n\n  text");
        assert_eq!(demoted("> # A\n> text"), "> **A**\n>\n> text");
        assert_eq!(demoted("> a\n> b\n> ==="), "> **a b**");
        assert_eq!(demoted("#\ntext"), "\ntext");
        for same in [
            "a\n\n---\n\nb",
            "```\n# code\n===\n```",
            "    # code",
            "\t# code",
            "- a\n-",
            "#no heading",
            "| a |\n|---|\n| b |",
            "- a\n- b",
        ] {
            assert_eq!(demoted(same), same);
        }
    }

    #[test]
    fn a_field_changes_nothing_outside_of_it() {
        let shown = |text: &str| contained(text);
        assert_eq!(shown("```rust\nlet a;"), "```rust\nlet a;\n```");
        assert_eq!(shown("~~~~\n~~~\n"), "~~~~\n~~~\n~~~~");
        assert_eq!(shown("```\na\n```\n"), "```\na\n```\n");
        assert_eq!(shown("a\n<!-- b"), "a\n\\<!-- b");
        assert_eq!(shown("<!-- a\nb -->\nc <!-- d --> e"), "\nc  e");
        assert_eq!(shown("<script>\na"), "\\<script>\na");
        assert_eq!(shown("<!-- a --> b <!-- c -->"), " b ");
        assert_eq!(shown("<div><!-- a --></div>"), "\\<div>\\</div>");
        assert_eq!(shown("```\na\n    ```"), "```\na\n    ```\n```");
        assert_eq!(shown("a <b>c</b><br>d"), "a \\<b>c\\</b><br>d");
        assert_eq!(shown("`<a>` and a < b\n\n    <pre>"), "`<a>` and a < b\n\n    <pre>");
    }

    proptest::proptest! {
        #[test]
        fn a_paragraph_after_a_field_is_a_paragraph(text in "([`~<>!a#|=\\[\\]()*-]|<!--|```|<pre>|<div>|    |- |\n|\n\n){0,12}") {
            let document = format!("{}\n\nThe end.\n", contained(&text));
            let last: Vec<Event<'_>> = events(&document).collect();
            let is_text = |event: &Event<'_>| matches!(event, Event::Text(text) if &**text == "The end.");
            proptest::prop_assert!(last.iter().any(is_text), "{:?}", document);
        }
    }
}
