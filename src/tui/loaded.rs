//! Loaded data for tabs and dialogs.

use super::screens::{career, goals, impact, learning, projects, review, wins};
use crate::capture::ParsedLine;
use crate::domain::{Findables, InboxItem, MetricView, RecordId, Stored};
use crate::journal::{Completion, Glance, LinkTarget, Outlook};

/// Loaded data for a tab.
#[derive(Debug)]
pub enum Loaded {
    /// The data of Today.
    Today(Box<Glance>),
    /// The parts of Today that take longer.
    Outlook(Box<Outlook>),
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

/// A filter that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The text of the filter in the search line.
    pub filter: String,
    /// A description for the list, such as `without a number` or `12 wins`.
    pub about: String,
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
    /// Every record that can be gone to, and the keys of what was chosen last.
    Findable(Findables, Vec<String>),
    /// The fields of a record that are not empty.
    Fields(RecordId, Vec<(&'static str, String)>),
    /// The filters that can be added to the search of the wins.
    Filters(Vec<Offered>),
}
