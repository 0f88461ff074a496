//! Names the headings of a document, so that links within it lead to them.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::markdown::events_with_places;
use crate::domain::fold;
use crate::text::slug;

/// The anchors of a document's headings; each is used once.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: HashSet<String>,
}

impl Anchors {
    /// Returns the anchor of the next heading: the words of its title, and a number from 2 on if it is taken.
    pub fn add(&mut self, title: &str) -> String {
        let base = slug(title);
        let base = if base.is_empty() { "section".to_owned() } else { base };
        let mut anchor = base.clone();
        let mut number = 2;
        while !self.taken.insert(anchor.clone()) {
            anchor = format!("{base}-{number}");
            number += 1;
        }
        anchor
    }
}

/// Returns the anchor of an address within the document; `None` for any other address.
pub fn anchor_of(address: &str) -> Option<&str> {
    let anchor = address.strip_prefix('#')?;
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    (!anchor.is_empty() && anchor.chars().all(is_part)).then_some(anchor)
}

/// Returns a document whose links within it lead to its headings. A link such as `[Gate](#the-gate)` leads to the heading
/// with this anchor or, because an imported page has anchors of its own, to the one with the title that the link shows;
/// without such a heading, its text remains.
pub fn resolved(markdown: &str) -> String {
    if !markdown.contains("](#") {
        return markdown.to_owned();
    }
    let headings = headings(markdown);
    let mut out = String::with_capacity(markdown.len());
    let mut written = 0;
    let mut open: Option<(String, String)> = None;
    for (event, range) in events_with_places(markdown) {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                open = dest_url.strip_prefix('#').map(|to| (to.to_owned(), String::new()));
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, title)) = &mut open {
                    title.push_str(&text);
                }
            }
            Event::End(TagEnd::Link) => {
                let Some((to, title)) = open.take() else { continue };
                let source = &markdown[range.clone()];
                let Some(end) = source.rfind("](#") else { continue };
                out.push_str(&markdown[written..range.start]);
                written = range.end;
                match headings.get(&to).or_else(|| headings.get(&fold(title.trim()))) {
                    Some(anchor) => out.push_str(&format!("{}](#{anchor})", &source[..end])),
                    None => out.push_str(&source[1..end]),
                }
            }
            _ => {}
        }
    }
    out.push_str(&markdown[written..]);
    out
}

/// Returns the anchors of a document's headings by anchor and by title; the first of equal titles counts.
fn headings(markdown: &str) -> HashMap<String, String> {
    let mut anchors = Anchors::default();
    let mut out = HashMap::new();
    let mut title: Option<String> = None;
    for (event, _) in events_with_places(markdown) {
        match event {
            Event::Start(Tag::Heading { .. }) => title = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(title) = &mut title {
                    title.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let title = title.take().unwrap_or_default();
                let anchor = anchors.add(&title);
                out.entry(fold(title.trim())).or_insert_with(|| anchor.clone());
                out.insert(anchor.clone(), anchor);
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_anchor_is_used_once() {
        let mut anchors = Anchors::default();
        let of = ["Gate (v2)", "gate v2", "…", "…"].map(|title| anchors.add(title));
        assert_eq!(of, ["gate-v2", "gate-v2-2", "section", "section-2"]);
    }

    #[test]
    fn a_link_within_the_document_leads_to_a_heading() {
        let page = "## The Gate\n\n## C++ Queue\n\nSee ";
        let of = |link: &str| resolved(&format!("{page}{link} and [a](https://a.example/#b).\n"));
        let is = |link: &str| format!("{page}{link} and [a](https://a.example/#b).\n");
        assert_eq!(of("[it](#the-gate)"), is("[it](#the-gate)"));
        assert_eq!(of("[c++ *queue*](#cpp-queue)"), is("[c++ *queue*](#c-queue)"));
        assert_eq!(of("[it](#gone)"), is("it"));
        assert_eq!(of("`[it](#gone)`"), is("`[it](#gone)`"));
    }

    #[test]
    fn only_words_are_an_anchor() {
        assert_eq!(anchor_of("#the-gate"), Some("the-gate"));
        for other in ["", "#", "the-gate", "#a\" onclick=\"x", "https://a.example/#b"] {
            assert_eq!(anchor_of(other), None, "{other}");
        }
    }
}
