//! Selects a CV from a timeline: the best wins of each position, each with one number.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::career::add_skills;
use super::career_entry::{PositionEntry, SkillGroup};
use super::document::{Document, Entry, ProjectEntry};
use super::format::Length;
use super::input::{ReviewInput, grouped_skills};
use super::sentences::sentences;
use super::wording::UNDATED;
use crate::domain::category::RECOGNITION;
use crate::domain::{DateRange, WinView};

/// The maximum number of wins of a project in a short CV.
const OF_PROJECT: usize = 3;

/// The maximum number of wins of a position in a short CV, and of a project in a full one.
const OF_POSITION: usize = 5;

/// The maximum number of projects without a position in a short CV.
const PROJECTS: usize = 5;

/// Selects a CV from a timeline. A short CV has the best wins of each position without its projects, and the latest other
/// projects without their parts; a full one lists all projects.
pub fn cv(mut document: Document, input: &ReviewInput, length: Length) -> Document {
    document.skills = skills(&document, input);
    take_awards(&mut document, &awards(input));
    if document.profile.name.is_empty() {
        document.title = "Curriculum vitae".into();
    }
    document.praise.clear();
    document.numbers.clear();
    let mut loose = std::mem::take(&mut document.others);
    loose.append(&mut document.undated);
    document.others = best(&loose, OF_POSITION);
    for position in &mut document.positions {
        shorten_position(position, length);
    }
    if length == Length::Full {
        document.projects.iter_mut().for_each(|project| shorten_project(project, OF_POSITION));
    } else {
        document.projects.truncate(PROJECTS);
        document.projects.iter_mut().for_each(collect_parts);
    }
    document
}

/// Limits the wins of a timeline to the best of each project and position, each with one number.
pub fn shorten(mut document: Document) -> Document {
    for position in &mut document.positions {
        position.bullets = best_in_order(&position.bullets, OF_POSITION);
    }
    let projects = document.positions.iter_mut().flat_map(|position| &mut position.projects);
    for project in projects.chain(&mut document.projects) {
        shorten_timeline_project(project);
    }
    document
}

/// Limits a position to its best wins; in a short CV, those of its projects count too, and the projects are
/// omitted.
fn shorten_position(position: &mut PositionEntry, length: Length) {
    let own = std::mem::take(&mut position.bullets);
    if length == Length::Full {
        position.bullets = best(&own, OF_POSITION);
        for project in &mut position.projects {
            shorten_project(project, OF_POSITION);
        }
        return;
    }
    let mut wins = Vec::new();
    for project in std::mem::take(&mut position.projects) {
        add_best(project, &mut wins);
    }
    wins.extend(best(&own, OF_POSITION));
    position.bullets = strongest(wins, OF_POSITION);
}

/// Adds the best wins of a project and of its parts, each with the name of its project.
fn add_best(project: ProjectEntry, to: &mut Vec<Entry>) {
    let wins = best(&project.wins, OF_PROJECT).into_iter();
    to.extend(wins.map(|win| Entry { project: project.name.clone(), ..win }));
    for part in project.parts {
        add_best(part, to);
    }
}

/// Limits the wins of a project to the best ones, those of its parts included, and omits the parts.
fn collect_parts(project: &mut ProjectEntry) {
    let mut wins = best(&project.wins, OF_PROJECT);
    for part in std::mem::take(&mut project.parts) {
        add_best(part, &mut wins);
    }
    project.wins = strongest(wins, OF_PROJECT);
}

/// Limits the wins of a project, and of its parts, to the best ones.
fn shorten_project(project: &mut ProjectEntry, most: usize) {
    project.wins = best(&project.wins, most);
    for part in &mut project.parts {
        shorten_project(part, most);
    }
}

/// Limits the wins of a project of a timeline, and of its parts, to the best ones.
fn shorten_timeline_project(project: &mut ProjectEntry) {
    project.wins = best_in_order(&project.wins, OF_PROJECT);
    project.parts.iter_mut().for_each(shorten_timeline_project);
}

