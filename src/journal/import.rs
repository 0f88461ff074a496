//! Import: planning and adding the records of a document.

mod matching;
mod records;

use super::rules::Rules;
use super::schedule::{ask_about_shipped, schedule};
use super::wins::insert_win;
use super::{Context, Snapshot, Transaction};
use crate::domain::{
    Confidence, Goal, GoalStatus, Kind, Measure, Metric, MetricValue, NamedRef, PartialDate, Position,
    PositionId, Praise, Profile, Project, ProjectId, ProjectStatus, Reading, Record, RecordId, Story,
    Visibility, Win, WinStatus,
};
use crate::error::{Error, Result};
use crate::import::{self, Format, ImportDraft, ImportError, Notice, Unplaced};
use crate::store::Batch;
use crate::text::counted;
use records::typed;

/// The state of a draft in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// The journal does not have the record.
    New,
    /// The journal has the record as the document has it.
    Same(RecordId),
    /// The document changed these fields since the record was imported.
    Changed(RecordId, Vec<&'static str>),
    /// The document changed fields that were edited in the journal since: the record stays as it is.
    Edited(RecordId),
}

/// A record of a document, compared with the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The record, with the lines of its source.
    pub draft: ImportDraft,
    /// The state in the journal.
    pub found: Match,
}

impl Planned {
    /// Returns the id of the record in the journal; `None` for a new record.
    pub fn known(&self) -> Option<RecordId> {
        match self.found {
            Match::New => None,
            Match::Same(id) | Match::Changed(id, _) | Match::Edited(id) => Some(id),
        }
    }

    /// Returns `true` if the import would write the record.
    pub fn is_written(&self) -> bool {
        matches!(self.found, Match::New | Match::Changed(..))
    }
}

/// The choices of the user for a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportOptions {
    /// The format.
    pub format: Format,
    /// The year of records without a date.
    pub year: Option<i32>,
    /// The project of wins that the document puts into none; it is created if it does not exist.
    pub project: Option<NamedRef<ProjectId>>,
    /// The position of projects and wins that the document puts into none.
    pub position: Option<NamedRef<PositionId>>,
}

/// The plan of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The name of the document.
    pub name: String,
    /// The records, in the order of the document.
    pub records: Vec<Planned>,
    /// The lines that belong to no record; they are kept in one note.
    pub unplaced: Vec<Unplaced>,
    /// The facts about the encoding that the user should know.
    pub notices: Vec<Notice>,
    /// The project and the position of records that the document puts nowhere.
    project: Option<NamedRef<ProjectId>>,
    position: Option<NamedRef<PositionId>>,
    /// The note with the unplaced lines, if the journal does not have it yet.
    note: Option<Planned>,
}

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The short id of the batch; `None` if nothing was written.
    pub batch: Option<String>,
    /// The number of records that were added, with the note of the unplaced lines.
    pub added: usize,
    /// The number of records that were updated.
    pub updated: usize,
    /// The number of follow-ups that were added.
    pub asked: usize,
}

impl Plan {
    /// Returns the number of records that the import would add.
    pub fn new_records(&self) -> usize {
        self.records.iter().filter(|planned| planned.found == Match::New).count()
    }

    /// Returns the number of records that the import would update.
    pub fn changed_records(&self) -> usize {
        self.records.iter().filter(|planned| matches!(planned.found, Match::Changed(..))).count()
    }

    /// Returns the number of records that the import would write, with the note of the unplaced lines.
    pub fn written(&self) -> usize {
        let all = self.records.iter().chain(&self.note);
        all.filter(|planned| planned.is_written()).count()
    }

    /// Returns the number of new wins without a date.
    pub fn undated(&self) -> usize {
        let is = |planned: &&Planned| {
            planned.draft.kind == Kind::Win && planned.draft.when.is_none() && planned.found == Match::New
        };
        self.records.iter().filter(is).count()
    }

    /// Returns the number of records of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.records.iter().filter(|planned| planned.draft.kind == kind).count()
    }

    /// Returns the number of words of the unplaced lines.
    pub fn unplaced_words(&self) -> usize {
        self.unplaced.iter().map(|each| each.text.split_whitespace().count()).sum()
    }
}

/// Reads a document and compares its records with the journal. Fails if the document is not text, is too large, or does
/// not have its format; the error names the line.
pub fn plan(snapshot: &Snapshot<'_>, name: &str, bytes: Vec<u8>, options: &ImportOptions) -> Result<Plan> {
    let failed = |err: ImportError| Error::failed(format!("{name}: {err}"));
    let decoded = import::decode(bytes).map_err(failed)?;
    let document = import::read(name, &decoded.text, options.year, options.format).map_err(failed)?;
    let note = note_of(name, &document.unplaced);
    let records = matching::compare(snapshot, document.drafts)?;
    let note = match note {
        Some(note) => matching::compare(snapshot, vec![note])?.pop(),
        None => None,
    };
    Ok(Plan {
        name: name.to_owned(),
        records,
        unplaced: document.unplaced,
        notices: decoded.notices,
        project: options.project.clone(),
        position: options.position.clone(),
        note,
    })
}

