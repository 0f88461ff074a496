//! Puts the work that git and other programs reported into the inbox: `brag import git`, `gh`, and JSON lines.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::super::args::{GhArgs, GitArgs};
use super::super::{Output, inbox as rows, json as record_json};
use super::{STDIN, file_name, read, refuse_no_file};
use crate::domain::InboxItem;
use crate::error::{Error, Result};
use crate::import::git::Grouping;
use crate::import::{self, ImportError, candidates, forge};
use crate::journal::git::{self, GitRequest};
use crate::journal::{Journal, Snapshot, inbox, lookup};
use crate::text::{counted, inert};

/// The number of items that are listed after an import.
const LISTED: usize = 20;

/// The work that programs reported.
#[derive(Default)]
struct Reported {
    items: Vec<InboxItem>,
    /// The identities of all commits that git reported.
    commits: BTreeSet<String>,
    /// The facts about each source, one line each.
    notes: Vec<String>,
}

/// What happens to the items.
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
    let mut reported = Reported::default();
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
        reported.notes.push(about_history(&shown, &history, args));
        reported.items.extend(history.items);
        reported.commits.extend(history.commits);
    }
    receive(journal, output, &reported, Then { dry_run: args.dry_run, keep: args.yes })
}

/// Returns the numbers of the commits of a repository, and of those in no item.
fn about_history(path: &str, history: &import::git::History, args: &GitArgs) -> String {
    if history.commits.is_empty() {
        let others = if history.authors.is_empty() {
            "there are no commits in this period".to_owned()
        } else {
            format!("none is by you; the authors are {}; choose with --author", history.authors.join(", "))
        };
        let whom =
            if args.author.is_empty() { String::new() } else { format!(" by {}", args.author.join(", ")) };
        return format!("{path}: no commits{whom}: {}", inert(&others));
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
    let mut reported = Reported::default();
    for path in &args.files {
        refuse_no_file(path)?;
        add_forge(&mut reported, path, args.author.as_deref(), read(path)?)?;
    }
    receive(journal, output, &reported, Then { dry_run: args.dry_run, keep: args.yes })
}

fn add_forge(reported: &mut Reported, path: &Path, login: Option<&str>, bytes: Vec<u8>) -> Result<()> {
    let name = file_name(path);
    let failed = |err: ImportError| Error::failed(format!("{}: {err}", inert(&name)));
    let forge = forge::read(&import::decode(bytes).map_err(failed)?.text, login).map_err(failed)?;
    let left = [
        (forge.open, "open"),
        (forge.abandoned, "closed without a result"),
        (forge.others, "of others, without a review of yours"),
    ];
    let left: Vec<String> =
        left.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if !left.is_empty() {
        reported.notes.push(format!("{}: left out: {}", inert(&name), left.join(", ")));
    }
    reported.items.extend(forge.items);
    Ok(())
}

/// Runs `brag import FILE… --format gh` and `--format candidates`.
pub(super) fn files(
    journal: &mut Journal,
    output: &mut Output,
    files: Vec<(std::path::PathBuf, Vec<u8>)>,
    is_forge: bool,
    then: Then,
) -> Result<u8> {
    let mut reported = Reported::default();
    for (path, bytes) in files {
        if is_forge {
            add_forge(&mut reported, &path, None, bytes)?;
            continue;
        }
        let name = file_name(&path);
        let failed = |err: ImportError| Error::failed(format!("{}: {err}", inert(&name)));
        let text = import::decode(bytes).map_err(failed)?.text;
        let source = if path == Path::new(STDIN) { "another program" } else { name.as_str() };
        reported.items.extend(candidates::read(source, &text).map_err(failed)?);
    }
    receive(journal, output, &reported, then)
}

/// Writes the items, and prints what came of them.
fn receive(journal: &mut Journal, output: &mut Output, reported: &Reported, then: Then) -> Result<u8> {
    if !output.json {
        reported.notes.iter().for_each(|note| output.note(note));
    }
    if then.dry_run {
        preview(output, &reported.items)?;
        return Ok(0);
    }
    let (received, kept) = journal.write(|tx| {
        let received = inbox::receive(tx, &reported.items, &reported.commits)?;
        let kept = if then.keep { inbox::keep_all(tx, &received.open)? } else { Vec::new() };
        Ok((received, kept))
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
    parts
        .extend(counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
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

/// Prints the items that would be received.
fn preview(output: &mut Output, items: &[InboxItem]) -> Result<()> {
    if output.json {
        let one = |item: &InboxItem| {
            json!({
                "title": item.title,
                "date": item.date.map(|date| date.to_string()),
                "link": record_json::some(&item.link),
                "source": item.source,
                "key": item.key,
                "project": record_json::some(&item.project),
                "notes": record_json::some(&item.notes),
            })
        };
        return output.document(&Value::Array(items.iter().map(one).collect()));
    }
    items.iter().try_for_each(|item| rows::row(output, "", item))?;
    output.line(counted(items.len(), "thing for the inbox", "things for the inbox"))
}