/// Returns at most `most` of the wins, which are in the order of their dates, in short form: the strongest first, and
/// of equal ones the latest.
fn best(wins: &[Entry], most: usize) -> Vec<Entry> {
    // Wins of one date stay in the order in which they were written down.
    let by_date: Vec<Vec<Entry>> = wins.chunk_by(|a, b| a.date == b.date).map(<[Entry]>::to_vec).collect();
    strongest(by_date.into_iter().rev().flatten().collect(), most)
}

/// Returns at most `most` of the wins, the best ones in short form, in their order.
fn best_in_order(wins: &[Entry], most: usize) -> Vec<Entry> {
    let chosen: HashSet<String> = best(wins, most).into_iter().map(|win| win.id).collect();
    let mut kept: Vec<Entry> = wins.iter().filter(|win| chosen.contains(&win.id)).cloned().collect();
    kept.iter_mut().for_each(shorten_win);
    kept
}

/// Returns at most `most` of the wins in short form: the starred ones first, then those with a number, with an outcome,
/// and with a date; equal ones stay in their order.
fn strongest(mut wins: Vec<Entry>, most: usize) -> Vec<Entry> {
    let worth =
        |win: &Entry| (win.starred, !win.figures.is_empty(), !win.outcomes.is_empty(), win.date != UNDATED);
    wins.sort_by_key(|win| Reverse(worth(win)));
    wins.truncate(most);
    wins.iter_mut().for_each(shorten_win);
    wins
}

/// The number of words up to which a title is only a label.
const LABEL: usize = 3;

/// Returns the title of a win; a label such as `Error reduction` with the first sentence of its text.
fn telling(win: &Entry) -> String {
    let is_label = win.title.split_whitespace().count() <= LABEL && win.figures.is_empty();
    let first = || [&win.impact, &win.notes].into_iter().find_map(|text| sentences(text).into_iter().next());
    match first().filter(|sentence| is_label && sentence.len() <= LONGEST) {
        Some(sentence) => {
            format!("{}: {}", win.title.trim_end_matches([':', '.']), sentence.trim_end_matches('.'))
        }
        None => win.title.clone(),
    }
}

/// The maximum length of a sentence that follows a label, in bytes.
const LONGEST: usize = 200;

/// Removes the texts of a win and all figures but one. A list of short wins can be shortened again: the star and an
/// outcome, by which the wins are sorted, remain.
fn shorten_win(win: &mut Entry) {
    win.title = telling(win);
    win.figures.truncate(1);
    win.outcomes.truncate(1);
    win.audience.clear();
    win.impact.clear();
    win.notes.clear();
    win.since.clear();
    win.links.clear();
    win.praise.clear();
}

/// Returns the IDs of the wins for recognition, the latest first; those without a date come last.
fn awards(input: &ReviewInput) -> Vec<String> {
    let mut wins: Vec<&WinView> = input.wins.iter().filter(|win| win.category_key() == RECOGNITION).collect();
    wins.sort_by_key(|win| Reverse(win.when.map(DateRange::last_day)));
    wins.iter().map(|win| win.id.to_string()).collect()
}

/// Moves the wins with these IDs to the awards, in their order.
fn take_awards(document: &mut Document, awards: &[String]) {
    let mut out: Vec<Entry> = Vec::new();
    let mut take = |wins: &mut Vec<Entry>| {
        let (own, rest): (Vec<Entry>, Vec<Entry>) =
            std::mem::take(wins).into_iter().partition(|win| awards.contains(&win.id));
        out.extend(own);
        *wins = rest;
    };
    document.for_each_list(&mut take);
    out.iter_mut().for_each(shorten_win);
    out.sort_by_key(|win| awards.iter().position(|id| *id == win.id));
    document.awards = out;
}

