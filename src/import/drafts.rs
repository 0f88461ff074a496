//! Builds the drafts of the records from an outline and the roles of its nodes.
//!
//! Each node is taken by one draft, or names a section or a date; the text of any other node is kept as unplaced.

mod highlights;
mod parts;
mod records;
mod tables;

use std::collections::HashMap;

use super::dates::{DateContext, When};
use super::draft::{ImportDocument, ImportDraft, Unplaced};
use super::markup::{bare, clean, unlinked};
use super::outline::{Block, NodeId, Outline};
use super::results::figures;
use super::roles::{Assigned, Role, year_of};
use super::style::Style;
use super::vocabulary::Section;
use crate::domain::Kind;

/// The place of a node among the records.
#[derive(Debug, Clone, Copy, Default)]
struct Scope {
    /// The date of the records below.
    when: Option<When>,
    section: Option<Section>,
    /// The draft of the project that the records belong to.
    project: Option<usize>,
    /// The draft of the position that the records belong to.
    position: Option<usize>,
    /// The draft that takes the text.
    owner: Option<usize>,
    /// The field of the owner that takes the text, after a label.
    part: Option<&'static str>,
    /// `true` in a section about the period that follows.
    is_next: bool,
    /// `true` if the last text of the owner was a line directly above.
    is_joined: bool,
}

struct Writer<'o, 'a> {
    outline: &'o Outline<'a>,
    roles: &'o [Assigned],
    style: Style,
    year: Option<i32>,
    document: ImportDocument,
    /// The draft of the profile.
    profile: Option<usize>,
    /// The text about the person ends with a short fact, such as `Permission to work: Canada`.
    is_after_fact: bool,
    /// The drafts of projects by their folded names.
    projects: HashMap<String, usize>,
    /// The words behind an `@` that are tags.
    tags: Vec<String>,
    /// The last win under the same date, which takes text that belongs to no other record.
    nearest: Option<usize>,
    /// The heading that is the title of the document.
    title: Option<NodeId>,
    /// The projects that have only the date of the document.
    dated_by_document: Vec<usize>,
    /// The indexes of the drafts in a section of highlights.
    highlights: Vec<usize>,
}

/// Builds the drafts; `when` is the date of the document, which dates the records that have no date.
pub(super) fn drafts(
    outline: &Outline<'_>,
    roles: &[Assigned],
    style: &Style,
    when: Option<When>,
) -> ImportDocument {
    let year = when.map(year_of);
    let mut writer = Writer {
        outline,
        roles,
        style: *style,
        year,
        document: ImportDocument { year, drafts: Vec::with_capacity(outline.len()), unplaced: Vec::new() },
        profile: None,
        is_after_fact: false,
        projects: HashMap::new(),
        tags: repeated_tags(outline),
        nearest: None,
        title: None,
        dated_by_document: Vec::new(),
        highlights: Vec::new(),
    };
    writer.below(0, Scope { when, ..Scope::default() });
    writer.finish();
    writer.document
}

/// Returns the words behind an `@` at the ends of at least three lines.
fn repeated_tags(outline: &Outline<'_>) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for id in 1..outline.len() {
        let last = outline.raw(id).split_whitespace().last().and_then(|word| word.strip_prefix('@'));
        if let Some(name) = last.filter(|_| matches!(outline.node(id).block, Block::Item(_))) {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= 3).map(|(name, _)| name.to_owned()).collect()
}

impl Writer<'_, '_> {
    fn context(&self, scope: &Scope) -> DateContext {
        DateContext { year: scope.when.map(year_of).or(self.year), order: self.style.order }
    }

    fn lines(&self, id: NodeId) -> (usize, usize) {
        (self.outline.node(id).lines.0 as usize, self.outline.last_line(id))
    }

    fn push(&mut self, draft: ImportDraft) -> usize {
        self.document.drafts.push(draft);
        self.document.drafts.len() - 1
    }

    fn unplaced(&mut self, id: NodeId) {
        let line = self.outline.node(id).lines.0 as usize;
        let text = match self.outline.node(id).block {
            Block::Code | Block::Paragraph | Block::Quote => self.outline.raw(id).into(),
            _ => self.outline.text(id),
        };
        for (at, text) in text.lines().enumerate() {
            self.document.unplaced.push(Unplaced { line: line + at, text: text.trim_end().to_owned() });
        }
    }

