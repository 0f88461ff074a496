//! What happens when something happens: no I/O, no clock, no waiting.

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};

mod answers;
mod dialogs;

use super::action::Action;
use super::dialogs::Dialog;
use super::dialogs::capture::Capture;
use super::dialogs::help::Help;
use super::dialogs::value::ValueLine;
use super::effect::Effect;
use super::input::Input;
use super::message::Tone;
use super::model::{Location, Model, Msg};
use super::place::Place;
use super::screen::{Cx, Done, Screen};
use super::screens::review_keys;
use super::tab::Tab;
use super::view;
use crate::domain::Win;
use crate::journal::Direction;

/// Takes a message into the model and returns what is to be done.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Input(Input::Key(key)) => on_key(model, key),
        Msg::Input(Input::Paste(text)) => on_paste(model, &text),
        Msg::Input(Input::Mouse(mouse)) => on_mouse(model, mouse),
        // The runtime has made a theme of it; what was set in the colours of another is set anew.
        Msg::Input(Input::Background(_)) => {
            review_keys::set(&mut model.review, &model.cx);
            Vec::new()
        }
        Msg::Resized(columns, rows) => {
            model.cx.size = (columns, rows);
            review_keys::set(&mut model.review, &model.cx);
            Vec::new()
        }
        Msg::Day(day) => {
            model.cx.today = day;
            vec![Effect::LoadGlance]
        }
        Msg::ChangedElsewhere => reload(model),
        Msg::Replaced => {
            model.say(
                Tone::Attention,
                "another file took the place of the journal; this is what it holds, and your text is kept",
            );
            reload(model)
        }
        Msg::Removed => {
            model.say(
                Tone::Attention,
                "the journal's file was removed or moved: nothing can be saved until it is back",
            );
            Vec::new()
        }
        Msg::Answer(answer) => answers::on_answer(model, answer),
    }
}

/// Loads again what may have changed.
fn reload(model: &mut Model) -> Vec<Effect> {
    let shown = model.tab;
    model.screens_mut().into_iter().flat_map(|(tab, screen)| screen.invalidate(tab == shown)).collect()
}

fn on_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    model.message = None;
    if let Some(action) = model.cx.keymap.resolve(key, model.contexts()) {
        return act(model, action);
    }
    if is_typing(model) {
        return model.screen_and_cx().0.on_key(key);
    }
    match model.dialogs.last_mut() {
        Some(Dialog::Capture(capture)) => capture.key(key),
        Some(Dialog::Form(form)) => {
            form.key(key);
            Vec::new()
        }
        Some(Dialog::Value(line)) => line.key(key),
        Some(Dialog::Ask(ask)) => {
            ask.key(key);
            Vec::new()
        }
        Some(Dialog::Pick(pick)) => pick.key(key),
        Some(Dialog::Choose(_)) => dialogs::in_choice(model, key),
        Some(Dialog::Help(help)) => {
            help.key(key);
            Vec::new()
        }
        Some(Dialog::Confirm(_)) | None => Vec::new(),
    }
}

/// Returns true while a line of the tab is written, and no dialog lies over it.
fn is_typing(model: &Model) -> bool {
    model.dialogs.is_empty() && model.screen().is_typing()
}

fn on_paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if is_typing(model) {
        return model.screen_and_cx().0.on_paste(text);
    }
    match model.dialogs.last_mut() {
        Some(Dialog::Capture(capture)) => capture.paste(text),
        Some(Dialog::Form(form)) => {
            form.paste(text);
            Vec::new()
        }
        Some(Dialog::Value(line)) => line.paste(text),
        Some(Dialog::Ask(ask)) => {
            ask.paste(text);
            Vec::new()
        }
        Some(Dialog::Pick(pick)) => pick.paste(text),
        Some(Dialog::Help(_) | Dialog::Choose(_) | Dialog::Confirm(_)) | None => Vec::new(),
    }
}

fn on_mouse(model: &mut Model, mouse: MouseEvent) -> Vec<Effect> {
    if !model.dialogs.is_empty() {
        return Vec::new();
    }
    match mouse.kind {
        MouseEventKind::ScrollDown => act(model, Action::Down),
        MouseEventKind::ScrollUp => act(model, Action::Up),
        MouseEventKind::Down(MouseButton::Left) => {
            if let Some(tab) = view::tab_at(model, mouse.column, mouse.row) {
                return go_to(model, tab);
            }
            on_screen(model, |screen, cx| screen.on_click(cx, mouse.column, mouse.row))
        }
        _ => Vec::new(),
    }
}

