//! A goal as fields and as one document in an editor.

use super::values::visibility;
use chrono::NaiveDate;

use crate::domain::phrase::{Look, parse_when};
use crate::domain::{GoalDraft, Measure, PartialDate};
use crate::present::document::{self as field_document, DocumentError};
use crate::present::list::{list, text, unlist, unlist_names, untext};

/// The parts of a goal that have several lines: sections of a document, large fields of a form.
pub const SECTIONS: [(&str, &str); 3] = [("why", "Why"), ("milestones", "Milestones"), ("notes", "Notes")];

/// The fields of a goal of one line each, as documents and forms show them, in order.
#[must_use]
pub fn fields(draft: &GoalDraft) -> Vec<(&'static str, String)> {
    vec![
        ("title", text(&draft.title)),
        ("year", draft.year.map(|year| year.to_string()).unwrap_or_default()),
        ("measure", draft.measure.to_string()),
        ("metric", text(draft.metric.as_deref().unwrap_or_default())),
        ("tags", list(&draft.tags)),
        ("links", list(&draft.links)),
        ("visibility", draft.visibility.to_string()),
    ]
}

/// The text of a part that has several lines.
#[must_use]
pub fn section(draft: &GoalDraft, name: &str) -> String {
    match name {
        "why" => draft.why.clone(),
        "milestones" => draft.milestones.iter().map(step).collect::<Vec<_>>().join("\n"),
        _ => draft.notes.clone(),
    }
}

/// A milestone as a line: `[x] Draft the talk (2026-03-04)`.
fn step((title, done_on): &(String, Option<PartialDate>)) -> String {
    match done_on {
        Some(date) => format!("[x] {title} ({date})"),
        None => format!("[ ] {title}"),
    }
}

/// Reads the lines of milestones; one that is done without a date was done today.
///
/// # Errors
/// The line that cannot be read.
pub fn steps(text: &str, today: NaiveDate) -> Result<Vec<(String, Option<PartialDate>)>, String> {
    let mut out = Vec::new();
    for line in text.lines().map(str::trim) {
        let line = line.strip_prefix("- ").unwrap_or(line).trim();
        if line.is_empty() {
            continue;
        }
        let done = ["[x]", "[X]"].iter().find_map(|mark| line.strip_prefix(mark));
        let open = line.strip_prefix("[ ]").or_else(|| line.strip_prefix("[]"));
        let words = done.or(open).unwrap_or(line).trim();
        if words.is_empty() {
            return Err(format!("a milestone needs words: {line}"));
        }
        if done.is_none() {
            out.push((words.to_owned(), None));
            continue;
        }
        let dated = words.strip_suffix(')').and_then(|rest| {
            let (title, date) = rest.rsplit_once('(')?;
            let date = parse_when(date, today, Look::Back).ok()?;
            Some((title.trim().to_owned(), date.end.unwrap_or(date.start)))
        });
        let (title, on) = dated.unwrap_or((words.to_owned(), PartialDate::Day(today)));
        out.push((title, Some(on)));
    }
    Ok(out)
}

/// Sets one field, or one part, of a draft from its text.
///
/// # Errors
/// A line that says what cannot be read.
pub fn set(draft: &mut GoalDraft, name: &str, value: &str, today: NaiveDate) -> Result<(), String> {
    let trimmed = value.trim();
    match name {
        "title" => draft.title = untext(trimmed)?,
        "year" => {
            draft.year = Some(trimmed)
                .filter(|text| !text.is_empty())
                .map(|text| {
                    let year = text.trim_start_matches("FY").parse::<i32>().ok();
                    year.filter(|year| (1..=9999).contains(year)).ok_or_else(|| format!("{text} is no year"))
                })
                .transpose()?;
        }
        "measure" => {
            draft.measure = Measure::parse(trimmed).map_err(|why| {
                let example = "growing, done or not, count 2, 70% .. 90%, or milestones";
                match why {
                    crate::domain::measure::MeasureError::Unknown(_) => format!("{why}; write {example}"),
                    other => other.to_string(),
                }
            })?;
        }
        "metric" => draft.metric = Some(untext(trimmed)?).filter(|name| !name.is_empty()),
        "tags" => draft.tags = unlist_names(trimmed, '#')?,
        "links" => draft.links = unlist(trimmed)?,
        "visibility" if trimmed.is_empty() => {}
        "visibility" => draft.visibility = visibility(trimmed)?,
        "why" => value.trim_end_matches('\n').clone_into(&mut draft.why),
        "notes" => value.trim_end_matches('\n').clone_into(&mut draft.notes),
        "milestones" => draft.milestones = steps(value, today)?,
        other => return Err(format!("there is no field {other}")),
    }
    Ok(())
}

