//! Handles keys and clicks on the review tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{DocumentOverride, Kind, WinId};
use crate::report::document::Document;
use crate::report::overrides::{Item, ItemKind};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::effect::Effect;
use crate::tui::form_choice::FormChoice;
use crate::tui::line::ScreenLine;
use crate::tui::list_text::place_in;
use crate::tui::loaded::Loaded;
use crate::tui::message::Tone;
use crate::tui::saved::Change;
use crate::tui::screen::Screen;
use crate::tui::screens::master_detail::Panes;
use crate::tui::screens::review::{self, Review};
use crate::tui::screens::review_dialogs::{
    ask_file, ask_period, ask_text, ask_title, change_year, choose_reader, confirm_all,
};
use crate::tui::screens::wins_keys::category;
use crate::tui::screens::{answers_keys, names_keys, review_triage_view, review_view, year_keys};

impl Screen for Review {
    fn name(&self) -> &'static str {
        "Review"
    }

    fn tab(&self) -> Action {
        Action::TabReview
    }

    fn contexts(&self) -> &'static [Context] {
        if self.names.is_some() {
            &[Context::Names, Context::List, Context::Global]
        } else if self.answers.is_some() {
            &[Context::Answers, Context::List, Context::Global]
        } else if self.walk.is_some() {
            &[Context::Walk, Context::List, Context::Global]
        } else {
            &[Context::Review, Context::List, Context::Global]
        }
    }

    fn accepts(&self, cx: &ViewCx, action: Action) -> Result<(), String> {
        let is_fixed = self.item().is_some_and(|item| review::is_fixed(&item.key));
        match action {
            Action::Mark | Action::MarkRange | Action::MarkAll => Err(String::new()),
            Action::OpenLink if self.written.is_none() => {
                let key = cx.key(Action::Export, Context::Review);
                Err(format!("nothing was written yet; {key} writes the document"))
            }
            Action::Export if self.loaded && self.outline().is_empty() && !self.is_elsewhere() => {
                Err("nothing was logged in this period".to_owned())
            }
            _ if self.accepts_action(action) => Ok(()),
            Action::Retitle if is_fixed => Err("this heading comes from the template".to_owned()),
            Action::Strengthen => Err("no win here could be stronger".to_owned()),
            Action::Walk => Err("there are no wins to go through".to_owned()),
            Action::ConfirmCategory if !self.is_elsewhere() => {
                Err("select a win; :confirm-all confirms the category of every win".to_owned())
            }
            Action::Star | Action::Edit | Action::Category | Action::Record if !self.is_elsewhere() => {
                Err("this is for wins only: select a win".to_owned())
            }
            _ => Err(String::new()),
        }
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        let is_list = self.answers.as_ref().is_some_and(|answers| !answers.is_inside);
        match action {
            Action::Open if is_list => Some("answer"),
            Action::New if is_list => Some("add a form"),
            Action::Open if self.walk.is_some() => Some("keep"),
            Action::LeaveOut if self.walk.is_some() => Some("leave out"),
            Action::Down if self.walk.is_some() => Some("next"),
            _ => None,
        }
    }

    fn copied(&self) -> Option<String> {
        match &self.answers {
            Some(answers) => answers.selected().map(|(_, answer)| answer.text.clone()),
            None => self.item().map(|item| item.title.clone()),
        }
    }

    fn on_line(&mut self, cx: &mut Cx<'_>, line: &ScreenLine, text: &str) -> Vec<Effect> {
        match line {
            ScreenLine::NewAlias => {
                names_keys::ask_new_alias(self.names.as_ref(), cx, text.trim());
                Vec::new()
            }
            ScreenLine::Retitle(key) => retitle(self, key, text),
            ScreenLine::Reader { write } => self.choose_reader(text, *write),
            _ => Vec::new(),
        }
    }

    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        match loaded {
            // A document for another reader than the current one is out of date.
            Loaded::Review(review::Loaded::Document(period, reader, draft)) => {
                if reader == self.reader {
                    self.receive(period, reader, draft);
                    set(self, cx.view);
                    if std::mem::take(&mut self.is_to_write) {
                        ask_file(self, cx);
                    }
                    // The triage may have moved to another win, or the win may have changed.
                    let win = self.load_walk_win();
                    let again = self.walk_win.as_ref().map(|win| Effect::LoadReviewWin(win.id));
                    return Ok(win.or(again.filter(|_| self.walk.is_some())).into_iter().collect());
                }
            }
            Loaded::Review(review::Loaded::Win(win, findings)) => {
                (self.walk_win, self.walk_findings) = (Some(win), findings);
            }
            Loaded::Review(review::Loaded::Names(rows, why)) => {
                self.names.get_or_insert_default().receive(rows);
                if let Some(why) = why {
                    cx.say(Tone::Attention, why);
                }
            }
            Loaded::Review(review::Loaded::Answers(all, filled)) => {
                self.answers.get_or_insert_default().receive(all, filled);
            }
            Loaded::Review(review::Loaded::Years(years)) => year_keys::take(self, years),
            other => return Err(other),
        }
        Ok(Vec::new())
    }

    fn on_saved(&mut self, cx: &ViewCx, change: &Change) -> Option<String> {
        if let (Change::Questionnaire(id), Some(answers)) = (change, &mut self.answers) {
            answers.next = Some(*id);
        }
        let Change::File(path) = change else { return None };
        self.written = Some(path.clone());
        Some(format!("; {} opens it", cx.key(Action::OpenLink, Context::Review)))
    }

    fn on_resized(&mut self, cx: &ViewCx) {
        set(self, cx);
    }

    fn hints(&self) -> &'static [Action] {
        match &self.answers {
            Some(answers) => answers_keys::hints(answers),
            None if self.walk.is_some() => &[Action::Down, Action::LeaveOut, Action::Star, Action::Edit],
            None => &[Action::LeaveOut, Action::Star, Action::Edit, Action::Export],
        }
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Win]
    }

    fn position(&self) -> Option<String> {
        if let Some(answers) = &self.answers {
            return answers.position();
        }
        (!self.is_elsewhere())
            .then(|| self.outline().len())
            .filter(|count| *count > 0)
            .map(|count| place_in(self.selected, count))
    }

    fn filters(&self) -> bool {
        !self.is_over()
    }

    fn filter(&mut self, words: &str) -> Vec<Effect> {
        self.find(words);
        Vec::new()
    }

    fn panes(&mut self, body: Rect) -> Option<Panes<'_>> {
        (!self.is_elsewhere()).then(|| review::layout(self, body).panes(&mut self.open, &mut self.divider))
    }

    fn is_open(&self) -> bool {
        self.is_over()
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        let mut effects = act(self, cx, action);
        effects.extend(self.load_walk_win());
        effects
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        click(self, cx, column, row)
    }

    fn rest(&mut self) -> bool {
        self.free()
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![self.request()] }
    }

    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect> {
        self.loaded &= is_shown;
        if !is_shown {
            return Vec::new();
        }
        let mut effects = vec![self.request()];
        effects.extend(self.load_names().filter(|_| self.names.is_some()));
        effects.extend(self.load_answers());
        effects.extend(self.year.as_ref().map(|year| Effect::LoadYears(year.years.number)));
        effects
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        review_view::view(self, cx, buffer, area);
    }
}

