//! Import: planning and adding the records of a document.

use chrono::Datelike as _;

use super::rules::Rules;
use super::schedule::ask_about_shipped;
use super::schedule::schedule;
use super::wins::insert_win;
use super::{Snapshot, Transaction};
use crate::domain::{
    Confidence, Goal, GoalRow, GoalStatus, Kind, Metric, MetricValue, PartialDate, Project, ProjectId,
    ProjectStatus, Reading, ReadingStatus, RecordId, fold,
};
use crate::error::{Error, Result};
use crate::import::{
    GoalFound, ImportDocument, ImportDraft, ImportRecord, ProjectFound, goodreads, markdown, text_of,
};
use crate::store::Batch;

/// A record of a document, compared with the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The record, with the lines of its source.
    pub draft: ImportDraft,
    /// The id of the same record in the journal; `None` for a new record.
    pub duplicate_of: Option<RecordId>,
}

/// The plan of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The name of the document.
    pub name: String,
    /// The records, in the order of the document.
    pub records: Vec<Planned>,
    /// The lines that belong to no record.
    pub unplaced: Vec<crate::import::Unplaced>,
    /// The year of the document, from the caller or from its title.
    year: Option<i32>,
}

/// Adds a project with its skill groups and its figures, which become metrics; `None` if a project has this
/// name already.
fn insert_project(
    batch: &mut Batch<'_>,
    found: &ProjectFound,
    date: PartialDate,
    source: Option<String>,
) -> Result<Option<ProjectId>> {
    if batch.find_named(Kind::Project, &found.draft.name)?.is_some() {
        return Ok(None);
    }
    let id = batch.insert_project(&Project { source, ..found.draft.clone() })?;
    for (skill, group) in &found.groups {
        batch.group_skill(skill, group)?;
    }
    for figure in &found.figures {
        let metric = batch.insert(&Metric::new(&figure.name, Some((Kind::Project, id.into())), ""))?;
        let date = found.draft.end.unwrap_or(date);
        let value = MetricValue {
            confidence: Some(Confidence::AsWritten),
            ..MetricValue::new(date, figure.to.clone())
        };
        batch.insert_value(metric, &value)?;
    }
    Ok(Some(id))
}

/// Returns `true` if a file name ends in `.csv`.
fn is_csv(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"))
}

/// Adds a goal to a year; returns `false` if the year has a goal of this title already.
fn insert_goal(
    batch: &mut Batch<'_>,
    found: &GoalFound,
    year: i32,
    rules: &Rules,
    source: Option<String>,
) -> Result<bool> {
    let goal = Goal { year, begun: Some(rules.today), source, ..found.draft.clone() };
    if batch.find_twin(&goal, None)?.is_some() {
        return Ok(false);
    }
    let id = batch.insert_goal(&goal)?;
    if let Some(on) = found.done {
        let on = on.unwrap_or(PartialDate::Year(year));
        batch.end_goal(id, GoalStatus::Done, Some(on), "")?;
    }
    Ok(true)
}

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The short id of the batch; `None` if no record was new.
    pub batch: Option<String>,
    /// The number of records that were added.
    pub added: usize,
    /// The number of follow-ups that were added.
    pub asked: usize,
}

impl Plan {
    /// Returns the number of records that are not in the journal yet.
    pub fn new_records(&self) -> usize {
        self.records.iter().filter(|planned| planned.duplicate_of.is_none()).count()
    }

    /// Returns the year of the document, from the caller or from its title.
    pub fn year(&self) -> Option<i32> {
        self.year
    }

    /// Returns the number of new wins without a date.
    pub fn undated(&self) -> usize {
        let is = |planned: &&Planned| {
            matches!(&planned.draft.record, ImportRecord::Win(win) if win.when.is_none())
                && planned.duplicate_of.is_none()
        };
        self.records.iter().filter(is).count()
    }

    /// Returns the number of records of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.records.iter().filter(|planned| planned.draft.record.kind() == kind).count()
    }
}

