//! Requests for the forms of career records.

use crate::domain::{Kind, PositionId, PraiseId, ProjectId, RecordId, Shape, StoryId, WinId};

/// A form of a career record, whose record is loaded before the form opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormRequest {
    /// The form of a new position.
    NewPosition,
    /// The form of a position.
    Position(PositionId),
    /// The interview about a position.
    Interview(PositionId),
    /// The form of a project.
    Project(ProjectId),
    /// The form of a story.
    Story(StoryId),
    /// The form of a new story of a shape, about a win if one is given.
    NewStory(Shape, Option<WinId>),
    /// The form of praise.
    Praise(PraiseId),
    /// The form of new praise, about a win or a project if one is given.
    NewPraise(Option<(Kind, RecordId)>),
    /// The form of the profile.
    Profile,
}
