//! Decodes the bytes of a document into text: encodings, line ends, text that was decoded twice, and formats that
//! another program has to convert first.

use std::borrow::Cow;
use std::fmt;

/// A reason why a file cannot be read as a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// A file larger than [`LARGEST`].
    #[error("the document is larger than 64 MB")]
    TooLarge,
    /// A line longer than 1 MB, by its number.
    #[error("line {0} is longer than 1 MB")]
    LongLine(usize),
    /// A line with NUL bytes, by its number.
    #[error("line {0} is not text: it has NUL bytes")]
    NotText(usize),
    /// UTF-16 with half of a surrogate pair, or with an odd number of bytes.
    #[error("the text is not valid UTF-16")]
    NotUtf16,
    /// A file of a format that another program converts: the format, and the command.
    #[error("it is {0}; convert it first: {1}")]
    OtherFormat(&'static str, &'static str),
    /// A table of `brag export csv`, which lacks what belongs to its records.
    #[error(
        "brag export csv wrote this table for other programs; export the journal as json, and import that"
    )]
    OwnTable,
    /// A document that does not have the form of its format, with the reason.
    #[error("{0}")]
    Malformed(String),
}

/// A fact about the decoding that the user should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The text was not UTF-8, and was read as Windows-1252.
    Windows1252,
    /// The text was UTF-16 without a byte-order mark.
    Utf16,
    /// Characters such as `â€™`, from UTF-8 that was read as Windows-1252, were repaired.
    Repaired,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Windows1252 => "the text is not UTF-8; it was read as Windows-1252",
            Self::Utf16 => "the text has no byte-order mark; it was read as UTF-16",
            Self::Repaired => "characters that an earlier program had damaged, such as “â€™”, were repaired",
        })
    }
}

/// The text of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decoded {
    /// The text; every line end is `\n`.
    pub text: String,
    /// The facts that the user should know.
    pub notices: Vec<Notice>,
}

/// The maximum size of a document, in bytes.
pub const LARGEST: usize = 64 << 20;
/// The maximum length of a line, in bytes.
const LONGEST_LINE: usize = 1 << 20;

/// Decodes a file as UTF-8, as UTF-16 (by its mark or by its NUL bytes), or else as Windows-1252.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, ImportError> {
    if bytes.len() > LARGEST {
        return Err(ImportError::TooLarge);
    }
    refuse_other_formats(&bytes)?;
    let mut notices = Vec::new();
    let text = match &bytes[..] {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        bytes if is_utf16(bytes, 1) => {
            notices.push(Notice::Utf16);
            utf16(bytes, u16::from_le_bytes)?
        }
        bytes if is_utf16(bytes, 0) => {
            notices.push(Notice::Utf16);
            utf16(bytes, u16::from_be_bytes)?
        }
        _ => String::from_utf8(bytes).unwrap_or_else(|err| {
            notices.push(Notice::Windows1252);
            err.as_bytes().iter().map(|byte| windows_1252(*byte)).collect()
        }),
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    refuse_lines(&text)?;
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    let text = match repaired(&text) {
        Some(better) => {
            notices.push(Notice::Repaired);
            better
        }
        None => text,
    };
    Ok(Decoded { text, notices })
}

/// Fails for a file whose first bytes are those of a format that is not text.
fn refuse_other_formats(bytes: &[u8]) -> Result<(), ImportError> {
    let (format, command) = if bytes.starts_with(b"%PDF-") {
        ("a PDF", "pdftotext -layout FILE.pdf - | brag import -")
    } else if bytes.starts_with(b"PK\x03\x04") {
        ("a document of a word processor", "pandoc -t gfm FILE.docx | brag import -")
    } else if bytes.starts_with(b"{\\rtf") {
        ("a document of a word processor", "pandoc -f rtf -t gfm FILE.rtf | brag import -")
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        ("an old document of a word processor", "soffice --convert-to docx FILE.doc")
    } else {
        return Ok(());
    };
    Err(ImportError::OtherFormat(format, command))
}

fn refuse_lines(text: &str) -> Result<(), ImportError> {
    for (at, line) in text.split('\n').enumerate() {
        if line.len() > LONGEST_LINE {
            return Err(ImportError::LongLine(at + 1));
        }
        if line.contains('\0') {
            return Err(ImportError::NotText(at + 1));
        }
    }
    Ok(())
}

