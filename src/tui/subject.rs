//! The subject of a form: the record that it edits, or the kind of record that it adds.

use super::dialogs::answering::Answering;
use super::dialogs::checking::Checking;
use crate::domain::{
    FollowUpWithSubject, GoalView, MetricValue, MetricView, Position, Praise, Profile, ProjectView, Reading,
    Record, Shape, Stored, Story, WinView,
};

/// A record in a form: its text before the form, and the stored record that it edits.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft<T: Record> {
    /// The stored record; `None` for a new record.
    pub stored: Option<Stored<T>>,
    /// The fields with which the form begins.
    pub body: T,
}

impl<T: Record> Draft<T> {
    /// Creates the draft of a new record.
    pub fn new(body: T) -> Self {
        Self { stored: None, body }
    }

    /// Creates the draft of a stored record.
    pub fn of(stored: Stored<T>) -> Self {
        Self { body: stored.body.clone(), stored: Some(stored) }
    }
}

/// The record that a form edits, or the kind of record that it adds.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A win as it was loaded; `None` for a new win.
    Win(Option<Box<WinView>>),
    /// A project as it was loaded; `None` for a new project.
    Project(Option<Box<ProjectView>>),
    /// Follow-ups to answer.
    Answer(Box<Answering>),
    /// A goal as it was loaded; `None` for a new goal.
    Goal(Option<Box<GoalView>>),
    /// A goal to check in on.
    Check(Box<Checking>),
    /// A reading note as it was loaded; `None` for a new note.
    Reading(Option<Box<Stored<Reading>>>),
    /// A reading note to finish.
    Finish(Box<Stored<Reading>>),
    /// A metric without its values.
    Metric(Box<MetricView>),
    /// One value of the metric with this name.
    Value(String, Box<Stored<MetricValue>>),
    /// A follow-up, open or answered.
    FollowUp(Box<FollowUpWithSubject>),
    /// A position as it was loaded; `None` for a new position.
    Position(Option<Box<Stored<Position>>>),
    /// A position whose interview is answered.
    Interview(Box<Stored<Position>>),
    /// A story.
    Story(Box<Draft<Story>>),
    /// Praise.
    Praise(Box<Draft<Praise>>),
    /// The profile as it was loaded; `None` for a new profile.
    Profile(Option<Box<Stored<Profile>>>),
}

impl Subject {
    /// Returns the title of the edited record; empty for a new record.
    pub fn title(&self) -> &str {
        match self {
            Self::Win(win) => win.as_ref().map_or("", |win| &win.title),
            Self::Project(project) => project.as_ref().map_or("", |project| &project.name),
            Self::Goal(goal) => goal.as_ref().map_or("", |goal| &goal.title),
            Self::Reading(reading) => reading.as_ref().map_or("", |reading| &reading.title),
            Self::Check(checking) => &checking.goal.title,
            Self::Finish(reading) => &reading.title,
            Self::Metric(metric) => &metric.name,
            Self::Value(name, _) => name,
            Self::FollowUp(asked) => &asked.about_title,
            Self::Position(position) => position.as_ref().map_or("", |position| &position.organisation),
            Self::Interview(position) => &position.organisation,
            Self::Story(draft) => draft.stored.as_ref().map_or("", |story| &story.title),
            Self::Praise(draft) => draft.stored.as_ref().map_or("", |praise| &praise.quote),
            Self::Profile(profile) => profile.as_ref().map_or("", |profile| &profile.name),
            Self::Answer(answering) => answering.asked.first().map_or("", |asked| &asked.about_title),
        }
    }

    /// Turns the subject into a new record of its kind, because its record was deleted.
    pub fn forget(&mut self) {
        match self {
            Self::Win(win) => *win = None,
            Self::Project(project) => *project = None,
            Self::Goal(goal) => *goal = None,
            Self::Reading(reading) => *reading = None,
            Self::Position(position) => *position = None,
            Self::Story(draft) => draft.stored = None,
            Self::Praise(draft) => draft.stored = None,
            Self::Profile(profile) => *profile = None,
            Self::Answer(_)
            | Self::Check(_)
            | Self::Finish(_)
            | Self::Metric(_)
            | Self::Value(..)
            | Self::FollowUp(_)
            | Self::Interview(_) => {}
        }
    }

    /// Returns `true` if the record can be edited as one document in `$EDITOR`.
    pub fn has_editor(&self) -> bool {
        !matches!(
            self,
            Self::Answer(_)
                | Self::Check(_)
                | Self::Finish(_)
                | Self::Metric(_)
                | Self::Value(..)
                | Self::FollowUp(_)
        )
    }

    /// Returns the kind of form, the ID of the record and the revision at which it was loaded, for a draft;
    /// `None` for the correction of a metric, a value or a follow-up, which has no draft.
    pub fn unsaved(&self) -> Option<(&'static str, Option<String>, i64)> {
        let seen = |id: String, revision: i64| (Some(id), revision);
        let (kind, record) = match self {
            Self::Win(win) => ("win", win.as_ref().map(|each| seen(each.id.to_string(), each.meta.revision))),
            Self::Project(project) => {
                ("project", project.as_ref().map(|each| seen(each.id.to_string(), each.meta.revision)))
            }
            Self::Goal(goal) => {
                ("goal", goal.as_ref().map(|each| seen(each.id.to_string(), each.meta.revision)))
            }
            Self::Reading(reading) => {
                ("reading", reading.as_ref().map(|each| seen(each.id.to_string(), each.meta.revision)))
            }
            // Of `:check-all`, only the current goal is restored.
            Self::Check(checking) => ("check", Some(seen(checking.goal.id.to_string(), 0))),
            Self::Finish(reading) => ("finish", Some(seen(reading.id.to_string(), 0))),
            // Only the first of several follow-ups is restored.
            Self::Answer(answering) => {
                let asked = answering.asked.first().map(|asked| asked.follow_up.id.to_string());
                let unasked = || answering.unasked.as_ref().map(|(_, id, _)| id.to_string());
                ("answer", asked.or_else(unasked).map(|id| seen(id, 0)))
            }
            Self::Position(position) => {
                ("position", position.as_ref().map(|each| seen(each.id.to_string(), each.meta.revision)))
            }
            Self::Interview(position) => {
                ("interview", Some(seen(position.id.to_string(), position.meta.revision)))
            }
            Self::Story(draft) => {
                let kind = match draft.body.shape {
                    Shape::Star => "story-star",
                    Shape::Failure => "story-failure",
                    Shape::Question => "story-question",
                };
                (kind, draft.stored.as_ref().map(|each| seen(each.id.to_string(), each.meta.revision)))
            }
            Self::Praise(draft) => {
                ("praise", draft.stored.as_ref().map(|each| seen(each.id.to_string(), each.meta.revision)))
            }
            Self::Profile(profile) => {
                ("profile", profile.as_ref().map(|each| seen(each.id.to_string(), each.meta.revision)))
            }
            Self::Metric(_) | Self::Value(..) | Self::FollowUp(_) => return None,
        };
        let (record, revision) = record.unwrap_or((None, 0));
        Some((kind, record, revision))
    }
}
