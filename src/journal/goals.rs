//! Goals: set, checked, moved by evidence, and ended.

use chrono::NaiveDate;

use super::Journal;
use super::capture::{Edited, Rules};
use super::metrics::refused;
use crate::capture::goal as document;
use crate::domain::{
    Amount, Better, Goal, GoalDraft, GoalId, GoalRow, GoalStatus, Kind, Measure, MetricId, MilestoneId,
    PartialDate, Period, RecordId, fold,
};
use crate::editor::{EditorFile, Left};
use crate::error::{Error, Result};
use crate::report::wording;
use crate::store::{NewGoal, NewValue, Since};
use crate::text::ellipsis;

/// What is said of a goal on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckRequest {
    /// The number, as it was typed; of a goal that moves by one.
    pub value: Option<String>,
    /// What there is to say; may be empty beside a value.
    pub note: String,
    /// The day; today where nothing is said.
    pub date: Option<NaiveDate>,
}

/// How a goal is to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It was reached; what proved it may be empty.
    Done {
        /// When; today where nothing is said.
        on: Option<PartialDate>,
        /// What proved it.
        proof: String,
    },
    /// It is not wanted any more, and why.
    Dropped(String),
    /// It goes on in a year, the next one where none is said.
    Carried(Option<i32>),
    /// It did not end after all.
    Open,
}

/// What linking came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The goal as it is now.
    pub goal: Goal,
    /// How many of the records are new to it, or gone from it.
    pub count: usize,
    /// The titles of those that were evidence for it already.
    pub already: Vec<String>,
}