/// Returns the skills of all projects and wins by group, those of the latest projects first.
fn skills(document: &Document, input: &ReviewInput) -> Vec<SkillGroup> {
    let mut names: Vec<String> = Vec::new();
    for position in &document.positions {
        position.projects.iter().for_each(|project| add_skills_of(project, &mut names));
        add_skills(&mut names, &position.skills);
    }
    document.projects.iter().for_each(|project| add_skills_of(project, &mut names));
    let listed: HashSet<&str> =
        document.others.iter().chain(&document.undated).map(|win| win.id.as_str()).collect();
    let wins = input.wins.iter().filter(|win| listed.contains(win.id.to_string().as_str()));
    add_skills(&mut names, wins.flat_map(|win| &win.skills));
    let groups = grouped_skills(&names, &input.skill_groups).into_iter();
    groups.map(|(name, skills)| SkillGroup { name, skills }).collect()
}

fn add_skills_of(project: &ProjectEntry, to: &mut Vec<String>) {
    add_skills(to, &project.skills);
    for part in &project.parts {
        add_skills_of(part, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Outcome;

    fn win(title: &str, starred: bool, figures: usize, outcomes: usize) -> Entry {
        Entry {
            id: title.into(),
            title: title.into(),
            starred,
            figures: (0..figures).map(|at| format!("figure {at}")).collect(),
            audience: "somebody".into(),
            impact: "much".into(),
            notes: "long".into(),
            outcomes: (0..outcomes).map(|_| Outcome { text: "held".into(), ..Outcome::default() }).collect(),
            ..Entry::default()
        }
    }

    #[test]
    fn a_short_timeline_stays_in_the_order_of_time() {
        let wins = [win("one", false, 0, 0), win("two", true, 0, 0), win("three", false, 0, 0)];
        let kept = best_in_order(&wins, 2);
        assert_eq!(kept.iter().map(|win| win.id.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    }

    #[test]
    fn the_best_wins_are_starred_have_a_number_or_an_outcome_and_are_in_order() {
        let wins = vec![
            win("early", false, 0, 0),
            win("starred", true, 0, 0),
            win("number", false, 2, 0),
            win("outcome", false, 0, 1),
            win("late", false, 0, 0),
        ];
        let best = best(&wins, 4);
        let titles: Vec<&str> = best.iter().map(|win| win.title.as_str()).collect();
        // A title that is only a label has the first sentence of its text.
        assert_eq!(titles, ["starred: much", "number", "outcome: much", "early: much"]);
        assert_eq!(best[1].figures, ["figure 0"]);
        assert!(best.iter().all(|win| win.notes.is_empty() && win.impact.is_empty()));
    }

    #[test]
    fn a_short_position_has_at_most_three_wins_of_a_project_and_five_in_all() {
        let wins = |name: &str| (0..9).map(|at| win(&format!("{name}{at}"), false, 1, 0)).collect();
        let project = |name: &str, parts: Vec<ProjectEntry>| ProjectEntry {
            name: name.into(),
            wins: wins(name),
            parts,
            ..ProjectEntry::default()
        };
        let mut position = PositionEntry {
            projects: vec![project("a", vec![project("b", Vec::new())])],
            ..PositionEntry::default()
        };
        shorten_position(&mut position, Length::Short);
        let count = |name: &str| position.bullets.iter().filter(|win| win.project == name).count();
        assert_eq!(position.bullets.len(), 5);
        assert!(count("a") <= 3 && count("b") <= 3);
    }

    #[test]
    fn a_project_without_a_position_has_the_best_wins_of_its_parts() {
        let part = |name: &str, starred| ProjectEntry {
            name: name.into(),
            wins: vec![win(&format!("of {name}"), starred, 1, 0)],
            ..ProjectEntry::default()
        };
        let parts = vec![
            part("small", false),
            ProjectEntry { parts: vec![part("inner", true)], ..part("big", false) },
        ];
        let mut whole = ProjectEntry { parts, ..part("whole", false) };
        collect_parts(&mut whole);
        let titles: Vec<&str> = whole.wins.iter().map(|win| win.title.as_str()).collect();
        assert_eq!(titles, ["of inner", "of whole", "of small"]);
        assert_eq!((whole.wins[0].project.as_str(), whole.wins[1].project.as_str()), ("inner", ""));
        assert!(whole.parts.is_empty());
    }
}
