//! The tabs of the app.

/// The tabs, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// This week, the year, what is due.
    Today,
    /// The timeline.
    Wins,
    /// Projects.
    Projects,
    /// Goals.
    Goals,
    /// Reading notes.
    Learning,
    /// Follow-ups and metrics.
    Impact,
    /// Positions and stories.
    Career,
    /// The year-end review.
    Review,
}

impl Tab {
    /// Every tab, in order.
    pub const ALL: [Self; 8] = [
        Self::Today,
        Self::Wins,
        Self::Projects,
        Self::Goals,
        Self::Learning,
        Self::Impact,
        Self::Career,
        Self::Review,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Wins => "Wins",
            Self::Projects => "Projects",
            Self::Goals => "Goals",
            Self::Learning => "Learning",
            Self::Impact => "Impact",
            Self::Career => "Career",
            Self::Review => "Review",
        }
    }

    /// Its place among the tabs, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|tab| *tab == self).unwrap_or(0)
    }
}
