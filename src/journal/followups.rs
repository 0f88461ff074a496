//! Follow-ups: asking, postponing, answering and editing them.

use chrono::NaiveDate;

use super::metrics::{make_metric, refused};
use super::{Context, Snapshot, Transaction};
use crate::domain::followup::{default_question, project_question};
use crate::domain::number;
use crate::domain::{
    Amount, Chapter, Figure, FollowUp, FollowUpFilter, FollowUpId, FollowUpView, FollowUpWithSubject, Kind,
    MetricId, MetricValue, MetricView, PartialDate, ProjectId, RecordId, ValueId, WinId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::report::wording;
use crate::store::{Batch, Series};
use crate::text::ellipsis;

/// An answer to follow-ups.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FollowUpAnswer {
    /// The outcome.
    pub text: String,
    /// The day on which the answer is recorded; `None` for today.
    pub date: Option<NaiveDate>,
    /// A value that proves the outcome: the name of the metric, and the value as typed.
    pub value: Option<(String, String)>,
    /// The evidence: an address or a description; may be empty.
    pub evidence: String,
}

/// Returns at most `limit` follow-ups that match a filter.
pub fn list(
    snapshot: &Snapshot<'_>,
    filter: FollowUpFilter,
    limit: usize,
) -> Result<Vec<FollowUpWithSubject>> {
    Ok(snapshot.store.list_follow_ups(filter, limit)?)
}

/// Returns the number of open follow-ups; with `until`, only those to be asked on that day or before are
/// counted.
pub fn count(snapshot: &Snapshot<'_>, until: Option<NaiveDate>) -> Result<usize> {
    Ok(snapshot.store.count_open(until)?)
}

/// Returns a follow-up with the win or project that it is about.
pub fn find(snapshot: &Snapshot<'_>, id: FollowUpId) -> Result<FollowUpWithSubject> {
    Ok(snapshot.store.find_follow_up(id)?)
}

/// Returns all follow-ups about a win or a project.
pub fn list_about(snapshot: &Snapshot<'_>, about: (Kind, RecordId)) -> Result<Vec<FollowUpView>> {
    Ok(match about.0 {
        Kind::Project => snapshot.store.find_project(ProjectId(about.1.0))?.follow_ups,
        _ => snapshot.store.find_win(WinId(about.1.0))?.follow_ups,
    })
}

/// Returns the claim that a follow-up is about, as it was written: the figures and the impact of a win; the
/// results of a project, else its summary.
pub fn claim(snapshot: &Snapshot<'_>, asked: &FollowUpWithSubject) -> Result<String> {
    claim_with(snapshot, asked, wording::figure)
}

/// Returns the claim of a follow-up like [`claim`], with its figures in other words.
pub(super) fn claim_with(
    snapshot: &Snapshot<'_>,
    asked: &FollowUpWithSubject,
    figure: fn(&Figure) -> String,
) -> Result<String> {
    if asked.about_kind == Kind::Project {
        let prose = &snapshot.store.find_project(ProjectId(asked.follow_up.about.0))?.prose;
        let results = &prose[Chapter::Results];
        return Ok(if results.is_empty() { prose[Chapter::Summary].clone() } else { results.clone() });
    }
    let win = snapshot.store.find_win(WinId(asked.follow_up.about.0))?;
    let mut parts: Vec<String> = win.figures.iter().map(|stored| figure(stored)).collect();
    parts.extend([win.stored.body.impact].into_iter().filter(|text| !text.is_empty()));
    Ok(parts.join("\n"))
}

/// Resolves an id or a name to an open follow-up: the follow-up itself, or the only open one of a win or
/// project. The inner `Err` is a win or project without an open follow-up. Fails if the record is of another
/// kind, or if it has several open follow-ups.
pub fn resolve_open(
    snapshot: &Snapshot<'_>,
    typed: &str,
) -> Result<std::result::Result<FollowUpId, (Kind, RecordId)>> {
    let found = super::lookup::resolve(snapshot, typed)?;
    if found.kind == Kind::FollowUp {
        return Ok(Ok(FollowUpId(found.id.0)));
    }
    let all = match found.kind {
        Kind::Win | Kind::Project => list_about(snapshot, (found.kind, found.id))?,
        kind => {
            return Err(Error::usage(format!("a {kind} has no follow-ups"))
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
                names.push(format!(
                    "{} “{}”",
                    super::lookup::short_id(snapshot, each.id)?,
                    ellipsis(&each.question, 40)
                ));
            }
            Err(Error::usage(format!("“{typed}” has several open follow-ups: {}", names.join("; ")))
                .hint("use the id of one"))
        }
    }
}

