//! Creates the forms of records.

use super::RecordForm;
use super::rows::{named_rows, rows};
use crate::domain::{
    Categories, FollowUpWithSubject, Goal, GoalView, Measure, MetricValue, MetricView, Position, Praise,
    Profile, ProjectView, Reading, Stored, Story, Win, WinView, position,
};
use crate::tui::dialogs::answering::Answering;
use crate::tui::dialogs::checking::{Checking, THEN};
use crate::tui::subject::{Draft, Subject};

impl RecordForm {
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
        // A metric tells the number by itself: then a check-in is a note.
        let focus = usize::from(fields[0].0 == "value" && checking.goal.metric.is_some());
        Self { focus, ..Self::of(Subject::Check(checking), &fields, None) }
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
}
