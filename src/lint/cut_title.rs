//! Titles from which version 0.1.0 removed names: “Paired with @sam until he shipped” was saved as “Paired
//! with until he shipped”.

use crate::domain::{WinView, fold};
use crate::text::is_function_word;

/// A place in a title at which a word is missing, behind the word of index `after`.
struct Gap {
    after: usize,
    /// `true` if no sentence can continue like this, independent of the names of the win.
    certain: bool,
    missing: Missing,
}

/// The kind of name that fills a gap best.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Person,
    Thing,
    Metric,
}

/// Returns the advice for a cut title: the title with the names of the win in the gaps, or else the word
/// before the first gap.
pub(super) fn advice(win: &WinView) -> Option<String> {
    let words: Vec<&str> = win.title.split_whitespace().collect();
    let mut names = Names::missing_from(win);
    let linked = !names.is_empty();
    let found = gaps(&words, &names);
    let place = found.iter().find(|gap| gap.certain || linked)?.after;
    let mut corrected = Vec::with_capacity(words.len() + found.len());
    let mut filled = false;
    let mut gaps = found.into_iter().peekable();
    for (at, word) in words.iter().enumerate() {
        corrected.push((*word).to_owned());
        if let Some(gap) = gaps.next_if(|gap| gap.after == at)
            && let Some(name) = names.take(gap.missing)
        {
            corrected.push(name);
            filled = true;
        }
    }
    Some(if filled {
        format!("a name was cut out of the title; it may have been “{}”", corrected.join(" "))
    } else {
        format!("a word is missing behind “{}”", words[place])
    })
}

/// Returns `true` if a name may have been cut from a title, judged by its words alone;
/// [`Rule::CutTitle`](super::Rule::CutTitle) also uses the names of the win.
pub fn looks_cut(title: &str) -> bool {
    let words: Vec<&str> = title.split_whitespace().collect();
    !gaps(&words, &Names { people: vec![String::new()], things: Vec::new(), metrics: vec![String::new()] })
        .is_empty()
}

fn gaps(words: &[&str], names: &Names) -> Vec<Gap> {
    let lower: Vec<String> = words
        .iter()
        .map(|word| word.trim_start_matches(['(', '[', '"', '“', '‘', '\'']).to_lowercase())
        .collect();
    let mut out: Vec<Gap> = Vec::new();
    for (at, word) in lower.iter().enumerate() {
        let next = lower.get(at + 1).map(String::as_str);
        let second = lower.get(at + 2).map(String::as_str);
        let gap = match next {
            None if at == 0 => alone(word, names),
            None => at_end(word),
            Some(next) if continues(next) => between(at, word, next, second, names, !out.is_empty()),
            Some(_) => None,
        };
        out.extend(gap.map(|(certain, missing)| Gap { after: at, certain, missing }));
    }
    out
}

/// Returns `true` if a word begins the next part of a sentence.
fn continues(word: &str) -> bool {
    is_function_word(word) || matches!(word, "through" | "so")
}

/// Returns the kind of name that is missing behind a verb which is the only word of a title.
fn alone(word: &str, names: &Names) -> Option<(bool, Missing)> {
    if NEED_PERSON.contains(&word) && !names.people.is_empty() {
        return Some((false, Missing::Person));
    }
    let measured = NEED_METRIC.contains(&word) && !names.metrics.is_empty();
    measured.then_some((false, Missing::Metric))
}

fn at_end(last: &str) -> Option<(bool, Missing)> {
    match last {
        "with" | "and" => Some((true, Missing::Person)),
        "the" | "about" | "a" | "an" | "our" | "my" => Some((true, Missing::Thing)),
        "for" | "of" | "from" | "by" | "to" | "using" => Some((false, Missing::Thing)),
        _ => None,
    }
}

fn between(
    at: usize,
    word: &str,
    next: &str,
    second: Option<&str>,
    names: &Names,
    after_another: bool,
) -> Option<(bool, Missing)> {
    let article = |word: &str| matches!(word, "the" | "a" | "an" | "our" | "my" | "your" | "their" | "its");
    // “In the”, “for our”: an article behind a preposition begins a phrase.
    if article(next) {
        let object = at == 0 && NEED_PERSON.contains(&word) && !names.people.is_empty();
        return (object && next != "the").then_some((false, Missing::Person));
    }
    match word {
        // “The on call” has no gap.
        word if article(word) => (next != "on").then_some((true, Missing::Thing)),
        "with" | "about" | "for" | "from" | "of" | "by" | "to" | "into" | "using" | "via" => {
            // “With and without” and “to and from” have no gap.
            let pair = matches!(next, "and" | "or")
                && second.is_some_and(|second| {
                    is_function_word(second) && (second == "without" || names.people.len() < 2)
                });
            let missing =
                if matches!(word, "with" | "by" | "from") { Missing::Person } else { Missing::Thing };
            // “What to look for in a review” has no gap.
            (!pair && (word, next) != ("for", "in")).then_some((false, missing))
        }
        // “In staging and in production” has no gap.
        "and" | "or" if after_another => Some((false, Missing::Person)),
        _ if at == 0 && NEED_PERSON.contains(&word) && !names.people.is_empty() => {
            Some((false, Missing::Person))
        }
        _ if at == 0 && NEED_METRIC.contains(&word) && !names.metrics.is_empty() => {
            Some((false, Missing::Metric))
        }
        _ => None,
    }
}

/// Verbs whose object is usually a person.
const NEED_PERSON: [&str; 10] = [
    "mentored",
    "onboarded",
    "coached",
    "thanked",
    "trained",
    "taught",
    "interviewed",
    "hired",
    "supported",
    "helped",
];

/// Verbs whose object is usually the quantity that a metric measures.
const NEED_METRIC: [&str; 8] =
    ["cut", "reduced", "lowered", "raised", "increased", "improved", "set", "halved"];

/// The names linked to a win that its title does not contain.
struct Names {
    people: Vec<String>,
    things: Vec<String>,
    metrics: Vec<String>,
}

impl Names {
    fn missing_from(win: &WinView) -> Self {
        let title = fold(&win.title);
        let missing = |name: &&String| !title.contains(&fold(name));
        let project = win.project.iter().map(|project| &project.name);
        let things = project.chain(&win.tags).chain(&win.skills);
        let figures = win.figures.iter().filter(|each| missing(&&each.name));
        Self {
            people: win.people.iter().filter(missing).cloned().collect(),
            things: things.filter(missing).cloned().collect(),
            metrics: figures.map(|each| each.in_sentence()).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.people.is_empty() && self.things.is_empty() && self.metrics.is_empty()
    }

    /// Removes and returns the first name of the missing kind, or else of another kind that fits.
    fn take(&mut self, missing: Missing) -> Option<String> {
        let pools = match missing {
            Missing::Person => [&mut self.people, &mut self.things],
            Missing::Thing => [&mut self.things, &mut self.people],
            Missing::Metric => [&mut self.metrics, &mut self.things],
        };
        let pool = pools.into_iter().find(|pool| !pool.is_empty())?;
        Some(pool.remove(0))
    }
}
