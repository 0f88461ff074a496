//! Reads documents of other programs into drafts of records, each with the line numbers of its source.
//!
//! A document without a fixed format goes through stages, each with a file of its own: [`decode`] makes text of bytes,
//! `tokens` classifies its lines, `style` counts features of the whole document, `outline` builds the tree, `roles`
//! decides what each node is, and `drafts` builds the records. Performs no I/O.

pub mod candidates;
mod columns;
mod dates;
mod decode;
mod draft;
mod drafts;
pub mod forge;
mod form_limits;
pub mod git;
mod goodreads;
mod html;
mod interview;
mod jrnl;
mod json_resume;
mod lines;
mod markup;
mod outline;
mod past_tense;
mod positions;
pub mod questionnaire;
pub mod quotes;
pub mod results;
mod roles;
mod rows;
mod source;
mod spreadsheet;
mod style;
mod table;
mod timeline;
mod tokens;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use decode::{Decoded, ImportError, LARGEST, Notice, decode};
pub use draft::{ImportDocument, ImportDraft, Unplaced, normalized};

use source::Source;
use style::Style;

/// The format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// The name and the beginning decide.
    #[default]
    Auto,
    /// Markdown, or text without markup.
    Markdown,
    /// Org.
    Org,
    /// HTML.
    Html,
    /// CSV.
    Csv,
    /// JSON Resume.
    JsonResume,
    /// The text or the JSON of `jrnl`.
    Jrnl,
}

/// Reads a document; `name` is its file name. Records without a date get `year`, or else the date of the document.
/// Fails if the document does not have the format.
pub fn read(
    name: &str,
    text: &str,
    year: Option<i32>,
    format: Format,
) -> Result<ImportDocument, ImportError> {
    let extension =
        std::path::Path::new(name).extension().map(|end| end.to_string_lossy().to_ascii_lowercase());
    let is = |wanted: &[&str]| extension.as_deref().is_some_and(|end| wanted.contains(&end));
    let start = text.trim_start();
    Ok(match format {
        Format::JsonResume => return read_json(text),
        Format::Auto | Format::Jrnl if start.starts_with('{') => return read_json(text),
        Format::Csv => return spreadsheet::read(text, year),
        Format::Auto if is(&["csv", "tsv"]) => return spreadsheet::read(text, year),
        Format::Jrnl => jrnl::read(text),
        Format::Auto if jrnl::is_jrnl(text) => jrnl::read(text),
        Format::Html => read_html(name, text, year),
        Format::Auto if is(&["html", "htm"]) || html::is_html(start) => read_html(name, text, year),
        Format::Auto | Format::Markdown => read_text(name, text, year, is(&["org"])),
        Format::Org => read_text(name, text, year, true),
    })
}

/// Reads an object of JSON: a résumé, or the entries of `jrnl`.
fn read_json(text: &str) -> Result<ImportDocument, ImportError> {
    let malformed = |why: String| ImportError::Malformed(why);
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Object(object)) if json_resume::is_resume(&object) => {
            Ok(json_resume::read(object, text))
        }
        Ok(serde_json::Value::Object(object)) if jrnl::is_jrnl_json(&object) => Ok(jrnl::read_json(&object)),
        Ok(_) => Err(malformed(
            "the JSON is neither a résumé of JSON Resume nor an export of brag or of jrnl".into(),
        )),
        Err(err) => Err(malformed(format!("line {}: the JSON is damaged: {err}", err.line()))),
    }
}

/// Reads HTML as the blocks of its tags.
fn read_html(name: &str, text: &str, year: Option<i32>) -> ImportDocument {
    let (blocks, lines) = html::blocks(text);
    let mut document = read_text(name, &blocks, year, false);
    let line = |number: usize| lines.get(number.saturating_sub(1)).copied().unwrap_or(1);
    for draft in &mut document.drafts {
        draft.lines = (line(draft.lines.0), line(draft.lines.1));
    }
    for each in &mut document.unplaced {
        each.line = line(each.line);
    }
    document
}

/// Reads a document without a fixed format: Markdown, org, or plain text.
fn read_text(name: &str, text: &str, year: Option<i32>, is_org: bool) -> ImportDocument {
    let text = decode::without_outer_fence(text);
    let source = Source::new(&text);
    let style = Style::of(&source, is_org);
    if style.is_timeline {
        return timeline::read(&source, &style, year);
    }
    let outline = outline::outline(&source, &style);
    drop(source);
    let when = year.map(dates::of_year).or_else(|| document_date(&outline, name));
    let roles = roles::roles(&outline, &style, when.map(roles::year_of));
    drafts::drafts(&outline, &roles, &style, when)
}

/// Returns the date of a document: that of its front matter, its title, or its file name.
fn document_date(outline: &outline::Outline<'_>, name: &str) -> Option<dates::When> {
    use outline::Block;
    let context = dates::DateContext::default();
    let metas = || {
        outline
            .children(0)
            .filter(|id| outline.node(*id).block == Block::Meta)
            .map(|id| outline.raw(id).trim())
    };
    let value = |wanted: &[&str]| {
        metas().find_map(|line| {
            let (key, value) = line.trim_start_matches("#+").split_once(':')?;
            wanted
                .contains(&key.trim().to_ascii_lowercase().as_str())
                .then(|| value.trim().trim_matches(['"', '\'', '[', ']', '<', '>']))
        })
    };
    let title =
        || (1..outline.len()).find(|id| outline.is_heading(*id)).map(|id| markup::bare(outline.raw(id)));
    let stem = std::path::Path::new(name).file_stem().map(|stem| stem.to_string_lossy().replace('_', " "));
    value(&["date", "datum", "fecha", "created"])
        .and_then(|date| dates::whole(date, context))
        .or_else(|| value(&["title"]).and_then(dates::in_title))
        .or_else(|| {
            title().filter(|title| dates::year_in(title).is_some()).and_then(|title| dates::in_title(&title))
        })
        .or_else(|| {
            stem.filter(|stem| dates::year_in(stem).is_some()).and_then(|stem| dates::in_title(&stem))
        })
}
