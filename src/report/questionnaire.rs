//! Writes a questionnaire with its answers, for pasting into the company's form.

use super::answer::Answer;
use super::markdown::escaped;
use crate::domain::{Question, QuestionnaireView};
use crate::text::{grouped, inert_lines, one_line};

/// Returns the size of an answer beside its limit: `58 of 60 words`, `too long: 4,012 of 4,000 bytes`, `58 words`.
pub fn meter(question: &Question, answer: &Answer) -> String {
    let (used, unit) = (grouped(answer.used), question.unit);
    if question.limit == 0 {
        return format!("{used} {unit}");
    }
    let limit = grouped(usize::try_from(question.limit).unwrap_or(usize::MAX));
    let size = format!("{used} of {limit} {unit}");
    if answer.is_over(question) { format!("too long: {size}") } else { size }
}

/// Writes the questions with their answers as plain text.
pub fn as_text(view: &QuestionnaireView, answers: &[Answer]) -> String {
    written(view, answers, |number, question| format!("{number}. {question}"), str::to_owned)
}

/// Writes the questions with their answers as Markdown, with the questions as headings.
pub fn as_markdown(view: &QuestionnaireView, answers: &[Answer]) -> String {
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
        let asked = one_line(&question.text);
        let text = body(&inert_lines(&answer.text));
        let text = if text.trim().is_empty() { String::new() } else { format!("\n\n{}", text.trim()) };
        parts.push(format!("{}{text}", heading(at + 1, &asked)));
    }
    format!("{}\n", parts.join("\n\n"))
}
