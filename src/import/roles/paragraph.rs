//! The roles of paragraphs.

use super::{Assigner, NodeId, Owner, Part, Place, Role, Section, has_attribution, label_of, said_by};
use crate::import::dates;
use crate::import::interview;
use crate::import::markup::{bare, is_quoted};
use crate::import::positions;
use crate::import::vocabulary::{begins_with_verb, has_role_word, is_instruction, part_of};
use crate::text::fold;

impl Assigner<'_, '_> {
    pub(super) fn paragraph(&self, id: NodeId, place: Place) -> (Role, bool) {
        let raw = self.outline.raw(id);
        let text = self.outline.text(id);
        if let Some((question, _)) = interview::question(raw)
            && let Some(answer) = self.answer(&bare(question))
        {
            return (Role::Answer(answer), false);
        }
        if is_instruction(&text) || is_aside(&text) {
            return (Role::Aside, false);
        }
        if self.facts.style.is_plain_list && place.owner == Owner::Document {
            return plain_line(&text);
        }
        if self.facts.style.is_resume && place.section.is_none() && place.owner == Owner::Document {
            return (Role::Profile(Section::Profile), false);
        }
        if let Some(role) = self.paragraph_in(id, &text, place) {
            return (role, false);
        }
        if place.depth > 0 {
            let labelled = label_of(raw).and_then(|(label, _)| part_of(label));
            return (labelled.map_or(Role::Text, Role::Part), false);
        }
        if let Some((label, _)) = label_of(raw)
            && let Some(part) = part_of(label)
            && place.owner != Owner::Document
        {
            return (Role::Part(part), false);
        }
        if has_attribution(raw) && raw.contains(['"', '“', '„', '«']) || said_by(&text).is_some() {
            return (Role::Praise, false);
        }
        if place.in_part || place.owner == Owner::Record {
            return (Role::Text, false);
        }
        if dates::leading(&text, self.facts.dates(place)).is_some() {
            return (Role::Win, false);
        }
        if is_lead_in(raw) {
            return (Role::Win, false);
        }
        prose(&text, place)
    }

    /// Returns the role of a paragraph in a section whose paragraphs are records or parts of one.
    fn paragraph_in(&self, id: NodeId, text: &str, place: Place) -> Option<Role> {
        let context = self.facts.dates(place);
        let section = place.section?;
        match section {
            Section::Education | Section::Skills | Section::Languages | Section::Profile => {
                Some(Role::Profile(section))
            }
            Section::Experience => {
                let is_line = text.len() <= 120 && positions::span_in(text, context).is_some();
                let dated = dates::trailing(text, context).is_some();
                if place.owner == Owner::Position && (is_line && !dated || self.is_further_title(text, place))
                {
                    return Some(Role::PositionLine);
                }
                (dated && text.len() <= 160).then_some(Role::Position)
            }
            Section::Projects if place.owner == Owner::Document || self.facts.style.is_resume => {
                let is_short = text.len() <= 100 && dates::trailing(text, context).is_some();
                (is_short || self.is_bold_name(id)).then_some(Role::Project)
            }
            Section::Praise => {
                let is_praise =
                    is_quoted(text) || has_attribution(self.outline.raw(id)) || said_by(text).is_some();
                is_praise.then_some(Role::Praise)
            }
            _ => None,
        }
    }

    /// Returns `true` for a line with a role and no organisation of its own, below the line of a position.
    fn is_further_title(&self, text: &str, place: Place) -> bool {
        let without = dates::trailing(text, self.facts.dates(place)).map_or(text, |(before, _)| before);
        !place.has_items
            && without.len() <= 60
            && has_role_word(without)
            && !without.ends_with('.')
            && !without.contains(" at ")
    }

    /// Returns `true` for `**Name** (2024)` above a list: a project.
    fn is_bold_name(&self, id: NodeId) -> bool {
        let raw = self.outline.raw(id).trim();
        let found = raw.strip_prefix("**").and_then(|rest| rest.split_once("**"));
        found.is_some_and(|(name, rest)| {
            !name.ends_with([':', '.'])
                && (rest.is_empty() || rest.trim().starts_with('('))
                && name.len() <= 80
        })
    }
}

/// Returns the role of a line of a list that has no marks.
fn plain_line(text: &str) -> (Role, bool) {
    let folded = fold(text);
    if ["todo", "to do", "still to come", "next:"].iter().any(|start| folded.starts_with(start)) {
        return (Role::Plan, false);
    }
    if said_by(text).is_some() {
        (Role::Praise, false)
    } else {
        (Role::Win, text.split_whitespace().count() < 3)
    }
}

/// Returns the role of prose: the summary, the results or other text of a record, or a win in a section of wins.
fn prose(text: &str, place: Place) -> (Role, bool) {
    let folded = fold(text);
    let tells_results = [
        "the impact of",
        "this project",
        "this significantly",
        "as a result",
        "in the end",
        "the result",
        "overall",
        "since then",
    ]
    .iter()
    .any(|start| folded.starts_with(start));
    match (place.owner, place.section) {
        (Owner::Project, _) if tells_results && place.has_items => (Role::Part(Part::Results), false),
        (Owner::Project, _) if !place.has_items => (Role::Part(Part::Summary), false),
        (Owner::Project | Owner::Position, _) => (Role::Text, false),
        (Owner::Document, Some(Section::Category(_) | Section::Wins | Section::Past)) => {
            if tells_work(text) {
                (Role::Win, true)
            } else {
                (Role::Aside, false)
            }
        }
        (Owner::Document, Some(Section::Stories)) => (Role::Story, true),
        _ => (Role::Aside, false),
    }
}

/// Returns `true` for a paragraph that tells a work of the user: it begins with “I”, or with a verb.
fn tells_work(text: &str) -> bool {
    let folded = fold(text);
    let first = ["i ", "we ", "my ", "ich ", "wir ", "yo ", "for the ", "im ", "in "]
        .iter()
        .any(|start| folded.starts_with(start));
    (first || begins_with_verb(text)) && text.split_whitespace().count() >= 6
}

/// Returns `true` for a paragraph with a bold beginning that is no label.
fn is_lead_in(raw: &str) -> bool {
    let found = raw.trim().strip_prefix("**").and_then(|rest| rest.split_once("**"));
    found.is_some_and(|(lead, rest)| {
        !lead.ends_with([':', '?'])
            && !rest.starts_with(':')
            && !rest.trim().is_empty()
            && (lead.split_whitespace().count() >= 3 || begins_with_verb(lead))
    })
}

/// Returns `true` for a line in italics alone, and for a line about the document.
fn is_aside(text: &str) -> bool {
    let is_italic = |mark: char| {
        text.len() > 2
            && text.starts_with(mark)
            && text.ends_with(mark)
            && !text[1..].starts_with(mark)
            && text.matches(mark).count() == 2
    };
    (is_italic('*') || is_italic('_')) && !text.contains(|c: char| c.is_ascii_digit())
        || text.starts_with("**Format**")
        || text.starts_with("<<")
}