impl Journal {
    /// All goals, the latest year first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn goals(&self) -> Result<Vec<GoalRow>> {
        Ok(self.store.list_goals()?)
    }

    /// A goal, whole.
    ///
    /// # Errors
    /// When there is none.
    pub fn goal(&self, id: GoalId) -> Result<Goal> {
        Ok(self.store.find_goal(id)?)
    }

    /// The goals of a year, whole, in the order in which they were set.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn goals_of(&self, year: i32) -> Result<Vec<Goal>> {
        Ok(self.store.list_goals_of(year)?)
    }

    /// The number of the present year, calendar or fiscal.
    #[must_use]
    pub fn present_year(&self) -> i32 {
        crate::domain::period::year_number(self.today(), self.config.fiscal_year_start)
    }

    /// The days of a goal's year.
    #[must_use]
    pub fn goal_year(&self, year: i32) -> Period {
        Period::year(year, self.config.fiscal_year_start)
    }

    /// The goals that records are evidence for.
    ///
    /// # Errors
    /// When the journal cannot be read.
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

    /// The goal that a name or an id means: of several of that name the open one, of this year first.
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
            if same {
                all.sort_by_key(|row| (!row.open, (row.year - year).abs()));
                let clear = all.len() < 2
                    || (!all[0].open, (all[0].year - year).abs())
                        < (!all[1].open, (all[1].year - year).abs());
                if let (Some(first), true) = (all.first(), clear) {
                    return Ok(first.id);
                }
            }
        }
        Ok(GoalId(self.resolve_named(Kind::Goal, typed)?.0))
    }

    /// Sets a goal.
    ///
    /// # Errors
    /// A usage error for an empty title, one that the year has already, a metric that there is not, or a
    /// number that goes the worse way; otherwise when it cannot be written.
    pub fn add_goal(&mut self, draft: &GoalDraft, better: Option<Better>) -> Result<Goal> {
        let rules = Rules::of(self);
        let year = draft.year.unwrap_or(rules.year);
        let (draft, metric) = self.checked_goal(draft, year, None, better)?;
        let set_on = rules.today;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("add goal: {}", ellipsis(&draft.title, 60)), stamp)?;
        let new = NewGoal { year, metric, set_on, ..NewGoal::default() };
        let id = batch.insert_goal(&draft, &new)?;
        batch.commit()?;
        self.goal(id)
    }

    /// Makes a goal what a draft says; `seen` is the revision that the person has seen.
    ///
    /// # Errors
    /// As [`Journal::add_goal`].
    pub fn edit_goal(
        &mut self,
        id: GoalId,
        draft: &GoalDraft,
        seen: i64,
        better: Option<Better>,
    ) -> Result<Edited<Goal, Goal>> {
        let before = self.store.find_goal(id)?;
        let year = draft.year.unwrap_or(before.year);
        if year != before.year && before.status == GoalStatus::Carried {
            return Err(Error::usage(format!("{} was carried over: its year stays", before.title)));
        }
        let (draft, metric) = self.checked_goal(draft, year, Some(&before), better)?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("edit goal: {}", ellipsis(&before.title, 60)), stamp)?;
        match batch.goal_since(id, seen)? {
            Since::Same => {}
            Since::Deleted => return Ok(Edited::Deleted),
            Since::Changed => {
                drop(batch);
                return Ok(Edited::ChangedUnderneath(Box::new(self.store.find_goal(id)?)));
            }
        }
        batch.update_goal(&before, &draft, metric)?;
        if batch.commit()?.is_none() {
            return Ok(Edited::Unchanged);
        }
        Ok(Edited::Saved(Box::new(self.goal(id)?)))
    }

    fn checked_goal(
        &self,
        draft: &GoalDraft,
        year: i32,
        before: Option<&Goal>,
        better: Option<Better>,
    ) -> Result<(GoalDraft, Option<MetricId>)> {
        let title = draft.title.trim();
        if title.is_empty() {
            return Err(Error::usage("a goal needs a title").hint("say what you want of the year"));
        }
        if !(1..=9999).contains(&year) {
            return Err(Error::usage(format!("{year} is no year")));
        }
        let own = before.map(|goal| goal.id);
        let taken = self
            .store
            .list_goals()?
            .into_iter()
            .any(|row| row.year == year && Some(row.id) != own && fold(&row.title) == fold(title));
        if taken {
            return Err(Error::usage(format!("{year} has a goal “{title}” already")));
        }
        let kept = before.and_then(|goal| goal.metric.as_ref().filter(|_| goal.follows));
        let metric = match draft.metric.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            None => None,
            Some(name) => match kept.filter(|metric| fold(&metric.name) == fold(name)) {
                Some(metric) => Some(metric.clone()),
                None => Some(self.store.find_metric(MetricId(self.resolve_kind(Kind::Metric, name)?.0))?),
            },
        };
        if let Some(metric) = &metric {
            let Measure::Number { from, .. } = &draft.measure else {
                return Err(Error::usage("only a goal with a number follows a metric")
                    .hint("say from what to what it is to go: --from 70% --to 90%"));
            };
            if crate::domain::unit::convert(1.0, &metric.unit, &from.unit).is_none() {
                let unit =
                    |unit: &str| if unit.is_empty() { "bare numbers".to_owned() } else { unit.to_owned() };
                return Err(Error::usage(format!(
                    "{} is in {}, the goal in {}",
                    metric.name,
                    unit(&metric.unit),
                    unit(&from.unit)
                )));
            }
        }
        if let Measure::Number { from, to } = &draft.measure {
            let said = better.or_else(|| metric.as_ref().and_then(|metric| metric.better));
            // A title is a weak hint: of "spend more time on …" less is not better.
            let guessed =
                || Better::guess(title, &from.unit, None).filter(|better| *better == Better::Higher);
            let followed = || metric.as_ref().and_then(crate::domain::Metric::direction);
            let unchanged = before.is_some_and(|goal| goal.measure == draft.measure);
            if let (Some(better), false) = (said.or_else(followed).or_else(guessed), unchanged) {
                refuse_the_worse_way(from, to, better, said.is_some())?;
            }
        }
        let mut milestones: Vec<(String, Option<PartialDate>)> = Vec::new();
        for (step, done_on) in &draft.milestones {
            let step = step.trim();
            if step.is_empty() {
                return Err(Error::usage("a milestone needs words"));
            }
            if milestones.iter().any(|(each, _)| fold(each) == fold(step)) {
                return Err(Error::usage(format!("the milestone “{step}” is there twice")));
            }
            milestones.push((step.to_owned(), *done_on));
        }
        let draft = GoalDraft { title: title.to_owned(), milestones, ..draft.clone() };
        Ok((draft, metric.map(|metric| metric.id)))
    }

    /// Says how a goal stands. The number of a goal that follows a metric is logged there.
    ///
    /// # Errors
    /// A usage error when nothing is said, for a day that is not in the goal's year or still to come, a
    /// value that cannot be read, and for a goal that does not move by a number; a failure for a goal that
    /// has ended.
    pub fn check_in(&mut self, id: GoalId, request: &CheckRequest) -> Result<Goal> {
        let goal = self.store.find_goal(id)?;
        refuse_ended(&goal)?;
        let note = request.note.trim();
        let typed = request.value.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if note.is_empty() && typed.is_none() {
            return Err(Error::usage("say how it stands")
                .hint("with --note TEXT, or with a value where it moves by a number"));
        }
        let day = self.day_of_goal(&goal, request.date)?;
        let value = typed.map(|text| amount_of(&goal, text)).transpose()?;
        let label = format!("check goal: {}", ellipsis(&goal.title, 60));
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        match (&goal.metric, value) {
            (Some(metric), Some(amount)) => {
                let value = NewValue {
                    date: PartialDate::Day(day),
                    amount,
                    confidence: None,
                    source: String::new(),
                    note: note.to_owned(),
                    baseline: false,
                    win: None,
                };
                batch.insert_value(metric.id, &value)?;
            }
            (_, value) => {
                batch.insert_check_in(id, day, note, value.as_ref())?;
            }
        }
        batch.commit()?;
        self.goal(id)
    }

    /// The day of something that moves a goal: within its year, and not still to come.
    fn day_of_goal(&self, goal: &Goal, date: Option<NaiveDate>) -> Result<NaiveDate> {
        let today = self.today();
        let day = date.unwrap_or(today);
        let year = self.goal_year(goal.year);
        if day > today {
            return Err(Error::usage(format!("{day} is still to come")));
        }
        if day < year.first || day > year.last {
            let error = Error::usage(format!("{day} is not in {}, the year of this goal", year.label));
            return Err(match date {
                Some(_) => error,
                None if day > year.last => {
                    error.hint("say which day with --date, or carry the goal over: brag goal carry")
                }
                None => error.hint("say which day with --date"),
            });
        }
        Ok(day)
    }

    /// Makes records evidence for a goal.
    ///
    /// # Errors
    /// A usage error for a record that cannot be evidence; a failure when all of them were it already.
    pub fn link_evidence(&mut self, id: GoalId, records: &[RecordId]) -> Result<Linked> {
        let goal = self.store.find_goal(id)?;
        if goal.status == GoalStatus::Carried {
            refuse_ended(&goal)?;
        }
        let mut new: Vec<RecordId> = Vec::new();
        let mut already = Vec::new();
        for record in records {
            let found = self.store.find(*record)?;
            if !matches!(found.kind, Kind::Win | Kind::Project | Kind::Reading | Kind::Metric) {
                return Err(Error::usage(format!("a {} is no evidence for a goal", found.kind))
                    .hint("link wins, projects, reading notes or metrics"));
            }
            if goal.evidence.iter().any(|each| each.id == *record) || new.contains(record) {
                already.push(found.title);
            } else {
                new.push(*record);
            }
        }
        if new.is_empty() {
            let titles = already.iter().map(|title| format!("“{title}”")).collect::<Vec<_>>().join(", ");
            let verb = if already.len() == 1 { "is" } else { "are" };
            return Err(Error::failed(format!("{titles} {verb} evidence for “{}” already", goal.title)));
        }
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("link to goal: {}", ellipsis(&goal.title, 60)), stamp)?;
        for record in &new {
            batch.link_evidence(*record, id)?;
        }
        batch.commit()?;
        Ok(Linked { goal: self.goal(id)?, count: new.len(), already })
    }

    /// Makes records no evidence for a goal any more.
    ///
    /// # Errors
    /// When one of them was none.
    pub fn unlink_evidence(&mut self, id: GoalId, records: &[RecordId]) -> Result<Linked> {
        let goal = self.store.find_goal(id)?;
        let earlier: Vec<GoalId> = goal.before.iter().map(|year| year.id).collect();
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("unlink from goal: {}", ellipsis(&goal.title, 60)), stamp)?;
        for record in records {
            let mut was = batch.unlink_evidence(*record, id)?;
            for each in &earlier {
                was |= batch.unlink_evidence(*record, *each)?;
            }
            if !was {
                drop(batch);
                let title = self.title(*record).unwrap_or_default();
                return Err(Error::failed(format!("“{title}” is no evidence for “{}”", goal.title)));
            }
        }
        batch.commit()?;
        Ok(Linked { goal: self.goal(id)?, count: records.len(), already: Vec::new() })
    }

    /// Says that a milestone is done, or that it is still to be done.
    ///
    /// # Errors
    /// A usage error for a day that is still to come; a failure when it is so already, or the goal ended.
    pub fn set_milestone(
        &mut self,
        goal: GoalId,
        milestone: MilestoneId,
        done: Option<Option<PartialDate>>,
    ) -> Result<Goal> {
        let goal = self.store.find_goal(goal)?;
        refuse_ended(&goal)?;
        let Some(step) = goal.milestones.iter().find(|each| each.id == milestone) else {
            return Err(Error::failed("this milestone was deleted"));
        };
        let today = self.today();
        let done = done.map(|on| on.unwrap_or(PartialDate::Day(today)));
        if let Some(on) = done.filter(|on| on.first_day() > today) {
            return Err(Error::usage(format!("{on} is still to come")));
        }
        if done.is_none() && step.done_on.is_none() {
            return Err(Error::failed(format!("“{}” is still to be done", step.title)));
        }
        let verb = if done.is_some() { "milestone done" } else { "milestone open again" };
        let label = format!("{verb}: {}", ellipsis(&step.title, 60));
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        batch.update_milestone(milestone, done)?;
        batch.commit()?;
        self.goal(goal.id)
    }

    /// Ends a goal, or opens it again. A goal that is carried over is a new one of the later year, with
    /// what was done so far; returns that one.
    ///
    /// # Errors
    /// When it has ended already, when a reason is missing, or when the year is not a later one.
    pub fn end_goal(&mut self, id: GoalId, ending: &Ending) -> Result<Goal> {
        let goal = self.store.find_goal(id)?;
        let today = self.today();
        let on = Some(PartialDate::Day(today));
        match ending {
            Ending::Open => return self.reopen_goal(&goal),
            _ => refuse_ended(&goal)?,
        }
        let (verb, status, on, words) = match ending {
            Ending::Done { on: said, proof } => {
                if let Some(day) = said.filter(|day| day.first_day() > today) {
                    return Err(Error::usage(format!("{day} is still to come")));
                }
                ("goal done", GoalStatus::Done, said.or(on), proof.trim())
            }
            Ending::Dropped(why) if why.trim().is_empty() => {
                return Err(Error::usage("say why it is dropped").hint("brag goal drop ID --why TEXT"));
            }
            Ending::Dropped(why) => ("drop goal", GoalStatus::Dropped, on, why.trim()),
            Ending::Carried(_) | Ending::Open => ("carry goal", GoalStatus::Carried, on, ""),
        };
        let to = match ending {
            Ending::Carried(to) => Some(self.year_to_carry_to(&goal, *to)?),
            _ => None,
        };
        let label = format!("{verb}: {}", ellipsis(&goal.title, 60));
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        if batch.goal_status(id)? != GoalStatus::Open {
            return Err(Error::failed("another program ended this goal meanwhile"));
        }
        batch.end_goal(id, status, on, words)?;
        let mut now = id;
        if let Some(year) = to {
            let new = NewGoal {
                year,
                metric: goal.metric.as_ref().map(|metric| metric.id),
                set_on: today,
                carried_from: Some(id),
                source: None,
            };
            now = batch.insert_goal(&goal.draft(), &new)?;
        }
        batch.commit()?;
        self.goal(now)
    }

    fn reopen_goal(&mut self, goal: &Goal) -> Result<Goal> {
        match goal.status {
            GoalStatus::Open => return Err(Error::failed(format!("“{}” is open", goal.title))),
            GoalStatus::Carried => refuse_ended(goal)?,
            GoalStatus::Done | GoalStatus::Dropped => {}
        }
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("open goal again: {}", ellipsis(&goal.title, 60)), stamp)?;
        batch.end_goal(goal.id, GoalStatus::Open, None, "")?;
        batch.commit()?;
        self.goal(goal.id)
    }

    fn year_to_carry_to(&self, goal: &Goal, to: Option<i32>) -> Result<i32> {
        let year = to.unwrap_or(goal.year + 1);
        if year <= goal.year || year > 9999 {
            return Err(Error::usage(format!(
                "it is of {}: it can be carried to a later year only",
                goal.year
            )));
        }
        let taken = self
            .store
            .list_goals()?
            .iter()
            .any(|row| row.year == year && fold(&row.title) == fold(&goal.title));
        if taken {
            return Err(Error::usage(format!("{year} has a goal “{}” already", goal.title)));
        }
        Ok(year)
    }

    /// Has a goal edited as a document in the person's editor; the file stays until it is done with.
    /// `None` when the document was left as it was.
    ///
    /// # Errors
    /// As [`Journal::draft_in_editor`].
    pub fn goal_in_editor(&self, draft: &GoalDraft) -> Result<Option<(GoalDraft, EditorFile)>> {
        let written = document::write(draft);
        let file = EditorFile::new(&self.paths.state, &written)?;
        let text = match file.run()? {
            Left::Text(text) => text,
            Left::Unchanged => {
                file.done();
                return Ok(None);
            }
            Left::Empty => return Err(file.kept("the document was left empty: nothing was saved")),
        };
        let edited = document::read(&text, self.today()).map_err(|why| file.kept(&why.to_string()))?;
        Ok(Some((edited, file)))
    }

    /// Goals that moved, as one line each says it: “T”: 1 of 2.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn standings(&self, ids: &[GoalId]) -> Result<Vec<String>> {
        ids.iter()
            .map(|id| {
                let goal = self.store.find_goal(*id)?;
                Ok(format!("“{}”: {}", goal.title, crate::report::goal::standing(&goal)))
            })
            .collect()
    }

    /// The goals of this list that are reached and still open, with what to do: 2 of 2.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn reached(&self, ids: &[GoalId]) -> Result<Vec<Goal>> {
        let mut out = Vec::new();
        for id in ids {
            let goal = self.store.find_goal(*id)?;
            if goal.is_open() && goal.is_reached() {
                out.push(goal);
            }
        }
        Ok(out)
    }
}

