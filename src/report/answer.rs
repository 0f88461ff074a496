//! Makes the answer to a question of a questionnaire from the sentences of records, within the limit of the form.

use std::collections::HashSet;

use super::evidence::{Sentence, Source, words};
use crate::domain::{Categories, Kind, LimitUnit, Question, RecordId, fold};

/// The place of a sentence in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is in the text.
    Included,
    /// It is not in the text, because the text would be too long.
    TooLong,
    /// The user left it out.
    LeftOut,
}

impl Use {
    /// Returns the reason why the sentence is not in the text; empty if it is.
    pub fn label(self) -> &'static str {
        match self {
            Self::Included => "",
            Self::TooLong => "too long",
            Self::LeftOut => "left out",
        }
    }
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
        question.maximum().is_some_and(|maximum| self.used > maximum)
    }
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
        sentences.push((sentence.clone(), if is_out { Use::LeftOut } else { Use::Included }));
    }
    if let Some(limit) = question.maximum() {
        fit(question, limit, &mut sentences);
    }
    let text = text_of(&sentences);
    let used = question.unit.size(&text, items_of(&sentences));
    Answer { text, sentences, used, is_own: false }
}

/// Leaves sentences out until the text fits, and takes those back that still fit then.
fn fit(question: &Question, limit: usize, sentences: &mut [(Sentence, Use)]) {
    let size = |sentences: &[(Sentence, Use)]| question.unit.size(&text_of(sentences), items_of(sentences));
    let mut order: Vec<usize> = (0..sentences.len())
        .filter(|at| sentences[*at].1 == Use::Included)
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
        sentences[at].1 = Use::Included;
        if size(sentences) > limit {
            sentences[at].1 = Use::TooLong;
        }
    }
}

fn text_of(sentences: &[(Sentence, Use)]) -> String {
    let mut out = String::new();
    let mut of = None;
    for (sentence, _) in sentences.iter().filter(|(_, used)| *used == Use::Included) {
        if !out.is_empty() {
            out.push_str(if of == Some(sentence.record) { " " } else { "\n\n" });
        }
        of = Some(sentence.record);
        out.push_str(&sentence.text);
    }
    out
}

fn items_of(sentences: &[(Sentence, Use)]) -> usize {
    let included = sentences.iter().filter(|(_, used)| *used == Use::Included);
    included.map(|(sentence, _)| sentence.record).collect::<HashSet<_>>().len()
}

/// Words of a question that ask for the records of a category, beside the category's own cues and title.
const TOPICS: [(&str, &[&str]); 4] = [
    ("collaboration", &["with others", "other people", "team", "colleague", "cooperat", "growing others"]),
    ("learning", &["grow", "develop as", "development goal", "new skill"]),
    ("foundational", &["technical", "code quality"]),
    ("reliability", &["operation"]),
];

/// Words of a question that ask for goals.
const GOALS: [&str; 3] = ["goal", "objective", "okr"];
/// Words of a question that ask for praise.
const PRAISE: [&str; 4] = ["feedback", "praise", "say about", "others said"];
/// Words of a question that ask for a failure.
const FAILURE: [&str; 6] = ["mistake", "failure", "fall short", "fell short", "went wrong", "setback"];
/// Words of a question that ask for work, whatever else it asks for.
const WORK: [&str; 5] = ["accomplish", "achieve", "impact", "deliver", "contribut"];
/// Words of a question that no record of the period answers.
const NOT_YET: [&str; 7] = [
    "next year",
    "next period",
    "coming year",
    "upcoming",
    "by your manager",
    "manager comment",
    "manager’s comment",
];

/// The subject of a question: its words, and the categories of wins that it asks for.
struct Topic<'a> {
    folded: String,
    words: HashSet<String>,
    /// The keys of the categories.
    categories: Vec<&'a str>,
}

