//! Makes the answer to a question of a questionnaire from the sentences of records, within the limit of the form.

use std::collections::HashSet;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::input::{EarlierWork, ReviewInput};
use super::markdown::events;
use super::{goal as goal_words, plain, wording};
use crate::domain::inflections::inflections;
use crate::domain::{
    Categories, FollowUpView, GoalView, Kind, LimitUnit, Period, Praise, Question, RecordId, Shape, Stored,
    StoryView, WinView, fold,
};

/// A sentence that can be part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The identity: `ID/field/number`.
    pub key: String,
    /// The sentence, as plain text that ends with a punctuation mark.
    pub text: String,
    /// The record that contains it.
    pub record: RecordId,
    /// The field of the record.
    pub field: &'static str,
    /// What is left out last has the highest weight.
    weight: u32,
}

/// A record whose sentences can be an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The record.
    pub id: RecordId,
    /// Its kind: a win, a follow-up, a goal, praise or a story.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The words by which it is found, folded.
    words: HashSet<String>,
    /// The key of the category of a win; empty for other records.
    category: String,
    /// The points for a number, an outcome, a star.
    worth: u32,
}

/// The place of a sentence in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is in the text.
    Said,
    /// It is not in the text, because the text would be too long.
    TooLong,
    /// The user left it out.
    LeftOut,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The text.
    pub text: String,
    /// The sentences of the evidence, in order; empty for an answer in the user's own words.
    pub sentences: Vec<(Sentence, Use)>,
    /// The size of the text in the unit of the form.
    pub used: usize,
    /// `true` for the user's own words.
    pub is_own: bool,
}

impl Answer {
    /// Returns `true` if the text is longer than the form allows.
    pub fn is_over(&self, question: &Question) -> bool {
        question.limit > 0 && self.used > limit_of(question)
    }
}

fn limit_of(question: &Question) -> usize {
    usize::try_from(question.limit).unwrap_or(usize::MAX)
}

/// Returns the answer to a question from its evidence, in the order of the evidence. If it is too long, whole sentences
/// are left out, the weakest first, except those that the user took back.
pub fn answer(question: &Question, sources: &[Source]) -> Answer {
    if !question.answer.trim().is_empty() {
        let text = question.answer.trim().to_owned();
        let items = text.split("\n\n").filter(|part| !part.trim().is_empty()).count();
        let used = question.unit.size(&text, items);
        return Answer { text, sentences: Vec::new(), used, is_own: true };
    }
    let ids = question.evidence_ids();
    let chosen: Vec<&Source> =
        ids.iter().filter_map(|id| sources.iter().find(|source| source.id == *id)).collect();
    let mut sentences: Vec<(Sentence, Use)> = Vec::new();
    for sentence in chosen.iter().flat_map(|source| &source.sentences) {
        let is_out = Question::lists(&question.left_out, &sentence.key);
        sentences.push((sentence.clone(), if is_out { Use::LeftOut } else { Use::Said }));
    }
    if question.limit > 0 {
        fit(question, &mut sentences);
    }
    let text = text_of(&sentences);
    let used = question.unit.size(&text, items_of(&sentences));
    Answer { text, sentences, used, is_own: false }
}

/// Leaves sentences out until the text fits, and takes those back that still fit then.
fn fit(question: &Question, sentences: &mut [(Sentence, Use)]) {
    let limit = limit_of(question);
    let size = |sentences: &[(Sentence, Use)]| question.unit.size(&text_of(sentences), items_of(sentences));
    let mut order: Vec<usize> = (0..sentences.len())
        .filter(|at| sentences[*at].1 == Use::Said)
        .filter(|at| !Question::lists(&question.kept, &sentences[*at].0.key))
        .collect();
    // The later of two equal sentences is left out first.
    order.sort_by_key(|at| (sentences[*at].0.weight, std::cmp::Reverse(*at)));
    let mut left_out = Vec::new();
    for at in order {
        if size(sentences) <= limit {
            break;
        }
        sentences[at].1 = Use::TooLong;
        left_out.push(at);
    }
    for at in left_out.into_iter().rev() {
        sentences[at].1 = Use::Said;
        if size(sentences) > limit {
            sentences[at].1 = Use::TooLong;
        }
    }
}

