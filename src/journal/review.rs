//! Review: loading the input of a document for a period and a reader.

use std::collections::{HashMap, HashSet};

use super::Snapshot;
use super::visibility::Visible;
use crate::domain::{
    Confidence, DateRange, FollowUpView, FollowUpWithSubject, Kind, LabelKind, Ladder, MetricValue,
    MetricView, NamedRef, PartialDate, Period, Position, PositionId, Positions, Praise, Profile, ProjectId,
    ProjectRow, ProjectView, Reading, ReadingStatus, RecordId, Stored, WinId, WinStatus, WinView,
};
use crate::error::Result;
use crate::report::document::Reader;
use crate::report::document_wording;
use crate::report::input::{EarlierWork, ReviewInput, Written};
use crate::report::open_tasks;

/// Loads the input of a review: the records of a period that the reader may see, with the goals of its year
/// and the next, outcomes of earlier work, praise, aliases, skills and overrides.
pub fn load(snapshot: &Snapshot<'_>, period: Period, reader: Reader) -> Result<ReviewInput> {
    let mut visible = Visible::new(&snapshot.store, reader);
    let wins = if period == Period::ever() {
        let mut all = super::timeline::all(snapshot)?;
        all.retain(is_work);
        all
    } else {
        super::timeline::of_period(snapshot, &period)?
    };
    let work = work_of(snapshot, &period, wins, &mut visible)?;
    let mut input = input_of(snapshot, period, work, &mut visible)?;
    let year = snapshot.context.year_number_of(input.period.last);
    input.goals = snapshot.store.list_goals_of(year)?;
    visible.keep_goals(&mut input.goals)?;
    input.next = snapshot.store.list_goals_of(year + 1)?;
    visible.keep_goals(&mut input.next)?;
    input.next_label = snapshot.context.goal_year(year + 1).label;
    if reader == Reader::Promotion {
        input.ladder = ladder(snapshot);
    }
    input.profile = profile(snapshot, &mut visible)?;
    let mut positions = super::positions::list(snapshot)?;
    visible.keep_positions(&mut positions)?;
    let day = input.period.last.min(input.made_on);
    let title = crate::domain::positions::position_on(&positions.all, day)
        .and_then(|position| position.title_on(day));
    input.title = title.map(|title| title.title.clone()).unwrap_or_default();
    remove_open_tasks(&mut input);
    Ok(input)
}

/// Loads the input of a document about a career: the records of a period that the reader may see, with the
/// positions and the profile. Without a period, these are the records of all time, also those without a date. A
/// project or a win in a position that the reader may not see is left out, even if only its date puts it there, with
/// what belongs to it.
pub fn load_career(snapshot: &Snapshot<'_>, period: Option<Period>, reader: Reader) -> Result<ReviewInput> {
    career_with(snapshot, period, &mut Visible::new(&snapshot.store, reader))
}

/// Returns `false` for what is neither finished nor dated, such as the text that an import could not place, which is in no
/// document.
fn is_work(win: &WinView) -> bool {
    win.when.is_some() || win.status != WinStatus::InProgress
}

fn career_with(
    snapshot: &Snapshot<'_>,
    period: Option<Period>,
    visible: &mut Visible<'_>,
) -> Result<ReviewInput> {
    let (period, mut wins) = match period {
        Some(period) => {
            let wins = super::timeline::of_period(snapshot, &period)?;
            (period, wins)
        }
        None => (Period::ever(), super::timeline::all(snapshot)?),
    };
    wins.retain(is_work);
    wins.sort_by_key(|win| win.when.is_none());
    let mut positions = super::positions::list(snapshot)?;
    hide_work(snapshot, &positions, visible)?;
    visible.keep_positions(&mut positions)?;
    let mut work = work_of(snapshot, &period, wins, visible)?;
    add_parents(&mut work.projects, visible)?;
    let mut input = input_of(snapshot, period, work, visible)?;
    // Work without a date is listed itself.
    input.earlier.clear();
    positions.all.retain(|position| belongs_to(position, &input));
    input.positions = positions;
    input.profile = profile(snapshot, visible)?;
    remove_open_tasks(&mut input);
    Ok(input)
}

/// Removes the open tasks from a document for another reader than the user.
fn remove_open_tasks(input: &mut ReviewInput) {
    if input.reader != Reader::Myself {
        open_tasks::remove(input);
    }
}

