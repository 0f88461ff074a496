//! `brag purge`.

use serde_json::json;

use super::Output;
use super::args::PurgeArgs;
use super::confirm::{agreed, refuse_without_terminal};
use crate::domain::{Period, RecordId};
use crate::error::{Error, Result};
use crate::journal::purge::{self, Purged};
use crate::journal::{self, Journal};
use crate::text::{counted, inert};

/// The maximum number of titles in the question.
const MOST_TITLES: usize = 8;

/// Runs `brag purge`.
pub fn run(journal: &mut Journal, output: &mut Output, args: &PurgeArgs) -> Result<u8> {
    if args.before.is_some() && !args.deleted {
        return Err(Error::usage("--before chooses among deleted records").hint("add --deleted, and no ids"));
    }
    if !args.yes {
        refuse_without_terminal("a purge", "add --yes to purge without it")?;
    }
    let ids = chosen(journal, args)?;
    if ids.is_empty() {
        output.note("there is nothing to purge");
        return Ok(0);
    }
    let doomed = purge::doomed(&journal.snapshot()?, &ids)?;
    if !output.json {
        for title in doomed.titles.iter().filter(|title| !title.is_empty()).take(MOST_TITLES) {
            output.line(format!("  {}", inert(title)))?;
        }
        if doomed.titles.len() > MOST_TITLES {
            output.line(format!("  and {} more", doomed.titles.len() - MOST_TITLES))?;
        }
        output.flush()?;
    }
    let records = counted(doomed.ids.len(), "record", "records");
    let traces = if args.no_trace { ", also from all backups, without a new one" } else { "" };
    if !args.yes && !agreed(&format!("Remove {records} for good{traces}? brag undo cannot bring them back."))?
    {
        output.note("nothing was removed");
        return Ok(1);
    }
    let purged = output.with_status("removing", || purge::purge(journal, &ids, args.no_trace))?;
    report(output, &purged, args.no_trace)?;
    if purged.is_in_log {
        output.warn(
            "another program still reads the write-ahead log, which holds what was removed",
            Some("close brag in other terminals; the next change empties the log"),
        );
    }
    Ok(u8::from(purged.is_in_log))
}

/// Returns the records that the user chose.
fn chosen(journal: &Journal, args: &PurgeArgs) -> Result<Vec<RecordId>> {
    let snapshot = journal.snapshot()?;
    if args.deleted {
        let start = journal.config().fiscal_year_start;
        let before = match &args.before {
            Some(text) => {
                let period = Period::parse(text, journal.today(), start).map_err(|err| {
                    Error::usage(err.to_string()).hint("a period is written as 2025, 2025-Q1 or last month")
                })?;
                Some(period.first)
            }
            None => None,
        };
        return purge::deleted(&snapshot, before);
    }
    let mut out = Vec::new();
    for typed in &args.ids {
        let id = journal::resolve_even_deleted(&snapshot, typed)?.id;
        if !out.contains(&id) {
            out.push(id);
        }
    }
    Ok(out)
}

fn report(output: &mut Output, purged: &Purged, no_trace: bool) -> Result<()> {
    let backup = purged.backup.as_ref().map(|backup| backup.path.display().to_string());
    let removed: Vec<String> = purged.removed.iter().map(|path| path.display().to_string()).collect();
    if output.json {
        return output.document(&json!({
            "records": purged.records,
            "mentioned": purged.mentioned,
            "backup": backup,
            "backups_rewritten": purged.backups,
            "files_removed": removed,
        }));
    }
    output.line(format!("removed {} for good", counted(purged.records, "record", "records")))?;
    if let Some(backup) = backup {
        output.note(&format!("the backup {} still has what was removed", inert(&backup)));
    }
    for title in &purged.mentioned {
        let words = shlex::try_quote(title).map_or_else(|_| title.clone(), std::borrow::Cow::into_owned);
        output.note(&format!(
            "other records still contain “{0}”: brag search {1}",
            inert(title),
            inert(&words)
        ));
    }
    if no_trace {
        output.line(format!("and from {}", counted(purged.backups, "backup", "backups")))?;
        for path in removed {
            output.line(format!("removed the file {}", inert(&path)))?;
        }
        output.note("hint: brag cannot remove what you exported, copied elsewhere or sent");
    }
    Ok(())
}