fn text_of(sentences: &[(Sentence, Use)]) -> String {
    let mut out = String::new();
    let mut of = None;
    for (sentence, _) in sentences.iter().filter(|(_, used)| *used == Use::Said) {
        if !out.is_empty() {
            out.push_str(if of == Some(sentence.record) { " " } else { "\n\n" });
        }
        of = Some(sentence.record);
        out.push_str(&sentence.text);
    }
    out
}

fn items_of(sentences: &[(Sentence, Use)]) -> usize {
    let said = sentences.iter().filter(|(_, used)| *used == Use::Said);
    said.map(|(sentence, _)| sentence.record).collect::<HashSet<_>>().len()
}

/// Returns the sources of a period: its wins, the outcomes of earlier work, its goals, the praise and the stories.
pub fn sources(input: &ReviewInput) -> Vec<Source> {
    let mut out: Vec<Source> = input.wins.iter().map(of_win).collect();
    out.extend(input.earlier.iter().map(of_outcome));
    out.extend(input.goals.iter().map(|goal| of_goal(goal, &input.period)));
    out.extend(input.praise.iter().map(of_praise));
    out.extend(input.stories.iter().map(of_story));
    out.retain(|source| !source.sentences.is_empty());
    out
}

struct Builder {
    source: Source,
    found: String,
}

impl Builder {
    fn new(id: RecordId, kind: Kind, title: &str) -> Self {
        let source = Source {
            id,
            kind,
            title: title.to_owned(),
            sentences: Vec::new(),
            words: HashSet::new(),
            category: String::new(),
            worth: 0,
        };
        Self { source, found: title.to_owned() }
    }

    /// Adds the sentences of a Markdown text; the later ones weigh less.
    fn text(&mut self, field: &'static str, markdown: &str, weight: u32) {
        self.add(self.source.id, field, sentences(markdown), weight);
    }

    fn add(&mut self, record: RecordId, field: &'static str, texts: Vec<String>, weight: u32) {
        for (number, text) in texts.into_iter().enumerate() {
            self.found.push(' ');
            self.found.push_str(&text);
            let later = u32::try_from(number).unwrap_or(u32::MAX);
            self.source.sentences.push(Sentence {
                key: format!("{}/{field}/{number}", record.0),
                text,
                record: self.source.id,
                field,
                weight: weight.saturating_sub(later),
            });
        }
    }

    fn finish(mut self, worth: u32, also: &[&str]) -> Source {
        for text in also {
            self.found.push(' ');
            self.found.push_str(text);
        }
        self.source.words = words(&self.found);
        self.source.worth = worth;
        // Of two records of equal worth, the sentences of the better one stay.
        for sentence in &mut self.source.sentences {
            sentence.weight += worth;
        }
        self.source
    }
}

fn of_win(win: &WinView) -> Source {
    let mut builder = Builder::new(win.id.into(), Kind::Win, &win.title);
    let figures: Vec<String> = win.figures.iter().map(|figure| wording::document_figure(figure)).collect();
    let title =
        if figures.is_empty() { win.title.clone() } else { format!("{}: {}", win.title, figures.join(", ")) };
    builder.add(win.id.into(), "title", vec![ended(&title)], 200);
    builder.text("impact", &win.impact, 120);
    for follow_up in win.follow_ups.iter().filter(|each| !each.outcome.is_empty()) {
        builder.add(follow_up.id.into(), "outcome", outcome(follow_up), 140);
    }
    builder.text("notes", &win.notes, 40);
    let worth = [
        (win.starred, 8),
        (win.follow_ups.iter().any(|each| !each.outcome.is_empty()), 6),
        (!win.figures.is_empty(), 5),
        (!win.impact.is_empty(), 2),
    ];
    let worth = worth.into_iter().filter(|(is, _)| *is).map(|(_, points)| points).sum();
    let names: Vec<&str> =
        win.tags.iter().chain(&win.competencies).chain(&win.skills).map(String::as_str).collect();
    let goals: Vec<&str> = win.goals.iter().map(|goal| goal.name.as_str()).collect();
    let mut source = builder.finish(worth, &[names, goals].concat());
    win.category_key().clone_into(&mut source.category);
    source
}

fn outcome(follow_up: &FollowUpView) -> Vec<String> {
    // The value belongs to the sentence before it.
    let mut out = sentences(&wording::document_outcome(follow_up).replace(". (", " ("));
    if let Some(first) = out.first_mut() {
        *first = format!("Outcome: {first}");
    }
    out
}

