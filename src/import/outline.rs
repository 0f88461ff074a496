//! Builds the tree of a document from its lines: headings by level, items of lists by column, paragraphs, tables,
//! quotations and code. Every line that is not empty belongs to exactly one node.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::lines::runs_on;
use super::source::Source;
use super::style::Style;
use super::tokens::{BARE, LABEL, Token, each_token};
use super::vocabulary::{Section, begins_with_verb, is_continuation, part_of, section_of};

/// The kind of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// The document.
    Root,
    /// A heading, with its level.
    Heading(u8),
    /// An item of a list, with the state of a task.
    Item(Option<bool>),
    /// A paragraph.
    Paragraph,
    /// A row of a table.
    Row,
    /// A quotation.
    Quote,
    /// Code, or another block that is kept as it is.
    Code,
    /// A line that describes the document.
    Meta,
}

/// The index of a node.
pub(super) type NodeId = usize;

/// A node of the outline.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The kind.
    pub block: Block,
    /// The position of the content, without marks, in bytes.
    pub content: (u32, u32),
    /// The first and the last line of the node itself, from 1.
    pub lines: (u32, u32),
    /// The nodes below, in order.
    pub children: Vec<u32>,
}

/// The tree of a document.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    text: &'a str,
    nodes: Vec<Node>,
}

impl<'a> Outline<'a> {
    /// Returns a node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// Returns the number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the nodes below a node, in order.
    pub fn children(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<'_, 'a> {
        self.nodes[id].children.iter().map(|child| *child as usize)
    }

    /// Returns the content as written: wrapped lines are separated by `\n`.
    pub fn raw(&self, id: NodeId) -> &'a str {
        let (start, end) = self.nodes[id].content;
        &self.text[start as usize..end as usize]
    }

    /// Returns the content in one line; code stays as written.
    pub fn text(&self, id: NodeId) -> Cow<'a, str> {
        let raw = self.raw(id);
        if self.nodes[id].block == Block::Code || !raw.contains('\n') {
            return Cow::Borrowed(raw);
        }
        let mut out = String::with_capacity(raw.len());
        for line in raw.lines() {
            let line = line.trim();
            let line =
                if self.nodes[id].block == Block::Quote { line.trim_start_matches('>').trim() } else { line };
            if !out.is_empty() && !line.is_empty() {
                out.push(' ');
            }
            out.push_str(line);
        }
        Cow::Owned(out)
    }

    /// Returns the last line of a node and of the nodes below.
    pub fn last_line(&self, id: NodeId) -> usize {
        let mut id = id;
        while let Some(last) = self.nodes[id].children.last() {
            id = *last as usize;
        }
        self.nodes[id].lines.1 as usize
    }

    /// Returns `true` if a node is a heading.
    pub fn is_heading(&self, id: NodeId) -> bool {
        matches!(self.nodes[id].block, Block::Heading(_))
    }
}

/// The deepest level of items.
const DEEPEST: usize = 40;

/// Builds the tree of a document.
pub(super) fn outline<'a>(source: &Source<'a>, style: &Style) -> Outline<'a> {
    let root = Node { block: Block::Root, content: (0, 0), lines: (1, 1), children: Vec::new() };
    let mut builder = Builder {
        source,
        style,
        nodes: Vec::with_capacity(source.lines.len() + 1),
        headings: vec![(0, 0)],
        items: Vec::new(),
        open: None,
        phrase: None,
        lines_stay: style.is_timeline || style.is_plain_list,
        colon: None,
    };
    builder.nodes.push(root);
    each_token(source, style, &mut |number, token| builder.take(number, token));
    Outline { text: source.text, nodes: builder.nodes }
}

struct Builder<'a, 's> {
    source: &'s Source<'a>,
    style: &'s Style,
    nodes: Vec<Node>,
    /// The headings above, with their levels.
    headings: Vec<(u8, NodeId)>,
    /// The items above, with their columns.
    items: Vec<(usize, NodeId)>,
    /// The node to which the next line may belong.
    open: Option<NodeId>,
    /// The item that is a phrase without a verb, if the indentation is lost.
    phrase: Option<NodeId>,
    /// `true` if lines of text are not joined.
    lines_stay: bool,
    /// The item that ends in a colon, if the indentation is lost, and the word that its items have to mention.
    colon: Option<(NodeId, bool)>,
}

