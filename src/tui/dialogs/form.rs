//! A form: every field of a win or a project, or the answer to a follow-up, with real editors for
//! what has several lines.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::answering::Answering;
use super::checking::{Checking, THEN};
use super::{frame, hints::hint};
use crate::domain::{
    Goal, GoalView, Measure, Metric, MetricValue, MetricView, Project, ProjectView, Reading, Record, Stored,
    Win, WinView,
};
use crate::journal::Asked;
use crate::present;
use crate::tui::model::Model;
use crate::tui::screens::learning;
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// What a form is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A win as it was read; `None` for a new one.
    Win(Option<Box<WinView>>),
    /// A project as it was read; `None` for a new one.
    Project(Option<Box<ProjectView>>),
    /// Follow-ups that are answered.
    Answer(Box<Answering>),
    /// A goal as it was read; `None` for a new one.
    Goal(Option<Box<GoalView>>),
    /// A goal that is checked.
    Check(Box<Checking>),
    /// A reading note as it was read; `None` for a new one.
    Reading(Option<Box<Stored<Reading>>>),
    /// A reading note that is finished.
    Finish(Box<Stored<Reading>>),
    /// A metric: what it is.
    Metric(Box<MetricView>),
    /// One value of the metric with this name.
    Value(String, Box<Stored<MetricValue>>),
    /// A follow-up, asked or answered.
    FollowUp(Box<Asked>),
}

/// One field of the form.
#[derive(Debug)]
pub struct Entry {
    /// Its name, as documents have it.
    pub name: &'static str,
    /// What is written in it.
    pub field: Field,
    /// Whether it has several lines.
    pub several: bool,
}

impl Entry {
    fn new(name: &'static str, text: &str, several: bool) -> Self {
        Self { name, field: if several { Field::lines(text) } else { Field::line(text) }, several }
    }
}

