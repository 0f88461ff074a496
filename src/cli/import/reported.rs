//! Puts the work that git and other programs reported into the inbox: `brag import git`, `gh`, and JSON lines.

use serde_json::{Value, json};

use super::super::args::{GhArgs, GitArgs};
use super::super::{Output, inbox as rows, json as record_json};
use super::{ImportFile, file_name, read, refuse_no_file};
use crate::domain::{InboxItem, Reason};
use crate::error::{Error, Result};
use crate::import::forge::{self, ForgeOptions};
use crate::import::git::Grouping;
use crate::import::{self, ImportError, candidates};
use crate::journal::git::{self, GitRequest};
use crate::journal::import::FileKind;
use crate::journal::inbox::{Reported, Standing};
use crate::journal::{Journal, Snapshot, backups, inbox, lookup};
use crate::text::{counted, grouped, inert};

/// The number of items that are listed after an import.
const LISTED: usize = 20;

/// The work that programs reported, and the facts about each source, one line each.
#[derive(Default)]
struct Sources {
    reported: Reported,
    notes: Vec<String>,
}

/// The decision of the command line about the items.
#[derive(Clone, Copy)]
pub(super) struct Then {
    /// `true` to write nothing.
    pub dry_run: bool,
    /// `true` to keep all items as wins.
    pub keep: bool,
}

/// Runs `brag import git`.
pub fn git(journal: &mut Journal, output: &mut Output, args: &GitArgs) -> Result<u8> {
    let period = match &args.since {
        Some(typed) => {
            let mut period = journal.context().period(typed)?;
            // A period after --since has a beginning, and goes on until today.
            period.last = period.last.max(journal.today());
            Some(period)
        }
        None => None,
    };
    if args.author.iter().any(|author| author.trim().is_empty()) {
        return Err(Error::usage("--author is empty").hint("give a part of a name or of an address"));
    }
    let mut sources = Sources::default();
    for path in &args.paths {
        let request = GitRequest {
            path: path.clone(),
            authors: args.author.clone(),
            period: period.clone(),
            grouping: Grouping::from_word(&args.group).unwrap_or_default(),
        };
        let snapshot = journal.snapshot()?;
        let history = output.with_status("reading commits", || git::read(&snapshot, &request))?;
        let shown = inert(&path.to_string_lossy()).into_owned();
        sources.notes.push(about_history(&shown, &history, args));
        sources.reported.items.extend(history.items);
        sources.reported.commits.extend(history.commits);
    }
    receive(journal, output, &sources, Then { dry_run: args.dry_run, keep: args.yes })
}

