//! Bringing documents in: planned, shown, then added in one batch.

use super::Journal;
use super::capture::{Rules, insert_win};
use chrono::Datelike as _;

use crate::domain::{Kind, RecordId, When};
use crate::error::{Error, Result};
use crate::import::{Document, Draft, Record, markdown, text_of};

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

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The batch; `None` when there was nothing new.
    pub batch: Option<String>,
    /// How many records are new.
    pub added: usize,
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
            if let (Record::Project { name, .. }, None) = (&draft.record, duplicate_of) {
                let named = self.store.find_by_name(Kind::Project, name)?;
                duplicate_of = named.first().filter(|found| found.exact).map(|found| found.id);
            }
            records.push(Planned { draft, duplicate_of });
        }
        Ok(Plan { name: name.to_owned(), records, unplaced, year })
    }

    /// Adds what is new of a plan, all or nothing, in one batch.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn apply_import(&mut self, plan: &Plan) -> Result<Imported> {
        let expected = plan.new_records();
        if expected == 0 {
            return Ok(Imported { batch: None, added: 0 });
        }
        let rules = Rules::of(self);
        let label = format!("import {}: {}", plan.name, crate::text::counted(expected, "record", "records"));
        let (store, stamp) = self.begin_with()?;
        let mut batch = store.begin(&label, stamp)?;
        let mut added = 0;
        for planned in plan.records.iter().filter(|planned| planned.duplicate_of.is_none()) {
            // Another import may have added it since the plan was made.
            if batch.find_source(planned.draft.record.kind(), &planned.draft.fingerprint)?.is_some() {
                continue;
            }
            added += 1;
            let source = Some(planned.draft.fingerprint.clone());
            match &planned.draft.record {
                Record::Project { name, summary } => {
                    if batch.find_named(Kind::Project, name)?.is_none() {
                        batch.insert_project(name, summary, source)?;
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
                    insert_win(&mut batch, &draft, &[], &rules, source)?;
                }
            }
        }
        let committed = batch.commit()?;
        Ok(Imported { batch: committed.map(|batch| batch.short), added })
    }
}
