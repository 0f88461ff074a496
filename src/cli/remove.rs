//! Deletes records, for every command that deletes.

use serde_json::{Value, json};

use super::Output;
use crate::domain::{Kind, RecordId};
use crate::error::Result;
use crate::journal::{Journal, Snapshot, lookup, records};
use crate::text::inert;

/// Resolves the arguments of a command with `resolve`, and deletes these records like [`remove_ids`].
pub fn remove_named<I: Into<RecordId>>(
    journal: &mut Journal,
    output: &mut Output,
    named: &[String],
    resolve: impl Fn(&Snapshot<'_>, &str) -> Result<I>,
) -> Result<u8> {
    let mut found: Vec<RecordId> = Vec::with_capacity(named.len());
    {
        let snapshot = journal.snapshot()?;
        for typed in named {
            found.push(resolve(&snapshot, typed)?.into());
        }
    }
    remove_ids(journal, output, &found)
}

/// Deletes records in one batch, prints them and returns the exit code.
pub fn remove_ids(journal: &mut Journal, output: &mut Output, ids: &[RecordId]) -> Result<u8> {
    let mut found: Vec<crate::domain::RecordRef> = Vec::new();
    for id in ids {
        if found.iter().all(|each| each.id != *id) {
            found.push(lookup::describe(&journal.snapshot()?, *id)?);
        }
    }
    let ids: Vec<RecordId> = found.iter().map(|each| each.id).collect();
    let ids = &ids[..];
    let goals = journal.write(|tx| records::delete(tx, ids))?;
    if output.json {
        let all: Vec<Value> = found
            .iter()
            .map(|record| json!({ "id": record.id.to_string(), "short_id": record.short, "kind": record.kind.word(), "title": record.title }))
            .collect();
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    for record in &found {
        let kind = if record.kind == Kind::Win { String::new() } else { format!("{} ", record.kind) };
        output.line(format!("deleted {kind}{}  {}", output.accent(&record.short), inert(&record.title)))?;
    }
    for line in &goals {
        output.note(line);
    }
    output.note("hint: brag undo brings it back");
    Ok(0)
}
