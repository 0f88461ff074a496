//! What keys do on the goals tab.

use ratatui::layout::Rect;

use super::page;
use crate::domain::{GoalId, GoalView};
use crate::journal::Ending;
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::dialogs::pick::Pick;
use crate::tui::dialogs::record_form::{RecordForm, Subject};
use crate::tui::effect::Picking;
use crate::tui::effect::{Effect, Load};
use crate::tui::model::{Model, Tone};
use crate::tui::screens::goals;
use crate::tui::screens::wins::Quick;
use crate::tui::tab::Tab;
use crate::tui::view;

/// Does what a key asks.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::NewGoal => {
            let year = model.goals.year;
            model.dialogs.push(RecordForm::goal(None, year).into());
            Vec::new()
        }
        Action::OlderYear => {
            model.goals.year.map(|year| model.goals.go_to_year(year - 1)).unwrap_or_default()
        }
        Action::NewerYear => {
            model.goals.year.map(|year| model.goals.go_to_year(year + 1)).unwrap_or_default()
        }
        Action::CheckAll => check_all(model),
        Action::FreeWins => {
            model.tab = Tab::Wins;
            model.wins.show_all();
            model.wins.open = false;
            model.wins.quick = Quick::NoGoal;
            vec![model.wins.request(Load::Newest)]
        }
        _ if goals_own(action) && model.goals.goal().is_some() && !model.goals.takes(action) => {
            let (is_open, carried) =
                model.goals.goal().map_or((false, false), |goal| (goal.is_open(), goal.after.is_some()));
            let why = match (is_open, carried) {
                (true, _) => "it is open".to_owned(),
                (false, true) => "it was carried over: the goal of the later year goes on".to_owned(),
                (false, false) => {
                    format!("it has ended; {} opens it again", model.cx.key(Action::Reopen, Context::Goals))
                }
            };
            model.say(Tone::Plain, why);
            Vec::new()
        }
        _ if goals_own(action) => match model.goals.goal().cloned() {
            Some(goal) => on_goal(model, &goal, action),
            None => Vec::new(),
        },
        _ => {
            let page = page(model) / 2;
            let most = if model.goals.open { most_scroll(model) } else { 0 };
            model.goals.update(action, page.max(1), most);
            keep_in_view(model);
            Vec::new()
        }
    }
}

fn goals_own(action: Action) -> bool {
    matches!(
        action,
        Action::Edit
            | Action::EditInEditor
            | Action::Delete
            | Action::CheckIn
            | Action::Link
            | Action::Milestones
            | Action::GoalDone
            | Action::Drop
            | Action::Carry
            | Action::Reopen
    )
}

/// Runs through the open goals of the year that is shown, one after another.
pub(super) fn check_all(model: &mut Model) -> Vec<Effect> {
    let open: Vec<GoalId> =
        model.goals.all.iter().filter(|goal| goal.is_open()).map(|goal| goal.id).collect();
    if open.is_empty() {
        model.say(Tone::Plain, "no goal of this year is open");
        return Vec::new();
    }
    let count = open.len();
    vec![Effect::LoadCheck(open, count)]
}

/// What is done to the goal that is selected.
fn on_goal(model: &mut Model, goal: &GoalView, action: Action) -> Vec<Effect> {
    let ask = |model: &mut Model, purpose| {
        model.dialogs.push(Dialog::Ask(Box::new(Ask::new(purpose, goal.title.clone()))));
        Vec::new()
    };
    match action {
        Action::Edit => {
            model.dialogs.push(RecordForm::goal(Some(Box::new(goal.clone())), None).into());
            Vec::new()
        }
        Action::EditInEditor => {
            vec![Effect::Editor(Box::new(Subject::Goal(Some(Box::new(goal.clone())))), Vec::new())]
        }
        Action::Delete => {
            let earlier = goal.before.last();
            let earlier =
                earlier.map(|each| format!(" It is open again in {}.", each.year)).unwrap_or_default();
            let question =
                format!("Delete “{}”? Its evidence stays.{earlier} Undo brings it back.", inert(&goal.title));
            let then = Then::Do(Box::new(Effect::Delete(goal.id.into(), goal.title.clone())));
            model.dialogs.push(Dialog::Confirm(Confirm { question, then }));
            Vec::new()
        }
        Action::CheckIn => vec![Effect::LoadCheck(vec![goal.id], 1)],
        Action::Link => open_pick(model, Picking::Evidence(goal.id), &goal.title),
        Action::Milestones => open_pick(model, Picking::Milestones(goal.id), &goal.title),
        Action::GoalDone => ask(model, Purpose::GoalDone(goal.id)),
        Action::Drop => ask(model, Purpose::DropGoal(goal.id)),
        Action::Carry => ask(model, Purpose::Carry(goal.id, goal.year + 1)),
        Action::Reopen => vec![Effect::EndGoal(goal.id, Ending::Open)],
        _ => Vec::new(),
    }
}

/// Opens the records that may be linked.
pub(super) fn open_pick(model: &mut Model, picking: Picking, about: &str) -> Vec<Effect> {
    let pick = Pick::new(picking, about.to_owned());
    let effect = pick.find();
    model.dialogs.push(Dialog::Pick(Box::new(pick)));
    vec![effect]
}

/// How far what moved the goal can be scrolled.
fn most_scroll(model: &Model) -> usize {
    let split = goals::layout(&model.goals, view::layout(model).body);
    match (split.detail, model.goals.goal()) {
        (Some(area), Some(goal)) => goals::detail_lines(goal, &model.cx, usize::from(area.width))
            .len()
            .saturating_sub(usize::from(area.height)),
        _ => 0,
    }
}

/// Has the list begin where it is drawn, so that moving back does not jump.
pub(super) fn keep_in_view(model: &mut Model) {
    let list = goals::layout(&model.goals, view::layout(model).body).list;
    if list.height > 0 {
        model.goals.top = goals::visible(&model.goals, list.height).start;
    }
}

/// Selects the goal at a place of the screen; a second time it opens.
pub(super) fn click(model: &mut Model, column: u16, row: u16, body: Rect) -> Vec<Effect> {
    let list = goals::layout(&model.goals, body).list;
    if !list.contains((column, row).into()) {
        return Vec::new();
    }
    match goals::at(&model.goals, row - list.y, list.height) {
        Some(at) if at == model.goals.selected => return super::act(model, Action::Open),
        Some(at) => model.goals.select(at),
        None => {}
    }
    Vec::new()
}
