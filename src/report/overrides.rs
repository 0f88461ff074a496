//! The outline of a document, and the overrides that omit, move and retitle its items.

use std::collections::{HashMap, HashSet};

use super::document::{Document, Entry, GoalEntry, Reader, ReadingEntry};
use crate::domain::DocumentOverride;

/// The kind of an item of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A part with a heading, such as the goals or a category.
    Part,
    /// A project.
    Project,
    /// A win.
    Win,
    /// A goal.
    Goal,
    /// A reading note.
    Reading,
}

/// An item in the outline of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The kind of the item.
    pub kind: ItemKind,
    /// The key, as in [`DocumentOverride::item`].
    pub key: String,
    /// The title of the item.
    pub title: String,
    /// The depth, from 0.
    pub depth: usize,
    /// The key of the item that contains this item; empty at the top.
    pub parent: String,
    /// `true` if the item is a starred win.
    pub starred: bool,
}

/// Returns the keys of the omitted items, including the items inside an omitted item.
pub fn left_out(outline: &[Item], overrides: &[DocumentOverride]) -> HashSet<String> {
    let chosen = overrides.iter().filter(|choice| choice.left_out).map(|choice| choice.item.clone());
    let mut out: HashSet<String> = chosen.collect();
    for item in outline {
        if out.contains(&item.parent) {
            out.insert(item.key.clone());
        }
    }
    out
}

/// Removes the omitted items of a list and sorts the others by their places; items without a place follow in
/// their original order.
fn arrange<T>(list: &mut Vec<T>, overrides: &HashMap<&str, &DocumentOverride>, key: impl Fn(&T) -> &str) {
    list.retain(|each| overrides.get(key(each)).is_none_or(|choice| !choice.left_out));
    let place = |each: &T| overrides.get(key(each)).map_or("", |choice| choice.place.as_str());
    list.sort_by(|a, b| {
        let (a, b) = (place(a), place(b));
        a.is_empty().cmp(&b.is_empty()).then(a.cmp(b))
    });
}

impl Document {
    /// Applies overrides: omits, moves and retitles items.
    pub fn apply(&mut self, overrides: &[DocumentOverride]) {
        let gone = left_out(&self.outline(), overrides);
        let overrides: HashMap<&str, &DocumentOverride> =
            overrides.iter().map(|choice| (choice.item.as_str(), choice)).collect();
        let left_out = |key: &str| overrides.get(key).is_some_and(|choice| choice.left_out);
        let title = |key: &str, title: &mut String| {
            if let Some(choice) = overrides.get(key).filter(|choice| !choice.title.is_empty()) {
                title.clone_from(&choice.title);
            }
        };
        let wins = |list: &mut Vec<Entry>| {
            arrange(list, &overrides, |entry| &entry.id);
            for entry in list {
                title(&entry.id, &mut entry.title);
            }
        };
        if self.reader == Reader::Manager.word() {
            title(Self::NEEDS, &mut self.needs);
        }
        title(Self::SUMMARY, &mut self.summary);
        wins(&mut self.highlights);
        arrange(&mut self.goals, &overrides, |goal| &goal.id);
        arrange(&mut self.next, &overrides, |goal| &goal.id);
        for goal in self.goals.iter_mut().chain(&mut self.next) {
            title(&goal.id, &mut goal.title);
        }
        self.apply_to_case(wins, |id| !gone.contains(id), title);
        arrange(&mut self.projects, &overrides, |project| &project.id);
        for project in &mut self.projects {
            title(&project.id, &mut project.name);
            wins(&mut project.wins);
        }
        arrange(&mut self.sections, &overrides, |section| &section.key);
        for section in &mut self.sections {
            title(&section.key, &mut section.title);
            wins(&mut section.wins);
            arrange(&mut section.readings, &overrides, |reading| &reading.id);
            for reading in &mut section.readings {
                title(&reading.id, &mut reading.title);
            }
        }
        self.sections.retain(|section| !section.wins.is_empty() || !section.readings.is_empty());
        self.gaps = self.missing.iter().filter_map(|gap| gap.text(|key| gone.contains(key))).collect();
        for theme in &mut self.themes {
            theme.of.retain(|(key, _)| !gone.contains(key));
            for (key, own) in &mut theme.of {
                title(key, own);
            }
            theme.tell();
        }
        self.themes.retain(|theme| theme.wins > 1);
        arrange(&mut self.praise, &overrides, |praise| &praise.id);
        let parts: Vec<String> =
            Self::PARTS.iter().filter(|part| left_out(part)).map(|part| (*part).to_owned()).collect();
        self.leave_out(&parts);
    }

