//! Removes the records that the user left out of a document from its input, so that no part of it counts or names them.

use std::borrow::Cow;
use std::collections::HashSet;

use super::input::ReviewInput;
use super::overrides::{Item, left_out};

/// Returns the input without the wins and the projects that are left out, and without what belongs to them; `outline` lists
/// the items of the document of the whole input. A left-out record stays evidence for a goal, but has no title there.
pub(super) fn without_left_out(
    input: &ReviewInput,
    outline: impl FnOnce(&ReviewInput) -> Vec<Item>,
) -> Cow<'_, ReviewInput> {
    if !input.overrides.iter().any(|choice| choice.left_out) {
        return Cow::Borrowed(input);
    }
    let gone = left_out(&outline(input), &input.overrides);
    let mut input = input.clone();
    remove(&mut input, &gone);
    Cow::Owned(input)
}

fn remove(input: &mut ReviewInput, gone: &HashSet<String>) {
    let is_gone = |id: &dyn ToString| gone.contains(&id.to_string());
    let projects: Vec<String> = input
        .projects
        .iter()
        .filter(|project| is_gone(&project.id))
        .map(|project| project.name.clone())
        .collect();
    input
        .wins
        .retain(|win| !is_gone(&win.id) && win.project.as_ref().is_none_or(|project| !is_gone(&project.id)));
    input.projects.retain(|project| !is_gone(&project.id));
    input.metrics.retain(|metric| metric.owner_id().is_none_or(|owner| !is_gone(&owner)));
    input.earlier.retain(|each| {
        !is_gone(&each.follow_up.about)
            && each.project.as_ref().is_none_or(|project| !projects.contains(project))
    });
    for goal in input.goals.iter_mut().chain(&mut input.next) {
        goal.evidence.iter_mut().filter(|each| is_gone(&each.id)).for_each(|each| each.title.clear());
    }
}
