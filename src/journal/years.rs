//! The year at a glance, beside the year before.

use super::Snapshot;
use crate::domain::metric_view::best_changes;
use crate::domain::{
    Change, DayCount, Direction, GoalView, MetricView, Page, Period, Reading, Stored, Totals, WinFilter,
    WinRow,
};
use crate::error::Result;

/// A year and the one before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Years {
    /// The number of the year.
    pub number: i32,
    /// The year.
    pub this: YearGlance,
    /// The one before.
    pub before: YearGlance,
    /// What moved furthest in it, the best first.
    pub best: Vec<(MetricView, Change)>,
    /// Its goals.
    pub goals: Vec<GoalView>,
    /// What was read to its end in it, the latest first.
    pub readings: Vec<Stored<Reading>>,
    /// The wins in which others recognised the work, the latest first.
    pub recognition: Vec<WinRow>,
}

/// What there is to count of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearGlance {
    /// The year.
    pub period: Period,
    /// Its wins, counted.
    pub totals: Totals,
    /// Its wins by day.
    pub days: Vec<DayCount>,
    /// How many of its goals are done, and how many there are.
    pub goals: (usize, usize),
    /// How many things were read to their end.
    pub readings: usize,
}

/// How many metrics a glance has at most.
const BEST: usize = 9;

/// How many wins of recognition it has at most.
const RECOGNITION: usize = 7;

/// A year at a glance, beside the one before.
pub fn load(snapshot: &Snapshot<'_>, number: i32) -> Result<Years> {
    let period = snapshot.context.goal_year(number);
    let mut moved = snapshot.store.list_metrics_since(period.first)?;
    for metric in &mut moved {
        metric.values.retain(|value| value.date.first_day() <= period.last);
        // What it was when the year began is what it is compared with.
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
        best: best_changes(moved, BEST),
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
