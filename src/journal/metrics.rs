//! Metrics: logging and editing values, and listing, resolving and editing metrics.

use super::rules::Rules;
use super::schedule::ask_about_number;
use super::{Snapshot, Transaction};
use crate::domain::metric::{VALUES, validate_name};
use crate::domain::metric_view::{BARE, ValueError};
use crate::domain::number;
use crate::domain::unit::is_time;
use crate::domain::{
    Amount, Confidence, Kind, Metric, MetricId, MetricValue, MetricView, PartialDate, RecordId, Stored,
    ValueId, WinId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::store::{Batch, Series};
use crate::text::ellipsis;

/// A value to be logged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LogRequest {
    /// The metric: its name, the start of its name, or its id.
    pub name: String,
    /// The value as typed, such as `380ms`, `-90%` or `800ms..400ms`.
    pub value: String,
    /// The project, win or goal that the metric belongs to; `None` to find the metric by its name alone.
    pub owner: Option<(Kind, RecordId)>,
    /// The date; `None` for today.
    pub date: Option<PartialDate>,
    /// The confidence; `None` if not given.
    pub confidence: Option<Confidence>,
    /// The source; may be empty.
    pub source: String,
    /// The note; may be empty.
    pub note: String,
    /// `true` to create a metric although the name is the start of another metric's name.
    pub new: bool,
}

/// The maximum length of a series that is read while the user moves through a list: a line has about as many
/// columns. Of a longer one, as many values are read.
const SAMPLE: usize = 100;

/// The same for a line in a list.
const SHORT_SAMPLE: usize = 24;

/// The result of logging a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// The metric with the value.
    pub metric: MetricView,
    /// The id of the value.
    pub value: ValueId,
    /// `true` if the metric is new.
    pub made: bool,
    /// A remark about an ignored part of the request, in one line.
    pub hint: Option<String>,
}

/// Logs a value; a new name creates a metric. For `A..B` and an existing metric, only B is logged, because a
/// baseline never changes. Fails if the value cannot be parsed, or if the name matches several metrics.
pub fn log(tx: &mut Transaction<'_>, request: &LogRequest) -> Result<Logged> {
    let format = tx.context.config().number_format;
    let typed = number::localized(&request.value, format);
    let (before, after) = split(&typed);
    if before.is_some() && after.is_empty() {
        let typed = request.value.trim();
        let arrow = ["..", "->", "→"].into_iter().find(|arrow| typed.ends_with(arrow)).unwrap_or("..");
        return Err(Error::usage(format!("“{typed}” has no value after “{arrow}”")).hint(VALUES));
    }
    let found = metric_to_log(&tx.snapshot(), request, after)?;
    let today = tx.context.today();
    let (amount, from) = match &found {
        Some(metric) => (metric.read_value(after).map_err(|err| refused(&err))?, None),
        None => new_series(&request.name, before, after)?,
    };
    let name = found.as_ref().map_or(request.name.trim(), |metric| metric.name.as_str());
    let name = name.to_owned();
    let label = format!("log {} {}", ellipsis(&name, 40), ellipsis(request.value.trim(), 40));
    let hint = before
        .filter(|_| found.is_some())
        .map(|before| format!("“{name}” has a baseline already: “{}” was ignored", before.trim()))
        .or_else(|| number::hint(&request.value, format))
        .or_else(|| {
            request.date.and_then(|date| {
                super::wins::in_future(crate::domain::DateRange { start: date, end: None }, today)
            })
        });
    let date = request.date.unwrap_or(PartialDate::Day(today));
    let value = MetricValue {
        confidence: request.confidence,
        source: request.source.clone(),
        note: request.note.clone(),
        ..MetricValue::new(date, amount)
    };
    let rules = Rules::of(tx.context);
    tx.set_label(&label);
    let metric = match &found {
        Some(metric) => metric.id,
        None => make_metric(&mut tx.batch, request.name.trim(), request.owner, &value.amount)?,
    };
    if let Some(from) = from {
        tx.batch.insert_value(metric, &MetricValue { amount: from, baseline: true, ..value.clone() })?;
    }
    tx.refuse_gone(metric.into(), &name)?;
    let value = tx.batch.insert_value(metric, &value)?;
    if let Some((Kind::Win, win)) = request.owner {
        ask_about_number(&mut tx.batch, WinId(win.0), &rules)?;
    }
    let metric = tx.snapshot().store.find_metric(metric)?;
    Ok(Logged { metric, value, made: found.is_none(), hint })
}

