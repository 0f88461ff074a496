//! The case for a promotion: the wins by competency, and the sentences at the beginning of the document.

use super::career_entry::{CaseEntry, CaseLine, CaseWin};
use super::input::ReviewInput;
use crate::domain::{CompetencyEvidence, Ladder, Mark, WinView, fold};

/// The wins that show a competency.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// The key of the competency.
    key: String,
    /// The name in the ladder; the key if the ladder does not have it.
    pub name: String,
    /// The description; empty if the ladder does not have the competency.
    pub about: String,
    /// The wins in the order of the document.
    pub wins: Vec<&'a WinView>,
}

impl Group<'_> {
    /// Returns `true` for the key of the group's competency.
    pub fn is(&self, key: &str) -> bool {
        fold(&self.key) == fold(key)
    }
}

/// Returns the wins of each competency that has any, in the order of the ladder; those that the ladder does not
/// have come last.
pub fn groups<'a>(review: &'a ReviewInput, ladder: &Ladder) -> Vec<Group<'a>> {
    let known = ladder.competencies.iter().map(|each| Group {
        key: each.key.clone(),
        name: each.name.clone(),
        about: each.about.clone(),
        wins: Vec::new(),
    });
    let mut out: Vec<Group<'a>> = known.collect();
    for win in &review.wins {
        for key in &win.competencies {
            match out.iter_mut().find(|group| group.is(key)) {
                Some(group) => group.wins.push(win),
                None => out.push(Group {
                    key: key.clone(),
                    name: key.clone(),
                    about: String::new(),
                    wins: vec![win],
                }),
            }
        }
    }
    out.retain(|group| !group.wins.is_empty());
    out
}

/// Returns the case for a promotion: the totals, and a line for each competency with evidence. Without a ladder, or
/// without evidence for it, there is a line for each category. `None` without a win.
pub fn case(review: &ReviewInput) -> Option<CaseEntry> {
    if review.wins.is_empty() {
        return None;
    }
    let mut out = CaseEntry { of: review.wins.iter().map(counted).collect(), ..CaseEntry::default() };
    if let Some(ladder) = &review.ladder {
        let name =
            |key: &String| ladder.find_level(key).map_or_else(|| key.clone(), |level| level.name.clone());
        out.lines = groups(review, ladder).into_iter().map(|group| line(group.name, group.wins)).collect();
        if !out.lines.is_empty() {
            out.level = ladder.level.as_ref().map(name).unwrap_or_default();
            out.next = ladder.next_level().map(|level| level.name.clone()).unwrap_or_default();
        }
    }
    if out.lines.is_empty() {
        out.lines = by_category(review);
    }
    out.tell();
    Some(out)
}

/// Returns a line for each category with wins, in the order of the categories; wins of a category that is no longer
/// configured are only in the totals.
fn by_category(review: &ReviewInput) -> Vec<CaseLine> {
    let of = |key: &str| review.wins.iter().filter(|win| win.category_key() == key).collect();
    review.categories.iter().map(|each| line(each.title.clone(), of(&each.key))).collect()
}

fn counted(win: &WinView) -> CaseWin {
    let evidence = CompetencyEvidence::of_win(win);
    let has = |mark: Mark| evidence.marks.contains(&mark);
    CaseWin {
        id: win.id.to_string(),
        number: has(Mark::Number),
        outcome: has(Mark::Outcome),
        praise: has(Mark::Praise),
    }
}

fn line(name: String, mut wins: Vec<&WinView>) -> CaseLine {
    // The latest of equally strong wins comes first.
    wins.reverse();
    wins.sort_by_cached_key(|win| std::cmp::Reverse(strength(win)));
    CaseLine {
        name,
        count: 0,
        strongest: String::new(),
        of: wins.iter().map(|win| (win.id.to_string(), win.title.clone())).collect(),
    }
}

/// Returns the number of properties that make a win strong, of at most four; a star counts two more.
fn strength(win: &WinView) -> usize {
    CompetencyEvidence::of_win(win).marks.len() + 2 * usize::from(win.starred)
}