fn of_outcome(earlier: &EarlierWork) -> Source {
    let follow_up = &earlier.follow_up;
    let mut builder = Builder::new(follow_up.id.into(), Kind::FollowUp, &earlier.title);
    builder.add(follow_up.id.into(), "about", vec![ended(&earlier.title)], 200);
    builder.add(follow_up.id.into(), "outcome", outcome(follow_up), 190);
    builder.finish(6, &[])
}

fn of_goal(goal: &GoalView, period: &Period) -> Source {
    let mut builder = Builder::new(goal.id.into(), Kind::Goal, &goal.title);
    let went = goal_words::went(goal, period);
    let title = if went.is_empty() { goal.title.clone() } else { format!("{}: {went}", goal.title) };
    builder.add(goal.id.into(), "title", vec![ended(&title)], 200);
    let proof: Vec<&str> =
        goal.evidence.iter().filter(|each| each.counts).map(|each| each.title.as_str()).collect();
    if !proof.is_empty() {
        builder.add(goal.id.into(), "evidence", vec![ended(&format!("Evidence: {}", proof.join("; ")))], 120);
    }
    builder.finish(4, &["goal"])
}

fn of_praise(praise: &Stored<Praise>) -> Source {
    let mut builder = Builder::new(praise.id.into(), Kind::Praise, &praise.quote);
    let quote = joined(&plain::text(&praise.quote));
    let from = if praise.from.is_empty() { String::new() } else { format!(" ({})", praise.from) };
    builder.add(praise.id.into(), "quote", vec![format!("“{quote}”{from}.")], 160);
    builder.finish(3, &["feedback", "praise", "colleague"])
}

fn of_story(view: &StoryView) -> Source {
    let story = &view.story;
    let mut builder = Builder::new(story.id.into(), Kind::Story, &story.title);
    let parts: [(&'static str, &str); 9] = [
        ("situation", &story.situation),
        ("task", &story.task),
        ("action", &story.action),
        ("result", &story.result),
        ("failure", &story.failure),
        ("cause", &story.cause),
        ("remedy", &story.remedy),
        ("learning", &story.learning),
        ("answer", &story.answer),
    ];
    for (at, (field, text)) in parts.into_iter().enumerate() {
        // The result and the lesson are what a reader asks for.
        let weight = if matches!(field, "result" | "learning" | "answer") { 150 } else { 100 };
        builder.text(field, text, weight - u32::try_from(at).unwrap_or(0));
    }
    let mut names: Vec<&str> = story.competencies.iter().map(String::as_str).collect();
    if story.shape == Shape::Failure {
        names.extend(["failure", "failed", "mistake"]);
    }
    builder.finish(3, &names)
}

/// Splits the paragraphs and the list items of a Markdown text into sentences of plain text. Tables, code and what only
/// introduces them are no sentences.
fn sentences(markdown: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut run = String::new();
    let mut skipped = 0;
    for event in events(markdown) {
        match event {
            Event::Start(Tag::Table(_) | Tag::CodeBlock(_) | Tag::Heading { .. }) => skipped += 1,
            Event::End(TagEnd::Table | TagEnd::CodeBlock | TagEnd::Heading(_)) => skipped -= 1,
            _ if skipped > 0 => {}
            Event::Text(text) | Event::Code(text) => run.push_str(&text),
            Event::SoftBreak | Event::HardBreak => run.push(' '),
            Event::Start(Tag::Item) | Event::End(TagEnd::Item | TagEnd::Paragraph) => {
                out.extend(split(&joined(&std::mem::take(&mut run))));
            }
            _ => {}
        }
    }
    out.extend(split(&joined(&run)));
    out.retain(|part| part.chars().any(char::is_alphanumeric) && !part.ends_with(':'));
    out.iter().map(|part| ended(part)).collect()
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Splits a line after each full stop, question mark or exclamation mark that is followed by a capital or a digit.
fn split(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut from = 0;
    let letters: Vec<(usize, char)> = line.char_indices().collect();
    for window in letters.windows(3) {
        let [(_, mark), (space, gap), (_, next)] = window else { continue };
        let begins = next.is_uppercase() || next.is_ascii_digit() || matches!(next, '“' | '"');
        // `e.g. Rust` and `Dr. Ana` are no ends.
        let word = line[from..*space].rsplit(' ').next().unwrap_or_default().trim_end_matches('.');
        let is_abbreviation = word.contains('.') || word.chars().count() < 3;
        let is_end = matches!(mark, '!' | '?') || (*mark == '.' && !is_abbreviation);
        if is_end && *gap == ' ' && begins {
            out.push(line[from..*space].to_owned());
            from = space + 1;
        }
    }
    out.push(line[from..].to_owned());
    out
}

/// Returns a sentence with a full stop, unless it ends with a mark.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…', ':', '”']) {
        return text.to_owned();
    }
    format!("{text}.")
}

