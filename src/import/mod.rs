//! Readers of other people's documents into drafts, with the lines they came from. Pure.

pub mod goodreads;
pub mod markdown;
pub mod results;

use uuid::Uuid;

use crate::domain::{Figure, Goal, Kind, PartialDate, Project, Reading, Win};

/// A record that was found in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportDraft {
    /// What it would become.
    pub record: ImportRecord,
    /// The first and the last line that it came from, from 1.
    pub lines: (usize, usize),
    /// Recognises it when the document is read again.
    pub fingerprint: String,
}

/// What a document's part would become.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportRecord {
    /// A project, with what stood under its heading.
    Project(Box<ProjectFound>),
    /// A goal of a year.
    Goal(Box<GoalFound>),
    /// A reading note.
    Reading(Box<Reading>),
    /// A win; its project is named in the draft.
    Win(Box<Win>),
}

/// A goal as a document tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoalFound {
    /// What it says; how it moves is guessed from its words.
    pub draft: Goal,
    /// Whether it is ticked off, and when.
    pub done: Option<Option<PartialDate>>,
}

/// A project as a document tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProjectFound {
    /// What it says.
    pub draft: Project,
    /// Skills with the group that the document names.
    pub groups: Vec<(String, String)>,
    /// Figures in its results, as written.
    pub figures: Vec<Figure>,
}

impl ImportRecord {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Project(_) => Kind::Project,
            Self::Goal(_) => Kind::Goal,
            Self::Reading(_) => Kind::Reading,
            Self::Win(_) => Kind::Win,
        }
    }

    /// Its title or name.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Project(found) => &found.draft.name,
            Self::Goal(found) => &found.draft.title,
            Self::Reading(draft) => &draft.title,
            Self::Win(draft) => &draft.title,
        }
    }
}

/// A line that has no place in any record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// Which line, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
}

/// What a document holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportDocument {
    /// The records, in the order of the document.
    pub drafts: Vec<ImportDraft>,
    /// What could not be placed.
    pub unplaced: Vec<Unplaced>,
    /// The year that it is about, where that was said or stands in its title.
    pub year: Option<i32>,
}

/// Why a file cannot be read as a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is larger than a document is.
    #[error("it has {0} MB; a document has 64 MB at most")]
    TooLarge(usize),
    /// A line that no person wrote.
    #[error("line {0} is longer than 1 MB")]
    LongLine(usize),
    /// Bytes that are no text.
    #[error("line {0} is not text (UTF-8 or UTF-16)")]
    NotText(usize),
}

/// The largest document that is read, in bytes.
pub const LARGEST: usize = 64 << 20;
const LONGEST_LINE: usize = 1 << 20;

/// The text of a file: UTF-8 or UTF-16 with a byte-order mark, any line ends.
///
/// # Errors
/// [`ImportError`], which names the line.
pub fn text_of(bytes: &[u8]) -> Result<String, ImportError> {
    if bytes.len() > LARGEST {
        return Err(ImportError::TooLarge(bytes.len() >> 20));
    }
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            let text = std::str::from_utf8(bytes).map_err(|err| {
                let before = &bytes[..err.valid_up_to()];
                ImportError::NotText(before.split(|byte| *byte == b'\n').count())
            })?;
            text.to_owned()
        }
    };
    for (at, line) in text.split('\n').enumerate() {
        if line.len() > LONGEST_LINE {
            return Err(ImportError::LongLine(at + 1));
        }
        if line.contains('\0') {
            return Err(ImportError::NotText(at + 1));
        }
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ImportError> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).map_err(|_| ImportError::NotText(1))
}

/// The fingerprint of a record: the same words in the same place give the same one, the second
/// of two equal ones its own.
pub(crate) fn fingerprint(parts: &[&str], occurrence: usize) -> String {
    let text = format!("{}\u{1f}{occurrence}", parts.join("\u{1f}"));
    Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_every_encoding_and_line_end_are_text() {
        assert_eq!(text_of(b"\xEF\xBB\xBFa\r\nb").unwrap(), "a\nb");
        assert_eq!(text_of(b"\xFF\xFEa\0\n\0b\0").unwrap(), "a\nb");
        assert_eq!(text_of(b"ok\n\xFF\xFF"), Err(ImportError::NotText(2)));
        assert_eq!(text_of(b"ok\n\n\0"), Err(ImportError::NotText(3)));
    }

    #[test]
    fn a_line_that_no_person_wrote_is_refused() {
        let line = vec![b'x'; LONGEST_LINE + 1];
        assert_eq!(text_of(&line), Err(ImportError::LongLine(1)));
    }
}
