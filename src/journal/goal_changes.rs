//! Goals, moved: checked, linked to evidence, and ended.

use chrono::NaiveDate;

use super::Journal;
use super::metrics::refused;
use crate::domain::{
    Amount, CheckIn, Goal, GoalId, GoalStatus, GoalView, Kind, Measure, MetricValue, Milestone, MilestoneId,
    NamedRef, PartialDate, RecordId,
};
use crate::error::{Error, Result};
use crate::report::wording;
use crate::store::Batch;
use crate::text::ellipsis;

/// What is said of a goal on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckRequest {
    /// The number, as it was typed; of a goal that moves by one.
    pub value: Option<String>,
    /// What there is to say; may be empty beside a value.
    pub note: String,
    /// The day; today where nothing is said.
    pub date: Option<NaiveDate>,
}

/// How a goal is to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It was reached; what proved it may be empty.
    Done {
        /// When; today where nothing is said.
        on: Option<PartialDate>,
        /// What proved it.
        proof: String,
    },
    /// It is not wanted any more, and why.
    Dropped(String),
    /// It goes on in a year, the next one where none is said.
    Carried(Option<i32>),
    /// It did not end after all.
    Open,
}

/// What linking came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The goal as it is now.
    pub goal: GoalView,
    /// How many of the records are new to it, or gone from it.
    pub count: usize,
    /// The titles of those that were evidence for it already.
    pub already: Vec<String>,
}

/// Writes a check-in: the number of a goal that follows a metric also as a value of that metric.
fn write_check_in(batch: &mut Batch<'_>, goal: &GoalView, check_in: &CheckIn) -> Result<()> {
    if let (Some(metric), Some(amount)) = (&goal.metric, &check_in.value) {
        let value = MetricValue {
            note: check_in.note.clone(),
            ..MetricValue::new(PartialDate::Day(check_in.day), amount.clone())
        };
        batch.insert_value(metric.id, &value)?;
    }
    batch.insert(check_in)?;
    Ok(())
}

impl Journal {
    /// Says how a goal stands. The number of a goal that follows a metric is logged there.
    ///
    /// # Errors
    /// A usage error when nothing is said, for a day that is not in the goal's year or still to come, a
    /// value that cannot be read, and for a goal that does not move by a number; a failure for a goal that
    /// has ended.
    pub fn check_in(&mut self, id: GoalId, request: &CheckRequest) -> Result<GoalView> {
        let goal = self.store.find_goal(id)?;
        refuse_ended(&goal)?;
        let Some(check) = self.read_check(&goal, request)? else {
            return Err(Error::usage("say how it stands")
                .hint("with --note TEXT, or with a value where it moves by a number"));
        };
        let label = format!("check goal: {}", ellipsis(&goal.title, 60));
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        refuse_gone(&batch, id.into(), &goal.title)?;
        write_check_in(&mut batch, &goal, &check)?;
        batch.commit()?;
        self.goal(id)
    }

    /// What is said of a goal, where it can be said; `None` where nothing is.
    fn read_check(&self, goal: &GoalView, request: &CheckRequest) -> Result<Option<CheckIn>> {
        let note = request.note.trim();
        let typed = request.value.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if note.is_empty() && typed.is_none() {
            return Ok(None);
        }
        let day = self.day_of_goal(goal, request.date)?;
        let value = typed.map(|text| amount_of(goal, text)).transpose()?;
        Ok(Some(CheckIn { goal: Some(goal.id), day, note: note.to_owned(), value, ..CheckIn::default() }))
    }

    /// The day of something that moves a goal: within its year, and not still to come.
    fn day_of_goal(&self, goal: &GoalView, date: Option<NaiveDate>) -> Result<NaiveDate> {
        let today = self.today();
        let year = self.goal_year(goal.year);
        // Of a year that is over its last day is meant.
        let day = date.unwrap_or(today.min(year.last));
        if day > today {
            return Err(Error::usage(format!("{day} is still to come")).about("date"));
        }
        if day < year.first || day > year.last {
            let error =
                Error::usage(format!("{day} is not in {}, the year of this goal", year.label)).about("date");
            return Err(match date {
                Some(_) => error,
                None => error.hint("its year has not begun"),
            });
        }
        Ok(day)
    }

