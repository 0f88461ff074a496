//! Labels: listing, completing and renaming tags, skills and people.

use super::{Snapshot, Transaction};
use crate::domain::{Counted, LabelKind};
use crate::error::{Error, Result};

/// A completion of a typed name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The complete name.
    pub name: String,
    /// The number of wins of a project, or the year of a goal; else empty.
    pub about: String,
}

/// Returns the labels of a kind that are in use, the most used first.
pub fn list(snapshot: &Snapshot<'_>, kind: LabelKind) -> Result<Vec<Counted>> {
    Ok(snapshot.store.list_labels(kind)?)
}

/// Returns at most `limit` names that begin with the text typed behind a sigil; of goals only open ones.
pub fn complete(
    snapshot: &Snapshot<'_>,
    sigil: crate::capture::completion::Sigil,
    typed: &str,
    limit: usize,
) -> Result<Vec<Completion>> {
    use crate::capture::completion::Sigil;
    let labels = |kind| -> Result<Vec<Completion>> {
        let names = snapshot.store.complete_label(kind, typed, limit)?;
        Ok(names.into_iter().map(|name| Completion { name, about: String::new() }).collect())
    };
    let starts = |name: &str| crate::domain::fold(name).starts_with(&crate::domain::fold(typed));
    Ok(match sigil {
        Sigil::Tag => labels(LabelKind::Tag)?,
        Sigil::Skill => labels(LabelKind::Skill)?,
        Sigil::Person => labels(LabelKind::Person)?,
        Sigil::Project => snapshot
            .store
            .list_projects()?
            .into_iter()
            .filter(|project| starts(&project.name))
            .take(limit)
            .map(|project| Completion {
                about: crate::text::counted(project.wins, "win", "wins"),
                name: project.name,
            })
            .collect(),
        Sigil::Goal => snapshot
            .store
            .list_goals()?
            .into_iter()
            .filter(|goal| goal.open && starts(&goal.title))
            .take(limit)
            .map(|goal| Completion { name: goal.title, about: goal.year.to_string() })
            .collect(),
    })
}

/// Renames a label, or merges it into another one, and returns the number of records that had it. Fails if
/// the new name is empty or no record has the label.
pub fn rename(tx: &mut Transaction<'_>, kind: LabelKind, old: &str, new: &str) -> Result<usize> {
    if new.trim().is_empty() {
        return Err(Error::usage("the new name is empty"));
    }
    tx.set_label(format!("rename {old} to {}", new.trim()));
    let count = tx.batch.rename_label(kind, old, new.trim())?;
    if count == 0 {
        let (word, command) = match kind {
            LabelKind::Person => ("person", "people"),
            LabelKind::Skill => ("skill", "skills"),
            _ => ("tag", "tags"),
        };
        return Err(
            Error::failed(format!("unknown {word} “{old}”")).hint(format!("brag {command} lists the names"))
        );
    }
    Ok(count)
}
