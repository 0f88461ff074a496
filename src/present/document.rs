//! A document in an editor: fields, then sections, then a scissors line with instructions under it.
//!
//! `#` does not start a comment. The text under the scissors line is for the user and is not parsed.

use chrono::NaiveDate;

use super::field::{set, text_of};
use crate::domain::{Group, Record};

/// The line between a document and its instructions.
pub const SCISSORS: &str = "------------------------ >8 ------------------------";

/// A line of a document that cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct DocumentError {
    /// The number of the line, from 1.
    pub line: usize,
    /// The reason.
    pub message: String,
}

impl DocumentError {
    /// Creates the error of a field of a document.
    pub fn of_field(document: &str, label: &str, message: &str) -> Self {
        Self { line: line_of(document, label).unwrap_or(1), message: format!("{label}: {message}") }
    }
}

/// Writes a record as a document, with instructions under it.
pub fn write<T: Record>(record: &T) -> String {
    let (mut lines, mut sections) = (Vec::new(), Vec::new());
    for field in T::FIELDS {
        match field.info.group {
            Group::Line => lines.push((field.info.label, text_of(field, record))),
            Group::Section(heading) => sections.push((heading, text_of(field, record))),
            Group::Hidden | Group::Internal => {}
        }
    }
    let sections: Vec<(&'static str, &str)> =
        sections.iter().map(|(heading, text)| (*heading, text.as_str())).collect();
    write_parts(&lines, &sections, &instructions::<T>())
}

/// Returns the text under the scissors line, which lists the values of each field.
fn instructions<T: Record>() -> String {
    let mut out = format!(
        "\nEverything from the line above on is left out. Save and close to keep the {};\n\
         an empty or unchanged document changes nothing.\n\n",
        T::KIND
    );
    for field in T::FIELDS.iter().filter(|field| matches!(field.info.group, Group::Line)) {
        let takes = super::field::accepted(&field.info);
        out.push_str(&format!("{:<11} {takes}\n", field.info.label));
    }
    for field in T::FIELDS {
        if let (Group::Section(heading), false) = (field.info.group, field.info.help.is_empty()) {
            out.push_str(&format!("## {heading}: {}\n", field.info.help));
        }
    }
    out.push_str("lists       are set apart by commas; put a name with a comma in \"quotes\"\n");
    out
}

/// Parses a document; fields that documents do not show keep their values of `base`. Fails at the first line
/// that cannot be parsed, or if the record is not valid.
pub fn read<T: Record>(document: &str, base: &T, today: NaiveDate) -> Result<T, DocumentError> {
    let mut record = super::field::blank(base);
    let sections: Vec<(&'static str, &'static str)> = T::FIELDS
        .iter()
        .filter_map(|field| match field.info.group {
            Group::Section(heading) => Some((field.info.label, heading)),
            _ => None,
        })
        .collect();
    read_all(document, &sections, |name, value| set(&mut record, base, name, value, today))?;
    record.validate(today).map_err(|err| DocumentError {
        line: line_of(document, err.field).unwrap_or(1),
        message: err.message,
    })?;
    Ok(record)
}

/// Returns the line number, from 1, of a field in a document.
fn line_of(document: &str, label: &str) -> Option<usize> {
    let mut lines =
        document.lines().take_while(|line| line.trim_end() != SCISSORS && !line.starts_with("## "));
    let at = lines.position(|line| line.split_once(':').is_some_and(|(name, _)| name.trim() == label))?;
    Some(at + 1)
}

/// Writes a document from the texts of its fields and sections.
pub fn write_parts(
    fields: &[(&'static str, String)],
    sections: &[(&'static str, &str)],
    instructions: &str,
) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        let space = if value.is_empty() { "" } else { " " };
        out.push_str(&format!("{name}:{space}{value}\n"));
    }
    let headings: Vec<&str> = sections.iter().map(|(heading, _)| *heading).collect();
    for (heading, text) in sections {
        out.push_str(&format!("\n## {heading}\n\n{}\n", body(text, &headings)));
    }
    out.push('\n');
    out.push_str(SCISSORS);
    out.push_str(instructions);
    out
}

/// Parses a document: calls `set` for each field, and returns the line number and the text of each section.
pub fn read_parts(
    document: &str,
    headings: &[&'static str],
    mut set: impl FnMut(&str, &str) -> Result<(), String>,
) -> Result<Vec<(usize, String)>, DocumentError> {
    let mut section: Option<usize> = None;
    let mut lines: Vec<(usize, Vec<&str>)> = vec![(1, Vec::new()); headings.len()];
    for (at, raw) in document.split('\n').enumerate() {
        let line = raw.strip_suffix('\r').unwrap_or(raw);
        if line.trim_end() == SCISSORS {
            break;
        }
        let heading = line.trim_end().strip_prefix("## ");
        let opened = heading.and_then(|name| headings.iter().position(|heading| *heading == name));
        // Sections are in order: the heading of an earlier section is text.
        match (opened.filter(|at| section.is_none_or(|now| *at > now)), section) {
            (Some(next), _) => {
                section = Some(next);
                lines[next].0 = at + 1;
            }
            (None, Some(now)) => lines[now].1.push(unescape(line, headings)),
            (None, None) if line.trim().is_empty() => {}
            (None, None) => line
                .split_once(':')
                .ok_or_else(|| format!("“{line}” is not a field; write it as NAME: VALUE"))
                .and_then(|(name, value)| {
                    let name = name.trim();
                    // The message about an unknown word names the field already.
                    let is_named = |err: &str| err.starts_with("unknown ") || err.starts_with(name);
                    set(name, value)
                        .map_err(|err| if is_named(&err) { err } else { format!("{name}: {err}") })
                })
                .map_err(|err| DocumentError { line: at + 1, message: err })?,
        }
    }
    Ok(lines.iter().map(|(at, lines)| (*at, joined(lines))).collect())
}

/// Parses a document whose `sections` are fields too, each with its name and its heading.
pub fn read_all(
    document: &str,
    sections: &[(&'static str, &'static str)],
    mut set: impl FnMut(&str, &str) -> Result<(), String>,
) -> Result<(), DocumentError> {
    let headings: Vec<&'static str> = sections.iter().map(|(_, title)| *title).collect();
    let texts = read_parts(document, &headings, &mut set)?;
    for ((name, _), (line, text)) in sections.iter().zip(texts) {
        set(name, &text).map_err(|err| DocumentError { line, message: err })?;
    }
    Ok(())
}

/// Returns the text of a section, with a backslash before lines that look like a heading or the scissors.
fn body(text: &str, headings: &[&str]) -> String {
    let lines = text.split('\n').map(|line| {
        if is_mark(line.trim_start_matches('\\'), headings) { format!("\\{line}") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn unescape<'a>(line: &'a str, headings: &[&str]) -> &'a str {
    match line.strip_prefix('\\') {
        Some(rest) if is_mark(rest.trim_start_matches('\\'), headings) => rest,
        _ => line,
    }
}

fn is_mark(line: &str, headings: &[&str]) -> bool {
    let line = line.trim_end();
    line == SCISSORS || line.strip_prefix("## ").is_some_and(|name| headings.contains(&name))
}

/// Joins the lines of a section without surrounding blank lines; indentation stays.
fn joined(lines: &[&str]) -> String {
    let full = |line: &&str| !line.trim().is_empty();
    let first = lines.iter().position(full).unwrap_or(lines.len());
    let end = lines.iter().rposition(full).map_or(first, |last| last + 1);
    lines[first..end].join("\n")
}

#[cfg(test)]
mod tests;
