//! The short form of a review: the best wins of each part, and the rest as an appendix.

use std::cmp::Reverse;

use super::document::{BriefEntry, Document, Entry, ProjectEntry};

/// The number of wins up to which a document is short enough.
const FEW: usize = 12;

/// The number of wins of a project or a category that the short form names: a document for a manager has one to two
/// pages.
const NAMED: usize = 1;

/// The number of wins of a competency in the short form.
const EVIDENCE: usize = 3;

/// The number of rows of the table of numbers in the short form.
const ROWS: usize = 5;

/// The number of rows of the table of numbers in the full form.
const FULL_ROWS: usize = 20;

/// The number of rows of the table in the appendix; more would be a list that nobody reads.
const FURTHER_ROWS: usize = 80;

/// The number of records that the short form names as evidence of a goal.
const GOAL_EVIDENCE: usize = 1;

/// The number of outcomes of earlier work in the short form.
const EARLIER: usize = 2;

/// Replaces the projects and categories by a few lines about each, and moves their wins and texts to the appendix; a
/// document of a few wins stays as it is.
pub(super) fn shorten(document: &mut Document) {
    let mut count = 0;
    document.for_each_list(&mut |wins| count += wins.len());
    if count - document.highlights.len() > FEW {
        move_parts(document);
    }
}

/// Moves the rows of a long table of numbers to the appendix, which names the number of those that are left out.
pub(super) fn shorten_table(document: &mut Document) {
    let further = document.glance.split_off(FULL_ROWS.min(document.glance.len()));
    document.further.splice(..0, further);
    document.more_numbers = document.further.len().saturating_sub(FURTHER_ROWS);
    document.further.truncate(FURTHER_ROWS);
}

fn move_parts(document: &mut Document) {
    let highlights: Vec<String> = document.highlights.iter().map(|entry| entry.id.clone()).collect();
    move_praise(document);
    let mut appendix = Vec::new();
    for group in &mut document.competencies {
        let wins = split(&mut group.evidence, EVIDENCE);
        appendix.push(ProjectEntry { name: group.name.clone(), wins, ..ProjectEntry::default() });
    }
    for project in std::mem::take(&mut document.projects) {
        let titles = titles(&project.wins, &highlights);
        let outcome = project.outcomes.last().cloned();
        // A project in which nothing was done is described in the appendix.
        if !project.wins.is_empty() || outcome.is_some() {
            document.brief.push(BriefEntry {
                name: project.name.clone(),
                wins: project.wins.len(),
                about: if titles.is_empty() { project.summary.clone() } else { String::new() },
                titles,
                outcome,
            });
        }
        appendix.push(project);
    }
    for section in std::mem::take(&mut document.sections) {
        let mut named = titles(&section.wins, &highlights);
        named.extend(section.readings.iter().map(|reading| reading.title.clone()));
        let name = section.title.clone();
        document.brief.push(BriefEntry {
            name,
            wins: section.wins.len(),
            titles: named,
            ..BriefEntry::default()
        });
        appendix.push(ProjectEntry {
            name: section.title,
            wins: section.wins,
            readings: section.readings,
            ..ProjectEntry::default()
        });
    }
    for part in &mut appendix {
        // A highlight is listed once.
        part.wins.retain(|win| !highlights.contains(&win.id) || !win.notes.is_empty());
    }
    let is_empty = |part: &ProjectEntry| {
        let texts = [&part.results, &part.challenge, &part.solution, &part.learned];
        part.wins.is_empty()
            && part.outcomes.is_empty()
            && part.readings.is_empty()
            && texts.iter().all(|text| text.is_empty())
    };
    let is_brief = |part: &ProjectEntry| document.brief.iter().any(|brief| brief.name == part.name);
    appendix.retain(|part| !is_empty(part) || (!part.summary.is_empty() && !is_brief(part)));
    shorten_lists(document);
    document.further = document.glance.split_off(ROWS.min(document.glance.len()));
    document.themes.clear();
    document.numbers.clear();
    document.appendix = appendix;
}

/// Shortens what is said of the goals and of earlier work.
fn shorten_lists(document: &mut Document) {
    for goal in &mut document.goals {
        // The comment of its end says it in fewer words.
        let kept = if goal.comment.is_empty() { GOAL_EVIDENCE } else { 0 };
        goal.evidence.truncate(kept);
        goal.more = 0;
    }
    document.earlier.truncate(EARLIER);
    for each in &mut document.earlier {
        each.claim.clear();
        // The month, without the project.
        each.about.drain(..each.about.len().saturating_sub(1));
    }
}

/// Returns the titles of the best wins that are not highlights, each with its first figure, in the order of the wins.
fn titles(wins: &[Entry], highlights: &[String]) -> Vec<String> {
    let others: Vec<&Entry> = wins.iter().filter(|win| !highlights.contains(&win.id)).collect();
    let title = |at: usize| others[at].line();
    best(&others.iter().map(|win| win.worth()).collect::<Vec<_>>(), NAMED).into_iter().map(title).collect()
}

