//! Changes a plan before it is imported: the kind, the date, the project and the position of its records.

use super::plan::{Fate, Match, Plan};
use crate::domain::{DateRange, Kind, NamedRef, PositionId, ProjectId};

/// The project or the position that the user chose for a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanOwner<I> {
    /// None.
    None,
    /// Another record of the plan, by its index.
    Planned(usize),
    /// A record of the journal; a project without an id is created.
    Journal(NamedRef<I>),
}

/// The kinds that a record of a plan can be changed to.
pub const KINDS: [Kind; 7] =
    [Kind::Win, Kind::Project, Kind::Goal, Kind::Reading, Kind::Story, Kind::Praise, Kind::Position];

impl Plan {
    /// Returns `true` for a record that the user may change: one that is not in the journal.
    pub fn is_editable(&self, at: usize) -> bool {
        self.records.get(at).is_some_and(|planned| planned.found == Match::New)
    }

    /// Leaves a record out, or imports it after all. A merged record is imported on its own again, and its text stays in
    /// the other record.
    pub fn toggle(&mut self, at: usize) {
        if let Some(planned) = self.records.get_mut(at) {
            planned.fate = if planned.fate == Fate::Imported { Fate::LeftOut } else { Fate::Imported };
        }
    }

    /// Changes the kind. What the new kind has no field for goes to the notes; records below it lose it as their owner.
    pub fn set_kind(&mut self, at: usize, kind: Kind) {
        if !self.is_editable(at) || self.records[at].draft.kind == kind {
            return;
        }
        let draft = &mut self.records[at].draft;
        // A story has no date.
        if let Some(when) = draft.when.filter(|_| kind == Kind::Story) {
            draft.append("notes", &when.to_string(), false);
        }
        if let Kind::Goal | Kind::Position = kind {
            draft.set_project(None);
        }
        draft.kind = kind;
        draft.is_unsure = false;
    }

    /// Changes the date; `None` for a record without one.
    pub fn set_date(&mut self, at: usize, when: Option<DateRange>) {
        if self.is_editable(at) {
            let draft = &mut self.records[at].draft;
            (draft.when, draft.is_open) = (when, false);
        }
    }

    /// Changes the project; of a project, the parent. A record never belongs to itself or to a record below it.
    pub fn set_project(&mut self, at: usize, owner: PlanOwner<ProjectId>) {
        if !self.is_editable(at) {
            return;
        }
        let (planned, chosen) = match owner {
            PlanOwner::None => (None, None),
            PlanOwner::Planned(of) if self.leads_to(of, at) => return,
            PlanOwner::Planned(of) => (Some(of), None),
            PlanOwner::Journal(named) => (None, Some(named)),
        };
        self.records[at].draft.set_project(planned);
        self.records[at].project = chosen;
    }

    /// Changes the position.
    pub fn set_position(&mut self, at: usize, owner: PlanOwner<PositionId>) {
        if !self.is_editable(at) {
            return;
        }
        let (planned, chosen) = match owner {
            PlanOwner::None => (None, None),
            PlanOwner::Planned(of) if self.leads_to(of, at) => return,
            PlanOwner::Planned(of) => (Some(of), None),
            PlanOwner::Journal(named) => (None, Some(named)),
        };
        self.records[at].draft.set_position(planned);
        self.records[at].position = chosen;
    }

    /// Returns `true` if the owners of a record, or the record itself, are the record `wanted`.
    fn leads_to(&self, from: usize, wanted: usize) -> bool {
        let mut next = Some(from);
        let mut steps = 0;
        while let Some(at) = next {
            if at == wanted || steps > self.records.len() {
                return true;
            }
            steps += 1;
            let draft = &self.records[at].draft;
            next = draft.project().or(draft.position());
        }
        false
    }

    /// Returns the nearest record above that the text of a record can be added to.
    pub fn above(&self, at: usize) -> Option<usize> {
        let is_target = |at: &usize| self.records[*at].fate == Fate::Imported && self.is_editable(*at);
        (0..at.min(self.records.len())).rev().find(is_target)
    }

    /// Adds the text of a record to the notes of the nearest one above; the records below it belong to that one then.
    /// Returns the index of the other record; `None` if there is none.
    pub fn merge_up(&mut self, at: usize) -> Option<usize> {
        let into = self.above(at).filter(|_| self.is_editable(at))?;
        let source = self.records[at].draft.clone();
        let target = &mut self.records[into].draft;
        target.append("notes", &source.title, false);
        if let Some(when) = source.when.filter(|when| target.when != Some(*when)) {
            target.append("notes", &when.to_string(), true);
        }
        for (name, text) in &source.fields {
            let is_text = matches!(*name, "notes" | "summary" | "challenge" | "solution" | "impact");
            let text = if is_text { text.clone() } else { format!("{name}: {text}") };
            target.append("notes", &text, true);
        }
        target.add_figures(source.figures().to_vec());
        let kind = target.kind;
        for below in &mut self.records {
            if below.draft.project() == Some(at) {
                below.draft.set_project((kind == Kind::Project).then_some(into));
            }
            if below.draft.position() == Some(at) {
                below.draft.set_position((kind == Kind::Position).then_some(into));
            }
        }
        self.records[at].fate = Fate::Merged;
        Some(into)
    }
}
