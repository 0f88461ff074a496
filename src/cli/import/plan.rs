//! The plan of an import, as a tree and as JSON.

use serde_json::{Map, Value, json};

use crate::cli::Output;
use crate::domain::{Kind, Measure, StoredRecord};
use crate::error::Result;
use crate::import::ImportDraft;
use crate::journal::{Match, Plan, Planned, Snapshot, lookup};
use crate::text::{counted, ellipsis, inert, width};

/// Prints the plan for a document: the records as a tree, what is not sure, what goes to notes, and the counts.
pub(super) fn tree(snapshot: &Snapshot<'_>, output: &mut Output, plan: &Plan) -> Result<()> {
    output.line(output.strong(&inert(&plan.name)))?;
    let columns = output.columns().unwrap_or(120);
    for (at, planned) in plan.records.iter().enumerate() {
        record(snapshot, output, plan, (at, planned), columns)?;
    }
    let unplaced = plan.unplaced.iter().filter(|each| !each.text.trim().is_empty());
    for each in unplaced {
        let text = ellipsis(&inert(each.text.trim()), columns.saturating_sub(22)).into_owned();
        output.line(output.muted(&format!("{:>9}    {:<8} {text}", each.line, "note")))?;
    }
    summary(output, plan)
}

fn record(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    plan: &Plan,
    (at, planned): (usize, &Planned),
    columns: usize,
) -> Result<()> {
    let draft = &planned.draft;
    let lines = match draft.lines {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first}–{last}"),
    };
    let mark = match (&planned.found, draft.is_unsure) {
        (Match::Changed(..), _) => "~",
        (Match::Same(_) | Match::Edited(_), _) => "=",
        (Match::New, true) => "?",
        (Match::New, false) => " ",
    };
    let there = match &planned.found {
        Match::New => String::new(),
        Match::Same(id) => format!("  in the journal: {}", lookup::short_id(snapshot, *id)?),
        Match::Changed(id, fields) => {
            format!("  changed: {} of {}", fields.join(", "), lookup::short_id(snapshot, *id)?)
        }
        Match::Edited(id) => {
            format!("  edited in the journal since, stays: {}", lookup::short_id(snapshot, *id)?)
        }
    };
    let about = planned.about();
    let about = if about.is_empty() { String::new() } else { format!("  {about}") };
    let indent = "  ".repeat(plan.depth(at).min(6));
    let taken = 22 + width(&indent) + width(&about) + width(&there);
    let title = ellipsis(&inert(planned.title()), columns.saturating_sub(taken).max(20)).into_owned();
    output.line(format!(
        "{}  {mark} {:<8} {indent}{title}{}{}",
        output.muted(&format!("{lines:>9}")),
        draft.kind.word(),
        output.muted(&about),
        output.muted(&there)
    ))
}

/// Prints the counts, and the facts that the user should know.
fn summary(output: &mut Output, plan: &Plan) -> Result<()> {
    let counts: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| (plan.count(*kind), kind))
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| counted(count, &kind.to_string(), kind.plural()))
        .collect();
    output.line(if counts.is_empty() { "no records found".to_owned() } else { counts.join(", ") })?;
    let count = |wanted: fn(&Planned) -> bool| plan.records.iter().filter(|planned| wanted(planned)).count();
    let mut facts = Vec::new();
    let mut fact = |number: usize, text: String| {
        if number > 0 {
            facts.push(text);
        }
    };
    let same = count(|planned| matches!(planned.found, Match::Same(_)));
    fact(same, format!("{same} in the journal already"));
    let changed = plan.changed_records();
    fact(changed, format!("{changed} changed in the document (~): the import updates them"));
    let edited = count(|planned| matches!(planned.found, Match::Edited(_)));
    fact(
        edited,
        format!("{edited} changed in the document, but edited in the journal since: they stay as they are"),
    );
    let unsure = count(|planned| planned.draft.is_unsure && planned.found == Match::New);
    fact(
        unsure,
        format!("{} marked ?: the reader was not sure of them", counted(unsure, "record is", "records are")),
    );
    let undated = plan.undated();
    fact(undated, format!("{} no date (--year YEAR gives one)", counted(undated, "win has", "wins have")));
    let words = plan.unplaced_words();
    fact(words, format!("{} without a place: kept in a private note", counted(words, "word", "words")));
    for text in facts {
        output.line(text)?;
    }
    for notice in &plan.notices {
        output.note(&notice.to_string());
    }
    Ok(())
}

/// Returns the plan for a document as JSON.
pub(super) fn json(snapshot: &Snapshot<'_>, plan: &Plan) -> Result<Value> {
    let mut records = Vec::with_capacity(plan.records.len());
    for planned in &plan.records {
        let draft = &planned.draft;
        let known = planned.known().map(|id| lookup::short_id(snapshot, id)).transpose()?;
        let changed = match &planned.found {
            Match::Changed(_, fields) => json!(fields),
            _ => json!([]),
        };
        records.push(json!({
            "kind": draft.kind.word(),
            "title": draft.title,
            "lines": [draft.lines.0, draft.lines.1],
            "fields": fields(plan, draft),
            "unsure": draft.is_unsure,
            "duplicate_of": known,
            "changed": changed,
        }));
    }
    let counts: Map<String, Value> = Kind::ALL
        .iter()
        .map(|kind| (kind.word().to_owned(), json!(plan.count(*kind))))
        .filter(|(_, count)| *count != json!(0))
        .collect();
    let unplaced: Vec<Value> =
        plan.unplaced.iter().map(|each| json!({ "line": each.line, "text": each.text })).collect();
    let notices: Vec<String> = plan.notices.iter().map(ToString::to_string).collect();
    Ok(json!({ "records": records, "counts": counts, "unplaced": unplaced, "notices": notices }))
}

fn fields(plan: &Plan, draft: &ImportDraft) -> Map<String, Value> {
    let mut fields = Map::new();
    if let Some(when) = draft.when {
        let end = draft.end().map(|end| end.to_string());
        match draft.kind {
            Kind::Project | Kind::Position => {
                fields.insert("start".into(), json!(when.start.to_string()));
                fields.insert("end".into(), json!(end));
            }
            Kind::Goal => {
                use chrono::Datelike as _;
                fields.insert("year".into(), json!(when.last_day().year()));
            }
            Kind::Reading => drop(fields.insert("finished".into(), json!(end))),
            _ => drop(fields.insert("date".into(), json!(when.to_string()))),
        }
    }
    let title = |index: Option<usize>| {
        index.and_then(|at| plan.records.get(at)).map(|planned| planned.draft.title.clone())
    };
    let owner = if draft.kind == Kind::Project { "parent" } else { "project" };
    fields.insert(owner.into(), json!(title(draft.project())));
    if let Some(position) = title(draft.position()) {
        fields.insert("position".into(), json!(position));
    }
    for (name, text) in &draft.fields {
        fields.insert((*name).into(), json!(text));
    }
    if draft.kind == Kind::Goal {
        fields.insert("measure".into(), json!(Measure::guess(&draft.title).word()));
    }
    if !draft.figures().is_empty() {
        let metrics: Vec<String> = draft.figures().iter().map(crate::domain::Figure::in_sentence).collect();
        fields.insert("metrics".into(), json!(metrics));
    }
    fields
}

/// Returns the title of a record of an exported journal.
pub(super) fn title_of(record: &StoredRecord) -> Option<&Value> {
    ["title", "name", "question", "text"].iter().find_map(|key| record.fields.get(*key))
}
