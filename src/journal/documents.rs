//! What documents are made of: the wins of a period, whole, and what goes with them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{Datelike as _, NaiveDate};

use super::Journal;
use crate::capture::values::add_name;
use crate::domain::{
    Confidence, FollowUp, Goal, Kind, Metric, MetricValue, PartialDate, Period, Project, ProjectId,
    ProjectRow, Reading, ReadingStatus, RecordId, Visibility, When, Win, WinId,
};
use crate::error::Result;
use crate::lint::{Finding, Rule, findings, looks_cut};
use crate::report::document::Reader;
use crate::store::{Asked, Inbox, LabelKind, Page, Towards, WinFilter};

/// Everything that a review of a period tells.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewData {
    /// For whom.
    pub reader: Reader,
    /// The period.
    pub period: Period,
    /// The goals of its year.
    pub goals: Vec<Goal>,
    /// The goals of the year after.
    pub next: Vec<Goal>,
    /// What that year is called.
    pub next_label: String,
    /// The projects that its wins belong to, in the order of their first.
    pub projects: Vec<Project>,
    /// Its wins in the order in which they happened.
    pub wins: Vec<Win>,
    /// The metrics of its projects, of its wins without a project, and those that moved in it and stand
    /// by themselves.
    pub metrics: Vec<Metric>,
    /// Outcomes of the period, of work that was done before it.
    pub earlier: Vec<Earlier>,
    /// What was read to its end in the period, in that order.
    pub readings: Vec<Reading>,
}

/// An outcome of work that was done before the period in which it was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// What was done: the title of the win, or the name of the project.
    pub title: String,
    /// When it happened, or the project ended.
    pub when: Option<When>,
    /// The project of the win.
    pub project: Option<String>,
    /// The claim as it was written; may be empty.
    pub claim: String,
    /// What came of it.
    pub follow_up: FollowUp,
}

/// Everything that a note on a week tells.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekData {
    /// The week, or any other period.
    pub period: Period,
    /// Its wins in the order in which they happened.
    pub wins: Vec<Win>,
    /// The metrics with a value in it that was logged by itself.
    pub moved: Vec<Metric>,
    /// The follow-ups that were answered in it.
    pub answered: Vec<Asked>,
    /// The follow-ups that are due.
    pub due: Vec<Asked>,
}

/// What a reader may see; asked of each record once.
struct Seen<'a> {
    journal: &'a Journal,
    reader: Reader,
    projects: HashMap<ProjectId, Project>,
    wins: HashMap<WinId, bool>,
}

impl Seen<'_> {
    /// A win is at least as strict as its project.
    fn win(&mut self, win: &Win) -> Result<bool> {
        let project = match &win.project {
            Some(project) => self.project(project.id)?,
            None => true,
        };
        let seen = project && self.reader.sees(win.visibility);
        self.wins.insert(win.id, seen);
        Ok(seen)
    }

    fn win_of(&mut self, id: WinId) -> Result<bool> {
        match self.wins.get(&id) {
            Some(seen) => Ok(*seen),
            None if self.reader == Reader::Myself => Ok(true),
            None => {
                let win = self.journal.store.find_win(id)?;
                self.win(&win)
            }
        }
    }

    fn project(&mut self, id: ProjectId) -> Result<bool> {
        Ok(self.reader.sees(self.whole(id)?.visibility))
    }

    /// A project, read once.
    fn whole(&mut self, id: ProjectId) -> Result<&Project> {
        Ok(match self.projects.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.journal.store.find_project(id)?),
        })
    }

    /// A win or a project.
    fn record(&mut self, id: RecordId) -> Result<bool> {
        match self.journal.store.find(id)?.kind {
            Kind::Project => self.project(ProjectId(id.0)),
            _ => self.win_of(WinId(id.0)),
        }
    }
}

