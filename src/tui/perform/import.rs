//! Performs effects on imports: completing a path, planning an import, and carrying it out.

use std::path::Path;
use std::sync::Arc;

use super::saved::done;
use crate::domain::Reason;
use crate::error::{Error, ErrorKind, Result};
use crate::files::typed_path;
use crate::import::forge::{self, ForgeOptions};
use crate::import::git::Grouping;
use crate::import::{self, candidates};
use crate::journal::git::{self, GitRequest};
use crate::journal::import::{FileKind, read_file};
use crate::journal::inbox::Reported;
use crate::journal::{
    Completion, ImportOptions, Journal, Plan, Snapshot, backups, exchange, import as service, inbox,
    positions, projects,
};
use crate::text::{counted, fold};
use crate::tui::answer::Answer;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::import_plan::{ImportPlan, Owners};
use crate::tui::effect::Effect;
use crate::tui::loaded::Findings;
use crate::tui::saved::Change;

/// The maximum number of paths that are offered.
const OFFERED: usize = 8;
/// The maximum number of entries of a directory that are looked at.
const LOOKED_AT: usize = 5_000;
/// The size of a document, in bytes, up to which its lines are shown beside its records: 8 MB.
const SHOWN: usize = 8 << 20;

/// Finds the files and directories whose paths begin with the typed text; directories end in `/`.
pub(super) fn complete(typed: &str) -> Answer {
    let (start, name) =
        typed.rsplit_once('/').map_or(("", typed), |(start, name)| (&typed[..=start.len()], name));
    let directory = if start.is_empty() { typed_path(".") } else { typed_path(start) };
    let wanted = fold(name);
    let mut found: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten().take(LOOKED_AT) {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_hidden = name.starts_with('.') && !wanted.starts_with('.');
        if fold(&name).starts_with(&wanted) && !is_hidden {
            let end = if entry.path().is_dir() { "/" } else { "" };
            found.push(format!("{start}{name}{end}"));
        }
    }
    found.sort();
    let more = found.len().saturating_sub(OFFERED);
    let mut names: Vec<Completion> =
        found.into_iter().take(OFFERED).map(|name| Completion { name, about: String::new() }).collect();
    if let Some(last) = names.last_mut().filter(|_| more > 0) {
        last.about = format!("and {more} more");
    }
    Answer::Findings(Findings::Names(names))
}

/// Plans the import of a typed path. A problem with the file is shown in the dialog.
pub(super) fn plan(snapshot: &Snapshot<'_>, typed: &str) -> Result<Answer> {
    match plan_path(snapshot, &typed_path(typed)) {
        Ok(Answer::Nothing(why)) => Ok(Answer::Refused { field: "", why: why.to_owned() }),
        Err(err) if matches!(err.kind(), ErrorKind::Failed | ErrorKind::Usage) => {
            Ok(Answer::Refused { field: "", why: err.message().to_owned() })
        }
        other => other,
    }
}

fn plan_path(snapshot: &Snapshot<'_>, path: &Path) -> Result<Answer> {
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    if path.is_dir() {
        return plan_git(snapshot, path);
    }
    // A pipe might never end.
    if path.exists() && !path.is_file() {
        return Err(Error::failed(format!("“{}” is not a file", path.display())));
    }
    let bytes = read_file(path)?;
    snapshot.refuse_if_stopped()?;
    let of = |err: import::ImportError| Error::failed(format!("{name}: {err}"));
    let items = match FileKind::of(&name, &bytes) {
        FileKind::Journal => return plan_journal(snapshot, path, &bytes),
        FileKind::Candidates => {
            Some(candidates::read(&import::decode(bytes.clone()).map_err(of)?.text).map_err(of)?)
        }
        FileKind::Forge => {
            let text = import::decode(bytes.clone()).map_err(of)?.text;
            Some(forge::read(&text, &ForgeOptions::default()).map_err(of)?.items)
        }
        FileKind::Document => None,
    };
    if let Some(items) = items {
        return Ok(offer(&name, Reported { items, ..Reported::default() }));
    }
    let lines = if bytes.len() <= SHOWN {
        let decoded = import::decode(bytes.clone()).map_err(of)?;
        decoded.text.lines().map(str::to_owned).collect()
    } else {
        Vec::new()
    };
    let plan = service::plan(snapshot, &name, bytes, &ImportOptions::default())?;
    if plan.records.is_empty() && plan.unplaced.is_empty() {
        return Err(Error::failed(format!("{name} has no text")));
    }
    let owners = Owners {
        projects: projects::list_names(snapshot)?.into_iter().map(|row| (row.id, row.name)).collect(),
        positions: positions::list(snapshot)?
            .all
            .into_iter()
            .map(|each| (each.id, each.organisation.clone()))
            .collect(),
    };
    Ok(Answer::ImportPlan(Box::new(ImportPlan::new(plan, lines, owners))))
}

