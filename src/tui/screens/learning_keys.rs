//! Handles keys and clicks on the learning tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Kind, Reading, ReadingStatus, Stored};
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::pick;
use crate::tui::dialogs::prompt::{Prompt, PromptDialog};
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::effect::{Effect, Picking};
use crate::tui::line::{LineRequest, ScreenLine};
use crate::tui::list_text::place_in;
use crate::tui::loaded::Loaded;
use crate::tui::place::Place;
use crate::tui::saved::Change;
use crate::tui::screen::Screen;
use crate::tui::screens::learning::{self, Learning, ListLine};
use crate::tui::screens::master_detail::Panes;
use crate::tui::subject::Subject;
use crate::tui::targets::Targets;

impl Screen for Learning {
    fn name(&self) -> &'static str {
        "Learning"
    }

    fn tab(&self) -> Action {
        Action::TabLearning
    }

    fn contexts(&self) -> &'static [Context] {
        &[Context::Learning, Context::List, Context::Global]
    }

    fn accepts(&self, _: &ViewCx, action: Action) -> Result<(), String> {
        match (action, self.reading()) {
            (Action::Record, _) => Err(String::new()),
            (_, None) if action.needs_selection(Context::Learning) => Err(String::new()),
            (Action::MoveUp | Action::MoveDown, _) if !self.accepts_action(action) => {
                Err("only notes to read have an order".to_owned())
            }
            (Action::OpenLink, Some(reading)) if reading.links.is_empty() => {
                Err("this note has no link".to_owned())
            }
            (_, Some(reading)) if !self.accepts_action(action) => {
                Err(format!("“{}” is {}", reading.title, reading.status.shown()))
            }
            _ => Ok(()),
        }
    }

    fn on_line(&mut self, cx: &mut Cx<'_>, line: &ScreenLine, text: &str) -> Vec<Effect> {
        if *line == ScreenLine::FindReading {
            self.find(text);
            keep_in_view(self, cx.view);
        }
        Vec::new()
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
        self.reading().map(|reading| reading.title.clone())
    }

    fn has_search(&self) -> bool {
        true
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::New, Action::Open, Action::Progress, Action::Edit]
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Reading]
    }

    fn position(&self) -> Option<String> {
        (self.count() > 0).then(|| place_in(self.selected, self.count()))
    }

    fn filters(&self) -> bool {
        true
    }

    fn filter(&mut self, words: &str) -> Vec<Effect> {
        self.find(words);
        Vec::new()
    }

    fn panes(&mut self, body: Rect) -> Option<Panes<'_>> {
        Some(learning::layout(self, body).panes(&mut self.open, &mut self.divider))
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
        let Place::Reading { id, open } = place else { return None };
        (self.select_after_load, self.open, self.scroll) = (Some(*id), *open, 0);
        self.loaded = false;
        Some(vec![Effect::LoadReadings])
    }

    fn place(&self) -> Option<Place> {
        self.reading().filter(|_| self.open).map(|each| Place::Reading { id: each.id, open: true })
    }

    fn links(&self) -> Vec<(String, Place)> {
        let Some(reading) = self.reading() else { return Vec::new() };
        let used = reading.used_in.iter().map(|each| (each.name.clone(), Place::Win(each.id)));
        let goals = reading.goals.iter().map(|each| (each.name.clone(), Place::Goal(each.id)));
        used.chain(goals).collect()
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![Effect::LoadReadings] }
    }

    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        let Loaded::Learning(readings) = loaded else { return Err(loaded) };
        self.receive(readings);
        keep_in_view(self, cx.view);
        Ok(Vec::new())
    }

    fn on_saved(&mut self, _: &ViewCx, change: &Change) -> Option<String> {
        match change {
            Change::Reading(id) => self.select_after_load = Some(*id),
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
        if is_shown { vec![Effect::LoadReadings] } else { Vec::new() }
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        learning::view(self, cx, buffer, area);
    }
}

/// Performs the action of a key.
fn act(learning: &mut Learning, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::New => {
            cx.open(RecordForm::reading(None));
            Vec::new()
        }
        Action::Mark | Action::MarkRange | Action::MarkAll if !learning.open => {
            learning.mark(action);
            if action == Action::Mark {
                learning.update(Action::Down, 1, 0);
                keep_in_view(learning, cx.view);
            }
            Vec::new()
        }
        Action::MoveUp | Action::MoveDown => learning.moved(action == Action::MoveUp).into_iter().collect(),
        Action::Edit
        | Action::EditInEditor
        | Action::Delete
        | Action::StartReading
        | Action::Progress
        | Action::Finish
        | Action::Note
        | Action::Link
        | Action::OpenLink
        | Action::Drop => match learning.reading().cloned() {
            Some(reading) => on_reading(cx, reading, action),
            None => Vec::new(),
        },
        _ => {
            let page = cx.view.page();
            let max_scroll = if learning.open { max_scroll(learning, cx.view) } else { 0 };
            learning.update(action, page, max_scroll);
            keep_in_view(learning, cx.view);
            Vec::new()
        }
    }
}

/// Performs an action on the selected note.
fn on_reading(cx: &mut Cx<'_>, reading: Stored<Reading>, action: Action) -> Vec<Effect> {
    let ask = |cx: &mut Cx<'_>, title, hint, request| {
        cx.open(PromptDialog::from(Prompt::journal(title, reading.title.clone(), hint, request)));
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
            cx.open(Confirm::effect(question, Effect::Delete(reading.id.into(), reading.title.clone())));
            Vec::new()
        }
        Action::StartReading if reading.status == ReadingStatus::Finished => {
            let question = format!("Start “{}” again?", inert(&reading.title));
            cx.open(Confirm::effect(question, Effect::StartReading(reading.id)));
            Vec::new()
        }
        Action::StartReading => vec![Effect::StartReading(reading.id)],
        Action::OpenLink => reading.links.first().cloned().map(Effect::OpenUrl).into_iter().collect(),
        Action::Progress => {
            let request = LineRequest::Progress(reading.id);
            ask(cx, "How far are you?", "120/350, chapter 3/12, 45%", request)
        }
        Action::Finish => {
            cx.open(RecordForm::finish(Box::new(reading)));
            Vec::new()
        }
        Action::Note => ask(cx, "Note", "a thought, a page, a quotation", LineRequest::Note(reading.id)),
        Action::Drop => {
            ask(cx, "Given up, because", "a sentence, or empty", LineRequest::Abandon(reading.id))
        }
        Action::Link => pick::open(cx, Picking::Uses(reading.id), &reading.title),
        _ => Vec::new(),
    }
}

/// Returns the largest scroll position of the note, in lines.
fn max_scroll(learning: &Learning, cx: &ViewCx) -> usize {
    let split = learning::layout(learning, cx.body());
    match (split.detail, learning.reading()) {
        (Some(area), Some(reading)) => learning::detail_lines(reading, cx, usize::from(area.width))
            .len()
            .saturating_sub(usize::from(area.height)),
        _ => 0,
    }
}

/// Stores the index of the first drawn line, so that moving back does not jump.
pub fn keep_in_view(learning: &mut Learning, cx: &ViewCx) {
    let list = learning::layout(learning, cx.body()).list;
    if list.height > 0 {
        let lines = learning.lines();
        learning.top = learning::visible(learning, &lines, list.height).start;
    }
}

/// Handles a click: selects the note at the position, or opens it if it is already selected.
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
