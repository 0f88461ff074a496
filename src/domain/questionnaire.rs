//! Questionnaires: the questions of a company's review form, with their limits, and the answers from evidence.

use uuid::Uuid;

use super::field::{FieldInfo, FieldType};
use super::id::{QuestionId, QuestionnaireId, RecordId};
use super::kind::Kind;
use super::record::{Field, FieldError, Record, Stored, Unread, field, infos, unread_member};
use super::shared_fields::{VISIBILITY, Visibility};
use super::words::words;
use crate::text::counted;

words! {
    /// The unit of the limit of an answer.
    LimitUnit {
        /// The records that the answer is made of, such as accomplishments.
        Items = "items",
        /// Words, which are set apart by white space.
        Words = "words",
        /// Characters, with spaces and line breaks: the scalar values of Unicode.
        Characters = "characters",
        /// Bytes of UTF-8: one for a letter of English, two to four for others.
        Bytes = "bytes",
    }
}

impl LimitUnit {
    /// Returns the size of a text in this unit; `items` is the number of records that it is made of.
    pub fn size(self, text: &str, items: usize) -> usize {
        match self {
            Self::Items => items,
            Self::Words => text.split_whitespace().count(),
            Self::Characters => text.chars().count(),
            Self::Bytes => text.len(),
        }
    }

    /// Returns a number of these units in words: `1 item`, `4,000 bytes`.
    pub fn counted(self, count: usize) -> String {
        let many = self.word();
        counted(count, many.strip_suffix('s').unwrap_or(many), many)
    }
}

/// A questionnaire: a review form of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Questionnaire {
    /// The title.
    pub title: String,
    /// The period of the evidence, such as `2025` or `2025-H2`.
    pub period: String,
    /// A description or an instruction, in Markdown.
    pub about: String,
    /// The readers who may see the answers in a document.
    pub visibility: Visibility,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for Questionnaire {
    fn default() -> Self {
        Self {
            title: String::new(),
            period: String::new(),
            about: String::new(),
            visibility: Visibility::Internal,
            unread: Unread::default(),
        }
    }
}

impl Record for Questionnaire {
    type Id = QuestionnaireId;
    const KIND: Kind = Kind::Questionnaire;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    fn normalise(&mut self, _: Option<&Self>, _: chrono::NaiveDate) {
        self.title = self.title.trim().to_owned();
    }

    fn validate(&self, _: chrono::NaiveDate) -> Result<(), FieldError> {
        if self.title.is_empty() {
            return Err(FieldError::new("title", "a questionnaire needs a title"));
        }
        Ok(())
    }
}

/// The fields of a questionnaire.
const FIELDS: &[Field<Questionnaire>] = &[
    field!(title, FieldInfo::new("title", FieldType::Text).help("The name of the form")),
    field!(
        period,
        FieldInfo::new("period", FieldType::Text)
            .help("The period of the evidence: 2025, 2025-H2")
            .found(false)
    ),
    field!(visibility, VISIBILITY),
    field!(
        about,
        FieldInfo::new("about", FieldType::Text).section("About").help("The introduction of the form")
    ),
];

/// The descriptions of the fields of a questionnaire.
pub(super) const INFOS: &[FieldInfo] = &infos::<Questionnaire, { FIELDS.len() }>(FIELDS);

/// A question of a questionnaire, with its answer.
///
/// The answer is made of the sentences of the evidence until the user writes a text. Evidence and sentences are stored
/// one per line: a record as its id, a sentence as `ID/field/checksum`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The questionnaire that the question belongs to.
    pub questionnaire: Option<QuestionnaireId>,
    /// The place among the questions; see [`super::place`].
    pub place: String,
    /// The question, in the words of the form.
    pub text: String,
    /// The maximum size of the answer; 0 for no limit.
    pub limit: u32,
    /// The unit of the limit.
    pub unit: LimitUnit,
    /// The records that the answer is made of, in order.
    pub evidence: String,
    /// The sentences that the user took back although the text is too long.
    pub kept: String,
    /// The sentences that the user left out.
    pub left_out: String,
    /// The answer in the user's own words; empty for one that is made of the evidence.
    pub answer: String,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            questionnaire: None,
            place: String::new(),
            text: String::new(),
            limit: 0,
            unit: LimitUnit::Words,
            evidence: String::new(),
            kept: String::new(),
            left_out: String::new(),
            answer: String::new(),
            unread: Unread::default(),
        }
    }
}

impl Question {
    /// Returns the ids of the evidence, in order.
    pub fn evidence_ids(&self) -> Vec<RecordId> {
        self.evidence.lines().filter_map(|line| Uuid::parse_str(line.trim()).ok()).map(RecordId).collect()
    }