/// Words that say nothing of what a question is about.
const COMMON: [&str; 34] = [
    "about",
    "your",
    "what",
    "which",
    "this",
    "that",
    "have",
    "with",
    "from",
    "most",
    "were",
    "they",
    "their",
    "when",
    "where",
    "more",
    "than",
    "each",
    "year",
    "work",
    "please",
    "describe",
    "list",
    "words",
    "bytes",
    "characters",
    "maximum",
    "give",
    "example",
    "examples",
    "those",
    "these",
    "would",
    "over",
];

fn words(text: &str) -> HashSet<String> {
    let folded = fold(text);
    let mut out = HashSet::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if word.chars().count() > 3 && !COMMON.contains(&word) {
            out.extend(inflections(word));
            out.insert(word.to_owned());
        }
    }
    out
}

/// Returns the indexes of the sources that fit a question, the best first: by its words, the category that it asks about,
/// goals and praise if it names them, and the worth of the record. Sources in `used` answer other questions and come
/// last among equals.
pub fn ranked(text: &str, sources: &[Source], categories: &Categories, used: &[RecordId]) -> Vec<usize> {
    let asked = words(text);
    let lower = fold(text);
    let names = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    // A text without any cue is guessed to be of the first category.
    let guessed = &categories.guess(text).key;
    let category =
        categories.iter().next().map(|first| &first.key).filter(|first| *first != guessed).map(|_| guessed);
    let score = |source: &Source| {
        let shared = asked.iter().filter(|word| source.words.contains(*word)).count();
        let mut points = 3 * i64::try_from(shared.min(6)).unwrap_or(0) + i64::from(source.worth);
        if category.is_some_and(|category| *category == source.category) {
            points += 6;
        }
        let fits = match source.kind {
            Kind::Goal => names(&["goal", "objective", "okr"]),
            Kind::Praise => names(&["feedback", "praise", "colleague", "peer", "others sa"]),
            Kind::Story => {
                names(&["example", "challenge", "difficult", "fail", "mistake", "value", "situation"])
            }
            Kind::FollowUp => names(&["outcome", "impact", "result"]),
            _ => true,
        };
        points += match (source.kind, fits) {
            (Kind::Win, _) => 0,
            (_, true) => 12,
            (_, false) => -8,
        };
        points - if used.contains(&source.id) { 14 } else { 0 }
    };
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_cached_key(|at| std::cmp::Reverse(score(&sources[*at])));
    order
}

/// Returns `true` for a question that one record answers: `(1 of 3)`, `an example of`, `a mistake`.
fn asks_for_one(text: &str) -> bool {
    let text = text.to_lowercase();
    let is_numbered =
        text.ends_with(')') && text.rsplit('(').next().is_some_and(|part| part.contains(" of "));
    let asks =
        ["an example", "a mistake", "a failure", "a time when", "a situation", "a challenge", "a problem"];
    is_numbered || asks.iter().any(|words| text.contains(words))
}

/// The maximum number of records in an answer without a limit in items.
const RECORDS: usize = 4;

