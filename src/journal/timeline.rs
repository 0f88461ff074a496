//! The timeline: listing, paging and counting wins.

use chrono::NaiveDate;

use super::Snapshot;
use crate::domain::{DayCount, Direction, Page, Period, Totals, WinFilter, WinId, WinRow, WinView};
use crate::error::Result;
use crate::report::document::Reader;
use crate::report::input::ReviewInput;

/// The order of a list of wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By the date of the win.
    #[default]
    Date,
    /// By the time of logging.
    Logged,
}

/// Returns the wins of a period with their parts, the earliest first.
pub fn of_period(snapshot: &Snapshot<'_>, period: &Period) -> Result<Vec<WinView>> {
    load_all(snapshot, &WinFilter { period: Some(period.clone()), ..WinFilter::default() })
}

/// Returns all wins with their parts, the earliest first, those without a date before them.
pub fn all(snapshot: &Snapshot<'_>) -> Result<Vec<WinView>> {
    load_all(snapshot, &WinFilter::default())
}

/// Returns the number of wins of the period that the reader may not see.
pub fn hidden_wins(snapshot: &Snapshot<'_>, input: &ReviewInput) -> Result<usize> {
    if input.reader == Reader::Myself {
        return Ok(0);
    }
    let filter = WinFilter { period: Some(input.period.clone()), ..WinFilter::default() };
    let all = count(snapshot, &filter, usize::MAX >> 1)?;
    Ok(all.saturating_sub(input.wins.len()))
}

/// The number from which wins without a date are not counted.
const MANY: usize = 10_000;

/// Returns the number of wins without a date, at most 10,000: they are in no review of a period.
pub fn undated_wins(snapshot: &Snapshot<'_>) -> Result<usize> {
    Ok(snapshot.store.count_wins(&WinFilter { undated: true, ..WinFilter::default() }, MANY)?)
}

fn load_all(snapshot: &Snapshot<'_>, filter: &WinFilter) -> Result<Vec<WinView>> {
    let page = Page { after: None, towards: Direction::Newer, limit: usize::MAX >> 1 };
    let rows = snapshot.store.list_wins(filter, &page)?;
    let rows: Vec<i64> = rows.iter().map(|row| row.anchor.row).collect();
    Ok(snapshot.store.find_wins(&rows)?)
}

/// Returns the wins of the rows and ids that [`list_ids`] returns, in their order, without revisions.
pub fn find_all(snapshot: &Snapshot<'_>, rows: &[(i64, WinId)]) -> Result<Vec<WinView>> {
    let rows: Vec<i64> = rows.iter().map(|(row, _)| *row).collect();
    Ok(snapshot.store.find_wins_to_print(&rows)?)
}

/// Returns a page of the wins that match a filter, in the order of the timeline.
pub fn page(snapshot: &Snapshot<'_>, filter: &WinFilter, page: &Page) -> Result<Vec<WinRow>> {
    Ok(snapshot.store.list_wins(filter, page)?)
}

/// Returns the position of a live or deleted win in the timeline.
pub fn cursor(snapshot: &Snapshot<'_>, id: WinId) -> Result<crate::domain::Cursor> {
    Ok(snapshot.store.cursor_of_win(id)?)
}

/// Returns at most `limit` wins that match a filter, newest first in the order `sort`.
pub fn list(snapshot: &Snapshot<'_>, filter: &WinFilter, sort: Sort, limit: usize) -> Result<Vec<WinRow>> {
    match sort {
        Sort::Date => page(snapshot, filter, &Page { after: None, towards: Direction::Older, limit }),
        Sort::Logged => Ok(snapshot.store.list_wins_by_logged(filter, limit)?),
    }
}

/// Returns the rows and ids of the wins that [`list`] returns, for [`find_all`].
pub fn list_ids(
    snapshot: &Snapshot<'_>,
    filter: &WinFilter,
    sort: Sort,
    limit: usize,
) -> Result<Vec<(i64, WinId)>> {
    Ok(snapshot.store.list_win_ids(filter, sort == Sort::Date, limit)?)
}

/// Returns at most `limit` wins that match a filter, by the rank of its words, the best first.
pub fn list_ranked(snapshot: &Snapshot<'_>, filter: &WinFilter, limit: usize) -> Result<Vec<WinRow>> {
    Ok(snapshot.store.list_wins_by_rank(filter, limit)?)
}

/// Counts the wins that match a filter, up to `limit`.
pub fn count(snapshot: &Snapshot<'_>, filter: &WinFilter, limit: usize) -> Result<usize> {
    Ok(snapshot.store.count_wins(filter, limit)?)
}

/// Returns the number of wins of each month, the earliest first, as the year, the month and the count.
pub fn months(snapshot: &Snapshot<'_>) -> Result<Vec<(i32, u32, usize)>> {
    Ok(snapshot.store.count_months()?)
}

/// Returns the totals of the wins of a period.
pub fn totals(snapshot: &Snapshot<'_>, period: &Period) -> Result<Totals> {
    Ok(snapshot.store.totals(period)?)
}

/// Returns the number of wins on each day of a period that has any; less precise dates do not count.
pub fn days(snapshot: &Snapshot<'_>, period: &Period) -> Result<Vec<DayCount>> {
    Ok(snapshot.store.count_days(period)?)
}

/// Returns the first and the last day that a win is listed under; `None` if no win has a date.
pub fn span(snapshot: &Snapshot<'_>) -> Result<Option<(NaiveDate, NaiveDate)>> {
    Ok(snapshot.store.win_span()?)
}
