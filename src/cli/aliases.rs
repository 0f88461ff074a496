//! Aliases: `brag alias`.

use serde_json::{Value, json};

use super::Output;
use super::args::AliasAction;
use crate::domain::{Alias, Stored, fold};
use crate::error::Result;
use crate::journal::{Journal, Snapshot, aliases};
use crate::text::inert;

/// Runs `brag alias`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<AliasAction>) -> Result<u8> {
    let (verb, alias) = match action.unwrap_or(AliasAction::List) {
        AliasAction::Add { name, alias, exact } => {
            ("set", journal.write(|tx| aliases::add(tx, &name, &alias, Some(exact)))?)
        }
        AliasAction::Rm { name } => ("removed", journal.write(|tx| aliases::remove(tx, &name))?),
        AliasAction::List => return list(&journal.snapshot()?, output),
    };
    if output.json {
        output.document(&one(&alias))?;
        return Ok(0);
    }
    output.line(format!("{verb} the alias “{}” for {}", inert(&alias.alias), inert(&alias.name)))?;
    let others = aliases::list(&journal.snapshot()?)?;
    let same = others.iter().find(|each| each.id != alias.id && fold(&each.alias) == fold(&alias.alias));
    if let Some(same) = same {
        output.hint(&format!("{} has this alias too: a reader takes them for one", inert(&same.name)));
    }
    Ok(0)
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output) -> Result<u8> {
    let all = aliases::list(snapshot)?;
    if output.json {
        output.document(&Value::Array(all.iter().map(one).collect()))?;
        return Ok(0);
    }
    if all.is_empty() {
        output.note("no aliases yet; add one: brag alias add 'Acme Corp' 'a large bank'");
    }
    for alias in &all {
        output.line(format!("{}  {}", inert(&alias.name), output.muted(&inert(&alias.alias))))?;
    }
    Ok(0)
}

fn one(alias: &Stored<Alias>) -> Value {
    json!({ "id": alias.id.to_string(), "kind": "alias", "name": alias.name, "alias": alias.alias, "exact": alias.exact })
}
