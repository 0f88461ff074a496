//! The progress and the pace of a goal.
//!
//! The pace compares the progress with the elapsed fraction of the year, today included. A goal is on pace if
//! the two differ by at most a tenth. For a goal that was carried over, the progress in its own year is
//! taken, as a fraction of the part that was left when the year began. A goal has no pace before its year
//! begins. A growing goal has no pace during its year, a done-or-not-done goal no pace before the last
//! quarter.

use chrono::{Datelike, NaiveDate};

use super::date::PartialDate;
use super::goal::GoalStatus;
use super::goal_parts::CheckIn;
use super::goal_view::{Evidence, GoalView};
use super::measure::Measure;
use super::period::Period;
use super::record::Stored;

/// The progress of a goal compared with its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// More than a tenth ahead of the year.
    Ahead,
    /// At most a tenth ahead of the year or behind it.
    OnPace,
    /// More than a tenth behind the year.
    Behind,
    /// To be done within this number of days, today included.
    Left(i64),
    /// Reached, but still open.
    Reached,
    /// Still open after the end of the year.
    Over,
}

/// The maximum difference from the elapsed fraction of the year of a goal that is on pace.
const TOLERANCE: f64 = 0.1;
/// The elapsed fraction of the year from which on a done-or-not-done goal has a pace.
const LAST_QUARTER: f64 = 0.75;

impl Pace {
    /// Returns the word in JSON and in lists.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::OnPace => "on pace",
            Self::Behind => "behind",
            Self::Left(_) => "open",
            Self::Reached => "reached",
            Self::Over => "over",
        }
    }
}

/// Returns the fraction of a year elapsed at the end of a day, in 0..=1: 1/365 on the first day, 1 from the
/// last day on, 0 before the year.
#[expect(clippy::cast_precision_loss, reason = "days of a year")]
pub fn elapsed_fraction(year: &Period, day: NaiveDate) -> f64 {
    let gone = (day - year.first).num_days() + 1;
    (gone as f64 / year.days() as f64).clamp(0.0, 1.0)
}

/// A quarter of a goal's year, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarter {
    /// The number of linked records that count and are dated in the quarter.
    pub count: usize,
    /// `true` if the quarter has begun.
    pub begun: bool,
    /// `true` if the quarter is over.
    pub over: bool,
}

impl GoalView {
    /// Returns the progress, in 0..=1; `None` for a growing goal.
    pub fn progress(&self) -> Option<f64> {
        match self.measure {
            Measure::Done => Some(f64::from(u8::from(self.status == GoalStatus::Done))),
            _ => self.progress_until(NaiveDate::MAX),
        }
    }

    /// Returns the progress at the end of a day, in 0..=1.
    #[expect(clippy::cast_precision_loss, reason = "counts of records")]
    fn progress_until(&self, day: NaiveDate) -> Option<f64> {
        match &self.measure {
            Measure::Growing => None,
            Measure::Done => Some(0.0),
            Measure::Count(wanted) => {
                let there = self.evidence.iter().filter(|each| each.counts && each.day <= day).count();
                Some((there as f64 / f64::from(*wanted)).min(1.0))
            }
            Measure::Milestones => {
                let done = |date: &PartialDate| date.last_day() <= day || day == NaiveDate::MAX;
                let there =
                    self.milestones.iter().filter(|each| each.done_on.as_ref().is_some_and(done)).count();
                Some(if self.milestones.is_empty() {
                    0.0
                } else {
                    there as f64 / self.milestones.len() as f64
                })
            }
            Measure::Number { from, to } => {
                let unit = &from.unit;
                let (start, end) = (from.number, to.in_unit(unit)?);
                let now = self.number_until(unit, day).unwrap_or(start);
                // Adding 0 turns the −0 of a goal with a target below its start into 0.
                Some(((now - start) / (end - start)).clamp(0.0, 1.0) + 0.0)
            }
        }
    }

    /// Returns the latest number of a numeric measure, in the unit of its start; `None` if there is no number
    /// yet.
    pub fn number(&self) -> Option<f64> {
        let Measure::Number { from, .. } = &self.measure else { return None };
        self.number_until(&from.unit, NaiveDate::MAX)
    }

