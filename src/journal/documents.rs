//! What documents are made of: the wins of a period, whole, and what goes with them.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};

use super::Journal;
use super::visibility::Visible;
use crate::domain::{
    Confidence, DateRange, FollowUpView, GoalView, Kind, MetricValue, MetricView, PartialDate, Period,
    ProjectId, ProjectRow, ProjectView, Reading, ReadingStatus, RecordId, Stored, WinId, WinView,
};
use crate::error::Result;
use crate::report::document::Reader;
use crate::store::{Direction, FollowUpWithSubject, Page, WinFilter};

/// Everything that a review of a period tells.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewData {
    /// For whom.
    pub reader: Reader,
    /// The period.
    pub period: Period,
    /// The goals of its year.
    pub goals: Vec<GoalView>,
    /// The goals of the year after.
    pub next: Vec<GoalView>,
    /// What that year is called.
    pub next_label: String,
    /// The projects that its wins belong to, in the order of their first.
    pub projects: Vec<ProjectView>,
    /// Its wins in the order in which they happened.
    pub wins: Vec<WinView>,
    /// The metrics of its projects, of its wins without a project, and those that moved in it and stand
    /// by themselves.
    pub metrics: Vec<MetricView>,
    /// Outcomes of the period, of work that was done before it.
    pub earlier: Vec<Earlier>,
    /// What was read to its end in the period, in that order.
    pub readings: Vec<Stored<Reading>>,
}

/// An outcome of work that was done before the period in which it was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// What was done: the title of the win, or the name of the project.
    pub title: String,
    /// When it happened, or the project ended.
    pub when: Option<DateRange>,
    /// The project of the win.
    pub project: Option<String>,
    /// The claim as it was written; may be empty.
    pub claim: String,
    /// What came of it.
    pub follow_up: FollowUpView,
}

impl Journal {
    /// The wins of a period, whole, in the order in which they happened.
    pub fn wins_of(&self, period: &Period) -> Result<Vec<WinView>> {
        self.wins_with(&WinFilter { period: Some(period.clone()), ..WinFilter::default() })
    }

    /// All wins, whole, in the order in which they happened, those without a date first.
    pub fn all_wins(&self) -> Result<Vec<WinView>> {
        self.wins_with(&WinFilter::default())
    }

    fn wins_with(&self, filter: &WinFilter) -> Result<Vec<WinView>> {
        let page = Page { after: None, towards: Direction::Newer, limit: usize::MAX >> 1 };
        let rows = self.store.list_wins(filter, &page)?;
        let rows: Vec<i64> = rows.iter().map(|row| row.anchor.row).collect();
        Ok(self.store.find_wins(&rows)?)
    }

