//! Reads a review form: TOML, Markdown, or text that was pasted from a web page.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::Deserialize;

use super::form_limits::limits;
use crate::domain::LimitUnit;
use crate::text::one_line;

/// The maximum size of a form, in bytes.
pub const MAX_SIZE: usize = 256 * 1024;
/// The maximum number of questions of a form.
const MAX_QUESTIONS: usize = 100;

/// The forms that ship with the program, each with its name.
pub const EXAMPLES: [(&str, &str); 6] = [
    ("three-wins", include_str!("../../assets/questionnaires/three-wins.toml")),
    ("open-boxes", include_str!("../../assets/questionnaires/open-boxes.toml")),
    ("bytes", include_str!("../../assets/questionnaires/bytes.toml")),
    ("accomplishments", include_str!("../../assets/questionnaires/accomplishments.toml")),
    ("goals", include_str!("../../assets/questionnaires/goals.toml")),
    ("values", include_str!("../../assets/questionnaires/values.toml")),
];

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// The title; empty if the text has none.
    pub title: String,
    /// The introduction of the form, before its first question.
    pub about: String,
    /// The questions, in order.
    pub questions: Vec<FormQuestion>,
}

/// A question of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormQuestion {
    /// The question, with its explanation.
    pub text: String,
    /// The maximum size of the answer; 0 for no limit.
    pub limit: u32,
    /// The unit of the limit.
    pub unit: LimitUnit,
}

/// Reads a form. Fails if the text is too long, has no question, or is TOML with an unknown key or unit.
///
/// A text that begins with a key or a table is TOML. Otherwise the questions are the headings below the title with the text
/// under them; without such headings the items of lists; without lists the paragraphs, or their lines if these are
/// questions. A limit is found in the words of a question: `(max. 4,000 bytes)`, `in 60 words`, `3–5 accomplishments`;
/// `three wins, 60 words each` becomes three questions.
pub fn parse(text: &str) -> Result<Form, String> {
    if text.len() > MAX_SIZE {
        return Err(format!("a form of more than {} kB is not read", MAX_SIZE / 1024));
    }
    let mut form = if is_toml(text) { from_toml(text)? } else { from_markdown(text) };
    form.questions.retain(|question| !question.text.is_empty());
    if form.questions.is_empty() {
        return Err("no question was found in the form".to_owned());
    }
    if form.questions.len() > MAX_QUESTIONS {
        return Err(format!("a form of more than {MAX_QUESTIONS} questions is not read"));
    }
    Ok(form)
}

/// Returns `true` if the first line that is no comment is a table or a key with a value.
fn is_toml(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let Some(first) = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))
    else {
        return false;
    };
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let value = first.split_once('=').filter(|(key, _)| is_key(key.trim())).map(|(_, value)| value.trim());
    first.starts_with("[[") || value.is_some_and(|value| value.starts_with(['"', '\'', '[', '{']))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlForm {
    #[serde(default)]
    title: String,
    #[serde(default)]
    about: String,
    question: Vec<TomlQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlQuestion {
    text: String,
    #[serde(default)]
    limit: u32,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default = "once")]
    count: usize,
}

fn once() -> usize {
    1
}

fn from_toml(text: &str) -> Result<Form, String> {
    let read: TomlForm = toml::from_str(text).map_err(|err| {
        let line = err.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        format!("line {line}: {}", err.message())
    })?;
    let mut questions = Vec::new();
    for question in read.question {
        let unit = match &question.unit {
            Some(word) => LimitUnit::from_word(word).ok_or_else(|| {
                format!("“{word}” is not a unit; the units are {}", LimitUnit::WORDS.join(", "))
            })?,
            None => LimitUnit::Words,
        };
        if question.count > MAX_QUESTIONS {
            return Err(format!(
                "the count {} is too large: a form has at most {MAX_QUESTIONS} questions",
                question.count
            ));
        }
        questions.extend(repeated(question.text.trim(), question.count, question.limit, unit));
    }
    Ok(Form { title: read.title.trim().to_owned(), about: read.about.trim().to_owned(), questions })
}

/// Returns a question as often as it is to be answered, numbered if that is more than once.
fn repeated(text: &str, count: usize, limit: u32, unit: LimitUnit) -> Vec<FormQuestion> {
    let numbered = |number: usize| match count {
        0 | 1 => text.to_owned(),
        _ => format!("{text} ({number} of {count})"),
    };
    (1..=count.max(1)).map(|number| FormQuestion { text: numbered(number), limit, unit }).collect()
}