/// Returns the metric of a request; `None` if a new one is to be created.
fn metric_to_log(snapshot: &Snapshot<'_>, request: &LogRequest, value: &str) -> Result<Option<MetricView>> {
    let typed = request.name.trim();
    if let Some((kind, id)) = request.owner {
        let all = list_of(snapshot, owner_of_metric(snapshot, kind, id)?.1, usize::MAX >> 1)?;
        let mut found = all.into_iter().find(|metric| fold(&metric.name) == fold(typed));
        if let (Kind::Goal, None) = (kind, &found) {
            // A goal may follow a metric that belongs to another record.
            let followed = snapshot.store.find_goal(crate::domain::GoalId(id.0))?.metric;
            found = followed.filter(|metric| fold(&metric.name) == fold(typed));
        }
        if found.is_none() {
            validate_name(typed)?;
        }
        return Ok(found);
    }
    let named = snapshot.store.find_by_name(Kind::Metric, typed)?;
    let exact: Vec<&crate::store::NameMatch> = named.iter().filter(|found| found.exact).collect();
    match (&exact[..], &named[..]) {
        ([one], _) => return Ok(Some(snapshot.store.find_metric(MetricId(one.id.0))?)),
        ([], [one]) if !request.new => {
            let metric = snapshot.store.find_metric(MetricId(one.id.0))?;
            // The start of a name matches a metric only if the value fits the metric.
            if metric.read_value(value).is_ok() {
                return Ok(Some(metric));
            }
        }
        ([], []) => {
            if let Ok(found) = super::lookup::resolve(snapshot, typed)
                && found.kind == Kind::Metric
            {
                return Ok(Some(snapshot.store.find_metric(MetricId(found.id.0))?));
            }
        }
        ([_, _, ..], _) => {
            let mut all = Vec::new();
            for found in exact {
                let metric = snapshot.store.find_metric(MetricId(found.id.0))?;
                // The series that belongs to nothing is the one that a bare name means.
                if metric.owner_id().is_none() {
                    return Ok(Some(metric));
                }
                all.push(metric.described());
            }
            return Err(Error::usage(format!("“{typed}” matches several metrics: {}", all.join("; ")))
                .hint("select one with --project, --win or its id"));
        }
        _ => {}
    }
    validate_name(typed)?;
    Ok(None)
}

/// Returns the owner for metrics of a record: the record itself, or the project of a win that has one.
fn owner_of_metric(snapshot: &Snapshot<'_>, kind: Kind, id: RecordId) -> Result<(Kind, RecordId)> {
    if kind != Kind::Win {
        return Ok((kind, id));
    }
    let win = snapshot.store.find_win(WinId(id.0))?;
    Ok(win.project.as_ref().map_or((kind, id), |project| (Kind::Project, project.id.into())))
}

/// Returns a metric with its values.
pub fn find(snapshot: &Snapshot<'_>, id: MetricId) -> Result<MetricView> {
    Ok(snapshot.store.find_metric(id)?)
}

/// Returns at most `limit` metrics, the one with the latest value first.
pub fn list(snapshot: &Snapshot<'_>, limit: usize) -> Result<Vec<MetricView>> {
    Ok(snapshot.store.list_metrics(limit, Series::Whole)?)
}

/// Returns the metrics of [`list`], of a series that is longer than a line in a list only a sample.
pub fn list_samples(snapshot: &Snapshot<'_>, limit: usize) -> Result<Vec<MetricView>> {
    Ok(snapshot.store.list_metrics(limit, Series::Sampled(SHORT_SAMPLE))?)
}

/// Adds to each metric the titles of the wins that brought its values.
pub fn add_titles(snapshot: &Snapshot<'_>, metrics: &mut [MetricView]) -> Result<()> {
    Ok(snapshot.store.add_titles(metrics)?)
}

/// Returns the number of metrics.
pub fn count(snapshot: &Snapshot<'_>) -> Result<usize> {
    Ok(snapshot.store.count_metrics()?)
}