/// Returns the records that fit a question best: as many as its limit in items, otherwise as many as have room for their
/// first sentence.
pub fn suggested(
    question: &Question,
    sources: &[Source],
    categories: &Categories,
    used: &[RecordId],
) -> Vec<RecordId> {
    let order = ranked(&question.text, sources, categories, used);
    let limit = limit_of(question);
    let mut out: Vec<RecordId> = Vec::new();
    let mut text = String::new();
    for source in order.into_iter().map(|at| &sources[at]) {
        let most = match question.unit {
            LimitUnit::Items if limit > 0 => limit,
            _ if asks_for_one(&question.text) => 1,
            _ => RECORDS,
        };
        if out.len() >= most {
            break;
        }
        let Some(first) = source.sentences.first() else { continue };
        let longer = if text.is_empty() { first.text.clone() } else { format!("{text}\n\n{}", first.text) };
        if limit > 0 && question.unit != LimitUnit::Items && question.unit.size(&longer, 0) > limit {
            continue;
        }
        text = longer;
        out.push(source.id);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(number: u128, texts: &[(&str, u32)]) -> Source {
        let id = RecordId(uuid::Uuid::from_u128(number));
        let mut builder = Builder::new(id, Kind::Win, texts[0].0);
        for (at, (text, weight)) in texts.iter().enumerate() {
            let field = ["title", "impact", "notes"][at];
            builder.add(id, field, vec![(*text).to_owned()], *weight);
        }
        builder.finish(0, &[])
    }

    fn asked(limit: u32, unit: LimitUnit, sources: &[Source]) -> Question {
        let mut question = Question { text: "What?".into(), limit, unit, ..Question::default() };
        question.set_evidence(&sources.iter().map(|source| source.id).collect::<Vec<_>>());
        question
    }

    fn two() -> [Source; 2] {
        [
            source(1, &[("One two three.", 200), ("Four five.", 100)]),
            source(2, &[("Six seven.", 200), ("Eight nine ten.", 150)]),
        ]
    }

    #[test]
    fn whole_sentences_are_left_out_the_weakest_first() {
        let sources = two();
        let all = "One two three. Four five.\n\nSix seven. Eight nine ten.";
        for (limit, text) in [
            (0, all),
            (10, all),
            (9, "One two three.\n\nSix seven. Eight nine ten."),
            // A shorter sentence takes the room of a longer one.
            (7, "One two three. Four five.\n\nSix seven."),
            (1, ""),
        ] {
            let question = asked(limit, LimitUnit::Words, &sources);
            let answer = answer(&question, &sources);
            assert_eq!(answer.text, text, "{limit}");
            assert!(!answer.is_over(&question));
        }
    }

    #[test]
    fn a_sentence_that_was_taken_back_stays_even_if_the_text_is_too_long() {
        let sources = two();
        let mut question = asked(3, LimitUnit::Words, &sources);
        question.kept = sources[1].sentences[1].key.clone();
        let kept = answer(&question, &sources);
        assert_eq!(kept.text, "Eight nine ten.");
        question.kept = format!("{}\n{}", question.kept, sources[0].sentences[0].key);
        let kept = answer(&question, &sources);
        assert!(kept.is_over(&question) && kept.used == 6);
        question.left_out = sources[0].sentences[0].key.clone();
        assert!(!answer(&question, &sources).text.contains("One"), "left out wins over taken back");
    }

    #[test]
    fn own_words_replace_the_evidence() {
        let sources = two();
        let question = Question { answer: " Mine. \n\nTwo. ".into(), ..asked(2, LimitUnit::Items, &sources) };
        let own = answer(&question, &sources);
        assert_eq!((own.text.as_str(), own.used, own.is_own), ("Mine. \n\nTwo.", 2, true));
    }

    #[test]
    fn a_limit_in_items_counts_records() {
        let sources = two();
        let answer = answer(&asked(1, LimitUnit::Items, &sources), &sources);
        assert_eq!(answer.used, 1);
        assert!(answer.text.starts_with("One two three."), "{}", answer.text);
    }

    #[test]
    fn a_text_is_split_into_sentences() {
        let of = |text: &str| sentences(text);
        assert_eq!(
            of("It was slow. Now it is not! See e.g. Rust and Dr. Ana"),
            ["It was slow.", "Now it is not!", "See e.g. Rust and Dr. Ana."]
        );
        assert_eq!(
            of("Measured:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- one item\n- **two**\n"),
            ["one item.", "two."]
        );
        assert!(of("").is_empty() && of("```\ncode\n```").is_empty() && of("…").is_empty());
    }

    #[test]
    fn one_record_answers_a_numbered_question() {
        for one in ["Your win (2 of 3)", "Ownership: an example of a problem"] {
            assert!(asks_for_one(one), "{one}");
        }
        assert!(!asks_for_one("Your wins (briefly)"));
    }
}
