//! Projects: made, changed, shipped, and told whole.

use super::Journal;
use super::capture::{Edited, Rules};
use super::followups::ask_about_shipped;
use crate::capture::project as document;
use crate::domain::followup::project_question;
use crate::domain::{
    FollowUp, Kind, Metric, PartialDate, Project, ProjectDraft, ProjectId, ProjectRow, ProjectStatus,
    RecordId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::report::project_history::HistoryWin;
use crate::report::wording;
use crate::store::{Asked, Page, Since, Ties, Towards, WinFilter, WinRow};
use crate::text::ellipsis;
use chrono::NaiveDate;

/// A project with everything that its history is told from.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectWhole {
    /// The project.
    pub project: Project,
    /// Its skills, by group; those without one under an empty name, last.
    pub skills: Vec<(String, Vec<String>)>,
    /// Its metrics; at most as many as were asked for, those with the latest values.
    pub metrics: Vec<Metric>,
    /// How many metrics it has.
    pub metric_count: usize,
    /// Its wins, newest first; at most as many as were asked for.
    pub wins: Vec<WinRow>,
    /// How many wins it has.
    pub win_count: usize,
    /// What is its part.
    pub parts: Vec<ProjectRow>,
    /// What was asked about it and about its wins, by the day of asking.
    pub follow_ups: Vec<Asked>,
}

