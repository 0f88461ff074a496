//! Progress of goals: check-ins, evidence, milestones, and ending a goal.

use chrono::NaiveDate;

use super::metrics::refused;
use super::{Context, Snapshot, Transaction};
use crate::domain::number::{self, NumberFormat};
use crate::domain::{
    Amount, CheckIn, Goal, GoalId, GoalStatus, GoalView, Kind, Measure, MetricValue, Milestone, MilestoneId,
    NamedRef, PartialDate, RecordId,
};
use crate::error::{Error, Result};
use crate::report::wording;
use crate::store::Batch;
use crate::text::ellipsis;

/// A check-in to be added to a goal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckRequest {
    /// The number as typed, for a goal with a numeric measure only.
    pub value: Option<String>,
    /// The note; may be empty if there is a value.
    pub note: String,
    /// The day; by default today or, for a goal of a past year, the last day of that year.
    pub date: Option<NaiveDate>,
}

/// A change of the status of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The completion of the goal.
    Done {
        /// The date; `None` for today.
        on: Option<PartialDate>,
        /// The proof; may be empty.
        proof: String,
    },
    /// The end of a goal that is dropped, with the reason.
    Dropped(String),
    /// The transfer to a later year; `None` for the year after the goal's.
    Carried(Option<i32>),
    /// The reopening of the goal.
    Open,
}

/// The result of linking or unlinking evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The goal after the change.
    pub goal: GoalView,
    /// The number of records that were linked or unlinked.
    pub count: usize,
    /// The titles of the records that were linked already.
    pub already: Vec<String>,
}

/// Writes a check-in; if the goal follows a metric, the number is also logged as a value of the metric.
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

/// Adds a check-in to a goal; if the goal follows a metric, the number is also logged as a value of the
/// metric.
///
/// Fails if the check-in is empty, if its day is in the future or not in the year of the goal, if its value
/// cannot be parsed or the measure is not numeric, or if the goal has ended.
pub fn check_in(tx: &mut Transaction<'_>, id: GoalId, request: &CheckRequest) -> Result<GoalView> {
    let goal = tx.snapshot().store.find_goal(id)?;
    refuse_ended(&goal)?;
    let Some(check) = read_check(&tx.snapshot(), &goal, request)? else {
        return Err(Error::usage("a check-in needs a note or a value")
            .hint("add --note TEXT, or a value if the goal has a number"));
    };
    let label = format!("check goal: {}", ellipsis(&goal.title, 60));
    tx.set_label(&label);
    tx.refuse_gone(id.into(), &goal.title)?;
    write_check_in(&mut tx.batch, &goal, &check)?;
    super::goals::find(&tx.snapshot(), id)
}

/// Validates a check-in; `None` if it has neither a note nor a value.
fn read_check(snapshot: &Snapshot<'_>, goal: &GoalView, request: &CheckRequest) -> Result<Option<CheckIn>> {
    let note = request.note.trim();
    let typed = request.value.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if note.is_empty() && typed.is_none() {
        return Ok(None);
    }
    let day = check_in_day(snapshot.context, goal, request.date)?;
    let value =
        typed.map(|text| amount_of(goal, text, snapshot.context.config().number_format)).transpose()?;
    Ok(Some(CheckIn { goal: Some(goal.id), day, note: note.to_owned(), value, ..CheckIn::default() }))
}

/// Returns the day of a check-in: `date`, or else today or the last day of the goal's year, whichever is
/// earlier. Fails if the day is in the future or not in the goal's year.
fn check_in_day(context: &Context, goal: &GoalView, date: Option<NaiveDate>) -> Result<NaiveDate> {
    let today = context.today();
    let year = context.goal_year(goal.year);
    let day = date.unwrap_or(today.min(year.last));
    if day > today {
        return Err(Error::usage(format!("“{day}” is in the future")).about("date"));
    }
    if day < year.first || day > year.last {
        let error =
            Error::usage(format!("“{day}” is not in {}, the year of this goal", year.label)).about("date");
        return Err(match date {
            Some(_) => error,
            None => error.hint("the year of the goal has not begun"),
        });
    }
    Ok(day)
}