    /// Returns the latest number at the end of a day, from the metric that the goal follows or else from its
    /// check-ins.
    fn number_until(&self, unit: &str, day: NaiveDate) -> Option<f64> {
        if let Some(metric) = &self.metric {
            let numbers = metric.values.iter().filter(|value| value.date.last_day() <= day);
            return numbers
                .filter_map(|value| {
                    let number = metric.number_of(value)?;
                    super::unit::convert(number, &metric.unit, unit)
                })
                .next_back();
        }
        let said = self.check_ins.iter().filter(|each| each.has_day() && each.day <= day);
        said.filter_map(|each| each.value.as_ref()?.in_unit(unit)).next_back()
    }

    /// Returns `true` if the count, the target or all milestones are reached.
    pub fn is_reached(&self) -> bool {
        !matches!(self.measure, Measure::Done) && self.progress().is_some_and(|progress| progress >= 1.0)
    }

    /// Returns the pace on a day; `None` if the goal has no pace.
    pub fn pace(&self, year: &Period, today: NaiveDate) -> Option<Pace> {
        if !self.is_open() || today < year.first {
            return None;
        }
        if self.is_reached() {
            return Some(Pace::Reached);
        }
        if today > year.last {
            return Some(Pace::Over);
        }
        let gone = elapsed_fraction(year, today);
        match self.measure {
            Measure::Growing => return None,
            Measure::Done if gone < LAST_QUARTER => return None,
            Measure::Done => return Some(Pace::Left((year.last - today).num_days() + 1)),
            Measure::Milestones if self.milestones.is_empty() => return None,
            _ => {}
        }
        let eve = year.first.pred_opt().unwrap_or(year.first);
        let before = if self.before.is_empty() { 0.0 } else { self.progress_until(eve).unwrap_or(0.0) };
        // If the goal was complete when its year began, there is no part that was left: the progress itself
        // is compared.
        let now = self.progress()?;
        let moved = if before >= 1.0 { now } else { (now - before) / (1.0 - before) };
        Some(match moved - gone {
            lead if lead > TOLERANCE => Pace::Ahead,
            lead if lead < -TOLERANCE => Pace::Behind,
            _ => Pace::OnPace,
        })
    }

    /// Counts the linked records in each quarter of the year.
    pub fn quarters(&self, year: &Period, today: NaiveDate) -> [Quarter; 4] {
        let begins = |quarter: i32| super::date::add_months(year.first, quarter * 3).unwrap_or(year.first);
        std::array::from_fn(|at| {
            let at = i32::try_from(at).unwrap_or(0);
            let (first, next) = (begins(at), begins(at + 1));
            let within = |each: &&Evidence| each.counts && each.day >= first && each.day < next;
            Quarter {
                count: self.evidence.iter().filter(within).count(),
                begun: today >= first,
                over: today >= next,
            }
        })
    }

    /// Returns the events that moved the goal, the earliest first.
    pub fn timeline(&self) -> Vec<Movement> {
        let mut out = Vec::new();
        let mut add = |day: NaiveDate, what: Moved| out.push(Movement { day, what });
        for (at, earlier) in self.before.iter().enumerate() {
            if at == 0 {
                add(earlier.set_on, Moved::Set(earlier.year));
            }
            let next = self.before.get(at + 1).map_or(self.year, |next| next.year);
            let day = earlier.carried_on.map_or(earlier.set_on, PartialDate::last_day);
            add(day, Moved::Carried(next));
        }
        if self.before.is_empty() {
            add(self.set_on, Moved::Set(self.year));
        }
        for each in &self.evidence {
            add(each.day, Moved::Linked(each.clone()));
        }
        for each in &self.milestones {
            if let Some(done) = each.done_on {
                add(done.last_day(), Moved::Milestone(each.title.clone()));
            }
        }
        for each in self.check_ins.iter().filter(|each| each.has_day()) {
            let value = each.value.as_ref().map(super::amount::Amount::shown);
            add(each.day, Moved::CheckedIn(value, each.note.clone()));
        }
        if let Some(metric) = &self.metric {
            for value in &metric.values {
                let said = |each: &Stored<CheckIn>| {
                    each.day == value.date.last_day()
                        && each.value.as_ref().is_some_and(|said| said.text == value.amount.text)
                };
                // A value that was logged with a check-in is part of the movement of the check-in.
                if self.check_ins.iter().any(said) {
                    continue;
                }
                add(
                    value.date.last_day(),
                    Moved::Value(metric.name.clone(), value.amount.shown(), value.note.clone()),
                );
            }
        }
        if let Some(ended) = self.ended_on {
            let day = ended.last_day();
            match (self.status, self.after) {
                (GoalStatus::Done, _) => add(day, Moved::Done(self.ending.clone())),
                (GoalStatus::Dropped, _) => add(day, Moved::Dropped(self.ending.clone())),
                (GoalStatus::Carried, Some((_, year))) => add(day, Moved::Carried(year)),
                (GoalStatus::Carried | GoalStatus::Open, _) => {}
            }
        }
        out.sort_by_key(|movement| movement.day);
        out
    }

