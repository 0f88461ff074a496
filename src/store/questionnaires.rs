//! Reads questionnaires with their questions.

use super::{Result, Snapshot};
use crate::domain::{Question, Questionnaire, QuestionnaireId, QuestionnaireView, Stored};

impl Snapshot<'_> {
    /// Returns all questionnaires, the latest first.
    pub fn list_questionnaires(&self) -> Result<Vec<Stored<Questionnaire>>> {
        self.list("t.deleted_at IS NULL ORDER BY t.id DESC", [])
    }

    /// Returns a questionnaire with its questions, deleted or not.
    pub fn find_questionnaire(&self, id: QuestionnaireId) -> Result<QuestionnaireView> {
        let (row, _) = super::lookup::row_of(self.connection, id.into())?;
        let questions: Vec<Stored<Question>> =
            self.list("t.questionnaire = ?1 AND t.deleted_at IS NULL ORDER BY t.place, t.id", [row])?;
        Ok(QuestionnaireView { stored: self.find::<Questionnaire>(id)?, questions })
    }
}