/// Returns the numbers of the commits of a repository, and of those in no item.
fn about_history(path: &str, history: &import::git::History, args: &GitArgs) -> String {
    if history.commits.is_empty() {
        let time = if args.since.is_some() { " in this period" } else { "" };
        if history.authors.is_empty() {
            return format!("{path}: there are no commits{time}");
        }
        let whom = if args.author.is_empty() { "you".to_owned() } else { args.author.join(", ") };
        let authors = history.authors.join(", ");
        let text = format!("no commit{time} is by {whom}; the authors are {authors}: choose with --author");
        return format!("{path}: {}", inert(&text));
    }
    let mut parts = vec![counted(history.used, "commit", "commits")];
    let more = [
        (history.trivial, "trivial set aside"),
        (history.reverted, "reverted"),
        (history.known, "decided on before"),
    ];
    parts.extend(more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    format!("{path}: {}", parts.join(", "))
}

/// Runs `brag import gh`.
pub fn gh(journal: &mut Journal, output: &mut Output, args: &GhArgs) -> Result<u8> {
    let mut sources = Sources::default();
    for path in &args.files {
        refuse_no_file(path)?;
        let options = ForgeOptions { login: args.author.clone(), is_reviewed: args.reviewed };
        add_forge(&mut sources, &file_name(path), &options, read(path)?)?;
    }
    receive(journal, output, &sources, Then { dry_run: args.dry_run, keep: args.yes })
}

fn add_forge(sources: &mut Sources, name: &str, options: &ForgeOptions, bytes: Vec<u8>) -> Result<()> {
    let failed = |err: ImportError| Error::failed(format!("{}: {err}", inert(name)));
    let forge = forge::read(&import::decode(bytes).map_err(failed)?.text, options).map_err(failed)?;
    let left = [
        (forge.open, "open"),
        (forge.abandoned, "closed without a result"),
        (forge.others, "of others, without a review of yours"),
    ];
    let left: Vec<String> =
        left.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if !left.is_empty() {
        sources.notes.push(format!("{}: left out: {}", inert(name), left.join(", ")));
    }
    sources.reported.items.extend(forge.items);
    Ok(())
}

/// Puts the content of files into the inbox.
pub(super) fn files(
    journal: &mut Journal,
    output: &mut Output,
    files: Vec<ImportFile>,
    then: Then,
) -> Result<u8> {
    let mut sources = Sources::default();
    for ImportFile { name, kind, bytes } in files {
        if kind == FileKind::Forge {
            add_forge(&mut sources, &name, &ForgeOptions::default(), bytes)?;
            continue;
        }
        let failed = |err: ImportError| Error::failed(format!("{}: {err}", inert(&name)));
        let text = import::decode(bytes).map_err(failed)?.text;
        sources.reported.items.extend(candidates::read(&text).map_err(failed)?);
    }
    receive(journal, output, &sources, then)
}

/// Writes the items, and prints what came of them.
fn receive(journal: &mut Journal, output: &mut Output, sources: &Sources, then: Then) -> Result<u8> {
    let reported = &sources.reported;
    if !output.json {
        sources.notes.iter().for_each(|note| output.note(note));
    }
    if then.dry_run {
        preview(&journal.snapshot()?, output, reported)?;
        return Ok(0);
    }
    if then.keep && reported.items.len() > backups::LARGE_IMPORT {
        output.with_status("backing up", || backups::before(journal, Reason::Import))?;
    }
    let (received, kept) = journal.write(|tx| {
        let received = inbox::receive(tx, reported)?;
        let open = if then.keep { inbox::unchanged(&tx.snapshot(), &received.open)? } else { Vec::new() };
        Ok((received, inbox::keep(tx, &open, false)?))
    })?;
    let snapshot = journal.snapshot()?;
    if output.json {
        let changes =
            received.batch.as_deref().map(|short| record_json::batch(&snapshot, short)).transpose()?;
        output.document(&changes.unwrap_or_else(|| json!({ "batch": null, "changes": [] })))?;
        return Ok(0);
    }
    if !kept.is_empty() {
        output.line(format!("kept {}", counted(kept.len(), "thing as a win", "things as wins")))?;
        output.note("hint: brag undo undoes it");
        return Ok(0);
    }
    say_received(&snapshot, output, &received)?;
    Ok(0)
}

fn say_received(snapshot: &Snapshot<'_>, output: &mut Output, received: &inbox::Received) -> Result<()> {
    let mut parts = Vec::new();
    let counts = [
        (received.added.len(), "new"),
        (received.updated, "grown"),
        (received.removed, "grouped anew"),
        (received.decided, "decided on before"),
    ];
    parts.extend(
        counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{} {what}", grouped(*count))),
    );
    let waiting = inbox::summary(snapshot)?.count;
    let waiting = counted(waiting, "thing waits", "things wait");
    if parts.is_empty() {
        return output.line(format!("nothing new for the inbox, where {waiting}"));
    }
    for id in received.added.iter().take(LISTED) {
        rows::row(output, &lookup::short_id(snapshot, *id)?, &inbox::find(snapshot, *id)?.body)?;
    }
    if received.added.len() > LISTED {
        output.line(format!("… and {} more", received.added.len() - LISTED))?;
    }
    output.line(format!("the inbox: {}; {waiting}", parts.join(", ")))?;
    output.hint("brag inbox lists them; brag inbox keep ID makes a win of one, brag inbox drop ID drops it");
    Ok(())
}

/// Prints the items that would be received: `=` marks those that the user decided on, `~` those that wait already.
fn preview(snapshot: &Snapshot<'_>, output: &mut Output, reported: &Reported) -> Result<()> {
    let standings = inbox::standings(snapshot, reported)?;
    if output.json {
        let one = |(item, standing): (&InboxItem, &Standing)| {
            json!({
                "title": item.title,
                "date": item.date.map(|date| date.to_string()),
                "link": record_json::some(&item.link),
                "source": item.source,
                "key": item.key,
                "project": record_json::some(&item.project),
                "notes": record_json::some(&item.notes),
                "state": standing.word(),
            })
        };
        let all = reported.items.iter().zip(&standings).map(one).collect();
        return output.document(&Value::Array(all));
    }
    for (item, standing) in reported.items.iter().zip(&standings) {
        let mark = match standing {
            Standing::New => " ",
            Standing::Open => "~",
            Standing::Decided => "=",
        };
        rows::row(output, mark, item)?;
    }
    let count = |wanted: Standing| standings.iter().filter(|standing| **standing == wanted).count();
    let known =
        [(count(Standing::Open), "waiting already (~)"), (count(Standing::Decided), "decided on before (=)")];
    let known: Vec<String> = known
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!(", {} {what}", grouped(*count)))
        .collect();
    output.line(format!("{}{}", counted(count(Standing::New), "new thing", "new things"), known.concat()))
}
