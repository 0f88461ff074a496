//! Today: loading the data of the first screen.

use super::Snapshot;
use crate::domain::{
    DayCount, Direction, FollowUpFilter, FollowUpWithSubject, GoalView, InboxSummary, Page, Period, Reading,
    Stored, WinFilter, WinRow,
};
use crate::error::Result;

/// The data of the first screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Glance {
    /// The wins of the present week, newest first, at most 50.
    pub week: Vec<WinRow>,
    /// The number of wins on each day of the present year.
    pub days: Vec<DayCount>,
    /// The number of wins of the present year.
    pub year_count: usize,
    /// The follow-ups that are due, the oldest first, at most 4.
    pub due: Vec<FollowUpWithSubject>,
    /// The goals of the present year and the open ones of the year before; open goals first.
    pub goals: Vec<GoalView>,
    /// The reading notes that are being read, at most 4; the screen shows 3 of them.
    pub being_read: Vec<Stored<Reading>>,
    /// The number of wins without a date, up to 1,000.
    pub undated: usize,
    /// The things that wait in the inbox.
    pub inbox: InboxSummary,
    /// `true` if the journal has nothing in its inbox, no win, no goal to show and no note that is being read.
    pub empty: bool,
}

/// Loads the data of the first screen.
pub fn glance(snapshot: &Snapshot<'_>) -> Result<Glance> {
    let today = snapshot.context.today();
    let year = snapshot.context.year_of(today);
    let of_year = WinFilter { period: Some(year.clone()), ..WinFilter::default() };
    let of_week = WinFilter { period: Some(Period::week_of(today)), ..WinFilter::default() };
    let page = Page { after: None, towards: Direction::Older, limit: 50 };
    let mut goals = super::goals::list_of_year(snapshot, snapshot.context.present_year())?;
    // Goals that were not ended with their year must not be forgotten.
    let last = super::goals::list_of_year(snapshot, snapshot.context.present_year() - 1)?;
    goals.extend(last.into_iter().filter(|goal| goal.is_open()));
    goals.sort_by_key(|goal| !goal.is_open());
    let being_read = snapshot.store.list_being_read(4)?;
    let undated = WinFilter { undated: true, ..WinFilter::default() };
    let inbox = super::inbox::summary(snapshot)?;
    let nothing_else = goals.is_empty() && being_read.is_empty() && inbox.count == 0;
    Ok(Glance {
        week: snapshot.store.list_wins(&of_week, &page)?,
        days: snapshot.store.count_days(&year)?,
        year_count: snapshot.store.count_wins(&of_year, 1_000_000)?,
        due: snapshot.store.list_follow_ups(FollowUpFilter::Until(today), 4)?,
        goals,
        being_read,
        inbox,
        undated: snapshot.store.count_wins(&undated, 1_000)?,
        empty: nothing_else && snapshot.store.count_wins(&WinFilter::default(), 1)? == 0,
    })
}
