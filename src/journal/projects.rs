//! Projects: listing, adding, editing, shipping and resolving them.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::edit_outcome::EditOutcome;
use super::rules::Rules;
use super::schedule::ask_about_shipped;
use super::{Snapshot, Transaction};
use crate::domain::followup::project_question;
use crate::domain::{
    Direction, FollowUpView, FollowUpWithSubject, Kind, MetricView, NamedRef, Page, PartialDate, Project,
    ProjectId, ProjectRow, ProjectStatus, ProjectView, Record as _, RecordId, WinFilter, WinRow, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::report::input::grouped_skills;
use crate::report::project_history::HistoryWin;
use crate::report::wording;
use crate::store::{Batch, Freshness, Series};
use crate::text::ellipsis;

/// A project with the records that its history consists of.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectDetail {
    /// The project, with its related projects and the follow-ups about it.
    pub project: ProjectView,
    /// The skills by group; skills without a group have an empty name and are last.
    pub skills: Vec<(String, Vec<String>)>,
    /// The metrics with the latest values, up to the limit of the query.
    pub metrics: Vec<MetricView>,
    /// The number of all metrics of the project.
    pub metric_count: usize,
    /// The wins, newest first, up to the limit of the query.
    pub wins: Vec<WinRow>,
    /// The number of all wins of the project.
    pub win_count: usize,
    /// The day and the star of each win that has a date, the earliest first.
    pub days: Vec<(NaiveDate, bool)>,
    /// The projects that are parts of the project.
    pub parts: Vec<ProjectRow>,
    /// The follow-ups about the project and its wins, in the order of their days, up to the limit of the
    /// query.
    pub follow_ups: Vec<FollowUpWithSubject>,
}

impl ProjectDetail {
    /// Returns the wins in the form of the history.
    pub fn history_wins(&self) -> Vec<HistoryWin> {
        let history_of = |row: &WinRow| HistoryWin {
            when: row.when,
            title: row.title.clone(),
            figure: row.figure.as_ref().map(wording::short_figure).unwrap_or_default(),
            starred: row.starred,
        };
        self.wins.iter().map(history_of).collect()
    }

    /// Returns the follow-ups, each with the title of the win if it is about a win.
    pub fn titled_follow_ups(&self) -> Vec<(Option<String>, FollowUpView)> {
        let history_of = |asked: &FollowUpWithSubject| {
            let title = (asked.about_kind == Kind::Win).then(|| asked.about_title.clone());
            (title, asked.follow_up.clone())
        };
        self.follow_ups.iter().map(history_of).collect()
    }
}

/// The result of saving a project.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedProject {
    /// The id of the project.
    pub id: ProjectId,
    /// The name of the project.
    pub name: String,
    /// The short id at its displayed length.
    pub short: String,
    /// The day of the added follow-up; `None` if no follow-up was added.
    pub ask_on: Option<NaiveDate>,
    /// `true` if the edit shipped the project.
    pub shipped: bool,
}

/// Returns all projects, the latest first.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Vec<ProjectRow>> {
    Ok(snapshot.store.list_projects()?)
}

/// Returns all projects, the latest first, without the counts and dates of their wins and follow-ups: the
/// cost does not grow with the number of wins.
pub fn list_names(snapshot: &Snapshot<'_>) -> Result<Vec<ProjectRow>> {
    Ok(snapshot.store.list_project_names()?)
}

/// Returns a project.
pub fn find(snapshot: &Snapshot<'_>, id: ProjectId) -> Result<ProjectView> {
    Ok(snapshot.store.find_project(id)?)
}

/// Returns the metrics of a project with the latest values, at most `limit`, each only with its baseline, its
/// first two values and its last one.
pub fn latest_metrics(snapshot: &Snapshot<'_>, id: ProjectId, limit: usize) -> Result<Vec<MetricView>> {
    Ok(snapshot.store.list_metrics_of_project(id, limit, Series::Ends)?)
}

