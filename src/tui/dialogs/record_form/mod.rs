//! The form of a record, an answer, a check-in or a correction.

mod check;
mod hints;
mod layout;
mod new;
mod questionnaire;
mod rows;
mod title;
mod view;

use std::cell::RefCell;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::checking::THEN;
use super::completion::{self, Completing};
use super::confirm::discard;
use crate::domain::{Goal, Metric, MetricValue, Position, Project, Reading, Win};
use crate::present;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::loaded::Findings;
use crate::tui::message::Tone;
use crate::tui::saved::Saved;
use crate::tui::subject::Subject;
use crate::tui::unsaved::{Unsaved, UnsavedForm};
use crate::tui::widgets::field::Field;
use layout::Layout;
use rows::rows;

/// A field of the form.
#[derive(Debug)]
pub struct Entry {
    /// The name, as in documents.
    pub name: &'static str,
    /// The editor.
    pub field: Field,
    /// `true` if the text may have several lines.
    pub several: bool,
}

impl Entry {
    fn new(name: &'static str, text: &str, several: bool) -> Self {
        Self { name, field: if several { Field::lines(text) } else { Field::line(text) }, several }
    }
}

/// The state of the form.
#[derive(Debug)]
pub struct RecordForm {
    /// The record that the form edits, or the kind of record that it adds.
    pub subject: Subject,
    /// The fields.
    pub entries: Vec<Entry>,
    /// The index of the focused field.
    pub focus: usize,
    /// The name of an invalid field, and the reason.
    pub problem: Option<(&'static str, String)>,
    /// The texts of the fields when the form was opened.
    opened: Vec<String>,
    /// The texts of another program for the fields that both changed.
    pub theirs: Vec<(&'static str, String)>,
    /// The fields that are shown.
    layout: Layout,
    /// The names that complete the focused field.
    completing: Completing,
    /// The areas of the last frame that can be clicked, each with its target.
    places: RefCell<Vec<(Rect, Target)>>,
}

/// The target of a click on a form.
#[derive(Debug, Clone)]
enum Target {
    /// A field, by its index.
    Field(usize),
    /// A choice of a field.
    Choice(usize, String),
    /// The row that shows the other fields.
    More,
}

impl RecordForm {
    fn of(subject: Subject, fields: &[(&'static str, String, bool)], opened: Option<Vec<String>>) -> Self {
        let entries: Vec<Entry> =
            fields.iter().map(|(name, text, several)| Entry::new(name, text, *several)).collect();
        let opened = opened.unwrap_or_else(|| entries.iter().map(|entry| entry.field.text()).collect());
        let layout = Layout::new(&subject, &entries);
        let completing = Completing::default();
        Self {
            subject,
            entries,
            focus: 0,
            problem: None,
            opened,
            theirs: Vec::new(),
            layout,
            completing,
            places: RefCell::default(),
        }
    }

    /// Adopts the fields that only another program changed. Returns `true` if both programs changed the same
    /// field; both texts are then shown.
    pub fn changed_underneath(&mut self, now: Subject) -> bool {
        let theirs = match &now {
            Subject::Win(Some(win)) => rows(&win.draft()),
            Subject::Project(Some(project)) => rows(&project.body),
            Subject::Goal(Some(goal)) => rows(&goal.draft()),
            Subject::Reading(Some(reading)) => rows(&reading.body),
            Subject::Position(Some(position)) | Subject::Interview(position) => rows(&position.body),
            Subject::Story(draft) => rows(&draft.body),
            Subject::Praise(draft) => rows(&draft.body),
            Subject::Profile(Some(profile)) => rows(&profile.body),
            _ => Vec::new(),
        };
        self.subject = now;
        self.theirs.clear();
        for (entry, opened) in self.entries.iter_mut().zip(&mut self.opened) {
            let theirs = theirs.iter().find(|(name, ..)| *name == entry.name);
            let Some(theirs) = theirs.map(|(_, text, _)| text.clone()) else { continue };
            let mine = entry.field.text();
            if theirs == *opened || theirs == mine {
                continue;
            }
            if mine == *opened {
                *entry = Entry::new(entry.name, &theirs, entry.several);
            } else {
                self.theirs.push((entry.name, theirs.clone()));
            }
            *opened = theirs;
        }
        !self.theirs.is_empty()
    }

    fn theirs_of(&self, name: &str) -> Option<&str> {
        self.theirs.iter().find(|(each, _)| *each == name).map(|(_, text)| text.as_str())
    }

    /// Returns `true` if a text changed.
    pub fn changed(&self) -> bool {
        self.entries.iter().map(|entry| entry.field.text()).ne(self.opened.iter().cloned())
    }

    /// Returns the fields with their text.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        self.entries.iter().map(|entry| (entry.name, entry.field.text())).collect()
    }

    /// Returns the texts of the fields when the form was opened.
    pub fn opened(&self) -> &[String] {
        &self.opened
    }

    /// Restores the unsaved texts of an earlier run of the app. `opened` are the texts when that run opened
    /// the form, by which changes of other programs are detected.
    pub fn fill(&mut self, fields: &[(String, String)], opened: &[String]) {
        if opened.len() == self.opened.len() {
            self.opened = opened.to_vec();
        }
        for entry in &mut self.entries {
            if let Some((_, text)) = fields.iter().find(|(name, _)| name == entry.name) {
                *entry = Entry::new(entry.name, text, entry.several);
            }
        }
    }

    /// Moves the focus by a number of fields, wrapping around.
    pub fn go(&mut self, by: isize) {
        self.completing = Completing::default();
        self.focus = self.layout.step(&self.entries, self.focus, by);
    }

    /// Focuses what was clicked, sets a choice, or shows the other fields.
    fn click(&mut self, column: u16, row: u16) {
        let is_there = |(area, _): &&(Rect, Target)| area.contains((column, row).into());
        let Some((_, target)) = self.places.borrow().iter().rfind(is_there).cloned() else { return };
        self.go(0);
        match target {
            Target::Field(at) => self.focus_on(at),
            Target::Choice(at, choice) => {
                self.focus_on(at);
                self.entries[at].field = Field::line(&choice);
            }
            Target::More => self.focus = self.layout.expand(&self.entries).unwrap_or(self.focus),
        }
    }

    fn focus_on(&mut self, at: usize) {
        self.focus = at;
        self.layout.show(self.entries[at].name);
    }

    /// Returns `true` if the row that shows the other fields is focused.
    pub fn is_on_more(&self) -> bool {
        self.layout.is_on_more
    }

    /// Focuses an invalid field and shows the reason.
    pub fn refuse(&mut self, name: &'static str, why: String) {
        self.focus = self.entries.iter().position(|entry| entry.name == name).unwrap_or(0);
        self.layout.show(self.entries[self.focus].name);
        self.problem = Some((name, why));
    }

    /// Handles a key in the field, or moves to another field from its edge.
    pub fn key(&mut self, event: KeyEvent) {
        if self.layout.is_on_more {
            match event.code {
                KeyCode::Enter | KeyCode::Char(' ') | KeyCode::Right => {
                    self.focus = self.layout.expand(&self.entries).unwrap_or(self.focus);
                }
                KeyCode::Up => self.go(-1),
                KeyCode::Down => self.go(1),
                _ => {}
            }
            return;
        }
        if self.completing.key(event, &mut self.entries[self.focus].field) {
            self.problem = None;
            return;
        }
        let choice = self.choices(self.entries[self.focus].name);
        let entry = &mut self.entries[self.focus];
        let several = entry.several;
        let (first, last) = entry.field.at_edge();
        match event.code {
            KeyCode::Up if first => self.go(-1),
            KeyCode::Down if last => self.go(1),
            KeyCode::Enter if !several => self.go(1),
            KeyCode::Left | KeyCode::Right | KeyCode::Char(' ')
                if !choice.is_empty() && event.modifiers == KeyModifiers::NONE =>
            {
                let now = entry.field.text();
                let at = choice.iter().position(|word| *word == now).unwrap_or(0);
                let step = if event.code == KeyCode::Left { choice.len() - 1 } else { 1 };
                entry.field = Field::line(&choice[(at + step) % choice.len()]);
            }
            _ if !choice.is_empty() => {}
            _ => {
                if entry.field.key(event) {
                    self.problem = None;
                }
            }
        }
    }

    /// Inserts pasted text.
    pub fn paste(&mut self, text: &str) {
        if self.layout.is_on_more {
            return;
        }
        let free = self.choices(self.entries[self.focus].name).is_empty();
        let entry = &mut self.entries[self.focus];
        if free {
            entry.field.paste(text);
            self.problem = None;
        }
    }
}

impl RecordForm {
    fn typed(&self) -> (usize, String) {
        (self.focus, self.entries[self.focus].field.text())
    }

    /// Returns the effect that finds the names that complete the focused field.
    fn look_up(&mut self) -> Vec<Effect> {
        self.completing = Completing::default();
        let entry = &self.entries[self.focus];
        let Some(kind) = completion::kind(entry.name, &self.subject).filter(|_| !self.layout.is_on_more)
        else {
            return Vec::new();
        };
        let typed = self.completing.begin(kind, &entry.field);
        if typed.is_empty() { Vec::new() } else { vec![Effect::CompleteField(kind, typed)] }
    }

    /// Returns the values of a field that offers a choice.
    fn choices(&self, name: &str) -> Vec<String> {
        let words: &[&str] = match (name, &self.subject) {
            (name, Subject::Win(_)) => return present::field::choices::<Win>(name),
            (name, Subject::Project(_)) => return present::field::choices::<Project>(name),
            ("visibility", Subject::Goal(_)) => return present::field::choices::<Goal>(name),
            (name, Subject::Reading(_)) => return present::field::choices::<Reading>(name),
            (name, Subject::Metric(_)) => return present::field::choices::<Metric>(name),
            (name, Subject::Value(..)) => return present::field::choices::<MetricValue>(name),
            ("visibility", _) => return present::field::choices::<Position>(name),
            ("then", Subject::Check(_)) => &THEN,
            _ => &[],
        };
        words.iter().map(|word| (*word).to_owned()).collect()
    }
}

impl Dialog for RecordForm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form]
    }

