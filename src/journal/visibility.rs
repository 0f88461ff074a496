//! Decides which records a reader may see. A record is at least as restricted as each record that it belongs
//! to.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::{
    FollowUpView, FollowUpWithSubject, GoalView, Measure, MetricValue, MetricView, Period, PositionView,
    Positions, Praise, ProjectId, ProjectView, Reading, Record, RecordId, Stored, StoryView, Visibility,
    WinView,
};
use crate::error::Result;
use crate::report::document::Reader;
use crate::store;

/// The records that one reader may see, with a cache of their visibility.
pub(super) struct Visible<'a> {
    store: &'a store::Snapshot<'a>,
    reader: Reader,
    known: HashMap<RecordId, bool>,
    projects: HashMap<ProjectId, ProjectView>,
}

impl<'a> Visible<'a> {
    pub(super) fn new(store: &'a store::Snapshot<'a>, reader: Reader) -> Self {
        Self { store, reader, known: HashMap::new(), projects: HashMap::new() }
    }

    /// Returns the reader.
    pub(super) fn reader(&self) -> Reader {
        self.reader
    }

    /// Hides a record from the reader, whatever its visibility; call it before the records that belong to it are
    /// looked up.
    pub(super) fn hide(&mut self, id: impl Into<RecordId>) {
        self.known.insert(id.into(), false);
    }

    /// Returns `true` if the reader may see a record.
    pub(super) fn sees(&mut self, id: impl Into<RecordId>) -> Result<bool> {
        if self.reader == Reader::Myself {
            return Ok(true);
        }
        let id = id.into();
        if let Some(seen) = self.known.get(&id) {
            return Ok(*seen);
        }
        let access = self.store.access(id)?;
        // A record without a visibility and without an owner, such as a metric, is internal.
        let own = access.visibility.or(access.owners.is_empty().then_some(Visibility::Internal));
        let mut seen = own.is_none_or(|own| self.reader.sees(own));
        // Stored before the recursion, so that a cycle of owners ends: the other records of the cycle then
        // decide.
        self.known.insert(id, seen);
        for owner in access.owners {
            seen = seen && self.sees(owner)?;
        }
        self.known.insert(id, seen);
        Ok(seen)
    }