impl<'a> Topic<'a> {
    fn of(text: &str, categories: &'a Categories) -> Self {
        let folded = fold(text);
        let mut keys: Vec<&str> = categories.named_in(text).map(|each| each.key.as_str()).collect();
        for (key, cues) in TOPICS {
            if cues.iter().any(|cue| folded.contains(cue)) {
                keys.extend(categories.iter().map(|each| each.key.as_str()).find(|each| *each == key));
            }
        }
        Self { words: words(text), categories: keys, folded }
    }

    fn names(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.folded.contains(word))
    }

    /// Returns the only kind of record that answers the question; `None` if several kinds do.
    fn only(&self) -> Option<Kind> {
        if self.names(&FAILURE) {
            return Some(Kind::Story);
        }
        if self.names(&WORK) {
            return None;
        }
        if self.names(&PRAISE) {
            return Some(Kind::Praise);
        }
        (self.names(&GOALS) && !self.names(&["example"])).then_some(Kind::Goal)
    }

    /// Returns `true` if a record can answer the question: of the only kind that does, and a win of a category that it asks
    /// about, if there is one.
    fn suits(&self, source: &Source, has_category: bool) -> bool {
        match (self.only(), source.kind) {
            (Some(Kind::Story), _) => source.is_failure,
            (Some(only), kind) => kind == only,
            (None, Kind::Win) => !has_category || self.categories.contains(&source.category.as_str()),
            (None, kind) => self.fits_kind(kind),
        }
    }

    /// Returns `true` if the question asks for records of a kind.
    fn fits_kind(&self, kind: Kind) -> bool {
        match kind {
            Kind::Goal => self.names(&GOALS),
            Kind::Praise => self.names(&PRAISE) || self.names(&["colleague", "peer"]),
            Kind::Story => {
                self.names(&["example", "challenge", "difficult", "value", "situation", "differently"])
            }
            Kind::FollowUp => self.names(&["outcome", "impact", "result"]),
            _ => true,
        }
    }

    /// Returns how well a record fits: by its kind, its category, its words and its worth.
    fn score(&self, source: &Source) -> i64 {
        let shared = self.words.iter().filter(|word| source.words.contains(*word)).count();
        let mut points = 3 * i64::try_from(shared.min(6)).unwrap_or(0) + i64::from(source.worth);
        if self.categories.contains(&source.category.as_str()) {
            points += 18;
        }
        let audience = ["customer", "client", "user", "people who", "stakeholder", "benefit"];
        if source.is_for_users && self.names(&audience) {
            points += 18;
        }
        if source.is_proposed && self.names(&["ownership", "initiative", "nobody asked", "proactiv"]) {
            points += 18;
        }
        match source.kind {
            Kind::Win => points,
            Kind::Story if self.names(&FAILURE) && source.is_failure => points + 24,
            kind if self.fits_kind(kind) => points + 12,
            _ => points - 8,
        }
    }
}

