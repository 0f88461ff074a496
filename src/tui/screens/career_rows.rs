//! The lines of the career tab.

use crate::domain::RecordId;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// The title of a section, and a text at its right edge.
    Heading(&'static str, String),
    /// The labels of the time axis.
    Axis,
    /// A position, by its index.
    Position(usize),
    /// The heading of the projects without a position.
    Label(&'static str),
    /// A project, by its index.
    Project(usize),
    /// A story, by its index.
    Story(usize),
    /// The years above the quarters of the competencies.
    Quarters,
    /// A competency, by its index in the matrix.
    Competency(usize),
    /// The number of wins that suggest a competency.
    Suggested(usize),
    /// A sentence about the ladder or its file.
    Note(String),
    /// A skill, by its index.
    Skill(usize),
    /// The number of further skills.
    MoreSkills(usize),
    /// Praise, by its index.
    Praise(usize),
    /// The profile.
    Profile,
    /// A blank line.
    Gap,
}

impl Row {
    /// Returns `true` if the row can be selected.
    pub fn is_selectable(&self) -> bool {
        !matches!(
            self,
            Self::Heading(..) | Self::Axis | Self::Label(_) | Self::Quarters | Self::Note(_) | Self::Gap
        )
    }
}

/// The identity of a row, by which it stays selected when the data is loaded again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKey {
    /// A record.
    Record(RecordId),
    /// A competency or a skill, by its name.
    Name(String),
    /// Any other row.
    Other,
}