    /// Returns a project, which is loaded only once.
    pub(super) fn project(&mut self, id: ProjectId) -> Result<&ProjectView> {
        use std::collections::hash_map::Entry;
        Ok(match self.projects.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.store.find_project(id)?),
        })
    }

    /// Clears the fields of a record that only the user reads, unless the user is the reader.
    fn clear_own<T: Record>(&self, record: &mut T) {
        if self.reader != Reader::Myself {
            record.clear_own();
        }
    }

    /// Removes the wins that the reader may not see, and such references from the other wins; returns the
    /// number of removed wins.
    pub(super) fn keep_wins(&mut self, wins: &mut Vec<WinView>) -> Result<usize> {
        let left_out = self.keep(wins, |win| win.id.into())?;
        for win in wins {
            retain(&mut win.goals, |goal| self.sees(goal.id))?;
            retain(&mut win.learned, |reading| self.sees(reading.id))?;
            retain(&mut win.praise, |praise| self.sees(praise.id))?;
            win.follow_ups.iter_mut().try_for_each(|follow_up| self.trim_follow_up(follow_up))?;
        }
        Ok(left_out)
    }

    /// Removes the follow-ups that the reader may not see; returns their number.
    pub(super) fn keep_follow_ups(&mut self, all: &mut Vec<FollowUpWithSubject>) -> Result<usize> {
        let left_out = self.keep(all, |asked| asked.follow_up.id.into())?;
        all.iter_mut().try_for_each(|asked| self.trim_follow_up(&mut asked.follow_up))?;
        Ok(left_out)
    }

    /// Removes the reading notes that the reader may not see, and such references from the other notes;
    /// returns the number of removed notes.
    pub(super) fn keep_readings(&mut self, readings: &mut Vec<Stored<Reading>>) -> Result<usize> {
        let left_out = self.keep(readings, |reading| reading.id.into())?;
        for reading in readings {
            retain(&mut reading.body.goals, |goal| self.sees(goal.id))?;
            retain(&mut reading.body.used_in, |win| self.sees(win.id))?;
            self.clear_own(&mut reading.body);
        }
        Ok(left_out)
    }

    /// Removes the metrics that the reader may not see, and from the others such values and the values after
    /// the day `until`.
    pub(super) fn keep_metrics(&mut self, metrics: &mut Vec<MetricView>, until: NaiveDate) -> Result<()> {
        self.keep(metrics, |metric| metric.id.into())?;
        for metric in metrics {
            metric.values.retain(|value| value.date.first_day() <= until);
            self.trim_metric(metric)?;
        }
        Ok(())
    }

    /// Removes what [`keep_metrics`](Self::keep_metrics) removes for the end of a period. If the value before the period is
    /// hidden, the older ones are removed too: a change from them would be larger than that of the period.
    pub(super) fn keep_metrics_of(&mut self, metrics: &mut Vec<MetricView>, period: &Period) -> Result<()> {
        let is_older = |value: &&Stored<MetricValue>| value.date.last_day() < period.first;
        let before: HashMap<_, _> = metrics
            .iter()
            .filter_map(|metric| Some((metric.id, metric.values.iter().rfind(is_older)?.id)))
            .collect();
        self.keep_metrics(metrics, period.last)?;
        for metric in metrics {
            let is_hidden = |before| metric.values.iter().all(|value| value.id != before);
            if before.get(&metric.id).copied().is_some_and(is_hidden) {
                metric.values.retain(|value| !is_older(&value));
            }
        }
        Ok(())
    }

    /// Removes the goals that the reader may not see, and hidden evidence and numbers from the others;
    /// returns the number of removed goals.
    pub(super) fn keep_goals(&mut self, goals: &mut Vec<GoalView>) -> Result<usize> {
        let left_out = self.keep(goals, |goal| goal.id.into())?;
        goals.iter_mut().try_for_each(|goal| self.trim_goal(goal))?;
        Ok(left_out)
    }

    /// Removes the praise that the reader may not see.
    pub(super) fn keep_praise(&mut self, praise: &mut Vec<Stored<Praise>>) -> Result<usize> {
        let left_out = self.keep(praise, |praise| praise.id.into())?;
        for praise in praise {
            self.clear_own(&mut praise.body);
        }
        Ok(left_out)
    }

    /// Removes the positions that the reader may not see.
    pub(super) fn keep_positions(&mut self, positions: &mut Positions) -> Result<()> {
        self.keep(&mut positions.all, |position| position.id.into())?;
        positions.all.iter_mut().for_each(|position| self.clear_own(&mut position.body));
        let Positions { all, chosen } = positions;
        chosen.retain(|_, chosen| all.iter().any(|position| position.id == *chosen));
        Ok(())
    }

    /// Removes the projects, the wins and the other positions that the reader may not see from a position.
    pub(super) fn trim_position(&mut self, view: &mut PositionView) -> Result<()> {
        self.clear_own(&mut view.position.body);
        retain(&mut view.projects, |project| self.sees(project.id))?;
        retain(&mut view.loose, |win| self.sees(win.id))?;
        retain(&mut view.overlapping, |position| self.sees(position.id))
    }

    /// Removes what the reader may not see from the wins, the metrics and the outcomes of a story, which the reader
    /// sees only if every one of them is visible, and the values of its metrics after the day
    /// `until`.
    pub(super) fn trim_story(&mut self, view: &mut StoryView, until: NaiveDate) -> Result<()> {
        self.clear_own(&mut view.story.body);
        self.keep_wins(&mut view.wins)?;
        self.keep_metrics(&mut view.metrics, until)?;
        view.metrics.retain(|metric| !metric.values.is_empty());
        retain(&mut view.outcomes, |outcome| self.sees(outcome.id))?;
        view.outcomes.iter_mut().try_for_each(|outcome| self.trim_follow_up(outcome))
    }

    fn keep<T>(&mut self, all: &mut Vec<T>, id: impl Fn(&T) -> RecordId) -> Result<usize> {
        let before = all.len();
        retain(all, |each| self.sees(id(each)))?;
        Ok(before - all.len())
    }

    /// Removes the logged value of an outcome if the reader may not see it.
    fn trim_follow_up(&mut self, follow_up: &mut FollowUpView) -> Result<()> {
        if let Some(value) = follow_up.value
            && !self.sees(value)?
        {
            follow_up.logged = None;
        }
        if self.reader() == Reader::Public {
            // Like a link, it may be an internal address.
            follow_up.stored.body.evidence.clear();
        }
        Ok(())
    }

    /// Removes the parent, the related projects, the praise, and of the outcomes what the reader may not see from a
    /// project.
    pub(super) fn trim_project(&mut self, project: &mut ProjectView) -> Result<()> {
        self.clear_own(&mut project.stored.body);
        let parent = project.parent.as_ref().map(|parent| parent.id);
        if !parent.map_or(Ok(true), |parent| self.sees(parent))? {
            project.parent = None;
        }
        retain(&mut project.praise, |praise| self.sees(praise.id))?;
        retain(&mut project.follow_ups, |follow_up| self.sees(follow_up.id))?;
        project.follow_ups.iter_mut().try_for_each(|follow_up| self.trim_follow_up(follow_up))?;
        retain(&mut project.related, |related| self.sees(related.id))
    }

    /// Removes the values that came with a record that the reader may not see.
    fn trim_metric(&mut self, metric: &mut MetricView) -> Result<()> {
        retain(&mut metric.values, |value: &Stored<MetricValue>| self.sees(value.id))
    }

    /// Removes the evidence and the numbers that the reader may not see from a goal; its progress then counts
    /// only the rest. A goal that follows a hidden metric retains no number: its measure becomes
    /// [`Measure::Growing`].
    fn trim_goal(&mut self, goal: &mut GoalView) -> Result<()> {
        self.clear_own(&mut goal.stored.body);
        retain(&mut goal.evidence, |evidence| self.sees(evidence.id))?;
        let Some(mut metric) = goal.metric.take() else { return Ok(()) };
        if self.sees(metric.id)? {
            self.trim_metric(&mut metric)?;
            goal.metric = Some(metric);
        } else {
            goal.stored.body.measure = Measure::Growing;
            goal.check_ins.iter_mut().for_each(|check_in| check_in.value = None);
            goal.check_ins.retain(|check_in| !check_in.note.is_empty());
        }
        Ok(())
    }
}

/// Retains the items for which `keep` returns `true`; stops at its first error.
fn retain<T>(all: &mut Vec<T>, mut keep: impl FnMut(&T) -> Result<bool>) -> Result<()> {
    let mut kept = Vec::with_capacity(all.len());
    for each in std::mem::take(all) {
        if keep(&each)? {
            kept.push(each);
        }
    }
    *all = kept;
    Ok(())
}