/// Returns at most `limit` metrics with exactly the name `typed`, else those whose name contains it; all
/// metrics if it is empty.
pub fn find_like(snapshot: &Snapshot<'_>, typed: &str, limit: usize) -> Result<Vec<MetricView>> {
    if typed.trim().is_empty() {
        return list(snapshot, limit);
    }
    Ok(snapshot.store.find_metrics_named(typed, limit)?)
}

/// Returns the metrics of a project, a goal, or a win and its figures; at most `limit`, those with the latest
/// values.
pub fn list_of(snapshot: &Snapshot<'_>, owner: impl Into<RecordId>, limit: usize) -> Result<Vec<MetricView>> {
    Ok(snapshot.store.list_metrics_of(owner.into(), limit, Series::Whole)?)
}

/// Returns the metrics of [`list_of`], of a long series only a sample.
pub fn list_samples_of(
    snapshot: &Snapshot<'_>,
    owner: impl Into<RecordId>,
    limit: usize,
) -> Result<Vec<MetricView>> {
    Ok(snapshot.store.list_metrics_of(owner.into(), limit, Series::Sampled(SAMPLE))?)
}

/// Returns a sentence about the metrics that would be deleted with a win although values were logged in them
/// later; empty if there are no such metrics.
pub fn deleted_with_win(snapshot: &Snapshot<'_>, id: WinId) -> Result<String> {
    let mut parts = Vec::new();
    for metric in list_of(snapshot, id, usize::MAX >> 1)? {
        let own = metric.owner_id() == Some(id.into());
        let logged = metric.values.iter().filter(|value| value.brought_by.is_none()).count();
        if own && logged > 0 {
            parts.push(format!(
                "{} with {}",
                metric.name,
                crate::text::counted(logged, "value logged since", "values logged since")
            ));
        }
    }
    Ok(if parts.is_empty() {
        String::new()
    } else {
        format!("its metric is deleted too: {}", parts.join("; "))
    })
}

/// Resolves a name or an id to a metric, or the id of a value to its metric and the value. Fails if no record
/// or several match, or if the record is of another kind.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<(MetricId, Option<ValueId>)> {
    let found = match super::lookup::resolve_named(snapshot, Kind::Metric, typed) {
        Ok(id) => return Ok((MetricId(id.0), None)),
        Err(err) => super::lookup::resolve(snapshot, typed).map_err(|_| err)?,
    };
    match found.kind {
        Kind::Value => {
            let id = ValueId(found.id.0);
            Ok((snapshot.store.metric_of_value(id)?, Some(id)))
        }
        kind => Err(Error::usage(format!("“{typed}” is the {kind} {}, not a metric", found.short))
            .hint("brag metric list lists the metrics")),
    }
}

/// Updates a value, with the amount parsed from its text; the figure of the win that logged the value is not
/// changed. Fails if the value was deleted, or if its text is not a value of the metric.
pub fn edit_value(
    tx: &mut Transaction<'_>,
    before: &Stored<MetricValue>,
    now: &MetricValue,
) -> Result<MetricView> {
    let metric = tx.snapshot().store.find_metric(tx.snapshot().store.metric_of_value(before.id)?)?;
    if metric.values.iter().all(|value| value.id != before.id) {
        return Err(Error::failed("this value was deleted").hint("brag undo brings it back"));
    }
    let mut now = now.clone();
    let mut unit = None;
    let typed = now.amount.text.trim().to_owned();
    let text = number::localized(&typed, tx.context.config().number_format).into_owned();
    now.amount = match metric.read_value(&text) {
        _ if typed == before.amount.text => before.amount.clone(),
        Ok(amount) => amount,
        // A metric with a single value accepts any unit, because the value determines the unit.
        Err(err) if metric.values.len() > 1 => return Err(refused(&err).about("value")),
        Err(err) => {
            let amount = Amount::read(&text, "").map_err(|_| refused(&err).about("value"))?;
            unit = Some(amount.unit.clone());
            amount
        }
    };
    let label = format!("edit value: {} {}", metric.name, before.amount.shown());
    tx.set_label(&label);
    tx.batch.update_value(before, &now)?;
    if let Some(unit) = unit {
        tx.batch.update(&metric.stored, &Metric { unit, ..metric.body.clone() })?;
    }
    find(&tx.snapshot(), metric.id)
}

