//! The data that is loaded for tabs and dialogs.

use super::screens::{goals, impact, learning, projects, review, wins};
use crate::capture::ParsedLine;
use crate::domain::MetricView;
use crate::journal::{Completion, Glance, LinkTarget};

/// The data that was loaded for a tab.
#[derive(Debug)]
pub enum Loaded {
    /// For Today.
    Today(Box<Glance>),
    /// For Wins.
    Wins(wins::Loaded),
    /// For Projects.
    Projects(projects::Loaded),
    /// For Goals.
    Goals(goals::Loaded),
    /// For Learning.
    Learning(learning::Loaded),
    /// For Impact.
    Impact(impact::Loaded),
    /// For Review.
    Review(review::Loaded),
}

/// The data that was found for the dialog that asked for it.
#[derive(Debug)]
pub enum Findings {
    /// A line that was parsed.
    Line(Box<ParsedLine>),
    /// Names that complete what is typed.
    Names(Vec<Completion>),
    /// Metrics that a few letters may mean.
    Metrics(Vec<MetricView>),
    /// Records that may be linked.
    Targets(Vec<LinkTarget>),
}
