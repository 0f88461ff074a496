//! The requests that were made and not answered yet.

use std::mem::{Discriminant, discriminant};

use super::DialogId;
use crate::tui::effect::{Effect, Performer, Request, RequestId};

/// A number of steps that are done, out of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    /// The number of steps that are done.
    pub done: usize,
    /// The number of all steps; 0 where it is not known.
    pub of: usize,
}

/// The state of a request that has no answer yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It was made just now: an answer within a few milliseconds is not announced.
    Soon,
    /// It takes longer.
    Running(Steps),
    /// It waits until another program has written to the journal.
    Locked,
    /// It was asked to stop.
    Stopping,
}

/// A request that has no answer yet.
#[derive(Debug)]
pub struct Pending {
    /// The identity.
    pub id: RequestId,
    /// The dialog that asked.
    pub owner: Option<DialogId>,
    /// The state.
    pub progress: Progress,
    /// The words for what is being done; empty for what is not announced.
    pub doing: &'static str,
    /// True where the journal is written to.
    pub writes: bool,
    kind: Discriminant<Effect>,
}

/// The requests that have no answer yet, in their order.
#[derive(Debug, Default)]
pub struct Requests {
    last: u64,
    pending: Vec<Pending>,
}

impl Requests {
    /// Makes a request. Requests of the same kind whose answers nobody waits for any more are dropped, and returned.
    pub fn make(&mut self, effect: Effect, owner: Option<DialogId>) -> (Request, Vec<RequestId>) {
        self.last += 1;
        let id = RequestId::new(self.last);
        let kind = discriminant(&effect);
        let mut dropped = Vec::new();
        if effect.replaces_earlier() {
            self.pending.retain(|each| {
                let stays = each.kind != kind || each.owner != owner;
                // What the loop performs is answered at once.
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

    /// Takes a request out, because its answer is there; `None` for a late answer to a request that was dropped.
    pub fn take(&mut self, id: RequestId) -> Option<Pending> {
        let at = self.pending.iter().position(|each| each.id == id)?;
        Some(self.pending.remove(at))
    }

    /// Returns a request that has no answer yet.
    pub fn get_mut(&mut self, id: RequestId) -> Option<&mut Pending> {
        self.pending.iter_mut().find(|each| each.id == id)
    }

    /// Returns the requests that are announced, in their order.
    pub fn announced(&self) -> impl DoubleEndedIterator<Item = &Pending> {
        self.pending.iter().filter(|each| each.progress != Progress::Soon && !each.doing.is_empty())
    }

    /// Returns the requests that have no answer yet.
    #[must_use]
    pub fn ids(&self) -> Vec<RequestId> {
        self.pending.iter().map(|each| each.id).collect()
    }

    /// Returns the number of changes that are not written yet.
    #[must_use]
    pub fn writes(&self) -> usize {
        self.pending.iter().filter(|each| each.writes).count()
    }

    /// Returns the requests that are to be announced: they have no answer yet.
    #[must_use]
    pub fn soon(&self) -> Vec<RequestId> {
        self.pending.iter().filter(|each| each.progress == Progress::Soon).map(|each| each.id).collect()
    }
}
