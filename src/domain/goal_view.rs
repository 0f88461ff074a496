//! A goal with its milestones, check-ins and evidence.

use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;

use super::amount::Amount;
use super::date::{DateRange, PartialDate};
use super::goal::{Goal, GoalStatus};
use super::goal_parts::{CheckIn, Milestone};
use super::id::{GoalId, RecordId};
use super::kind::Kind;
use super::measure::Measure;
use super::metric::Metric;
use super::metric_value::MetricValue;
use super::metric_view::MetricView;
use super::record::{FieldError, Stored};

/// The title, year and status of a goal, for lists and look-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalRow {
    /// The id.
    pub id: GoalId,
    /// The title.
    pub title: String,
    /// The year that it belongs to; a fiscal year is named for the year in which it ends.
    pub year: i32,
    /// `true` if it is open.
    pub open: bool,
    /// `true` if it was carried over to another year.
    pub carried: bool,
}

impl GoalRow {
    /// Returns the sort key for several goals of one title, of which the first is meant: open goals, then
    /// ended goals, then carried goals; of these the year nearest to `year`, the later year of two.
    pub fn rank(&self, year: i32) -> impl Ord + use<> {
        (!self.open, self.carried, (self.year - year).abs(), -self.year)
    }
}

/// A record that is linked to a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The record.
    pub id: RecordId,
    /// The kind: a win, a project, a reading note or a metric.
    pub kind: Kind,
    /// The title or name.
    pub title: String,
    /// The last day of its date; for a project or a metric not before the goal was set.
    pub day: NaiveDate,
    /// The date, if it is not a single day.
    pub when: Option<DateRange>,
    /// `true` if it counts: a reading note only if it is finished, a project unless it was dropped.
    pub counts: bool,
    /// The status of a record that does not count: `reading`, `dropped`; else empty.
    pub state: String,
}

/// The goal of an earlier year from which a goal was carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierYear {
    /// The id.
    pub id: GoalId,
    /// The year.
    pub year: i32,
    /// The day on which it was set.
    pub set_on: NaiveDate,
    /// The date on which it was carried over.
    pub carried_on: Option<PartialDate>,
}

/// A goal with its parts and links. Evidence and check-ins include those of the years from which the goal was
/// carried over; milestones are copied when a goal is carried over.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalView {
    /// The goal.
    pub stored: Stored<Goal>,
    /// The milestones, in order.
    pub milestones: Vec<Stored<Milestone>>,
    /// The check-ins, the earliest first.
    pub check_ins: Vec<Stored<CheckIn>>,
    /// The linked records, the earliest first.
    pub evidence: Vec<Evidence>,
    /// The metric that it follows: the chosen metric, else its first own metric in a compatible unit.
    pub metric: Option<MetricView>,
    /// The years that it was carried over from, the earliest first.
    pub before: Vec<EarlierYear>,
    /// The day on which it was set.
    pub set_on: NaiveDate,
    /// The goal that it was carried over to, with the year.
    pub after: Option<(GoalId, i32)>,
}

impl Deref for GoalView {
    type Target = Stored<Goal>;

    fn deref(&self) -> &Stored<Goal> {
        &self.stored
    }
}

impl DerefMut for GoalView {
    fn deref_mut(&mut self) -> &mut Stored<Goal> {
        &mut self.stored
    }
}

impl GoalView {
    /// Fails if `year` is not between the years from and to which the goal was carried over.
    pub fn validate_year(&self, year: i32) -> Result<(), FieldError> {
        let earlier = self.before.last().map_or(i32::MIN, |each| each.year);
        let later = self.after.map_or(i32::MAX, |(_, year)| year);
        if year > earlier && year < later {
            return Ok(());
        }
        let message = format!("the goal was carried over from {earlier}: its year must be later");
        Err(FieldError::new("year", message))
    }

    /// Returns the goal with its milestones, for an edit.
    pub fn draft(&self) -> Goal {
        let steps = self.milestones.iter().map(|each| (each.title.clone(), each.done_on)).collect();
        Goal { steps, ..self.body.clone() }
    }

    /// Returns the title, year and status.
    pub fn row(&self) -> GoalRow {
        GoalRow {
            id: self.id,
            title: self.title.clone(),
            year: self.year,
            open: self.is_open(),
            carried: self.status == GoalStatus::Carried,
        }
    }

    /// Returns the number of linked records that count.
    pub fn counted(&self) -> usize {
        self.evidence.iter().filter(|each| each.counts).count()
    }

    /// Returns the day on which it was first set, in this or an earlier year.
    pub fn begun(&self) -> NaiveDate {
        self.before.first().map_or(self.set_on, |first| first.set_on)
    }

    /// Returns the start and the numbers of the check-ins as a series for a chart. `None` if the measure is
    /// not numeric, or if the goal follows a metric, which is a series of its own.
    pub fn series(&self) -> Option<MetricView> {
        let Measure::Number { from, to } = &self.measure else { return None };
        if self.metric.is_some() {
            return None;
        }
        let at = self.meta.logged_at;
        let value = |day: NaiveDate, amount: &Amount| MetricValue::new(PartialDate::Day(day), amount.clone());
        let first = MetricValue { baseline: true, ..value(self.begun(), from) };
        let mut values = vec![Stored::derived(0, at, first)];
        for (number, check_in) in self.check_ins.iter().enumerate() {
            if let Some(amount) = check_in.value.as_ref().filter(|_| check_in.has_day()) {
                let value = MetricValue { note: check_in.note.clone(), ..value(check_in.day, amount) };
                values.push(Stored::derived(number + 1, at, value));
            }
        }
        let better = if to.in_unit(&from.unit).unwrap_or(to.number) > from.number {
            super::direction::BetterWhen::Higher
        } else {
            super::direction::BetterWhen::Lower
        };
        let metric =
            Metric { better: Some(better), target: Some(to.clone()), ..Metric::new("", None, &from.unit) };
        let mut stored = Stored::derived(0, at, metric);
        stored.id = super::id::MetricId(self.id.0);
        Some(MetricView::new(stored, values))
    }
}