/// Parses a document and looks up its records in the journal. `csv` is `true` for a table and `false` for
/// Markdown; if it is `None`, the name and the beginning decide. Fails if the document is not text, is too
/// large, or is an unknown table; the error names the line.
pub fn plan(
    snapshot: &Snapshot<'_>,
    name: &str,
    bytes: &[u8],
    year: Option<i32>,
    csv: Option<bool>,
) -> Result<Plan> {
    let failed = |err: String| Error::failed(format!("{name}: {err}"));
    let text = text_of(bytes).map_err(|err| failed(err.to_string()))?;
    let ImportDocument { drafts, unplaced, year } =
        if csv.unwrap_or_else(|| is_csv(name) || goodreads::is_library(&text)) {
            goodreads::read(&text, year).map_err(|err| failed(err.to_string()))?
        } else {
            markdown::read(&text, year)
        };
    let mut records = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let kind = draft.record.kind();
        let mut duplicate_of = snapshot.store.find_source(kind, &draft.fingerprint)?;
        // A reading note of the same title and author is the same note.
        if let (ImportRecord::Reading(note), None) = (&draft.record, duplicate_of) {
            let author = note.authors.first().map(String::as_str);
            duplicate_of = snapshot.store.find_reading_named(&note.title, author)?;
        }
        // A year has at most one goal of a title.
        if let (ImportRecord::Goal(found), None) = (&draft.record, duplicate_of) {
            let year = year.unwrap_or_else(|| snapshot.context.present_year());
            let rows = snapshot.store.list_goals()?;
            let same = |row: &&GoalRow| row.year == year && fold(&row.title) == fold(&found.draft.title);
            duplicate_of = rows.iter().find(same).map(|row| row.id.into());
        }
        // A project of the same name is the same project, imported or not.
        if let (ImportRecord::Project(found), None) = (&draft.record, duplicate_of) {
            let named = snapshot.store.find_by_name(Kind::Project, &found.draft.name)?;
            duplicate_of = named.first().filter(|found| found.exact).map(|found| found.id);
        }
        records.push(Planned { draft, duplicate_of });
    }
    Ok(Plan { name: name.to_owned(), records, unplaced, year })
}

/// Adds the new records of a plan in one batch. With `ask`, wins and shipped projects get the same follow-ups
/// as if they were added by hand.
pub fn apply(tx: &mut Transaction<'_>, plan: &Plan, ask: bool) -> Result<Imported> {
    let expected = plan.new_records();
    if expected == 0 {
        return Ok(Imported { batch: None, added: 0, asked: 0 });
    }
    let rules = Rules::of(tx.context);
    let label = format!("import {}: {}", plan.name, crate::text::counted(expected, "record", "records"));
    tx.set_label(&label);
    let (mut added, mut asked) = (0, 0);
    for planned in plan.records.iter().filter(|planned| planned.duplicate_of.is_none()) {
        // Another import may have added the record since the plan was made.
        if tx.batch.find_source(planned.draft.record.kind(), &planned.draft.fingerprint)?.is_some() {
            continue;
        }
        let source = Some(planned.draft.fingerprint.clone());
        match &planned.draft.record {
            ImportRecord::Project(found) => {
                let date = PartialDate::Year(plan.year.unwrap_or(rules.today.year()));
                let mut found = (**found).clone();
                if let (Some(year), None, None) = (plan.year, found.draft.start, found.draft.end) {
                    let over = found.draft.status == ProjectStatus::Shipped;
                    let known = if over { &mut found.draft.end } else { &mut found.draft.start };
                    *known = Some(PartialDate::Year(year));
                }
                let id = insert_project(&mut tx.batch, &found, date, source)?;
                added += usize::from(id.is_some());
                let shipped = found.draft.end.filter(|_| ask && found.draft.status == ProjectStatus::Shipped);
                if let (Some(id), Some(end)) = (id, shipped) {
                    let day =
                        ask_about_shipped(&mut tx.batch, id, &found.draft.name, end.last_day(), &rules)?;
                    asked += usize::from(day.is_some());
                }
            }
            ImportRecord::Goal(found) => {
                let year = plan.year.unwrap_or(rules.year);
                added += usize::from(insert_goal(&mut tx.batch, found, year, &rules, source)?);
            }
            ImportRecord::Reading(draft) => {
                let mut draft = (**draft).clone();
                let over = matches!(draft.status, ReadingStatus::Finished | ReadingStatus::Abandoned);
                if over && draft.finished.is_none() {
                    draft.finished = plan.year.map(PartialDate::Year);
                }
                tx.batch.insert_reading(&Reading { source, ..draft })?;
                added += 1;
            }
            ImportRecord::Win(draft) => {
                // An unknown category is replaced by a guess.
                let mut win = (**draft).clone();
                win.category = win.category.filter(|key| rules.categories.find(key).is_some());
                win.source = source;
                let (id, _, win, _) = insert_win(&mut tx.batch, win, &rules)?;
                added += 1;
                if ask {
                    let day = schedule(&mut tx.batch, id, &win, &rules, &mut Vec::new())?;
                    asked += usize::from(day.is_some());
                }
            }
        }
    }
    Ok(Imported { batch: tx.batch.short_id()?, added, asked })
}
