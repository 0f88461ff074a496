//! Applies one change to many records.

use super::saved;
use super::wins::with_search;
use crate::domain::{ProjectRow, fold};
use crate::error::{ErrorKind, Result};
use crate::journal::{Journal, ManyChange, Selection, Snapshot, bulk, projects};
use crate::text::{counted, grouped};
use crate::tui::answer::Answer;
use crate::tui::saved::Change;
use crate::tui::targets::{Targets, Which};

/// Applies one change to many records, and counts the changed ones.
pub(super) fn change(journal: &mut Journal, targets: &Targets, change: &ManyChange) -> Result<Answer> {
    let selection = match &targets.which {
        Which::Records(kind, ids) => Selection::Records(*kind, ids.clone()),
        Which::Wins(filter, search, except) => {
            Selection::Wins(Box::new(with_search(&journal.snapshot()?, filter, search)), except.clone())
        }
        Which::OpenFollowUps(except) => Selection::OpenFollowUps(except.clone()),
    };
    let new = match change {
        ManyChange::Move(name) if project_named(&journal.snapshot()?, name)?.is_none() => "the new project ",
        _ => "",
    };
    let done = journal.write(|tx| bulk::change(tx, &selection, change, targets.count))?;
    if done.changed == 0 && *change == ManyChange::ConfirmCompetencies {
        return Ok(Answer::Nothing("nothing to confirm; :competency chooses one"));
    }
    if done.changed == 0 && *change == ManyChange::ConfirmCategories {
        return Ok(Answer::Nothing("every category is confirmed already"));
    }
    if done.changed == 0 {
        return Ok(Answer::Nothing("nothing changed: every record has this value already"));
    }
    let records = counted(done.changed, done.kind.word(), done.kind.plural());
    let values = match done.values {
        0 => String::new(),
        count => format!(", and {} to its metrics", counted(count, "value", "values")),
    };
    let verb = match change {
        ManyChange::AddTags(tags) => format!("tagged {records}: {}", tags.join(", ")),
        ManyChange::Move(name) if name.is_empty() => format!("moved {records} to no project"),
        ManyChange::Move(name) => format!("moved {records} to {new}“{name}”{values}"),
        ManyChange::AddCompetencies(keys) => format!("{}: {records}", keys.join(", ")),
        ManyChange::ConfirmCompetencies => format!("confirmed the competencies of {records}"),
        ManyChange::Category(key) => {
            format!("put {records} in {}", journal.config().categories.title(key))
        }
        ManyChange::ConfirmCategories => format!("confirmed the categories of {records}"),
        ManyChange::Visibility(visibility) => format!("{records}: {visibility}"),
        ManyChange::Star(true) => format!("starred {records}"),
        ManyChange::Star(false) => format!("removed the star of {records}"),
        ManyChange::Nothing(_) => format!("closed {records}"),
        ManyChange::Snooze(_) => format!("put {records} off"),
        ManyChange::Delete => format!("deleted {records}"),
    };
    let same = match done.of - done.changed {
        0 => String::new(),
        same if *change == ManyChange::ConfirmCompetencies => {
            format!("; nothing to confirm for {}", grouped(same))
        }
        same => format!("; {} had it already", grouped(same)),
    };
    let changed = match change {
        ManyChange::Delete => Change::Deleted,
        ManyChange::Nothing(_) | ManyChange::Snooze(_) => Change::FollowUps,
        _ => Change::Many,
    };
    Ok(saved::done(format!("{verb}{same}; undo reverts it"), changed))
}

/// Returns the project of this name, in any case.
fn project_named(snapshot: &Snapshot<'_>, name: &str) -> Result<Option<ProjectRow>> {
    Ok(projects::list(snapshot)?.into_iter().find(|row| fold(&row.name) == fold(name)))
}

/// Returns the name of the matching project, or else the typed name. Fails if several projects match.
pub(super) fn project_name(snapshot: &Snapshot<'_>, typed: &str) -> Result<String> {
    if let Some(row) = project_named(snapshot, typed)? {
        return Ok(row.name);
    }
    match projects::resolve(snapshot, typed) {
        Ok(id) => Ok(projects::find(snapshot, id)?.name.clone()),
        // No project matches, so the change creates it.
        Err(err) if err.kind() == ErrorKind::Failed => Ok(typed.to_owned()),
        Err(err) => Err(err),
    }
}
