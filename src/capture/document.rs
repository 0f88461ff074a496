//! A win as one document in an editor.

use chrono::NaiveDate;

use super::line::Vocabulary;
use super::values::{figure, roles};
use crate::domain::phrase::{Look, parse_day, parse_when};
use crate::domain::{Due, Role, WinDraft, WinStatus};
use crate::present::document as field_document;
pub use crate::present::document::{DocumentError, SCISSORS};
use crate::present::list::{list, quoted, text, unlist, unlist_names, untext};

const IMPACT: &str = "Impact";
const NOTES: &str = "Notes";

/// The fields of a draft as documents and forms show them, in order; impact and notes, which
/// have several lines, are not among them. `guessed` is the category where nobody confirmed one.
#[must_use]
pub fn fields(draft: &WinDraft, guessed: &str) -> Vec<(&'static str, String)> {
    let roles: Vec<&str> = draft.roles.iter().copied().map(Role::word).collect();
    let figures: Vec<String> =
        draft.figures.iter().map(|figure| format!("{}:{}", figure.name, figure.value_text())).collect();
    let category = match &draft.category {
        Some(key) if key.ends_with('?') => quoted(key),
        Some(key) => text(key),
        None => format!("{guessed}?"),
    };
    let due = match draft.due {
        Some(Due::On(day)) => day.to_string(),
        Some(Due::Never) => "never".to_owned(),
        None => String::new(),
    };
    vec![
        ("title", text(&draft.title)),
        ("date", draft.when.map(|when| when.to_string()).unwrap_or_default()),
        ("project", text(draft.project.as_deref().unwrap_or_default())),
        ("goals", list(&draft.goals)),
        ("tags", list(&draft.tags)),
        ("skills", list(&draft.skills)),
        ("people", list(&draft.people)),
        ("roles", roles.join(", ")),
        ("metrics", list(&figures)),
        ("for", text(&draft.audience)),
        ("category", category),
        ("status", draft.status.to_string()),
        ("visibility", draft.visibility.to_string()),
        ("starred", if draft.starred { "yes" } else { "no" }.to_owned()),
        ("links", list(&draft.links)),
        ("due", due),
    ]
}

/// Writes a draft as a document; `guessed` is the category where nobody confirmed one.
#[must_use]
pub fn write(draft: &WinDraft, guessed: &str) -> String {
    let sections = [(IMPACT, draft.impact.as_str()), (NOTES, draft.notes.as_str())];
    field_document::write_parts(&fields(draft, guessed), &sections, INSTRUCTIONS)
}

const INSTRUCTIONS: &str = "
Everything from the line above on is left out. Save and close to keep the win;
an empty or unchanged document changes nothing.

date        2026-03-04, 2026-03, 2026, yesterday, last friday, 2013..2017
metrics     latency:800ms..400ms, errors:-90%   (name:before..after, name:value)
category    with a question mark it is a guess
due         when to ask what came of it: in 3 months, 2026-06-02, never
lists       are set apart by commas; a name with a comma stands in \"quotes\"
## Impact   who it helped and what changed;  ## Notes   how, in Markdown
";

/// Reads a document back.
///
/// # Errors
/// The first line that cannot be read, and why.
pub fn read(document: &str, today: NaiveDate, known: &dyn Vocabulary) -> Result<WinDraft, DocumentError> {
    let mut draft = WinDraft::default();
    let set = |name: &str, value: &str| set(&mut draft, name, value, today, known);
    let [(_, impact), (_, notes)] =
        field_document::read_parts(document, &[IMPACT, NOTES], set)?.try_into().unwrap_or_default();
    draft.impact = impact;
    draft.notes = notes;
    if draft.title.trim().is_empty() {
        return Err(DocumentError { line: 1, why: "a win needs a title".into() });
    }
    Ok(draft)
}

