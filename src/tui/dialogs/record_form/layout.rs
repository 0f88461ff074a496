//! The choice of the fields that a form shows: the important ones, and all others once the row `more` is chosen.

use super::Entry;
use super::rows::rows;
use crate::domain::{Goal, Praise, Project, Reading, Win};
use crate::tui::subject::Subject;

/// The fields that are shown.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The names of the fields that matter, in their order; empty if all fields are shown.
    first: &'static [&'static str],
    /// The names of other fields that are shown, because they have a text of their own.
    filled: Vec<&'static str>,
    /// `true` if all fields are shown.
    pub is_expanded: bool,
    /// `true` if the row that shows the others is focused.
    pub is_on_more: bool,
}

const WIN: &[&str] = &["title", "date", "project", "metrics", "impact", "notes"];
const PROJECT: &[&str] = &["name", "summary", "status", "start", "challenge", "results"];
const READING: &[&str] = &["title", "authors", "kind", "status", "takeaways", "notes"];
const GOAL: &[&str] = &["title", "year", "measure", "metric", "why", "milestones"];
const PRAISE: &[&str] = &["quote", "from", "where", "date", "win", "project"];

impl Layout {
    pub fn new(subject: &Subject, entries: &[Entry]) -> Self {
        let (first, blank) = match subject {
            Subject::Win(_) => (WIN, rows(&Win::default())),
            Subject::Project(_) => (PROJECT, rows(&Project::default())),
            Subject::Reading(_) => (READING, rows(&Reading::default())),
            Subject::Goal(_) => (GOAL, rows(&Goal::default())),
            Subject::Praise(_) => (PRAISE, rows(&Praise::default())),
            _ => return Self::default(),
        };
        let is_filled = |entry: &&Entry| {
            let text = entry.field.text();
            let default = blank.iter().find(|(name, ..)| *name == entry.name).map(|(_, text, _)| text);
            !first.contains(&entry.name) && entry.name != "category" && default != Some(&text)
        };
        let filled = entries.iter().filter(is_filled).map(|entry| entry.name).collect();
        Self { first, filled, is_expanded: false, is_on_more: false }
    }

    fn is_first(&self, name: &str) -> bool {
        self.first.is_empty() || self.first.contains(&name)
    }

    /// Returns the indices of the fields that are shown, in their order.
    pub fn visible(&self, entries: &[Entry]) -> Vec<usize> {
        if self.first.is_empty() {
            return (0..entries.len()).collect();
        }
        let place = |name: &&str| entries.iter().position(|entry| entry.name == *name);
        let mut out: Vec<usize> = self.first.iter().filter_map(place).collect();
        let others = entries.iter().enumerate().filter(|(_, entry)| !self.is_first(entry.name));
        let shown = others.filter(|(_, entry)| self.is_expanded || self.filled.contains(&entry.name));
        out.extend(shown.map(|(at, _)| at));
        out
    }

    /// Returns the names of the fields that are not shown.
    pub fn hidden<'a>(&self, entries: &'a [Entry]) -> Vec<&'a str> {
        let visible = self.visible(entries);
        let others = entries.iter().enumerate().filter(|(at, _)| !visible.contains(at));
        others.map(|(_, entry)| entry.name).collect()
    }

    /// Returns `true` if the field begins the part of the fields that matter less.
    pub fn begins_rest(&self, entries: &[Entry], at: usize) -> bool {
        let rest = self.visible(entries).into_iter().find(|at| !self.is_first(entries[*at].name));
        rest == Some(at)
    }

    /// Returns the field that is focused after a step; the row that shows the others follows the last field.
    pub fn step(&mut self, entries: &[Entry], focus: usize, by: isize) -> usize {
        let visible = self.visible(entries);
        let stops = visible.len() + usize::from(!self.hidden(entries).is_empty());
        let now = if self.is_on_more {
            visible.len()
        } else {
            visible.iter().position(|at| *at == focus).unwrap_or(0)
        };
        let next = (now + stops).saturating_add_signed(by) % stops;
        self.is_on_more = next == visible.len();
        visible.get(next).copied().unwrap_or(focus)
    }

    /// Shows all fields; returns the first that was not shown.
    pub fn expand(&mut self, entries: &[Entry]) -> Option<usize> {
        let first =
            self.hidden(entries).first().and_then(|name| entries.iter().position(|each| each.name == *name));
        (self.is_expanded, self.is_on_more) = (true, false);
        first
    }

    /// Makes sure that a field is shown.
    pub fn show(&mut self, name: &str) {
        self.is_on_more = false;
        self.is_expanded |= !self.is_first(name) && !self.filled.contains(&name);
    }
}
