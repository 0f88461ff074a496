//! The position of each project in a document about a career, and the trees of projects with their parts.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::entry::ProjectEntry;
use super::input::ReviewInput;
use crate::domain::{NamedRef, PartialDate, PositionId, ProjectId, ProjectStatus, ProjectView};

/// The positions of projects, as indices into the positions of the input.
#[derive(Debug)]
pub struct Places {
    positions: HashMap<PositionId, usize>,
    projects: HashMap<ProjectId, usize>,
}

/// The projects that are parts of a project.
type Parts = HashMap<ProjectId, Vec<ProjectId>>;

impl Places {
    /// Finds the position of each project: its own one, else the latest one of its parts, else that of the
    /// project that it is a part of.
    pub fn new(input: &ReviewInput) -> Self {
        let positions = input.positions.all.iter().enumerate().map(|(at, position)| (position.id, at));
        let mut places = Self { positions: positions.collect(), projects: HashMap::new() };
        let mut parts = Parts::new();
        let mut parents: HashMap<ProjectId, ProjectId> = HashMap::new();
        for project in &input.projects {
            if let Some(place) = places.of(project.held_in.as_ref()) {
                places.projects.insert(project.id, place);
            }
            if let Some(parent) = &project.parent {
                parents.insert(project.id, parent.id);
                parts.entry(parent.id).or_default().push(project.id);
            }
        }
        let mut seen = HashSet::new();
        for project in &input.projects {
            places.take_from_parts(project.id, &parts, &mut seen);
        }
        for project in &input.projects {
            let above = std::iter::successors(parents.get(&project.id), |id| parents.get(*id));
            // Projects can be parts of each other.
            let found = above.take(input.projects.len()).find_map(|id| places.projects.get(id)).copied();
            if let Some(place) = found {
                places.projects.entry(project.id).or_insert(place);
            }
        }
        places
    }

    /// Returns the index of a position; `None` if the input does not have it.
    pub fn of(&self, position: Option<&NamedRef<PositionId>>) -> Option<usize> {
        self.positions.get(&position?.id).copied()
    }

    /// Returns the index of the position of a project.
    pub fn of_project(&self, id: ProjectId) -> Option<usize> {
        self.projects.get(&id).copied()
    }

    /// Gives a project without a position the latest position of its parts. `seen` are the projects that were
    /// looked at, which ends a cycle of parts.
    fn take_from_parts(
        &mut self,
        id: ProjectId,
        parts: &Parts,
        seen: &mut HashSet<ProjectId>,
    ) -> Option<usize> {
        if let Some(known) = self.projects.get(&id) {
            return Some(*known);
        }
        if !seen.insert(id) {
            return None;
        }
        let below = parts.get(&id)?;
        // The positions are sorted, the latest first.
        let latest = below.iter().filter_map(|part| self.take_from_parts(*part, parts, seen)).min()?;
        self.projects.insert(id, latest);
        Some(latest)
    }
}

/// A project that is to be put below the project that it is a part of.
#[derive(Debug)]
pub struct Node {
    id: ProjectId,
    parent: Option<ProjectId>,
    last: Option<NaiveDate>,
    start: Option<NaiveDate>,
    entry: ProjectEntry,
}

impl Node {
    /// Creates the node of a project; `last_win` is the last day of its latest win.
    pub fn new(project: &ProjectView, entry: ProjectEntry, last_win: Option<NaiveDate>) -> Self {
        let is_over = matches!(project.status, ProjectStatus::Shipped | ProjectStatus::Dropped);
        let start = project.start.map(PartialDate::first_day);
        let end = project.end.map(PartialDate::last_day);
        // A project that began and did not end goes on.
        let present = start.filter(|_| !is_over).map(|_| NaiveDate::MAX);
        Self {
            id: project.id,
            parent: project.parent.as_ref().map(|parent| parent.id),
            last: end.or(present).or(last_win).or(start),
            start,
            entry,
        }
    }
}

/// Puts projects below the projects that they are parts of, on each level the latest first; projects without a
/// date, of which no part has one, come last.
pub fn nested(nodes: Vec<Node>) -> Vec<ProjectEntry> {
    let ids: HashSet<ProjectId> = nodes.iter().map(|node| node.id).collect();
    let is_root = |node: &Node| node.parent.is_none_or(|parent| !ids.contains(&parent));
    let (roots, parts): (Vec<Node>, Vec<Node>) = nodes.into_iter().partition(is_root);
    let mut rest: Vec<Option<Node>> = parts.into_iter().map(Some).collect();
    let mut out: Vec<Node> = roots.into_iter().map(|root| with_parts(root, &mut rest)).collect();
    // Projects that are parts of each other have no root.
    while let Some(node) = rest.iter_mut().find_map(Option::take) {
        out.push(with_parts(node, &mut rest));
    }
    sorted(out)
}

