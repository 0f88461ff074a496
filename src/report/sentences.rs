//! Splits texts into sentences.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::events;
use crate::text::one_line;

/// Splits the paragraphs and the list items of a Markdown text into sentences of plain text. Tables, code and what only
/// introduces them are no sentences.
pub fn sentences(markdown: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut run = String::new();
    let mut skipped = 0;
    for event in events(markdown) {
        match event {
            Event::Start(Tag::Table(_) | Tag::CodeBlock(_) | Tag::Heading { .. }) => skipped += 1,
            Event::End(TagEnd::Table | TagEnd::CodeBlock | TagEnd::Heading(_)) => skipped -= 1,
            _ if skipped > 0 => {}
            Event::Text(text) | Event::Code(text) => run.push_str(&text),
            Event::SoftBreak | Event::HardBreak => run.push(' '),
            Event::Start(Tag::Item) | Event::End(TagEnd::Item | TagEnd::Paragraph) => {
                out.extend(split(&one_line(&std::mem::take(&mut run))));
            }
            _ => {}
        }
    }
    out.extend(split(&one_line(&run)));
    out.retain(|part| part.chars().any(char::is_alphanumeric) && !part.ends_with(':'));
    out.iter().map(|part| ended(part)).collect()
}

/// Splits a line after each full stop, question mark or exclamation mark that is followed by a capital or a digit.
fn split(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut from = 0;
    let letters: Vec<(usize, char)> = line.char_indices().collect();
    for window in letters.windows(3) {
        let [(_, mark), (space, gap), (_, next)] = window else { continue };
        let begins = next.is_uppercase() || next.is_ascii_digit() || matches!(next, '“' | '"');
        // `e.g. Rust` and `Dr. Ana` are no ends.
        let word = line[from..*space].rsplit(' ').next().unwrap_or_default().trim_end_matches('.');
        let is_abbreviation = word.contains('.') || word.chars().count() < 3;
        let is_end = matches!(mark, '!' | '?') || (*mark == '.' && !is_abbreviation);
        if is_end && *gap == ' ' && begins {
            out.push(line[from..*space].to_owned());
            from = space + 1;
        }
    }
    out.push(line[from..].to_owned());
    out
}

/// Returns a sentence with a full stop, unless it ends with a mark.
pub fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…', ':', '”']) {
        return text.to_owned();
    }
    format!("{text}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_split_into_sentences() {
        let of = |text: &str| sentences(text);
        assert_eq!(
            of("It was slow. Now it is not! See e.g. Rust and Dr. Ana"),
            ["It was slow.", "Now it is not!", "See e.g. Rust and Dr. Ana."]
        );
        assert_eq!(
            of("Measured:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- one item\n- **two**\n"),
            ["one item.", "two."]
        );
        assert!(of("").is_empty() && of("```\ncode\n```").is_empty() && of("…").is_empty());
    }
}
