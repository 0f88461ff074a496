//! A goal with what is derived of it: its steps, check-ins and evidence.

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
use super::record::Stored;

/// A goal as far as others need it: its name, its year, and whether it still takes evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalRow {
    /// Its identity.
    pub id: GoalId,
    /// What is wanted.
    pub title: String,
    /// The year that it belongs to; a fiscal year is named for the year in which it ends.
    pub year: i32,
    /// Whether it is still open.
    pub open: bool,
    /// Whether it goes on in another year.
    pub carried: bool,
}

impl GoalRow {
    /// Which of several goals of one title is meant: an open one before one that ended, what was carried over
    /// last, the year nearest to this one, and of two the later.
    #[must_use]
    pub fn rank(&self, year: i32) -> impl Ord + use<> {
        (!self.open, self.carried, (self.year - year).abs(), -self.year)
    }
}

/// A record that was linked to a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Which record.
    pub id: RecordId,
    /// A win, a project, a reading note or a metric.
    pub kind: Kind,
    /// Its title or name.
    pub title: String,
    /// When it happened: the last day on which it may have.
    pub day: NaiveDate,
    /// The same as precisely as it is known, where that is not a day.
    pub when: Option<DateRange>,
    /// Whether it counts: a reading note does when it is finished, a project unless it was dropped.
    pub counts: bool,
    /// A word on where it stands, where it does not count: `reading`, `dropped`.
    pub state: String,
}

/// A year of the same goal before this one, from which it was carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierYear {
    /// The goal of that year.
    pub id: GoalId,
    /// Its year.
    pub year: i32,
    /// The day on which it was set.
    pub set_on: NaiveDate,
    /// When it was carried over.
    pub carried_on: Option<PartialDate>,
}

/// A goal with everything that is derived of it. What it was in the years from which it was carried over is among
/// its evidence, its check-ins and, copied when it was carried, its milestones.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalView {
    /// The goal.
    pub stored: Stored<Goal>,
    /// Its steps, in their order.
    pub milestones: Vec<Stored<Milestone>>,
    /// What was said of it, the earliest first.
    pub check_ins: Vec<Stored<CheckIn>>,
    /// What was linked to it, the earliest first.
    pub evidence: Vec<Evidence>,
    /// The metric that it follows: the one that was said, else one of its own in its unit.
    pub metric: Option<MetricView>,
    /// The years that it was carried over from, the earliest first.
    pub before: Vec<EarlierYear>,
    /// The day on which it was set.
    pub set_on: NaiveDate,
    /// The goal that it was carried over to, and that one's year.
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
    /// Returns the goal with its steps, to be changed.
    #[must_use]
    pub fn draft(&self) -> Goal {
        let steps = self.milestones.iter().map(|each| (each.title.clone(), each.done_on)).collect();
        Goal { steps, ..self.body.clone() }
    }

    /// The goal as far as others need it.
    #[must_use]
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
    #[must_use]
    pub fn counted(&self) -> usize {
        self.evidence.iter().filter(|each| each.counts).count()
    }

    /// The day on which it was first set, in whichever year that was.
    #[must_use]
    pub fn begun(&self) -> NaiveDate {
        self.before.first().map_or(self.set_on, |first| first.set_on)
    }

    /// The numbers of its check-ins as a series, for a chart: from where it began to its target.
    /// `None` for a goal that follows a metric, whose own series is to be drawn, and for one without
    /// numbers.
    #[must_use]
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