impl ProjectWhole {
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
    pub fn told_follow_ups(&self) -> Vec<(Option<String>, FollowUp)> {
        let told = |asked: &Asked| {
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
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn projects(&self) -> Result<Vec<ProjectRow>> {
        Ok(self.store.list_projects()?)
    }

    /// A project.
    ///
    /// # Errors
    /// When there is none.
    pub fn project(&self, id: ProjectId) -> Result<Project> {
        Ok(self.store.find_project(id)?)
    }

    /// The metrics of a project with the latest values, at most so many, as far as they say what they
    /// came to.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn latest_metrics(&self, id: ProjectId, limit: usize) -> Result<Vec<Metric>> {
        Ok(self.store.list_metrics_of_project(id, limit, false)?)
    }

    /// A project with everything that its history is told from: at most so many of its wins and
    /// questions, and at most so many of its metrics.
    ///
    /// # Errors
    /// When there is none.
    pub fn project_whole(&self, id: ProjectId, most: usize, metrics: usize) -> Result<ProjectWhole> {
        let project = self.store.find_project(id)?;
        let filter = WinFilter { project: Some(id.into()), ..WinFilter::default() };
        let page = Page { after: None, towards: Towards::Older, limit: most };
        let wins = self.store.list_wins(&filter, &page)?;
        let mut metrics = self.store.list_metrics_of_project(id, metrics, true)?;
        metrics.reverse();
        metrics.sort_by_key(|metric| metric.logged_at);
        Ok(ProjectWhole {
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
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn grouped_skills(&self, names: &[String]) -> Result<Vec<(String, Vec<String>)>> {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for name in names {
            let group = self.store.skill_group(name)?.unwrap_or_default();
            match groups.iter_mut().find(|(each, _)| *each == group) {
                Some((_, names)) => names.push(name.clone()),
                None => groups.push((group, vec![name.clone()])),
            }
        }
        groups.sort_by_key(|(group, _)| group.is_empty());
        Ok(groups)
    }

    /// The group of a skill, where it was given one.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn skill_group(&self, name: &str) -> Result<Option<String>> {
        Ok(self.store.skill_group(name)?)
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
    pub fn add_project(&mut self, draft: &ProjectDraft) -> Result<SavedProject> {
        let draft = self.checked(draft, None)?;
        let ties = self.ties(&draft, None)?;
        let rules = Rules::of(self);
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("add project: {}", ellipsis(&draft.name, 60)), stamp)?;
        if batch.find_named(Kind::Project, &draft.name)?.is_some() {
            return Err(Error::usage(format!("there is a project {} already", draft.name)));
        }
        let id = batch.insert_project(&draft, &ties, None)?;
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
        draft: &ProjectDraft,
        seen: i64,
    ) -> Result<Edited<Project, SavedProject>> {
        let before = self.store.find_project(id)?;
        let mut draft = self.checked(draft, Some(id))?;
        let ties = self.ties(&draft, Some(&before))?;
        let rules = Rules::of(self);
        let ships = draft.status == ProjectStatus::Shipped && before.status != ProjectStatus::Shipped;
        if ships && draft.end.is_none() {
            draft.end = Some(PartialDate::Day(rules.today));
        }
        let unships = before.status == ProjectStatus::Shipped && draft.status == ProjectStatus::Active;
        if unships && draft.end == before.end {
            draft.end = None;
        }
        let verb = if ships { "ship" } else { "edit" };
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("{verb} project: {}", ellipsis(&before.name, 60)), stamp)?;
        match batch.since(id.into(), seen)? {
            Since::Same => {}
            Since::Deleted => return Ok(Edited::Deleted),
            Since::Changed => {
                drop(batch);
                return Ok(Edited::ChangedUnderneath(Box::new(self.store.find_project(id)?)));
            }
        }
        batch.update_project(&before, &draft, &ties)?;
        if unships {
            // What was to be asked because it shipped is not asked now that it has not.
            let question = project_question(&before.name);
            let asked = before.follow_ups.iter().filter(|each| each.is_open() && each.question == question);
            for each in asked {
                batch.delete_follow_up(each.id)?;
            }
        }
        let shipped = draft.end.map_or(rules.today, PartialDate::last_day);
        let ask_on =
            if ships { ask_about_shipped(&mut batch, id, &draft.name, shipped, &rules)? } else { None };
        if batch.commit()?.is_none() {
            return Ok(Edited::Unchanged);
        }
        Ok(Edited::Saved(Box::new(SavedProject { shipped: ships, ..self.saved(id, &draft, ask_on)? })))
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
        let draft = ProjectDraft {
            status: ProjectStatus::Shipped,
            end: Some(date.unwrap_or(PartialDate::Day(self.today()))),
            ..project.draft()
        };
        match self.edit_project(id, &draft, project.revision)? {
            Edited::Saved(saved) => Ok(*saved),
            _ => Err(Error::failed("another program changed this project meanwhile").hint("try once more")),
        }
    }

    fn saved(&self, id: ProjectId, draft: &ProjectDraft, ask_on: Option<NaiveDate>) -> Result<SavedProject> {
        Ok(SavedProject { id, name: draft.name.clone(), short: self.short(id)?, ask_on, shipped: false })
    }

    fn checked(&self, draft: &ProjectDraft, own: Option<ProjectId>) -> Result<ProjectDraft> {
        let name = draft.name.trim();
        if name.is_empty() {
            return Err(Error::usage("a project needs a name"));
        }
        let named = self.store.find_by_name(Kind::Project, name)?;
        let taken =
            named.iter().any(|found| Some(ProjectId(found.id.0)) != own && fold(&found.name) == fold(name));
        if taken {
            return Err(Error::usage(format!("there is a project {name} already")));
        }
        if let (Some(start), Some(end)) = (draft.start, draft.end)
            && end.last_day() < start.first_day()
        {
            return Err(Error::usage(format!("the project would end ({end}) before it starts ({start})")));
        }
        Ok(ProjectDraft { name: name.to_owned(), ..draft.clone() })
    }

    /// What a draft's parent and related projects are. Names that it had stay themselves.
    fn ties(&self, draft: &ProjectDraft, before: Option<&Project>) -> Result<Ties> {
        let find = |name: &String| -> Result<ProjectId> {
            let kept = before.and_then(|project| {
                let mut all = project.parent.iter().chain(&project.related);
                all.find(|named| fold(&named.name) == fold(name)).map(|named| named.id)
            });
            match kept {
                Some(id) => Ok(id),
                None => Ok(ProjectId(self.resolve_kind(Kind::Project, name)?.0)),
            }
        };
        let parent = draft.parent.as_ref().filter(|name| !name.trim().is_empty()).map(find).transpose()?;
        let related = draft.related.iter().map(find).collect::<Result<Vec<_>>>()?;
        if let (Some(parent), Some(project)) = (parent, before) {
            let mut above = Some(parent);
            for _ in 0..1000 {
                match above {
                    Some(id) if id == project.id => {
                        return Err(Error::usage(format!("{} would be a part of itself", project.name)));
                    }
                    Some(id) => above = self.store.find_project(id)?.parent.map(|named| named.id),
                    None => break,
                }
            }
        }
        let own = before.map(|project| project.id);
        if related.iter().any(|id| Some(*id) == own) {
            return Err(Error::usage("a project is not related to itself"));
        }
        Ok(Ties { parent, related })
    }

    /// What a project's deletion leaves behind, in words; empty where nothing stands on it.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn left_by_project(&self, id: ProjectId) -> Result<String> {
        let whole = self.project_whole(id, usize::MAX >> 1, 0)?;
        let own: Vec<&FollowUp> = whole.project.follow_ups.iter().collect();
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
    pub fn project_in_editor(&self, draft: &ProjectDraft) -> Result<Option<(ProjectDraft, EditorFile)>> {
        let read = |text: &str| document::read(text, self.today());
        self.in_editor(draft, &document::write(draft), read, |draft| draft.prose.iter_mut().collect())
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
