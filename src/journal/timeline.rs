//! Wins as lists and periods show them.

use chrono::NaiveDate;

use super::Snapshot;
use crate::domain::{DayCount, Direction, Page, Period, Totals, WinFilter, WinId, WinRow, WinView};
use crate::error::Result;

/// The order of a list of wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By when it happened.
    #[default]
    Date,
    /// By when it was written down.
    Logged,
}

/// The wins of a period, whole, in the order in which they happened.
pub fn of_period(snapshot: &Snapshot<'_>, period: &Period) -> Result<Vec<WinView>> {
    load_all(snapshot, &WinFilter { period: Some(period.clone()), ..WinFilter::default() })
}

/// All wins, whole, in the order in which they happened, those without a date first.
pub fn all(snapshot: &Snapshot<'_>) -> Result<Vec<WinView>> {
    load_all(snapshot, &WinFilter::default())
}

fn load_all(snapshot: &Snapshot<'_>, filter: &WinFilter) -> Result<Vec<WinView>> {
    let page = Page { after: None, towards: Direction::Newer, limit: usize::MAX >> 1 };
    let rows = snapshot.store.list_wins(filter, &page)?;
    let rows: Vec<i64> = rows.iter().map(|row| row.anchor.row).collect();
    Ok(snapshot.store.find_wins(&rows)?)
}

/// Calls `each` with the wins of rows, whole, in the order of the rows; only some are in memory at a
/// time. Their revisions are not loaded: they cannot be edited as they are.
///
/// # Errors
/// When the journal cannot be read, and what `each` returns.
pub fn for_each(
    snapshot: &Snapshot<'_>,
    rows: &[(i64, WinId)],
    mut each: impl FnMut(WinView) -> Result<()>,
) -> Result<()> {
    for part in rows.chunks(500) {
        let rows: Vec<i64> = part.iter().map(|(row, _)| *row).collect();
        snapshot.store.find_wins_to_print(&rows)?.into_iter().try_for_each(&mut each)?;
    }
    Ok(())
}

/// A page of wins in the timeline's order.
pub fn page(snapshot: &Snapshot<'_>, filter: &WinFilter, page: &Page) -> Result<Vec<WinRow>> {
    Ok(snapshot.store.list_wins(filter, page)?)
}

/// Returns the place of a win in the timeline, deleted or not.
///
/// # Errors
/// When there is none.
pub fn cursor(snapshot: &Snapshot<'_>, id: WinId) -> Result<crate::domain::Cursor> {
    Ok(snapshot.store.win_anchor(id)?)
}

/// Wins, newest first, by date or by when they were written down.
pub fn list(snapshot: &Snapshot<'_>, filter: &WinFilter, sort: Sort, limit: usize) -> Result<Vec<WinRow>> {
    match sort {
        Sort::Date => page(snapshot, filter, &Page { after: None, towards: Direction::Older, limit }),
        Sort::Logged => Ok(snapshot.store.list_wins_by_logged(filter, limit)?),
    }
}

/// Returns the same wins by their rows and identities alone, to be read whole.
pub fn list_ids(
    snapshot: &Snapshot<'_>,
    filter: &WinFilter,
    sort: Sort,
    limit: usize,
) -> Result<Vec<(i64, WinId)>> {
    Ok(snapshot.store.list_win_ids(filter, sort == Sort::Date, limit)?)
}

/// Wins with the words of a filter, best first.
pub fn list_ranked(snapshot: &Snapshot<'_>, filter: &WinFilter, limit: usize) -> Result<Vec<WinRow>> {
    Ok(snapshot.store.list_wins_by_rank(filter, limit)?)
}

/// How many wins a filter has, counted up to a limit.
pub fn count(snapshot: &Snapshot<'_>, filter: &WinFilter, limit: usize) -> Result<usize> {
    Ok(snapshot.store.count_wins(filter, limit)?)
}

/// The totals of a period.
pub fn totals(snapshot: &Snapshot<'_>, period: &Period) -> Result<Totals> {
    Ok(snapshot.store.totals(period)?)
}

/// Wins by day, where the day is known.
pub fn days(snapshot: &Snapshot<'_>, period: &Period) -> Result<Vec<DayCount>> {
    Ok(snapshot.store.count_days(period)?)
}

/// The first and the last day that a win is listed under.
pub fn span(snapshot: &Snapshot<'_>) -> Result<Option<(NaiveDate, NaiveDate)>> {
    Ok(snapshot.store.win_span()?)
}
