//! Places in the app that can be gone to.

use crate::domain::{GoalId, Kind, ProjectId, ReadingId, RecordId, WinId};

/// A place in the app that can be gone to, from another tab or from the detail of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The search line of the wins.
    Search,
    /// A win, open in the timeline.
    Win(WinId),
    /// The wins without a goal.
    WinsWithoutGoal,
    /// The wins without a date.
    WinsWithoutDate,
    /// The wins that a line finds.
    WinsFound(String),
    /// A project, open in the list.
    Project(ProjectId),
    /// A goal, open among those of its year.
    Goal(GoalId),
    /// The goals of a year: with one of them selected, or with the open ones to be checked.
    Goals {
        /// The year.
        year: i32,
        /// The goal that is selected.
        goal: Option<GoalId>,
        /// True to check the open ones, one after another.
        check: bool,
    },
    /// A reading note: selected in the list, or open.
    Reading {
        /// The note.
        id: ReadingId,
        /// True to open it.
        open: bool,
    },
}

impl Place {
    /// Returns the place of a record; `None` for a kind that has none of its own.
    #[must_use]
    pub fn of(kind: Kind, id: RecordId) -> Option<Self> {
        Some(match kind {
            Kind::Win => Self::Win(WinId(id.0)),
            Kind::Project => Self::Project(ProjectId(id.0)),
            Kind::Goal => Self::Goal(GoalId(id.0)),
            Kind::Reading => Self::Reading { id: ReadingId(id.0), open: true },
            _ => return None,
        })
    }
}
