//! What completes ids and names in a shell: read from the journal, which completing never makes.

use std::ffi::OsStr;

use clap_complete::CompletionCandidate;

use super::shells::is_inert;
use crate::capture::completion::{Sigil, completed};
use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::domain::Kind;
use crate::journal::{Completion, Counted, FollowUpFilter, Journal, LabelKind, Sort, WinFilter};
use crate::text::{inert, slug};

const MOST: usize = 200;

fn journal() -> Option<Journal> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(Into::into);
    let paths = Paths::new(variable("BRAG_DB"), variable("BRAG_CONFIG")).ok()?;
    let config = Config::load(&paths.config).unwrap_or_default();
    Journal::open(paths, config, Clock::default()).ok()
}

fn candidates<T>(
    of: impl FnOnce(&Journal) -> crate::error::Result<Vec<T>>,
    each: impl Fn(T) -> (String, String),
) -> Vec<CompletionCandidate> {
    let Some(journal) = journal() else { return Vec::new() };
    let found = of(&journal).unwrap_or_default();
    found
        .into_iter()
        .filter_map(|item| {
            let (value, about) = each(item);
            let help = about.lines().next().filter(|help| !help.is_empty());
            let help = help.map(|help| inert(help).into_owned().into());
            Some(CompletionCandidate::new(typable(value)?).help(help))
        })
        .collect()
}

/// A name as it can be typed: its slug where a terminal would not show it as it is.
fn typable(name: String) -> Option<String> {
    if is_inert(&name) {
        return Some(name);
    }
    Some(slug(&name)).filter(|slug| !slug.is_empty())
}

/// The latest wins, by id.
pub fn ids() -> Vec<CompletionCandidate> {
    candidates(
        |journal| {
            let rows = journal.list(&WinFilter::default(), Sort::Logged, MOST)?;
            rows.into_iter().map(|row| Ok((journal.short(row.id)?, row.title))).collect()
        },
        |pair| pair,
    )
}

/// Projects.
pub fn projects() -> Vec<CompletionCandidate> {
    candidates(Journal::projects, |project| (project.name, project.summary))
}

/// Metrics.
pub fn metrics() -> Vec<CompletionCandidate> {
    candidates(
        |journal| journal.metrics(MOST),
        |metric| {
            let owner = metric.owner().map(|owner| owner.name).unwrap_or_default();
            (metric.stored.body.name, owner)
        },
    )
}

/// What is asked.
pub fn asked() -> Vec<CompletionCandidate> {
    candidates(
        |journal| {
            let asked = journal.asked(FollowUpFilter::Open, MOST)?;
            asked
                .into_iter()
                .map(|asked| Ok((journal.short(asked.follow_up.id)?, asked.about_title)))
                .collect()
        },
        |pair| pair,
    )
}

/// Goals.
pub fn goals() -> Vec<CompletionCandidate> {
    candidates(Journal::goals, |goal| (goal.title, goal.year.to_string()))
}

/// Reading notes.
pub fn readings() -> Vec<CompletionCandidate> {
    candidates(Journal::readings, |reading| (reading.body.title.clone(), reading.authors.join(", ")))
}

/// What can be evidence for a goal: the latest wins by id, projects and reading notes by name.
pub fn evidence() -> Vec<CompletionCandidate> {
    [ids(), projects(), readings()].into_iter().flatten().collect()
}

/// Tags.
pub fn tags() -> Vec<CompletionCandidate> {
    labels(LabelKind::Tag)
}

/// Skills.
pub fn skills() -> Vec<CompletionCandidate> {
    labels(LabelKind::Skill)
}

/// People.
pub fn people() -> Vec<CompletionCandidate> {
    labels(LabelKind::Person)
}

fn labels(kind: LabelKind) -> Vec<CompletionCandidate> {
    // A tag has no slug to be found by.
    let shown = |journal: &Journal| {
        let labels = journal.labels(kind)?;
        Ok(labels.into_iter().filter(|label| is_inert(&label.name)).collect())
    };
    candidates(shown, |label: Counted| (label.name, label.count.to_string()))
}

/// Categories of the configuration.
pub fn categories() -> Vec<CompletionCandidate> {
    let Some(journal) = journal() else { return Vec::new() };
    journal
        .config()
        .categories
        .iter()
        .map(|category| {
            CompletionCandidate::new(category.key.clone()).help(Some(category.title.clone().into()))
        })
        .collect()
}

/// A word of a captured line that begins with a sigil.
pub fn words(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let Some(sigil) = typed.chars().next().and_then(Sigil::of) else { return Vec::new() };
    candidates(
        |journal| {
            let found = journal.complete(sigil, &typed[1..], MOST)?;
            Ok(found.into_iter().filter(|completion| is_inert(&completion.name)).collect())
        },
        |completion: Completion| (completed(sigil, &completion.name), completion.about),
    )
}

/// The kinds that a word names, or the word that names none.
pub fn kinds(words: &[String]) -> Result<Vec<Kind>, String> {
    words.iter().map(|word| Kind::from_word(word).ok_or_else(|| word.clone())).collect()
}
