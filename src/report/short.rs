//! The short form of a review: the best wins of each part, and the rest as an appendix.

use std::cmp::Reverse;

use super::document::{Document, Entry, ProjectEntry};
use super::markdown::is_paragraph;

/// The number of wins up to which a document is short enough.
const FEW: usize = 12;

/// The number of projects in the short form, those with the most wins.
const PROJECTS: usize = 4;

/// The number of wins of a project or a section in the short form.
const WINS: usize = 2;

/// The number of wins of a competency in the short form.
const EVIDENCE: usize = 3;

/// The number of rows of the table of numbers in the short form.
const ROWS: usize = 8;

/// The number of outcomes of earlier work in the short form.
const EARLIER: usize = 3;

/// The maximum length of notes in the short form, in bytes.
const NOTES: usize = 300;

/// Moves all but the best wins of each part to the appendix, with the long texts; a document of a few wins stays as it
/// is. A highlighted win is not repeated under its project.
pub(super) fn shorten(document: &mut Document) {
    let mut count = 0;
    document.for_each_list(&mut |wins| count += wins.len());
    if count - document.highlights.len() > FEW {
        split_parts(document);
    }
}

fn split_parts(document: &mut Document) {
    let highlighted: Vec<String> = document.highlights.iter().map(|entry| entry.id.clone()).collect();
    move_praise(document);
    let mut appendix = Vec::new();
    for group in &mut document.competencies {
        let rest = split(&mut group.evidence, EVIDENCE, &[]);
        appendix.push(ProjectEntry { name: group.name.clone(), wins: rest, ..ProjectEntry::default() });
    }
    let further = document.projects.split_off(document.projects.len().min(PROJECTS));
    for project in &mut document.projects {
        let take = std::mem::take::<String>;
        let texts = [take(&mut project.challenge), take(&mut project.solution), take(&mut project.learned)];
        let [challenge, solution, learned] = texts;
        let rest = split(&mut project.wins, WINS, &highlighted);
        project.more = rest.iter().filter(|entry| !entry.title.is_empty()).count();
        appendix.push(ProjectEntry {
            name: project.name.clone(),
            challenge,
            solution,
            learned,
            wins: rest,
            metrics: std::mem::take(&mut project.metrics),
            ..ProjectEntry::default()
        });
    }
    document.further = further.len();
    for mut project in further {
        project.wins.retain(|win| !highlighted.contains(&win.id) || !win.notes.is_empty());
        appendix.push(project);
    }
    for section in &mut document.sections {
        let rest = split(&mut section.wins, WINS, &highlighted);
        appendix.push(ProjectEntry { name: section.title.clone(), wins: rest, ..ProjectEntry::default() });
    }
    let is_empty = |entry: &ProjectEntry| {
        let texts = [&entry.summary, &entry.results, &entry.challenge, &entry.solution, &entry.learned];
        entry.wins.is_empty() && entry.outcomes.is_empty() && texts.iter().all(|text| text.is_empty())
    };
    appendix.retain(|entry| !is_empty(entry));
    document.earlier.truncate(EARLIER);
    document.sections.retain(|section| !section.wins.is_empty() || !section.readings.is_empty());
    document.glance.truncate(ROWS);
    document.themes.clear();
    document.appendix = appendix;
}

/// Retains the `count` best wins that are not `told` elsewhere, in their order, and returns the others. A retained win
/// with long notes is among them too, and its notes are there alone.
fn split(wins: &mut Vec<Entry>, count: usize, told: &[String]) -> Vec<Entry> {
    let mut others: Vec<Entry> = wins.extract_if(.., |win| told.contains(&win.id)).collect();
    others.retain(|win| !win.notes.is_empty());
    for win in &mut others {
        *win = Entry { highlighted: true, notes: std::mem::take(&mut win.notes), ..named(win) };
    }
    let mut best: Vec<usize> = (0..wins.len()).collect();
    best.sort_by_key(|at| Reverse(wins[*at].worth()));
    best.truncate(count);
    let mut kept = Vec::new();
    for (at, mut win) in std::mem::take(wins).into_iter().enumerate() {
        if !best.contains(&at) {
            others.push(win);
            continue;
        }
        let is_long = win.notes.len() > NOTES || win.notes.trim().contains('\n') || !is_paragraph(&win.notes);
        if is_long {
            others.push(Entry { notes: std::mem::take(&mut win.notes), ..named(&win) });
        }
        kept.push(win);
    }
    *wins = kept;
    others
}