/// Returns the note that keeps the unplaced lines of a document: a private win in progress without a date, which no
/// period and no document for others contains.
fn note_of(name: &str, unplaced: &[Unplaced]) -> Option<ImportDraft> {
    let (first, last) = (unplaced.first()?, unplaced.last()?);
    let mut note =
        ImportDraft::new(Kind::Win, format!("Text of {name} without a place"), (first.line, last.line));
    let mut before = first.line;
    for each in unplaced {
        note.append("notes", &each.text, each.line <= before + 1);
        before = each.line;
    }
    note.set_raw("status", WinStatus::InProgress.word());
    note.set_raw("visibility", Visibility::Private.word());
    note.fingerprint = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, format!("note\u{1f}{name}").as_bytes());
    Some(note)
}

/// Adds and updates the records of a plan in one batch. With `ask`, wins and shipped projects get the same follow-ups
/// as if they were added by hand.
pub fn apply(tx: &mut Transaction<'_>, plan: &Plan, ask: bool) -> Result<Imported> {
    let expected = plan.written();
    if expected == 0 {
        return Ok(Imported::default());
    }
    tx.set_label(format!("import {}: {}", plan.name, counted(expected, "record", "records")));
    let rules = Rules::of(tx.context);
    let mut writer = Writer { elsewhere: Some(plan), rules, ask, ids: Vec::new(), done: Imported::default() };
    for planned in &plan.records {
        let id = writer.write(tx, planned)?;
        writer.ids.push(id);
    }
    if let Some(note) = &plan.note {
        // The note belongs to no project and to no position.
        writer.elsewhere = None;
        writer.write(tx, note)?;
    }
    Ok(Imported { batch: tx.batch.short_id()?, ..writer.done })
}

/// Writes the records of a plan.
struct Writer<'a> {
    /// The plan whose project and position take the records that the document puts nowhere.
    elsewhere: Option<&'a Plan>,
    rules: Rules,
    ask: bool,
    /// The ids of the records that were written before, by the index of their draft.
    ids: Vec<Option<RecordId>>,
    done: Imported,
}

impl Writer<'_> {
    /// Writes a record; returns its id, `None` if it could not be added.
    fn write(&mut self, tx: &mut Transaction<'_>, planned: &Planned) -> Result<Option<RecordId>> {
        let draft = &planned.draft;
        match &planned.found {
            Match::Same(id) | Match::Edited(id) => Ok(Some(*id)),
            Match::Changed(id, fields) => {
                records::update(tx, *id, draft, fields)?;
                self.done.updated += 1;
                Ok(Some(*id))
            }
            Match::New => {
                let source = draft.fingerprint.to_string();
                // Another import may have added the record since the plan was made.
                if let Some(id) = tx.batch.find_source(draft.kind, &source)? {
                    return Ok(Some(id));
                }
                let id = self.insert(tx, draft, source)?;
                self.done.added += usize::from(id.is_some());
                Ok(id)
            }
        }
    }

    fn id(&self, index: Option<usize>) -> Option<RecordId> {
        self.ids.get(index?).copied().flatten()
    }

    fn project(&self, draft: &ImportDraft) -> Option<NamedRef<ProjectId>> {
        self.id(draft.project()).map(|id| NamedRef { id: ProjectId(id.0), name: String::new() })
    }

    fn position(&self, draft: &ImportDraft) -> Option<NamedRef<PositionId>> {
        let own = self.id(draft.position()).map(|id| NamedRef { id: PositionId(id.0), name: String::new() });
        own.or_else(|| self.elsewhere?.position.clone().filter(|_| draft.project().is_none()))
    }

    fn insert(
        &mut self,
        tx: &mut Transaction<'_>,
        draft: &ImportDraft,
        source: String,
    ) -> Result<Option<RecordId>> {
        let today = self.rules.today;
        let source = Some(source);
        Ok(match draft.kind {
            Kind::Win => {
                let own = self.project(draft);
                let chosen = || self.elsewhere?.project.clone().filter(|_| draft.position().is_none());
                let project = own.or_else(chosen);
                let position =
                    self.position(draft).filter(|_| project.is_none() || draft.position().is_some());
                let win = Win { project, position, source, ..win(tx.context, draft) };
                Some(self.insert_win(tx, win)?)
            }
            Kind::Project => {
                let project = Project {
                    source,
                    parent: self.project(draft),
                    position: self.position(draft),
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
                let projects = self.project(draft).into_iter().collect();
                Some(tx.batch.insert(&Story { projects, source, ..typed(draft, today) })?.into())
            }
            Kind::Praise => {
                Some(tx.batch.insert(&Praise { project: self.project(draft), ..typed(draft, today) })?.into())
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
