//! The wins of a document, one after another: in or out, starred, edited, answered.

/// A walk through wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The wins by their identity, in the order of the document.
    keys: Vec<String>,
    /// At which one it is.
    at: usize,
    /// Whether it is through those that could be stronger.
    pub weak: bool,
    /// How far the win is scrolled.
    pub scroll: usize,
}

impl Walk {
    /// Returns a walk through wins, which begins at one of them; `None` where there are none.
    #[must_use]
    pub fn new(keys: Vec<String>, at: usize, weak: bool) -> Option<Self> {
        (!keys.is_empty()).then_some(Self { keys, at, weak, scroll: 0 })
    }

    /// Returns the place of the win that it is at, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.at
    }

    /// The identity of the win that it is at.
    #[must_use]
    pub fn key(&self) -> &str {
        self.keys.get(self.at).map_or("", String::as_str)
    }

    /// Goes to the next win, or to the one before; whether there is one.
    pub fn step(&mut self, forward: bool) -> bool {
        let to = if forward {
            Some(self.at + 1).filter(|at| *at < self.keys.len())
        } else {
            self.at.checked_sub(1)
        };
        (self.at, self.scroll) = (to.unwrap_or(self.at), 0);
        to.is_some()
    }

    /// Goes to the first or to the last.
    pub fn jump(&mut self, last: bool) {
        (self.at, self.scroll) = (if last { self.keys.len() - 1 } else { 0 }, 0);
    }

    /// Forgets the wins that are not there any more; whether one is left.
    pub fn keep(&mut self, is_there: impl Fn(&str) -> bool) -> bool {
        let before = self.keys.iter().take(self.at).filter(|key| is_there(key)).count();
        self.keys.retain(|key| is_there(key));
        self.at = before.min(self.keys.len().saturating_sub(1));
        !self.keys.is_empty()
    }

    /// Returns the number of wins that it goes through, and of those for which `is_out` is true.
    #[must_use]
    pub fn counts(&self, is_out: impl Fn(&str) -> bool) -> (usize, usize) {
        (self.keys.len(), self.keys.iter().filter(|key| is_out(key)).count())
    }
}
