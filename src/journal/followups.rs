//! Follow-ups: asked for, put off, answered.

use chrono::NaiveDate;

use super::Journal;
use super::metrics::{make_metric, refused};
use crate::domain::followup::{default_question, project_question};
use crate::domain::{
    Amount, Chapter, Figure, FollowUp, FollowUpId, FollowUpView, Kind, MetricId, MetricValue, MetricView,
    PartialDate, ProjectId, RecordId, ValueId, WinId, fold,
};
use crate::error::{Error, Result};
use crate::report::wording;
use crate::store::{Batch, FollowUpFilter, FollowUpWithSubject};
use crate::text::ellipsis;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FollowUpAnswer {
    /// What happened.
    pub text: String,
    /// The day on which it is recorded; today where nothing is said.
    pub date: Option<NaiveDate>,
    /// A value that proves it: the metric's name, and what was typed.
    pub value: Option<(String, String)>,
    /// Where it can be seen.
    pub evidence: String,
}

impl Journal {
    /// Open follow-ups, or those that are over, at most so many.
    pub fn asked(&self, inbox: FollowUpFilter, limit: usize) -> Result<Vec<FollowUpWithSubject>> {
        Ok(self.store.list_asked(inbox, limit)?)
    }

    /// How many follow-ups are open; of those to be asked up to a day, where one is said.
    pub fn count_asked(&self, until: Option<NaiveDate>) -> Result<usize> {
        Ok(self.store.count_open(until)?)
    }

    /// A follow-up with what it is about.
    ///
    /// # Errors
    /// When there is none.
    pub fn follow_up(&self, id: FollowUpId) -> Result<FollowUpWithSubject> {
        Ok(self.store.find_follow_up(id)?)
    }

