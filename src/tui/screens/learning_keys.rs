//! What keys do on the learning tab.

use ratatui::layout::Rect;

use super::goals::open_pick;
use super::page;
use crate::domain::{Reading, ReadingStatus, Stored};
use crate::text::inert;
use crate::tui::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::dialogs::record_form::{RecordForm, Subject};
use crate::tui::effect::Effect;
use crate::tui::effect::Picking;
use crate::tui::model::{Model, Tone};
use crate::tui::screens::learning::{self, ListLine};
use crate::tui::view;

/// Does what a key asks.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::NewReading => {
            model.dialogs.push(RecordForm::reading(None).into());
            Vec::new()
        }
        Action::MoveUp | Action::MoveDown => {
            let moved = model.learning.moved(action == Action::MoveUp);
            if moved.is_none() && !model.learning.takes(action) {
                model.say(Tone::Plain, "only what is to be read has an order");
            }
            moved.into_iter().collect()
        }
        Action::Edit
        | Action::EditInEditor
        | Action::Delete
        | Action::StartReading
        | Action::Progress
        | Action::Finish
        | Action::Note
        | Action::Link
        | Action::Drop => match model.learning.reading().cloned() {
            Some(reading) if !model.learning.takes(action) => {
                model.say(Tone::Plain, format!("“{}” is {}", reading.title, reading.status.shown()));
                Vec::new()
            }
            Some(reading) => on_reading(model, reading, action),
            None => Vec::new(),
        },
        _ => {
            let page = page(model);
            let most = if model.learning.open { most_scroll(model) } else { 0 };
            model.learning.update(action, page, most);
            keep_in_view(model);
            Vec::new()
        }
    }
}

/// What is done to the note that is selected.
fn on_reading(model: &mut Model, reading: Stored<Reading>, action: Action) -> Vec<Effect> {
    let ask = |model: &mut Model, purpose| {
        model.dialogs.push(Dialog::Ask(Box::new(Ask::new(purpose, reading.title.clone()))));
        Vec::new()
    };
    match action {
        Action::Edit => {
            model.dialogs.push(RecordForm::reading(Some(Box::new(reading))).into());
            Vec::new()
        }
        Action::EditInEditor => {
            vec![Effect::Editor(Box::new(Subject::Reading(Some(Box::new(reading)))), Vec::new())]
        }
        Action::Delete => {
            let question = format!("Delete “{}”? Undo brings it back.", inert(&reading.title));
            let then = Then::Do(Box::new(Effect::Delete(reading.id.into(), reading.title.clone())));
            model.dialogs.push(Dialog::Confirm(Confirm { question, then }));
            Vec::new()
        }
        Action::StartReading if reading.status == ReadingStatus::Finished => {
            let question = format!("Begin “{}” once more?", inert(&reading.title));
            let then = Then::Do(Box::new(Effect::StartReading(reading.id)));
            model.dialogs.push(Dialog::Confirm(Confirm { question, then }));
            Vec::new()
        }
        Action::StartReading => vec![Effect::StartReading(reading.id)],
        Action::Progress => ask(model, Purpose::Progress(reading.id)),
        Action::Finish => {
            model.dialogs.push(RecordForm::finish(Box::new(reading)).into());
            Vec::new()
        }
        Action::Note => ask(model, Purpose::Note(reading.id)),
        Action::Drop => ask(model, Purpose::Abandon(reading.id)),
        Action::Link => open_pick(model, Picking::Uses(reading.id), &reading.title),
        _ => Vec::new(),
    }
}

/// How far the note can be scrolled.
fn most_scroll(model: &Model) -> usize {
    let split = learning::layout(&model.learning, view::layout(model).body);
    match (split.detail, model.learning.reading()) {
        (Some(area), Some(reading)) => learning::detail_lines(reading, &model.cx, usize::from(area.width))
            .len()
            .saturating_sub(usize::from(area.height)),
        _ => 0,
    }
}

/// Has the list begin where it is drawn, so that moving back does not jump.
pub(super) fn keep_in_view(model: &mut Model) {
    let list = learning::layout(&model.learning, view::layout(model).body).list;
    if list.height > 0 {
        let lines = model.learning.lines();
        model.learning.top = learning::visible(&model.learning, &lines, list.height).start;
    }
}

/// Selects the note at a place of the screen; a second time it opens.
pub(super) fn click(model: &mut Model, column: u16, row: u16, body: Rect) -> Vec<Effect> {
    let list = learning::layout(&model.learning, body).list;
    if !list.contains((column, row).into()) {
        return Vec::new();
    }
    let lines = model.learning.lines();
    let at = learning::visible(&model.learning, &lines, list.height).start + usize::from(row - list.y);
    match lines.get(at) {
        Some(ListLine::Row(at) | ListLine::Takeaway(at)) if *at == model.learning.selected => {
            return super::act(model, Action::Open);
        }
        Some(ListLine::Row(at) | ListLine::Takeaway(at)) => model.learning.select(*at),
        _ => {}
    }
    Vec::new()
}