    /// Calls `each` with the wins of rows, whole, in the order of the rows; only some are in memory at a
    /// time. Their revisions are not loaded: they cannot be edited as they are.
    ///
    /// # Errors
    /// When the journal cannot be read, and what `each` returns.
    pub fn each_win(&self, rows: &[(i64, WinId)], mut each: impl FnMut(WinView) -> Result<()>) -> Result<()> {
        for part in rows.chunks(500) {
            let rows: Vec<i64> = part.iter().map(|(row, _)| *row).collect();
            self.store.find_wins_to_print(&rows)?.into_iter().try_for_each(&mut each)?;
        }
        Ok(())
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
    pub fn review(&self, period: Period, reader: Reader) -> Result<ReviewData> {
        let _moment = self.store.moment()?;
        let mut visible = Visible::new(&self.store, reader);
        let mut wins = self.wins_of(&period)?;
        visible.keep_wins(&mut wins)?;
        let year = self.year_number_of(period.last);
        let mut goals = self.store.list_goals_of(year)?;
        visible.keep_goals(&mut goals)?;
        let mut next = self.store.list_goals_of(year + 1)?;
        visible.keep_goals(&mut next)?;
        let mut outcomes = self.store.list_outcomes(period.first, period.last)?;
        visible.keep_follow_ups(&mut outcomes)?;
        let projects = self.projects_told(&period, &wins, &outcomes, &mut visible)?;
        let metrics = self.metrics_told(&period, &projects, &wins, &mut visible)?;
        let told: Vec<RecordId> = projects.iter().map(|project| project.id.into()).collect();
        let earlier = self.earlier(&period, outcomes, &told)?;
        let mut readings = self.finished_in(&period)?;
        visible.keep_readings(&mut readings)?;
        let next_label = self.goal_year(year + 1).label;
        Ok(ReviewData { reader, period, goals, next, next_label, projects, wins, metrics, earlier, readings })
    }

    /// The projects of a period in the order of their first win. A project is of a period when a win of
    /// it is, when it began or ended in it, or when one of its numbers moved in it; one without dates
    /// when something came of it, too.
    fn projects_told(
        &self,
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
            let logged = |value: &&Stored<MetricValue>| value.confidence != Some(Confidence::AsWritten);
            let moved = metric.values.iter().filter(logged).any(|value| is_within(value, period));
            let owner = metric.owner().filter(|_| moved).map(|owner| owner.id);
            if let Some(place) = others.iter().position(|(_, _, id)| owner == Some((*id).into())) {
                told.push(others.swap_remove(place));
            }
        }
        told.sort_unstable_by_key(|(first, order, _)| (*first, *order));
        let mut projects = Vec::with_capacity(told.len());
        for (_, _, id) in told {
            if visible.sees(id)? {
                let mut project = visible.project(id)?.clone();
                visible.trim_project(&mut project)?;
                projects.push(project);
            }
        }
        Ok(projects)
    }

    /// The metrics of projects, of wins without a project, and those that moved in the period and stand by
    /// themselves; without what came after the period, and what a win brought that is not for the reader.
    fn metrics_told(
        &self,
        period: &Period,
        projects: &[ProjectView],
        wins: &[WinView],
        visible: &mut Visible<'_>,
    ) -> Result<Vec<MetricView>> {
        let alone = wins.iter().filter(|win| win.project.is_none() && !win.figures.is_empty());
        let owners: Vec<RecordId> =
            projects.iter().map(|project| project.id.into()).chain(alone.map(|win| win.id.into())).collect();
        let mut metrics = self.store.list_metrics_of_all(&owners, None)?;
        let mut own = self.store.list_own_metrics_since(period.first)?;
        own.retain(|metric| metric.values.iter().any(|value| is_within(value, period)));
        own.retain(|metric| metrics.iter().all(|each| each.id != metric.id));
        metrics.extend(own.into_iter().rev());
        visible.keep_metrics(&mut metrics, period.last)?;
        metrics.retain(|metric| !metric.values.is_empty());
        Ok(metrics)
    }

    /// What was read to its end in a period, in that order.
    pub(super) fn finished_in(&self, period: &Period) -> Result<Vec<Stored<Reading>>> {
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
    fn earlier(
        &self,
        period: &Period,
        outcomes: Vec<FollowUpWithSubject>,
        told: &[RecordId],
    ) -> Result<Vec<Earlier>> {
        let mut out = Vec::new();
        for asked in outcomes {
            if told.contains(&asked.follow_up.about) {
                continue;
            }
            let (when, project) = if asked.about_kind == Kind::Project {
                let end = self.store.find_project(ProjectId(asked.follow_up.about.0))?.end;
                (end.map(|start| DateRange { start, end: None }), None)
            } else {
                let win = self.store.find_win(WinId(asked.follow_up.about.0))?;
                (win.when, win.project.as_ref().map(|named| named.name.clone()))
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
}

/// Returns true for a date that lies in a period whole: “2026” is in no week of that year.
pub(super) fn lies_within(date: PartialDate, period: &Period) -> bool {
    date.first_day() >= period.first && date.last_day() <= period.last
}

pub(super) fn is_within(value: &Stored<MetricValue>, period: &Period) -> bool {
    lies_within(value.date, period)
}
