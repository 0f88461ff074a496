//! What keys do on the projects tab.

use ratatui::layout::Rect;

use super::page;
use crate::domain::{Kind, ProjectStatus};
use crate::journal::ProjectWhole;
use crate::text::{counted, inert, slug};
use crate::tui::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::dialogs::record_form::{RecordForm, Subject};
use crate::tui::effect::{Effect, Load};
use crate::tui::model::{Model, Tone};
use crate::tui::screens::projects;
use crate::tui::tab::Tab;
use crate::tui::view;
use crate::tui::widgets::field::Field;

/// Does what a key asks.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::NewProject => {
            model.dialogs.push(RecordForm::project(None).into());
            Vec::new()
        }
        Action::Edit
        | Action::EditInEditor
        | Action::Delete
        | Action::Ship
        | Action::ItsWins
        | Action::Record
        | Action::AskLater => on_project(model, action),
        _ => {
            let page = page(model);
            // The history is laid out once more only where it is scrolled.
            let most = if model.projects.open { most_scroll(model) } else { 0 };
            let mut effects = model.projects.update(action, page, most);
            effects.extend(keep_in_view(model));
            effects
        }
    }
}

/// How far the history can be scrolled.
fn most_scroll(model: &Model) -> usize {
    let split = projects::layout(&model.projects, view::layout(model).body);
    match (split.detail, model.projects.whole()) {
        (Some(area), Some(whole)) => projects::detail_lines(whole, &model.cx, usize::from(area.width))
            .len()
            .saturating_sub(usize::from(area.height)),
        _ => 0,
    }
}

/// Has the list begin where it is drawn, so that moving back does not jump; and loads what is not
/// known yet of the rows that are drawn.
pub(super) fn keep_in_view(model: &mut Model) -> Option<Effect> {
    let list = projects::layout(&model.projects, view::layout(model).body).list;
    if list.height == 0 {
        return None;
    }
    let shown = projects::visible(&model.projects, list.height);
    model.projects.top = shown.start;
    model.projects.missing_changes(shown)
}

/// Selects the row at a place of the screen; a second time it opens.
pub(super) fn click(model: &mut Model, column: u16, row: u16, body: Rect) -> Vec<Effect> {
    let list = projects::layout(&model.projects, body).list;
    if !list.contains((column, row).into()) {
        return Vec::new();
    }
    let at = projects::visible(&model.projects, list.height).start + usize::from(row - list.y);
    if at == model.projects.selected { super::act(model, Action::Open) } else { model.projects.select(at) }
}

/// What is done to the project that is selected; it must be there whole.
fn on_project(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(whole) = model.projects.whole() else { return Vec::new() };
    let project = Box::new(whole.project.clone());
    let left = left_behind(whole);
    match action {
        Action::Edit => {
            model.dialogs.push(RecordForm::project(Some(project)).into());
            Vec::new()
        }
        Action::EditInEditor => vec![Effect::Editor(Box::new(Subject::Project(Some(project))), Vec::new())],
        Action::Delete => {
            let question = format!("Delete “{}”?{left} Undo brings it back.", inert(&project.name));
            let then = Then::Do(Box::new(Effect::Delete(project.id.into(), project.name.clone())));
            model.dialogs.push(Dialog::Confirm(Confirm { question, then }));
            Vec::new()
        }
        Action::Ship if project.status == ProjectStatus::Shipped => {
            model.say(Tone::Plain, format!("{} has shipped already", project.name));
            Vec::new()
        }
        Action::Ship => {
            let ask = Ask::new(Purpose::Ship(project.id), project.name.clone());
            model.dialogs.push(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        Action::Record => vec![Effect::LoadAbout(Kind::Project, project.id.into())],
        Action::AskLater => {
            let purpose = Purpose::AskLater(Kind::Project, project.id.into());
            model.dialogs.push(Dialog::Ask(Box::new(Ask::new(purpose, project.name.clone()))));
            Vec::new()
        }
        Action::ItsWins => {
            model.tab = Tab::Wins;
            model.wins.show_all();
            model.wins.search = Field::words(&format!("+{}", slug(&project.name)));
            vec![model.wins.request(Load::Newest)]
        }
        _ => Vec::new(),
    }
}

/// What a project's deletion leaves behind, in words.
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
