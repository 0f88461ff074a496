//! Overrides: listing and setting the user's changes to a document, and drafting it with them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Snapshot, Transaction, advice, export};
use crate::domain::{DateRange, DocumentOverride, Figure, Period, Totals, WinView};
use crate::error::Result;
use crate::report::document::Reader;
use crate::report::export::{RenderRequest, Rendered};
use crate::report::format::Length;
use crate::report::input::ReviewInput;
use crate::report::names::Names;
use crate::report::overrides::Item;
use crate::report::review;
use crate::text::ellipsis;

/// The draft of a document: its text, its overrides, and an outline of all items, omitted ones included.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DocumentDraft {
    /// All items of the document in order, omitted ones included.
    pub outline: Vec<Item>,
    /// The overrides of the document.
    pub overrides: Vec<DocumentOverride>,
    /// The rendered document in Markdown.
    pub markdown: String,
    /// The totals of the wins that the reader may see.
    pub totals: Totals,
    /// The headings of the categories without an item.
    pub empty: Vec<String>,
    /// The category key of each win of the outline, by the id of the win.
    pub categories: HashMap<String, String>,
    /// The first figure of each win of the outline that has one, by the id of the win.
    pub figures: HashMap<String, Figure>,
    /// The names in the document.
    pub names: Names,
    /// The number of wins of the period that the reader may not see.
    pub hidden: usize,
    /// The ids of the wins with findings.
    pub weak: HashSet<String>,
}

/// Returns the key under which the overrides of a document are stored.
fn document_key(period: &Period, reader: Reader) -> String {
    format!("{}..{} {}", period.first, period.last, reader.word())
}

/// Returns the overrides of a document.
pub fn list(snapshot: &Snapshot<'_>, period: &Period, reader: Reader) -> Result<Vec<DocumentOverride>> {
    let found = snapshot.store.list_overrides(&document_key(period, reader))?;
    Ok(found.into_iter().map(|each| each.body).collect())
}

/// Sets overrides of a document, as one change with the label `label`.
pub fn set(
    tx: &mut Transaction<'_>,
    (period, reader): (&Period, Reader),
    overrides: &[DocumentOverride],
    label: &str,
) -> Result<()> {
    let document = document_key(period, reader);
    tx.set_label(ellipsis(&format!("{label}, {} for {}", period.label, reader.word()), 80));
    for each in overrides {
        tx.batch.set_override(&DocumentOverride { document: document.clone(), ..each.clone() })?;
    }
    Ok(())
}

/// Sets the text of a part that the user writes for a document, such as
/// [`Document::SUMMARY`](crate::report::document::Document::SUMMARY); an empty text removes it.
pub fn write_part(
    tx: &mut Transaction<'_>,
    (period, reader): (&Period, Reader),
    part: &str,
    text: &str,
) -> Result<()> {
    let before = list(&tx.snapshot(), period, reader)?.into_iter().find(|each| each.item == part);
    let before = before.unwrap_or_default();
    let written = DocumentOverride { item: part.to_owned(), title: text.trim().to_owned(), ..before };
    set(tx, (period, reader), &[written], "write")
}

/// Returns the draft of a document.
pub fn draft(snapshot: &Snapshot<'_>, input: &ReviewInput) -> Result<DocumentDraft> {
    let (mut document, _) = review::build(input);
    // The outline also lists omitted items, and shows all items under their own titles.
    let places =
        |each: &DocumentOverride| DocumentOverride { left_out: false, title: String::new(), ..each.clone() };
    document.apply(&input.overrides.iter().map(places).collect::<Vec<_>>());
    let outline = document.outline();
    let request = RenderRequest { length: Length::of_review(input.reader), ..RenderRequest::default() };
    let Rendered { bytes, names, .. } = export::render(snapshot, input, &request, None)?;
    let is_used = |key: &str| {
        document.sections.iter().any(|section| section.key == key)
            || input.wins.iter().any(|win| win.category_key() == key)
    };
    let empty = input.categories.iter().filter(|each| !is_used(&each.key)).map(|each| each.title.clone());
    let mut weak = HashSet::new();
    for win in &input.wins {
        if !advice::findings_of(snapshot, win)?.is_empty() {
            weak.insert(win.id.to_string());
        }
    }
    let figure = |win: &WinView| Some((win.id.to_string(), win.figures.first()?.body.clone()));
    let category = |win: &WinView| (win.id.to_string(), win.category_key().to_owned());
    Ok(DocumentDraft {
        empty: empty.collect(),
        markdown: String::from_utf8_lossy(&bytes).into_owned(),
        totals: totals_of(&input.wins),
        figures: input.wins.iter().filter_map(figure).collect(),
        categories: input.wins.iter().map(category).collect(),
        overrides: input.overrides.clone(),
        outline,
        names,
        hidden: super::timeline::hidden_wins(snapshot, input)?,
        weak,
    })
}

/// Returns the totals of the wins that a reader may see, without categories, which the outline shows.
fn totals_of(wins: &[WinView]) -> Totals {
    let count = |is: &dyn Fn(&WinView) -> bool| wins.iter().filter(|win| is(win)).count();
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    for (year, month) in wins.iter().filter_map(|win| win.when.and_then(DateRange::exact_month)) {
        *months.entry(format!("{year:04}-{month:02}")).or_default() += 1;
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