/// Records one answer for several follow-ups, and logs its value once. Fails if the answer is empty, if its
/// value cannot be parsed, or if one of the follow-ups is answered already.
pub fn record_outcome(
    tx: &mut Transaction<'_>,
    ids: &[FollowUpId],
    answer: &FollowUpAnswer,
) -> Result<Vec<FollowUpWithSubject>> {
    let mut asked = Vec::new();
    for id in ids {
        asked.push(tx.snapshot().store.find_follow_up(*id)?);
    }
    let day = day_of_answer(tx.context, answer)?;
    let Some(first) = asked.first() else { return Ok(asked) };
    let about = (first.about_kind, first.follow_up.about);
    let logged = value_of_answer(&tx.snapshot(), answer, about)?;
    let label = match &asked[..] {
        [one] => format!("record outcome: {}", ellipsis(&one.about_title, 60)),
        many => format!("record outcome: {} follow-ups", many.len()),
    };
    tx.set_label(&label);
    let open = asked.iter().map(|each| refuse_answered(&tx.batch, each)).collect::<Result<Vec<_>>>()?;
    let value = logged.map(|logged| logged.write(&mut tx.batch, about, day)).transpose()?;
    for each in &open {
        tx.batch.update(&each.stored, &answered(&each.body, answer, day, value))?;
    }
    ids.iter().map(|id| find(&tx.snapshot(), *id)).collect()
}

/// Records an outcome of a win or a project without an open follow-up, as a new follow-up with an answer.
/// Fails if the answer is empty, if its value cannot be parsed, or if the win or project was deleted.
pub fn record_unasked(
    tx: &mut Transaction<'_>,
    about: (Kind, RecordId),
    answer: &FollowUpAnswer,
) -> Result<FollowUpWithSubject> {
    let day = day_of_answer(tx.context, answer)?;
    let (question, title) = question_about(&tx.snapshot(), about)?;
    let logged = value_of_answer(&tx.snapshot(), answer, about)?;
    tx.set_label(format!("record outcome: {}", ellipsis(&title, 60)));
    tx.refuse_gone(about.1, &title)?;
    let value = logged.map(|logged| logged.write(&mut tx.batch, about, day)).transpose()?;
    // The answer is written as a second change, so that the history shows the answer by itself.
    let id = tx.batch.insert(&FollowUp::new(about.1, &question, day))?;
    let asked = tx.batch.find::<FollowUp>(id)?;
    tx.batch.update(&asked, &answered(&asked.body, answer, day, value))?;
    find(&tx.snapshot(), id)
}

/// Returns the day of an answer; fails if its text is empty.
fn day_of_answer(context: &Context, answer: &FollowUpAnswer) -> Result<NaiveDate> {
    if answer.text.trim().is_empty() {
        return Err(Error::usage("an outcome needs a text")
            .hint("if there is nothing to report: brag outcome nothing ID WHY"));
    }
    Ok(answer.date.unwrap_or_else(|| context.today()))
}

