//! The menus and the typed lines over the plan of an import.

use std::collections::HashSet;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};

use super::Owners;
use crate::domain::date_phrase::{Bias, parse_when};
use crate::domain::{DateRange, Kind, NamedRef, PositionId, ProjectId, fold};
use crate::journal::import::KINDS;
use crate::journal::{Fate, Plan, PlanOwner};
use crate::tui::widgets::field::Field;

/// A change of the chosen records.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    Title(String),
    Kind(Kind),
    Date(Option<DateRange>),
    Project(PlanOwner<ProjectId>),
    Position(PlanOwner<PositionId>),
}

impl Change {
    /// Changes a record of a plan.
    pub(super) fn apply(&self, plan: &mut Plan, at: usize) {
        match self {
            Self::Title(title) => plan.set_title(at, title),
            Self::Kind(kind) => plan.set_kind(at, *kind),
            Self::Date(when) => plan.set_date(at, *when),
            Self::Project(owner) => plan.set_project(at, owner.clone()),
            Self::Position(owner) => plan.set_position(at, owner.clone()),
        }
    }
}

/// The next step after a choice.
#[derive(Debug)]
pub(super) enum Next {
    Menu(Menu),
    Typed(Box<Typed>),
    Change(Change),
    Close,
}

/// An option of a menu.
#[derive(Debug, Clone, PartialEq)]
enum Choice {
    Title(String),
    Kinds,
    Date,
    Projects,
    Positions,
    NewProject,
    Change(Change),
}

/// A list of options.
#[derive(Debug)]
pub(super) struct Menu {
    pub title: &'static str,
    pub options: Vec<(String, Option<Key>)>,
    choices: Vec<Choice>,
    pub selected: usize,
}

/// The digit that chooses an option.
pub(super) type Key = char;

impl Menu {
    fn new(title: &'static str, all: Vec<(String, Choice)>) -> Self {
        let (labels, choices): (Vec<String>, Vec<Choice>) = all.into_iter().unzip();
        let key = |at: usize| u32::try_from(at + 1).ok().and_then(|digit| char::from_digit(digit, 10));
        let options = labels.into_iter().enumerate().map(|(at, label)| (label, key(at))).collect();
        Self { title, options, choices, selected: 0 }
    }

    /// Creates the menu of what can be changed. `title` is the title of the only chosen record; `None` for several.
    pub(super) fn fields(title: Option<&str>) -> Self {
        let rest = [
            ("what it is", Choice::Kinds),
            ("its date", Choice::Date),
            ("its project", Choice::Projects),
            ("its position", Choice::Positions),
        ];
        let title = title.map(|title| ("its title", Choice::Title(title.to_owned())));
        // The first four have the same digits for one record and for several.
        let all = rest.into_iter().chain(title);
        Self::new("Change", all.map(|(label, choice)| (label.to_owned(), choice)).collect())
    }

    fn kinds() -> Self {
        let one = |kind: &Kind| (kind.to_string(), Choice::Change(Change::Kind(*kind)));
        Self::new("What is it?", KINDS.iter().map(one).collect())
    }

    fn projects(plan: &Plan, owners: &Owners) -> Self {
        let change = |owner| Choice::Change(Change::Project(owner));
        let mut all = vec![("no project".to_owned(), change(PlanOwner::None))];
        all.push(("another: type its name".to_owned(), Choice::NewProject));
        for (at, name) in planned(plan, Kind::Project) {
            all.push((name, change(PlanOwner::Planned(at))));
        }
        let known: HashSet<String> = all.iter().map(|(name, _)| fold(name)).collect();
        for (id, name) in &owners.projects {
            if !known.contains(&fold(name)) {
                let named = NamedRef { id: *id, name: name.clone() };
                all.push((name.clone(), change(PlanOwner::Journal(named))));
            }
        }
        Self::new("Which project?", all)
    }

    fn positions(plan: &Plan, owners: &Owners) -> Self {
        let change = |owner| Choice::Change(Change::Position(owner));
        let mut all = vec![("no position".to_owned(), change(PlanOwner::None))];
        for (at, name) in planned(plan, Kind::Position) {
            all.push((name, change(PlanOwner::Planned(at))));
        }
        for (id, name) in &owners.positions {
            let named = NamedRef { id: *id, name: name.clone() };
            all.push((name.clone(), change(PlanOwner::Journal(named))));
        }
        Self::new("Which position?", all)
    }

