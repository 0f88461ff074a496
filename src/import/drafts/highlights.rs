//! Joins the highlights of a document with the same wins in its other sections.

use std::collections::{HashMap, HashSet};

use super::super::draft::ImportDraft;
use crate::domain::{DateRange, Kind};
use crate::text::{fold, list};

/// The fields of a win that are lists of names.
const LISTS: [&str; 4] = ["links", "people", "skills", "tags"];

/// Removes the highlights that the other sections repeat at the same time, and adds what only they say to the other draft.
pub(super) fn join(drafts: &mut Vec<ImportDraft>, highlights: &[usize]) {
    let highlights: HashSet<usize> = highlights.iter().copied().collect();
    let mut by_title: HashMap<String, Vec<usize>> =
        highlights.iter().map(|at| (fold(&drafts[*at].title), Vec::new())).collect();
    for (at, draft) in drafts.iter().enumerate() {
        if !by_title.is_empty() && draft.kind == Kind::Win && !highlights.contains(&at) {
            by_title.entry(fold(&draft.title)).and_modify(|all| all.push(at));
        }
    }
    let mut gone: HashSet<usize> = HashSet::new();
    let mut sorted: Vec<usize> = highlights.into_iter().collect();
    sorted.sort_unstable();
    for at in sorted {
        let same = by_title.get(&fold(&drafts[at].title)).map_or(&[][..], Vec::as_slice);
        if let Some(kept) = same.iter().find(|kept| can_be_one(drafts[at].when, drafts[**kept].when)) {
            let highlight = drafts[at].clone();
            add(&mut drafts[*kept], &highlight);
            gone.insert(at);
        }
    }
    remove(drafts, &gone);
}

/// Returns `true` unless both dates are known and differ.
fn can_be_one(one: Option<DateRange>, other: Option<DateRange>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.first_day() <= other.last_day() && other.first_day() <= one.last_day()
        }
        _ => true,
    }
}

/// Adds the fields, the figures and the date of a highlight that the draft does not have.
fn add(draft: &mut ImportDraft, highlight: &ImportDraft) {
    for (name, text) in &highlight.fields {
        if LISTS.contains(name) {
            draft.add_names(name, list::unlist(text).unwrap_or_default());
        } else if draft.get(name).is_empty() {
            draft.set_raw(name, text.as_str());
        } else if matches!(*name, "impact" | "notes") && !draft.get(name).contains(text.trim()) {
            draft.append(name, text, false);
        }
    }
    draft.add_figures(highlight.figures().to_vec());
    for (skill, group) in highlight.groups() {
        draft.add_group(skill, group);
    }
    draft.when = draft.when.or(highlight.when);
}

/// Removes drafts, and corrects the indexes of the projects and positions of the others.
fn remove(drafts: &mut Vec<ImportDraft>, gone: &HashSet<usize>) {
    if gone.is_empty() {
        return;
    }
    let mut next = 0;
    let moved: Vec<usize> = (0..drafts.len())
        .map(|at| {
            let now = next;
            next += usize::from(!gone.contains(&at));
            now
        })
        .collect();
    let mut at = 0;
    drafts.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    for draft in drafts {
        draft.set_project(draft.project().map(|at| moved[at]));
        draft.set_position(draft.position().map(|at| moved[at]));
    }
}
