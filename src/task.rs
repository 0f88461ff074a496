//! A long operation that another thread can observe and stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A long operation. Clones share its state: one thread performs it, others observe and stop it.
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
    /// Requests a stop, which has no effect once a change is on disk.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::SeqCst);
    }

    /// Returns `true` if a stop was requested and no change is on disk.
    pub fn is_stopped(&self) -> bool {
        self.0.stopped.load(Ordering::SeqCst) && !self.is_committed()
    }

    /// Records that a change is on disk, after which the operation cannot be stopped.
    pub fn commit(&self) {
        self.0.committed.store(true, Ordering::SeqCst);
    }

    /// Returns `true` if a change is on disk.
    pub fn is_committed(&self) -> bool {
        self.0.committed.load(Ordering::SeqCst)
    }

    /// Sets the number of steps, and the number of completed steps to 0.
    pub fn begin(&self, steps: usize) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.of.store(steps, Ordering::Relaxed);
    }

    /// Increments the number of completed steps.
    pub fn advance(&self) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Returns the number of completed steps and the total number, which is 0 if it is not known.
    pub fn steps(&self) -> (usize, usize) {
        (self.0.done.load(Ordering::Relaxed), self.0.of.load(Ordering::Relaxed))
    }
}
