//! A reading note as fields and as one document in an editor.

use super::values::{date, visibility};
use chrono::NaiveDate;

use super::field_document::{self, DocumentError, list, text, unlist, unlist_names, untext};
use super::lexer::Sigil;
use crate::domain::reading::rating;
use crate::domain::{Medium, PartialDate, Progress, ReadingDraft, ReadingStatus, When};

/// The parts of a note that have several lines: sections of a document, large fields of a form.
pub const SECTIONS: [(&str, &str); 3] =
    [("takeaways", "Takeaways"), ("changed", "What it changed"), ("notes", "Notes")];

/// The fields of a note of one line each, as documents and forms show them, in order.
#[must_use]
pub fn fields(draft: &ReadingDraft) -> Vec<(&'static str, String)> {
    let date = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    vec![
        ("title", text(&draft.title)),
        ("authors", list(&draft.authors)),
        ("medium", draft.medium.to_string()),
        ("status", draft.status.shown().to_owned()),
        ("progress", draft.progress.map(|progress| progress.to_string()).unwrap_or_default()),
        ("started", date(draft.started)),
        ("finished", date(draft.finished)),
        ("rating", draft.rating.map(|rating| rating.to_string()).unwrap_or_default()),
        ("goals", list(&draft.goals)),
        ("tags", list(&draft.tags)),
        ("links", list(&draft.links)),
        ("visibility", draft.visibility.to_string()),
    ]
}

/// The text of a part that has several lines.
#[must_use]
pub fn section<'a>(draft: &'a ReadingDraft, name: &str) -> &'a str {
    match name {
        "takeaways" => &draft.takeaways,
        "changed" => &draft.changed,
        _ => &draft.notes,
    }
}

/// The medium that a word names.
///
/// # Errors
/// A line that lists them.
pub fn medium(word: &str) -> Result<Medium, String> {
    let one = word.trim().strip_suffix('s').unwrap_or(word);
    Medium::from_word(word).or_else(|| Medium::from_word(one)).ok_or_else(|| {
        let all: Vec<&str> = Medium::ALL.iter().map(|medium| medium.word()).collect();
        format!("it is one of {}, not {}", all.join(", "), word.trim())
    })
}

/// The status that a word names.
///
/// # Errors
/// A line that lists them.
pub fn status(word: &str) -> Result<ReadingStatus, String> {
    ReadingStatus::read(word)
        .ok_or_else(|| format!("the status is to read, reading, finished or abandoned, not {}", word.trim()))
}

/// Sets one field, or one part, of a draft from its text.
///
/// # Errors
/// A line that says what cannot be read.
pub fn set(draft: &mut ReadingDraft, name: &str, value: &str, today: NaiveDate) -> Result<(), String> {
    let trimmed = value.trim();
    match name {
        "title" => draft.title = untext(trimmed)?,
        "authors" => draft.authors = unlist(trimmed)?,
        "medium" | "status" | "visibility" if trimmed.is_empty() => {}
        "medium" => draft.medium = medium(trimmed)?,
        "status" => draft.status = status(trimmed)?,
        "progress" if trimmed.is_empty() => draft.progress = None,
        "progress" => {
            draft.progress = Some(Progress::read(trimmed, draft.progress).map_err(|why| why.to_string())?);
        }
        "started" => draft.started = date(trimmed, today, |when| when.start)?,
        "finished" => draft.finished = date(trimmed, today, When::last)?,
        "rating" => draft.rating = rating(trimmed)?,
        "goals" => draft.goals = unlist_names(trimmed, Sigil::Goal)?,
        "tags" => draft.tags = unlist_names(trimmed, Sigil::Tag)?,
        "links" => draft.links = unlist(trimmed)?,
        "visibility" => draft.visibility = visibility(trimmed)?,
        "takeaways" => value.trim_end_matches('\n').clone_into(&mut draft.takeaways),
        "changed" => value.trim_end_matches('\n').clone_into(&mut draft.changed),
        "notes" => value.trim_end_matches('\n').clone_into(&mut draft.notes),
        other => return Err(format!("there is no field {other}")),
    }
    Ok(())
}

/// Writes a note as a document.
#[must_use]
pub fn write(draft: &ReadingDraft) -> String {
    let sections: Vec<(&'static str, &str)> =
        SECTIONS.iter().map(|(name, title)| (*title, section(draft, name))).collect();
    field_document::write(&fields(draft), &sections, INSTRUCTIONS)
}

const INSTRUCTIONS: &str = "
Everything from the line above on is left out. Save and close to keep the note;
an empty or unchanged document changes nothing.

medium      book, article, paper, course, talk, tool or concept
status      to read, reading, finished or abandoned
progress    120/350, chapter 3/12, 45%
rating      1 to 5
lists       are set apart by commas; a name with a comma stands in \"quotes\"
";

/// Reads a document back.
///
/// # Errors
/// The first line that cannot be read, and why.
pub fn read(document: &str, today: NaiveDate) -> Result<ReadingDraft, DocumentError> {
    let mut draft = ReadingDraft::default();
    field_document::read_all(document, &SECTIONS, |name, value| set(&mut draft, name, value, today))?;
    if draft.title.trim().is_empty() {
        return Err(DocumentError { line: 1, why: "a reading note needs a title".into() });
    }
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-03-06".parse().unwrap()
    }

    #[test]
    fn a_document_names_the_line_that_cannot_be_read() {
        let error = |text: &str| read(text, today()).unwrap_err().to_string();
        assert_eq!(error("title: x\nrating: 6"), "line 2: a rating is a number from 1 to 5, not 6");
        assert_eq!(error("title: x\nprogress: 9/5"), "line 2: 9 is beyond the end, which is 5");
        assert_eq!(
            error("title: x\nmedium: film"),
            "line 2: it is one of book, article, paper, course, talk, tool, concept, not film"
        );
        assert_eq!(error("medium: talk"), "line 1: a reading note needs a title");
    }

    proptest! {
        #[test]
        fn a_document_reads_back_as_the_same_note(
            title in "[a-zA-Z\"#][^\u{0}-\u{1f}\u{7f}-\u{9f}]{0,20}[a-z]",
            authors in proptest::collection::vec("[a-z][a-z, \"]{0,6}[a-z]", 0..3),
            takeaways in "(## Notes|[a-z#\\\\> -]{0,12})(\n[a-zA-Z#\\\\ ]{1,12}[a-z]){0,3}",
            done in 0_u32..350,
        ) {
            let draft = ReadingDraft {
                title,
                authors,
                takeaways: takeaways.trim().to_owned(),
                medium: Medium::Talk,
                progress: Progress::read(&format!("{done}/350"), None).ok(),
                rating: Some(4),
                ..ReadingDraft::default()
            };
            prop_assert_eq!(read(&write(&draft), today()), Ok(draft));
        }
    }
}
