//! What a person makes of a document for one period and one reader: left out, moved, called otherwise.

use std::collections::{HashMap, HashSet};

use super::document::{Document, Entry, Reader};
use crate::domain::DocumentOverride;

/// What an item of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A part with its heading: goals, a category.
    Part,
    /// A project.
    Project,
    /// A win.
    Win,
    /// A goal.
    Goal,
    /// What was read.
    Reading,
}

/// A line of a document's outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Which: as in [`DocumentOverride::item`].
    pub key: String,
    /// What it is called.
    pub title: String,
    /// How deep it stands, from 0.
    pub depth: usize,
    /// The key of what it stands in; empty at the top.
    pub parent: String,
    /// Whether it is starred.
    pub starred: bool,
}

/// The items of an outline that are left out, by themselves or with what they stand in.
#[must_use]
pub fn left_out(outline: &[Item], choices: &[DocumentOverride]) -> HashSet<String> {
    let chosen = choices.iter().filter(|choice| choice.left_out).map(|choice| choice.item.clone());
    let mut out: HashSet<String> = chosen.collect();
    for item in outline {
        if out.contains(&item.parent) {
            out.insert(item.key.clone());
        }
    }
    out
}

/// Sorts a list by the places that were chosen, and drops what is left out; what has no place stays
/// behind those that have one, as it came.
fn curated<T>(list: &mut Vec<T>, choices: &HashMap<&str, &DocumentOverride>, key: impl Fn(&T) -> &str) {
    list.retain(|each| choices.get(key(each)).is_none_or(|choice| !choice.left_out));
    let place = |each: &T| choices.get(key(each)).map_or("", |choice| choice.place.as_str());
    list.sort_by(|a, b| {
        let (a, b) = (place(a), place(b));
        a.is_empty().cmp(&b.is_empty()).then(a.cmp(b))
    });
}

impl Document {
    /// Makes of it what was chosen.
    pub fn apply(&mut self, overrides: &[DocumentOverride]) {
        let gone = left_out(&self.outline(), overrides);
        let choices: HashMap<&str, &DocumentOverride> =
            overrides.iter().map(|choice| (choice.item.as_str(), choice)).collect();
        let left_out = |key: &str| choices.get(key).is_some_and(|choice| choice.left_out);
        let title = |key: &str, title: &mut String| {
            if let Some(choice) = choices.get(key).filter(|choice| !choice.title.is_empty()) {
                title.clone_from(&choice.title);
            }
        };
        let wins = |list: &mut Vec<Entry>| {
            curated(list, &choices, |entry| &entry.id);
            for entry in list {
                title(&entry.id, &mut entry.title);
            }
        };
        if self.reader == Reader::Manager.word() {
            title(Self::NEEDS, &mut self.needs);
        }
        wins(&mut self.highlights);
        curated(&mut self.goals, &choices, |goal| &goal.id);
        curated(&mut self.next, &choices, |goal| &goal.id);
        for goal in self.goals.iter_mut().chain(&mut self.next) {
            title(&goal.id, &mut goal.title);
        }
        curated(&mut self.projects, &choices, |project| &project.id);
        for project in &mut self.projects {
            title(&project.id, &mut project.name);
            wins(&mut project.wins);
        }
        curated(&mut self.sections, &choices, |section| &section.key);
        for section in &mut self.sections {
            title(&section.key, &mut section.title);
            wins(&mut section.wins);
            curated(&mut section.readings, &choices, |reading| &reading.id);
            for reading in &mut section.readings {
                title(&reading.id, &mut reading.title);
            }
        }
        self.sections.retain(|section| !section.wins.is_empty() || !section.readings.is_empty());
        self.gaps = self.missing.iter().filter_map(|gap| gap.told(|key| gone.contains(key))).collect();
        for theme in &mut self.themes {
            theme.of.retain(|(key, _)| !gone.contains(key));
            for (key, own) in &mut theme.of {
                title(key, own);
            }
            theme.tell();
        }
        self.themes.retain(|theme| theme.wins > 1);
        let parts: Vec<String> =
            Self::PARTS.iter().filter(|part| left_out(part)).map(|part| (*part).to_owned()).collect();
        self.leave_out(&parts);
    }

