//! Advice on wins, with what the history knows of them.

use super::Journal;
use crate::capture::values::add_name;
use crate::domain::WinView;
use crate::error::Result;
use crate::lint::{Finding, Rule, findings, looks_cut};
use crate::store::LabelKind;

impl Journal {
    /// Returns what would make a win stronger. A title that looks cut is corrected with the names that
    /// the win was first saved with, too.
    pub fn lint(&self, win: &WinView) -> Result<Vec<Finding>> {
        let mut found = findings(win);
        if !looks_cut(&win.title) {
            return Ok(found);
        }
        let mut captured = win.clone();
        for (kind, name) in self.store.first_labels(win.id.into())? {
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
}