/// The blocks of a Markdown text, by their kind.
#[derive(Default)]
struct Blocks {
    title: String,
    /// The text before the first heading below the title.
    before: Vec<String>,
    /// The headings below the title, each with the text under it.
    sections: Vec<(String, Vec<String>)>,
    items: Vec<String>,
    paragraphs: Vec<String>,
}

fn from_markdown(text: &str) -> Form {
    let mut blocks = blocks(text);
    if blocks.title.is_empty()
        && blocks.sections.is_empty()
        && blocks.before.len() > 2
        && is_caption(&blocks.before[0])
    {
        let title = blocks.before.remove(0);
        blocks.paragraphs.retain(|paragraph| *paragraph != title);
        blocks.title = one_line(&title);
    }
    let (asked, about): (Vec<String>, Vec<String>) = if !blocks.sections.is_empty() {
        let joined = |(heading, text): (String, Vec<String>)| {
            std::iter::once(heading).chain(text).map(|text| one_line(&text)).collect::<Vec<_>>().join(" ")
        };
        (blocks.sections.into_iter().map(joined).collect(), blocks.before)
    } else if blocks.items.is_empty() {
        (paragraphs(&blocks.before), Vec::new())
    } else {
        (blocks.items, blocks.paragraphs)
    };
    let questions = asked.iter().flat_map(|text| question(&one_line(text))).collect();
    let about: Vec<String> = about.iter().map(|text| one_line(text)).collect();
    Form { title: blocks.title, about: about.join("\n\n"), questions }
}

/// Returns `true` for a few words in one line that ask for nothing.
fn is_caption(text: &str) -> bool {
    text.lines().count() == 1
        && text.split_whitespace().count() <= 6
        && !text.ends_with(['?', '.', '!', ':'])
        && limits(text).is_empty()
}

/// Returns the questions among paragraphs: each line of a paragraph with several questions, and a paragraph that only
/// states a limit with the question before it. A caption belongs to the paragraph below it.
fn paragraphs(all: &[String]) -> Vec<String> {
    let asks = |line: &str| line.contains('?') || !limits(line).is_empty();
    let mut out: Vec<String> = Vec::new();
    for paragraph in all {
        let lines: Vec<&str> = paragraph.lines().filter(|line| !line.trim().is_empty()).collect();
        let is_limit = !paragraph.contains('?')
            && paragraph.split_whitespace().count() <= 6
            && !limits(paragraph).is_empty();
        match out.last_mut() {
            _ if lines.len() > 1 && lines.iter().all(|line| asks(line)) => {
                out.extend(lines.into_iter().map(str::to_owned));
            }
            Some(before) if is_limit && limits(before).is_empty() => {
                before.push(' ');
                before.push_str(paragraph);
            }
            Some(before) if is_caption(before) && !is_caption(paragraph) => {
                *before = format!("{before}: {paragraph}");
            }
            _ => out.push(paragraph.clone()),
        }
    }
    out
}

fn blocks(text: &str) -> Blocks {
    let mut out = Blocks::default();
    let mut run = String::new();
    let mut depth = 0;
    for event in Parser::new(text) {
        match event {
            Event::Text(part) | Event::Code(part) => run.push_str(&part),
            Event::SoftBreak | Event::HardBreak => run.push('\n'),
            Event::Start(Tag::Item) => {
                out.add(&mut run, depth);
                depth += 1;
            }
            Event::End(TagEnd::Item) => {
                out.add(&mut run, depth);
                depth = depth.saturating_sub(1);
            }
            // The paragraphs of an item are one question.
            Event::End(TagEnd::Paragraph) if depth > 0 => run.push('\n'),
            Event::End(TagEnd::Paragraph) => out.add(&mut run, depth),
            // Text that was pasted with an indentation.
            Event::End(TagEnd::CodeBlock) => {
                let indented = std::mem::take(&mut run);
                indented.split("\n\n").for_each(|part| out.add(&mut part.to_owned(), depth));
            }
            Event::Start(Tag::Heading { .. }) => run.clear(),
            Event::End(TagEnd::Heading(level)) => {
                let text = one_line(&std::mem::take(&mut run));
                if level == HeadingLevel::H1 && out.title.is_empty() && out.sections.is_empty() {
                    out.title = text;
                } else {
                    out.sections.push((text, Vec::new()));
                }
            }
            _ => {}
        }
    }
    out
}

impl Blocks {
    /// Adds a block of text, and clears it; `depth` is the number of lists around it.
    fn add(&mut self, run: &mut String, depth: usize) {
        let text = std::mem::take(run).trim().to_owned();
        if text.is_empty() {
            return;
        }
        match self.sections.last_mut() {
            Some((_, under)) => under.push(text.clone()),
            None => self.before.push(text.clone()),
        }
        if depth > 0 { self.items.push(text) } else { self.paragraphs.push(text) }
    }
}

