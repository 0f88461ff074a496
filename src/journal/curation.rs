//! Curating the document of a period for a reader: kept in the journal, and undoable.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Journal;
use super::documents::ReviewData;
use crate::domain::{DateRange, DocumentOverride, WinView};
use crate::error::Result;
use crate::report::curation::{Item, left_out};
use crate::report::document::Document;
use crate::report::name_detection::UnaliasedName;
use crate::store::Totals;
use crate::text::ellipsis;

/// A document as it is, and what it is made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DocumentDraft {
    /// Everything that may be in it, in its order.
    pub outline: Vec<Item>,
    /// What was chosen.
    pub choices: Vec<DocumentOverride>,
    /// The document in Markdown, as it will read.
    pub markdown: String,
    /// How complete the period is.
    pub totals: Totals,
    /// The headings of categories without anything.
    pub empty: Vec<String>,
    /// The category of each win that may be in it, by its identity.
    pub categories: HashMap<String, String>,
    /// Names in it that have no alias; of a document for the public.
    pub unaliased: Vec<UnaliasedName>,
    /// The wins that could be stronger, by their identity.
    pub weak: HashSet<String>,
}

/// How a document is called in the store.
fn document_of(data: &ReviewData) -> String {
    format!("{}..{} {}", data.period.first, data.period.last, data.reader.word())
}

impl Journal {
    /// What was chosen for a document.
    pub fn choices(&self, data: &ReviewData) -> Result<Vec<DocumentOverride>> {
        let found = self.store.list_choices(&document_of(data))?;
        Ok(found.into_iter().map(|choice| choice.body).collect())
    }

    /// Keeps choices for a document, in one step; `what` says what was done.
    pub fn choose(&mut self, data: &ReviewData, choices: &[DocumentOverride], what: &str) -> Result<()> {
        let document = document_of(data);
        let label = format!("{what}, {} for {}", data.period.label, data.reader.word());
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&ellipsis(&label, 80), stamp)?;
        for choice in choices {
            batch.set_choice(&DocumentOverride { document: document.clone(), ..choice.clone() })?;
        }
        batch.commit()?;
        Ok(())
    }

    /// A document on its way: all that may be in it, what was chosen, and how it reads.
    ///
    /// # Errors
    /// As [`Journal::press`].
    pub fn draft_of(&self, data: &ReviewData) -> Result<DocumentDraft> {
        let (mut document, _) = self.document(data)?;
        let choices = self.choices(data)?;
        // In the order that was chosen, with what is left out still there and what it is called itself.
        let own = |choice: &DocumentOverride| DocumentOverride {
            left_out: false,
            title: String::new(),
            ..choice.clone()
        };
        let places: Vec<DocumentOverride> = choices.iter().map(own).collect();
        document.curate(&places);
        let outline = document.outline();
        let super::Rendered { bytes, unaliased, .. } = self.press(data, &super::RenderRequest::default())?;
        let markdown = String::from_utf8_lossy(&bytes).into_owned();
        let used = |key: &str| document.sections.iter().any(|section| section.key == key);
        let in_projects = |key: &str| data.wins.iter().any(|win| win.category_key() == key);
        let empty = self
            .config
            .categories
            .iter()
            .filter(|each| !used(&each.key) && !in_projects(&each.key))
            .map(|each| each.title.clone())
            .collect();
        let mut weak = HashSet::new();
        for win in &data.wins {
            if !self.lint(win)?.is_empty() {
                weak.insert(win.id.to_string());
            }
        }
        let totals = totals_of(&data.wins);
        let category = |win: &WinView| (win.id.to_string(), win.category_key().to_owned());
        let categories = data.wins.iter().map(category).collect();
        Ok(DocumentDraft { outline, choices, markdown, totals, empty, categories, unaliased, weak })
    }

    /// What a review is made of as it was chosen for its document: without what is left out, with its titles,
    /// the projects in its order.
    pub(super) fn as_chosen(&self, data: &ReviewData) -> Result<ReviewData> {
        let (mut document, _) = self.document(data)?;
        let choices = self.choices(data)?;
        let out = left_out(&document.outline(), &choices);
        let title = |key: &str, own: &mut String| {
            if let Some(choice) = choices.iter().find(|choice| choice.item == key && !choice.title.is_empty())
            {
                own.clone_from(&choice.title);
            }
        };
        let mut data = data.clone();
        data.wins.retain(|win| !out.contains(&win.id.to_string()));
        for win in &mut data.wins {
            title(&win.id.to_string(), &mut win.title);
        }
        document.curate(&choices);
        let place = |id: &str| document.projects.iter().position(|project| project.id == id);
        data.projects.retain(|project| place(&project.id.to_string()).is_some());
        data.projects.sort_by_key(|project| place(&project.id.to_string()));
        for project in &mut data.projects {
            title(&project.id.to_string(), &mut project.name);
        }
        Ok(data)
    }

    /// Makes of a document what was chosen for it.
    pub(super) fn curated(&self, data: &ReviewData, document: &mut Document) -> Result<()> {
        document.curate(&self.choices(data)?);
        Ok(())
    }
}

/// How complete the wins are that a reader sees; their categories are told by the outline.
fn totals_of(wins: &[WinView]) -> Totals {
    let count = |is: &dyn Fn(&WinView) -> bool| wins.iter().filter(|win| is(win)).count();
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    for day in wins.iter().filter_map(|win| win.when.and_then(DateRange::exact_day)) {
        *months.entry(day.format("%Y-%m").to_string()).or_default() += 1;
    }
    Totals {
        wins: wins.len(),
        with_number: count(&|win| !win.figures.is_empty()),
        with_outcome: count(&|win| win.follow_ups.iter().any(|each| !each.outcome.is_empty())),
        with_evidence: count(&|win| !win.links.is_empty()),
        starred: count(&|win| win.starred),
        categories: Vec::new(),
        months: months.into_iter().collect(),
    }
}