/// Returns a project with at most `most` of its wins and of its follow-ups, and at most `metrics` of its
/// metrics.
pub fn detail(snapshot: &Snapshot<'_>, id: ProjectId, most: usize, metrics: usize) -> Result<ProjectDetail> {
    detail_with(snapshot, id, most, super::metrics::list_of(snapshot, id, metrics)?)
}

/// Returns the project of [`detail`], of long series only samples.
pub fn detail_with_samples(
    snapshot: &Snapshot<'_>,
    id: ProjectId,
    most: usize,
    metrics: usize,
) -> Result<ProjectDetail> {
    detail_with(snapshot, id, most, super::metrics::list_samples_of(snapshot, id, metrics)?)
}

fn detail_with(
    snapshot: &Snapshot<'_>,
    id: ProjectId,
    most: usize,
    mut metrics: Vec<MetricView>,
) -> Result<ProjectDetail> {
    let project = snapshot.store.find_project(id)?;
    let filter = WinFilter { project: Some(id.into()), ..WinFilter::default() };
    let page = Page { after: None, towards: Direction::Older, limit: most };
    let wins = snapshot.store.list_wins(&filter, &page)?;
    snapshot.store.add_titles(&mut metrics)?;
    Ok(ProjectDetail {
        skills: grouped_skills(&project.skills, &skill_groups(snapshot)?),
        metrics,
        metric_count: snapshot.store.count_metrics_of(id.into())?,
        win_count: snapshot.store.count_wins(&filter, usize::MAX >> 1)?,
        days: snapshot.store.list_days_of_project(id)?,
        follow_ups: snapshot.store.list_asked_of_project(id, most)?,
        wins,
        parts: snapshot.store.list_parts(id)?,
        project,
    })
}

/// Returns the group of each skill that has one, by the folded name of the skill.
pub fn skill_groups(snapshot: &Snapshot<'_>) -> Result<HashMap<String, String>> {
    let found = snapshot.store.list_skill_groups()?;
    Ok(found.into_iter().map(|skill| (fold(&skill.name), skill.body.grouping)).collect())
}

/// Sets the group of a skill; an empty group removes the skill from its group. Fails if no record has the
/// skill.
pub fn group_skill(tx: &mut Transaction<'_>, name: &str, group: &str) -> Result<()> {
    let known = tx.snapshot().store.complete_label(crate::domain::LabelKind::Skill, name, 1)?;
    let Some(name) = known.into_iter().next().filter(|known| fold(known) == fold(name)) else {
        return Err(Error::failed(format!("unknown skill “{name}”")).hint("brag skills lists the skills"));
    };
    tx.set_label(format!("group skill: {name}"));
    tx.batch.group_skill(&name, group.trim())?;
    Ok(())
}

/// Adds a project; a shipped project gets the follow-up that shipping it would add. Fails if its name is
/// empty or taken, or if its parent or a related project does not exist.
pub fn add(tx: &mut Transaction<'_>, project: &Project) -> Result<SavedProject> {
    let draft = checked(&tx.snapshot(), project, None)?;
    let rules = Rules::of(tx.context);
    tx.set_label(format!("add project: {}", ellipsis(&draft.name, 60)));
    refuse_taken(&tx.batch, &draft, None)?;
    let id = tx.batch.insert_project(&draft)?;
    let ask_on = match (draft.status, draft.end) {
        (ProjectStatus::Shipped, end) => {
            let shipped = end.map_or(rules.today, PartialDate::last_day);
            ask_about_shipped(&mut tx.batch, id, &draft.name, shipped, &rules)?
        }
        _ => None,
    };
    saved(&tx.snapshot(), id, &draft, ask_on)
}

