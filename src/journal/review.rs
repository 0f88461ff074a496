//! Review: loading the input of a document for a period and a reader.

use std::collections::HashMap;

use super::Snapshot;
use super::visibility::Visible;
use crate::domain::{
    Confidence, DateRange, FollowUpWithSubject, Kind, LabelKind, MetricValue, MetricView, PartialDate,
    Period, ProjectId, ProjectRow, ProjectView, Reading, ReadingStatus, RecordId, Stored, WinId, WinView,
};
use crate::error::Result;
use crate::report::document::Reader;
use crate::report::input::{EarlierWork, ReviewInput};

/// Loads the input of a review: the records of a period that the reader may see, with the goals of its year
/// and the next, outcomes of earlier work, aliases, skills and overrides.
pub fn load(snapshot: &Snapshot<'_>, period: Period, reader: Reader) -> Result<ReviewInput> {
    let mut visible = Visible::new(&snapshot.store, reader);
    let mut wins = super::timeline::of_period(snapshot, &period)?;
    visible.keep_wins(&mut wins)?;
    let year = snapshot.context.year_number_of(period.last);
    let mut goals = snapshot.store.list_goals_of(year)?;
    visible.keep_goals(&mut goals)?;
    let mut next = snapshot.store.list_goals_of(year + 1)?;
    visible.keep_goals(&mut next)?;
    let mut outcomes = snapshot.store.list_outcomes(period.first, period.last)?;
    visible.keep_follow_ups(&mut outcomes)?;
    let projects = projects_of(snapshot, &period, &wins, &outcomes, &mut visible)?;
    let metrics = metrics_of(snapshot, &period, &projects, &wins, &mut visible)?;
    let included: Vec<RecordId> = projects.iter().map(|project| project.id.into()).collect();
    let earlier = earlier_outcomes(snapshot, &period, outcomes, &included)?;
    let mut readings = finished_in(snapshot, &period)?;
    visible.keep_readings(&mut readings)?;
    let aliases = super::aliases::list(snapshot)?.into_iter().map(|alias| alias.body).collect();
    let skills = super::labels::list(snapshot, LabelKind::Skill)?;
    Ok(ReviewInput {
        next_label: snapshot.context.goal_year(year + 1).label,
        categories: snapshot.context.config.categories.clone(),
        overrides: super::overrides::list(snapshot, &period, reader)?,
        skills: skills.into_iter().map(|each| each.name).collect(),
        skill_groups: super::projects::skill_groups(snapshot)?,
        reader,
        period,
        goals,
        next,
        projects,
        wins,
        metrics,
        earlier,
        readings,
        aliases,
    })
}

/// Returns the projects of a period in the order of their first win. A project belongs to a period if it has
/// a win, its start or end, or a value of one of its metrics in the period. A project without dates also
/// belongs to a period with one of its outcomes, and to the unlimited period.
fn projects_of(
    snapshot: &Snapshot<'_>,
    period: &Period,
    wins: &[WinView],
    outcomes: &[FollowUpWithSubject],
    visible: &mut Visible<'_>,
) -> Result<Vec<ProjectView>> {
    let mut first_win = HashMap::new();
    for (place, win) in wins.iter().enumerate() {
        if let Some(project) = &win.project {
            first_win.entry(project.id).or_insert(place);
        }
    }
    let within = |date: PartialDate| date.first_day() <= period.last && date.last_day() >= period.first;
    let is_of = |row: &ProjectRow| match (row.start, row.end) {
        (None, None) => {
            *period == Period::ever() || outcomes.iter().any(|asked| asked.follow_up.about == row.id.into())
        }
        (start, end) => start.is_some_and(within) || end.is_some_and(within),
    };
    let (mut included, mut others) = (Vec::new(), Vec::new());
    for (order, row) in snapshot.store.list_projects()?.into_iter().enumerate() {
        match first_win.get(&row.id) {
            Some(first) => included.push((*first, order, row.id)),
            None if is_of(&row) => included.push((wins.len(), order, row.id)),
            None => others.push((wins.len(), order, row.id)),
        }
    }
    let ids: Vec<RecordId> = others.iter().map(|(_, _, id)| (*id).into()).collect();
    for metric in snapshot.store.list_metrics_of_all(&ids, Some(period.first))? {
        // Imported values do not count: if the document has no date, they have the year of the import.
        let logged = |value: &&Stored<MetricValue>| value.confidence != Some(Confidence::AsWritten);
        let moved = metric.values.iter().filter(logged).any(|value| is_within(value, period));
        let owner = metric.owner().filter(|_| moved).map(|owner| owner.id);
        if let Some(place) = others.iter().position(|(_, _, id)| owner == Some((*id).into())) {
            included.push(others.swap_remove(place));
        }
    }
    included.sort_unstable_by_key(|(first, order, _)| (*first, *order));
    let mut projects = Vec::with_capacity(included.len());
    for (_, _, id) in included {
        if visible.sees(id)? {
            let mut project = visible.project(id)?.clone();
            visible.trim_project(&mut project)?;
            projects.push(project);
        }
    }
    Ok(projects)
}

