//! The journal as one JSON document, and back: everything but its history, byte for byte.

use serde::{Deserialize, Serialize};

use super::{Imported, Journal};
use crate::error::{Error, Result};
use crate::store::StoredRecord;
use crate::text::counted;

/// What the document says that it is.
const FORMAT: &str = "brag-journal";

/// The version of the document's form.
const VERSION: u32 = 1;

/// The largest document that is taken, in bytes: a long career is a tenth of it.
pub const LARGEST_JOURNAL: u64 = 256 << 20;

/// A journal as it is exchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Exchanged {
    /// [`FORMAT`].
    format: String,
    /// [`VERSION`].
    version: u32,
    /// Its records, in the order in which they were made.
    records: Vec<StoredRecord>,
}

/// What is looked at before the records are.
#[derive(Debug, Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u32>,
}

impl Exchanged {
    /// Reads a document.
    ///
    /// # Errors
    /// A failure that names the line, for what is no JSON, no journal, or of a newer form.
    fn read(text: &str) -> Result<Self> {
        let of = |err: serde_json::Error| Error::failed(err.to_string());
        let head: Head = serde_json::from_str(text).map_err(of)?;
        if head.format.as_deref() != Some(FORMAT) {
            return Err(Error::failed("this is JSON, but no journal that brag exported"));
        }
        if head.version.is_some_and(|version| version > VERSION) {
            return Err(Error::failed("this was exported by a newer brag"));
        }
        serde_json::from_str(text).map_err(of)
    }
}

/// What taking a document in would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// Its records.
    pub records: Vec<StoredRecord>,
    /// Which of them the journal has already.
    pub there: Vec<bool>,
}

impl Exchange {
    /// How many records the journal does not have yet.
    #[must_use]
    pub fn new_records(&self) -> usize {
        self.there.iter().filter(|there| !**there).count()
    }

    /// How many records there are of each kind, the most first.
    #[must_use]
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

impl Journal {
    /// Everything that is in the journal but its history, as one JSON document: a record a line.
    pub fn exchanged(&self) -> Result<String> {
        let _moment = self.store.moment()?;
        let failed = |err: serde_json::Error| Error::failed(err.to_string());
        let mut out = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"records\":[");
        for (at, record) in self.store.dump()?.iter().enumerate() {
            out.push_str(if at == 0 { "\n" } else { ",\n" });
            out.push_str(&serde_json::to_string(record).map_err(failed)?);
        }
        out.push_str("\n]}\n");
        Ok(out)
    }

    /// What taking a document in would do.
    ///
    /// # Errors
    /// A failure that names the line or the record, for what is no JSON, no journal, or of a newer form; and
    /// when the journal cannot be read.
    pub fn plan_exchange(&self, text: &str) -> Result<Exchange> {
        let records = Exchanged::read(text)?.records;
        let there = self.store.which_are_there(&records)?;
        Ok(Exchange { records, there })
    }

    /// Takes records in as they are, in one batch; those that are there stay as they are.
    ///
    /// # Errors
    /// For a record that cannot be one, with its place; then nothing is taken in.
    pub fn apply_exchange(&mut self, name: &str, exchange: &Exchange) -> Result<Imported> {
        if exchange.new_records() == 0 {
            return Ok(Imported { batch: None, added: 0, asked: 0 });
        }
        let label = format!("import {name}: {}", counted(exchange.new_records(), "record", "records"));
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&crate::text::ellipsis(&label, 80), stamp)?;
        let added = batch.restore(&exchange.records)?;
        Ok(Imported { batch: batch.commit()?.map(|committed| committed.short), added, asked: 0 })
    }
}