/// Returns an entry that only names a win.
fn named(win: &Entry) -> Entry {
    let (id, title, date, month) = (win.id.clone(), win.title.clone(), win.date.clone(), win.month.clone());
    Entry { id, title, date, month, starred: win.starred, ..Entry::default() }
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
    use crate::report::document::{PraiseEntry, Section};

    fn win(title: &str) -> Entry {
        Entry { id: title.into(), title: title.into(), ..Entry::default() }
    }

    fn titles(wins: &[Entry]) -> Vec<&str> {
        wins.iter().map(|win| win.title.as_str()).collect()
    }

    #[test]
    fn the_best_wins_stay_in_their_order_and_nothing_is_lost() {
        let starred = Entry { starred: true, ..win("starred") };
        let long = Entry { figures: vec!["a 1 → 2".into()], notes: "- a\n- b".into(), ..win("long") };
        let mut document = Document::default();
        document.projects.push(ProjectEntry {
            name: "Gate".into(),
            challenge: "It was slow.".into(),
            wins: vec![win("first"), long, win("third"), starred],
            ..ProjectEntry::default()
        });
        split_parts(&mut document);
        let [gate] = &document.projects[..] else { panic!("one project") };
        assert_eq!((titles(&gate.wins), gate.more), (vec!["long", "starred"], 3));
        assert_eq!(gate.wins[0].notes, "", "a list is too long for the short form");
        let [rest] = &document.appendix[..] else { panic!("one part") };
        assert_eq!((rest.name.as_str(), rest.challenge.as_str()), ("Gate", "It was slow."));
        assert_eq!(titles(&rest.wins), ["first", "long", "third"]);
        assert_eq!((rest.wins[1].notes.as_str(), rest.wins[1].figures.len()), ("- a\n- b", 0));
    }

    #[test]
    fn a_highlight_is_told_once_with_its_praise_and_its_notes_are_in_the_appendix() {
        let praised = PraiseEntry { quote: "Calm".into(), ..PraiseEntry::default() };
        let best = Entry { notes: "In two steps.".into(), praise: vec![praised.clone()], ..win("best") };
        let mut document = Document { highlights: vec![win("best")], ..Document::default() };
        let section = |wins| Section { key: "x".into(), title: "X".into(), wins, readings: Vec::new() };
        document.sections.push(section(vec![best]));
        split_parts(&mut document);
        assert_eq!(document.highlights[0].praise, [praised]);
        assert!(document.sections.is_empty());
        let told = &document.appendix[0].wins[0];
        assert_eq!((told.notes.as_str(), told.highlighted, told.praise.len()), ("In two steps.", true, 0));
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
        assert_eq!(few.projects[0].wins.len(), WINS);
    }

    #[test]
    fn projects_with_few_wins_are_in_the_appendix() {
        let mut document = Document::default();
        for number in 0..6 {
            let wins = vec![win(&number.to_string())];
            document.projects.push(ProjectEntry {
                name: number.to_string(),
                wins,
                ..ProjectEntry::default()
            });
        }
        split_parts(&mut document);
        assert_eq!((document.projects.len(), document.further), (PROJECTS, 2));
        let names: Vec<&str> = document.appendix.iter().map(|project| project.name.as_str()).collect();
        assert_eq!(names, ["4", "5"]);
    }
}
