//! Handles keys and clicks on the goals tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{GoalId, GoalView, Kind};
use crate::journal::Ending;
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::pick;
use crate::tui::dialogs::prompt::{Prompt, PromptDialog};
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::effect::{Effect, Picking};
use crate::tui::line::LineRequest;
use crate::tui::list_text::place_in;
use crate::tui::loaded::Loaded;
use crate::tui::message::Tone;
use crate::tui::place::Place;
use crate::tui::saved::Change;
use crate::tui::screen::Screen;
use crate::tui::screens::goals::{self, Goals};
use crate::tui::screens::master_detail::Panes;
use crate::tui::subject::Subject;
use crate::tui::targets::Targets;

impl Screen for Goals {
    fn name(&self) -> &'static str {
        "Goals"
    }

    fn tab(&self) -> Action {
        Action::TabGoals
    }

    fn contexts(&self) -> &'static [Context] {
        &[Context::Goals, Context::List, Context::Global]
    }

    fn accepts(&self, cx: &ViewCx, action: Action) -> Result<(), String> {
        match (action, self.goal()) {
            (Action::Record, _) => Err(String::new()),
            (Action::CheckAll, _) if !self.accepts_action(action) => {
                Err("no goal of this year is open".to_owned())
            }
            (_, None) if action.needs_selection(Context::Goals) => Err(String::new()),
            (Action::OpenLink, Some(goal)) if goal.links.is_empty() => {
                Err("this goal has no link".to_owned())
            }
            (_, Some(goal)) if !self.accepts_action(action) => {
                Err(match (goal.is_open(), goal.after.is_some()) {
                    (true, _) => "the goal is open already".to_owned(),
                    (false, true) => "it was carried over to a later year".to_owned(),
                    (false, false) => {
                        format!("it has ended; {} opens it again", cx.key(Action::Reopen, Context::Goals))
                    }
                })
            }
            _ => Ok(()),
        }
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
        self.goal().map(|goal| goal.title.clone())
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::New, Action::Open, Action::CheckIn, Action::Edit]
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Goal]
    }

    fn position(&self) -> Option<String> {
        (self.count() > 0).then(|| place_in(self.selected, self.count()))
    }

    fn filters(&self) -> bool {
        true
    }

    fn finds_nothing(&self) -> bool {
        self.loaded && self.count() == 0
    }

    fn filter(&mut self, words: &str) -> Vec<Effect> {
        self.filter(words);
        Vec::new()
    }

    fn panes(&mut self, body: Rect) -> Option<Panes<'_>> {
        Some(goals::layout(self, body).panes(&mut self.open, &mut self.divider))
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
        if let Place::Goal(id) = place {
            (self.select_after_load, self.open, self.scroll, self.loaded, self.bare) =
                (Some(*id), true, 0, false, false);
            return Some(vec![Effect::LoadGoalsWith(*id)]);
        }
        let Place::Goals { year, goal, check } = place else { return None };
        self.year = Some(*year);
        self.loaded = false;
        self.check_then = *check;
        if goal.is_some() {
            self.select_after_load = *goal;
            self.open = false;
        }
        Some(vec![self.request()])
    }

    fn place(&self) -> Option<Place> {
        self.goal().filter(|_| self.open).map(|goal| Place::Goal(goal.id))
    }

    fn links(&self) -> Vec<(String, Place)> {
        let Some(goal) = self.goal() else { return Vec::new() };
        let evidence = goal.evidence.iter().rev();
        let evidence = evidence.filter_map(|each| Some((each.title.clone(), Place::of(each.kind, each.id)?)));
        let years = goal.before.iter().map(|each| (each.id, each.year)).chain(goal.after);
        let years = years.map(|(id, year)| (format!("the same goal in {year}"), Place::Goal(id)));
        evidence.chain(years).collect()
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![self.request()] }
    }

    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        let Loaded::Goals(goals) = loaded else { return Err(loaded) };
        self.receive(goals.year, goals.goals);
        keep_in_view(self, cx.view);
        Ok(if std::mem::take(&mut self.check_then) { check_all(self, cx) } else { Vec::new() })
    }

    fn on_saved(&mut self, _: &ViewCx, change: &Change) -> Option<String> {
        match change {
            // A saved goal of another year must be visible, so its year is shown.
            Change::Goal(id, year) => (self.select_after_load, self.year) = (Some(*id), Some(*year)),
            Change::GoalEnded(id) => self.select_after_load = Some(*id),
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
        if is_shown { vec![self.request()] } else { Vec::new() }
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        goals::view(self, cx, buffer, area);
    }
}