    /// Makes records evidence for a goal.
    ///
    /// # Errors
    /// A usage error for a record that cannot be evidence; a failure when all of them were it already.
    pub fn link_evidence(&mut self, id: GoalId, records: &[RecordId]) -> Result<Linked> {
        let goal = self.store.find_goal(id)?;
        if goal.status == GoalStatus::Carried {
            refuse_ended(&goal)?;
        }
        let mut new: Vec<RecordId> = Vec::new();
        let mut already = Vec::new();
        for record in records {
            let found = self.store.describe(*record)?;
            if !matches!(found.kind, Kind::Win | Kind::Project | Kind::Reading | Kind::Metric) {
                return Err(Error::usage(format!("a {} is no evidence for a goal", found.kind))
                    .hint("link wins, projects, reading notes or metrics"));
            }
            if goal.evidence.iter().any(|each| each.id == *record) || new.contains(record) {
                already.push(found.title);
            } else {
                new.push(*record);
            }
        }
        if new.is_empty() {
            let titles = already.iter().map(|title| format!("“{title}”")).collect::<Vec<_>>().join(", ");
            let verb = if already.len() == 1 { "is" } else { "are" };
            return Err(Error::failed(format!("{titles} {verb} evidence for “{}” already", goal.title)));
        }
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("link to goal: {}", ellipsis(&goal.title, 60)), stamp)?;
        refuse_gone(&batch, id.into(), &goal.title)?;
        for record in &new {
            refuse_gone(&batch, *record, "")?;
            batch.link_evidence(*record, id)?;
        }
        batch.commit()?;
        Ok(Linked { goal: self.goal(id)?, count: new.len(), already })
    }

    /// Makes records no evidence for a goal any more.
    ///
    /// # Errors
    /// When one of them was none.
    pub fn unlink_evidence(&mut self, id: GoalId, records: &[RecordId]) -> Result<Linked> {
        let goal = self.store.find_goal(id)?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("unlink from goal: {}", ellipsis(&goal.title, 60)), stamp)?;
        for record in records {
            if !batch.unlink_evidence(*record, id)? {
                drop(batch);
                let title = self.title(*record).unwrap_or_default();
                if let (Some(earlier), true) =
                    (goal.before.last(), goal.evidence.iter().any(|each| each.id == *record))
                {
                    let short = self.short(earlier.id)?;
                    return Err(Error::failed(format!(
                        "“{title}” was linked before the goal was carried over"
                    ))
                    .hint(format!("brag goal unlink {short} takes it out of that year")));
                }
                return Err(Error::failed(format!("“{title}” is no evidence for “{}”", goal.title)));
            }
        }
        batch.commit()?;
        Ok(Linked { goal: self.goal(id)?, count: records.len(), already: Vec::new() })
    }

    /// Says that a milestone is done, or that it is still to be done.
    ///
    /// # Errors
    /// A usage error for a day that is still to come; a failure when it is so already, or the goal ended.
    pub fn set_milestone(
        &mut self,
        goal: GoalId,
        milestone: MilestoneId,
        done: Option<Option<PartialDate>>,
    ) -> Result<GoalView> {
        let goal = self.store.find_goal(goal)?;
        refuse_ended(&goal)?;
        let Some(step) = goal.milestones.iter().find(|each| each.id == milestone) else {
            return Err(Error::failed("this milestone was deleted"));
        };
        let today = self.today();
        let said = done;
        let done = done.map(|on| on.unwrap_or(PartialDate::Day(today)));
        if let Some(on) = done.filter(|on| on.first_day() > today) {
            return Err(Error::usage(format!("{on} is still to come")));
        }
        if let (Some(None), Some(on)) = (said, step.done_on) {
            return Err(Error::failed(format!("“{}” is done since {}", step.title, wording::partial(on))));
        }
        self.refuse_before(&goal, done)?;
        if done.is_none() && step.done_on.is_none() {
            return Err(Error::failed(format!("“{}” is still to be done", step.title)));
        }
        let verb = if done.is_some() { "milestone done" } else { "milestone open again" };
        let label = format!("{verb}: {}", ellipsis(&step.title, 60));
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        refuse_gone(&batch, goal.id.into(), &goal.title)?;
        batch.update(step, &Milestone { done_on: done, ..step.body.clone() })?;
        batch.commit()?;
        self.goal(goal.id)
    }

    /// Ends a goal, or opens it again. A goal that is carried over is a new one of the later year, with
    /// what was done so far; returns that one.
    ///
    /// # Errors
    /// When it has ended already, when a reason is missing, or when the year is not a later one.
    pub fn end_goal(&mut self, id: GoalId, ending: &Ending) -> Result<GoalView> {
        self.check_and_end(id, &CheckRequest::default(), ending)
    }

    /// Says how a goal stands and ends it, in one step.
    ///
    /// # Errors
    /// As [`Journal::check_in`], where something is said, and [`Journal::end_goal`].
    pub fn check_and_end(&mut self, id: GoalId, request: &CheckRequest, ending: &Ending) -> Result<GoalView> {
        let goal = self.store.find_goal(id)?;
        let today = self.today();
        let on = Some(PartialDate::Day(today));
        match ending {
            Ending::Open => return self.reopen_goal(&goal),
            _ => refuse_ended(&goal)?,
        }
        let (verb, status, on, words) = match ending {
            Ending::Done { on: said, proof } => {
                if let Some(day) = said.filter(|day| day.first_day() > today) {
                    return Err(Error::usage(format!("{day} is still to come")).about("date"));
                }
                self.refuse_before(&goal, *said)?;
                ("goal done", GoalStatus::Done, said.or(on), proof.trim())
            }
            Ending::Dropped(why) if why.trim().is_empty() => {
                return Err(Error::usage("say why it is dropped").hint("brag goal drop ID --why TEXT"));
            }
            Ending::Dropped(why) => ("drop goal", GoalStatus::Dropped, on, why.trim()),
            Ending::Carried(_) | Ending::Open => ("carry goal", GoalStatus::Carried, on, ""),
        };
        let to = match ending {
            Ending::Carried(to) => Some(self.year_to_carry_to(&goal, *to)?),
            _ => None,
        };
        let check = self.read_check(&goal, request)?;
        let label = format!("{verb}: {}", ellipsis(&goal.title, 60));
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        refuse_gone(&batch, id.into(), &goal.title)?;
        if batch.find::<Goal>(id)?.status != GoalStatus::Open {
            return Err(Error::failed("another program ended this goal meanwhile"));
        }
        if let Some(check) = check {
            write_check_in(&mut batch, &goal, &check)?;
        }
        batch.end_goal(id, status, on, words)?;
        let mut now = id;
        if let Some(year) = to {
            let carried = Goal {
                year,
                follows: goal
                    .metric
                    .as_ref()
                    .map(|metric| NamedRef { id: metric.id, name: metric.name.clone() }),
                begun: Some(today),
                carried_from: Some(NamedRef { id, name: goal.title.clone() }),
                status: GoalStatus::Open,
                ended_on: None,
                ending: String::new(),
                source: None,
                ..goal.draft()
            };
            super::goals::refuse_taken(&batch, &carried, None)?;
            now = batch.insert_goal(&carried)?;
        }
        batch.commit()?;
        self.goal(now)
    }

    /// Nothing of a goal is done before the first of its years began.
    fn refuse_before(&self, goal: &GoalView, on: Option<PartialDate>) -> Result<()> {
        let first = goal.before.first().map_or(goal.year, |each| each.year);
        let year = self.goal_year(first);
        match on {
            Some(on) if on.last_day() < year.first => {
                Err(Error::usage(format!("{on} is before {}, the year of this goal", year.label))
                    .about("date"))
            }
            _ => Ok(()),
        }
    }

    fn reopen_goal(&mut self, goal: &GoalView) -> Result<GoalView> {
        match goal.status {
            GoalStatus::Open => return Err(Error::failed(format!("“{}” is open", goal.title))),
            GoalStatus::Carried => refuse_ended(goal)?,
            GoalStatus::Done | GoalStatus::Dropped => {}
        }
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("open goal again: {}", ellipsis(&goal.title, 60)), stamp)?;
        refuse_gone(&batch, goal.id.into(), &goal.title)?;
        batch.end_goal(goal.id, GoalStatus::Open, None, "")?;
        batch.commit()?;
        self.goal(goal.id)
    }

    fn year_to_carry_to(&self, goal: &GoalView, to: Option<i32>) -> Result<i32> {
        if goal.year > self.present_year() {
            let when = self.goal_year(goal.year).label;
            return Err(Error::failed(format!("“{}” is of {when}, which has not begun", goal.title))
                .hint("brag goal edit --year moves it"));
        }
        let year = to.unwrap_or(goal.year + 1);
        if year <= goal.year || year > 9999 {
            return Err(Error::usage(format!(
                "it is of {}: it can be carried to a later year only",
                goal.year
            )));
        }
        Ok(year)
    }
}

