//! Shortens a CV until it has about two pages.

use super::career_entry::PositionEntry;
use super::document::{Document, Entry};
use super::markdown::escaped;
use super::sentences::sentences;

/// The number of lines on two pages of the PDF, whose head takes some of them.
const LINES: usize = 84;

/// The number of characters in a line of the PDF.
const WIDTH: usize = 95;

/// The number of the latest positions that keep more of their wins than the earlier ones.
const LATEST: usize = 2;

/// The maximum length of each part of a CV.
struct Limits {
    /// The number of wins of each of the latest positions.
    latest: usize,
    /// The number of wins of each earlier position.
    earlier: usize,
    /// The number of wins of each project.
    of_project: usize,
    /// The number of sentences of a summary, and of a strength.
    sentences: usize,
}

/// The limits from the longest to the shortest CV.
const LIMITS: [Limits; 4] = [
    Limits { latest: 5, earlier: 3, of_project: 3, sentences: 2 },
    Limits { latest: 5, earlier: 2, of_project: 2, sentences: 1 },
    Limits { latest: 4, earlier: 1, of_project: 1, sentences: 1 },
    Limits { latest: 3, earlier: 0, of_project: 0, sentences: 1 },
];

/// Shortens a CV step by step until it has about two pages: the earlier positions first. The lists of wins must have the
/// best ones first. Nothing else than wins and sentences is omitted, so that the CV of a very long career is longer.
pub(super) fn fit(document: &mut Document) {
    for limits in &LIMITS {
        if lines(document) <= LINES {
            return;
        }
        apply(document, limits);
    }
}

fn apply(document: &mut Document, limits: &Limits) {
    for (at, position) in document.positions.iter_mut().enumerate() {
        let most = if at < LATEST { limits.latest } else { limits.earlier };
        position.bullets.truncate(most);
        cut(&mut position.summary, limits.sentences);
    }
    for project in &mut document.projects {
        project.wins.truncate(limits.of_project);
        cut(&mut project.summary, limits.sentences);
    }
    document.others.truncate(limits.latest);
    for strength in &mut document.profile.strengths {
        cut(&mut strength.line, limits.sentences);
    }
}

/// Keeps the first `most` sentences of a text.
fn cut(text: &mut String, most: usize) {
    let all = sentences(text);
    if all.len() > most {
        // The sentences are plain text.
        *text = escaped(&all[..most].join(" "));
    }
}

/// Returns the approximate number of lines of a CV in the PDF.
fn lines(document: &Document) -> usize {
    let profile = &document.profile;
    let text = |text: &str| if text.is_empty() { 0 } else { 1 + text.chars().count() / WIDTH };
    let wins = |wins: &[Entry]| wins.iter().map(|win| text(&win.title)).sum::<usize>();
    let position = |position: &PositionEntry| 4 + text(&position.summary) + wins(&position.bullets);
    let strengths = profile.strengths.iter().map(|each| text(&each.name) + each.line.chars().count() / WIDTH);
    let skills =
        document.skills.iter().map(|group| text(&group.name) + group.skills.join(", ").len() / WIDTH);
    let lists = [
        strengths.sum(),
        document.positions.iter().map(position).sum(),
        document
            .projects
            .iter()
            .map(|project| 4 + text(&project.summary) + wins(&project.wins))
            .sum::<usize>(),
        wins(&document.others),
        skills.sum(),
        profile.education.len(),
        profile.languages.len().min(1),
        wins(&document.awards),
    ];
    // Each list has a heading with space above it.
    5 + text(&profile.about) + lists.iter().filter(|lines| **lines > 0).map(|lines| lines + 3).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::ProjectEntry;

    fn wins(count: usize) -> Vec<Entry> {
        (0..count)
            .map(|at| Entry { title: format!("Made the import of orders {at} faster"), ..Entry::default() })
            .collect()
    }

    fn document(positions: usize, projects: usize) -> Document {
        let summary = "The service books parcels. It has many users. It is old. ".repeat(3).trim().to_owned();
        let position =
            PositionEntry { summary: summary.clone(), bullets: wins(5), ..PositionEntry::default() };
        let project = ProjectEntry { summary, wins: wins(3), ..ProjectEntry::default() };
        Document {
            positions: vec![position; positions],
            projects: vec![project; projects],
            ..Document::default()
        }
    }

    #[test]
    fn a_cv_of_two_pages_stays_as_it_is() {
        let before = document(4, 1);
        let mut after = before.clone();
        fit(&mut after);
        assert_eq!(after, before);
    }

    #[test]
    fn a_shortened_text_is_no_markup() {
        let mut text = "Ran the `Vec<T>` service *[beta]*. It has many users.".to_owned();
        cut(&mut text, 1);
        let shown: String = super::super::plain::text(&text);
        assert_eq!(shown.trim(), "Ran the Vec<T> service [beta].");
    }

    #[test]
    fn a_long_cv_keeps_most_of_the_latest_positions() {
        let mut document = document(8, 5);
        assert!(lines(&document) > LINES);
        fit(&mut document);
        assert!(lines(&document) <= LINES, "{}", lines(&document));
        let counts: Vec<usize> = document.positions.iter().map(|position| position.bullets.len()).collect();
        assert!(counts[0] >= 3 && counts[0] > counts[7], "{counts:?}");
        assert!(document.positions.iter().all(|position| !position.summary.is_empty()));
    }
}
