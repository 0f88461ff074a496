//! The marked rows of a list, for an action on several records.

use std::collections::BTreeSet;

use super::action::Action;
use super::targets::Targets;
use crate::domain::{Kind, RecordId};

/// The marked rows of a list. “All” is stored as a flag with exceptions, so that rows that are not loaded are
/// marked too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks<K> {
    /// `true` if every row except `named` is marked; `false` if exactly `named` is.
    all: bool,
    named: BTreeSet<K>,
    /// The row that was marked last, which is the start of a range.
    last: Option<K>,
}

impl<K> Default for Marks<K> {
    fn default() -> Self {
        Self { all: false, named: BTreeSet::new(), last: None }
    }
}

impl<K: Ord + Copy> Marks<K> {
    /// Returns `true` if a row is marked.
    pub fn contains(&self, key: K) -> bool {
        self.all != self.named.contains(&key)
    }

    /// Marks a row, or unmarks it.
    pub fn toggle(&mut self, key: K) {
        if !self.named.remove(&key) {
            self.named.insert(key);
        }
        self.last = self.contains(key).then_some(key);
    }

    /// Marks the rows of `keys` between the row that was marked last and `to`. If `keys` lacks either of
    /// them, marks `to` alone and returns `false`.
    pub fn mark_range(&mut self, keys: &[K], to: K) -> bool {
        let place = |key: K| keys.iter().position(|each| *each == key);
        let from = self.last.and_then(place);
        let (Some(from), Some(end)) = (from, place(to)) else {
            self.set(to);
            self.last = Some(to);
            return false;
        };
        for key in &keys[from.min(end)..=from.max(end)] {
            self.set(*key);
        }
        self.last = Some(to);
        true
    }

    fn set(&mut self, key: K) {
        if self.all {
            self.named.remove(&key);
        } else {
            self.named.insert(key);
        }
    }

    /// Marks every row, or unmarks all if every row is marked already.
    pub fn toggle_all(&mut self) {
        *self = Self { all: !(self.all && self.named.is_empty()), ..Self::default() };
    }

    /// Unmarks all rows.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Unmarks the rows for which `is_there` returns `false`.
    pub fn retain(&mut self, is_there: impl Fn(K) -> bool) {
        self.named.retain(|key| is_there(*key));
    }

    /// Returns the number of marked rows; `of` is the number of all rows.
    pub fn count(&self, of: usize) -> usize {
        if self.all { of.saturating_sub(self.named.len()) } else { self.named.len() }
    }

    /// Returns the unmarked rows if “all” is marked; `None` if rows are marked one by one.
    pub fn all_but(&self) -> Option<&BTreeSet<K>> {
        self.all.then_some(&self.named)
    }

    /// Returns the rows that are marked one by one; empty if “all” is marked.
    pub fn named(&self) -> impl Iterator<Item = K> + '_ {
        self.named.iter().copied().filter(|_| !self.all)
    }
}

impl<K: Ord + Copy + Into<RecordId>> Marks<K> {
    /// Marks the selected row, a range of `keys` or all rows, depending on `action`.
    pub fn mark(&mut self, action: Action, keys: &[K], selected: usize) {
        let Some(key) = keys.get(selected).copied() else { return };
        match action {
            Action::Mark => self.toggle(key),
            Action::MarkRange => drop(self.mark_range(keys, key)),
            _ => self.toggle_all(),
        }
    }

    /// Returns the number of marked rows among `keys`.
    pub fn count_among(&self, keys: &[K]) -> usize {
        keys.iter().filter(|key| self.contains(**key)).count()
    }

    /// Returns the marked ones of `records` (key and title), or the selected record if no record is marked.
    pub fn targets(&self, kind: Kind, records: &[(K, &str)], selected: Option<usize>) -> Option<Targets> {
        let mut chosen: Vec<&(K, &str)> = records.iter().filter(|(key, _)| self.contains(*key)).collect();
        if chosen.is_empty() {
            chosen.extend(selected.and_then(|selected| records.get(selected)));
        }
        let title = chosen.first().map_or("", |(_, title)| title);
        Targets::records(kind, chosen.iter().map(|(key, _)| (*key).into()).collect(), title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_single_rows_ranges_and_all_with_exceptions() {
        let keys = [10, 11, 12, 13, 14];
        let mut marks = Marks::default();
        let shown =
            |marks: &Marks<i32>| keys.into_iter().filter(|key| marks.contains(*key)).collect::<Vec<_>>();
        marks.toggle(11);
        assert!(marks.mark_range(&keys, 13));
        assert_eq!((shown(&marks), marks.count(5)), (vec![11, 12, 13], 3));
        marks.toggle(12);
        assert_eq!(shown(&marks), [11, 13]);
        marks.toggle_all();
        marks.toggle(10);
        assert_eq!((shown(&marks), marks.count(100)), (vec![11, 12, 13, 14], 99));
        assert!(marks.all_but().is_some() && marks.named().next().is_none());
        marks.toggle_all();
        assert_eq!(marks.count(100), 100, "one was not meant: now all are");
        marks.toggle_all();
        assert_eq!(marks.count(100), 0);
        assert!(!marks.mark_range(&keys, 14), "nothing was marked before");
        assert_eq!(shown(&marks), [14]);
    }
}
