//! Goals: listing, adding, editing and resolving them.

use super::edit_outcome::EditOutcome;
use super::{Snapshot, Transaction};
use crate::domain::{
    BetterWhen, Goal, GoalId, GoalRow, GoalStatus, GoalView, Kind, Measure, MetricId, MetricView, NamedRef,
    Record as _, RecordId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::store::{Batch, Freshness};
use crate::text::ellipsis;

/// Returns all goals, the latest year first.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Vec<GoalRow>> {
    Ok(snapshot.store.list_goals()?)
}

/// Returns a goal with its milestones, check-ins and evidence.
pub fn find(snapshot: &Snapshot<'_>, id: GoalId) -> Result<GoalView> {
    Ok(snapshot.store.find_goal(id)?)
}

/// Returns the goals of a year with their parts, in the order in which they were set.
pub fn list_of_year(snapshot: &Snapshot<'_>, year: i32) -> Result<Vec<GoalView>> {
    Ok(snapshot.store.list_goals_of(year)?)
}

/// Returns the goals whose progress depends on any of these records, without the records themselves.
pub fn of_records(snapshot: &Snapshot<'_>, ids: &[RecordId]) -> Result<Vec<GoalId>> {
    let mut out = Vec::new();
    for id in ids {
        for goal in snapshot.store.list_goals_of_record(*id)? {
            if !out.contains(&goal) && !ids.contains(&goal.into()) {
                out.push(goal);
            }
        }
    }
    Ok(out)
}

/// Resolves a title or an id to a goal. Of several goals with the same title, the first by [`GoalRow::rank`]
/// is returned. Fails if no goal matches, or several with different titles or the same rank.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<GoalId> {
    let named = snapshot.store.find_by_name(Kind::Goal, typed)?;
    if named.len() > 1 {
        let year = snapshot.context.present_year();
        let rows = snapshot.store.list_goals()?;
        let found = |id: RecordId| rows.iter().find(|row| RecordId::from(row.id) == id);
        let mut all: Vec<&GoalRow> = named.iter().filter_map(|each| found(each.id)).collect();
        let same = all.windows(2).all(|pair| fold(&pair[0].title) == fold(&pair[1].title));
        all.sort_by_key(|row| row.rank(year));
        let clear = all.len() < 2 || all[0].rank(year) < all[1].rank(year);
        if let (Some(first), true) = (all.first(), same && clear) {
            return Ok(first.id);
        }
    }
    Ok(GoalId(super::lookup::resolve_named(snapshot, Kind::Goal, typed)?.0))
}

/// Adds a goal; the year 0 is replaced by the present year. `better` is the direction in which its number
/// improves.
///
/// Fails if the title is empty or the year has a goal of this title already, if the metric does not exist or
/// has another kind of unit, or if the target is worse than the start.
pub fn add(tx: &mut Transaction<'_>, goal: &Goal, better: Option<BetterWhen>) -> Result<GoalView> {
    let today = tx.context.today();
    let year = if goal.year == 0 { tx.context.present_year() } else { goal.year };
    let goal = checked(&tx.snapshot(), &Goal { year, begun: Some(today), ..goal.clone() }, None, better)?;
    tx.set_label(format!("add goal: {}", ellipsis(&goal.title, 60)));
    refuse_taken(&tx.batch, &goal, None)?;
    let id = tx.batch.insert_goal(&goal)?;
    find(&tx.snapshot(), id)
}

/// Updates a goal; `seen` is the revision that the user has edited. The year 0 keeps the year of the goal.
/// Fails under the conditions of [`add`], if the goal was carried over and its year changes, or if the new
/// year is not after the year from which it was carried over.
pub fn edit(
    tx: &mut Transaction<'_>,
    id: GoalId,
    goal: &Goal,
    seen: i64,
    better: Option<BetterWhen>,
) -> Result<EditOutcome<GoalView, GoalView>> {
    let before = tx.snapshot().store.find_goal(id)?;
    let year = if goal.year == 0 { before.year } else { goal.year };
    if year != before.year && before.status == GoalStatus::Carried {
        return Err(Error::usage(format!("“{}” was carried over: its year cannot be changed", before.title))
            .about("year"));
    }
    let goal = checked(&tx.snapshot(), &Goal { year, ..goal.clone() }, Some(&before), better)?;
    tx.set_label(format!("edit goal: {}", ellipsis(&before.title, 60)));
    match tx.batch.since(id.into(), seen)? {
        Freshness::Same => {}
        Freshness::Deleted => return Ok(EditOutcome::Deleted),
        Freshness::Changed => {
            return Ok(EditOutcome::Conflict(Box::new(tx.snapshot().store.find_goal(id)?)));
        }
    }
    refuse_taken(&tx.batch, &goal, Some(id))?;
    tx.batch.update_goal(&before, &goal)?;
    if !tx.has_changes() {
        return Ok(EditOutcome::Unchanged);
    }
    Ok(EditOutcome::Saved(Box::new(find(&tx.snapshot(), id)?)))
}

