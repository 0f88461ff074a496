//! The keys and clicks on the learning tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Reading, ReadingStatus, Stored};
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::dialogs::record_form::{RecordForm, Subject};
use crate::tui::effect::{Effect, Picking};
use crate::tui::message::Tone;
use crate::tui::place::Place;
use crate::tui::screen::{Cx, Screen};
use crate::tui::screens::learning::{self, Learning, ListLine};

impl Screen for Learning {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Learning, Context::List, Context::Global]
    }

    fn accepts(&self, action: Action) -> bool {
        match self.reading() {
            _ if action == Action::Record => false,
            None => !action.needs_selection(Context::Learning),
            Some(_) => self.takes(action),
        }
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
        let Place::Reading(id) = place else { return None };
        self.wanted = Some(*id);
        self.loaded = false;
        Some(vec![Effect::LoadReadings])
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![Effect::LoadReadings] }
    }

    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect> {
        self.loaded &= is_shown;
        if self.loaded { vec![Effect::LoadReadings] } else { Vec::new() }
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        learning::view(self, cx, buffer, area);
    }
}

/// Does what a key asks.
fn act(learning: &mut Learning, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::Search => {
            let ask = Ask::new(Purpose::FindReading, "What you read and learned".to_owned());
            cx.open(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        Action::NewReading => {
            cx.open(RecordForm::reading(None));
            Vec::new()
        }
        Action::MoveUp | Action::MoveDown => {
            let moved = learning.moved(action == Action::MoveUp);
            if moved.is_none() && !learning.takes(action) {
                cx.say(Tone::Plain, "only what is to be read has an order");
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
        | Action::Drop => match learning.reading().cloned() {
            Some(reading) if !learning.takes(action) => {
                cx.say(Tone::Plain, format!("“{}” is {}", reading.title, reading.status.shown()));
                Vec::new()
            }
            Some(reading) => on_reading(cx, reading, action),
            None => Vec::new(),
        },
        _ => {
            let page = cx.view.page();
            let most = if learning.open { most_scroll(learning, cx.view) } else { 0 };
            learning.update(action, page, most);
            keep_in_view(learning, cx.view);
            Vec::new()
        }
    }
}

/// Does an action on the selected note.
fn on_reading(cx: &mut Cx<'_>, reading: Stored<Reading>, action: Action) -> Vec<Effect> {
    let ask = |cx: &mut Cx<'_>, purpose| {
        cx.open(Dialog::Ask(Box::new(Ask::new(purpose, reading.title.clone()))));
        Vec::new()
    };
    match action {
        Action::Edit => {
            cx.open(RecordForm::reading(Some(Box::new(reading))));
            Vec::new()
        }
        Action::EditInEditor => {
            vec![Effect::Editor(Box::new(Subject::Reading(Some(Box::new(reading)))), Vec::new())]
        }
        Action::Delete => {
            let question = format!("Delete “{}”? Undo brings it back.", inert(&reading.title));
            let then = Then::Do(Box::new(Effect::Delete(reading.id.into(), reading.title.clone())));
            cx.open(Dialog::Confirm(Confirm { question, then }));
            Vec::new()
        }
        Action::StartReading if reading.status == ReadingStatus::Finished => {
            let question = format!("Begin “{}” once more?", inert(&reading.title));
            let then = Then::Do(Box::new(Effect::StartReading(reading.id)));
            cx.open(Dialog::Confirm(Confirm { question, then }));
            Vec::new()
        }
        Action::StartReading => vec![Effect::StartReading(reading.id)],
        Action::Progress => ask(cx, Purpose::Progress(reading.id)),
        Action::Finish => {
            cx.open(RecordForm::finish(Box::new(reading)));
            Vec::new()
        }
        Action::Note => ask(cx, Purpose::Note(reading.id)),
        Action::Drop => ask(cx, Purpose::Abandon(reading.id)),
        Action::Link => cx.pick(Picking::Uses(reading.id), &reading.title),
        _ => Vec::new(),
    }
}

/// Returns the largest scroll position of the note, in lines.
fn most_scroll(learning: &Learning, cx: &ViewCx) -> usize {
    let split = learning::layout(learning, cx.body());
    match (split.detail, learning.reading()) {
        (Some(area), Some(reading)) => learning::detail_lines(reading, cx, usize::from(area.width))
            .len()
            .saturating_sub(usize::from(area.height)),
        _ => 0,
    }
}

/// Has the list begin where it is drawn, so that moving back does not jump.
pub fn keep_in_view(learning: &mut Learning, cx: &ViewCx) {
    let list = learning::layout(learning, cx.body()).list;
    if list.height > 0 {
        let lines = learning.lines();
        learning.top = learning::visible(learning, &lines, list.height).start;
    }
}

/// Selects the note at a place of the screen; a second time it opens.
pub fn click(learning: &mut Learning, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
    let body = cx.view.body();
    let list = learning::layout(learning, body).list;
    if !list.contains((column, row).into()) {
        return Vec::new();
    }
    let lines = learning.lines();
    let at = learning::visible(learning, &lines, list.height).start + usize::from(row - list.y);
    match lines.get(at) {
        Some(ListLine::Row(at) | ListLine::Takeaway(at)) if *at == learning.selected => {
            return act(learning, cx, Action::Open);
        }
        Some(ListLine::Row(at) | ListLine::Takeaway(at)) => learning.select(*at),
        _ => {}
    }
    Vec::new()
}
