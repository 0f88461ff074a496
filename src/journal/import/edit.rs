//! Changes a plan before it is imported: the title, the kind, the date, the project and the position of its records.

use std::collections::HashSet;

use super::plan::{Fate, Match, Plan};
use super::records::title_field;
use crate::domain::{DateRange, Figure, Kind, NamedRef, PositionId, ProjectId};
use crate::import::ImportDraft;

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

    /// Changes the kind. A text that the new kind has no field for goes to the notes; records below a project or a
    /// position that becomes another kind belong to none then.
    pub fn set_kind(&mut self, at: usize, kind: Kind) {
        if !self.is_editable(at) || self.records[at].draft.kind == kind {
            return;
        }
        let draft = &mut self.records[at].draft;
        // A story has no date, and only wins and projects have figures.
        if let Some(when) = draft.when.filter(|_| kind == Kind::Story) {
            draft.append("notes", &when.to_string(), false);
        }
        if !matches!(kind, Kind::Win | Kind::Project) {
            let figures = draft.figures().to_vec();
            append_figures(draft, &figures);
        }
        if let Kind::Goal | Kind::Position = kind {
            draft.set_project(None);
        }
        if kind == Kind::Position {
            draft.set_position(None);
        }
        draft.kind = kind;
        draft.is_unsure = false;
        for below in &mut self.records {
            if kind != Kind::Project && below.draft.project() == Some(at) {
                below.draft.set_project(None);
            }
            if kind != Kind::Position && below.draft.position() == Some(at) {
                below.draft.set_position(None);
            }
        }
    }

    /// Changes the title; for praise, the text. An empty one is ignored.
    pub fn set_title(&mut self, at: usize, title: &str) {
        let title = title.trim();
        if self.is_editable(at) && !title.is_empty() {
            let planned = &mut self.records[at];
            title.clone_into(&mut planned.draft.title);
            let field = title_field(planned.draft.kind);
            planned.edits_mut().fixed.push(field);
        }
    }

    /// Changes the date; `None` for a record without one.
    pub fn set_date(&mut self, at: usize, when: Option<DateRange>) {
        if self.is_editable(at) {
            let planned = &mut self.records[at];
            (planned.draft.when, planned.draft.is_open) = (when, false);
            planned.edits_mut().fixed.extend(["date", "start", "end", "finished"]);
        }
    }

    /// Changes the project of a win, a story or praise; of a project, the parent. A record never belongs to itself or to a
    /// record below it.
    pub fn set_project(&mut self, at: usize, owner: PlanOwner<ProjectId>) {
        let kinds = [Kind::Win, Kind::Project, Kind::Story, Kind::Praise];
        if !self.is_editable(at) || !kinds.contains(&self.records[at].draft.kind) {
            return;
        }
        let Some((planned, chosen)) = self.owner(at, owner) else { return };
        let record = &mut self.records[at];
        record.draft.set_project(planned);
        let edits = record.edits_mut();
        (edits.project, edits.is_moved) = (chosen, planned.is_some());
    }

    /// Changes the position of a win or a project.
    pub fn set_position(&mut self, at: usize, owner: PlanOwner<PositionId>) {
        let kinds = [Kind::Win, Kind::Project];
        if !self.is_editable(at) || !kinds.contains(&self.records[at].draft.kind) {
            return;
        }
        let Some((planned, chosen)) = self.owner(at, owner) else { return };
        self.records[at].draft.set_position(planned);
        self.records[at].edits_mut().position = chosen;
    }

    /// Returns the record of the plan and that of the journal which an owner is; `None` if the owner belongs to the record.
    fn owner<I>(&self, at: usize, owner: PlanOwner<I>) -> Option<(Option<usize>, Option<NamedRef<I>>)> {
        Some(match owner {
            PlanOwner::None => (None, None),
            PlanOwner::Planned(of) if self.leads_to(of, at) => return None,
            PlanOwner::Planned(of) => (Some(of), None),
            PlanOwner::Journal(named) => (None, Some(named)),
        })
    }

    /// Returns `true` if a record is `wanted`, or belongs to it through projects and positions.
    fn leads_to(&self, from: usize, wanted: usize) -> bool {
        let (mut open, mut seen) = (vec![from], HashSet::new());
        while let Some(at) = open.pop() {
            if at == wanted {
                return true;
            }
            if seen.insert(at) {
                let draft = &self.records[at].draft;
                open.extend(draft.project().into_iter().chain(draft.position()));
            }
        }
        false
    }

    /// Returns the nearest record above that the text of a record can be added to.
    pub fn above(&self, at: usize) -> Option<usize> {
        let is_target = |at: &usize| self.records[*at].fate == Fate::Imported && self.is_editable(*at);
        (0..at.min(self.records.len())).rev().find(is_target)
    }

    /// Adds the text of a record to the notes of the nearest one above; the records below it belong to that one then.
    /// Returns the index of the other record; `None` if there is none, or if the record is left out or merged.
    pub fn merge_up(&mut self, at: usize) -> Option<usize> {
        let is_imported = self.records.get(at).is_some_and(|planned| planned.fate == Fate::Imported);
        let into = self.above(at).filter(|_| is_imported && self.is_editable(at))?;
        let source = self.records[at].draft.clone();
        let merged = self.records[at].edits().merged.clone();
        let planned = &mut self.records[into];
        let target = &mut planned.draft;
        target.append("notes", &source.title, false);
        if let Some(when) = source.when.filter(|when| target.when != Some(*when)) {
            target.append("notes", &when.to_string(), true);
        }
        for (name, text) in &source.fields {
            let is_text = matches!(*name, "notes" | "summary" | "challenge" | "solution" | "impact");
            let text = if is_text { text.clone() } else { format!("{name}: {text}") };
            target.append("notes", &text, true);
        }
        if let Kind::Win | Kind::Project = target.kind {
            target.add_figures(source.figures().to_vec());
        } else {
            append_figures(target, source.figures());
        }
        for (skill, group) in source.groups() {
            target.append("notes", &format!("{group}: {skill}"), true);
        }
        let kind = target.kind;
        let edits = planned.edits_mut();
        edits.fixed.push("notes");
        edits.merged.push(source.fingerprint);
        edits.merged.extend(merged);
        for (below, one) in self.records.iter_mut().enumerate() {
            // The record above never belongs to itself.
            let is_other = below != into;
            if one.draft.project() == Some(at) {
                one.draft.set_project((kind == Kind::Project && is_other).then_some(into));
            }
            if one.draft.position() == Some(at) {
                one.draft.set_position((kind == Kind::Position && is_other).then_some(into));
            }
        }
        self.break_cycle(into);
        self.records[at].fate = Fate::Merged;
        Some(into)
    }

    /// Takes a record out of its project and its position if it would belong to itself through them.
    fn break_cycle(&mut self, at: usize) {
        let draft = &self.records[at].draft;
        let owners: Vec<usize> = draft.project().into_iter().chain(draft.position()).collect();
        if owners.into_iter().any(|owner| self.leads_to(owner, at)) {
            self.records[at].draft.set_project(None);
            self.records[at].draft.set_position(None);
        }
    }
}

