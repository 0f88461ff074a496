//! What documents are made of: the wins of a period, whole, and what goes with them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{Datelike as _, NaiveDate};

use super::Journal;
use crate::domain::{
    FollowUp, Goal, Kind, Metric, MetricValue, PartialDate, Period, Project, ProjectId, ProjectRow, Reading,
    ReadingStatus, RecordId, Visibility, When, Win, WinId,
};
use crate::error::Result;
use crate::report::document::Reader;
use crate::store::{Asked, Inbox, Page, Towards, WinFilter};

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
        let mut kept = Vec::with_capacity(wins.len());
        for win in &wins {
            kept.push(seen.win(win)?);
        }
        let mut keep = kept.into_iter();
        wins.retain(|_| keep.next().unwrap_or(false));
        let year = crate::domain::period::year_number(period.last, self.config.fiscal_year_start);
        let mut goals = self.store.list_goals_of(year)?;
        goals.retain(|goal| reader.sees(goal.visibility));
        let mut next = self.store.list_goals_of(year + 1)?;
        next.retain(|goal| reader.sees(goal.visibility));
        let mut moved = self.store.list_metrics_since(period.first)?;
        moved.retain(|metric| metric.values.iter().any(|value| is_within(value, &period)));
        let first_win = |row: &ProjectRow| {
            wins.iter().position(|win| win.project.as_ref().is_some_and(|named| named.id == row.id))
        };
        // A project is of a period when a win of it is, when it began or ended in it, or when one of
        // its numbers moved in it.
        let outcomes = self.store.list_outcomes(period.first, period.last)?;
        let is_of = |row: &ProjectRow| {
            let undated = row.start.is_none() && row.end.is_none();
            if undated && period == Period::ever() {
                return true;
            }
            if undated && outcomes.iter().any(|asked| asked.follow_up.about == row.id.into()) {
                return true;
            }
            let within =
                |date: PartialDate| date.first_day() <= period.last && date.last_day() >= period.first;
            let owner = Some(row.id.into());
            row.start.is_some_and(within)
                || row.end.is_some_and(within)
                || moved.iter().any(|metric| metric.owner.as_ref().map(|owner| owner.id) == owner)
        };
        let mut projects = Vec::new();
        for row in self.store.list_projects()? {
            match first_win(&row) {
                Some(first) => projects.push((first, seen.whole(row.id)?.clone())),
                None if is_of(&row) => projects.push((wins.len(), seen.whole(row.id)?.clone())),
                None => {}
            }
        }
        projects.sort_by_key(|(first, _)| *first);
        let mut projects: Vec<Project> = projects.into_iter().map(|(_, project)| project).collect();
        projects.retain(|project| reader.sees(project.visibility));
        let mut metrics = Vec::new();
        for project in &projects {
            metrics.extend(self.store.list_metrics_of(project.id.into(), usize::MAX >> 1)?);
        }
        for win in wins.iter().filter(|win| win.project.is_none() && !win.figures.is_empty()) {
            metrics.extend(self.store.list_metrics_of(win.id.into(), usize::MAX >> 1)?);
        }
        let owned = |metric: &Metric| metrics.iter().any(|each: &Metric| each.id == metric.id);
        // A metric of its own has nobody who said that it is public.
        let internal = reader.sees(Visibility::Internal);
        let mut standalone: Vec<Metric> =
            moved.into_iter().filter(|metric| internal && !owned(metric) && metric.owner.is_none()).collect();
        standalone.reverse();
        metrics.extend(standalone);
        for metric in &mut metrics {
            // What came after the period is not of it.
            metric.values.retain(|value| value.date.first_day() <= period.last);
            // What a win that is not for this reader brought is not either.
            let mut kept = Vec::with_capacity(metric.values.len());
            for value in &metric.values {
                kept.push(value.brought_by.map_or(Ok(true), |win| seen.win_of(win))?);
            }
            let mut keep = kept.into_iter();
            metric.values.retain(|_| keep.next().unwrap_or(false));
        }
        metrics.retain(|metric| !metric.values.is_empty());
        let told: Vec<RecordId> = projects.iter().map(|project| project.id.into()).collect();
        let mut earlier = Vec::new();
        for each in self.earlier(&period, &told)? {
            if seen.record(each.follow_up.about)? {
                earlier.push(each);
            }
        }
        let mut readings = self.finished_in(&period)?;
        readings.retain(|reading| reader.sees(reading.visibility));
        let next_label = self.goal_year(year + 1).label;
        Ok(ReviewData { reader, period, goals, next, next_label, projects, wins, metrics, earlier, readings })
    }

    /// What was read to its end in a period, in that order.
    fn finished_in(&self, period: &Period) -> Result<Vec<Reading>> {
        let mut all = self.store.list_readings()?;
        all.retain(|each| {
            let within = |on: PartialDate| on.last_day() >= period.first && on.first_day() <= period.last;
            each.status == ReadingStatus::Finished && each.finished.is_some_and(within)
        });
        all.sort_by_key(|each| each.finished.map(PartialDate::first_day));
        Ok(all)
    }

    /// What came in a period of work that was done before it; `told` are projects that are told of by
    /// themselves.
    fn earlier(&self, period: &Period, told: &[RecordId]) -> Result<Vec<Earlier>> {
        let mut out = Vec::new();
        for asked in self.store.list_outcomes(period.first, period.last)? {
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

fn is_within(value: &MetricValue, period: &Period) -> bool {
    value.date.first_day() >= period.first && value.date.last_day() <= period.last
}