/// Returns the indexes of the `count` highest numbers, in ascending order; the first of equal numbers are taken.
fn best(worth: &[u32], count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..worth.len()).collect();
    order.sort_by_key(|at| Reverse(worth[*at]));
    order.truncate(count);
    order.sort_unstable();
    order
}

/// Retains the `count` best wins, in their order, and returns the others.
fn split(wins: &mut Vec<Entry>, count: usize) -> Vec<Entry> {
    let best = best(&wins.iter().map(Entry::worth).collect::<Vec<_>>(), count);
    let (kept, others): (Vec<_>, Vec<_>) =
        std::mem::take(wins).into_iter().enumerate().partition(|(at, _)| best.contains(at));
    *wins = kept.into_iter().map(|(_, win)| win).collect();
    others.into_iter().map(|(_, win)| win).collect()
}

/// Moves the praise of the highlighted wins to the highlights, because they are listed only there.
fn move_praise(document: &mut Document) {
    let mut highlights = std::mem::take(&mut document.highlights);
    document.for_each_list(&mut |wins| {
        for win in wins {
            if let Some(highlight) = highlights.iter_mut().find(|highlight| highlight.id == win.id) {
                highlight.praise.append(&mut win.praise);
            }
        }
    });
    document.highlights = highlights;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{NumberEntry, PraiseEntry, Section};

    fn win(title: &str) -> Entry {
        Entry { id: title.into(), title: title.into(), ..Entry::default() }
    }

    #[test]
    fn a_project_is_described_in_brief_and_is_whole_in_the_appendix() {
        let starred = Entry { starred: true, ..win("starred") };
        let long = Entry { figures: vec!["a 1 → 2".into()], notes: "- a\n- b".into(), ..win("long") };
        let mut document = Document::default();
        let gate = ProjectEntry {
            name: "Gate".into(),
            summary: "The doors".into(),
            challenge: "It was slow.".into(),
            wins: vec![win("first"), long, win("third"), starred],
            ..ProjectEntry::default()
        };
        document.projects.push(gate.clone());
        move_parts(&mut document);
        let [brief] = &document.brief[..] else { panic!("one project") };
        assert_eq!((brief.name.as_str(), brief.wins, brief.about.as_str()), ("Gate", 4, ""));
        assert_eq!(brief.titles, ["starred"]);
        assert_eq!(document.appendix, [gate]);
    }

    #[test]
    fn the_rows_of_a_long_table_are_in_the_appendix() {
        let row = |at: usize| NumberEntry { metric: at.to_string(), ..NumberEntry::default() };
        let shortened = |count: usize| {
            let mut document = Document { glance: (0..count).map(row).collect(), ..Document::default() };
            shorten_table(&mut document);
            (document.glance.len(), document.further.len(), document.more_numbers)
        };
        assert_eq!(shortened(7), (7, 0, 0));
        assert_eq!(shortened(30), (20, 10, 0));
        assert_eq!(shortened(130), (20, 80, 30));
    }

    #[test]
    fn a_highlight_is_listed_once_with_its_praise_and_its_notes_are_in_the_appendix() {
        let praised = PraiseEntry { quote: "Calm".into(), ..PraiseEntry::default() };
        let best = Entry { notes: "In two steps.".into(), praise: vec![praised.clone()], ..win("best") };
        let mut document = Document { highlights: vec![win("best"), win("plain")], ..Document::default() };
        let section = |wins| Section { key: "x".into(), title: "X".into(), wins, readings: Vec::new() };
        document.sections.push(section(vec![best, win("plain")]));
        move_parts(&mut document);
        document.shorten_highlighted();
        assert_eq!(document.highlights[0].praise, [praised]);
        assert!(document.sections.is_empty() && document.brief[0].titles.is_empty());
        let [win] = &document.appendix[0].wins[..] else { panic!("only the win with notes") };
        assert_eq!((win.notes.as_str(), win.highlighted, win.praise.len()), ("In two steps.", true, 0));
    }

    #[test]
    fn a_document_of_a_few_wins_is_not_shortened() {
        let wins = |count: usize| (0..count).map(|number| win(&number.to_string())).collect();
        let mut few = Document::default();
        few.projects.push(ProjectEntry { name: "Gate".into(), wins: wins(FEW), ..ProjectEntry::default() });
        let whole = few.clone();
        shorten(&mut few);
        assert_eq!(few, whole);
        few.projects[0].wins = wins(FEW + 1);
        shorten(&mut few);
        assert_eq!((few.projects.len(), few.brief.len()), (0, 1));
    }

    #[test]
    fn the_best_evidence_of_a_competency_stays_in_its_order() {
        let mut wins = vec![win("a"), Entry { starred: true, ..win("b") }, win("c")];
        let others = split(&mut wins, 2);
        let named = |wins: &[Entry]| wins.iter().map(|win| win.title.clone()).collect::<Vec<_>>();
        assert_eq!((named(&wins), named(&others)), (vec!["a".into(), "b".into()], vec!["c".to_owned()]));
    }
}