    /// Applies overrides to the case for a promotion and its evidence.
    fn apply_to_case(
        &mut self,
        wins: impl Fn(&mut Vec<Entry>),
        keep: impl Fn(&str) -> bool,
        title: impl Fn(&str, &mut String),
    ) {
        if let Some(case) = &mut self.case {
            case.keep(&keep, &title);
        }
        self.case.take_if(|case| case.is_empty());
        for group in &mut self.competencies {
            wins(&mut group.evidence);
            group.mention(&keep, &title);
        }
        self.competencies.retain(|group| group.count > 0);
    }

    /// Returns the outline: all items in the order of the document.
    pub fn outline(&self) -> Vec<Item> {
        let mut out = Vec::new();
        let mut part = |is_there: bool, key: &str, title: &str, items: Vec<Item>| {
            if is_there {
                out.push(Item::new(ItemKind::Part, (key, title), 0, ""));
            }
            out.extend(items);
        };
        let goals = |goals: &[GoalEntry], part: &str| -> Vec<Item> {
            goals.iter().map(|goal| Item::new(ItemKind::Goal, (&goal.id, &goal.title), 1, part)).collect()
        };
        part(!self.head.prepared.is_empty() && !self.nothing, Self::SUMMARY, "In one sentence", Vec::new());
        part(!self.totals.is_empty(), "totals", "Totals", Vec::new());
        part(self.case.is_some(), "case", "The case for promotion", Vec::new());
        part(!self.highlights.is_empty(), "highlights", "Highlights", Vec::new());
        part(!self.glance.is_empty(), "numbers", "Numbers at a glance", Vec::new());
        part(!self.goals.is_empty(), "goals", "Goals", goals(&self.goals, "goals"));
        part(!self.themes.is_empty(), "themes", "Themes", Vec::new());
        let has_needs = self.reader == Reader::Manager.word() && !self.nothing;
        part(has_needs, Self::NEEDS, "What I need", Vec::new());
        let evidence = self.competencies.iter().flat_map(|group| &group.evidence);
        let evidence: Vec<Item> = evidence.map(|win| Item::of_win(win, 1, "competencies")).collect();
        part(!evidence.is_empty(), "competencies", "Evidence by competency", evidence);
        let mut projects = Vec::new();
        for project in &self.projects {
            projects.push(Item::new(ItemKind::Project, (&project.id, &project.name), 1, "projects"));
            projects.extend(project.wins.iter().map(|win| Item::of_win(win, 2, &project.id)));
        }
        part(!self.projects.is_empty(), "projects", "Projects", projects);
        part(!self.earlier.is_empty(), "earlier", "What came of earlier work", Vec::new());
        for section in &self.sections {
            let wins = section.wins.iter().map(|win| Item::of_win(win, 1, &section.key));
            let reading =
                |each: &ReadingEntry| Item::new(ItemKind::Reading, (&each.id, &each.title), 1, &section.key);
            let items = wins.chain(section.readings.iter().map(reading)).collect();
            part(true, &section.key, &section.title, items);
        }
        part(!self.praise.is_empty(), "praise", "What others said", Vec::new());
        let title = format!("Goals for {}", self.next_label);
        part(!self.next.is_empty(), "next", &title, goals(&self.next, "next"));
        part(!self.gaps.is_empty(), "gaps", "Still missing", Vec::new());
        out
    }
}

impl Item {
    fn new(kind: ItemKind, (key, title): (&str, &str), depth: usize, parent: &str) -> Self {
        let (key, title, parent) = (key.to_owned(), title.to_owned(), parent.to_owned());
        Self { kind, key, title, depth, parent, starred: false }
    }

    fn of_win(win: &Entry, depth: usize, parent: &str) -> Self {
        Self { starred: win.starred, ..Self::new(ItemKind::Win, (&win.id, &win.title), depth, parent) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let goal = |id: &str| GoalEntry { id: id.into(), title: id.to_uppercase(), ..GoalEntry::default() };
        Document { goals: vec![goal("a"), goal("b"), goal("c")], ..Document::default() }
    }

    fn titles(document: &Document) -> Vec<&str> {
        document.goals.iter().map(|goal| goal.title.as_str()).collect()
    }

    #[test]
    fn overrides_omit_reorder_and_retitle_items() {
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
    fn the_outline_lists_each_part_with_its_items() {
        let outline: Vec<(usize, String)> =
            document().outline().into_iter().map(|item| (item.depth, item.title)).collect();
        assert_eq!(outline[..2], [(0, "Goals".to_owned()), (1, "A".to_owned())]);
        assert_eq!(outline.len(), 4);
    }
}
