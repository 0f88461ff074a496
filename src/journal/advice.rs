//! Advice: findings about the phrasing and completeness of a win.

use super::Snapshot;
use crate::capture::values::add_name;
use crate::domain::{LabelKind, WinView};
use crate::error::Result;
use crate::lint::{Finding, Rule, findings, looks_cut};

/// Returns the findings about a win. A title that looks cut is also compared with the names that the win was
/// first saved with, according to the history.
pub fn findings_of(snapshot: &Snapshot<'_>, win: &WinView) -> Result<Vec<Finding>> {
    let mut found = findings(win);
    if !looks_cut(&win.title) {
        return Ok(found);
    }
    let mut captured = win.clone();
    for (kind, name) in snapshot.store.first_labels(win.id.into())? {
        let names = match kind {
            LabelKind::Person => &mut captured.people,
            LabelKind::Skill => &mut captured.skills,
            _ => &mut captured.tags,
        };
        add_name(names, &name);
    }
    found.retain(|finding| finding.rule != Rule::CutTitle);
    found.extend(findings(&captured).into_iter().filter(|finding| finding.rule == Rule::CutTitle));
    Ok(found)
}
