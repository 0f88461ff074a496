//! Today: loading the data of the first screen.

use chrono::{Datelike, NaiveDate};

use super::Snapshot;
use crate::domain::metric_view::best_changes;
use crate::domain::{
    DayCount, Direction, FollowUpFilter, FollowUpWithSubject, GoalView, InboxSummary, Kind, MetricView, Page,
    Period, Reading, Stored, Totals, WinFilter, WinRow,
};
use crate::error::Result;

/// The data of the first screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Glance {
    /// The wins of the present week, newest first, at most 50.
    pub week: Vec<WinRow>,
    /// The number of wins on each day of the last 53 weeks.
    pub days: Vec<DayCount>,
    /// The number of wins of the present year.
    pub year_count: usize,
    /// The number of wins in the journal, up to [`MANY`].
    pub count: usize,
    /// The follow-ups that are due, the oldest first, at most 4.
    pub due: Vec<FollowUpWithSubject>,
    /// The number of follow-ups that are due.
    pub due_count: usize,
    /// The number of these that are overdue.
    pub overdue: usize,
    /// The goals of the present year and the open ones of the year before; open goals first.
    pub goals: Vec<GoalView>,
    /// The reading notes that are being read, at most 4; the screen shows 3 of them.
    pub being_read: Vec<Stored<Reading>>,
    /// The number of wins without a date, up to 1,000.
    pub undated: usize,
    /// The things that wait in the inbox.
    pub inbox: InboxSummary,
    /// The kinds of which there is a record.
    pub kinds: Vec<Kind>,
    /// `true` if the journal has nothing in its inbox, no win, no goal to show and no note that is being read.
    pub empty: bool,
}

impl Glance {
    /// Returns `true` if the journal has enough wins for what needs a history.
    pub fn has_history(&self) -> bool {
        self.count >= MANY
    }
}

/// The number of wins from which a journal is shown with everything that needs a history.
pub const MANY: usize = 20;

/// Loads the data of the first screen.
pub fn glance(snapshot: &Snapshot<'_>) -> Result<Glance> {
    let today = snapshot.context.today();
    let year = snapshot.context.year_of(today);
    let of_year = WinFilter { period: Some(year), ..WinFilter::default() };
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
    let count = snapshot.store.count_wins(&WinFilter::default(), MANY)?;
    let overdue = crate::domain::date::add_days(today, -OVERDUE_AFTER_DAYS - 1);
    Ok(Glance {
        week: snapshot.store.list_wins(&of_week, &page)?,
        days: snapshot.store.count_days(&last_weeks(today))?,
        year_count: snapshot.store.count_wins(&of_year, 1_000_000)?,
        count,
        due: snapshot.store.list_follow_ups(FollowUpFilter::Until(today), 4)?,
        due_count: snapshot.store.count_open(Some(today))?,
        overdue: overdue.map_or(Ok(0), |day| snapshot.store.count_open(Some(day)))?,
        goals,
        being_read,
        inbox,
        kinds: snapshot.store.list_kinds()?,
        undated: snapshot.store.count_wins(&undated, 1_000)?,
        empty: nothing_else && count == 0,
    })
}

/// Returns the 53 weeks up to `today`.
pub fn last_weeks(today: NaiveDate) -> Period {
    let first = crate::domain::date::add_days(crate::domain::date::week_start(today), -52 * 7);
    Period { first: first.unwrap_or(today), last: today, label: "the last twelve months".to_owned() }
}

/// The parts of the first screen that take longer with a large journal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outlook {
    /// The totals of the wins of the present year.
    pub totals: Totals,
    /// The metric that improved most, among those with a value in the last three months.
    pub best: Option<MetricView>,
    /// Wins of this day in the years before, the latest first, at most 3.
    pub on_this_day: Vec<WinRow>,
    /// The metric with a dashboard that was logged regularly and now for a month was not.
    pub stale: Option<MetricView>,
    /// The number of wins of the present year that are evidence for no goal; 0 without goals.
    pub without_goal: usize,
    /// The last of the five months before this one that has at most one win, if the others have more.
    pub thin_month: Option<(NaiveDate, usize)>,
}

/// The number of latest metrics that are looked at.
const LOOKED_AT: usize = 40;
/// The number of days after which a metric that was logged regularly is stale.
const STALE_AFTER_DAYS: i64 = 30;
/// The number of days from its date on which a follow-up is due but not overdue.
const OVERDUE_AFTER_DAYS: i64 = crate::domain::followup::OVERDUE_AFTER_DAYS;

/// Loads the parts of the first screen that take longer.
pub fn outlook(snapshot: &Snapshot<'_>) -> Result<Outlook> {
    let today = snapshot.context.today();
    let year = snapshot.context.year_of(today);
    let metrics = super::metrics::list_samples(snapshot, LOOKED_AT)?;
    let stale = metrics.iter().find(|metric| is_stale(metric, today)).cloned();
    let has_goals = !super::goals::list_of_year(snapshot, snapshot.context.present_year())?.is_empty();
    let free = WinFilter { period: Some(year.clone()), no_goal: true, ..WinFilter::default() };
    let recent = |metric: &MetricView| {
        metric.values.last().is_some_and(|value| (today - value.date.last_day()).num_days() < 92)
    };
    let improved = best_changes(metrics.into_iter().filter(recent).collect(), 1);
    let without_goal = if has_goals { snapshot.store.count_wins(&free, 1_000)? } else { 0 };
    Ok(Outlook {
        totals: snapshot.store.totals(&year)?,
        best: improved.into_iter().next().map(|(metric, _)| metric),
        on_this_day: on_this_day(snapshot, today)?,
        stale,
        without_goal,
        thin_month: thin_month(snapshot, today)?,
    })
}

fn is_stale(metric: &MetricView, today: NaiveDate) -> bool {
    let last = metric.values.last().map(|value| (today - value.date.last_day()).num_days());
    metric.values.len() >= 4 && last.is_some_and(|days| (STALE_AFTER_DAYS..366).contains(&days))
}

/// Returns wins of exactly this day in the five years before.
fn on_this_day(snapshot: &Snapshot<'_>, today: NaiveDate) -> Result<Vec<WinRow>> {
    let mut out = Vec::new();
    for back in 1..=5 {
        // On 29 February, the last day of February.
        let Some(day) = today.checked_sub_months(chrono::Months::new(12 * back)) else { continue };
        let period = Period { first: day, last: day, label: String::new() };
        let filter = WinFilter { period: Some(period), ..WinFilter::default() };
        let page = Page { after: None, towards: Direction::Older, limit: 3 };
        out.extend(snapshot.store.list_wins(&filter, &page)?);
    }
    out.truncate(3);
    Ok(out)
}

fn thin_month(snapshot: &Snapshot<'_>, today: NaiveDate) -> Result<Option<(NaiveDate, usize)>> {
    let counts = snapshot.store.count_days(&last_weeks(today))?;
    let this_month = today.with_day(1).unwrap_or(today);
    let month = |back: u32| this_month.checked_sub_months(chrono::Months::new(back));
    let of = |first: NaiveDate| {
        let same = |day: &&DayCount| (day.day.year(), day.day.month()) == (first.year(), first.month());
        (first, counts.iter().filter(same).map(|day| day.count).sum::<usize>())
    };
    let months: Vec<(NaiveDate, usize)> = (1..=5).filter_map(month).map(of).collect();
    let usual = months.iter().map(|(_, count)| count).sum::<usize>() / months.len().max(1);
    Ok(months.into_iter().find(|(_, count)| *count <= 1 && usual >= 3))
}