/// Updates a metric. Fails if its name is invalid or taken by a metric of the same owner, if its values
/// cannot be converted to its unit, if its target is not a value in its unit, or if it was deleted.
pub fn edit(tx: &mut Transaction<'_>, before: &MetricView, now: &Metric) -> Result<MetricView> {
    let mut now = now.clone();
    let found = tx.snapshot().store.find_metric(before.id)?;
    let seen = MetricView { values: found.values, ..before.clone() };
    seen.validate_edit(&mut now)?;
    if now.name != seen.name {
        refuse_taken(&tx.snapshot(), &seen, &now.name)?;
    }
    tx.set_label(format!("edit metric: {}", before.name));
    if tx.batch.is_gone(before.id.into())? {
        return Err(Error::failed(format!("“{}” was deleted", before.name)).hint("brag undo brings it back"));
    }
    tx.batch.update(&before.stored, &now)?;
    find(&tx.snapshot(), before.id)
}

/// Fails if another metric of the same owner has the new name of a metric.
fn refuse_taken(snapshot: &Snapshot<'_>, before: &MetricView, name: &str) -> Result<()> {
    let owner = before.owner_id();
    let is_same = |other: &MetricView| {
        other.id != before.id && fold(&other.name) == fold(name) && other.owner_id() == owner
    };
    if snapshot.store.find_metrics_named(name, 1000)?.iter().any(is_same) {
        return Err(Error::usage(format!("the metric “{name}” exists already")).about("name"));
    }
    Ok(())
}

/// Splits `A..B`, `A->B` or `A→B` into the value before, if any, and the value.
pub fn split(text: &str) -> (Option<&str>, &str) {
    let at = ["...", "…", "..", "->", "→"].into_iter().find_map(|arrow| text.split_once(arrow));
    match at {
        Some((before, after)) => (Some(before), after.trim()),
        None => (None, text.trim()),
    }
}

/// Parses the values of a new metric: the value, and the baseline if `before` is given.
fn new_series(name: &str, before: Option<&str>, after: &str) -> Result<(Amount, Option<Amount>)> {
    if let Some(before) = before {
        let text = format!("{}..{after}", before.trim());
        let figure =
            crate::domain::figure::figure(name, &text).map_err(|err| Error::usage(err).hint(VALUES))?;
        return Ok((figure.to, figure.from));
    }
    Ok((Amount::read(after, "").map_err(|err| refused(&err.into()))?, None))
}

pub(super) fn make_metric(
    batch: &mut Batch<'_>,
    name: &str,
    owner: Option<(Kind, RecordId)>,
    amount: &Amount,
) -> Result<MetricId> {
    let owner = match owner {
        Some((Kind::Win, id)) => Some(batch.owner_of_win_metric(WinId(id.0))?),
        other => other,
    };
    if let Some(found) = batch.find_metric_of(owner, name)? {
        return Ok(found);
    }
    let unit = if amount.relative { "" } else { amount.unit.as_str() };
    Ok(batch.insert(&Metric::new(name, owner, unit))?)
}

pub(super) fn refused(why: &ValueError) -> Error {
    let hint = match why {
        ValueError::Amount(_) => VALUES.to_owned(),
        ValueError::OtherKind { unit, .. } if is_time(unit) => {
            "write it in a unit of time, such as 380ms".to_owned()
        }
        ValueError::OtherKind { unit, .. } if unit == BARE => "write a number without a unit".to_owned(),
        ValueError::OtherKind { unit, .. } => format!("write it in {unit} or a unit that converts to it"),
    };
    Error::usage(why.to_string()).hint(hint)
}

/// Opens a metric in the user's editor and parses the result; `None` if it was not changed.
pub fn edit_document(journal: &super::Journal, metric: &Metric) -> Result<Option<(Metric, EditorFile)>> {
    super::record_document::edit(journal, metric)
}

/// Opens a value in the user's editor and parses the result; `None` if it was not changed.
pub fn edit_value_document(
    journal: &super::Journal,
    value: &MetricValue,
) -> Result<Option<(MetricValue, EditorFile)>> {
    super::record_document::edit(journal, value)
}
