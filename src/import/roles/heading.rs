//! The roles of headings.

use super::{Assigner, Block, NodeId, Owner, Part, Place, Role, Section, named_kind};
use crate::import::dates;
use crate::import::interview::{self, Answer};
use crate::import::markup::bare;
use crate::import::positions;
use crate::import::tokens::LABEL;
use crate::import::vocabulary::{has_role_word, part_of, section_of};

impl Assigner<'_, '_> {
    pub(super) fn heading(&self, id: NodeId, level: u8, place: Place) -> (Role, bool) {
        let raw = self.outline.raw(id);
        let text = bare(raw);
        let context = self.facts.dates(place);
        if text.is_empty() || place.owner == Owner::Aside && self.facts.title != Some(id) {
            return (Role::Aside, false);
        }
        if let Some(when) = dates::whole(&text, context) {
            return (Role::Period(when), false);
        }
        if let Some(answer) = self.answer(&text) {
            return (Role::Answer(answer), false);
        }
        if place.in_entry {
            return (Role::Text, false);
        }
        if let (
            Owner::Record,
            Some(section @ (Section::Education | Section::Skills | Section::Languages | Section::Profile)),
        ) = (place.owner, place.section)
        {
            return (Role::Profile(section), false);
        }
        let is_title = self.facts.title == Some(id);
        let owned = matches!(place.owner, Owner::Project | Owner::Position | Owner::Record);
        if owned && let Some(part) = part_of(&text) {
            return (Role::Part(part), false);
        }
        if place.owner == Owner::Record && level != LABEL {
            return (Role::Text, false);
        }
        if let Some(section) = section_of(&text).filter(|section| !is_title || names_content(&text, *section))
        {
            return (self.section(section, place), false);
        }
        if is_title {
            let role = if self.facts.style.is_resume { Role::Profile(Section::Profile) } else { Role::Title };
            return (role, false);
        }
        self.heading_of_record(id, level, &text, place)
    }

    /// Returns the role of a heading that names neither a section nor a part of the record above.
    fn heading_of_record(&self, id: NodeId, level: u8, text: &str, place: Place) -> (Role, bool) {
        let children = &self.outline.node(id).children;
        if matches!(part_of(text), Some(Part::Remedy | Part::Failure)) && !children.is_empty() {
            return (Role::Story, false);
        }
        if let Some(role) = self.heading_in(id, text, place) {
            return (role, false);
        }
        if level == LABEL && place.is_daily {
            return (Role::Section(Section::Plans), true);
        }
        if self.is_position(id, text, place) {
            return (Role::Position, false);
        }
        if self.interview_record(id).is_some_and(Answer::is_story) {
            return (Role::Story, false);
        }
        if named_kind(text).is_some() {
            return (Role::Win, false);
        }
        if let Some((when, _)) = dates::leading(text, self.facts.dates(place))
            && when.range.exact_day().is_some()
        {
            let has_items = self
                .outline
                .children(id)
                .any(|child| matches!(self.outline.node(child).block, Block::Item(_)));
            return (if has_items { Role::Period(when) } else { Role::Win }, false);
        }
        let only_headings = !children.is_empty()
            && self.outline.children(id).all(|child| self.outline.is_heading(child))
            && !self.outline.children(id).any(|child| part_of(&bare(self.outline.raw(child))).is_some());
        if only_headings {
            return (Role::Group, false);
        }
        (if children.is_empty() { Role::Aside } else { Role::Project }, level >= LABEL)
    }

    /// Returns the role of a heading in a section whose headings are records.
    fn heading_in(&self, id: NodeId, text: &str, place: Place) -> Option<Role> {
        let is_empty = self.outline.node(id).children.is_empty();
        Some(match place.section? {
            Section::Goals => Role::Goal,
            Section::Experience if place.owner == Owner::Document => Role::Position,
            Section::Praise if !is_empty && !text.ends_with('?') => Role::Praise,
            Section::Stories if self.interview_record(id).is_some_and(|answer| !answer.is_story()) => {
                Role::Position
            }
            Section::Stories if !is_empty => Role::Story,
            Section::Readings if !is_empty && !self.has_row(id) => Role::Reading,
            section @ (Section::Education | Section::Skills | Section::Languages | Section::Profile) => {
                Role::Profile(section)
            }
            Section::Plans => Role::Plan,
            _ => return None,
        })
    }

    fn has_row(&self, id: NodeId) -> bool {
        self.outline.children(id).any(|child| self.outline.node(child).block == Block::Row)
    }

    /// Returns the role of a heading that names a section.
    fn section(&self, section: Section, place: Place) -> Role {
        match section {
            // A résumé lists technologies under what other documents use for learning.
            Section::Category("learning") if self.facts.style.is_resume => Role::Section(Section::Wins),
            Section::Education | Section::Skills | Section::Languages | Section::Profile
                if self.facts.style.is_resume =>
            {
                Role::Profile(section)
            }
            Section::Skills | Section::Education | Section::Languages => {
                Role::Section(Section::Category("learning"))
            }
            // In a daily log, a section inside a project is a heading of its work.
            Section::Past if !place.is_daily => Role::Section(Section::Wins),
            section => Role::Section(section),
        }
    }

    /// Returns the field of the answer to a question, in a document with questions.
    pub(super) fn answer(&self, text: &str) -> Option<Answer> {
        if self.facts.style.is_interview { interview::answer(text) } else { None }
    }

    /// Returns the first answer below a heading, if its children are questions of an interview.
    fn interview_record(&self, id: NodeId) -> Option<Answer> {
        if !self.facts.style.is_interview {
            return None;
        }
        let mut answers = self.outline.children(id).filter_map(|child| {
            let raw = self.outline.raw(child);
            let question = interview::question(raw).map_or(raw, |(question, _)| question);
            self.answer(&bare(question))
        });
        let first = answers.next()?;
        answers.next().map(|_| first)
    }

    /// Returns `true` for the heading of a position.
    fn is_position(&self, id: NodeId, text: &str, place: Place) -> bool {
        if place.owner != Owner::Document {
            return false;
        }
        if self.interview_record(id).is_some_and(|answer| !answer.is_story()) {
            return true;
        }
        let span = self
            .outline
            .children(id)
            .next()
            .filter(|child| matches!(self.outline.node(*child).block, Block::Paragraph | Block::Quote));
        let has_span = span.is_some_and(|child| {
            let text = self.outline.text(child);
            text.len() <= 80
                && positions::span_in(&text, self.facts.dates(place))
                    .is_some_and(|when| when.is_open || when.range.end.is_some())
        });
        let is_named = positions::names_role_at(self.outline.raw(id)) && has_role_word(text);
        (has_span && place.section != Some(Section::Projects))
            || is_named
                && (has_span
                    || dates::trailing(text, self.facts.dates(place)).is_some()
                    || self.facts.style.is_resume)
    }
}

/// Returns `true` if a title names the content of the document, such as “Projects”. Any other title is a name.
fn names_content(title: &str, section: Section) -> bool {
    let is_content = matches!(
        section,
        Section::Projects
            | Section::Wins
            | Section::Goals
            | Section::Experience
            | Section::Praise
            | Section::Stories
            | Section::Readings
            | Section::Category(_)
    );
    is_content && title.split_whitespace().count() <= 2
}
