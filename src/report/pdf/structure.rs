//! The structure of a document, which tells a screen reader what the marks on the pages are.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagTree};

/// The role of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    Paragraph,
    /// A heading with its level and text.
    Heading(u16, String),
    /// A list; `true` if it is numbered.
    List(bool),
    Item,
    /// The bullet or number of an item.
    Label,
    /// The text of an item.
    Body,
    Table,
    Row,
    HeadCell,
    Cell,
    /// A drawing with the text that describes it.
    Figure(String),
    Quote,
    Code,
    Link,
}

#[derive(Debug, Clone)]
enum Child {
    Element(usize),
    Content(Identifier),
}

#[derive(Debug, Clone)]
struct Element {
    role: Role,
    children: Vec<Child>,
}

/// The elements of a document, by index; an element belongs to another one, or to the document.
#[derive(Debug, Clone, Default)]
pub(super) struct Structure {
    elements: Vec<Element>,
    roots: Vec<usize>,
    open: Vec<usize>,
}

impl Structure {
    /// Adds an element to the open element.
    pub(super) fn add(&mut self, role: Role) -> usize {
        self.add_to(self.open.last().copied(), role)
    }

    /// Adds an element to another one, or to the document.
    pub(super) fn add_to(&mut self, parent: Option<usize>, role: Role) -> usize {
        self.elements.push(Element { role, children: Vec::new() });
        let at = self.elements.len() - 1;
        match parent {
            Some(parent) => self.elements[parent].children.push(Child::Element(at)),
            None => self.roots.push(at),
        }
        at
    }

    /// Adds an element, to which the next ones belong until [`Structure::close`].
    pub(super) fn open(&mut self, role: Role) {
        let at = self.add(role);
        self.open.push(at);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// Adds marks of a page to an element.
    pub(super) fn add_content(&mut self, element: usize, content: Identifier) {
        self.elements[element].children.push(Child::Content(content));
    }

    /// Returns the text of the headings and the descriptions of the drawings.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().filter_map(|element| match &element.role {
            Role::Heading(_, text) | Role::Figure(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Returns the structure in the form of the file; elements without marks are left out.
    pub(super) fn tree(&self) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
        for root in &self.roots {
            if let Some(node) = self.node(*root) {
                tree.push(node);
            }
        }
        tree
    }

    fn node(&self, at: usize) -> Option<Node> {
        let element = &self.elements[at];
        let children: Vec<Node> = element
            .children
            .iter()
            .filter_map(|child| match child {
                Child::Element(at) => self.node(*at),
                Child::Content(content) => Some(Node::Leaf(*content)),
            })
            .collect();
        // An empty cell keeps its column.
        let is_cell = matches!(element.role, Role::Cell | Role::HeadCell);
        (is_cell || !children.is_empty()).then(|| Node::Group(group(&element.role, children)))
    }
}

fn group(role: &Role, children: Vec<Node>) -> TagGroup {
    match role {
        Role::Paragraph => TagGroup::with_children(Tag::P, children),
        Role::Heading(level, text) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            TagGroup::with_children(Tag::Hn(level, Some(text.clone())), children)
        }
        Role::List(is_numbered) => {
            let numbering = if *is_numbered { ListNumbering::Decimal } else { ListNumbering::Disc };
            TagGroup::with_children(Tag::L(numbering), children)
        }
        Role::Item => TagGroup::with_children(Tag::LI, children),
        Role::Label => TagGroup::with_children(Tag::Lbl, children),
        Role::Body => TagGroup::with_children(Tag::LBody, children),
        Role::Table => TagGroup::with_children(Tag::Table, children),
        Role::Row => TagGroup::with_children(Tag::TR, children),
        Role::HeadCell => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), children),
        Role::Cell => TagGroup::with_children(Tag::TD, children),
        Role::Figure(text) => TagGroup::with_children(Tag::Figure(Some(text.clone())), children),
        Role::Quote => TagGroup::with_children(Tag::BlockQuote, children),
        Role::Code => TagGroup::with_children(Tag::Code, children),
        Role::Link => TagGroup::with_children(Tag::Link, children),
    }
}
