//! Years: loading the summary of a year and of the year before.

use super::Snapshot;
use crate::domain::metric_view::best_changes;
use crate::domain::{
    Change, DayCount, Direction, GoalView, MetricView, Page, Period, Reading, Stored, Totals, WinFilter,
    WinRow,
};
use crate::error::Result;

/// The summary of a year and of the year before.
#[derive(Debug, Clone, PartialEq)]
pub struct Years {
    /// The number of the year.
    pub number: i32,
    /// The counts of the year.
    pub this: YearGlance,
    /// The counts of the year before.
    pub before: YearGlance,
    /// The metrics that improved most in the year, the largest change first, at most 9.
    pub best: Vec<(MetricView, Change)>,
    /// The goals of the year.
    pub goals: Vec<GoalView>,
    /// The reading notes that were finished in the year, the latest first.
    pub readings: Vec<Stored<Reading>>,
    /// The wins of the category recognition, the latest first, at most 7.
    pub recognition: Vec<WinRow>,
}

/// A summary of a year in numbers: its wins, goals and reading notes.
#[derive(Debug, Clone, PartialEq)]
pub struct YearGlance {
    /// The period of the year.
    pub period: Period,
    /// The totals of the wins of the year.
    pub totals: Totals,
    /// The number of wins on each day of the year.
    pub days: Vec<DayCount>,
    /// The number of goals of the year that are done, and of all its goals.
    pub goals: (usize, usize),
    /// The number of reading notes that were finished.
    pub readings: usize,
}

/// The maximum number of metrics in the summary.
const MAX_METRICS: usize = 9;

/// The maximum number of wins of recognition in the summary.
const RECOGNITION: usize = 7;

/// Loads the summary of a year and of the year before.
pub fn load(snapshot: &Snapshot<'_>, number: i32) -> Result<Years> {
    let period = snapshot.context.goal_year(number);
    let mut moved = snapshot.store.list_metrics_since(period.first)?;
    for metric in &mut moved {
        metric.values.retain(|value| value.date.first_day() <= period.last);
        // The change is computed from the last value before the year.
        let before = metric.values.iter().take_while(|value| value.date.last_day() < period.first).count();
        metric.values.drain(..before.saturating_sub(1));
    }
    moved.retain(|metric| metric.values.last().is_some_and(|last| last.date.last_day() >= period.first));
    let recognition = WinFilter {
        period: Some(period.clone()),
        category: Some(crate::domain::category::RECOGNITION.to_owned()),
        ..WinFilter::default()
    };
    let page = Page { after: None, towards: Direction::Older, limit: RECOGNITION };
    let mut readings = super::review::finished_in(snapshot, &period)?;
    readings.reverse();
    Ok(Years {
        number,
        this: glance_of(snapshot, number)?,
        before: glance_of(snapshot, number - 1)?,
        best: best_changes(moved, MAX_METRICS),
        goals: super::goals::list_of_year(snapshot, number)?,
        readings,
        recognition: snapshot.store.list_wins(&recognition, &page)?,
    })
}

fn glance_of(snapshot: &Snapshot<'_>, number: i32) -> Result<YearGlance> {
    let period = snapshot.context.goal_year(number);
    let goals = super::goals::list_of_year(snapshot, number)?;
    let done = goals.iter().filter(|goal| goal.status == crate::domain::GoalStatus::Done).count();
    Ok(YearGlance {
        totals: super::timeline::totals(snapshot, &period)?,
        days: snapshot.store.count_days(&period)?,
        goals: (done, goals.len()),
        readings: super::review::finished_in(snapshot, &period)?.len(),
        period,
    })
}