    /// Everything that was asked about a win or a project.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn follow_ups_about(&self, about: (Kind, RecordId)) -> Result<Vec<FollowUpView>> {
        Ok(match about.0 {
            Kind::Project => self.store.find_project(ProjectId(about.1.0))?.follow_ups,
            _ => self.store.find_win(WinId(about.1.0))?.follow_ups,
        })
    }

    /// The claim that is asked about, as it was written: a win's impact, or its notes; what a
    /// project came to, or what it is.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn claim_of(&self, asked: &FollowUpWithSubject) -> Result<String> {
        if asked.about_kind == Kind::Project {
            let prose = &self.store.find_project(ProjectId(asked.follow_up.about.0))?.prose;
            let results = &prose[Chapter::Results];
            return Ok(if results.is_empty() { prose[Chapter::Summary].clone() } else { results.clone() });
        }
        let win = self.store.find_win(WinId(asked.follow_up.about.0))?;
        let mut parts: Vec<String> = win.figures.iter().map(|stored| wording::figure(stored)).collect();
        parts.extend([win.stored.body.impact].into_iter().filter(|text| !text.is_empty()));
        Ok(parts.join("\n"))
    }

    /// The open follow-up that an id means: its own, or that of a win or a project which has
    /// exactly one. `Err` holds the win or project which has none.
    ///
    /// # Errors
    /// A usage error when it is something else, or has several.
    pub fn resolve_open(&self, typed: &str) -> Result<std::result::Result<FollowUpId, (Kind, RecordId)>> {
        let found = self.resolve(typed)?;
        if found.kind == Kind::FollowUp {
            return Ok(Ok(FollowUpId(found.id.0)));
        }
        let all = match found.kind {
            Kind::Win | Kind::Project => self.follow_ups_about((found.kind, found.id))?,
            kind => {
                return Err(Error::usage(format!("nothing is asked about a {kind}"))
                    .hint("name a follow-up, a win or a project"));
            }
        };
        let open: Vec<_> = all.iter().filter(|each| each.is_open()).collect();
        match open[..] {
            [] => Ok(Err((found.kind, found.id))),
            [one] => Ok(Ok(one.id)),
            _ => {
                let mut names = Vec::new();
                for each in open {
                    names.push(format!("{} {}", self.short(each.id)?, ellipsis(&each.question, 40)));
                }
                Err(Error::usage(format!("{} has several: {}", found.short, names.join("; ")))
                    .hint("name one of them"))
            }
        }
    }

    /// Records what came of it, for all of these at once; the value is logged once. The claim
    /// stays as it was written.
    ///
    /// # Errors
    /// A usage error for an empty answer or a value that cannot be read; a failure when one of
    /// them has been answered meanwhile; then nothing is written.
    pub fn record_outcome(
        &mut self,
        ids: &[FollowUpId],
        answer: &FollowUpAnswer,
    ) -> Result<Vec<FollowUpWithSubject>> {
        let mut asked = Vec::new();
        for id in ids {
            asked.push(self.store.find_follow_up(*id)?);
        }
        let day = self.day_of_answer(answer)?;
        let Some(first) = asked.first() else { return Ok(asked) };
        let about = (first.about_kind, first.follow_up.about);
        let logged = self.value_of_answer(answer, about)?;
        let label = match &asked[..] {
            [one] => format!("answer: {}", ellipsis(&one.about_title, 60)),
            many => format!("answer {} follow-ups", many.len()),
        };
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        let open = asked.iter().map(|each| refuse_answered(&batch, each)).collect::<Result<Vec<_>>>()?;
        let value = logged.map(|logged| logged.write(&mut batch, about, day)).transpose()?;
        for each in &open {
            batch.update(&each.stored, &answered(&each.body, answer, day, value))?;
        }
        batch.commit()?;
        ids.iter().map(|id| self.follow_up(*id)).collect()
    }

    /// Records what came of a win or a project that nothing was asked about.
    ///
    /// # Errors
    /// As [`Journal::record_outcome`].
    pub fn record_unasked(
        &mut self,
        about: (Kind, RecordId),
        answer: &FollowUpAnswer,
    ) -> Result<FollowUpWithSubject> {
        let day = self.day_of_answer(answer)?;
        let (question, title) = self.question_about(about)?;
        let logged = self.value_of_answer(answer, about)?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("record outcome: {}", ellipsis(&title, 60)), stamp)?;
        refuse_gone(&batch, about.1, &title)?;
        let value = logged.map(|logged| logged.write(&mut batch, about, day)).transpose()?;
        // The answer is a change of its own, which history shows.
        let id = batch.insert(&FollowUp::new(about.1, &question, day))?;
        let asked = batch.find::<FollowUp>(id)?;
        batch.update(&asked, &answered(&asked.body, answer, day, value))?;
        batch.commit()?;
        self.follow_up(id)
    }

    /// Returns the day of an answer, which must say what happened.
    fn day_of_answer(&self, answer: &FollowUpAnswer) -> Result<NaiveDate> {
        if answer.text.trim().is_empty() {
            return Err(Error::usage("an outcome says what happened")
                .hint("with nothing to report: brag outcome nothing ID WHY"));
        }
        Ok(answer.date.unwrap_or_else(|| self.today()))
    }

    /// The value of an answer, read for the series that it belongs to: one of the win or its
    /// project first, then one of that name.
    fn value_of_answer(
        &self,
        answer: &FollowUpAnswer,
        about: (Kind, RecordId),
    ) -> Result<Option<LoggedWith>> {
        let Some((name, text)) = &answer.value else { return Ok(None) };
        let name = name.trim();
        let mut near = self.store.list_metrics_of(about.1, usize::MAX >> 1)?;
        if about.0 == Kind::Win
            && let Some(project) = self.store.find_win(WinId(about.1.0))?.stored.body.project
        {
            near.extend(self.store.list_metrics_of(project.id.into(), usize::MAX >> 1)?);
        }
        let same = |metric: &MetricView| fold(&metric.name) == fold(name);
        let found = if let Some(metric) = near.into_iter().find(same) {
            Some(metric)
        } else {
            let mut others = self.store.find_metrics_named(name, 2)?;
            others.retain(same);
            if others.len() == 1 { others.pop() } else { None }
        };
        let after = text.rsplit_once("..").map_or(text.as_str(), |(_, after)| after).trim();
        let amount = match &found {
            Some(metric) => metric.read_value(after).map_err(|err| refused(&err))?,
            None if crate::capture::values::is_metric_name(name) => {
                Amount::read(after, "").map_err(|err| refused(&err.into()))?
            }
            None => return Err(Error::usage(format!("“{name}” cannot be the name of a metric"))),
        };
        Ok(Some(LoggedWith { metric: found.map(|metric| metric.id), name: name.to_owned(), amount }))
    }

    /// Puts a follow-up off; how often is kept.
    ///
    /// # Errors
    /// A usage error for a day that has passed; a failure when it was answered.
    pub fn snooze(&mut self, ids: &[FollowUpId], until: NaiveDate) -> Result<Vec<FollowUpWithSubject>> {
        if until <= self.today() {
            return Err(Error::usage(format!("{until} is not after today"))
                .hint("write it as 2w, 3mo or a date to come"));
        }
        if let [one] = ids
            && self.store.find_follow_up(*one)?.follow_up.ask_on == until
        {
            return Err(Error::usage(format!("it is asked on {until} already")));
        }
        let change = |now: &mut FollowUp| {
            now.ask_on = until;
            now.snoozed = now.snoozed.saturating_add(1);
        };
        self.change_open(ids, "put off", change)
    }

    /// Closes a follow-up with nothing to report.
    ///
    /// # Errors
    /// A usage error without a reason; a failure when it was answered.
    pub fn nothing_to_report(&mut self, ids: &[FollowUpId], why: &str) -> Result<Vec<FollowUpWithSubject>> {
        let why = why.trim().to_owned();
        if why.is_empty() {
            return Err(Error::usage("say why there is nothing to report"));
        }
        let today = self.today();
        let change = |now: &mut FollowUp| {
            now.nothing = true;
            now.why.clone_from(&why);
            now.recorded_on = Some(today);
        };
        self.change_open(ids, "nothing to report", change)
    }

    fn change_open(
        &mut self,
        ids: &[FollowUpId],
        label: &str,
        change: impl Fn(&mut FollowUp),
    ) -> Result<Vec<FollowUpWithSubject>> {
        let mut asked = Vec::new();
        for id in ids {
            asked.push(self.store.find_follow_up(*id)?);
        }
        let label = match &asked[..] {
            [one] => format!("{label}: {}", ellipsis(&one.about_title, 60)),
            many => format!("{label}: {} follow-ups", many.len()),
        };
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        for each in &asked {
            let before = refuse_answered(&batch, each)?;
            let mut now = before.body.clone();
            change(&mut now);
            batch.update(&before.stored, &now)?;
        }
        batch.commit()?;
        ids.iter().map(|id| self.follow_up(*id)).collect()
    }

    /// Asks for what came of a win or a project on a day; with a question of one's own, or the
    /// one that is asked by default.
    ///
    /// # Errors
    /// A usage error for a day that has passed; a failure when it was deleted meanwhile.
    pub fn ask(
        &mut self,
        about: (Kind, RecordId),
        on: NaiveDate,
        question: Option<&str>,
    ) -> Result<FollowUpWithSubject> {
        if on < self.today() {
            return Err(
                Error::usage(format!("{on} has passed")).hint("write it as 2w, 3mo or a date to come")
            );
        }
        let (default, title) = self.question_about(about)?;
        let question = question.map(str::trim).filter(|text| !text.is_empty()).unwrap_or(&default).to_owned();
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("ask about: {}", ellipsis(&title, 60)), stamp)?;
        refuse_gone(&batch, about.1, &title)?;
        let id = batch.insert(&FollowUp::new(about.1, &question, on))?;
        batch.commit()?;
        self.follow_up(id)
    }

    fn question_about(&self, about: (Kind, RecordId)) -> Result<(String, String)> {
        if about.0 == Kind::Project {
            let project = self.store.find_project(ProjectId(about.1.0))?;
            return Ok((project_question(&project.name), project.stored.body.name));
        }
        let win = self.store.find_win(WinId(about.1.0))?;
        let figures: Vec<Figure> = win.figures.iter().map(|stored| stored.body.clone()).collect();
        Ok((
            default_question(&figures, self.config.categories.of_key(win.category_key())),
            win.stored.body.title,
        ))
    }

    /// Corrects a follow-up or its answer.
    ///
    /// # Errors
    /// A usage error for an answer that is not there; otherwise when it cannot be written.
    pub fn edit_follow_up(
        &mut self,
        before: &FollowUpWithSubject,
        now: &FollowUp,
    ) -> Result<FollowUpWithSubject> {
        let was = &before.follow_up;
        let answer = |follow_up: &FollowUp| {
            (follow_up.outcome.clone(), follow_up.recorded_on, follow_up.evidence.clone())
        };
        let (store, stamp) = self.writing()?;
        let mut batch =
            store.begin(&format!("edit follow-up: {}", ellipsis(&before.about_title, 60)), stamp)?;
        let Some(present) = batch.find_follow_up(was.id)? else { return Err(deleted()) };
        if present.is_open() && answer(was) != answer(now) {
            return Err(
                Error::usage("this is not answered yet").hint("brag outcome record ID TEXT answers it")
            );
        }
        if !present.is_open() {
            let (says, field) = if now.nothing { (&now.why, "why") } else { (&now.outcome, "outcome") };
            let wrong = match now.recorded_on {
                _ if says.trim().is_empty() => Some(("an outcome says what happened", field)),
                None if now.unread.get("recorded_on").is_none() => Some(("an outcome has a day", "recorded")),
                _ => None,
            };
            if let Some((why, field)) = wrong {
                return Err(Error::usage(why).about(field).hint("brag outcome rm ID takes it away"));
            }
        }
        batch.update(&was.stored, now)?;
        batch.commit()?;
        self.follow_up(was.id)
    }
}