/// The state of the form.
#[derive(Debug)]
pub struct Form {
    /// What it is about.
    pub subject: Subject,
    /// The fields.
    pub entries: Vec<Entry>,
    /// Which one is written in.
    pub focus: usize,
    /// What cannot be read, and in which field.
    pub problem: Option<(&'static str, String)>,
    /// What the fields held when the form was opened.
    opened: Vec<String>,
    /// What another program wrote meanwhile, by field, where it differs from what was read.
    pub theirs: Vec<(&'static str, String)>,
    /// Whether it is being saved.
    pub saving: bool,
}

/// The fields of a record: label, text, whether it has several lines.
fn rows<T: Record>(record: &T) -> Vec<(&'static str, String, bool)> {
    present::field::rows(record).into_iter().map(|row| (row.label, row.text, row.several)).collect()
}

impl Form {
    fn of(subject: Subject, fields: &[(&'static str, String, bool)], opened: Option<Vec<String>>) -> Self {
        let entries: Vec<Entry> =
            fields.iter().map(|(name, text, several)| Entry::new(name, text, *several)).collect();
        let opened = opened.unwrap_or_else(|| entries.iter().map(|entry| entry.field.text()).collect());
        Self { subject, entries, focus: 0, problem: None, opened, theirs: Vec::new(), saving: false }
    }

    /// The form of a win's draft.
    #[must_use]
    pub fn win(win: Option<Box<WinView>>, draft: &Win) -> Self {
        // A new win has nothing yet: what a line said of it is worth keeping already.
        let blank = || rows(&Win { guess: draft.guess.clone(), ..Win::default() });
        let opened = win.is_none().then(|| blank().into_iter().map(|(_, text, _)| text).collect());
        Self::of(Subject::Win(win), &rows(draft), opened)
    }

    /// The form of a project.
    #[must_use]
    pub fn project(project: Option<Box<ProjectView>>) -> Self {
        let fields = rows(&project.as_ref().map(|project| project.body.clone()).unwrap_or_default());
        Self::of(Subject::Project(project), &fields, None)
    }

    /// The form of a goal, or of a new one of a year.
    #[must_use]
    pub fn goal(goal: Option<Box<GoalView>>, year: Option<i32>) -> Self {
        let draft = match &goal {
            Some(goal) => goal.draft(),
            None => Goal { year: year.unwrap_or(0), ..Goal::default() },
        };
        let mut fields = rows(&draft);
        if goal.is_none() {
            // What is typed first is the measure; nothing is the default.
            fields.iter_mut().filter(|(name, ..)| *name == "measure").for_each(|(_, text, _)| text.clear());
        }
        Self::of(Subject::Goal(goal), &fields, None)
    }

    /// The form of a check-in.
    #[must_use]
    pub fn check(checking: Box<Checking>) -> Self {
        let mut fields = vec![("note", String::new(), true), ("date", String::new(), false)];
        if matches!(checking.goal.measure, Measure::Number { .. }) {
            fields.insert(0, ("value", String::new(), false));
        }
        fields.push(("then", THEN[0].to_owned(), false));
        Self::of(Subject::Check(checking), &fields, None)
    }

    /// The form of a reading note.
    #[must_use]
    pub fn reading(reading: Option<Box<Stored<Reading>>>) -> Self {
        let fields = rows(&reading.as_ref().map(|reading| reading.body.clone()).unwrap_or_default());
        Self::of(Subject::Reading(reading), &fields, None)
    }

    /// The form that finishes a reading note.
    #[must_use]
    pub fn finish(reading: Box<Stored<Reading>>) -> Self {
        let rating = reading.rating.map(|rating| rating.to_string()).unwrap_or_default();
        let fields =
            [("takeaway", String::new(), true), ("rating", rating, false), ("date", String::new(), false)];
        Self::of(Subject::Finish(reading), &fields, None)
    }

    /// The form of an answer.
    #[must_use]
    pub fn answer(answering: Box<Answering>) -> Self {
        let fields = vec![
            ("outcome", String::new(), true),
            ("value", String::new(), false),
            ("evidence", String::new(), false),
            ("date", String::new(), false),
        ];
        Self::of(Subject::Answer(answering), &fields, None)
    }

    /// The form of a metric.
    #[must_use]
    pub fn metric(metric: &MetricView) -> Self {
        Self::of(Subject::Metric(Box::new(metric.clone())), &rows(&metric.body), None)
    }

    /// The form of a value of the metric with this name.
    #[must_use]
    pub fn value(name: &str, value: &Stored<MetricValue>) -> Self {
        let subject = Subject::Value(name.to_owned(), Box::new(value.clone()));
        Self::of(subject, &rows(&value.body), None)
    }

    /// The form of a follow-up; of one that is over also its answer.
    #[must_use]
    pub fn follow_up(asked: &Asked) -> Self {
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

    /// Another program changed the win. What only it changed is taken over; where both wrote, its
    /// words are shown beside the ones that are written here. Returns whether there is such a field.
    pub fn win_changed_underneath(&mut self, now: Box<WinView>) -> bool {
        let theirs = rows(&now.draft());
        self.subject = Subject::Win(Some(now));
        self.changed_underneath(theirs)
    }

    /// The same for a project.
    pub fn project_changed_underneath(&mut self, now: Box<ProjectView>) -> bool {
        let theirs = rows(&now.body);
        self.subject = Subject::Project(Some(now));
        self.changed_underneath(theirs)
    }

    /// The same for a goal.
    pub fn goal_changed_underneath(&mut self, now: Box<GoalView>) -> bool {
        let theirs = rows(&now.draft());
        self.subject = Subject::Goal(Some(now));
        self.changed_underneath(theirs)
    }

    /// The same for a reading note.
    pub fn reading_changed_underneath(&mut self, now: Box<Stored<Reading>>) -> bool {
        let theirs = rows(&now.body);
        self.subject = Subject::Reading(Some(now));
        self.changed_underneath(theirs)
    }

    fn changed_underneath(&mut self, theirs: Vec<(&'static str, String, bool)>) -> bool {
        self.theirs.clear();
        for ((entry, opened), (_, theirs, _)) in self.entries.iter_mut().zip(&mut self.opened).zip(theirs) {
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
        self.saving = false;
        !self.theirs.is_empty()
    }

    /// Another program deleted what is edited: saving makes a new one.
    pub fn forget(&mut self) {
        self.saving = false;
        match &mut self.subject {
            Subject::Win(win) => *win = None,
            Subject::Project(project) => *project = None,
            Subject::Goal(goal) => *goal = None,
            Subject::Reading(reading) => *reading = None,
            Subject::Answer(_)
            | Subject::Check(_)
            | Subject::Finish(_)
            | Subject::Metric(_)
            | Subject::Value(..)
            | Subject::FollowUp(_) => {}
        }
    }

    fn theirs_of(&self, name: &str) -> Option<&str> {
        self.theirs.iter().find(|(each, _)| *each == name).map(|(_, text)| text.as_str())
    }

    /// Whether anything was written since it was opened.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.entries.iter().map(|entry| entry.field.text()).ne(self.opened.iter().cloned())
    }

    /// The fields with their text.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        self.entries.iter().map(|entry| (entry.name, entry.field.text())).collect()
    }

    /// What the fields held when the form was opened.
    #[must_use]
    pub fn opened(&self) -> &[String] {
        &self.opened
    }

    /// Puts text into fields by name, as an earlier run left it; `opened` is what they held when that
    /// run opened the form, so that what others wrote since is noticed.
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

    /// Goes to another field.
    pub fn go(&mut self, by: isize) {
        let count = self.entries.len();
        self.focus = (self.focus + count).saturating_add_signed(by) % count;
    }

    /// Goes to the field that cannot be read.
    pub fn refuse(&mut self, name: &'static str, why: String) {
        self.saving = false;
        self.focus = self.entries.iter().position(|entry| entry.name == name).unwrap_or(0);
        self.problem = Some((name, why));
    }

    /// Takes a key: into the field, or to another field where the cursor is at its edge.
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

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        let free = self.choices(self.entries[self.focus].name).is_empty();
        let entry = &mut self.entries[self.focus];
        if free {
            entry.field.paste(text);
            self.problem = None;
        }
    }
}

impl Form {
    /// The words of a field that has only a few.
    fn choices(&self, name: &str) -> Vec<String> {
        let words: &[&str] = match (name, &self.subject) {
            (name, Subject::Win(_)) => return present::field::choices::<Win>(name),
            (name, Subject::Project(_)) => return present::field::choices::<Project>(name),
            ("visibility", Subject::Goal(_)) => return present::field::choices::<Goal>(name),
            (name, Subject::Reading(_)) => return present::field::choices::<Reading>(name),
            (name, Subject::Metric(_)) => return present::field::choices::<Metric>(name),
            (name, Subject::Value(..)) => return present::field::choices::<MetricValue>(name),
            ("then", Subject::Check(_)) => &THEN,
            _ => &[],
        };
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    /// Whether its record can be written as one document in the person's editor.
    #[must_use]
    pub fn has_editor(&self) -> bool {
        matches!(self.subject, Subject::Win(_) | Subject::Project(_) | Subject::Goal(_) | Subject::Reading(_))
    }

    fn title(&self) -> String {
        match &self.subject {
            Subject::Win(Some(_)) => "Edit the win".into(),
            Subject::Win(None) => "Log a win".into(),
            Subject::Project(Some(_)) => "Edit the project".into(),
            Subject::Project(None) => "Add a project".into(),
            Subject::Answer(answering) => answering.title(),
            Subject::Goal(Some(_)) => "Edit the goal".into(),
            Subject::Goal(None) => "Set a goal".into(),
            Subject::Check(checking) => checking.title(),
            Subject::Reading(Some(_)) => "Edit the note".into(),
            Subject::Reading(None) => "Add to what you read and learn".into(),
            Subject::Finish(_) => "Finished".into(),
            Subject::Metric(_) => "Edit the metric".into(),
            Subject::Value(name, _) => format!("Correct a value of {name}"),
            Subject::FollowUp(asked) if asked.follow_up.is_open() => "Edit the follow-up".into(),
            Subject::FollowUp(_) => "What came of it".into(),
        }
    }
}

const LABEL: u16 = 13;

/// Draws it over the whole area.
pub fn view(form: &Form, model: &Model, buffer: &mut Buffer, area: Rect) {
    let theme = &model.theme;
    let outer = super::centred(area, 110, area.height);
    let mut inner = frame(buffer, outer, &form.title(), theme);
    if inner.height < 2 {
        return;
    }
    let above = above(form, model, inner);
    let height = paint::columns(above.len());
    paint::lines(buffer, Rect { height, ..inner }, &above, 0);
    inner = Rect { y: inner.y + height, height: inner.height - height, ..inner };
    let body = Rect { height: inner.height - 1, ..inner };
    said(form, theme, buffer, Rect { y: inner.bottom() - 1, height: 1, ..inner });
    fields(form, theme, buffer, body);
}

/// What the form is about, in the room that its fields leave; nothing where the fields say it all.
fn above(form: &Form, model: &Model, inner: Rect) -> Vec<Line<'static>> {
    let most = if inner.height >= 18 { 4 } else { 2 };
    let fields = form.entries.iter().map(|entry| if entry.several { most } else { 1 }).sum::<u16>() + 1;
    let room = usize::from(inner.height.saturating_sub(fields).max(inner.height / 2).min(inner.height - 2));
    let columns = usize::from(inner.width);
    let mut lines = match &form.subject {
        Subject::Answer(answering) => answering.lines(model, columns, room.saturating_sub(1)),
        Subject::Check(checking) => checking.lines(model, columns, room.saturating_sub(1)),
        Subject::Finish(reading) => learning::detail_lines(reading, model, columns),
        _ => return Vec::new(),
    };
    let whole = lines.len();
    lines.truncate(room.saturating_sub(1));
    if let Some(last) = lines.last_mut().filter(|_| whole >= room) {
        last.push_span(Span::styled(" …", model.theme.muted));
    }
    lines.push(Line::default());
    lines
}

/// The line at the bottom: what cannot be read, what another program wrote, or what a field takes.
fn said(form: &Form, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    let focused = form.entries[form.focus].name;
    match (&form.problem, form.theirs_of(focused)) {
        (Some((name, why)), _) => paint::text(buffer, area, 0, &format!("! {name}: {why}"), theme.attention),
        (None, Some(theirs)) => {
            let theirs = theirs.replace('\n', " / ");
            paint::text(buffer, area, 0, &format!("≠ the other program wrote: {theirs}"), theme.attention)
        }
        (None, None) => paint::text(buffer, area, 0, hint(&form.subject, focused), theme.muted),
    };
}

fn fields(form: &Form, theme: &Theme, buffer: &mut Buffer, body: Rect) {
    let short = paint::columns(form.entries.iter().filter(|entry| !entry.several).count());
    let long = paint::columns(form.entries.len()) - short;
    let long_height = (body.height.saturating_sub(short) / long.max(1)).clamp(3, 12);
    let height = |at: usize| if form.entries[at].several { long_height } else { 1 };
    // The first field drawn is such that the focused one is on the screen whole.
    let mut first = 0;
    while first < form.focus && (first..=form.focus).map(height).sum::<u16>() > body.height {
        first += 1;
    }
    let mut y = 0;
    for (at, entry) in form.entries.iter().enumerate().skip(first) {
        if y >= body.height {
            break;
        }
        let here = at == form.focus;
        let style = if here { theme.accent } else { theme.muted };
        let label = Rect { width: LABEL.min(body.width), ..body };
        let differs = form.theirs_of(entry.name).is_some();
        let mark = if differs {
            "≠"
        } else if here {
            "›"
        } else {
            " "
        };
        paint::text(buffer, label, y, &format!("{mark} {}", entry.name), style);
        let room = Rect {
            x: body.x + LABEL.min(body.width),
            y: body.y + y,
            width: body.width.saturating_sub(LABEL),
            height: height(at).min(body.height - y),
        };
        entry.field.clone().draw(buffer, room, theme, here);
        y += height(at);
    }
}
