//! Commands on records of any kind and on the history: `show`, `rm`, `undo`, `redo`, `history`.

use serde_json::{Value, json};

use super::args::{HistoryArgs, UndoArgs};
use super::remove::remove_ids;
use super::{
    Output, goals, inbox, json as record_json, positions, praise, profile, questionnaires, readings,
    show as whole_text, stories,
};
use crate::domain::{ChangeEntry, Kind, ProjectId, RecordId, RecordRef, WinId};
use crate::error::{Error, Result};
use crate::journal::{
    self, AnyRecord, HistoryStep, Journal, Snapshot, Undone, history, lookup, metrics, projects, records,
};
use crate::text::{counted, ellipsis, inert};

/// Runs `brag show`: the JSON of several records is an array.
pub fn show(snapshot: &Snapshot<'_>, output: &mut Output, typed: &[String]) -> Result<u8> {
    let found: Vec<_> = typed.iter().map(|typed| journal::resolve(snapshot, typed)).collect::<Result<_>>()?;
    let several = found.len() > 1;
    if several && output.json {
        output.text("[\n")?;
    }
    for (at, record) in found.into_iter().enumerate() {
        if at > 0 {
            output.text(if output.json { ",\n" } else { "\n" })?;
        }
        print_whole(snapshot, output, record)?;
    }
    if several && output.json {
        output.text("]\n")?;
    }
    Ok(0)
}

fn print_whole(snapshot: &Snapshot<'_>, output: &mut Output, found: RecordRef) -> Result<()> {
    match records::load(snapshot, found)? {
        AnyRecord::Win(win) if output.json => output.document(&record_json::win(snapshot, &win)?)?,
        AnyRecord::Win(win) => whole_text::win(snapshot, output, &win)?,
        AnyRecord::Project(whole) if output.json => {
            let wins = record_json::win_references(snapshot, &whole.wins)?;
            let mut value = record_json::project(snapshot, &whole.project, &whole.metrics, &wins)?;
            let groups: serde_json::Map<String, Value> =
                whole.skills.iter().map(|(group, names)| (group.clone(), json!(names))).collect();
            value["skills_by_group"] = Value::Object(groups);
            value["parts"] = whole.parts.iter().map(|part| json!(part.name)).collect();
            output.document(&value)?;
        }
        AnyRecord::Project(whole) => whole_text::project(snapshot, output, &whole)?,
        AnyRecord::Metric(metric) if output.json => {
            output.document(&record_json::metric(snapshot, &metric)?)?;
        }
        AnyRecord::Metric(metric) => whole_text::metric(snapshot, output, &metric)?,
        AnyRecord::FollowUp(asked) if output.json => {
            output.document(&record_json::asked(snapshot, &asked)?)?;
        }
        AnyRecord::FollowUp(asked) => whole_text::follow_up(snapshot, output, &asked)?,
        AnyRecord::Goal(goal) => goals::print(snapshot, output, &goal)?,
        AnyRecord::Reading(reading) => readings::print(snapshot, output, &reading)?,
        AnyRecord::Position(position) => positions::print(snapshot, output, &position)?,
        AnyRecord::Story(story) => stories::print(snapshot, output, &story)?,
        AnyRecord::Praise(found) => praise::print(snapshot, output, &found)?,
        AnyRecord::Profile(found) => profile::print(snapshot, output, &found)?,
        AnyRecord::Questionnaire(answered) => questionnaires::print(snapshot, output, &answered)?,
        AnyRecord::InboxItem(found) => inbox::print(snapshot, output, &found)?,
        AnyRecord::Other(found) if output.json => {
            let value = json!({ "id": found.id.to_string(), "short_id": found.short, "kind": found.kind.word(), "title": found.title });
            output.document(&value)?;
        }
        AnyRecord::Other(found) => {
            output.line(format!(
                "{} {}  {}",
                found.kind,
                output.accent(&found.short),
                inert(&found.title)
            ))?;
        }
    }
    Ok(())
}

/// Runs `brag rm`.
pub fn remove(journal: &mut Journal, output: &mut Output, typed: &[String]) -> Result<u8> {
    let mut found = Vec::new();
    for each in typed {
        let record = journal::resolve(&journal.snapshot()?, each)?;
        if !found.contains(&record) {
            found.push(record);
        }
    }
    let ids: Vec<_> = found.iter().map(|record| record.id).collect();
    let mut left = Vec::new();
    for record in &found {
        left.extend(match record.kind {
            Kind::Project => {
                Some(projects::deletion_consequences(&journal.snapshot()?, ProjectId(record.id.0))?)
            }
            Kind::Win => Some(metrics::deleted_with_win(&journal.snapshot()?, WinId(record.id.0))?),
            _ => None,
        });
    }
    let code = remove_ids(journal, output, &ids)?;
    for text in left.iter().filter(|text| !text.is_empty()) {
        output.note(text);
    }
    Ok(code)
}

