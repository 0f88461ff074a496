//! Reads the write-ahead log of a journal without SQLite, and corrects flipped bits in it.
//!
//! When SQLite opens a log after a crash, it stops at the first frame whose checksum is wrong, and the next write
//! overwrites the frames behind it. If one bit of an acknowledged frame is flipped, that loses every change since.
//! The format is that of <https://sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::file_identity::log_of;

/// The length of the header of the log, in bytes.
const HEADER: usize = 32;
/// The length of the header of a frame, in bytes.
const FRAME_HEADER: usize = 24;
/// The first word of the header, without its last bit: 1 if the checksums are big-endian.
const MAGIC: u32 = 0x377f_0682;
/// The largest log that is examined when a journal is opened: it takes some milliseconds. `doctor` examines any log.
pub(super) const LARGEST_AT_OPEN: u64 = 16 << 20;

/// A checksum of the log: two sums, in which each pair of words is added.
type Sums = (u32, u32);

/// A frame of a log: the content of one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// The number of the page, from 1.
    pub page: u32,
    /// The number of pages of the file after the transaction that this frame ends; 0 for any other frame.
    pub pages_after: u32,
    /// The position of the page's content in the log, in bytes.
    pub at: usize,
}

/// The content of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Log {
    /// The bytes, with the flipped bits corrected.
    pub bytes: Vec<u8>,
    /// The size of a page, in bytes.
    pub page_size: usize,
    /// The intact frames up to the first frame that is damaged.
    pub frames: Vec<Frame>,
    /// The number of these frames up to the end of the last complete transaction.
    pub complete: usize,
    /// The intact frames behind a damaged one.
    pub behind: Vec<Frame>,
    /// The positions of the corrected bytes.
    pub corrected: Vec<usize>,
    /// The bits of which one is flipped, if the checksum of a frame does not tell which one: their positions and masks.
    pub candidates: Vec<(usize, u8)>,
}

impl Log {
    /// Reads the log of a journal; `None` if it is missing or has no intact header.
    pub(super) fn read(journal: &Path) -> Option<Self> {
        Self::parse(fs::read(log_of(journal)).ok()?)
    }

    /// Parses the bytes of a log.
    pub(super) fn parse(bytes: Vec<u8>) -> Option<Self> {
        let mut log = Self { bytes, ..Self::default() };
        let mut sums = log.header()?;
        let mut is_behind = false;
        let mut at = HEADER;
        while at + FRAME_HEADER + log.page_size <= log.bytes.len() {
            match log.check(at, sums) {
                Some(after) => sums = after,
                // A frame of an earlier use of the log.
                None if !log.has_salts(at) => break,
                None => {
                    is_behind = true;
                    // The checksum that is stored in the damaged frame continues in the next frame.
                    sums = log.stored_sums(at);
                    at += FRAME_HEADER + log.page_size;
                    continue;
                }
            }
            let frame = Frame { page: log.word(at), pages_after: log.word(at + 4), at: at + FRAME_HEADER };
            if is_behind {
                log.behind.push(frame);
            } else {
                log.frames.push(frame);
                if frame.pages_after > 0 {
                    log.complete = log.frames.len();
                }
            }
            at += FRAME_HEADER + log.page_size;
        }
        Some(log)
    }

    /// Returns the number of transactions behind a damaged frame that are lost to SQLite. The one that the damaged frame
    /// is part of is not counted: after a power cut, a frame of the last transaction, which was not acknowledged, is
    /// incomplete too.
    pub(super) fn lost_transactions(&self) -> usize {
        self.behind.iter().filter(|frame| frame.pages_after > 0).count().saturating_sub(1)
    }

    /// Returns `true` if changes are behind a damaged frame.
    pub(super) fn is_damaged(&self) -> bool {
        !self.candidates.is_empty() || self.lost_transactions() > 0
    }