fn plan_journal(snapshot: &Snapshot<'_>, path: &Path, bytes: &[u8]) -> Result<Answer> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::failed("the file is not UTF-8 text"))?;
    let exchange = exchange::plan(snapshot, text)?;
    let new = exchange.new_records();
    if new == 0 {
        return Ok(Answer::Nothing("the journal has all records of this export already"));
    }
    let there = exchange.records.len() - new;
    let there = if there > 0 { format!(" {there} are there already.") } else { String::new() };
    let question = format!("Add {} of the exported journal?{there}", counted(new, "record", "records"));
    Ok(confirm(question, Effect::ImportJournal(path.to_owned())))
}

fn plan_git(snapshot: &Snapshot<'_>, path: &Path) -> Result<Answer> {
    let request = GitRequest {
        path: path.to_owned(),
        authors: Vec::new(),
        period: None,
        grouping: Grouping::default(),
    };
    let history = git::read(snapshot, &request)?;
    if history.commits.is_empty() {
        let authors = history.authors.join(", ");
        return Err(Error::failed(match authors.as_str() {
            "" => "the repository has no commits".to_owned(),
            authors => {
                format!("no commit is by you; the authors are {authors}: brag import git --author NAME")
            }
        }));
    }
    let name = path
        .file_name()
        .map_or_else(|| "the repository".to_owned(), |name| name.to_string_lossy().into_owned());
    Ok(offer(&name, Reported { items: history.items, commits: history.commits }))
}

/// Asks whether to put items into the inbox.
fn offer(name: &str, reported: Reported) -> Answer {
    if reported.items.is_empty() {
        return Answer::Nothing("there is nothing new for the inbox");
    }
    let things = counted(reported.items.len(), "thing", "things");
    let question =
        format!("Put {things} from {name} into the inbox? There you keep, reword, merge or drop each.");
    confirm(question, Effect::Receive(Arc::new(reported)))
}

fn confirm(question: String, effect: Effect) -> Answer {
    Answer::Confirm(Box::new(Confirm::effect(question, effect)))
}

/// Puts items into the inbox.
pub(super) fn receive(journal: &mut Journal, reported: &Reported) -> Result<Answer> {
    let received = journal.write(|tx| inbox::receive(tx, reported))?;
    let waiting = inbox::summary(&journal.snapshot()?)?.count;
    let text = match (received.added.len(), received.updated) {
        (0, 0) => "nothing new for the inbox".to_owned(),
        (0, grown) => format!("{grown} in the inbox grew"),
        (new, _) => format!("{new} new in the inbox"),
    };
    Ok(done(
        format!("{text}; {} there: :inbox", counted(waiting, "thing waits", "things wait")),
        Change::Inbox,
    ))
}

/// Imports a plan, after a backup if it is large.
pub(super) fn apply(journal: &mut Journal, plan: &Plan) -> Result<Answer> {
    if plan.written() > backups::LARGE_IMPORT {
        backups::before(journal, Reason::Import)?;
    }
    let imported = journal.write(|tx| service::apply(tx, plan, false))?;
    let added = counted(imported.added, "record", "records");
    let text = match (imported.added, imported.updated) {
        (0, 0) => return Ok(done("the journal has all of it already".to_owned(), Change::Other)),
        (_, 0) => format!("added {added} from {}", plan.name),
        (0, updated) => format!("updated {} from {}", counted(updated, "record", "records"), plan.name),
        (_, updated) => format!("added {added} and updated {updated} from {}", plan.name),
    };
    Ok(done(format!("{text}; undo takes all of it back"), Change::Many))
}

/// Imports an exported journal, after a backup.
pub(super) fn import_journal(journal: &mut Journal, path: &Path) -> Result<Answer> {
    let bytes = read_file(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let planned = exchange::plan(&journal.snapshot()?, &text)?;
    backups::before(journal, Reason::Import)?;
    let name = path.display().to_string();
    let imported = journal.write(|tx| exchange::apply(tx, &name, &planned))?;
    Ok(done(
        format!("added {}; undo takes all of it back", counted(imported.added, "record", "records")),
        Change::Many,
    ))
}