/// Updates a project; `seen` is the revision that the user has edited. An edit that ships the project adds a
/// follow-up. Fails under the conditions of [`add`], or if the project would be a part of itself or related
/// to itself.
pub fn edit(
    tx: &mut Transaction<'_>,
    id: ProjectId,
    project: &Project,
    seen: i64,
) -> Result<EditOutcome<ProjectView, SavedProject>> {
    let before = tx.snapshot().store.find_project(id)?;
    let draft = checked(&tx.snapshot(), project, Some(&before))?;
    let rules = Rules::of(tx.context);
    let ships = draft.status == ProjectStatus::Shipped && before.status != ProjectStatus::Shipped;
    let unships = before.status == ProjectStatus::Shipped && draft.status != ProjectStatus::Shipped;
    let verb = if ships { "ship" } else { "edit" };
    tx.set_label(format!("{verb} project: {}", ellipsis(&before.name, 60)));
    match tx.batch.since(id.into(), seen)? {
        Freshness::Same => {}
        Freshness::Deleted => return Ok(EditOutcome::Deleted),
        Freshness::Changed => {
            return Ok(EditOutcome::Conflict(Box::new(tx.snapshot().store.find_project(id)?)));
        }
    }
    if before.name != draft.name {
        refuse_taken(&tx.batch, &draft, Some(id))?;
    }
    tx.batch.update_project(&before, &draft)?;
    if unships {
        // The follow-up that shipping added is deleted if the project is no longer shipped.
        let question = project_question(&before.name);
        let asked = before.follow_ups.iter().filter(|each| each.is_open() && each.question == question);
        for each in asked {
            tx.batch.delete_record(each.id.into())?;
        }
    }
    let shipped = draft.end.map_or(rules.today, PartialDate::last_day);
    let ask_on =
        if ships { ask_about_shipped(&mut tx.batch, id, &draft.name, shipped, &rules)? } else { None };
    if !tx.has_changes() {
        return Ok(EditOutcome::Unchanged);
    }
    Ok(EditOutcome::Saved(Box::new(SavedProject {
        shipped: ships,
        ..saved(&tx.snapshot(), id, &draft, ask_on)?
    })))
}

/// Ships a project on a date, by default today. Fails if it has shipped already, or if another program
/// changes it.
pub fn ship(tx: &mut Transaction<'_>, id: ProjectId, date: Option<PartialDate>) -> Result<SavedProject> {
    let project = tx.snapshot().store.find_project(id)?;
    if project.status == ProjectStatus::Shipped {
        let on = project.end.map(|date| format!(" on {}", wording::partial(date))).unwrap_or_default();
        return Err(Error::failed(format!("“{}” has shipped{on}", project.name))
            .hint("brag project edit NAME --end DATE changes the day"));
    }
    let draft = Project {
        status: ProjectStatus::Shipped,
        end: Some(date.unwrap_or(PartialDate::Day(tx.context.today()))),
        ..project.body.clone()
    };
    match edit(tx, id, &draft, project.meta.revision)? {
        EditOutcome::Saved(saved) => Ok(*saved),
        _ => Err(Error::failed("another program changed this project meanwhile").hint("try again")),
    }
}

fn saved(
    snapshot: &Snapshot<'_>,
    id: ProjectId,
    draft: &Project,
    ask_on: Option<NaiveDate>,
) -> Result<SavedProject> {
    Ok(SavedProject {
        id,
        name: draft.name.clone(),
        short: super::lookup::short_id(snapshot, id)?,
        ask_on,
        shipped: false,
    })
}