    fn unplaced_tree(&mut self, id: NodeId) {
        self.unplaced(id);
        for child in self.outline.children(id) {
            self.unplaced_tree(child);
        }
    }

    fn below(&mut self, id: NodeId, scope: Scope) {
        let mut among = scope;
        let children: Vec<NodeId> = self.outline.children(id).collect();
        let mut at = 0;
        while let Some(child) = children.get(at).copied() {
            // A heading stands beside the project or position that a line above it began.
            if self.outline.is_heading(child) {
                among = scope;
            }
            let rows = children[at..].iter().take_while(|id| self.roles[**id].role == Role::Row).count();
            if rows > 0 {
                self.table(&children[at..at + rows], &mut among, id);
                at += rows;
            } else {
                self.node(child, &mut among);
                at += 1;
            }
        }
    }

    fn node(&mut self, id: NodeId, scope: &mut Scope) {
        let below = *scope;
        match self.roles[id].role {
            Role::Title => {
                self.title = Some(id);
                self.below(id, below);
            }
            Role::Group => {
                self.unplaced(id);
                self.below(id, below);
            }
            Role::Contents => self.below(id, below),
            Role::Aside => {
                if self.outline.node(id).block != Block::Root {
                    self.unplaced(id);
                }
                self.below(id, below);
            }
            Role::Period(when) => self.period(id, when, below),
            Role::Section(section) => {
                let is_next = super::markup::words(self.outline.raw(id))
                    .iter()
                    .any(|word| matches!(word.as_str(), "next" | "nachstes" | "proximo"));
                // Text below the heading of a section is not about the record above; in the entry of a day or a week it may be.
                let is_entry = scope.when.is_some_and(When::is_short);
                if !is_entry {
                    self.nearest = None;
                }
                self.below(
                    id,
                    Scope {
                        section: Some(section),
                        project: None,
                        owner: None,
                        part: None,
                        is_next,
                        ..below
                    },
                );
            }
            Role::Position => self.position(id, scope),
            Role::PositionLine => self.position_line(id, scope),
            Role::Project => self.project(id, scope),
            Role::Profile(section) => self.profile(id, section, below),
            Role::Win => self.win(id, scope),
            Role::Goal => self.goal(id, scope),
            Role::Reading => self.reading(id, scope),
            Role::Praise => self.praise(id, scope),
            Role::Story => self.story(id, scope),
            Role::Part(part) => self.part(id, part, scope),
            Role::Answer(answer) => self.answer(id, answer, scope),
            Role::Effect | Role::Text | Role::Plan | Role::Row => self.text(id, scope),
        }
    }

    /// Takes a heading that is a date; a title beside the date is text of the first record below.
    fn period(&mut self, id: NodeId, when: When, scope: Scope) {
        let context = self.context(&scope);
        let text = bare(self.outline.raw(id));
        if let Some((_, rest)) = super::dates::leading(&text, context) {
            let line = self.outline.node(id).lines.0 as usize;
            self.document.unplaced.push(Unplaced { line, text: rest.to_owned() });
        }
        self.nearest = None;
        self.below(id, Scope { when: Some(when), part: None, ..scope });
        self.nearest = None;
    }

    /// Adds the text of a node and of the nodes below to the owner.
    fn text(&mut self, id: NodeId, scope: &mut Scope) {
        let Some(owner) = scope.owner.or(self.nearest) else { return self.unplaced_tree(id) };
        let mut out = String::new();
        self.write(id, 0, &mut out);
        if self.roles[id].role == Role::Plan && matches!(self.outline.node(id).block, Block::Item(_)) {
            out = format!("- [ ] {}", out.trim_start_matches("- ").trim_start_matches("[ ] "));
        }
        let is_item = matches!(self.outline.node(id).block, Block::Item(_) | Block::Row);
        let field = match self.roles[id].role {
            Role::Effect => "impact",
            _ => scope.part.unwrap_or_else(|| self.field_of_text(id, owner)),
        };
        self.append(owner, field, &out, is_item && scope.is_joined);
        scope.is_joined = is_item;
        let last = self.outline.last_line(id);
        let draft = &mut self.document.drafts[owner];
        if scope.owner.is_some()
            && (draft.kind != Kind::Win
                || self.outline.node(id).block == Block::Paragraph
                || scope.part.is_some())
        {
            draft.lines.1 = draft.lines.1.max(last);
        }
    }

