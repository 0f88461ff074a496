//! `brag backup` and `brag restore`.

use std::path::Path;

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::Output;
use super::args::{BackupAction, BackupArgs, RestoreArgs};
use super::confirm::{agreed, refuse_without_terminal};
use crate::config::Paths;
use crate::domain::{Finding, Kind, Reason};
use crate::error::{Error, Result};
use crate::journal::restore::{Difference, RestorePlan, Restored};
use crate::journal::{Context, Journal, backups, restore};
use crate::text::{counted, inert};

/// Runs `brag backup`.
pub fn backup(journal: &Journal, output: &mut Output, args: &BackupArgs) -> Result<u8> {
    if let Some(BackupAction::List) = args.action {
        return list(journal.paths(), output);
    }
    let (path, findings) = if let Some(file) = &args.file {
        (file.clone(), backups::copy(journal, file)?)
    } else {
        let made = backups::make(journal, Reason::Asked)?;
        (made.backup.path, made.findings)
    };
    if output.json {
        let problems: Vec<String> = findings.iter().map(ToString::to_string).collect();
        output.document(&json!({ "path": path.display().to_string(), "problems": problems }))?;
    } else {
        output.line(format!("backed up to {}", inert(&path.display().to_string())))?;
    }
    warn_damaged(output, &findings);
    Ok(u8::from(!findings.is_empty()))
}

fn warn_damaged(output: &mut Output, findings: &[Finding]) {
    if let Some(first) = findings.first() {
        let more = match findings.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        output.warn(
            &format!("the journal is damaged, and so is the backup: {first}{more}"),
            Some("brag doctor --fix repairs it"),
        );
    }
}