/// Runs `brag undo`.
pub fn undo(journal: &mut Journal, output: &mut Output, args: &UndoArgs) -> Result<u8> {
    let done = match &args.batch {
        Some(id) => (vec![history::undo_batch(journal, id)?], None),
        None => history::step(journal, HistoryStep::Undo, usize::from(args.count))?,
    };
    let missing = usize::from(args.count).saturating_sub(done.0.len());
    if args.batch.is_none() && done.1.is_none() && missing > 0 {
        let all = counted(done.0.len(), "change", "changes");
        output.note(&format!("there were only {all} to undo; brag redo {} brings them back", done.0.len()));
    }
    say_undone(&journal.snapshot()?, output, "undid", done)
}

/// Runs `brag redo`.
pub fn redo(journal: &mut Journal, output: &mut Output, count: u16) -> Result<u8> {
    let done = history::step(journal, HistoryStep::Redo, usize::from(count))?;
    say_undone(&journal.snapshot()?, output, "redid", done)
}

fn say_undone(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    verb: &str,
    (done, stopped): (Vec<Undone>, Option<Error>),
) -> Result<u8> {
    if output.json {
        let mut changes = Vec::new();
        for each in &done {
            changes.extend(history::changes(snapshot, &each.short)?.iter().map(record_json::change));
        }
        let batch = done.last().map(|each| &each.short);
        output.document(&json!({ "batch": batch, "changes": changes }))?;
    } else {
        for each in &done {
            let count = counted(each.changes, "change", "changes");
            output.line(format!(
                "{verb}: {}  {}",
                inert(&each.label),
                output.muted(&format!("({count})"))
            ))?;
        }
    }
    output.flush()?;
    match stopped {
        Some(why) => Err(why),
        None => Ok(0),
    }
}

/// Runs `brag history`.
pub fn history(snapshot: &Snapshot<'_>, output: &mut Output, args: &HistoryArgs) -> Result<u8> {
    let of = args.id.as_deref().map(|typed| journal::resolve_even_deleted(snapshot, typed)).transpose()?;
    let shown = if output.json { usize::MAX } else { 8 };
    let batches = history::list(snapshot, of.map(|found| found.id), args.limit, shown)?;
    if output.json {
        let all: Vec<Value> = batches
            .iter()
            .map(|batch| {
                json!({
                    "batch": batch.short,
                    "kind": batch.kind,
                    "label": batch.label,
                    "at": batch.at,
                    "in_force": batch.in_force,
                    "changes": batch.changes.iter().map(record_json::change).collect::<Vec<_>>(),
                })
            })
            .collect();
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if batches.is_empty() && args.limit > 0 {
        output.note("no changes yet");
    }
    for batch in &batches {
        let undone = if batch.kind == "do" && !batch.in_force { " (undone)" } else { "" };
        let at = batch.at.get(..16).unwrap_or(&batch.at).replace('T', " ");
        output.line(format!(
            "{}  {}  {}{undone}",
            output.accent(&batch.short),
            output.muted(&at),
            inert(&batch.label)
        ))?;
        for change in &batch.changes {
            output.line(format!("        {}", output.muted(&change_line(snapshot, change))))?;
        }
        if batch.count > batch.changes.len() && args.id.is_none() {
            let more = batch.count - batch.changes.len();
            output.line(format!(
                "        {}",
                output.muted(&format!("and {}", counted(more, "more change", "more changes")))
            ))?;
        }
    }
    Ok(0)
}

fn change_line(snapshot: &Snapshot<'_>, change: &ChangeEntry) -> String {
    let word = |value: &Value| match value {
        Value::Null => "(empty)".to_owned(),
        Value::String(text) if text.is_empty() => "(empty)".to_owned(),
        Value::String(text) => {
            // A reference is stored as an id; its record has a readable title.
            let named = uuid::Uuid::parse_str(text).ok().and_then(|id| lookup::title(snapshot, RecordId(id)));
            ellipsis(&inert(named.as_deref().unwrap_or(text)), 40).into_owned()
        }
        other => other.to_string(),
    };
    let title = ellipsis(&inert(&change.title), 50).into_owned();
    match change.field.as_deref() {
        None => format!("{} {} {title}: added", change.kind, change.short),
        Some("deleted_at") if change.after.is_null() => {
            format!("{} {} {title}: brought back", change.kind, change.short)
        }
        Some("deleted_at") => format!("{} {} {title}: deleted", change.kind, change.short),
        Some(field) => {
            let field = field.strip_prefix("link:").unwrap_or(field).replace('_', " ");
            format!(
                "{} {} {title}: {field} {} → {}",
                change.kind,
                change.short,
                word(&change.before),
                word(&change.after)
            )
        }
    }
}
