//! A document in an editor: fields, then sections, then a scissors line with instructions under it.
//!
//! `#` is never a comment. What stands under the scissors line is for the person and is not
//! read back.

use super::lexer::Sigil;

/// What separates the document from its instructions.
pub const SCISSORS: &str = "------------------------ >8 ------------------------";

/// A line of a document that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct DocumentError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

/// Writes a document.
pub(super) fn write(
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

/// Reads a document back: `set` takes each field; the answer has each section's line and its text.
pub(super) fn read(
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
        // Sections come in their order: a heading of an earlier one is text.
        match (opened.filter(|at| section.is_none_or(|now| *at > now)), section) {
            (Some(next), _) => {
                section = Some(next);
                lines[next].0 = at + 1;
            }
            (None, Some(now)) => lines[now].1.push(unescape(line, headings)),
            (None, None) if line.trim().is_empty() => {}
            (None, None) => line
                .split_once(':')
                .ok_or_else(|| format!("this is no field: {line}"))
                .and_then(|(name, value)| set(name.trim(), value))
                .map_err(|why| DocumentError { line: at + 1, why })?,
        }
    }
    Ok(lines.iter().map(|(at, lines)| (*at, joined(lines))).collect())
}

/// Reads a document back of which the sections are fields too, each with its name and its heading.
pub(super) fn read_all(
    document: &str,
    sections: &[(&'static str, &'static str)],
    mut set: impl FnMut(&str, &str) -> Result<(), String>,
) -> Result<(), DocumentError> {
    let headings: Vec<&'static str> = sections.iter().map(|(_, title)| *title).collect();
    let texts = read(document, &headings, &mut set)?;
    for ((name, _), (line, text)) in sections.iter().zip(texts) {
        set(name, &text).map_err(|why| DocumentError { line, why })?;
    }
    Ok(())
}

/// A text of one line: as it is where that reads back, else in quotes.
pub(super) fn text(value: &str) -> String {
    let plain = value.trim() == value && !value.starts_with('"') && !value.contains(char::is_control);
    if plain { value.to_owned() } else { quoted(value) }
}

pub(super) fn quoted(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

pub(super) fn untext(value: &str) -> Result<String, String> {
    if !value.starts_with('"') {
        return Ok(value.to_owned());
    }
    serde_json::from_str(value).map_err(|_| format!("the quotes do not close: {value}"))
}

pub(super) fn list(items: &[String]) -> String {
    let each = |item: &String| {
        let marked = item.chars().next().and_then(Sigil::of).is_some();
        if marked || item.contains(',') || item.contains('"') { quoted(item) } else { text(item) }
    };
    items.iter().map(each).collect::<Vec<_>>().join(", ")
}

/// Reads a list that is separated by commas.
pub(super) fn unlist(value: &str) -> Result<Vec<String>, String> {
    Ok(items(value)?.into_iter().map(|item| item.text).collect())
}

/// Reads a list of names; `sigil` before a name that is not quoted is dropped, so that `#perf` in
/// a document means the tag that it means in a captured line.
pub(super) fn unlist_names(value: &str, sigil: Sigil) -> Result<Vec<String>, String> {
    let name = |item: Item| match item.text.strip_prefix(sigil.char()) {
        Some(bare) if !item.quoted && !bare.is_empty() => bare.to_owned(),
        _ => item.text,
    };
    Ok(items(value)?.into_iter().map(name).collect())
}

struct Item {
    text: String,
    quoted: bool,
}

fn items(value: &str) -> Result<Vec<Item>, String> {
    let mut out = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        if rest.starts_with('"') {
            let mut items = serde_json::Deserializer::from_str(rest).into_iter::<String>();
            let item = items.next().and_then(Result::ok);
            let text = item.ok_or_else(|| format!("the quotes do not close: {rest}"))?;
            out.push(Item { text, quoted: true });
            rest = rest[items.byte_offset()..].trim_start();
            match rest.strip_prefix(',') {
                Some(after) => rest = after.trim_start(),
                None if rest.is_empty() => {}
                None => return Err(format!("a comma is missing before {rest}")),
            }
        } else {
            let (item, after) = rest.split_once(',').unwrap_or((rest, ""));
            if !item.trim().is_empty() {
                out.push(Item { text: item.trim().to_owned(), quoted: false });
            }
            rest = after.trim_start();
        }
    }
    Ok(out)
}

/// Text of a section: a line that would be read as a heading or as the scissors is set off by a
/// backslash.
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

/// The lines of a section without the empty ones around it; indentation stays.
fn joined(lines: &[&str]) -> String {
    let full = |line: &&str| !line.trim().is_empty();
    let first = lines.iter().position(full).unwrap_or(lines.len());
    let end = lines.iter().rposition(full).map_or(first, |last| last + 1);
    lines[first..end].join("\n")
}
