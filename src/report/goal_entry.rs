//! Makes the entries of goals for documents.

use super::document::GoalEntry;
use super::goal as goal_words;
use super::wording;
use crate::domain::{Evidence, GoalStatus, GoalView, Kind, Period};

/// The maximum number of records that are named as evidence for a goal.
const EVIDENCE: usize = 3;

/// Returns the entries of goals: those that are done, carried over, open and dropped.
pub(super) fn all(goals: &[GoalView], year: &Period) -> Vec<GoalEntry> {
    let mut ordered: Vec<&GoalView> = goals.iter().collect();
    ordered.sort_by_key(|goal| match goal.status {
        GoalStatus::Done => 0,
        GoalStatus::Carried => 1,
        GoalStatus::Open => 2,
        GoalStatus::Dropped => 3,
    });
    ordered.into_iter().map(|goal| one(goal, year)).collect()
}

/// Returns the entry of a goal.
pub(super) fn one(goal: &GoalView, year: &Period) -> GoalEntry {
    // A metric is evidence by its values, which the progress says.
    // One without a title was left out of the document.
    let is_named = |each: &&Evidence| each.counts && each.kind != Kind::Metric && !each.title.is_empty();
    let proof: Vec<_> = goal.evidence.iter().filter(is_named).collect();
    GoalEntry {
        id: goal.id.to_string(),
        title: goal.title.clone(),
        why: goal.why.clone(),
        mark: match goal.status {
            GoalStatus::Open => "→",
            GoalStatus::Done => "✓",
            GoalStatus::Carried => "↷",
            GoalStatus::Dropped => "–",
        },
        went: goal_words::went(goal, year),
        result: goal_words::result(goal, year),
        comment: goal.ending.clone(),
        ended: match goal.ended_on {
            _ if goal.is_open() => String::new(),
            ended => wording::short_span(ended, ended),
        },
        evidence: proof.iter().take(EVIDENCE).map(|each| each.title.clone()).collect(),
        more: proof.len().saturating_sub(EVIDENCE),
    }
}
