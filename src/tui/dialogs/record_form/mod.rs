//! The form of a record, an answer, a check-in or a correction.

mod hints;
mod questionnaire;
mod rows;
mod title;
mod view;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::answering::Answering;
use super::checking::{Checking, THEN};
use super::confirm::discard;
use crate::domain::{
    Categories, FollowUpWithSubject, Goal, GoalView, Measure, Metric, MetricValue, MetricView, Position,
    Praise, Profile, Project, ProjectView, Reading, Stored, Story, Win, WinView, position,
};
use crate::present;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::message::Tone;
use crate::tui::saved::Saved;
use crate::tui::subject::{Draft, Subject};
use crate::tui::unsaved::{Unsaved, UnsavedForm};
use crate::tui::widgets::field::Field;
use rows::{named_rows, rows};

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
}

impl RecordForm {
    fn of(subject: Subject, fields: &[(&'static str, String, bool)], opened: Option<Vec<String>>) -> Self {
        let entries: Vec<Entry> =
            fields.iter().map(|(name, text, several)| Entry::new(name, text, *several)).collect();
        let opened = opened.unwrap_or_else(|| entries.iter().map(|entry| entry.field.text()).collect());
        Self { subject, entries, focus: 0, problem: None, opened, theirs: Vec::new() }
    }

    /// Creates the form of a subject; returns `None` for a correction, which has no draft.
    pub fn of_subject(subject: Subject) -> Option<Self> {
        Some(match subject {
            Subject::Win(win) => {
                let draft = win.as_ref().map(|win| win.draft()).unwrap_or_default();
                Self::win(win, &draft)
            }
            Subject::Project(project) => Self::project(project),
            Subject::Answer(answering) => Self::answer(answering),
            Subject::Goal(goal) => Self::goal(goal, None),
            Subject::Check(checking) => Self::check(checking),
            Subject::Reading(reading) => Self::reading(reading),
            Subject::Finish(reading) => Self::finish(reading),
            Subject::Position(position) => Self::position(position),
            Subject::Interview(position) => Self::interview(position),
            Subject::Story(draft) => Self::story(draft),
            Subject::Praise(draft) => Self::praise(draft),
            Subject::Profile(profile) => Self::profile(profile),
            Subject::Metric(_) | Subject::Value(..) | Subject::FollowUp(_) => return None,
        })
    }

    /// Creates the form of a win with the text of a draft.
    pub fn win(win: Option<Box<WinView>>, draft: &Win) -> Self {
        // A new win counts as blank: the text of the quick capture is already worth a draft.
        let blank = rows(&Win { guess: draft.guess.clone(), ..Win::default() });
        let mut fields = rows(draft);
        // Nothing of the competencies is shown before the user has tagged a win with one.
        fields.retain(|(name, text, _)| *name != "competencies" || !text.is_empty());
        let is_shown = |name: &str| fields.iter().any(|(shown, ..)| *shown == name);
        let opened = blank.into_iter().filter(|(name, ..)| is_shown(name)).map(|(_, text, _)| text);
        let opened = win.is_none().then(|| opened.collect());
        Self::of(Subject::Win(win), &fields, opened)
    }

    /// Creates the form of a new win, with a guess at its category.
    pub fn new_win(draft: &Win, categories: &Categories) -> Self {
        let guess = categories.guess(&draft.title).key.clone();
        Self::win(None, &Win { guess, ..draft.clone() })
    }

    /// Creates the form of a project.
    pub fn project(project: Option<Box<ProjectView>>) -> Self {
        let fields = rows(&project.as_ref().map(|project| project.body.clone()).unwrap_or_default());
        Self::of(Subject::Project(project), &fields, None)
    }

    /// Creates the form of a goal, or of a new goal of a year.
    pub fn goal(goal: Option<Box<GoalView>>, year: Option<i32>) -> Self {
        let draft = match &goal {
            Some(goal) => goal.draft(),
            None => Goal { year: year.unwrap_or(0), ..Goal::default() },
        };
        let mut fields = rows(&draft);
        if goal.is_none() {
            // The measure is empty and does not show the default, so that it can be typed at once.
            fields.iter_mut().filter(|(name, ..)| *name == "measure").for_each(|(_, text, _)| text.clear());
        }
        Self::of(Subject::Goal(goal), &fields, None)
    }

    /// Creates the form of a check-in.
    pub fn check(checking: Box<Checking>) -> Self {
        let mut fields = vec![("note", String::new(), true), ("date", String::new(), false)];
        if matches!(checking.goal.measure, Measure::Number { .. }) {
            fields.insert(0, ("value", String::new(), false));
        }
        fields.push(("then", THEN[0].to_owned(), false));
        Self::of(Subject::Check(checking), &fields, None)
    }

    /// Creates the form of a reading note.
    pub fn reading(reading: Option<Box<Stored<Reading>>>) -> Self {
        let fields = rows(&reading.as_ref().map(|reading| reading.body.clone()).unwrap_or_default());
        Self::of(Subject::Reading(reading), &fields, None)
    }

    /// Creates the form of a position: organisation, titles and dates. The interview asks for the rest.
    pub fn position(position: Option<Box<Stored<Position>>>) -> Self {
        let body = position.as_ref().map(|position| position.body.clone()).unwrap_or_default();
        let fields = named_rows(&body, &position::FORM);
        Self::of(Subject::Position(position), &fields, None)
    }

    /// Creates the questionnaire of the interview about a position, which begins at the first empty answer.
    pub fn interview(position: Box<Stored<Position>>) -> Self {
        let labels: Vec<&str> = position::INTERVIEW.iter().map(|(label, _)| *label).collect();
        let fields = named_rows(&position.body, &labels);
        let mut form = Self::of(Subject::Interview(position), &fields, None);
        form.focus = form.entries.iter().position(|entry| entry.field.text().trim().is_empty()).unwrap_or(0);
        form
    }

    /// Creates the form of a story with the parts of its shape.
    pub fn story(draft: Box<Draft<Story>>) -> Self {
        let mut labels = vec!["title"];
        labels.extend(draft.body.shape.parts());
        labels.extend(["wins", "projects", "metrics"]);
        labels.extend((!draft.body.competencies.is_empty()).then_some("competencies"));
        labels.extend(["tags", "visibility", "notes"]);
        let fields = named_rows(&draft.body, &labels);
        Self::of(Subject::Story(draft), &fields, None)
    }

    /// Creates the form of praise.
    pub fn praise(draft: Box<Draft<Praise>>) -> Self {
        let labels = ["quote", "from", "where", "date", "win", "project", "visibility", "notes"];
        let fields = named_rows(&draft.body, &labels);
        Self::of(Subject::Praise(draft), &fields, None)
    }

    /// Creates the form of the profile.
    pub fn profile(profile: Option<Box<Stored<Profile>>>) -> Self {
        let fields = rows(&profile.as_ref().map(|profile| profile.body.clone()).unwrap_or_default());
        Self::of(Subject::Profile(profile), &fields, None)
    }

    /// Creates the form that finishes a reading note.
    pub fn finish(reading: Box<Stored<Reading>>) -> Self {
        let rating = reading.rating.map(|rating| rating.to_string()).unwrap_or_default();
        let fields =
            [("takeaway", String::new(), true), ("rating", rating, false), ("date", String::new(), false)];
        Self::of(Subject::Finish(reading), &fields, None)
    }

    /// Creates the form of an answer.
    pub fn answer(answering: Box<Answering>) -> Self {
        let fields = vec![
            ("outcome", String::new(), true),
            ("value", String::new(), false),
            ("evidence", String::new(), false),
            ("date", String::new(), false),
        ];
        Self::of(Subject::Answer(answering), &fields, None)
    }

    /// Creates the form of a metric.
    pub fn metric(metric: &MetricView) -> Self {
        Self::of(Subject::Metric(Box::new(metric.clone())), &rows(&metric.body), None)
    }

    /// Creates the form of a value of the metric with this name.
    pub fn value(name: &str, value: &Stored<MetricValue>) -> Self {
        let subject = Subject::Value(name.to_owned(), Box::new(value.clone()));
        Self::of(subject, &rows(&value.body), None)
    }

    /// Creates the form of a follow-up. If the follow-up is closed, the form also has the fields of its answer.
    pub fn follow_up(asked: &FollowUpWithSubject) -> Self {
        let follow_up = &asked.follow_up;
        let mut fields = rows(&follow_up.body);
        let is_shown = |label: &str| match label {
            "question" | "ask on" => true,
            "outcome" => !follow_up.is_open() && !follow_up.nothing,
            "why" => follow_up.nothing,
            _ => !follow_up.is_open(),
        };
        fields.retain(|(label, ..)| is_shown(label));
        Self::of(Subject::FollowUp(Box::new(asked.clone())), &fields, None)
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
        let count = self.entries.len();
        self.focus = (self.focus + count).saturating_add_signed(by) % count;
    }

    /// Focuses an invalid field and shows the reason.
    pub fn refuse(&mut self, name: &'static str, why: String) {
        self.focus = self.entries.iter().position(|entry| entry.name == name).unwrap_or(0);
        self.problem = Some((name, why));
    }

    /// Handles a key in the field, or moves to another field from its edge.
    pub fn key(&mut self, event: KeyEvent) {
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
        let free = self.choices(self.entries[self.focus].name).is_empty();
        let entry = &mut self.entries[self.focus];
        if free {
            entry.field.paste(text);
            self.problem = None;
        }
    }
}

impl RecordForm {
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

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        self.key(key);
        Vec::new()
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        self.paste(text);
        Vec::new()
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