/// Returns `true` if most of the bytes at odd (`1`) or even (`0`) positions are NUL, and few of the others.
fn is_utf16(bytes: &[u8], parity: usize) -> bool {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let count = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    sample.len() >= 4 && count(parity) * 10 >= sample.len() * 3 && count(1 - parity) * 20 <= sample.len()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ImportError> {
    if bytes.len() % 2 == 1 {
        return Err(ImportError::NotUtf16);
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).map_err(|_| ImportError::NotUtf16)
}

/// The characters of the bytes 0x80 to 0x9F in Windows-1252
/// (<https://encoding.spec.whatwg.org/index-windows-1252.txt>).
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Returns the byte of a character in Windows-1252; `None` for a character that it does not have.
fn byte_of(c: char) -> Option<u8> {
    let high = HIGH.iter().position(|each| *each == c).and_then(|at| u8::try_from(at).ok());
    high.map(|at| at + 0x80).or_else(|| u8::try_from(u32::from(c)).ok())
}

/// Repairs UTF-8 that another program read as Windows-1252; `None` if the text has no such sequences, or if a line
/// does not become valid UTF-8. Each line is repaired for itself: some may be intact.
fn repaired(text: &str) -> Option<String> {
    let is_lead = |c: char| matches!(c, 'Ã' | 'Â' | 'â');
    if !text.contains(is_lead) {
        return None;
    }
    let repair = |line: &str| -> Option<String> {
        if !line.contains(is_lead) {
            return None;
        }
        let bytes: Option<Vec<u8>> = line.chars().map(byte_of).collect();
        String::from_utf8(bytes?).ok().filter(|better| better.chars().count() < line.chars().count())
    };
    let mut is_changed = false;
    let lines: Vec<Cow<'_, str>> = text
        .split('\n')
        .map(|line| match repair(line) {
            Some(better) => {
                is_changed = true;
                Cow::Owned(better)
            }
            None => Cow::Borrowed(line),
        })
        .collect();
    is_changed.then(|| lines.join("\n"))
}

/// Removes a fence around the whole document, which a chat program adds; the number of lines stays.
pub fn without_outer_fence(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    let inner = trimmed.strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
    let Some((language, body)) = inner.and_then(|inner| inner.split_once('\n')) else {
        return Cow::Borrowed(text);
    };
    let is_fence = matches!(language.trim(), "" | "md" | "markdown" | "text" | "txt");
    if !is_fence || body.contains("\n```") {
        return Cow::Borrowed(text);
    }
    let before = text.len() - text.trim_start().len();
    Cow::Owned(format!("{}\n{body}", &text[..before]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).unwrap().text
    }

    #[test]
    fn encodings_are_recognised_and_reported() {
        assert_eq!(text(b"\xEF\xBB\xBFa\r\nb\rc"), "a\nb\nc");
        assert_eq!(text(b"\xFF\xFEa\0\n\0b\0"), "a\nb");
        assert_eq!(text(b"\xFE\xFF\0a\0\n\0b"), "a\nb");
        let of = |bytes: &[u8]| decode(bytes.to_vec()).unwrap();
        assert_eq!(of(b"a\0b\0c\0d\0"), Decoded { text: "abcd".into(), notices: vec![Notice::Utf16] });
        assert_eq!(of(b"\0a\0b\0c\0d"), Decoded { text: "abcd".into(), notices: vec![Notice::Utf16] });
        let western = Decoded { text: "Größe – 5 €".into(), notices: vec![Notice::Windows1252] };
        assert_eq!(of(b"Gr\xF6\xDFe \x96 5 \x80"), western);
        let repaired = Decoded { text: "the team’s é\nplain".into(), notices: vec![Notice::Repaired] };
        assert_eq!(of("the teamâ€™s Ã©\nplain".as_bytes()), repaired);
        // Words that have these letters rightly stay.
        assert_eq!(of("Âge, château, São Paulo".as_bytes()).notices, []);
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_line_or_the_remedy() {
        let of = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err();
        assert_eq!(of(b"ok\n\nx\0y"), ImportError::NotText(3));
        assert_eq!(of(&vec![b'x'; LONGEST_LINE + 1]), ImportError::LongLine(1));
        assert_eq!(of(b"\xFF\xFEa"), ImportError::NotUtf16);
        assert!(of(b"%PDF-1.7").to_string().contains("pdftotext -layout"));
        assert!(of(b"PK\x03\x04rest").to_string().contains("pandoc -t gfm"));
    }

    #[test]
    fn a_fence_around_the_whole_document_is_removed() {
        assert_eq!(without_outer_fence("```markdown\n# A\n- b\n```\n"), "\n# A\n- b\n");
        assert_eq!(without_outer_fence("```\na\n```\nb\n```\nc\n```"), "```\na\n```\nb\n```\nc\n```");
    }
}