/// Performs the action of a key.
fn act(review: &mut Review, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    review.is_to_write = false;
    match act_elsewhere(review, cx, action) {
        Some(effects) => effects,
        None => act_on_outline(review, cx, action),
    }
}

/// Performs the action on the names, the questionnaire or the year; `None` if none of them is shown.
fn act_elsewhere(review: &mut Review, cx: &mut Cx<'_>, action: Action) -> Option<Vec<Effect>> {
    if review.names.is_some() {
        if !names_keys::act(review.names.as_mut(), cx, action) {
            review.names = None;
        }
        return Some(Vec::new());
    }
    if let Some(answers) = &mut review.answers {
        let effects = answers_keys::act(answers, cx, action, review.period.as_ref());
        if effects.is_none() {
            review.answers = None;
        }
        return Some(effects.unwrap_or_default());
    }
    review.year.is_some().then(|| year_keys::act(review, cx, action))
}

fn act_on_outline(review: &mut Review, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::YearScreen => year_keys::load_years(review, cx.view, 0),
        Action::Names => review.load_names().into_iter().collect(),
        Action::Interview => vec![Effect::LoadAnswers(FormChoice::Of(review.period.clone()))],
        Action::PreviousPeriod | Action::NextPeriod => {
            change_year(review, cx, if action == Action::PreviousPeriod { -1 } else { 1 })
        }
        Action::Reader => choose_reader(review, cx, false),
        Action::Period => {
            ask_period(review, cx);
            Vec::new()
        }
        Action::ConfirmAll => confirm_all(review),
        Action::Export => choose_reader(review, cx, true),
        Action::OpenLink => review.written.clone().map(Effect::OpenFile).into_iter().collect(),
        Action::Walk | Action::Strengthen => {
            let weak = action == Action::Strengthen;
            review.walk = review_triage_view::begin(review, weak);
            review.open = false;
            follow_walk(review, cx.view);
            Vec::new()
        }
        _ if review.walk.is_some() => on_walk(review, cx, action),
        Action::MoveUp | Action::MoveDown => {
            let choices = review.moved(action == Action::MoveUp);
            choose(review, choices, "move")
        }
        Action::LeaveOut
        | Action::Retitle
        | Action::Edit
        | Action::Star
        | Action::ConfirmCategory
        | Action::Category
        | Action::Record => match review.item().cloned() {
            Some(item) => on_item(review, cx, &item, action),
            None => Vec::new(),
        },
        _ => {
            let max_scroll = review::largest_scroll(review, cx.view);
            let page = cx.view.page();
            review.update(action, page, max_scroll);
            review::keep_in_view(review, cx.view);
            Vec::new()
        }
    }
}

