//! Tells the lines of a document's head from its other paragraphs, for the formats that set them apart.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

/// The part that a paragraph plays in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParagraphRole {
    /// A paragraph of the text.
    Text,
    /// The line under the title that says who wrote the document, for whom and when.
    Byline,
    /// The paragraph between the byline and the first section.
    Lead,
    /// A line of figures, each with what it counts.
    Totals(Vec<(String, String)>),
    /// The figures and the circumstances of a list item, which are set beside its text.
    Aside,
}

/// The element with which a list item begins whose first paragraph is a [`ParagraphRole::Aside`].
pub const ASIDE: &str = "<brag-aside>";

/// The maximum length of a byline, in characters; a longer paragraph under the title is text.
const BYLINE: usize = 200;

/// Returns the role of each paragraph of a document, in their order.
pub fn paragraph_roles(events: &[Event<'_>]) -> Vec<ParagraphRole> {
    let mut out = Vec::new();
    let mut is_head = false;
    let mut previous = None;
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::End(TagEnd::Heading(level)) => {
                is_head = *level == HeadingLevel::H1;
                previous = None;
            }
            Event::Start(Tag::Paragraph) => {
                let is_first = at > 0 && matches!(events[at - 1], Event::Start(Tag::Item));
                let role = match &events.get(at + 1) {
                    Some(Event::InlineHtml(html)) if is_first && **html == *ASIDE => ParagraphRole::Aside,
                    _ => role(&events[at + 1..], is_head, previous.as_ref()),
                };
                previous = Some(role.clone());
                out.push(role);
            }
            Event::Start(tag) if !is_inline(tag) => is_head = false,
            _ => {}
        }
    }
    out
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Strikethrough | Tag::Image { .. })
}

fn role(rest: &[Event<'_>], is_head: bool, previous: Option<&ParagraphRole>) -> ParagraphRole {
    let end = rest.iter().position(|event| matches!(event, Event::End(TagEnd::Paragraph)));
    let inside = &rest[..end.unwrap_or(rest.len())];
    if !is_head {
        return ParagraphRole::Text;
    }
    if let Some(totals) = totals(inside) {
        return ParagraphRole::Totals(totals);
    }
    match previous {
        None if is_byline(inside) => ParagraphRole::Byline,
        Some(ParagraphRole::Byline) => ParagraphRole::Lead,
        _ => ParagraphRole::Text,
    }
}

/// Returns `true` for a short line without a sentence.
fn is_byline(inside: &[Event<'_>]) -> bool {
    let mut text = String::new();
    for event in inside {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak => text.push(' '),
            _ => {}
        }
    }
    text.chars().count() <= BYLINE && !text.trim_end().ends_with(['.', '!', '?', ':'])
}

/// Reads `**49** wins · **3 of 5** goals`; `None` for any other paragraph.
fn totals(inside: &[Event<'_>]) -> Option<Vec<(String, String)>> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut is_figure = false;
    let mut is_divided = true;
    for event in inside {
        match event {
            Event::Start(Tag::Strong) if is_divided => {
                is_figure = true;
                out.push(Default::default());
            }
            Event::End(TagEnd::Strong) => is_figure = false,
            Event::Text(text) if is_figure => out.last_mut()?.0.push_str(text),
            Event::Text(text) => out.last_mut()?.1.push_str(text),
            _ => return None,
        }
        if !is_figure {
            is_divided = out.last().is_some_and(|(_, label)| label.trim_end().ends_with('·'));
        }
    }
    for (_, label) in &mut out {
        *label = label.trim().trim_end_matches('·').trim().to_owned();
    }
    (out.len() > 1 && !out.iter().any(|(_, label)| label.is_empty())).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(markdown: &str) -> Vec<ParagraphRole> {
        paragraph_roles(&super::super::markdown::events(markdown).collect::<Vec<_>>())
    }

    #[test]
    fn the_head_has_a_byline_a_lead_and_totals() {
        let totals = vec![("49".to_owned(), "wins".to_owned()), ("3 of 5".to_owned(), "goals".to_owned())];
        let found =
            of("# A\n\nEngineer · 2025\n\nAll is well.\n\n**49** wins · **3 of 5** goals\n\n## B\n\ntext\n");
        let expected =
            [ParagraphRole::Byline, ParagraphRole::Lead, ParagraphRole::Totals(totals), ParagraphRole::Text];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_first_paragraph_of_an_item_may_be_set_beside_it() {
        let text = format!("- {ASIDE}**1 → 2** name<br>March\n\n  Text\n\n{ASIDE}no item\n");
        assert_eq!(of(&text), [ParagraphRole::Aside, ParagraphRole::Text, ParagraphRole::Text]);
    }

    #[test]
    fn text_under_a_title_is_no_byline_and_bold_words_are_no_totals() {
        assert_eq!(of("# A\n\nA sentence of the text.\n"), [ParagraphRole::Text]);
        assert_eq!(of("# A\n\n**a** b **c** d.\n"), [ParagraphRole::Text]);
        assert_eq!(of("- an item\n\n  **1** a · **2** b\n"), [ParagraphRole::Text, ParagraphRole::Text]);
        assert_eq!(of("## A\n\nshort\n"), [ParagraphRole::Text]);
        assert_eq!(of("# A\n\n- item\n\n  short\n"), [ParagraphRole::Text, ParagraphRole::Text]);
    }
}