    /// Everything in it, in its order.
    #[must_use]
    pub fn outline(&self) -> Vec<Item> {
        let mut out = Vec::new();
        let part = |out: &mut Vec<Item>, key: &str, title: &str| {
            out.push(Item {
                kind: ItemKind::Part,
                key: key.to_owned(),
                title: title.to_owned(),
                depth: 0,
                parent: String::new(),
                starred: false,
            });
        };
        let item = |kind, key: &str, title: &str, depth, parent: &str, starred| Item {
            kind,
            key: key.to_owned(),
            title: title.to_owned(),
            depth,
            parent: parent.to_owned(),
            starred,
        };
        let wins = |out: &mut Vec<Item>, list: &[Entry], depth, parent: &str| {
            out.extend(
                list.iter().map(|win| item(ItemKind::Win, &win.id, &win.title, depth, parent, win.starred)),
            );
        };
        if !self.highlights.is_empty() {
            part(&mut out, "highlights", "Highlights");
        }
        if !self.goals.is_empty() {
            part(&mut out, "goals", "Goals");
        }
        out.extend(
            self.goals.iter().map(|goal| item(ItemKind::Goal, &goal.id, &goal.title, 1, "goals", false)),
        );
        if !self.themes.is_empty() {
            part(&mut out, "themes", "Themes");
        }
        if self.reader == Reader::Manager.word() && !self.nothing {
            part(&mut out, Self::NEEDS, "What I need");
        }
        if !self.projects.is_empty() {
            part(&mut out, "projects", "Projects");
        }
        for project in &self.projects {
            out.push(item(ItemKind::Project, &project.id, &project.name, 1, "projects", false));
            wins(&mut out, &project.wins, 2, &project.id);
        }
        if !self.numbers.is_empty() {
            part(&mut out, "numbers", "Numbers");
        }
        if !self.earlier.is_empty() {
            part(&mut out, "earlier", "What came of earlier work");
        }
        for section in &self.sections {
            part(&mut out, &section.key, &section.title);
            wins(&mut out, &section.wins, 1, &section.key);
            out.extend(
                section
                    .readings
                    .iter()
                    .map(|each| item(ItemKind::Reading, &each.id, &each.title, 1, &section.key, false)),
            );
        }
        if !self.next.is_empty() {
            part(&mut out, "next", &format!("Goals for {}", self.next_label));
        }
        out.extend(
            self.next.iter().map(|goal| item(ItemKind::Goal, &goal.id, &goal.title, 1, "next", false)),
        );
        if !self.gaps.is_empty() {
            part(&mut out, "gaps", "Still missing");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::GoalEntry;

    fn document() -> Document {
        let goal = |id: &str| GoalEntry { id: id.into(), title: id.to_uppercase(), ..GoalEntry::default() };
        Document { goals: vec![goal("a"), goal("b"), goal("c")], ..Document::default() }
    }

    fn titles(document: &Document) -> Vec<&str> {
        document.goals.iter().map(|goal| goal.title.as_str()).collect()
    }

    #[test]
    fn items_are_left_out_moved_and_called_otherwise() {
        let choice = |item: &str| DocumentOverride { item: item.into(), ..DocumentOverride::default() };
        let mut one = document();
        one.apply(&[
            DocumentOverride { left_out: true, ..choice("b") },
            DocumentOverride { title: "Sea".into(), ..choice("c") },
        ]);
        assert_eq!(titles(&one), ["A", "Sea"]);
        let mut other = document();
        other.apply(&[
            DocumentOverride { place: "1000000000".into(), ..choice("c") },
            DocumentOverride { place: "1000000001".into(), ..choice("a") },
        ]);
        assert_eq!(titles(&other), ["C", "A", "B"]);
        let mut none = document();
        none.apply(&[DocumentOverride { left_out: true, ..choice("goals") }]);
        assert!(none.goals.is_empty());
    }

    #[test]
    fn the_outline_has_every_part_with_what_is_in_it() {
        let outline: Vec<(usize, String)> =
            document().outline().into_iter().map(|item| (item.depth, item.title)).collect();
        assert_eq!(outline[..2], [(0, "Goals".to_owned()), (1, "A".to_owned())]);
        assert_eq!(outline.len(), 4);
    }
}
