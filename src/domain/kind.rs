//! The kinds of record that a journal keeps.

use std::fmt;

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Something that was done.
    Win,
    /// What wins belong to.
    Project,
    /// A named series of values.
    Metric,
    /// One dated value of a metric.
    Value,
    /// A win's own from and to, fixed when written.
    Figure,
    /// A question for later, and its answer.
    FollowUp,
    /// What is wanted of a year.
    Goal,
    /// The group that a skill is in.
    Skill,
    /// A step of a goal.
    Milestone,
    /// A sentence on how a goal stands.
    CheckIn,
    /// Something read, watched, taken or tried.
    Reading,
    /// What stands in for a name in public.
    Alias,
    /// What was chosen for one item of a document.
    Curation,
}

impl Kind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Self; 13] = [
        Self::Win,
        Self::Project,
        Self::Metric,
        Self::Value,
        Self::Figure,
        Self::FollowUp,
        Self::Goal,
        Self::Skill,
        Self::Milestone,
        Self::CheckIn,
        Self::Reading,
        Self::Alias,
        Self::Curation,
    ];

    /// The word for it in JSON, in `--kind` and in the store.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Win => "win",
            Self::Project => "project",
            Self::Metric => "metric",
            Self::Value => "value",
            Self::Figure => "figure",
            Self::FollowUp => "follow-up",
            Self::Goal => "goal",
            Self::Skill => "skill",
            Self::Milestone => "milestone",
            Self::CheckIn => "check-in",
            Self::Reading => "reading",
            Self::Alias => "alias",
            Self::Curation => "choice",
        }
    }

    /// The word for several of it.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Win => "wins",
            Self::Project => "projects",
            Self::Metric => "metrics",
            Self::Value => "values",
            Self::Figure => "figures",
            Self::FollowUp => "follow-ups",
            Self::Goal => "goals",
            Self::Skill => "skills",
            Self::Milestone => "milestones",
            Self::CheckIn => "check-ins",
            Self::Reading => "reading notes",
            Self::Alias => "aliases",
            Self::Curation => "choices",
        }
    }

    /// The kind that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word || kind.plural() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Reading { "reading note" } else { self.word() })
    }
}
