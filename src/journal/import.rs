//! Bringing documents in: planned, shown, then added in one batch.

use super::Journal;
use super::capture::{Rules, insert_win};
use super::followups::ask_about_shipped;
use super::schedule::schedule;
use chrono::Datelike as _;

use crate::domain::{Confidence, Kind, PartialDate, ProjectId, ProjectStatus, RecordId, When};
use crate::error::{Error, Result};
use crate::import::{Document, Draft, ProjectFound, Record, markdown, text_of};
use crate::store::{Batch, NewValue, Ties};

/// A record of a document, and whether the journal has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// What was found.
    pub draft: Draft,
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
    let id = batch.insert_project(&found.draft, &Ties::default(), source)?;
    for (skill, group) in &found.groups {
        batch.group_skill(skill, group)?;
    }
    for figure in &found.figures {
        let metric = batch.insert_metric(&figure.name, Some((Kind::Project, id.into())), "", None)?;
        let value = NewValue {
            date: found.draft.end.unwrap_or(date),
            amount: figure.to.clone(),
            confidence: Some(Confidence::AsWritten),
            source: String::new(),
            note: String::new(),
            baseline: false,
            win: None,
        };
        batch.insert_value(metric, &value)?;
    }
    Ok(Some(id))
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

    /// How many records of a kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.records.iter().filter(|planned| planned.draft.record.kind() == kind).count()
    }
}

impl Journal {
    /// Reads a document and looks up what the journal has of it.
    ///
    /// # Errors
    /// When it is not text, or larger than a document is; the line is named.
    pub fn plan_import(&self, name: &str, bytes: &[u8], year: Option<i32>) -> Result<Plan> {
        let text = text_of(bytes).map_err(|why| Error::failed(format!("{name}: {why}")))?;
        let Document { drafts, unplaced, year } = markdown::read(&text, year);
        let mut records = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let kind = draft.record.kind();
            let mut duplicate_of = self.store.find_source(kind, &draft.fingerprint)?;
            // A project of that name is that project, whoever made it.
            if let (Record::Project(found), None) = (&draft.record, duplicate_of) {
                let named = self.store.find_by_name(Kind::Project, &found.draft.name)?;
                duplicate_of = named.first().filter(|found| found.exact).map(|found| found.id);
            }
            records.push(Planned { draft, duplicate_of });
        }
        Ok(Plan { name: name.to_owned(), records, unplaced, year })
    }

    /// Adds what is new of a plan, all or nothing, in one batch; with `ask`, what would be asked
    /// about had it been added by hand is asked about.
    ///
    /// # Errors
    /// When the journal cannot be written.
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
            added += 1;
            let source = Some(planned.draft.fingerprint.clone());
            match &planned.draft.record {
                Record::Project(found) => {
                    let date = PartialDate::Year(plan.year.unwrap_or(rules.today.year()));
                    let mut found = (**found).clone();
                    if let (Some(year), None, None) = (plan.year, found.draft.start, found.draft.end) {
                        let over = found.draft.status == ProjectStatus::Shipped;
                        let known = if over { &mut found.draft.end } else { &mut found.draft.start };
                        *known = Some(PartialDate::Year(year));
                    }
                    let id = insert_project(&mut batch, &found, date, source)?;
                    let shipped =
                        found.draft.end.filter(|_| ask && found.draft.status == ProjectStatus::Shipped);
                    if let (Some(id), Some(end)) = (id, shipped) {
                        let day =
                            ask_about_shipped(&mut batch, id, &found.draft.name, end.last_day(), &rules)?;
                        asked += usize::from(day.is_some());
                    }
                }
                Record::Goal { title, why } => {
                    batch.insert_goal(title, why, plan.year.unwrap_or(rules.year), source)?;
                }
                Record::Win(draft) => {
                    // An import makes no follow-ups unless asked, and guesses where it must.
                    let mut draft = (**draft).clone();
                    // A document without a date is not of today; its year is all that is likely.
                    draft.when = draft.when.or(Some(When::year(rules.today.year())));
                    draft.category = draft.category.filter(|key| rules.categories.find(key).is_some());
                    let (id, ..) = insert_win(&mut batch, &draft, &[], &rules, source)?;
                    if ask {
                        let day = schedule(&mut batch, id, &draft, &rules, &mut Vec::new())?;
                        asked += usize::from(day.is_some());
                    }
                }
            }
        }
        let committed = batch.commit()?;
        Ok(Imported { batch: committed.map(|batch| batch.short), added, asked })
    }
}
