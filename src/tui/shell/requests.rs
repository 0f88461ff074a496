//! Tracks the requests that have no answer yet.

use std::mem::{Discriminant, discriminant};

use super::DialogId;
use crate::tui::effect::{Effect, Performer, Request, RequestId};

/// The progress of a request, as a number of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    /// The number of completed steps.
    pub done: usize,
    /// The number of all steps; 0 if unknown.
    pub of: usize,
}

/// The state of a request without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// A new request. It is not announced, because most answers come within a few milliseconds.
    Soon,
    /// A request that takes longer.
    Running(Steps),
    /// A request that waits for another program's lock.
    Locked,
    /// A request that was asked to stop.
    Stopping,
}

/// A request without an answer.
#[derive(Debug)]
pub struct Pending {
    /// The ID of the request.
    pub id: RequestId,
    /// The dialog that made the request.
    pub owner: Option<DialogId>,
    /// The state.
    pub progress: Progress,
    /// The progress text, such as `saving`; empty for a request that is never announced.
    pub doing: &'static str,
    /// `true` if the request writes to the journal or a file.
    pub writes: bool,
    kind: Discriminant<Effect>,
}

/// The requests without an answer, in order.
#[derive(Debug, Default)]
pub struct Requests {
    last: u64,
    pending: Vec<Pending>,
}

impl Requests {
    /// Creates a request; also returns the earlier requests of its kind that must be cancelled.
    pub fn make(&mut self, effect: Effect, owner: Option<DialogId>) -> (Request, Vec<RequestId>) {
        self.last += 1;
        let id = RequestId::new(self.last);
        let kind = discriminant(&effect);
        let mut dropped = Vec::new();
        if effect.replaces_earlier() {
            self.pending.retain(|each| {
                let stays = each.kind != kind || each.owner != owner;
                // Requests of the loop are answered at once.
                if !stays && effect.performer() == Performer::Worker {
                    dropped.push(each.id);
                }
                stays
            });
        }
        if effect.has_answer() {
            let (doing, writes) = (effect.doing(), effect.writes());
            self.pending.push(Pending { id, owner, progress: Progress::Soon, doing, writes, kind });
        }
        (Request { id, effect }, dropped)
    }

    /// Removes and returns an answered request; `None` if it was dropped before.
    pub fn take(&mut self, id: RequestId) -> Option<Pending> {
        let at = self.pending.iter().position(|each| each.id == id)?;
        Some(self.pending.remove(at))
    }

    /// Returns a request without an answer.
    pub fn get_mut(&mut self, id: RequestId) -> Option<&mut Pending> {
        self.pending.iter_mut().find(|each| each.id == id)
    }

    /// Returns the announced requests, in order.
    pub fn announced(&self) -> impl DoubleEndedIterator<Item = &Pending> {
        self.pending.iter().filter(|each| each.progress != Progress::Soon && !each.doing.is_empty())
    }

    /// Returns the IDs of the requests without an answer.
    pub fn ids(&self) -> Vec<RequestId> {
        self.pending.iter().map(|each| each.id).collect()
    }

    /// Returns the number of changes that are not written yet.
    pub fn writes(&self) -> usize {
        self.pending.iter().filter(|each| each.writes).count()
    }

    /// Returns the IDs of the requests that are not announced yet.
    pub fn soon(&self) -> Vec<RequestId> {
        self.pending.iter().filter(|each| each.progress == Progress::Soon).map(|each| each.id).collect()
    }
}
