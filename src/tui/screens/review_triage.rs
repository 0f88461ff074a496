//! The triage of a document: its wins one after another, to include, omit, star, edit or answer.

/// A triage in progress: the wins to visit, and the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The IDs of the wins, in the order of the document.
    keys: Vec<String>,
    /// The index of the current win.
    at: usize,
    /// `true` if only wins with findings of the linter are visited.
    pub weak: bool,
    /// The scroll position of the win, in lines.
    pub scroll: usize,
}

impl Walk {
    /// Creates a triage that begins at the win with index `at`; `weak` is `true` if only wins with findings
    /// are visited. Returns `None` if `keys` is empty.
    pub fn new(keys: Vec<String>, at: usize, weak: bool) -> Option<Self> {
        (!keys.is_empty()).then_some(Self { keys, at, weak, scroll: 0 })
    }

    /// Returns the index of the current win, from 0.
    pub fn index(&self) -> usize {
        self.at
    }

    /// Returns the ID of the current win.
    pub fn key(&self) -> &str {
        self.keys.get(self.at).map_or("", String::as_str)
    }

    /// Moves to the next (`forward`) or previous win; returns `false` at either end.
    pub fn step(&mut self, forward: bool) -> bool {
        let to = if forward {
            Some(self.at + 1).filter(|at| *at < self.keys.len())
        } else {
            self.at.checked_sub(1)
        };
        (self.at, self.scroll) = (to.unwrap_or(self.at), 0);
        to.is_some()
    }

    /// Moves to the last win if `last` is `true`, else to the first.
    pub fn jump(&mut self, last: bool) {
        (self.at, self.scroll) = (if last { self.keys.len() - 1 } else { 0 }, 0);
    }

    /// Removes the wins that no longer exist; returns `false` if no win is left.
    pub fn keep(&mut self, is_there: impl Fn(&str) -> bool) -> bool {
        let before = self.keys.iter().take(self.at).filter(|key| is_there(key)).count();
        self.keys.retain(|key| is_there(key));
        self.at = before.min(self.keys.len().saturating_sub(1));
        !self.keys.is_empty()
    }

    /// Returns the number of wins, and the number of wins for which `is_out` returns `true`.
    pub fn counts(&self, is_out: impl Fn(&str) -> bool) -> (usize, usize) {
        (self.keys.len(), self.keys.iter().filter(|key| is_out(key)).count())
    }
}
