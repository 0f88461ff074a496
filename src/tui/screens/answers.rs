//! The screen of a questionnaire: its questions, and the answer to one of them with its evidence.

use super::master_detail::moved;
use crate::domain::{Question, QuestionnaireId, RecordId, Stored};
use crate::journal::questionnaires::Filled;
use crate::report::answer::Answer;
use crate::tui::action::Action;

/// A row of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A sentence of the user's own words, by its index.
    Own(usize),
    /// A record that the answer is made of.
    Evidence(RecordId),
    /// A sentence of the answer, by its index.
    Sentence(usize),
    /// A record that fits the question, by its index among those that are offered for it.
    Fitting(usize),
    /// A sentence of the answer in an earlier questionnaire, by its index.
    Earlier(usize),
}

/// The identity of a row, which stays the same when the answer changes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum RowKey {
    Evidence(RecordId),
    Sentence(String),
    Fitting(usize),
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct Answers {
    /// The questionnaire; `None` if there is none.
    pub filled: Option<Box<Filled>>,
    /// A questionnaire that was added and is shown next.
    pub next: Option<QuestionnaireId>,
    /// All questionnaires, the latest first.
    pub all: Vec<QuestionnaireId>,
    /// The index of the question.
    pub question: usize,
    /// `true` if keys go to the answer, `false` if they go to the questions.
    pub is_inside: bool,
    /// The index of the selected row of the answer.
    pub row: usize,
}

impl Answers {
    /// Stores a loaded questionnaire. Another one begins with its first question; of the same one, the selected record or
    /// sentence stays selected.
    pub fn receive(&mut self, all: Vec<QuestionnaireId>, filled: Option<Box<Filled>>) {
        let id = |filled: &Option<Box<Filled>>| filled.as_ref().map(|filled| filled.answered.view.stored.id);
        if id(&self.filled) != id(&filled) {
            *self = Self::default();
        }
        self.next = None;
        let before = self.selected_key();
        (self.all, self.filled) = (all, filled);
        let same = self.rows().into_iter().position(|row| before.is_some() && self.key_of(row) == before);
        self.row = same.unwrap_or(self.row);
        self.clamp();
    }

    fn selected_key(&self) -> Option<RowKey> {
        self.key_of(*self.rows().get(self.row)?)
    }

    /// Returns the identity of a row. Among the records that fit, the place stays selected.
    fn key_of(&self, row: Row) -> Option<RowKey> {
        match row {
            Row::Evidence(id) => Some(RowKey::Evidence(id)),
            Row::Sentence(at) => {
                let (_, answer) = self.selected()?;
                Some(RowKey::Sentence(answer.sentences[at].0.key.clone()))
            }
            Row::Fitting(at) => Some(RowKey::Fitting(at)),
            Row::Own(_) | Row::Earlier(_) => None,
        }
    }

    fn clamp(&mut self) {
        let count = self.filled.as_ref().map_or(0, |filled| filled.answered.view.questions.len());
        self.question = self.question.min(count.saturating_sub(1));
        self.row = self.row.min(self.rows().len().saturating_sub(1));
    }

    /// Returns the selected question with its answer.
    pub fn selected(&self) -> Option<(&Stored<Question>, &Answer)> {
        let filled = self.filled.as_ref()?;
        Some((
            filled.answered.view.questions.get(self.question)?,
            filled.answered.answers.get(self.question)?,
        ))
    }

    /// Returns the rows of the selected answer: the user's own words, or each record with its sentences; the records that
    /// fit; and the answer in an earlier questionnaire.
    pub fn rows(&self) -> Vec<Row> {
        let (Some(filled), Some((_, answer))) = (&self.filled, self.selected()) else { return Vec::new() };
        let mut out = Vec::new();
        if answer.is_own {
            out.extend((0..sentences(&answer.text).len()).map(Row::Own));
        }
        let mut of = None;
        for (at, (sentence, _)) in answer.sentences.iter().enumerate() {
            if of != Some(sentence.record) {
                out.push(Row::Evidence(sentence.record));
                of = Some(sentence.record);
            }
            out.push(Row::Sentence(at));
        }
        out.extend((0..filled.fitting[self.question].len()).map(Row::Fitting));
        out.extend((0..self.earlier().map_or(0, |(_, text)| sentences(text).len())).map(Row::Earlier));
        out
    }

    /// Returns the period and the text of the answer in an earlier questionnaire.
    pub(super) fn earlier(&self) -> Option<&(String, String)> {
        self.filled.as_ref()?.answered.earlier.get(self.question)?.as_ref()
    }

    /// Moves the selection in the pane that receives the keys.
    pub fn step(&mut self, action: Action, page: usize) {
        match action {
            Action::Right => self.is_inside = true,
            Action::Left => self.is_inside = false,
            _ if self.is_inside => {
                self.row = moved(self.row, action, page, self.rows().len().saturating_sub(1));
            }
            _ => {
                let last = self
                    .filled
                    .as_ref()
                    .map_or(0, |filled| filled.answered.view.questions.len().saturating_sub(1));
                let before = self.question;
                self.question = moved(self.question, action, page, last);
                if self.question != before {
                    self.row = 0;
                }
            }
        }
    }

    /// Returns `true` if an action applies to the selection.
    pub fn accepts_action(&self, action: Action) -> bool {
        let row = self.rows().get(self.row).copied();
        match action {
            Action::Record => false,
            Action::LeaveOut => {
                self.is_inside && matches!(row, Some(Row::Evidence(_) | Row::Sentence(_) | Row::Fitting(_)))
            }
            Action::MoveUp | Action::MoveDown => {
                self.is_inside && matches!(row, Some(Row::Evidence(_) | Row::Sentence(_)))
            }
            Action::Open | Action::Edit | Action::Copy | Action::Export | Action::Delete | Action::Fill => {
                self.filled.is_some()
            }
            Action::PreviousPeriod | Action::NextPeriod => self.all.len() > 1,
            _ => true,
        }
    }

    /// Returns the place of the selected question, such as `2 of 6`.
    pub fn position(&self) -> Option<String> {
        let count = self.filled.as_ref()?.answered.view.questions.len();
        Some(format!("{} of {count}", self.question + 1))
    }
}

/// Returns the sentences of an answer, each with `true` if it begins a paragraph.
pub(super) fn sentences(text: &str) -> Vec<(bool, &str)> {
    let mut out = Vec::new();
    for paragraph in text.split("\n\n") {
        let mut is_first = true;
        for line in paragraph.lines() {
            let mut rest = line.trim();
            while !rest.is_empty() {
                let end = ends(rest).find(|end| rest[*end..].starts_with(' ')).unwrap_or(rest.len());
                out.push((is_first, &rest[..end]));
                rest = rest[end..].trim_start();
                is_first = false;
            }
        }
    }
    out
}

/// Returns the places after each mark that ends a sentence.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?']).map(|(at, mark)| at + mark.len())
}