/// What another program deleted just now is not written to; asked inside the transaction.
fn refuse_gone(batch: &Batch<'_>, id: RecordId, title: &str) -> Result<()> {
    if !batch.is_gone(id)? {
        return Ok(());
    }
    let what = if title.is_empty() { "this record".to_owned() } else { format!("“{title}”") };
    Err(Error::failed(format!("another program deleted {what}")).hint("undo brings it back"))
}

/// A goal that has ended is not moved any more.
fn refuse_ended(goal: &GoalView) -> Result<()> {
    let on = goal.ended_on.map(|date| format!(" on {}", wording::partial(date))).unwrap_or_default();
    match (goal.status, goal.after) {
        (GoalStatus::Open, _) => Ok(()),
        (GoalStatus::Done, _) => {
            Err(Error::failed(format!("“{}” is done{on}", goal.title))
                .hint("brag goal reopen opens it again"))
        }
        (GoalStatus::Dropped, _) => Err(Error::failed(format!("“{}” was dropped{on}", goal.title))
            .hint("brag goal reopen opens it again")),
        (GoalStatus::Carried, Some((_, year))) => Err(Error::failed(format!(
            "“{}” of {} was carried over to {year} already",
            goal.title, goal.year
        ))),
        (GoalStatus::Carried, None) => Err(Error::failed(format!("“{}” was carried over", goal.title))),
    }
}

/// The number that a check-in says, in the unit of its goal or of the metric that the goal follows.
fn amount_of(goal: &GoalView, text: &str) -> Result<Amount> {
    let Measure::Number { from, .. } = &goal.measure else {
        return Err(Error::usage(format!("“{}” does not move by a number", goal.title))
            .about("value")
            .hint("say how it stands with --note, or link evidence to it"));
    };
    if let Some(metric) = &goal.metric {
        return metric.read_value(text).map_err(|err| refused(&err).about("value"));
    }
    let amount =
        Amount::read(text, &from.unit).map_err(|err| Error::usage(err.to_string()).about("value"))?;
    if amount.relative || amount.in_unit(&from.unit).is_none() {
        let unit = if from.unit.is_empty() { "bare numbers" } else { &from.unit };
        return Err(Error::usage(format!("the goal is in {unit}; {} is not", amount.text)).about("value"));
    }
    Ok(amount)
}
