//! The records that were found in a document, as texts of their fields.

use std::collections::HashMap;

use uuid::Uuid;

use super::dates::When;
use crate::domain::{DateRange, Figure, Kind, PartialDate};
use crate::text::{fold, list, one_line};

/// A record that was found in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportDraft {
    /// The kind of the record.
    pub kind: Kind,
    /// The title, the name, the organisation or the quotation, in the form of the field.
    pub title: String,
    /// The other fields, by their names in the description of the kind, in the text form of documents.
    pub fields: Vec<(&'static str, String)>,
    /// The date or the span; `None` if the document does not state it.
    pub when: Option<DateRange>,
    /// `true` for a span that has no end yet.
    pub is_open: bool,
    project: Option<u32>,
    position: Option<u32>,
    /// The figures and the grouped skills; `None` if the record has neither, as most records.
    rare: Option<Box<Rare>>,
    /// The first and the last line of the source, from 1.
    pub lines: (usize, usize),
    /// `true` if the reader was not sure of the kind or of the place.
    pub is_unsure: bool,
    /// The fingerprint that identifies the record if the document is imported again.
    pub fingerprint: Uuid,
}

/// The lists that few records have.
#[derive(Debug, Clone, PartialEq, Default)]
struct Rare {
    figures: Vec<Figure>,
    groups: Vec<(String, String)>,
}

impl ImportDraft {
    /// Creates a draft with a title.
    pub fn new(kind: Kind, title: impl Into<String>, lines: (usize, usize)) -> Self {
        Self {
            kind,
            title: title.into(),
            fields: Vec::new(),
            when: None,
            is_open: false,
            project: None,
            position: None,
            rare: None,
            lines,
            is_unsure: false,
            fingerprint: Uuid::nil(),
        }
    }

    /// Returns the figures of the record: values of metrics.
    pub fn figures(&self) -> &[Figure] {
        self.rare.as_ref().map_or(&[], |rare| &rare.figures)
    }

    /// Adds the figures of which the record has neither the name nor the value.
    pub fn add_figures(&mut self, figures: Vec<Figure>) {
        for figure in figures {
            let is_known = |known: &Figure| known.name == figure.name || known.to.text == figure.to.text;
            if !self.figures().iter().any(is_known) {
                self.rare.get_or_insert_default().figures.push(figure);
            }
        }
    }

    /// Returns the skills that the document lists in a group, each with the group.
    pub fn groups(&self) -> &[(String, String)] {
        self.rare.as_ref().map_or(&[], |rare| &rare.groups)
    }

    /// Adds a skill of a group.
    pub(super) fn add_group(&mut self, skill: &str, group: &str) {
        if !self.groups().iter().any(|(known, _)| fold(known) == fold(skill)) {
            self.rare.get_or_insert_default().groups.push((skill.to_owned(), group.to_owned()));
        }
    }

    /// Returns the index of the draft of the project that the record belongs to; of the parent for a project.
    pub fn project(&self) -> Option<usize> {
        self.project.map(|at| at as usize)
    }

    /// Sets the project that the record belongs to.
    pub fn set_project(&mut self, at: Option<usize>) {
        self.project = at.and_then(|at| u32::try_from(at).ok());
    }

    /// Returns the index of the draft of the position that the record belongs to.
    pub fn position(&self) -> Option<usize> {
        self.position.map(|at| at as usize)
    }

    /// Sets the position that the record belongs to.
    pub fn set_position(&mut self, at: Option<usize>) {
        self.position = at.and_then(|at| u32::try_from(at).ok());
    }

    /// Returns the text of a field; empty if the document does not have it.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(each, _)| *each == name).map_or("", |(_, text)| text)
    }

    /// Sets a field that is a line of text.
    pub fn set(&mut self, name: &'static str, value: &str) {
        let line = one_line(value);
        self.set_raw(name, list::text(&line));
    }

    /// Sets a field that is a text of several lines, a list in its text form, or a word.
    pub fn set_raw(&mut self, name: &'static str, text: impl Into<String>) {
        let text = text.into();
        if text.trim().is_empty() {
            return;
        }
        match self.fields.iter_mut().find(|(each, _)| *each == name) {
            Some((_, value)) => *value = text,
            None => self.fields.push((name, text)),
        }
    }

    /// Appends a paragraph to a text of several lines; with `joined`, a line directly below the last one.
    pub fn append(&mut self, name: &'static str, text: &str, joined: bool) {
        let text = text.trim_matches('\n').trim_end();
        if text.trim().is_empty() {
            return;
        }
        match self.fields.iter_mut().find(|(each, _)| *each == name) {
            Some((_, value)) => {
                value.push_str(if joined { "\n" } else { "\n\n" });
                value.push_str(text);
            }
            None => self.fields.push((name, text.to_owned())),
        }
    }

    /// Appends to the last line of a text, behind a separator.
    pub fn append_to_line(&mut self, name: &'static str, separator: &str, text: &str) {
        if let Some((_, value)) = self.fields.iter_mut().find(|(each, _)| *each == name) {
            value.push_str(separator);
            value.push_str(text);
        }
    }

    /// Adds names to a list; names that it has already stay once.
    pub fn add_names(&mut self, name: &'static str, names: impl IntoIterator<Item = String>) {
        let mut all = list::unlist(self.get(name)).unwrap_or_default();
        for each in names {
            if !each.is_empty() && !all.iter().any(|known| fold(known) == fold(&each)) {
                all.push(each);
            }
        }
        self.set_raw(name, list::list(&all));
    }

    /// Adds the lines of a field that is a list of parts, one a line.
    pub fn add_line(&mut self, name: &'static str, line: &str) {
        self.append(name, &one_line(line), true);
    }

    /// Sets the date.
    pub(super) fn set_when(&mut self, when: When) {
        (self.when, self.is_open) = (Some(when.range), when.is_open);
    }

    /// Returns the end of the date; `None` for a span that has no end yet.
    pub fn end(&self) -> Option<PartialDate> {
        self.when.filter(|_| !self.is_open).map(DateRange::last)
    }
}

/// A line that belongs to no record. It is kept in a note of the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// The number of the line, from 1.
    pub line: usize,
    /// The text of the line.
    pub text: String,
}

/// The content of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportDocument {
    /// The records, in the order of the document. The project of a draft and its position come before it.
    pub drafts: Vec<ImportDraft>,
    /// The lines that belong to no record.
    pub unplaced: Vec<Unplaced>,
    /// The year of the document, from the caller, its title or its name.
    pub year: Option<i32>,
}

impl ImportDocument {
    /// Sets the fingerprints: they depend on the kind, the place and the title, and on the number of earlier drafts
    /// with the same.
    pub(super) fn identify(&mut self) {
        let uuid = |text: &str| Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes());
        let mut seen: HashMap<Uuid, u32> = HashMap::new();
        for at in 0..self.drafts.len() {
            let draft = &self.drafts[at];
            let place =
                |index: Option<usize>| index.map_or(String::new(), |index| fold(&self.drafts[index].title));
            let parts = [
                draft.kind.word().to_owned(),
                place(draft.project()),
                place(draft.position()),
                normalized(&draft.title),
            ];
            let first = uuid(&parts.join("\u{1f}"));
            let count = seen.entry(first).and_modify(|count| *count += 1).or_insert(0);
            self.drafts[at].fingerprint = if *count == 0 { first } else { uuid(&format!("{first}{count}")) };
        }
    }
}

/// Returns a title without case, accents, signs and repeated white space.
pub fn normalized(title: &str) -> String {
    let folded = fold(title);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
