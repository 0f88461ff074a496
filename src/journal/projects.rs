//! Projects: made, changed, shipped, and told whole.

use std::collections::HashMap;

use super::Journal;
use super::capture::EditOutcome;
use super::rules::Rules;
use super::schedule::ask_about_shipped;
use crate::domain::followup::project_question;
use crate::domain::{
    FollowUpView, Kind, MetricView, NamedRef, PartialDate, Project, ProjectId, ProjectRow, ProjectStatus,
    ProjectView, Record as _, RecordId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::report::project_history::HistoryWin;
use crate::report::wording;
use crate::store::{Batch, Direction, FollowUpWithSubject, Freshness, Page, WinFilter, WinRow};
use crate::text::ellipsis;
use chrono::NaiveDate;

/// A project with everything that its history is told from.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectDetail {
    /// The project.
    pub project: ProjectView,
    /// Its skills, by group; those without one under an empty name, last.
    pub skills: Vec<(String, Vec<String>)>,
    /// Its metrics; at most as many as were asked for, those with the latest values.
    pub metrics: Vec<MetricView>,
    /// How many metrics it has.
    pub metric_count: usize,
    /// Its wins, newest first; at most as many as were asked for.
    pub wins: Vec<WinRow>,
    /// How many wins it has.
    pub win_count: usize,
    /// What is its part.
    pub parts: Vec<ProjectRow>,
    /// What was asked about it and about its wins, by the day of asking.
    pub follow_ups: Vec<FollowUpWithSubject>,
}

impl ProjectDetail {
    /// Its wins as a history names them.
    #[must_use]
    pub fn history_wins(&self) -> Vec<HistoryWin> {
        let told = |row: &WinRow| HistoryWin {
            when: row.when,
            title: row.title.clone(),
            figure: row.figure.as_ref().map(wording::short_figure).unwrap_or_default(),
            starred: row.starred,
        };
        self.wins.iter().map(told).collect()
    }

    /// What was asked, with the title of the win where it was about one.
    #[must_use]
    pub fn told_follow_ups(&self) -> Vec<(Option<String>, FollowUpView)> {
        let told = |asked: &FollowUpWithSubject| {
            let title = (asked.about_kind == Kind::Win).then(|| asked.about_title.clone());
            (title, asked.follow_up.clone())
        };
        self.follow_ups.iter().map(told).collect()
    }
}

/// A project that was saved, and what came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedProject {
    /// Which one.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// Its short id as it is shown.
    pub short: String,
    /// When it will be asked about, where that is new.
    pub ask_on: Option<NaiveDate>,
    /// Whether it shipped with this.
    pub shipped: bool,
}

impl Journal {
    /// Projects as a list shows them, the latest first.
    pub fn projects(&self) -> Result<Vec<ProjectRow>> {
        Ok(self.store.list_projects()?)
    }