/// Normalises and validates a goal, and resolves its metric.
fn checked(
    snapshot: &Snapshot<'_>,
    goal: &Goal,
    before: Option<&GoalView>,
    better: Option<BetterWhen>,
) -> Result<Goal> {
    let mut goal = goal.clone();
    goal.normalise(None, snapshot.context.today());
    goal.validate(snapshot.context.today())?;
    if let Some(before) = before {
        before.validate_year(goal.year)?;
    }
    let metric = metric_of(snapshot, &mut goal, before)?;
    if before.is_none_or(|before| before.measure != goal.measure) {
        goal.validate_direction(metric.as_ref(), better)?;
    }
    Ok(goal)
}

/// Resolves the metric that a goal follows. Fails if the goal has no number, or a number in another kind of
/// unit.
fn metric_of(
    snapshot: &Snapshot<'_>,
    goal: &mut Goal,
    before: Option<&GoalView>,
) -> Result<Option<MetricView>> {
    let kept = before.and_then(|before| before.metric.as_ref().filter(|_| before.follows.is_some()));
    let moves_by_number = matches!(goal.measure, Measure::Number { .. });
    let same =
        |metric: &MetricView, named: &NamedRef<MetricId>| fold(&metric.name) == fold(named.name.trim());
    if !moves_by_number
        && let (Some(kept), Some(named)) = (kept, &goal.follows)
        && same(kept, named)
    {
        // The measure is no longer numeric: the goal stops following its metric.
        goal.follows = None;
    }
    let Some(named) = goal.follows.take().filter(|named| !named.name.trim().is_empty()) else {
        return Ok(None);
    };
    let metric = match kept.filter(|metric| same(metric, &named)) {
        Some(metric) => metric.clone(),
        None => metric_to_follow(snapshot, &named)?,
    };
    let Measure::Number { from, .. } = &goal.measure else {
        return Err(Error::usage("only a goal with a number can follow a metric")
            .about("metric")
            .hint("give the start and the target: --from 70% --to 90%"));
    };
    if crate::domain::unit::convert(1.0, &metric.unit, &from.unit).is_none() {
        let unit = |unit: &str| if unit.is_empty() { "bare numbers".to_owned() } else { unit.to_owned() };
        return Err(Error::usage(format!(
            "“{}” is measured in {}, but the goal in {}",
            metric.name,
            unit(&metric.unit),
            unit(&from.unit)
        ))
        .about("measure"));
    }
    goal.follows = Some(NamedRef { id: metric.id, name: metric.name.clone() });
    Ok(Some(metric))
}

fn metric_to_follow(snapshot: &Snapshot<'_>, named: &NamedRef<MetricId>) -> Result<MetricView> {
    if named.is_resolved() {
        return Ok(snapshot.store.find_metric(named.id)?);
    }
    let id = super::lookup::resolve_kind(snapshot, Kind::Metric, named.name.trim())?;
    Ok(snapshot.store.find_metric(MetricId(id.0))?)
}

/// Opens a goal as a document in the user's editor and parses the result; `None` if the document was not
/// changed.
pub fn edit_document(journal: &super::Journal, goal: &Goal) -> Result<Option<(Goal, EditorFile)>> {
    super::record_document::edit(journal, goal)
}

/// Returns the progress of goals, one line each: title, year, and a text such as `1 of 2`.
pub fn standings(snapshot: &Snapshot<'_>, ids: &[GoalId]) -> Result<Vec<String>> {
    ids.iter()
        .map(|id| {
            let goal = snapshot.store.find_goal(*id)?;
            let year = snapshot.context.goal_year(goal.year).label;
            Ok(format!(
                "the goal “{}” ({year}) now has: {}",
                goal.title,
                crate::report::goal::standing(&goal)
            ))
        })
        .collect()
}

/// Returns the goals of `ids` that are open and have just been reached.
pub fn reached(snapshot: &Snapshot<'_>, ids: &[GoalId]) -> Result<Vec<GoalView>> {
    let mut out = Vec::new();
    for id in ids {
        let goal = snapshot.store.find_goal(*id)?;
        // A count above the target was already reached by an earlier record.
        let just = match goal.measure {
            Measure::Count(wanted) => u32::try_from(goal.counted()) == Ok(wanted),
            _ => true,
        };
        if goal.is_open() && goal.is_reached() && just {
            out.push(goal);
        }
    }
    Ok(out)
}

/// Fails if another goal of the year has this title. Queries the write transaction, because another program
/// may have added that goal since the snapshot was read.
pub(super) fn refuse_taken(batch: &Batch<'_>, goal: &Goal, own: Option<GoalId>) -> Result<()> {
    let Some(twin) = batch.find_twin(goal, own)? else { return Ok(()) };
    let twin = batch.find::<Goal>(GoalId(twin.0))?;
    Err(Error::usage(format!("the goal “{}” of {} exists already", twin.title, twin.year)).about("title"))
}
