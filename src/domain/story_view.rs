//! A story with the records that it is about.

use super::followup::FollowUpView;
use super::metric_view::MetricView;
use super::record::Stored;
use super::story::Story;
use super::win::WinView;

/// A story with the records that it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryView {
    /// The story.
    pub story: Stored<Story>,
    /// The wins that it is about.
    pub wins: Vec<WinView>,
    /// The metrics whose figures it states.
    pub metrics: Vec<MetricView>,
    /// The outcomes that it states.
    pub outcomes: Vec<FollowUpView>,
    /// The questions that a listener would ask next.
    pub questions: Vec<String>,
}