/// The project that each part is a part of, by the ID of the part.
pub type Parents = HashMap<String, String>;

/// Returns the parents of projects.
pub fn parents(projects: &[ProjectView]) -> Parents {
    let pair =
        |project: &ProjectView| Some((project.id.to_string(), project.parent.as_ref()?.id.to_string()));
    projects.iter().filter_map(pair).collect()
}

/// Puts projects below their parents and otherwise keeps their order: a project has the place of the first one of its
/// parts, or its own if that is earlier. A project whose parent is not in `entries` is no part.
pub fn below_parents(mut entries: Vec<ProjectEntry>, parents: &Parents) -> Vec<ProjectEntry> {
    let ids: HashSet<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let parent = |id: &String| parents.get(id).filter(|above| ids.contains(*above));
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut is_cyclic: HashSet<String> = HashSet::new();
    for (at, entry) in entries.iter().enumerate() {
        let chain = std::iter::successors(Some(&entry.id), |id| parent(id)).take(ids.len() + 1);
        for (depth, id) in chain.enumerate() {
            places.entry(id.clone()).or_insert(at);
            if depth == ids.len() {
                // Projects that are parts of each other have no root: each of them stays alone.
                is_cyclic.insert(entry.id.clone());
            }
        }
    }
    entries.sort_by_key(|entry| places.get(&entry.id).copied());
    let mut parts: HashMap<String, Vec<ProjectEntry>> = HashMap::new();
    let mut roots: Vec<ProjectEntry> = Vec::new();
    for entry in entries {
        match parent(&entry.id).filter(|_| !is_cyclic.contains(&entry.id)) {
            Some(above) => parts.entry(above.clone()).or_default().push(entry),
            None => roots.push(entry),
        }
    }
    roots.into_iter().map(|root| take_parts(root, &mut parts)).collect()
}

fn take_parts(mut entry: ProjectEntry, parts: &mut HashMap<String, Vec<ProjectEntry>>) -> ProjectEntry {
    let own = parts.remove(&entry.id).unwrap_or_default();
    entry.parts = own.into_iter().map(|part| take_parts(part, parts)).collect();
    entry
}

fn with_parts(mut node: Node, rest: &mut [Option<Node>]) -> Node {
    let id = node.id;
    let own = rest.iter_mut().filter_map(|each| each.take_if(|part| part.parent == Some(id)));
    let own: Vec<Node> = own.collect();
    let parts: Vec<Node> = own.into_iter().map(|part| with_parts(part, rest)).collect();
    node.last = node.last.or_else(|| parts.iter().filter_map(|part| part.last).max());
    node.entry.parts = sorted(parts);
    node
}

fn sorted(mut nodes: Vec<Node>) -> Vec<ProjectEntry> {
    nodes.sort_by_key(|node| Reverse((node.last, node.start)));
    nodes.into_iter().map(|node| node.entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the trees as text, such as `1(3 4)`.
    fn shown(entries: &[ProjectEntry]) -> String {
        let one = |entry: &ProjectEntry| match shown(&entry.parts) {
            parts if parts.is_empty() => entry.name.clone(),
            parts => format!("{}({parts})", entry.name),
        };
        entries.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn nest(parents: &[(&str, &str)], order: &[&str]) -> String {
        let parents = parents.iter().map(|(part, whole)| (part.to_string(), whole.to_string())).collect();
        let entry = |name: &&str| ProjectEntry {
            id: name.to_string(),
            name: name.to_string(),
            ..ProjectEntry::default()
        };
        shown(&below_parents(order.iter().map(entry).collect(), &parents))
    }

    #[test]
    fn parts_are_below_their_project_and_keep_their_order() {
        let parents = [("3", "1"), ("4", "3"), ("5", "1")];
        assert_eq!(nest(&parents, &["5", "2", "4", "3", "1"]), "1(5 3(4)) 2");
        assert_eq!(nest(&parents, &["4", "2", "5", "1", "3"]), "1(3(4) 5) 2");
        // The project itself is not in the document.
        assert_eq!(nest(&parents, &["4", "2", "5"]), "4 2 5");
    }

    #[test]
    fn projects_that_are_parts_of_each_other_stay_alone() {
        assert_eq!(nest(&[("1", "2"), ("2", "1")], &["1", "2"]), "1 2");
    }
}
