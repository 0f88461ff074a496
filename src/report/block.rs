//! The blocks of a record's text, which the command line prints and the app draws.

use std::borrow::Cow;

use crate::domain::{MetricView, RecordId};

/// A block of text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block<'a> {
    /// The title of the record.
    Title(String),
    /// Secondary text, such as dates and counts.
    About(String),
    /// The progress and how much of the year is gone, in 0..=1 if they are known, and the progress in words.
    Progress(Option<f64>, Option<f64>, String),
    /// The heading of the blocks that follow.
    Heading(String),
    /// Prose, in Markdown.
    Text(Cow<'a, str>),
    /// The name and the value of a field.
    Field(String, String),
    /// A metric: its change, and a chart if it fits.
    Metric(&'a MetricView),
    /// A chart of values that do not belong to a metric.
    Chart(Box<MetricView>),
    /// A line of text, and a text at its right edge.
    Row(String, String),
    /// A record: a line of text, and a text at its right edge.
    Record(RecordId, String, String),
    /// A note on missing information.
    Missing(String),
    /// An outcome or an open follow-up: a line with its day and subject, and its text.
    Outcome(String, String),
}

impl<'a> Block<'a> {
    /// Creates a text block that borrows `text`.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