/// Loads the input of a sheet of stories: that of [`load_career`], and the stories that the reader may see. In a
/// period, these are the stories about one of its wins or projects.
pub fn load_stories(snapshot: &Snapshot<'_>, period: Option<Period>, reader: Reader) -> Result<ReviewInput> {
    let all_time = period.is_none();
    let mut visible = Visible::new(&snapshot.store, reader);
    let mut input = career_with(snapshot, period, &mut visible)?;
    for story in super::stories::list(snapshot)? {
        let is_of_period = || {
            story.wins.iter().any(|named| input.wins.iter().any(|win| win.id == named.id))
                || story.projects.iter().any(|named| input.projects.iter().any(|each| each.id == named.id))
        };
        if visible.sees(story.id)? && (all_time || is_of_period()) {
            let mut view = super::stories::detail(snapshot, story.id)?;
            visible.trim_story(&mut view, input.period.last)?;
            input.stories.push(view);
        }
    }
    input.ladder = ladder(snapshot);
    remove_open_tasks(&mut input);
    Ok(input)
}

/// Returns the competency ladder; `None` without one, and also if its file cannot be read: a document must not
/// depend on it.
fn ladder(snapshot: &Snapshot<'_>) -> Option<Ladder> {
    super::ladders::load(snapshot.context).ok().flatten()
}

/// Returns the profile with the details of the configuration; an empty one if the reader may not see it.
fn profile(snapshot: &Snapshot<'_>, visible: &mut Visible<'_>) -> Result<Profile> {
    if let Some(stored) = super::profile::find(snapshot)?
        && !visible.sees(stored.id)?
    {
        return Ok(Profile::default());
    }
    super::profile::effective(snapshot)
}

/// The wins, the projects and the outcomes of a period that the reader may see.
struct Work {
    wins: Vec<WinView>,
    projects: Vec<ProjectView>,
    outcomes: Vec<FollowUpWithSubject>,
}

fn work_of(
    snapshot: &Snapshot<'_>,
    period: &Period,
    mut wins: Vec<WinView>,
    visible: &mut Visible<'_>,
) -> Result<Work> {
    visible.keep_wins(&mut wins)?;
    let mut outcomes = snapshot.store.list_outcomes(period.first, period.last)?;
    visible.keep_follow_ups(&mut outcomes)?;
    let projects = projects_of(snapshot, period, &wins, &outcomes, visible)?;
    Ok(Work { wins, projects, outcomes })
}

/// Adds the projects that the projects are parts of.
fn add_parents(projects: &mut Vec<ProjectView>, visible: &mut Visible<'_>) -> Result<()> {
    let mut at = 0;
    while let Some(project) = projects.get(at) {
        at += 1;
        let Some(parent) = project.parent.as_ref().map(|parent| parent.id) else { continue };
        if projects.iter().all(|each| each.id != parent) && visible.sees(parent)? {
            let mut parent = visible.project(parent)?.clone();
            visible.trim_project(&mut parent)?;
            projects.push(parent);
        }
    }
    Ok(())
}

/// Hides the work in positions that the reader may not see, also if only its date puts it there: the projects, and
/// the wins without a project. What belongs to it is then hidden too.
pub(super) fn hide_work(
    snapshot: &Snapshot<'_>,
    positions: &Positions,
    visible: &mut Visible<'_>,
) -> Result<()> {
    let mut hidden: HashSet<PositionId> = HashSet::new();
    for position in &positions.all {
        if !visible.sees(position.id)? {
            hidden.insert(position.id);
        }
    }
    if hidden.is_empty() {
        return Ok(());
    }
    for row in snapshot.store.list_projects()? {
        let held = positions.of_project(row.id, row.start, row.end, row.last_win);
        if held.is_some_and(|position| hidden.contains(&position.id)) {
            visible.hide(row.id);
        }
    }
    for win in super::timeline::all(snapshot)? {
        let held = win.held_in.as_ref().filter(|_| win.project.is_none());
        if held.is_some_and(|position| hidden.contains(&position.id)) {
            visible.hide(win.id);
        }
    }
    Ok(())
}

/// Returns `true` if a position overlaps with the period of a document, or has some of its wins or projects. The
/// unlimited period has every position.
fn belongs_to(position: &Stored<Position>, input: &ReviewInput) -> bool {
    let period = &input.period;
    let begins = position.start.is_none_or(|start| start.first_day() <= period.last);
    let ends = position.end.is_none_or(|end| end.last_day() >= period.first);
    let is_dated = position.start.is_some() || position.end.is_some();
    let is_own = |held: Option<&NamedRef<PositionId>>| held.is_some_and(|held| held.id == position.id);
    *period == Period::ever()
        || (is_dated && begins && ends)
        || input.projects.iter().any(|project| is_own(project.held_in.as_ref()))
        || input.wins.iter().any(|win| is_own(win.held_in.as_ref()))
}