/// Parses the value of an answer as a value of its metric: the metric of this name of the win or its project,
/// else the only metric of this name, else a new one.
fn value_of_answer(
    snapshot: &Snapshot<'_>,
    answer: &FollowUpAnswer,
    about: (Kind, RecordId),
) -> Result<Option<LoggedWith>> {
    let Some((name, text)) = &answer.value else { return Ok(None) };
    let name = name.trim();
    let mut near = snapshot.store.list_metrics_of(about.1, usize::MAX >> 1, Series::Whole)?;
    if about.0 == Kind::Win
        && let Some(project) = snapshot.store.find_win(WinId(about.1.0))?.stored.body.project
    {
        near.extend(snapshot.store.list_metrics_of(project.id.into(), usize::MAX >> 1, Series::Whole)?);
    }
    let same = |metric: &MetricView| fold(&metric.name) == fold(name);
    let found = if let Some(metric) = near.into_iter().find(same) {
        Some(metric)
    } else {
        let mut others = snapshot.store.find_metrics_named(name, 2)?;
        others.retain(same);
        if others.len() == 1 { others.pop() } else { None }
    };
    let text = number::localized(text, snapshot.context().config().number_format);
    let (_, after) = super::metrics::split(&text);
    let amount = match &found {
        Some(metric) => metric.read_value(after).map_err(|err| refused(&err))?,
        None if crate::domain::metric::is_metric_name(name) => {
            Amount::read(after, "").map_err(|err| refused(&err.into()))?
        }
        None => return Err(Error::usage(format!("“{name}” cannot be the name of a metric"))),
    };
    Ok(Some(LoggedWith { metric: found.map(|metric| metric.id), name: name.to_owned(), amount }))
}

/// Returns the message for a day that is not after today.
pub(super) fn not_later(day: NaiveDate, today: NaiveDate) -> String {
    format!("“{day}” is {}", if day == today { "today" } else { "in the past" })
}

/// Postpones open follow-ups to a day, and counts how often each was postponed. Fails if the day is not after
/// today, or if one of the follow-ups is answered already.
pub fn snooze(
    tx: &mut Transaction<'_>,
    ids: &[FollowUpId],
    until: NaiveDate,
) -> Result<Vec<FollowUpWithSubject>> {
    if until <= tx.context.today() {
        return Err(
            Error::usage(not_later(until, tx.context.today())).hint("write it as 2w, 3mo or a future date")
        );
    }
    if let [one] = ids
        && tx.snapshot().store.find_follow_up(*one)?.follow_up.ask_on == until
    {
        return Err(Error::usage(format!("the follow-up is due on {until} already")));
    }
    let change = |now: &mut FollowUp| {
        now.ask_on = until;
        now.snoozed = now.snoozed.saturating_add(1);
    };
    change_open(tx, ids, "put off", change)
}

/// Closes open follow-ups with nothing to report. Fails if the reason is empty, or if one of the follow-ups
/// is answered already.
pub fn nothing_to_report(
    tx: &mut Transaction<'_>,
    ids: &[FollowUpId],
    why: &str,
) -> Result<Vec<FollowUpWithSubject>> {
    let why = why.trim().to_owned();
    if why.is_empty() {
        return Err(
            Error::usage("say why there is nothing to report").hint("brag outcome nothing ID WHY closes it")
        );
    }
    let today = tx.context.today();
    let change = |now: &mut FollowUp| {
        now.nothing = true;
        now.why.clone_from(&why);
        now.recorded_on = Some(today);
    };
    change_open(tx, ids, "nothing to report", change)
}

fn change_open(
    tx: &mut Transaction<'_>,
    ids: &[FollowUpId],
    label: &str,
    change: impl Fn(&mut FollowUp),
) -> Result<Vec<FollowUpWithSubject>> {
    let mut asked = Vec::new();
    for id in ids {
        asked.push(tx.snapshot().store.find_follow_up(*id)?);
    }
    let label = match &asked[..] {
        [one] => format!("{label}: {}", ellipsis(&one.about_title, 60)),
        many => format!("{label}: {} follow-ups", many.len()),
    };
    tx.set_label(&label);
    for each in &asked {
        let before = refuse_answered(&tx.batch, each)?;
        let mut now = before.body.clone();
        change(&mut now);
        tx.batch.update(&before.stored, &now)?;
    }
    ids.iter().map(|id| find(&tx.snapshot(), *id)).collect()
}

