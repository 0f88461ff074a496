//! Goals: set, changed, and told.

use super::Journal;
use super::capture::EditOutcome;
use crate::domain::date::YEARS;
use crate::domain::{
    Amount, BetterWhen, Goal, GoalId, GoalRow, GoalStatus, GoalView, Kind, Measure, MetricId, MetricView,
    NamedRef, Period, Record as _, RecordId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::store::{Batch, Freshness};
use crate::text::ellipsis;

impl Journal {
    /// All goals, the latest year first.
    pub fn goals(&self) -> Result<Vec<GoalRow>> {
        Ok(self.store.list_goals()?)
    }

    /// A goal, whole.
    ///
    /// # Errors
    /// When there is none.
    pub fn goal(&self, id: GoalId) -> Result<GoalView> {
        Ok(self.store.find_goal(id)?)
    }

    /// The goals of a year, whole, in the order in which they were set.
    pub fn goals_of(&self, year: i32) -> Result<Vec<GoalView>> {
        Ok(self.store.list_goals_of(year)?)
    }

    /// The number of the present year, calendar or fiscal.
    #[must_use]
    pub fn present_year(&self) -> i32 {
        self.year_number_of(self.today())
    }

    /// The days of a goal's year.
    #[must_use]
    pub fn goal_year(&self, year: i32) -> Period {
        Period::year(year, self.config.fiscal_year_start)
    }

    /// The goals that records are evidence for.
    pub fn goals_of_records(&self, ids: &[RecordId]) -> Result<Vec<GoalId>> {
        let mut out = Vec::new();
        for id in ids {
            for goal in self.store.list_goals_of_record(*id)? {
                if !out.contains(&goal) && !ids.contains(&goal.into()) {
                    out.push(goal);
                }
            }
        }
        Ok(out)
    }

    /// The goal that a name or an id means: of several of one title an open one, of the year
    /// nearest to this one.
    ///
    /// # Errors
    /// As [`Journal::resolve_named`].
    pub fn resolve_goal(&self, typed: &str) -> Result<GoalId> {
        let named = self.store.find_by_name(Kind::Goal, typed)?;
        if named.len() > 1 {
            let year = self.present_year();
            let rows = self.store.list_goals()?;
            let found = |id: RecordId| rows.iter().find(|row| RecordId::from(row.id) == id);
            let mut all: Vec<&GoalRow> = named.iter().filter_map(|each| found(each.id)).collect();
            let same = all.windows(2).all(|pair| fold(&pair[0].title) == fold(&pair[1].title));
            all.sort_by_key(|row| row.rank(year));
            let clear = all.len() < 2 || all[0].rank(year) < all[1].rank(year);
            if let (Some(first), true) = (all.first(), same && clear) {
                return Ok(first.id);
            }
        }
        Ok(GoalId(self.resolve_named(Kind::Goal, typed)?.0))
    }

    /// Sets a goal.
    ///
    /// # Errors
    /// A usage error for an empty title, one that the year has already, a metric that there is not, or a
    /// number that goes the worse way; otherwise when it cannot be written.
    pub fn add_goal(&mut self, goal: &Goal, better: Option<BetterWhen>) -> Result<GoalView> {
        let today = self.today();
        let year = if goal.year == 0 { self.present_year() } else { goal.year };
        let goal = self.checked_goal(&Goal { year, begun: Some(today), ..goal.clone() }, None, better)?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("add goal: {}", ellipsis(&goal.title, 60)), stamp)?;
        refuse_taken(&batch, &goal, None)?;
        let id = batch.insert_goal(&goal)?;
        batch.commit()?;
        self.goal(id)
    }

    /// Makes a goal what `goal` says; `seen` is the revision that the person has seen.
    ///
    /// # Errors
    /// As [`Journal::add_goal`].
    pub fn edit_goal(
        &mut self,
        id: GoalId,
        goal: &Goal,
        seen: i64,
        better: Option<BetterWhen>,
    ) -> Result<EditOutcome<GoalView, GoalView>> {
        let before = self.store.find_goal(id)?;
        let year = if goal.year == 0 { before.year } else { goal.year };
        if year != before.year && before.status == GoalStatus::Carried {
            return Err(
                Error::usage(format!("{} was carried over: its year stays", before.title)).about("year")
            );
        }
        let goal = self.checked_goal(&Goal { year, ..goal.clone() }, Some(&before), better)?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("edit goal: {}", ellipsis(&before.title, 60)), stamp)?;
        match batch.since(id.into(), seen)? {
            Freshness::Same => {}
            Freshness::Deleted => return Ok(EditOutcome::Deleted),
            Freshness::Changed => {
                drop(batch);
                return Ok(EditOutcome::Conflict(Box::new(self.store.find_goal(id)?)));
            }
        }
        refuse_taken(&batch, &goal, Some(id))?;
        batch.update_goal(&before, &goal)?;
        if batch.commit()?.is_none() {
            return Ok(EditOutcome::Unchanged);
        }
        Ok(EditOutcome::Saved(Box::new(self.goal(id)?)))
    }

    /// Returns a goal that can be written, with the metric that it names.
    fn checked_goal(
        &self,
        goal: &Goal,
        before: Option<&GoalView>,
        better: Option<BetterWhen>,
    ) -> Result<Goal> {
        let mut goal = goal.clone();
        goal.normalise(None, self.today());
        goal.validate(self.today())?;
        let year = goal.year;
        if !YEARS.contains(&year) {
            return Err(Error::usage(format!("{year} is no year")).about("year"));
        }
        if let Some(before) = before {
            refuse_year_of_another(before, year)?;
        }
        let metric = self.metric_of(&mut goal, before)?;
        if let Measure::Number { from, to } = &goal.measure {
            let said = better.or_else(|| metric.as_ref().and_then(|metric| metric.better));
            // A title is a weak hint: of "spend more time on …" less is not better.
            let guessed = || {
                BetterWhen::guess(&goal.title, &from.unit, None)
                    .filter(|better| *better == BetterWhen::Higher)
            };
            let followed = || metric.as_ref().and_then(crate::domain::MetricView::direction);
            let unchanged = before.is_some_and(|before| before.measure == goal.measure);
            if let (Some(better), false) = (said.or_else(followed).or_else(guessed), unchanged) {
                refuse_the_worse_way(from, to, better, said.is_some())?;
            }
        }
        Ok(goal)
    }

    /// Resolves the metric that a goal follows; only one with a number in the metric's unit follows one.
    fn metric_of(&self, goal: &mut Goal, before: Option<&GoalView>) -> Result<Option<MetricView>> {
        let kept = before.and_then(|before| before.metric.as_ref().filter(|_| before.follows.is_some()));
        let moves_by_number = matches!(goal.measure, Measure::Number { .. });
        let same =
            |metric: &MetricView, named: &NamedRef<MetricId>| fold(&metric.name) == fold(named.name.trim());
        if !moves_by_number
            && let (Some(kept), Some(named)) = (kept, &goal.follows)
            && same(kept, named)
        {
            // It followed a metric while it moved by a number.
            goal.follows = None;
        }
        let Some(named) = goal.follows.take().filter(|named| !named.name.trim().is_empty()) else {
            return Ok(None);
        };
        let metric = match kept.filter(|metric| same(metric, &named)) {
            Some(metric) => metric.clone(),
            None => self.metric_to_follow(&named)?,
        };
        let Measure::Number { from, .. } = &goal.measure else {
            return Err(Error::usage("only a goal with a number follows a metric")
                .about("metric")
                .hint("say from what to what it is to go: --from 70% --to 90%"));
        };
        if crate::domain::unit::convert(1.0, &metric.unit, &from.unit).is_none() {
            let unit = |unit: &str| if unit.is_empty() { "bare numbers".to_owned() } else { unit.to_owned() };
            return Err(Error::usage(format!(
                "{} is in {}, the goal in {}",
                metric.name,
                unit(&metric.unit),
                unit(&from.unit)
            ))
            .about("measure"));
        }
        goal.follows = Some(NamedRef { id: metric.id, name: metric.name.clone() });
        Ok(Some(metric))
    }

    fn metric_to_follow(&self, named: &NamedRef<MetricId>) -> Result<MetricView> {
        if named.is_resolved() {
            return Ok(self.store.find_metric(named.id)?);
        }
        let name = named.name.trim();
        let id = self.resolve_kind(Kind::Metric, name).map_err(|err| match err.hint_text() {
            None => err.hint(format!("log its first value: brag metric log {name} VALUE")),
            Some(_) => err,
        })?;
        Ok(self.store.find_metric(MetricId(id.0))?)
    }

    /// Has a goal edited as a document in the person's editor; the file stays until it is done with.
    /// `None` when the document was left as it was.
    ///
    /// # Errors
    /// As [`Journal::draft_in_editor`].
    pub fn goal_in_editor(&self, goal: &Goal) -> Result<Option<(Goal, EditorFile)>> {
        self.record_in_editor(goal)
    }

    /// Goals that moved, as one line each says it: “T” (2026): 1 of 2.
    pub fn standings(&self, ids: &[GoalId]) -> Result<Vec<String>> {
        ids.iter()
            .map(|id| {
                let goal = self.store.find_goal(*id)?;
                let year = self.goal_year(goal.year).label;
                Ok(format!("“{}” ({year}): {}", goal.title, crate::report::goal::standing(&goal)))
            })
            .collect()
    }

    /// The goals of this list that are still open and just reached: 2 of 2.
    pub fn reached(&self, ids: &[GoalId]) -> Result<Vec<GoalView>> {
        let mut out = Vec::new();
        for id in ids {
            let goal = self.store.find_goal(*id)?;
            // What comes on top of what was wanted is no news.
            let just = match goal.measure {
                Measure::Count(wanted) => u32::try_from(goal.counted()) == Ok(wanted),
                _ => true,
            };
            if goal.is_open() && goal.is_reached() && just {
                out.push(goal);
            }
        }
        Ok(out)
    }
}