impl<'a> Builder<'a, '_> {
    fn add(&mut self, parent: NodeId, block: Block, number: usize, text: &str) -> NodeId {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let start = self.source.offset(text);
        let content = (offset(start), offset(start + text.len()));
        let id = self.nodes.len();
        self.nodes.push(Node {
            block,
            content,
            lines: (offset(number), offset(number)),
            children: Vec::new(),
        });
        self.nodes[parent].children.push(offset(id));
        id
    }

    fn extend(&mut self, id: NodeId, number: usize, text: &str) {
        let end = self.source.offset(text) + text.len();
        self.nodes[id].content.1 = u32::try_from(end).unwrap_or(u32::MAX);
        self.nodes[id].lines.1 = u32::try_from(number).unwrap_or(u32::MAX);
    }

    fn text(&self, id: NodeId) -> &'a str {
        let (start, end) = self.nodes[id].content;
        &self.source.text[start as usize..end as usize]
    }

    fn heading(&self) -> NodeId {
        self.headings.last().map_or(0, |(_, id)| *id)
    }

    fn take(&mut self, number: usize, token: Token<'a>) {
        match token {
            Token::Blank => {
                self.open = None;
                if !self.style.has_lost_indentation {
                    self.colon = None;
                }
            }
            Token::Rule => {
                self.open = None;
                self.items.clear();
            }
            Token::Heading(level, text) => self.take_heading(number, level, text),
            Token::Bullet(column, task, text) => self.take_item(number, column, task, text),
            Token::Row(text) => {
                self.items.clear();
                self.open = None;
                self.add(self.heading(), Block::Row, number, text);
            }
            Token::Meta(text) => {
                self.add(0, Block::Meta, number, text);
            }
            Token::Quote(text) => self.take_run(number, Block::Quote, text),
            Token::Code(text) => self.take_run(number, Block::Code, text),
            Token::Text(column, text) => self.take_text(number, column, text),
        }
    }

    fn take_heading(&mut self, number: usize, level: u8, text: &'a str) {
        self.items.clear();
        (self.open, self.phrase, self.colon) = (None, None, None);
        // Without marks, the sections of a document stand above its other headings.
        let level = match level {
            BARE if section_of(text.trim_end_matches(':')).is_some() => BARE - 1,
            level => level,
        };
        while self.headings.last().is_some_and(|(above, _)| *above >= level && *above > 0) {
            self.headings.pop();
        }
        let id = self.add(self.heading(), Block::Heading(level), number, text);
        if self.style.is_resume
            && let Some(section) = section_of(text.trim_end_matches(':'))
        {
            self.lines_stay = matches!(
                section,
                Section::Experience
                    | Section::Education
                    | Section::Skills
                    | Section::Languages
                    | Section::Projects
            );
        }
        self.headings.push((level, id));
        if level == LABEL {
            self.open = None;
        }
    }

    fn take_item(&mut self, number: usize, column: usize, task: Option<bool>, text: &'a str) {
        self.open = None;
        let (text, joined) = split_joined(text);
        if self.take_flat_part(number, column, task, text) {
            // The item was taken.
        } else if self.style.has_lost_indentation {
            self.take_flat_item(number, task, text);
        } else {
            self.colon = None;
            // One column more or less is an inaccuracy.
            while self.items.last().is_some_and(|(above, _)| *above + 1 >= column) {
                self.items.pop();
            }
            // Deeper items stand beside each other.
            self.items.truncate(DEEPEST - 1);
            let parent = self.items.last().map_or(self.heading(), |(_, id)| *id);
            let id = self.add(parent, Block::Item(task), number, text);
            self.items.push((column, id));
            self.open = Some(id);
        }
        if let Some(rest) = joined {
            self.take_item(number, column, None, rest);
        }
    }

    /// Adds an item to the item above it that has the same column: a label such as `Impact:`, the items below such a
    /// label, and a sentence that continues the item. Returns `false` for any other item.
    fn take_flat_part(&mut self, number: usize, column: usize, task: Option<bool>, text: &'a str) -> bool {
        if self.style.has_lost_indentation {
            return false;
        }
        let Some(above) = self.items.iter().find(|(above, _)| *above == column).map(|(_, id)| *id) else {
            return false;
        };
        let is_label = is_part_label(text);
        let is_open = text.trim_end().ends_with(':');
        let parent = match self.colon {
            _ if is_label => above,
            Some((opened, _)) if !is_open => opened,
            _ if self.style.has_continuations && is_continuation(text) => above,
            _ => return false,
        };
        let id = self.add(parent, Block::Item(task), number, text);
        self.colon = (is_label && is_open).then_some((id, false)).or(self.colon.filter(|_| !is_label));
        self.open = Some(id);
        true
    }

    /// Adds an item of a list whose indentation was lost: an item that continues the one above becomes a part of it.
    fn take_flat_item(&mut self, number: usize, task: Option<bool>, text: &'a str) {
        let above = self.items.first().map(|(_, id)| *id);
        let label = text.split_once(':').map(|(label, _)| label);
        let is_part = is_part_label(text);
        let ends_open = |text: &str| text.trim_end().ends_with(':');
        let parent = match (above, self.colon, self.phrase) {
            (Some(above), ..) if is_part || is_continuation(text) => Some(self.phrase.unwrap_or(above)),
            (Some(_), Some((opened, needs)), phrase)
                if !(ends_open(text)
                    || needs && !mentions_issue(text)
                    || phrase.is_some() && is_phrase(text)) =>
            {
                Some(opened)
            }
            (Some(_), None, Some(phrase)) if !is_phrase(text) && label.is_none() => Some(phrase),
            _ => None,
        };
        if let Some(parent) = parent {
            let id = self.add(parent, Block::Item(task), number, text);
            // The items under `Impact:` belong to it.
            if is_part && ends_open(text) {
                self.colon = Some((id, false));
            }
            self.open = Some(id);
            return;
        }
        let id = self.add(self.heading(), Block::Item(task), number, text);
        self.items = vec![(0, id)];
        self.phrase = is_phrase(text).then_some(id);
        self.colon = ends_open(text).then(|| (id, mentions_issue(text)));
        self.open = Some(id);
    }

    /// Adds a line of a quotation or of code to the one above it.
    fn take_run(&mut self, number: usize, block: Block, text: &'a str) {
        if let Some(open) = self.open.filter(|open| self.nodes[*open].block == block) {
            self.extend(open, number, text);
            return;
        }
        let is_inside = block == Block::Code && self.open.is_some() || super::source::column(text) > 0;
        let parent = self.items.last().filter(|_| is_inside).map_or(self.heading(), |(_, id)| *id);
        if !is_inside {
            self.items.clear();
        }
        self.open = Some(self.add(parent, block, number, text));
    }

    fn take_text(&mut self, number: usize, column: usize, text: &'a str) {
        if let Some(open) = self.open.filter(|open| self.joins(*open) && self.continues(*open, column, text))
        {
            let (text, joined) = split_joined(text);
            self.extend(open, number, text);
            if let Some(rest) = joined.filter(|_| matches!(self.nodes[open].block, Block::Item(_))) {
                let column = self.items.last().map_or(0, |(column, _)| *column);
                return self.take_item(number, column, None, rest);
            }
            // A wrapped title may end in a colon.
            if self.style.has_lost_indentation && text.ends_with(':') && self.colon.is_none() {
                self.colon = Some((open, mentions_issue(self.text(open))));
            }
            return;
        }
        let inside = self.items.iter().rev().find(|(above, _)| column > *above && column > 0);
        let parent = inside.map(|(_, id)| *id);
        if parent.is_none() {
            self.items.clear();
            (self.phrase, self.colon) = (None, None);
        }
        self.open = Some(self.add(parent.unwrap_or(self.heading()), Block::Paragraph, number, text));
    }

    /// Returns `true` if lines of text are joined to a node.
    fn joins(&self, open: NodeId) -> bool {
        !self.lines_stay || self.style.is_resume && matches!(self.nodes[open].block, Block::Item(_))
    }

    /// Returns `true` if a line of text belongs to the node above it.
    fn continues(&self, open: NodeId, column: usize, text: &str) -> bool {
        let block = self.nodes[open].block;
        if matches!(block, Block::Code | Block::Heading(_)) || is_labelled(text) {
            return false;
        }
        match block {
            Block::Item(_) => {
                if self.lines_stay && column == 0 {
                    return false;
                }
                let above = self.items.last().map_or(0, |(above, _)| *above);
                let lowercase = text.chars().next().is_some_and(|c| !c.is_uppercase());
                let last = self.text(open);
                column > above || lowercase || !last.trim_end().ends_with('.') || runs_on(last)
            }
            _ => {
                super::dates::leading(text, super::dates::DateContext { year: None, order: self.style.order })
                    .is_none()
            }
        }
    }
}