/// Returns the input of a document about some work, without what only one kind of document has.
fn input_of(
    snapshot: &Snapshot<'_>,
    period: Period,
    work: Work,
    visible: &mut Visible<'_>,
) -> Result<ReviewInput> {
    let reader = visible.reader();
    let Work { wins, mut projects, outcomes } = work;
    // An outcome from before the period belongs to an earlier document.
    let is_of_period = |each: &FollowUpView| each.recorded_on.is_none_or(|day| day >= period.first);
    for project in &mut projects {
        project.follow_ups.retain(is_of_period);
    }
    let metrics = metrics_of(snapshot, &period, &projects, &wins, visible)?;
    let included: Vec<RecordId> = projects.iter().map(|project| project.id.into()).collect();
    let earlier = earlier_outcomes(snapshot, &period, outcomes, &included)?;
    let mut readings = finished_in(snapshot, &period)?;
    visible.keep_readings(&mut readings)?;
    let praise = praise_of(snapshot, &period, &projects, &wins, visible)?;
    let aliases = super::aliases::list(snapshot)?.into_iter().map(|alias| alias.body).collect();
    let skills = super::labels::list(snapshot, LabelKind::Skill)?;
    Ok(ReviewInput {
        written: Written::new(),
        categories: snapshot.context.config.categories.clone(),
        overrides: super::overrides::list(snapshot, &period, reader)?,
        skills: skills.into_iter().map(|each| each.name).collect(),
        skill_groups: super::projects::skill_groups(snapshot)?,
        reader,
        period,
        made_on: snapshot.context.today(),
        title: String::new(),
        projects,
        wins,
        metrics,
        earlier,
        readings,
        praise,
        aliases,
        use_aliases: false,
        goals: Vec::new(),
        next: Vec::new(),
        next_label: String::new(),
        ladder: None,
        positions: Positions::default(),
        profile: Profile::default(),
        stories: Vec::new(),
    })
}

/// Returns the praise that is dated in a period or about one of its wins, and praise without a date about one of its
/// projects, the latest first. The unlimited period has all praise without a date.
fn praise_of(
    snapshot: &Snapshot<'_>,
    period: &Period,
    projects: &[ProjectView],
    wins: &[WinView],
    visible: &mut Visible<'_>,
) -> Result<Vec<Stored<Praise>>> {
    let mut all = super::praise::list(snapshot)?;
    if all.is_empty() {
        return Ok(all);
    }
    let wins: HashSet<WinId> = wins.iter().map(|win| win.id).collect();
    all.retain(|praise| {
        let of_project =
            |named: &NamedRef<_>| praise.date.is_none() && projects.iter().any(|each| each.id == named.id);
        praise.date.map_or(*period == Period::ever(), |date| lies_within(date, period))
            || praise.win.as_ref().is_some_and(|named| wins.contains(&named.id))
            || praise.project.as_ref().is_some_and(of_project)
    });
    visible.keep_praise(&mut all)?;
    Ok(all)
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
    let mut rows = snapshot.store.list_projects()?;
    // Projects of the same time, or without one, are in the order in which they were added.
    rows.chunk_by_mut(|one, next| (one.start, one.end) == (next.start, next.end))
        .for_each(<[ProjectRow]>::reverse);
    for (order, row) in rows.into_iter().enumerate() {
        match first_win.get(&row.id) {
            Some(first) => included.push((*first, order, row.id)),
            None if is_of(&row) => included.push((wins.len(), order, row.id)),
            None => others.push((wins.len(), order, row.id)),
        }
    }
    let ids: Vec<RecordId> = others.iter().map(|(_, _, id)| (*id).into()).collect();
    for metric in snapshot.store.list_metrics_of_all(&ids, period.first)? {
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
    let mut metrics = snapshot.store.list_metrics_of_all(&owners, period.first)?;
    let mut own = snapshot.store.list_own_metrics_since(period.first)?;
    own.retain(|metric| metric.values.iter().any(|value| is_within(value, period)));
    own.retain(|metric| metrics.iter().all(|each| each.id != metric.id));
    metrics.extend(own.into_iter().rev());
    visible.keep_metrics_of(&mut metrics, period)?;
    metrics.retain(|metric| metric.values.iter().any(|value| is_within(value, period)));
    for metric in &mut metrics {
        metric.begin_before(period.first);
    }
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
        let claim = super::followups::claim_with(snapshot, &asked, document_wording::figure_of)?;
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
