//! The keys and clicks on the projects tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Kind, ProjectStatus};
use crate::journal::ProjectWhole;
use crate::text::{counted, inert, slug};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::dialogs::record_form::{RecordForm, Subject};
use crate::tui::effect::Effect;
use crate::tui::message::Tone;
use crate::tui::place::Place;
use crate::tui::screen::{Cx, Screen};
use crate::tui::screens::projects::{self, Projects};

impl Screen for Projects {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Projects, Context::List, Context::Global]
    }

    fn accepts(&self, action: Action) -> bool {
        !self.rows.is_empty() || !action.needs_selection(Context::Projects)
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

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![Effect::LoadProjects] }
    }

    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect> {
        self.loaded &= is_shown;
        if self.loaded { vec![Effect::LoadProjects] } else { Vec::new() }
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        projects::view(self, cx, buffer, area);
    }
}

/// Does what a key asks.
fn act(projects: &mut Projects, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::NewProject => {
            cx.open(RecordForm::project(None));
            Vec::new()
        }
        Action::Edit
        | Action::EditInEditor
        | Action::Delete
        | Action::Ship
        | Action::ItsWins
        | Action::Record
        | Action::AskLater => on_project(projects, cx, action),
        _ => {
            let page = cx.view.page();
            // The history is laid out once more only where it is scrolled.
            let most = if projects.open { most_scroll(projects, cx.view) } else { 0 };
            let mut effects = projects.update(action, page, most);
            effects.extend(keep_in_view(projects, cx.view));
            effects
        }
    }
}

/// Returns the largest scroll position of the history, in lines.
fn most_scroll(projects: &Projects, cx: &ViewCx) -> usize {
    let split = projects::layout(projects, cx.body());
    match (split.detail, projects.whole()) {
        (Some(area), Some(whole)) => projects::detail_lines(whole, cx, usize::from(area.width))
            .len()
            .saturating_sub(usize::from(area.height)),
        _ => 0,
    }
}

/// Has the list begin where it is drawn, so that moving back does not jump; and loads what is not
/// known yet of the rows that are drawn.
pub fn keep_in_view(projects: &mut Projects, cx: &ViewCx) -> Option<Effect> {
    let list = projects::layout(projects, cx.body()).list;
    if list.height == 0 {
        return None;
    }
    let shown = projects::visible(projects, list.height);
    projects.top = shown.start;
    projects.missing_changes(shown)
}

/// Selects the row at a place of the screen; a second time it opens.
pub fn click(projects: &mut Projects, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
    let body = cx.view.body();
    let list = projects::layout(projects, body).list;
    if !list.contains((column, row).into()) {
        return Vec::new();
    }
    let at = projects::visible(projects, list.height).start + usize::from(row - list.y);
    if at == projects.selected { act(projects, cx, Action::Open) } else { projects.select(at) }
}

/// Does an action on the selected project, once its history is loaded.
fn on_project(projects: &mut Projects, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    let Some(whole) = projects.whole() else { return Vec::new() };
    let project = Box::new(whole.project.clone());
    let left = left_behind(whole);
    match action {
        Action::Edit => {
            cx.open(RecordForm::project(Some(project)));
            Vec::new()
        }
        Action::EditInEditor => vec![Effect::Editor(Box::new(Subject::Project(Some(project))), Vec::new())],
        Action::Delete => {
            let question = format!("Delete “{}”?{left} Undo brings it back.", inert(&project.name));
            let then = Then::Do(Box::new(Effect::Delete(project.id.into(), project.name.clone())));
            cx.open(Dialog::Confirm(Confirm { question, then }));
            Vec::new()
        }
        Action::Ship if project.status == ProjectStatus::Shipped => {
            cx.say(Tone::Plain, format!("{} has shipped already", project.name));
            Vec::new()
        }
        Action::Ship => {
            let ask = Ask::new(Purpose::Ship(project.id), project.name.clone());
            cx.open(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        Action::Record => vec![Effect::LoadAbout(Kind::Project, project.id.into())],
        Action::AskLater => {
            let purpose = Purpose::AskLater(Kind::Project, project.id.into());
            cx.open(Dialog::Ask(Box::new(Ask::new(purpose, project.name.clone()))));
            Vec::new()
        }
        Action::ItsWins => cx.go(Place::WinsFound(format!("+{}", slug(&project.name)))),
        _ => Vec::new(),
    }
}

/// Describes the records that stay when a project is deleted.
fn left_behind(whole: &ProjectWhole) -> String {
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