/// Returns `true` for a line that begins with a label of its own, such as `**Impact:** text` or `Tech: text`.
fn is_labelled(text: &str) -> bool {
    if let Some((label, _)) = text.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
        return label.chars().count() <= 60;
    }
    text.split_once(':').is_some_and(|(label, rest)| {
        !rest.starts_with("//") && label.split_whitespace().count() <= 4 && part_of(label).is_some()
    })
}

/// Returns `true` for an item that begins with the label of a part: `Impact:`, `Description: text`.
fn is_part_label(text: &str) -> bool {
    text.split_once(':').is_some_and(|(label, _)| {
        matches!(
            crate::text::fold(label.trim()).as_str(),
            "description" | "example" | "impact" | "result" | "results" | "details"
        )
    })
}

/// Splits an item that a lost line end joined to the one above it: `… service.- Next thing: …`.
fn split_joined(text: &str) -> (&str, Option<&str>) {
    let joined =
        text.match_indices(".- ").find(|(at, _)| text[at + 3..].starts_with(char::is_uppercase) && *at > 3);
    match joined {
        Some((at, _)) => (&text[..=at], Some(&text[at + 3..])),
        None => (text, None),
    }
}

/// Returns `true` for a short title in which the words are capitalised and none is a verb at its beginning.
fn is_phrase(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_title = |word: &&str| word.len() <= 3 || !word.starts_with(char::is_lowercase);
    (2..=9).contains(&words.len())
        && words.iter().all(is_title)
        && !text.ends_with(['.', '!', '?', ':'])
        && !text.contains(": ")
        && !begins_with_verb(text)
}

fn mentions_issue(text: &str) -> bool {
    let folded = crate::text::fold(text);
    ["issue", "problem", "challenge", "hurdle", "herausforderung", "problema"]
        .iter()
        .any(|word| folded.contains(word))
}