    /// Returns the bytes with a bit corrected.
    pub(super) fn with_bit(&self, (at, mask): (usize, u8)) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        bytes[at] ^= mask;
        bytes
    }

    /// Truncates the log of a journal to its complete transactions before the damage.
    pub(super) fn cut(&self, journal: &Path) -> io::Result<()> {
        let end = match self.complete.checked_sub(1) {
            Some(last) => self.frames[last].at + self.page_size,
            None => 0,
        };
        let file = OpenOptions::new().write(true).open(log_of(journal))?;
        file.set_len(end as u64)?;
        file.sync_all()
    }

    /// Corrects a bit in the log of a journal.
    pub(super) fn write_bit(&self, journal: &Path, (at, mask): (usize, u8)) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(log_of(journal))?;
        file.write_all_at(&[self.bytes[at] ^ mask], at as u64)?;
        file.sync_data()
    }

    /// Writes the corrected bytes to the log of a journal.
    fn write_corrections(&self, journal: &Path) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(log_of(journal))?;
        for at in &self.corrected {
            file.write_all_at(&self.bytes[*at..=*at], *at as u64)?;
        }
        file.sync_data()
    }

    fn word(&self, at: usize) -> u32 {
        let bytes = &self.bytes[at..at + 4];
        u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    }

    fn stored_sums(&self, frame: usize) -> Sums {
        (self.word(frame + 16), self.word(frame + 20))
    }

    fn has_salts(&self, frame: usize) -> bool {
        let differs = self.bytes[16..24].iter().zip(&self.bytes[frame + 8..frame + 16]);
        differs.map(|(a, b)| (a ^ b).count_ones()).sum::<u32>() <= 1
    }

    /// Checks and corrects the header, and returns its checksum.
    fn header(&mut self) -> Option<Sums> {
        if self.bytes.len() < HEADER {
            return None;
        }
        let stored = (self.word(24), self.word(28));
        let salts = self.bytes.get(HEADER + 8..HEADER + 16).map(<[u8]>::to_vec);
        let mut head = [0; 24];
        for flip in std::iter::once(None).chain((0..24 * 8).map(Some)) {
            head.copy_from_slice(&self.bytes[..24]);
            if let Some(bit) = flip {
                head[bit / 8] ^= 1 << (bit % 8);
            }
            // Several bits can explain the checksum: the salts are also in the first frame.
            let is_plausible = flip.is_none()
                || is_header(&head) && salts.as_deref().is_none_or(|salts| *salts == head[16..24]);
            if !is_plausible || added((0, 0), &head, head[3] & 1 == 1) != stored {
                continue;
            }
            if let Some(bit) = flip {
                self.bytes[..24].copy_from_slice(&head);
                self.corrected.push(bit / 8);
            }
            return self.read_page_size().then_some(stored);
        }
        let computed = added((0, 0), &self.bytes[..24], self.bytes[3] & 1 == 1);
        let (at, mask) = wrong_bit(stored, computed)?;
        self.bytes[24 + at] ^= mask;
        self.corrected.push(24 + at);
        self.read_page_size().then_some(computed)
    }

    /// Reads the size of a page; returns `false` if the header is not that of a log.
    fn read_page_size(&mut self) -> bool {
        self.page_size = match self.word(8) {
            1 => 65536,
            size => usize::try_from(size).unwrap_or(0),
        };
        is_header(&self.bytes)
    }

    /// Returns the checksum of a frame, computed from the checksum of the frame before it.
    fn computed(&self, frame: usize, before: Sums) -> Sums {
        let is_big = self.bytes[3] & 1 == 1;
        let head = added(before, &self.bytes[frame..frame + 8], is_big);
        added(head, &self.bytes[frame + FRAME_HEADER..frame + FRAME_HEADER + self.page_size], is_big)
    }

    /// Returns the checksum after a frame, whose salts and checksum are right or differ by one bit, which is corrected;
    /// `None` for any other frame.
    fn check(&mut self, frame: usize, before: Sums) -> Option<Sums> {
        if !self.has_salts(frame) {
            return None;
        }
        let (computed, stored) = (self.computed(frame, before), self.stored_sums(frame));
        if computed == stored {
            for at in 0..8 {
                if self.bytes[16 + at] != self.bytes[frame + 8 + at] {
                    self.bytes[frame + 8 + at] = self.bytes[16 + at];
                    self.corrected.push(frame + 8 + at);
                }
            }
            return Some(computed);
        }
        let next = frame + FRAME_HEADER + self.page_size;
        let has_next = next + FRAME_HEADER + self.page_size <= self.bytes.len() && self.has_salts(next);
        // The next frame continues with the right checksum.
        let continues = |sums| has_next && self.computed(next, sums) == self.stored_sums(next);
        let wrong_sum = wrong_bit(stored, computed).map(|(at, mask)| (frame + 16 + at, mask));
        if let Some((at, mask)) = wrong_sum.filter(|_| continues(computed)) {
            self.bytes[at] ^= mask;
            self.corrected.push(at);
            return Some(computed);
        }
        let mut candidates = self.candidates_in(frame, stored, computed);
        candidates.extend(wrong_sum.filter(|_| !continues(stored)));
        let [(at, mask)] = candidates[..] else {
            if self.candidates.is_empty() {
                self.candidates = candidates;
            }
            return None;
        };
        self.bytes[at] ^= mask;
        self.corrected.push(at);
        Some(self.stored_sums(frame))
    }

    /// Returns the bits of a frame of which one is flipped. Most bytes of a page are those of its previous content,
    /// which may decide it if the checksum does not.
    fn candidates_in(&self, frame: usize, stored: Sums, computed: Sums) -> Vec<(usize, u8)> {
        let content = frame + FRAME_HEADER;
        let covered: Vec<usize> = (frame..frame + 8).chain(content..content + self.page_size).collect();
        let wanted = (stored.0.wrapping_sub(computed.0), stored.1.wrapping_sub(computed.1));
        let candidates = flipped_bits(&self.bytes, &covered, wanted, self.bytes[3] & 1 == 1);
        let page = self.word(frame);
        let Some(before) = self.frames.iter().rfind(|before| before.page == page) else { return candidates };
        let is_restored = |(at, mask): &(usize, u8)| {
            let offset = at.checked_sub(content);
            offset.is_some_and(|offset| self.bytes[before.at + offset] == self.bytes[*at] ^ mask)
        };
        let restored: Vec<(usize, u8)> = candidates.iter().copied().filter(is_restored).collect();
        if restored.len() == 1 { restored } else { candidates }
    }
}

