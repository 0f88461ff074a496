//! The plan of an import: the records beside the lines of the document, and the changes that the user makes to them.

mod menu;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::confirm::discard;
use super::help::Help;
use crate::domain::{PositionId, ProjectId};
use crate::journal::{Fate, Match, Plan};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::message::Tone;
use crate::tui::screens::master_detail;

use menu::{Menu, Typed};

/// The projects and the positions of the journal, which records can be put into.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Owners {
    /// The projects with their names.
    pub projects: Vec<(ProjectId, String)>,
    /// The positions with their organisations.
    pub positions: Vec<(PositionId, String)>,
}

/// A menu or a line over the plan.
#[derive(Debug)]
enum Over {
    Menu(Menu),
    Typed(Box<Typed>),
}

/// The state of the dialog.
#[derive(Debug)]
pub struct ImportPlan {
    /// The plan with the changes of the user.
    pub plan: Plan,
    /// The lines of the document; empty for a very large one.
    lines: Vec<String>,
    owners: Owners,
    /// The index of the selected record.
    pub selected: usize,
    /// The index of the first drawn record.
    top: usize,
    /// The indexes of the marked records.
    marks: BTreeSet<usize>,
    over: Option<Over>,
    /// The plan before each change, the latest last.
    past: Vec<Plan>,
    /// `true` once a change can no longer be undone.
    is_forgotten: bool,
}

/// The number of changes that can be undone.
const PAST: usize = 30;

/// The number of records of a plan from which on only the latest change can be undone, because each is kept as a copy.
const LARGE: usize = 5_000;

impl ImportPlan {
    /// Creates the dialog.
    pub fn new(plan: Plan, lines: Vec<String>, owners: Owners) -> Self {
        Self {
            plan,
            lines,
            owners,
            selected: 0,
            top: 0,
            marks: BTreeSet::new(),
            over: None,
            past: Vec::new(),
            is_forgotten: false,
        }
    }

    /// Returns the marked records, or the selected one if none is marked.
    fn chosen(&self) -> Vec<usize> {
        if self.marks.is_empty() { vec![self.selected] } else { self.marks.iter().copied().collect() }
    }

    /// Returns `true` if the user may change one of the chosen records.
    fn is_editable(&self) -> bool {
        self.chosen().into_iter().any(|at| self.plan.is_editable(at))
    }

    /// Keeps the plan before a change, so that the change can be undone.
    fn remember(&mut self, before: Plan) {
        let most = if before.records.len() > LARGE { 1 } else { PAST };
        if self.past.len() >= most {
            self.past.remove(0);
            self.is_forgotten = true;
        }
        self.past.push(before);
    }

    /// Reverts the latest change.
    fn undo(&mut self, cx: &mut Cx<'_>) {
        match self.past.pop() {
            Some(before) => self.plan = before,
            None => cx.say(Tone::Plain, "nothing was changed here"),
        }
    }

    fn step(&mut self, cx: &ViewCx, action: Action) {
        let last = self.plan.records.len().saturating_sub(1);
        let height = usize::from(view::layout(cx).list.height).max(1);
        self.selected = master_detail::moved(self.selected, action, height, last);
        self.top = master_detail::window(self.top, self.selected, self.plan.records.len(), height).start;
    }

    fn mark(&mut self, cx: &ViewCx, action: Action) {
        if action == Action::MarkAll {
            let is_all = self.marks.len() == self.plan.records.len();
            self.marks = if is_all { BTreeSet::new() } else { (0..self.plan.records.len()).collect() };
            return;
        }
        if !self.marks.remove(&self.selected) && self.selected < self.plan.records.len() {
            self.marks.insert(self.selected);
        }
        self.step(cx, Action::Down);
    }

    /// Leaves the chosen records out if one of them would be imported, and else imports them all. Records that the journal
    /// has as they are stay.
    fn toggle(&mut self) {
        let chosen: Vec<usize> = self.chosen().into_iter().filter(|at| self.may_toggle(*at)).collect();
        let is_in = |plan: &Plan, at: usize| plan.records[at].fate == Fate::Imported;
        let is_any = chosen.iter().any(|at| is_in(&self.plan, *at));
        if !chosen.is_empty() {
            self.remember(self.plan.clone());
        }
        for at in chosen {
            if is_in(&self.plan, at) == is_any {
                self.plan.toggle(at);
            }
        }
        self.marks.clear();
    }

    fn may_toggle(&self, at: usize) -> bool {
        let planned = self.plan.records.get(at);
        planned.is_some_and(|planned| planned.is_written() || planned.fate != Fate::Imported)
    }

