//! Reads a review form: TOML, Markdown, or text that was pasted from a web page.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::Deserialize;

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
/// A text with `[[question]]` is TOML. Otherwise the questions are the headings below the title with the text under them;
/// without such headings the items of lists; without lists the paragraphs. A limit is found in the words of a question:
/// `(max. 4,000 bytes)`, `in 60 words`, `3–5 accomplishments`; `three wins, 60 words each` becomes three questions.
pub fn parse(text: &str) -> Result<Form, String> {
    if text.len() > MAX_SIZE {
        return Err(format!("a form of more than {} kB is not read", MAX_SIZE / 1024));
    }
    let is_toml = text.lines().any(|line| line.trim() == "[[question]]");
    let mut form = if is_toml { from_toml(text)? } else { from_markdown(text) };
    form.questions.retain(|question| !question.text.is_empty());
    if form.questions.is_empty() {
        return Err("no question was found in the form".to_owned());
    }
    if form.questions.len() > MAX_QUESTIONS {
        return Err(format!("a form of more than {MAX_QUESTIONS} questions is not read"));
    }
    Ok(form)
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
    let read: TomlForm = toml::from_str(text).map_err(|err| err.message().to_owned())?;
    let mut questions = Vec::new();
    for question in read.question {
        let unit = match &question.unit {
            Some(word) => LimitUnit::from_word(word).ok_or_else(|| {
                format!("“{word}” is not a unit; the units are {}", LimitUnit::WORDS.join(", "))
            })?,
            None => LimitUnit::Words,
        };
        let text = question.text.trim();
        questions.extend(repeated(text, question.count.min(MAX_QUESTIONS), question.limit, unit));
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
    before: Vec<String>,
    /// The headings below the title, each with the text under it.
    sections: Vec<(String, Vec<String>)>,
    items: Vec<String>,
    paragraphs: Vec<String>,
}

fn from_markdown(text: &str) -> Form {
    let blocks = blocks(text);
    let (asked, about): (Vec<String>, Vec<String>) = if !blocks.sections.is_empty() {
        let whole = |(heading, text): (String, Vec<String>)| {
            std::iter::once(heading).chain(text).collect::<Vec<_>>().join(" ")
        };
        (blocks.sections.into_iter().map(whole).collect(), blocks.before)
    } else if blocks.items.is_empty() {
        (blocks.paragraphs, Vec::new())
    } else {
        (blocks.items, blocks.paragraphs)
    };
    let questions = asked.iter().flat_map(|text| question(text)).collect();
    Form { title: blocks.title, about: about.join("\n\n"), questions }
}

fn blocks(text: &str) -> Blocks {
    let mut out = Blocks::default();
    let mut run = String::new();
    let mut depth = 0;
    let end = |out: &mut Blocks, run: &mut String, depth: usize| {
        let text = one_line(run);
        run.clear();
        if text.is_empty() {
            return;
        }
        match out.sections.last_mut() {
            Some((_, under)) => under.push(text.clone()),
            None if depth == 0 => out.before.push(text.clone()),
            None => {}
        }
        if depth > 0 { out.items.push(text) } else { out.paragraphs.push(text) }
    };
    for event in Parser::new(text) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => {
                run.push_str(&part);
            }
            Event::SoftBreak | Event::HardBreak => run.push('\n'),
            Event::Start(Tag::Item) => {
                end(&mut out, &mut run, depth);
                depth += 1;
            }
            Event::End(TagEnd::Item) => {
                end(&mut out, &mut run, depth);
                depth = depth.saturating_sub(1);
            }
            Event::End(TagEnd::Paragraph) => end(&mut out, &mut run, depth),
            Event::Start(Tag::Heading { .. }) => run.clear(),
            Event::End(TagEnd::Heading(level)) => {
                let text = one_line(&run);
                run.clear();
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

/// The words for what an answer is made of, by their stems.
const ITEMS: [&str; 10] = [
    "item",
    "accomplishment",
    "achievement",
    "example",
    "win",
    "bullet",
    "highlight",
    "result",
    "contribution",
    "strength",
];

/// Returns the unit that a word names.
fn unit_of(word: &str) -> Option<LimitUnit> {
    let stem = word.strip_suffix('s').unwrap_or(word);
    match stem {
        "word" => Some(LimitUnit::Words),
        "character" | "char" | "letter" => Some(LimitUnit::Characters),
        "byte" => Some(LimitUnit::Bytes),
        _ if ITEMS.contains(&stem) => Some(LimitUnit::Items),
        _ => None,
    }
}

/// Reads a number: `60`, `4,000`, `3–5` as its end, `three`.
fn number_of(word: &str) -> Option<u32> {
    const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    if let Some(at) = WORDS.iter().position(|each| *each == word) {
        return u32::try_from(at + 1).ok();
    }
    let last = word.rsplit(['-', '–']).next().unwrap_or(word);
    let digits: String =
        last.chars().filter(|c| !matches!(c, ',' | '.' | '\'' | '\u{a0}' | '\u{202f}')).collect();
    (!digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// A limit in the words of a question; `true` if it holds for each of several answers.
type Found = (u32, LimitUnit, bool);

fn limits(text: &str) -> Vec<Found> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(number) = number_of(word).filter(|number| *number > 0) else { continue };
        // An adjective may stand between the two: `three key accomplishments`.
        let unit = words[at + 1..]
            .iter()
            .take(3)
            .enumerate()
            .find_map(|(after, word)| Some((after, unit_of(word)?)));
        let Some((after, unit)) = unit else { continue };
        let is_each =
            words.get(at + after + 2).is_some_and(|next| matches!(*next, "each" | "per" | "apiece"));
        out.push((number, unit, is_each));
    }
    out
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
    fn limits_are_found_in_the_words_of_a_question() {
        for (text, limit) in [
            ("What did you achieve? (max. 4,000 bytes)", (4000, "bytes")),
            ("Describe your impact in 60 words or fewer.", (60, "words")),
            ("List 3–5 accomplishments with measures.", (5, "items")),
            ("Your three most important wins", (3, "items")),
            ("Feedback for the team: up to 1500 characters", (1500, "characters")),
            ("Since 2019, how have you grown?", (0, "words")),
        ] {
            assert_eq!(of(text), [limit], "{text}");
        }
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
        assert!(parse("[[question]]\nfoo = 1\n").is_err());
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