fn list(paths: &Paths, output: &mut Output) -> Result<u8> {
    let all = backups::list(paths);
    if output.json {
        let all: Vec<Value> = all
            .iter()
            .map(|backup| {
                json!({
                    "name": backup.name(),
                    "path": backup.path.display().to_string(),
                    "at": backup.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
                    "reason": backup.reason.word(),
                    "damaged": backup.is_damaged,
                    "bytes": backup.size,
                })
            })
            .collect();
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if all.is_empty() {
        output.note("there is no backup yet; brag backup makes one");
    }
    for backup in &all {
        let damaged = if backup.is_damaged { ", of a damaged journal" } else { "" };
        output.line(format!(
            "{}  {:>9}  {}  {}{damaged}",
            output.accent(&backup.at.format("%Y-%m-%d %H:%M").to_string()),
            size(backup.size),
            inert(&backup.name()),
            output.muted(&backup.reason.to_string()),
        ))?;
    }
    Ok(0)
}

/// Returns a size in KB or MB.
fn size(bytes: u64) -> String {
    if bytes < 10_000_000 {
        format!("{} KB", bytes.div_ceil(1000))
    } else {
        format!("{} MB", bytes / 1_000_000)
    }
}

/// Runs `brag restore` on a journal that can be opened.
pub fn run_restore(journal: &mut Journal, output: &mut Output, args: &RestoreArgs) -> Result<u8> {
    ask_later(args)?;
    let path = restore::find(journal.context(), &args.backup)?;
    say_earlier(output, journal.context(), &args.backup, &path);
    let plan = output.with_status("comparing", || restore::plan(Some(journal), &path))?;
    if !confirmed(output, &plan, args)? {
        return Ok(u8::from(!args.dry_run && !plan.comparison.is_empty()));
    }
    let restored = restore::apply(journal, &plan)?;
    say_restored(output, journal.context(), &plan, &restored)
}

/// Runs `brag restore` on a journal that cannot be opened, because of `why`.
pub fn restore_unreadable(
    context: &Context,
    output: &mut Output,
    args: &RestoreArgs,
    why: &Error,
) -> Result<u8> {
    ask_later(args)?;
    output.warn(why.message(), None);
    let path = restore::find(context, &args.backup)?;
    say_earlier(output, context, &args.backup, &path);
    let plan = restore::plan(None, &path)?;
    if !confirmed(output, &plan, args)? {
        return Ok(u8::from(!args.dry_run));
    }
    let restored = restore::replace_unreadable(context, &plan)?;
    say_restored(output, context, &plan, &restored)
}

/// Says that the backup is of an earlier day than the one that the user named.
fn say_earlier(output: &mut Output, context: &Context, typed: &str, path: &Path) {
    if let Some(day) = restore::earlier_day(context, typed, path) {
        output.note(&format!(
            "there is no intact backup of that day; this is the last one before it, of {day}"
        ));
    }
}

fn ask_later(args: &RestoreArgs) -> Result<()> {
    if args.yes || args.dry_run {
        return Ok(());
    }
    refuse_without_terminal(
        "a restore",
        "add --yes to restore without it, or --dry-run to show what would change",
    )
}

/// Prints the plan and asks; returns `false` if nothing is to be done.
fn confirmed(output: &mut Output, plan: &RestorePlan, args: &RestoreArgs) -> Result<bool> {
    if output.json && args.dry_run {
        output.document(&plan_json(plan))?;
        return Ok(false);
    }
    if !output.json {
        print_plan(output, plan)?;
        output.flush()?;
    }
    if args.dry_run {
        return Ok(false);
    }
    if plan.comparison.is_empty() {
        output.note("the journal has the same records already: nothing was changed");
        return Ok(false);
    }
    if !args.yes && !agreed("Replace the journal by this backup?")? {
        output.note("nothing was changed");
        return Ok(false);
    }
    Ok(true)
}

fn print_plan(output: &mut Output, plan: &RestorePlan) -> Result<()> {
    output.line(output.strong(&inert(&plan.path.display().to_string())))?;
    output.line(format!("holds {}", kinds(&plan.comparison.contents)))?;
    if let Some((label, at)) = &plan.comparison.last_change {
        let at = NaiveDateTime::parse_from_str(at.get(..16).unwrap_or_default(), "%Y-%m-%dT%H:%M");
        let at = at.map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
        output.line(format!("last change {at}  {}", output.muted(&inert(label))))?;
    }
    if plan.comparison.is_unreadable {
        return output.line("the journal cannot be read, so it is not compared; the damaged file is kept");
    }
    for (what, difference) in [
        ("only in the journal, and removed", &plan.comparison.only_in_journal),
        ("only in the backup, and brought back", &plan.comparison.only_in_backup),
        ("different, and set to the backup's", &plan.comparison.different),
    ] {
        print_difference(output, what, difference)?;
    }
    if plan.comparison.has_same_records() && !plan.comparison.has_same_history {
        output.line("the records are the same; the history is another one")?;
    }
    Ok(())
}

fn print_difference(output: &mut Output, what: &str, difference: &Difference) -> Result<()> {
    if difference.count() == 0 {
        return Ok(());
    }
    output.line(format!("{what}: {}", kinds(&difference.counts)))?;
    let columns = output.columns().unwrap_or(120).saturating_sub(4);
    for title in &difference.titles {
        output.line(format!("    {}", crate::text::ellipsis(&inert(title), columns)))?;
    }
    let found: usize =
        difference.counts.iter().filter(|(kind, _)| kind.info().found).map(|(_, count)| count).sum();
    if found > difference.titles.len() {
        output.line(format!(
            "    {}",
            output.muted(&format!("and {} more", found - difference.titles.len()))
        ))?;
    }
    Ok(())
}

fn kinds(counts: &[(Kind, usize)]) -> String {
    let all: Vec<String> =
        counts.iter().map(|(kind, count)| counted(*count, &kind.to_string(), kind.plural())).collect();
    if all.is_empty() { "no record".to_owned() } else { all.join(", ") }
}

fn plan_json(plan: &RestorePlan) -> Value {
    let counts = |counts: &[(Kind, usize)]| -> Value {
        let map: serde_json::Map<String, Value> =
            counts.iter().map(|(kind, count)| (kind.word().to_owned(), json!(count))).collect();
        Value::Object(map)
    };
    json!({
        "path": plan.path.display().to_string(),
        "contents": counts(&plan.comparison.contents),
        "last_change": plan.comparison.last_change.as_ref().map(|(_, at)| at),
        "only_in_journal": counts(&plan.comparison.only_in_journal.counts),
        "only_in_backup": counts(&plan.comparison.only_in_backup.counts),
        "different": counts(&plan.comparison.different.counts),
    })
}

fn say_restored(
    output: &mut Output,
    context: &Context,
    plan: &RestorePlan,
    restored: &Restored,
) -> Result<u8> {
    let revert = match restored {
        Restored::Replaced(backup) if !backup.is_damaged => Some(revert_command(context, &backup.path)),
        _ => None,
    };
    if output.json {
        output.document(&json!({ "restored": plan.path.display().to_string(), "revert": revert }))?;
        return Ok(0);
    }
    output.line(format!("restored {}", inert(&plan.path.display().to_string())))?;
    if let Some(revert) = revert {
        output.note(&format!("hint: this brings back what was there before: {}", inert(&revert)));
    }
    let kept = match restored {
        Restored::Replaced(backup) if backup.is_damaged => Some(&backup.path),
        Restored::Moved(kept) => Some(kept),
        _ => None,
    };
    if let Some(kept) = kept {
        let kept = kept.display().to_string();
        output.note(&format!("the damaged journal is kept as {}", inert(&kept)));
        let quoted = quoted(Path::new(&kept));
        output.note(&format!(
            "hint: brag --db {} doctor --fix -o NEW.db reads what is left of it",
            inert(&quoted)
        ));
    }
    Ok(0)
}

/// Returns the command that brings a backup back into this journal, from any directory.
fn revert_command(context: &Context, backup: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let journal = absolute(&context.paths().journal);
    let is_default = Paths::new(None, None).is_ok_and(|paths| paths.journal == journal);
    let db = if is_default { String::new() } else { format!(" --db {}", quoted(&journal)) };
    format!("brag{db} restore {}", quoted(&absolute(backup)))
}

/// Returns a path as a word of a shell.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    shlex::try_quote(&path).map_or_else(|_| path.clone(), std::borrow::Cow::into_owned)
}