/// Returns the byte and the mask of the bit in which two checksums differ; `None` if they differ in several bits.
fn wrong_bit(stored: Sums, computed: Sums) -> Option<(usize, u8)> {
    let bytes = |sums: Sums| u64::from(sums.0) << 32 | u64::from(sums.1);
    let difference = (bytes(stored) ^ bytes(computed)).to_be_bytes();
    let mut differing = difference.iter().enumerate().filter(|(_, byte)| **byte != 0);
    let (at, mask) = differing.next()?;
    (differing.next().is_none() && mask.is_power_of_two()).then_some((at, *mask))
}

/// Returns `true` if bytes begin with the magic number, the version 3,007,000 and the size of a page.
fn is_header(bytes: &[u8]) -> bool {
    let word = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let page_size = word(8);
    word(0) & !1 == MAGIC
        && word(4) == 3_007_000
        && (page_size == 1 || page_size.is_power_of_two() && (512..=32768).contains(&page_size))
}

fn added(mut sums: Sums, bytes: &[u8], is_big: bool) -> Sums {
    let word = |bytes: &[u8]| {
        let bytes = [bytes[0], bytes[1], bytes[2], bytes[3]];
        if is_big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    };
    for pair in bytes.chunks_exact(8) {
        sums.0 = sums.0.wrapping_add(word(&pair[..4])).wrapping_add(sums.1);
        sums.1 = sums.1.wrapping_add(word(&pair[4..])).wrapping_add(sums.0);
    }
    sums
}

/// Returns the positions and masks of the bits whose flip changes the checksum by `wanted`. `covered` are the positions
/// of the bytes that the checksum covers, in order. The checksum is linear, so the change by a word depends only on the
/// number of words behind it. For the highest bits of the words, these changes are periodic, so several bits fit.
fn flipped_bits(bytes: &[u8], covered: &[usize], wanted: Sums, is_big: bool) -> Vec<(usize, u8)> {
    // The changes by an increment of the first and of the second word of a pair.
    let (mut first, mut second): (Sums, Sums) = ((1, 1), (0, 1));
    let mut out = Vec::new();
    for pair in covered.chunks_exact(8).rev() {
        for (word, by_one) in [(&pair[..4], first), (&pair[4..], second)] {
            for bit in 0..32_usize {
                let byte = if is_big { 3 - bit / 8 } else { bit / 8 };
                let (at, mask) = (word[byte], 1_u8 << (bit % 8));
                let step = 1_u32 << bit;
                // Correcting a bit that is set subtracts its value.
                let step = if bytes[at] & mask == 0 { step } else { step.wrapping_neg() };
                if (by_one.0.wrapping_mul(step), by_one.1.wrapping_mul(step)) == wanted {
                    out.push((at, mask));
                }
            }
        }
        for change in [&mut first, &mut second] {
            change.0 = change.0.wrapping_add(change.1);
            change.1 = change.1.wrapping_add(change.0);
        }
    }
    out
}

