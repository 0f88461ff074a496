//! Writes a questionnaire with its answers, for pasting into the company's form.

use super::answer::Answer;
use super::markdown::escaped;
use crate::domain::{Question, QuestionnaireView};
use crate::text::{grouped, inert_lines, one_line};

/// Returns the size of an answer beside its limit: `58 of 60 words`, `too long: 4,012 of 4,000 bytes`, `58 words`.
pub fn meter(question: &Question, answer: &Answer) -> String {
    let Some(maximum) = question.maximum() else { return question.unit.counted(answer.used) };
    let size = format!("{} of {}", grouped(answer.used), question.unit.counted(maximum));
    if answer.is_over(question) { format!("too long: {size}") } else { size }
}

/// A format of the file with all answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFormat {
    /// Plain text.
    Text,
    /// Markdown, with the questions as headings.
    Markdown,
}

impl AnswerFormat {
    /// Returns the format of a name or a file name's ending: `txt`, `text` or `md`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "txt" | "text" => Some(Self::Text),
            "md" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// Writes the questions with their answers.
    pub fn write(self, view: &QuestionnaireView, answers: &[Answer]) -> String {
        match self {
            Self::Text => as_text(view, answers),
            Self::Markdown => as_markdown(view, answers),
        }
    }
}

fn as_text(view: &QuestionnaireView, answers: &[Answer]) -> String {
    written(view, answers, |number, question| format!("{number}. {question}"), str::to_owned)
}

fn as_markdown(view: &QuestionnaireView, answers: &[Answer]) -> String {
    let heading = |_: usize, question: &str| format!("## {}", escaped(question));
    let paragraphs = |text: &str| {
        let escaped_lines = text.lines().map(escaped);
        escaped_lines.collect::<Vec<_>>().join("\n")
    };
    format!("# {}\n\n{}", escaped(&view.stored.title), written(view, answers, heading, paragraphs))
}

fn written(
    view: &QuestionnaireView,
    answers: &[Answer],
    heading: impl Fn(usize, &str) -> String,
    body: impl Fn(&str) -> String,
) -> String {
    let mut parts = Vec::new();
    for (at, (question, answer)) in view.questions.iter().zip(answers).enumerate() {
        let asked = one_line(&inert_lines(&question.text));
        let text = body(&inert_lines(&answer.text));
        let text = if text.trim().is_empty() { String::new() } else { format!("\n\n{}", text.trim()) };
        parts.push(format!("{}{text}", heading(at + 1, &asked)));
    }
    format!("{}\n", parts.join("\n\n"))
}
