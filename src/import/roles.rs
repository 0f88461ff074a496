//! Assigns a role to every node of an outline: which record it begins, or which part of a record it is.

mod heading;
mod item;
mod paragraph;

use super::dates::{self, DateContext, When};
use super::interview::Answer;
use super::markup::{bare, is_quoted};
use super::outline::{Block, NodeId, Outline};
use super::positions;
use super::style::Style;
use super::tokens::LABEL;
use super::vocabulary::{Part, Section, section_of};

pub(super) use item::said_by;

/// The role of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the document.
    Title,
    /// A date for all nodes below.
    Period(When),
    /// The heading of a section.
    Section(Section),
    /// A heading with only headings below: no record.
    Group,
    /// A position.
    Position,
    /// A further title of the position above, or another fact about it.
    PositionLine,
    /// A project.
    Project,
    /// A win.
    Win,
    /// A goal.
    Goal,
    /// A reading note.
    Reading,
    /// Praise; the text below belongs to it.
    Praise,
    /// A story.
    Story,
    /// A part of the record above, named by its label or by its heading.
    Part(Part),
    /// The answer to a question of an interview.
    Answer(Answer),
    /// An effect of the win above.
    Effect,
    /// Text of the record above.
    Text,
    /// Something that is planned: text of the record above, never a win.
    Plan,
    /// A part of the profile.
    Profile(Section),
    /// A row of a table.
    Row,
    /// A line about the document: kept in the note of the import.
    Aside,
    /// An entry of a table of contents, which repeats a heading.
    Contents,
}

/// A role, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Assigned {
    /// The role.
    pub role: Role,
    /// `true` if another role is nearly as likely.
    pub is_unsure: bool,
}

/// The record to which the text below a node belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Owner {
    /// None.
    #[default]
    Document,
    /// A project.
    Project,
    /// A position.
    Position,
    /// A win, or another record that takes its text whole.
    Record,
    /// The note of the import.
    Aside,
}

/// The place of a node in the document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The section.
    pub section: Option<Section>,
    /// The owner of the text.
    pub owner: Owner,
    /// `true` below a heading that is a day, in a document that tells what is done from what is planned.
    pub is_daily: bool,
    /// `true` below a part of a record.
    pub in_part: bool,
    /// `true` below the heading of an entry of a log, which has a day and a title.
    pub in_entry: bool,
    /// `true` after an item of the project above.
    pub has_items: bool,
    /// `true` after an item with results of the project above.
    pub has_results: bool,
    /// The year of dates that have none.
    pub year: Option<i32>,
    /// The depth of the items above.
    pub depth: usize,
}

/// The facts about a document that several roles depend on.
#[derive(Debug)]
pub(super) struct Facts {
    style: Style,
    /// The heading that is the title.
    title: Option<NodeId>,
    /// `true` if the document tells what is done from what is planned, day by day.
    is_standup: bool,
    /// `true` if the document has bold or other labels that repeat, whose description is a template.
    labels: Vec<String>,
}

/// Assigns the roles of all nodes; `year` is that of the document.
pub(super) fn roles(outline: &Outline<'_>, style: &Style, year: Option<i32>) -> Vec<Assigned> {
    let facts = Facts::of(outline, style);
    let unset = Assigned { role: Role::Aside, is_unsure: false };
    let mut assigner = Assigner { outline, facts, assigned: vec![unset; outline.len()] };
    assigner.below(0, Place { year, ..Place::default() });
    assigner.assigned
}

impl Facts {
    fn of(outline: &Outline<'_>, style: &Style) -> Self {
        let headings: Vec<(u8, NodeId)> = (1..outline.len())
            .filter_map(|id| match outline.node(id).block {
                Block::Heading(level) => Some((level, id)),
                _ => None,
            })
            .collect();
        let past = headings
            .iter()
            .filter(|(_, id)| section_of(&bare(outline.raw(*id))) == Some(Section::Past))
            .count();
        let mut labels: Vec<String> = Vec::new();
        let mut repeated: Vec<String> = Vec::new();
        for id in 1..outline.len() {
            if outline.node(id).block == Block::Paragraph
                && let Some((label, _)) = label_of(outline.raw(id))
            {
                let label = crate::text::fold(label);
                if labels.contains(&label) && !repeated.contains(&label) {
                    repeated.push(label);
                } else if labels.len() < 100 {
                    labels.push(label);
                }
            }
        }
        Self { style: *style, title: title_of(outline, &headings), is_standup: past >= 3, labels: repeated }
    }