fn question(text: &str) -> Vec<FormQuestion> {
    let found = limits(text);
    let size = found.iter().find(|(_, unit, _)| *unit != LimitUnit::Items);
    let items = found.iter().find(|(_, unit, _)| *unit == LimitUnit::Items);
    match (size, items) {
        (Some((limit, unit, true)), Some((count, ..))) => {
            let count = usize::try_from(*count).unwrap_or(1).min(10);
            repeated(text, count, *limit, *unit)
        }
        (Some((limit, unit, _)), _) | (None, Some((limit, unit, _))) => repeated(text, 1, *limit, *unit),
        (None, None) => repeated(text, 1, 0, LimitUnit::Words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(u32, &'static str)> {
        let form = parse(text).unwrap();
        form.questions.iter().map(|question| (question.limit, question.unit.word())).collect()
    }

    #[test]
    fn a_limit_for_each_of_several_answers_makes_several_questions() {
        let each = parse("Describe three wins, 60 words each.").unwrap().questions;
        assert_eq!(each.len(), 3);
        assert_eq!(each[1].text, "Describe three wins, 60 words each. (2 of 3)");
        assert_eq!((each[1].limit, each[1].unit), (60, LimitUnit::Words));
    }

    #[test]
    fn headings_items_and_paragraphs_are_questions() {
        let form = parse(
            "# Self-review\n\nBe brief.\n\n## Impact\n\nWhat changed? At most 300 words.\n\n## Growth\n",
        )
        .unwrap();
        assert_eq!((form.title.as_str(), form.about.as_str()), ("Self-review", "Be brief."));
        let texts: Vec<&str> = form.questions.iter().map(|question| question.text.as_str()).collect();
        assert_eq!(texts, ["Impact What changed? At most 300 words.", "Growth"]);
        assert_eq!(form.questions[0].limit, 300);
        assert_eq!(
            of("Answer all:\n\n1. What went well?\n2. What did not? (100 words)\n"),
            [(0, "words"), (100, "words")]
        );
        assert_eq!(of("What went well?\n\nWhat did not?\n").len(), 2);
        assert_eq!(of("Q1: what? (10 words)\nQ2: why? (20 bytes)\n"), [(10, "words"), (20, "bytes")]);
        assert_eq!(
            of("Your impact\n\nmax 100 words\n\nYour growth\n\nmax 50 words\n"),
            [(100, "words"), (50, "words")]
        );
        assert_eq!(
            of("1. **Impact** (100 words)\n\n   Tell us.\n2. Growth\n"),
            [(100, "words"), (0, "words")]
        );
        assert_eq!(of("    Indented question?\n\n    Another?\n").len(), 2);
        assert_eq!(of("What went\nwell this year?\n").len(), 1);
        let form =
            parse("Self-Assessment 2025\n\nGrowth areas\n\nWhat did you learn?\n\nWhat is next?\n").unwrap();
        let texts: Vec<&str> = form.questions.iter().map(|question| question.text.as_str()).collect();
        assert_eq!(form.title, "Self-Assessment 2025");
        assert_eq!(texts, ["Growth areas: What did you learn?", "What is next?"]);
    }

    #[test]
    fn a_toml_form_names_its_limits() {
        let text =
            "title = \"Annual\"\n[[question]]\ntext = \"Win\"\nlimit = 60\nunit = \"words\"\ncount = 3\n";
        assert_eq!(of(text), [(60, "words"); 3]);
        let wrong = text.replace("words", "pages");
        assert_eq!(
            parse(&wrong).unwrap_err(),
            "“pages” is not a unit; the units are items, words, characters, bytes"
        );
        assert!(parse("[[question]]\nfoo = 1\n").unwrap_err().starts_with("line 2: "));
        for broken in [
            "[[question]\ntext = \"Q\n",
            "title = \"x\"\n",
            "title = \"x\"\n[[question]]\ntext = \"Q\"\ncount = 1000\n",
        ] {
            assert!(parse(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn the_examples_are_forms() {
        for (name, text) in EXAMPLES {
            let form = parse(text).unwrap();
            assert!(!form.title.is_empty() && form.questions.len() > 1, "{name}");
        }
    }

    #[test]
    fn an_empty_or_huge_form_is_refused() {
        for text in ["", "   \n\n", "# Only a title\n"] {
            assert!(parse(text).unwrap_err().contains("no question"), "{text:?}");
        }
        assert!(parse(&"a ".repeat(MAX_SIZE)).is_err());
        assert!(parse(&"- a\n".repeat(MAX_QUESTIONS + 1)).is_err());
    }
}
