//! What a record tells of itself, as blocks that the command line prints and the app draws.

use std::borrow::Cow;

use crate::domain::{MetricView, RecordId};

/// A piece of what is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Block<'a> {
    /// The name.
    Title(String),
    /// What stands back: dates, counts.
    About(String),
    /// How far it is, from 0 to 1, and the same in words.
    Progress(Option<f64>, String),
    /// A heading.
    Heading(String),
    /// Prose, in Markdown.
    Text(Cow<'a, str>),
    /// A name and what it is.
    Field(String, String),
    /// A metric: its change, and a chart where there is room.
    Metric(&'a MetricView),
    /// A series that is no metric of its own: a chart, where one can be drawn.
    Chart(Box<MetricView>),
    /// A line of text, and text at its right edge.
    Row(String, String),
    /// A record's line of text, and text at its right edge.
    Record(RecordId, String, String),
    /// A chapter that is not there yet.
    Missing(String),
    /// What came of it or is to be asked, with the day and what it was about.
    Outcome(String, String),
}

impl<'a> Block<'a> {
    /// Prose that is there already.
    #[must_use]
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
