//! Parses documents of other programs into drafts of records, each with the line numbers of its source.
//! Performs no I/O.

pub mod goodreads;
pub mod markdown;
pub mod quotes;
pub mod results;

use uuid::Uuid;

use crate::domain::{Figure, Goal, Kind, PartialDate, Project, Reading, Win};

/// A record that was found in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportDraft {
    /// The record as it was found in the document.
    pub record: ImportRecord,
    /// The first and the last line of the draft's source, from 1.
    pub lines: (usize, usize),
    /// The fingerprint that identifies the draft if the document is imported again.
    pub fingerprint: String,
}

/// A record of a kind that a document can contain.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportRecord {
    /// A project, with the text under its heading.
    Project(Box<ProjectFound>),
    /// A goal of a year.
    Goal(Box<GoalFound>),
    /// A reading note.
    Reading(Box<Reading>),
    /// A win, with the name of its project.
    Win(Box<Win>),
}

/// A goal as found in a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoalFound {
    /// The goal, with a measure that is guessed from the title.
    pub draft: Goal,
    /// `Some` if the goal is ticked off, with its date if known.
    pub done: Option<Option<PartialDate>>,
}

/// A project as found in a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProjectFound {
    /// The project.
    pub draft: Project,
    /// The skills that the document lists in a group, each with the group.
    pub groups: Vec<(String, String)>,
    /// The figures in the results and the summary.
    pub figures: Vec<Figure>,
}

impl ImportRecord {
    /// Returns the kind of the record.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Project(_) => Kind::Project,
            Self::Goal(_) => Kind::Goal,
            Self::Reading(_) => Kind::Reading,
            Self::Win(_) => Kind::Win,
        }
    }

    /// Returns the title or name of the record.
    pub fn title(&self) -> &str {
        match self {
            Self::Project(found) => &found.draft.name,
            Self::Goal(found) => &found.draft.title,
            Self::Reading(draft) => &draft.title,
            Self::Win(draft) => &draft.title,
        }
    }
}

/// A line that belongs to no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// The number of the line, from 1.
    pub line: usize,
    /// The text of the line.
    pub text: String,
}

/// The content of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportDocument {
    /// The records, in the order of the document.
    pub drafts: Vec<ImportDraft>,
    /// The lines that belong to no record.
    pub unplaced: Vec<Unplaced>,
    /// The year of the document, from the caller or from its title.
    pub year: Option<i32>,
}

/// A reason why a file cannot be read as a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// A file larger than [`LARGEST`], by its size in MB.
    #[error("the document has {0} MB; the limit is 64 MB")]
    TooLarge(usize),
    /// A line longer than 1 MB, by its number.
    #[error("line {0} is longer than 1 MB")]
    LongLine(usize),
    /// A line that is not text, by its number.
    #[error("line {0} is not text (UTF-8 or UTF-16)")]
    NotText(usize),
}

/// The maximum size of a document, in bytes.
pub const LARGEST: usize = 64 << 20;
const LONGEST_LINE: usize = 1 << 20;

/// Decodes a file as UTF-8, or as UTF-16 with a byte-order mark; every line end becomes `\n`.
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

/// Returns a UUID that depends on `parts` and on the number of earlier records with the same parts.
pub(crate) fn fingerprint(parts: &[&str], occurrence: usize) -> String {
    let text = format!("{}\u{1f}{occurrence}", parts.join("\u{1f}"));
    Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_decodes_utf_8_and_utf_16_and_names_bad_lines() {
        assert_eq!(text_of(b"\xEF\xBB\xBFa\r\nb").unwrap(), "a\nb");
        assert_eq!(text_of(b"\xFF\xFEa\0\n\0b\0").unwrap(), "a\nb");
        assert_eq!(text_of(b"ok\n\xFF\xFF"), Err(ImportError::NotText(2)));
        assert_eq!(text_of(b"ok\n\n\0"), Err(ImportError::NotText(3)));
    }

    #[test]
    fn a_line_longer_than_1_mb_is_refused() {
        let line = vec![b'x'; LONGEST_LINE + 1];
        assert_eq!(text_of(&line), Err(ImportError::LongLine(1)));
    }
}