    pub(super) fn dates(&self, place: Place) -> DateContext {
        DateContext { year: place.year, order: self.style.order }
    }
}

/// Returns the heading that is the title: the first one, if no other heading has its level or a higher one.
fn title_of(outline: &Outline<'_>, headings: &[(u8, NodeId)]) -> Option<NodeId> {
    let (level, id) = *headings.first()?;
    let is_top = headings[1..].iter().all(|(other, _)| *other > level);
    let is_first =
        outline.children(0).find(|id| outline.node(*id).block != Block::Meta) == Some(id) || level == 1;
    (is_top && is_first && level < LABEL && (headings.len() > 1 || level == 1)).then_some(id)
}

/// Splits `**The Challenge:** text` or `Languages: text` into the label and the text.
pub(super) fn label_of(raw: &str) -> Option<(&str, &str)> {
    let text = raw.trim();
    if let Some((label, rest)) = text.strip_prefix("**").and_then(|rest| rest.split_once("**"))
        && label.chars().count() <= 60
    {
        let is_label = label.ends_with(':')
            || rest.trim_start().starts_with(':')
            || rest.trim().is_empty()
            || rest.starts_with('\n');
        let rest = rest.trim_start().strip_prefix(':').unwrap_or(rest);
        return is_label.then_some((label.trim_end_matches(':').trim(), rest.trim_start()));
    }
    let (label, rest) = text.split_once(':')?;
    (label.split_whitespace().count() <= 4
        && !rest.starts_with("//")
        && !label.contains(['.', '"', '`', '(']))
    .then_some((label.trim(), rest.trim_start()))
}

struct Assigner<'o, 'a> {
    outline: &'o Outline<'a>,
    facts: Facts,
    assigned: Vec<Assigned>,
}

impl Assigner<'_, '_> {
    fn assign(&mut self, id: NodeId, role: Role, is_unsure: bool) {
        self.assigned[id] = Assigned { role, is_unsure };
    }

    /// Assigns the roles of the nodes below a node, level by level.
    fn below(&mut self, top: NodeId, place: Place) {
        let mut waiting = vec![(top, place)];
        while let Some((parent, place)) = waiting.pop() {
            let mut among = place;
            for child in self.outline.children(parent) {
                if self.outline.is_heading(child) {
                    among = place;
                }
                let (role, is_unsure) = self.role(child, among);
                self.assign(child, role, is_unsure);
                let inner = self.inside(child, role, &mut among);
                waiting.push((child, inner));
            }
        }
    }

    fn role(&self, id: NodeId, place: Place) -> (Role, bool) {
        let block = self.outline.node(id).block;
        if place.owner == Owner::Aside && !matches!(block, Block::Heading(_)) {
            return (Role::Aside, false);
        }
        match block {
            Block::Root | Block::Meta => (Role::Aside, false),
            Block::Heading(level) => self.heading(id, level, place),
            Block::Item(task) => self.item(id, task, place),
            Block::Paragraph => self.paragraph(id, place),
            Block::Row => (Role::Row, false),
            Block::Quote => self.quote(id, place),
            Block::Code => (if place.owner == Owner::Document { Role::Aside } else { Role::Text }, false),
        }
    }