/// A value that is logged with an answer.
struct LoggedWith {
    metric: Option<MetricId>,
    name: String,
    amount: Amount,
}

impl LoggedWith {
    fn write(self, batch: &mut Batch<'_>, about: (Kind, RecordId), day: NaiveDate) -> Result<ValueId> {
        let metric = match self.metric {
            Some(metric) => metric,
            None => make_metric(batch, &self.name, Some(about), &self.amount)?,
        };
        let value = MetricValue::new(PartialDate::Day(day), self.amount);
        Ok(batch.insert_value(metric, &value)?)
    }
}

fn deleted() -> Error {
    Error::failed("this follow-up was deleted").hint("brag undo takes the deletion back")
}

/// Returns a follow-up with its answer.
fn answered(open: &FollowUp, answer: &FollowUpAnswer, day: NaiveDate, value: Option<ValueId>) -> FollowUp {
    FollowUp {
        outcome: answer.text.trim().to_owned(),
        recorded_on: Some(day),
        evidence: answer.evidence.trim().to_owned(),
        value,
        ..open.clone()
    }
}

/// The follow-up as it is now. An answer is never written over another one: two programs may have
/// the same question open.
fn refuse_answered(batch: &Batch<'_>, asked: &FollowUpWithSubject) -> Result<FollowUpView> {
    let Some(now) = batch.find_follow_up(asked.follow_up.id)? else {
        return Err(deleted());
    };
    if now.is_open() {
        return Ok(now);
    }
    let on = now.recorded_on.map(|day| format!(" on {day}")).unwrap_or_default();
    let said = wording::outcome(&now);
    Err(Error::failed(format!("this was answered{on}: {}", ellipsis(&said, 80)))
        .hint("brag outcome edit changes an answer; brag outcome ask asks once more"))
}

fn refuse_gone(batch: &Batch<'_>, id: RecordId, title: &str) -> Result<()> {
    if batch.is_gone(id)? {
        return Err(Error::failed(format!("“{}” was deleted", ellipsis(title, 60)))
            .hint("brag undo takes the deletion back"));
    }
    Ok(())
}
