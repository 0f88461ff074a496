//! A long piece of work that another thread watches and can stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A long piece of work. Clones share its state: one thread does the work, others watch it and stop it.
#[derive(Debug, Clone, Default)]
pub struct Task(Arc<State>);

#[derive(Debug, Default)]
struct State {
    stopped: AtomicBool,
    committed: AtomicBool,
    done: AtomicUsize,
    of: AtomicUsize,
}

impl Task {
    /// Asks the work to stop. It stops before a change is written to disk; once one is, it goes on to its end.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::SeqCst);
    }

    /// Returns true where the work was asked to stop and has written nothing yet.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.stopped.load(Ordering::SeqCst) && !self.is_committed()
    }

    /// Notes that a change is on disk: nothing stops the work any more.
    pub fn commit(&self) {
        self.0.committed.store(true, Ordering::SeqCst);
    }

    /// Returns true where a change is on disk.
    #[must_use]
    pub fn is_committed(&self) -> bool {
        self.0.committed.load(Ordering::SeqCst)
    }

    /// Sets the number of steps of the work, none of which is done yet.
    pub fn begin(&self, steps: usize) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.of.store(steps, Ordering::Relaxed);
    }

    /// Counts one more step as done.
    pub fn advance(&self) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Returns the number of steps that are done, and of all; 0 where their number is not known.
    #[must_use]
    pub fn steps(&self) -> (usize, usize) {
        (self.0.done.load(Ordering::Relaxed), self.0.of.load(Ordering::Relaxed))
    }
}
