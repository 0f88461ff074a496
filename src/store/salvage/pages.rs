//! Reads the pages of a damaged file, and the rows in them, without SQLite.
//!
//! The format is that of <https://sqlite.org/fileformat2.html#b_tree_pages>.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use crate::store::file_lock;
use crate::store::log::Log;
use crate::store::raw::Raw;

/// The type of a page with rows of a table.
const LEAF: u8 = 0x0D;
/// The type of a page with the pages of a table.
const INTERIOR: u8 = 0x05;
/// The size of a page, if the header of the file does not tell.
const PAGE_SIZE: usize = 4096;

/// A row: its number, and the values of its columns.
pub(super) type RowOf = (i64, Vec<Raw>);

/// The pages of a file, with those of its log.
#[derive(Debug)]
pub(super) struct Pages {
    bytes: Vec<u8>,
    log: Log,
    /// The positions of pages in the log.
    logged: HashMap<u32, usize>,
    page_size: usize,
    /// The number of bytes at the end of each page that hold no data.
    reserved: usize,
}

impl Pages {
    /// Reads the pages of a journal, and the intact frames of its log.
    pub(super) fn read(path: &Path) -> std::io::Result<Self> {
        let bytes = file_lock::read_all(path)?;
        let log = Log::read(path).unwrap_or_default();
        let page_size = match bytes.get(16..18) {
            Some([0, 1]) => 65536,
            Some([high, low]) => usize::from(u16::from_be_bytes([*high, *low])),
            _ => PAGE_SIZE,
        };
        let is_size = page_size.is_power_of_two() && page_size >= 512;
        let page_size = if is_size { page_size } else { PAGE_SIZE };
        let reserved = usize::from(bytes.get(20).copied().unwrap_or(0)).min(page_size / 2);
        let mut logged = HashMap::new();
        if log.page_size == page_size {
            let frames = if log.is_damaged() { &log.frames[..] } else { &log.frames[..log.complete] };
            logged.extend(frames.iter().chain(&log.behind).map(|frame| (frame.page, frame.at)));
        }
        Ok(Self { bytes, log, logged, page_size, reserved })
    }

    /// Returns the number of the last page of which a part is there.
    pub(super) fn count(&self) -> u32 {
        let in_file = u32::try_from(self.bytes.len().div_ceil(self.page_size)).unwrap_or(u32::MAX);
        self.logged.keys().copied().max().unwrap_or(0).max(in_file)
    }

    /// Returns the content of a page, from 1; a part of it if the file ends in it.
    fn page(&self, number: u32) -> Option<&[u8]> {
        if let Some(at) = self.logged.get(&number) {
            return self.log.bytes.get(*at..*at + self.page_size);
        }
        let start = usize::try_from(number.checked_sub(1)?).ok()? * self.page_size;
        let end = (start + self.page_size).min(self.bytes.len());
        self.bytes.get(start..end).filter(|page| !page.is_empty())
    }

    /// Returns the pages that the file does not use: they hold remains of earlier content.
    pub(super) fn free(&self) -> BTreeSet<u32> {
        let mut out = BTreeSet::new();
        let mut trunk = self.page(1).and_then(|page| number(page, 32)).unwrap_or(0);
        while trunk != 0 && out.insert(trunk) {
            let Some(page) = self.page(trunk) else { break };
            let leaves = number(page, 4).unwrap_or(0) as usize;
            out.extend((0..leaves).map_while(|at| number(page, 8 + 4 * at)));
            trunk = number(page, 0).unwrap_or(0);
        }
        out
    }

    /// Returns the rows of the table whose tree begins at a page, and adds the pages of the tree to `visited`.
    pub(super) fn rows_of_tree(&self, root: u32, visited: &mut BTreeSet<u32>) -> Vec<RowOf> {
        let mut out = Vec::new();
        let mut waiting = vec![root];
        while let Some(number) = waiting.pop() {
            if !visited.insert(number) {
                continue;
            }
            let Some(page) = self.page(number) else { continue };
            match page.get(header_of(number)) {
                Some(&LEAF) => out.extend(self.rows_of_page(number)),
                Some(&INTERIOR) => waiting.extend(children(page, header_of(number))),
                _ => {}
            }
        }
        out
    }

