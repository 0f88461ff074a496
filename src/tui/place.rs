//! The destinations of navigation.

use crate::domain::{GoalId, Kind, MetricId, ProjectId, ReadingId, RecordId, WinId};

/// A destination of navigation, from another tab or from the detail of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The search line of the wins.
    Search,
    /// A win, open in the timeline.
    Win(WinId),
    /// The wins of a year that are evidence for no goal.
    WinsWithoutGoal(i32),
    /// The wins without a date.
    WinsWithoutDate,
    /// The wins that a search line finds.
    WinsFound(String),
    /// A project, open in the list.
    Project(ProjectId),
    /// A goal, open in the list of its year.
    Goal(GoalId),
    /// The goals of a year.
    Goals {
        /// The calendar or fiscal year.
        year: i32,
        /// The goal to select.
        goal: Option<GoalId>,
        /// `true` to start `:check-all` for the open goals.
        check: bool,
    },
    /// A reading note.
    Reading {
        /// The note.
        id: ReadingId,
        /// `true` to open the note, `false` to select it in the list.
        open: bool,
    },
    /// A metric, open beside the follow-ups.
    Metric(MetricId),
    /// The inbox.
    Inbox,
    /// A position, a story or praise, open in the career.
    Career(Kind, RecordId),
}

impl Place {
    /// Returns the place of a record; `None` for a kind without a place of its own.
    pub fn of(kind: Kind, id: RecordId) -> Option<Self> {
        Some(match kind {
            Kind::Win => Self::Win(WinId(id.0)),
            Kind::Project => Self::Project(ProjectId(id.0)),
            Kind::Goal => Self::Goal(GoalId(id.0)),
            Kind::Reading => Self::Reading { id: ReadingId(id.0), open: true },
            Kind::Metric => Self::Metric(MetricId(id.0)),
            Kind::Position | Kind::Story | Kind::Praise => Self::Career(kind, id),
            _ => return None,
        })
    }
}