/// Normalises and validates a project, and resolves its parent and its related projects.
fn checked(snapshot: &Snapshot<'_>, project: &Project, before: Option<&ProjectView>) -> Result<Project> {
    let mut project = project.clone();
    project.normalise(before.map(|before| &before.body), snapshot.context.today());
    project.validate(snapshot.context.today())?;
    let resolve = |named: NamedRef<ProjectId>| -> Result<NamedRef<ProjectId>> {
        if named.is_resolved() {
            return Ok(named);
        }
        // A name that the project referred to before still refers to the same project.
        let kept = before.and_then(|before| {
            let mut all = before.parent.iter().chain(&before.related);
            all.find(|each| fold(&each.name) == fold(&named.name)).cloned()
        });
        match kept {
            Some(kept) => Ok(kept),
            None => Ok(NamedRef {
                id: ProjectId(super::lookup::resolve_kind(snapshot, Kind::Project, &named.name)?.0),
                name: named.name,
            }),
        }
    };
    project.parent = project
        .parent
        .filter(|named| !named.name.trim().is_empty())
        .map(|named| resolve(named).map_err(|err| err.about("parent")))
        .transpose()?;
    project.related = project
        .related
        .into_iter()
        .map(|named| resolve(named).map_err(|err| err.about("related")))
        .collect::<Result<_>>()?;
    let chosen = before.and_then(|before| before.position.as_ref());
    project.position = super::positions::resolve_chosen(snapshot, project.position, chosen)?;
    if let (Some(parent), Some(before)) = (project.parent.as_ref().map(|named| named.id), before) {
        let mut above = Some(parent);
        for _ in 0..1000 {
            match above {
                Some(id) if id == before.id => {
                    return Err(Error::usage(format!("“{}” would be a part of itself", before.name)));
                }
                Some(id) => above = snapshot.store.find_project(id)?.parent.as_ref().map(|named| named.id),
                None => break,
            }
        }
    }
    let own = before.map(|before| before.id);
    if project.related.iter().any(|named| Some(named.id) == own) {
        return Err(Error::usage("a project cannot be related to itself"));
    }
    Ok(project)
}

/// Returns a sentence about the records that the deletion of a project affects; empty if it affects no
/// record.
pub fn deletion_consequences(snapshot: &Snapshot<'_>, id: ProjectId) -> Result<String> {
    let whole = detail(snapshot, id, usize::MAX >> 1, 0)?;
    let own: Vec<&FollowUpView> = whole.project.follow_ups.iter().collect();
    let counted =
        |count: usize, one: &str, many: &str| (count > 0).then(|| crate::text::counted(count, one, many));
    let stays: Vec<String> = [
        counted(whole.win_count, "win", "wins"),
        counted(whole.metric_count, "metric", "metrics"),
        counted(whole.parts.len(), "part", "parts"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut out = Vec::new();
    if !stays.is_empty() {
        let verb = if stays.len() == 1 && stays[0].starts_with("1 ") { "stays" } else { "stay" };
        out.push(format!("{} {verb}, without a project", stays.join(" and ")));
    }
    out.extend(counted(own.len(), "follow-up goes with it", "follow-ups go with it"));
    Ok(out.join("; "))
}

/// Opens a project as a document in the user's editor and parses the result; `None` if the document was not
/// changed.
pub fn edit_document(journal: &super::Journal, project: &Project) -> Result<Option<(Project, EditorFile)>> {
    super::record_document::edit(journal, project)
}

/// Resolves a name or an id to a project.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<ProjectId> {
    Ok(ProjectId(super::lookup::resolve_named(snapshot, Kind::Project, typed)?.0))
}

/// Resolves a name or an id to a win or project. Fails if the record is of another kind.
pub fn resolve_owner(snapshot: &Snapshot<'_>, typed: &str) -> Result<(Kind, RecordId)> {
    let found = super::lookup::resolve(snapshot, typed)?;
    match found.kind {
        Kind::Win | Kind::Project => Ok((found.kind, found.id)),
        kind => {
            let message = format!("“{typed}” is the {kind} {}, not a win or a project", found.short);
            Err(Error::usage(message).hint("brag list lists the wins; brag project list lists the projects"))
        }
    }
}

/// Fails if another project has this name. Queries the write transaction, because another program may have
/// added that project since the snapshot was read.
fn refuse_taken(batch: &Batch<'_>, project: &Project, own: Option<ProjectId>) -> Result<()> {
    let Some(twin) = batch.find_twin(project, own)? else { return Ok(()) };
    let twin = batch.find::<Project>(ProjectId(twin.0))?;
    Err(Error::usage(format!("the project “{}” exists already", twin.name)).about("name"))
}
