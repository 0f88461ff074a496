//! Bringing documents in: planned, shown, then added in one batch.

use super::Journal;
use super::capture::insert_win;
use super::rules::Rules;
use super::schedule::ask_about_shipped;
use super::schedule::schedule;
use chrono::Datelike as _;

use crate::domain::{
    Confidence, Goal, GoalRow, GoalStatus, Kind, Metric, MetricValue, PartialDate, Project, ProjectId,
    ProjectStatus, Reading, ReadingStatus, RecordId, fold,
};
use crate::error::{Error, Result};
use crate::import::{
    GoalFound, ImportDocument, ImportDraft, ImportRecord, ProjectFound, goodreads, markdown, text_of,
};
use crate::store::Batch;

/// A record of a document, and whether the journal has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// What was found.
    pub draft: ImportDraft,
    /// The record that an earlier import made of it.
    pub duplicate_of: Option<RecordId>,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Where it comes from.
    pub name: String,
    /// The records, in the order of the document.
    pub records: Vec<Planned>,
    /// What could not be placed.
    pub unplaced: Vec<crate::import::Unplaced>,
    /// The year of the goals.
    year: Option<i32>,
}

/// Adds a project that a document tells, with its figures as they are written there; `None` where
/// there is one of that name.
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

/// Whether a file says by its name that it is a table.
fn is_csv(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"))
}

/// Adds a goal that a document tells to a year; whether it is new: a year has a title once.
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

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The batch; `None` when there was nothing new.
    pub batch: Option<String>,
    /// How many records are new.
    pub added: usize,
    /// How many of them will be asked about.
    pub asked: usize,
}

impl Plan {
    /// How many records are not in the journal yet.
    #[must_use]
    pub fn new_records(&self) -> usize {
        self.records.iter().filter(|planned| planned.duplicate_of.is_none()).count()
    }

    /// The year of its goals, where that was said or stands in its title.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.year
    }

    /// Returns the number of new wins without a date.
    #[must_use]
    pub fn undated(&self) -> usize {
        let is = |planned: &&Planned| {
            matches!(&planned.draft.record, ImportRecord::Win(win) if win.when.is_none())
                && planned.duplicate_of.is_none()
        };
        self.records.iter().filter(is).count()
    }

    /// How many records of a kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.records.iter().filter(|planned| planned.draft.record.kind() == kind).count()
    }
}

impl Journal {
    /// Reads a document and looks up what the journal has of it. `csv` says whether it is a table, where
    /// its beginning is not to tell.
    ///
    /// # Errors
    /// When it is not text, larger than a document is, or a table that is not known; the line is named.
    pub fn plan_import(
        &self,
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
            let mut duplicate_of = self.store.find_source(kind, &draft.fingerprint)?;
            // What is noted of a book already is that note.
            if let (ImportRecord::Reading(note), None) = (&draft.record, duplicate_of) {
                let author = note.authors.first().map(String::as_str);
                duplicate_of = self.store.find_reading_named(&note.title, author)?;
            }
            // A year has one goal of a title.
            if let (ImportRecord::Goal(found), None) = (&draft.record, duplicate_of) {
                let year = year.unwrap_or_else(|| self.present_year());
                let rows = self.store.list_goals()?;
                let same = |row: &&GoalRow| row.year == year && fold(&row.title) == fold(&found.draft.title);
                duplicate_of = rows.iter().find(same).map(|row| row.id.into());
            }
            // A project of that name is that project, whoever made it.
            if let (ImportRecord::Project(found), None) = (&draft.record, duplicate_of) {
                let named = self.store.find_by_name(Kind::Project, &found.draft.name)?;
                duplicate_of = named.first().filter(|found| found.exact).map(|found| found.id);
            }
            records.push(Planned { draft, duplicate_of });
        }
        Ok(Plan { name: name.to_owned(), records, unplaced, year })
    }

    /// Adds what is new of a plan, all or nothing, in one batch; with `ask`, what would be asked
    /// about had it been added by hand is asked about.
    pub fn apply_import(&mut self, plan: &Plan, ask: bool) -> Result<Imported> {
        let expected = plan.new_records();
        if expected == 0 {
            return Ok(Imported { batch: None, added: 0, asked: 0 });
        }
        let rules = Rules::of(self);
        let label = format!("import {}: {}", plan.name, crate::text::counted(expected, "record", "records"));
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        let (mut added, mut asked) = (0, 0);
        for planned in plan.records.iter().filter(|planned| planned.duplicate_of.is_none()) {
            // Another import may have added it since the plan was made.
            if batch.find_source(planned.draft.record.kind(), &planned.draft.fingerprint)?.is_some() {
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
                    let id = insert_project(&mut batch, &found, date, source)?;
                    added += usize::from(id.is_some());
                    let shipped =
                        found.draft.end.filter(|_| ask && found.draft.status == ProjectStatus::Shipped);
                    if let (Some(id), Some(end)) = (id, shipped) {
                        let day =
                            ask_about_shipped(&mut batch, id, &found.draft.name, end.last_day(), &rules)?;
                        asked += usize::from(day.is_some());
                    }
                }
                ImportRecord::Goal(found) => {
                    let year = plan.year.unwrap_or(rules.year);
                    added += usize::from(insert_goal(&mut batch, found, year, &rules, source)?);
                }
                ImportRecord::Reading(draft) => {
                    let mut draft = (**draft).clone();
                    let over = matches!(draft.status, ReadingStatus::Finished | ReadingStatus::Abandoned);
                    if over && draft.finished.is_none() {
                        draft.finished = plan.year.map(PartialDate::Year);
                    }
                    batch.insert_reading(&Reading { source, ..draft })?;
                    added += 1;
                }
                ImportRecord::Win(draft) => {
                    // An import makes no follow-ups unless asked, and guesses where it must.
                    let mut win = (**draft).clone();
                    win.category = win.category.filter(|key| rules.categories.find(key).is_some());
                    win.source = source;
                    let (id, _, win, _) = insert_win(&mut batch, win, &rules)?;
                    added += 1;
                    if ask {
                        let day = schedule(&mut batch, id, &win, &rules, &mut Vec::new())?;
                        asked += usize::from(day.is_some());
                    }
                }
            }
        }
        let committed = batch.commit()?;
        Ok(Imported { batch: committed.map(|batch| batch.short), added, asked })
    }
}
