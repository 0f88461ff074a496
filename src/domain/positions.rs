//! The positions of a journal together: which one a win or a project belongs to, and which ones overlap.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::date::{DateRange, PartialDate};
use super::id::{PositionId, ProjectId, WinId};
use super::position::Position;
use super::project::ProjectRow;
use super::record::Stored;
use super::value::NamedRef;
use super::win::Win;

/// Returns the position whose span contains a day; of overlapping positions, the one that began latest. A
/// position with an unknown start counts as the earliest.
pub fn position_on(positions: &[Stored<Position>], day: NaiveDate) -> Option<&Stored<Position>> {
    let found = positions.iter().filter(|position| position.contains(day));
    found.max_by_key(|position| position.start.map(PartialDate::first_day))
}

/// The positions of a journal, and the projects that the user put into one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Positions {
    /// The positions with their titles, the latest first.
    pub all: Vec<Stored<Position>>,
    /// The chosen positions of projects.
    pub chosen: HashMap<ProjectId, PositionId>,
}

impl Positions {
    /// Returns the position with this id.
    pub fn find(&self, id: PositionId) -> Option<&Stored<Position>> {
        self.all.iter().find(|position| position.id == id)
    }

    /// Returns the position of a win: the chosen one, else the one chosen for its project, else that of its last
    /// day.
    pub fn of_win(&self, win: &Win) -> Option<&Stored<Position>> {
        let own = win.position.as_ref().map(|named| named.id);
        let of_project = || self.chosen.get(&win.project.as_ref()?.id).copied();
        self.chosen_or_on(own.or_else(of_project), win.when)
    }

    /// Returns the chosen position, else that of the last day of a date.
    fn chosen_or_on(&self, chosen: Option<PositionId>, when: Option<DateRange>) -> Option<&Stored<Position>> {
        match chosen {
            Some(id) => self.find(id),
            None => position_on(&self.all, when?.last_day()),
        }
    }

    /// Returns the position of a win without a project.
    pub fn of_loose_win(&self, win: &LooseWin) -> Option<&Stored<Position>> {
        self.chosen_or_on(win.position, win.when)
    }

    /// Returns the position of a project: the chosen one, else that of its last day, which is its end, or else
    /// the day of its latest win or its start, whichever is later.
    pub fn of_project(
        &self,
        id: ProjectId,
        start: Option<PartialDate>,
        end: Option<PartialDate>,
        last_win: Option<NaiveDate>,
    ) -> Option<&Stored<Position>> {
        if let Some(chosen) = self.chosen.get(&id) {
            return self.find(*chosen);
        }
        let last = end.map(PartialDate::last_day);
        let known = || start.map(PartialDate::last_day).max(last_win);
        position_on(&self.all, last.or_else(known)?)
    }
}

/// A win without a project, in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseWin {
    /// The id of the win.
    pub id: WinId,
    /// The title.
    pub title: String,
    /// The date; `None` without one.
    pub when: Option<DateRange>,
    /// The position that the user chose.
    pub position: Option<PositionId>,
}

/// A position with the records that belong to it.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionView {
    /// The position with its titles.
    pub position: Stored<Position>,
    /// The projects that belong to it, the latest first.
    pub projects: Vec<ProjectRow>,
    /// The wins without a project that belong to it, the latest first.
    pub loose: Vec<LooseWin>,
    /// The number of wins: those of the projects, and those without a project.
    pub wins: usize,
    /// The other positions that overlap with it.
    pub overlapping: Vec<NamedRef<PositionId>>,
}

/// Returns the pairs of positions that overlap by more than a day that both touch, as indices.
pub fn overlaps(positions: &[Stored<Position>]) -> Vec<(usize, usize)> {
    let span = |position: &Position| {
        let first = position.start.map_or(NaiveDate::MIN, PartialDate::first_day);
        let last = position.end.map_or(NaiveDate::MAX, PartialDate::last_day);
        (position.start.is_some() || position.end.is_some()).then_some((first, last))
    };
    let mut out = Vec::new();
    for (at, one) in positions.iter().enumerate() {
        for (other_at, other) in positions.iter().enumerate().skip(at + 1) {
            let (Some(one), Some(other)) = (span(one), span(other)) else { continue };
            if one.0 < other.1 && other.0 < one.1 {
                out.push((at, other_at));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(start: &str, end: &str) -> Position {
        let date = PartialDate::from_iso;
        Position {
            organisation: "Northwind".into(),
            start: date(start),
            end: date(end),
            ..Position::default()
        }
    }

    fn stored(all: Vec<Position>) -> Vec<Stored<Position>> {
        let at = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
        all.into_iter().enumerate().map(|(number, body)| Stored::derived(number, at, body)).collect()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_belongs_to_the_position_that_began_latest() {
        let all = stored(vec![
            position("2019", "2023-05"),
            position("2022", ""),
            position("", "2019-06"),
            position("", ""),
        ]);
        let on = |text: &str| position_on(&all, day(text)).map(|found| found.id);
        assert_eq!(on("2020-01-01"), Some(all[0].id));
        assert_eq!(on("2022-06-01"), Some(all[1].id));
        assert_eq!(on("2024-01-01"), Some(all[1].id));
        assert_eq!(on("2019-03-01"), Some(all[0].id));
        assert_eq!(on("2010-01-01"), Some(all[2].id));
        assert_eq!(overlaps(&all), [(0, 1), (0, 2)]);
    }
}
