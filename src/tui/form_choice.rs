//! The questionnaire that the review shows.

use crate::domain::{Period, QuestionnaireId};

/// The questionnaire to load.
#[derive(Debug, Clone, PartialEq)]
pub enum FormChoice {
    /// The latest of a period, or the latest if the period has none.
    Of(Option<Period>),
    /// This one.
    This(QuestionnaireId),
}
