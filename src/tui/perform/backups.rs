//! Performs effects on backups: making one, listing them, and restoring one.

use std::path::Path;

use super::saved::done;
use crate::domain::Reason;
use crate::error::Result;
use crate::journal::restore::{Difference, Restored};
use crate::journal::{Journal, backups, restore};
use crate::text::counted;
use crate::tui::answer::Answer;
use crate::tui::dialogs::choose::{Alternative, Choose};
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::effect::Effect;
use crate::tui::saved::Change;

/// The maximum number of backups that are offered.
const OFFERED: usize = 30;

/// Performs an effect on backups; returns `None` for any other effect.
pub(super) fn perform(journal: &mut Journal, effect: &Effect) -> Result<Option<Answer>> {
    Ok(Some(match effect {
        Effect::LoadBackups => offer(journal),
        Effect::MakeBackup => make(journal)?,
        Effect::PlanRestore(path) => plan(journal, path)?,
        Effect::Restore(path) => apply(journal, path)?,
        _ => return Ok(None),
    }))
}

fn make(journal: &Journal) -> Result<Answer> {
    let made = backups::make(journal, Reason::Asked)?;
    let damage = made.findings.first().map(|first| format!(", but the journal is damaged: {first}"));
    Ok(done(format!("backed up as {}{}", made.backup.name(), damage.unwrap_or_default()), Change::Other))
}

fn offer(journal: &Journal) -> Answer {
    let all = backups::list(journal.paths());
    let options: Vec<Alternative> = all
        .into_iter()
        .filter(|backup| !backup.is_damaged)
        .take(OFFERED)
        .map(|backup| {
            let label = format!("{}  {}", backup.at.format("%a %d %b %Y, %H:%M:%S"), backup.reason);
            Alternative::effect(label, Effect::PlanRestore(backup.path))
        })
        .collect();
    if options.is_empty() {
        return Answer::Nothing("there is no backup yet; :backup makes one");
    }
    let about = "What would change is shown first.".to_owned();
    Answer::Choose(Box::new(Choose::new("Restore which backup?", about, options, 0)))
}

fn plan(journal: &Journal, path: &Path) -> Result<Answer> {
    let plan = restore::plan(Some(journal), path)?;
    if plan.comparison.is_empty() {
        return Ok(Answer::Nothing("the journal has the same records already"));
    }
    let mut parts = Vec::new();
    for (difference, what) in [
        (&plan.comparison.only_in_journal, "removed"),
        (&plan.comparison.only_in_backup, "brought back"),
        (&plan.comparison.different, "changed back"),
    ] {
        if difference.count() > 0 {
            parts.push(format!("{} {what}{}", in_words(difference), titles(difference)));
        }
    }
    let question =
        format!("Restore {}? {}. What is there now is backed up first.", plan.name(), parts.join("; "));
    Ok(Answer::Confirm(Box::new(Confirm::effect(question, Effect::Restore(path.to_owned())))))
}

fn in_words(difference: &Difference) -> String {
    let all: Vec<String> = difference
        .counts
        .iter()
        .map(|(kind, count)| counted(*count, &kind.to_string(), kind.plural()))
        .collect();
    all.join(", ")
}

fn titles(difference: &Difference) -> String {
    match difference.titles.first() {
        Some(first) => format!(" (“{}”…)", crate::text::ellipsis(first, 40)),
        None => String::new(),
    }
}

fn apply(journal: &mut Journal, path: &Path) -> Result<Answer> {
    let plan = restore::plan(Some(journal), path)?;
    let text = match restore::apply(journal, &plan)? {
        Restored::Replaced(backup) => {
            format!("restored; what was there before is in the backup {}", backup.name())
        }
        Restored::Moved(_) | Restored::Created => "restored".to_owned(),
    };
    Ok(done(text, Change::Many))
}