/// Sets one field of a draft from its text, as documents and forms have it.
///
/// # Errors
/// A line that says what cannot be read.
pub fn set(
    draft: &mut WinDraft,
    name: &str,
    value: &str,
    today: NaiveDate,
    known: &dyn Vocabulary,
) -> Result<(), String> {
    let value = value.trim();
    let given = !value.is_empty();
    match name {
        "title" => draft.title = untext(value)?,
        "date" if given => {
            draft.when = Some(parse_when(value, today, Look::Back).map_err(|why| why.to_string())?);
        }
        "project" => draft.project = Some(untext(value)?).filter(|name| !name.is_empty()),
        "goals" => draft.goals = unlist_names(value, '^')?,
        "tags" => draft.tags = unlist_names(value, '#')?,
        "skills" => draft.skills = unlist_names(value, '%')?,
        "people" => draft.people = unlist_names(value, '@')?,
        "links" => draft.links = unlist(value)?,
        "roles" if given => {
            draft.roles = roles(value).map_err(|word| format!("{word} is not a role"))?;
        }
        "metrics" => {
            for item in unlist(value)? {
                let (name, value) =
                    item.split_once(':').ok_or_else(|| format!("a metric is name:value, not {item}"))?;
                draft.figures.push(figure(name.trim(), value)?);
            }
        }
        "for" => draft.audience = untext(value)?,
        "category" if given && !value.ends_with('?') => {
            let key = untext(value)?;
            let known = known.category(&key);
            draft.category = Some(known.ok_or_else(|| format!("there is no category {key}"))?);
        }
        "status" if given => {
            draft.status = WinStatus::from_word(value)
                .ok_or_else(|| format!("the status is in-progress or shipped, not {value}"))?;
        }
        "visibility" if given => {
            draft.visibility = super::values::visibility(value)?;
        }
        "starred" => draft.starred = matches!(value.to_lowercase().as_str(), "yes" | "true" | "y"),
        "due" if given => draft.due = Some(due(value, today)?),
        "date" | "roles" | "category" | "status" | "visibility" | "due" => {}
        other => return Err(format!("there is no field {other}")),
    }
    Ok(())
}

/// When to ask, out of a field or a flag.
///
/// # Errors
/// A line that says what cannot be read.
pub fn due(value: &str, today: NaiveDate) -> Result<Due, String> {
    if value.eq_ignore_ascii_case("never") {
        return Ok(Due::Never);
    }
    parse_day(value, today, Look::Forward).map(Due::On).map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::properties::Names;

    fn today() -> NaiveDate {
        "2026-03-06".parse().unwrap()
    }

    #[test]
    fn a_heading_in_the_text_is_text() {
        let draft = WinDraft {
            title: "A: title, with \"all\"?".into(),
            impact: "## Notes\nare here\n\\## Impact".into(),
            notes: format!("{SCISSORS}\n# not a comment"),
            ..WinDraft::default()
        };
        assert_eq!(read(&write(&draft, "delivery"), today(), &Names), Ok(draft));
    }

    #[test]
    fn what_cannot_be_read_names_its_line() {
        let error = |text: &str| read(text, today(), &Names).unwrap_err().to_string();
        assert_eq!(error("title: x\ndate: 2026-02-30"), "line 2: there is no such date: 2026-02-30");
        assert_eq!(error("title: x\ncolour: red"), "line 2: there is no field colour");
        assert_eq!(error("title: x\ncategory: dragons"), "line 2: there is no category dragons");
        assert_eq!(error("date: today"), "line 1: a win needs a title");
        assert_eq!(error("title: x\ntags: \"open"), "line 2: the quotes do not close: \"open");
    }

    #[test]
    fn lines_may_end_as_windows_ends_them() {
        let read = read("title: x\r\n\r\n## Notes\r\na\r\nb\r\n", today(), &Names).unwrap();
        assert_eq!((read.title.as_str(), read.notes.as_str()), ("x", "a\nb"));
    }
}
