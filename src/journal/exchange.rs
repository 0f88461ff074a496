//! Exchange: exporting all records, without the history, as one JSON document, and importing it unchanged.

use serde::{Deserialize, Serialize};

use super::{Imported, Snapshot, Transaction};
use crate::domain::StoredRecord;
use crate::error::{Error, Result};
use crate::text::counted;

/// The value of `format` in the document.
const FORMAT: &str = "brag-journal";

/// The version of the document's format.
const VERSION: u32 = 1;

/// The maximum size of a document, in bytes; the journal of a long career has about a tenth of it.
pub const LARGEST_JOURNAL: u64 = 256 << 20;

/// The document of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Exchanged {
    /// [`FORMAT`].
    format: String,
    /// [`VERSION`].
    version: u32,
    /// The records, in the order in which they were created.
    records: Vec<StoredRecord>,
}

/// The part of the document that is checked before its records are parsed.
#[derive(Debug, Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u32>,
}

impl Exchanged {
    /// Parses a document. Fails if the text is not JSON (the error names the line), not a journal, or of a
    /// newer version.
    fn read(text: &str) -> Result<Self> {
        let of = |err: serde_json::Error| Error::failed(err.to_string());
        let head: Head = serde_json::from_str(text).map_err(of)?;
        if head.format.as_deref() != Some(FORMAT) {
            return Err(Error::failed("the file is JSON, but not a journal that brag exported"));
        }
        if head.version.is_some_and(|version| version > VERSION) {
            return Err(Error::failed("the journal was exported by a newer version of brag"));
        }
        serde_json::from_str(text).map_err(of)
    }
}

/// The plan of an import: the records of a document, compared with the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// The records of the document.
    pub records: Vec<StoredRecord>,
    /// For each record, `true` if the journal contains it already.
    pub there: Vec<bool>,
}

impl Exchange {
    /// Returns the number of records that the journal does not contain yet.
    pub fn new_records(&self) -> usize {
        self.there.iter().filter(|there| !**there).count()
    }

    /// Returns the number of records of each kind, the largest first.
    pub fn counts(&self) -> Vec<(&str, usize)> {
        let mut out: Vec<(&str, usize)> = Vec::new();
        for record in &self.records {
            match out.iter_mut().find(|(kind, _)| *kind == record.kind) {
                Some((_, count)) => *count += 1,
                None => out.push((&record.kind, 1)),
            }
        }
        out.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        out
    }
}

/// Returns all records of the journal, without its history, as one JSON document with one record per line.
pub fn export(snapshot: &Snapshot<'_>) -> Result<String> {
    let failed = |err: serde_json::Error| Error::failed(err.to_string());
    let mut out = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"records\":[");
    for (at, record) in snapshot.store.dump()?.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&serde_json::to_string(record).map_err(failed)?);
    }
    out.push_str("\n]}\n");
    Ok(out)
}

/// Parses a document and compares its records with the journal. Fails if the document is not JSON, not a
/// journal, or of a newer version, or if a record in it is invalid; the error names the line or the record.
pub fn plan(snapshot: &Snapshot<'_>, text: &str) -> Result<Exchange> {
    let records = Exchanged::read(text)?.records;
    let there = snapshot.store.find_existing(&records)?;
    Ok(Exchange { records, there })
}

/// Adds the records that the journal does not contain, unchanged, in one batch; existing records are not
/// changed. If a record is invalid, nothing is added, and the error names the record.
pub fn apply(tx: &mut Transaction<'_>, name: &str, exchange: &Exchange) -> Result<Imported> {
    if exchange.new_records() == 0 {
        return Ok(Imported { batch: None, added: 0, asked: 0 });
    }
    let label = format!("import {name}: {}", counted(exchange.new_records(), "record", "records"));
    tx.set_label(crate::text::ellipsis(&label, 80));
    let added = tx.batch.restore(&exchange.records)?;
    Ok(Imported { batch: tx.batch.short_id()?, added, asked: 0 })
}