impl Journal {
    /// The wins of a period, whole, in the order in which they happened.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn wins_of(&self, period: &Period) -> Result<Vec<Win>> {
        let filter = WinFilter { period: Some(period.clone()), ..WinFilter::default() };
        let page = Page { after: None, towards: Towards::Newer, limit: usize::MAX >> 1 };
        let rows = self.store.list_wins(&filter, &page)?;
        let rows: Vec<i64> = rows.iter().map(|row| row.anchor.row).collect();
        Ok(self.store.find_wins(&rows)?)
    }

    /// Returns what would make a win stronger. A title that looks cut is corrected with the names that
    /// the win was first saved with, too.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn lint(&self, win: &Win) -> Result<Vec<Finding>> {
        let mut found = findings(win);
        if !looks_cut(&win.title) {
            return Ok(found);
        }
        let mut captured = win.clone();
        for (kind, name) in self.store.first_labels(win.id.into())? {
            let names = match kind {
                LabelKind::Person => &mut captured.people,
                LabelKind::Skill => &mut captured.skills,
                _ => &mut captured.tags,
            };
            add_name(names, &name);
        }
        found.retain(|finding| finding.rule != Rule::CutTitle);
        found.extend(findings(&captured).into_iter().filter(|finding| finding.rule == Rule::CutTitle));
        Ok(found)
    }

    /// The period that a review is likely of: this year, and last year until the end of February.
    #[must_use]
    pub fn review_period(&self) -> Period {
        let today = self.today();
        let year = self.year_of(today);
        let leap = year.first.month() == 1 && NaiveDate::from_ymd_opt(today.year(), 2, 29).is_some();
        if (today - year.first).num_days() < 59 + i64::from(leap) {
            self.year_of(year.first.pred_opt().unwrap_or(year.first))
        } else {
            year
        }
    }

    /// What a review of a period tells a reader: nothing that is not for that reader is in it.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn review(&self, period: Period, reader: Reader) -> Result<ReviewData> {
        let _moment = self.store.moment()?;
        let mut seen = Seen { journal: self, reader, projects: HashMap::new(), wins: HashMap::new() };
        let mut wins = self.wins_of(&period)?;
        retain(&mut wins, |win| seen.win(win))?;
        let year = self.year_number_of(period.last);
        let mut goals = self.store.list_goals_of(year)?;
        goals.retain(|goal| reader.sees(goal.visibility));
        let mut next = self.store.list_goals_of(year + 1)?;
        next.retain(|goal| reader.sees(goal.visibility));
        let outcomes = self.store.list_outcomes(period.first, period.last)?;
        let projects = self.projects_told(&period, &wins, &outcomes, &mut seen)?;
        let metrics = self.metrics_told(&period, &projects, &wins, &mut seen)?;
        let told: Vec<RecordId> = projects.iter().map(|project| project.id.into()).collect();
        let mut earlier = self.earlier(&period, outcomes, &told)?;
        retain(&mut earlier, |each| seen.record(each.follow_up.about))?;
        let mut readings = self.finished_in(&period)?;
        readings.retain(|reading| reader.sees(reading.visibility));
        let next_label = self.goal_year(year + 1).label;
        Ok(ReviewData { reader, period, goals, next, next_label, projects, wins, metrics, earlier, readings })
    }

    /// The projects of a period in the order of their first win. A project is of a period when a win of
    /// it is, when it began or ended in it, or when one of its numbers moved in it; one without dates
    /// when something came of it, too.
    fn projects_told(
        &self,
        period: &Period,
        wins: &[Win],
        outcomes: &[Asked],
        seen: &mut Seen<'_>,
    ) -> Result<Vec<Project>> {
        let mut first_win = HashMap::new();
        for (place, win) in wins.iter().enumerate() {
            if let Some(project) = &win.project {
                first_win.entry(project.id).or_insert(place);
            }
        }
        let within = |date: PartialDate| date.first_day() <= period.last && date.last_day() >= period.first;
        let is_of = |row: &ProjectRow| match (row.start, row.end) {
            (None, None) => {
                *period == Period::ever()
                    || outcomes.iter().any(|asked| asked.follow_up.about == row.id.into())
            }
            (start, end) => start.is_some_and(within) || end.is_some_and(within),
        };
        let (mut told, mut others) = (Vec::new(), Vec::new());
        for (order, row) in self.store.list_projects()?.into_iter().enumerate() {
            match first_win.get(&row.id) {
                Some(first) => told.push((*first, order, row.id)),
                None if is_of(&row) => told.push((wins.len(), order, row.id)),
                None => others.push((wins.len(), order, row.id)),
            }
        }
        let ids: Vec<RecordId> = others.iter().map(|(_, _, id)| (*id).into()).collect();
        for metric in self.store.list_metrics_of_all(&ids, Some(period.first))? {
            // What a document said without a date is dated by the year in which it came in.
            let logged = |value: &&MetricValue| value.confidence != Some(Confidence::AsWritten);
            let moved = metric.values.iter().filter(logged).any(|value| is_within(value, period));
            let owner = metric.owner.filter(|_| moved).map(|owner| owner.id);
            if let Some(place) = others.iter().position(|(_, _, id)| owner == Some((*id).into())) {
                told.push(others.swap_remove(place));
            }
        }
        told.sort_unstable_by_key(|(first, order, _)| (*first, *order));
        let mut projects = Vec::with_capacity(told.len());
        for (_, _, id) in told {
            if seen.project(id)? {
                projects.push(seen.whole(id)?.clone());
            }
        }
        Ok(projects)
    }

    /// The metrics of projects, of wins without a project, and those that moved in the period and stand by
    /// themselves; without what came after the period, and what a win brought that is not for the reader.
    fn metrics_told(
        &self,
        period: &Period,
        projects: &[Project],
        wins: &[Win],
        seen: &mut Seen<'_>,
    ) -> Result<Vec<Metric>> {
        let alone = wins.iter().filter(|win| win.project.is_none() && !win.figures.is_empty());
        let owners: Vec<RecordId> =
            projects.iter().map(|project| project.id.into()).chain(alone.map(|win| win.id.into())).collect();
        let mut metrics = self.store.list_metrics_of_all(&owners, None)?;
        // A metric of its own has nobody who said that it is public.
        if seen.reader.sees(Visibility::Internal) {
            let mut own = self.store.list_own_metrics_since(period.first)?;
            own.retain(|metric| metric.values.iter().any(|value| is_within(value, period)));
            own.retain(|metric| metrics.iter().all(|each| each.id != metric.id));
            metrics.extend(own.into_iter().rev());
        }
        for metric in &mut metrics {
            metric.values.retain(|value| value.date.first_day() <= period.last);
            retain(&mut metric.values, |value| value.brought_by.map_or(Ok(true), |win| seen.win_of(win)))?;
        }
        metrics.retain(|metric| !metric.values.is_empty());
        Ok(metrics)
    }

    /// What was read to its end in a period, in that order.
    pub(super) fn finished_in(&self, period: &Period) -> Result<Vec<Reading>> {
        let mut all = self.store.list_readings()?;
        all.retain(|each| {
            let within = |on: PartialDate| on.last_day() >= period.first && on.first_day() <= period.last;
            each.status == ReadingStatus::Finished && each.finished.is_some_and(within)
        });
        all.sort_by_key(|each| each.finished.map(PartialDate::first_day));
        Ok(all)
    }

    /// Of what came in a period, that of work that was done before it; `told` are projects that are told of by
    /// themselves.
    fn earlier(&self, period: &Period, outcomes: Vec<Asked>, told: &[RecordId]) -> Result<Vec<Earlier>> {
        let mut out = Vec::new();
        for asked in outcomes {
            if told.contains(&asked.follow_up.about) {
                continue;
            }
            let (when, project) = if asked.about_kind == Kind::Project {
                let end = self.store.find_project(ProjectId(asked.follow_up.about.0))?.end;
                (end.map(|start| When { start, end: None }), None)
            } else {
                let win = self.store.find_win(WinId(asked.follow_up.about.0))?;
                (Some(win.when), win.project.map(|named| named.name))
            };
            // Work without a date is told with the period in which something came of it.
            if when.is_some_and(|when| when.last_day() >= period.first) {
                continue;
            }
            let claim = self.claim_of(&asked)?;
            out.push(Earlier { title: asked.about_title, when, project, claim, follow_up: asked.follow_up });
        }
        Ok(out)
    }

    /// What a note on a period tells.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn week(&self, period: Period) -> Result<WeekData> {
        let wins = self.wins_of(&period)?;
        let due = self.store.list_asked(Inbox::Until(period.last.max(self.today())), 50)?;
        let within = |value: &MetricValue| value.brought_by.is_none() && is_within(value, &period);
        let mut moved = self.store.list_metrics_since(period.first)?;
        moved.retain(|metric| metric.values.iter().any(within));
        let answered = self.store.list_outcomes(period.first, period.last)?;
        Ok(WeekData { period, wins, moved, answered, due })
    }
}

/// Keeps what is wanted, where asking can fail.
fn retain<T>(all: &mut Vec<T>, mut is_wanted: impl FnMut(&T) -> Result<bool>) -> Result<()> {
    let mut wanted = Vec::with_capacity(all.len());
    for each in &*all {
        wanted.push(is_wanted(each)?);
    }
    let mut wanted = wanted.into_iter();
    all.retain(|_| wanted.next().unwrap_or(false));
    Ok(())
}

fn is_within(value: &MetricValue, period: &Period) -> bool {
    value.date.first_day() >= period.first && value.date.last_day() <= period.last
}
