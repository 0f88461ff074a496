//! Loaded data for tabs and dialogs.

use super::screens::{career, goals, impact, learning, projects, review, wins};
use crate::capture::ParsedLine;
use crate::domain::{InboxItem, MetricView, Stored};
use crate::journal::{Completion, Glance, LinkTarget};

/// Loaded data for a tab.
#[derive(Debug)]
pub enum Loaded {
    /// The data of Today.
    Today(Box<Glance>),
    /// The open items of the inbox.
    Inbox(Vec<Stored<InboxItem>>),
    /// Data of Wins.
    Wins(wins::Loaded),
    /// Data of Projects.
    Projects(projects::Loaded),
    /// The data of Goals.
    Goals(goals::Loaded),
    /// The data of Learning.
    Learning(learning::Loaded),
    /// The data of Impact.
    Impact(impact::Loaded),
    /// Data of Career.
    Career(career::Loaded),
    /// Data of Review.
    Review(review::Loaded),
}

/// Data for the dialog that requested it.
#[derive(Debug)]
pub enum Findings {
    /// A parsed line.
    Line(Box<ParsedLine>),
    /// Names that complete the typed text.
    Names(Vec<Completion>),
    /// Metrics whose names match the typed letters.
    Metrics(Vec<MetricView>),
    /// Records that can be linked.
    Targets(Vec<LinkTarget>),
}