/// A year has one goal of a title. Asked inside the transaction: another program may set it just now.
pub(super) fn refuse_taken(batch: &Batch<'_>, goal: &Goal, own: Option<GoalId>) -> Result<()> {
    if batch.find_twin(goal, own)?.is_none() {
        return Ok(());
    }
    Err(Error::usage(format!("{} has a goal “{}” already", goal.year, goal.title)).about("title"))
}

/// A goal that was carried over stays between its earlier and its later years.
fn refuse_year_of_another(before: &GoalView, year: i32) -> Result<()> {
    let earlier = before.before.last().map_or(i32::MIN, |each| each.year);
    let later = before.after.map_or(i32::MAX, |(_, year)| year);
    if year > earlier && year < later {
        return Ok(());
    }
    Err(Error::usage(format!("it was carried over from {earlier}: its year stays after that one"))
        .about("year"))
}

/// A number that would get worse is a mistake, or is to be said.
fn refuse_the_worse_way(from: &Amount, to: &Amount, better: BetterWhen, said: bool) -> Result<()> {
    let end = to.in_unit(&from.unit).unwrap_or(to.number);
    let fine = match better {
        BetterWhen::Higher => end > from.number,
        BetterWhen::Lower => end < from.number,
    };
    if fine {
        return Ok(());
    }
    let other = if better == BetterWhen::Higher { BetterWhen::Lower } else { BetterWhen::Higher };
    let place = if end < from.number { "below" } else { "above" };
    let error = Error::usage(format!(
        "the target {} is {place} the start {}, where {better} is better",
        to.shown(),
        from.shown()
    ))
    .about("measure");
    Err(if said { error } else { error.hint(format!("if that is meant, say --better {other}")) })
}
