//! A project as fields and as one document in an editor.

use super::values::{date, visibility};
use chrono::NaiveDate;

use super::values::roles;
use crate::domain::{Chapter, PartialDate, ProjectDraft, ProjectStatus, Role, When};
use crate::present::document::{self as field_document, DocumentError};
use crate::present::list::{list, text, unlist, unlist_names, untext};

/// The chapters that have several lines: sections of a document, large fields of a form.
pub fn long_chapters() -> impl Iterator<Item = Chapter> {
    Chapter::ALL.iter().copied().filter(|chapter| !chapter.is_line())
}

/// The fields of a project of one line each, as documents and forms show them, in order.
#[must_use]
pub fn fields(draft: &ProjectDraft) -> Vec<(&'static str, String)> {
    let roles: Vec<&str> = draft.roles.iter().copied().map(Role::word).collect();
    let date = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let mut out = vec![
        ("name", text(&draft.name)),
        ("summary", text(&draft.prose[Chapter::Summary])),
        ("status", draft.status.to_string()),
        ("start", date(draft.start)),
        ("end", date(draft.end)),
        ("parent", text(draft.parent.as_deref().unwrap_or_default())),
        ("related", list(&draft.related)),
        ("roles", roles.join(", ")),
    ];
    for chapter in [Chapter::Position, Chapter::Team, Chapter::Audience] {
        out.push((chapter.word(), text(&draft.prose[chapter])));
    }
    out.extend([
        ("skills", list(&draft.skills)),
        ("tags", list(&draft.tags)),
        ("links", list(&draft.links)),
        ("visibility", draft.visibility.to_string()),
    ]);
    out
}

/// Sets one field, or one chapter, of a draft from its text.
///
/// # Errors
/// A line that says what cannot be read.
pub fn set(draft: &mut ProjectDraft, name: &str, value: &str, today: NaiveDate) -> Result<(), String> {
    let trimmed = value.trim();
    match name {
        "name" => draft.name = untext(trimmed)?,
        "status" if !trimmed.is_empty() => {
            draft.status = ProjectStatus::from_word(trimmed)
                .ok_or_else(|| format!("the status is active, shipped, paused or dropped, not {trimmed}"))?;
        }
        "start" => draft.start = date(trimmed, today, |when| when.start)?,
        "end" => draft.end = date(trimmed, today, When::last)?,
        "parent" => draft.parent = Some(untext(trimmed)?).filter(|name| !name.is_empty()),
        "related" => draft.related = unlist(trimmed)?,
        "roles" if trimmed.is_empty() => draft.roles.clear(),
        "roles" => draft.roles = roles(trimmed).map_err(|word| format!("{word} is not a role"))?,
        "skills" => draft.skills = unlist_names(trimmed, '%')?,
        "tags" => draft.tags = unlist_names(trimmed, '#')?,
        "links" => draft.links = unlist(trimmed)?,
        "visibility" if !trimmed.is_empty() => draft.visibility = visibility(trimmed)?,
        "status" | "visibility" => {}
        other => match Chapter::from_word(other) {
            Some(chapter) if chapter.is_line() => draft.prose[chapter] = untext(trimmed)?,
            Some(chapter) => value.trim_end_matches('\n').clone_into(&mut draft.prose[chapter]),
            None => return Err(format!("there is no field {other}")),
        },
    }
    Ok(())
}

/// Writes a project as a document.
#[must_use]
pub fn write(draft: &ProjectDraft) -> String {
    let sections: Vec<(&'static str, &str)> =
        long_chapters().map(|chapter| (chapter.title(), draft.prose[chapter].as_str())).collect();
    field_document::write_parts(&fields(draft), &sections, INSTRUCTIONS)
}

const INSTRUCTIONS: &str = "
Everything from the line above on is left out. Save and close to keep the project;
an empty or unchanged document changes nothing.

status      active, shipped, paused or dropped
start, end  2026-03-04, 2026-03, 2026
roles       led, designed, built, contributed, supported, mentored, proposed, reviewed, coordinated
lists       are set apart by commas; a name with a comma stands in \"quotes\"
";

/// Reads a document back.
///
/// # Errors
/// The first line that cannot be read, and why.
pub fn read(document: &str, today: NaiveDate) -> Result<ProjectDraft, DocumentError> {
    let mut draft = ProjectDraft::default();
    let headings: Vec<&'static str> = long_chapters().map(Chapter::title).collect();
    let texts =
        field_document::read_parts(document, &headings, |name, value| set(&mut draft, name, value, today))?;
    for (chapter, (_, text)) in long_chapters().zip(texts) {
        draft.prose[chapter] = text;
    }
    if draft.name.trim().is_empty() {
        return Err(DocumentError { line: 1, why: "a project needs a name".into() });
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
        assert_eq!(
            error("name: x\nstatus: done"),
            "line 2: the status is active, shipped, paused or dropped, not done"
        );
        assert_eq!(error("status: active"), "line 1: a project needs a name");
    }

    proptest! {
        #[test]
        fn a_document_reads_back_as_the_same_project(
            name in "[a-zA-Z\"#][^\u{0}-\u{1f}\u{7f}-\u{9f}]{0,20}[a-z]",
            skills in proptest::collection::vec("[a-z][a-z, \"]{0,6}[a-z]", 0..3),
            challenge in "(## Solution|[a-z#\\\\> -]{0,12})(\n[a-zA-Z#\\\\ ]{1,12}[a-z]){0,3}",
            solution in "[a-z]{0,4}(\n\n## Challenge|\n## Results)?",
        ) {
            let mut draft = ProjectDraft { name, skills, ..ProjectDraft::default() };
            draft.prose[Chapter::Challenge] = challenge.trim().to_owned();
            draft.prose[Chapter::Solution] = solution.trim().to_owned();
            draft.prose[Chapter::Team] = "Five, of whom one \"remote\"".into();
            prop_assert_eq!(read(&write(&draft), today()), Ok(draft));
        }
    }
}