/// Writes a goal as a document.
#[must_use]
pub fn write(draft: &GoalDraft) -> String {
    let texts: Vec<(&'static str, String)> =
        SECTIONS.iter().map(|(name, title)| (*title, section(draft, name))).collect();
    let sections: Vec<(&'static str, &str)> =
        texts.iter().map(|(title, text)| (*title, text.as_str())).collect();
    field_document::write_parts(&fields(draft), &sections, INSTRUCTIONS)
}

const INSTRUCTIONS: &str = "
Everything from the line above on is left out. Save and close to keep the goal;
an empty or unchanged document changes nothing.

measure     growing, done or not, count 2, 70% .. 90%, milestones
metric      the name of a metric that a goal with a number follows
milestones  a line each: [ ] still to do, [x] done (2026-03-04)
lists       are set apart by commas; a name with a comma stands in \"quotes\"
";

/// Reads a document back.
///
/// # Errors
/// The first line that cannot be read, and why.
pub fn read(document: &str, today: NaiveDate) -> Result<GoalDraft, DocumentError> {
    let mut draft = GoalDraft::default();
    field_document::read_all(document, &SECTIONS, |name, value| set(&mut draft, name, value, today))?;
    if draft.title.trim().is_empty() {
        return Err(DocumentError { line: 1, why: "a goal needs a title".into() });
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
        assert_eq!(error("title: x\nmeasure: count 0"), "line 2: a count begins at 1");
        assert_eq!(error("title: x\nyear: soon"), "line 2: soon is no year");
        assert_eq!(error("year: 2026"), "line 1: a goal needs a title");
    }

    #[test]
    fn milestones_are_lines_and_one_that_is_done_has_its_day() {
        let read =
            steps("- [ ] Draft it\n[x] Book a room\n\n[X] Ask (again) (2026-02)\nSay it", today()).unwrap();
        let told: Vec<String> = read.iter().map(step).collect();
        assert_eq!(
            told,
            ["[ ] Draft it", "[x] Book a room (2026-03-06)", "[x] Ask (again) (2026-02)", "[ ] Say it"]
        );
        assert!(steps("[x]  ", today()).is_err());
    }

    proptest! {
        #[test]
        fn a_document_reads_back_as_the_same_goal(
            title in "[a-zA-Z\"#][^\u{0}-\u{1f}\u{7f}-\u{9f}]{0,20}[a-z]",
            steps in proptest::collection::vec(("[a-z][a-z ()]{0,8}[a-z]", proptest::bool::ANY), 0..3),
            why in "(## Notes|[a-z#\\\\> -]{0,12})(\n[a-zA-Z#\\\\ ]{1,12}[a-z]){0,3}",
            measure in prop_oneof![Just("growing"), Just("count 3"), Just("70% .. 90%"), Just("milestones")],
        ) {
            let done = PartialDate::from_iso("2026-02");
            let milestones = steps.into_iter().map(|(title, is)| (title, done.filter(|_| is))).collect();
            let draft = GoalDraft {
                title,
                milestones,
                year: Some(2026),
                why: why.trim().to_owned(),
                measure: Measure::parse(measure).unwrap(),
                ..GoalDraft::default()
            };
            prop_assert_eq!(read(&write(&draft), today()), Ok(draft));
        }
    }
}
