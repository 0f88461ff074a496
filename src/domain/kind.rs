//! The kinds of record in a journal, with their identifiers and tables.

use std::fmt;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])? $variant:ident =
        $word:literal, $plural:literal, $table:literal;)*) => {
        /// The kind of a record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[doc = $doc])* $(#[cfg($cfg)])? $variant,)* }

        impl Kind {
            /// All kinds, in declaration order.
            pub const ALL: &'static [Self] = &[$($(#[cfg($cfg)])? Self::$variant,)*];

            /// Returns the identifier in JSON, in `--kind` and in the store.
            pub fn word(self) -> &'static str {
                match self { $($(#[cfg($cfg)])? Self::$variant => $word,)* }
            }

            /// Returns the plural noun, such as `reading notes`.
            pub fn plural(self) -> &'static str {
                match self { $($(#[cfg($cfg)])? Self::$variant => $plural,)* }
            }

            /// Returns the name of the table.
            pub fn table(self) -> &'static str {
                match self { $($(#[cfg($cfg)])? Self::$variant => $table,)* }
            }
        }
    };
}

kinds! {
    /// An accomplishment.
    Win = "win", "wins", "win";
    /// A project, to which wins belong.
    Project = "project", "projects", "project";
    /// A named series of values.
    Metric = "metric", "metrics", "metric";
    /// One dated value of a metric.
    Value = "value", "values", "value";
    /// A value of a win, with the value before it if known.
    Figure = "figure", "figures", "figure";
    /// A question for a later day, and its outcome.
    FollowUp = "follow-up", "follow-ups", "follow_up";
    /// An aim for a year.
    Goal = "goal", "goals", "goal";
    /// The group that a skill is in.
    Skill = "skill", "skills", "skill";
    /// A step of a goal.
    Milestone = "milestone", "milestones", "milestone";
    /// A note on the state of a goal.
    CheckIn = "check-in", "check-ins", "check_in";
    /// A note on a book, a course, a tool or another medium.
    Reading = "reading", "reading notes", "reading";
    /// The replacement of a name in documents for the public.
    Alias = "alias", "aliases", "alias";
    /// The override of one item of a document.
    DocumentOverride = "choice", "choices", "curation";
    /// A place where the user worked.
    Position = "position", "positions", "position";
    /// A title in a position.
    PositionTitle = "title", "titles", "position_title";
    /// An account that an interview asks for.
    Story = "story", "stories", "story";
    /// A quotation of what a person said about the user's work.
    Praise = "praise", "praise", "praise";
    /// The person at the head of a CV.
    Profile = "profile", "profiles", "profile";
    /// A strength of the user.
    Strength = "strength", "strengths", "strength";
    /// A course of study.
    Education = "education", "education", "education";
    /// A language that the user speaks.
    Language = "language", "languages", "language";
    /// Work that a program reported and that the user has not confirmed.
    InboxItem = "inbox-item", "inbox items", "inbox_item";
    /// A review form of a company, with questions.
    Questionnaire = "questionnaire", "questionnaires", "questionnaire";
    /// A question of a questionnaire, with its answer.
    Question = "question", "questions", "question";
    /// A kind that only tests have.
    #[cfg(test)]
    Sample = "sample", "samples", "sample";
}

impl Kind {
    /// Returns the kind with this identifier or plural noun.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word || kind.plural() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reading => "reading note",
            Self::InboxItem => "inbox item",
            kind => kind.word(),
        })
    }
}