/// Saves overrides of the loaded document; ignored while the document for another reader is loaded.
fn choose(review: &mut Review, choices: Vec<DocumentOverride>, what: &'static str) -> Vec<Effect> {
    match review.shown.clone() {
        Some((period, reader)) if !choices.is_empty() && reader == review.reader => {
            review.choose(&choices);
            vec![Effect::Choose(period, reader, choices, what)]
        }
        _ => Vec::new(),
    }
}

/// Performs an action on the selected item.
fn on_item(review: &mut Review, cx: &mut Cx<'_>, item: &Item, action: Action) -> Vec<Effect> {
    let win =
        (item.kind == ItemKind::Win).then(|| uuid::Uuid::parse_str(&item.key).ok()).flatten().map(WinId);
    match (action, win) {
        (Action::LeaveOut, _) => {
            let before = review.choice(&item.key).cloned().unwrap_or_default();
            let left_out = !before.left_out;
            let choice = DocumentOverride { item: item.key.clone(), left_out, ..before };
            choose(review, vec![choice], if left_out { "leave out" } else { "include" })
        }
        (Action::Retitle | Action::Edit, _) if Document::is_written(&item.key) => {
            ask_text(review, cx, item);
            Vec::new()
        }
        (Action::Retitle, _) => {
            ask_title(review, cx, item);
            Vec::new()
        }
        (Action::Category, Some(win)) => {
            let now = review.draft.as_ref().and_then(|draft| draft.categories.get(&item.key));
            let now = now.cloned().unwrap_or_default();
            cx.open(category(cx.view, win, &item.title, &now));
            Vec::new()
        }
        (Action::Record, Some(win)) => vec![Effect::LoadAbout(Kind::Win, win.into())],
        (_, Some(win)) => vec![Effect::OnWin(win, action)],
        _ => Vec::new(),
    }
}

