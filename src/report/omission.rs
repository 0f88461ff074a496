//! Removes the records that the user left out of a document from its input, so that no part of it counts or names them.

use std::borrow::Cow;
use std::collections::HashSet;

use super::input::ReviewInput;
use super::overrides::{Item, ItemKind};
use crate::domain::DocumentOverride;

/// Returns the input without the wins and the projects that are left out, and without what belongs to them; `outline` lists
/// the items of the document of the whole input. A left-out record stays evidence for a goal, but has no title there.
pub(super) fn without_left_out(
    input: &ReviewInput,
    outline: impl FnOnce(&ReviewInput) -> Vec<Item>,
) -> Cow<'_, ReviewInput> {
    if !input.overrides.iter().any(|choice| choice.left_out) {
        return Cow::Borrowed(input);
    }
    let gone = gone(&outline(input), &input.overrides);
    let mut input = input.clone();
    remove(&mut input, gone);
    Cow::Owned(input)
}

/// Returns the ids of the wins and the projects that are left out themselves. A heading that is left out hides the records
/// under it, but they count elsewhere.
fn gone(outline: &[Item], overrides: &[DocumentOverride]) -> HashSet<String> {
    let is_chosen = |key: &str| overrides.iter().any(|choice| choice.left_out && choice.item == key);
    let records = outline.iter().filter(|item| matches!(item.kind, ItemKind::Win | ItemKind::Project));
    records.filter(|item| is_chosen(&item.key)).map(|item| item.key.clone()).collect()
}

/// Removes these records, the wins of these projects, and what belongs to any of them.
fn remove(input: &mut ReviewInput, mut gone: HashSet<String>) {
    for win in &input.wins {
        if win.project.as_ref().is_some_and(|project| gone.contains(&project.id.to_string())) {
            gone.insert(win.id.to_string());
        }
    }
    let is_gone = |id: &dyn ToString| gone.contains(&id.to_string());
    let projects: Vec<String> = input
        .projects
        .iter()
        .filter(|project| is_gone(&project.id))
        .map(|project| project.name.clone())
        .collect();
    input.wins.retain(|win| !is_gone(&win.id));
    input.projects.retain(|project| !is_gone(&project.id));
    input.metrics.retain(|metric| metric.owner_id().is_none_or(|owner| !is_gone(&owner)));
    input.praise.retain(|praise| {
        praise.win.as_ref().is_none_or(|win| !is_gone(&win.id))
            && praise.project.as_ref().is_none_or(|project| !is_gone(&project.id))
    });
    input.earlier.retain(|each| {
        !is_gone(&each.follow_up.about)
            && each.project.as_ref().is_none_or(|project| !projects.contains(project))
    });
    for goal in input.goals.iter_mut().chain(&mut input.next) {
        goal.evidence.iter_mut().filter(|each| is_gone(&each.id)).for_each(|each| each.title.clear());
    }
}