/// Returns the indexes of the sources that fit a question, the best first: by its words, the categories that it asks
/// about, and the worth of the record. Sources in `used` answer other questions and come last among equals.
pub fn ranked(text: &str, sources: &[Source], categories: &Categories, used: &[RecordId]) -> Vec<usize> {
    let topic = Topic::of(text, categories);
    let score = |source: &Source| topic.score(source) - if used.contains(&source.id) { 20 } else { 0 };
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

/// Returns the number of examples that a question asks for, such as 2 for `with two examples`.
fn asked_examples(text: &str) -> Option<usize> {
    const NUMBERS: [&str; 5] = ["one", "two", "three", "four", "five"];
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let at = words.iter().position(|word| word.starts_with("example"))?;
    let before = words[at.checked_sub(1)?];
    let number = NUMBERS.iter().position(|word| *word == before).map(|place| place + 1);
    number.or_else(|| before.parse().ok()).filter(|number| (1..=MOST_EXAMPLES).contains(number))
}

/// The maximum number of examples that a question asks for.
const MOST_EXAMPLES: usize = 20;
/// The maximum number of wins in an answer without a limit.
const RECORDS: usize = 4;
/// The maximum number of wins in an answer with a limit in words, characters or bytes.
const LIMITED_RECORDS: usize = 8;
/// The lowest weight of a sentence that a record needs room for: notes may be left out.
const NEEDED: u32 = 100;

/// Returns the records that answer a question best: as many as its limit in items or its number of examples, all goals if
/// it asks for goals, one if it asks for an example, otherwise as many as have room. Empty if no record of the period
/// answers it, such as for a question about the next year.
pub fn suggested(
    question: &Question,
    sources: &[Source],
    categories: &Categories,
    used: &[RecordId],
) -> Vec<RecordId> {
    let topic = Topic::of(&question.text, categories);
    if topic.names(&NOT_YET) {
        return Vec::new();
    }
    let order = ranked(&question.text, sources, categories, used);
    let maximum = question.maximum();
    let has_category = sources
        .iter()
        .any(|source| source.kind == Kind::Win && topic.categories.contains(&source.category.as_str()));
    let most = match (question.unit, maximum) {
        (LimitUnit::Items, Some(maximum)) => maximum,
        _ if asks_for_one(&question.text) => 1,
        _ if topic.only() == Some(Kind::Goal) => usize::MAX,
        (_, Some(_)) => asked_examples(&question.text).unwrap_or(LIMITED_RECORDS),
        (_, None) => asked_examples(&question.text).unwrap_or(RECORDS),
    };
    // What others said is not said twice.
    let is_said = |source: &Source| topic.only().is_some() && used.contains(&source.id);
    let order = order.into_iter().map(|at| &sources[at]);
    let order = order.filter(|source| topic.suits(source, has_category) && !is_said(source));
    let mut out: Vec<RecordId> = Vec::new();
    let mut text = String::new();
    for source in order.filter(|source| !source.sentences.is_empty()) {
        if out.len() >= most {
            break;
        }
        // The first record needs room for one sentence only: the others of it are left out.
        let needed = source.sentences.iter().filter(|sentence| sentence.weight >= NEEDED);
        let needed: Vec<&str> = needed.map(|sentence| sentence.text.as_str()).collect();
        let needed = if out.is_empty() { source.sentences[0].text.clone() } else { needed.join(" ") };
        let longer = if text.is_empty() { needed } else { format!("{text}\n\n{needed}") };
        let is_over = maximum.is_some_and(|maximum| question.unit.size(&longer, 0) > maximum);
        if is_over && question.unit != LimitUnit::Items {
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
    use crate::domain::Category;

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
            // A shorter sentence fits where a longer one does not.
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
    fn a_question_asks_for_the_kinds_of_record_that_it_names() {
        let category = |key: &str, cue: &str| Category {
            key: key.into(),
            title: key.into(),
            cues: vec![cue.into()],
            question: String::new(),
            follow_up_days: None,
        };
        let categories = vec![category("delivery", "shipped"), category("collaboration", "mentor*")];
        let categories = Categories::new(categories).unwrap();
        for (text, only) in [
            ("Report on each goal of the year.", Some(Kind::Goal)),
            ("Up to 3 examples of feedback from customers", Some(Kind::Praise)),
            ("Where did you fall short of expectations?", Some(Kind::Story)),
            ("Your accomplishments towards the goals of the company", None),
        ] {
            assert_eq!(Topic::of(text, &categories).only(), only, "{text}");
        }
        assert!(Topic::of("How did you mentor others?", &categories).categories.contains(&"collaboration"));
        assert_eq!(asked_examples("Rate the year, with two examples."), Some(2));
        assert_eq!(asked_examples("Give examples."), None);
        let next = Question { text: "Your goals for next year?".into(), ..Question::default() };
        assert_eq!(suggested(&next, &two(), &categories, &[]), []);
    }

    #[test]
    fn one_record_answers_a_numbered_question() {
        for one in ["Your win (2 of 3)", "Ownership: an example of a problem"] {
            assert!(asks_for_one(one), "{one}");
        }
        assert!(!asks_for_one("Your wins (briefly)"));
    }
}
