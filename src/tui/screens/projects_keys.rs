//! Handles keys and clicks on the projects tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Kind, ProjectStatus};
use crate::journal::ProjectDetail;
use crate::text::{counted, inert, slug};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::prompt::{Prompt, PromptDialog};
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::effect::Effect;
use crate::tui::line::LineRequest;
use crate::tui::list_text::place_in;
use crate::tui::loaded::Loaded;
use crate::tui::place::Place;
use crate::tui::saved::Change;
use crate::tui::screen::Screen;
use crate::tui::screens::master_detail::Panes;
use crate::tui::screens::project_page;
use crate::tui::screens::projects::{self, Projects};
use crate::tui::screens::wins_keys::ask_later;
use crate::tui::subject::Subject;
use crate::tui::targets::Targets;

impl Screen for Projects {
    fn name(&self) -> &'static str {
        "Projects"
    }

    fn tab(&self) -> Action {
        Action::TabProjects
    }

    fn contexts(&self) -> &'static [Context] {
        &[Context::Projects, Context::List, Context::Global]
    }

    fn accepts(&self, _: &ViewCx, action: Action) -> Result<(), String> {
        match (action, self.row()) {
            (_, None) if action.needs_selection(Context::Projects) => Err(String::new()),
            (Action::OpenLink, _) if self.whole().is_none_or(|whole| whole.project.links.is_empty()) => {
                Err("this project has no link".to_owned())
            }
            (Action::Ship, Some(row)) if row.status == ProjectStatus::Shipped => {
                Err(format!("“{}” has shipped already", row.name))
            }
            _ => Ok(()),
        }
    }

    fn marked(&self) -> usize {
        self.marked()
    }

    fn unmark(&mut self) {
        self.marks.clear();
    }

    fn targets(&self) -> Option<Targets> {
        self.targets()
    }

    fn copied(&self) -> Option<String> {
        self.row().map(|row| row.name.clone())
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::New, Action::Open, Action::Ship, Action::Edit]
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Project]
    }

    fn position(&self) -> Option<String> {
        (!self.rows.is_empty()).then(|| place_in(self.selected, self.rows.len()))
    }

    fn filters(&self) -> bool {
        true
    }

    fn finds_nothing(&self) -> bool {
        self.loaded && self.rows.is_empty()
    }

    fn filter(&mut self, words: &str) -> Vec<Effect> {
        self.filter(words)
    }

    fn panes(&mut self, body: Rect) -> Option<Panes<'_>> {
        Some(projects::layout(self, body).panes(&mut self.open, &mut self.divider))
    }

    fn is_open(&self) -> bool {
        self.open
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        act(self, cx, action)
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        click(self, cx, column, row)
    }

    fn arrive(&mut self, place: &Place) -> Option<Vec<Effect>> {
        let Place::Project(id) = place else { return None };
        (self.select_after_load, self.open, self.scroll, self.loaded) = (Some(*id), true, 0, false);
        Some(vec![Effect::LoadProjects])
    }

    fn place(&self) -> Option<Place> {
        self.row().filter(|_| self.open).map(|row| Place::Project(row.id))
    }

    fn links(&self) -> Vec<(String, Place)> {
        let Some(whole) = self.whole() else { return Vec::new() };
        let parent = whole.project.parent.iter().map(|each| (each.name.clone(), Place::Project(each.id)));
        let parts = whole.parts.iter().map(|part| (part.name.clone(), Place::Project(part.id)));
        let wins = whole.wins.iter().map(|row| (row.title.clone(), Place::Win(row.id)));
        let metrics = whole.metrics.iter().map(|each| (each.name.clone(), Place::Metric(each.id)));
        parent.chain(parts).chain(metrics).chain(wins).collect()
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded {
            return Vec::new();
        }
        // The names are loaded first, because the numbers need a scan of all wins.
        vec![Effect::LoadProjectNames, Effect::LoadProjects]
    }

    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        match loaded {
            Loaded::Projects(projects::Loaded::Names(rows)) => {
                self.take_names(rows);
                keep_in_view(self, cx.view);
            }
            Loaded::Projects(projects::Loaded::Rows(rows)) => {
                let mut effects = self.receive(rows);
                effects.extend(keep_in_view(self, cx.view));
                return Ok(effects);
            }
            Loaded::Projects(projects::Loaded::Changes(changes)) => self.changes.extend(changes),
            Loaded::Projects(projects::Loaded::Project(whole)) => {
                return Ok(self.receive_project(whole));
            }
            Loaded::Projects(projects::Loaded::Ahead(all)) => {
                for whole in all {
                    self.details.put(whole);
                }
            }
            Loaded::Projects(projects::Loaded::Series(id, metrics)) => {
                self.details.put_metrics(id, metrics);
            }
            other => return Err(other),
        }
        Ok(Vec::new())
    }

    fn on_saved(&mut self, _: &ViewCx, change: &Change) -> Option<String> {
        match change {
            Change::Project(id) => self.select_after_load = Some(*id),
            Change::Deleted => {
                self.open = false;
                self.marks.clear();
            }
            _ => {}
        }
        None
    }

    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect> {
        self.loaded &= is_shown;
        if is_shown { vec![Effect::LoadProjects] } else { Vec::new() }
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        projects::view(self, cx, buffer, area);
    }
}

