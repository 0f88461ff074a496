//! Finds names without an alias in a public document, before it is exported.
//!
//! A person's name counts from its first occurrence. Other names are recognised by capitals inside a sentence
//! and by the number of their occurrences.

use std::collections::{HashMap, HashSet};

use super::redact::{Redactor, Replacement};
use crate::domain::date::MONTHS;
use crate::domain::fold;

/// A name without an alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnaliasedName {
    /// The name as it is written.
    pub name: String,
    /// The number of its occurrences.
    pub count: usize,
}

/// The number of occurrences from which a capitalised word counts as a name.
const OFTEN: usize = 3;

/// The days of the week, which are capitalised as well.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The maximum number of candidates.
const MOST: usize = 40;

/// Returns the names in a Markdown text, the most frequent first: `people`, and capitalised words that are
/// not `known` (skills, tags, projects).
pub fn find_unaliased_names(text: &str, people: &[String], known: &[&str]) -> Vec<UnaliasedName> {
    // A name inside a longer known name, such as a project's, is no evidence by itself.
    let rest = known
        .iter()
        .filter(|name| name.contains(char::is_whitespace))
        .fold(text.to_owned(), |text, name| text.replace(name, "·"));
    let known = known_names(known);
    let mut seen: HashMap<String, (String, usize)> = HashMap::new();
    for line in rest.lines().filter(|line| !line.trim_start().starts_with('#')) {
        for name in names_in(line, &known).into_iter().filter(|name| !known.contains(&fold(name))) {
            seen.entry(fold(&name)).or_insert((name, 0)).1 += 1;
        }
    }
    let mut likely: Vec<(String, usize)> = seen.into_values().filter(|(_, count)| *count > 1).collect();
    likely.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    likely.truncate(MOST);
    let is_person = |name: &str| people.iter().any(|person| fold(person) == fold(name));
    let others = likely.into_iter().map(|(name, _)| name).filter(|name| !is_person(name));
    let names: Vec<String> = people.iter().cloned().chain(others).collect();
    let redactor = Redactor::new(names.iter().map(|name| (name.as_str(), name.as_str())));
    let mut found: Vec<UnaliasedName> = redactor
        .replacements(text)
        .into_iter()
        .map(|Replacement { name, count, .. }| UnaliasedName { name, count })
        .filter(|each| each.count >= OFTEN || is_person(&each.name))
        .collect();
    found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    found
}

/// Returns the folded known names, as entire names, with the months and the days of the week.
fn known_names(known: &[&str]) -> HashSet<String> {
    known.iter().copied().chain(MONTHS).chain(WEEKDAYS).map(fold).collect()
}

/// Returns the candidates of a line: sequences of capitalised words that do not begin a sentence.
fn names_in(line: &str, known: &HashSet<String>) -> Vec<String> {
    let mut out = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut begins = true;
    for piece in line.split_whitespace() {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        // A word after the mark of a list, a table or emphasis begins a sentence too.
        let opens = piece.starts_with(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            begins = true;
        }
        let is_name = !begins && !opens && looks_like_name(word) && !known.contains(&fold(word));
        if is_name {
            run.push(word);
        }
        let ends = piece.ends_with(|c: char| !c.is_alphanumeric());
        if (!is_name || ends) && !run.is_empty() {
            out.push(run.join(" "));
            run.clear();
        }
        if !word.is_empty() {
            begins = piece.ends_with(['.', '!', '?', ':', '*', '|']);
        }
    }
    if !run.is_empty() {
        out.push(run.join(" "));
    }
    out
}

/// Returns `true` for a capital followed by lower-case letters, unlike ordinary words and abbreviations.
fn looks_like_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.any(char::is_lowercase) && word.chars().count() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, people: &[&str], known: &[&str]) -> Vec<(String, usize)> {
        let people: Vec<String> = people.iter().map(|name| (*name).to_owned()).collect();
        find_unaliased_names(text, &people, known).into_iter().map(|each| (each.name, each.count)).collect()
    }

    fn one(name: &str, count: usize) -> (String, usize) {
        (name.to_owned(), count)
    }

    #[test]
    fn frequent_capitalised_words_are_names() {
        let text = "- Moved the vault of Acme Corp\n- Halved calls for Acme Corp's tellers in March\n- Rust at ACME-CORP, in Rust, with Rust\n";
        assert_eq!(found(text, &[], &["Rust"]), [one("Acme Corp", 3)]);
    }

    #[test]
    fn first_words_of_sentences_words_of_headings_and_abbreviations_are_not_reported() {
        let text = "# Berth Planner\n\n- Rewrote it. Rewrote more. Rewrote all.\n- **Halved** it: Halved, Halved\n- with SQL and SQL and SQL\n";
        assert_eq!(found(text, &[], &[]), []);
    }

    #[test]
    fn words_of_a_known_name_are_names_only_if_they_occur_alone() {
        let known = ["Acme Migration", "PostgreSQL Optimization"];
        let text = "- For Acme Migration and the PostgreSQL Optimization\n".repeat(3);
        assert_eq!(found(&text, &[], &known), []);
        let text = format!("{text}- Called by Acme, and by Acme\n");
        assert_eq!(found(&text, &[], &known), [one("Acme", 5)]);
    }

    #[test]
    fn people_are_reported_from_the_first_occurrence() {
        assert_eq!(found("- Paired with Zoë on it\n", &["zoe", "Max"], &[]), [one("zoe", 1)]);
        assert_eq!(found("- With Müller, and Mueller\n", &["Müller"], &[]), [one("Müller", 2)]);
    }
}
