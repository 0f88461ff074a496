//! Writes the records of a plan.

use super::records::{self, typed};
use super::{Fate, Imported, Match, Plan, Planned};
use crate::domain::{
    Confidence, Goal, GoalStatus, Kind, Measure, Metric, MetricValue, NamedRef, PartialDate, Position,
    PositionId, Praise, Profile, Project, ProjectId, ProjectStatus, Reading, Record, RecordId, Story, Win,
};
use crate::error::{Error, Result};
use crate::import::ImportDraft;
use crate::journal::rules::Rules;
use crate::journal::schedule::{ask_about_shipped, schedule};
use crate::journal::wins::{insert_win, project_id};
use crate::journal::{Context, Transaction};
use crate::store::Batch;
use crate::text::counted;

/// Adds and updates the records of a plan in one batch. With `ask`, wins and shipped projects get the same follow-ups
/// as if they were added by hand. Stops between two records if the user stops the task.
pub fn apply(tx: &mut Transaction<'_>, plan: &Plan, ask: bool) -> Result<Imported> {
    let expected = plan.written();
    if expected == 0 {
        return Ok(Imported::default());
    }
    tx.set_label(format!("import {}: {}", plan.name, counted(expected, "record", "records")));
    let task = tx.task.clone();
    task.begin(plan.records.len());
    let (rules, count) = (Rules::of(tx.context), plan.records.len());
    let mut writer = Writer {
        plan,
        rules,
        ask,
        ids: vec![None; count],
        is_written: vec![false; count],
        done: Imported::default(),
    };
    for at in 0..count {
        if task.is_stopped() {
            return Err(Error::stopped());
        }
        writer.write_with_owners(tx, at)?;
        task.advance();
    }
    if let Some(note) = &plan.note {
        writer.write(tx, note)?;
    }
    Ok(Imported { batch: tx.batch.short_id()?, ..writer.done })
}

/// Writes the records of a plan.
struct Writer<'a> {
    plan: &'a Plan,
    rules: Rules,
    ask: bool,
    /// The ids of the records that were written before, by the index of their draft.
    ids: Vec<Option<RecordId>>,
    /// `true` for the records that were written or left out.
    is_written: Vec<bool>,
    done: Imported,
}