    /// Returns the rows of a page; none for a page of another type.
    pub(super) fn rows_of_page(&self, page_number: u32) -> Vec<RowOf> {
        let header = header_of(page_number);
        let Some(page) = self.page(page_number).filter(|page| page.get(header) == Some(&LEAF)) else {
            return Vec::new();
        };
        let count = half(page, header + 3).unwrap_or(0);
        let cells = (0..count).map_while(|at| half(page, header + 8 + 2 * at));
        cells.filter_map(|at| self.row(page, at)).collect()
    }

    /// Reads the row whose cell begins at a position of a page. A row whose last pages are lost has fewer values, and the
    /// last of them may be cut.
    fn row(&self, page: &[u8], at: usize) -> Option<RowOf> {
        let (length, at) = varint(page, at)?;
        let (id, at) = varint(page, at)?;
        let length = usize::try_from(length).ok().filter(|length| *length <= self.bytes.len() + (1 << 20))?;
        let usable = self.page_size - self.reserved;
        let most = usable - 35;
        let local = if length <= most {
            length
        } else {
            let least = (usable - 12) * 32 / 255 - 23;
            let fitting = least + (length - least) % (usable - 4);
            if fitting <= most { fitting } else { least }
        };
        let mut payload = page.get(at..at + local)?.to_vec();
        let mut next = if local < length { number(page, at + local)? } else { 0 };
        while payload.len() < length {
            let part = (length - payload.len()).min(usable - 4);
            let Some(more) = self.page(next).filter(|more| more.len() >= 4 + part) else { break };
            payload.extend_from_slice(&more[4..4 + part]);
            next = number(more, 0)?;
        }
        Some((id, values(&payload)?))
    }
}

/// Returns the position of the header of a page: the first page begins with the header of the file.
fn header_of(page: u32) -> usize {
    if page == 1 { 100 } else { 0 }
}

fn half(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Returns the pages below an interior page.
fn children(page: &[u8], header: usize) -> Vec<u32> {
    let count = half(page, header + 3).unwrap_or(0);
    let cells = (0..count).filter_map(|at| number(page, half(page, header + 12 + 2 * at)?));
    cells.chain(number(page, header + 8)).collect()
}

/// Reads a number of variable length, and returns the position behind it.
fn varint(bytes: &[u8], mut at: usize) -> Option<(i64, usize)> {
    let mut out: u64 = 0;
    for index in 0..9 {
        let byte = *bytes.get(at)?;
        at += 1;
        if index == 8 {
            out = out << 8 | u64::from(byte);
            break;
        }
        out = out << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some((out.cast_signed(), at))
}

/// Reads the values of a record from its types and their content.
fn values(payload: &[u8]) -> Option<Vec<Raw>> {
    let (header, mut at) = varint(payload, 0)?;
    let end = usize::try_from(header).ok().filter(|end| *end <= payload.len())?;
    let mut content = end;
    let mut out = Vec::new();
    while at < end {
        let (kind, next) = varint(payload, at)?;
        at = next;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let behind = content.checked_add(length)?;
        let Some(bytes) = payload.get(content..behind) else {
            if kind > 12 && kind % 2 == 1 {
                let rest = String::from_utf8_lossy(payload.get(content..)?);
                out.push(Raw::Text(rest.trim_end_matches('\u{FFFD}').as_bytes().to_vec()));
            }
            break;
        };
        content = behind;
        out.push(match kind {
            0 => Raw::Null,
            1..=6 => {
                let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
                Raw::Int(bytes.iter().fold(sign, |number, byte| number << 8 | i64::from(*byte)))
            }
            7 => Raw::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            8 => Raw::Int(0),
            9 => Raw::Int(1),
            _ if kind % 2 == 0 => Raw::Blob(bytes.to_vec()),
            _ => Raw::Text(bytes.to_vec()),
        });
    }
    Some(out)
}
