//! What documents are made of: the wins of a period, whole, and what goes with them.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};

use super::Journal;
use super::visibility::{Visible, retain};
use crate::capture::values::add_name;
use crate::domain::{
    CheckIn, Confidence, FollowUp, Goal, Kind, Metric, MetricValue, PartialDate, Period, Project, ProjectId,
    ProjectRow, ProjectStatus, Reading, ReadingStatus, RecordId, When, Win, WinId,
};
use crate::error::Result;
use crate::lint::{Finding, Rule, findings, looks_cut};
use crate::report::document::Reader;
use crate::store::{Asked, FollowUpFilter, LabelKind, Page, Towards, WinFilter, WinRow};

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
    /// The projects that shipped in the period, each with its day.
    pub shipped: Vec<(String, PartialDate)>,
    /// The goals that were checked in the period, each with its latest check-in.
    pub checked: Vec<(String, CheckIn)>,
    /// The reading notes that were finished in the period.
    pub finished: Vec<Reading>,
    /// The follow-ups that are due by the end of the period.
    pub due: Vec<Asked>,
    /// The number of records that were left out because the reader may not see them.
    pub left_out: LeftOut,
}

/// The number of records of each kind that a weekly note leaves out because its reader may not see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Wins.
    pub wins: usize,
    /// Metrics that moved.
    pub metrics: usize,
    /// Outcomes.
    pub outcomes: usize,
    /// Follow-ups that are due.
    pub due: usize,
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

    /// Calls `each` with the wins of rows, whole, in the order of the rows; only some are in memory at a
    /// time. Their revisions are not loaded: they cannot be edited as they are.
    ///
    /// # Errors
    /// When the journal cannot be read, and what `each` returns.
    pub fn each_win(&self, rows: &[WinRow], mut each: impl FnMut(Win) -> Result<()>) -> Result<()> {
        for part in rows.chunks(500) {
            let rows: Vec<i64> = part.iter().map(|row| row.anchor.row).collect();
            self.store.find_wins_to_print(&rows)?.into_iter().try_for_each(&mut each)?;
        }
        Ok(())
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
        let mut visible = Visible::new(&self.store, reader);
        let mut wins = self.wins_of(&period)?;
        retain(&mut wins, |win| visible.sees(win.id))?;
        wins.iter_mut().try_for_each(|win| visible.trim_win(win))?;
        let year = self.year_number_of(period.last);
        let goals = self.goals_told(year, &mut visible)?;
        let next = self.goals_told(year + 1, &mut visible)?;
        let mut outcomes = self.store.list_outcomes(period.first, period.last)?;
        retain(&mut outcomes, |asked| visible.sees(asked.follow_up.id))?;
        outcomes.iter_mut().try_for_each(|asked| visible.trim_follow_up(&mut asked.follow_up))?;
        let projects = self.projects_told(&period, &wins, &outcomes, &mut visible)?;
        let metrics = self.metrics_told(&period, &projects, &wins, &mut visible)?;
        let told: Vec<RecordId> = projects.iter().map(|project| project.id.into()).collect();
        let earlier = self.earlier(&period, outcomes, &told)?;
        let mut readings = self.finished_in(&period)?;
        retain(&mut readings, |reading| visible.sees(reading.id))?;
        readings.iter_mut().try_for_each(|reading| visible.trim_reading(reading))?;
        let next_label = self.goal_year(year + 1).label;
        Ok(ReviewData { reader, period, goals, next, next_label, projects, wins, metrics, earlier, readings })
    }

    /// The goals of a year that a reader may see, each without what is not for that reader.
    fn goals_told(&self, year: i32, visible: &mut Visible<'_>) -> Result<Vec<Goal>> {
        let mut goals = self.store.list_goals_of(year)?;
        retain(&mut goals, |goal| visible.sees(goal.id))?;
        goals.iter_mut().try_for_each(|goal| visible.trim_goal(goal))?;
        Ok(goals)
    }

    /// The projects of a period in the order of their first win. A project is of a period when a win of
    /// it is, when it began or ended in it, or when one of its numbers moved in it; one without dates
    /// when something came of it, too.
    fn projects_told(
        &self,
        period: &Period,
        wins: &[Win],
        outcomes: &[Asked],
        visible: &mut Visible<'_>,
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
        projects: &[Project],
        wins: &[Win],
        visible: &mut Visible<'_>,
    ) -> Result<Vec<Metric>> {
        let alone = wins.iter().filter(|win| win.project.is_none() && !win.figures.is_empty());
        let owners: Vec<RecordId> =
            projects.iter().map(|project| project.id.into()).chain(alone.map(|win| win.id.into())).collect();
        let mut metrics = self.store.list_metrics_of_all(&owners, None)?;
        let mut own = self.store.list_own_metrics_since(period.first)?;
        own.retain(|metric| metric.values.iter().any(|value| is_within(value, period)));
        own.retain(|metric| metrics.iter().all(|each| each.id != metric.id));
        metrics.extend(own.into_iter().rev());
        retain(&mut metrics, |metric| visible.sees(metric.id))?;
        for metric in &mut metrics {
            metric.values.retain(|value| value.date.first_day() <= period.last);
            visible.trim_metric(metric)?;
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

    /// Returns what a note on a period tells a reader: values as they were at the end of the period,
    /// and the follow-ups that were due by then.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn week(&self, period: Period, reader: Reader) -> Result<WeekData> {
        let _moment = self.store.moment()?;
        let mut visible = Visible::new(&self.store, reader);
        let mut wins = self.wins_of(&period)?;
        let mut due = self.store.list_asked(FollowUpFilter::Until(period.last), 50)?;
        let mut moved = self.store.list_metrics_since(period.first)?;
        let within = |value: &MetricValue| value.brought_by.is_none() && is_within(value, &period);
        moved.retain(|metric| metric.values.iter().any(within));
        let mut answered = self.store.list_outcomes(period.first, period.last)?;
        let all = [wins.len(), moved.len(), answered.len(), due.len()];
        retain(&mut wins, |win| visible.sees(win.id))?;
        wins.iter_mut().try_for_each(|win| visible.trim_win(win))?;
        // What came of it later was not known in that week.
        let known = |follow_up: &FollowUp| follow_up.recorded_on.is_none_or(|day| day <= period.last);
        for win in &mut wins {
            win.follow_ups.retain(known);
        }
        retain(&mut moved, |metric| visible.sees(metric.id))?;
        for metric in &mut moved {
            metric.values.retain(|value| value.date.first_day() <= period.last);
            visible.trim_metric(metric)?;
        }
        moved.retain(|metric| metric.values.iter().any(within));
        retain(&mut answered, |asked| visible.sees(asked.follow_up.id))?;
        answered.iter_mut().try_for_each(|asked| visible.trim_follow_up(&mut asked.follow_up))?;
        retain(&mut due, |asked| visible.sees(asked.follow_up.id))?;
        let mut finished = self.finished_in(&period)?;
        retain(&mut finished, |reading| visible.sees(reading.id))?;
        finished.iter_mut().try_for_each(|reading| visible.trim_reading(reading))?;
        let left = [wins.len(), moved.len(), answered.len(), due.len()];
        let [wins_out, moved_out, answered_out, due_out] = std::array::from_fn(|at| all[at] - left[at]);
        let left_out = LeftOut { wins: wins_out, metrics: moved_out, outcomes: answered_out, due: due_out };
        let shipped = self.shipped_in(&period, &mut visible)?;
        let checked = self.checked_in(&period, &mut visible)?;
        Ok(WeekData { period, wins, moved, answered, shipped, checked, finished, due, left_out })
    }

    /// The projects that shipped in a period, in the order of the days.
    fn shipped_in(&self, period: &Period, visible: &mut Visible<'_>) -> Result<Vec<(String, PartialDate)>> {
        let mut out = Vec::new();
        for row in self.store.list_projects()? {
            let Some(end) = row.end.filter(|_| row.status == ProjectStatus::Shipped) else { continue };
            let within = end.first_day() >= period.first && end.last_day() <= period.last;
            if within && visible.sees(row.id)? {
                out.push((row.name, end));
            }
        }
        out.sort_by_key(|(_, end)| end.first_day());
        Ok(out)
    }

    /// The goals that were checked in a period, each with its latest check-in there.
    fn checked_in(&self, period: &Period, visible: &mut Visible<'_>) -> Result<Vec<(String, CheckIn)>> {
        let mut out = Vec::new();
        for year in self.year_number_of(period.first)..=self.year_number_of(period.last) {
            for goal in self.goals_told(year, visible)? {
                let within = |check: &&CheckIn| (period.first..=period.last).contains(&check.day);
                let latest = goal.check_ins.iter().rfind(within).cloned();
                out.extend(latest.map(|check| (goal.title, check)));
            }
        }
        Ok(out)
    }
}

fn is_within(value: &MetricValue, period: &Period) -> bool {
    value.date.first_day() >= period.first && value.date.last_day() <= period.last
}