/// Performs the action of a key.
fn act(goals: &mut Goals, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::New => {
            let year = goals.year;
            cx.open(RecordForm::goal(None, year));
            Vec::new()
        }
        Action::PreviousPeriod => goals.year.map(|year| goals.go_to_year(year - 1)).unwrap_or_default(),
        Action::NextPeriod => goals.year.map(|year| goals.go_to_year(year + 1)).unwrap_or_default(),
        Action::CheckAll => check_all(goals, cx),
        Action::Mark | Action::MarkRange | Action::MarkAll if !goals.open => {
            goals.mark(action);
            if action == Action::Mark {
                goals.update(Action::Down, 1, 0);
                keep_in_view(goals, cx.view);
            }
            Vec::new()
        }
        Action::FreeWins => {
            let today = crate::domain::period::year_number(cx.view.today, cx.view.fiscal_year_start);
            cx.go(Place::WinsWithoutGoal(goals.year.unwrap_or(today)))
        }
        _ if goals_own(action) => match goals.goal().cloned() {
            Some(goal) => on_goal(cx, &goal, action),
            None => Vec::new(),
        },
        _ => {
            let page = cx.view.page() / 2;
            let max_scroll = if goals.open { max_scroll(goals, cx.view) } else { 0 };
            goals.update(action, page.max(1), max_scroll);
            keep_in_view(goals, cx.view);
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
            | Action::OpenLink
    )
}

/// Opens a check-in for each open goal of the shown year, one after another (`:check-all`).
pub fn check_all(goals: &mut Goals, cx: &mut Cx<'_>) -> Vec<Effect> {
    let open: Vec<GoalId> = goals.all.iter().filter(|goal| goal.is_open()).map(|goal| goal.id).collect();
    if open.is_empty() {
        cx.say(Tone::Plain, "no goal of this year is open");
        return Vec::new();
    }
    let count = open.len();
    vec![Effect::LoadCheck(open, count)]
}

/// Performs an action on the selected goal.
fn on_goal(cx: &mut Cx<'_>, goal: &GoalView, action: Action) -> Vec<Effect> {
    let ask = |cx: &mut Cx<'_>, title, hint, request| {
        cx.open(PromptDialog::from(Prompt::journal(title, goal.title.clone(), hint, request)));
        Vec::new()
    };
    match action {
        Action::Edit => {
            cx.open(RecordForm::goal(Some(Box::new(goal.clone())), None));
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
            cx.open(Confirm::effect(question, Effect::Delete(goal.id.into(), goal.title.clone())));
            Vec::new()
        }
        Action::OpenLink => goal.links.first().cloned().map(Effect::OpenUrl).into_iter().collect(),
        Action::CheckIn => vec![Effect::LoadCheck(vec![goal.id], 1)],
        Action::Link => pick::open(cx, Picking::Evidence(goal.id), &goal.title),
        Action::Milestones => pick::open(cx, Picking::Milestones(goal.id), &goal.title),
        Action::GoalDone => {
            let hint = "a sentence, or empty; the goal is done today";
            ask(cx, "Done: what proved it?", hint, LineRequest::GoalDone(goal.id))
        }
        Action::Drop => {
            let hint = "the reason, in a sentence";
            ask(cx, "Dropped, because", hint, LineRequest::DropGoal(goal.id))
        }
        Action::Carry => {
            let hint = "a later year; the evidence so far is kept";
            let request = LineRequest::Carry(goal.id);
            let prompt = Prompt::journal("Carry over to", goal.title.clone(), hint, request);
            cx.open(PromptDialog::from(prompt.initial((goal.year + 1).to_string())));
            Vec::new()
        }
        Action::Reopen => vec![Effect::EndGoal(goal.id, Ending::Open)],
        _ => Vec::new(),
    }
}

/// Returns the largest scroll position of the details, in lines.
fn max_scroll(goals: &Goals, cx: &ViewCx) -> usize {
    let split = goals::layout(goals, cx.body());
    match (split.detail, goals.goal()) {
        (Some(area), Some(goal)) => goals::detail_lines(goal, cx, usize::from(area.width))
            .len()
            .saturating_sub(usize::from(area.height)),
        _ => 0,
    }
}

/// Stores the index of the first drawn goal, so that moving back does not jump.
pub fn keep_in_view(goals: &mut Goals, cx: &ViewCx) {
    let list = goals::layout(goals, cx.body()).list;
    if list.height > 0 {
        goals.top = goals::visible(goals, list.height).start;
    }
}

/// Handles a click: selects the goal at the position, or opens it if it is already selected.
pub fn click(goals: &mut Goals, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
    let body = cx.view.body();
    let list = goals::layout(goals, body).list;
    if !list.contains((column, row).into()) {
        return Vec::new();
    }
    match goals::row_at(goals, row - list.y, list.height) {
        Some(at) if at == goals.selected => return act(goals, cx, Action::Open),
        Some(at) => goals.select(at),
        None => {}
    }
    Vec::new()
}