/// Adds a follow-up about a win or a project, with the default question if `question` is `None` or empty.
/// Fails if the day has passed, or if the win or project was deleted.
pub fn ask(
    tx: &mut Transaction<'_>,
    about: (Kind, RecordId),
    on: NaiveDate,
    question: Option<&str>,
) -> Result<FollowUpWithSubject> {
    if on < tx.context.today() {
        return Err(
            Error::usage(not_later(on, tx.context.today())).hint("write it as 2w, 3mo or a future date")
        );
    }
    let (default, title) = question_about(&tx.snapshot(), about)?;
    let question = question.map(str::trim).filter(|text| !text.is_empty()).unwrap_or(&default).to_owned();
    tx.set_label(format!("schedule follow-up: {}", ellipsis(&title, 60)));
    tx.refuse_gone(about.1, &title)?;
    let id = tx.batch.insert(&FollowUp::new(about.1, &question, on))?;
    find(&tx.snapshot(), id)
}

fn question_about(snapshot: &Snapshot<'_>, about: (Kind, RecordId)) -> Result<(String, String)> {
    if about.0 == Kind::Project {
        let project = snapshot.store.find_project(ProjectId(about.1.0))?;
        return Ok((project_question(&project.name), project.stored.body.name));
    }
    let win = snapshot.store.find_win(WinId(about.1.0))?;
    let figures: Vec<Figure> = win.figures.iter().map(|stored| stored.body.clone()).collect();
    Ok((
        default_question(&figures, snapshot.context.config.categories.of_key(win.category_key())),
        win.stored.body.title,
    ))
}

/// Updates a follow-up or its answer. Fails if the follow-up was deleted, if `now` adds an answer to an open
/// one, or if it removes the text or the day of an answer.
pub fn edit(
    tx: &mut Transaction<'_>,
    before: &FollowUpWithSubject,
    now: &FollowUp,
) -> Result<FollowUpWithSubject> {
    let was = &before.follow_up;
    let answer =
        |follow_up: &FollowUp| (follow_up.outcome.clone(), follow_up.recorded_on, follow_up.evidence.clone());
    tx.set_label(format!("edit follow-up: {}", ellipsis(&before.about_title, 60)));
    let Some(present) = tx.batch.find_follow_up(was.id)? else { return Err(deleted()) };
    if present.is_open() && answer(was) != answer(now) {
        return Err(
            Error::usage("the follow-up is not answered yet").hint("brag outcome record ID TEXT answers it")
        );
    }
    if !present.is_open() {
        let (says, field) = if now.nothing { (&now.why, "why") } else { (&now.outcome, "outcome") };
        let wrong = match now.recorded_on {
            _ if says.trim().is_empty() => Some(("an answer needs a text", field)),
            None if now.unread.get("recorded_on").is_none() => Some(("an answer needs a date", "recorded")),
            _ => None,
        };
        if let Some((why, field)) = wrong {
            return Err(Error::usage(why).about(field).hint("brag outcome rm ID removes the follow-up"));
        }
    }
    tx.batch.update(&was.stored, now)?;
    find(&tx.snapshot(), was.id)
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
    Error::failed("this follow-up was deleted").hint("brag undo brings it back")
}

/// Returns an open follow-up with an answer added.
fn answered(open: &FollowUp, answer: &FollowUpAnswer, day: NaiveDate, value: Option<ValueId>) -> FollowUp {
    FollowUp {
        outcome: answer.text.trim().to_owned(),
        recorded_on: Some(day),
        evidence: answer.evidence.trim().to_owned(),
        value,
        ..open.clone()
    }
}

/// Reloads a follow-up. Fails if the follow-up was answered or deleted since it was loaded, for example by
/// another program.
fn refuse_answered(batch: &Batch<'_>, asked: &FollowUpWithSubject) -> Result<FollowUpView> {
    let Some(now) = batch.find_follow_up(asked.follow_up.id)? else {
        return Err(deleted());
    };
    if now.is_open() {
        return Ok(now);
    }
    let on = now.recorded_on.map(|day| format!(" on {}", wording::day(day))).unwrap_or_default();
    let said = wording::outcome(&now);
    Err(Error::failed(format!("the follow-up was answered{on}: {}", ellipsis(&said, 80)))
        .hint("brag outcome edit changes an answer; brag outcome ask schedules another follow-up"))
}

/// Opens a follow-up in the user's editor and parses the result; `None` if it was not changed.
pub fn edit_document(
    journal: &super::Journal,
    follow_up: &FollowUp,
) -> Result<Option<(FollowUp, EditorFile)>> {
    super::record_document::edit(journal, follow_up)
}