    /// Adds the selected record to the one above.
    fn merge(&mut self, cx: &mut Cx<'_>) {
        let before = self.plan.clone();
        match self.plan.merge_up(self.selected) {
            Some(into) => {
                let title = crate::text::ellipsis(self.plan.records[into].title(), 50).into_owned();
                cx.say(Tone::Good, format!("its text is in the notes of “{title}”"));
                self.remember(before);
                self.step(cx.view, Action::Down);
            }
            None => cx.say(Tone::Plain, "there is no new record above that it could belong to"),
        }
    }

    /// Carries out what was chosen in a menu or typed.
    fn change(&mut self, change: &menu::Change) {
        let before = self.plan.clone();
        for at in self.chosen() {
            change.apply(&mut self.plan, at);
        }
        if self.plan != before {
            self.remember(before);
        }
        self.marks.clear();
    }

    /// Handles an action in a menu or a typed line; returns `false` without one.
    fn on_over(&mut self, cx: &Cx<'_>, action: Action) -> bool {
        let today = cx.view.today;
        let Some(over) = &mut self.over else { return false };
        let next = match over {
            Over::Menu(menu) => match action {
                Action::Down | Action::Up => {
                    menu.step(action == Action::Down);
                    return true;
                }
                Action::Accept => menu.chosen(&self.plan, &self.owners),
                _ => menu::Next::Close,
            },
            Over::Typed(typed) => match action {
                Action::Save => match typed.change(today, &self.owners) {
                    Ok(change) => menu::Next::Change(change),
                    Err(why) => {
                        typed.problem = Some(why);
                        return true;
                    }
                },
                _ => menu::Next::Close,
            },
        };
        self.follow(next);
        true
    }

    fn follow(&mut self, next: menu::Next) {
        self.over = match next {
            menu::Next::Menu(menu) => Some(Over::Menu(menu)),
            menu::Next::Typed(typed) => Some(Over::Typed(typed)),
            menu::Next::Change(change) => {
                self.change(&change);
                None
            }
            menu::Next::Close => None,
        };
    }
}

impl Dialog for ImportPlan {
    fn contexts(&self) -> &'static [Context] {
        match self.over {
            Some(Over::Menu(_)) => &[Context::Choose],
            Some(Over::Typed(_)) => &[Context::Ask],
            None => &[Context::Plan],
        }
    }

    fn accepts(&self, action: Action) -> bool {
        match action {
            Action::Edit => self.is_editable(),
            Action::Merge => self.marks.is_empty() && self.plan.is_editable(self.selected),
            Action::Import => self.plan.written() > 0,
            Action::LeaveOut => self.chosen().into_iter().any(|at| self.may_toggle(at)),
            Action::Undo => !self.past.is_empty(),
            _ => true,
        }
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        (action == Action::Import).then_some("import")
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        if self.on_over(cx, action) {
            return Vec::new();
        }
        match action {
            Action::Import if self.plan.written() > 0 => {
                return vec![Effect::Import(Arc::new(self.plan.clone()))];
            }
            Action::Import => cx.say(Tone::Plain, "there is nothing to import"),
            Action::LeaveOut => self.toggle(),
            Action::Undo => self.undo(cx),
            Action::Help => cx.open(Help::keys(&[Context::Plan], |_| Ok(()))),
            Action::Merge if self.accepts(Action::Merge) => self.merge(cx),
            Action::Edit if self.is_editable() => {
                let one = self.plan.records.get(self.selected).filter(|_| self.marks.is_empty());
                self.over = Some(Over::Menu(Menu::fields(one.map(|one| one.draft.title.as_str()))));
            }
            Action::Edit | Action::Merge => {
                let is_one = self.plan.records.get(self.selected).is_some_and(|one| one.found != Match::New);
                let why =
                    if is_one { "it is in the journal already: edit it there" } else { "unmark the others" };
                cx.say(Tone::Plain, why);
            }
            Action::Mark | Action::MarkAll => self.mark(cx.view, action),
            Action::Cancel if !self.marks.is_empty() => self.marks.clear(),
            Action::Cancel => discard(cx, self.is_forgotten || !self.past.is_empty()),
            _ => self.step(cx.view, action),
        }
        Vec::new()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        let next = match &mut self.over {
            Some(Over::Menu(menu)) => menu.key(key, &self.plan, &self.owners),
            Some(Over::Typed(typed)) => {
                typed.key(key);
                None
            }
            None => None,
        };
        if let Some(next) = next {
            self.follow(next);
        }
        Vec::new()
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(Over::Typed(typed)) = &mut self.over {
            typed.field.paste(text);
        }
        Vec::new()
    }

    fn on_refused(&mut self, _: &'static str, _: &str) {}

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        view::view(self, cx, buffer, area);
    }
}
