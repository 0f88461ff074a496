//! Makes the answer to a question of a questionnaire from the sentences of records, within the limit of the form.

use std::collections::HashSet;

use super::evidence::{Sentence, Source, words};
use crate::domain::{Categories, Kind, LimitUnit, Question, RecordId, fold};

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
        if source.has_audience
            && names(&["customer", "client", "user", "people who", "stakeholder", "benefit"])
        {
            points += 7;
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
    use super::super::evidence::Builder;
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
    fn one_record_answers_a_numbered_question() {
        for one in ["Your win (2 of 3)", "Ownership: an example of a problem"] {
            assert!(asks_for_one(one), "{one}");
        }
        assert!(!asks_for_one("Your wins (briefly)"));
    }
}
