//! Routes actions to the topmost dialog, the tab or the shell itself.

use super::requests::Progress;
use super::{DialogId, Location, Model, commands, filter, many};
use crate::tui::action::{Action, Context};
use crate::tui::dialog::{Cx, Dialog, Done};
use crate::tui::dialogs::choose::{Alternative, Choose, Chosen};
use crate::tui::effect::Effect;
use crate::tui::memory;
use crate::tui::message::Tone;
use crate::tui::place::Place;
use crate::tui::screen::Screen;

/// Invalidates all tabs, and reloads the shown one.
pub(super) fn reload(model: &mut Model) {
    let shown = model.tab;
    let effects = model
        .screens
        .iter_mut()
        .enumerate()
        .flat_map(|(tab, screen)| screen.invalidate(tab == shown))
        .collect();
    model.request(effects, None);
}

/// Performs an action of the user.
pub(super) fn act(model: &mut Model, action: Action) {
    match action {
        Action::Suspend => return model.request(vec![Effect::Suspend], None),
        Action::Redraw => return model.request(vec![Effect::Redraw], None),
        _ => {}
    }
    if !model.dialogs.is_empty() {
        return on_dialog(model, |dialog, cx| dialog.on_action(cx, action));
    }
    if filter::is_typing(model) {
        if !filter::act(model, action) {
            on_screen(model, |screen, cx| screen.on_action(cx, action));
        }
        return;
    }
    if model.screen().is_typing() {
        return on_screen(model, |screen, cx| screen.on_action(cx, action));
    }
    if let Some(tab) = model.screens.iter().position(|screen| screen.tab() == action) {
        return choose_tab(model, tab);
    }
    let last = model.screens.len() - 1;
    // On a tab without panes, `right` opens the selection and `left` goes back.
    let action = match action {
        Action::Right if !model.screen().has_panes() => Action::Open,
        Action::Left if !model.screen().has_panes() => Action::Back,
        other => other,
    };
    match action {
        Action::Back if cancel(model) => {}
        Action::Back if model.screen().marked() > 0 && !model.screen().is_open() => {
            let tab = model.tab;
            model.screens[tab].unmark();
        }
        Action::Back if !model.screen().is_open() && filter::clear(model) => {}
        Action::Back if model.back_to().is_some() => go_back(model),
        Action::Open if model.screen().is_open() && follow(model) => {}
        Action::NextTab => go_to(model, if model.tab == last { 0 } else { model.tab + 1 }),
        Action::PreviousTab => go_to(model, if model.tab == 0 { last } else { model.tab - 1 }),
        // The search ignores the filters of the wins, which are not visible from another tab.
        Action::Inbox => go(model, &Place::Inbox),
        Action::Search if model.screen().filters() => filter::open(model),
        Action::Search if !model.screen().has_search() => go(model, &Place::Search),
        _ if commands::act(model, action) || many::act(model, action) => {}
        _ => match model.screen().accepts(&model.cx, action) {
            Ok(()) => on_screen(model, |screen, cx| screen.on_action(cx, action)),
            Err(err) if !err.is_empty() => model.say(Tone::Plain, err),
            Err(_) => {}
        },
    }
}

/// The actions of a tab that do not apply to the selected record. The others only go to their tab from another one, where
/// that record is not shown.
const WITHOUT_SELECTION: [Action; 20] = [
    Action::New,
    Action::Interview,
    Action::Zoom,
    Action::Filter,
    Action::SaveFilter,
    Action::TagFilter,
    Action::PreviousPeriod,
    Action::NextPeriod,
    Action::Period,
    Action::Export,
    Action::ConfirmAll,
    Action::CheckAll,
    Action::FreeWins,
    Action::Reader,
    Action::Walk,
    Action::Strengthen,
    Action::YearScreen,
    Action::Names,
    Action::Profile,
    Action::Ladder,
];

/// Performs an action on the shown tab or, if it belongs to another one, there, once its data is loaded.
fn act_anywhere(model: &mut Model, action: Action) {
    let contexts = action.info().contexts;
    let is_of = |screen: &dyn Screen| screen.contexts().iter().any(|context| contexts.contains(context));
    if contexts.iter().any(|context| matches!(context, Context::Global | Context::List))
        || is_of(model.screen())
    {
        return act(model, action);
    }
    let tabs: Vec<&str> = contexts.iter().map(|each| each.title()).collect();
    let refusal = action.works_in(&tabs);
    // What is marked here is not what the action would apply to there.
    let has = |context: &Context, screen: &dyn Screen| screen.contexts().contains(context);
    let tab = contexts.iter().find_map(|context| model.screens().position(|screen| has(context, screen)));
    let Some(tab) = tab.filter(|_| model.screen().marked() == 0) else {
        return model.say(Tone::Plain, refusal);
    };
    go_to(model, tab);
    if !WITHOUT_SELECTION.contains(&action) {
        let context = *contexts.iter().find(|context| has(context, model.screen())).unwrap_or(&contexts[0]);
        return model.say(Tone::Plain, format!("{}: select it first", action.info().about_in(context)));
    }
    if model.screen().load().is_empty() {
        act(model, action);
    } else {
        model.pending = Some(action);
    }
}

/// Performs the action that waited for the data of its tab.
pub(super) fn act_pending(model: &mut Model) {
    if model.screen().load().is_empty()
        && let Some(action) = model.pending.take()
    {
        act(model, action);
    }
}

