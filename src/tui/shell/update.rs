//! The state machine of the app: a message changes the model and results in requests, without I/O or
//! blocking.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::actions::{act, choose_tab, on_dialog, on_screen, reload};
use super::requests::{Progress, Steps};
use super::{Model, Msg, answers, filter, footer, tabs, view};
use crate::tui::action::{Action, Context};
use crate::tui::dialogs::capture::Capture;
use crate::tui::effect::{Effect, Request, RequestId};
use crate::tui::input::Input;
use crate::tui::message::Tone;
use crate::tui::unsaved::Unsaved;

/// Applies a message to the model, and returns the resulting requests.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Request> {
    match msg {
        Msg::Started => {
            let effects = model.screen().load();
            model.request(effects, None);
        }
        Msg::Input(Input::Key(key)) => on_key(model, key),
        Msg::Input(Input::Paste(text)) => on_paste(model, &text),
        Msg::Input(Input::Mouse(mouse)) => on_mouse(model, mouse),
        Msg::Input(Input::Background(background)) => {
            model.cx.set_background(background);
            model.lay_out();
        }
        Msg::Resized(columns, rows) => {
            model.cx.size = (columns, rows);
            model.lay_out();
        }
        Msg::Day(day) => {
            model.cx.today = day;
            reload(model);
        }
        Msg::ChangedElsewhere => reload(model),
        Msg::Replaced => {
            let text = "the journal was replaced by another file, shown now; your text is kept";
            model.say(Tone::Attention, text);
            reload(model);
        }
        Msg::Removed => {
            let text = "the journal's file was removed or moved: nothing can be saved until it is back";
            model.say(Tone::Attention, text);
        }
        Msg::Left(unsaved) => restore(model, unsaved),
        Msg::Late(ids) => ids.into_iter().for_each(|id| on_late(model, id)),
        Msg::Progress(id, steps) => {
            if let Some(pending) = model.requests.get_mut(id)
                && pending.progress != Progress::Stopping
            {
                pending.progress = Progress::Running(steps);
            }
        }
        Msg::Locked(id) => {
            on_late(model, id);
            if let Some(pending) = model.requests.get_mut(id)
                && pending.progress != Progress::Stopping
            {
                pending.progress = Progress::Locked;
            }
        }
        Msg::Answer(id, answer) => answers::on_answer(model, id, answer),
    }
    std::mem::take(&mut model.outbox)
}

/// Reopens the dialogs with the unsaved texts of an earlier run of the app.
fn restore(model: &mut Model, unsaved: Vec<Unsaved>) {
    for each in unsaved {
        if let Some(form) = each.form {
            model.request(vec![Effect::Reopen(form)], None);
        } else if let Some(line) = each.line {
            let mut capture = Capture::new(&line);
            let effects = capture.read();
            model.open(Box::new(capture));
            let owner = model.dialogs.last().map(|open| open.id);
            model.request(effects, owner);
            model.say(Tone::Attention, answers::RESTORED);
        }
    }
}

/// Announces a request that takes longer, and hides its dialog, so that another can be opened.
fn on_late(model: &mut Model, id: RequestId) {
    let Some(pending) = model.requests.get_mut(id) else { return };
    if pending.progress == Progress::Soon {
        pending.progress = Progress::Running(Steps { done: 0, of: 0 });
    }
    if let Some(owner) = pending.owner.filter(|_| pending.writes)
        && let Some(at) = model.dialogs.iter().position(|open| open.id == owner && !open.dialog.stays_open())
    {
        let dialog = model.dialogs.remove(at);
        model.waiting.push(dialog);
    }
}

fn on_key(model: &mut Model, key: KeyEvent) {
    model.message = None;
    let action = model.cx.keymap.resolve(key, model.contexts());
    // If the terminal is too small to show a record, keys must not act on it.
    if view::is_too_small(model) && !matches!(action, Some(Action::Quit | Action::Suspend | Action::Redraw)) {
        return;
    }
    if let Some(action) = action {
        return act(model, action);
    }
    if !model.dialogs.is_empty() {
        return on_dialog(model, |dialog, cx| dialog.on_key(cx, key));
    }
    if filter::is_typing(model) {
        return filter::key(model, key);
    }
    if model.screen().is_typing() {
        let tab = model.tab;
        let effects = model.screens[tab].on_key(key);
        return model.request(effects, None);
    }
    // If a key has no action here, the message names the tabs on which it has one.
    if let Some((action, contexts)) = model.cx.keymap.elsewhere(key) {
        let tabs: Vec<&str> = contexts.iter().map(|context| context.title()).collect();
        model.say(Tone::Plain, action.works_in(&tabs));
    } else if let KeyCode::Char(typed) = key.code
        && (key.modifiers - KeyModifiers::SHIFT).is_empty()
    {
        let help = model.cx.key(Action::Help, Context::Global);
        model.say(Tone::Plain, format!("{typed} does nothing here; {help} shows every key"));
    }
}

fn on_paste(model: &mut Model, text: &str) {
    if !model.dialogs.is_empty() {
        return on_dialog(model, |dialog, _| dialog.on_paste(text));
    }
    if filter::is_typing(model) {
        return filter::paste(model, text);
    }
    if model.screen().is_typing() {
        let tab = model.tab;
        let effects = model.screens[tab].on_paste(text);
        model.request(effects, None);
    }
}

/// Moves the line between two panes; returns `false` if the mouse does something else.
fn drag(model: &mut Model, mouse: MouseEvent) -> bool {
    let body = model.cx.body();
    let tab = model.tab;
    let is_free = model.dialogs.is_empty() && body.contains((mouse.column, mouse.row).into());
    let panes = model.screens[tab].panes(body).filter(|_| is_free);
    let line = panes.and_then(|panes| Some((panes.line?, panes.divider)));
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            // One column at each side of the line belongs to it.
            model.is_dragging = line.is_some_and(|(column, _)| column.abs_diff(mouse.column) <= 1);
            model.is_dragging
        }
        MouseEventKind::Drag(_) => {
            if let Some((_, divider)) = line.filter(|_| model.is_dragging) {
                divider.move_to(mouse.column.saturating_sub(body.x + 1), body.width);
                model.lay_out();
            }
            true
        }
        MouseEventKind::Up(_) => {
            model.is_dragging = false;
            true
        }
        _ => false,
    }
}

fn on_mouse(model: &mut Model, mouse: MouseEvent) {
    let (column, row) = (mouse.column, mouse.row);
    if drag(model, mouse) {
        return;
    }
    let wheel = match mouse.kind {
        MouseEventKind::ScrollDown => Some(Action::Down),
        MouseEventKind::ScrollUp => Some(Action::Up),
        MouseEventKind::Down(MouseButton::Left) => None,
        _ => return,
    };
    if wheel.is_none() {
        model.message = None;
        if let Some(action) = footer::hint_at(model, column, row) {
            return act(model, action);
        }
    }
    if !model.dialogs.is_empty() {
        return on_dialog(model, |dialog, cx| match wheel {
            Some(action) => dialog.on_action(cx, action),
            None => dialog.on_click(cx, column, row),
        });
    }
    match (wheel, tabs::tab_at(model, column, row)) {
        (Some(action), _) => on_screen(model, |screen, cx| screen.on_wheel(cx, column, row, action)),
        (None, Some(tab)) => choose_tab(model, tab),
        (None, None) => on_screen(model, |screen, cx| screen.on_click(cx, column, row)),
    }
}