/// Does what the person wants.
fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        _ => {}
    }
    if model.dialogs.last().is_some() {
        return dialogs::in_dialog(model, action);
    }
    if model.screen().is_typing() {
        return on_screen(model, |screen, cx| screen.on_action(cx, action));
    }
    match action {
        Action::Back if model.back_to().is_some() => go_back(model),
        Action::Quit => vec![Effect::Quit],
        Action::Help | Action::Palette => {
            let help = Help::new(action == Action::Palette, model.contexts());
            model.dialogs.push(Dialog::Help(Box::new(help)));
            Vec::new()
        }
        Action::Capture => {
            model.dialogs.push(Dialog::Capture(Box::new(Capture::new(""))));
            Vec::new()
        }
        Action::NewWin => {
            dialogs::open_form(model, &Win::default());
            Vec::new()
        }
        Action::LogValue => {
            // Of a metric that is selected only the value is missing.
            let fixed = model.screen().metric().cloned();
            let look = if fixed.is_some() { None } else { Some(Effect::FindMetrics(String::new())) };
            model.dialogs.push(Dialog::Value(Box::new(ValueLine::new(fixed))));
            look.into_iter().collect()
        }
        Action::Undo => vec![Effect::Step(Direction::Undo)],
        Action::Redo => vec![Effect::Step(Direction::Redo)],
        // Whoever searches from another tab does not see how the list of wins is limited.
        Action::Search if !matches!(model.tab, Tab::Wins | Tab::Learning) => go(model, &Place::Search),
        Action::NextTab => go_to(model, Tab::ALL[(model.tab.index() + 1) % Tab::ALL.len()]),
        Action::PreviousTab => {
            go_to(model, Tab::ALL[(model.tab.index() + Tab::ALL.len() - 1) % Tab::ALL.len()])
        }
        _ => match tab_of(action) {
            Some(tab) => go_to(model, tab),
            None => on_screen(model, |screen, cx| screen.on_action(cx, action)),
        },
    }
}

fn tab_of(action: Action) -> Option<Tab> {
    Some(match action {
        Action::TabToday => Tab::Today,
        Action::TabWins => Tab::Wins,
        Action::TabProjects => Tab::Projects,
        Action::TabGoals => Tab::Goals,
        Action::TabLearning => Tab::Learning,
        Action::TabImpact => Tab::Impact,
        Action::TabCareer => Tab::Career,
        Action::TabReview => Tab::Review,
        _ => return None,
    })
}

/// Shows a tab as it is. What a tab was gone to from is forgotten: a person chose this one.
fn go_to(model: &mut Model, tab: Tab) -> Vec<Effect> {
    model.back.clear();
    model.tab = tab;
    model.screen().load()
}

/// Goes to a place of another tab, from which `back` leads to this one again.
fn go(model: &mut Model, place: &Place) -> Vec<Effect> {
    let arrived = model
        .screens_mut()
        .into_iter()
        .find_map(|(tab, screen)| screen.arrive(place).map(|effects| (tab, effects)));
    let Some((tab, effects)) = arrived else { return Vec::new() };
    let from = std::mem::replace(&mut model.tab, tab);
    // `back` takes a search away, and stays where it was searched.
    if from != tab && *place != Place::Search {
        let is_open = model.screen().is_open();
        model.back.push(Location { tab: from, is_open });
    }
    effects
}

/// Goes back to the tab that this one was gone to from.
fn go_back(model: &mut Model) -> Vec<Effect> {
    let Some(location) = model.back.pop() else { return Vec::new() };
    model.screen_and_cx().0.leave();
    model.tab = location.tab;
    model.screen().load()
}

/// Has the tab that is shown do something, and carries out what it asks besides.
fn on_screen(
    model: &mut Model,
    act: impl FnOnce(&mut dyn Screen, &mut Cx<'_>) -> Vec<Effect>,
) -> Vec<Effect> {
    let (screen, view) = model.screen_and_cx();
    let mut cx = Cx::new(view);
    let effects = act(screen, &mut cx);
    let done = cx.done();
    finish(model, done, effects)
}

/// Carries out what a tab asks besides its effects.
fn finish(model: &mut Model, done: Done, mut effects: Vec<Effect>) -> Vec<Effect> {
    model.dialogs.extend(done.dialogs);
    if done.message.is_some() {
        model.message = done.message;
    }
    if let Some(place) = done.place {
        effects.extend(go(model, &place));
    }
    effects
}
