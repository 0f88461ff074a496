//! Checks the search index against the records.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use rusqlite::{Connection, OptionalExtension as _};

use super::Found;
use crate::domain::Kind;
use crate::domain::finding::{Area, Finding};
use crate::store::checksum::lossy;
use crate::store::{Result, derived_columns};

const HINT: &str = "brag doctor --fix computes it again";

/// Checks the text of each record in the index, and the words of the index itself.
pub(super) fn check(connection: &Connection, found: &mut Found) -> Result<()> {
    let mut wrong = 0;
    let mut records = 0;
    for kind in Kind::ALL.iter().copied().filter(|kind| kind.info().found) {
        let mut statement = connection.prepare(&format!("SELECT id FROM {}", kind.table()))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            records += 1;
            wrong += usize::from(!derived_columns::is_searched_rightly(connection, row.get(0)?, kind)?);
        }
    }
    let entries: i64 = connection.query_row("SELECT count(*) FROM search", [], |row| row.get(0))?;
    let entries = usize::try_from(entries).unwrap_or(0);
    if wrong > 0 || entries != records {
        let count = crate::text::counted(wrong.max(entries.abs_diff(records)), "record", "records");
        found.add(Finding::wrong(Area::Search, format!("search has another text for {count}"), HINT));
    }
    let differing = differing_entries(connection)? + wrong_sizes(connection)?;
    if differing > 0 {
        let count = crate::text::counted(differing, "record", "records");
        found.add(Finding::wrong(Area::Search, format!("search has other words for {count}"), HINT));
    }
    Ok(())
}

/// Returns the number of entries whose words in the index are not those of their text.
fn differing_entries(connection: &Connection) -> Result<usize> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    // The sum of the hashes of the words with their positions, by entry.
    let mut sums: HashMap<i64, u64> = HashMap::new();
    let mut statement = connection.prepare("SELECT place, body FROM search WHERE live = 1")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let sum = sums.entry(row.get(0)?).or_default();
        for (at, word) in lossy(row, 1)?.split(' ').filter(|word| !word.is_empty()).enumerate() {
            *sum = sum.wrapping_add(hasher.hash_one((word, at as u64)));
        }
    }
    connection.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search_index, instance)",
    )?;
    let mut statement = connection.prepare("SELECT doc, term, offset FROM temp.search_words")?;
    let mut rows = statement.query([])?;
    let mut prefixes = Prefixes::new(connection);
    while let Some(row) = rows.next()? {
        let (doc, term): (i64, String) = (row.get(0)?, lossy(row, 1)?);
        let sum = sums.entry(doc).or_default();
        let at: i64 = row.get(2)?;
        *sum = sum.wrapping_sub(hasher.hash_one((term.as_str(), at.cast_unsigned())));
        prefixes.add(&term, doc)?;
    }
    prefixes.end()?;
    Ok(sums.values().filter(|sum| **sum != 0).count() + prefixes.wrong)
}

/// Returns the number of entries whose number of words, by which results are ranked, is not that of their text.
fn wrong_sizes(connection: &Connection) -> Result<usize> {
    let mut statement = connection.prepare(
        "SELECT body, sz FROM search LEFT JOIN search_index_docsize ON search_index_docsize.id = place WHERE live = 1",
    )?;
    let mut rows = statement.query([])?;
    let (mut wrong, mut entries, mut words) = (0, 0, 0);
    while let Some(row) = rows.next()? {
        let count = lossy(row, 0)?.split(' ').filter(|word| !word.is_empty()).count() as u64;
        wrong += usize::from(row.get_ref(1)?.as_blob().ok() != Some(&varint(count)[..]));
        entries += 1;
        words += count;
    }
    // The first record of the index holds the totals.
    let totals: Option<Vec<u8>> = connection
        .query_row("SELECT block FROM search_index_data WHERE id = 1", [], |row| row.get(0))
        .optional()?;
    let is_empty = entries == 0 && totals.as_ref().is_none_or(|totals| totals.iter().all(|byte| *byte == 0));
    let is_right = is_empty || totals == Some([varint(entries), varint(words)].concat());
    Ok(wrong + usize::from(!is_right))
}

/// Returns a number below 2⁵⁶ as FTS5 stores it: seven bits in each byte, the highest first.
fn varint(number: u64) -> Vec<u8> {
    let mut out = vec![(number & 0x7F) as u8];
    let mut rest = number >> 7;
    while rest > 0 {
        out.insert(0, (rest & 0x7F) as u8 | 0x80);
        rest >>= 7;
    }
    out
}

/// The lengths of the prefixes that the index has of its own, in characters.
const PREFIXES: [usize; 3] = [1, 2, 3];

/// Compares the entries that have a word with a prefix with those that the index of prefixes finds.
struct Prefixes<'a> {
    connection: &'a Connection,
    /// The current prefix of each length, with the entries that have it. The words come in their order, so the words of
    /// a prefix follow one another.
    current: [(String, HashSet<i64>); PREFIXES.len()],
    /// The number of prefixes that find other entries.
    wrong: usize,
}

impl<'a> Prefixes<'a> {
    fn new(connection: &'a Connection) -> Self {
        Self { connection, current: Default::default(), wrong: 0 }
    }

    fn add(&mut self, term: &str, doc: i64) -> Result<()> {
        for (at, length) in PREFIXES.into_iter().enumerate() {
            let Some((end, last)) = term.char_indices().nth(length - 1) else { continue };
            let prefix = &term[..end + last.len_utf8()];
            if self.current[at].0 != prefix {
                self.compare(at)?;
                prefix.clone_into(&mut self.current[at].0);
            }
            self.current[at].1.insert(doc);
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        (0..PREFIXES.len()).try_for_each(|at| self.compare(at))
    }

    fn compare(&mut self, at: usize) -> Result<()> {
        let (prefix, mut docs) = std::mem::take(&mut self.current[at]);
        if prefix.is_empty() {
            return Ok(());
        }
        let sql = "SELECT rowid FROM search_index WHERE search_index MATCH ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([format!("\"{prefix}\" *")])?;
        let mut is_right = true;
        while let Some(row) = rows.next()? {
            is_right &= docs.remove(&row.get(0)?);
        }
        self.wrong += usize::from(!is_right || !docs.is_empty());
        Ok(())
    }
}
