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
    /// The id of the goal.
    pub id: GoalId,
    /// The title of the goal.
    pub title: String,
    /// The calendar or fiscal year; a fiscal year has the number of the year in which it ends.
    pub year: i32,
    /// `true` if the goal is open.
    pub open: bool,
    /// `true` if the goal was carried over to another year.
    pub carried: bool,
}

impl GoalRow {
    /// Returns a sort key for goals of the same title, the most relevant first: open goals, then ended goals,
    /// then goals that were carried over. Within each group, years near `year` come first, and later years
    /// before equally near earlier ones.
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
    /// The last day of the record's date, or the day on which the goal was first set if the record has no
    /// date, or is a project or a metric with an earlier date.
    pub day: NaiveDate,
    /// The date, if it is not a single day.
    pub when: Option<DateRange>,
    /// `true` if the record counts: a reading note counts only if it is finished, a project unless it was
    /// dropped.
    pub counts: bool,
    /// The status of a record that does not count, such as `reading` or `dropped`; empty for a record that
    /// counts.
    pub state: String,
}

/// The goal of an earlier year from which a goal was carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierYear {
    /// The id of the earlier goal.
    pub id: GoalId,
    /// The year of the earlier goal.
    pub year: i32,
    /// The day on which the goal was set in its year.
    pub set_on: NaiveDate,
    /// The date on which the goal was carried over.
    pub carried_on: Option<PartialDate>,
}

/// A goal with its parts and links. The evidence and check-ins of the years from which the goal was carried
/// over are included; milestones are copied when a goal is carried over.
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
    /// The metric that the goal follows: the one that the user chose, else the first metric of the goal in a
    /// compatible unit.
    pub metric: Option<MetricView>,
    /// The goals of earlier years from which the goal was carried over, the earliest first.
    pub before: Vec<EarlierYear>,
    /// The day on which the goal was set in its year.
    pub set_on: NaiveDate,
    /// The goal to which it was carried over, with the year of that goal.
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
    /// Fails unless `year` is after the year from which the goal was carried over.
    pub fn validate_year(&self, year: i32) -> Result<(), FieldError> {
        let Some(earlier) = self.before.last().map(|each| each.year).filter(|earlier| year <= *earlier)
        else {
            return Ok(());
        };
        let message = format!("the goal was carried over from {earlier}: its year must be later");
        Err(FieldError::new("year", message))
    }

    /// Returns the body of the goal with its milestones, as the input of an edit.
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

    /// Returns the day on which the goal was first set, in this or an earlier year.
    pub fn begun(&self) -> NaiveDate {
        self.before.first().map_or(self.set_on, |first| first.set_on)
    }

    /// Returns the start and the numbers of the check-ins as the values of a metric, for a chart. `None` if
    /// the measure is not numeric, or if the goal follows a metric, which has a chart itself.
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