    /// Returns the field for a text without a label: the first paragraph about a position is its summary.
    fn field_of_text(&self, id: NodeId, owner: usize) -> &'static str {
        let draft = &self.document.drafts[owner];
        let is_first = draft.kind == Kind::Position
            && draft.get("summary").is_empty()
            && self.outline.node(id).block == Block::Paragraph;
        match draft.kind {
            Kind::Profile => "about",
            _ if is_first => "summary",
            _ => "notes",
        }
    }

    /// Appends a text to a field; a field of one line takes the first paragraph, and the notes take the rest.
    fn append(&mut self, owner: usize, field: &'static str, text: &str, is_joined: bool) {
        let draft = &mut self.document.drafts[owner];
        let is_line = matches!((draft.kind, field), (Kind::Project, "summary" | "team" | "audience"));
        if !is_line {
            draft.append(field, text, is_joined);
        } else if draft.get(field).is_empty() {
            draft.set(field, &clean(text));
        } else {
            draft.append("notes", text, is_joined);
        }
    }

    /// Writes the text of a node and of the nodes below, as Markdown.
    fn write(&self, id: NodeId, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        let mut deeper = depth;
        match self.outline.node(id).block {
            Block::Root => {}
            Block::Heading(_) => out.push_str(&format!("**{}**\n", bare(self.outline.raw(id)))),
            Block::Item(task) => {
                let mark = match task {
                    None => "",
                    Some(true) => "[x] ",
                    Some(false) => "[ ] ",
                };
                out.push_str(&format!("{indent}- {mark}{}\n", self.outline.text(id)));
                deeper += 1;
            }
            Block::Quote => out.push_str(&format!("{indent}> {}\n", self.outline.text(id))),
            Block::Code => out.push_str(&format!("{}\n", self.outline.raw(id))),
            Block::Paragraph | Block::Row | Block::Meta => {
                for line in self.outline.raw(id).lines() {
                    out.push_str(&format!("{indent}{}\n", line.trim()));
                }
            }
        }
        let mut above = self.outline.node(id).block;
        for child in self.outline.children(id) {
            let block = self.outline.node(child).block;
            // A blank line separates blocks which would run together.
            if depth == deeper
                && !matches!(
                    (above, block),
                    (Block::Item(_), Block::Item(_)) | (Block::Heading(_), _) | (Block::Row, Block::Row)
                )
            {
                out.push('\n');
            }
            self.write(child, deeper, out);
            above = block;
        }
    }

    /// Derives what follows from the complete text of the drafts.
    fn finish(&mut self) {
        // The title stands above the text without a place, but is no such text by itself.
        if let Some(title) = self.title.filter(|_| !self.document.unplaced.is_empty()) {
            self.unplaced(title);
            self.document.unplaced.sort_by_key(|each| each.line);
        }
        // A project without dates of its own began, or if it has results ended, at the time of the document.
        for at in std::mem::take(&mut self.dated_by_document) {
            let draft = &mut self.document.drafts[at];
            if draft.get("results").is_empty() {
                draft.is_open = true;
            } else if let Some(when) = draft.when.take() {
                draft.set_raw("end", when.last().to_string());
            }
        }
        highlights::join(&mut self.document.drafts, &std::mem::take(&mut self.highlights));
        for draft in &mut self.document.drafts {
            let sources: &[&str] = match draft.kind {
                Kind::Win => &["impact", "notes"],
                Kind::Project => &["results", "summary"],
                _ => continue,
            };
            let mut found = if draft.kind == Kind::Win { figures(&draft.title) } else { Vec::new() };
            found.extend(sources.iter().flat_map(|field| figures(draft.get(field))));
            draft.add_figures(found);
            if draft.kind == Kind::Project {
                parts::finish_project(draft);
            }
        }
        self.document.identify();
    }
}

/// Returns the text without markup and links, whose addresses are added to a draft.
fn plain(text: &str, draft: &mut ImportDraft) -> String {
    let mut links = Vec::new();
    let plain = clean(&unlinked(text, &mut links));
    draft.add_names("links", links);
    plain
}