/// A goal that has ended is not moved any more.
fn refuse_ended(goal: &Goal) -> Result<()> {
    let on = goal.ended_on.map(|date| format!(" on {}", wording::partial(date))).unwrap_or_default();
    match (goal.status, goal.after) {
        (GoalStatus::Open, _) => Ok(()),
        (GoalStatus::Done, _) => {
            Err(Error::failed(format!("“{}” is done{on}", goal.title))
                .hint("brag goal reopen opens it again"))
        }
        (GoalStatus::Dropped, _) => Err(Error::failed(format!("“{}” was dropped{on}", goal.title))
            .hint("brag goal reopen opens it again")),
        (GoalStatus::Carried, Some((_, year))) => Err(Error::failed(format!(
            "“{}” of {} was carried over to {year} already",
            goal.title, goal.year
        ))),
        (GoalStatus::Carried, None) => Err(Error::failed(format!("“{}” was carried over", goal.title))),
    }
}

/// A number that would get worse is a mistake, or is to be said.
fn refuse_the_worse_way(from: &Amount, to: &Amount, better: Better, said: bool) -> Result<()> {
    let end = to.in_unit(&from.unit).unwrap_or(to.number);
    let fine = match better {
        Better::Higher => end > from.number,
        Better::Lower => end < from.number,
    };
    if fine {
        return Ok(());
    }
    let other = if better == Better::Higher { Better::Lower } else { Better::Higher };
    let place = if end < from.number { "below" } else { "above" };
    let error = Error::usage(format!(
        "the target {} is {place} the start {}, where {better} is better",
        to.shown(),
        from.shown()
    ));
    Err(if said { error } else { error.hint(format!("if that is meant, say --better {other}")) })
}

/// The number that a check-in says, in the unit of its goal or of the metric that the goal follows.
fn amount_of(goal: &Goal, text: &str) -> Result<Amount> {
    let Measure::Number { from, .. } = &goal.measure else {
        return Err(Error::usage(format!("“{}” does not move by a number", goal.title))
            .hint("say how it stands with --note, or link evidence to it"));
    };
    if let Some(metric) = &goal.metric {
        return metric.read_value(text).map_err(|why| refused(&why));
    }
    let amount = Amount::read(text, &from.unit).map_err(|why| Error::usage(why.to_string()))?;
    if amount.relative || amount.in_unit(&from.unit).is_none() {
        let unit = if from.unit.is_empty() { "bare numbers" } else { &from.unit };
        return Err(Error::usage(format!("the goal is in {unit}; {} is not", amount.text)));
    }
    Ok(amount)
}
