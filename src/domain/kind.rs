//! The kinds of record that a journal keeps, with their words and tables.

use std::fmt;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])? $variant:ident =
        $word:literal, $plural:literal, $table:literal;)*) => {
        /// The kind of a record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[doc = $doc])* $(#[cfg($cfg)])? $variant,)* }

        impl Kind {
            /// Every kind, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$($(#[cfg($cfg)])? Self::$variant,)*];

            /// Returns the word for it in JSON, in `--kind` and in the store.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($(#[cfg($cfg)])? Self::$variant => $word,)* }
            }

            /// Returns the word for several of it.
            #[must_use]
            pub fn plural(self) -> &'static str {
                match self { $($(#[cfg($cfg)])? Self::$variant => $plural,)* }
            }

            /// Returns the name of its table.
            #[must_use]
            pub fn table(self) -> &'static str {
                match self { $($(#[cfg($cfg)])? Self::$variant => $table,)* }
            }
        }
    };
}

kinds! {
    /// Something that was done.
    Win = "win", "wins", "win";
    /// What wins belong to.
    Project = "project", "projects", "project";
    /// A named series of values.
    Metric = "metric", "metrics", "metric";
    /// One dated value of a metric.
    Value = "value", "values", "value";
    /// A win's own from and to, fixed when written.
    Figure = "figure", "figures", "figure";
    /// A question for later, and its answer.
    FollowUp = "follow-up", "follow-ups", "follow_up";
    /// What is wanted of a year.
    Goal = "goal", "goals", "goal";
    /// The group that a skill is in.
    Skill = "skill", "skills", "skill";
    /// A step of a goal.
    Milestone = "milestone", "milestones", "milestone";
    /// A sentence on how a goal stands.
    CheckIn = "check-in", "check-ins", "check_in";
    /// Something read, watched, taken or tried.
    Reading = "reading", "reading notes", "reading";
    /// What stands in for a name in public.
    Alias = "alias", "aliases", "alias";
    /// What was chosen for one item of a document.
    Curation = "choice", "choices", "curation";
    /// A kind that only tests have.
    #[cfg(test)]
    Sample = "sample", "samples", "sample";
}

impl Kind {
    /// Returns the kind that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word || kind.plural() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Reading { "reading note" } else { self.word() })
    }
}
