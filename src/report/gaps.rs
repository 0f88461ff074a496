//! Finds the information that a document still lacks, for the user.

use super::document::{Gap, Section};
use super::input::ReviewInput;
use crate::domain::{GoalView, WinView};

/// The maximum number of records in a sentence.
const MAX_NAMED: usize = 3;

/// Returns all gaps, in the order of the document.
pub fn find(review: &ReviewInput, sections: &[Section]) -> Vec<Gap> {
    let wins = |says, is: fn(&WinView) -> bool| Gap {
        says,
        named: review
            .wins
            .iter()
            .filter(|win| is(win))
            .map(|win| (win.id.to_string(), win.title.clone()))
            .collect(),
        most: Some(MAX_NAMED),
    };
    let unread = review.readings.iter().filter(|each| each.takeaways.is_empty());
    let unmoved = review.goals.iter().filter(|goal| goal.is_open() && !has_moved(goal));
    let used: Vec<&str> = review.wins.iter().map(|win| win.category_key()).collect();
    let empty = review.categories.iter().filter(|each| {
        !used.contains(&each.key.as_str()) && sections.iter().all(|section| section.key != each.key)
    });
    vec![
        wins("Starred, and without a number", |win| win.starred && win.figures.is_empty()),
        wins("Asked about, and not answered yet", |win| {
            !win.follow_ups.is_empty()
                && win.follow_ups.iter().all(|each| each.outcome.is_empty() && !each.nothing)
        }),
        Gap {
            says: "Read, and nothing kept of it",
            named: unread.map(|each| (each.id.to_string(), each.title.clone())).collect(),
            most: None,
        },
        Gap {
            says: "Goals that nothing moved",
            named: unmoved.map(|goal| (goal.id.to_string(), goal.title.clone())).collect(),
            most: Some(MAX_NAMED),
        },
        Gap {
            says: "Nothing in",
            named: empty.map(|each| (each.key.clone(), each.title.clone())).collect(),
            most: None,
        },
    ]
}

/// Returns `true` if a goal has a done milestone, a value since its beginning, evidence or a check-in.
fn has_moved(goal: &GoalView) -> bool {
    let ticked = goal.milestones.iter().any(|step| step.done_on.is_some());
    let measured = goal
        .metric
        .as_ref()
        .is_some_and(|metric| metric.values.iter().any(|value| value.date.last_day() >= goal.begun()));
    ticked || measured || !goal.evidence.is_empty() || !goal.check_ins.is_empty()
}
