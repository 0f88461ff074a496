//! Weekly notes: loading the input of the note on a week for a reader.

use super::Snapshot;
use super::review::{is_within, lies_within};
use super::visibility::Visible;
use crate::domain::{
    CheckIn, FollowUpFilter, FollowUpView, FollowUpWithSubject, MetricValue, MetricView, PartialDate, Period,
    ProjectStatus, Reading, Stored, WinView,
};
use crate::error::Result;
use crate::report::document::Reader;
use crate::report::open_tasks;

/// The maximum number of due follow-ups in a note.
const MOST_DUE: usize = 50;

/// The input of a note on a week.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekData {
    /// The week, or any other period.
    pub period: Period,
    /// The wins of the period in the order in which they happened.
    pub wins: Vec<WinView>,
    /// The metrics with a value in the period that was logged directly, not by a win.
    pub moved: Vec<MetricView>,
    /// The follow-ups that were answered in the period.
    pub answered: Vec<FollowUpWithSubject>,
    /// The names of the projects that shipped in the period, each with its date.
    pub shipped: Vec<(String, PartialDate)>,
    /// The titles of the goals with a check-in in the period, each with its latest check-in there.
    pub checked: Vec<(String, Stored<CheckIn>)>,
    /// The reading notes that were finished in the period.
    pub finished: Vec<Stored<Reading>>,
    /// The follow-ups that are due by the end of the period, the oldest first; at most 50.
    pub due: Vec<FollowUpWithSubject>,
    /// The numbers of records that the reader may not see.
    pub left_out: LeftOut,
}

/// The numbers of records that a weekly note omits because its reader may not see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// The number of wins.
    pub wins: usize,
    /// The number of metrics with a value that was logged directly.
    pub metrics: usize,
    /// The number of answered follow-ups.
    pub outcomes: usize,
    /// The number of projects that shipped.
    pub projects: usize,
    /// The number of goals with a check-in.
    pub goals: usize,
    /// The number of finished reading notes.
    pub readings: usize,
    /// The number of due follow-ups.
    pub due: usize,
}

/// Loads the input of a note on a period, with only the records that the reader may see and the state at the
/// end of the period.
pub fn load(snapshot: &Snapshot<'_>, period: Period, reader: Reader) -> Result<WeekData> {
    let mut visible = Visible::new(&snapshot.store, reader);
    let mut left_out = LeftOut::default();
    let mut wins = super::timeline::of_period(snapshot, &period)?;
    left_out.wins = visible.keep_wins(&mut wins)?;
    // Outcomes that were recorded later were not known in that week.
    let known = |follow_up: &FollowUpView| follow_up.recorded_on.is_none_or(|day| day <= period.last);
    for win in &mut wins {
        win.follow_ups.retain(known);
    }
    let mut moved = snapshot.store.list_metrics_since(period.first)?;
    let by_itself = |value: &Stored<MetricValue>| value.brought_by.is_none() && is_within(value, &period);
    moved.retain(|metric| metric.values.iter().any(by_itself));
    let all_moved = moved.len();
    visible.keep_metrics_of(&mut moved, &period)?;
    moved.retain(|metric| metric.values.iter().any(by_itself));
    // The change is that of the period: from the last value before it.
    for metric in &mut moved {
        metric.begin_before(period.first);
    }
    left_out.metrics = all_moved - moved.len();
    let mut answered = snapshot.store.list_outcomes(period.first, period.last)?;
    left_out.outcomes = visible.keep_follow_ups(&mut answered)?;
    let mut finished = super::review::finished_in(snapshot, &period)?;
    finished.retain(|reading| reading.finished.is_some_and(|date| lies_within(date, &period)));
    left_out.readings = visible.keep_readings(&mut finished)?;
    let mut due = snapshot.store.list_follow_ups(FollowUpFilter::Until(period.last), usize::MAX)?;
    left_out.due = visible.keep_follow_ups(&mut due)?;
    due.truncate(MOST_DUE);
    let shipped = shipped_in(snapshot, &period, &mut visible, &mut left_out)?;
    let mut checked = checked_in(snapshot, &period, &mut visible, &mut left_out)?;
    if reader != Reader::Myself {
        open_tasks::remove_from_wins(&mut wins);
        for asked in answered.iter_mut().chain(&mut due) {
            open_tasks::remove_from_follow_ups(std::slice::from_mut(&mut asked.follow_up));
        }
        for (_, check) in &mut checked {
            open_tasks::remove_from(&mut check.body);
        }
        for reading in &mut finished {
            open_tasks::remove_from(&mut reading.body);
        }
    }
    Ok(WeekData { period, wins, moved, answered, shipped, checked, finished, due, left_out })
}

/// Returns the projects that shipped in a period, in the order of their dates.
fn shipped_in(
    snapshot: &Snapshot<'_>,
    period: &Period,
    visible: &mut Visible<'_>,
    left_out: &mut LeftOut,
) -> Result<Vec<(String, PartialDate)>> {
    let mut out = Vec::new();
    for row in snapshot.store.list_projects()? {
        let shipped = row.end.filter(|_| row.status == ProjectStatus::Shipped);
        let Some(end) = shipped.filter(|end| lies_within(*end, period)) else { continue };
        if visible.sees(row.id)? {
            out.push((row.name, end));
        } else {
            left_out.projects += 1;
        }
    }
    out.sort_by_key(|(_, end)| end.first_day());
    Ok(out)
}

/// Returns the goals with a check-in in a period, each with its latest check-in there.
fn checked_in(
    snapshot: &Snapshot<'_>,
    period: &Period,
    visible: &mut Visible<'_>,
    left_out: &mut LeftOut,
) -> Result<Vec<(String, Stored<CheckIn>)>> {
    let within = |check: &&Stored<CheckIn>| (period.first..=period.last).contains(&check.day);
    let mut out = Vec::new();
    for year in snapshot.context.year_number_of(period.first)..=snapshot.context.year_number_of(period.last) {
        let mut goals = snapshot.store.list_goals_of(year)?;
        goals.retain(|goal| goal.check_ins.iter().any(|check| within(&check)));
        left_out.goals += visible.keep_goals(&mut goals)?;
        for goal in goals {
            let latest = goal.check_ins.iter().rfind(within).cloned();
            out.extend(latest.map(|check| (goal.stored.body.title, check)));
        }
    }
    Ok(out)
}