/// Returns the metrics of the projects, the metrics of the wins without a project, and the metrics without an
/// owner that have a value in the period. Values after the period, and values that the reader may not see,
/// are omitted.
fn metrics_of(
    snapshot: &Snapshot<'_>,
    period: &Period,
    projects: &[ProjectView],
    wins: &[WinView],
    visible: &mut Visible<'_>,
) -> Result<Vec<MetricView>> {
    let alone = wins.iter().filter(|win| win.project.is_none() && !win.figures.is_empty());
    let owners: Vec<RecordId> =
        projects.iter().map(|project| project.id.into()).chain(alone.map(|win| win.id.into())).collect();
    let mut metrics = snapshot.store.list_metrics_of_all(&owners, None)?;
    let mut own = snapshot.store.list_own_metrics_since(period.first)?;
    own.retain(|metric| metric.values.iter().any(|value| is_within(value, period)));
    own.retain(|metric| metrics.iter().all(|each| each.id != metric.id));
    metrics.extend(own.into_iter().rev());
    visible.keep_metrics(&mut metrics, period.last)?;
    metrics.retain(|metric| !metric.values.is_empty());
    Ok(metrics)
}

/// Returns the reading notes that were finished in a period, the earliest first.
pub(super) fn finished_in(snapshot: &Snapshot<'_>, period: &Period) -> Result<Vec<Stored<Reading>>> {
    let mut all = snapshot.store.list_readings()?;
    all.retain(|each| {
        let within = |on: PartialDate| on.last_day() >= period.first && on.first_day() <= period.last;
        each.status == ReadingStatus::Finished && each.finished.is_some_and(within)
    });
    all.sort_by_key(|each| each.finished.map(PartialDate::first_day));
    Ok(all)
}

/// Returns the outcomes of work that was done before the period, with their claims. Outcomes of the projects
/// in `included` are omitted, because the document lists those projects.
fn earlier_outcomes(
    snapshot: &Snapshot<'_>,
    period: &Period,
    outcomes: Vec<FollowUpWithSubject>,
    included: &[RecordId],
) -> Result<Vec<EarlierWork>> {
    let mut out = Vec::new();
    for asked in outcomes {
        if included.contains(&asked.follow_up.about) {
            continue;
        }
        let (when, project) = if asked.about_kind == Kind::Project {
            let end = snapshot.store.find_project(ProjectId(asked.follow_up.about.0))?.end;
            (end.map(|start| DateRange { start, end: None }), None)
        } else {
            let win = snapshot.store.find_win(WinId(asked.follow_up.about.0))?;
            (win.when, win.project.as_ref().map(|named| named.name.clone()))
        };
        // A win or project without a date counts as earlier work.
        if when.is_some_and(|when| when.last_day() >= period.first) {
            continue;
        }
        let claim = super::followups::claim(snapshot, &asked)?;
        out.push(EarlierWork { title: asked.about_title, when, project, claim, follow_up: asked.follow_up });
    }
    Ok(out)
}

/// Returns `true` if a period contains all days of a date: no week contains `2026`.
pub(super) fn lies_within(date: PartialDate, period: &Period) -> bool {
    date.first_day() >= period.first && date.last_day() <= period.last
}

pub(super) fn is_within(value: &Stored<MetricValue>, period: &Period) -> bool {
    lies_within(value.date, period)
}
