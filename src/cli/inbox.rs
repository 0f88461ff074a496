//! The inbox: `brag inbox`.

use serde_json::Value;

use super::args::{InboxAction, KeepArgs};
use super::{Output, capture, flags, json as record_json, show};
use crate::domain::{InboxItem, InboxItemId, Stored};
use crate::error::{Error, Result};
use crate::journal::{self, Journal, Names, Snapshot, inbox, lookup, wins};
use crate::present::json::RecordJson;
use crate::report::inbox as wording;
use crate::text::{ellipsis, inert, width};

/// Runs `brag inbox`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<InboxAction>) -> Result<u8> {
    match action.unwrap_or(InboxAction::List) {
        InboxAction::List => list(&journal.snapshot()?, output)?,
        InboxAction::Show { id } => {
            let snapshot = journal.snapshot()?;
            print(&snapshot, output, &inbox::find(&snapshot, inbox::resolve(&snapshot, &id)?)?)?;
        }
        InboxAction::Keep(args) => keep(journal, output, &args)?,
        InboxAction::Merge { id, win } => merge(journal, output, &id, &win)?,
        InboxAction::Drop { ids } => drop_items(journal, output, &ids)?,
    }
    Ok(0)
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output) -> Result<()> {
    let all = inbox::list(snapshot)?;
    if output.json {
        let shorts = lookup::short_ids(snapshot, all.iter().map(|item| item.id))?;
        let one =
            |(item, short): (&Stored<InboxItem>, String)| record_json::value(&RecordJson::new(item, short));
        return output.document(&Value::Array(all.iter().zip(shorts).map(one).collect::<Result<_>>()?));
    }
    if all.is_empty() {
        output.note("the inbox is empty; fill it from a git repository: brag import git .");
        return Ok(());
    }
    rows(snapshot, output, &all)?;
    output.hint("keep: brag inbox keep ID; add to a win: brag inbox merge ID WIN; drop: brag inbox drop ID");
    Ok(())
}

/// Prints items, one a line: id, date, title, and where it comes from.
pub(super) fn rows(snapshot: &Snapshot<'_>, output: &mut Output, all: &[Stored<InboxItem>]) -> Result<()> {
    let shorts = lookup::short_ids(snapshot, all.iter().map(|item| item.id))?;
    for (item, short) in all.iter().zip(shorts) {
        row(output, &short, item)?;
    }
    Ok(())
}

/// Prints an item in one line; `short` is empty for an item that is not stored.
pub(super) fn row(output: &mut Output, short: &str, item: &InboxItem) -> Result<()> {
    let short =
        if short.is_empty() { String::new() } else { format!("{}  ", output.accent(&format!("{short:<4}"))) };
    let date = item.date.map_or(String::new(), |date| date.to_string());
    let about = inert(&wording::about(item)).into_owned();
    let taken = width(&about) + 22;
    let room = output.columns().map_or(usize::MAX, |columns| columns.saturating_sub(taken).max(24));
    let title = inert(&item.title).into_owned();
    output.line(format!(
        "{short}{}  {}  {}",
        output.muted(&format!("{date:<10}")),
        ellipsis(&title, room),
        output.muted(&about)
    ))
}

fn keep(journal: &mut Journal, output: &mut Output, args: &KeepArgs) -> Result<()> {
    let ids = resolve(&journal.snapshot()?, &args.ids)?;
    if ids.len() > 1 && args.title.is_some() {
        return Err(Error::usage("--title is for one thing").hint("keep them one after another"));
    }
    let mut flags = args.flags.flags();
    flags.title.clone_from(&args.title);
    let kept = {
        let snapshot = journal.snapshot()?;
        let mut kept = inbox::unchanged(&snapshot, &ids)?;
        for (_, win, _) in &mut kept {
            flags.change(win, snapshot.today(), &Names::of(&snapshot)).map_err(flags::usage)?;
        }
        kept
    };
    let added = journal.write(|tx| inbox::keep(tx, &kept, true))?;
    let snapshot = journal.snapshot()?;
    if let [added] = &added[..] {
        return capture::say_added(&snapshot, output, added);
    }
    if output.json {
        let all = added.iter().map(|each| record_json::win(&snapshot, &wins::find(&snapshot, each.id)?));
        return output.document(&Value::Array(all.collect::<Result<_>>()?));
    }
    for each in &added {
        capture::say_added(&snapshot, output, each)?;
    }
    Ok(())
}

fn merge(journal: &mut Journal, output: &mut Output, id: &str, win: &str) -> Result<()> {
    let (id, win) = {
        let snapshot = journal.snapshot()?;
        (inbox::resolve(&snapshot, id)?, journal::resolve_win(&snapshot, win)?)
    };
    let merged = journal.write(|tx| inbox::merge(tx, id, win))?;
    if output.json {
        let snapshot = journal.snapshot()?;
        return output.document(&record_json::win(&snapshot, &wins::find(&snapshot, win)?)?);
    }
    output.line(format!("added to {}  {}", output.accent(&merged.short), inert(&merged.draft.title)))
}

fn drop_items(journal: &mut Journal, output: &mut Output, typed: &[String]) -> Result<()> {
    let ids = resolve(&journal.snapshot()?, typed)?;
    journal.write(|tx| inbox::refuse(tx, &ids))?;
    let snapshot = journal.snapshot()?;
    let mut dropped = Vec::new();
    for id in ids {
        dropped.push(inbox::find(&snapshot, id)?);
    }
    if output.json {
        let all = dropped.iter().map(|each| json(&snapshot, each)).collect::<Result<Vec<_>>>()?;
        return output.document(&Value::Array(all));
    }
    for item in &dropped {
        output.line(format!(
            "dropped {}  {}",
            output.accent(&lookup::short_id(&snapshot, item.id)?),
            inert(&item.title)
        ))?;
    }
    Ok(())
}

/// Resolves ids; each item is listed once.
fn resolve(snapshot: &Snapshot<'_>, typed: &[String]) -> Result<Vec<InboxItemId>> {
    let mut ids = Vec::new();
    for each in typed {
        let id = inbox::resolve(snapshot, each)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Prints an item in full, as text or JSON.
pub fn print(snapshot: &Snapshot<'_>, output: &mut Output, item: &Stored<InboxItem>) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, item)?);
    }
    show::blocks(snapshot, output, item.id.into(), wording::blocks(item))
}

/// Returns an item as JSON, with stable keys.
pub fn json(snapshot: &Snapshot<'_>, item: &Stored<InboxItem>) -> Result<Value> {
    let record = RecordJson::new(item, lookup::short_id(snapshot, item.id)?);
    record_json::value(&record.with("kept_as", record_json::optional(snapshot, item.kept_as.as_ref())?))
}