    /// Returns the place of the nodes below a node with a role, and changes that of the nodes behind it.
    fn inside(&self, id: NodeId, role: Role, among: &mut Place) -> Place {
        let is_heading = self.outline.is_heading(id);
        let depth = among.depth + usize::from(matches!(self.outline.node(id).block, Block::Item(_)));
        let below = Place { depth, has_items: false, has_results: false, ..*among };
        let record = Place { owner: Owner::Record, ..below };
        match role {
            Role::Title | Role::Group => below,
            Role::Period(when) => Place {
                year: Some(year_of(when)),
                in_entry: is_heading
                    && dates::whole(&bare(self.outline.raw(id)), self.facts.dates(*among)).is_none(),
                is_daily: self.facts.is_standup && when.range.exact_day().is_some(),
                ..below
            },
            Role::Section(Section::Aside | Section::Notes) => {
                Place { owner: Owner::Aside, section: None, ..below }
            }
            Role::Section(section) => Place { section: Some(section), owner: Owner::Document, ..below },
            Role::Position => {
                let inner = Place { owner: Owner::Position, section: Some(Section::Experience), ..below };
                if !is_heading {
                    (among.owner, among.section) = (Owner::Position, Some(Section::Experience));
                    among.has_items = false;
                }
                inner
            }
            Role::Project => {
                if !is_heading && self.outline.node(id).block == Block::Paragraph {
                    (among.owner, among.has_items) = (Owner::Project, false);
                }
                Place { owner: Owner::Project, in_part: false, ..below }
            }
            // The name at the head of a résumé stands above its sections.
            Role::Profile(section) if self.facts.title == Some(id) => {
                Place { section: Some(section), ..below }
            }
            Role::Profile(section) => Place { section: Some(section), ..record },
            Role::Part(_) | Role::Answer(_) => {
                if !is_heading
                    && label_of(self.outline.raw(id)).is_some_and(|(_, rest)| rest.trim().is_empty())
                {
                    among.in_part = true;
                } else if !is_heading {
                    among.in_part = false;
                    among.has_results = matches!(role, Role::Part(Part::Results));
                }
                Place { in_part: true, ..below }
            }
            Role::Win | Role::Goal | Role::Reading | Role::Praise | Role::Story | Role::Plan => {
                among.has_items = true;
                record
            }
            Role::Aside if is_heading => Place { owner: Owner::Aside, ..below },
            Role::Text | Role::Effect | Role::Aside | Role::Contents | Role::Row | Role::PositionLine => {
                if self.outline.node(id).block == Block::Item(None) {
                    record
                } else {
                    below
                }
            }
        }
    }

    fn quote(&self, id: NodeId, place: Place) -> (Role, bool) {
        let text = self.outline.text(id);
        if place.owner == Owner::Position && positions::span_in(&text, self.facts.dates(place)).is_some() {
            return (Role::PositionLine, false);
        }
        if place.section == Some(Section::Praise) || has_attribution(self.outline.raw(id)) || is_quoted(&text)
        {
            return (Role::Praise, false);
        }
        if place.section == Some(Section::Profile) {
            return (Role::Profile(Section::Profile), false);
        }
        (if place.owner == Owner::Document { Role::Aside } else { Role::Text }, false)
    }
}

/// Returns the year in which a date ends.
pub(super) fn year_of(when: When) -> i32 {
    use chrono::Datelike as _;
    when.range.last_day().year()
}

/// Returns `true` for a quotation that ends in a dash and a name.
pub(super) fn has_attribution(raw: &str) -> bool {
    let is_possible =
        raw.contains(['"', '“', '„', '«', '—', '–', '>']) || raw.contains("-- ") || raw.contains("\n-");
    if !is_possible {
        return false;
    }
    let raw = super::markup::unlinked(raw, &mut Vec::new());
    let last = raw
        .lines()
        .rev()
        .map(|line| line.trim().trim_start_matches('>').trim())
        .find(|line| !line.is_empty());
    let quoted = super::quotes::split(
        &raw.lines().map(|line| line.trim().trim_start_matches('>').trim()).collect::<Vec<_>>().join("\n"),
    );
    last.is_some()
        && quoted.len() == 1
        && quoted.iter().all(|praise| !praise.from.is_empty())
        && (raw.contains(['"', '“', '„', '«'])
            || raw.trim_start().starts_with('>')
            || last.is_some_and(|line| line.starts_with(['—', '–', '-'])))
}

/// Splits the kind from a heading such as `Accomplishment: Cut the bill`.
pub(super) fn named_kind(text: &str) -> Option<&str> {
    let (kind, rest) = text.split_once(':')?;
    let kind = crate::text::fold(kind.trim());
    matches!(kind.as_str(), "accomplishment" | "achievement" | "win" | "erfolg" | "logro")
        .then(|| rest.trim())
        .filter(|rest| !rest.is_empty())
}