    fn accepts(&self, action: Action) -> bool {
        action != Action::ToEditor || self.subject.has_editor()
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Save => {
                self.problem = None;
                return vec![Effect::SaveForm {
                    subject: Box::new(self.subject.clone()),
                    fields: self.fields(),
                }];
            }
            Action::NextField => self.go(1),
            Action::PreviousField => self.go(-1),
            Action::ToEditor => return vec![Effect::Editor(Box::new(self.subject.clone()), self.fields())],
            Action::Cancel => discard(cx, self.changed()),
            _ => {}
        }
        Vec::new()
    }

    fn on_click(&mut self, _: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        self.click(column, row);
        Vec::new()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        let before = self.typed();
        self.key(key);
        if self.typed() == before { Vec::new() } else { self.look_up() }
    }

    fn on_findings(&mut self, found: Findings) {
        if let Findings::Names(names) = found {
            self.completing.offer(names);
        }
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        self.paste(text);
        self.look_up()
    }

    /// Closes the form; during `:check-all`, loads the next goal.
    fn on_saved(&mut self, cx: &mut Cx<'_>, _: &Saved) -> Vec<Effect> {
        cx.close();
        match &self.subject {
            Subject::Check(checking) if !checking.rest.is_empty() => {
                vec![Effect::LoadCheck(checking.rest.clone(), checking.of)]
            }
            Subject::Check(checking) if checking.of > 1 => {
                cx.say(Tone::Good, "every open goal was checked");
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn on_refused(&mut self, field: &'static str, why: &str) {
        self.refuse(field, why.to_owned());
    }

    fn on_changed_underneath(&mut self, now: Subject) -> bool {
        !self.changed_underneath(now)
    }

    fn on_deleted_underneath(&mut self) -> bool {
        self.subject.forget();
        true
    }

    fn unsaved(&self) -> Option<Unsaved> {
        if !self.changed() {
            return None;
        }
        let (kind, record, seen) = self.subject.unsaved()?;
        let fields = self.fields().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        let opened = self.opened.clone();
        let form = UnsavedForm { kind: kind.to_owned(), record, seen, fields, opened };
        Some(Unsaved { line: None, form: Some(form) })
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        match &self.subject {
            Subject::Interview(_) => questionnaire::view(self, cx, buffer, area),
            _ => view::view(self, cx, buffer, area),
        }
    }
}