/// Performs the action of a key.
fn act(projects: &mut Projects, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::New => {
            cx.open(RecordForm::project(None));
            Vec::new()
        }
        Action::Mark | Action::MarkRange | Action::MarkAll if !projects.open => {
            projects.mark(action);
            if action != Action::Mark {
                return Vec::new();
            }
            let mut effects = projects.update(Action::Down, 1, 0);
            effects.extend(keep_in_view(projects, cx.view));
            effects
        }
        Action::Edit
        | Action::EditInEditor
        | Action::Delete
        | Action::Ship
        | Action::OpenLink
        | Action::ItsWins
        | Action::Record
        | Action::AskLater => on_project(projects, cx, action),
        _ => {
            let page = cx.view.page();
            // The largest scroll position needs a layout of the history, so it is computed only on demand.
            let max_scroll = if projects.open { max_scroll(projects, cx.view) } else { 0 };
            let mut effects = projects.update(action, page, max_scroll);
            effects.extend(keep_in_view(projects, cx.view));
            effects
        }
    }
}

/// Returns the largest scroll position of the history, in lines.
fn max_scroll(projects: &Projects, cx: &ViewCx) -> usize {
    let split = projects::layout(projects, cx.body());
    match (split.detail, projects.whole()) {
        (Some(area), Some(whole)) => project_page::detail_lines(whole, cx, usize::from(area.width))
            .len()
            .saturating_sub(usize::from(area.height)),
        _ => 0,
    }
}

/// Stores the index of the first drawn row, so that moving back does not jump; returns the effect that loads
/// the unknown changes of the drawn rows.
pub fn keep_in_view(projects: &mut Projects, cx: &ViewCx) -> Option<Effect> {
    let list = projects::layout(projects, cx.body()).list;
    if list.height == 0 {
        return None;
    }
    let shown = projects::visible(projects, list.height);
    projects.top = shown.start;
    projects.missing_changes(shown)
}

/// Handles a click: selects the row at the position, or opens it if it is already selected.
pub fn click(projects: &mut Projects, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
    let body = cx.view.body();
    let list = projects::layout(projects, body).list;
    if !list.contains((column, row).into()) {
        return Vec::new();
    }
    let at = projects::row_at(projects, row - list.y, list.height);
    if at == projects.selected { act(projects, cx, Action::Open) } else { projects.select(at) }
}

/// Performs an action on the selected project; does nothing until its history is loaded.
fn on_project(projects: &mut Projects, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    let Some(whole) = projects.whole() else { return Vec::new() };
    let project = Box::new(whole.project.clone());
    let left = deletion_consequences(whole);
    match action {
        Action::Edit => {
            cx.open(RecordForm::project(Some(project)));
            Vec::new()
        }
        Action::EditInEditor => vec![Effect::Editor(Box::new(Subject::Project(Some(project))), Vec::new())],
        Action::Delete => {
            let question = format!("Delete “{}”?{left} Undo brings it back.", inert(&project.name));
            cx.open(Confirm::effect(question, Effect::Delete(project.id.into(), project.name.clone())));
            Vec::new()
        }
        Action::Ship => {
            let hint = "today, yesterday, 2026-03-04, 2026-03";
            let request = LineRequest::Ship(project.id);
            let prompt = Prompt::journal("Shipped on", project.name.clone(), hint, request).initial("today");
            cx.open(PromptDialog::from(prompt));
            Vec::new()
        }
        Action::OpenLink => project.links.first().cloned().map(Effect::OpenUrl).into_iter().collect(),
        Action::Record => vec![Effect::LoadAbout(Kind::Project, project.id.into())],
        Action::AskLater => {
            cx.open(ask_later(Kind::Project, project.id.into(), &project.name));
            Vec::new()
        }
        Action::ItsWins => cx.go(Place::WinsFound(format!("+{}", slug(&project.name)))),
        _ => Vec::new(),
    }
}

/// Describes the records that stay or go when a project is deleted.
fn deletion_consequences(whole: &ProjectDetail) -> String {
    let parts = [
        (whole.win_count, "win", "wins"),
        (whole.metric_count, "metric", "metrics"),
        (whole.parts.len(), "part", "parts"),
    ];
    let stay: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    let mut out = String::new();
    if !stay.is_empty() {
        out.push_str(&format!(" {} will be without it.", stay.join(", ")));
    }
    match whole.project.follow_ups.len() {
        0 => {}
        count => out.push_str(&format!(" {} with it.", counted(count, "follow-up goes", "follow-ups go"))),
    }
    out
}