/// Links records to a goal as evidence. Fails if a record is not a win, project, reading note or metric, if
/// all of them are linked already, or if the goal was carried over.
pub fn link_evidence(tx: &mut Transaction<'_>, id: GoalId, records: &[RecordId]) -> Result<Linked> {
    let goal = tx.snapshot().store.find_goal(id)?;
    if goal.status == GoalStatus::Carried {
        refuse_ended(&goal)?;
    }
    let mut new: Vec<RecordId> = Vec::new();
    let mut already = Vec::new();
    for record in records {
        let found = tx.snapshot().store.describe(*record)?;
        if !matches!(found.kind, Kind::Win | Kind::Project | Kind::Reading | Kind::Metric) {
            return Err(Error::usage(format!("a {} cannot be evidence for a goal", found.kind))
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
    tx.set_label(format!("link to goal: {}", ellipsis(&goal.title, 60)));
    tx.refuse_gone(id.into(), &goal.title)?;
    for record in &new {
        tx.refuse_gone(*record, "")?;
        tx.batch.link_evidence(*record, id)?;
    }
    Ok(Linked { goal: super::goals::find(&tx.snapshot(), id)?, count: new.len(), already })
}

/// Unlinks evidence from a goal. Fails if one of the records is not linked to it, or was linked to the goal
/// of an earlier year from which it was carried over.
pub fn unlink_evidence(tx: &mut Transaction<'_>, id: GoalId, records: &[RecordId]) -> Result<Linked> {
    let goal = tx.snapshot().store.find_goal(id)?;
    tx.set_label(format!("unlink from goal: {}", ellipsis(&goal.title, 60)));
    for record in records {
        if !tx.batch.unlink_evidence(*record, id)? {
            let title = super::lookup::title(&tx.snapshot(), *record).unwrap_or_default();
            if let (Some(earlier), true) =
                (goal.before.last(), goal.evidence.iter().any(|each| each.id == *record))
            {
                let short = super::lookup::short_id(&tx.snapshot(), earlier.id)?;
                return Err(Error::failed(format!("“{title}” was linked before the goal was carried over"))
                    .hint(format!("to remove the link to the earlier goal: brag goal unlink {short} ID")));
            }
            return Err(Error::failed(format!("“{title}” is not evidence for “{}”", goal.title)));
        }
    }
    Ok(Linked { goal: super::goals::find(&tx.snapshot(), id)?, count: records.len(), already: Vec::new() })
}

/// Marks a milestone as done on a date (`Some(None)` for today), or as not done (`None`). Fails if the date
/// is in the future or before the first year of the goal, if no date is given and the milestone has that
/// state already, or if the goal has ended.
pub fn set_milestone(
    tx: &mut Transaction<'_>,
    goal: GoalId,
    milestone: MilestoneId,
    done: Option<Option<PartialDate>>,
) -> Result<GoalView> {
    let goal = tx.snapshot().store.find_goal(goal)?;
    refuse_ended(&goal)?;
    let Some(step) = goal.milestones.iter().find(|each| each.id == milestone) else {
        return Err(Error::failed("this milestone was deleted"));
    };
    let today = tx.context.today();
    let said = done;
    let done = done.map(|on| on.unwrap_or(PartialDate::Day(today)));
    if let Some(on) = done.filter(|on| on.first_day() > today) {
        return Err(Error::usage(format!("“{on}” is in the future")));
    }
    if let (Some(None), Some(on)) = (said, step.done_on) {
        return Err(Error::failed(format!("“{}” has been done since {}", step.title, wording::partial(on))));
    }
    refuse_before(tx.context, &goal, done)?;
    if done.is_none() && step.done_on.is_none() {
        return Err(Error::failed(format!("“{}” is open already", step.title)));
    }
    let verb = if done.is_some() { "milestone done" } else { "milestone open again" };
    let label = format!("{verb}: {}", ellipsis(&step.title, 60));
    tx.set_label(&label);
    tx.refuse_gone(goal.id.into(), &goal.title)?;
    tx.batch.update(step, &Milestone { done_on: done, ..step.body.clone() })?;
    super::goals::find(&tx.snapshot(), goal.id)
}

/// Ends or reopens a goal, and returns it. Carrying a goal over creates a goal with the same milestones in
/// the later year, and returns the new goal. Fails under the conditions of [`check_and_end`].
pub fn end(tx: &mut Transaction<'_>, id: GoalId, ending: &Ending) -> Result<GoalView> {
    check_and_end(tx, id, &CheckRequest::default(), ending)
}

/// Adds a check-in, unless `request` is empty, and ends or reopens the goal, as one batch. [`Ending::Open`]
/// ignores `request`.
///
/// Fails if the goal has ended (for `Ending::Open`, if it is open or was carried over), if the reason for
/// dropping it is empty, if the date is in the future or before its first year, or if the year to carry it
/// over to is not a later one or has a goal of this title. A check-in fails as in [`check_in`].
pub fn check_and_end(
    tx: &mut Transaction<'_>,
    id: GoalId,
    request: &CheckRequest,
    ending: &Ending,
) -> Result<GoalView> {
    let goal = tx.snapshot().store.find_goal(id)?;
    let today = tx.context.today();
    let on = Some(PartialDate::Day(today));
    match ending {
        Ending::Open => return reopen(tx, &goal),
        _ => refuse_ended(&goal)?,
    }
    let (verb, status, on, words) = match ending {
        Ending::Done { on: said, proof } => {
            if let Some(day) = said.filter(|day| day.first_day() > today) {
                return Err(Error::usage(format!("“{day}” is in the future")).about("date"));
            }
            refuse_before(tx.context, &goal, *said)?;
            ("goal done", GoalStatus::Done, said.or(on), proof.trim())
        }
        Ending::Dropped(why) if why.trim().is_empty() => {
            return Err(Error::usage("say why it is dropped").hint("brag goal drop ID --why TEXT"));
        }
        Ending::Dropped(why) => ("drop goal", GoalStatus::Dropped, on, why.trim()),
        Ending::Carried(_) | Ending::Open => ("carry goal", GoalStatus::Carried, on, ""),
    };
    let to = match ending {
        Ending::Carried(to) => Some(year_to_carry_to(tx.context, &goal, *to)?),
        _ => None,
    };
    let check = read_check(&tx.snapshot(), &goal, request)?;
    let label = format!("{verb}: {}", ellipsis(&goal.title, 60));
    tx.set_label(&label);
    tx.refuse_gone(id.into(), &goal.title)?;
    if tx.batch.find::<Goal>(id)?.status != GoalStatus::Open {
        return Err(Error::failed("another program ended this goal meanwhile"));
    }
    if let Some(check) = check {
        write_check_in(&mut tx.batch, &goal, &check)?;
    }
    tx.batch.end_goal(id, status, on, words)?;
    let mut now = id;
    if let Some(year) = to {
        let carried = Goal {
            year,
            follows: goal.metric.as_ref().map(|metric| NamedRef { id: metric.id, name: metric.name.clone() }),
            begun: Some(today),
            carried_from: Some(NamedRef { id, name: goal.title.clone() }),
            status: GoalStatus::Open,
            ended_on: None,
            ending: String::new(),
            source: None,
            ..goal.draft()
        };
        super::goals::refuse_taken(&tx.batch, &carried, None)?;
        now = tx.batch.insert_goal(&carried)?;
    }
    super::goals::find(&tx.snapshot(), now)
}

/// Fails if `on` is before the year of the goal or, for a goal that was carried over, before the year in
/// which it was first set.
fn refuse_before(context: &Context, goal: &GoalView, on: Option<PartialDate>) -> Result<()> {
    let first = goal.before.first().map_or(goal.year, |each| each.year);
    let year = context.goal_year(first);
    match on {
        Some(on) if on.last_day() < year.first => {
            Err(Error::usage(format!("“{on}” is before {}, the year of this goal", year.label)).about("date"))
        }
        _ => Ok(()),
    }
}

fn reopen(tx: &mut Transaction<'_>, goal: &GoalView) -> Result<GoalView> {
    match goal.status {
        GoalStatus::Open => return Err(Error::failed(format!("“{}” is open already", goal.title))),
        GoalStatus::Carried => refuse_ended(goal)?,
        GoalStatus::Done | GoalStatus::Dropped => {}
    }
    tx.set_label(format!("open goal again: {}", ellipsis(&goal.title, 60)));
    tx.refuse_gone(goal.id.into(), &goal.title)?;
    tx.batch.end_goal(goal.id, GoalStatus::Open, None, "")?;
    super::goals::find(&tx.snapshot(), goal.id)
}

fn year_to_carry_to(context: &Context, goal: &GoalView, to: Option<i32>) -> Result<i32> {
    if goal.year > context.present_year() {
        let when = context.goal_year(goal.year).label;
        return Err(Error::failed(format!("“{}” belongs to {when}, which has not begun", goal.title))
            .hint("brag goal edit --year moves it to another year"));
    }
    let year = to.unwrap_or(goal.year + 1);
    if year <= goal.year || year > 9999 {
        return Err(Error::usage(format!(
            "“{}” belongs to {}; the year to carry it over to must be {} or later",
            goal.title,
            goal.year,
            goal.year + 1
        )));
    }
    Ok(year)
}

/// Fails if the goal has ended.
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
        ))
        .hint(format!("brag goal list {year} lists the goals of that year"))),
        (GoalStatus::Carried, None) => Err(Error::failed(format!("“{}” was carried over", goal.title))),
    }
}

/// Parses the number of a check-in, in the unit of the goal or of the metric that it follows.
fn amount_of(goal: &GoalView, text: &str, format: NumberFormat) -> Result<Amount> {
    let text = &*number::localized(text, format);
    let Measure::Number { from, .. } = &goal.measure else {
        return Err(Error::usage(format!("“{}” is not measured by a number", goal.title))
            .about("value")
            .hint("add --note TEXT, or link evidence to it"));
    };
    if let Some(metric) = &goal.metric {
        return metric.read_value(text).map_err(|err| refused(&err).about("value"));
    }
    let amount =
        Amount::read(text, &from.unit).map_err(|err| Error::usage(err.to_string()).about("value"))?;
    if amount.relative || amount.in_unit(&from.unit).is_none() {
        let unit = if from.unit.is_empty() { "bare numbers" } else { &from.unit };
        return Err(
            Error::usage(format!("the goal is measured in {unit}; “{}” is not", amount.text)).about("value")
        );
    }
    Ok(amount)
}
