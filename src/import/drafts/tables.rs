//! The drafts of the rows of tables.

use super::{Scope, Writer};
use crate::domain::Kind;
use crate::import::columns::WinColumns;
use crate::import::draft::ImportDraft;
use crate::import::markup::bare;
use crate::import::outline::{Block, NodeId};
use crate::import::table::Columns;
use crate::import::vocabulary::Section;

/// Splits a table row into its trimmed cells; a bar behind a backslash is a character of its cell.
pub(super) fn cells(text: &str) -> Vec<String> {
    let inner = text.trim().strip_prefix('|').unwrap_or(text.trim());
    let mut out = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        let cell = out.len() - 1;
        match c {
            '|' if escaped => {
                out[cell].pop();
                out[cell].push('|');
            }
            '|' => out.push(String::new()),
            c => out[cell].push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    if out.last().is_some_and(|last| last.trim().is_empty()) && out.len() > 1 {
        out.pop();
    }
    out.iter().map(|cell| cell.trim().to_owned()).collect()
}

impl Writer<'_, '_> {
    /// Takes the rows of a table below a heading: reading notes, wins, or text of the record above.
    pub(super) fn table(&mut self, rows: &[NodeId], scope: &mut Scope, parent: NodeId) {
        let all: Vec<Vec<String>> = rows.iter().map(|id| cells(self.outline.raw(*id))).collect();
        let is_rule = |row: &Vec<String>| {
            row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':' | ' ')))
        };
        let Some(rule) = all.iter().position(is_rule).filter(|at| *at > 0) else {
            return rows.iter().for_each(|id| self.text(*id, scope));
        };
        let head = &all[rule - 1];
        let above = self.heading_text(parent, rows[0]);
        let is_learning = matches!(scope.section, Some(Section::Category("learning") | Section::Readings));
        let is_text = scope.part.is_some()
            || matches!(scope.section, Some(Section::Skills | Section::Education | Section::Profile));
        let readings = Columns::of(head, &above, is_learning);
        if readings.is_none() && is_text {
            return rows.iter().for_each(|id| self.text(*id, scope));
        }
        let columns = WinColumns::of(head);
        for (id, row) in rows.iter().zip(&all).skip(rule + 1) {
            let line = self.outline.node(*id).lines.0 as usize;
            let lines = (line, line);
            let taken = match &readings {
                Some(columns) => columns
                    .note(row, None)
                    .map(|note| super::super::table::draft_of(&note, lines))
                    .map(|draft| self.push_reading(draft, scope)),
                None => columns
                    .win(row, self.context(scope), lines)
                    .map(|(draft, project)| self.push_row(draft, project, scope)),
            };
            if taken.is_none() {
                self.unplaced(*id);
            }
        }
    }

    /// Returns the heading or the line above a table.
    fn heading_text(&self, parent: NodeId, first: NodeId) -> String {
        let before =
            first.checked_sub(1).filter(|id| *id > 0 && self.outline.node(*id).block == Block::Paragraph);
        match before.filter(|id| self.outline.raw(*id).len() <= 80) {
            Some(id) => bare(self.outline.raw(id)),
            None if self.outline.is_heading(parent) => bare(self.outline.raw(parent)),
            None => String::new(),
        }
    }

    fn push_reading(&mut self, mut draft: ImportDraft, scope: &Scope) {
        if draft.when.is_none() && draft.get("status") == "finished" {
            draft.when = scope.when.map(|when| when.range);
        }
        self.push(draft);
    }

    fn push_row(&mut self, mut draft: ImportDraft, project: Option<String>, scope: &Scope) {
        if draft.when.is_none() {
            draft.when = scope.when.map(|when| when.range);
        }
        if let Some(Section::Category(key)) = scope.section
            && draft.get("category").is_empty()
        {
            draft.set_raw("category", key);
        }
        draft.set_project(scope.project);
        draft.set_position(scope.position);
        if let Some(name) = project {
            draft.set_project(Some(self.project_named(&name, draft.lines)));
        }
        self.push(draft);
    }

    /// Returns the draft of the project of a name, which is created if it is new.
    fn project_named(&mut self, name: &str, lines: (usize, usize)) -> usize {
        let key = format!("{:?}\u{1f}{}", None::<usize>, crate::text::fold(name));
        if let Some(at) = self.projects.get(&key) {
            return *at;
        }
        let at = self.push(ImportDraft::new(Kind::Project, name, lines));
        self.projects.insert(key, at);
        at
    }
}
