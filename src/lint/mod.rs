//! Rules for stronger wins, each with a name, a reason and an example.
//!
//! A rule fires only if the words alone prove it. Wins of the categories learning and outside work need no
//! amount and no audience.

mod cut_title;
mod generic;
pub mod listener;
mod rules;
mod words;

pub use cut_title::looks_cut;

use crate::domain::WinView;

/// A rule of good phrasing and completeness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The title begins with the action.
    ActionVerb,
    /// The title has more than one word, and is not a placeholder.
    OneWord,
    /// The title has a word that does not fit any project.
    Specific,
    /// A number has a unit.
    Unit,
    /// A change has an amount.
    Amount,
    /// A change in percent has the value before it.
    Before,
    /// A starred or measured win has an audience, an impact or people.
    ForWhom,
    /// A text with “we” names the user's own part.
    MyPart,
    /// No word is vague, such as “various”.
    Vague,
    /// No word is praise, such as “successfully”.
    Filler,
    /// No placeholder is left.
    Unfinished,
    /// The outcome is not dated before the win.
    Order,
    /// No name was removed from the title by version 0.1.0.
    CutTitle,
}

impl Rule {
    /// Every rule, in the order of the findings.
    pub const ALL: [Self; 13] = [
        Self::ActionVerb,
        Self::OneWord,
        Self::Specific,
        Self::Unit,
        Self::Amount,
        Self::Before,
        Self::ForWhom,
        Self::MyPart,
        Self::Vague,
        Self::Filler,
        Self::Unfinished,
        Self::Order,
        Self::CutTitle,
    ];

    /// Returns the printed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::ActionVerb => "action-verb",
            Self::OneWord => "one-word",
            Self::Specific => "specific",
            Self::Unit => "unit",
            Self::Amount => "amount",
            Self::Before => "before",
            Self::ForWhom => "for-whom",
            Self::MyPart => "my-part",
            Self::Vague => "vague",
            Self::Filler => "filler",
            Self::Unfinished => "unfinished",
            Self::Order => "order",
            Self::CutTitle => "cut-title",
        }
    }

    /// Returns the reason for the rule.
    pub fn reason(self) -> &'static str {
        match self {
            Self::ActionVerb => "Begin with what you did; “worked on” and “the new …” do not say it.",
            Self::OneWord => "One word, or a placeholder such as “test”, does not say what you did.",
            Self::Specific => "General words such as “code” and “feature” fit any project: say which one.",
            Self::Unit => "A number without a unit says little: 50 of what?",
            Self::Amount => "A reader remembers the amount.",
            Self::Before => "A percentage says little without the value before.",
            Self::ForWhom => "Name who gained from it: the reader cannot know.",
            Self::MyPart => "“We” hides what you did.",
            Self::Vague => "A vague word such as “various” tells the reader nothing.",
            Self::Filler => "Praise such as “successfully” is only a claim; facts convince.",
            Self::Unfinished => "A placeholder is left in the text.",
            Self::Order => "An outcome cannot be earlier than its win: one of the dates is wrong.",
            Self::CutTitle => "Version 0.1.0 removed names from sentences; a reader stumbles over the gap.",
        }
    }

    /// Returns a text that breaks the rule and its correction.
    pub fn example(self) -> (&'static str, &'static str) {
        match self {
            Self::ActionVerb => ("Worked on the berth planner", "Rewrote the berth planner"),
            Self::OneWord => ("Cut", "Cut the nightly build from 18 to 9 minutes"),
            Self::Specific => ("Refactored code", "Split the berth planner into three crates"),
            Self::Unit => ("Reduced page load by 300", "Reduced page load by 300 ms"),
            Self::Amount => ("Improved the nightly build", "Cut the nightly build from 18 to 9 minutes"),
            Self::Before => ("Reduced errors by 40 %", "Reduced errors from 50 to 30 a day"),
            Self::ForWhom => ("Halved search time", "Halved search time for:skippers"),
            Self::MyPart => ("We moved the storage", "Led the move of the storage"),
            Self::Vague => ("Fixed various things in the importer", "Fixed 12 crashes of the importer"),
            Self::Filler => ("Successfully moved the storage", "Moved the storage without downtime"),
            Self::Unfinished => ("Saved TODO hours a week", "Saved 6 hours a week"),
            Self::Order => ("done 4 March, outcome of 1 February", "done 4 January, outcome of 1 February"),
            Self::CutTitle => ("Paired with", "Paired with Zoë"),
        }
    }
}

/// A rule that fired, with advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that the win breaks.
    pub rule: Rule,
    /// The advice, in one line.
    pub advice: String,
}

/// Returns the rules that a win breaks, in the order of [`Rule::ALL`].
pub fn findings(win: &WinView) -> Vec<Finding> {
    Rule::ALL
        .into_iter()
        .filter_map(|rule| rules::fires(rule, win).map(|advice| Finding { rule, advice }))
        .collect()
}

#[cfg(test)]
mod tests;