    /// Selects the next option, or the one before.
    pub(super) fn step(&mut self, down: bool) {
        let last = self.options.len().saturating_sub(1);
        self.selected = if down { (self.selected + 1).min(last) } else { self.selected.saturating_sub(1) };
    }

    /// Returns what follows the selected option.
    pub(super) fn chosen(&self, plan: &Plan, owners: &Owners) -> Next {
        match self.choices.get(self.selected) {
            Some(Choice::Kinds) => Next::Menu(Self::kinds()),
            Some(Choice::Projects) => Next::Menu(Self::projects(plan, owners)),
            Some(Choice::Positions) => Next::Menu(Self::positions(plan, owners)),
            Some(Choice::Title(title)) => Next::Typed(Box::new(Typed::of_title(title))),
            Some(Choice::Date) => Next::Typed(Box::new(Typed::date())),
            Some(Choice::NewProject) => Next::Typed(Box::new(Typed::project())),
            Some(Choice::Change(change)) => Next::Change(change.clone()),
            None => Next::Close,
        }
    }

    /// Chooses the option of a digit, or selects the next one that begins with a letter.
    pub(super) fn key(&mut self, event: KeyEvent, plan: &Plan, owners: &Owners) -> Option<Next> {
        let KeyCode::Char(typed) = event.code else { return None };
        if let Some(at) = self.options.iter().position(|(_, key)| *key == Some(typed)) {
            self.selected = at;
            return Some(self.chosen(plan, owners));
        }
        let starts = |at: &usize| fold(&self.options[*at].0).starts_with(&fold(&typed.to_string()));
        let count = self.options.len();
        let after = (1..=count).map(|step| (self.selected + step) % count.max(1));
        if let Some(at) = after.into_iter().find(starts) {
            self.selected = at;
        }
        None
    }
}

/// Returns the records of a kind in the plan that are imported, with their titles.
fn planned(plan: &Plan, kind: Kind) -> Vec<(usize, String)> {
    let is = |one: &crate::journal::Planned| one.draft.kind == kind && one.fate == Fate::Imported;
    let all = plan.records.iter().enumerate().filter(|(_, one)| is(one));
    all.map(|(at, one)| (at, one.title().to_owned())).collect()
}

/// The meaning of a typed line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Title,
    Date,
    Project,
}

/// A line for a title, a date or the name of a project.
#[derive(Debug)]
pub(super) struct Typed {
    pub title: &'static str,
    pub hint: &'static str,
    pub field: Field,
    pub problem: Option<String>,
    meaning: Meaning,
}

impl Typed {
    fn of_title(title: &str) -> Self {
        let hint = "the document stays as it is";
        Self { title: "Title", hint, field: Field::line(title), problem: None, meaning: Meaning::Title }
    }

    fn date() -> Self {
        let hint = "2026-03-04, 2026-03, 2026, 2024..2025; empty for none";
        Self { title: "When was it?", hint, field: Field::line(""), problem: None, meaning: Meaning::Date }
    }

    fn project() -> Self {
        let hint = "the name of a project; it is added if it is new";
        Self {
            title: "Which project?",
            hint,
            field: Field::line(""),
            problem: None,
            meaning: Meaning::Project,
        }
    }

    /// Handles a key in the line.
    pub(super) fn key(&mut self, event: KeyEvent) {
        if self.field.key(event) {
            self.problem = None;
        }
    }

    /// Returns the change that the line means, or the problem in it.
    pub(super) fn change(&self, today: NaiveDate, owners: &Owners) -> Result<Change, String> {
        let text = self.field.text();
        let text = text.trim();
        if self.meaning == Meaning::Title {
            let required = || "type a title, or press esc".to_owned();
            return if text.is_empty() { Err(required()) } else { Ok(Change::Title(text.to_owned())) };
        }
        if self.meaning == Meaning::Date {
            if text.is_empty() {
                return Ok(Change::Date(None));
            }
            return parse_when(text, today, Bias::Past)
                .map(|when| Change::Date(Some(when)))
                .map_err(|err| err.to_string());
        }
        let name = text.trim_start_matches('+').trim();
        if name.is_empty() {
            return Err("type the name of a project, or press esc".to_owned());
        }
        let known = owners.projects.iter().find(|(_, known)| fold(known) == fold(name));
        let named = match known {
            Some((id, name)) => NamedRef { id: *id, name: name.clone() },
            None => NamedRef::unresolved(name),
        };
        Ok(Change::Project(PlanOwner::Journal(named)))
    }
}