/// Cancels the latest announced request; returns `false` if there is no request to cancel.
fn cancel(model: &mut Model) -> bool {
    let id = model.requests.announced().rev().find(|each| each.progress != Progress::Stopping);
    let Some(id) = id.map(|each| each.id) else { return false };
    if let Some(pending) = model.requests.get_mut(id) {
        pending.progress = Progress::Stopping;
    }
    model.request(vec![Effect::Cancel(id)], None);
    true
}

/// The number of views over the list of a tab that its key closes: more than any tab has.
const OVER_A_LIST: usize = 4;

/// Shows a tab that the user chose. The tab that is shown already closes what is open over its list.
pub(super) fn choose_tab(model: &mut Model, tab: usize) {
    if tab == model.tab {
        for _ in 0..OVER_A_LIST {
            if model.screen().is_open() {
                on_screen(model, |screen, cx| screen.on_action(cx, Action::Back));
            }
        }
    }
    go_to(model, tab);
}

/// Shows a tab in its current state. Clears the locations to which `back` returns, because the user chose the
/// tab.
pub(super) fn go_to(model: &mut Model, tab: usize) {
    filter::clear(model);
    model.back.clear();
    model.pending = None;
    let before = std::mem::replace(&mut model.tab, tab);
    free_hidden(model, before);
    let effects = model.screen().load();
    model.request(effects, None);
}

/// Frees the data of a tab that is not shown, if it is much.
pub(super) fn free_hidden(model: &mut Model, tab: usize) {
    if tab != model.tab && model.screens[tab].rest() {
        memory::give_back();
    }
}

/// Goes to the record that the open record refers to, or offers a choice of several; returns `false` if it
/// refers to no record.
fn follow(model: &mut Model) -> bool {
    let mut links = model.screen().links();
    match links.len() {
        0 => return false,
        1 => go(model, &links.remove(0).1),
        _ => {
            let option = |(label, place)| Alternative::new(label, Chosen::Place(place));
            let about = model.screen().copied().unwrap_or_default();
            let options = links.into_iter().map(option).collect();
            model.open(Box::new(Choose::new("Go to", about, options, 0)));
        }
    }
    true
}

/// Goes to a place, from which `back` returns here.
fn go(model: &mut Model, place: &Place) {
    filter::clear(model);
    let opened = model.screen().place();
    let arrived = model
        .screens
        .iter_mut()
        .enumerate()
        .find_map(|(tab, screen)| screen.arrive(place).map(|effects| (tab, effects)));
    let Some((tab, effects)) = arrived else { return };
    let from = std::mem::replace(&mut model.tab, tab);
    // After a search, `back` clears the search and stays on the tab.
    if *place == Place::Search {
        model.back.clear();
    }
    if (from != tab || opened.is_some()) && *place != Place::Search {
        let is_open = model.screen().is_open();
        model.back.push(Location { tab: from, place: opened, is_open });
    }
    model.request(effects, None);
}

/// Goes back to the latest location.
fn go_back(model: &mut Model) {
    let Some(location) = model.back.pop() else { return };
    let tab = model.tab;
    model.screens[tab].leave();
    model.tab = location.tab;
    let tab = model.tab;
    let place = location.place.filter(|place| model.screen().place().as_ref() != Some(place));
    let arrived = place.and_then(|place| model.screens[tab].arrive(&place));
    let effects = arrived.unwrap_or_else(|| model.screen().load());
    model.request(effects, None);
}

/// Calls the shown tab, and carries out its requests.
pub(super) fn on_screen(model: &mut Model, act: impl FnOnce(&mut dyn Screen, &mut Cx<'_>) -> Vec<Effect>) {
    on_tab(model, model.tab, act);
}

pub(super) fn on_tab(
    model: &mut Model,
    tab: usize,
    act: impl FnOnce(&mut dyn Screen, &mut Cx<'_>) -> Vec<Effect>,
) {
    let mut cx = Cx::new(&model.cx);
    let effects = act(&mut *model.screens[tab], &mut cx);
    let done = cx.done();
    finish(model, done, effects, None);
}

/// Calls the topmost dialog, and carries out its requests.
pub(super) fn on_dialog(model: &mut Model, act: impl FnOnce(&mut dyn Dialog, &mut Cx<'_>) -> Vec<Effect>) {
    let mut cx = Cx::new(&model.cx);
    let Some(open) = model.dialogs.last_mut() else { return };
    let owner = open.id;
    let effects = act(&mut *open.dialog, &mut cx);
    let done = cx.done();
    finish(model, done, effects, Some(owner));
}

/// Carries out requests. The effects belong to the dialog that was opened or, if no dialog was opened, to
/// `owner` if that is still open.
pub(super) fn finish(model: &mut Model, done: Done, effects: Vec<Effect>, owner: Option<DialogId>) {
    for _ in 0..done.closed {
        model.dialogs.pop();
    }
    let opens = !done.dialogs.is_empty();
    for dialog in done.dialogs {
        model.open(dialog);
    }
    if done.message.is_some() {
        model.message = done.message;
    }
    let opened = model.dialogs.last().map(|open| open.id).filter(|_| opens);
    let stays = owner.filter(|owner| model.dialogs.iter().any(|open| open.id == *owner));
    model.request(effects, opened.or(stays));
    if let Some(place) = done.place {
        go(model, &place);
    }
    if let Some(setting) = done.theme {
        model.cx.set_theme(setting);
        model.lay_out();
    }
    if let Some(action) = done.action {
        act_anywhere(model, action);
    }
    if let Some((line, text)) = done.line {
        on_screen(model, |screen, cx| screen.on_line(cx, &line, &text));
    }
}