impl Writer<'_> {
    /// Writes a record after the project and the position that it belongs to, unless it is written already.
    fn write_with_owners(&mut self, tx: &mut Transaction<'_>, at: usize) -> Result<()> {
        let mut chain = vec![at];
        while let Some(at) = chain.pop() {
            if self.is_written[at] {
                continue;
            }
            let draft = &self.plan.records[at].draft;
            // The user may have put a record into a project that comes later. A record that leads to itself is
            // written at its first turn.
            let owners = [draft.project(), draft.position()].into_iter().flatten();
            let open: Vec<usize> =
                owners.filter(|owner| !self.is_written[*owner] && !chain.contains(owner)).collect();
            if !open.is_empty() && !open.contains(&at) {
                chain.push(at);
                chain.extend(open);
                continue;
            }
            self.is_written[at] = true;
            self.ids[at] = self.write(tx, &self.plan.records[at])?;
        }
        Ok(())
    }

    /// Writes a record; returns its id, `None` if it is left out or could not be added.
    fn write(&mut self, tx: &mut Transaction<'_>, planned: &Planned) -> Result<Option<RecordId>> {
        let draft = &planned.draft;
        if planned.fate != Fate::Imported {
            return Ok(None);
        }
        match &planned.found {
            Match::Same(id) | Match::Edited(id) => Ok(Some(*id)),
            Match::Changed(id, fields) => {
                records::update(tx, *id, draft, fields)?;
                self.done.updated += 1;
                Ok(Some(*id))
            }
            Match::New => {
                // Another import may have added the record since the plan was made.
                if let Some(id) = tx.batch.find_source(draft.kind, &draft.fingerprint.to_string())? {
                    return Ok(Some(id));
                }
                let id = self.insert(tx, planned, planned.source())?;
                self.done.added += usize::from(id.is_some());
                Ok(id)
            }
        }
    }

    /// Returns the id of a record of this kind in the plan, if it was written.
    fn id(&self, index: Option<usize>, kind: Kind) -> Option<RecordId> {
        let index = index.filter(|at| self.plan.records[*at].draft.kind == kind)?;
        self.ids[index]
    }

    /// Returns `true` for the note of the unplaced lines, which belongs to no project and to no position.
    fn is_note(&self, planned: &Planned) -> bool {
        self.plan.note.as_ref().is_some_and(|note| std::ptr::eq(note, planned))
    }

    /// Returns the project of a record; one that the user named and that does not exist is added.
    fn project(&self, tx: &mut Transaction<'_>, planned: &Planned) -> Result<Option<NamedRef<ProjectId>>> {
        let named = |id| NamedRef { id, name: String::new() };
        Ok(match &planned.edits().project {
            Some(chosen) if chosen.is_resolved() => Some(chosen.clone()),
            Some(chosen) => Some(named(project_id(&mut tx.batch, &chosen.name)?.0)),
            None => self.id(planned.draft.project(), Kind::Project).map(|id| named(ProjectId(id.0))),
        })
    }

    fn position(&self, planned: &Planned) -> Option<NamedRef<PositionId>> {
        let own = self.id(planned.draft.position(), Kind::Position);
        let own = own.map(|id| NamedRef { id: PositionId(id.0), name: String::new() });
        let has_project = planned.draft.project().is_some() || planned.edits().project.is_some();
        let chosen = || self.plan.position.clone().filter(|_| !has_project && !self.is_note(planned));
        planned.edits().position.clone().or(own).or_else(chosen)
    }

    /// Returns the win of a draft with its project and its position.
    fn win(&self, tx: &mut Transaction<'_>, planned: &Planned, source: Option<String>) -> Result<Win> {
        let has_position = planned.draft.position().is_some() || planned.edits().position.is_some();
        let chosen = || self.plan.project.clone().filter(|_| !has_position && !self.is_note(planned));
        let project = self.project(tx, planned)?.or_else(chosen);
        let position = self.position(planned).filter(|_| project.is_none() || has_position);
        Ok(Win { project, position, source, ..win(tx.context, &planned.draft) })
    }

    fn insert(
        &mut self,
        tx: &mut Transaction<'_>,
        planned: &Planned,
        source: String,
    ) -> Result<Option<RecordId>> {
        let draft = &planned.draft;
        let today = self.rules.today;
        let source = Some(source);
        Ok(match draft.kind {
            Kind::Win => {
                let win = self.win(tx, planned, source)?;
                Some(self.insert_win(tx, win)?)
            }
            Kind::Project => {
                let project = Project {
                    source,
                    parent: self.project(tx, planned)?,
                    position: self.position(planned),
                    ..typed(draft, today)
                };
                Some(self.insert_project(tx, draft, &project)?)
            }
            Kind::Goal => {
                let goal = Goal { source, ..goal(draft, &self.rules) };
                insert_goal(&mut tx.batch, &goal, draft)?
            }
            Kind::Reading => {
                Some(tx.batch.insert_reading(&Reading { source, ..typed(draft, today) })?.into())
            }
            Kind::Position => Some(
                tx.batch
                    .insert_position(&normal(Position { source, ..typed(draft, today) }, tx.context))?
                    .into(),
            ),
            Kind::Story => {
                let projects = self.project(tx, planned)?.into_iter().collect();
                Some(tx.batch.insert(&Story { projects, source, ..typed(draft, today) })?.into())
            }
            Kind::Praise => {
                let praise = Praise { project: self.project(tx, planned)?, source, ..typed(draft, today) };
                Some(tx.batch.insert(&praise)?.into())
            }
            Kind::Profile => {
                Some(tx.batch.insert_profile(&normal(typed::<Profile>(draft, today), tx.context))?.into())
            }
            _ => None,
        })
    }

    fn insert_win(&mut self, tx: &mut Transaction<'_>, win: Win) -> Result<RecordId> {
        let (id, _, win, _) = insert_win(&mut tx.batch, win, &self.rules)?;
        if self.ask && win.when.is_some() {
            let day = schedule(&mut tx.batch, id, &win, &self.rules, &mut Vec::new())?;
            self.done.asked += usize::from(day.is_some());
        }
        Ok(id.into())
    }

    /// Adds a project with its skill groups and its figures, which become metrics.
    fn insert_project(
        &mut self,
        tx: &mut Transaction<'_>,
        draft: &ImportDraft,
        project: &Project,
    ) -> Result<RecordId> {
        // Another program may have added a project of this name since the plan was made.
        if let Some(id) = tx.batch.find_named(Kind::Project, &project.name)? {
            return Ok(id);
        }
        let id = tx.batch.insert_project(project)?;
        for (skill, group) in draft.groups() {
            tx.batch.group_skill(skill, group)?;
        }
        let date = project.end.or(project.start).unwrap_or(PartialDate::Year(self.rules.year));
        for figure in draft.figures() {
            let metric = tx.batch.insert(&Metric::new(&figure.name, Some((Kind::Project, id.into())), ""))?;
            let values = figure.from.iter().chain([&figure.to]);
            for amount in values {
                let value = MetricValue {
                    confidence: Some(Confidence::AsWritten),
                    ..MetricValue::new(date, amount.clone())
                };
                tx.batch.insert_value(metric, &value)?;
            }
        }
        if let Some(end) = project.end.filter(|_| self.ask && project.status == ProjectStatus::Shipped) {
            let day = ask_about_shipped(&mut tx.batch, id, &project.name, end.last_day(), &self.rules)?;
            self.done.asked += usize::from(day.is_some());
        }
        Ok(id.into())
    }
}

/// Returns the win of a draft; a category that the journal does not have stays in the notes.
fn win(context: &Context, draft: &ImportDraft) -> Win {
    let mut win: Win = typed(draft, context.today());
    win.figures = draft.figures().to_vec();
    if let Some(typed) = win.category.take() {
        if let Some(category) = context.config.categories.find(&typed) {
            win.category = Some(category.key.clone());
        } else {
            let notes = format!("{}\nCategory: {typed}", win.notes);
            notes.trim().clone_into(&mut win.notes);
        }
    }
    win
}

fn goal(draft: &ImportDraft, rules: &Rules) -> Goal {
    use chrono::Datelike as _;
    let year = draft.when.map_or(rules.year, |when| when.last_day().year());
    let goal: Goal = typed(draft, rules.today);
    Goal { year, begun: Some(rules.today), measure: Measure::guess(&draft.title), ..goal }
}

/// Adds a goal to its year; `None` if the year has a goal of this title already.
fn insert_goal(batch: &mut Batch<'_>, goal: &Goal, draft: &ImportDraft) -> Result<Option<RecordId>> {
    if let Some(id) = batch.find_twin(goal, None)? {
        return Ok(Some(id));
    }
    let id = batch.insert_goal(goal)?;
    if draft.get("status") == "done" {
        let on = PartialDate::from_iso(draft.get("ended_on")).unwrap_or(PartialDate::Year(goal.year));
        batch.end_goal(id, GoalStatus::Done, Some(on), "")?;
    }
    Ok(Some(id.into()))
}

/// Returns a record with the fields that follow from others.
fn normal<T: Record>(mut record: T, context: &Context) -> T {
    record.normalise(None, context.today());
    record
}