    /// Returns the projects without the number of their wins, when one of them happened last and what is asked about
    /// them: their cost does not grow with the wins.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn project_names(&self) -> Result<Vec<ProjectRow>> {
        Ok(self.store.list_project_names()?)
    }

    /// A project.
    ///
    /// # Errors
    /// When there is none.
    pub fn project(&self, id: ProjectId) -> Result<ProjectView> {
        Ok(self.store.find_project(id)?)
    }

    /// The metrics of a project with the latest values, at most so many, as far as they say what they
    /// came to.
    pub fn latest_metrics(&self, id: ProjectId, limit: usize) -> Result<Vec<MetricView>> {
        Ok(self.store.list_metrics_of_project(id, limit, false)?)
    }

    /// A project with everything that its history is told from: at most so many of its wins and
    /// questions, and at most so many of its metrics.
    ///
    /// # Errors
    /// When there is none.
    pub fn project_detail(&self, id: ProjectId, most: usize, metrics: usize) -> Result<ProjectDetail> {
        let project = self.store.find_project(id)?;
        let filter = WinFilter { project: Some(id.into()), ..WinFilter::default() };
        let page = Page { after: None, towards: Direction::Older, limit: most };
        let wins = self.store.list_wins(&filter, &page)?;
        let mut metrics = self.store.list_metrics_of_project(id, metrics, true)?;
        metrics.reverse();
        metrics.sort_by_key(|metric| metric.meta.logged_at);
        Ok(ProjectDetail {
            skills: self.grouped_skills(&project.skills)?,
            metrics,
            metric_count: self.store.count_metrics_of(id.into())?,
            win_count: self.store.count_wins(&filter, usize::MAX >> 1)?,
            follow_ups: self.store.list_asked_of_project(id, most)?,
            wins,
            parts: self.store.list_parts(id)?,
            project,
        })
    }

    /// Names of skills by their group, groups in the order of their first skill.
    pub fn grouped_skills(&self, names: &[String]) -> Result<Vec<(String, Vec<String>)>> {
        let known = self.skill_groups()?;
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for name in names {
            let group = known.get(&fold(name)).cloned().unwrap_or_default();
            match groups.iter_mut().find(|(each, _)| *each == group) {
                Some((_, names)) => names.push(name.clone()),
                None => groups.push((group, vec![name.clone()])),
            }
        }
        groups.sort_by_key(|(group, _)| group.is_empty());
        Ok(groups)
    }

    /// Returns the groups of skills, by the folded name of the skill.
    pub fn skill_groups(&self) -> Result<HashMap<String, String>> {
        let found = self.store.list_skill_groups()?;
        Ok(found.into_iter().map(|skill| (fold(&skill.name), skill.body.grouping)).collect())
    }

    /// Puts a skill that is in use into a group; an empty one takes it out.
    ///
    /// # Errors
    /// When no record has the skill, or the journal cannot be written.
    pub fn group_skill(&mut self, name: &str, group: &str) -> Result<()> {
        let known = self.store.complete_label(crate::store::LabelKind::Skill, name, 1)?;
        let Some(name) = known.into_iter().next().filter(|known| fold(known) == fold(name)) else {
            return Err(Error::failed(format!("nothing has the skill {name}")));
        };
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("group skill: {name}"), stamp)?;
        batch.group_skill(&name, group.trim())?;
        batch.commit()?;
        Ok(())
    }

    /// Makes a project; one that is shipped already is asked about as if it shipped now.
    ///
    /// # Errors
    /// A usage error for an empty or taken name, and for a parent that is none; otherwise when
    /// it cannot be written.
    pub fn add_project(&mut self, project: &Project) -> Result<SavedProject> {
        let draft = self.checked_project(project, None)?;
        let rules = Rules::of(self);
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("add project: {}", ellipsis(&draft.name, 60)), stamp)?;
        refuse_taken(&batch, &draft, None)?;
        let id = batch.insert_project(&draft)?;
        let ask_on = match (draft.status, draft.end) {
            (ProjectStatus::Shipped, end) => {
                let shipped = end.map_or(rules.today, PartialDate::last_day);
                ask_about_shipped(&mut batch, id, &draft.name, shipped, &rules)?
            }
            _ => None,
        };
        batch.commit()?;
        self.saved(id, &draft, ask_on)
    }

    /// Makes a project what a draft says; `seen` is the revision that the person has seen. One
    /// that ships with this is asked about later.
    ///
    /// # Errors
    /// As [`Journal::add_project`].
    pub fn edit_project(
        &mut self,
        id: ProjectId,
        project: &Project,
        seen: i64,
    ) -> Result<EditOutcome<ProjectView, SavedProject>> {
        let before = self.store.find_project(id)?;
        let draft = self.checked_project(project, Some(&before))?;
        let rules = Rules::of(self);
        let ships = draft.status == ProjectStatus::Shipped && before.status != ProjectStatus::Shipped;
        let unships = before.status == ProjectStatus::Shipped && draft.status == ProjectStatus::Active;
        let verb = if ships { "ship" } else { "edit" };
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("{verb} project: {}", ellipsis(&before.name, 60)), stamp)?;
        match batch.since(id.into(), seen)? {
            Freshness::Same => {}
            Freshness::Deleted => return Ok(EditOutcome::Deleted),
            Freshness::Changed => {
                drop(batch);
                return Ok(EditOutcome::Conflict(Box::new(self.store.find_project(id)?)));
            }
        }
        if before.name != draft.name {
            refuse_taken(&batch, &draft, Some(id))?;
        }
        batch.update_project(&before, &draft)?;
        if unships {
            // What was to be asked because it shipped is not asked now that it has not.
            let question = project_question(&before.name);
            let asked = before.follow_ups.iter().filter(|each| each.is_open() && each.question == question);
            for each in asked {
                batch.delete_record(each.id.into())?;
            }
        }
        let shipped = draft.end.map_or(rules.today, PartialDate::last_day);
        let ask_on =
            if ships { ask_about_shipped(&mut batch, id, &draft.name, shipped, &rules)? } else { None };
        if batch.commit()?.is_none() {
            return Ok(EditOutcome::Unchanged);
        }
        Ok(EditOutcome::Saved(Box::new(SavedProject { shipped: ships, ..self.saved(id, &draft, ask_on)? })))
    }

    /// Ships a project on a day, today where none is said.
    ///
    /// # Errors
    /// When it has shipped already; otherwise as [`Journal::edit_project`].
    pub fn ship(&mut self, id: ProjectId, date: Option<PartialDate>) -> Result<SavedProject> {
        let project = self.store.find_project(id)?;
        if project.status == ProjectStatus::Shipped {
            let on = project.end.map(|date| format!(" on {date}")).unwrap_or_default();
            return Err(Error::failed(format!("{} has shipped{on}", project.name))
                .hint("brag project edit NAME --end DATE changes the day"));
        }
        let draft = Project {
            status: ProjectStatus::Shipped,
            end: Some(date.unwrap_or(PartialDate::Day(self.today()))),
            ..project.body.clone()
        };
        match self.edit_project(id, &draft, project.meta.revision)? {
            EditOutcome::Saved(saved) => Ok(*saved),
            _ => Err(Error::failed("another program changed this project meanwhile").hint("try once more")),
        }
    }

    fn saved(&self, id: ProjectId, draft: &Project, ask_on: Option<NaiveDate>) -> Result<SavedProject> {
        Ok(SavedProject { id, name: draft.name.clone(), short: self.short(id)?, ask_on, shipped: false })
    }

    /// Returns a project that can be written, with the projects that it names.
    fn checked_project(&self, project: &Project, before: Option<&ProjectView>) -> Result<Project> {
        let mut project = project.clone();
        project.normalise(before.map(|before| &before.body), self.today());
        project.validate(self.today())?;
        let resolve = |named: NamedRef<ProjectId>| -> Result<NamedRef<ProjectId>> {
            if named.is_resolved() {
                return Ok(named);
            }
            // Names that it had stay themselves.
            let kept = before.and_then(|before| {
                let mut all = before.parent.iter().chain(&before.related);
                all.find(|each| fold(&each.name) == fold(&named.name)).cloned()
            });
            match kept {
                Some(kept) => Ok(kept),
                None => Ok(NamedRef {
                    id: ProjectId(self.resolve_kind(Kind::Project, &named.name)?.0),
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
        if let (Some(parent), Some(before)) = (project.parent.as_ref().map(|named| named.id), before) {
            let mut above = Some(parent);
            for _ in 0..1000 {
                match above {
                    Some(id) if id == before.id => {
                        return Err(Error::usage(format!("{} would be a part of itself", before.name)));
                    }
                    Some(id) => above = self.store.find_project(id)?.parent.as_ref().map(|named| named.id),
                    None => break,
                }
            }
        }
        let own = before.map(|before| before.id);
        if project.related.iter().any(|named| Some(named.id) == own) {
            return Err(Error::usage("a project is not related to itself"));
        }
        Ok(project)
    }

    /// What a project's deletion leaves behind, in words; empty where nothing stands on it.
    pub fn left_by_project(&self, id: ProjectId) -> Result<String> {
        let whole = self.project_detail(id, usize::MAX >> 1, 0)?;
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

    /// Has a project edited as a document in the person's editor; the file stays until it is done
    /// with. `None` when the document was left as it was.
    ///
    /// # Errors
    /// As [`Journal::draft_in_editor`].
    pub fn project_in_editor(&self, project: &Project) -> Result<Option<(Project, EditorFile)>> {
        self.record_in_editor(project)
    }

    /// The project that a name or an id means.
    ///
    /// # Errors
    /// As [`Journal::resolve_named`].
    pub fn resolve_project(&self, typed: &str) -> Result<ProjectId> {
        Ok(ProjectId(self.resolve_named(Kind::Project, typed)?.0))
    }

    /// A record that something may be asked about, or a metric may belong to.
    ///
    /// # Errors
    /// As [`Journal::resolve`].
    pub fn resolve_owner(&self, typed: &str) -> Result<(Kind, RecordId)> {
        let found = self.resolve(typed)?;
        match found.kind {
            Kind::Win | Kind::Project => Ok((found.kind, found.id)),
            kind => Err(Error::usage(format!("{} is a {kind}, not a win or a project", found.short))),
        }
    }
}

/// Two projects never have one name. Asked inside the transaction: another program may make it just now.
fn refuse_taken(batch: &Batch<'_>, project: &Project, own: Option<ProjectId>) -> Result<()> {
    if batch.find_twin(project, own)?.is_none() {
        return Ok(());
    }
    Err(Error::usage(format!("there is a project {} already", project.name)).about("name"))
}
