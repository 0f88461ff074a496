//! Splits tables in CSV into rows.

use super::decode::ImportError;
use super::draft::{ImportDocument, Unplaced};

/// The rows of a table, with the lines on which they begin and end.
pub(super) struct Rows {
    /// The names of the columns.
    pub head: Vec<String>,
    /// The cells of each row, and its first and last line, from 1.
    pub rows: Vec<(Vec<String>, (usize, usize))>,
}

/// Splits a text into rows. The separator is the sign among comma, semicolon, tab and bar that the first line has most.
pub(super) fn rows(text: &str) -> Result<Rows, ImportError> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    let separator = [b',', b';', b'\t', b'|']
        .into_iter()
        .max_by_key(|sign| (count(*sign), *sign == b','))
        .unwrap_or(b',');
    if count(separator) == 0 {
        return Err(ImportError::Malformed(
            "the table has only one column; its first line has to name the columns".into(),
        ));
    }
    if text.matches('"').count() % 2 == 1 {
        // Everything behind an unclosed quote would be one cell.
        let at = text.lines().position(|line| line.matches('"').count() % 2 == 1).unwrap_or(0);
        return Err(ImportError::Malformed(format!("line {}: a quote is opened and never closed", at + 1)));
    }
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let broken = |err: &csv::Error| {
        let line = err.position().map_or(1, csv::Position::line);
        ImportError::Malformed(format!("line {line}: {}", err.to_string().lines().next().unwrap_or_default()))
    };
    let head =
        reader.headers().map_err(|err| broken(&err))?.iter().map(|name| name.trim().to_owned()).collect();
    let mut out = Rows { head, rows: Vec::new() };
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(|err| broken(&err))? {
        let line = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let first = row.position().map_or(1, csv::Position::line);
        let last = reader.position().line().saturating_sub(1).max(first);
        let cells = row.iter().map(|cell| cell.trim().to_owned()).collect();
        out.rows.push((cells, (line(first), line(last))));
    }
    Ok(out)
}

/// Adds a row without a title to the lines that have no place.
pub(super) fn keep(document: &mut ImportDocument, cells: &[String], line: usize) {
    let text = cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    if !text.is_empty() {
        document.unplaced.push(Unplaced { line, text });
    }
}