/// The state of a log that was examined before the journal is opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Examined {
    /// The number of bytes with a flipped bit that were corrected.
    pub corrected: usize,
    /// `true` if changes behind a damaged frame would be lost with the next write.
    pub is_damaged: bool,
}

/// Examines the log of a journal and corrects flipped bits in it. A large log is not examined.
pub(super) fn examine(journal: &Path) -> Examined {
    let size = fs::metadata(log_of(journal)).map_or(0, |metadata| metadata.len());
    if size == 0 || size > LARGEST_AT_OPEN {
        return Examined::default();
    }
    let Some(log) = Log::read(journal) else { return Examined::default() };
    let is_corrected = !log.corrected.is_empty() && log.write_corrections(journal).is_ok();
    Examined { corrected: if is_corrected { log.corrected.len() } else { 0 }, is_damaged: log.is_damaged() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Win;
    use crate::store::Store;
    use crate::store::samples::{add, journal};

    /// Returns the path of a journal whose log holds two wins, as a crash leaves it.
    fn crashed() -> (tempfile::TempDir, std::path::PathBuf) {
        let (directory, mut store, stamp) = journal();
        for title in ["The first", "The second"] {
            add(&mut store, stamp, &Win { title: title.into(), ..Win::default() });
        }
        let copy = tempfile::tempdir().unwrap();
        let path = copy.path().join("journal.db");
        for name in ["journal.db", "journal.db-wal"] {
            fs::copy(directory.path().join(name), copy.path().join(name)).unwrap();
        }
        drop(store);
        (copy, path)
    }

    #[test]
    fn a_flipped_bit_anywhere_in_the_log_is_corrected_or_found() {
        let (_directory, path) = crashed();
        let whole = fs::read(log_of(&path)).unwrap();
        let intact = Log::parse(whole.clone()).unwrap();
        assert!(intact.frames.len() > 10 && intact.corrected.is_empty() && intact.behind.is_empty());
        let used = intact.frames.last().unwrap().at + intact.page_size;
        // Bytes 4 to 15 of the header are its version, page size and counter.
        let (mut corrected, mut several) = (0, 0);
        for at in (0..200).chain((200..used).step_by(611)) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            let log = Log::parse(bytes).unwrap_or_else(|| panic!("byte {at}"));
            if log.candidates.is_empty() {
                assert!(log.bytes == whole, "byte {at}");
                assert_eq!(log.corrected, [at]);
                assert_eq!(log.frames, intact.frames);
                corrected += 1;
            } else {
                assert!(log.candidates.contains(&(at, 1 << (at % 8))), "byte {at}");
                several += 1;
            }
        }
        assert!(corrected > 4 * several, "{corrected} corrected, {several} not");
    }

    #[test]
    fn a_damaged_log_is_corrected_when_the_journal_is_opened() {
        let (_directory, path) = crashed();
        let mut bytes = fs::read(log_of(&path)).unwrap();
        let length = Log::parse(bytes.clone()).unwrap().frames.len();
        let middle = HEADER + length / 2 * (FRAME_HEADER + 4096) + 1000;
        bytes[middle] ^= 0x10;
        fs::write(log_of(&path), &bytes).unwrap();
        let store = Store::open(&path).unwrap();
        let all = store.snapshot().unwrap().dump().unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
    }

    #[test]
    fn transactions_behind_a_damaged_frame_are_counted() {
        let (_directory, path) = crashed();
        let bytes = fs::read(log_of(&path)).unwrap();
        let intact = Log::parse(bytes.clone()).unwrap();
        let transactions = intact.frames.iter().filter(|frame| frame.pages_after > 0).count();
        let damaged = |frame: usize| {
            let mut bytes = bytes.clone();
            bytes[intact.frames[frame].at..][..100].fill(7);
            Log::parse(bytes).unwrap()
        };
        assert_eq!(damaged(0).lost_transactions(), transactions - 1);
        // A frame of the last transaction: after a power cut, it was not acknowledged.
        assert_eq!(damaged(intact.frames.len() - 2).lost_transactions(), 0);
    }
}
