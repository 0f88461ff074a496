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
    /// The checksum of each record, as [`checksum`] computes it. Missing in a document of an older version.
    #[serde(default)]
    checksums: Vec<String>,
}

/// Returns the checksum of a record: the CRC-32 of its JSON on one line, in hexadecimal digits.
fn checksum(line: &str) -> String {
    format!("{:08x}", crc32fast::hash(line.as_bytes()))
}

/// The part of the document that is checked before its records are parsed.
#[derive(Debug, Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u32>,
}

impl Exchanged {
    /// Parses a document. Fails if the text is not JSON, not a journal, or of a newer version, or if a record is damaged;
    /// the error names the line, and the number of records before it that are intact.
    fn read(text: &str) -> Result<Self> {
        let head: Head = serde_json::from_str(text).map_err(|err| unparsed(text, &err))?;
        if head.format.as_deref() != Some(FORMAT) {
            return Err(Error::failed("the file is JSON, but not a journal that brag exported"));
        }
        if head.version.is_some_and(|version| version > VERSION) {
            return Err(Error::failed("the journal was exported by a newer version of brag"));
        }
        let read: Self = serde_json::from_str(text).map_err(|err| unparsed(text, &err))?;
        if read.checksums.is_empty() {
            return Ok(read);
        }
        for (at, record) in read.records.iter().enumerate() {
            let line = to_line(record)?;
            if read.checksums.get(at).is_none_or(|sum| *sum != checksum(&line)) {
                return Err(damaged(at, "a record differs from its checksum"));
            }
        }
        if read.checksums.len() > read.records.len() {
            return Err(damaged(read.records.len(), "records are missing"));
        }
        Ok(read)
    }
}

/// Returns the error of a text that is not JSON. In an exported journal, each record has a line of its own.
fn unparsed(text: &str, err: &serde_json::Error) -> Error {
    if !text.starts_with(&format!("{{\"format\":\"{FORMAT}\"")) {
        return Error::failed(err.to_string());
    }
    let is_record = |line: &&str| serde_json::from_str::<StoredRecord>(line.trim_end_matches(',')).is_ok();
    damaged(text.lines().skip(1).take_while(is_record).count(), &err.to_string())
}

/// Returns the error of a document whose first `intact` records are intact.
fn damaged(intact: usize, why: &str) -> Error {
    let records = counted(intact, "record is", "records are");
    Error::failed(format!("the export is damaged at line {}: {why}; the first {records} intact", intact + 2))
        .hint("use another copy, or restore a backup; in a file that you changed yourself, remove \"checksums\"")
}

fn to_line(record: &StoredRecord) -> Result<String> {
    crate::text::json::compact(record).map_err(|err| Error::failed(err.to_string()))
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

/// Returns all records of the journal, without its history, as one JSON document with one record per line and, at the
/// end, the checksum of each record.
pub fn export(snapshot: &Snapshot<'_>) -> Result<String> {
    let mut out = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"records\":[");
    let mut checksums = Vec::new();
    for (at, record) in snapshot.store.dump()?.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        let line = to_line(record)?;
        checksums.push(checksum(&line));
        out.push_str(&line);
    }
    out.push_str("\n],\"checksums\":[");
    for (at, sum) in checksums.iter().enumerate() {
        out.push_str(match at {
            0 => "\n",
            _ if at % 10 == 0 => ",\n",
            _ => ",",
        });
        out.push_str(&format!("\"{sum}\""));
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
        return Ok(Imported::default());
    }
    let label = format!("import {name}: {}", counted(exchange.new_records(), "record", "records"));
    tx.set_label(crate::text::ellipsis(&label, 80));
    let added = tx.batch.restore(&exchange.records)?;
    Ok(Imported { batch: tx.batch.short_id()?, added, ..Imported::default() })
}
