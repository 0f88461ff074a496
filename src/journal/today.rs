//! The first screen: the present week and year, what is due, and what is being read.

use super::Snapshot;
use crate::domain::{
    DayCount, Direction, FollowUpFilter, FollowUpWithSubject, GoalView, Page, Period, Reading, Stored,
    WinFilter, WinRow,
};
use crate::error::Result;

/// What the first screen shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Glance {
    /// Wins of the present week.
    pub week: Vec<WinRow>,
    /// Wins of the year by day.
    pub days: Vec<DayCount>,
    /// How many wins the year has.
    pub year_count: usize,
    /// The follow-ups that are due.
    pub due: Vec<FollowUpWithSubject>,
    /// The goals of the year, those that are open first, among them such of the year before.
    pub goals: Vec<GoalView>,
    /// What is being read: as many as are shown, and one more where there are more.
    pub being_read: Vec<Stored<Reading>>,
    /// How many wins have no date.
    pub undated: usize,
    /// Whether there is nothing in the journal yet: no win, no goal, nothing read.
    pub empty: bool,
}

/// What the first screen shows.
pub fn glance(snapshot: &Snapshot<'_>) -> Result<Glance> {
    let today = snapshot.context.today();
    let year = snapshot.context.year_of(today);
    let of_year = WinFilter { period: Some(year.clone()), ..WinFilter::default() };
    let of_week = WinFilter { period: Some(Period::week_of(today)), ..WinFilter::default() };
    let page = Page { after: None, towards: Direction::Older, limit: 50 };
    let mut goals = super::goals::list_of_year(snapshot, snapshot.context.present_year())?;
    // What was not ended is not forgotten with its year.
    let last = super::goals::list_of_year(snapshot, snapshot.context.present_year() - 1)?;
    goals.extend(last.into_iter().filter(|goal| goal.is_open()));
    goals.sort_by_key(|goal| !goal.is_open());
    let being_read = snapshot.store.list_being_read(4)?;
    let undated = WinFilter { undated: true, ..WinFilter::default() };
    let nothing_else = goals.is_empty() && being_read.is_empty();
    Ok(Glance {
        week: snapshot.store.list_wins(&of_week, &page)?,
        days: snapshot.store.count_days(&year)?,
        year_count: snapshot.store.count_wins(&of_year, 1_000_000)?,
        due: snapshot.store.list_asked(FollowUpFilter::Until(today), 4)?,
        goals,
        being_read,
        undated: snapshot.store.count_wins(&undated, 1_000)?,
        empty: nothing_else && snapshot.store.count_wins(&WinFilter::default(), 1)? == 0,
    })
}