/// Adds figures to the notes, for a kind without figures.
fn append_figures(draft: &mut ImportDraft, figures: &[Figure]) {
    for figure in figures {
        draft.append("notes", &figure.in_sentence(), true);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::journal::import::plan::Planned;

    fn plan() -> Plan {
        let kinds = [Kind::Position, Kind::Project, Kind::Project, Kind::Win, Kind::Win, Kind::Goal];
        let planned = |(at, kind): (usize, &Kind)| {
            let draft = ImportDraft::new(*kind, format!("Record {at}"), (at, at));
            Planned::new(draft, Match::New)
        };
        Plan::of(kinds.iter().enumerate().map(planned).collect())
    }

    proptest! {
        /// Any edits leave a plan in which no record belongs to itself, and lose no title.
        #[test]
        fn no_edits_make_a_record_its_own_owner(
            edits in proptest::collection::vec((0..5_u8, 0..6_usize, 0..6_usize), 0..40),
        ) {
            let mut plan = plan();
            for (what, at, other) in edits {
                match what {
                    0 => plan.set_project(at, PlanOwner::Planned(other)),
                    1 => plan.set_position(at, PlanOwner::Planned(other)),
                    2 => plan.set_kind(at, KINDS[other % KINDS.len()]),
                    3 => drop(plan.merge_up(at)),
                    _ => plan.toggle(at),
                }
                for at in 0..plan.records.len() {
                    prop_assert!(plan.depth(at) <= plan.records.len());
                }
            }
            let all: Vec<String> = plan
                .records
                .iter()
                .map(|one| format!("{} {}", one.draft.title, one.draft.get("notes")))
                .collect();
            for at in 0..plan.records.len() {
                let title = format!("Record {at}");
                prop_assert!(all.concat().contains(&title));
            }
        }
    }

    #[test]
    fn a_merged_record_is_not_merged_again() {
        let mut plan = plan();
        assert_eq!(plan.merge_up(4), Some(3));
        assert_eq!(plan.merge_up(4), None);
        assert_eq!(plan.records[3].draft.get("notes"), "Record 4");
    }
}