/// Performs an action in the triage.
fn on_walk(review: &mut Review, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    let body = cx.view.body();
    let Some(walk) = &mut review.walk else { return Vec::new() };
    match action {
        Action::Open | Action::LeaveOut => return decide(review, cx, action == Action::LeaveOut),
        Action::Back => {
            review.walk = None;
            review::keep_in_view(review, cx.view);
        }
        Action::Down | Action::Up => {
            walk.step(action == Action::Down);
            follow_walk(review, cx.view);
        }
        Action::First | Action::Last => {
            walk.jump(action == Action::Last);
            follow_walk(review, cx.view);
        }
        Action::PageDown | Action::PageUp => review_triage_view::scroll(review, cx.view, action, body),
        Action::Edit | Action::Star | Action::ConfirmCategory | Action::Category | Action::Record => {
            if let Some(item) = review.item().cloned() {
                return on_item(review, cx, &item, action);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Omits the current win of the triage if `left_out` is `true`, else includes it, and moves to the next win;
/// after the last win the triage ends.
fn decide(review: &mut Review, cx: &mut Cx<'_>, left_out: bool) -> Vec<Effect> {
    let Some(item) = review.item().cloned() else { return Vec::new() };
    let before = review.choice(&item.key).cloned().unwrap_or_default();
    let what = if left_out { "leave out" } else { "include" };
    let changed = before.left_out != left_out;
    let choice = DocumentOverride { item: item.key.clone(), left_out, ..before };
    let effects = if changed { choose(review, vec![choice], what) } else { Vec::new() };
    if review.walk.as_mut().is_some_and(|walk| walk.step(true)) {
        follow_walk(review, cx.view);
        return effects;
    }
    let weak = review.walk.take().is_some_and(|walk| walk.weak);
    review::keep_in_view(review, cx.view);
    if weak {
        cx.say(Tone::Good, "that was the last win that could be stronger");
        return effects;
    }
    review.open = true;
    review.scroll = 0;
    let key = cx.view.key(Action::Export, Context::Review);
    cx.say(Tone::Good, format!("that was the last win; {key} writes the document to a file"));
    effects
}

/// Selects the current win of the triage, so that the document scrolls to it.
fn follow_walk(review: &mut Review, cx: &ViewCx) {
    let place = review.walk.as_ref().and_then(|walk| review.place(walk.key()));
    if let Some(place) = place {
        let max_scroll = review::largest_scroll(review, cx);
        review.select(place, max_scroll);
        review::keep_in_view(review, cx);
    }
}

/// Sets the title of an item in this document. An empty title, or the item's own title, removes the override.
fn retitle(review: &mut Review, key: &str, title: &str) -> Vec<Effect> {
    let own = review.outline().iter().find(|item| item.key == key).map(|item| item.title.as_str());
    let title = if own == Some(title.trim()) { String::new() } else { title.trim().to_owned() };
    let choice =
        DocumentOverride { item: key.to_owned(), title, ..review.choice(key).cloned().unwrap_or_default() };
    choose(review, vec![choice], "retitle")
}

/// Lays out the document in its current width, and stores the index of the first drawn item.
fn set(review: &mut Review, cx: &ViewCx) {
    let body = cx.body();
    review::set(review, cx, body);
    let max_scroll = review::largest_scroll(review, cx);
    if review.open {
        // The position of a document that is being read stays.
        review.scroll = review.scroll.min(max_scroll);
    } else {
        review.select(review.selected, max_scroll);
    }
    review::keep_in_view(review, cx);
}

/// Handles a click: selects the item at the position, or opens the document if it is already selected.
pub fn click(review: &mut Review, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
    let body = cx.view.body();
    let list = review::layout(review, body).list;
    if review.is_elsewhere() || !list.contains((column, row).into()) {
        return Vec::new();
    }
    let at = review::visible(review, list.height).start + usize::from(row - list.y);
    if at == review.selected {
        return act(review, cx, Action::Open);
    }
    if at < review.outline().len() {
        let max_scroll = review::largest_scroll(review, cx.view);
        review.select(at, max_scroll);
    }
    Vec::new()
}