    /// Returns the latest movement. The setting of the goal and the links of records that do not count are
    /// ignored.
    pub fn last_movement(&self) -> Option<Movement> {
        self.timeline().into_iter().rfind(|movement| match &movement.what {
            Moved::Set(_) => false,
            Moved::Linked(evidence) => evidence.counts,
            _ => true,
        })
    }
}

/// An event that moved a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The day of the event; the last day of a less precise date.
    pub day: NaiveDate,
    /// The event.
    pub what: Moved,
}

/// The kind and the details of a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// The goal was set for a year.
    Set(i32),
    /// A record was linked.
    Linked(Evidence),
    /// The milestone of this title was done.
    Milestone(String),
    /// A check-in was added: its value and its note.
    CheckedIn(Option<String>, String),
    /// A value was logged in the metric that the goal follows: the name of the metric, the value and the
    /// note.
    Value(String, String, String),
    /// The goal was carried over to a year.
    Carried(i32),
    /// The goal was done, with this proof.
    Done(String),
    /// The goal was dropped, for this reason.
    Dropped(String),
}

/// Returns `true` if a day is in the last month of a year.
pub fn is_last_month(year: &Period, day: NaiveDate) -> bool {
    day <= year.last && (day.year(), day.month()) == (year.last.year(), year.last.month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Amount;
    use crate::domain::Kind;
    use crate::domain::goal_view::EarlierYear;
    use crate::domain::{CheckIn, Goal, GoalId, Meta, Milestone, RecordId, Stored};
    use rstest::rstest;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn goal(measure: &str, evidence: &[&str]) -> GoalView {
        let at = chrono::DateTime::parse_from_rfc3339("2026-01-04T10:00:00Z").unwrap();
        GoalView {
            stored: Stored {
                id: GoalId(Uuid::nil()),
                meta: Meta { logged_at: at, updated_at: at, revision: 0 },
                body: Goal {
                    title: "Two new tools".into(),
                    year: 2026,
                    measure: Measure::parse(measure).unwrap(),
                    ..Goal::default()
                },
            },
            milestones: Vec::new(),
            check_ins: Vec::new(),
            evidence: evidence
                .iter()
                .map(|date| Evidence {
                    id: RecordId(Uuid::nil()),
                    kind: Kind::Win,
                    title: "Used it".into(),
                    day: day(date),
                    when: None,
                    counts: true,
                    state: String::new(),
                })
                .collect(),
            metric: None,
            before: Vec::new(),
            set_on: day("2026-01-04"),
            after: None,
        }
    }

    fn year(fiscal: u32) -> Period {
        Period::year(2026, fiscal)
    }

    #[rstest]
    #[case("2025-12-31", 1, 0.0)]
    #[case("2026-01-01", 1, 1.0 / 365.0)]
    #[case("2026-12-30", 1, 364.0 / 365.0)]
    #[case("2026-12-31", 1, 1.0)]
    #[case("2027-01-01", 1, 1.0)]
    #[case("2025-10-01", 10, 1.0 / 365.0)]
    #[case("2026-09-30", 10, 1.0)]
    fn the_elapsed_fraction_is_exact_on_the_first_and_last_day_of_a_year(
        #[case] today: &str,
        #[case] fiscal: u32,
        #[case] gone: f64,
    ) {
        assert!((elapsed_fraction(&year(fiscal), day(today)) - gone).abs() < 1e-9);
    }

    #[test]
    fn a_leap_year_has_366_days() {
        let leap = Period::year(2028, 1);
        assert!((elapsed_fraction(&leap, day("2028-02-29")) - 60.0 / 366.0).abs() < 1e-9);
    }

    #[rstest]
    // A difference of up to a tenth is on pace.
    #[case("count 2", &[], "2025-12-31", None)]
    #[case("count 2", &[], "2026-01-01", Some(Pace::OnPace))]
    #[case("count 2", &[], "2026-02-05", Some(Pace::OnPace))]
    #[case("count 2", &[], "2026-02-06", Some(Pace::Behind))]
    #[case("count 2", &["2026-03-01"], "2026-04-01", Some(Pace::Ahead))]
    #[case("count 2", &["2026-03-01"], "2026-05-28", Some(Pace::OnPace))]
    #[case("count 2", &["2026-03-01"], "2026-08-31", Some(Pace::Behind))]
    #[case("count 3", &["2026-06-01", "2026-08-01"], "2026-09-15", Some(Pace::OnPace))]
    #[case("count 2", &["2026-03-01", "2026-08-01"], "2026-09-15", Some(Pace::Reached))]
    #[case("count 2", &["2026-03-01"], "2026-12-31", Some(Pace::Behind))]
    #[case("count 2", &["2026-03-01"], "2027-01-01", Some(Pace::Over))]
    #[case("growing", &["2026-03-01"], "2026-12-31", None)]
    #[case("growing", &["2026-03-01"], "2027-01-01", Some(Pace::Over))]
    #[case("done", &[], "2026-03-01", None)]
    #[case("done", &[], "2026-12-31", Some(Pace::Left(1)))]
    #[case("milestones", &[], "2026-09-01", None)]
    fn pace_compares_progress_with_the_elapsed_fraction_of_the_year(
        #[case] measure: &str,
        #[case] evidence: &[&str],
        #[case] today: &str,
        #[case] pace: Option<Pace>,
    ) {
        assert_eq!(goal(measure, evidence).pace(&year(1), day(today)), pace);
    }

    #[test]
    fn check_ins_move_a_number_up_or_down() {
        let mut goal = goal("800ms .. 0.4s", &[]);
        assert_eq!(goal.progress(), Some(0.0));
        for (at, (date, value)) in [("2026-03-01", "0.7s"), ("2026-05-01", "600ms")].iter().enumerate() {
            let check_in = CheckIn { day: day(date), value: Amount::parse(value), ..CheckIn::default() };
            goal.check_ins.push(Stored::derived(at, goal.meta.logged_at, check_in));
        }
        assert_eq!(goal.progress(), Some(0.5));
        let series = goal.series().unwrap();
        assert_eq!(series.change().unwrap().text, "−25\u{a0}%");
        goal.check_ins[1].value = Amount::parse("900ms");
        assert_eq!(goal.progress(), Some(0.0), "worse than where it began is nothing done");
    }

    #[test]
    fn progress_of_earlier_years_does_not_count_for_the_pace() {
        let mut goal = goal("count 2", &["2025-08-01"]);
        goal.before.push(EarlierYear {
            id: GoalId(Uuid::nil()),
            year: 2025,
            set_on: day("2025-01-03"),
            carried_on: Some(PartialDate::Day(day("2025-12-20"))),
        });
        assert_eq!(goal.progress(), Some(0.5));
        assert_eq!(goal.pace(&year(1), day("2026-01-05")), Some(Pace::OnPace));
        assert_eq!(goal.pace(&year(1), day("2026-06-01")), Some(Pace::Behind));
        let told: Vec<Moved> = goal.timeline().into_iter().map(|movement| movement.what).collect();
        assert_eq!(told, [Moved::Set(2025), Moved::Linked(goal.evidence[0].clone()), Moved::Carried(2026)]);
        assert_eq!(goal.begun(), day("2025-01-03"));
    }

    #[test]
    fn progress_counts_milestones_and_quarters_count_evidence() {
        let mut goal = goal("milestones", &["2026-01-01", "2026-03-31", "2026-07-01", "2024-01-01"]);
        for (at, done) in [Some("2026-02-01"), None, None].into_iter().enumerate() {
            let step = Milestone {
                title: format!("Step {at}"),
                done_on: done.and_then(PartialDate::from_iso),
                ..Milestone::default()
            };
            goal.milestones.push(Stored::derived(at, goal.meta.logged_at, step));
        }
        assert!((goal.progress().unwrap() - 1.0 / 3.0).abs() < 1e-9);
        let quarters = goal.quarters(&year(1), day("2026-08-15"));
        let told: Vec<_> =
            quarters.iter().map(|quarter| (quarter.count, quarter.begun, quarter.over)).collect();
        assert_eq!(told, [(2, true, true), (0, true, true), (1, true, false), (0, false, false)]);
    }
}