    /// Replaces the evidence.
    pub fn set_evidence(&mut self, ids: &[RecordId]) {
        self.evidence = ids.iter().map(|id| id.0.to_string()).collect::<Vec<_>>().join("\n");
    }

    /// Returns `true` if a sentence is in a list of sentences, [`Self::kept`] or [`Self::left_out`].
    pub fn lists(list: &str, sentence: &str) -> bool {
        list.lines().any(|line| line == sentence)
    }

    /// Leaves a sentence out of the answer.
    pub fn leave_out(&mut self, sentence: &str) {
        self.kept = without(&self.kept, sentence);
        self.left_out = with(&self.left_out, sentence);
    }

    /// Takes a sentence into the answer, also if the text is then too long.
    pub fn keep(&mut self, sentence: &str) {
        self.left_out = without(&self.left_out, sentence);
        self.kept = with(&self.kept, sentence);
    }

    /// Returns the maximum size of the answer; `None` for no limit.
    pub fn maximum(&self) -> Option<usize> {
        usize::try_from(self.limit).ok().filter(|limit| *limit > 0)
    }

    /// Returns `true` if there is evidence, or an answer in the user's own words.
    pub fn has_answer(&self) -> bool {
        !self.evidence.is_empty() || !self.answer.trim().is_empty()
    }
}

/// Returns a list of lines without a line.
fn without(list: &str, line: &str) -> String {
    list.lines().filter(|each| *each != line).collect::<Vec<_>>().join("\n")
}

/// Returns a list of lines with a line at its end, once.
fn with(list: &str, line: &str) -> String {
    let others = without(list, line);
    if others.is_empty() { line.to_owned() } else { format!("{others}\n{line}") }
}

impl Record for Question {
    type Id = QuestionId;
    const KIND: Kind = Kind::Question;
    const FIELDS: &'static [Field<Self>] = QUESTION_FIELDS;

    unread_member!();

    fn validate(&self, _: chrono::NaiveDate) -> Result<(), FieldError> {
        if self.text.trim().is_empty() {
            return Err(FieldError::new("text", "a question needs its words"));
        }
        Ok(())
    }
}

/// The fields of a question.
const QUESTION_FIELDS: &[Field<Question>] = &[
    field!(
        questionnaire,
        FieldInfo::new("questionnaire", FieldType::Ref(&[Kind::Questionnaire])).hidden().unnamed()
    ),
    field!(place, FieldInfo::new("place", FieldType::Place).internal()),
    field!(text, FieldInfo::new("text", FieldType::Text).help("The question, in the words of the form")),
    field!(limit, FieldInfo::new("limit", FieldType::COUNT).column("maximum").help("The limit; 0 for none")),
    field!(
        unit,
        FieldInfo::new("unit", FieldType::Word(LimitUnit::WORDS)).help("items, words, characters or bytes")
    ),
    field!(evidence, FieldInfo::new("evidence", FieldType::Text).hidden().found(false)),
    field!(kept, FieldInfo::new("kept", FieldType::Text).hidden().found(false)),
    field!(left_out, FieldInfo::new("left_out", FieldType::Text).hidden().found(false)),
    field!(
        answer,
        FieldInfo::new("answer", FieldType::Text)
            .section("Answer")
            .help("Your own words; empty for the evidence")
    ),
];

/// The descriptions of the fields of a question.
pub(super) const QUESTION_INFOS: &[FieldInfo] =
    &infos::<Question, { QUESTION_FIELDS.len() }>(QUESTION_FIELDS);

/// A questionnaire with its questions.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionnaireView {
    /// The questionnaire.
    pub stored: Stored<Questionnaire>,
    /// Its questions, in order.
    pub questions: Vec<Stored<Question>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_text_is_in_the_unit_of_the_form() {
        let sizes = |text: &str| LimitUnit::ALL.iter().map(|unit| unit.size(text, 2)).collect::<Vec<_>>();
        assert_eq!(sizes("Zürich, 3 days"), [2, 3, 14, 15]);
        assert_eq!(sizes("👍"), [2, 1, 1, 4]);
        assert_eq!(sizes(""), [2, 0, 0, 0]);
        assert_eq!([1, 4000].map(|count| LimitUnit::Bytes.counted(count)), ["1 byte", "4,000 bytes"]);
    }

    #[test]
    fn a_sentence_is_either_kept_or_left_out() {
        let mut question = Question::default();
        question.leave_out("a/title/1");
        question.leave_out("b/title/2");
        question.leave_out("a/title/1");
        assert_eq!((question.kept.as_str(), question.left_out.as_str()), ("", "b/title/2\na/title/1"));
        question.keep("a/title/1");
        assert_eq!((question.kept.as_str(), question.left_out.as_str()), ("a/title/1", "b/title/2"));
        assert!(Question::lists(&question.kept, "a/title/1"));
    }
}
