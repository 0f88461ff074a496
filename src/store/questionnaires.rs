//! Reads questionnaires with their questions.

use super::{Result, Snapshot};
use crate::domain::{Question, Questionnaire, QuestionnaireId, QuestionnaireView, Stored};

impl Snapshot<'_> {
    /// Returns all questionnaires, the latest first.
    pub fn list_questionnaires(&self) -> Result<Vec<Stored<Questionnaire>>> {
        self.list("t.deleted_at IS NULL ORDER BY t.id DESC", [])
    }

    /// Returns a questionnaire with its questions and their revisions, deleted or not.
    pub fn find_questionnaire(&self, id: QuestionnaireId) -> Result<QuestionnaireView> {
        let (row, _) = super::lookup::row_of(self.connection, id.into())?;
        let listed: Vec<Stored<Question>> =
            self.list("t.questionnaire = ?1 AND t.deleted_at IS NULL ORDER BY t.place, t.id", [row])?;
        let questions = listed.iter().map(|each| self.find::<Question>(each.id)).collect::<Result<_>>()?;
        Ok(QuestionnaireView { stored: self.find::<Questionnaire>(id)?, questions })
    }
}
